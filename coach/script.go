package coach

import (
	"cmp"
	"hash/fnv"
	"slices"
	"sort"
	"strings"

	"objectioncoach/coach/pack"
)

// candidate is a script that fits a situation, and how closely.
type candidate struct {
	script *pack.Script
	weight int
	rank   int // place of its technique in the choice; beyond them if not there
}

// script adds to a the script that describes the situation most closely. Of equally
// close ones, those with the better technique come first, then those whose turn it
// is by ctx.Key; and ctx.Variant goes through them.
func (c *Coach) script(a *Analysis, s pack.Situation, choice pack.Choice, ctx Context) {
	fits := c.candidates(s, choice, ctx.Key)
	if len(fits) == 0 {
		return
	}
	n := ((ctx.Variant % len(fits)) + len(fits)) % len(fits)
	won := fits[n].script
	a.Script = &Script{
		ID:        won.ID,
		Open:      fill(won.Open, ctx),
		Closed:    fill(won.Closed, ctx),
		Show:      fill(won.Show, ctx),
		Avoid:     fill(won.Avoid, ctx),
		After:     fill(won.After, ctx),
		Others:    len(fits) - 1,
		Why:       won.For.Because(s),
		Technique: won.Technique,
	}
	for _, step := range won.Steps {
		a.Script.Steps = append(a.Script.Steps, Step{step.ID, fill(step.Say, ctx)})
	}
	if len(a.Talk.Loop.Done) > 0 {
		a.Script.Now = stepNow(won.Steps, a.Talk.Loop.Step)
	}
	if ctx.Trace {
		a.Trace = trace(fits, n, s)
	}
}

// stepNow gives the index of the first step that is not before the place of the
// talk in the loop, or of the last one.
func stepNow(steps []pack.Step, at string) int {
	for i, step := range steps {
		if pack.Place(step.ID) >= pack.Place(at) {
			return i
		}
	}
	return len(steps) - 1
}

// trace tells of each script that fits why it won or lost.
func trace(fits []candidate, won int, s pack.Situation) []Considered {
	list := make([]Considered, len(fits))
	for i, fit := range fits {
		list[i] = Considered{fit.script.ID, fit.script.Technique, fit.weight, fit.script.For.Because(s), i == won, ""}
		switch {
		case i == won:
		case fit.weight < fits[won].weight:
			list[i].Lost = "closer"
		case fit.rank > fits[won].rank:
			list[i].Lost = "technique"
		default:
			list[i].Lost = "turn"
		}
	}
	return list
}

// shelf finds scripts by the kind and topic they are for, so that a great pack
// costs no more than a small one. An empty kind or topic stands for any.
type shelf map[place][]int

type place struct{ kind, topic string }

func shelve(scripts []pack.Script) shelf {
	s := shelf{}
	any := []string{""}
	for i, script := range scripts {
		for _, kind := range orElse(script.For.Kind, any) {
			for _, topic := range orElse(script.For.Topic, any) {
				s[place{kind, topic}] = append(s[place{kind, topic}], i)
			}
		}
	}
	return s
}

func orElse(list, otherwise []string) []string {
	if len(list) > 0 {
		return list
	}
	return otherwise
}

// of gives the places in the pack of the scripts that may fit, in its order.
func (s shelf) of(situation pack.Situation) []int {
	var all []int
	for _, kind := range []string{"", situation.Kind} {
		all = append(all, s[place{kind, ""}]...)
		for _, topic := range situation.Topics {
			all = append(all, s[place{kind, topic}]...)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i] < all[j] })
	return slices.Compact(all)
}

// variants is how many scripts one can step through at most.
const variants = 6

// candidates lists the scripts that fit, closest first; one by a technique that the
// situation does not call for counts by its topic and cue alone, one by the technique
// that would do harm only by what overrides all else. Of the best, equally good ones,
// key decides which comes first.
func (c *Coach) candidates(s pack.Situation, choice pack.Choice, key string) []candidate {
	var fits []candidate
	for _, i := range c.shelf.of(s) {
		script := &c.pack.Scripts[i]
		matches, weight := script.For.Specificity(s)
		if !matches {
			continue
		}
		rank := slices.IndexFunc(choice.Techniques, func(t pack.ChosenTechnique) bool { return t.ID == script.Technique })
		switch {
		case rank >= 0:
		case choice.Tempting != nil && choice.Tempting.ID == script.Technique:
			rank = len(choice.Techniques) + 1
			weight = pack.Overriding(weight)
		default:
			rank = len(choice.Techniques)
			weight = pack.Coarse(weight)
		}
		fits = append(fits, candidate{script, weight, rank})
	}
	// Package sort, not slices: of that the program would carry 5 KB for every type sorted.
	sort.SliceStable(fits, func(i, j int) bool {
		a, b := fits[i], fits[j]
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.rank, b.rank), cmp.Compare(a.script.ID, b.script.ID)) < 0
	})
	last := min(len(fits), variants)
	for last > 0 && pack.Overrides(fits[0].weight) && !pack.Overrides(fits[last-1].weight) {
		last--
	}
	fits = fits[:last]
	rotate(fits, key)
	return fits
}

// Best gives the ids of the scripts that are equally good in a situation: which of them
// is shown first hangs on Context.Key alone.
func (c *Coach) Best(s pack.Situation) []string {
	var ids []string
	fits := c.candidates(s, c.choice(s), "")
	for _, fit := range fits {
		if fit.weight == fits[0].weight && fit.rank == fits[0].rank {
			ids = append(ids, fit.script.ID)
		}
	}
	return ids
}

// rotate turns the candidates that are as good as the first by a number that
// depends on key alone. No key leaves them as they are.
func rotate(fits []candidate, key string) {
	equal := 0
	for equal < len(fits) && fits[equal].weight == fits[0].weight && fits[equal].rank == fits[0].rank {
		equal++
	}
	if equal < 2 || key == "" {
		return
	}
	hash := fnv.New32a()
	hash.Write([]byte(key))
	by := int(hash.Sum32() % uint32(equal))
	copy(fits, append(append([]candidate{}, fits[by:equal]...), fits[:by]...))
}

// fill puts the host's values into the slots of a text. A slot without a value
// becomes a blank: no figure or name is ever invented.
func fill(t pack.Text, ctx Context) string {
	s := t.In(ctx.Locale)
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(s, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !open || !closed {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(before)
		if value := ctx.Slots[name]; value != "" {
			b.WriteString(value)
		} else {
			b.WriteString(Blank)
		}
		s = after
	}
}

// Blank stands in a script for a value that the speaker has to put in.
const Blank = "＿＿"
