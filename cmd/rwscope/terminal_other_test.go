//go:build !linux

package main

import "github.com/rogpeppe/go-internal/testscript"

// onTerminal needs Linux' pseudo-terminals.
func onTerminal(ts *testscript.TestScript, _ bool, _ []string) { ts.Fatalf("no terminal here") }
