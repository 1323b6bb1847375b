package review

import (
	"strings"

	"objectioncoach/coach/pack"
)

// echo finds a short answer at the head of a reply ("就是这个意思") to a customer who
// named one of With: the words say nothing, and with the question they say it all.
func echo(f pack.Find, r Reply, s sentence) [][2]int {
	if !s.first || !namesAny(string(r.Customer.Runes), f.With) {
		return nil
	}
	var places [][2]int
	for _, word := range f.Words {
		for _, at := range s.all(word) {
			if at[0] == s.start {
				places = append(places, at)
			}
		}
	}
	return places
}

func namesAny(said string, words []string) bool {
	for _, word := range words {
		if strings.Contains(said, word) {
			return true
		}
	}
	return false
}
