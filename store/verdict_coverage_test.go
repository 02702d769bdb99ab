package store

import (
	"regexp"
	"testing"
)

// coverage is the advice that cases have met: cause id to indexes in its Advice.
type coverage map[string]map[int]bool

// add recognises the advice by its text, with anything in place of its words.
func (c coverage) add(p Problem) {
	cause, _ := CauseOf(p.Cause)
	for i := range cause.Advice {
		if adviceText(cause.Advice[i].Why).MatchString(p.Why) {
			if c[p.Cause] == nil {
				c[p.Cause] = make(map[int]bool)
			}
			c[p.Cause][i] = true
			return
		}
	}
}

var quotedWord = regexp.MustCompile(`\\\{[a-z_0-9]+\\\}`)

func adviceText(template string) *regexp.Regexp {
	return regexp.MustCompile("(?s)^" + quotedWord.ReplaceAllString(regexp.QuoteMeta(template), ".*") + "$")
}

func (c coverage) missing(t *testing.T) {
	for _, id := range Causes() {
		cause, _ := CauseOf(id)
		for i := range cause.Advice {
			if !c[id][i] {
				t.Errorf("no case meets the cause %s, if %q", id, cause.Advice[i].When)
			}
		}
	}
}
