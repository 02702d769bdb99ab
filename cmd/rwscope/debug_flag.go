package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/spf13/pflag"
)

// debugFlag is an address at which the process shows its own profiles, for reports
// of faults and for the soak test. It is not in the help: nobody needs it to use
// rwscope.
type debugFlag struct{ addr string }

const debugFlagName = "debug-listen"

func (f *debugFlag) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.addr, debugFlagName, "", "serve Go's profiles at this loopback address")
	_ = flags.MarkHidden(debugFlagName) // the error would be that the flag does not exist
}

// serve shows the profiles until ctx ends. A profile holds label values and the
// command line, so that no other machine may ask for it.
func (f *debugFlag) serve(ctx context.Context) error {
	if f.addr == "" {
		return nil
	}
	l, err := listen(f.addr)
	if err != nil {
		return err
	}
	if addr, ok := l.Addr().(*net.TCPAddr); !ok || !addr.IP.IsLoopback() {
		_ = l.Close()
		return wrongUsage(fmt.Errorf("--%s %s: others can reach it", debugFlagName, f.addr), "want a loopback address, 127.0.0.1:6060 for instance")
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { _ = srv.Close() })
	go func() { _ = srv.Serve(l) }() // ends with ctx, or with the process
	return nil
}
