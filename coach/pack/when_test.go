package pack

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// everything is a situation that has a value on every axis.
var everything = Situation{
	Kind: "objection", Topics: []string{"price", "risk"}, Nature: "genuine", Emotion: "angry", Manner: "rude", Merit: "venting",
	Channel: "phone", Product: "loan", Segment: "senior", Cues: []string{"insult", RefusalCue}, Patterns: []string{Jumped}, Escalate: true,
}

// TestSpecificityOrder holds the conditions in their order: each is a closer
// description than any later one.
func TestSpecificityOrder(t *testing.T) {
	order := []struct {
		when When
		why  string
	}{
		{When{Escalate: true}, "escalate"},
		{When{Refusal: true}, "refusal"},
		{When{Cue: []string{"insult"}}, "cue=insult"},
		{When{Topic: []string{"need", "price"}}, "topic=price"},
		{When{Topic: []string{"risk"}}, "topic=risk"},
		{When{Pattern: []string{Jumped}}, "pattern=jumped"},
		{When{Nature: []string{"genuine"}}, "nature=genuine"},
		{When{Emotion: []string{"angry"}}, "emotion=angry"},
		{When{Merit: []string{"venting"}}, "merit=venting"},
		{When{Manner: []string{"rude"}}, "manner=rude"},
		{When{Product: []string{"loan"}}, "product=loan"},
		{When{Channel: []string{"phone"}}, "channel=phone"},
		{When{Segment: []string{"senior"}}, "segment=senior"},
		{When{Kind: []string{"question", "objection"}}, "kind=objection"},
		{When{}, ""},
	}
	below := 0 // what all later ones weigh together
	for i := len(order) - 1; i >= 0; i-- {
		because := order[i].when.Because(everything)
		matches, weight := order[i].when.Specificity(everything)
		require.True(t, matches, order[i].why)
		if order[i].why == "" {
			require.Empty(t, because)
			require.Zero(t, weight)
			continue
		}
		require.Equal(t, []string{order[i].why}, because)
		require.Greater(t, weight, below, "%s must outweigh everything below it together", order[i].why)
		below += weight
	}
}

func TestSpecificityAddsUp(t *testing.T) {
	when := When{Kind: []string{"objection"}, Topic: []string{"price"}, Emotion: []string{"angry"}, Cue: []string{RefusalCue}, Escalate: true}
	matches, weight := when.Specificity(everything)
	require.True(t, matches)
	require.Equal(t, weightEscalate+weightFirstTopic+weightCue+weightEmotion+weightKind, weight)
	require.Equal(t, []string{"escalate", "cue=refusal", "topic=price", "emotion=angry", "kind=objection"}, when.Because(everything))
}

func TestMatches(t *testing.T) {
	cases := []struct {
		name string
		when When
		in   Situation
		want bool
	}{
		{"empty matches nothing known", When{}, Situation{}, true},
		{"empty matches everything", When{}, everything, true},
		{"any of a list", When{Channel: []string{"branch", "phone"}}, everything, true},
		{"none of a list", When{Channel: []string{"branch", "visit"}}, everything, false},
		{"a value that is not known", When{Channel: []string{"phone"}}, Situation{}, false},
		{"all conditions", When{Kind: []string{"objection"}, Nature: []string{"excuse"}}, everything, false},
		{"a topic that is not asserted", When{Topic: []string{"trust"}}, everything, false},
		{"no topic at all", When{Topic: []string{"trust"}}, Situation{}, false},
		{"a cue that did not fall", When{Cue: []string{"gain"}}, everything, false},
		{"no escalation", When{Escalate: true}, Situation{}, false},
		{"escalation that no rule asks for", When{Kind: []string{"objection"}}, everything, true},
		{"no refusal", When{Refusal: true}, Situation{Cues: []string{"insult"}}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, c.when.Matches(c.in))
		})
	}
}

func TestEmpty(t *testing.T) {
	require.True(t, When{}.Empty())
	require.True(t, When{Topic: []string{}}.Empty())
	require.False(t, When{Kind: []string{""}}.Empty(), "an empty value is a value")
	require.False(t, When{Escalate: true}.Empty())
	require.False(t, When{Refusal: true}.Empty())
	require.False(t, When{Segment: []string{"senior"}}.Empty())
}

func TestRefuses(t *testing.T) {
	require.True(t, everything.Refuses())
	require.False(t, Situation{Cues: []string{"insult"}}.Refuses())
}
