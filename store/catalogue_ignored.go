package store

// catalogueIgnored are about what was sent in good form and has no effect.
var catalogueIgnored = []Cause{
	{
		ID: CauseStartTimestampIgnored, Level: LevelInfo,
		Line: "start timestamps are ignored", Source: "tsdb/head_append_v2.go",
		Facts: []string{"count"},
		Advice: []Advice{{
			Why: "Items with a start timestamp: {count}. Prometheus uses it only with a feature flag, which is off by default, and does not say so.",
			Fix: "Receiver: `--enable-feature=st-storage` or `created-timestamp-zero-ingestion`. If it is not needed, nothing.",
		}},
	},
	{
		ID: CauseMetadataIgnoredV1, Level: LevelInfo,
		Line: "metadata of v1 is ignored", Source: "storage/remote/write_handler.go, write",
		Facts: []string{"count"},
		Advice: []Advice{{
			Why: "Metadata records: {count}. Prometheus as a receiver reads the metadata of v1 and does nothing with it; Mimir and others keep it.",
			Fix: "For Prometheus: `metadata_config: {send: false}` saves the requests. v2 carries metadata with each series.",
		}},
	},
	{
		ID: CauseMetadataIgnoredV2, Level: LevelInfo,
		Line: "metadata of v2 is not stored", Source: "storage/remote/write_handler.go, appendV2",
		Facts: []string{"count"},
		Advice: []Advice{{
			Why: "Series with metadata: {count}. The receiver keeps it only with a feature flag, which is off by default.",
			Fix: "Receiver: `--enable-feature=metadata-wal-records` (here: `--features metadata-wal-records`).",
		}},
	},
}
