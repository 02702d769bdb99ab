package decode

// traits say what the records of a message have that a check may mind. A check is
// left out where no record has its trait, so that an ordinary message is gone through
// once, and not once for each check.
type traits uint32

const (
	traitBare         traits = 1 << iota // a series without labels
	traitNoKey                           // label references that are odd in number or point nowhere
	traitBadMeta                         // metadata that points nowhere
	traitEmpty                           // a series without items
	traitExemplarOnly                    // a series with exemplars alone
	traitMixed                           // a series with samples and histograms
	traitSeveral                         // a series with several samples or histograms
	traitUntyped                         // metadata of a series without type
	traitOddType                         // a metric type that the schema does not define
	traitCounter                         // a series of type counter
	traitCumulative                      // a series of a type that has start timestamps
	traitCreated                         // rc.3's created_timestamp
	traitStart                           // a start timestamp
	traitOddTime                         // a timestamp that is not plausible
	traitNaN                             // a NaN of any kind
)

// traitsOf goes through the records of m.
func traitsOf(m *Message) (t traits) {
	for i := range m.Series {
		t |= m.Series[i].traits()
	}
	for i := range m.Metadata {
		t |= typeTraits[typeIndex(m.Metadata[i].Type)] & traitOddType
	}
	for i := range m.Samples {
		s := &m.Samples[i]
		if s.Start != 0 {
			t |= traitStart
		}
		if s.Value != s.Value {
			t |= traitNaN
		}
	}
	for i := range m.Histograms {
		h := &m.Histograms[i]
		if h.Start != 0 {
			t |= traitStart
		}
		if h.Sum != h.Sum {
			t |= traitNaN
		}
	}
	if oldest, newest, ok := m.TimeRange(); ok && (oldest < plausibleFrom*1000 || newest >= plausibleTo*1000) {
		t |= traitOddTime
	}
	return t
}

func (s *Series) traits() (t traits) {
	samples, histograms := s.Samples.Len(), s.Histograms.Len()
	if samples+histograms != 1 { // as nearly every series has it
		t |= s.itemTraits(samples, histograms)
	}
	if s.Labels.Len()+s.Refs.Len() == 0 {
		t |= traitBare
	}
	if s.NoKey {
		t |= traitNoKey
	}
	if s.Meta.BadRef {
		t |= traitBadMeta
	}
	if s.Created != 0 {
		t |= traitCreated
	}
	return t | typeTraits[typeIndex(s.Meta.Type)]
}

func (s *Series) itemTraits(samples, histograms int) (t traits) {
	switch {
	case samples+histograms == 0 && s.Exemplars.Len() > 0:
		t = traitExemplarOnly
	case samples+histograms == 0:
		t = traitEmpty
	case samples > 0 && histograms > 0:
		t = traitMixed
	}
	if samples > 1 || histograms > 1 {
		t |= traitSeveral
	}
	return t
}

// typeTraits are those of the metric types; the last entry is for all that the schema
// does not define.
var typeTraits = [metricLast + 2]traits{
	metricUnspecified: traitUntyped,
	metricCounter:     traitCounter | traitCumulative,
	metricHistogram:   traitCumulative,
	metricSummary:     traitCumulative,
	metricLast + 1:    traitOddType,
}

func typeIndex(metricType int32) int {
	return int(min(uint32(metricType), metricLast+1))
}
