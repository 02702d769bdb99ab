package store

import (
	"errors"
	"strings"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

// classify names the cause of an append's error.
func classify(err error, p point, n newest) string {
	switch {
	case errors.Is(err, errTooFarInFuture), strings.Contains(err.Error(), errTooFarInFuture.Error()):
		return CauseTooFarInFuture
	case errors.Is(err, storage.ErrOutOfOrderSample):
		return CauseOutOfOrder
	case errors.Is(err, storage.ErrOutOfBounds):
		return CauseOutOfBounds
	case errors.Is(err, storage.ErrTooOldSample):
		return CauseTooOld
	case errors.Is(err, storage.ErrDuplicateSampleForTimestamp):
		return classifyDuplicate(p, n)
	case errors.Is(err, errHeadFull):
		return CauseLimitHeadSeries
	}
	if cause, ok := classifyHistogram(err); ok {
		return cause
	}
	return CauseAppendError
}

func classifyDuplicate(p point, n newest) string {
	switch {
	case n.kind != p.kind():
		return CauseDuplicateKind
	case p.kind() == kindFloat:
		return CauseDuplicateTimestamp
	default:
		return CauseDuplicateHistogram
	}
}

// histogramCauses are upstream's validation errors (model/histogram/generic.go).
var histogramCauses = []struct {
	err   error
	cause string
}{
	{histogram.ErrHistogramCountMismatch, CauseHistogramCountMismatch},
	{histogram.ErrHistogramCountNotBigEnough, CauseHistogramCountTooLow},
	{histogram.ErrHistogramNegativeCount, CauseHistogramNegativeCount},
	{histogram.ErrHistogramNegativeBucketCount, CauseHistogramNegativeBucket},
	{histogram.ErrHistogramSpanNegativeOffset, CauseHistogramSpanOffset},
	{histogram.ErrHistogramSpanIndexOutOfRange, CauseHistogramSpanRange},
	{histogram.ErrHistogramSpansBucketsMismatch, CauseHistogramSpansMismatch},
	{histogram.ErrHistogramsInvalidSchema, CauseHistogramSchema},
	{histogram.ErrHistogramsUnknownSchema, CauseHistogramSchema},
	{histogram.ErrHistogramExpSchemaCustomBounds, CauseHistogramBoundsOnExponential},
	{histogram.ErrHistogramCustomBucketsMismatch, CauseCustomBoundsFew},
	{histogram.ErrHistogramCustomBucketsInvalid, CauseCustomBoundsOrder},
	{histogram.ErrHistogramCustomBucketsInfinite, CauseCustomBoundsInfinite},
	{histogram.ErrHistogramCustomBucketsNaN, CauseCustomBoundsNaN},
	{histogram.ErrHistogramCustomBucketsZeroCount, CauseCustomZeroCount},
	{histogram.ErrHistogramCustomBucketsZeroThresh, CauseCustomZeroThreshold},
	{histogram.ErrHistogramCustomBucketsNegSpans, CauseCustomNegativeSpans},
	{histogram.ErrHistogramCustomBucketsNegBuckets, CauseCustomNegativeBuckets},
}

func classifyHistogram(err error) (string, bool) {
	for _, h := range histogramCauses {
		if errors.Is(err, h.err) {
			return h.cause, true
		}
	}
	if _, ok := errors.AsType[histogram.Error](err); ok {
		return CauseHistogramInvalid, true
	}
	return "", false
}

// classifyDropped names the cause of an item that its append took and commit
// dropped: it clashes with another item of the same request, most often one before it.
func classifyDropped(it *plannedItem) string {
	switch err := it.dropped; {
	case it.overtaken:
		return CauseMarkerOvertaken
	case errors.Is(err, storage.ErrDuplicateSampleForTimestamp):
		return CauseDuplicateInRequest
	case errors.Is(err, storage.ErrTooOldSample), errors.Is(err, storage.ErrOutOfBounds):
		return CauseTooOldInRequest
	case errors.Is(err, storage.ErrOutOfOrderSample):
		return CauseOutOfOrderInRequest
	default:
		return CauseOOODropped
	}
}

// classifyExemplar names the cause of an exemplar's error.
func classifyExemplar(err error) string {
	switch {
	case errors.Is(err, storage.ErrOutOfOrderExemplar):
		return CauseExemplarOutOfOrder
	case errors.Is(err, storage.ErrExemplarLabelLength):
		return CauseExemplarTooLong
	case errors.Is(err, tsdb.ErrInvalidExemplar):
		return CauseExemplarDuplicateLabel
	case errors.Is(err, storage.ErrOutOfBounds):
		return CauseExemplarTooFarInFuture
	case errors.Is(err, storage.ErrNotFound):
		return CauseExemplarNoSeries
	default:
		return CauseExemplarRefs
	}
}
