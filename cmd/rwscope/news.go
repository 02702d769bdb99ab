package main

import (
	"context"
	"time"
)

const (
	// newsRoom is how many notices may wait to be said.
	newsRoom = 16
	// lookEvery is how often it is looked whether there are any.
	lookEvery = time.Second
)

// tell is for news from goroutines that must not wait: what finds no room is lost.
func (s *session) tell(text string) {
	select {
	case s.news <- text:
	default:
	}
}

// lookAfter tells what happens to the session until ctx ends.
func (s *session) lookAfter(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			for _, text := range append(s.watch.Look(), s.fullTable()...) {
				s.tell(text)
			}
		case <-ctx.Done():
			return
		}
	}
}

// lastNews is what nobody was told yet when receiving has ended.
func (s *session) lastNews() []string {
	s.watching.Wait()
	var news []string
	for len(s.news) > 0 {
		news = append(news, <-s.news)
	}
	news = append(news, s.watch.End()...)
	return append(news, s.fullTable()...)
}

// fullTable says, once, that there are more series than the judge can know.
func (s *session) fullTable() []string {
	if s.tableFull || !s.store.Stats().TableFull {
		return nil
	}
	s.tableFull = true
	return []string{"warning: there are more series than --max-series lets the judge know: the others are judged the slow way"}
}
