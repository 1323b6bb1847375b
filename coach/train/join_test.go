package train

import (
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
)

func TestJoined(t *testing.T) {
	list := []classify.Head{
		{Axis: classify.Kind, Label: "objection"}, {Axis: classify.Kind, Label: "other"},
		{Axis: classify.Topic, Label: "price"}, {Axis: classify.Topic, Label: "risk"},
	}
	all := groups(list)
	var docs []doc
	var rows [][]int32
	for i := range 5 * joinEvery {
		line, row := labelled.Line{Kind: "objection", Topics: []string{"price"}}, []int32{1}
		switch i % 3 {
		case 1:
			line.Topics, row = []string{"risk"}, []int32{2}
		case 2:
			line, row = labelled.Line{Kind: "other"}, []int32{3}
		}
		docs, rows = append(docs, doc{lesson: utterance(line)}), append(rows, row)
	}
	more, so := joined(rows, truths(docs, all), all)
	pairs := more[len(rows):]
	require.Len(t, so, len(more))
	require.NotEmpty(t, pairs)
	for i, row := range pairs {
		require.Len(t, row, 2)
		require.NotContains(t, row, int32(3), "what is about nothing is not joined")
		pair := so[len(rows)+i]
		require.Equal(t, []bool{false, true}, pair.teaches)
		require.Equal(t, row[0] == 1 || row[1] == 1, pair.holds[2], "price")
		require.Equal(t, row[0] == 2 || row[1] == 2, pair.holds[3], "risk")
	}
	again, _ := joined(rows, truths(docs, all), all)
	require.Equal(t, more, again, "the same on every run")
}
