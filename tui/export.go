package tui

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
	"rwscope/tui/detail"
	"rwscope/tui/widget"
)

// exportMenu offers what of an exchange can go to a file.
func (s *requests) exportMenu(ex *detail.Exchange) tea.Cmd {
	e := ex.Capture
	choices := []widget.Choice{
		{ID: "curl", Title: "Body and a curl script", Note: bodyName(e.ID) + " and .sh"},
		{ID: "json", Title: "JSON", Note: fmt.Sprintf("exchange-%d.json", e.ID)},
		{ID: "body", Title: "Body alone", Note: bodyName(e.ID)},
	}
	if len(ex.Body.Decoded) > 0 {
		choices = append(choices, widget.Choice{ID: "proto", Title: "Body, decoded", Note: fmt.Sprintf("exchange-%d.pb", e.ID)})
	}
	dir, base := s.cfg.Dir, s.cfg.base()
	return open(newMenu("Export", "", choices, func(id string) tea.Cmd {
		return func() tea.Msg { return exported(dir, base, ex, id) }
	}))
}

// exported writes the files and says where they are.
func exported(dir, url string, ex *detail.Exchange, id string) sayMsg {
	e := ex.Capture
	base := fmt.Sprintf("exchange-%d", e.ID)
	var err error
	var name string
	switch id {
	case "json":
		name, err = writeNew(dir, base+".json", append(capture.AppendJSON(nil, e), '\n'), 0o600)
	case "proto":
		name, err = writeNew(dir, base+".pb", ex.Body.Decoded, 0o600)
	default:
		name, err = writeNew(dir, bodyName(e.ID), e.Request.Body, 0o600)
		if err == nil && id == "curl" {
			name, err = writeNew(dir, base+".sh", []byte("#!/bin/sh\n"+curl(e, url, filepath.Base(name))+"\n"), 0o700)
		}
	}
	if err != nil {
		var at *fs.PathError
		if errors.As(err, &at) { // the path is long, and not what matters first
			err = fmt.Errorf("%w: %s", at.Err, at.Path)
		}
		return sayMsg{text: "export: " + err.Error(), alarm: true}
	}
	return sayMsg{text: "written to " + name}
}

// maxNames is how many names are tried for a file.
const maxNames = 1000

// writeNew writes a file under a name that nothing has yet, since an export must
// never destroy one.
func writeNew(dir, name string, data []byte, mode fs.FileMode) (string, error) {
	ext := filepath.Ext(name)
	for n := range maxNames {
		try := name
		if n > 0 {
			try = fmt.Sprintf("%s-%d%s", name[:len(name)-len(ext)], n+1, ext)
		}
		path := filepath.Join(dir, try)
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = f.Write(data)
		return path, errors.Join(err, f.Close())
	}
	return "", fmt.Errorf("%s and %d more names are taken", name, maxNames-1)
}
