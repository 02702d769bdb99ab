package demo

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/prometheus/prometheus/model/histogram"
)

// reading is the value of one series at one time: a float, or one of the
// histograms.
type reading struct {
	value float64
	ints  *histogram.Histogram
	float *histogram.FloatHistogram
	// observed is the newest single observation, which an exemplar tells about.
	observed float64
}

// curve is how a series' value moves. A curve is read at rising times only.
type curve interface {
	// read moves on to t, dt seconds after the last reading.
	read(t time.Time, dt float64, rng *rand.Rand) reading
	// restart begins again as after the start of a process.
	restart()
}

// wave is a gauge: a sine around a level, with noise on it.
type wave struct {
	level, swing, noise float64
	period              float64 // seconds
	phase               float64 // radians
}

func (w *wave) at(t time.Time, rng *rand.Rand) float64 {
	angle := 2*math.Pi*float64(t.UnixMilli())/1000/w.period + w.phase
	return w.level + w.swing*math.Sin(angle) + w.noise*rng.NormFloat64()
}

func (w *wave) read(t time.Time, _ float64, rng *rand.Rand) reading {
	return reading{value: max(0, w.at(t, rng))}
}

func (*wave) restart() {}

// counter adds up a wave of events per second. It only grows.
type counter struct {
	rate  wave
	total float64
	whole bool // counts things, not seconds or parts
}

func (c *counter) read(t time.Time, dt float64, rng *rand.Rand) reading {
	c.total += max(0, c.rate.at(t, rng)) * dt
	v := c.total
	if c.whole {
		v = math.Floor(v)
	}
	return reading{value: v, observed: 1}
}

func (c *counter) restart() { c.total = 0 }

// fixed never moves: up, build information.
type fixed float64

func (f fixed) read(time.Time, float64, *rand.Rand) reading { return reading{value: float64(f)} }

func (fixed) restart() {}

// startTime is when the target's process started.
type startTime struct{ of *target }

func (s startTime) read(time.Time, float64, *rand.Rand) reading {
	return reading{value: float64(s.of.started.UnixMilli()) / 1000}
}

func (startTime) restart() {}
