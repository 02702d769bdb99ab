package store

// Next is what a sender will do after an answer.
type Next string

// What senders do.
const (
	NextOK        Next = "OK"        // goes on with the next batch
	NextDrop      Next = "DROP"      // gives the batch up
	NextRetry     Next = "RETRY"     // sends the same bytes again, with backoff
	NextDowngrade Next = "DOWNGRADE" // sends again in an older format
)
