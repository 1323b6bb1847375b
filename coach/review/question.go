package review

import (
	"slices"
	"unicode"

	"objectioncoach/coach/pack"
)

// shortEcho is the length, in characters, up to which a question that opens a reply only
// takes up the customer's last word ("没钱？").
const shortEcho = 6

// question finds a sentence that ends as a question, with any of the words in it where
// some are given.
func question(f pack.Find, _ Reply, s sentence) [][2]int {
	if s.clauses[len(s.clauses)-1].Mark != '?' || len(f.Words) > 0 && !s.hasAny(f.Words) {
		return nil
	}
	more := slices.ContainsFunc(s.text.Runes[s.end:], unicode.IsLetter)
	if s.first && s.end-s.start <= shortEcho && more {
		return nil
	}
	return [][2]int{{s.start, s.end}}
}
