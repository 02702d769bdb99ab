// Package dissect describes one request body by itself, without a store to judge
// it: what the bytes are, what is in them, and what is wrong with them.
//
//	report := dissect.New(dissect.Config{Series: 20}, wire)
//	text := report.AppendText(nil)
//
// What comes from the body is escaped, so that the text can be shown in a
// terminal, and the number of series is bounded by the caller.
package dissect
