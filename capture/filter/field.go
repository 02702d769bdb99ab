package filter

// Type is how the value of a field is written and compared.
type Type string

// The types.
const (
	TypeNumber   Type = "number"   // 100, >100, or another number field: <sent
	TypeSize     Type = "size"     // 1500, 100KB (1000), 1.5MiB (1024)
	TypeDuration Type = "duration" // 250ms, 1m30s, 2d, -5s
	TypeTime     Type = "time"     // 2026-11-23T10:05, or 10:05 of any day; UTC
	TypeStatus   Type = "status"   // 404, 4xx, >=400
	TypeHash     Type = "hash"     // the first hexadecimal digits
	TypeChoice   Type = "choice"   // one of a list, from low to high
	TypeName     Type = "name"     // the whole name, or ~ a regular expression
	TypeText     Type = "text"     // a part, = the whole, or ~ a regular expression
	TypeFlag     Type = "flag"     // a word alone
)

// Field is one thing that a filter can ask about an exchange.
type Field struct {
	Name    string
	Type    Type
	Help    string
	Example string
	// Values are what a choice can be, from low to high.
	Values []string
	// Content says that the index does not hold the field, so that exchanges have to
	// be read from disk to compare it.
	Content bool

	number func(*subject) (value int64, known bool)
	choice func(*subject) (value string, known bool)
	texts  func(*subject, func(string) bool) Verdict
	flag   func(*subject) Verdict
}

// fieldNamed finds a field. Names of flags are not found with a colon, and the
// other way round.
func fieldNamed(name string, flag bool) *Field {
	for i := range fields {
		if fields[i].Name == name && (fields[i].Type == TypeFlag) == flag {
			return &fields[i]
		}
	}
	return nil
}

// Fields is the table of fields in the order in which the help shows them. The
// caller owns the slice.
func Fields() []Field { return append([]Field(nil), fields...) }

func names(keep func(Field) bool) []string {
	var found []string
	for _, f := range fields {
		if keep(f) {
			found = append(found, f.Name)
		}
	}
	return found
}
