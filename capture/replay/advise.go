package replay

import (
	"fmt"
	"time"

	"rwscope/capture"
	"rwscope/store"
)

// judged reports whether rwscope itself judged the recorded exchange.
func judged(ex *capture.Exchange) bool { return ex.Verdict.Answer.By != store.ByRecorded }

// advise explains why what was taken is now refused, where replaying itself is the
// likely reason. Whatever else an exchange has to say, its verdict says.
func advise(s sent, shift Shift) (why, fix string) {
	if s.reply.Answer.Status/100 == 2 || s.ex.Verdict.Answer.Status/100 != 2 {
		return "", ""
	}
	for _, cause := range complaints(string(s.reply.Answer.Body)) {
		switch cause {
		case store.CauseOutOfBounds, store.CauseTooOld:
			return adviseOld(s, shift)
		case store.CauseTooFarInFuture:
			return fmt.Sprintf("The newest sample of the first such request was %s ahead of this machine's clock when it was sent; receivers take ten minutes.", round(-s.age())),
				"Use --shift now, or a smaller shift; if the receiver runs elsewhere, compare the clocks."
		case store.CauseOutOfOrder, store.CauseDuplicateTimestamp:
			return "The receiver holds newer samples, or other ones of the same time, of these series: from another sender, or from replaying before.",
				adviseFresh(shift)
		}
	}
	return "", ""
}

func adviseOld(s sent, shift Shift) (why, fix string) {
	why = fmt.Sprintf("The newest sample of the first such request was %s old when it was sent. A receiver takes what is at most about an hour, or its out_of_order_time_window, older than the newest sample that it holds.", round(s.age()))
	switch {
	case !s.moved:
		return why, "Its times could not be moved, because its body cannot be read."
	case shift.Now:
		return why, "Another sender writes newer samples there; use a receiver of its own, or raise out_of_order_time_window."
	default:
		return why, "Use --shift now, so that the samples arrive as fresh as they were."
	}
}

func adviseFresh(shift Shift) string {
	if shift.Now {
		return "Wait until the replayed times have passed, or use a fresh receiver: --to self."
	}
	return "Use --shift now, or a fresh receiver: --to self."
}

// age is how old the newest sample was when it was sent.
func (s sent) age() time.Duration {
	newest := s.ex.Request.Newest
	if s.moved {
		newest = moved(newest, s.by)
	}
	return s.at.Sub(time.UnixMilli(newest))
}

// round keeps what matters of a time.
func round(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d.Abs() >= 2*day:
		return fmt.Sprintf("%d days", d/day)
	case d.Abs() >= time.Minute:
		return d.Round(time.Second).String()
	default:
		return d.Round(time.Millisecond).String()
	}
}
