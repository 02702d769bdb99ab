package filter

import (
	"fmt"
	"strings"
)

// Markdown is the reference of the language, made from the table of fields.
func Markdown() string {
	var b strings.Builder
	b.WriteString(intro)
	b.WriteString("\n## Fields\n\n| field | type | picks by | example |\n|---|---|---|---|\n")
	for _, f := range fields {
		help := f.Help
		if len(f.Values) > 0 {
			help += ": " + strings.Join(f.Values, ", ")
		}
		if f.Content {
			help += " †"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | `%s` |\n", f.Name, f.Type, help, f.Example)
	}
	b.WriteString("\n† read from the journal, exchange by exchange; everything else is in the index.\n" +
		"What another receiver stored is not known: on imported exchanges, `stored`, `duplicates`, `lost` and `collateral` hold for no value.\n")
	b.WriteString("\n## Types\n\n| type | how a value is written | comparisons |\n|---|---|---|\n")
	for _, t := range typeHelp {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", t.name, t.written, t.compared)
	}
	return b.String()
}

// intro explains the shape of a filter.
const intro = `# The filter language

The same language picks exchanges in the dashboard (` + "`/`" + `), in ` + "`print`, `replay` and `export`" + `:

    {job="api",__name__=~"http_.*"} status:4xx
    stored:<sent and not cause:duplicate
    sender:vmagent (message:v2 or size:>100KB) lag:>1m

| term | picks exchanges |
|---|---|
| ` + "`{job=\"api\"}`, `up{job=~\"a.*\"}`" + ` | of which one series has these labels; Prometheus' own selectors, ` + "`= != =~ !~`" + ` |
| ` + "`field:value`, `field:>value`" + ` | with this property, see the tables below |
| ` + "`untrue`" + ` | a flag: a word that stands for itself |
| ` + "`vmagent`, `\"out of order\"`" + ` | whose sender, path or cause contains the text |
| ` + "`a b`, `a and b`" + ` | for which both hold |
| ` + "`a or b`" + ` | for which one holds; ` + "`and`" + ` binds tighter |
| ` + "`not a`, `( )`" + ` | for which a does not hold; groups |

Regular expressions match the whole text, as everywhere in Prometheus. Text with a
space, a colon or a parenthesis goes into quotes: ` + "`path:~\"/api/(v1|v2)/.*\"`" + `. Words are not
case-sensitive, except in selectors, regular expressions and after ` + "`=`" + `.
`

// typeHelp describes the types.
var typeHelp = []struct {
	name              Type
	written, compared string
}{
	{TypeNumber, "`100`, or another number field: `stored:<sent`", "`: = != < <= > >=`"},
	{TypeSize, "`1500`, `100KB` (1000), `1.5MiB` (1024)", "`: = != < <= > >=`"},
	{TypeDuration, "`250ms`, `1m30s`, `2d`, `-5s`", "`: = != < <= > >=`"},
	{TypeTime, "`2026-11-23`, `2026-11-23T10:05`, `10:05:30`; as exact as it is written", "`: = != < <= > >=`"},
	{TypeStatus, "`404`, `4xx`", "`: = != < <= > >=`"},
	{TypeHash, "the first digits: `9c1e`", "`: = !=`"},
	{TypeChoice, "one of the list", "`: = !=`, and `< <= > >=` for `level`"},
	{TypeName, "the whole name", "`: = !=`, `~` and `!~` for a regular expression"},
	{TypeText, "a part of it", "`:` a part, `= !=` the whole, `~` and `!~` a regular expression"},
	{TypeFlag, "a word alone", "`not`"},
}
