package train

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/classify"
)

func TestRound(t *testing.T) {
	for name, c := range map[string]struct{ learned, want []float32 }{
		"one strength, the mean of what is kept": {[]float32{2, -4, 0.1, 0}, []float32{3, -3, 0, 0}},
		"all alike":                              {[]float32{-1, 1, -1, 1}, []float32{-1, 1, -1, 1}},
		"nothing learned":                        {[]float32{0, 0, 0, 0}, []float32{0, 0, 0, 0}},
		"just below seven tenths of the mean":    {[]float32{1, 1, 1, 0.6}, []float32{1, 1, 1, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNet(1, 1, 4, 1)
			copy(n.lent, c.learned)
			n.startRounding()
			require.InDeltaSlice(t, c.want, n.signs, 1e-6)
		})
	}
}

// TestSlopes compares what backward computes with what a small change of each
// weight does to the loss.
func TestSlopes(t *testing.T) {
	list := []classify.Head{
		{Axis: classify.Kind, Label: "objection"}, {Axis: classify.Kind, Label: "other"},
		{Axis: classify.Topic, Label: "price"}, {Axis: classify.Topic, Label: "risk"},
	}
	all := groups(list)
	so := truths([]doc{{lesson: utterance{Kind: "objection", Topics: []string{"risk"}}}}, all)[0]
	n := newNet(3, len(list), 5, 7)
	features := []int32{0, 2, 2}
	loss := func() float64 {
		p := n.newPass()
		n.forward(p, features, dropping{})
		sum := 0.0
		for _, g := range all {
			z := make([]float64, 0, 4)
			for _, s := range p.scores[g.first:g.end] {
				z = append(z, float64(s))
			}
			g.probabilities(z)
			for k, q := range z {
				if so.holds[g.first+k] {
					sum -= float64(weights[g.axis]) * math.Log(q)
				} else if !g.axis.Exclusive() {
					sum -= float64(weights[g.axis]) * math.Log(1-q)
				}
			}
		}
		return sum
	}
	p, g := n.newPass(), n.newGradient()
	slopes := make([]float32, len(list))
	n.forward(p, features, dropping{})
	slopesOf(slopes, p.scores, so, all)
	n.backward(p, slopes, dropping{}, g)

	const nudge = 1e-2
	check := func(name string, weight *float32, want float32) {
		was := *weight
		*weight = was + nudge
		up := loss()
		*weight = was - nudge
		down := loss()
		*weight = was
		require.InDelta(t, (up-down)/(2*nudge), want, 2e-3, name)
	}
	for place, f := range g.features {
		for i := range n.traits {
			check("lent", &n.lent[int(f)*n.traits+i], g.lent[place*n.traits+i])
		}
	}
	for i := range n.readout {
		check("readout", &n.readout[i], g.readout[i])
	}
	for i := range n.bias {
		check("bias", &n.bias[i], g.bias[i])
	}
	require.NotContains(t, g.features, int32(1), "what does not occur learns nothing")
}

// TestStepGoesDown takes steps on one line until the net knows it.
func TestStepGoesDown(t *testing.T) {
	list := []classify.Head{{Axis: classify.Escalate, Label: "escalate"}}
	all := groups(list)
	so := truths([]doc{{lesson: utterance{Escalate: true}}, {lesson: utterance{}}}, all)
	n := newNet(2, 1, 8, 1)
	o := Options{Epochs: 200, Rounded: 50, Rate: 0.05}
	learn(n, [][]int32{{0}, {1}}, so, all, o)
	p := n.newPass()
	n.forward(p, []int32{0}, dropping{})
	require.Greater(t, p.scores[0], float32(2))
	n.forward(p, []int32{1}, dropping{})
	require.Less(t, p.scores[0], float32(-2))
}

// TestFinished proves that the finished model scores as the nets do, averaged.
func TestFinished(t *testing.T) {
	docs := prepare(small(), mustLexicon(t))
	list := utteranceHeads()
	known := telling(docs, list, 2, 500)
	rows, all := rowsOf(docs, known), groups(list)
	so := truths(docs, all)
	o := forSmall()
	o.Epochs, o.Rounded = 20, 10
	nets := []*net{newNet(len(known), len(list), 12, 1), newNet(len(known), len(list), 12, 2)}
	for _, n := range nets {
		learn(n, rows, so, all, o)
	}
	m, err := finished(utteranceHeads(), mustLexicon(t), known, nets)
	require.NoError(t, err)
	for i, d := range docs {
		want := make([]float64, len(list))
		for _, n := range nets {
			p := n.newPass()
			n.forward(p, rows[i], dropping{})
			for k, s := range p.scores {
				want[k] += float64(s) / 2
			}
		}
		require.InDeltaSlice(t, want, m.Recognise(d.text).RawScores(), 0.35, string(d.text.Runes))
	}
}

func mustLexicon(t *testing.T) *classify.Lexicon {
	t.Helper()
	l, err := classify.NewLexicon(nil)
	require.NoError(t, err)
	return l
}

func TestRandom(t *testing.T) {
	r := random(1)
	sum, squares := 0.0, 0.0
	const n = 20000
	for range n {
		x := float64(r.normal())
		sum, squares = sum+x, squares+x*x
	}
	require.InDelta(t, 0, sum/n, 0.03)
	require.InDelta(t, 1, squares/n, 0.05)
	for range 1000 {
		require.Less(t, r.below(3), 3)
		u := r.unit()
		require.True(t, u >= 0 && u < 1)
	}
}

func TestTelling(t *testing.T) {
	list := utteranceHeads()
	one := func(kind string, features ...classify.Feature) doc {
		return doc{lesson: utterance{Kind: kind, Emotion: "calm"}, features: features}
	}
	var docs []doc
	for range 5 {
		docs = append(docs, one("question", 7, 1, 7), one("other", 5, 1))
	}
	docs = append(docs, one("question", 9))
	require.Equal(t, []classify.Feature{5, 7}, telling(docs, list, 2, 2), "what stands in every line tells nothing, and ascending")
	require.Equal(t, []classify.Feature{1, 5, 7}, telling(docs, list, 2, 9), "9 stands in one line")
	require.Empty(t, telling(nil, list, 1, 9))
}

func TestSurprise(t *testing.T) {
	require.InDelta(t, 0, surprise(25, 50, 50, 100), 1e-9, "as often as by chance")
	require.InDelta(t, 100*math.Log(2), surprise(50, 50, 50, 100), 1e-6, "always together")
	require.Greater(t, surprise(0, 50, 50, 100), 0.0, "never together tells as well")
}
