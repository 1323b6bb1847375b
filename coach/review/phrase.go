package review

import "objectioncoach/coach/pack"

// phrase finds each of the words as it stands.
func phrase(f pack.Find, _ Reply, s sentence) [][2]int { return s.allOf(f.Words) }
