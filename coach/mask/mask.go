// Package mask finds personal data in notes, Chinese ones above all, and puts
// typed tokens in its place, so that a note can be kept, searched and exported
// without saying who it is about. There is no way back from a token.
//
// It is meant to err on the side of masking where a number has the form, the
// checksum or the label of personal data, and to leave alone what only looks
// like it: amounts, dates, order numbers, public hotlines. Every string is legal
// input.
package mask

import (
	"strings"
	"unicode/utf8"

	"objectioncoach/coach/text"
)

// Kind is a sort of personal data.
type Kind string

// The kinds of personal data that are found.
const (
	IDCard    Kind = "id-card"   // resident identity number of 18 or 15 digits (GB 11643)
	BankCard  Kind = "bank-card" // card number of 13 to 19 digits
	Account   Kind = "account"   // bank or chat account, known by the word before it
	Mobile    Kind = "mobile"    // mobile number
	Landline  Kind = "landline"  // fixed line with its area code, or without one after a word for it
	Passport  Kind = "passport"  // passport or travel permit, known by a word near it
	Email     Kind = "email"     // mail address
	Plate     Kind = "plate"     // number plate of a vehicle
	Code      Kind = "code"      // one-time code, or the security code of a card
	Password  Kind = "password"  // password or PIN
	Name      Kind = "name"      // name with its title, or after a word that announces it
	Sensitive Kind = "sensitive" // clause on health, biometrics, religion or a child under 14 (PIPL, article 28)
)

// Finding is one piece of personal data in a text.
type Finding struct {
	Kind Kind
	// Span is where it is, in UTF-16 code units of the text, half-open.
	Span text.Span
	// Token is what Apply puts in its place, such as "[手机尾8000]".
	Token string
	// Doubtful: the number has the form or the label of its kind, but its checksum,
	// date or length is wrong. A mistyped number is masked all the same.
	Doubtful bool
}

// Find lists the personal data in s, in order, never overlapping. An invalid byte
// counts as one UTF-16 code unit.
func Find(s string) []Finding {
	var list []Finding
	units, at := 0, 0
	advance := func(to int) int {
		for at < to {
			r, size := utf8.DecodeRuneInString(s[at:])
			at += size
			units++
			if r > 0xFFFF {
				units++
			}
		}
		return units
	}
	for _, p := range pieces(s) {
		span := text.Span{Start: advance(p.start), End: advance(p.end)}
		list = append(list, Finding{p.kind, span, p.token(), p.doubtful})
	}
	return list
}

// Apply gives s with a token in place of everything that Find finds. A text that
// was masked before is given back as it is.
func Apply(s string) string {
	list := pieces(s)
	if len(list) == 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	at := 0
	for _, p := range list {
		b.WriteString(s[at:p.start])
		b.WriteString(p.token())
		at = p.end
	}
	b.WriteString(s[at:])
	return b.String()
}

// pieces finds the personal data in s, with places in bytes. What is found is
// closed, and the rest read again, until nothing more is found: then the text as
// it stands is the same as the masked one read anew, and masking it again changes
// nothing.
func pieces(s string) []find {
	f := finder{cells: read(s)}
	for f.round() {
	}
	return f.pieces()
}

// finder is the state of a search.
type finder struct {
	cells []cell
	words []word // the words of the vocabulary in cells, in order
	found []find // what this round found, in cells
	done  []find // what earlier rounds found, in bytes
}

// round searches the open cells once and closes what it finds. It reports whether
// there was anything.
func (f *finder) round() bool {
	f.words = spot(f.cells, f.words[:0])
	f.found = f.found[:0]
	f.numbers()
	f.letters()
	f.labelled()
	f.names()
	f.sensitive()
	if len(f.found) == 0 {
		return false
	}
	f.settle()
	return true
}
