package coach

import (
	"cmp"
	"slices"
	"strings"

	"objectioncoach/coach/pack"
)

// candidate is a script that fits a situation, and how closely.
type candidate struct {
	script *pack.Script
	weight int
	rank   int // place of its technique in the choice; len(choice) if not there
}

// script gives the script that describes the situation most closely, and its
// technique. Of equally close ones, those with the better technique come first,
// and ctx.Variant goes through them in the order of their ids.
func (c *Coach) script(s pack.Situation, choice []pack.ChosenTechnique, ctx Context) (*Script, string) {
	fits := c.candidates(s, choice)
	if len(fits) == 0 {
		return nil, ""
	}
	n := ((ctx.Variant % len(fits)) + len(fits)) % len(fits)
	won := fits[n]
	out := &Script{
		ID:     won.script.ID,
		Open:   fill(won.script.Open, ctx),
		Closed: fill(won.script.Closed, ctx),
		Show:   fill(won.script.Show, ctx),
		Avoid:  fill(won.script.Avoid, ctx),
		After:  fill(won.script.After, ctx),
		Others: len(fits) - 1,
		Why:    won.script.For.Because(s),
	}
	for _, step := range won.script.Steps {
		out.Steps = append(out.Steps, Step{step.ID, fill(step.Say, ctx)})
	}
	return out, won.script.Technique
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
	slices.Sort(all)
	return slices.Compact(all)
}

// variants is how many scripts one can step through at most.
const variants = 6

// candidates lists the scripts that fit, closest first.
func (c *Coach) candidates(s pack.Situation, choice []pack.ChosenTechnique) []candidate {
	var fits []candidate
	for _, i := range c.shelf.of(s) {
		script := &c.pack.Scripts[i]
		matches, weight := script.For.Specificity(s)
		if !matches {
			continue
		}
		rank := slices.IndexFunc(choice, func(t pack.ChosenTechnique) bool { return t.ID == script.Technique })
		if rank < 0 {
			rank = len(choice)
		}
		fits = append(fits, candidate{script, weight, rank})
	}
	slices.SortFunc(fits, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.rank, b.rank), cmp.Compare(a.script.ID, b.script.ID))
	})
	return fits[:min(len(fits), variants)]
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
