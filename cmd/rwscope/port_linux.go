package main

import (
	"fmt"
	"slices"

	"github.com/prometheus/procfs"
)

// stateListen is a listening socket's state in /proc/net/tcp.
const stateListen = 10

// portHolder finds the process that listens on a port, "prometheus (pid 4711)";
// empty if none can be seen, because it is another user's say.
func portHolder(port uint64) string {
	fs, err := procfs.NewDefaultFS()
	if err != nil {
		return ""
	}
	sockets := listening(fs, port)
	procs, err := fs.AllProcs()
	if err != nil || len(sockets) == 0 {
		return ""
	}
	for _, p := range procs {
		targets, err := p.FileDescriptorTargets()
		if err != nil || !slices.ContainsFunc(targets, func(t string) bool { return slices.Contains(sockets, t) }) {
			continue
		}
		name, err := p.Comm()
		if err != nil {
			name = "a process"
		}
		return fmt.Sprintf("%s (pid %d)", name, p.PID)
	}
	return ""
}

// listening are the sockets that listen on a port, as /proc/PID/fd names them.
func listening(fs procfs.FS, port uint64) []string {
	v4, _ := fs.NetTCP()
	v6, _ := fs.NetTCP6()
	var sockets []string
	for _, line := range slices.Concat(v4, v6) {
		if line.St == stateListen && line.LocalPort == port {
			sockets = append(sockets, fmt.Sprintf("socket:[%d]", line.Inode))
		}
	}
	return sockets
}
