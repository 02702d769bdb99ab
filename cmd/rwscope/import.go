package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"rwscope/capture"
	"rwscope/capture/importer"
)

// importFlags are what import takes.
type importFlags struct {
	out         string
	all         bool
	headers     []string
	keepSecrets bool
	redact      []string
}

func newImport() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import FILE... -o OUT.rwscope",
		Short: "Make a journal of packet captures, HTTP Archives or request bodies",
		Long: `Make a journal of what other programs recorded: packet captures (pcap, pcapng, also packed with gzip) of plain HTTP/1.1, HTTP Archives (HAR) of proxies and browsers, or single request bodies as they were on the wire. FILE may be - for standard input. What kind a file is, its bytes tell.

Exchanges keep the answer that was recorded. What the receiver stored is not known then, and shown so; "rwscope replay --to self" judges them. Archives that rwscope exported keep everything.

Requests that are no remote_write are left out.`,
		Example: `tcpdump -i any -w node.pcap 'tcp port 9090' # on the node, then here:
rwscope import node.pcap -o node.rwscope
rwscope import mitmproxy.har body.bin -o both.rwscope`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, given []string) error {
			return runImport(cmd, given, &f)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&f.out, "output", "o", "", "journal to make; it must not exist")
	flags.BoolVar(&f.all, "all", false, "every HTTP request, not only remote_write")
	flags.StringArrayVar(&f.headers, "header", nil, "for request bodies: header that they came with, as Name: value; may be repeated (default what fits the bytes)")
	flags.BoolVar(&f.keepSecrets, "keep-secrets", false, "keep Authorization, cookies and the like as they came")
	flags.StringSliceVar(&f.redact, "redact-header", nil, "one more header whose value is replaced by a fingerprint")
	_ = cmd.MarkFlagFilename("output", "rwscope")
	return cmd
}

func runImport(cmd *cobra.Command, paths []string, f *importFlags) (err error) {
	if f.out == "" {
		return wrongUsage(errors.New("--output is missing"), "name the journal to make, as in -o out.rwscope")
	}
	var header http.Header
	if len(f.headers) > 0 {
		if header, err = parseHeaders(f.headers); err != nil {
			return err
		}
	}
	journal, err := capture.CreateJournal(capture.JournalConfig{
		Path:      f.out,
		Run:       capture.Run{Program: "rwscope " + version() + " import"},
		Redaction: capture.Redaction{Headers: f.redact, Keep: f.keepSecrets},
	})
	if err != nil {
		return withHint(err, "%s", outputHint(err))
	}
	imported, err := importFiles(cmd, paths, importer.Config{Journal: journal, All: f.all, Header: header})
	err = errors.Join(err, journal.Close())
	if imported == 0 {
		err = errors.Join(err, os.Remove(f.out))
	}
	if err == nil && imported == 0 {
		err = withHint(errors.New("nothing to import"), "no file holds a remote_write request; --all takes every HTTP request")
	}
	return err
}

func importFiles(cmd *cobra.Command, paths []string, cfg importer.Config) (imported int, err error) {
	for _, path := range paths {
		result, err := importFile(cmd, path, cfg)
		for _, line := range result.Notices {
			notice(cmd, path+": "+line)
		}
		imported += result.Imported
		if err != nil {
			return imported, withHint(err, "import takes packet captures, HTTP Archives and request bodies")
		}
		line := fmt.Sprintf("%s: %s, %s", path, result.Kind, counted(result.Imported, "exchange"))
		if result.Skipped > 0 {
			line += fmt.Sprintf(", %s left out", counted(result.Skipped, "other request"))
		}
		notice(cmd, line)
	}
	return imported, nil
}

func importFile(cmd *cobra.Command, path string, cfg importer.Config) (importer.Result, error) {
	file := importer.File{Reader: cmd.InOrStdin(), Name: path, Time: time.Now()}
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return importer.Result{}, err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return importer.Result{}, err
		}
		file.Reader, file.Time = f, info.ModTime()
	}
	return importer.Import(cmd.Context(), file, cfg)
}

// outputHint says what to do about a file that cannot be made.
func outputHint(err error) string {
	if errors.Is(err, os.ErrExist) {
		return "it is left as it is: name another one, or remove it"
	}
	return journalHint(err)
}

// counted is a number of things.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
