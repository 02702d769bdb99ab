package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/prometheus/common/model"

	"rwscope/store"
	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

func (q *query) view(lk *detail.Look, w, h int) widget.Block {
	if q.reader == nil {
		return said(lk, "a file holds no TSDB: there is nothing to query", w, h)
	}
	head := append(widget.Block{q.title(lk, w)}, q.warnings(lk, w)...)
	head = append(head, widget.Rule(lk.Theme, w))
	body := h - len(head)
	r := &q.answer.result
	switch {
	case q.answer.err != nil:
		return append(head, said(lk, q.answer.err.Error(), w, body)...)
	case q.expr == "":
		return append(head, q.examples(lk, w, body)...)
	case r.Type == "string":
		return append(head, said(lk, r.Text, w, body)...)
	case len(q.rows) == 0 && !q.running:
		return append(head, said(lk, "an empty result", w, body)...)
	}
	chartHeight := q.chartHeight(body)
	var chart widget.Block
	if chartHeight > 0 {
		chart = q.chart(lk, w, chartHeight)
	}
	q.listTop = len(head) + chartHeight
	return widget.Stack(head, chart, q.table(lk, w, body-chartHeight)).Fit(w, h)
}

func (q *query) click(_, y int) tea.Cmd {
	if n, ok := q.list.Hit(q.cursor, len(q.rows), y-q.listTop); ok {
		q.cursor = q.list.Shift(q.cursor, n, len(q.rows))
	}
	return nil
}

// chartHeight is how many lines the chart gets.
func (q *query) chartHeight(body int) int {
	if q.answer.instant || q.display == tableOnly {
		return q.barsHeight(body)
	}
	if q.display == chartOnly {
		return body
	}
	rows := min(len(q.rows)+1, body*2/5)
	return body - rows
}

// barsHeight is the room for a histogram under the cursor.
func (q *query) barsHeight(body int) int {
	if q.histogram() == nil || q.display == tableOnly {
		return 0
	}
	return body * 3 / 5
}

func (q *query) title(lk *detail.Look, w int) string {
	mode := "last " + figure.Span(q.span) + ", every " + model.Duration(stepOf(q.span)).String()
	if q.instant {
		mode = "now"
	}
	line := widget.NewLine(w, widget.Ink{}).Space(1).Put(lk.Accent, "PromQL ")
	line.Cell(lk.Strong, q.expr, max(w-widget.Width(mode)-10, 10), false, lk.Glyphs.Ellipsis)
	return line.Space(1).Put(lk.Muted, mode).String()
}

// warningLines is how much room is given to what PromQL remarks on a query.
const warningLines = 3

// warnings are what PromQL remarks on the query, such as that what it takes for a
// counter is none: an answer alone looks right.
func (q *query) warnings(lk *detail.Look, w int) widget.Block {
	t := &widget.Text{}
	for _, text := range q.answer.result.Warnings {
		ink := lk.Warn
		text = strings.TrimPrefix(text, "PromQL ")
		if strings.HasPrefix(text, "info: ") {
			ink = lk.Info
		}
		t.Hang(1, 3, widget.Run{Ink: ink, Text: lk.Glyphs.Alert + " "}, widget.Run{Ink: lk.Text, Text: text})
	}
	lines := t.Lines(w)
	return lines[:min(len(lines), warningLines)]
}

// examples are what to begin with.
func (q *query) examples(lk *detail.Look, w, h int) widget.Block {
	t := &widget.Text{}
	t.Skip()
	t.Para(2, widget.Run{Ink: lk.Muted, Text: "Ask the TSDB that the requests are stored in, for example"})
	t.Skip()
	for _, e := range [...]string{
		`count by (__name__) ({__name__!=""})`,
		`topk(5, count by (__name__) ({__name__!=""}))`,
		`rate(http_requests_total[1m])`,
		`histogram_quantile(0.9, rate(http_request_duration_seconds[5m]))`,
	} {
		t.Para(4, widget.Run{Ink: lk.Info, Text: e})
	}
	t.Skip()
	t.Para(2, widget.Run{Ink: lk.Accent, Text: "/"}, widget.Run{Ink: lk.Muted, Text: " edits the query"})
	return t.Lines(w).Fit(w, h)
}

// maxCurves is how many series are drawn: as many as there are inks to tell them
// apart.
const maxCurves = 6

// curveInks are the inks of curves, in order.
func curveInks(lk *detail.Look) []widget.Ink {
	return []widget.Ink{lk.Accent, lk.Good, lk.Warn, lk.Bad, lk.Info, lk.Text}
}

// drawn are the readings that are drawn: the one under the cursor is among them,
// and alone if it is one of histograms.
func (q *query) drawn() (from, to int) {
	if q.histogram() != nil {
		return q.cursor, q.cursor + 1
	}
	from = q.cursor / maxCurves * maxCurves
	return from, min(from+maxCurves, len(q.rows))
}

func (q *query) chart(lk *detail.Look, w, h int) widget.Block {
	hist := q.histogram()
	if hist != nil && !q.answer.instant {
		return q.heat(lk, w, h)
	}
	if hist != nil {
		t := &widget.Text{}
		rows := detail.Buckets(lk, hist.Histogram, h)
		t.Draw(func(w int) widget.Block { return widget.Bars(lk.Theme, rows, 1, w) })
		return t.Lines(w).Fit(w, h)
	}
	from, to := q.drawn()
	c := widget.Chart{
		To:      float64(q.answer.to.UnixMilli()),
		FormatX: lk.Axis(q.span), FormatY: figure.Rounded,
	}
	for i, r := range q.rows[from:to] {
		c.Curves = append(c.Curves, curve(r.points, curveInks(lk)[i]))
	}
	c.From = beginning(c.Curves, q.answer.from)
	return c.Lines(lk.Theme, w, h)
}

// histogram is the newest point of the series under the cursor, if it is a
// histogram.
func (q *query) histogram() *store.Point {
	if q.cursor >= len(q.rows) || len(q.rows[q.cursor].points) == 0 {
		return nil
	}
	points := q.rows[q.cursor].points
	p := &points[len(points)-1]
	if p.Histogram == nil {
		return nil
	}
	return p
}

func (q *query) table(lk *detail.Look, w, h int) widget.Block {
	from, to := q.drawn()
	return q.list.Barred(lk.Theme, widget.ListView{
		W: w, H: h, Len: len(q.rows), Cursor: min(q.cursor, len(q.rows)-1), Focused: true, Empty: "asking",
		Row: func(i int, r *widget.Row) {
			sign, ink := "", lk.Muted
			if i >= from && i < to && !q.answer.instant && q.display != tableOnly {
				sign, ink = lk.Glyphs.Live, curveInks(lk)[i-from]
			}
			r.Put(ink, sign)
			q.putRow(lk, r, &q.rows[i])
		},
	})
}

func (q *query) putRow(lk *detail.Look, r *widget.Row, row *resultRow) {
	r.Put(lk.Text, q.answer.telling.Write(figure.Labels(row.series), false))
	if len(row.points) == 0 {
		return
	}
	if staleness(row.points[len(row.points)-1]) {
		r.Put(lk.Warn, "STALE")
	} else {
		r.Put(lk.Text, figure.Rounded(row.newest()))
	}
	if len(row.points) == 1 {
		return
	}
	r.Put(lk.Muted, figure.Rounded(row.lo))
	r.Put(lk.Muted, figure.Rounded(row.hi))
	r.Put(lk.Muted, figure.Count(len(row.points)))
}
