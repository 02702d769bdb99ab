package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// layers are the packages from the bottom up: each may import itself and what is
// before it.
var layers = []string{"decode", "store", "capture", "tui", "cmd"}

// TestImports keeps imports pointing one way, and the terminal out of everything
// below the dashboard: the command line may style its help, but draws nothing.
func TestImports(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, path)
		if err != nil || (d.IsDir() && strings.HasPrefix(d.Name(), ".") && rel != ".") {
			return fs.SkipDir
		}
		if layer := layerOf(filepath.ToSlash(rel)); layer >= 0 && strings.HasSuffix(path, ".go") {
			files++
			checkImports(t, path, layer)
		}
		return nil
	})
	if err != nil || files < 100 {
		t.Fatalf("read %d files: %v", files, err)
	}
}

func checkImports(t *testing.T, path string, layer int) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	for _, spec := range file.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		if inner, ours := strings.CutPrefix(name, "rwscope/"); ours && layerOf(inner) > layer {
			t.Errorf("%s: %s must not import %s", path, layers[layer], name)
		}
		charm := strings.HasPrefix(name, "charm.land/") || strings.HasPrefix(name, "github.com/charmbracelet/")
		switch {
		case !charm || layers[layer] == "tui":
		case layers[layer] == "cmd" && strings.HasPrefix(name, "charm.land/fang/"):
		default:
			t.Errorf("%s: only tui draws, but it imports %s", path, name)
		}
	}
}

// layerOf is the layer of a path below the root, -1 if it has none.
func layerOf(path string) int {
	for i, layer := range layers {
		if path == layer || strings.HasPrefix(path, layer+"/") {
			return i
		}
	}
	return -1
}
