package capture

// count adds a row to the totals.
func (t *Totals) count(r *Row) {
	t.Exchanges++
	t.WireBytes += uint64(r.WireBytes)
	t.DecodedBytes += uint64(r.DecodedBytes)
	t.Samples += uint64(r.Samples)
	t.Histograms += uint64(r.Histograms)
	t.Exemplars += uint64(r.Exemplars)
	t.KeptSamples += uint64(r.KeptSamples)
	t.KeptHistograms += uint64(r.KeptHistograms)
	t.KeptExemps += uint64(r.KeptExemplars)
	t.Duplicates += uint64(r.Doubles)
	t.Collateral += uint64(r.Collateral)
	switch r.Status / 100 {
	case 2:
		t.Status2xx++
	case 4:
		t.Status4xx++
	case 5:
		t.Status5xx++
	}
	t.Untrue += oneIf(r.Untrue)
	t.Mispredictions += oneIf(r.Mispredicted)
	t.Disagreements += oneIf(r.Disagreed)
}

func oneIf(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}
