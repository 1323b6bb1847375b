package eval

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/labelled"
)

func TestBadness(t *testing.T) {
	price := []coach.Topic{{ID: "price", Score: 0.8, Asserted: true}, {ID: "risk", Score: 0.3}}
	cases := []struct {
		name string
		line labelled.Line
		said coach.Analysis
		want float64
	}{
		{"right", labelled.Line{Kind: "objection", Topics: []string{"price"}}, coach.Analysis{Kind: "objection", KindScore: 0.9, Topics: price}, 0},
		{"wrong kind", labelled.Line{Kind: "question"}, coach.Analysis{Kind: "other", KindScore: 0.9}, 0.9},
		{"a topic missed", labelled.Line{Kind: "objection", Topics: []string{"price", "risk"}}, coach.Analysis{Kind: "objection", Topics: price}, 0.7},
		{"a topic too many", labelled.Line{Kind: "objection", Topics: []string{"need"}}, coach.Analysis{Kind: "objection", Topics: price}, 1.8},
		{"all wrong", labelled.Line{Kind: "question"}, coach.Analysis{Kind: "objection", KindScore: 0.5, Topics: price}, 1.3},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.InDelta(t, c.want, errorOf(c.line, c.said).Badness, 1e-9)
		})
	}
}

func TestWriteErrors(t *testing.T) {
	var many []answered
	for i := range shownErrors + 5 {
		score := float64(i%10) / 10
		many = append(many, answered{labelled.Line{Text: "几点开门", Kind: "question", Emotion: "calm"}, coach.Analysis{Kind: "other", KindScore: 0.05 + score, Emotion: "calm", Unclear: score < 0.5}})
	}
	var out strings.Builder
	require.NoError(t, reportOf(many).writeErrors(&out))
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	require.Len(t, lines, shownErrors+1)
	require.Equal(t, "the worst of 35 lines with an error", lines[0])
	require.Equal(t, "0.95  is question  said other  几点开门", lines[1])
	require.Contains(t, lines[shownErrors], "(unclear)")
}
