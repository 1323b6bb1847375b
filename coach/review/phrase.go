package review

import "objectioncoach/coach/pack"

// phrase finds each of the words as it stands.
func phrase(f pack.Find, _ Reply, s sentence) [][2]int {
	var places [][2]int
	for _, word := range f.Words {
		places = append(places, s.all(word)...)
	}
	return places
}
