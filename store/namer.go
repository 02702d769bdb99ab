package store

import (
	"errors"
	"fmt"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
	"github.com/prometheus/prometheus/schema"

	"rwscope/decode"
)

// namer makes the label sets of a message as Prometheus' write handler makes them,
// and says which records the handler passes over, and why
// (storage/remote/write_handler.go, write and appendV2).
type namer struct {
	msg          *decode.Message
	typeAndUnit  bool
	labelSymbols []string // v2, made when a metadata record is first read
}

func (s *Store) newNamer(msg *decode.Message) *namer {
	return &namer{msg: msg, typeAndUnit: s.cfg.TypeAndUnitLabels}
}

// name returns the label set of record i. A record with a skip is not appended;
// its label set may be empty then.
func (n *namer) name(i int) (labels.Labels, skip) {
	ser := &n.msg.Series[i]
	ls, err := n.msg.LabelSet(i)
	if err != nil {
		refs := n.msg.Refs[ser.Refs.From:ser.Refs.To]
		cause := CauseLabelRefsOutOfRange
		if len(refs)%2 == 1 {
			cause = CauseLabelRefsOdd
		}
		return ls, skip{cause, err.Error(), fmt.Sprintf("parsing labels for series %v: %v", refs, err)}
	}
	if n.msg.Kind == decode.V2 {
		if sk, bad := n.badMetadata(ser); bad {
			return ls, sk
		}
		if n.typeAndUnit {
			ls = n.withTypeAndUnit(ls, ser.Meta)
		}
	}
	if sk := invalidLabels(ls); sk.cause != "" {
		return ls, sk
	}
	if n.isEmpty(ser) {
		cause := CauseEmptySeries
		if ser.Exemplars.Len() > 0 {
			cause = CauseExemplarOnlySeries
		}
		return ls, skip{cause, "", "TimeSeries must contain at least one sample or histogram for series " + ls.String()}
	}
	return ls, skip{}
}

// isEmpty reports whether v2 refuses the record because it has no sample.
func (n *namer) isEmpty(ser *decode.Series) bool {
	return n.msg.Kind == decode.V2 && ser.Samples.Len() == 0 && ser.Histograms.Len() == 0
}

// passesOver reports whether the handler may pass over a record although its label
// set is valid, or stores it under another name than its key stands for.
func (n *namer) passesOver(ser *decode.Series) bool {
	return n.msg.Kind == decode.V2 && (n.isEmpty(ser) || ser.Meta.BadRef || n.typeAndUnit)
}

// badMetadata checks the references of a v2 record's metadata, which must be in
// range even when there is no metadata: they are 0 then, and 0 must be there.
func (n *namer) badMetadata(ser *decode.Series) (skip, bool) {
	what, ref := "unit_ref", ser.Meta.UnitRef
	if int(ref) < len(n.msg.Symbols) {
		if what, ref = "help_ref", ser.Meta.HelpRef; int(ref) < len(n.msg.Symbols) {
			return skip{}, false
		}
	}
	refs := n.msg.Refs[ser.Refs.From:ser.Refs.To]
	detail := fmt.Sprintf("metadata %s %d outside of symbols table (size %d)", what, ref, len(n.msg.Symbols))
	return skip{CauseMetadataRefs, detail, fmt.Sprintf("parsing metadata for series %v: %s", refs, detail)}, true
}

// withTypeAndUnit replaces the labels __type__ and __unit__ by what the metadata
// says, as the handler does under --enable-feature=type-and-unit-labels.
func (n *namer) withTypeAndUnit(ls labels.Labels, m decode.SeriesMeta) labels.Labels {
	meta, err := writev2.TimeSeries{Metadata: writev2.Metadata{
		Type: writev2.Metadata_MetricType(m.Type), HelpRef: m.HelpRef, UnitRef: m.UnitRef,
	}}.ToMetadata(n.symbols())
	if err != nil || (meta.Type == model.MetricTypeUnknown && meta.Unit == "") {
		return ls
	}
	b := labels.NewScratchBuilder(ls.Len() + 2)
	ls.Range(func(l labels.Label) {
		if l.Name != model.MetricTypeLabel && l.Name != model.MetricUnitLabel {
			b.Add(l.Name, l.Value)
		}
	})
	schema.Metadata{Type: meta.Type, Unit: meta.Unit}.AddToLabels(&b)
	b.Sort()
	return b.Labels()
}

func (n *namer) symbols() []string {
	if n.labelSymbols == nil {
		n.labelSymbols = make([]string, len(n.msg.Symbols))
		for i, sp := range n.msg.Symbols {
			n.labelSymbols[i] = string(n.msg.Body[sp.From:sp.To])
		}
	}
	return n.labelSymbols
}

// invalidLabels says why the handler refuses a label set, in its order of checks.
func invalidLabels(ls labels.Labels) skip {
	if !ls.Has(model.MetricNameLabel) {
		return skip{CauseMissingName, "", invalidText(ls)}
	}
	if !ls.IsValid(model.UTF8Validation) {
		cause, detail := invalidLabel(ls)
		return skip{cause, detail, invalidText(ls)}
	}
	if name, dup := ls.HasDuplicateLabelNames(); dup {
		return skip{
			CauseDuplicateLabel, name,
			fmt.Sprintf("invalid labels for series, labels %s, duplicated label %s", ls, name),
		}
	}
	return skip{}
}

func invalidText(ls labels.Labels) string {
	return "invalid metric name or labels, got " + ls.String()
}

// errStop ends the walk over a label set.
var errStop = errors.New("stop")

// invalidLabel finds the label that makes an invalid set invalid.
func invalidLabel(ls labels.Labels) (cause, name string) {
	cause = CauseInvalidUTF8
	_ = ls.Validate(func(l labels.Label) error {
		switch {
		case l.Name == "":
			cause, name = CauseEmptyLabelName, l.Value
		case l.Name == model.MetricNameLabel && !model.UTF8Validation.IsValidMetricName(l.Value):
			cause, name = CauseInvalidName, l.Value
		case !model.UTF8Validation.IsValidLabelName(l.Name) || !model.LabelValue(l.Value).IsValid():
			name = l.Name
		default:
			return nil
		}
		return errStop
	})
	return cause, name
}
