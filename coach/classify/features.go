package classify

import (
	"unicode"

	"objectioncoach/coach/text"
)

// longest is the longest run of units that makes one feature. Longer runs
// did not help recognition on unseen lines and double the model.
const longest = 4

// Marks that stand in feature names where no character of a text can: the text
// layer removes control characters.
const (
	atStart   = '\x02' // before the first character of a clause
	atEnd     = '\x03' // after the last
	dismissed = '\x04' // opens the name of whatever is said in a dismissed clause
	conceded  = '\x05' // the same for a conceded clause
	special   = '\x06' // opens the name of a feature that is not a run of characters
	answered  = '\x08' // opens the name of whatever is said in the text that is answered
	classMark = '\x07' // opens the name of a feature of word classes
)

// A Feature is the short form of a feature's name, in which models know it: 24
// bits of its hash. Two of the features that a text may have share one about once
// in a thousand texts, which moves a score less than a word does.
type Feature uint32

// featureBits is the width of a Feature.
const featureBits = 24

// FeatureOf gives the feature of a name, such as "太贵".
func FeatureOf(name string) Feature { return short(key([]rune(name))) }

func short(key uint64) Feature { return Feature(key & (1<<featureBits - 1)) }

// An emitter receives each feature of a text: its name, which is valid only
// during the call, and the runes [start, end) of the text that carry it. The
// range is empty for a feature of the text as a whole.
type emitter func(name []rune, start, end int)

// features walks t and emits every run of 1 to 4 units within a clause,
// with its clause's edges and scope in the name, the classes of its words, and the
// form of the text.
func features(t text.Text, s Setting, l *Lexicon, emit emitter) {
	s.features(emit)
	var window []unit
	said := map[uint64]bool{}
	for i, c := range t.Clauses {
		if len(t.Clauses) > 1 && mostlyNumber(t.Runes[c.Start:c.End]) {
			continue
		}
		// Saying a thing again makes it louder, not truer: a clause counts once.
		if whole := key(t.Runes[c.Start:c.End]); said[whole] {
			continue
		} else {
			said[whole] = true
		}
		window = clauseUnits(window[:0], t.Runes, c.Start, c.End)
		emitRuns(window, scopeMark(c.Scope), emit)
		l.emitClasses(t.Runes, scopeMark(c.Scope), c.Start, c.End, emit)
		if c.Mark == '?' || c.Mark == '!' || c.Mark == '…' {
			emit([]rune{special, c.Mark}, c.End-1, c.End)
		}
		if i == len(t.Clauses)-1 {
			last := t.Runes[c.End-1]
			emit([]rune{special, atEnd, last}, c.End-1, c.End)
		}
	}
	emit([]rune{special, 'l', '0' + rune(lengthClass(len(t.Runes)))}, 0, 0)
}

// longNumber is how many digits are a telephone number, an account or an order, and no
// amount.
const longNumber = 7

// mostlyNumber reports whether a clause hardly says more than a long number ("我手机…"):
// it tells who speaks and not what they mean, and would only make the rest less sure.
func mostlyNumber(clause []rune) bool {
	digits := 0
	for _, r := range clause {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits >= longNumber && digits >= len(clause)-digits
}

// features emits what a setting adds: its marks, and the runs of what was said
// before.
func (s Setting) features(emit emitter) {
	for _, mark := range s.Marks {
		emit(append([]rune{special, answered}, []rune(mark)...), 0, 0)
	}
	for _, c := range s.Before.Clauses {
		window := clauseUnits(nil, s.Before.Runes, c.Start, c.End)
		emitRuns(window, answered, func(name []rune, _, _ int) { emit(name, 0, 0) })
	}
}

// unit is what runs are made of: a character, or a whole word in Latin letters, at
// the runes [start, end) of a text.
type unit struct {
	r          rune
	start, end int
}

// clauseUnits divides the clause [start, end) into units, between its edges. Every
// digit is taken as 0: which amount is named says little about the kind of
// objection.
func clauseUnits(window []unit, runes []rune, start, end int) []unit {
	window = append(window, unit{atStart, start, start})
	for i := start; i < end; {
		r, next := runes[i], i+1
		switch {
		case unicode.IsDigit(r):
			r = '0'
			if last := window[len(window)-1].r; last == '0' || last == '#' {
				r = '#' // the second and later digits: 0# is any longer figure
			}
		case r < latinEnd && unicode.Is(unicode.Latin, r):
			r, next = wordAt(runes[:end], i)
		case r == ' ':
			i++
			continue // words are units already
		}
		window = append(window, unit{r, i, next})
		i = next
	}
	return append(window, unit{atEnd, end, end})
}

// latinEnd bounds where Latin letters are looked for after NFKC: a look at a table
// for every Chinese character costs more than what it finds.
const latinEnd = 0x2E80

// stem is how many letters of a word count: "guarantee" and "guaranteed" are one.
const stem = 6

// wordAt gives the rune that stands for the word in Latin letters at i, and where
// it ends. A letter alone stands for itself, a word for a character of the private
// use area that no text of its own accord contains; two of the words a text may
// have share one about once in seventy thousand.
func wordAt(runes []rune, i int) (rune, int) {
	hash, letters, end := uint32(2166136261), 0, i
	for ; end < len(runes); end++ {
		r := runes[end]
		if r == '\'' {
			continue
		}
		if !unicode.Is(unicode.Latin, r) {
			break
		}
		if letters++; letters <= stem {
			hash = (hash ^ uint32(r)) * 16777619
		}
	}
	if letters == 1 {
		return runes[i], end
	}
	return wordSymbols + rune((hash^hash>>16)&0xFFFF), end
}

// wordSymbols is the first of the characters that stand for words.
const wordSymbols = 0x100000

// emitRuns emits the runs of a clause's units.
func emitRuns(window []unit, scope rune, emit emitter) {
	var name [longest + 1]rune
	for from := range window {
		n := 0
		if scope != 0 {
			name[0] = scope
			n = 1
		}
		for size := 1; size <= longest && from+size <= len(window); size++ {
			last := window[from+size-1]
			name[n] = last.r
			n++
			if size == 1 && (last.r == atStart || last.r == atEnd) {
				continue // an edge alone tells nothing
			}
			emit(name[:n], window[from].start, last.end)
		}
	}
}

func scopeMark(s text.Scope) rune {
	switch s {
	case text.Dismissed:
		return dismissed
	case text.Conceded:
		return conceded
	}
	return 0
}

// lengthClass sorts texts by length: 0 for empty, then one class for each
// doubling.
func lengthClass(runes int) int {
	class := 0
	for ; runes > 0; runes >>= 1 {
		class++
	}
	return class
}

// key is the 64-bit FNV-1a hash of a feature name, rune by rune.
func key(name []rune) uint64 {
	h := uint64(14695981039346656037)
	for _, r := range name {
		h ^= uint64(r)
		h *= 1099511628211
	}
	return h ^ h>>29
}
