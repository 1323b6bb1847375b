package coach

import (
	"strings"

	"objectioncoach/coach/pack"
)

// phrases finds the cues of a pack in words: by the first character of their phrases, so
// that words cost what they are long and not what the pack knows.
type phrases struct {
	staff, customer map[rune][]phrase
	cues            int // how many there are
}

// phrase is one that tells of the cue of a number.
type phrase struct {
	words string
	cue   int
}

func phrasesOf(cues []pack.Cue) phrases {
	p := phrases{map[rune][]phrase{}, map[rune][]phrase{}, len(cues)}
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
	found := make([]bool, p.cues)
	for at, first := range said {
		for _, phrase := range of[first] {
			found[phrase.cue] = found[phrase.cue] || strings.HasPrefix(said[at:], phrase.words)
		}
	}
	var numbers []int
	for n, has := range found {
		if has {
			numbers = append(numbers, n)
		}
	}
	return numbers
}
