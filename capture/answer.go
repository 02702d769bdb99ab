package capture

import (
	"maps"
	"net/http"

	"rwscope/store"
)

// writeAnswer puts an answer on the wire. That a sender is gone by now changes
// nothing: what was judged and stored stays so.
func writeAnswer(w http.ResponseWriter, a *store.Answer) {
	maps.Copy(w.Header(), a.Header)
	w.WriteHeader(a.Status)
	if len(a.Body) > 0 {
		_, _ = w.Write(a.Body)
	}
}
