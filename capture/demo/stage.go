package demo

import (
	"math/rand/v2"
	"time"
)

// How the programme is spread over requests, see the package comment. At the
// default rate the later rounds take about twenty seconds each.
const (
	prologueTurns = 2  // ordinary requests of each sender before the first scene
	firstGap      = 2  // steps from scene to scene in the first round
	laterGap      = 10 // and after that
)

// streamSeed keeps the generator apart from others with the same seed.
const streamSeed = 0x7277_7363_6f70_65

// stage is the state of a run: who sends, what came last.
type stage struct {
	*cast
	now    time.Time // of the current step
	rng    *rand.Rand
	scenes []Scene
	steps  int // steps taken
	turns  int // ordinary requests made
	played int // scenes played
}

func newStage(seed uint64, now time.Time) *stage {
	rng := rand.New(rand.NewPCG(seed, streamSeed))
	return &stage{cast: newCast(now, rng), now: now, rng: rng, scenes: Scenes()}
}

// next is what is sent in the step that begins at now: a scene's requests or one
// ordinary request.
func (st *stage) next(now time.Time) ([]request, error) {
	st.now = now
	scene := st.sceneDue()
	st.steps++
	if scene {
		s := st.scenes[st.played%len(st.scenes)]
		st.played++
		return s.play(st)
	}
	senders := st.regulars()
	s := senders[st.turns%len(senders)]
	st.turns++
	r, err := s.ordinary(s.batch(now, st.rng))
	return []request{r}, err
}

// sceneDue reports whether the next step is a scene.
func (st *stage) sceneDue() bool {
	step := st.steps - prologueTurns*len(st.regulars())
	if step < 0 {
		return false
	}
	gap := firstGap
	if first := firstGap * len(st.scenes); step >= first {
		step, gap = step-first, laterGap
	}
	return step%gap == 0
}

// answered takes note of what is stored.
func (st *stage) answered(r request, status int) {
	if status/100 == 2 && r.scrape != nil {
		r.from.stored = r.scrape
	}
}
