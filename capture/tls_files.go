package capture

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/prometheus/exporter-toolkit/web"
	"go.yaml.in/yaml/v2"
)

// TLSFiles name what a receiver's TLS is made of, all in PEM.
type TLSFiles struct {
	Cert, Key string
	// ClientCA holds the CAs whose clients may connect; without it everybody may.
	ClientCA string
}

// Config reads the files. Certificate and key are read again for each handshake,
// so that they can be renewed while the receiver runs.
func (f TLSFiles) Config() (*tls.Config, error) {
	return serverConfig(web.TLSConfig{TLSCertPath: f.Cert, TLSKeyPath: f.Key}, f.ClientCA)
}

// serverConfig is what Prometheus' web package makes of the settings.
func serverConfig(settings web.TLSConfig, clientCA string) (*tls.Config, error) {
	settings.MinVersion, settings.MaxVersion = tls.VersionTLS12, tls.VersionTLS13
	if clientCA != "" {
		if err := holdsCertificate(clientCA); err != nil {
			return nil, fmt.Errorf("client CA: %w", err)
		}
		settings.ClientCAs, settings.ClientAuth = clientCA, "RequireAndVerifyClientCert"
	}
	cfg, err := web.ConfigToTLSConfig(&settings)
	if err != nil {
		return nil, fmt.Errorf("TLS: %w", err)
	}
	return cfg, nil
}

// holdsCertificate reports what is wrong with a file of CAs. Prometheus' web
// package would take an empty one, and then nobody.
func holdsCertificate(path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !x509.NewCertPool().AppendCertsFromPEM(b) {
		return fmt.Errorf("%s: no certificate in PEM", path)
	}
	return nil
}

// WebConfig is what a receiver takes from a file of Prometheus' web configuration.
type WebConfig struct {
	TLS   *tls.Config       // nil without tls_server_config
	Users map[string]string // bcrypt hashes of basic_auth_users by name
}

// ErrWebConfig says that a web configuration asks for something that a receiver
// does not do.
var ErrWebConfig = errors.New("not supported here")

// ReadWebConfig reads a file that Prometheus takes with --web.config.file. Headers
// and a rate limit would change answers, so they are refused with ErrWebConfig.
func ReadWebConfig(path string) (*WebConfig, error) {
	if err := web.Validate(path); err != nil {
		return nil, fmt.Errorf("web config %s: %w", path, err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("web config: %w", err)
	}
	file := web.Config{
		TLSConfig:  web.TLSConfig{MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS13},
		HTTPConfig: web.HTTPConfig{HTTP2: true},
	}
	if err := yaml.UnmarshalStrict(b, &file); err != nil {
		return nil, fmt.Errorf("web config %s: %w", path, err)
	}
	if len(file.HTTPConfig.Header) > 0 {
		return nil, fmt.Errorf("web config %s: http_server_config.headers: %w", path, ErrWebConfig)
	}
	if file.RateLimiterConfig.Interval != 0 {
		return nil, fmt.Errorf("web config %s: rate_limit: %w", path, ErrWebConfig)
	}
	return newWebConfig(&file, filepath.Dir(path))
}

func newWebConfig(file *web.Config, dir string) (*WebConfig, error) {
	cfg := &WebConfig{Users: make(map[string]string, len(file.Users))}
	for name, hash := range file.Users {
		cfg.Users[name] = string(hash)
	}
	if !file.TLSConfig.IsEnabled() {
		return cfg, nil
	}
	file.TLSConfig.SetDirectory(dir)
	var err error
	if cfg.TLS, err = web.ConfigToTLSConfig(&file.TLSConfig); err != nil {
		return nil, fmt.Errorf("TLS: %w", err)
	}
	if !file.HTTPConfig.HTTP2 {
		cfg.TLS.NextProtos = []string{"http/1.1"}
	}
	return cfg, nil
}
