package relabel

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/relabel"
	"go.yaml.in/yaml/v2"
)

// MaxRules is how much text of rules is read, in bytes.
const MaxRules = 1 << 20

// Errors of [Parse] that call for different hints.
var (
	// ErrNoRules says that the text is sound and holds no rule.
	ErrNoRules = errors.New("no relabelling rules")
	// ErrManyRules says that more than one list of rules could be meant.
	ErrManyRules = errors.New("more than one list of relabelling rules")
)

// document is a file that may hold rules: a list under one of the names that it has
// in Prometheus' configuration, or that whole configuration.
type document struct {
	Write       []*relabel.Config `yaml:"write_relabel_configs"`
	Metric      []*relabel.Config `yaml:"metric_relabel_configs"`
	Target      []*relabel.Config `yaml:"relabel_configs"`
	RemoteWrite []struct {
		Write []*relabel.Config `yaml:"write_relabel_configs"`
		Other map[string]any    `yaml:",inline"`
	} `yaml:"remote_write"`
	Other map[string]any `yaml:",inline"`
}

// lists are the lists of rules in the document that are not empty.
func (d *document) lists() [][]*relabel.Config {
	all := [][]*relabel.Config{d.Write, d.Metric, d.Target}
	for _, rw := range d.RemoteWrite {
		all = append(all, rw.Write)
	}
	var filled [][]*relabel.Config
	for _, list := range all {
		if len(list) > 0 {
			filled = append(filled, list)
		}
	}
	return filled
}

// Parse reads rules as Prometheus would: a YAML list of them, the list under
// write_relabel_configs (or metric_relabel_configs, or relabel_configs), or a
// Prometheus configuration with one remote_write that has some. Errors name the line
// or the rule; see also [Suggest].
func Parse(text []byte) ([]*relabel.Config, error) {
	if len(text) > MaxRules {
		return nil, fmt.Errorf("rules: more than %d bytes", MaxRules)
	}
	rules, err := find(text)
	if err != nil {
		return nil, fmt.Errorf("rules: %w", readable(err))
	}
	for i, r := range rules {
		if r == nil {
			return nil, fmt.Errorf("rules: rule %d is empty", i+1)
		}
		if err := r.Validate(model.UTF8Validation); err != nil {
			return nil, fmt.Errorf("rules: rule %d: %w", i+1, err)
		}
	}
	return rules, nil
}

func find(text []byte) ([]*relabel.Config, error) {
	var tree any
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return nil, err
	}
	switch tree.(type) {
	case []any:
		var rules []*relabel.Config
		err := yaml.UnmarshalStrict(text, &rules)
		return rules, err
	case map[any]any:
	default:
		return nil, ErrNoRules
	}
	var d document
	if err := yaml.UnmarshalStrict(text, &d); err != nil {
		return nil, err
	}
	switch lists := d.lists(); len(lists) {
	case 0:
		return nil, ErrNoRules
	case 1:
		return lists[0], nil
	default:
		return nil, ErrManyRules
	}
}

// readable takes out of the YAML decoder's complaints the first one.
func readable(err error) error {
	if all, ok := errors.AsType[*yaml.TypeError](err); ok && len(all.Errors) > 0 {
		first, _, _ := strings.Cut(all.Errors[0], " in type ") // which is one of Go's
		return errors.New(first)
	}
	return err
}

// unknownField is how the YAML decoder complains of a field that rules do not have.
var unknownField = regexp.MustCompile(`field (\w+) not found`)

// Suggest is the field that was meant by one that err says does not exist, empty if
// there is none. The operator's resources write fields in camelCase, Prometheus'
// configuration does not, and the one is often pasted into the other.
func Suggest(err error) (wrong, right string) {
	found := unknownField.FindStringSubmatch(err.Error())
	if found == nil {
		return "", ""
	}
	switch snake := snakeCase(found[1]); snake {
	case "source_labels", "target_label":
		return found[1], snake
	}
	return "", ""
}

func snakeCase(camel string) string {
	var b strings.Builder
	for _, r := range camel {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Text is a rule on one line, the shortest that says what it does.
func Text(r *relabel.Config) string {
	sources := make([]string, len(r.SourceLabels))
	for i, name := range r.SourceLabels {
		sources[i] = string(name)
	}
	from, re := strings.Join(sources, r.Separator), r.Regex.String()
	if len(sources) == 0 {
		from = `""`
	}
	switch r.Action {
	case relabel.Keep, relabel.Drop:
		return fmt.Sprintf("%s %s =~ %q", r.Action, from, re)
	case relabel.KeepEqual, relabel.DropEqual:
		return fmt.Sprintf("%s %s == %s", r.Action, from, r.TargetLabel)
	case relabel.HashMod:
		return fmt.Sprintf("hashmod %s = hash(%s) %% %d", r.TargetLabel, from, r.Modulus)
	case relabel.LabelMap:
		return fmt.Sprintf("labelmap %q to %q", re, r.Replacement)
	case relabel.LabelDrop, relabel.LabelKeep:
		return fmt.Sprintf("%s %q", r.Action, re)
	case relabel.Lowercase, relabel.Uppercase:
		return fmt.Sprintf("%s %s = %s", r.Action, r.TargetLabel, from)
	}
	if len(sources) == 0 {
		return fmt.Sprintf("replace %s = %q", r.TargetLabel, r.Replacement)
	}
	return fmt.Sprintf("replace %s = %q from %s =~ %q", r.TargetLabel, r.Replacement, from, re)
}
