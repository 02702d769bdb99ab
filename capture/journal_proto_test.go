package capture

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/bufbuild/protocompile"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"rwscope/decode"
	"rwscope/store"
)

// published compiles exchange.proto.
func published(t *testing.T) protoreflect.FileDescriptor {
	t.Helper()
	compiler := protocompile.Compiler{Resolver: &protocompile.SourceResolver{}}
	files, err := compiler.Compile(context.Background(), "exchange.proto")
	if err != nil {
		t.Fatal(err)
	}
	return files[0]
}

// message is what the published schema reads from a payload. It fails the test if
// the schema does not know a field.
func message(t *testing.T, file protoreflect.FileDescriptor, name protoreflect.Name, payload []byte) *dynamicpb.Message {
	t.Helper()
	m := dynamicpb.NewMessage(file.Messages().ByName(name))
	if err := proto.Unmarshal(payload, m); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	noUnknownFields(t, m)
	return m
}

func noUnknownFields(t *testing.T, m protoreflect.Message) {
	t.Helper()
	if unknown := m.GetUnknown(); len(unknown) > 0 {
		t.Errorf("%s has unknown fields %x", m.Descriptor().FullName(), unknown)
	}
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.Message() == nil:
		case f.IsList():
			for i := range v.List().Len() {
				noUnknownFields(t, v.List().Get(i).Message())
			}
		default:
			noUnknownFields(t, v.Message())
		}
		return true
	})
}

// TestPublishedSchema lets the published schema read random exchanges and write
// them again: we read the same from that.
func TestPublishedSchema(t *testing.T) {
	file := published(t)
	for seed := range uint64(200) {
		want := newMade(seed).exchange(seed + 1)
		want.Request.WireBytes = len(want.Request.Body)
		row := newRow(want)
		payload, _ := appendExchange(nil, want, &row)
		again, err := proto.MarshalOptions{Deterministic: true}.Marshal(message(t, file, "Exchange", payload))
		if err != nil {
			t.Fatal(err)
		}
		// A protobuf library leaves zeros out, so the summary is not in its places.
		_, rest, err := nextField(again)
		if err != nil {
			t.Fatal(err)
		}
		summary, _, err := nextField(payload)
		if err != nil {
			t.Fatal(err)
		}
		w := wire{}
		w.bytes(1, summary.b)
		got, err := parseExchange(append(w.b, rest...))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("exchange %d\n got %+v\nwant %+v", want.ID, got, want)
		}
	}
}

// TestPublishedNames compares an exchange in which every field has a value of its
// own with a text that was checked by eye, so that no two names are exchanged.
func TestPublishedNames(t *testing.T) {
	file := published(t)
	row := newRow(everything())
	row.Series, row.Metadata = 31, 35
	payload, _ := appendExchange(nil, everything(), &row)
	text, err := os.ReadFile("testdata/exchange.txtpb")
	if err != nil {
		t.Fatal(err)
	}
	long := strings.NewReplacer("<1024 u>", strings.Repeat("u", 1024), "<1025 u>", strings.Repeat("u", 1025))
	want := dynamicpb.NewMessage(file.Messages().ByName("Exchange"))
	if err := prototext.Unmarshal([]byte(long.Replace(string(text))), want); err != nil {
		t.Fatal(err)
	}
	got := message(t, file, "Exchange", payload)
	if !proto.Equal(got, want) {
		t.Errorf("got\n%s", prototext.Format(got))
	}
	noZeros(t, got)
}

// noZeros wants every field to be set somewhere, so that none goes unchecked.
func noZeros(t *testing.T, m protoreflect.Message) {
	t.Helper()
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if !m.Has(f) {
			t.Errorf("%s has no value", f.FullName())
		} else if f.Message() != nil && !f.IsList() {
			noZeros(t, m.Get(f).Message())
		} else if f.Message() != nil {
			noZeros(t, m.Get(f).List().Get(0).Message())
		}
	}
}

// TestPublishedFrames reads every frame of a closed journal by the schema.
func TestPublishedFrames(t *testing.T) {
	file := published(t)
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j := journalAt(t, path)
	appendMade(t, j, newMade(1), 5)
	if err := j.SetComment(3, "look"); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	names := map[frameType]protoreflect.Name{
		frameRun: "Run", frameExchange: "Exchange", frameNote: "Note", frameIndex: "Index", frameTrailer: "Trailer",
	}
	seen := make(map[frameType]int)
	var index *dynamicpb.Message
	for at := int64(prefixSize); at < int64(len(b)); {
		f, ok := parseFrame(b[at:], at)
		if !ok || !f.intact(b[at:]) {
			t.Fatalf("no frame at byte %d", at)
		}
		m := message(t, file, names[f.typ], b[at+frameHeaderSize:f.end()])
		if f.typ == frameIndex {
			index = m
		}
		seen[f.typ]++
		at = f.end()
	}
	want := map[frameType]int{frameRun: 1, frameExchange: 5, frameNote: 1, frameIndex: 1, frameTrailer: 1}
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("frames %v, want %v", seen, want)
	}
	for name, want := range map[protoreflect.Name]int{"entries": 5, "runs": 1, "notes": 1} {
		if got := index.Get(index.Descriptor().Fields().ByName(name)).List().Len(); got != want {
			t.Errorf("index has %d %s, want %d", got, name, want)
		}
	}
}

// TestPublishedEnums compares the enums with the program's own numbers.
func TestPublishedEnums(t *testing.T) {
	enums := published(t).Enums()
	check := func(enum protoreflect.Name, number int, name string) {
		t.Helper()
		v := enums.ByName(enum).Values().ByNumber(protoreflect.EnumNumber(number))
		if v == nil || !strings.EqualFold(string(v.Name()), string(enum)+"_"+name) {
			t.Errorf("%s %d is %v, want %s", enum, number, v, name)
		}
	}
	orUnknown := func(name string) string {
		if name == "" {
			return "unknown"
		}
		return name
	}
	for i := range enums.ByName("Outcome").Values().Len() {
		check("Outcome", i, store.Outcome(i).String())
	}
	for i := range enums.ByName("Kind").Values().Len() {
		check("Kind", i, decode.Kind(i).String())
	}
	for i := store.LevelInfo; i <= store.LevelError; i++ {
		check("Level", int(i), i.String())
	}
	for i, by := range answerers {
		check("By", i, orUnknown(string(by)))
	}
	for i, next := range nexts {
		check("Next", i, orUnknown(string(next)))
	}
	for name, want := range map[protoreflect.Name]int{"By": len(answerers), "Next": len(nexts), "Level": 4} {
		if got := enums.ByName(name).Values().Len(); got != want {
			t.Errorf("%s has %d values, want %d", name, got, want)
		}
	}
}
