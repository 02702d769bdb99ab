package detail

import (
	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// Exchange is one exchange, taken apart and ready to be looked at.
type Exchange struct {
	Capture *capture.Exchange
	Body    *decode.Body
	// Comment is what the user wrote about it.
	Comment string

	verdict  *verdictPage
	bytes    *bytesPage
	pages    []page
	open     int
	readBack *ReadBack // nil: not yet
}

// Open decodes the exchange's body and prepares the pages.
func Open(ex *capture.Exchange, decoder *decode.Decoder) *Exchange {
	d := &Exchange{Capture: ex}
	d.Body = decoder.Decode(decode.Header{
		ContentType:     ex.Request.Header.Get("Content-Type"),
		ContentEncoding: ex.Request.Header.Get("Content-Encoding"),
	}, ex.Request.Body)
	d.verdict = newVerdictPage(d)
	d.bytes = newBytesPage(d.Body)
	d.pages = []page{
		d.verdict, newSeriesPage(d), newMetadataPage(d.Body), newSymbolsPage(d.Body),
		newHeadersPage(ex), d.bytes, newLintPage(d),
	}
	return d
}

// Show opens the tab with this number, as far as there are tabs.
func (d *Exchange) Show(tab int) { d.open = min(max(tab, 0), len(d.pages)-1) }

// Tab is the number of the open tab.
func (d *Exchange) Tab() int { return d.open }

// Problem is the problem that the user looks at, -1 if there is none.
func (d *Exchange) Problem() int { return d.verdict.current() }

// Find searches in the open page, and reports whether the text is there.
func (d *Exchange) Find(s string) bool { return d.pages[d.open].find(s) }

// Lines draws the tabs and the open page.
func (d *Exchange) Lines(lk *Look, w, h int, focused bool) widget.Block {
	if w < 2 || h < 3 {
		return widget.Blank(w, h)
	}
	head := widget.Block{d.tabs(lk, w), widget.Rule(lk.Theme, w)}
	return append(head, d.pages[d.open].lines(lk, w, h-2, focused)...).Fit(w, h)
}

func (d *Exchange) tabs(lk *Look, w int) string {
	tabs := make([]widget.Tab, len(d.pages))
	for i, p := range d.pages {
		tabs[i] = p.tab(lk)
	}
	return widget.Tabs(lk.Theme, tabs, d.open, w)
}

// Do carries an action out, and reports false if it is not for the exchange.
func (d *Exchange) Do(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.NextTab:
		d.open = (d.open + 1) % len(d.pages)
		return nil, true
	case keys.PrevTab:
		d.open = (d.open + len(d.pages) - 1) % len(d.pages)
		return nil, true
	case keys.NextProblem, keys.PrevProblem:
		d.open = 0
		return d.verdict.do(a)
	case keys.Origin:
		return d.verdict.do(a)
	case keys.Encoding:
		d.bytes.swap()
		return nil, true
	}
	return d.pages[d.open].do(a)
}

// Remark replaces the comment.
func (d *Exchange) Remark(comment string) {
	d.Comment = comment
	d.verdict.text = nil
}

// Fix is the fix of the problem that the user looks at, empty if there is none.
func (d *Exchange) Fix() string {
	if i := d.Problem(); i >= 0 {
		return d.Capture.Verdict.Problems[i].Fix
	}
	return ""
}

// Selected is the series that the user looks at, in PromQL notation: that of the
// row under the cursor, or of the problem in sight.
func (d *Exchange) Selected() string {
	if p, ok := d.pages[d.open].(*listPage); ok && p.text != nil && p.count > 0 {
		return p.text(p.cursor)
	}
	if i := d.Problem(); i >= 0 {
		return d.Capture.Verdict.Problems[i].Series
	}
	return ""
}
