package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/prometheus/procfs"
)

// stateListen is a listening socket's state in /proc/net/tcp.
const stateListen = "0A"

// portHolder finds the process that listens on a port, "prometheus (pid 4711)";
// empty if none can be seen, because it is another user's say.
func portHolder(port uint64) string {
	fs, err := procfs.NewDefaultFS()
	if err != nil {
		return ""
	}
	sockets := listening(port)
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
func listening(port uint64) []string {
	var sockets []string
	for _, name := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		table, err := os.ReadFile(name)
		if err != nil {
			continue // without IPv6 there is no tcp6
		}
		for line := range strings.Lines(string(table)) {
			// sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode
			f := strings.Fields(line)
			if len(f) > 9 && f[3] == stateListen && strings.HasSuffix(f[1], fmt.Sprintf(":%04X", port)) {
				sockets = append(sockets, "socket:["+f[9]+"]")
			}
		}
	}
	return sockets
}
