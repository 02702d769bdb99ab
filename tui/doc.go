// Package tui is the dashboard: what a history of exchanges and the TSDB hold,
// on a terminal, live.
//
// # How news reach the screen
//
//	receiver ─▶ History ──wake (capacity 1)──▶ waitChange ──≤ 20/s──▶ changedMsg ─┐
//	keys, mouse ─▶ filterInput (coalesces wheel and motion) ──────────▶ tea.KeyMsg ─┤
//	commands ─▶ disk, TSDB, sorting ───────────────────────────────────▶ xDoneMsg ─┤
//	                                                                               ▼
//	          View ◀── rows in sight, out of a snapshot ◀── screen ◀── app.Update ─┘
//
// A receiver never knows that there is a dashboard, and never waits for it: the
// dashboard pulls snapshots, which cost the same whatever they hold. Update and
// View do no work that grows with the history; that is done by commands, which
// carry a number, so that an answer which nobody waits for any more is dropped.
// Where nothing happens no message is sent, and nothing is drawn.
//
// # Who owns what
//
// The app owns the window, the feed and the overlays, and routes. A screen owns
// everything that it shows; no screen knows another. What one wants from
// elsewhere it asks for with a message.
//
// Exchanges are remembered by their ID, never by their place, so that the cursor
// stays on its exchange while others arrive, are sorted, or are dropped.
//
// # Text
//
// Everything from the network is escaped by the widget package on its way to the
// screen; see there.
package tui
