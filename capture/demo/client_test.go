package demo

import (
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// failing answers 503 a number of times, then 204.
type failing struct {
	left int
	at   []time.Time
}

func (f *failing) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	f.at = append(f.at, time.Now())
	if f.left--; f.left >= 0 {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// send posts one request to a receiver that fails so often, and returns the
// answer, the Retry-Attempt headers and the pauses.
func send(t *testing.T, failures int) (status int, attempts []string, pauses []time.Duration) {
	synctest.Test(t, func(t *testing.T) {
		f := &failing{left: failures}
		r := &receiver{handler: f}
		c := newClient(Config{URL: anyURL, Transport: r})
		var err error
		status, err = c.send(t.Context(), request{from: &sender{path: pathPrometheus}, header: http.Header{}, body: []byte("x")})
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range r.exchanges {
			attempts = append(attempts, e.header.Get("Retry-Attempt"))
			if i > 0 {
				pauses = append(pauses, f.at[i].Sub(f.at[i-1]))
			}
		}
	})
	return status, attempts, pauses
}

func TestRetriesAfterServerError(t *testing.T) {
	status, attempts, pauses := send(t, 3)
	if status != http.StatusNoContent {
		t.Errorf("got status %d, want 204", status)
	}
	if want := []string{"", "1", "2", "3"}; !slices.Equal(attempts, want) {
		t.Errorf("got Retry-Attempt %q, want %q", attempts, want)
	}
	if want := []time.Duration{30 * time.Millisecond, 60 * time.Millisecond, 120 * time.Millisecond}; !slices.Equal(pauses, want) {
		t.Errorf("got pauses %v, want %v", pauses, want)
	}
}

func TestGivesUpAfterMaxAttempts(t *testing.T) {
	status, attempts, _ := send(t, 1000)
	if status != http.StatusServiceUnavailable || len(attempts) != maxAttempts {
		t.Errorf("got status %d after %d attempts, want 503 after %d", status, len(attempts), maxAttempts)
	}
}

func TestCountIncludesRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &receiver{handler: &failing{left: 1 << 30}}
		run(t, r, 1, 3)
	})
}
