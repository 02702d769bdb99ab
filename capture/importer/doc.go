// Package importer makes a journal of what other programs recorded: packet
// captures, HTTP Archives, and single request bodies.
//
//	tcpdump, Wireshark ──▶ pcap ──┐
//	mitmproxy, browser ──▶ har  ──┼──▶ is it remote_write? ──▶ History
//	curl, a bug report ──▶ body ──┘
//
// Use [Import]. What kind a file is, its first bytes tell, not its name.
//
// # What becomes of an exchange
//
// The recorded answer is kept. What was stored, nobody knows: the verdict says so
// (by "recorded", outcomes unknown), and names what answer and bytes give away. An
// archive that rwscope wrote keeps its verdicts. To have a request judged, replay
// it: see package replay.
//
// # What is left out
//
// A capture holds other traffic too. Only what is remote_write, or wants to be, is
// imported, unless [Config].All is set; the rest is counted.
package importer
