package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"rwscope/capture"
	"rwscope/capture/senderconfig"
)

// accessFlags say over what senders reach the receiver, and who may send.
type accessFlags struct {
	made  bool
	names []string
	files capture.TLSFiles
	auth  []string
	web   string
}

func (f *accessFlags) register(flags *pflag.FlagSet) {
	flags.BoolVar(&f.made, "tls", false, "receive with TLS, by a certificate made on the spot; what senders need is printed")
	flags.StringSliceVar(&f.names, "tls-name", nil, "with --tls: one more name or address that senders use")
	flags.StringVar(&f.files.Cert, "tls-cert", "", "receive with TLS, by the certificate in this PEM file")
	flags.StringVar(&f.files.Key, "tls-key", "", "the certificate's key")
	flags.StringVar(&f.files.ClientCA, "tls-client-ca", "", "let in only clients with a certificate of a CA in this PEM file")
	flags.StringArrayVar(&f.auth, "auth", nil, "what senders must have, basic:USER:PASSWORD or bearer:TOKEN; others see it in the process list, but not in RWSCOPE_AUTH")
	flags.StringVar(&f.web, "web.config", "", "file with TLS and users, as Prometheus' --web.config.file")
}

// check finds flags that contradict each other.
func (f *accessFlags) check() error {
	files := f.files.Cert != "" || f.files.Key != ""
	switch {
	case f.web != "" && (f.made || files || f.files.ClientCA != ""):
		return wrongUsage(errors.New("--web.config together with --tls…"), "say it all in the file, or leave it out")
	case f.made && files:
		return wrongUsage(errors.New("--tls together with --tls-cert"), "--tls makes a certificate, --tls-cert and --tls-key bring one")
	case (f.files.Cert == "") != (f.files.Key == ""):
		return wrongUsage(errors.New("one of --tls-cert and --tls-key is missing"), "a certificate needs its key")
	case f.files.ClientCA != "" && !f.made && !files:
		return wrongUsage(errors.New("--tls-client-ca without TLS"), "add --tls, or --tls-cert and --tls-key")
	case len(f.names) > 0 && !f.made:
		return wrongUsage(errors.New("--tls-name without --tls"), "a certificate of one's own has its names already")
	default:
		return nil
	}
}

// access is who may send, over what.
type access struct {
	tls     *tls.Config
	auth    *capture.Auth
	made    *capture.MadeCertificate // nil unless it was made on the spot
	clients bool                     // need a certificate
	target  senderconfig.Target      // what senders have to know, but for the address
}

// open reads the files, or makes a certificate for what listens on addr and keeps
// it in dir.
func (f *accessFlags) open(dir string, addr net.Addr) (*access, error) {
	a := &access{clients: f.files.ClientCA != ""}
	credentials := capture.AuthConfig{Given: f.auth}
	var cfg *capture.WebConfig
	err := f.openTLS(a, dir, addr)
	if err == nil && f.web != "" {
		if cfg, err = capture.ReadWebConfig(f.web); err == nil {
			a.tls, credentials.Hashed = cfg.TLS, cfg.Users
			a.clients = wantsCertificate(cfg.TLS)
		}
	}
	if err != nil {
		return nil, withHint(err, "%s", accessHint(err))
	}
	if a.auth, err = capture.NewAuth(credentials); err != nil {
		return nil, wrongUsage(fmt.Errorf("--auth: %w", err), "for example RWSCOPE_AUTH=basic:agent:PASSWORD")
	}
	a.target = f.target(cfg)
	if a.made != nil {
		a.target.CA = absolute(a.made.CAPath)
	}
	return a, nil
}

func (f *accessFlags) openTLS(a *access, dir string, addr net.Addr) (err error) {
	switch {
	case f.made:
		if a.made, err = capture.OpenCertificate(dir, capture.CertificateNames(addr, f.names), time.Now()); err == nil {
			a.tls, err = a.made.Config(f.files.ClientCA)
		}
	case f.files.Cert != "":
		a.tls, err = f.files.Config()
	}
	return err
}

func wantsCertificate(c *tls.Config) bool {
	return c != nil && c.ClientAuth >= tls.RequireAnyClientCert
}

func accessHint(err error) string {
	switch {
	case errors.Is(err, capture.ErrWebConfig):
		return "rwscope takes tls_server_config, basic_auth_users and http_server_config.http2"
	case errors.Is(err, os.ErrNotExist):
		return "check the name of the file"
	case errors.Is(err, os.ErrPermission):
		return "check the permissions of the file"
	default:
		return "certificates and keys are PEM; --tls makes one on the spot"
	}
}

// scheme is that of the receiver's URL.
func (a *access) scheme() string {
	if a.tls != nil {
		return "https"
	}
	return "http"
}

// warnings say what others on the network can do.
func (a *access) warnings(addr net.Addr) []string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || tcp.IP.IsLoopback() {
		return nil
	}
	switch {
	case a.auth == nil && !a.clients:
		return []string{"warning: others can reach this address and may send: add --auth, or --tls-client-ca"}
	case a.tls == nil:
		return []string{"warning: credentials and data cross the network in clear text: add --tls"}
	default:
		return nil
	}
}

// handout is what senders need to trust a certificate that was made on the spot,
// ready to be pasted; empty if there is none.
func (a *access) handout(url string) string {
	if a.made == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "remote_write:\n  - url: %s/api/v1/write\n    tls_config:\n      ca: |\n", url)
	for line := range strings.Lines(string(a.made.CA)) {
		b.WriteString("        " + line)
	}
	if a.clients {
		b.WriteString("      cert_file: client.pem # signed by a CA of --tls-client-ca\n      key_file: client.key\n")
	}
	switch {
	case a.target.User != "":
		fmt.Fprintf(&b, "    basic_auth:\n      username: %q\n      password: PASSWORD # of --auth\n", a.target.User)
	case a.target.Bearer:
		b.WriteString("    authorization:\n      credentials: TOKEN # of --auth\n")
	}
	return b.String()
}
