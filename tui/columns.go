package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// column is a column of the Requests screen.
type column int

// The columns, in their order on the screen. The order of arrival is that of
// byTime, which is the zero column.
const (
	byTime column = iota
	bySign
	byID
	bySender
	byTenant
	byMessage
	bySeries
	bySent
	byStored
	byStatus
	byNext
	byCause
	byTook
	bySize
	byLag
	byRetry
	columns
)

// columnSpec describes a column: how it is laid out, what is in it, and what it
// is sorted by.
type columnSpec struct {
	widget.Column
	name   string // in the menu of columns
	hidden bool   // unless the user asks for it
	cell   func(lk *detail.Look, snap *capture.Snapshot, r *capture.Row) (widget.Ink, string)
	key    func(r *capture.Row, ranks *ranks) int64 // nil: not to be sorted by
}

// order is the columns from left to right.
var order = [...]column{
	bySign, byTime, byID, bySender, byTenant, byMessage, bySeries, bySent, byStored, byStatus,
	byNext, byCause, byTook, bySize, byLag, byRetry,
}

var specs = [columns]columnSpec{
	bySign:    {Column: widget.Column{Min: 1}, name: "outcome", cell: signCell, key: func(r *capture.Row, _ *ranks) int64 { return int64(detail.MoodOf(r)) }},
	byTime:    {Column: widget.Column{Title: "TIME", Min: 12}, name: "time", cell: timeCell, key: func(r *capture.Row, _ *ranks) int64 { return int64(r.ID) }},
	byID:      {Column: widget.Column{Title: "ID", Min: 7, Right: true, Rank: 15}, name: "number of the exchange", hidden: true, cell: idCell},
	bySender:  {Column: widget.Column{Title: "SENDER", Min: 17, Max: 30}, name: "sender", cell: senderCell, key: func(r *capture.Row, k *ranks) int64 { return k.sender[r.Sender] }},
	byTenant:  {Column: widget.Column{Title: "TENANT", Min: 8, Max: 16, Rank: 14}, name: "tenant", hidden: true, cell: tenantCell, key: func(r *capture.Row, k *ranks) int64 { return k.tenant[r.Sender] }},
	byMessage: {Column: widget.Column{Title: "MSG", Min: 5, Rank: 5}, name: "message", cell: messageCell, key: func(r *capture.Row, _ *ranks) int64 { return int64(r.Declared)<<8 | int64(r.Form) }},
	bySeries:  {Column: widget.Column{Title: "SERIES", Min: 7, Right: true, Rank: 12}, name: "series", cell: seriesCell, key: func(r *capture.Row, _ *ranks) int64 { return int64(r.Series) }},
	bySent:    {Column: widget.Column{Title: "SENT", Min: 6, Right: true, Rank: 9}, name: "sent", hidden: true, cell: sentCell, key: func(r *capture.Row, _ *ranks) int64 { return r.Items() }},
	byStored:  {Column: widget.Column{Title: "STORED", Min: 9, Max: 15, Right: true, Rank: 1}, name: "stored", cell: storedCell, key: func(r *capture.Row, _ *ranks) int64 { return -r.Lost() }},
	byStatus:  {Column: widget.Column{Title: "CODE", Min: 4, Right: true}, name: "status code", cell: statusCell, key: func(r *capture.Row, _ *ranks) int64 { return int64(r.Status) }},
	byNext:    {Column: widget.Column{Title: "NEXT", Min: 5, Max: 9, Rank: 6}, name: "what the sender does next", cell: nextCell, key: func(r *capture.Row, _ *ranks) int64 { return int64(r.Next) }},
	byCause:   {Column: widget.Column{Title: "CAUSE", Min: 20, Max: 48, Rank: 2}, name: "cause", cell: causeCell, key: func(r *capture.Row, k *ranks) int64 { return k.cause(r.Cause) }},
	byTook:    {Column: widget.Column{Title: "TOOK", Min: 7, Right: true, Rank: 7}, name: "time taken", cell: tookCell, key: func(r *capture.Row, _ *ranks) int64 { return int64(r.TookMicros) }},
	bySize:    {Column: widget.Column{Title: "SIZE", Min: 8, Right: true, Rank: 10}, name: "size on the wire", cell: sizeCell, key: func(r *capture.Row, _ *ranks) int64 { return int64(r.WireBytes) }},
	byLag:     {Column: widget.Column{Title: "LAG", Min: 6, Max: 8, Right: true, Rank: 8}, name: "lag", cell: lagCell, key: func(r *capture.Row, _ *ranks) int64 { return int64(r.LagMillis) }},
	byRetry:   {Column: widget.Column{Title: "TRY", Min: 3, Right: true, Rank: 13}, name: "attempt", cell: retryCell, key: func(r *capture.Row, _ *ranks) int64 { return int64(r.Retry) }},
}

func signCell(lk *detail.Look, _ *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	if r.Marked {
		return lk.Accent, lk.Glyphs.Mark
	}
	switch detail.MoodOf(r) {
	case detail.Fine:
		return lk.Good, lk.Glyphs.Good
	case detail.Harmless:
		return lk.Muted, lk.Glyphs.Same
	case detail.Lossy:
		return lk.Warn, lk.Glyphs.Unequal
	case detail.Refused:
		return lk.Bad, lk.Glyphs.Bad
	case detail.Failed:
		return lk.Bad, lk.Glyphs.Alert
	default:
		return lk.Muted, lk.Glyphs.Dot
	}
}

func timeCell(lk *detail.Look, _ *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	return lk.Muted, lk.Day(time.Unix(0, r.Time))
}

func idCell(lk *detail.Look, _ *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	return lk.Muted, figure.Count(r.ID)
}

func senderCell(lk *detail.Look, snap *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	s := senderOf(snap, r)
	if s.UserAgent == "" {
		return lk.Text, s.Addr
	}
	return lk.Text, s.UserAgent
}

func tenantCell(lk *detail.Look, snap *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	return lk.Text, senderOf(snap, r).Tenant
}

func senderOf(snap *capture.Snapshot, r *capture.Row) capture.Sender {
	if int(r.Sender) < len(snap.Senders) {
		return snap.Senders[r.Sender]
	}
	return capture.Sender{}
}

// messageCell is the message, and what it really is where the headers lie.
func messageCell(lk *detail.Look, _ *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	declared, form := r.DeclaredKind(), r.FormKind()
	switch {
	case declared == form && declared != decode.Unknown:
		return lk.Muted, declared.String()
	case declared == decode.Unknown && form == decode.Unknown:
		return lk.Warn, "?"
	case form == decode.Unknown:
		return lk.Warn, declared.String() + lk.Glyphs.Unequal + "?"
	case declared == decode.Unknown:
		return lk.Warn, "?" + lk.Glyphs.Unequal + form.String()
	default:
		return lk.Warn, declared.String() + lk.Glyphs.Unequal + form.String()
	}
}

func seriesCell(lk *detail.Look, _ *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	return lk.Muted, figure.Count(r.Series)
}

func sentCell(lk *detail.Look, _ *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	return lk.Text, figure.Count(r.Items())
}

func storedCell(lk *detail.Look, _ *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	sent, kept := r.Items(), r.Kept()
	switch {
	case r.AnsweredBy() == store.ByRecorded:
		return lk.Muted, "?"
	case sent == 0 && r.Metadata > 0:
		return lk.Muted, "metadata"
	case sent == 0:
		return lk.Muted, "-"
	case r.Lost() > 0 && r.Status/100 == 2:
		return lk.Warn, figure.Count(kept) + "/" + figure.Count(sent)
	case r.Lost() > 0:
		return lk.Bad, figure.Count(kept) + "/" + figure.Count(sent)
	case int64(r.Doubles) == sent:
		return lk.Muted, "no change"
	default:
		return lk.Text, figure.Count(kept) + "/" + figure.Count(sent)
	}
}

func statusCell(lk *detail.Look, _ *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	switch {
	case r.Status == 0:
		return lk.Bad, "none"
	case r.Status/100 == 2:
		return lk.Text, fmt.Sprint(r.Status)
	default:
		return lk.Bad, fmt.Sprint(r.Status)
	}
}

func nextCell(lk *detail.Look, _ *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	switch next := r.SenderNext(); next {
	case store.NextOK:
		return lk.Muted, "ok"
	case store.NextDrop:
		return lk.Bad, strings.ToLower(string(next))
	default:
		return lk.Warn, strings.ToLower(string(next))
	}
}

// causeCell leaves out what is merely worth knowing about a request that went
// well, so that the column is empty unless something is wrong.
func causeCell(lk *detail.Look, snap *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	if r.Level == store.LevelInfo && detail.MoodOf(r) == detail.Fine {
		return lk.Muted, ""
	}
	cause := strings.ReplaceAll(snap.Cause(r.Cause), "_", " ")
	if r.Problems > 1 {
		cause += " +" + figure.Count(r.Problems-1)
	}
	switch r.Level {
	case store.LevelError:
		return lk.Bad, cause
	case store.LevelWarning:
		return lk.Warn, cause
	default:
		return lk.Muted, cause
	}
}

func tookCell(lk *detail.Look, _ *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	return lk.Muted, figure.Took(time.Duration(r.TookMicros) * time.Microsecond)
}

func sizeCell(lk *detail.Look, _ *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	return lk.Muted, figure.Bytes(r.WireBytes)
}

func lagCell(lk *detail.Look, _ *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	if r.Samples+r.Histograms == 0 {
		return lk.Muted, "-"
	}
	d := time.Duration(r.LagMillis) * time.Millisecond
	words := figure.Span(d)
	if d < 0 {
		words = "-" + words
	}
	if d < -time.Second || d > time.Minute {
		return lk.Warn, words
	}
	return lk.Muted, words
}

func retryCell(lk *detail.Look, _ *capture.Snapshot, r *capture.Row) (widget.Ink, string) {
	if r.Retry == 0 {
		return lk.Muted, ""
	}
	return lk.Warn, figure.Count(uint32(r.Retry) + 1)
}

// ranks turn the names that rows point to into numbers that sort like them.
type ranks struct {
	sender, tenant []int64
	causes         map[uint16]int64
	snap           capture.Snapshot
}

func newRanks(snap capture.Snapshot) *ranks {
	k := &ranks{snap: snap, causes: map[uint16]int64{}}
	k.sender = rank(snap.Senders, func(s capture.Sender) string { return s.UserAgent + "\x00" + s.Addr })
	k.tenant = rank(snap.Senders, func(s capture.Sender) string { return s.Tenant })
	return k
}

// rank is the place of each element in the order of its name.
func rank[T any](all []T, name func(T) string) []int64 {
	places := make([]int, len(all))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(a, b int) int { return cmp.Compare(name(all[a]), name(all[b])) })
	out := make([]int64, len(all))
	for place, i := range places {
		out[i] = int64(place)
	}
	return out
}

// cause sorts by the first letters of the name.
func (k *ranks) cause(n uint16) int64 {
	v, ok := k.causes[n]
	if !ok {
		for i := range 7 {
			v <<= 8
			if name := k.snap.Cause(n); i < len(name) {
				v |= int64(name[i])
			}
		}
		v = v<<8 | int64(n&0xff)
		k.causes[n] = v
	}
	return v
}
