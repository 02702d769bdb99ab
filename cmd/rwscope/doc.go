// Command rwscope shows what Prometheus remote_write senders send: it receives as
// a Prometheus would, and tells what was sent, what was answered and what was
// stored.
//
//	rwscope                     receive on 127.0.0.1:9201 and show the dashboard
//	rwscope --headless          the same as JSON lines
//	rwscope demo                look at it without a sender of one's own
//	rwscope sender prometheus   the configuration that points a Prometheus here
//
// Each command has a file of its own, which holds its flags and wiring; what it
// does is in the packages below. The rules of output are:
//
//   - Results go to standard output, and nothing else does.
//   - Notices and errors go to standard error, in lower case and without a period.
//   - An error says what went wrong, then a hint says what to do.
//   - The exit code is 0 when all is fine, 1 when something failed or was found, 2
//     when the command line is wrong.
package main
