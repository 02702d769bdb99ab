package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"rwscope/capture/filter"
	"rwscope/capture/relabel"
	"rwscope/decode"
)

func newRelabel() *cobra.Command {
	var expr, format string
	cmd := &cobra.Command{
		Use:   "relabel FILE RULES",
		Short: "Try relabelling rules on the series of a journal",
		Long: `Try relabelling rules on the series of a journal, before a sender gets them: what each rule drops and changes, and what comes out broken. Series that end up with the same labels, or without a name, make the exit code 1.

RULES is a YAML file as Prometheus reads it: a list of rules, the list under write_relabel_configs, or a Prometheus configuration with one remote_write that has some. FILE or RULES may be - for standard input.

The series are those that arrived: the rules are tried as if they came after all that the sender does already.`,
		Example: `rwscope relabel incident.rwscope rules.yml
rwscope relabel incident.rwscope prometheus.yml --filter sender:Prometheus
echo '[{action: labeldrop, regex: pod}]' | rwscope relabel incident.rwscope -`,
		Args: args(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, given []string) error {
			write, err := reporter(format)
			if err != nil {
				return err
			}
			picked, err := parseFilter(expr)
			if err != nil {
				return err
			}
			if given[0] == "-" && given[1] == "-" {
				return wrongUsage(errors.New("standard input cannot be both the journal and the rules"), "name a file for one of them")
			}
			trial, err := newTrial(cmd, given[1])
			if err != nil {
				return err
			}
			return runRelabel(cmd, given[0], picked, trial, write)
		},
		ValidArgsFunction: completeRelabel,
	}
	cmd.Flags().StringVar(&expr, "filter", "", "only exchanges that this holds for")
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	completeFlag(cmd, "format", "text", "json")
	return cmd
}

func reporter(format string) (func(io.Writer, *relabel.Report) error, error) {
	switch format {
	case "text":
		return func(w io.Writer, r *relabel.Report) error { return r.WriteTable(w) }, nil
	case "json":
		return func(w io.Writer, r *relabel.Report) error { return json.NewEncoder(w).Encode(r) }, nil
	default:
		return nil, wrongUsage(fmt.Errorf("--format %s", format), "known are text and json")
	}
}

// newTrial reads the rules.
func newTrial(cmd *cobra.Command, path string) (*relabel.Trial, error) {
	in := cmd.InOrStdin()
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, withHint(err, "name a file with relabelling rules, or - for standard input")
		}
		defer file.Close()
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, relabel.MaxRules+1))
	if err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	rules, err := relabel.Parse(text)
	if err != nil {
		return nil, withHint(err, "%s", rulesHint(err))
	}
	return relabel.New(rules), nil
}

func rulesHint(err error) string {
	wrong, right := relabel.Suggest(err)
	switch {
	case wrong != "":
		return fmt.Sprintf("write %s for %s: camelCase is for the operator's resources", right, wrong)
	case errors.Is(err, relabel.ErrNoRules):
		return "a list of rules is wanted, or one under write_relabel_configs"
	case errors.Is(err, relabel.ErrManyRules):
		return "put the list that is to be tried into a file of its own"
	default:
		return "prometheus.io/docs, Configuration, relabel_config has what a rule may hold"
	}
}

// errBroken says that the rules would do harm.
var errBroken = errors.New("the rules make series that collide or have no name")

func runRelabel(cmd *cobra.Command, path string, picked *filter.Filter, trial *relabel.Trial, write func(io.Writer, *relabel.Report) error) (err error) {
	p := newProgress(cmd, "relabelling", "exchanges")
	defer p.clear()
	src, err := openSource(cmd, path, picked, func(at filter.Progress) { p.show(at.Scanned, at.Total, 0) })
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, src.close()) }()
	unread := tryAll(cmd, src, trial)
	if err := cmd.Context().Err(); err != nil {
		return err
	}
	p.clear()
	tellLacks(cmd, path, src.lacks())
	report := trial.Report()
	if report.Series == 0 && unread == nil {
		return withHint(errors.New("no series to try the rules on"), "the journal has none, or the filter picks none")
	}
	if err := write(cmd.OutOrStdout(), &report); err != nil {
		return endOfReader(err)
	}
	if report.Broken() {
		return errors.Join(errBroken, unread)
	}
	return unread
}

// tryAll takes all series through the rules.
func tryAll(cmd *cobra.Command, src *source, trial *relabel.Trial) (unread error) {
	decoder := decode.NewDecoder(decode.Config{})
	for x, err := range src.exchanges {
		if err != nil {
			notice(cmd, "warning: "+err.Error())
			unread = errUnread
			continue
		}
		body := decoder.Decode(decode.Header{
			ContentType:     x.Request.Header.Get("Content-Type"),
			ContentEncoding: x.Request.Header.Get("Content-Encoding"),
		}, x.Request.Body)
		if body.Message != nil {
			trial.Message(body.Message)
		}
		body.Release()
	}
	return unread
}
