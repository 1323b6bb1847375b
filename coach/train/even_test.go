package train

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEvening holds how often the kind of a line counts: the rarer of two kinds about one
// topic more, by the root of how much rarer it is.
func TestEvening(t *testing.T) {
	said := func(kind string, n int, topics ...string) []doc {
		docs := make([]doc, n)
		for i := range docs {
			docs[i] = doc{lesson: utterance{Kind: kind, Topics: topics}}
		}
		return docs
	}
	cases := []struct {
		name                  string
		objections, complains int
		objection, complaint  float32
	}{
		{"as many of both", 5, 5, 1, 1},
		{"four times as many complaints", 2, 8, 2, 1},
		{"four times as many objections", 8, 2, 1, 2},
		{"far more complaints", 1, 100, 6, 1},
		{"no complaint", 5, 0, 1, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			docs := append(said("objection", c.objections, "service"), said("complaint", c.complains, "service")...)
			e := newEvening(docs, groups(utteranceHeads()))
			require.Equal(t, c.objection, e.of(docs[0]))
			if c.complains > 0 {
				require.Equal(t, c.complaint, e.of(docs[len(docs)-1]))
			}
			require.EqualValues(t, 1, e.of(said("question", 1)[0]), "what has no topic counts once")
		})
	}
	docs := append(said("objection", 1, "price"), said("complaint", 4, "service")...)
	require.EqualValues(t, 1, newEvening(docs, groups(utteranceHeads())).of(docs[0]), "each topic by itself")
}
