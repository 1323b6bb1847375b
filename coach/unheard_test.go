//go:build !js

package coach_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/packs"
	"objectioncoach/coach/source"
)

// TestEveryScriptWins holds that every script of the built-in packs, variants included,
// is the best in some situation, and that every topic has enough of them.
func TestEveryScriptWins(t *testing.T) {
	for _, id := range packs.Names() {
		t.Run(id, func(t *testing.T) {
			src, err := source.Read(packs.Sources(), id)
			require.NoError(t, err)
			require.Empty(t, coach.Unheard(src.Pack))
			least := 3
			if id == "bank" {
				least = 6
			}
			for _, topic := range labelled.Topics {
				count := 0
				for _, script := range src.Pack.Scripts {
					if slices.Contains(script.For.Topic, topic) && len(script.For.Topic) < len(labelled.Topics) && len(script.For.Cue) == 0 {
						count++
					}
				}
				require.GreaterOrEqual(t, count, least, topic)
			}
		})
	}
}

// TestUnheard holds what keeps a script from ever being said.
func TestUnheard(t *testing.T) {
	price := pack.When{Kind: []string{"objection"}, Topic: []string{"price"}}
	closer := pack.When{Kind: []string{"objection"}, Topic: []string{"price"}, Emotion: []string{"calm", "worried", "annoyed", "angry"}}
	senior := pack.When{Kind: []string{"objection"}, Topic: []string{"price"}, Segment: []string{"senior"}}
	disputed := pack.When{Kind: []string{"dispute"}, Topic: []string{"price"}}
	for _, tc := range []struct {
		name    string
		scripts []pack.Script
		unheard []string
	}{
		{"one alone", []pack.Script{{ID: "a", For: price, Technique: "inquire"}}, nil},
		{"a variant", []pack.Script{{ID: "a", For: price, Technique: "inquire"}, {ID: "b", For: price, Technique: "inquire", Variant: true}}, nil},
		{"one by a lesser technique", []pack.Script{{ID: "a", For: price, Technique: "inquire"}, {ID: "b", For: price, Technique: "evidence"}}, []string{"b"}},
		{"one by a technique that would do harm", []pack.Script{{ID: "a", For: price, Technique: "inquire"}, {ID: "b", For: senior, Technique: "direct"}}, []string{"b"}},
		{"one that another is closer than, wherever it fits", []pack.Script{{ID: "a", For: price, Technique: "inquire"}, {ID: "b", For: closer, Technique: "inquire"}}, []string{"a"}},
		{"one that another is closer than in places", []pack.Script{{ID: "a", For: price, Technique: "inquire"}, {ID: "b", For: senior, Technique: "inquire"}}, nil},
		{"one for what no situation is", []pack.Script{{ID: "a", For: disputed, Technique: "inquire"}}, []string{"a"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			shop := &pack.Pack{
				Choices: []pack.Choice{{
					Techniques: []pack.ChosenTechnique{{ID: "inquire"}, {ID: "evidence"}},
					Tempting:   &pack.ChosenTechnique{ID: "direct"},
				}},
				Scripts: tc.scripts,
			}
			for _, label := range bank(t).Pack().Labels {
				if label.Axis != "product" {
					shop.Labels = append(shop.Labels, label)
				}
			}
			require.Equal(t, tc.unheard, coach.Unheard(shop))
		})
	}
}
