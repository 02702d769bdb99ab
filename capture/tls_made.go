package capture

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	config_util "github.com/prometheus/common/config"
	"github.com/prometheus/exporter-toolkit/web"
)

const (
	// madeLasts is how long a certificate made on the spot is valid; no client takes
	// one for much longer.
	madeLasts = 365 * 24 * time.Hour
	// clockSlack is how far a sender's clock may be behind.
	clockSlack = 24 * time.Hour
	// lastsAtLeast is how long one that was kept must still be valid.
	lastsAtLeast = 7 * 24 * time.Hour
)

// The files of a certificate made on the spot.
const (
	madeFile = "tls.pem" // certificate and key, for the owner's eyes
	CAFile   = "ca.pem"  // the CA, for senders
)

// MadeCertificate is a certificate made on the spot, and the CA that signed it. The
// CA's key is gone as soon as it has signed: nobody can make another certificate
// that senders who trust this CA would trust.
type MadeCertificate struct {
	CA        []byte // PEM
	CAPath    string // the file that holds it, empty if there is none
	Cert, Key []byte // PEM
}

// Config is the TLS of a receiver with this certificate. With the file of a client
// CA, clients need a certificate of their own.
func (m *MadeCertificate) Config(clientCA string) (*tls.Config, error) {
	return serverConfig(web.TLSConfig{TLSCert: string(m.Cert), TLSKey: config_util.Secret(m.Key)}, clientCA)
}

// OpenCertificate returns the certificate that is kept in dir if it has all the
// names and is valid for another week, and otherwise makes one and keeps it there:
// senders that trust it go on after a restart.
func OpenCertificate(dir string, names []string, now time.Time) (*MadeCertificate, error) {
	m, err := readMade(dir)
	if err == nil && m.serves(names, now) {
		return m, nil
	}
	if m, err = MakeCertificate(names, now); err == nil {
		err = m.write(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	return m, nil
}

func readMade(dir string) (*MadeCertificate, error) {
	ca, err := os.ReadFile(filepath.Join(dir, CAFile))
	if err != nil {
		return nil, err
	}
	both, err := os.ReadFile(filepath.Join(dir, madeFile))
	if err != nil {
		return nil, err
	}
	return &MadeCertificate{CA: ca, CAPath: filepath.Join(dir, CAFile), Cert: both, Key: both}, nil
}

func (m *MadeCertificate) write(dir string) error {
	m.CAPath = filepath.Join(dir, CAFile)
	return errors.Join(
		os.WriteFile(filepath.Join(dir, madeFile), slices.Concat(m.Cert, m.Key), 0o600),
		os.WriteFile(m.CAPath, m.CA, 0o644),
	)
}

// serves says whether a certificate that was kept will do.
func (m *MadeCertificate) serves(names []string, now time.Time) bool {
	pair, err := tls.X509KeyPair(m.Cert, m.Key)
	if err != nil {
		return false
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(m.CA) {
		return false
	}
	for _, name := range names {
		for _, at := range []time.Time{now, now.Add(lastsAtLeast)} {
			if _, err := pair.Leaf.Verify(x509.VerifyOptions{DNSName: name, Roots: roots, CurrentTime: at}); err != nil {
				return false
			}
		}
	}
	return true
}

// MakeCertificate makes a certificate for the names, which may be addresses, and a
// CA to trust it by.
func MakeCertificate(names []string, now time.Time) (*MadeCertificate, error) {
	ca, caKey, err := template("rwscope CA", now)
	if err != nil {
		return nil, err
	}
	ca.IsCA, ca.BasicConstraintsValid, ca.MaxPathLenZero = true, true, true
	ca.KeyUsage = x509.KeyUsageCertSign
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, caKey.Public(), caKey)
	if err != nil {
		return nil, err
	}
	leaf, key, err := template("rwscope", now)
	if err != nil {
		return nil, err
	}
	leaf.KeyUsage = x509.KeyUsageDigitalSignature
	leaf.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			leaf.IPAddresses = append(leaf.IPAddresses, ip)
		} else {
			leaf.DNSNames = append(leaf.DNSNames, name)
		}
	}
	leafDER, err := x509.CreateCertificate(rand.Reader, leaf, ca, key.Public(), caKey)
	if err != nil {
		return nil, err
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return &MadeCertificate{
		CA:   pemOf("CERTIFICATE", caDER),
		Cert: pemOf("CERTIFICATE", leafDER),
		Key:  pemOf("PRIVATE KEY", keyDER),
	}, nil
}

// template is a certificate to be filled in, and its key.
func template(name string, now time.Time) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, nil, err
	}
	return &x509.Certificate{
		SerialNumber: serial,
		// Two runs' CAs have different names, so that a sender that trusts the old one
		// says so, and does not complain about a bad signature.
		Subject:   pkix.Name{CommonName: fmt.Sprintf("%s %x", name, new(big.Int).Rsh(serial, 95))},
		NotBefore: now.Add(-clockSlack),
		NotAfter:  now.Add(madeLasts),
	}, key, nil
}

func pemOf(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// CertificateNames are the names under which senders may know what listens on
// addr: those of this machine, and its addresses where it listens on them.
func CertificateNames(addr net.Addr, more []string) []string {
	names := []string{"localhost", "127.0.0.1", "::1"}
	if host, err := os.Hostname(); err == nil {
		names = append(names, host)
	}
	if tcp, ok := addr.(*net.TCPAddr); ok {
		names = append(names, addresses(tcp.IP)...)
	}
	names = append(names, more...)
	slices.Sort(names)
	return slices.Compact(names)
}

// addresses are those that one listens on: its own, or all of this machine.
func addresses(ip net.IP) []string {
	if !ip.IsUnspecified() {
		return []string{ip.String()}
	}
	var all []string
	local, _ := net.InterfaceAddrs() // without them senders use a name
	for _, a := range local {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLinkLocalUnicast() {
			all = append(all, n.IP.String())
		}
	}
	return all
}
