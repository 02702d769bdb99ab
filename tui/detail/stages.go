package detail

import (
	"time"

	"rwscope/capture"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// stages writes how long each stage of the exchange took, as one bar.
func stages(lk *Look, t *widget.Text, took capture.Took) {
	if took.Total <= 0 {
		return
	}
	parts := []stage{
		{"read", took.Read, lk.Info},
		{"decode", took.Decode, lk.Accent},
		{"judge", took.Judge, lk.Good},
		{"journal", took.Journal, lk.Warn},
	}
	t.Draw(func(w int) widget.Block { return stageBar(lk, parts, took.Total, w) })
	runs := []widget.Run{run(lk.Muted, "took       "), run(lk.Text, figure.Took(took.Total))}
	for _, p := range parts {
		runs = append(runs, run(lk.Muted, "   "), run(p.ink, lk.Glyphs.Live), run(lk.Muted, " "+p.name+" "), run(lk.Text, figure.Took(p.took)))
	}
	t.Hang(3, 14, runs...)
}

// maxBar is the longest bar, in cells: more says nothing more.
const maxBar = 80

type stage struct {
	name string
	took time.Duration
	ink  widget.Ink
}

// stageBar draws the stages in proportion to the total; what is in none of them
// stays faint.
func stageBar(lk *Look, parts []stage, total time.Duration, w int) widget.Block {
	line := widget.NewLine(w, widget.Ink{}).Space(14)
	room := min(max(line.Room()-2, 0), maxBar)
	end := line.Used() + room
	for _, p := range parts {
		for range int(float64(room) * float64(p.took) / float64(total)) {
			line.Put(p.ink, lk.Glyphs.Span)
		}
	}
	for line.Used() < end {
		line.Put(lk.Faint, lk.Glyphs.Span)
	}
	return widget.Block{line.String()}
}
