package export

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"rwscope/capture"
)

// curl writes a script that sends the requests again, in order, and their bodies
// beside it.
type curl struct {
	dir    string
	file   *os.File
	script *bufio.Writer
}

// curlHead is the beginning of the script. What curl adds on its own is taken out
// again request by request, as a sender's request should not look like curl's.
const curlHead = `#!/bin/sh
# Sends recorded remote_write requests again, and prints the status of each answer.
#
#   sh replay.sh [http://127.0.0.1:9201]
#
# Times are as recorded. "rwscope replay --shift now" moves them.
target=${1:-http://127.0.0.1:9201}
cd "$(dirname "$0")" || exit 1

send() {
	printf '#%s ' "$1"
	path=$2
	shift 2
	curl --silent --show-error --globoff --path-as-is --output /dev/null --write-out '%{http_code}\n' "$@" -- "$target$path"
}

`

func newCurl(dir string) (*curl, error) {
	if err := makeDir(dir); err != nil {
		return nil, err
	}
	if err := os.Mkdir(filepath.Join(dir, "bodies"), 0o700); err != nil {
		return nil, err
	}
	file, err := create(dir, "replay.sh")
	if err != nil {
		return nil, err
	}
	c := &curl{dir: dir, file: file, script: bufio.NewWriter(file)}
	_, err = c.script.WriteString(curlHead)
	return c, err
}

func (c *curl) Write(ex *capture.Exchange) error {
	if ex.Request.Method == "" {
		return nil // a connection on which no request was made
	}
	body := len(ex.Request.Body) > 0 || ex.Request.Method == http.MethodPost
	if body {
		if err := writeBody(filepath.Join(c.dir, "bodies"), ex); err != nil {
			return err
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# recorded %s, answered %d\n", ex.Time.UTC().Format("2006-01-02T15:04:05.000Z"), ex.Verdict.Answer.Status)
	path, leftOut := curlPath(ex.Request.Path)
	headers, without := curlHeaders(ex.Request.Header, body)
	for _, what := range append(leftOut, without...) {
		fmt.Fprintf(&b, "# left out: %s\n", what)
	}
	fmt.Fprintf(&b, "send %d %s --request %s", ex.ID, shellQuote(path), shellQuote(method(ex)))
	for _, h := range headers {
		fmt.Fprintf(&b, " \\\n\t--header %s", shellQuote(h))
	}
	if body {
		fmt.Fprintf(&b, " \\\n\t--data-binary @bodies/%s", bodyName(ex))
	}
	b.WriteString("\n\n")
	_, err := c.script.WriteString(b.String())
	return err
}

// method is the recorded one, if it is one.
func method(ex *capture.Exchange) string {
	if strings.ContainsFunc(ex.Request.Method, func(r rune) bool { return r < 'A' || r > 'Z' }) {
		return http.MethodPost
	}
	return ex.Request.Method
}

func curlPath(recorded string) (path string, leftOut []string) {
	path = recorded
	if capture.Redacted(path) {
		path, _, _ = strings.Cut(path, "?")
		leftOut = append(leftOut, "the query of the path, which has a secret")
	}
	if !strings.HasPrefix(path, "/") || strings.ContainsFunc(path, commands) {
		return "/api/v1/write", append(leftOut, "a path that is none")
	}
	return path, leftOut
}

// token is the name of a header; "@name" would make curl read a file.
var token = regexp.MustCompile("^[-!#$%&'*+.^_`|~0-9A-Za-z]+$")

// curlHeaders are the headers in curl's notation.
func curlHeaders(recorded http.Header, body bool) (lines, leftOut []string) {
	h, redacted := capture.Sendable(recorded)
	for _, name := range redacted {
		leftOut = append(leftOut, quoted(name)+", which is a secret")
	}
	for name, values := range h {
		for _, value := range values {
			switch {
			case !token.MatchString(name) || strings.ContainsFunc(value, commands):
				leftOut = append(leftOut, quoted(name)+", which is not text")
			case value == "":
				lines = append(lines, name+";") // without ";" curl takes the header out
			default:
				lines = append(lines, name+": "+value)
			}
		}
	}
	for _, name := range []string{"Accept", "User-Agent", "Content-Type", "Expect"} {
		if _, sent := h[name]; !sent && (body || name != "Content-Type") {
			lines = append(lines, name+":")
		}
	}
	slices.Sort(lines)
	slices.Sort(leftOut)
	return lines, leftOut
}

// quoted is a name that is safe in a comment.
func quoted(name string) string { return fmt.Sprintf("%+q", name) }

func (c *curl) Close() error { return errors.Join(c.script.Flush(), c.file.Close()) }
