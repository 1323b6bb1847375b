package mask

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"sync"
)

// word is where a word of the vocabulary stands.
type word struct {
	start, end int // in cells, half-open
	class      class
}

// entry is a word of the vocabulary.
type entry struct {
	runes []rune // in plain form and lower case
	class class
}

// dictionary gives the vocabulary by first character, longer words first. It is made
// when first asked for.
var dictionary = sync.OnceValue(func() map[rune][]entry {
	classes := map[string]class{}
	for _, line := range vocabulary {
		for w := range strings.FieldsSeq(line.words) {
			w = strings.ReplaceAll(w, "_", " ")
			classes[w] |= line.class
			if strings.HasSuffix(w, " no") {
				classes[w+"."] |= line.class
			}
		}
	}
	byFirst := map[rune][]entry{}
	for w, class := range classes {
		runes := []rune(w)
		byFirst[runes[0]] = append(byFirst[runes[0]], entry{runes, class})
	}
	for _, list := range byFirst {
		sort.SliceStable(list, func(i, j int) bool { return len(list[i].runes) > len(list[j].runes) })
	}
	return byFirst
})

// spot appends the words in cells to list.
func spot(cells []cell, list []word) []word {
	known := dictionary()
	for i := 0; i < len(cells); i++ {
		for _, e := range known[lower(cells[i].r)] {
			if !e.standsAt(cells, i) {
				continue
			}
			if e.class != 0 {
				list = append(list, word{i, i + len(e.runes), e.class})
			}
			i += len(e.runes) - 1
			break
		}
	}
	return list
}

// standsAt reports whether the word is in cells at i, not as part of a longer
// Latin word.
func (e entry) standsAt(cells []cell, i int) bool {
	end := i + len(e.runes)
	if end > len(cells) {
		return false
	}
	for k, r := range e.runes {
		if lower(cells[i+k].r) != r {
			return false
		}
	}
	if letter(e.runes[0]) && i > 0 && letter(cells[i-1].r) {
		return false
	}
	return !letter(e.runes[len(e.runes)-1]) || end == len(cells) || !letter(cells[end].r)
}

// nearby is how far a label may stand from what it labels, in characters.
const nearby = 15

// labelBefore gives the nearest label that ends within nearby characters before i.
func (f *finder) labelBefore(i int) (word, bool) {
	for n := f.wordsBefore(i) - 1; n >= 0 && f.words[n].end >= i-nearby; n-- {
		if f.words[n].class&labels != 0 && f.words[n].end <= i {
			return f.words[n], true
		}
	}
	return word{}, false
}

// wordsBefore gives how many words begin before i.
func (f *finder) wordsBefore(i int) int {
	n, _ := slices.BinarySearchFunc(f.words, i, func(w word, i int) int { return cmp.Compare(w.start, i) })
	return n
}

// near reports whether a label of a class stands within nearby characters before
// start or after end.
func (f *finder) near(start, end int, of class) bool {
	n := f.wordsBefore(start)
	for k := n - 1; k >= 0 && f.words[k].end >= start-nearby; k-- {
		if f.words[k].class&of != 0 {
			return true
		}
	}
	for k := n; k < len(f.words) && f.words[k].start <= end+nearby; k++ {
		if f.words[k].start >= end && f.words[k].class&of != 0 {
			return true
		}
	}
	return false
}

// labelOf gives the class of the label that a value at i is given under, with only
// such words as "号码是" between the two, or 0.
func (f *finder) labelOf(i int) class {
	if w, ok := f.labelBefore(i); ok && f.skip(w.end) >= i {
		return w.class
	}
	return 0
}

// Characters that may stand between a label and its value.
const (
	connecting = "号码是为:=\"'“”「」『』()【】 的就设成改叫报说念了给我你您他她#"
	connected  = 10 // at most so many of them
)

// skip gives the place of the value of a label that ends at i.
func (f *finder) skip(i int) int {
	for end := i + connected; i < end; i++ {
		if n := f.linking(i); n > 0 {
			i += n - 1
		} else if !strings.ContainsRune(connecting, f.at(i)) {
			break
		}
	}
	return i
}

// linking gives the length of a word at i that links a label and its value.
func (f *finder) linking(i int) int {
	if i >= len(f.cells) {
		return 0
	}
	for _, w := range [...]string{"is ", "was ", "no. ", "no.", "no:", "number ", "客户", "告诉", "后六位", "生日"} {
		if n := begins(f.cells[i:], w); n > 0 {
			return n
		}
	}
	return 0
}
