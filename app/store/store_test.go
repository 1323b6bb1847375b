package store

import (
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/casebook"
)

func TestRecordsOfEveryFormAreRead(t *testing.T) {
	c, err := casebook.New(casebook.Draft{ID: "a", Created: 1_763_000_000_000, Note: "利息低"})
	require.NoError(t, err)
	written, err := c.MarshalJSON()
	require.NoError(t, err)
	for _, raw := range [][]byte{c.Stored(), written} {
		back, err := decode(raw)
		require.NoError(t, err)
		require.Equal(t, c, back)
	}
	for _, raw := range [][]byte{nil, []byte("{"), []byte("x"), c.Stored()[1:]} {
		_, err := decode(raw)
		require.Error(t, err)
	}
}

func TestTokensTellStatesApart(t *testing.T) {
	seen := map[uint64]string{}
	for _, raw := range []string{"", "{}", `{"a":1}`, `{"b":1}`, "OCC12345678", "OCC12345679", "Sabcdefgh", "short"} {
		token := tokenOf([]byte(raw))
		require.NotZero(t, token, "nothing is told from no record")
		require.Empty(t, seen[token])
		seen[token] = raw + " "
		require.Equal(t, token, tokenOf([]byte(raw)))
	}
}

func TestNoStoreOutsideABrowser(t *testing.T) {
	_, err := Open()
	require.Equal(t, Denied, err.(*Failure).Why)
}
