package tui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Run shows the dashboard until the user leaves or ctx ends, which is an orderly
// end too. It returns the error of Config.Stop, and that of writing the settings.
func Run(ctx context.Context, cfg Config) error {
	a := newApp(ctx, cfg)
	defer a.cancel()
	_, err := tea.NewProgram(a, options(cfg)...).Run()
	if err != nil && !errors.Is(err, tea.ErrInterrupted) {
		return fmt.Errorf("dashboard: %w", err)
	}
	return errors.Join(a.err, a.memory.keep())
}

func options(cfg Config) []tea.ProgramOption {
	opts := []tea.ProgramOption{
		tea.WithFilter(newFilter(time.Now)),
		tea.WithoutSignalHandler(), // whoever owns ctx handles signals
	}
	if cfg.Input != nil {
		opts = append(opts, tea.WithInput(cfg.Input))
	}
	if cfg.Output != nil {
		opts = append(opts, tea.WithOutput(cfg.Output))
	}
	if cfg.Environ != nil {
		opts = append(opts, tea.WithEnvironment(cfg.Environ))
	}
	return opts
}
