// Package export writes exchanges in formats that other programs read.
//
//	format       what for                                     where
//	jsonl        jq and scripts; docs/json.md                 one file
//	har          browsers, proxies, HTTP tools; imports again one file
//	openmetrics  promtool tsdb create-blocks-from             one file
//	curl         sending again by hand                        a directory
//	bodies       one file for each body, and a manifest       a directory
//
// Use [New] for all but OpenMetrics, which sorts by metric and series and
// therefore goes over the history more than once: [WriteOpenMetrics].
//
// # Secrets and hostile data
//
// Exchanges come from a journal, in which secrets are replaced by fingerprints
// unless it was told to keep them; nothing here brings them back. What a sender
// chose is escaped as the format allows, so that no line of it can be mistaken for
// another one, or for a command. Files are made with mode 0600, directories with
// 0700.
package export
