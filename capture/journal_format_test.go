package capture

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unsafe"
)

// TestFormatIsAsDocumented compares the numbers in FORMAT.md with the program's.
func TestFormatIsAsDocumented(t *testing.T) {
	b, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := strings.Join(strings.Fields(string(b)), " ")
	for _, want := range []string{
		fmt.Sprintf("It begins with %d bytes", prefixSize),
		fmt.Sprintf("magic (8B) %x %q", fileMagic[0], fileMagic[1:]),
		fmt.Sprintf("%x %q", frameMarker[0], frameMarker[1:]),
		fmt.Sprintf("%d %d+head %d+length", frameHeaderSize, frameHeaderSize, frameHeaderSize),
		fmt.Sprintf("`head` at most %d", maxHead),
		fmt.Sprintf("Summary (%dB)", summarySize),
		fmt.Sprintf("Trailer (%dB + %dB)", frameHeaderSize, trailerSize-frameHeaderSize),
		fmt.Sprintf("index frames of %d entries", indexRows),
		fmt.Sprintf("a row of %d bytes", unsafe.Sizeof(Row{})),
		"up to 1,048,576 of them (120 MiB)",
		fmt.Sprintf("%d senders, %d causes and %d comments", maxSenders, maxCauses, maxComments),
		fmt.Sprintf("the newest %d exchanges without their bodies, within %d MiB", defaultRecent, defaultRecentBytes>>20),
		fmt.Sprintf("| %d | `Run`", frameRun), fmt.Sprintf("| %d | `Exchange`", frameExchange),
		fmt.Sprintf("| %d | `Note`", frameNote), fmt.Sprintf("| %d | `Index`", frameIndex),
		fmt.Sprintf("| %d | `Trailer`", frameTrailer),
		fmt.Sprintf("`FILE%s`", shortenSuffix),
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("FORMAT.md does not say %q", want)
		}
	}
	if defaultRows != 1_048_576 || uintptr(defaultRows)*unsafe.Sizeof(Row{}) != 120<<20 || maxPayload != 1<<30 {
		t.Error("the bounds that FORMAT.md gives are others")
	}
}
