package store

import (
	"maps"
	"regexp"
	"strconv"
	"strings"
)

// fact is something that can be said about a finding: as a fact of its problem,
// with a title, or within a sentence. Its value is empty if it is not known.
type fact struct {
	title string
	value func(*scene) string
}

// facts are all facts by name.
var facts = func() map[string]fact {
	all := maps.Clone(itemFacts)
	maps.Copy(all, timeFacts)
	maps.Copy(all, settingFacts)
	return all
}()

const messageV2 = "io.prometheus.write.v2.Request"

// itemFacts are about the item, its series and its senders.
var itemFacts = map[string]fact{
	"item": {"item", func(s *scene) string { return string(s.Item) }},
	"example": {"for instance", func(s *scene) string {
		if s.Item != ItemRequest {
			return ""
		}
		return clip(s.Series, maxWord)
	}},
	"value": {"value", func(s *scene) string { return clip(s.Value, maxWord) }},
	"detail": {"at fault", func(s *scene) string {
		line, _, _ := strings.Cut(s.Detail, "\n")
		return clip(line, maxWord)
	}},
	"trace": {"where", func(s *scene) string { return clip(s.Detail, maxTrace) }},
	"message": {"message", func(s *scene) string {
		if strings.Contains(s.Detail, messageV2) {
			return messageV2
		}
		return "prometheus.WriteRequest"
	}},
	"count": {"how many", func(s *scene) string {
		if s.Count == 0 {
			return ""
		}
		return strconv.Itoa(s.Count)
	}},
	"sender": {"sender", func(s *scene) string { return clip(s.Sender, maxWord) }},
	"newest_value": {"value in the TSDB", func(s *scene) string {
		if !s.Newest.Known {
			return ""
		}
		return clip(s.Newest.Value, maxWord)
	}},
	"newest_kind": {"kind in the TSDB", func(s *scene) string { return s.Newest.Kind }},
	"newest_by": {"written by", func(s *scene) string {
		if !s.Newest.Known {
			return ""
		}
		return describeWriter(s.Newest.Conflict)
	}},
	"head_by": {"moved by", func(s *scene) string {
		if !s.headMoverKnown() {
			return ""
		}
		return describeWriter(s.HeadMover)
	}},
	"head_series": {"moved with", func(s *scene) string { return clip(s.HeadSeries, maxWord) }},
	"lost": {"", func(s *scene) string {
		if s.Role == RoleWitness {
			return "Prometheus passes over the whole series and answers as if all was well; only its log and `prometheus_api_remote_write_invalid_labels_samples_total` tell"
		}
		return "Prometheus refuses the whole series and stores the others"
	}},
	"replica": {"", replicaAdvice},
}

// describeWriter names who wrote a sample: "Prometheus/3.16.0 10.0.0.1:53122
// (exchange 17)".
func describeWriter(c Conflict) string {
	who := clip(c.Sender, maxWord)
	switch {
	case c.Exchange == 0 && who == "":
		return "an earlier run"
	case c.Exchange == 0:
		return who
	case who == "":
		who = "an unnamed sender"
	}
	return who + " (exchange " + strconv.FormatUint(c.Exchange, 10) + ")"
}

// replicaLabel finds the label that is meant to tell replicas apart.
var replicaLabel = regexp.MustCompile(`\b(\w*replica\w*)="(?:[^"\\]|\\.){0,80}"`)

// replicaAdvice says how two senders that write one series are told apart.
func replicaAdvice(s *scene) string {
	setting := s.setting(labelSetting)
	m := replicaLabel.FindStringSubmatch(clip(s.Series, maxSeries))
	if m == nil {
		return "Give each sender a label of its own: " + setting
	}
	return "Both send " + m[0] + "; give each its own: " + strings.Replace(setting, "replica", m[1], 1)
}
