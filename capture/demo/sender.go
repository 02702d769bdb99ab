package demo

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/gogo/protobuf/proto"
	"github.com/prometheus/prometheus/prompb"
)

// maxBacklog is how far a target's scrapes may lie behind; older ones are left
// out, so that no request grows without end when requests are slow.
const maxBacklog = 5 * scrapeInterval

// The request headers of the messages.
const (
	contentTypeV1 = "application/x-protobuf"
	contentTypeV2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request"
)

// sender is one program that writes, with the targets that it scrapes.
type sender struct {
	userAgent string
	path      string
	tenant    string // X-Scope-OrgID, if any
	v2        bool   // sends message v2
	grouped   bool   // one TimeSeries for a series, not for an item
	exemplars bool   // sends exemplars
	targets   []*target

	// stored is the newest scrape that was stored whole: what faults clash with.
	stored []item
}

// request is one request to be sent.
type request struct {
	from   *sender
	header http.Header
	body   []byte
	// scrape becomes the sender's stored when the answer is a success.
	scrape []item
}

// batch takes the scrapes that are due at now, the oldest first. If none is due,
// the next one is done early, so that a batch always has something in it.
func (s *sender) batch(now time.Time, rng *rand.Rand) []item {
	var items []item
	for {
		t := s.nextTarget()
		if t.next.After(now) {
			break
		}
		at := t.next
		if oldest := now.Add(-maxBacklog); at.Before(oldest) {
			at = oldest
		}
		items = append(items, t.scrape(at, rng)...)
	}
	if items == nil {
		items = s.nextTarget().scrape(now, rng)
	}
	return s.sendable(items)
}

// single is one early scrape of the sender's first target.
func (s *sender) single(now time.Time, rng *rand.Rand) []item {
	return s.sendable(s.targets[0].scrape(now, rng))
}

// nextTarget is the target whose scrape is due first.
func (s *sender) nextTarget() *target {
	return slices.MinFunc(s.targets, func(a, b *target) int { return a.next.Compare(b.next) })
}

// sendable leaves out what the sender does not send: exemplars if they are off,
// and in v1 histograms with custom buckets, which Prometheus drops.
func (s *sender) sendable(items []item) []item {
	return slices.DeleteFunc(items, func(it item) bool {
		custom := it.ints != nil && it.ints.UsesCustomBuckets()
		return custom && !s.v2 || it.exemplar != nil && !s.exemplars
	})
}

// past is what faults clash with: what is known to be stored, else items.
func (s *sender) past(items []item) []item {
	if s.stored != nil {
		return s.stored
	}
	return items
}

// message is a batch in the sender's own message.
func (s *sender) message(items []item) proto.Marshaler {
	if s.v2 {
		return v2Message(items, s.grouped)
	}
	return v1Message(items)
}

// ordinary is a request as the sender should send it.
func (s *sender) ordinary(items []item) (request, error) {
	r, err := s.request(s.message(items))
	r.scrape = lastScrape(items)
	return r, err
}

// request is a request with m as its message, whatever the sender's own is.
func (s *sender) request(m proto.Marshaler) (request, error) {
	body, err := pack(m)
	h := http.Header{}
	h.Set("User-Agent", s.userAgent)
	h.Set("Content-Encoding", "snappy")
	if _, ok := m.(*prompb.WriteRequest); ok {
		h.Set("Content-Type", contentTypeV1)
		h.Set("X-Prometheus-Remote-Write-Version", "0.1.0")
	} else {
		h.Set("Content-Type", contentTypeV2)
		h.Set("X-Prometheus-Remote-Write-Version", "2.0.0")
	}
	if s.tenant != "" {
		h.Set("X-Scope-OrgID", s.tenant)
	}
	return request{from: s, header: h, body: body}, err
}

// lastScrape is the last scrape's part of a batch: a batch may hold several, and
// only of the last one it is sure that it is newest.
func lastScrape(items []item) []item {
	if len(items) == 0 {
		return nil
	}
	t := items[len(items)-1].t
	first := slices.IndexFunc(items, func(it item) bool { return it.t == t })
	return items[first:]
}
