//go:build !linux

package main

import "github.com/rogpeppe/go-internal/testscript"

// onTerminal needs Linux' pseudo-terminals.
func onTerminal(ts *testscript.TestScript, _ bool, _ []string) { ts.Fatalf("no terminal here") }

// killOnTerminal needs them as well.
func killOnTerminal(ts *testscript.TestScript, _ bool, _ []string) { ts.Fatalf("no terminal here") }

func hold(ts *testscript.TestScript, _ bool, _ []string) { ts.Fatalf("not known here") }
