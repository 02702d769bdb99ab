package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"

	"rwscope/capture"
	"rwscope/capture/filter"
	"rwscope/decode"
	"rwscope/store"
)

// Samples says which samples are exported.
type Samples string

// The samples that were stored, and all that were sent.
const (
	SamplesStored Samples = "stored"
	SamplesSent   Samples = "sent"
)

// OpenMetricsConfig says what WriteOpenMetrics writes.
type OpenMetricsConfig struct {
	History capture.History
	Filter  *filter.Filter
	Samples Samples
	Out     io.Writer
	// Held is how many samples are held in memory at a time; the history is gone over
	// once more for each time that this many are found. Default 4,000,000.
	Held int
	// Progress, unless nil, is called as by filter.Scan, in each pass.
	Progress func(pass int, p filter.Progress)
}

// OpenMetricsResult counts what was written, and what the format or the recording
// has no place for.
type OpenMetricsResult struct {
	Series, Samples, Exemplars int
	// Histograms counts native histograms, Stale stale markers: the format has
	// neither. Repeated counts samples at a time that their series has already.
	Histograms, Stale, Repeated int
	// LooseExemplars counts exemplars that belong to no counter or bucket sample.
	LooseExemplars int
	// BadSeries counts series with labels that no receiver takes, TooMany those of
	// metrics beyond the first million.
	BadSeries, TooMany int
	// Unknown counts exchanges of which nobody knows what was stored, Unreadable those
	// that could not be read.
	Unknown, Unreadable int
}

// Notices are the lines that a user should see.
func (r *OpenMetricsResult) Notices() []string {
	var lines []string
	add := func(n int, format string) {
		if n > 0 {
			lines = append(lines, fmt.Sprintf(format, n))
		}
	}
	add(r.Histograms, "%d native histograms are left out: the format has none")
	add(r.Stale, "%d stale markers are left out: the format has none")
	add(r.Repeated, "%d samples are left out: their series has one of that time already")
	add(r.LooseExemplars, "%d exemplars are left out: the format has them on counters and buckets only, one a sample")
	add(r.BadSeries, "%d series are left out: their labels are not valid")
	add(r.TooMany, "%d series are left out: there are too many metrics")
	add(r.Unknown, "%d exchanges are left out: they were answered by another receiver, and what it stored is not known (--samples sent takes them)")
	add(r.Unreadable, "%d exchanges are left out: they cannot be read")
	return lines
}

// WriteOpenMetrics writes float samples in the OpenMetrics text format, by metric
// and series and time, as promtool reads them to make blocks.
//
// The format wants all samples of a metric together, while exchanges bring them
// mixed. The first pass counts them; each pass after it collects as many metrics as
// fit into memory.
func WriteOpenMetrics(ctx context.Context, cfg OpenMetricsConfig) (OpenMetricsResult, error) {
	if cfg.Held <= 0 {
		cfg.Held = 4_000_000
	}
	o := &openMetrics{cfg: cfg, decoder: decode.NewDecoder(decode.Config{}), families: make(map[string]*family)}
	if err := o.pass(ctx, o.count); err != nil {
		return o.result, err
	}
	out := bufio.NewWriterSize(cfg.Out, 1<<16)
	names := slices.Sorted(maps.Keys(o.families))
	for len(names) > 0 {
		n := o.fitting(names)
		o.wanted = make(map[string]bool, n)
		for _, name := range names[:n] {
			o.wanted[name] = true
		}
		if err := o.pass(ctx, o.collect); err != nil {
			return o.result, err
		}
		for _, name := range names[:n] {
			o.write(out, name)
		}
		names = names[n:]
	}
	if _, err := out.WriteString("# EOF\n"); err != nil {
		return o.result, err
	}
	return o.result, out.Flush()
}

// openMetrics is one export that is going on.
type openMetrics struct {
	cfg      OpenMetricsConfig
	decoder  *decode.Decoder
	families map[string]*family // by metric name
	wanted   map[string]bool    // metric names of this pass
	passes   int
	result   OpenMetricsResult
}

// pass goes over the history once.
func (o *openMetrics) pass(ctx context.Context, visit func(*decode.Message, *store.Verdict)) error {
	o.passes++
	var progress func(filter.Progress)
	if o.cfg.Progress != nil {
		progress = func(p filter.Progress) { o.cfg.Progress(o.passes, p) }
	}
	for row, err := range filter.ScanOldest(ctx, o.cfg.History, o.cfg.Filter, progress) {
		if err == nil {
			err = o.visit(row.ID, visit)
		}
		if err != nil && o.passes == 1 {
			o.result.Unreadable++
		}
	}
	return ctx.Err()
}

func (o *openMetrics) visit(id uint64, visit func(*decode.Message, *store.Verdict)) error {
	ex, err := o.cfg.History.Load(id)
	if err != nil {
		return err
	}
	if o.cfg.Samples == SamplesStored && ex.Verdict.Answer.By == store.ByRecorded {
		if o.passes == 1 {
			o.result.Unknown++
		}
		return nil
	}
	body := o.decoder.Decode(decode.Header{
		ContentType:     ex.Request.Header.Get("Content-Type"),
		ContentEncoding: ex.Request.Header.Get("Content-Encoding"),
	}, ex.Request.Body)
	defer body.Release()
	if body.Message != nil {
		visit(body.Message, &ex.Verdict)
	}
	return nil
}

// keeps reports whether an item is to be exported.
func (o *openMetrics) keeps(outcomes []store.Outcome, i int) bool {
	return o.cfg.Samples == SamplesSent || outcomes == nil || i < len(outcomes) && outcomes[i] == store.Stored
}

// count is the first pass: how many samples each metric has, and what is known of
// it.
func (o *openMetrics) count(m *decode.Message, v *store.Verdict) {
	for i := range m.Metadata {
		o.learnV1(m, &m.Metadata[i])
	}
	for i := range m.Series {
		s := &m.Series[i]
		set, err := m.LabelSet(i)
		name := set.Get(model.MetricNameLabel)
		if err != nil || !validSeries(set) {
			o.result.BadSeries++
			continue
		}
		f, ok := o.family(name)
		if !ok {
			o.result.TooMany++
			continue
		}
		f.learnV2(m, s)
		for j := s.Samples.From; j < s.Samples.To; j++ {
			switch {
			case !o.keeps(v.Outcomes.Samples, int(j)):
			case value.IsStaleNaN(m.Samples[j].Value):
				o.result.Stale++
			default:
				f.samples++
			}
		}
		for j := s.Histograms.From; j < s.Histograms.To; j++ {
			if o.keeps(v.Outcomes.Histograms, int(j)) {
				o.result.Histograms++
			}
		}
	}
}

// fitting is how many of the metrics can be collected at a time, at least one.
func (o *openMetrics) fitting(names []string) int {
	total := 0
	for n, name := range names {
		total += o.families[name].samples
		if n > 0 && total > o.cfg.Held {
			return n
		}
	}
	return len(names)
}

// collect is every further pass.
func (o *openMetrics) collect(m *decode.Message, v *store.Verdict) {
	for i := range m.Series {
		set, err := m.LabelSet(i)
		name := set.Get(model.MetricNameLabel)
		if err != nil || !o.wanted[name] || !validSeries(set) {
			continue
		}
		f, s := o.families[name], &m.Series[i]
		for j := s.Samples.From; j < s.Samples.To; j++ {
			if p := m.Samples[j]; o.keeps(v.Outcomes.Samples, int(j)) && !value.IsStaleNaN(p.Value) {
				points := f.series(set)
				points.samples = append(points.samples, p)
			}
		}
		for j := s.Exemplars.From; j < s.Exemplars.To; j++ {
			if o.keeps(v.Outcomes.Exemplars, int(j)) {
				points := f.series(set)
				points.exemplars = append(points.exemplars, newExemplar(m, int(j)))
			}
		}
	}
}

// validSeries reports whether Prometheus would take a series of these labels.
func validSeries(set labels.Labels) bool {
	_, duplicate := set.HasDuplicateLabelNames()
	return !duplicate && set.IsValid(validation) && set.Has(model.MetricNameLabel)
}
