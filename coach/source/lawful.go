package source

import (
	"encoding/json"

	"golang.org/x/crypto/blake2s"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/review"
)

// placeOf gives a problem without a message yet, at a key of an item.
func placeOf(p place, key string) Problem {
	problem := Problem{File: p.file}
	if at := tokenOf(p.node, key); at != nil && at.Position != nil {
		problem.Line, problem.Column = at.Position.Line, at.Position.Column
	}
	return problem
}

// Unlawful reviews every script by a rulebook with a model, and lists those in which
// something is found that must not be said or must be said otherwise, each at the place
// where the script is written. Those of packs below come as warnings: they were lawful by the
// rules there, and cannot be changed from above.
func (s *Source) Unlawful(book *pack.Rulebook) (problems, warnings Problems) {
	return s.UnlawfulIn(book, nil)
}

// UnlawfulIn does as Unlawful does for the scripts in the files that pick reports true
// for; nil stands for all.
func (s *Source) UnlawfulIn(book *pack.Rulebook, pick func(file string) bool) (problems, warnings Problems) {
	read := s.memory.reviewed.by(book)
	for _, p := range s.places {
		script, ok := p.item.(*pack.Script)
		if !ok || pick != nil && !pick(p.file) {
			continue
		}
		for _, said := range script.Says() {
			for _, found := range read.of(said) {
				problem := placeOf(p, "id")
				if s.isOwn(p.file) {
					problem.Message = message.New("unlawful", script.ID, found.rule, found.words)
					problems = append(problems, problem)
				} else {
					problem.Message = message.New("unlawful-below", script.ID, found.rule, found.words)
					warnings = append(warnings, problem)
				}
			}
		}
	}
	return problems.sorted(), warnings.sorted()
}

// reviewed keeps what one rulebook says of texts.
type reviewed struct {
	book     [blake2s.Size]byte
	model    *classify.Model
	reviewer *review.Reviewer
	severity map[string]string
	texts    map[string][]forbidden
}

// forbidden is what a rule forbids in a text.
type forbidden struct{ rule, words string }

// by gives r for a rulebook: what was kept, if it was of the same.
func (r *reviewed) by(book *pack.Rulebook) *reviewed {
	raw, _ := json.Marshal(book) // plain strings can always be written
	if sum := blake2s.Sum256(raw); sum != r.book || book.Model != r.model {
		*r = reviewed{book: sum, model: book.Model, reviewer: review.New(book), severity: map[string]string{}, texts: map[string][]forbidden{}}
		for _, rule := range book.Rules {
			r.severity[rule.ID] = rule.Severity
		}
	}
	return r
}

// of gives what is forbidden in a text, and not only ill-advised.
func (r *reviewed) of(said string) []forbidden {
	if list, ok := r.texts[said]; ok {
		return list
	}
	var list []forbidden
	for _, found := range r.reviewer.Read(review.Prepare(said, "", "", "")).Violations {
		if r.severity[found.ID] != pack.Advise {
			list = append(list, forbidden{found.ID, cut(said, found)})
		}
	}
	r.texts[said] = list
	return list
}

// cut gives the part of a text in which something was found.
func cut(said string, found review.Found) string {
	units := 0
	var part []rune
	for _, r := range said {
		if units >= found.Span.Start && units < found.Span.End {
			part = append(part, r)
		}
		units++
		if r > 0xFFFF {
			units++
		}
	}
	return string(part)
}

// Overdue lists the rules whose day of review, such as 2027-06-30, lies before today. Where
// a pack gives a rule from below another day, that one counts.
func (s *Source) Overdue(today string) Problems {
	last := map[string]place{}
	for _, p := range s.places {
		if rule, ok := p.item.(*pack.Rule); ok && rule.Review != "" {
			last[rule.ID] = p
		}
	}
	var problems Problems
	for id, p := range last {
		if review := p.item.(*pack.Rule).Review; review < today {
			problem := placeOf(p, "review")
			problem.Message = message.New("overdue", id, review)
			problems = append(problems, problem)
		}
	}
	return problems.sorted()
}
