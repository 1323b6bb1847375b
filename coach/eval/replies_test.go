package eval

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
)

// tinyReviewer gives a coach whose rulebook knows four words, each for one label, and
// questions.
func tinyReviewer(t *testing.T) *coach.Coach {
	t.Helper()
	heads := []classify.Head{
		{Axis: classify.Unlawful, Label: "unlawful"},
		{Axis: classify.Violation, Label: "P01"}, {Axis: classify.Violation, Label: "P05"},
		{Axis: classify.Habit, Label: "cold"}, {Axis: classify.Practice, Label: "acknowledges"},
	}
	for i := range heads {
		heads[i].Bias, heads[i].Scale, heads[i].Slope, heads[i].Threshold = -5, 1, 1, 0.5
	}
	// What each word says for each of the heads.
	words := map[classify.Feature][]int8{
		classify.FeatureOf("保本"): {100, 100, 0, 0, 0},
		classify.FeatureOf("最好"): {100, 0, 100, 0, 0},
		classify.FeatureOf("规定"): {0, 0, 0, 100, 0},
		classify.FeatureOf("理解"): {0, 0, 0, 0, 100},
	}
	var known []classify.Feature
	for feature := range words {
		known = append(known, feature)
	}
	slices.Sort(known)
	traits := classify.Traits{Count: len(known), Lent: make([]int8, len(known)*len(known)), Readout: make([]int8, len(heads)*len(known))}
	for i, feature := range known {
		traits.Lent[i*len(known)+i] = 1
		for h, value := range words[feature] {
			traits.Readout[h*len(known)+i] = value
		}
	}
	m, err := classify.New(heads, &classify.Lexicon{}, known, traits)
	require.NoError(t, err)
	book := &pack.Rulebook{
		Rules:     []pack.Rule{{ID: "P01", Except: []string{"deposit"}}, {ID: "P05", Channels: []string{"broadcast"}}},
		Habits:    []pack.Habit{{ID: "cold"}},
		Practices: []pack.Practice{{ID: "acknowledges"}, {ID: "asks", Find: []pack.Find{{Kind: "question"}}}},
		Model:     m,
	}
	c, err := coach.New(tiny(t).Pack().With(book))
	require.NoError(t, err)
	return c
}

func TestMeasureReplies(t *testing.T) {
	r, err := MeasureReplies(tinyReviewer(t), []labelled.Reply{
		{Reply: "这款保本", Violations: []string{"P01"}},
		{Reply: "这款保本", Violations: []string{"P05", "P17"}, Channel: "phone"}, // found, by another id
		{ID: "missed", Reply: "稳稳的", Violations: []string{"P01"}},
		{ID: "false", Reply: "不能说保本", Near: true},
		{Reply: "我们最好", Channel: "phone", Near: true}, // the rule speaks of broadcasts
		{Reply: "我们最好", Channel: "broadcast", Violations: []string{"P05"}},
		{Reply: "规定就这样", Habits: []string{"cold"}},
		{Reply: "规定我念给您听", Habits: []string{"lecture"}},
		{Reply: "理解，您最担心哪一点？", Acknowledges: true, Asks: true, CommitsDate: true},
	})
	require.NoError(t, err)
	require.Equal(t, 9, r.Replies)
	require.Equal(t, Count{Hit: 3, Said: 4, Real: 4}, r.Detection)
	require.Equal(t, Count{Hit: 2, Said: 2, Real: 4}, r.RightID, "of those with a violation")
	require.Equal(t, Count{Hit: 1, Said: 1, Real: 2}, r.NearMiss)
	require.Equal(t, Count{Hit: 1, Said: 3, Real: 2}, *r.ViolationOf["P01"])
	require.Equal(t, Count{Hit: 1, Said: 1, Real: 2}, *r.ViolationOf["P05"])
	require.Equal(t, Count{Real: 1}, *r.ViolationOf["P17"])
	require.Equal(t, Count{Hit: 1, Said: 2, Real: 1}, *r.HabitOf["cold"])
	require.Equal(t, Count{Real: 1}, *r.HabitOf["lecture"])
	require.Equal(t, Count{Hit: 1, Said: 1, Real: 1}, *r.PracticeOf["acknowledges"])
	require.Equal(t, Count{Hit: 1, Said: 1, Real: 1}, *r.PracticeOf["asks"])
	require.Equal(t, Count{Real: 1}, *r.PracticeOf["commits-date"])
	require.InDelta(t, (2.0/3)/float64(len(labelled.Habits)), r.HabitsF1(), 1e-12, "habits that nobody has count as missed")

	require.Len(t, r.Errors, 2)
	require.Equal(t, "missed", r.Errors[0].Reply.ID)
	require.Empty(t, r.Errors[0].Found)
	require.Equal(t, "false", r.Errors[1].Reply.ID)
	require.Equal(t, []string{"P01"}, r.Errors[1].Found)

	var out strings.Builder
	require.NoError(t, r.Write(&out))
	for _, want := range []string{
		`(?m)^replies +9$`,
		`(?m)^violations found +recall 0\.750 +precision 0\.750 +3 of 4, 1 false$`,
		`(?m)^with a right id +0\.500$`,
		`(?m)^near-misses flagged +0\.500 +1 of 2$`,
		`(?m)^habits, macro-F1 +0\.061$`,
		`(?m)^ +asks +F1 1\.000 +P 1\.000 +R 1\.000 +1$`,
		`(?m)^ +P01 +F1 0\.400 +P 0\.333 +R 0\.500 +2$`,
		`(?m)^ +cold +F1 0\.667 +P 0\.500 +R 1\.000 +1$`,
	} {
		require.Regexp(t, want, out.String())
	}
}

func TestMeasureNoReplies(t *testing.T) {
	r, err := MeasureReplies(tinyReviewer(t), nil)
	require.NoError(t, err)
	var out strings.Builder
	require.NoError(t, r.Write(&out))
	require.NotContains(t, out.String(), "NaN")
}

func TestMeasureRepliesRefuses(t *testing.T) {
	_, err := MeasureReplies(tinyReviewer(t), []labelled.Reply{{Reply: "好"}, {ID: "r7", Reply: strings.Repeat("好", coach.MaxText+1)}})
	require.EqualError(t, err, "reply r7: the draft has 4001 characters and at most 4000 can be read: divide it")
	_, err = MeasureReplies(tinyReviewer(t), []labelled.Reply{{Reply: "好"}, {Reply: strings.Repeat("好", coach.MaxText+1)}})
	require.EqualError(t, err, "reply 2: the draft has 4001 characters and at most 4000 can be read: divide it", "by its number where it has no id")
	_, err = MeasureReplies(tiny(t), []labelled.Reply{{ID: "r7", Reply: "好"}})
	require.EqualError(t, err, "reply r7: this coach has no rulebook to review with: open the pack together with its .rules file")
}
