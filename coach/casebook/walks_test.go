package casebook_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/casebook"
)

func TestWalksAreTheCasesWithAProcedure(t *testing.T) {
	var b casebook.Book
	for id, walk := range map[string]string{"a": "", "b": `{"procedure":"defer"}`, "c": "null"} {
		c, err := casebook.New(casebook.Draft{ID: id, Created: 1_795_000_000_000, Walk: []byte(walk)})
		require.NoError(t, err)
		require.NoError(t, b.Add(c))
	}
	walks := b.Walks()
	require.Len(t, walks, 1)
	require.Equal(t, "b", walks[0].ID())
}

func TestTitlesOfTags(t *testing.T) {
	require.Equal(t, "投诉", casebook.Title("kind", "complaint", "zh-CN"))
	require.Equal(t, "Settled", casebook.Title("outcome", "settled", "en"))
	require.Equal(t, "of-our-own", casebook.Title("technique", "of-our-own", "en"))
}
