package capture

import (
	"fmt"
	"net/http"
	"time"

	"google.golang.org/protobuf/encoding/protowire"

	"rwscope/decode"
	"rwscope/store"
)

// The bounds of what a payload may hold, so that a small hostile frame does not
// become large in memory.
const (
	maxOutcomes = 1 << 26 // items of a sort; one takes two bytes on the wire at least
	maxHeaders  = 4096    // names, and values of one name
	maxFacts    = 256     // of a problem
)

// parseNames reads what follows the summary in the head of an exchange's frame.
func parseNames(b []byte) (sender Sender, cause string, err error) {
	err = eachField(b, func(f field) (err error) {
		switch f.number {
		case 2:
			sender, err = parseSender(f.b)
		case 3:
			cause = string(f.b[:min(len(f.b), maxSenderText)])
		}
		return err
	})
	return sender, cause, err
}

// parseExchange reads the payload of an exchange's frame. The body shares its
// memory.
func parseExchange(payload []byte) (*Exchange, error) {
	e := new(Exchange)
	err := eachField(payload, func(f field) (err error) {
		switch f.number {
		case 1:
			var row Row
			err = parseSummary(f.b, &row, &e.Took)
			e.ID, e.Time = row.ID, time.Unix(0, row.Time).UTC()
			e.Request.WireBytes = int(row.WireBytes)
		case 2, 4:
			e.Sender, err = parseSender(f.b)
		case 5:
			err = parseRequest(f.b, &e.Request)
		case 6:
			err = parseVerdict(f.b, &e.Verdict)
		case 7:
			e.Next = store.Next(f.b)
		case 15:
			e.Request.Body = f.b
		}
		return err
	})
	return e, err
}

func parseSender(b []byte) (s Sender, err error) {
	err = eachField(b, func(f field) error {
		switch f.number {
		case 1:
			s.Addr = f.string()
		case 2:
			s.UserAgent = f.string()
		case 3:
			s.Tenant = f.string()
		}
		return nil
	})
	return s, err
}

func parseRequest(b []byte, r *Request) error {
	return eachField(b, func(f field) error {
		switch f.number {
		case 1:
			r.Method = f.string()
		case 2:
			r.Path = f.string()
		case 3:
			return parseHeader(f.b, &r.Header)
		case 4:
			if f.u <= uint64(decode.V2) { // one of the future is unknown here
				r.Declared = decode.Kind(f.u)
			}
		case 5:
			r.Form = decode.Form(f.b)
		case 6:
			r.Coding = decode.Coding(f.b)
		case 7:
			r.DecodedBytes = f.int()
		case 8:
			r.RetryAttempt = f.int()
		case 9:
			r.BodyHash = f.u
		case 10:
			r.Oldest = f.sint()
		case 11:
			r.Newest = f.sint()
		}
		return nil
	})
}

// parseHeader adds one header to h.
func parseHeader(b []byte, h *http.Header) error {
	if *h == nil {
		*h = make(http.Header)
	}
	var name string
	var values []string
	err := eachField(b, func(f field) error {
		switch f.number {
		case 1:
			name = f.string()
		case 2:
			values = append(values, f.string())
		}
		return tooMany(len(values), maxHeaders, "header values")
	})
	(*h)[name] = values
	if err == nil {
		err = tooMany(len(*h), maxHeaders, "headers")
	}
	return err
}

func parseVerdict(b []byte, v *store.Verdict) error {
	return eachField(b, func(f field) (err error) {
		switch f.number {
		case 1:
			err = parseAnswer(f.b, &v.Answer)
		case 2:
			err = parseInts(f.b, &v.Sent.Series, &v.Sent.Samples, &v.Sent.Histograms,
				&v.Sent.Exemplars, &v.Sent.Metadata)
		case 3:
			err = parseInts(f.b, &v.Stored.Samples, &v.Stored.Histograms, &v.Stored.Exemplars,
				&v.Stored.Duplicates)
		case 4:
			v.Outcomes.Samples, err = parseOutcomes(f.b)
		case 5:
			v.Outcomes.Histograms, err = parseOutcomes(f.b)
		case 6:
			v.Outcomes.Exemplars, err = parseOutcomes(f.b)
		case 7:
			var p store.Problem
			p, err = parseProblem(f.b)
			v.Problems = append(v.Problems, p)
			if err == nil {
				err = tooMany(len(v.Problems), store.MaxProblems, "problems")
			}
		case 8:
			v.ProblemsTotal = f.int()
		case 9:
			v.Collateral = f.int()
		case 10:
			err = parseLimits(f.b, &v.Limits)
		case 11:
			v.Disagreement = f.string()
		case 12:
			v.Mispredicted = f.bool()
		}
		return err
	})
}

// parseInts reads fields 1, 2, 3 … into the given variables.
func parseInts(b []byte, vars ...*int) error {
	return eachField(b, func(f field) error {
		if int(f.number) <= len(vars) {
			*vars[f.number-1] = f.int()
		}
		return nil
	})
}

func parseAnswer(b []byte, a *store.Answer) error {
	return eachField(b, func(f field) error {
		switch f.number {
		case 1:
			a.Status = f.int()
		case 2:
			return parseHeader(f.b, &a.Header)
		case 3:
			a.Body = f.b
		case 4:
			a.By = store.By(f.b)
		}
		return nil
	})
}

// parseOutcomes is never nil: a message that is there says that not all items
// were stored.
func parseOutcomes(b []byte) ([]store.Outcome, error) {
	outcomes := []store.Outcome{}
	err := eachField(b, func(f field) error {
		if f.number != 1 {
			return nil
		}
		for rest := f.b; len(rest) > 0; {
			outcome, n := protowire.ConsumeVarint(rest)
			if n < 0 {
				return fmt.Errorf("%w: outcomes: %w", ErrMalformed, protowire.ParseError(n))
			}
			run, m := protowire.ConsumeVarint(rest[n:])
			if m < 0 {
				return fmt.Errorf("%w: outcomes: %w", ErrMalformed, protowire.ParseError(m))
			}
			rest = rest[n+m:]
			if err := tooMany(len(outcomes)+int(min(run, maxOutcomes+1)), maxOutcomes, "outcomes"); err != nil {
				return err
			}
			for range run {
				outcomes = append(outcomes, store.Outcome(outcome))
			}
		}
		return nil
	})
	return outcomes, err
}

func parseProblem(b []byte) (p store.Problem, err error) {
	err = eachField(b, func(f field) (err error) {
		switch f.number {
		case 1:
			p.Level = store.Level(min(f.u, uint64(store.LevelError)))
		case 2:
			p.Cause = f.string()
		case 3:
			p.Role = store.Role(f.b)
		case 4:
			p.Series = f.string()
		case 5:
			p.Item = store.Item(f.b)
		case 6:
			p.Index = int(f.sint())
		case 7:
			p.Timestamp = f.sint()
		case 8:
			p.Text = f.string()
		case 9:
			p.Why = f.string()
		case 10:
			p.Fix = f.string()
		case 11:
			var fact store.Fact
			fact, err = parseFact(f.b)
			p.Facts = append(p.Facts, fact)
			if err == nil {
				err = tooMany(len(p.Facts), maxFacts, "facts")
			}
		case 12:
			p.Conflict = new(store.Conflict)
			err = parseConflict(f.b, p.Conflict)
		}
		return err
	})
	return p, err
}

func parseFact(b []byte) (fact store.Fact, err error) {
	err = eachField(b, func(f field) error {
		switch f.number {
		case 1:
			fact.Name = f.string()
		case 2:
			fact.Value = f.string()
		}
		return nil
	})
	return fact, err
}

func parseConflict(b []byte, c *store.Conflict) error {
	return eachField(b, func(f field) error {
		switch f.number {
		case 1:
			c.Exchange = f.u
		case 2:
			c.Sender = f.string()
		case 3:
			c.Timestamp = f.sint()
		case 4:
			c.Value = f.string()
		}
		return nil
	})
}

func parseLimits(b []byte, l *store.Limits) error {
	return eachField(b, func(f field) error {
		switch f.number {
		case 1:
			l.Known = f.bool()
		case 2:
			l.MinValid = f.sint()
		case 3:
			l.MaxTime = f.sint()
		case 4:
			l.Now = f.sint()
		case 5:
			l.Window = f.sint()
		}
		return nil
	})
}

// tooMany is an error if n is above the bound.
func tooMany(n, bound int, what string) error {
	if n > bound {
		return fmt.Errorf("%w: more than %d %s", ErrMalformed, bound, what)
	}
	return nil
}
