package train

import (
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
)

// TestWeightiest has four features that always come together and tell of a complaint,
// and one that tells, of fewer lines, that there is none.
func TestWeightiest(t *testing.T) {
	list := headsOf(classify.Kind, labelled.Kinds)
	complaint, question, idle := labelled.Line{Kind: "complaint"}, labelled.Line{Kind: "question"}, labelled.Line{Kind: "other"}
	var docs []doc
	add := func(count int, line labelled.Line, features ...classify.Feature) {
		for range count {
			docs = append(docs, doc{lesson: utterance(line), features: features})
		}
	}
	add(3000, complaint, 1, 2, 3, 4, 9)
	add(600, question, 5, 9)
	add(3000, idle, 9)
	all := groups(list)
	so := truths(docs, all)
	o := Options{MinLines: 2, Features: 3, Candidates: 6, Epochs: 20, Rate: 0.01}

	require.Equal(t, []classify.Feature{1, 2, 3}, telling(docs, list, o.MinLines, o.Features), "each by itself tells more than 5")
	candidates := telling(docs, list, o.MinLines, o.Candidates)
	require.Len(t, candidates, 6)
	known := weightiest(rowsOf(docs, candidates), so, all, candidates, o)
	require.Len(t, known, 3)
	require.Contains(t, known, classify.Feature(5), "what the four tell together, two of them can tell")
	require.Equal(t, known, weightiest(rowsOf(docs, candidates), so, all, candidates, o), "the same on every run")
}
