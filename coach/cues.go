package coach

import (
	"slices"
	"strings"

	"objectioncoach/coach/pack"
)

// phrases finds the cues of a pack in words: by the first character of their phrases, so
// that words cost what they are long and not what the pack knows.
type phrases struct {
	staff, customer map[rune][]phrase
}

// phrase is one that tells of the cue of a number.
type phrase struct {
	words string
	cue   int
}

func phrasesOf(cues []pack.Cue) phrases {
	p := phrases{map[rune][]phrase{}, map[rune][]phrase{}}
	for n, cue := range cues {
		of := p.customer
		if cue.Staff {
			of = p.staff
		}
		for _, words := range cue.Phrases {
			for _, first := range words {
				of[first] = append(of[first], phrase{words, n})
				break
			}
		}
	}
	return p
}

// in gives the numbers of the cues that occur in words of the employee, or else of the
// customer, in the order of the pack.
func (p phrases) in(said string, staff bool) []int {
	of := p.customer
	if staff {
		of = p.staff
	}
	var found []int
	for at, first := range said {
		for _, phrase := range of[first] {
			if strings.HasPrefix(said[at:], phrase.words) && !slices.Contains(found, phrase.cue) {
				found = append(found, phrase.cue)
			}
		}
	}
	slices.Sort(found)
	return found
}
