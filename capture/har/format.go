package har

import "encoding/json"

// entry is one request with its answer. Fields that HAR 1.2 requires are always
// written; what a reader does not need is left out of these types.
type entry struct {
	StartedDateTime string   `json:"startedDateTime"`
	Time            float64  `json:"time"` // milliseconds
	Request         request  `json:"request"`
	Response        response `json:"response"`
	Cache           struct{} `json:"cache"`
	Timings         timings  `json:"timings"`
	ServerIPAddress string   `json:"serverIPAddress,omitempty"`
	Connection      string   `json:"connection,omitempty"`
	Comment         string   `json:"comment,omitempty"`
	Rwscope         string   `json:"_rwscope,omitempty"`
}

type request struct {
	Method      string    `json:"method"`
	URL         string    `json:"url"`
	HTTPVersion string    `json:"httpVersion"`
	Cookies     []pair    `json:"cookies"`
	Headers     []pair    `json:"headers"`
	QueryString []pair    `json:"queryString"`
	PostData    *postData `json:"postData,omitempty"`
	HeadersSize int       `json:"headersSize"`
	BodySize    int       `json:"bodySize"`
}

type postData struct {
	MimeType string          `json:"mimeType"`
	Text     json.RawMessage `json:"text"`
	// Encoding is how we write it, PlainEncoding how others do.
	Encoding      string `json:"_encoding,omitempty"`
	PlainEncoding string `json:"encoding,omitempty"`
}

type response struct {
	Status      int     `json:"status"`
	StatusText  string  `json:"statusText"`
	HTTPVersion string  `json:"httpVersion"`
	Cookies     []pair  `json:"cookies"`
	Headers     []pair  `json:"headers"`
	Content     content `json:"content"`
	RedirectURL string  `json:"redirectURL"`
	HeadersSize int     `json:"headersSize"`
	BodySize    int     `json:"bodySize"`
}

type content struct {
	Size     int             `json:"size"`
	MimeType string          `json:"mimeType"`
	Text     json.RawMessage `json:"text,omitempty"`
	Encoding string          `json:"encoding,omitempty"`
}

type timings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// pair is a header, a cookie or a parameter.
type pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// unknownSize is what HAR has for sizes that are not known.
const unknownSize = -1
