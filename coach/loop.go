package coach

import (
	"slices"
	"strings"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/text"
)

// heard tells which steps of the handling loop an employee's words were, in the
// order of the loop.
func (c *Coach) heard(said string) []string {
	taken := map[string]bool{}
	for _, sentence := range rawSentences(said) {
		taken[c.own()[sentence]] = true
	}
	for _, sentence := range sentences(text.Prepare(said)) {
		known := false
		for _, move := range c.pack.Moves {
			if (move.Question == nil || *move.Question == sentence.question) && saysAny(sentence.words, move.Phrases) {
				taken[move.Step] = true
				known = true
			}
		}
		switch {
		case known:
		case sentence.question && containsAny(sentence.words, opens):
			taken["concrete"] = true
		case !sentence.question && strings.ContainsAny(sentence.words, figures): // a plain statement with a figure answers something
			taken["answer"] = true
		}
	}
	var steps []string
	for _, step := range pack.Steps {
		if taken[step] {
			steps = append(steps, step)
		}
	}
	return steps
}

// saysAny reports whether one of some phrases occurs and is not denied: what was not
// done is no step.
func saysAny(words string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(phrase string) bool {
		before, _, found := strings.Cut(words, phrase)
		denied := strings.HasSuffix(before, "没") || strings.HasSuffix(before, "没有") && !strings.HasSuffix(before, "有没有")
		return found && !denied
	})
}

// figures are the signs of a number, as people write it.
const figures = "0123456789%二三四五六七八九十百千万半两"

// opens are words of a question to the customer about what is behind their words.
var opens = []string{"还是", "什么", "哪", "谁", "几", "多少", "多久", "为啥", "怎么", "what", "which", "why", "how"}

// own gives the steps of the sentences in the pack's own scripts: words taken from
// the coach are known for what they are. It is made when first asked for.
func (c *Coach) own() map[string]string {
	c.ownOnce.Do(func() {
		c.ownSteps = map[string]string{}
		for _, script := range c.pack.Scripts {
			for _, step := range script.Steps {
				for _, say := range step.Say {
					for _, sentence := range rawSentences(say) {
						c.ownSteps[sentence] = step.ID
					}
				}
			}
		}
	})
	return c.ownSteps
}

// leastOwn is how long a sentence must be, in bytes, to be known for a script's:
// shorter ones are everybody's.
const leastOwn = 15

// rawSentences parts a text as it stands at full stops, and gives what is long
// enough to be known again.
func rawSentences(said string) []string {
	parts := strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune("。？！；?!\n", r) })
	list := parts[:0]
	for _, part := range parts {
		if part = strings.TrimSpace(part); len(part) >= leastOwn {
			list = append(list, part)
		}
	}
	return list
}

// sentence is what stands between two full stops.
type sentence struct {
	words    string
	question bool
}

// sentences joins the clauses of a text up to each mark that ends a sentence.
func sentences(t text.Text) []sentence {
	var list []sentence
	start := 0
	for i, c := range t.Clauses {
		if c.Mark == ',' && i+1 < len(t.Clauses) && !tag(t.Runes[t.Clauses[i+1].Start:t.Clauses[i+1].End]) {
			continue
		}
		words := string(t.Runes[start:c.End])
		list = append(list, sentence{words, c.Mark == '?' || asks(words)})
		start = c.End
	}
	return list
}

// tag reports whether a clause only asks for a yes to what is said before it will be
// done. One that asks for a yes to what was heard makes a question of the whole.
func tag(clause []rune) bool {
	words := strings.TrimRight(strings.TrimPrefix(string(clause), "您看"), "?")
	return slices.Contains([]string{"可以吗", "好吗", "行吗", "成吗", "可以不", "好不好", "行不行"}, words)
}

// asks reports whether words are a question without its mark, as in speech that a
// machine wrote down. These are the grammar of the language, not knowledge of a
// trade, and so stand in code.
func asks(words string) bool {
	words = strings.ReplaceAll(words, "什么都", "") // everything, and no question
	return strings.HasSuffix(words, "吗") || strings.HasSuffix(words, "呢") || strings.HasSuffix(words, "么") ||
		containsAny(words, []string{"什么", "哪", "多少", "为什么", "怎么", "几时", "是不是", "有没有", "能不能", "好不好", "行不行"})
}

// loop tells where in the handling loop the talk is: what the employee has done
// about what the customer now means, what was passed over, and what comes next.
func (c *Coach) loop(t talk, s pack.Situation, ctx Context) Loop {
	s.Kind = t.atHand()
	l := Loop{Steps: c.pack.LoopOf(s), Done: []string{}, Skipped: []string{}}
	_, taken := t.between(t.readings[t.since()].turn, len(t.turns))
	furthest := -1
	for i, step := range l.Steps {
		if slices.Contains(taken, step) {
			l.Done = append(l.Done, step)
			furthest = i
		}
	}
	for _, step := range l.Steps[:furthest+1] {
		if !slices.Contains(taken, step) {
			l.Skipped = append(l.Skipped, step)
		}
	}
	switch {
	case len(l.Skipped) > 0 && slices.ContainsFunc(s.Patterns, goesBack):
		l.Step = l.Skipped[0]
	case furthest+1 < len(l.Steps):
		l.Step = l.Steps[furthest+1]
	case slices.Contains(l.Done, "follow-up"):
		l.Step = "follow-up" // promised in this talk, and still to be kept
	default:
		l.Step = "review"
	}
	l.Title = c.stepTitle(l.Step, ctx)
	return l
}

// stepTitle names a step as the view of a context counts.
func (c *Coach) stepTitle(step string, ctx Context) string {
	for _, view := range c.pack.Views {
		if view.ID != ctx.View {
			continue
		}
		for _, s := range view.Steps {
			if slices.Contains(s.Covers, step) {
				return s.Title.In(ctx.Locale)
			}
		}
	}
	return c.pack.LabelTitle("step", step, ctx.Locale)
}

// goesBack reports whether a pattern shows that a step passed over is missed.
func goesBack(pattern string) bool {
	return slices.Contains([]string{pack.Repeated, pack.Unanswered, pack.Heated, pack.Jumped}, pattern)
}

// atHand is the kind of what is being handled: that of the latest turn, or, where it
// only says yes or hm, of what it says that to.
func (t talk) atHand() string {
	for n := len(t.readings) - 1; n >= 0; n-- {
		if kind := t.readings[n].decision.Kind; kind != "other" {
			return kind
		}
	}
	return t.now().decision.Kind
}

// since gives the number of the reading with which the customer came to what is
// now meant: before it the talk was about something else.
func (t talk) since() int {
	n := len(t.readings) - 1
	for ; n > 0 && t.readings[n].continues(t.readings[n-1]); n-- {
	}
	for n < len(t.readings)-1 && t.readings[n].decision.Kind == "other" { // a greeting before it
		n++
	}
	return n
}

// continues reports whether a turn is still about what the turn before it was
// about. A question or a remark in between does not change the matter.
func (r reading) continues(before reading) bool {
	if before.passing() || r.passing() && r.decision.Kind != "question" {
		return true
	}
	a, b := r.matter(), before.matter()
	if a != b {
		return false
	}
	return a != "objection" || r.decision.Unclear || before.decision.Unclear || r.shares(before)
}

// passing reports whether a turn brings no matter of its own.
func (r reading) passing() bool { return r.decision.Kind == "other" || r.decision.Kind == "question" }

// matter sorts kinds by how they are handled.
func (r reading) matter() string {
	if r.decision.Kind == "dispute" {
		return "complaint"
	}
	return r.decision.Kind
}
