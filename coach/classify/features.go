package classify

import (
	"unicode"

	"objectioncoach/coach/text"
)

// longest is the longest run of characters that makes one feature. Longer runs
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

// features walks t and emits every run of 1 to 4 characters within a clause,
// with its clause's edges and scope in the name, the classes of its words, and the
// form of the text.
func features(t text.Text, l *Lexicon, emit emitter) {
	var window []rune
	said := map[uint64]bool{}
	for i, c := range t.Clauses {
		// Saying a thing again makes it louder, not truer: a clause counts once.
		if whole := key(t.Runes[c.Start:c.End]); said[whole] {
			continue
		} else {
			said[whole] = true
		}
		window = clauseRunes(window[:0], t.Runes[c.Start:c.End])
		emitRuns(window, scopeMark(c.Scope), c.Start, c.End, emit)
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

// clauseRunes copies a clause between its edges, every digit as 0: which amount
// is named says little about the kind of objection.
func clauseRunes(window, runes []rune) []rune {
	window = append(window, atStart)
	for _, r := range runes {
		if unicode.IsDigit(r) {
			r = '0'
			if window[len(window)-1] == '0' {
				r = '#' // the second and later digits: 0# is any longer figure
			} else if len(window) > 1 && window[len(window)-1] == '#' {
				r = '#'
			}
		}
		window = append(window, r)
	}
	return append(window, atEnd)
}

// emitRuns emits the runs of a window that begins one rune before start.
func emitRuns(window []rune, scope rune, start, end int, emit emitter) {
	var name [longest + 1]rune
	for from := range window {
		n := 0
		if scope != 0 {
			name[0] = scope
			n = 1
		}
		for size := 1; size <= longest && from+size <= len(window); size++ {
			r := window[from+size-1]
			name[n] = r
			n++
			if size == 1 && (r == atStart || r == atEnd) {
				continue // an edge alone tells nothing
			}
			emit(name[:n], max(start, start+from-1), min(end, start+from-1+size))
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
