package store

import (
	"net/http"
	"sync"
	"testing"

	"rwscope/decode"
)

// TestConcurrentSenders lets eight senders write the same series at once, clean and
// wild, on both paths. Whatever the order, no prediction may fail, and what all
// verdicts together call stored must be what the TSDB holds.
func TestConcurrentSenders(t *testing.T) {
	s := open(t, Config{})
	d := decode.NewDecoder(decode.Config{LazyLabels: true})
	var wg sync.WaitGroup
	var mu sync.Mutex
	var kept Kept
	for sender := range uint64(8) {
		wg.Go(func() {
			g := newGenerator(sender, 0.8)
			for i := range uint64(100) {
				w := g.request()
				body := d.Decode(decode.Header{
					ContentType: w.header.Get("Content-Type"), ContentEncoding: w.header.Get("Content-Encoding"),
				}, w.body)
				v := s.Judge(&Request{
					ID: sender*1000 + i, Sender: http.StatusText(int(sender)), Method: w.method, Header: w.header, Body: body,
				})
				body.Release()
				if v.Disagreement != "" {
					t.Errorf("sender %d, request %d: %s", sender, i, v.Disagreement)
				}
				mu.Lock()
				kept.Samples += v.Stored.Samples
				kept.Histograms += v.Stored.Histograms
				kept.Exemplars += v.Stored.Exemplars
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if got, want := len(readContents(t, s.db)), kept.Samples+kept.Histograms+kept.Exemplars; got != want {
		t.Errorf("the TSDB holds %d samples and exemplars, the verdicts say %d (%+v)", got, want, kept)
	}
	st := s.Stats()
	if st.Mispredictions != 0 {
		t.Errorf("%d mispredictions, want none", st.Mispredictions)
	}
	if st.Fast == 0 || st.Exact == 0 {
		t.Errorf("%d requests on the fast path and %d on the exact one, want both", st.Fast, st.Exact)
	}
}
