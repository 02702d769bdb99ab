// Package senderconfig holds configurations that make the usual senders of
// remote_write send to rwscope, ready to be pasted, with comments that say what
// each setting does on the wire.
//
//	text, err := senderconfig.Text("prometheus", "http://127.0.0.1:9201")
//
// Each is a template under config/, which says what a sender needs for the address,
// TLS and the credentials of a [Target].
package senderconfig
