package studio

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"objectioncoach/coach"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/review"
	"objectioncoach/coach/source"
)

// What a Note can be about.
const (
	NeverWins = "never-wins" // staff never see the script first
	Duplicate = "duplicate"  // a sentence is nearly that of another script
	Long      = "long"       // a sentence is long to say
	Hard      = "hard"       // a text is hard to read
	Forbidden = "forbidden"  // a rule speaks against a text
	Overdue   = "overdue"    // a rule was to be looked at again
)

// Note is something to look at, with its place.
type Note struct {
	About string `json:"about"`
	Place
	ID      string `json:"id"`              // of the script or rule
	Other   *Place `json:"other,omitempty"` // of a duplicate: the place of the other
	Message string `json:"message"`
	// Words are the text that the note is about, and By the script or rule that speaks
	// against it, where there is one: for screens that tell it in other words.
	Words string `json:"words,omitempty"`
	By    string `json:"by,omitempty"`
}

// Bounds on what is noted.
const (
	longSentence      = 35  // Chinese characters; from 46 on coach pack check refuses it
	longLatinSentence = 95  // characters of another language; from 111 on it is refused
	nearlyEqual       = 0.8 // the shared part of the pairs of characters of two sentences
	leastSentence     = 8   // characters: "您看行吗" is everybody's
)

// Quality lists what is worth looking at in the pack's own scripts and its rules, in the
// order of files and lines. Today is as in Check. It fails before the pack was ever
// without a problem.
func (w *Workspace) Quality(today string) ([]Note, error) {
	return w.QualityInSteps(today, func(int, int) bool { return false })
}

// ErrStopped says that a work was stopped before its end.
var ErrStopped = errors.New("stopped")

// QualityInSteps is Quality, which takes seconds, for those who watch it: after is called
// behind each item that was looked at, with how many of how many those are, and ends it
// with ErrStopped by returning true.
func (w *Workspace) QualityInSteps(today string, after func(done, all int) (stop bool)) ([]Note, error) {
	c, _, err := w.Coach()
	if err != nil {
		return nil, err
	}
	q := quality{coach: c, scripts: map[string]pack.Script{}}
	for _, script := range c.Pack().Scripts {
		q.scripts[script.ID] = script
	}
	if book := c.Pack().Rulebook; book != nil {
		q.reviewer = review.New(book)
	}
	entries := w.good.Entries()
	for i, e := range entries {
		if after(i, len(entries)) {
			return nil, ErrStopped
		}
		switch item := e.Item.(type) {
		case *pack.Script:
			if strings.HasPrefix(e.File, w.id+"/") {
				q.script(e, item)
			}
		case *pack.Translation:
			if strings.HasPrefix(e.File, w.id+"/") {
				q.translation(e, item)
			}
		case *pack.Rule:
			if today != "" && item.Review == ruleOf(c.Pack().Rulebook, item.ID).Review && item.Review != "" && item.Review < today {
				line, column := e.At("review", -1)
				q.note(Overdue, Place{e.File, line, column}, item.ID, fmt.Sprintf("the rule was to be looked at again by %s", item.Review), item.Title.In(pack.DefaultLocale), item.Review)
			}
		}
	}
	q.duplicates()
	slices.SortStableFunc(q.notes, func(a, b Note) int {
		return strings.Compare(a.File, b.File)*4 + sign(a.Line-b.Line)*2 + sign(a.Column-b.Column)
	})
	return q.notes, nil
}

func sign(n int) int { return max(-1, min(n, 1)) }

// quality collects notes.
type quality struct {
	coach     *coach.Coach
	reviewer  *review.Reviewer
	scripts   map[string]pack.Script // with their translations
	notes     []Note
	sentences []placedSentence
}

// placedSentence is one sentence that is said, and where it is written.
type placedSentence struct {
	id, text string
	place    Place
}

func (q *quality) note(about string, at Place, id, message, words, by string) {
	q.notes = append(q.notes, Note{About: about, Place: at, ID: id, Message: message, Words: words, By: by})
}

func (q *quality) script(e source.Entry, s *pack.Script) {
	if !winsSomewhere(q.coach, *s) {
		q.note(NeverWins, Place{e.File, e.Line, e.Column}, s.ID, "staff never see this script first: another is closer, or by a better technique, in every situation it is for", "", "")
	}
	for i, step := range s.Steps {
		line, column := e.At("steps", i)
		for _, locale := range locales(step.Say) {
			q.said(s.ID, step.Say[locale], locale, Place{e.File, line, column})
		}
	}
	for _, part := range []struct {
		key  string
		text pack.Text
	}{{"open", s.Open}, {"closed", s.Closed}} {
		line, column := e.At(part.key, -1)
		for _, locale := range locales(part.text) {
			q.said(s.ID, part.text[locale], locale, Place{e.File, line, column})
		}
	}
	q.lawful(e, s)
}

func (q *quality) translation(e source.Entry, t *pack.Translation) {
	for i, step := range t.Steps {
		line, column := e.At("steps", i)
		q.said(t.ID, step.Say, t.Locale, Place{e.File, line, column})
	}
}

// said notes what is long or hard in what is said aloud.
func (q *quality) said(id, text, locale string, at Place) {
	most := longLatinSentence
	if locale == pack.DefaultLocale {
		most = longSentence
	}
	for _, sentence := range spoken(text, locale) {
		if n := utf8.RuneCountInString(sentence); n > most {
			q.note(Long, at, id, fmt.Sprintf("a sentence of %d characters: %s", n, sentence), sentence, "")
		}
		q.sentences = append(q.sentences, placedSentence{id, sentence, at})
	}
	if r := ReadingOf(text, locale); r.Hard() {
		q.note(Hard, at, id, r.why(), text, r.Rare)
	}
}

// spoken parts a text into sentences; a stop within a Latin number or word ends none.
func spoken(text, locale string) []string {
	if locale == pack.DefaultLocale {
		return sentences(text)
	}
	return sentences(strings.NewReplacer(". ", "\n", "! ", "\n", "? ", "\n").Replace(text + " "))
}

// lawful notes what the rules say of a script, ill-advised words too.
func (q *quality) lawful(e source.Entry, s *pack.Script) {
	if q.reviewer == nil {
		return
	}
	for _, said := range s.Says() {
		for _, v := range q.reviewer.Read(review.Prepare(said, "", "", "")).Violations {
			rule := ruleOf(q.coach.Pack().Rulebook, v.ID)
			q.note(Forbidden, Place{e.File, e.Line, e.Column}, s.ID, fmt.Sprintf("%s (%s, to be looked at again by %s) speaks against %q", v.ID, rule.Title.In(pack.DefaultLocale), rule.Review, slice(said, v.Span.Start, v.Span.End)), slice(said, v.Span.Start, v.Span.End), v.ID+" "+rule.Review)
		}
	}
}

func ruleOf(book *pack.Rulebook, id string) pack.Rule {
	for _, rule := range book.Rules {
		if rule.ID == id {
			return rule
		}
	}
	return pack.Rule{}
}

// duplicates notes sentences of one script that are nearly those of another.
func (q *quality) duplicates() {
	holders := map[string][]int{} // sentences that have a pair of characters
	pairs := make([][]string, len(q.sentences))
	for i, s := range q.sentences {
		if utf8.RuneCountInString(s.text) < leastSentence {
			continue
		}
		pairs[i] = pairsOf(s.text)
		shared := map[int]int{}
		for _, pair := range pairs[i] {
			for _, other := range holders[pair] {
				shared[other]++
			}
			holders[pair] = append(holders[pair], i)
		}
		best, at := 0.0, -1
		for other, n := range shared {
			alike := float64(n) / float64(len(pairs[i])+len(pairs[other])-n)
			if q.sentences[other].id != s.id && (alike > best || alike == best && other < at) {
				best, at = alike, other
			}
		}
		if best >= nearlyEqual {
			other := q.sentences[at]
			q.notes = append(q.notes, Note{About: Duplicate, Place: s.place, ID: s.id, Other: &other.place,
				Message: "nearly what " + other.id + " says, " + strconv.Itoa(int(best*100)) + " % alike: " + s.text, Words: s.text, By: other.id})
		}
	}
}

// pairsOf lists the different pairs of neighbouring characters of a text.
func pairsOf(text string) []string {
	runes := []rune(text)
	var pairs []string
	for i := 0; i+1 < len(runes); i++ {
		pairs = append(pairs, string(runes[i:i+2]))
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}
