package demo

// metadataOnly is Prometheus' separate request for metadata.
func metadataOnly(st *stage) ([]request, error) {
	s := st.prometheusV1
	var all []*series
	for _, t := range s.targets {
		all = append(all, t.series...)
	}
	return only(s.request(v1Metadata(all)))
}

// podReplaced ends the first target and begins another one under a new name.
func podReplaced(st *stage) ([]request, error) {
	s := st.prometheusV2
	old := s.targets[0]
	ls := append(without(old.labels, "pod"), "pod", podName("checkout", st.rng))
	s.targets[0] = newTarget(old.kind, st.now.Add(-scrapeInterval/2), st.now, st.rng, ls...)
	items := append(old.end(st.now), s.single(st.now, st.rng)...)
	return only(s.request(s.message(s.sendable(items))))
}

// processRestart restarts the second target's process and scrapes it.
func processRestart(st *stage) ([]request, error) {
	s := st.prometheusV2
	t := s.targets[1]
	t.restart(st.now)
	return only(s.ordinary(s.sendable(t.scrape(st.now, st.rng))))
}

// lostAnswer sends the same bytes twice, as senders do when the answer to the
// first time did not reach them.
func lostAnswer(st *stage) ([]request, error) {
	s := st.prometheusV1
	first, err := s.ordinary(s.single(st.now, st.rng))
	if err != nil {
		return nil, err
	}
	again := first
	again.header = first.header.Clone()
	again.header.Set("Retry-Attempt", "1")
	return []request{first, again}, nil
}
