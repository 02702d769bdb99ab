package relabel

import "github.com/prometheus/prometheus/model/labels"

// Report says what rules did to series. Series are in PromQL notation, quoted where
// they hold what a terminal would obey.
type Report struct {
	Series  int `json:"series"`  // different ones that were tried
	Samples int `json:"samples"` // of them, histograms included
	Left    int `json:"left"`    // series that no rule drops
	// Changed is how many of those left have other labels than before.
	Changed     int    `json:"changed"`
	SamplesLeft int    `json:"samples_left"`
	Steps       []Step `json:"rules"` // one for each rule, in order
	// Colliding series have the labels of another one at the end. They make up
	// CollisionsTotal groups, of which the largest are shown.
	Colliding       int         `json:"colliding"`
	CollisionsTotal int         `json:"collisions_total"`
	Collisions      []Collision `json:"collisions,omitempty"`
	// Nameless series have no metric name at the end, which no receiver takes.
	Nameless         int      `json:"nameless"`
	NamelessExamples []Change `json:"nameless_examples,omitempty"`
	Invalid          int      `json:"invalid"` // records left out, whose labels no receiver takes
	Beyond           int      `json:"beyond"`  // records left out, past [MaxSeries]
}

// Broken reports whether series come out that get in each other's way or that no
// receiver takes.
func (r *Report) Broken() bool { return r.Colliding+r.Nameless > 0 }

// Step is what one rule did.
type Step struct {
	Rule           string `json:"rule"`
	Series         int    `json:"series"` // that reached it
	Dropped        int    `json:"dropped"`
	SamplesDropped int    `json:"samples_dropped"`
	Changed        int    `json:"changed"`
	// The first series that were dropped and changed.
	DroppedExamples []string `json:"dropped_examples,omitempty"`
	ChangedExamples []Change `json:"changed_examples,omitempty"`
}

// Change is a series before and after a rule, or all of them.
type Change struct {
	Before string `json:"before"`
	After  string `json:"after"`
}

// Collision is a label set that several series have at the end.
type Collision struct {
	Becomes string   `json:"becomes"`
	Series  int      `json:"series"`
	From    []string `json:"from"` // the first of them
	// Apart are the labels that told the first of them apart before.
	Apart []string `json:"apart"`
}

func (s *Step) drop(ls labels.Labels) {
	if s.Dropped++; len(s.DroppedExamples) < MaxExamples {
		s.DroppedExamples = append(s.DroppedExamples, ls.String())
	}
}

func (s *Step) change(before, after labels.Labels) {
	if s.Changed++; len(s.ChangedExamples) < MaxExamples {
		s.ChangedExamples = append(s.ChangedExamples, Change{before.String(), after.String()})
	}
}
