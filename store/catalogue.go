package store

// Cause is one entry of the catalogue: something that can be wrong with a request
// or an item of it, why that is so, and what to change.
type Cause struct {
	ID    string
	Level Level
	Line  string // one line, without any particulars
	// Says is what Prometheus answers or logs, "…" where it puts particulars; empty
	// if it says nothing.
	Says string
	// Source is where it is decided: a file of Prometheus 3.16, a section of the
	// specification, or rwscope.
	Source string
	// Facts are the names of the facts to show, see facts.
	Facts []string
	// Clash says whom the item clashes with.
	Clash clash
	// Advice is tried in order; the first that holds is given. The last one always
	// holds.
	Advice []Advice
}

// Advice is why something happened and what to change, in one situation. Words in
// braces stand for facts of the finding: "{time}", "{window_needed}".
type Advice struct {
	When string // the situation, in words; empty if it always holds
	Why  string
	Fix  string // empty if nothing is to be fixed

	holds func(*scene) bool
}

// CauseOf returns the catalogue's entry with this id.
func CauseOf(id string) (Cause, bool) {
	c, ok := catalogue[id]
	return c, ok
}

// CauseIndex is a small number that stands for the cause wherever an id is too
// long. It stays the same for ever; 0 means that the catalogue does not have it.
func CauseIndex(id string) uint16 { return causeIndex[id] }

// CauseByIndex is the inverse of CauseIndex; "" for 0 and for numbers that no
// cause has.
func CauseByIndex(i uint16) string {
	if i == 0 || int(i) > len(causeOrder) {
		return ""
	}
	return causeOrder[i-1]
}

// Causes returns the ids of all causes in the catalogue's order: by where in a
// request they are found.
func Causes() []string {
	var ids []string
	for _, group := range catalogueGroups {
		for i := range group.causes {
			ids = append(ids, group.causes[i].ID)
		}
	}
	return ids
}

// catalogueGroups is the catalogue in the order of its documentation.
var catalogueGroups = []struct {
	title  string
	causes []Cause
}{
	{"Time and duplicates", catalogueTime},
	{"Within one request", catalogueRequest},
	{"Labels and series", catalogueLabels},
	{"Native histograms", catalogueHistograms},
	{"Exemplars", catalogueExemplars},
	{"Connection and access", catalogueAccess},
	{"Method and headers", catalogueHeaders},
	{"Body", catalogueBody},
	{"Accepted without effect", catalogueIgnored},
	{"rwscope itself", catalogueOwn},
}

var catalogue = func() map[string]Cause {
	all := make(map[string]Cause, len(causeOrder))
	for _, group := range catalogueGroups {
		for _, c := range group.causes {
			all[c.ID] = c
		}
	}
	return all
}()
