package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/prometheus/prometheus/promql/parser"

	"rwscope/store"
	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// query is the fifth screen: PromQL on what was stored.
type query struct {
	ctx    context.Context
	reader Reader

	expr    string
	instant bool
	span    time.Duration
	past    past
	words   *vocabulary

	answer  answer
	running bool
	number  int
	rows    []resultRow // of the answer, as they are listed
	list    widget.List
	listTop int // the list's first line, for clicks
	cursor  int
	display display
}

// answer is what a query gave.
type answer struct {
	number   int
	expr     string
	instant  bool
	result   store.Result
	rows     []resultRow // as they were answered
	sorted   []resultRow // as they were listed when the query began
	by       resultOrder
	from, to time.Time
	took     time.Duration
	err      error
	telling  figure.Telling // the labels that tell the result's series apart
}

type answerMsg struct{ answer }

// display is what is shown of an answer.
type display int

const (
	both display = iota
	chartOnly
	tableOnly
	displays
)

// valueWidth holds any value as it is rounded: -1.2346e-05.
const valueWidth = 11

// queryTime bounds how long a query may take.
const queryTime = 20 * time.Second

func newQuery(ctx context.Context, cfg Config) *query {
	return &query{ctx: ctx, reader: cfg.Reader, span: usualSpan, list: widget.List{Sorted: asAnswered, Columns: columnsOf(false)}}
}

func (q *query) contexts() []keys.Context { return []keys.Context{keys.Query, keys.List} }

func (q *query) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case shownMsg:
		return q.arrive()
	case answerMsg:
		if msg.number == q.number {
			return q.take(msg.answer)
		}
	case arrangedMsg:
		if msg.number == q.answer.number && msg.by == q.order() {
			q.show(msg.rows, q.under())
		}
	case vocabularyMsg:
		q.words = msg.vocabulary
	}
	return nil
}

// arrive reads the names to complete, and asks for a query if there was none yet.
func (q *query) arrive() tea.Cmd {
	if q.reader == nil {
		return nil
	}
	cmd := readVocabulary(q.ctx, q.reader)
	if q.expr == "" {
		return tea.Batch(cmd, open(q.prompt()))
	}
	return cmd
}

func (q *query) prompt() *prompt {
	p := newPrompt("PromQL", "rate(http_requests_total[1m])", q.expr)
	p.past = &q.past
	p.complete = q.complete
	p.check = func(text string) error {
		if strings.TrimSpace(text) == "" {
			return nil
		}
		_, err := parser.NewParser(parser.Options{}).ParseExpr(text)
		return err
	}
	p.accept = func(text string) (tea.Cmd, error) {
		if strings.TrimSpace(text) == "" {
			return nil, nil
		}
		if err := p.check(text); err != nil {
			return nil, err
		}
		q.expr = text
		return q.run(), nil
	}
	return p
}

// complete goes on with the name before the cursor.
func (q *query) complete(before string) (rest, help string) {
	rest, inside := q.words.inBraces(before)
	if !inside {
		rest = q.words.word(before)
	}
	if rest == "" {
		return "", ""
	}
	return rest, "tab completes"
}

// run asks the TSDB.
func (q *query) run() tea.Cmd {
	if q.reader == nil || q.expr == "" {
		return nil
	}
	q.number++
	q.running = true
	ctx, reader, span, by := q.ctx, q.reader, q.span, q.order()
	a := answer{number: q.number, expr: q.expr, instant: q.instant, by: by}
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, queryTime)
		defer cancel()
		now := time.Now()
		a.from, a.to = now.Add(-span), now
		if a.instant {
			a.result, a.err = reader.QueryInstant(ctx, a.expr, now)
		} else {
			a.result, a.err = reader.QueryRange(ctx, a.expr, a.from, now, stepOf(span))
		}
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			a.err = fmt.Errorf("query: no answer in %s", figure.Span(queryTime))
		}
		a.took = time.Since(now)
		a.rows = resultRows(a.result.Readings)
		a.sorted = by.sorted(a.rows)
		a.telling = figure.Tell(len(a.result.Readings), func(i int) []figure.Label { return figure.Labels(a.result.Readings[i].Series) })
		return answerMsg{a}
	}
}

// stepOf gives a chart about two hundred points.
func stepOf(span time.Duration) time.Duration { return max(span/200, time.Second).Round(time.Second) }

func (q *query) do(a keys.Action) (tea.Cmd, bool) {
	if n, ok := keys.Distance(a, q.list.Page(), len(q.rows)); ok {
		q.cursor = q.list.Shift(q.cursor, n, len(q.rows))
		return nil, true
	}
	if q.reader == nil {
		return nil, false
	}
	switch a {
	case keys.Left:
		q.list.Pan(-1)
	case keys.Right:
		q.list.Pan(1)
	case keys.Sort, keys.Reverse:
		return q.doSort(a), true
	case keys.Edit:
		return open(q.prompt()), true
	case keys.Range:
		q.instant = !q.instant
		return q.run(), true
	case keys.Wider, keys.Narrower:
		q.span, q.instant = stepSpan(q.span, a == keys.Wider), false
		return q.run(), true
	case keys.Refresh:
		return q.run(), true
	case keys.Display:
		q.display = (q.display + 1) % displays
	case keys.Copy:
		if text := q.under(); text != "" {
			return func() tea.Msg { return detail.CopyText{What: "the series", Text: text} }, true
		}
	default:
		return nil, false
	}
	return nil, true
}

func (q *query) status() string {
	switch {
	case q.running:
		return "asking"
	case q.expr == "" || q.answer.err != nil:
		return ""
	default:
		return figure.Plural(len(q.rows), "series") + " in " + figure.Took(q.answer.took)
	}
}
