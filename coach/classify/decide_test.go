package classify

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/text"
)

// recognised gives the result of a text whose labels have the probabilities p.
// Labels not named are very improbable.
func recognised(t *testing.T, said string, p map[string]float64) Result {
	t.Helper()
	m := handmade(t, weight{"太贵", "price", 1})
	for i := range m.Heads {
		h := &m.Heads[i]
		h.Scale = 0
		score := p[h.Label]
		if score == 0 {
			score = 0.001
		}
		h.Bias = math.Log(score)
		if !h.Axis.Exclusive() {
			h.Bias -= math.Log(1 - score)
		}
	}
	return m.Recognise(text.Prepare(said))
}

func TestDecide(t *testing.T) {
	const known, unknown = "太贵", "天气"
	cases := []struct {
		name, said string
		p          map[string]float64
		kind       string
		unclear    bool
		topics     string // asserted, in order
		nature     string
	}{
		{"a topic that reaches its threshold", known, map[string]float64{"objection": 0.9, "price": 0.8, "risk": 0.3, "genuine": 0.9}, "objection", false, "price", "genuine"},
		{"the most probable topic first", known, map[string]float64{"objection": 0.9, "price": 0.6, "risk": 0.8, "excuse": 0.9}, "objection", false, "risk price", "excuse"},
		{"a complaint has topics and no nature", known, map[string]float64{"complaint": 0.9, "price": 0.8, "genuine": 0.9}, "complaint", false, "price", ""},
		{"a sure complaint needs no topic to be taken up", known, map[string]float64{"complaint": 0.9, "price": 0.2}, "complaint", false, "", ""},
		{"a likely complaint does", known, map[string]float64{"complaint": 0.7, "objection": 0.3, "price": 0.2}, "complaint", true, "", ""},
		{"the top topic above the floor", known, map[string]float64{"objection": 0.9, "price": 0.3, "risk": 0.28}, "objection", false, "price", "genuine"},
		{"no topic above the floor", known, map[string]float64{"objection": 0.9, "price": 0.2}, "objection", true, "", "genuine"},
		{"at most three topics", known, map[string]float64{"objection": 0.9, "need": 0.6, "price": 0.9, "risk": 0.8, "trust": 0.7}, "objection", false, "price risk trust", "genuine"},
		{"a question has none", known, map[string]float64{"question": 0.9, "price": 0.9}, "question", false, "", ""},
		{"small talk has none", known, map[string]float64{"other": 0.9, "price": 0.9}, "other", false, "", ""},
		{"a kind just sure enough", known, map[string]float64{"objection": 0.46, "complaint": 0.3, "question": 0.24, "price": 0.9}, "objection", false, "price", "genuine"},
		{"a kind not sure enough", known, map[string]float64{"objection": 0.4, "complaint": 0.35, "question": 0.25, "price": 0.9}, "objection", true, "", "genuine"},
		{"the first of equals", known, map[string]float64{"complaint": 0.5, "question": 0.5, "need": 0.9, "price": 0.9}, "complaint", false, "need price", ""},
		{"an unknown language", unknown, map[string]float64{"objection": 0.9, "price": 0.9}, "other", true, "", ""},
		{"nothing said", "", map[string]float64{"objection": 0.9, "price": 0.9}, "other", true, "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := recognised(t, c.said, c.p).Decide()
			require.Equal(t, c.kind, d.Kind)
			require.Equal(t, c.unclear, d.Unclear)
			var topics []string
			for i, l := range d.Topics {
				require.True(t, i == 0 || d.Topics[i-1].Score >= l.Score, "most probable first")
				if l.Asserted {
					topics = append(topics, l.ID)
				}
			}
			require.Len(t, d.Topics, 4, "every topic is listed")
			require.Equal(t, c.topics, strings.Join(topics, " "))
			require.Equal(t, c.nature, d.Nature.ID)
		})
	}
}

func TestDecideScores(t *testing.T) {
	d := recognised(t, "太贵", map[string]float64{"objection": 0.8, "complaint": 0.2, "angry": 0.7, "calm": 0.3, "escalate": 0.6, "price": 0.75}).Decide()
	require.InDelta(t, 0.8, d.KindScore, 0.002)
	require.InDelta(t, 0.75, d.Topics[0].Score, 1e-9)
	require.Equal(t, "angry", d.Emotion.ID)
	require.InDelta(t, 0.7, d.Emotion.Score, 1e-9)
	require.True(t, d.Escalate.Asserted)
	require.InDelta(t, 0.6, d.Escalate.Score, 1e-9)

	stranger := recognised(t, "天气", map[string]float64{"objection": 0.8, "other": 0.2, "escalate": 0.9, "angry": 0.9}).Decide()
	require.InDelta(t, 0.2, stranger.KindScore, 0.002, "the score of what is said, not of what was set aside")
	require.False(t, stranger.Escalate.Asserted, "nobody is called for what nobody understood")
	require.Equal(t, []string{"calm", "none", "low"}, []string{stranger.Emotion.ID, stranger.Manner.ID, stranger.Severity.ID})
}
