package demo

import (
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"rwscope/decode"
	"rwscope/store"
)

// judging is a handler that answers as rwscope does, and keeps the last verdict.
type judging struct {
	decoder *decode.Decoder
	store   *store.Store
	id      uint64
	last    *store.Verdict
}

func newJudging(t *testing.T) *judging {
	t.Helper()
	s, err := store.Open(store.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &judging{decoder: decode.NewDecoder(decode.Config{}), store: s}
}

func (j *judging) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	wire, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	h := decode.Header{ContentType: r.Header.Get("Content-Type"), ContentEncoding: r.Header.Get("Content-Encoding")}
	body := j.decoder.Decode(h, wire)
	defer body.Release()
	j.id++
	j.last = j.store.Judge(&store.Request{
		ID: j.id, Sender: r.UserAgent(), Method: r.Method, Path: r.URL.Path, Header: r.Header, Body: body,
	})
	w.WriteHeader(j.last.Answer.Status)
}

// The judge answers every scene as Prometheus does, finds the cause that the table
// names, and nothing wrong with the other requests.
func TestJudgeFindsTheCauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := newJudging(t)
		st := newStage(1, time.Now())
		c := newClient(Config{URL: anyURL, Transport: &receiver{handler: j}})
		for step := range 280 {
			scene := Scene{Name: "an ordinary request", Status: http.StatusNoContent}
			if st.sceneDue() {
				scene = st.scenes[st.played%len(st.scenes)]
			}
			requests, err := st.next(time.Now())
			if err != nil {
				t.Fatal(err)
			}
			for i, r := range requests {
				status, err := c.send(t.Context(), r)
				if err != nil {
					t.Fatal(err)
				}
				st.answered(r, status)
				if i == 0 {
					judgedAs(t, step, scene, j.last)
				}
				time.Sleep(time.Second / defaultRate)
			}
		}
		if s := j.store.Stats(); s.Mispredictions != 0 || s.Disagreements != 0 {
			t.Errorf("got %d mispredictions and %d disagreements, want none", s.Mispredictions, s.Disagreements)
		}
	})
}

// judgedAs compares a verdict with the scene: its status, its cause, and no error
// where the table names none.
func judgedAs(t *testing.T, step int, scene Scene, v *store.Verdict) {
	t.Helper()
	if v.Answer.Status != scene.Status {
		t.Errorf("step %d, %s: answered %d, want %d", step, scene.Name, v.Answer.Status, scene.Status)
	}
	found := scene.Cause == ""
	for _, p := range v.Problems {
		found = found || p.Cause == scene.Cause
		if scene.Cause == "" && p.Level == store.LevelError {
			t.Errorf("step %d, %s: %s: %s", step, scene.Name, p.Cause, p.Text)
		}
	}
	if !found {
		t.Errorf("step %d, %s: no problem %s among %+v", step, scene.Name, scene.Cause, v.Problems)
	}
}
