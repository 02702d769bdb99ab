package demo

import (
	"net/http"

	"rwscope/store"
)

// Scene is one number of the programme: a fault, or an event in the life of a
// healthy sender.
type Scene struct {
	// Name identifies the scene.
	Name string
	// Status is Prometheus 3.16's answer to the scene's first request. A second
	// one, if any, is answered 204.
	Status int
	// Cause is the problem that the judge finds in it; empty if there is none.
	Cause string
	// Shows says in one line what can be learned from it.
	Shows string

	play func(*stage) ([]request, error)
}

// Scenes returns the programme in the order in which it is played.
func Scenes() []Scene {
	return []Scene{
		{"metadata", http.StatusNoContent, store.CauseMetadataIgnoredV1, "v1 sends metadata apart from samples, and the receiver does not look at it", metadataOnly},
		{"out of order", http.StatusBadRequest, store.CauseOutOfOrder, "one late sample: v1 loses the whole batch with it", outOfOrder},
		{"pod replaced", http.StatusNoContent, "", "the series of the old pod end with stale markers, new ones begin", podReplaced},
		{"duplicate timestamp", http.StatusBadRequest, store.CauseDuplicateTimestamp, "an HA replica that lost its replica label writes other values at the same times", duplicateTimestamp},
		{"duplicate label", http.StatusNoContent, store.CauseDuplicateLabel, "v1 passes the series over and answers 204 all the same", duplicateLabel},
		{"zstd probe", http.StatusUnsupportedMediaType, store.CauseZstdProbe, "vmagent tries its own protocol first, then downgrades to snappy", zstdProbe},
		{"too far in the future", http.StatusBadRequest, store.CauseTooFarInFuture, "the sender's clock is an hour ahead", tooFarInFuture},
		{"exemplar-only series", http.StatusBadRequest, store.CauseExemplarOnlySeries, "Prometheus 3.16 refuses the shape in which Prometheus 3.16 sends exemplars", exemplarOnly},
		{"space before proto=", http.StatusNoContent, store.CauseProtoSpace, "the parameter is not recognised, v2 is read as v1: all is lost, and answered 204", spaceBeforeProto},
		{"process restart", http.StatusNoContent, "", "counters begin again, with a new start timestamp", processRestart},
		{"seconds", http.StatusBadRequest, store.CauseOutOfBounds, "seconds in the field for milliseconds: January 1970", secondsForMillis},
		{"cut short", http.StatusBadRequest, store.CauseSnappyCorrupt, "a proxy lost the end of the body", cutShort},
		{"lost answer", http.StatusNoContent, "", "the same bytes come again: duplicates that change nothing", lostAnswer},
		{"missing name", http.StatusNoContent, store.CauseMissingName, "a series without __name__: passed over, answered 204", missingName},
		{"odd label references", http.StatusBadRequest, store.CauseLabelRefsOdd, "v2 label references come in pairs; here one is missing", oddRefs},
		{"histogram count", http.StatusBadRequest, store.CauseHistogramCountMismatch, "the histogram's count is not the sum of its buckets; v2 stores the rest", histogramCount},
		{"disorder in a request", http.StatusNoContent, store.CauseOutOfOrderInRequest, "answered 204 with four written, but the commit drops two", disorderInRequest},
		{"gzip", http.StatusUnsupportedMediaType, store.CauseEncoding, "only snappy is taken", gzipBody},
		{"backlog", http.StatusBadRequest, store.CauseOutOfBounds, "three hours late after an outage, without an out-of-order window", backlog},
		{"long exemplar", http.StatusNoContent, store.CauseExemplarTooLong, "exemplar labels beyond 128 characters are dropped silently", longExemplar},
		{"unsorted labels", http.StatusNoContent, "", "against the specification, but Prometheus sorts them; Thanos answers 409", unsortedLabels},
	}
}
