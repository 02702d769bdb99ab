// Package senderconfig holds configurations that make the usual senders of
// remote_write send to rwscope, ready to be pasted, with comments that say what
// each setting does on the wire.
//
//	text, err := senderconfig.Text("prometheus", "http://127.0.0.1:9201")
//
// Each is a file under config/ that its sender takes as it stands; only the
// address is replaced.
package senderconfig
