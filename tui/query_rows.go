package tui

import (
	"cmp"
	"math"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rwscope/store"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// resultRow is one series of an answer, with what its row says of it.
type resultRow struct {
	series string
	points []store.Point
	lo, hi float64
}

// resultRows sums the series of an answer up.
func resultRows(readings []store.Reading) []resultRow {
	rows := make([]resultRow, len(readings))
	for i, r := range readings {
		lo, hi := math.Inf(1), math.Inf(-1)
		for _, p := range r.Points {
			lo, hi = math.Min(lo, amount(p)), math.Max(hi, amount(p))
		}
		rows[i] = resultRow{r.Series, r.Points, lo, hi}
	}
	return rows
}

// newest is the newest value; without one there is none.
func (r *resultRow) newest() float64 {
	if len(r.points) == 0 {
		return math.NaN()
	}
	return amount(r.points[len(r.points)-1])
}

// The columns of an answer that can be sorted by.
const (
	resultSeries = iota + 1
	resultValue
	resultMin
	resultMax
	resultPoints
)

// resultColumns are what they are remembered by. None of them is the order of the
// answer, which topk and sort give a meaning.
var resultColumns = sortable{
	resultSeries: "series", resultValue: "value", resultMin: "min", resultMax: "max", resultPoints: "points",
}

// asAnswered is the list's sorting in the order of the answer.
const asAnswered = -1

// columnsOf are the columns of an answer; a moment has no more than its value.
func columnsOf(instant bool) []widget.Column {
	columns := []widget.Column{
		{Min: 1},
		{Title: "SERIES", Min: 35, Max: 140},
		{Title: "VALUE", Min: valueWidth, Right: true},
		{Title: "MIN", Min: valueWidth, Right: true, Rank: 2},
		{Title: "MAX", Min: valueWidth, Right: true, Rank: 1},
		{Title: "POINTS", Min: 6, Right: true, Rank: 3},
	}
	if instant {
		return columns[:resultMin]
	}
	return columns
}

// resultOrder is how rows are sorted.
type resultOrder struct {
	column     int
	descending bool
}

func (q *query) order() resultOrder { return resultOrder{q.list.Sorted, q.list.Descending} }

// sorted returns the rows in another order; those given stay as they are.
func (o resultOrder) sorted(rows []resultRow) []resultRow {
	out := slices.Clone(rows)
	if o.column == asAnswered {
		if o.descending {
			slices.Reverse(out)
		}
		return out
	}
	slices.SortStableFunc(out, func(a, b resultRow) int {
		order := o.compare(&a, &b)
		if o.descending {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a.series, b.series))
	})
	return out
}

func (o resultOrder) compare(a, b *resultRow) int {
	switch o.column {
	case resultValue:
		return cmp.Compare(a.newest(), b.newest())
	case resultMin:
		return cmp.Compare(a.lo, b.lo)
	case resultMax:
		return cmp.Compare(a.hi, b.hi)
	case resultPoints:
		return cmp.Compare(len(a.points), len(b.points))
	default:
		return cmp.Compare(a.series, b.series)
	}
}

// arrangedMsg is an answer in another order.
type arrangedMsg struct {
	number int // of the answer
	by     resultOrder
	rows   []resultRow
}

// doSort sorts by the next column, and after the last one as it was answered; or the
// other way round.
func (q *query) doSort(a keys.Action) tea.Cmd {
	if was := q.list.Sorted; a == keys.Reverse {
		q.list.Descending = !q.list.Descending
	} else if resultColumns.next(&q.list); q.list.Sorted <= was {
		q.list.Sorted, q.list.Descending = asAnswered, false
	}
	return q.arrange()
}

// arrange sorts what was answered: there may be a lot of it.
func (q *query) arrange() tea.Cmd {
	number, by, rows := q.answer.number, q.order(), q.answer.rows
	return func() tea.Msg { return arrangedMsg{number, by, by.sorted(rows)} }
}

// take shows an answer. The cursor stays on its series, and begins at the top with
// another query.
func (q *query) take(a answer) tea.Cmd {
	on, again := q.under(), a.expr == q.answer.expr
	q.answer, q.running = a, false
	q.list.Columns = columnsOf(a.instant)
	q.list.Relayout()
	if !again {
		q.cursor = 0
	}
	q.show(a.sorted, on)
	if a.by != q.order() {
		return q.arrange()
	}
	return nil
}

// show lists rows, with the cursor on a series if it is among them.
func (q *query) show(rows []resultRow, on string) {
	q.rows = rows
	to := slices.IndexFunc(rows, func(r resultRow) bool { return r.series == on })
	q.cursor = settle(&q.list, q.cursor, to, len(rows))
}

// under is the series under the cursor, empty if there is none.
func (q *query) under() string {
	if q.cursor < len(q.rows) {
		return q.rows[q.cursor].series
	}
	return ""
}
