package review

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"objectioncoach/coach/pack"
)

// disguised finds words whose characters are parted by spaces, marks or pictures
// ("保 * 本"), as people write them who know that the word is looked for. A word that
// stands undisguised is none of these. Dots and dashes end a sentence elsewhere and not
// within such a word. With lists words of which one must be in the sentence too.
func disguised(f pack.Find, _ Reply, s sentence) [][2]int {
	if len(f.With) > 0 && !s.hasAny(f.With) {
		return nil
	}
	var letters []rune
	var at []int
	beyond, enough := 0, longest(f.Words) // letters after the sentence
	for i := s.start; i < len(s.text.Runes) && beyond < enough; i++ {
		r := s.text.Runes[i]
		if strings.ContainsRune("。!?", r) {
			break
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters, at = append(letters, r), append(at, i)
			if i >= s.end {
				beyond++
			}
		}
	}
	var places [][2]int
	for _, word := range f.Words {
		want := []rune(word)
		for i := 0; i+len(want) <= len(letters) && at[i] < s.end; i++ {
			start, end := at[i], at[i+len(want)-1]+1
			if end-start > len(want) && equal(letters[i:i+len(want)], want) {
				places = append(places, [2]int{start, end})
			}
		}
	}
	return places
}

// longest gives the length of the longest of some words, in characters.
func longest(words []string) int {
	length := 0
	for _, word := range words {
		length = max(length, utf8.RuneCountInString(word))
	}
	return length
}

func equal(a, b []rune) bool {
	for i := range b {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
