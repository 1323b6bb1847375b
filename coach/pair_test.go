package coach_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/eval"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/packs"
)

// TestPair holds that two coaches asked together answer as each does alone, whatever
// their packs have in common.
func TestPair(t *testing.T) {
	bank, err := packs.Open("bank")
	require.NoError(t, err)
	again, err := packs.Open("bank") // equal, and not the same
	require.NoError(t, err)
	again.Scripts = again.Scripts[len(again.Scripts)/2:]
	cued, derived, deaf := *bank, *bank, *bank
	cued.Cues = append([]pack.Cue{{ID: pack.AlarmCue, Phrases: []string{"商量"}}}, bank.Cues...)
	derived.Derived = append([]pack.Derived{{Axis: "kind", Label: "question"}}, bank.Derived...)
	deaf.Model = bank.English
	others := map[string]*pack.Pack{"other scripts": again, "other cues": &cued, "other rules": &derived, "another model": &deaf}
	sales, err := packs.Open("sales")
	require.NoError(t, err)
	others["another trade"] = sales
	talks := talksOf(t)
	one, err := coach.New(bank)
	require.NoError(t, err)
	for name, p := range others {
		t.Run(name, func(t *testing.T) {
			other, err := coach.New(p)
			require.NoError(t, err)
			pair := coach.NewPair(one, other)
			differ := 0
			for _, conv := range talks {
				mine, err := one.Analyze(conv)
				require.NoError(t, err)
				theirs, err := other.Analyze(conv)
				require.NoError(t, err)
				a, b, err := pair.Analyze(conv)
				require.NoError(t, err)
				require.Equal(t, mine, a)
				require.Equal(t, theirs, b)
				if a.Script == nil || b.Script == nil || a.Script.ID != b.Script.ID || a.Kind != b.Kind {
					differ++
				}
			}
			require.NotZero(t, differ, "the packs answer differently")
			_, _, err = pair.Analyze(coach.Conversation{})
			require.Error(t, err)
		})
	}
}

// talksOf gives marked lines, said in both languages, alone and in a talk.
func talksOf(t *testing.T) []coach.Conversation {
	t.Helper()
	file, err := os.Open("eval/testdata/marked.txt")
	require.NoError(t, err)
	defer file.Close()
	marked, err := eval.ReadMarked(file, "marked.txt")
	require.NoError(t, err)
	talks := []coach.Conversation{coach.Say("too expensive, I have to ask my wife"), coach.Say("qwx")}
	for i, m := range marked[:60] {
		talks = append(talks, coach.Say(m.Text))
		if i%4 == 0 {
			talks = append(talks, coach.Conversation{Turns: []coach.Turn{
				{Who: coach.Customer, Text: marked[i+1].Text}, {Who: coach.Staff, Text: "您说得对，您最看重哪一点？"}, {Who: coach.Customer, Text: m.Text},
			}, Context: coach.Context{Channel: "phone", Locale: "en"}})
		}
	}
	return talks
}
