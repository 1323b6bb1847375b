package casebook

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// noted makes a small case.
func noted(t testing.TB, id, note string) Case {
	t.Helper()
	return made(t, Draft{ID: id, Created: noon, Note: note})
}

func TestBook(t *testing.T) {
	var b Book
	_, ok := b.Get("a")
	require.False(t, ok)
	require.Empty(t, b.Undo())
	require.NoError(t, b.Add(noted(t, "b", "one")))
	require.NoError(t, b.Add(noted(t, "a", "two")))
	require.ErrorIs(t, b.Add(noted(t, "a", "three")), errThere)
	require.ErrorIs(t, b.Put(noted(t, "c", "three")), errGone)
	require.ErrorIs(t, b.Delete("c"), errGone)
	require.ErrorIs(t, b.Add(Case{}), errNoCase)
	require.ErrorIs(t, b.Put(Case{}), errNoCase)
	require.NoError(t, b.Put(noted(t, "a", "three")))
	require.Equal(t, []Case{noted(t, "a", "three"), noted(t, "b", "one")}, slices.Collect(b.All()))
	require.Equal(t, []string{"a"}, b.Query(Query{Text: "three"}).IDs)
	require.Empty(t, b.Query(Query{Text: "two"}).IDs, "the index goes with the case")
	require.NoError(t, b.Delete("b"))
	require.Equal(t, 1, b.Len())

	for _, want := range []string{"b", "a", "a", "b"} {
		require.Equal(t, []string{want}, b.Undo())
	}
	require.Empty(t, b.Undo())
	require.Zero(t, b.Len())
}

// FuzzBook does and undoes what bytes say, beside a plain map, and comes back the same
// way.
func FuzzBook(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 64, 65, 128, 129, 200})
	f.Add([]byte("adding, changing and deleting, more than fifty times over, so that the oldest is forgotten"))
	f.Fuzz(func(t *testing.T, acts []byte) {
		var b Book
		want := map[string]string{}
		var states []map[string]string
		for n, act := range acts {
			before := maps.Clone(want)
			id, note := fmt.Sprint(act%8), fmt.Sprint(n)
			_, there := want[id]
			var err error
			switch act >> 6 {
			case 0:
				if err = b.Add(noted(t, id, note)); err == nil {
					want[id] = note
				}
				require.Equal(t, there, err != nil)
			case 1:
				if err = b.Put(noted(t, id, note)); err == nil {
					want[id] = note
				}
				require.Equal(t, !there, err != nil)
			case 2:
				err = b.Delete(id)
				delete(want, id)
				require.Equal(t, !there, err != nil)
			default:
				if len(states) > 0 {
					require.NotEmpty(t, b.Undo())
					want, states = states[len(states)-1], states[:len(states)-1]
				} else {
					require.Empty(t, b.Undo())
				}
				err = errGone
			}
			if err == nil {
				states = append(states, before)
				states = states[max(0, len(states)-MaxUndo):]
			}
			require.Equal(t, want, notes(&b))
		}
		for _, state := range slices.Backward(states) {
			require.NotEmpty(t, b.Undo())
			require.Equal(t, state, notes(&b))
		}
		require.Empty(t, b.Undo())
	})
}

func notes(b *Book) map[string]string {
	all := map[string]string{}
	for c := range b.All() {
		all[c.d.ID] = c.d.Note
		got, ok := b.Get(c.d.ID)
		if !ok || got.d.Note != c.d.Note {
			return nil
		}
	}
	return all
}

func TestMerge(t *testing.T) {
	changed := func(id, note string, after int64) Case {
		return made(t, Draft{ID: id, Created: noon, Changed: noon + after, Note: note})
	}
	var b Book
	for _, c := range []Case{changed("a", "one", 1), changed("b", "two", 1), changed("c", "three", 1)} {
		require.NoError(t, b.Add(c))
	}
	was := slices.Collect(b.All())
	merged, err := Merge(&b, []Case{
		changed("a", "newer", 2), changed("b", "older", 0), changed("c", "as old", 1),
		changed("d", "two", 9), // what b says
		changed("e", "four", 1), changed("f", "four", 2), changed("e", "four!", 3),
		made(t, Draft{ID: "g", Created: noon + 1, Note: "two"}), // the same words at another time are another talk
	})
	require.NoError(t, err)
	require.Equal(t, Merged{Added: 2, Changed: 2, Kept: 2, Doubles: []Double{{"d", "b"}, {"f", "e"}}}, merged)
	require.Equal(t, map[string]string{"a": "newer", "b": "two", "c": "three", "e": "four!", "g": "two"}, notes(&b))
	again, err := Merge(&b, slices.Collect(b.All()))
	require.NoError(t, err)
	require.Equal(t, Merged{Kept: 5, Doubles: []Double{}}, again, "what is there is not merged twice")
	require.Equal(t, []string{"a", "e", "g"}, b.Undo())
	require.Equal(t, was, slices.Collect(b.All()), "one step takes it all back")

	_, err = Merge(&b, []Case{changed("z", "z", 1), {}})
	require.ErrorIs(t, err, errNoCase)
	require.Equal(t, was, slices.Collect(b.All()))
}

// TestUndoStopsAtWhatWasDoneElsewhere: a change that another has gone on from is not
// taken back, nor what was before it.
func TestUndoStopsAtWhatWasDoneElsewhere(t *testing.T) {
	filled := func() *Book {
		b := &Book{}
		require.NoError(t, b.Add(noted(t, "a", "one")))
		require.NoError(t, b.Add(noted(t, "b", "one")))
		require.NoError(t, b.Put(noted(t, "a", "two")))
		require.NoError(t, b.Put(noted(t, "b", "two")))
		return b
	}
	for name, c := range map[string]struct {
		elsewhere func(b *Book)
		undone    int
		left      map[string]string
	}{
		"nothing":             {func(*Book) {}, 4, map[string]string{}},
		"another case":        {func(b *Book) { require.NoError(t, b.Take([]Case{noted(t, "c", "new")})) }, 4, map[string]string{"c": "new"}},
		"the first changed":   {func(b *Book) { require.NoError(t, b.Take([]Case{noted(t, "a", "three")})) }, 1, map[string]string{"a": "three", "b": "one"}},
		"the last changed":    {func(b *Book) { require.NoError(t, b.Take([]Case{noted(t, "b", "three")})) }, 0, map[string]string{"a": "two", "b": "three"}},
		"the last is deleted": {func(b *Book) { b.Drop([]string{"b"}) }, 0, map[string]string{"a": "two"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := filled()
			c.elsewhere(b)
			undone := 0
			for ; b.Undoable(); undone++ {
				require.NotEmpty(t, b.Undo())
			}
			require.Equal(t, c.undone, undone)
			require.Equal(t, c.left, notes(b))
		})
	}
}

func TestFull(t *testing.T) {
	b := Book{entries: slices.Repeat([]*entry{{c: &Case{}}}, MaxCases), at: map[string]int{}}
	require.ErrorIs(t, b.Add(noted(t, "a", "")), ErrFull)
	_, err := Merge(&b, []Case{noted(t, "a", "")})
	require.ErrorIs(t, err, ErrFull)
}
