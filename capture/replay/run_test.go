package replay

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"rwscope/capture"
	"rwscope/capture/filter"
	"rwscope/store"
)

// TestRunPace sends three requests, recorded a minute apart, at several speeds,
// and looks at when they and their samples arrive. All of it takes place in the
// bubble's time.
func TestRunPace(t *testing.T) {
	history := record(t, numbered(3, func(i int) request {
		return request{after: time.Duration(i) * time.Minute, series: []string{"up"}, age: 2 * time.Second}
	})...)
	for _, c := range []struct {
		name  string
		speed float64
		shift Shift
		at    []time.Duration // of arrival, since the beginning
		ages  []time.Duration // of the samples when they arrive
	}{
		{"as recorded", 1, ShiftNow, []time.Duration{0, time.Minute, 2 * time.Minute}, []time.Duration{0, 0, 0}},
		{"twice as fast", 2, ShiftNow, []time.Duration{0, 30 * time.Second, time.Minute}, []time.Duration{time.Minute, 30 * time.Second, 0}},
		{"at once", 0, ShiftNow, []time.Duration{0, 0, 0}, []time.Duration{2 * time.Minute, time.Minute, 0}},
	} {
		synctest.Test(t, func(t *testing.T) {
			begin := time.Now()
			w := &witness{}
			if _, err := replay(t, Config{History: history, Target: w, Speed: c.speed, Shift: c.shift}); err != nil {
				t.Fatal(err)
			}
			for i, a := range w.begun {
				if got := a.at.Sub(begin); got != c.at[i] {
					t.Errorf("%s: request %d arrived after %s, want %s", c.name, i, got, c.at[i])
				}
				if got := a.at.Sub(time.UnixMilli(a.times[0])); got != c.ages[i] {
					t.Errorf("%s: the sample of request %d arrived %s old, want %s", c.name, i, got, c.ages[i])
				}
			}
		})
	}
}

func TestRunShift(t *testing.T) {
	history := record(t, request{series: []string{"up"}})
	for shift, want := range map[string]time.Duration{"none": 0, "24h": 24 * time.Hour, "-7d": -7 * 24 * time.Hour} {
		parsed, err := ParseShift(shift)
		if err != nil {
			t.Fatal(err)
		}
		w := &witness{}
		if _, err := replay(t, Config{History: history, Target: w, Shift: parsed}); err != nil {
			t.Fatal(err)
		}
		if got := time.UnixMilli(w.begun[0].times[0]).Sub(recorded); got != want {
			t.Errorf("--shift %s moved by %s, want %s", shift, got, want)
		}
	}
	if _, err := ParseShift("tomorrow"); err == nil {
		t.Error("tomorrow was taken for a shift")
	}
}

// TestPlanLag takes the typical lag, whatever a few requests say, and finds one
// that the index has no room for.
func TestPlanLag(t *testing.T) {
	for name, c := range map[string]struct {
		ages []time.Duration
		want time.Duration
	}{
		"typical": {[]time.Duration{time.Second, time.Second, 30 * 365 * 24 * time.Hour, -time.Hour, 2 * time.Second}, time.Second},
		"years":   {[]time.Duration{365 * 24 * time.Hour}, 365 * 24 * time.Hour},
		"nothing": {nil, 0},
	} {
		var requests []request
		for i, age := range c.ages {
			requests = append(requests, request{series: []string{"s" + string(rune('a'+i))}, age: age})
		}
		plan, err := NewPlan(t.Context(), record(t, requests...), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if plan.Lag != c.want {
			t.Errorf("%s: got %s, want %s", name, plan.Lag, c.want)
		}
	}
}

// TestRunOrder lets eight requests be under way at a time, each taking another
// time: every series keeps its order, and requests without a common series do not
// wait for each other.
func TestRunOrder(t *testing.T) {
	const requests, families = 60, 6
	history := record(t, numbered(requests, func(i int) request {
		r := request{after: time.Duration(i) * time.Millisecond, series: []string{name(i % families), "own_" + name(i)}}
		if i%10 == 9 { // shares a series with two families
			r.series = append(r.series, name((i+1)%families))
		}
		return r
	})...)
	synctest.Test(t, func(t *testing.T) {
		w := &witness{takes: func(ex *capture.Exchange) time.Duration {
			return time.Duration(ex.ID*7919%17) * time.Millisecond
		}}
		report, err := replay(t, Config{History: history, Target: w, Concurrency: 8})
		if err != nil || report.Sent != requests {
			t.Fatalf("sent %d, %v", report.Sent, err)
		}
		for i := range families {
			if got := w.seriesOrder(name(i)); !slices.IsSorted(got) || len(got) < requests/families {
				t.Errorf("%s arrived with requests %v", name(i), got)
			}
		}
		if w.maxUnder < 2 || w.maxUnder > 8 {
			t.Errorf("%d requests were under way at a time, want 2 to 8", w.maxUnder)
		}
		if slices.IsSorted(w.ended) {
			t.Error("all requests ended in order: nothing was concurrent")
		}
	})
}

func TestRunOneAtATime(t *testing.T) {
	history := record(t, numbered(9, func(i int) request { return request{series: []string{name(i)}} })...)
	synctest.Test(t, func(t *testing.T) {
		w := &witness{takes: func(ex *capture.Exchange) time.Duration { return time.Duration(10-ex.ID) * time.Second }}
		if _, err := replay(t, Config{History: history, Target: w}); err != nil {
			t.Fatal(err)
		}
		if w.maxUnder != 1 || !slices.IsSorted(w.ended) {
			t.Errorf("%d at a time, in the order %v", w.maxUnder, w.ended)
		}
	})
}

func TestRunFilter(t *testing.T) {
	history := record(t, numbered(5, func(i int) request { return request{series: []string{name(i)}} })...)
	f, err := filter.Parse(`series_3 or {__name__="series_1"}`)
	if err != nil {
		t.Fatal(err)
	}
	w := &witness{}
	var last Progress
	if _, err := replay(t, Config{History: history, Filter: f, Target: w, Progress: func(p Progress) { last = p }}); err != nil {
		t.Fatal(err)
	}
	if len(w.begun) != 1 || w.begun[0].id != 2 || last.Done != 1 || last.Total != 1 || last.Bytes == 0 {
		t.Errorf("sent %+v, progress %+v", w.begun, last)
	}
}

// TestRunLeavesOutWhatWasNotRead plans a recording with requests that were refused
// before their bodies were read: sent without these they would be others.
func TestRunLeavesOutWhatWasNotRead(t *testing.T) {
	history := record(t, request{series: []string{"up"}}).(*capture.Journal)
	refused := func(status int, by store.By, cause string) {
		ex := &capture.Exchange{ID: history.Reserve(), Time: recorded.Add(time.Minute), Request: capture.Request{Header: http.Header{}}}
		ex.Verdict.Answer = store.Answer{Status: status, By: by}
		ex.Verdict.Problems = []store.Problem{{Cause: cause, Role: store.RoleCulprit}}
		if err := history.Append(ex); err != nil {
			t.Fatal(err)
		}
	}
	refused(401, store.ByAccess, store.CauseCredentialsMissing)
	refused(0, store.ByAccess, store.CauseTLSHandshake)
	refused(0, store.ByLimit, store.CauseLimitHeadTimeout)
	refused(431, store.ByLimit, store.CauseLimitHead)
	refused(400, store.ByPrometheus, store.CauseMalformedRequest)
	refused(400, store.ByPrometheus, store.CauseTLSUnexpected)
	refused(0, store.ByRecorded, "") // by another receiver: it is not known what it read
	target := &witness{}
	report, err := replay(t, Config{History: history, Target: target})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(target.ended, []uint64{1, 8}) || report.Unread != 6 {
		t.Errorf("sent %v, %d not read; want [1 8] and 6", target.ended, report.Unread)
	}
}

func TestRunLoop(t *testing.T) {
	history := record(t, numbered(2, func(i int) request {
		return request{after: time.Duration(i) * time.Second, series: []string{"up"}}
	})...)
	synctest.Test(t, func(t *testing.T) {
		plan, err := NewPlan(t.Context(), history, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5200*time.Millisecond)
		defer cancel()
		w := &witness{takes: func(*capture.Exchange) time.Duration { return 100 * time.Millisecond }}
		rounds := 0
		report, err := Run(ctx, Config{
			History: history, Target: w, Speed: 1, Shift: ShiftNow, Loop: true,
			Progress: func(p Progress) { rounds = p.Round },
		}, plan)
		if err != nil || rounds != 5 || report.Sent != 9 || report.Sent != len(w.ended) {
			t.Errorf("%d rounds, sent %d of %d, %v", rounds, report.Sent, len(w.ended), err)
		}
		for i := 1; i < len(w.begun); i++ {
			if w.begun[i].times[0] <= w.begun[i-1].times[0] {
				t.Errorf("request %d has an older sample than the one before it", i)
			}
		}
	})
}

func TestRunGivesUp(t *testing.T) {
	history := record(t, numbered(40, func(i int) request { return request{series: []string{"up"}, after: time.Duration(i) * time.Second} })...)
	refused := errors.New("connection refused")
	for _, c := range []struct {
		name   string
		fails  func(id uint64) bool
		sent   int
		failed int
		err    error
	}{
		{"at the first", func(uint64) bool { return true }, 0, 1, ErrNoAnswer},
		{"after many", func(id uint64) bool { return id > 5 }, 5, maxFailures, ErrNoAnswer},
		{"not after a few", func(id uint64) bool { return id%5 == 0 }, 32, 8, nil},
	} {
		w := &witness{fails: func(ex *capture.Exchange) error {
			if c.fails(ex.ID) {
				return refused
			}
			return nil
		}}
		report, err := replay(t, Config{History: history, Target: w})
		if report.Sent != c.sent || report.Failed != c.failed || !errors.Is(err, c.err) {
			t.Errorf("%s: sent %d, failed %d, %v; want %d, %d, %v", c.name, report.Sent, report.Failed, err, c.sent, c.failed, c.err)
		}
		if c.err != nil && !errors.Is(err, refused) {
			t.Errorf("%s: %v does not say why", c.name, err)
		}
	}
}

// TestRejudge judges a recording with an out-of-order window: what was refused is
// stored, under the same IDs and times.
func TestRejudge(t *testing.T) {
	history := record(t,
		request{series: []string{"up"}, value: 1},
		request{after: time.Second, series: []string{"up", "other"}, age: time.Minute},
		request{after: 2 * time.Second, series: []string{"up"}},
	)
	same, report, err := Rejudge(t.Context(), history, store.Config{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer same.Close()
	if report.Same != 3 || report.Different != 0 {
		t.Errorf("judged alike, %d verdicts are the same and %d differ: %+v", report.Same, report.Different, report.Changes())
	}
	self, report, err := Rejudge(t.Context(), history, store.Config{OutOfOrderWindow: time.Hour}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer self.Close()
	want := []Change{{Recorded: "400 out_of_order, nothing stored", Now: "204, all stored", Count: 1, First: 2}}
	if got := report.Changes(); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for id := uint64(1); id <= 3; id++ {
		was, err := history.Load(id)
		if err != nil {
			t.Fatal(err)
		}
		is, err := self.History().Load(id)
		if err != nil {
			t.Fatal(err)
		}
		if !is.Time.Equal(was.Time) || is.Sender != was.Sender || is.Request.BodyHash != was.Request.BodyHash || is.Request.Path != was.Request.Path {
			t.Errorf("exchange %d was %s %+v, is %s %+v", id, was.Time, was.Sender, is.Time, is.Sender)
		}
	}
}

// TestRejudgeKeepsIDs judges exchanges of which the first ones are missing.
func TestRejudgeKeepsIDs(t *testing.T) {
	self := openSelf(t, store.Config{})
	for _, id := range []uint64{5, 6, 9} {
		ex := request{after: time.Duration(id) * time.Second, series: []string{"up"}}.exchange(t, id)
		if _, err := self.Send(t.Context(), ex, ex.Request.Body); err != nil {
			t.Fatal(err)
		}
	}
	snap := self.History().Snapshot()
	var got []uint64
	for i := range snap.Len() {
		got = append(got, snap.Row(i).ID)
	}
	if want := []uint64{5, 6, 9}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
