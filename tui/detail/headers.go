package detail

import (
	"maps"
	"net/http"
	"slices"

	"rwscope/capture"
	"rwscope/tui/widget"
)

// newHeadersPage shows request and answer as they went over the wire.
func newHeadersPage(ex *capture.Exchange) *textPage {
	return &textPage{name: "Headers", build: func(lk *Look) *widget.Text {
		t := &widget.Text{}
		t.Skip()
		t.Para(1, run(lk.Strong, clip(ex.Request.Method, 40)+" "+clip(ex.Request.Path, maxShown)),
			run(lk.Muted, "  from "+clip(ex.Sender.Addr, 80)+" at "+lk.Full(ex.Time)))
		t.Skip()
		headers(lk, t, ex.Request.Header)
		t.Skip()
		t.Para(1, run(lk.Strong, statusWords(ex.Verdict.Answer.Status)))
		t.Skip()
		headers(lk, t, ex.Verdict.Answer.Header)
		if body := ex.Verdict.Answer.Body; len(body) > 0 {
			t.Skip()
			answerLines(lk, t, body)
		}
		return t
	}}
}

// maxHeaders bounds what is listed of a request's headers.
const maxHeaders = 200

func headers(lk *Look, t *widget.Text, h http.Header) {
	if len(h) == 0 {
		t.Para(3, run(lk.Muted, "no headers"))
	}
	width := 0
	for name := range h {
		width = min(max(width, widget.Width(name)+2), 50)
	}
	n := 0
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, value := range h[name] {
			if n++; n > maxHeaders {
				return
			}
			t.Pair(3, width, run(lk.Info, clip(name, 100)), run(lk.Text, clip(value, maxShown)))
		}
	}
}

// maxAnswerLines is how many lines of an answer are shown; v2 has one for each
// series that is refused.
const maxAnswerLines = 200

func answerLines(lk *Look, t *widget.Text, body []byte) {
	n := 0
	for _, line := range linesOf(string(body)) {
		if n++; n > maxAnswerLines {
			t.Para(3, run(lk.Muted, "and more"))
			return
		}
		t.Para(3, run(lk.Text, clip(line, maxShown)))
	}
}
