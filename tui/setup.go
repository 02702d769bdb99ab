package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rwscope/capture/senderconfig"
	"rwscope/tui/detail"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// setup shows how to point each sender at the receiver.
type setup struct {
	target  senderconfig.Target
	senders []senderconfig.Sender
	on      int
	pager   widget.Pager
}

func newSetup(cfg Config) *setup {
	return &setup{target: cfg.target(), senders: senderconfig.Senders()}
}

func (s *setup) text() string {
	text, err := s.target.Text(s.senders[s.on].Name)
	if err != nil {
		return err.Error()
	}
	return text
}

func (s *setup) view(lk *detail.Look, w, h int) widget.Block {
	tabs := make([]widget.Tab, len(s.senders))
	for i, sender := range s.senders {
		tabs[i].Title = sender.Title
	}
	head := widget.Block{widget.Tabs(lk.Theme, tabs, s.on, w), widget.Rule(lk.Theme, w)}
	return append(head, s.pager.Lines(lk.Theme, configBlock(lk, s.text(), w-1), w, h-2)...).Fit(w, h)
}

// configBlock draws a configuration; comments step back.
func configBlock(lk *detail.Look, text string, w int) widget.Block {
	var out widget.Block
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		look := lk.Text
		if t := strings.TrimSpace(line); strings.HasPrefix(t, "#") || strings.HasPrefix(t, "//") {
			look = lk.Muted
		}
		out = append(out, widget.NewLine(w, widget.Ink{}).Space(2).Put(look, strings.ReplaceAll(line, "\t", "    ")).String())
	}
	return out
}

// showSetup shows them. Whoever looks at a file gets those for a receiver as it would
// be without flags.
func (s *requests) showSetup() tea.Cmd {
	s.setup = newSetup(s.cfg)
	if s.cfg.URL == "" {
		return say("a file receives nothing: these are for a receiver at " + s.cfg.base())
	}
	return nil
}

// doSetup carries an action out while the configurations are shown.
func (s *requests) doSetup(a keys.Action) (tea.Cmd, bool) {
	n := len(s.setup.senders)
	switch a {
	case keys.Back:
		s.setup = nil
	case keys.NextTab:
		s.setup.on, s.setup.pager = (s.setup.on+1)%n, widget.Pager{}
	case keys.PrevTab:
		s.setup.on, s.setup.pager = (s.setup.on+n-1)%n, widget.Pager{}
	case keys.Copy:
		name, text := s.setup.senders[s.setup.on].Title, s.setup.text()
		return func() tea.Msg { return detail.CopyText{What: "the configuration of " + name, Text: text} }, true
	default:
		d, ok := keys.Distance(a, s.setup.pager.Page(), s.setup.pager.Len())
		s.setup.pager.Scroll(d)
		return nil, ok
	}
	return nil, true
}

// emptyView teaches what to do while nothing has come.
func emptyView(lk *detail.Look, cfg Config, w, h int) widget.Block {
	t := &widget.Text{}
	run := func(ink widget.Ink, text string) widget.Run { return widget.Run{Ink: ink, Text: text} }
	for range max((h-22)/3, 1) {
		t.Skip()
	}
	if cfg.URL == "" {
		t.Para(4, run(lk.Strong, "There is no exchange in "), run(lk.Text, cfg.Name))
		return t.Lines(w).Fit(w, h)
	}
	t.Para(4, run(lk.Strong, "Waiting for the first request"))
	t.Skip()
	t.Para(4, run(lk.Muted, "Point a sender at  "), run(lk.Accent, cfg.URL+"/api/v1/write"))
	t.Para(4, run(lk.Muted, "Any other path works as well. For Prometheus that is:"))
	t.Skip()
	if text, err := cfg.target().Text("prometheus"); err == nil {
		t.Draw(func(w int) widget.Block { return snippet(lk, text, w) })
	}
	t.Skip()
	t.Para(4, run(lk.Accent, "i"), run(lk.Muted, "  the same for Alloy, the Collector, vmagent, Telegraf, Vector and k6"))
	t.Para(4, run(lk.Accent, "?"), run(lk.Muted, "  all keys"))
	t.Para(4, run(lk.Accent, "q"), run(lk.Muted, "  leave"))
	return t.Lines(w).Fit(w, h)
}

// snippetLines is how much of a configuration the empty screen shows.
const snippetLines = 12

// snippet is the beginning of a configuration without its comments.
func snippet(lk *detail.Look, text string, w int) widget.Block {
	var out widget.Block
	for _, line := range configBlock(lk, withoutComments(text), w-4) {
		if len(out) == snippetLines {
			break
		}
		out = append(out, "    "+line)
	}
	return out
}

func withoutComments(text string) string {
	var kept []string
	for line := range strings.SplitSeq(text, "\n") {
		if t := strings.TrimSpace(line); t != "" && !strings.HasPrefix(t, "#") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
