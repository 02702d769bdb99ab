package tui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
)

func onRig(t *testing.T, exchanges, w, h int, test func(*testing.T, *rig)) {
	synctest.Test(t, func(t *testing.T) { test(t, newRig(t, exchanges, w, h)) })
}

// From a cold start: which sample made this request fail, and who stored the other
// one? What config fixes it?
func TestWhoStoredTheOtherSample(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		r.press("/", "type:cause:duplicate_timestamp", "enter", "enter")
		r.mustSee("duplicate sample for timestamp", "culprit", "written by  exchange", "o goes there", "why", "fix")
		r.press("o")
		r.mustSee("204, and all")
		if strings.Contains(r.screen(), "cause:duplicate_timestamp") {
			t.Error("the filter still hides the exchange that was gone to")
		}
		r.press("esc")
		r.mustSee("/ cause:duplicate_timestamp", "duplicate sample for timestamp", "o goes there")
		r.press("o", "J", "esc") // whoever went on from there does not come back
		if s := r.app.screens[onRequests].(*requests); s.inside || s.expr != "" {
			t.Errorf("inside %v with the filter %q, want the list of all", s.inside, s.expr)
		}
	})
}

// From a cold start: is anything answered 2xx and not stored?
func TestUntrueAnswersInTwoKeys(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		r.mustSee("5 2xx not stored")
		r.press("F", "enter")
		r.mustSee("/ untrue", "5 of 58", "≠")
	})
}

// From a cold start: which metric has most series, and what does one of them look
// like?
func TestSeriesOverTimeInThreeKeys(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		r.press("3")
		r.mustSee("http_requests_total", "SERIES▾")
		r.press("enter", "enter")
		r.mustSee(`http_requests_total{cluster="eu-1"`, "last 10m", "newest by")
	})
}

func TestProblemsLeadToTheirRequestsAndBack(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		r.press("4", "s", "down")
		r.mustSee("CAUSE▴", "why", "fix")
		r.press("enter")
		r.mustSee("/ cause:", "STORED")
		r.press("esc")
		r.mustSee("CAUSE▴", "fix")
	})
}

func TestSendersLeadToTheirRequests(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		r.press("2", "down", "down")
		r.mustSee("vmagent  127.0.0.1", "samples a request")
		r.press("enter")
		r.mustSee(`/ sender:="vmagent"`, "9 of 58")
	})
}

func TestCopies(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		r.press("/", "type:cause:out_of_order", "enter", "enter", "y", "enter")
		var object struct{ ID int }
		if err := json.Unmarshal([]byte(r.copied), &object); err != nil || object.ID == 0 {
			t.Errorf("copied %q as JSON: %v", r.copied, err)
		}
		r.mustSee("copied the exchange as JSON")
		for typed, want := range map[string]string{
			"fix": "out_of_order_time_window", "series": "{__name__=", "answer": "400 out of order sample", "curl": "--data-binary '@exchange-",
		} {
			r.press("y", "type:"+typed, "enter")
			if !strings.Contains(r.copied, want) {
				t.Errorf("%s: copied %q, want it to have %q", typed, r.copied, want)
			}
		}
		r.press("4", "y")
		if r.copied == "" || strings.Contains(r.copied, "curl") {
			t.Errorf("copied %q as the fix of a problem", r.copied)
		}
		r.press("3", "y")
		if want := `{__name__="http_requests_total"}`; r.copied != want {
			t.Errorf("copied %q, want %q", r.copied, want)
		}
	})
}

// An exchange goes to files that nobody else can read and that destroy none.
func TestExports(t *testing.T) {
	onRig(t, 10, 120, 40, func(t *testing.T, r *rig) {
		dir := r.app.cfg.Dir
		r.press("e", "enter")
		r.mustSee("written to ")
		r.press("e", "enter", "e", "type:json", "enter", "e", "type:decoded", "enter")
		want := []string{"exchange-10-2.body", "exchange-10-2.sh", "exchange-10.body", "exchange-10.json", "exchange-10.pb", "exchange-10.sh"}
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range files {
			got = append(got, f.Name())
			info, err := f.Info()
			if err != nil || info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s has mode %v, %v", f.Name(), info.Mode(), err)
			}
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("got files %v, want %v", got, want)
		}
		ex, err := r.journal.Load(10)
		if err != nil {
			t.Fatal(err)
		}
		body, err := os.ReadFile(filepath.Join(dir, "exchange-10.body"))
		if err != nil || string(body) != string(ex.Request.Body) {
			t.Errorf("the body that was written is not the one that came: %v", err)
		}
		script, err := os.ReadFile(filepath.Join(dir, "exchange-10-2.sh"))
		if err != nil || !strings.Contains(string(script), "@exchange-10-2.body") {
			t.Errorf("the second script sends %q, %v", script, err)
		}
	})
}

func TestExportSaysWhatWentWrong(t *testing.T) {
	onRig(t, 3, 120, 40, func(t *testing.T, r *rig) {
		if err := os.RemoveAll(r.app.cfg.Dir); err != nil {
			t.Fatal(err)
		}
		r.app.screens[onRequests].(*requests).cfg.Dir = filepath.Join(r.app.cfg.Dir, "gone")
		r.press("e", "enter")
		r.mustSee("export: ", "no such file or directory")
	})
}

func TestMarksAndComments(t *testing.T) {
	onRig(t, 10, 120, 40, func(t *testing.T, r *rig) {
		r.press("up", "m")
		r.mustSee("◆")
		r.press("M", "type:look at this", "enter", "enter")
		r.mustSee("◆ look at this")
		if got := r.journal.Comment(9); got != "look at this" {
			t.Errorf("the journal has the comment %q", got)
		}
		r.press("esc", "/", "type:marked", "enter")
		r.mustSee("1 of 10")
		r.press("m")
		r.mustSee("1 of 10") // what is listed was looked at once, when it came
		r.press("x")
		if row := r.journal.Snapshot().Row(8); row.Marked {
			t.Error("the mark is still there")
		}
	})
}

// Sorting lets the newest request go, and following it brings the order of arrival
// back: in another order there is no place at which newcomers appear.
func TestFollowingIsInTheOrderOfArrival(t *testing.T) {
	onRig(t, 20, 120, 40, func(t *testing.T, r *rig) {
		s := r.app.screens[onRequests].(*requests)
		r.mustSee("following")
		r.press("s", "end")
		on := s.cursor
		r.play(t, 40)
		r.settle()
		if s.cursor != on || strings.Contains(r.screen(), "following") {
			t.Errorf("sorted, the cursor went from %d to %d:\n%s", on, s.cursor, r.screen())
		}
		r.press("f")
		r.mustSee("TIME▴", "following")
		if s.cursor != 60 {
			t.Errorf("following, the cursor is on %d, want the newest, 60", s.cursor)
		}
	})
}

// A mark is seen, and can be taken away, while the view stands still.
func TestMarksWhilePaused(t *testing.T) {
	onRig(t, 10, 120, 40, func(t *testing.T, r *rig) {
		r.press("space", "up", "m")
		r.mustSee("◆", "paused")
		r.press("m")
		if strings.Contains(r.screen(), "◆") || r.journal.Snapshot().Row(8).Marked {
			t.Errorf("the mark is still there:\n%s", r.screen())
		}
		r.press("m", "space")
		r.mustSee("◆")
	})
}

func TestFiltersAreKept(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		r.press("/", "type:sender:vmagent status:4xx", "enter", "w", "x")
		r.press("F", "enter")
		r.mustSee("/ sender:vmagent status:4xx", "2 of 58")
		r.press("x", "/", "up")
		r.mustSee("/ sender:vmagent status:4xx")
	})
}

// Columns are chosen one after the other, and the menu shows what was chosen.
func TestColumnsAreChosenTogether(t *testing.T) {
	onRig(t, 58, 160, 40, func(t *testing.T, r *rig) {
		s := r.app.screens[onRequests].(*requests)
		before := len(s.visible)
		r.press("c", "down", "down", "enter", "down", "down", "enter")
		if got := len(s.visible); got != before+2 || r.app.front == nil {
			t.Errorf("%d columns, want two more than %d, with the menu open", got, before)
		}
		if got := strings.Count(r.screen(), "hidden"); got != 1 {
			t.Errorf("the menu says of %d columns that they are hidden, want 1:\n%s", got, r.screen())
		}
		r.press("esc")
		r.mustSee("TENANT", "ID")
	})
}

// Nobody is left with a list in the order of a column that is not there.
func TestHidingTheSortedColumn(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		r.press("s")
		r.mustSee("SENDER▴")
		r.press("c", "type:sender", "enter", "esc")
		r.mustSee("TIME▴")
	})
}

// A filter is kept once, whatever blanks are around it, until w gives it up.
func TestFiltersAreGivenUp(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		s := r.app.screens[onRequests].(*requests)
		r.press("/", "type: status:4xx ", "enter", "w", "F")
		if got := strings.Count(r.screen(), "  status:4xx") + strings.Count(r.screen(), "▸ status:4xx"); got != 1 {
			t.Errorf("the filter is offered %d times:\n%s", got, r.screen())
		}
		r.press("enter", "w")
		r.mustSee("kept no longer: status:4xx")
		if len(s.saved) != 0 {
			t.Errorf("%q are kept still", s.saved)
		}
	})
}

func TestFilterSaysWhatIsWrongWithIt(t *testing.T) {
	onRig(t, 10, 120, 40, func(t *testing.T, r *rig) {
		r.press("/", "type:statu:4xx")
		r.mustSee(`"statu"`)
		r.press("enter")
		r.mustSee("/ statu:4xx", "did you mean") // it stays open
		r.press("esc")
		r.mustSee("10 exchanges", "following")
	})
}

func TestColumnsAreChosen(t *testing.T) {
	onRig(t, 10, 200, 40, func(t *testing.T, r *rig) {
		r.mustSee("NEXT")
		r.press("c", "type:next", "enter", "esc", "c", "type:tenant", "enter", "esc")
		r.mustSee("TENANT")
		if strings.Contains(r.screen(), "NEXT") {
			t.Errorf("the column is still there:\n%s", r.screen())
		}
	})
}

func TestSearchWithinAnExchange(t *testing.T) {
	onRig(t, 20, 80, 24, func(t *testing.T, r *rig) {
		r.press("enter", "right", "/", "type:process_start", "enter")
		r.mustSee("__name__ = process_start_time_seconds")
		r.press("/", "type:nowhere", "enter")
		r.mustSee("not in this tab: nowhere")
		r.press("esc")
		r.press("left", "left", "left", "/", "type:up", "enter", "n", "N") // the bytes
		r.mustSee("decoded")
	})
}

func TestNextExchangeKeepsTheTab(t *testing.T) {
	onRig(t, 20, 80, 24, func(t *testing.T, r *rig) {
		r.press("up", "up", "enter", "left", "left", "left") // the headers
		r.mustSee("exchange 18", "X-Prometheus-Remote-Write-Version")
		r.press("J")
		r.mustSee("exchange 19", "X-Prometheus-Remote-Write-Version")
		r.press("K", "K")
		r.mustSee("exchange 17", "X-Prometheus-Remote-Write-Version")
	})
}

func TestQueryCompletesAndRemembers(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		r.press("5", "type:node_lo", "tab", "enter")
		r.mustSee("PromQL node_load1", "node_load1{instance=")
		r.press("/", "type: +", "enter")
		r.mustSee("unexpected end of input") // it stays open
		r.press("esc", "i", "up")
		r.mustSee("PromQL node_load1")
	})
}

// A histogram is drawn as a map while it is asked for over time, as bars at one.
func TestQueryOfHistograms(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		r.press("5", "type:http_request_duration_seconds", "enter")
		r.mustSee("█ up to ", "░░░", "0.0625")
		before := r.screen()
		r.press("down")
		if strings.Split(r.screen(), "\n")[7] == strings.Split(before, "\n")[7] {
			t.Errorf("the next series looks the same:\n%s", r.screen())
		}
		r.press("v")
		r.mustSee(" ·· ", "█")
	})
}

// What a file holds can be looked at without a TSDB and without a receiver.
func TestFileWithoutTSDB(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBackend(t)
		b.play(t, 20)
		cfg := b.config(t)
		cfg.Reader, cfg.URL, cfg.Name = nil, "", "incident.rwscope"
		r := startRig(t, b, cfg, 100, 30)
		r.mustSee("incident.rwscope", "20 exchanges   88.5% stored")
		r.press("enter", "3")
		r.mustSee("a file holds no TSDB")
		r.press("5", "/", "v", "+", "r", "s")
		r.mustSee("a file holds no TSDB")
		r.press("1", "esc", "esc", "i")
		r.mustSee("a file receives nothing", "url: http://127.0.0.1:9201/api/v1/write")
	})
}

// Leaving a filter while the list is sorted shows everything, in order.
func TestLeavingAFilterKeepsTheOrder(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		s := r.app.screens[onRequests].(*requests)
		r.press("s", "S", "/", "type:status:4xx", "enter", "esc")
		if got := len(s.listing.sorted); got != 58 {
			t.Errorf("%d exchanges are sorted, want all 58", got)
		}
		for i := 1; i < s.listing.Len(); i++ {
			a, b := senderOf(&s.listing.snap, s.listing.Row(i-1)), senderOf(&s.listing.snap, s.listing.Row(i))
			if a.UserAgent < b.UserAgent {
				t.Fatalf("%s stands before %s", a.UserAgent, b.UserAgent)
			}
		}
	})
}
