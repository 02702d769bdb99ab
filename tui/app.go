package tui

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// The screens' places.
const (
	onRequests = iota
	onSenders
	onSeries
	onProblems
	onQuery
)

// app is the root model. It owns the window, the feed and what is in front, and
// routes everything else.
type app struct {
	cfg    Config
	ctx    context.Context
	cancel context.CancelFunc

	w, h     int
	terminal widget.Look
	theme    widget.Theme
	clock    figure.Clock
	blurred  bool
	ticking  bool // a tick is on its way

	feed   feed
	health health

	screens []screen
	on      int
	from    []int // screens to go back to
	front   overlay
	said    toast
	memory  memory
	leaving bool
	err     error // of Config.Stop
}

// newApp returns the dashboard before it has a window.
func newApp(ctx context.Context, cfg Config) *app {
	ctx, cancel := context.WithCancel(ctx)
	a := &app{cfg: cfg, ctx: ctx, cancel: cancel, feed: feed{history: cfg.History}}
	a.terminal = widget.Look{Dark: true, Profile: colorprofile.TrueColor, ASCII: cfg.ASCII || plainLocale(cfg.Environ)}
	a.theme = widget.NewTheme(a.terminal)
	a.clock = figure.Clock{Loc: cfg.Location, Now: time.Now()}
	if a.clock.Loc == nil {
		a.clock.Loc = time.Local
	}
	a.screens = []screen{
		newRequests(ctx, cfg), newSenders(ctx, cfg), newSeries(ctx, cfg), newProblems(cfg), newQuery(ctx, cfg),
	}
	notices := slices.Clone(cfg.Notices)
	var err error
	if a.memory, err = recall(cfg.Settings, a.screens); err != nil {
		notices = append(notices, err.Error())
	}
	if len(notices) > 0 {
		a.said.set(strings.Join(notices, "; "), true, a.clock.Now)
	}
	return a
}

// Init starts what goes on by itself.
func (a *app) Init() tea.Cmd {
	a.feed.pull()
	return tea.Batch(
		tea.RequestBackgroundColor, waitChange(a.ctx, a.cfg.History), a.wind(),
		waitEnd(a.ctx), waitNews(a.ctx, a.cfg.News), a.each(snapshotMsg{a.feed.shown}),
	)
}

// Update routes.
func (a *app) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.w, a.h = msg.Width, msg.Height
		return a, nil
	case tea.BackgroundColorMsg:
		a.terminal.Dark = msg.IsDark()
		a.theme = widget.NewTheme(a.terminal)
		return a, nil
	case tea.ColorProfileMsg:
		a.terminal.Profile = msg.Profile
		a.theme = widget.NewTheme(a.terminal)
		return a, nil
	case tea.FocusMsg:
		return a, a.wakeUp()
	case tea.BlurMsg:
		a.blurred = true
		return a, nil
	case tea.KeyPressMsg:
		return a, a.key(msg)
	case tea.PasteMsg:
		return a, a.paste(msg)
	case tea.MouseClickMsg:
		return a, a.click(msg.X, msg.Y)
	case tea.MouseWheelMsg:
		return a, a.wheel(msg)
	case changedMsg:
		return a, tea.Batch(waitChange(a.ctx, a.cfg.History), a.refresh())
	case tickMsg:
		return a, a.tick(msg)
	case newsMsg:
		a.said.set(msg.text, true, a.clock.Now)
		return a, waitNews(a.ctx, a.cfg.News)
	case sayMsg:
		a.said.set(msg.text, msg.alarm, a.clock.Now)
		return a, nil
	case openMsg:
		a.front = msg.overlay
		return a, nil
	case showMsg, detail.GoTo:
		return a, a.jump(msg)
	case detail.CopyText:
		a.said.set("copied "+msg.What, false, a.clock.Now)
		return a, tea.SetClipboard(msg.Text)
	case doMsg:
		cmd, _ := a.do(msg.action)
		return a, cmd
	case endMsg:
		return a, a.leave()
	case stoppedMsg:
		a.err = msg.err
		return a, tea.Quit
	}
	return a, a.each(msg)
}

// each gives a message to all screens; those that it is not for ignore it.
func (a *app) each(msg tea.Msg) tea.Cmd {
	cmds := make([]tea.Cmd, len(a.screens))
	for i, s := range a.screens {
		cmds[i] = s.update(msg)
	}
	return tea.Batch(cmds...)
}

// refresh shows what is new, unless the dashboard is paused.
func (a *app) refresh() tea.Cmd {
	if !a.feed.pull() {
		return nil
	}
	return a.each(snapshotMsg{a.feed.shown})
}

// contexts are the key contexts that hold now.
func (a *app) contexts() []keys.Context {
	if a.front != nil {
		return a.front.contexts()
	}
	return append(a.screens[a.on].contexts(), keys.Global)
}

// look is what drawing needs.
func (a *app) look() *detail.Look { return &detail.Look{Theme: &a.theme, Clock: a.clock} }
