package export

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"rwscope/capture"
	"rwscope/capture/har"
)

// Formats are the formats that New writes, and OpenMetrics.
var Formats = []string{"jsonl", "har", "openmetrics", "curl", "bodies"}

// ErrFormat says that there is no such format.
var ErrFormat = errors.New("unknown format")

// Writer writes exchanges. Close must be called, also after an error.
type Writer interface {
	Write(*capture.Exchange) error
	Close() error
}

// Config says where and what is written.
type Config struct {
	Format string
	// Out takes the formats of one file.
	Out io.Writer
	// Dir takes the others. It is made if it does not exist, and must be empty.
	Dir string
	// Version of the program, for formats that name it.
	Version string
}

// InDir reports whether a format makes several files.
func InDir(format string) bool { return format == "curl" || format == "bodies" }

// New begins an export.
func New(cfg Config) (Writer, error) {
	switch cfg.Format {
	case "jsonl":
		return &jsonl{out: cfg.Out}, nil
	case "har":
		return har.NewWriter(cfg.Out, cfg.Version), nil
	case "curl":
		return newCurl(cfg.Dir)
	case "bodies":
		return newBodies(cfg.Dir)
	default:
		return nil, fmt.Errorf("%w %q: known are %s", ErrFormat, cfg.Format, strings.Join(Formats, ", "))
	}
}

// jsonl writes one object a line.
type jsonl struct {
	out io.Writer
	buf []byte
}

func (j *jsonl) Write(ex *capture.Exchange) error {
	j.buf = append(capture.AppendJSON(j.buf[:0], ex), '\n')
	_, err := j.out.Write(j.buf)
	return err
}

func (j *jsonl) Close() error { return nil }

// errNotEmpty keeps an export from mixing with other files.
var errNotEmpty = errors.New("directory is not empty")

// makeDir makes a directory, or takes an empty one.
func makeDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("%s: %w", dir, errNotEmpty)
	}
	return err
}

// create makes a file that only its owner reads.
func create(dir, name string) (*os.File, error) {
	return os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

// bodyName is the file of an exchange's body.
func bodyName(ex *capture.Exchange) string { return fmt.Sprintf("%06d.bin", ex.ID) }

func writeBody(dir string, ex *capture.Exchange) error {
	f, err := create(dir, bodyName(ex))
	if err != nil {
		return err
	}
	_, err = f.Write(ex.Request.Body)
	return errors.Join(err, f.Close())
}
