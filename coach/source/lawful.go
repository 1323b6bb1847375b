package source

import (
	"fmt"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/review"
)

// written is where a script or a rule stands: the place of its id, and of its day of
// review.
type written struct {
	item       any // *pack.Script or *pack.Rule
	id, review Problem
}

// written lists the scripts and rules that were read, each with its place.
func (r *reader) written() []written {
	var list []written
	for _, p := range r.places {
		switch p.item.(type) {
		case *pack.Script, *pack.Rule:
			list = append(list, written{p.item, placeOf(p, "id"), placeOf(p, "review")})
		}
	}
	return list
}

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
// where the script is written.
func (s *Source) Unlawful(book *pack.Rulebook) Problems {
	reviewer := review.New(book)
	severity := map[string]string{}
	for _, rule := range book.Rules {
		severity[rule.ID] = rule.Severity
	}
	var problems Problems
	for _, w := range s.written {
		script, ok := w.item.(*pack.Script)
		if !ok {
			continue
		}
		for _, said := range script.Says() {
			reply := review.Prepare(said, "", "", "")
			for _, found := range reviewer.Read(reply).Violations {
				if severity[found.ID] == pack.Advise {
					continue
				}
				problem := w.id
				problem.Message = fmt.Sprintf("the script %q says what rule %s forbids: %q. Say it otherwise.", script.ID, found.ID, cut(said, found))
				problems = append(problems, problem)
			}
		}
	}
	return problems.sorted()
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

// Overdue lists the rules whose day of review, such as 2027-06-30, lies before today.
func (s *Source) Overdue(today string) Problems {
	var problems Problems
	for _, w := range s.written {
		rule, ok := w.item.(*pack.Rule)
		if !ok || rule.Review == "" || rule.Review >= today {
			continue
		}
		problem := w.review
		problem.Message = fmt.Sprintf("the rule %s was to be looked at again by %s: check its sources, and set the next day.", rule.ID, rule.Review)
		problems = append(problems, problem)
	}
	return problems.sorted()
}
