package studio

import (
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/sheet"
)

// Reading is how hard a text is to read.
//
// For Chinese there is no measure that is agreed upon for single sentences, so two plain
// facts are given: how long the sentences are on average, and which characters are not
// among the 3,755 that GB 2312 counts as common. For English it is the Flesch reading
// ease (Flesch: A New Readability Yardstick, 1948), with syllables counted as groups of
// vowels.
type Reading struct {
	Sentence float64 `json:"sentence"` // mean length of a sentence, in characters or English words
	Rare     string  `json:"rare"`     // of Chinese: characters that are not common, each once
	Ease     float64 `json:"ease"`     // of English: 100 is very easy, below 50 is difficult
	latin    bool
}

// Bounds beyond which a text is hard.
const (
	hardSentence = 28.0 // Chinese characters
	hardEase     = 50.0 // Flesch: "fairly difficult" ends at 50
	leastWords   = 8    // English words below which the ease tells nothing
)

// ReadingOf measures a text in a locale.
func ReadingOf(text, locale string) Reading {
	if locale != pack.DefaultLocale {
		return latinReading(text)
	}
	var r Reading
	list := sentences(text)
	length := 0
	for _, sentence := range list {
		length += utf8.RuneCountInString(sentence)
	}
	if len(list) > 0 {
		r.Sentence = float64(length) / float64(len(list))
	}
	for _, c := range text {
		if unicode.Is(unicode.Han, c) && !commonHan()[c] && !strings.ContainsRune(r.Rare, c) {
			r.Rare += string(c)
		}
	}
	return r
}

// commonHan holds the characters of the first level of GB 2312.
var commonHan = sync.OnceValue(func() map[rune]bool {
	const firstLevel = 3755
	known := map[rune]bool{}
	for _, c := range sheet.Hanzi {
		if len(known) == firstLevel {
			break
		}
		known[c] = true
	}
	return known
})

func latinReading(text string) Reading {
	r := Reading{latin: true, Ease: 100}
	words, syllables, ends := 0, 0, 0
	for _, sentence := range spoken(text, pack.English) {
		ends++
		for _, word := range strings.FieldsFunc(sentence, func(c rune) bool { return !unicode.IsLetter(c) && c != '\'' }) {
			words++
			syllables += syllablesOf(word)
		}
	}
	if words < leastWords {
		return r
	}
	r.Sentence = float64(words) / float64(ends)
	r.Ease = 206.835 - 1.015*r.Sentence - 84.6*float64(syllables)/float64(words)
	return r
}

// syllablesOf counts the groups of vowels of a word; a silent e at its end is none.
func syllablesOf(word string) int {
	n, before := 0, false
	lower := strings.ToLower(word)
	for _, c := range lower {
		vowel := strings.ContainsRune("aeiouy", c)
		if vowel && !before {
			n++
		}
		before = vowel
	}
	if strings.HasSuffix(lower, "e") && !strings.HasSuffix(lower, "le") && n > 1 {
		n--
	}
	return max(n, 1)
}

// Hard reports whether a text should be made easier.
func (r Reading) Hard() bool {
	if r.latin {
		return r.Ease < hardEase
	}
	return r.Rare != "" || r.Sentence > hardSentence
}

func (r Reading) why() string {
	switch {
	case r.latin:
		return fmt.Sprintf("hard to read: Flesch reading ease %.0f, %.0f words a sentence", r.Ease, r.Sentence)
	case r.Rare != "":
		return "hard to read: not among the common characters: " + r.Rare
	}
	return fmt.Sprintf("hard to read: %.0f characters a sentence on average", r.Sentence)
}
