package casebook

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBlockComesBack(t *testing.T) {
	cases := many(t, 300)
	var block []byte
	for _, c := range cases {
		block = AppendBlock(block, c.ID(), c.Stored())
	}
	block = AppendBlock(block, "json", []byte(`{"schema":1}`))
	block = AppendBlock(block, "other", cases[0].Stored())
	got, err := OpenBlock(block)
	require.NoError(t, err)
	require.Len(t, got.IDs, len(cases)+2)
	back := got.Cases()
	for i, c := range cases {
		require.Equal(t, c, back[i])
		require.Equal(t, c.ID(), got.IDs[i])
		require.Equal(t, c.Stored(), got.Raws[i])
	}
	for i, id := range []string{"json", "other"} { // in another form, and under an id that is not its own
		require.Equal(t, id, got.IDs[len(cases)+i])
		require.Equal(t, Case{}, back[len(cases)+i])
	}
	require.Equal(t, `{"schema":1}`, string(got.Raws[len(cases)]))

	empty, err := OpenBlock(nil)
	require.NoError(t, err)
	require.Empty(t, empty.IDs)
}

// TestListsOfABlockAreApart: cases of a block share the room of their lists, but nobody
// can write from one into the next.
func TestListsOfABlockAreApart(t *testing.T) {
	a, b := made(t, full()), made(t, Draft{ID: "next", Created: noon, Topics: []string{"price"}, Turns: []Turn{{Customer, "贵"}}})
	got, err := OpenBlock(AppendBlock(AppendBlock(nil, a.ID(), a.Stored()), b.ID(), b.Stored()))
	require.NoError(t, err)
	cases := got.Cases()
	_ = append(cases[0].d.Topics, "rate")
	_ = append(cases[0].d.Turns, Turn{Staff, "x"})
	require.Equal(t, b, cases[1])
}

func FuzzOpenBlock(f *testing.F) {
	c := made(f, full())
	f.Add(AppendBlock(AppendBlock(nil, c.ID(), c.Stored()), "x", nil))
	f.Add([]byte{3, 'a'})
	f.Add([]byte{1, 'a'})
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := OpenBlock(raw)
		if err != nil {
			require.Equal(t, Block{}, b)
			return
		}
		cases := b.Cases()
		for i, id := range b.IDs {
			if one, err := Restore(b.Raws[i]); err == nil && one.ID() == id {
				require.Equal(t, one, cases[i])
			} else {
				require.Equal(t, Case{}, cases[i])
			}
		}
	})
}

func TestPageOfManyIsAsOfAll(t *testing.T) {
	var b Book
	require.NoError(t, b.Take(many(t, 700)))
	for _, q := range []Query{{}, {Reverse: true}, {Sort: ByDue}, {Sort: ByProduct, Outcomes: []string{"lost"}}, {Sort: ByChanged, Reverse: true}} {
		all := b.Query(q)
		for _, page := range [][2]int{{0, 50}, {50, 50}, {all.Total - 10, 50}, {all.Total, 50}, {400, 1}, {-5, 7}} {
			part := q
			part.Skip, part.Count = page[0], page[1]
			from := min(max(page[0], 0), all.Total)
			found := b.Query(part)
			require.Equal(t, all.IDs[from:min(from+page[1], all.Total)], found.IDs, "%+v", part)
			require.Equal(t, all.Total, found.Total)
		}
	}
}
