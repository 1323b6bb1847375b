package review

import (
	"slices"
	"strings"
	"unicode/utf8"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/text"
)

// match is where words of the rulebook stand in a reply: runes [start, end).
type match struct {
	id         string // of the rule, habit or practice they speak for
	start, end int
	sure       bool
	guarded    bool // what stands beside them makes the opposite of them
}

// mark is how the model is told of a match.
func (m match) mark() string {
	if m.guarded {
		return "not " + m.id
	}
	return "words " + m.id
}

// tells gives the longest unguarded match for an id, sure ones before others: the more
// words, the plainer what is meant.
func tells(words []match, id string) (match, bool) {
	best := match{}
	for _, m := range words {
		switch {
		case m.id != id || m.guarded:
		case best.id == "", m.sure && !best.sure, m.sure == best.sure && m.end-m.start > best.end-best.start:
			best = m
		}
	}
	return best, best.id != ""
}

// words finds everything that phrases of the rulebook tell.
func (v *Reviewer) words(r Reply) []match {
	type sought struct {
		id    string
		finds []pack.Find
	}
	l := lettersOf(string(r.Text.Runes))
	var list []sought
	seek := func(id string, finds []pack.Find) {
		if finds = l.possible(finds); len(finds) > 0 {
			list = append(list, sought{id, finds})
		}
	}
	for _, rule := range v.book.Rules {
		if !slices.Contains(rule.Except, r.Product) {
			seek(rule.ID, rule.Find)
		}
	}
	for _, habit := range v.book.Habits {
		seek(habit.ID, habit.Find)
	}
	for _, practice := range v.book.Practices {
		seek(practice.ID, practice.Find)
	}
	var all []match
	for _, sentence := range sentences(r.Text) {
		sentence.after, sentence.quoted = sentence.allOf(v.guards["after"]), sentence.allOf(v.guards["quoted"])
		for _, s := range list {
			all = v.look(all, s.id, s.finds, r, sentence)
		}
	}
	return all
}

// look appends what the finds of one id tell in a sentence.
func (v *Reviewer) look(all []match, id string, finds []pack.Find, r Reply, s sentence) []match {
	for _, find := range finds {
		if s.hasAny(find.Unless) {
			continue
		}
		for _, at := range finders[find.Kind](find, r, s) {
			guarded := !find.Bare && v.guarded(s, at[0], at[1])
			all = append(all, match{id, at[0], at[1], find.Sure, guarded})
		}
	}
	return all
}

// finders look for the words of each kind of pack.FindKinds in a sentence, and give
// the runes [start, end) of the reply at which they stand.
var finders = map[string]func(pack.Find, Reply, sentence) [][2]int{
	"phrase":    phrase,
	"near":      near,
	"disguised": disguised,
	"echo":      echo,
	"question":  question,
}

// sentence is a stretch of a reply up to a full stop, question or exclamation mark.
type sentence struct {
	text       text.Text
	words      string
	start, end int // runes of the text
	first      bool
	clauses    []text.Clause
	letters    *letters // that occur in it
	// after and quoted are where guards of these kinds stand.
	after, quoted [][2]int
}

// letters tells which runs of three bytes, the length of a Chinese character, a text
// surely has not: of thousands of words nearly all are ruled out by how they begin or
// end, without a search.
type letters [128]uint64

func lettersOf(words string) *letters {
	l := &letters{}
	for i := 0; i+3 <= len(words); i++ {
		bit := bitOf(words[i:])
		l[bit>>6] |= 1 << (bit & 63)
	}
	return l
}

// bitOf gives the place of the first three bytes of s.
func bitOf(s string) uint32 {
	return (uint32(s[0])<<10 ^ uint32(s[1])<<6 ^ uint32(s[2])) & 0x1FFF
}

// mayHold reports whether a word could stand in a text of these letters.
func (l *letters) mayHold(word string) bool {
	if len(word) < 3 {
		return true
	}
	first, last := bitOf(word), bitOf(word[len(word)-3:])
	return l[first>>6]&(1<<(first&63)) != 0 && l[last>>6]&(1<<(last&63)) != 0
}

// possible leaves out of finds the words that the text has not, and the finds that are
// left without any. A disguised word does not stand in the text as it is written, and
// the other words of an echo are the customer's.
func (l *letters) possible(finds []pack.Find) []pack.Find {
	var left []pack.Find
	for _, f := range finds {
		if f.Kind != "disguised" && len(f.Words) > 0 {
			if f.Words = l.those(f.Words); len(f.Words) == 0 {
				continue
			}
		}
		if f.Kind == "near" {
			if f.With = l.those(f.With); len(f.With) == 0 {
				continue
			}
		}
		f.Unless = l.those(f.Unless)
		left = append(left, f)
	}
	return left
}

// those gives the words that the text may hold.
func (l *letters) those(words []string) []string {
	var some []string
	for _, word := range words {
		if l.mayHold(word) {
			some = append(some, word)
		}
	}
	return some
}

// sentences divides a text.
func sentences(t text.Text) []sentence {
	var all []sentence
	from := 0
	for i, c := range t.Clauses {
		if c.Mark == ',' && i+1 < len(t.Clauses) {
			continue
		}
		start := t.Clauses[from].Start
		all = append(all, sentence{
			text: t, words: string(t.Runes[start:c.End]), start: start, end: c.End,
			first: from == 0, clauses: t.Clauses[from : i+1], letters: lettersOf(string(t.Runes[start:c.End])),
		})
		from = i + 1
	}
	return all
}

func (s sentence) hasAny(words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return s.letters.mayHold(word) && strings.Contains(s.words, word) })
}

// all gives every place of a word, in runes of the reply.
func (s sentence) all(word string) [][2]int {
	if !s.letters.mayHold(word) {
		return nil
	}
	var places [][2]int
	length := utf8.RuneCountInString(word)
	for rest, start := s.words, s.start; length > 0; {
		at := strings.Index(rest, word)
		if at < 0 {
			break
		}
		start += utf8.RuneCountInString(rest[:at])
		places = append(places, [2]int{start, start + length})
		rest, start = rest[at+len(word):], start+length
	}
	return places
}

// allOf gives every place of each of some words.
func (s sentence) allOf(words []string) [][2]int {
	var places [][2]int
	for _, word := range words {
		places = append(places, s.all(word)...)
	}
	return places
}

// closed is where the marks after the sentence end, in runes of the reply.
func (s sentence) closed() int {
	end := s.end
	for end < len(s.text.Runes) && strings.ContainsRune("。.!?…~", s.text.Runes[end]) {
		end++
	}
	return end
}

// clauseAt gives the index of the clause that a rune of the reply stands in.
func (s sentence) clauseAt(i int) int {
	for n, c := range s.clauses {
		if i < c.End {
			return n
		}
	}
	return len(s.clauses) - 1
}
