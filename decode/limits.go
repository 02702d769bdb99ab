package decode

// Limit names one of the [Limits].
type Limit string

// The limits that a [Fault] can name.
const (
	LimitWire    Limit = "wire"
	LimitDecoded Limit = "decoded"
	LimitSeries  Limit = "series"
	LimitItems   Limit = "items"
	LimitSymbols Limit = "symbols"
)

// Limits bound what one body may cost. A field that is not positive means its
// default.
type Limits struct {
	// Wire is the largest body in bytes, as it came. Default 32 MiB, as in Prometheus
	// 3.16, which answers 413 beyond it.
	Wire int
	// Decoded is the largest message in bytes, unpacked. Default 32 MiB, as in
	// Prometheus 3.16, which answers 400 beyond it. At most 1 GiB.
	Decoded int
	// Series, Items and Symbols cap the records of one message, since a record of two
	// bytes costs up to a hundred in memory. Items are samples, histograms, exemplars
	// and metadata records together. Defaults 1,000,000, 4,000,000 and 4,000,000.
	// Prometheus has no such limits.
	Series, Items, Symbols int
}

// The defaults of Limits.
const (
	defaultBytes  = 32 << 20
	defaultSeries = 1_000_000
	defaultItems  = 4_000_000
	// largestDecoded keeps every offset within a Span's 32 bits.
	largestDecoded = 1 << 30
)

func (l Limits) withDefaults() Limits {
	for _, f := range []struct {
		value *int
		byDef int
	}{
		{&l.Wire, defaultBytes},
		{&l.Decoded, defaultBytes},
		{&l.Series, defaultSeries},
		{&l.Items, defaultItems},
		{&l.Symbols, defaultItems},
	} {
		if *f.value <= 0 {
			*f.value = f.byDef
		}
	}
	l.Decoded = min(l.Decoded, largestDecoded)
	return l
}
