package store

const (
	doorSource   = "rwscope"
	tlsSource    = "crypto/tls"
	serverSource = "net/http, Server"
)

// catalogueAccess are about connections that were turned away before any request
// was read, or before its body was. Nothing of them is stored.
var catalogueAccess = []Cause{
	{
		ID: CauseTLSPlainHTTP, Level: LevelError,
		Line: "HTTP without TLS, on a port that wants TLS", Says: "Client sent an HTTP request to an HTTPS server.",
		Source: serverSource, Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "rwscope receives with TLS, and the sender does not speak it. What it sent came over the network unprotected, credentials included; rwscope did not read the body.",
			Fix: "Write `https://` into the sender's URL and trust the CA: `tls_config: {ca_file: ca.pem}`. Or start rwscope without `--tls`.",
		}},
	},
	{
		ID: CauseTLSUnexpected, Level: LevelError,
		Line: "TLS, on a port that does not speak it", Says: "400 Bad Request",
		Source: serverSource, Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "The sender's URL says https, and rwscope receives without TLS. The sender logs `http: server gave HTTP response to HTTPS client`, or `wrong version number` when it uses OpenSSL.",
			Fix: "Write `http://` into the sender's URL, or start rwscope with `--tls`.",
		}},
	},
	{
		ID: CauseTLSNotTLS, Level: LevelError,
		Line: "neither TLS nor HTTP", Source: tlsSource, Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "rwscope receives with TLS, and this is neither TLS nor HTTP: {detail}. A port scanner, another protocol, or a proxy that puts a line of its own ahead (PROXY protocol).",
			Fix: "Look at what is at this address; in a load balancer turn the PROXY protocol off for this target.",
		}},
	},
	{
		ID: CauseTLSCertificate, Level: LevelError,
		Line: "the sender does not trust rwscope's certificate", Source: tlsSource, Facts: []string{"detail"},
		Advice: []Advice{{
			When:  "the name in the sender's URL is not in the certificate",
			holds: detailHas("not valid for"),
			Why:   "The sender asked for a name that the certificate does not have: {detail}.",
			Fix:   "Use a name or address in the URL that the certificate has, make one that has it (`--tls-name`), or say which name to check: `tls_config: {server_name: localhost}`.",
		}, {
			When:  "the certificate is out of date",
			holds: detailHas("expired"),
			Why:   "The certificate's time is over, or has not come yet: {detail}.",
			Fix:   "Renew the file of `--tls-cert`; it is read again for each connection. If it is in date, look at the sender's clock.",
		}, {
			Why: "The sender ended the handshake: {detail}. It does not know the CA that signed the certificate; its log says `x509: certificate signed by unknown authority`.",
			Fix: "Give the CA that rwscope printed to the sender: `tls_config: {ca_file: ca.pem}`, beside `url` in remote_write.",
		}},
	},
	{
		ID: CauseTLSClientMissing, Level: LevelError,
		Line: "the sender showed no client certificate", Source: tlsSource, Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "rwscope asks for a client certificate, and the sender has none. {detail}",
			Fix: "`tls_config: {cert_file: client.pem, key_file: client.key}` in the sender's remote_write.",
		}},
	},
	{
		ID: CauseTLSClientCertificate, Level: LevelError,
		Line: "the sender's client certificate is not accepted", Source: tlsSource, Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "The certificate that the sender showed does not pass: {detail}.",
			Fix: "Sign it with the CA of `--tls-client-ca`, for client authentication and in date; a chain must come with its intermediate certificates.",
		}},
	},
	{
		ID: CauseTLSVersion, Level: LevelError,
		Line: "no TLS version, cipher suite or protocol in common", Source: tlsSource, Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "The two could not agree: {detail}. rwscope speaks TLS 1.2 and 1.3.",
			Fix: "Update the sender, or widen `min_version` and `cipher_suites` in the file of `--web.config`.",
		}},
	},
	{
		ID: CauseTLSHandshake, Level: LevelError,
		Line: "the TLS handshake was not finished", Source: tlsSource, Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "The connection ended before any request: {detail}. A sender that was stopped, a health check, a scanner, or something in between that does not let TLS through.",
			Fix: "Look at the sender's own log of this moment.",
		}},
	},
	{
		ID: CauseCredentialsMissing, Level: LevelError,
		Line: "no credentials", Says: "Unauthorized", Source: doorSource, Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "rwscope was started with `--auth`, and the request has no Authorization header. The body was not read. A redirect or a proxy may have dropped it.",
			Fix: "`basic_auth: {username: USER, password_file: FILE}` or `authorization: {credentials_file: FILE}` in the sender's remote_write.",
		}},
	},
	{
		ID: CauseCredentialsWrong, Level: LevelError,
		Line: "wrong credentials", Says: "Unauthorized", Source: doorSource, Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "The Authorization header is there and does not fit: {detail}. The body was not read. The secret itself is not kept.",
			Fix: "Compare user and secret with those of `--auth`; a file of credentials must not end in more than one line break, and a Kubernetes secret is base64 only once.",
		}},
	},
	{
		ID: CauseWebPage, Level: LevelError,
		Line: "sent by a web page", Source: doorSource, Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "A page that is open in a browser on this machine sent this: {detail}. Any page can reach a port of the machine that shows it, and Prometheus would store what it sends. The body was not read.",
			Fix: "Close that page. A sender that really runs in a browser needs a proxy that drops Origin and Sec-Fetch-Site.",
		}},
	},
	{
		ID: CauseMalformedRequest, Level: LevelError,
		Line: "not an HTTP request", Source: serverSource, Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "What came could not be read as the head of an HTTP request: {detail}. Prometheus answers the same.",
			Fix: "Look at what is at this address: another protocol, a scanner, or a client that builds its requests by hand.",
		}},
	},
	ownLimit(CauseLimitConnections, "too many connections at a time",
		"All places for connections are taken: {detail}. Prometheus would let the sender wait, unseen.",
		"Raise `--max-connections`, or look for senders that open a connection for each request."),
	ownLimit(CauseLimitHeadTimeout, "the head of a request did not arrive in time",
		"The connection was open and the head of a request did not come to its end: {detail}. The connection was closed.",
		"Raise `--read-header-timeout` if the network is that slow; many of these at a time are an attack."),
}
