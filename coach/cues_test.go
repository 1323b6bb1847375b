package coach

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
)

// TestPhrasesAreFound holds that the cues of words are those of which a phrase stands in
// them, in the order of the pack.
func TestPhrasesAreFound(t *testing.T) {
	cues := []pack.Cue{
		{ID: "price", Phrases: []string{"多少钱", "贵"}}, {ID: "staff", Phrases: []string{"贵"}, Staff: true},
		{ID: "ask", Phrases: []string{"多少", "少"}}, {ID: "wife", Phrases: []string{"my wife", "😀"}}, {ID: "none"},
	}
	p := phrasesOf(cues)
	for _, said := range []string{"", "贵", "这个多少钱啊", "少", "ask my wife", "my wif", "😀贵", "贵多少钱贵", "\xff贵"} {
		for _, staff := range []bool{false, true} {
			var want []int
			for n, cue := range cues {
				for _, phrase := range cue.Phrases {
					if cue.Staff == staff && strings.Contains(said, phrase) {
						want = append(want, n)
						break
					}
				}
			}
			require.Equal(t, want, p.in(said, staff), "%q %v", said, staff)
		}
	}
}
