package classify

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"unicode"
)

// Class is a set of words that mean much the same to a listener. What a model
// learns of one of them it knows of all.
type Class struct {
	ID    string
	Words []string // in normalised form, each of at most maxWord characters
}

// maxWord is the longest word of a lexicon, in characters.
const maxWord = 40

// Bounds of a lexicon file.
const (
	maxClasses = 4096
	maxWords   = 1 << 17

	maxClassesOfWord = 64
)

// Lexicon finds the classes of words in texts. The zero value knows none. Like
// features, words are known by a short form: of the stretches of a text that are
// no words, about one in twelve thousand is taken for one.
type Lexicon struct {
	classes int      // how many there are
	words   []uint32 // short forms, ascending
	of      [][]int  // the classes of each word
	index   table
	longest int // characters of the longest word
}

// wordBits is the width of the short form of a word.
const wordBits = 28

func shortWord(runes []rune) uint64 { return key(runes) & (1<<wordBits - 1) }

// NewLexicon makes a lexicon. A word may be in several classes.
func NewLexicon(classes []Class) (*Lexicon, error) {
	if len(classes) > maxClasses {
		return nil, fmt.Errorf("a lexicon has at most %d classes and this has %d", maxClasses, len(classes))
	}
	l := &Lexicon{classes: len(classes)}
	of := map[string][]int{}
	for i, class := range classes {
		for _, word := range class.Words {
			if n := len([]rune(word)); n == 0 || n > maxWord {
				return nil, fmt.Errorf("class %q: the word %q has %d characters; a word has 1 to %d", class.ID, word, n, maxWord)
			}
			if at := of[word]; len(at) == 0 || at[len(at)-1] != i {
				of[word] = append(at, i)
			}
		}
	}
	known := map[uint32][]int{}
	for _, word := range slices.Sorted(maps.Keys(of)) {
		if runes := []rune(word); !l.implied(word, of) {
			known[uint32(shortWord(runes))] = of[word]
			l.longest = max(l.longest, len(runes))
		}
	}
	l.words = slices.Sorted(maps.Keys(known))
	for _, word := range l.words {
		l.of = append(l.of, known[word])
	}
	l.build()
	return l, nil
}

// implied reports whether a shorter word of the same classes stands within word:
// then it is found without being listed.
func (l *Lexicon) implied(word string, of map[string][]int) bool {
	runes := []rune(word)
	for start := range runes {
		for end := start + 1; end <= len(runes); end++ {
			if end-start == len(runes) {
				continue
			}
			if within(runes, start) || within(runes, end) {
				continue
			}
			if classes, ok := of[string(runes[start:end])]; ok && slices.Equal(classes, of[word]) {
				return true
			}
		}
	}
	return false
}

// within reports whether i lies inside a word in Latin letters.
func within(runes []rune, i int) bool {
	return i > 0 && i < len(runes) && unicode.Is(unicode.Latin, runes[i-1]) && unicode.Is(unicode.Latin, runes[i])
}

// build makes the index of the words.
func (l *Lexicon) build() {
	l.index = newTable(len(l.words))
	for i, word := range l.words {
		l.index.put(uint64(word), int32(i))
	}
}

// at gives the longest word that begins at runes[0]: its length in characters
// and its classes, or 0.
func (l *Lexicon) at(runes []rune) (length int, classes []int) {
	for n := min(l.longest, len(runes)); n > 0; n-- {
		if row, ok := l.index.get(shortWord(runes[:n])); ok {
			return n, l.of[row]
		}
	}
	return 0, nil
}

// atUnits gives the longest word that begins with the first of some units and ends
// with one of them: how many units it takes, and its classes; 1 and none where there
// is no word.
func (l *Lexicon) atUnits(runes []rune, units []unit) (many int, classes []int) {
	from := units[0].start
	for n := min(l.longest, len(units)); n > 0; n-- {
		if end := units[n-1].end; end-from <= l.longest {
			if row, ok := l.index.get(shortWord(runes[from:end])); ok {
				return n, l.of[row]
			}
		}
	}
	return 1, nil
}

// symbol is the character that stands for a class in feature names: one of the
// private use area, behind a mark that no text contains.
func symbol(class int) rune { return 0xF0000 + rune(class) }

// emitClasses emits, for the clause [start, end), the classes of its words and
// the runs of two or three of its abstraction, in which each word is replaced by
// its class: "等〈family〉回" is one feature for all of a family.
func (l *Lexicon) emitClasses(runes []rune, scope rune, start, end int, emit emitter) {
	if len(l.words) == 0 {
		return
	}
	abstract := []abstracted{{atStart, start, start, false}}
	units := clauseUnits(nil, runes, start, end)
	units = units[1 : len(units)-1]
	for len(units) > 0 {
		first := units[0]
		many, classes := l.atUnits(runes, units)
		last := units[many-1]
		units = units[many:]
		if classes == nil {
			symbol := first.r
			if first.end == first.start+1 {
				symbol = runes[first.start]
			}
			abstract = append(abstract, abstracted{symbol, first.start, first.end, false})
			continue
		}
		for _, class := range classes {
			emit([]rune{classMark, scope, symbol(class)}, first.start, last.end)
		}
		abstract = append(abstract, abstracted{symbol(classes[0]), first.start, last.end, true})
	}
	abstract = append(abstract, abstracted{atEnd, end, end, false})
	var name [5]rune
	name[0], name[1] = classMark, scope
	for from := range abstract {
		hasClass := false
		for size := 1; size <= 3 && from+size <= len(abstract); size++ {
			part := abstract[from+size-1]
			name[1+size] = part.symbol
			hasClass = hasClass || part.class
			if size > 1 && hasClass {
				emit(name[:2+size], abstract[from].start, part.end)
			}
		}
	}
}

// abstracted is a character or a word of a clause, in runes [start, end).
type abstracted struct {
	symbol     rune
	start, end int
	class      bool
}

// encode appends the lexicon to b.
func (l *Lexicon) encode(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(l.classes))
	b = binary.AppendUvarint(b, uint64(l.longest))
	b = appendAscending(b, l.words)
	for _, classes := range l.of {
		b = binary.AppendUvarint(b, uint64(len(classes)))
	}
	for _, classes := range l.of {
		for _, class := range classes {
			b = binary.AppendUvarint(b, uint64(class))
		}
	}
	return b
}

// lexicon reads what encode wrote.
func (d *decoder) lexicon() *Lexicon {
	l := &Lexicon{classes: d.uvarint(maxClasses), longest: d.uvarint(maxWord)}
	l.words = d.ascending(maxWords, wordBits)
	l.of = make([][]int, len(l.words))
	for i := range l.of {
		l.of[i] = make([]int, d.uvarint(min(l.classes, maxClassesOfWord)))
	}
	for _, classes := range l.of {
		if len(classes) == 0 {
			d.fail(errors.New("the model's lexicon is damaged: a word has no class"))
		}
		for i := range classes {
			classes[i] = d.uvarint(l.classes - 1)
		}
	}
	if d.err != nil {
		return &Lexicon{}
	}
	l.build()
	return l
}
