package demo

import (
	"time"

	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
)

// outOfOrder adds to a good batch a sample that is older than what is stored.
func outOfOrder(st *stage) ([]request, error) {
	s := st.prometheusV1
	items := s.batch(st.now, st.rng)
	late := floats(s.past(items))[0]
	late.t -= (5 * time.Second).Milliseconds()
	return only(s.request(s.message(append(items, late))))
}

// duplicateTimestamp writes other values at the times that replica A has written.
func duplicateTimestamp(st *stage) ([]request, error) {
	s := st.replicaB
	items := s.batch(st.now, st.rng)
	for _, it := range floats(st.replicaA.past(items)) {
		it.value++
		items = append(items, it)
	}
	return only(s.request(s.message(items)))
}

// tooFarInFuture sends a batch an hour ahead of the clock.
func tooFarInFuture(st *stage) ([]request, error) {
	s := st.vmagent
	return only(s.request(s.message(shifted(s.batch(st.now, st.rng), time.Hour))))
}

// backlog sends a batch that waited for three hours.
func backlog(st *stage) ([]request, error) {
	s := st.prometheusV1
	return only(s.request(s.message(shifted(floats(s.batch(st.now, st.rng)), -3*time.Hour))))
}

// secondsForMillis sends seconds where milliseconds belong.
func secondsForMillis(st *stage) ([]request, error) {
	s := st.script
	items := s.batch(st.now, st.rng)
	for i := range items {
		items[i].t /= 1000
	}
	return only(s.request(s.message(items)))
}

// disorderInRequest sends four samples of one series, of which each is newer than
// what is stored, but not in order among themselves.
func disorderInRequest(st *stage) ([]request, error) {
	s := st.script
	before := s.targets[0].last
	items := s.batch(st.now, st.rng)
	it := items[len(items)-1]
	m := v2Message([]item{it}, true)
	first := max(it.t-(10*time.Second).Milliseconds(), before+1)
	m.Timeseries[0].Samples = []writev2.Sample{
		{Value: it.value, Timestamp: first},
		{Value: it.value + 1, Timestamp: it.t},
		{Value: it.value + 2, Timestamp: (first + it.t) / 2},
		{Value: it.value + 3, Timestamp: it.t},
	}
	return only(s.request(m))
}

// shifted moves items in time.
func shifted(items []item, by time.Duration) []item {
	for i := range items {
		items[i].t += by.Milliseconds()
	}
	return items
}

// floats are the float samples among items.
func floats(items []item) []item {
	var fs []item
	for _, it := range items {
		if it.isFloat() {
			fs = append(fs, it)
		}
	}
	return fs
}

// only makes a scene's requests of a single one.
func only(r request, err error) ([]request, error) { return []request{r}, err }
