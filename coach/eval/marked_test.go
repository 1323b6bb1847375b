package eval

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
)

func TestReadMarked(t *testing.T) {
	list, err := ReadMarked(strings.NewReader("# a comment\n\n太[price:贵]了，[authority:问𠮷老婆]\n"), "f")
	require.NoError(t, err)
	require.Equal(t, []Marked{{"太贵了，问𠮷老婆", []coach.Evidence{{Start: 1, End: 2, Label: "price"}, {Start: 4, End: 9, Label: "authority"}}}}, list)

	for line, want := range map[string]string{
		"太贵了":         "f:1: nothing is marked",
		"太[贵]了":       "f:1: a mark is written [label:words]",
		"太[price:贵了":  "f:1: a mark is written [label:words]",
		"太[price:]了":  "f:1: a mark is written [label:words]",
		"太[pirce:贵]了": `f:1: there is no label "pirce": write one of `,
	} {
		_, err := ReadMarked(strings.NewReader(line), "f")
		require.ErrorContains(t, err, want)
	}
}

func TestOverlap(t *testing.T) {
	span := func(start, end int, label string) coach.Evidence {
		return coach.Evidence{Start: start, End: end, Label: label}
	}
	cases := []struct {
		name                string
		marked, shown       []coach.Evidence
		words, label, found Count
	}{
		{"the same", []coach.Evidence{span(2, 4, "price")}, []coach.Evidence{span(2, 4, "price")}, Count{2, 2, 2}, Count{2, 2, 2}, Count{1, 1, 1}},
		{"another label", []coach.Evidence{span(2, 4, "price")}, []coach.Evidence{span(2, 4, "risk")}, Count{2, 2, 2}, Count{0, 2, 2}, Count{1, 1, 1}},
		{"wider", []coach.Evidence{span(2, 4, "price")}, []coach.Evidence{span(1, 6, "price")}, Count{2, 5, 2}, Count{2, 5, 2}, Count{1, 1, 1}},
		{"a touch", []coach.Evidence{span(2, 6, "price")}, []coach.Evidence{span(5, 9, "price")}, Count{1, 4, 4}, Count{1, 4, 4}, Count{0, 1, 1}},
		{"nothing shown", []coach.Evidence{span(2, 4, "price")}, nil, Count{0, 0, 2}, Count{0, 0, 2}, Count{0, 0, 1}},
		{"twice the same words", []coach.Evidence{span(2, 4, "price")}, []coach.Evidence{span(2, 4, "price"), span(2, 4, "trust")}, Count{2, 2, 2}, Count{2, 4, 2}, Count{1, 2, 1}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var o Overlap
			o.add(c.marked, c.shown)
			require.Equal(t, []Count{c.words, c.label, c.found}, []Count{o.Words, o.Label, o.Found})
		})
	}
}

func TestMeasureEvidence(t *testing.T) {
	o, err := MeasureEvidence(tiny(t), []Marked{{"太贵了", []coach.Evidence{{Start: 0, End: 2, Label: "price"}}}})
	require.NoError(t, err)
	require.Equal(t, Overlap{Lines: 1, Words: Count{2, 2, 2}, Label: Count{2, 2, 2}, Found: Count{1, 1, 1}}, o)
	var out strings.Builder
	require.NoError(t, o.Write(&out))
	require.Contains(t, out.String(), "words shown for the right label: F1 1.000\n")
}

// TestMarkedLines keeps the hand-marked lines readable.
func TestMarkedLines(t *testing.T) {
	file, err := os.Open("testdata/marked.txt")
	require.NoError(t, err)
	defer file.Close()
	list, err := ReadMarked(file, "testdata/marked.txt")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(list), 150)
}
