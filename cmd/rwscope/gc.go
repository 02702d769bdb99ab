package main

import (
	"os"
	"runtime/debug"
)

// gcPercent lets the heap grow to three times what is alive before it is collected.
// A receiver's memory is mostly what it holds, a few dozen megabytes, while each
// refused request leaves megabytes behind; collecting half as often costs little
// memory and saves a tenth of the CPU.
const gcPercent = 200

// relaxGC sets the collector's pace, unless the user did with GOGC.
func relaxGC() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}
