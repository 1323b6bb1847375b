package review

import (
	"slices"
	"strings"
	"unicode/utf8"

	"objectioncoach/coach/text"
)

// reach is how many characters before words a negation still governs them.
const reach = 12

// guarded reports whether what stands beside the runes [start, end) of a sentence makes
// the opposite of them: an odd number of negations before them in their clause, a
// refusal after them in it or in the next, or somebody else's words told before them.
func (v *Reviewer) guarded(s sentence, start, end int) bool {
	n := s.clauseAt(start)
	clause := s.clauses[n]
	before := string(s.text.Runes[max(clause.Start, start-reach):start])
	next := text.Clause{}
	if n+1 < len(s.clauses) {
		next = s.clauses[n+1]
	}
	return count(before, v.guards["before"])%2 == 1 ||
		slices.ContainsFunc(s.after, func(at [2]int) bool {
			return at[0] >= end && at[1] <= clause.End || at[0] >= next.Start && at[1] <= next.End
		}) ||
		slices.ContainsFunc(s.quoted, func(at [2]int) bool { return at[1] <= start })
}

// count counts the words in said, of words that overlap the longest and first one.
func count(said string, words []string) int {
	n := 0
	for said != "" {
		length := 0
		for _, word := range words {
			if strings.HasPrefix(said, word) {
				length = max(length, len(word))
			}
		}
		if length > 0 {
			n++
			said = said[length:]
			continue
		}
		_, size := utf8.DecodeRuneInString(said)
		said = said[size:]
	}
	return n
}
