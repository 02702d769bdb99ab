package store

import (
	"context"
	"fmt"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/tsdb/chunks"
	"github.com/prometheus/prometheus/tsdb/index"
)

// learnHead fills the table from the series that the head holds after replaying
// its log, so that a data directory of an earlier run is judged as well as a new
// one. What only this process can know (who wrote, which exemplars are there)
// stays unknown.
func (s *Store) learnHead() error {
	if s.db.Head().NumSeries() == 0 {
		return nil
	}
	ir, err := s.db.Head().Index()
	if err != nil {
		return err
	}
	defer ir.Close()
	name, value := index.AllPostingsKey()
	all, err := ir.Postings(context.Background(), name, value)
	if err != nil {
		return fmt.Errorf("read the head's series: %w", err)
	}
	var b labels.ScratchBuilder
	var metas []chunks.Meta
	for all.Next() {
		if err := ir.Series(all.At(), &b, &metas); err != nil {
			return fmt.Errorf("read series %d of the head: %w", all.At(), err)
		}
		_, e := s.table.add(b.Labels())
		if e == nil {
			break // the table is full and has said so
		}
		e.ref, e.firstSec = all.At(), beforeThisRun
		e.flags |= flagExemplarUnknown | flagNewestUnknown
	}
	return all.Err()
}

// resolve reads the newest sample of a series from the head, for a series that
// this process did not write yet.
func (s *Store) resolve(e *entry) {
	if e.flags&flagNewestUnknown == 0 {
		return
	}
	e.flags &^= flagNewestUnknown
	if n, ok := s.readNewest(e.ref); ok {
		e.newest = n
	} else {
		e.newest = newest{}
	}
}

// readNewest reads the newest in-order sample of the series from the head; false
// if the series has none.
func (s *Store) readNewest(ref storage.SeriesRef) (newest, bool) {
	ir, err := s.db.Head().Index()
	if err != nil {
		return newest{}, false
	}
	defer ir.Close()
	cr, err := s.db.Head().Chunks()
	if err != nil {
		return newest{}, false
	}
	defer cr.Close()
	var b labels.ScratchBuilder
	var metas []chunks.Meta
	if ir.Series(ref, &b, &metas) != nil || len(metas) == 0 {
		return newest{}, false
	}
	c, it, err := cr.ChunkOrIterable(metas[len(metas)-1])
	if err != nil {
		return newest{}, false
	}
	if it != nil {
		return lastOf(it.Iterator(nil))
	}
	return lastOf(c.Iterator(nil))
}

func lastOf(it chunkenc.Iterator) (newest, bool) {
	var n newest
	for typ := it.Next(); typ != chunkenc.ValNone; typ = it.Next() {
		n = at(it, typ)
	}
	return n, n.kind != kindNone && it.Err() == nil
}

// at is the sample of the given type that an iterator stands at.
func at(it chunkenc.Iterator, typ chunkenc.ValueType) (n newest) {
	switch typ {
	case chunkenc.ValFloat:
		t, v := it.At()
		n.take(point{t: t, v: v})
	case chunkenc.ValHistogram:
		t, h := it.AtHistogram(nil)
		n.take(point{t: t, h: h})
	case chunkenc.ValFloatHistogram:
		t, fh := it.AtFloatHistogram(nil)
		n.take(point{t: t, fh: fh})
	}
	return n
}
