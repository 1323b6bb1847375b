package coach

import (
	"slices"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/text"
)

// lookBack is how many of the customer's earlier turns are read beside the latest:
// what was said before them has been answered or forgotten.
const lookBack = 6

// reading is one turn of the customer, recognised.
type reading struct {
	turn     int // index in the conversation
	result   classify.Result
	decision classify.Decision
	cues     []string
}

// talk is a conversation as far as it bears on the customer's latest turn.
type talk struct {
	turns    []Turn
	readings []reading  // of the customer's latest turns, oldest first
	moves    [][]string // for each turn of the conversation, the steps an employee took in it
}

// listen reads the customer's turn at index at and what led to it.
func (c *Coach) listen(turns []Turn, at int) talk {
	t := talk{turns: turns, moves: make([][]string, len(turns))}
	first := at
	for ; first >= 0 && len(t.readings) <= lookBack; first-- {
		if turns[first].Who == Customer {
			t.readings = append(t.readings, c.read(first, turns[first].Text))
		}
	}
	slices.Reverse(t.readings)
	t.settle()
	for i := first + 1; i < len(turns); i++ {
		if turns[i].Who == Staff {
			t.moves[i] = c.heard(turns[i].Text)
		}
	}
	return t
}

func (c *Coach) read(turn int, said string) reading {
	prepared := text.Prepare(said)
	result := c.pack.Recogniser(prepared).Recognise(prepared)
	return reading{turn, result, result.Decide(), c.cues(string(prepared.Runes))}
}

// cues names the cues that occur in a normalised text.
func (c *Coach) cues(said string) []string {
	var ids []string
	for _, cue := range c.pack.Cues {
		if containsAny(said, cue.Phrases) {
			ids = append(ids, cue.ID)
		}
	}
	return ids
}

// settle takes what sounds like a wish to buy, right after a complaint, for what it
// is: the customer goes along with its being looked into.
func (t talk) settle() {
	for n := 1; n < len(t.readings); n++ {
		if d := &t.readings[n].decision; d.Kind == "buying-signal" && t.readings[n-1].matter() == "complaint" {
			d.Kind = "complaint"
			for _, l := range t.readings[n].result.Labels(classify.Kind) {
				if l.ID == d.Kind {
					d.KindScore = l.Score
				}
			}
		}
	}
}

// now is the customer's latest turn.
func (t talk) now() reading { return t.readings[len(t.readings)-1] }

// between tells whether the employee spoke between two turns, and the steps taken
// there.
func (t talk) between(from, to int) (spoke bool, steps []string) {
	for i := from + 1; i < to; i++ {
		if t.turns[i].Who == Staff {
			spoke = true
			steps = append(steps, t.moves[i]...)
		}
	}
	return spoke, steps
}

// topics lists what a turn was said to be about.
func (r reading) topics() []string {
	var ids []string
	for _, l := range r.decision.Topics {
		if l.Asserted {
			ids = append(ids, l.ID)
		}
	}
	return ids
}

// shares reports whether two turns are about one thing.
func (r reading) shares(other reading) bool {
	return slices.ContainsFunc(r.topics(), func(topic string) bool { return slices.Contains(other.topics(), topic) })
}

// objects reports whether the turn clearly resists.
func (r reading) objects() bool { return r.decision.Kind == "objection" && !r.decision.Unclear }

// presses reports whether the turn raises again what the turn before it raised.
func (r reading) presses(before reading) bool {
	switch {
	case r.decision.Unclear || before.decision.Unclear || r.matter() != before.matter():
		return false
	case r.decision.Kind == "objection" || len(r.topics()) > 0 && len(before.topics()) > 0:
		return r.shares(before)
	}
	return r.matter() == "complaint"
}

// refuses reports whether the turn is a clear no, to the offer or to any contact.
func (r reading) refuses() bool {
	return slices.Contains(r.cues, pack.RefusalCue) || r.decision.Kind == "objection" && slices.Contains(r.cues, pack.NoCue)
}

// asksPrice reports whether the turn asks what it costs, or finds it too much.
func (r reading) asksPrice() bool {
	switch r.decision.Kind {
	case "objection":
		return slices.Contains(r.topics(), "price")
	case "question":
		return slices.Contains(r.cues, pack.PriceCue) && !slices.Contains(r.cues, pack.LossCue)
	}
	return false
}

// brushesOff reports whether the turn puts off without a reason one must believe.
func (r reading) brushesOff() bool {
	vague := slices.ContainsFunc(r.topics(), func(topic string) bool {
		return slices.Contains([]string{"timing", "need", "information", "authority", "affordability"}, topic)
	})
	return r.objects() && vague && (r.decision.Nature.ID != "genuine" || len(r.result.Text().Runes) <= bareLine)
}

// bareLine is how long, in characters, a line is at most that gives no reason.
const bareLine = 12

// mood ranks emotions by how much they must be settled first.
func (r reading) mood() int {
	return slices.Index([]string{"calm", "worried", "annoyed", "angry"}, r.decision.Emotion.ID)
}

const annoyed = 2

// patterns tells how the talk moved to the customer's turn of number n among the
// readings, the weightiest way first.
func (t talk) patterns(n int) []string {
	now := t.readings[n]
	var found []string
	has := map[string]bool{}
	if n > 0 {
		before := t.readings[n-1]
		spoke, steps := t.between(before.turn, now.turn)
		answered := slices.Contains(steps, "answer")
		met := answered || slices.Contains(steps, "accept") || slices.Contains(steps, "concrete")
		same := now.presses(before)
		has[pack.Repeated] = same && answered
		has[pack.Unanswered] = same && spoke && !met
		has[pack.Jumped] = now.objects() && before.objects() && !now.shares(before) && answered
		has[pack.Heated] = spoke && now.mood() >= annoyed && now.mood() > before.mood()
		has[pack.Cooled] = spoke && before.mood() >= annoyed && now.mood() < annoyed
		has[pack.Dissolved] = spoke && before.brushesOff() && now.opensUp(before)
	}
	for _, earlier := range t.readings[:n] {
		has[pack.RefusedAgain] = has[pack.RefusedAgain] || now.refuses() && earlier.refuses()
		has[pack.Turned] = has[pack.Turned] || now.decision.Kind == "buying-signal" && earlier.objects()
	}
	spoke, steps := t.between(-1, now.turn)
	has[pack.EarlyPrice] = now.asksPrice() && spoke && !slices.Contains(steps, "answer")
	for _, id := range pack.Patterns {
		if has[id] {
			found = append(found, id)
		}
	}
	return found
}

// opensUp reports whether a turn goes from putting off to something real.
func (r reading) opensUp(from reading) bool {
	switch r.decision.Kind {
	case "question", "buying-signal":
		return true
	}
	return r.objects() && !r.brushesOff() && !r.shares(from)
}
