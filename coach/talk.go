package coach

import (
	"slices"
	"strings"
	"unicode"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/text"
)

// lookBack is how many of the customer's earlier turns are read beside the latest:
// what was said before them has been answered or forgotten.
const lookBack = 6

// justBefore is how many turns of the employee right before a customer's one it is heard
// in the light of.
const justBefore = 3

// reading is one turn of the customer, recognised.
type reading struct {
	turn     int // index in the conversation
	result   classify.Result
	decision classify.Decision
	cues     []string // in its words, and in those of the employee just before
	nature   string   // of the objection, where words make it certain
	about    int      // number of the reading whose matter it is about: mostly its own
	yields   bool     // says yes to what is done about a complaint
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
			t.readings = append(t.readings, c.read(turns, first))
		}
	}
	slices.Reverse(t.readings)
	for i := first + 1; i < len(turns); i++ {
		if turns[i].Who == Staff {
			t.moves[i] = c.heard(turns[i].Text)
		}
	}
	t.settle()
	return t
}

// read recognises the customer's turn of that index, and what the employee said just
// before it.
func (c *Coach) read(turns []Turn, turn int) reading {
	prepared := text.Prepare(turns[turn].Text)
	result := c.pack.Recogniser(prepared).Recognise(prepared)
	r := reading{turn: turn, result: result, decision: result.Decide(), cues: c.cues(prepared, false)}
	for i := turn - 1; i >= max(0, turn-justBefore) && turns[i].Who == Staff; i-- {
		r.cues = append(r.cues, c.cues(text.Prepare(turns[i].Text), true)...)
	}
	if kind := c.derived("kind", pack.Situation{Cues: r.cues}); kind != "" && r.decision.Unclear {
		r.take(kind)
	}
	r.nature = c.derived("nature", pack.Situation{Kind: r.decision.Kind, Topics: r.topics(), Cues: r.cues})
	return r
}

// cues names the cues that occur in words of the employee, or else of the customer.
func (c *Coach) cues(said text.Text, staff bool) []string {
	var ids []string
	for _, n := range c.cued.in(string(said.Runes), staff) {
		ids = append(ids, c.pack.Cues[n].ID)
	}
	return ids
}

// now is the customer's latest turn.
func (t talk) now() reading { return t.readings[len(t.readings)-1] }

// ownWords is the decision on the latest turn by its own words alone: what it carries on
// of an earlier turn they do not show.
func (t talk) ownWords() classify.Decision {
	d := t.now().decision
	d.Escalate.Asserted = calls(d)
	if t.now().about != len(t.readings)-1 {
		d.Kind, d.Topics = "other", nil
	}
	return d
}

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
	case r.yields:
		return false
	case r.decision.Kind != "other" && r.echoes(before):
		return true
	case r.decision.Unclear || before.decision.Unclear || r.matter() != before.matter():
		return false
	case r.decision.Kind == "objection" || len(r.topics()) > 0 && len(before.topics()) > 0:
		return r.shares(before)
	}
	return r.matter() == "complaint"
}

// echoed is the part of a turn's pairs of characters from which it says the words of
// another again, and leastEchoed how many of them it takes.
const (
	echoed      = 0.6
	leastEchoed = 6
)

// echoes reports whether the turn says again, in the same words, what another said.
func (r reading) echoes(other reading) bool {
	pairs := func(said []rune) map[[2]rune]bool {
		set := map[[2]rune]bool{}
		for i := range len(said) - 1 {
			set[[2]rune{said[i], said[i+1]}] = true
		}
		return set
	}
	mine, theirs := pairs(r.result.Text().Runes), pairs(other.result.Text().Runes)
	both := 0
	for pair := range mine {
		if theirs[pair] {
			both++
		}
	}
	return both >= leastEchoed && float64(both) >= echoed*float64(min(len(mine), len(theirs)))
}

// refuses reports whether the turn is a clear no, to the offer or to any contact.
func (r reading) refuses() bool {
	return slices.Contains(r.cues, pack.RefusalCue) || r.decision.Kind == "objection" && slices.Contains(r.cues, pack.NoCue) || r.saysOnlyNo()
}

// saysOnlyNo reports whether the turn is a word or two that say only: no need.
func (r reading) saysOnlyNo() bool {
	letters := 0
	for _, c := range r.result.Text().Runes {
		if unicode.IsLetter(c) {
			letters++
		}
	}
	return letters <= curtLine && r.objects() && slices.Contains(r.topics(), "need")
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
	return r.objects() && vague && (r.decision.Nature.ID != "genuine" || r.bare())
}

// bareLine is how long, in characters, a line is at most that gives no reason;
// bareWords is that for a language that parts words by spaces.
const (
	bareLine  = 12
	bareWords = 6
)

// bare reports whether the turn is too short to give a reason.
func (r reading) bare() bool {
	said := r.result.Text().Runes
	if slices.ContainsFunc(said, func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
		return len(said) <= bareLine
	}
	return len(strings.Fields(string(said))) <= bareWords
}

// curtLine is how long, in characters, an answer is at most that leaves the talking
// to the other.
const curtLine = 4

// curt reports whether the turn answers with a word and says nothing.
func (r reading) curt() bool {
	return r.decision.Kind == "other" && len(r.result.Text().Runes) <= curtLine
}

// mood ranks emotions by how much they must be settled first.
func (r reading) mood() int {
	return slices.Index([]string{"calm", "worried", "annoyed", "angry"}, r.decision.Emotion.ID)
}

const annoyed = 2

// patterns tells how the talk moved to the customer's turn of number n among the
// readings, the weightiest way first.
func (t talk) patterns(n int) []string {
	now := t.readings[n]
	var has []string
	when := func(id string, so bool) {
		if so {
			has = append(has, id)
		}
	}
	if n > 0 && now.about == n {
		before := t.readings[n-1]
		spoke, steps := t.between(before.turn, now.turn)
		answered := slices.Contains(steps, "answer")
		met := answered || slices.Contains(steps, "accept") || slices.Contains(steps, "concrete") || t.takesUp(before.turn, now.turn) || t.asked(n) && now.nods()
		same := now.presses(before)
		greeted := before.decision.Kind == "other" && now.matter() == "complaint" // who only now comes to the matter
		when(pack.Repeated, same && answered)
		when(pack.Unanswered, same && spoke && !met)
		when(pack.Jumped, now.objects() && before.objects() && !now.shares(before) && answered)
		when(pack.Heated, spoke && now.mood() >= annoyed && now.mood() > before.mood() && !greeted)
		when(pack.Cooled, spoke && before.mood() >= annoyed && now.mood() < annoyed)
		when(pack.Dissolved, spoke && before.brushesOff() && now.opensUp(before))
		when(pack.Curt, spoke && now.curt() && before.curt() && t.atHand() == "other")
	}
	for _, earlier := range t.readings[:n] {
		when(pack.RefusedAgain, now.refuses() && earlier.refuses())
		when(pack.Turned, now.decision.Kind == "buying-signal" && earlier.objects())
	}
	spoke, steps := t.between(-1, now.turn)
	when(pack.EarlyPrice, now.about == n && now.asksPrice() && spoke && !slices.Contains(steps, "answer"))
	var found []string
	for _, id := range pack.Patterns {
		if slices.Contains(has, id) {
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
