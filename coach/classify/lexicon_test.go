package classify

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func lexiconOf(t *testing.T, classes ...Class) *Lexicon {
	t.Helper()
	l, err := NewLexicon(classes)
	require.NoError(t, err)
	return l
}

func TestLexiconFindsTheLongestWord(t *testing.T) {
	l := lexiconOf(t,
		Class{"family", []string{"老伴", "婆婆"}},
		Class{"consult", []string{"商量", "商量商量"}}, // the second is implied by the first
		Class{"fee", []string{"费", "手续费"}},
		Class{"fee-by-name", []string{"手续费"}},
	)
	cases := []struct {
		in      string
		length  int
		classes []int
	}{
		{"老伴说了算", 2, []int{0}},
		{"商量商量再说", 2, []int{1}},
		{"手续费高", 3, []int{2, 3}},
		{"费", 1, []int{2}},
		{"老", 0, nil},
		{"", 0, nil},
	}
	for _, c := range cases {
		length, classes := l.at([]rune(c.in))
		require.Equal(t, c.length, length, c.in)
		require.Equal(t, c.classes, classes, c.in)
	}
	require.Len(t, l.words, 5, "what a shorter word of the same classes implies is left out")
}

func TestOneWordOfAClassTeachesTheOthers(t *testing.T) {
	l := lexiconOf(t, Class{"family", []string{"老伴", "婆婆"}})
	shared := func(a, b string) []string {
		other := namesOf(l, b)
		return slices.DeleteFunc(namesOf(l, a), func(name string) bool { return !slices.Contains(other, name) })
	}
	class := string([]rune{classMark, 0, symbol(0)})
	pattern := string([]rune{classMark, 0, '等', symbol(0), '回'})
	require.Contains(t, shared("等老伴回来", "等婆婆回来"), class)
	require.Contains(t, shared("等老伴回来", "等婆婆回来"), pattern)
	require.NotContains(t, shared("等老伴回来", "等领导回来"), class)
}

func TestLexiconRefuses(t *testing.T) {
	_, err := NewLexicon([]Class{{"empty", []string{""}}})
	require.EqualError(t, err, `class "empty": the word "" has 0 characters; a word has 1 to 40`)
	_, err = NewLexicon(make([]Class, maxClasses+1))
	require.Error(t, err)
}

func TestLexiconRoundTrip(t *testing.T) {
	l := lexiconOf(t, Class{"family", []string{"老伴", "婆婆", "老婆"}}, Class{"elder", []string{"婆婆"}})
	d := decoder{rest: l.encode(nil)}
	back := d.lexicon()
	require.NoError(t, d.err)
	require.Empty(t, d.rest)
	require.Equal(t, l, back)
	for cut := range l.encode(nil) {
		d := decoder{rest: l.encode(nil)[:cut]}
		d.lexicon()
		require.Error(t, d.err, "cut at %d", cut)
	}
}
