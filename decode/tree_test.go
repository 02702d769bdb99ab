package decode

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/protocolbuffers/protoscope"
)

// TestTree runs testdata/tree: tree shows all fields, path those that hold a byte.
func TestTree(t *testing.T) {
	datadriven.RunTest(t, "testdata/tree", func(t *testing.T, td *datadriven.TestData) string {
		raw, err := protoscope.NewScanner(td.Input).Exec()
		if err != nil {
			td.Fatalf(t, "%v", err)
		}
		tree := NewDecoder(Config{}).Decode(headerArgs(t, td), pack(t, td, raw)).Tree()
		if tree == nil {
			return "no tree\n"
		}
		var out strings.Builder
		if td.Cmd == "path" {
			var at int
			td.ScanArgs(t, "at", &at)
			for _, n := range tree.Path(at) {
				writeNode(&out, n)
			}
			return out.String()
		}
		for n := range tree.All() {
			writeNode(&out, n)
		}
		return out.String()
	})
}

func writeNode(out *strings.Builder, n Node) {
	fmt.Fprintf(out, "%4d +%-3d %s%s: %s %s", n.Offset, n.Len, strings.Repeat("  ", n.Depth), n.Label(), n.WireType, n.Value)
	if n.Fault != "" {
		fmt.Fprintf(out, " (%s)", n.Fault)
	}
	out.WriteString("\n")
}

// checkTree makes sure that the fields of a tree cover a message without gaps.
func checkTree(t *testing.T, tree *Tree) {
	t.Helper()
	ends := []int{0}
	for n := range tree.All() {
		for len(ends) > n.Depth+1 {
			ends = ends[:len(ends)-1]
		}
		if n.Len <= 0 || n.Offset+n.Len > len(tree.bytes) {
			t.Fatalf("%+v in %d bytes", n, len(tree.bytes))
		}
		if want := ends[n.Depth]; n.Offset != want {
			t.Fatalf("%s at %d, want %d", n.Label(), n.Offset, want)
		}
		ends[n.Depth] = n.Offset + n.Len
		ends = append(ends, n.Content)
	}
}
