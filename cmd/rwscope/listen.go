package main

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
)

// listen opens the port that senders send to.
func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err == nil {
		return l, nil
	}
	_, port, splitErr := net.SplitHostPort(addr)
	if splitErr != nil {
		return nil, wrongUsage(fmt.Errorf("--listen %s: %w", addr, splitErr), "want HOST:PORT, for example %s", defaultListen)
	}
	err = fmt.Errorf("listen on %s: %w", addr, cause(err))
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, withHint(err, "%s has it; --listen 127.0.0.1:0 picks a free port", holder(port))
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, withHint(err, "this machine has no such address; --listen %s is reached from this machine", defaultListen)
	case errors.Is(err, syscall.EACCES):
		return nil, withHint(err, "ports below 1024 need a privilege; choose a higher one with --listen")
	default:
		return nil, withHint(err, "want an address of this machine, for example --listen %s", defaultListen)
	}
}

// cause strips what net adds: the address is said already.
func cause(err error) error {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Err
	}
	return err
}

// holder names who listens on a port, as far as that can be found out.
func holder(port string) string {
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return "another process"
	}
	if name := portHolder(n); name != "" {
		return name
	}
	return "another process"
}
