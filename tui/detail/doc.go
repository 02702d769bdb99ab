// Package detail shows one exchange from every side: seven pages behind tabs.
//
//	Verdict │ Series │ Metadata │ Symbols │ Headers │ Bytes │ Lint
//
// [Open] takes the exchange apart, which may take a moment and is done outside
// of the program's loop. The pages are then drawn from what it found: lists ask
// the decoded message for the rows in sight only, so an exchange of a million
// series opens as fast as one of ten.
//
// What a page wants done elsewhere, such as going to another exchange, it asks
// for with a message: [GoTo], [CopyText].
//
// An [Exchange] is not safe for concurrent use.
package detail
