package tui

import (
	"cmp"
	"os"
	"strings"
)

// plainLocale reports whether the environment names a character set in which
// borders and charts cannot be drawn. An environment that names none says nothing:
// terminals know UTF-8 unless told otherwise. The order is that of setlocale(3).
func plainLocale(environ []string) bool {
	if environ == nil {
		environ = os.Environ()
	}
	set := map[string]string{}
	for _, entry := range environ {
		if name, value, ok := strings.Cut(entry, "="); ok {
			set[name] = value
		}
	}
	name := strings.ToLower(cmp.Or(set["LC_ALL"], set["LC_CTYPE"], set["LANG"]))
	return name != "" && !strings.Contains(name, "utf-8") && !strings.Contains(name, "utf8")
}
