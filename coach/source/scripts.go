package source

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"objectioncoach/coach/pack"
)

// script checks what a script says, in every language it says it in.
func (r *reader) script(p place, s *pack.Script) {
	if len(s.Steps) == 0 {
		r.at(p.file, tokenOf(p.node, "steps"), "script-empty", s.ID)
	}
	for i, step := range s.Steps {
		at := place{file: p.file, node: nodeIn(p.node, "steps", i)}
		r.oneOf(at, "step", step.ID, pack.Steps)
		for _, locale := range slices.Sorted(maps.Keys(step.Say)) {
			r.sayable(at, s.ID, step.ID, locale, step.Say[locale])
		}
	}
	for _, part := range []struct {
		key string
		of  pack.Text
	}{{"open", s.Open}, {"closed", s.Closed}, {"show", s.Show}, {"avoid", s.Avoid}, {"after", s.After}} {
		for _, said := range part.of {
			r.slots(p, part.key, s.ID, said)
		}
	}
}

// sentenceEnd parts what is said into sentences.
var sentenceEnd = regexp.MustCompile(`[。？！；]+|[.?!;]+(\s|$)`)

// longestSentence gives how long a sentence to say aloud may be, in characters.
func longestSentence(locale string) int {
	if locale == pack.DefaultLocale {
		return maxSentence
	}
	return maxLatinSentence
}

// sayable checks that a step can be said aloud: few sentences, none too long.
func (r *reader) sayable(p place, script, step, locale, say string) {
	r.slots(p, "say", script, say)
	limit := longestSentence(locale)
	n := 0
	for _, sentence := range sentenceEnd.Split(say, -1) {
		sentence = strings.TrimSpace(sentence)
		if sentence == "" {
			continue
		}
		n++
		if length := utf8.RuneCountInString(sentence); length > limit {
			r.at(p.file, tokenOf(p.node, "step"), "step-long", script, step, length, locale, limit)
		}
	}
	if n == 0 {
		r.at(p.file, tokenOf(p.node, "step"), "step-empty", script, step, locale)
	}
	if n > maxSentences {
		r.at(p.file, tokenOf(p.node, "step"), "step-many", script, step, n, locale, maxSentences)
	}
}

var slotName = regexp.MustCompile(`\{([^{}]*)\}`)

// slots notes blanks that nothing fills.
func (r *reader) slots(p place, key, script, said string) {
	var ids []string
	for _, slot := range r.source.Pack.Slots {
		ids = append(ids, slot.ID)
	}
	for _, match := range slotName.FindAllStringSubmatch(said, -1) {
		if !slices.Contains(ids, match[1]) {
			r.at(p.file, tokenOf(p.node, key), "blank-unfilled", script, match[1], nearest(match[1], ids), strings.Join(ids, ", "))
		}
	}
}

// doubles notes scripts for exactly the same situations by the same technique that
// are not marked as variants of each other: nobody could tell which is meant to
// win.
func (r *reader) doubles() {
	first := map[string]string{}
	for _, p := range r.places {
		s, ok := p.item.(*pack.Script)
		if !ok {
			continue
		}
		conditions, _ := json.Marshal(s.For) // lists of strings can always be written
		same := string(conditions) + s.Technique
		if other, ok := first[same]; ok && !s.Variant {
			r.at(p.file, tokenOf(p.node, "for"), "same-situations", s.ID, other)
		}
		if first[same] == "" {
			first[same] = s.ID
		}
	}
}

// translate lays the translations over the scripts they are of.
func (r *reader) translate() {
	scripts := r.source.Pack.Scripts
	var ids []string
	for _, s := range scripts {
		ids = append(ids, s.ID)
	}
	for _, p := range r.places {
		t, ok := p.item.(*pack.Translation)
		if !ok {
			continue
		}
		at := slices.Index(ids, t.ID)
		if at < 0 {
			r.at(p.file, tokenOf(p.node, "id"), "translates-nothing", t.ID, nearest(t.ID, ids))
			continue
		}
		if !sameSteps(scripts[at], *t) {
			r.at(p.file, tokenOf(p.node, "steps"), "translation-steps", t.ID)
			continue
		}
		scripts[at] = translated(scripts[at], *t)
		for i, step := range t.Steps {
			r.sayable(place{file: p.file, node: nodeIn(p.node, "steps", i)}, t.ID, step.ID, t.Locale, step.Say)
		}
	}
}

func sameSteps(s pack.Script, t pack.Translation) bool {
	return slices.EqualFunc(s.Steps, t.Steps, func(a pack.Step, b pack.TranslatedStep) bool { return a.ID == b.ID })
}

// translated gives a script that also speaks the language of a translation.
func translated(s pack.Script, t pack.Translation) pack.Script {
	s.Steps = slices.Clone(s.Steps)
	for i, step := range t.Steps {
		s.Steps[i].Say = s.Steps[i].Say.With(t.Locale, step.Say)
	}
	for _, text := range []struct {
		of   *pack.Text
		said string
	}{{&s.Open, t.Open}, {&s.Closed, t.Closed}, {&s.Show, t.Show}, {&s.Avoid, t.Avoid}, {&s.After, t.After}} {
		if text.said != "" {
			*text.of = text.of.With(t.Locale, text.said)
		}
	}
	return s
}

// untranslated notes scripts that lack a language which others in the same folder
// of a pack have.
func (r *reader) untranslated() {
	locales := map[string]map[string]bool{} // by folder
	for _, p := range r.places {
		if t, ok := p.item.(*pack.Translation); ok {
			folder := topOf(p.file)
			if locales[folder] == nil {
				locales[folder] = map[string]bool{}
			}
			locales[folder][t.Locale] = true
		}
	}
	for _, s := range r.source.Pack.Scripts {
		p := r.placeOf(s.ID)
		for _, locale := range slices.Sorted(maps.Keys(locales[topOf(p.file)])) {
			if len(s.Steps) > 0 && s.Steps[0].Say[locale] == "" {
				r.at(p.file, tokenOf(p.node, "id"), "untranslated", s.ID, locale)
			}
		}
	}
}

// topOf gives the folder of a pack that a file lies in.
func topOf(file string) string {
	top, _, _ := strings.Cut(file, "/")
	return top
}

// placeOf gives the place where a script was written.
func (r *reader) placeOf(id string) place {
	at := slices.IndexFunc(r.places, func(p place) bool {
		s, ok := p.item.(*pack.Script)
		return ok && s.ID == id
	})
	return r.places[at]
}

// closing checks that a tactic has what its class asks for, and that one that is
// never used has nothing to say.
func (r *reader) closing(p place, c *pack.Closing) {
	r.oneOf(p, "class", c.Class, []string{pack.Fine, pack.OnlyIfTrue, pack.Never})
	needs := func(key string, t pack.Text) {
		if t[pack.DefaultLocale] == "" {
			r.at(p.file, tokenOf(p.node, "class"), "closing-needs", c.ID, c.Class, key)
		}
	}
	needs("reason", c.Reason)
	switch c.Class {
	case pack.Never:
		needs("instead", c.Instead)
		if len(c.Say) > 0 {
			r.at(p.file, tokenOf(p.node, "say"), "closing-never", c.ID)
		}
	case pack.OnlyIfTrue:
		needs("condition", c.Condition)
		needs("say", c.Say)
	case pack.Fine:
		needs("say", c.Say)
	}
}

// loopSteps checks the steps of a loop.
func (r *reader) loopSteps(p place, steps []string) {
	for _, step := range steps {
		r.oneOf(p, "steps", step, pack.Steps)
	}
	if !slices.IsSortedFunc(steps, func(a, b string) int { return pack.Place(a) - pack.Place(b) }) {
		r.at(p.file, tokenOf(p.node, "steps"), "steps-order", strings.Join(pack.Steps, ", "))
	}
}
