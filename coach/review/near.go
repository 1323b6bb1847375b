package review

import (
	"cmp"

	"objectioncoach/coach/pack"
)

// usualDistance is how many characters may lie between two words that are near each
// other, where a find does not say.
const usualDistance = 12

// near finds two words of one sentence that stand close, in either order.
func near(f pack.Find, _ Reply, s sentence) [][2]int {
	within := cmp.Or(f.Within, usualDistance)
	ones := s.allOf(f.Words)
	if len(ones) == 0 {
		return nil
	}
	others := s.allOf(f.With)
	var places [][2]int
	for _, one := range ones {
		for _, other := range others {
			start, end := min(one[0], other[0]), max(one[1], other[1])
			gap := end - start - (one[1] - one[0]) - (other[1] - other[0])
			if gap >= 0 && gap <= within {
				places = append(places, [2]int{start, end})
			}
		}
	}
	return places
}
