package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
	"rwscope/tui/detail"
	"rwscope/tui/widget"
)

// copyMenu offers what of an exchange can go to the clipboard.
func (s *requests) copyMenu(ex *detail.Exchange) tea.Cmd {
	choices := []widget.Choice{{ID: "json", Title: "JSON", Note: "as print and --headless write it"}}
	if fix := ex.Fix(); fix != "" {
		choices = append(choices, widget.Choice{ID: "fix", Title: "The fix", Note: "of the problem in sight"})
	}
	if series := ex.Selected(); series != "" {
		choices = append(choices, widget.Choice{ID: "series", Title: "The series", Note: series})
	}
	choices = append(choices,
		widget.Choice{ID: "answer", Title: "The answer", Note: "status and body"},
		widget.Choice{ID: "curl", Title: "curl", Note: "needs the body from an export"},
	)
	return open(newMenu("Copy", "", choices, func(id string) tea.Cmd {
		return func() tea.Msg { return copied(ex, id, s.cfg.base()) }
	}))
}

func copied(ex *detail.Exchange, id, base string) detail.CopyText {
	e := ex.Capture
	switch id {
	case "fix":
		return detail.CopyText{What: "the fix", Text: ex.Fix()}
	case "series":
		return detail.CopyText{What: "the series", Text: ex.Selected()}
	case "answer":
		return detail.CopyText{What: "the answer", Text: fmt.Sprintf("%d %s", e.Verdict.Answer.Status, e.Verdict.Answer.Body)}
	case "curl":
		return detail.CopyText{What: "a curl command", Text: curl(e, base, bodyName(e.ID))}
	default:
		return detail.CopyText{What: "the exchange as JSON", Text: string(capture.AppendJSON(nil, e))}
	}
}

// curlHeaders are the headers that a repeated request needs.
var curlHeaders = [...]string{
	"Content-Type", "Content-Encoding", "User-Agent", "X-Prometheus-Remote-Write-Version", "X-Scope-OrgID", "THANOS-TENANT",
}

// curl is a shell command that sends the request again.
func curl(e *capture.Exchange, base, body string) string {
	var b strings.Builder
	b.WriteString("curl -i -X " + quoted(e.Request.Method))
	for _, name := range curlHeaders {
		if v := e.Request.Header.Get(name); v != "" {
			b.WriteString(" -H " + quoted(name+": "+v))
		}
	}
	b.WriteString(" --data-binary " + quoted("@"+body) + " " + quoted(base+e.Request.Path))
	return b.String()
}

// quoted is s as one word of a shell.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func bodyName(id uint64) string { return fmt.Sprintf("exchange-%d.body", id) }
