// Package review reads what an employee is about to answer: which of it must not be
// said, by what rule, which habit would cost the customer, and what a good reply does.
// Phrases of the rulebook tell what has words of its own; a small model, which is told
// what the phrases found, decides.
package review

import (
	"cmp"
	"slices"
	"sort"
	"unicode"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/text"
)

// Reply is what is read: the employee's words and what they answer.
type Reply struct {
	Text     text.Text
	Customer text.Text // what the customer said before; may be empty
	Product  string    // wealth, deposit, fund, insurance, card, loan, ebank, securities or ""
	Channel  string    // branch, phone, chat, visit, broadcast or ""
}

// Prepare makes a reply of what was typed.
func Prepare(draft, customer, product, channel string) Reply {
	return Reply{text.Prepare(draft), text.Prepare(customer), product, channel}
}

// Empty reports whether nothing was written that could be read: not one letter.
func (r Reply) Empty() bool { return !slices.ContainsFunc(r.Text.Runes, unicode.IsLetter) }

// Found is one thing found in a reply.
type Found struct {
	ID   string // of a rule, a habit or a practice
	Span text.Span
	// Sentence is the whole sentence around Span, or sentences, with the mark that closes
	// it: what a rewrite stands in for.
	Sentence text.Span
	// Score is how probable it is, in [0, 1].
	Score float64
	// ByWords is set where a phrase of the rulebook was found, and not only the
	// model speaks for it.
	ByWords bool
}

// Reading is what was found in a reply, each list in the order of the text.
type Reading struct {
	Violations []Found
	Habits     []Found
	Practices  []string // ids, in the order of the rulebook
}

// Reviewer reads replies by a rulebook. It is safe for concurrent use.
type Reviewer struct {
	book   *pack.Rulebook
	guards map[string][]string // the words of the book's guards, by kind
}

// New makes a reviewer. A rulebook without a model does for Setting and Plain, which
// models are taught with, and not for Read.
func New(book *pack.Rulebook) *Reviewer {
	guards := map[string][]string{}
	for _, guard := range book.Guards {
		guards[guard.Kind] = append(guards[guard.Kind], guard.Words...)
	}
	return &Reviewer{book, guards}
}

// Read reads a reply. A reply without a letter has nothing in it.
func (v *Reviewer) Read(r Reply) Reading {
	if r.Empty() {
		return Reading{}
	}
	words := v.words(r)
	result := v.book.Model.RecogniseIn(r.Text, setting(r, words))
	return Reading{
		Violations: v.violations(r, words, result),
		Habits:     habits(result),
		Practices:  v.practices(words, result),
	}
}

// Setting is what the model is told of a reply beside its words: what the customer said,
// product, channel, and what the phrases of the rulebook found.
func (v *Reviewer) Setting(r Reply) classify.Setting { return setting(r, v.words(r)) }

// Plain is the setting of a reply of which nothing is known but what good practice its
// own words show.
func (v *Reviewer) Plain(r Reply) classify.Setting {
	var words []match
	for _, m := range v.words(r) {
		if slices.ContainsFunc(v.book.Practices, func(p pack.Practice) bool { return p.ID == m.id }) {
			words = append(words, m)
		}
	}
	return setting(Reply{Text: r.Text}, words)
}

func setting(r Reply, words []match) classify.Setting {
	s := classify.Setting{Before: r.Customer, Marks: []string{"product " + r.Product, "channel " + r.Channel}}
	for _, m := range words {
		if mark := m.mark(); !slices.Contains(s.Marks, mark) {
			s.Marks = append(s.Marks, mark)
		}
	}
	return s
}

// violations joins what the words tell and what the model makes of the whole. Where
// neither names any although there surely is one, the likeliest is named.
func (v *Reviewer) violations(r Reply, words []match, result classify.Result) []Found {
	unlawful, labels := result.Labels(classify.Unlawful), result.Labels(classify.Violation)
	any := AnyOf(append(unlawful, labels...))
	surely := any >= unlawful[0].Threshold
	var found []Found
	for _, label := range labels {
		rule := v.rule(label.ID)
		if rule == nil || !rule.covers(r) {
			continue
		}
		told, ok := tells(words, rule.ID)
		says := surely && label.Asserted
		switch {
		case ok && (told.sure || says || any >= leastAny && label.Score >= leastViolation || v.alone(r, words, told) || surely && v.clause(r, words, told)):
			found = append(found, Found{ID: rule.ID, Span: r.Text.Origin(told.start, told.end), Score: label.Score, ByWords: true})
		case says:
			found = append(found, Found{ID: rule.ID, Span: evidence(result, classify.Violation, rule.ID), Score: label.Score})
		}
	}
	if len(found) == 0 && surely {
		found = v.likeliest(r, result)
	}
	return placed(r.Text, found)
}

// likeliest gives the violation that the model thinks likeliest, if it thinks so at all.
func (v *Reviewer) likeliest(r Reply, result classify.Result) []Found {
	best := slices.MaxFunc(result.Labels(classify.Violation), func(a, b classify.Label) int { return cmp.Compare(a.Score, b.Score) })
	if rule := v.rule(best.ID); best.Score < leastLikeliest || rule == nil || !rule.covers(r) {
		return nil
	}
	return []Found{{ID: best.ID, Span: evidence(result, classify.Violation, best.ID), Score: best.Score}}
}

// With words that speak for it, a violation needs only these probabilities: of there
// being any, and of this one. The likeliest needs leastLikeliest: what breaks no rule in
// particular breaks none.
const (
	leastAny       = 0.50
	leastViolation = 0.01
	leastLikeliest = 0.05
)

// alone reports whether the sentence in which words tell a violation would be one if
// nothing else had been said: among much that is lawful the model overlooks it.
func (v *Reviewer) alone(r Reply, words []match, told match) bool {
	all := sentences(r.Text)
	if len(all) < 2 {
		return false
	}
	for _, s := range all {
		if s.start <= told.start && told.end <= s.end {
			this, any := v.part(r, words, told, s.clauses)
			return this >= leastAlone && any >= leastAnyAlone
		}
	}
	return false
}

// clause reports whether the clause in which words tell a violation would be one by
// itself. That is asked only of replies that break some rule: there one violation drowns
// the other, as in "never loses, and tomorrow it is gone".
func (v *Reviewer) clause(r Reply, words []match, told match) bool {
	for i, c := range r.Text.Clauses {
		if c.Start <= told.start && told.end <= c.End && len(r.Text.Clauses) > 1 {
			this, _ := v.part(r, words, told, r.Text.Clauses[i:i+1])
			return this >= leastClause
		}
	}
	return false
}

// part gives the probabilities of a violation, and of any, in some clauses of a reply.
func (v *Reviewer) part(r Reply, words []match, told match, clauses []text.Clause) (this, any float64) {
	start, end := clauses[0].Start, clauses[len(clauses)-1].End
	only := r.Text
	only.Clauses = clauses
	var inside []match
	for _, m := range words {
		if start <= m.start && m.end <= end {
			inside = append(inside, m)
		}
	}
	result := v.book.Model.RecogniseIn(only, setting(r, inside))
	labels := result.Labels(classify.Violation)
	for _, label := range labels {
		if label.ID == told.id {
			this = label.Score
		}
	}
	return this, AnyOf(append(result.Labels(classify.Unlawful), labels...))
}

// A sentence or a clause taken by itself needs more: there it has lost what might excuse
// it.
const (
	leastAlone    = 0.95
	leastAnyAlone = 0.97
	leastClause   = 0.5
)

// AnyOf gives the probability that any of several labels holds, as if they held apart
// from each other.
func AnyOf(labels []classify.Label) float64 {
	none := 1.0
	for _, l := range labels {
		none *= 1 - l.Score
	}
	return 1 - none
}

func habits(result classify.Result) []Found {
	var found []Found
	for _, label := range result.Labels(classify.Habit) {
		if label.Asserted {
			found = append(found, Found{ID: label.ID, Span: evidence(result, classify.Habit, label.ID), Score: label.Score})
		}
	}
	return placed(result.Text(), found)
}

// practices lists what the reply does: what the model was taught to tell, and of the
// rest what words tell.
func (v *Reviewer) practices(words []match, result classify.Result) []string {
	taught := map[string]bool{}
	for _, label := range result.Labels(classify.Practice) {
		taught[label.ID] = label.Asserted
	}
	var ids []string
	for _, p := range v.book.Practices {
		does, ok := taught[p.ID]
		if !ok {
			_, does = tells(words, p.ID)
		}
		if does {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// evidence gives the words that carried a label most, or the whole reply where they
// cannot be told apart.
func evidence(result classify.Result, axis classify.Axis, label string) text.Span {
	if spans := result.Evidence(axis, label); len(spans) > 0 {
		return spans[0]
	}
	t := result.Text()
	return t.Origin(t.Clauses[0].Start, t.Clauses[len(t.Clauses)-1].End)
}

// placed puts what was found in the order of the text, each with its sentence: from the
// first that Span meets to the last.
func placed(t text.Text, found []Found) []Found {
	for i := range found {
		f := &found[i]
		for _, s := range sentences(t) {
			whole := t.Origin(s.start, s.closed())
			if whole.End <= f.Span.Start || f.Span.End <= whole.Start {
				continue
			}
			if f.Sentence.End == 0 {
				f.Sentence.Start = whole.Start
			}
			f.Sentence.End = whole.End
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].Span.Start < found[j].Span.Start })
	return found
}

// rule gives a rule of the book with what is asked of it, or nil.
func (v *Reviewer) rule(id string) *rule {
	for i := range v.book.Rules {
		if v.book.Rules[i].ID == id {
			return (*rule)(&v.book.Rules[i])
		}
	}
	return nil
}

type rule pack.Rule

// covers reports whether the rule speaks of this product and channel. Where they are
// not known, it does.
func (r *rule) covers(reply Reply) bool {
	return (len(r.Products) == 0 || reply.Product == "" || slices.Contains(r.Products, reply.Product)) &&
		(len(r.Channels) == 0 || reply.Channel == "" || slices.Contains(r.Channels, reply.Channel))
}
