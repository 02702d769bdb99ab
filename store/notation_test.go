package store

import (
	"testing"

	"rwscope/decode"
)

// TestNotation compares with upstream's own way of writing label sets.
func TestNotation(t *testing.T) {
	d := decode.NewDecoder(decode.Config{})
	g := newGenerator(1, 0)
	for range 500 {
		w := g.request()
		body := d.Decode(decode.Header{
			ContentType: w.header.Get("Content-Type"), ContentEncoding: w.header.Get("Content-Encoding"),
		}, w.body)
		m := body.Message
		if m == nil || body.Fault != nil {
			continue
		}
		for i := range m.Series {
			ls, err := m.LabelSet(i)
			if err != nil {
				continue
			}
			if got, want := notation(m, i), ls.WithoutEmpty().String(); got != want {
				t.Fatalf("got %s, want %s", got, want)
			}
		}
		body.Release()
	}
}
