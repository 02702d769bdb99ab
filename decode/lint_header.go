package decode

import "strings"

// The versions that go with the messages.
const (
	versionV1 = "0.1.0"
	versionV2 = "2." // and what follows
)

func findMethodNotPost(l *Linter) {
	if l.header.Method != "POST" {
		l.request(ItemRequest, "method is %s", quote([]byte(l.header.Method)))
	}
}

func findContentEncodingMissing(l *Linter) {
	if l.header.ContentEncoding == "" {
		l.request(ItemHeader, "no Content-Encoding header; the specification wants snappy")
	}
}

func findContentEncodingWrong(l *Linter) {
	if e := l.header.ContentEncoding; e != "" && e != "snappy" {
		l.request(ItemHeader, "Content-Encoding is %s instead of snappy", quote([]byte(e)))
	}
}

func findContentTypeMissing(l *Linter) {
	if l.header.ContentType == "" {
		l.request(ItemHeader, "no Content-Type header; Prometheus reads the body as v1")
	}
}

func findContentTypeInexact(l *Linter) {
	s := l.header.ContentType
	switch s {
	case "", mediaType, mediaType + ";proto=" + protoV1, mediaType + ";proto=" + protoV2:
		return
	}
	l.request(ItemHeader, "Content-Type is %s%s", quote([]byte(s)), whyInexact(s))
}

// whyInexact names the slip that makes a Content-Type header mean something else
// than it looks like.
func whyInexact(s string) string {
	media, params, _ := strings.Cut(s, ";")
	switch {
	case media != mediaType && strings.EqualFold(strings.TrimSpace(media), mediaType):
		return ": receivers compare letter by letter"
	case media != mediaType:
		return ": the media type is not " + mediaType
	case acceptable(s):
		if hidesProto(params) {
			return ": Prometheus does not see a proto that is written like this, and reads the body as v1"
		}
	case strings.ContainsAny(params, "\"'"):
		return ": the parameter is quoted"
	case strings.ContainsAny(params, " \t"):
		return ": there is white space in the parameter"
	}
	return ""
}

func acceptable(contentType string) bool {
	_, err := ParseContentType(contentType)
	return err == nil
}

// hidesProto reports whether the first proto parameter for people is none for
// Prometheus, which compares letter by letter and trims nothing.
func hidesProto(params string) bool {
	for param := range strings.SplitSeq(params, ";") {
		name, _, _ := strings.Cut(param, "=")
		if strings.EqualFold(strings.TrimSpace(name), "proto") {
			return name != "proto"
		}
	}
	return false
}

func findVersionMissing(l *Linter) {
	if l.header.Version == "" {
		l.request(ItemHeader, "no X-Prometheus-Remote-Write-Version header")
	}
}

func findVersionWrong(l *Linter) {
	v := l.header.Version
	switch {
	case v == "":
	case l.body.Declared == V1 && v != versionV1:
		l.request(ItemHeader, "version is %s, with v1 it is 0.1.0", quote([]byte(v)))
	case l.body.Declared == V2 && !strings.HasPrefix(v, versionV2):
		l.request(ItemHeader, "version is %s, with v2 it is 2.0.0", quote([]byte(v)))
	}
}

func findUserAgentMissing(l *Linter) {
	if l.header.UserAgent == "" {
		l.request(ItemHeader, "no User-Agent header")
	}
}

func findUserAgentMalformed(l *Linter) {
	if s := l.header.UserAgent; s != "" && !product(s, l.kind != V2) {
		l.request(ItemHeader, "User-Agent is %s", quote([]byte(s)))
	}
}

// product reports whether s begins with a product as in RFC 9110, section 10.1.5. The
// RFC, which 2.0 goes by, leaves it open whether to name a version; 1.0 asks for one.
func product(s string, versioned bool) bool {
	first, _, _ := strings.Cut(s, " ")
	name, version, ok := strings.Cut(first, "/")
	return token(name) && (token(version) || !ok && !versioned)
}

// token reports whether s is a token of RFC 9110, section 5.6.2.
func token(s string) bool {
	for _, c := range []byte(s) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"(),/:;<=>?@[\\]{}", c) >= 0 {
			return false
		}
	}
	return s != ""
}

// libraryAgents are how the User-Agents of common HTTP libraries begin.
var libraryAgents = [...]string{
	"Go-http-client/", "python-requests/", "Python-urllib/", "python-httpx/", "aiohttp/", "okhttp/", "Java/", "Apache-HttpClient/",
	"axios/", "node-fetch", "undici", "reqwest/", "hyper/", "curl/", "Wget/", "Faraday", "Ruby", "GuzzleHttp/", "libcurl",
}

func findUserAgentOfLibrary(l *Linter) {
	for _, library := range libraryAgents {
		if strings.HasPrefix(l.header.UserAgent, library) {
			l.request(ItemHeader, "User-Agent is %s", quote([]byte(l.header.UserAgent)))
			return
		}
	}
}

func findReservedRepeated(l *Linter) {
	for _, name := range l.header.Repeated {
		l.request(ItemHeader, "%s is there more than once", name)
	}
}
