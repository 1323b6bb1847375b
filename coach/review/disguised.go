package review

import (
	"unicode"

	"objectioncoach/coach/pack"
)

// disguised finds words whose characters are parted by spaces, marks or pictures
// ("保 * 本"), as people write them who know that the word is looked for. A word that
// stands undisguised is none of these. With lists words of which one must be in the
// sentence too.
func disguised(f pack.Find, _ Reply, s sentence) [][2]int {
	if len(f.With) > 0 && !s.hasAny(f.With) {
		return nil
	}
	var letters []rune
	var at []int
	for i := s.start; i < s.end; i++ {
		if r := s.text.Runes[i]; unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters, at = append(letters, r), append(at, i)
		}
	}
	var places [][2]int
	for _, word := range f.Words {
		want := []rune(word)
		for i := 0; i+len(want) <= len(letters); i++ {
			start, end := at[i], at[i+len(want)-1]+1
			if end-start > len(want) && equal(letters[i:i+len(want)], want) {
				places = append(places, [2]int{start, end})
			}
		}
	}
	return places
}

func equal(a, b []rune) bool {
	for i := range b {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
