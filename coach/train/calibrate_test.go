package train

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
)

// observed is a number of held-out lines with the same score.
type observed struct {
	score    float64
	yes, all int
}

// gather makes the lines, and the scores they were held out with; the label holds
// in those that line was told so.
func gather(list []observed, line func(yes bool) labelled.Line, scores func(float64) []float64) (docs []doc, held [][]float64) {
	for _, o := range list {
		for i := range o.all {
			docs = append(docs, doc{lesson: utterance(line(i < o.yes))})
			held = append(held, scores(o.score))
		}
	}
	return docs, held
}

// The logistic curve of 0, 1 and 2 is 0.5, 0.731 and 0.881.
func TestPlatt(t *testing.T) {
	cases := []struct {
		name          string
		list          []observed
		slope, offset float64
	}{
		{"scores that are right", []observed{{0, 500, 1000}, {1, 731, 1000}, {2, 881, 1000}}, 1, 0},
		{"twice too timid", []observed{{0, 500, 1000}, {0.5, 731, 1000}, {1, 881, 1000}}, 2, 0},
		{"twice too bold", []observed{{0, 500, 1000}, {2, 731, 1000}, {4, 881, 1000}}, 0.5, 0},
		{"one too high", []observed{{1, 500, 1000}, {2, 731, 1000}, {3, 881, 1000}}, 1, -1},
		{"the wrong way round", []observed{{0, 500, 1000}, {-1, 731, 1000}, {-2, 881, 1000}}, -1, 0},
		{"telling nothing", []observed{{0, 269, 1000}, {1, 269, 1000}}, 0, -1},
		{"ten times too bold", []observed{{0, 500, 1000}, {10, 731, 1000}, {20, 881, 1000}}, 0.1, 0},
		{"too bold the wrong way round", []observed{{0, 500, 1000}, {-10, 731, 1000}, {-20, 881, 1000}}, -0.1, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			docs, held := gather(c.list,
				func(yes bool) labelled.Line { return labelled.Line{Escalate: yes} },
				func(score float64) []float64 { return []float64{score} })
			slope, offset := platt(classify.Escalate, "escalate", 0, docs, held)
			require.InDelta(t, c.slope, slope, 0.01)
			require.InDelta(t, c.offset, offset, 0.01)
		})
	}
}

// TestPlattStaysFinite fits what has no best curve.
func TestPlattStaysFinite(t *testing.T) {
	for name, list := range map[string][]observed{
		"never so":         {{-6, 0, 1000}, {4, 0, 1000}},
		"always so":        {{-6, 1000, 1000}, {4, 1000, 1000}},
		"parted":           {{-6, 0, 1000}, {4, 10, 10}},
		"parted backwards": {{6, 0, 1000}, {-4, 10, 10}},
		"no line":          nil,
	} {
		t.Run(name, func(t *testing.T) {
			docs, held := gather(list,
				func(yes bool) labelled.Line { return labelled.Line{Escalate: yes} },
				func(score float64) []float64 { return []float64{score} })
			slope, offset := platt(classify.Escalate, "escalate", 0, docs, held)
			require.Less(t, math.Abs(slope)+math.Abs(offset), 100.0)
			for _, o := range list {
				p := 1 / (1 + classify.Exp(-(slope*o.score + offset)))
				require.InDelta(t, float64(o.yes)/float64(o.all), p, 0.01)
			}
		})
	}
}

// TestPlattReadsOnlyWhatApplies leaves out lines without topics.
func TestPlattReadsOnlyWhatApplies(t *testing.T) {
	docs, held := gather([]observed{{0, 500, 1000}, {1, 731, 1000}},
		func(yes bool) labelled.Line {
			if yes {
				return labelled.Line{Topics: []string{"price"}}
			}
			return labelled.Line{Topics: []string{"risk"}}
		},
		func(score float64) []float64 { return []float64{score} })
	slope, offset := platt(classify.Topic, "price", 0, docs, held)
	for range 500 {
		docs, held = append(docs, doc{lesson: utterance{Kind: "other"}}), append(held, []float64{9})
	}
	slopeAgain, offsetAgain := platt(classify.Topic, "price", 0, docs, held)
	require.Equal(t, []float64{slope, offset}, []float64{slopeAgain, offsetAgain})
}

func TestTemperature(t *testing.T) {
	cases := []struct {
		name string
		list []observed
		want float64
	}{
		{"scores that are right", []observed{{0, 500, 1000}, {1, 731, 1000}, {2, 881, 1000}}, 1},
		{"twice too timid", []observed{{0, 500, 1000}, {0.5, 731, 1000}, {1, 881, 1000}}, 2},
		{"twice too bold", []observed{{0, 500, 1000}, {2, 731, 1000}, {4, 881, 1000}}, 0.5},
		{"telling nothing", []observed{{1, 500, 1000}, {2, 500, 1000}}, 0.05},
		{"never wrong", []observed{{1, 1000, 1000}}, 5},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			docs, held := gather(c.list,
				func(yes bool) labelled.Line {
					if yes {
						return labelled.Line{Emotion: "calm"}
					}
					return labelled.Line{Emotion: "angry"}
				},
				func(score float64) []float64 { return []float64{score, 0} })
			g := group{axis: classify.Emotion, labels: []string{"calm", "angry"}, first: 0, end: 2}
			require.InDelta(t, c.want, temperature(g, docs, held), 0.01)
		})
	}
}

// TestTemperaturePassesOverDoubted leaves out the lines on whose kind readers differed, and
// those only for the kind.
func TestTemperaturePassesOverDoubted(t *testing.T) {
	line := func(kind string, doubted bool) labelled.Line {
		return labelled.Line{Kind: kind, Emotion: kind, Doubted: doubted}
	}
	var docs []doc
	var held [][]float64
	for _, o := range []struct {
		line  labelled.Line
		times int
	}{{line("a", false), 731}, {line("b", false), 269}, {line("a", true), 500}, {line("b", true), 500}} {
		for range o.times {
			docs = append(docs, doc{lesson: utterance(o.line)})
			held = append(held, []float64{1, 0})
		}
	}
	require.InDelta(t, 1, temperature(group{axis: classify.Kind, labels: []string{"a", "b"}, end: 2}, docs, held), 0.01)
	require.InDelta(t, 0.47, temperature(group{axis: classify.Emotion, labels: []string{"a", "b"}, end: 2}, docs, held), 0.02)
}

// TestSetThresholds finds the probability that parts the topics: here everything
// from a score of -0.3, which is 0.43, is so.
func TestSetThresholds(t *testing.T) {
	heads := []classify.Head{{Axis: classify.Kind, Label: "objection", Slope: 1}, {Axis: classify.Topic, Label: "price", Slope: 1}, {Axis: classify.Topic, Label: "risk", Slope: 1}}
	var docs []doc
	var held [][]float64
	add := func(price, risk float64, topics ...string) {
		docs, held = append(docs, doc{lesson: utterance{Topics: topics}}), append(held, []float64{0, price, risk})
	}
	for range 10 {
		add(-0.2, -1.5, "price")
		add(-1.5, -0.3, "risk")
		add(1, 2, "price", "risk")
	}
	setThresholds(heads, docs, held)
	require.Equal(t, kindThreshold, heads[0].Threshold)
	require.Equal(t, heads[1].Threshold, heads[2].Threshold, "one for all topics")
	require.LessOrEqual(t, heads[1].Floor, 0.43, "the likeliest topic of a line is not missed")
	require.Equal(t, 1.0, heldOutF1(heads, docs, held))
	guesses := calibrated(classify.Topic, heads, docs, held)
	require.InDelta(t, 0.8, topicsF1(guesses, 0, 0), 1e-9, "4 of 6 are so, and 6 are said")
	require.InDelta(t, 2.0/3, topicsF1(guesses, 0.5, 0.5), 1e-9, "2 of 4 are found")
}

// TestEscalationThreshold looks for the lowest threshold at which four of five alarms are
// true.
func TestEscalationThreshold(t *testing.T) {
	guesses := func(score float64, so, all int) (list []guess) {
		for i := range all {
			g := guess{labels: []classify.Label{{ID: "escalate", Score: score}}}
			if i < so {
				g.so = []string{"escalate"}
			}
			list = append(list, g)
		}
		return list
	}
	cases := []struct {
		name     string
		all      []guess
		from, to float64
	}{
		{"all true down to a half", append(guesses(0.55, 10, 10), guesses(0.45, 0, 10)...), 0.45, 0.55},
		{"down to where four of five are true", slices.Concat(guesses(0.85, 10, 10), guesses(0.45, 6, 10), guesses(0.25, 0, 10)), 0.25, 0.45},
		{"better F1 with more false alarms than are allowed", append(guesses(0.85, 10, 10), guesses(0.35, 10, 20)...), 0.35, 0.85},
		{"never sure enough", guesses(0.85, 5, 10), 0.9, 0.9},
		{"no line", nil, 0.9, 0.9},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := escalationThreshold(c.all)
			require.True(t, c.from <= got && got <= c.to, got)
		})
	}
}

func TestAccuracy(t *testing.T) {
	heads := []classify.Head{{Axis: classify.Emotion, Label: "calm"}, {Axis: classify.Emotion, Label: "angry"}, {Axis: classify.Nature, Label: "genuine"}}
	docs := []doc{{lesson: utterance{Emotion: "calm"}}, {lesson: utterance{Emotion: "calm"}}, {lesson: utterance{Emotion: "angry"}}, {lesson: utterance{Emotion: "angry"}}}
	held := [][]float64{{2, 1, 0}, {1, 2, 0}, {1, 2, 0}, {-2, -1, 0}}
	require.Equal(t, 0.75, accuracy(classify.Emotion, heads, docs, held))
	require.Zero(t, accuracy(classify.Nature, heads, docs, held), "no line is an objection")
}
