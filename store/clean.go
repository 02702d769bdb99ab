package store

import (
	"math"
	"unicode/utf8"

	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"

	"rwscope/decode"
)

// seriesClean checks one record of a known series.
func (s *Store) seriesClean(m *decode.Message, ser *decode.Series, e *entry, b bounds) bool {
	if e.flags&flagNewestUnknown != 0 {
		return false
	}
	if m.Kind == decode.V2 {
		if ser.Samples.Len()+ser.Histograms.Len() == 0 {
			return false
		}
		if s.cfg.MetadataWAL && ser.Meta.MetaKey != e.metaKey {
			return false
		}
	}
	if e.pending != s.request {
		e.pending, e.pendingTime, e.pendingExemplar = s.request, math.MinInt64, e.exemplar
		if e.kind != kindNone {
			e.pendingTime = e.t
		}
	}
	for j := ser.Samples.From; j < ser.Samples.To; j++ {
		if !e.advance(m.Samples[j].Timestamp, b) {
			return false
		}
		if value.IsStaleNaN(m.Samples[j].Value) && e.mayHoldHistogram(m) {
			e.pendingTime = math.MaxInt64 // nothing of the series may come after it
		}
	}
	return s.histogramsClean(m, ser, e, b) && (ser.Exemplars.Len() == 0 || s.exemplarsClean(m, ser, e, b))
}

// mayHoldHistogram reports whether the series' newest sample could be a histogram when
// a float staleness marker of this message reaches it. Commit puts such a marker off
// behind what comes after it (see commitBatch), and drops it there.
func (e *entry) mayHoldHistogram(m *decode.Message) bool {
	return e.kind > kindFloat || len(m.Histograms) > 0
}

// advance moves the series' pending time on to t if t is newer and within limits.
func (e *entry) advance(t int64, b bounds) bool {
	if t <= e.pendingTime || t < b.minValid || t > b.future {
		return false
	}
	e.pendingTime = t
	return true
}

func (s *Store) histogramsClean(m *decode.Message, ser *decode.Series, e *entry, b bounds) bool {
	for j := ser.Histograms.From; j < ser.Histograms.To; j++ {
		p := point{t: m.Histograms[j].Timestamp}
		var err error
		if p.h, p.fh, err = m.Histogram(int(j)); err != nil {
			return false
		}
		if p.h != nil && tooFine(p.h.Schema) || p.fh != nil && tooFine(p.fh.Schema) {
			return false
		}
		if p.validate() != nil || !e.advance(p.t, b) {
			return false
		}
		s.fast.histograms = append(s.fast.histograms, p)
	}
	return true
}

// exemplarsClean accepts exemplars that are strictly newer than all before them.
func (s *Store) exemplarsClean(m *decode.Message, ser *decode.Series, e *entry, b bounds) bool {
	if s.cfg.MaxExemplars <= 0 || e.flags&flagExemplarUnknown != 0 {
		return false
	}
	if e.ref == 0 && e.pendingTime == math.MinInt64 {
		return false // no series to hang them on
	}
	for j := ser.Exemplars.From; j < ser.Exemplars.To; j++ {
		x := &m.Exemplars[j]
		ls, err := m.ExemplarLabelSet(int(j))
		if err != nil || x.Timestamp <= e.pendingExemplar || x.Timestamp > b.future || !exemplarLabelsFit(ls) {
			return false
		}
		e.pendingExemplar = x.Timestamp
		s.fast.exemplars = append(s.fast.exemplars, exemplar.Exemplar{
			Labels: ls, Value: x.Value, Ts: x.Timestamp, HasTs: x.Timestamp != 0,
		})
	}
	return true
}

// exemplarLabelsFit checks what tsdb/exemplar.go checks, validateExemplar.
func exemplarLabelsFit(ls labels.Labels) bool {
	if _, dup := ls.HasDuplicateLabelNames(); dup {
		return false
	}
	runes := 0
	ls.Range(func(l labels.Label) {
		if l.Value != "" {
			runes += utf8.RuneCountInString(l.Name) + utf8.RuneCountInString(l.Value)
		}
	})
	return runes <= exemplar.ExemplarMaxLabelSetLength
}

// meet finds out whether record i, whose key was never seen, is a known series in
// another spelling or a fresh one with valid labels; nil if neither is sure.
func (s *Store) meet(m *decode.Message, i int) (uint32, *entry) {
	ser := &m.Series[i]
	if s.table.full || ser.Samples.Len()+ser.Histograms.Len() == 0 || m.CheckLabels(i) != nil {
		return 0, nil
	}
	ls, sk := s.newNamer(m).name(i)
	if sk.cause != "" {
		return 0, nil
	}
	ls = ls.WithoutEmpty()
	idx, e := s.table.findLabels(ls)
	if e == nil {
		size := headBytes(ls)
		if !s.gone.room.fits(s.fast.freshBytes, size) {
			return 0, nil
		}
		s.fast.freshBytes += size
		if idx, e = s.table.add(ls); e == nil {
			return 0, nil
		}
		s.fast.fresh = append(s.fast.fresh, freshSeries{idx, ls})
	}
	s.lintLabels(m, i, e)
	if s.table.alias(ser.Key, idx) {
		s.fast.aliases = append(s.fast.aliases, ser.Key)
	}
	return idx, e
}
