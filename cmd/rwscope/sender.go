package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/spf13/cobra"

	"rwscope/capture/senderconfig"
)

func newSender() *cobra.Command {
	listen := defaultListen
	cmd := &cobra.Command{
		Use:   "sender NAME",
		Short: "Print the configuration that makes a sender send here",
		Long: "Print the configuration that makes a sender send here, ready to be pasted.\n\nNAME is one of " +
			strings.Join(senderconfig.Names(), ", ") + ".",
		Example: `rwscope sender prometheus
rwscope sender otelcol --listen 192.0.2.7:9201`,
		Args:      args(cobra.ExactArgs(1)),
		ValidArgs: senderconfig.Names(),
		RunE: func(cmd *cobra.Command, given []string) error {
			text, err := senderconfig.Text(given[0], baseURL(listen))
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
	cmd.Flags().StringVar(&listen, "listen", listen, "address that rwscope receives on")
	return cmd
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
