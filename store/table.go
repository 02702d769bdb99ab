package store

import (
	"math"
	"unsafe"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"

	"rwscope/decode"
)

// table knows the series of the head: the newest committed sample of each, and
// who wrote it. Together with the head's limits that is enough to tell what will
// become of a sample before it is appended.
//
// A series is found by its decode.Key: the hash of its label bytes as they stand
// on the wire. Several keys can lead to one series (v1 and v2 spell labels
// differently, and a sender may not sort them); one more key, over the label set
// as the TSDB has it, tells that they are the same.
//
// It costs 136 bytes a series and about 40 bytes a key, of which a series usually has
// two. The store's mutex guards it.
type table struct {
	hasher decode.Hasher
	byKey  map[decode.Key]uint32
	blocks []*[tableBlock]entry
	free   []uint32
	used   int // entries ever handed out
	live   int
	max    int
	// exemplarFloor is the newest exemplar of all series that the head dropped. Their
	// exemplars outlive them, and a series may come back.
	exemplarFloor int64
	senders       senderNames
	// full means that series were left out: then not to be in the table proves
	// nothing about the head.
	full bool
	buf  []byte
}

// tableBlock is how many entries are allocated at once, so that growing copies
// nothing and leaves no garbage.
const tableBlock = 4096

// beforeThisRun stands for the time at which a series was first seen where an earlier
// run saw it.
const beforeThisRun = 1

// noExemplar is the exemplar time of a series that has none.
const noExemplar = math.MinInt64

// entry is one series of the head.
type entry struct {
	key  decode.Key // by which it was found last, see follow
	next uint32     // the series that came after it then
	newest
	ref      storage.SeriesRef
	writer   uint64 // exchange that wrote the newest sample; 0: before this run
	sender   uint32 // who sent it, see senderNames
	firstSec uint32 // Unix seconds when the series was first seen, or beforeThisRun; 0: not yet
	exemplar int64  // newest exemplar, Unix milliseconds
	metaKey  uint64 // of the metadata last passed to the TSDB
	flags    entryFlags

	// What the request being judged would make of the series; valid only while
	// pending equals the judge's current request.
	pending         uint64
	pendingTime     int64 // fast path: newest time; exact path: index of the series' state
	pendingExemplar int64
}

type entryFlags uint8

const (
	flagDead            entryFlags = 1 << iota // the head dropped the series
	flagNewestUnknown                          // newest has to be read from the head
	flagExemplarUnknown                        // exemplars may be there from before this run
	flagLint                                   // the label set has lint findings
)

func newTable(h decode.Hasher, maxSeries int) *table {
	return &table{hasher: h, byKey: make(map[decode.Key]uint32), max: maxSeries, exemplarFloor: noExemplar}
}

func (t *table) at(i uint32) *entry { return &t.blocks[i/tableBlock][i%tableBlock] }

// follow looks a series up by a key from the wire, given the series before it in the
// request. Senders repeat their series in the same order, so the next one is usually
// known without a look into the map, and lies beside it in memory.
func (t *table) follow(k decode.Key, before *entry) (uint32, *entry) {
	if before != nil && int(before.next) < t.used {
		if e := t.at(before.next); e.key == k && e.flags&flagDead == 0 {
			return before.next, e
		}
	}
	i, e := t.find(k)
	if e != nil {
		e.key = k
		if before != nil {
			before.next = i
		}
	}
	return i, e
}

// find looks a series up by a key from the wire.
func (t *table) find(k decode.Key) (uint32, *entry) {
	i, ok := t.byKey[k]
	if !ok {
		return 0, nil
	}
	if e := t.at(i); e.flags&flagDead == 0 {
		return i, e
	}
	delete(t.byKey, k)
	return 0, nil
}

// findLabels looks a series up by its label set as the TSDB has it.
func (t *table) findLabels(ls labels.Labels) (uint32, *entry) {
	return t.find(t.labelsKey(ls))
}

// labelsKey is the key of a label set as the TSDB has it. The prefix keeps it
// apart from keys of bytes on the wire.
func (t *table) labelsKey(ls labels.Labels) decode.Key {
	t.buf = append(t.buf[:0], "labels\xff"...)
	ls.Range(func(l labels.Label) {
		t.buf = append(t.buf, l.Name...)
		t.buf = append(t.buf, 0xff) // in no valid UTF-8 string
		t.buf = append(t.buf, l.Value...)
		t.buf = append(t.buf, 0xff)
	})
	return t.hasher.Bytes(t.buf)
}

// add makes an entry for a series that is not in the table, or returns nil when
// the table is full.
func (t *table) add(ls labels.Labels) (uint32, *entry) {
	if t.live >= t.max {
		t.full = true
		return 0, nil
	}
	i := t.slot()
	e := t.at(i)
	*e = entry{exemplar: t.exemplarFloor}
	t.byKey[t.labelsKey(ls)] = i
	t.live++
	return i, e
}

func (t *table) slot() uint32 {
	if n := len(t.free); n > 0 {
		i := t.free[n-1]
		t.free = t.free[:n-1]
		return i
	}
	if t.used == len(t.blocks)*tableBlock {
		t.blocks = append(t.blocks, new([tableBlock]entry))
	}
	t.used++
	return uint32(t.used - 1)
}

// alias lets another key lead to entry i. The number of spellings of one series
// is bounded so that a sender that shuffles its labels cannot grow the table.
func (t *table) alias(k decode.Key, i uint32) bool {
	if len(t.byKey) >= 4*t.max {
		return false
	}
	t.byKey[k] = i
	return true
}

// drop takes a series off the table that was added and not appended. Its other
// keys must be gone already.
func (t *table) drop(i uint32, ls labels.Labels) {
	delete(t.byKey, t.labelsKey(ls))
	*t.at(i) = entry{flags: flagDead}
	t.free = append(t.free, i)
	t.live--
}

// unalias takes a key off the table that alias put there.
func (t *table) unalias(k decode.Key) { delete(t.byKey, k) }

// forget drops series that the head dropped, unless they were made anew since:
// then they have another reference.
func (t *table) forget(gone []goneOne) {
	if len(gone) == 0 {
		return
	}
	for _, g := range gone {
		if _, e := t.findLabels(g.labels); e != nil && e.ref == g.ref {
			e.flags |= flagDead
			t.live--
			t.exemplarFloor = max(t.exemplarFloor, e.exemplar)
		}
	}
	// Keys from the wire cannot be computed from a label set, so all are swept.
	dead := make(map[uint32]struct{}, len(gone))
	for k, i := range t.byKey {
		if t.at(i).flags&flagDead != 0 {
			delete(t.byKey, k)
			dead[i] = struct{}{}
		}
	}
	for i := range dead {
		t.free = append(t.free, i)
	}
}

// bytes estimates the memory of the table.
func (t *table) bytes() int64 {
	const mapSlot = 40 // 16 bytes of key, 4 of index, control byte, and the load factor
	return int64(len(t.blocks))*tableBlock*int64(unsafe.Sizeof(entry{})) + int64(len(t.byKey))*mapSlot
}
