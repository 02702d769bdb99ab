package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"rwscope/capture"
	"rwscope/capture/senderconfig"
)

// senderFlags are those with which the receiver is started, as far as senders have
// to know.
type senderFlags struct {
	listen, dataDir string
	access          accessFlags
}

func newSender() *cobra.Command {
	f := senderFlags{listen: defaultListen}
	cmd := &cobra.Command{
		Use:   "sender NAME",
		Short: "Print the configuration that makes a sender send here",
		Long: "Print the configuration that makes a sender send here, ready to be pasted.\n\nNAME is one of " +
			strings.Join(senderconfig.Names(), ", ") + ". The flags are those with which rwscope receives; secrets are not printed.",
		Example: `rwscope sender prometheus
rwscope sender otelcol --listen 192.0.2.7:9201
rwscope sender vmagent --tls --data-dir /var/lib/rwscope`,
		Args:      args(cobra.ExactArgs(1)),
		ValidArgs: senderconfig.Names(),
		RunE: func(cmd *cobra.Command, given []string) error {
			target, err := f.target()
			if err != nil {
				return err
			}
			text, err := target.Text(given[0])
			switch {
			case errors.Is(err, senderconfig.ErrUnknown):
				return unknownSender(err, given[0])
			case err != nil:
				return wrongUsage(err, "--listen is HOST:PORT, as rwscope takes it")
			}
			_, err = io.WriteString(cmd.OutOrStdout(), text)
			return err
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.listen, "listen", f.listen, "address that rwscope receives on")
	flags.StringVar(&f.dataDir, "data-dir", "", "with --tls: where its CA is")
	f.access.register(flags)
	return cmd
}

// target is the receiver as senders see it.
func (f *senderFlags) target() (t senderconfig.Target, err error) {
	if err := f.access.check(); err != nil {
		return t, err
	}
	var web *capture.WebConfig
	if f.access.web != "" {
		if web, err = capture.ReadWebConfig(f.access.web); err != nil {
			return t, withHint(err, "%s", accessHint(err))
		}
	}
	t = f.access.target(web)
	t.Base = baseURL(f.listen)
	if f.access.made || f.access.files.Cert != "" || web != nil && web.TLS != nil {
		t.Base = "https" + strings.TrimPrefix(t.Base, "http")
	}
	switch {
	case f.access.made && f.dataDir != "":
		t.CA = absolute(filepath.Join(f.dataDir, capture.CAFile))
	case f.access.made:
		t.CA = capture.CAFile
	}
	return t, nil
}

func unknownSender(err error, name string) error {
	names := senderconfig.Names()
	if near := nearest(name, names); near != "" {
		return wrongUsage(err, "did you mean %s?", near)
	}
	return wrongUsage(err, "known are %s; others want the URL %s/api/v1/write", strings.Join(names, ", "), baseURL(defaultListen))
}

// baseURL is the address that senders on this machine use for what listens there.
func baseURL(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "http://" + listen
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return fmt.Sprintf("http://%s", net.JoinHostPort(host, port))
}
