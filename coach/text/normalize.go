// Package text prepares what a person typed or said for recognition, and keeps
// the way back: every prepared character knows which part of the original it
// came from. Every string is legal input.
package text

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Span is a half-open range [Start, End) of an original text, counted in
// UTF-16 code units, the unit of JavaScript strings.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Text is an utterance prepared for recognition.
type Text struct {
	// Runes is the normalised text: NFKC, lower case, simplified characters, one
	// space for any white space, no invisible characters, long repetitions cut.
	Runes []rune
	// Clauses cover Runes in order without gaps in meaning: what lies between two
	// clauses is only punctuation and space.
	Clauses []Clause
	// Units is the length of the original in UTF-16 code units.
	Units int

	origin []Span // for each rune of Runes, where it came from
}

// Repetitions longer than these carry no further meaning: "！！！！！" is "！！".
const (
	maxSameMark   = 2
	maxSameLetter = 3
)

// Prepare normalises s and divides it into clauses. An invalid byte counts as
// one U+FFFD, which is one UTF-16 code unit, as it does in a JSON text.
func Prepare(s string) Text {
	var t Text
	t.normalize(s)
	t.Clauses = clauses(t.Runes)
	return t
}

// normalize walks s in pieces that compose on their own, so that each result
// can be traced to its piece.
func (t *Text) normalize(s string) {
	t.Runes = make([]rune, 0, len(s)/2)
	t.origin = make([]Span, 0, len(s)/2)
	for len(s) > 0 {
		end := norm.NFKC.NextBoundaryInString(s, true)
		piece := s[:end]
		s = s[end:]
		span := Span{t.Units, t.Units + units(piece)}
		t.Units = span.End
		for _, r := range norm.NFKC.String(piece) {
			t.add(r, span)
		}
	}
}

// add appends one normalised character, or lets the previous one stand for it.
func (t *Text) add(r rune, from Span) {
	if unicode.IsSpace(r) {
		r = ' '
	} else if invisible(r) {
		return
	}
	if r == '’' {
		r = '\'' // "don’t" as editors set it
	}
	r = Simplify(unicode.ToLower(r))
	if t.repeats(r) {
		t.origin[len(t.origin)-1].End = from.End
		return
	}
	t.Runes = append(t.Runes, r)
	t.origin = append(t.origin, from)
}

// repeats reports whether r only lengthens a run of the same character.
func (t *Text) repeats(r rune) bool {
	limit := maxSameMark
	switch {
	case r == ' ':
		limit = 1
	case unicode.IsDigit(r):
		return false
	case unicode.IsLetter(r):
		limit = maxSameLetter
	}
	if len(t.Runes) < limit {
		return false
	}
	for _, last := range t.Runes[len(t.Runes)-limit:] {
		if last != r {
			return false
		}
	}
	return true
}

// Origin gives the part of the original that the runes [start, end) of t came
// from. An empty range gives an empty span.
func (t *Text) Origin(start, end int) Span {
	if start >= end {
		return Span{}
	}
	return Span{t.origin[start].Start, t.origin[end-1].End}
}

// invisible tells the characters that hide inside words without being seen:
// controls, zero-width and direction marks, variation selectors, and combining
// marks that found nothing to compose with.
func invisible(r rune) bool {
	if r >= foldLow && r <= foldHigh || r > ' ' && r < 0x7F {
		return false // the common case, without a search in four tables
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Mn, unicode.Me)
}

// units counts the UTF-16 code units of s.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}
