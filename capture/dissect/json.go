package dissect

import (
	"encoding/json"
	"fmt"

	"rwscope/decode"
)

// MarshalJSON writes the report as one object; see docs/json.md for the style of
// its names.
func (r *Report) MarshalJSON() ([]byte, error) {
	b := r.Body
	out := reportJSON{
		Packed: string(b.Coding), Message: b.Declared.String(), LooksLike: string(b.Form),
		WireBytes: len(b.Wire), DecodedBytes: len(b.Decoded),
		Findings: make([]findingJSON, len(r.Findings)), FindingsTotal: r.Total,
		Series: make([]seriesJSON, r.shown()),
	}
	if b.Fault != nil {
		out.Fault = &faultJSON{b.Fault.Layer, b.Fault.Offset, b.Fault.Path, b.Fault.Reason}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		out.Findings[i] = findingJSON{f.Check.ID, string(f.Level), string(f.Item), f.Series, f.Index, f.Offset, f.Text}
	}
	if b.Message != nil {
		out.Sent = sentJSON(b.Message.Counts())
		for i := range out.Series {
			out.Series[i] = newSeries(b.Message, i)
		}
	}
	return json.Marshal(out)
}

type reportJSON struct {
	Packed        string        `json:"packed"`
	Message       string        `json:"message"`
	LooksLike     string        `json:"looks_like"`
	WireBytes     int           `json:"wire_bytes"`
	DecodedBytes  int           `json:"decoded_bytes"`
	Sent          sentJSON      `json:"sent"`
	Fault         *faultJSON    `json:"fault"`
	Findings      []findingJSON `json:"findings"`
	FindingsTotal int           `json:"findings_total"`
	Series        []seriesJSON  `json:"series"`
}

type sentJSON struct {
	Series     int `json:"series"`
	Samples    int `json:"samples"`
	Histograms int `json:"histograms"`
	Exemplars  int `json:"exemplars"`
	Metadata   int `json:"metadata"`
}

type faultJSON struct {
	Layer  string `json:"layer"`
	Offset int    `json:"offset"`
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

type findingJSON struct {
	Check  string `json:"check"`
	Level  string `json:"level"`
	Item   string `json:"item"`
	Series int    `json:"series"`
	Index  int    `json:"index"`
	Offset int    `json:"offset"`
	Text   string `json:"text"`
}

// seriesJSON is a series with its first items. Values are strings, as in
// Prometheus' HTTP API, since JSON has no NaN.
type seriesJSON struct {
	Labels     string         `json:"labels"`
	Error      string         `json:"error,omitempty"`
	Samples    []sampleJSON   `json:"samples,omitempty"`
	Histograms []sampleJSON   `json:"histograms,omitempty"`
	Exemplars  []exemplarJSON `json:"exemplars,omitempty"`
}

type sampleJSON struct {
	Timestamp int64  `json:"timestamp"`
	Start     int64  `json:"start,omitempty"`
	Value     string `json:"value"`
}

type exemplarJSON struct {
	Timestamp int64  `json:"timestamp"`
	Labels    string `json:"labels"`
	Value     string `json:"value"`
}

func newSeries(m *decode.Message, i int) seriesJSON {
	s := &m.Series[i]
	ls, err := m.LabelSet(i)
	out := seriesJSON{Labels: ls.String()}
	if err != nil {
		out.Error = err.Error()
	}
	for j := s.Samples.From; j < s.Samples.To && len(out.Samples) < itemsShown; j++ {
		x := &m.Samples[j]
		out.Samples = append(out.Samples, sampleJSON{x.Timestamp, x.Start, number(x.Value)})
	}
	for j := s.Histograms.From; j < s.Histograms.To && len(out.Histograms) < itemsShown; j++ {
		x := &m.Histograms[j]
		out.Histograms = append(out.Histograms, sampleJSON{x.Timestamp, x.Start, histogramText(m, int(j))})
	}
	for j := s.Exemplars.From; j < s.Exemplars.To && len(out.Exemplars) < itemsShown; j++ {
		x := &m.Exemplars[j]
		ls, _ := m.ExemplarLabelSet(int(j)) // empty where a reference is bad
		out.Exemplars = append(out.Exemplars, exemplarJSON{x.Timestamp, ls.String(), number(x.Value)})
	}
	return out
}

// histogramText is a histogram in Prometheus' own notation. That is defined for
// valid ones only: for others Prometheus' String panics, or does not end.
func histogramText(m *decode.Message, j int) string {
	h, fh, err := m.Histogram(j)
	if err != nil {
		return err.Error()
	}
	if h != nil {
		if err := h.Validate(); err != nil {
			return fmt.Sprintf("invalid histogram of count %d, sum %g: %v", h.Count, h.Sum, err)
		}
		return h.String()
	}
	if err := fh.Validate(); err != nil {
		return fmt.Sprintf("invalid histogram of count %g, sum %g: %v", fh.Count, fh.Sum, err)
	}
	return fh.String()
}
