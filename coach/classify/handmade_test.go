package classify

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/text"
)

// weight is what one feature of a hand-made model says for one label. Features
// are written with signs for the marks in their names: ^ and $ for the edges of a
// clause, - for a dismissed one, + for a conceded one, * for the form of a text.
type weight struct {
	feature, label string
	value          int8
}

var signs = strings.NewReplacer("^", string(atStart), "$", string(atEnd), "-", string(dismissed), "+", string(conceded), "*", string(special))

// namesOf lists the names of the features of a text.
func namesOf(l *Lexicon, said string) []string {
	var names []string
	features(text.Prepare(said), Setting{}, l, func(name []rune, _, _ int) { names = append(names, string(name)) })
	return names
}

// drawn shows the marks in feature names as signs.
func drawn(names []string) string {
	return strings.NewReplacer(string(atStart), "^", string(atEnd), "$", string(dismissed), "-", string(conceded), "+", string(special), "*").Replace(strings.Join(names, " "))
}

// handmadeHeads gives a few labels of every axis, whose scores are the plain
// sums of weights.
func handmadeHeads() []Head {
	return []Head{
		{Axis: Kind, Label: "objection", Scale: 1, Slope: 1, Threshold: 0.45},
		{Axis: Kind, Label: "complaint", Scale: 1, Slope: 1, Threshold: 0.45},
		{Axis: Kind, Label: "question", Scale: 1, Slope: 1, Threshold: 0.45},
		{Axis: Kind, Label: "other", Scale: 1, Slope: 1, Threshold: 0.45},
		{Axis: Topic, Label: "need", Scale: 1, Slope: 1, Threshold: 0.5, Floor: 0.25},
		{Axis: Topic, Label: "price", Scale: 1, Slope: 1, Threshold: 0.5, Floor: 0.25},
		{Axis: Topic, Label: "risk", Scale: 1, Slope: 1, Threshold: 0.5, Floor: 0.25},
		{Axis: Topic, Label: "trust", Scale: 1, Slope: 1, Threshold: 0.5, Floor: 0.25},
		{Axis: Nature, Label: "genuine", Scale: 1, Slope: 1},
		{Axis: Nature, Label: "excuse", Scale: 1, Slope: 1},
		{Axis: Emotion, Label: "calm", Scale: 1, Slope: 1},
		{Axis: Emotion, Label: "angry", Scale: 1, Slope: 1},
		{Axis: Escalate, Label: "escalate", Scale: 1, Slope: 1, Threshold: 0.5},
		{Axis: Manner, Label: "none", Scale: 1, Slope: 1},
		{Axis: Merit, Label: "reasonable", Scale: 1, Slope: 1},
		{Axis: Severity, Label: "low", Scale: 1, Slope: 1},
	}
}

// handmade makes a model of the weights alone.
func handmade(t testing.TB, weights ...weight) *Model {
	t.Helper()
	heads := handmadeHeads()
	rows := map[Feature]bool{}
	for _, w := range weights {
		rows[FeatureOf(signs.Replace(w.feature))] = true
	}
	known := slices.Sorted(maps.Keys(rows))
	// A trait for each weight: it counts how often the feature occurs.
	traits := Traits{Count: max(len(weights), 1)}
	traits.Lent = make([]int8, len(known)*traits.Count)
	traits.Readout = make([]int8, len(heads)*traits.Count)
	for i, w := range weights {
		feature, _ := slices.BinarySearch(known, FeatureOf(signs.Replace(w.feature)))
		traits.Lent[feature*traits.Count+i] = 1
		traits.Readout[headOf(t, heads, w.label)*traits.Count+i] = w.value
	}
	m, err := New(heads, noLexicon(t), known, traits)
	require.NoError(t, err)
	return m
}

func noLexicon(t testing.TB) *Lexicon {
	t.Helper()
	l, err := NewLexicon(nil)
	require.NoError(t, err)
	return l
}

func headOf(t testing.TB, heads []Head, label string) int {
	t.Helper()
	for i, h := range heads {
		if h.Label == label {
			return i
		}
	}
	require.Fail(t, "no such label", label)
	return -1
}

// requireUsable proves that m can read anything: every score is a probability
// and nothing panics.
func requireUsable(t testing.TB, m *Model) {
	t.Helper()
	for _, said := range []string{"", "手续费太贵了，不要", "钱不是问题，就是没空？", "abcd 12345 😀"} {
		r := m.Recognise(text.Prepare(said))
		for _, axis := range Axes {
			for _, l := range r.Labels(axis) {
				require.True(t, l.Score >= 0 && l.Score <= 1, "%s %q: %g", axis, l.ID, l.Score)
			}
		}
		d := r.Decide()
		require.False(t, math.IsNaN(d.KindScore))
		for _, h := range m.Heads {
			for _, span := range r.Evidence(h.Axis, h.Label) {
				require.True(t, 0 <= span.Start && span.Start < span.End && span.End <= r.Text().Units)
			}
		}
	}
}

// word gives the name of the feature for a word in Latin letters.
func word(s string) string {
	r, _ := wordAt([]rune(s), 0)
	return string(r)
}
