// Package e2e tests rwscope with real senders: Prometheus 3.16, built from its
// module, with both messages, and Debian's Prometheus 2.42. It is a module of its
// own, so that rwscope's "go test ./..." needs neither the network nor minutes.
package e2e
