package eval

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
)

// answered is a labelled line beside what a coach made of it.
type answered struct {
	line   labelled.Line
	answer coach.Analysis
}

// said lists topics, of which those with an exclamation mark are asserted.
func said(list string) []coach.Topic {
	topics := []coach.Topic{}
	for _, id := range strings.Fields(list) {
		bare := strings.TrimSuffix(id, "!")
		topics = append(topics, coach.Topic{ID: bare, Score: 0.5, Asserted: bare != id})
	}
	return topics
}

// five holds one answer of each sort: right; right but for a topic and the
// nature; wrong in all; abstained; right without topics.
var five = []answered{
	{labelled.Line{Kind: "objection", Topics: []string{"price"}, Nature: "genuine", Emotion: "calm"},
		coach.Analysis{Kind: "objection", KindScore: 0.95, Topics: said("price! risk"), Nature: "genuine", Emotion: "calm"}},
	{labelled.Line{Kind: "objection", Topics: []string{"price", "risk"}, Nature: "excuse", Emotion: "worried"},
		coach.Analysis{Kind: "objection", KindScore: 0.85, Topics: said("price! trust! risk"), Nature: "genuine", Emotion: "worried"}},
	{labelled.Line{Kind: "complaint", Topics: []string{"service"}, Emotion: "angry", Escalate: true},
		coach.Analysis{Kind: "objection", KindScore: 0.55, Topics: said("staff! service"), Nature: "genuine", Emotion: "annoyed"}},
	{labelled.Line{Kind: "question", Emotion: "calm"},
		coach.Analysis{Kind: "other", KindScore: 0.35, Unclear: true, Topics: said("price"), Emotion: "calm"}},
	{labelled.Line{Kind: "other", Emotion: "calm"},
		coach.Analysis{Kind: "other", KindScore: 0.95, Topics: said(""), Emotion: "calm", Escalate: true}},
}

func reportOf(list []answered) *Report {
	r := newReport()
	for _, a := range list {
		r.add(a.line, a.answer)
	}
	r.finish()
	return r
}

func TestReportCounts(t *testing.T) {
	r := reportOf(five)
	require.Equal(t, 5, r.Lines)
	require.Equal(t, Count{Hit: 3, Said: 5, Real: 5}, r.Kind)
	require.Equal(t, 1, r.Unclear)
	require.Equal(t, Count{Hit: 3, Said: 4, Real: 4}, r.KindClear)
	require.Equal(t, Count{Hit: 2, Said: 3, Real: 2}, *r.KindOf["objection"])
	require.Equal(t, Count{Real: 1}, *r.KindOf["complaint"])
	require.Equal(t, Count{Hit: 1, Said: 2, Real: 1}, *r.KindOf["other"])

	require.Equal(t, Count{Hit: 2, Said: 4, Real: 4}, r.Topic)
	require.Equal(t, Count{Hit: 2, Said: 2, Real: 2}, *r.TopicOf["price"])
	require.Equal(t, Count{Real: 1}, *r.TopicOf["risk"], "near is not said")
	require.Equal(t, Count{Said: 1}, *r.TopicOf["trust"])

	require.Equal(t, Count{Hit: 1, Said: 2, Real: 1}, *r.NatureOf["genuine"])
	require.Equal(t, Count{Real: 1}, *r.NatureOf["excuse"])
	require.Equal(t, Count{Hit: 3, Said: 3, Real: 3}, *r.EmotionOf["calm"])
	require.Equal(t, Count{Said: 1, Real: 1}, r.Escalate)

	require.Equal(t, map[[2]string]int{
		{"complaint", "objection"}: 1,
		{"question", "other"}:      1,
		{"service", "staff"}:       1,
	}, r.Confusions)
}

// TestNatureOfWhatIsTakenForAnObjection leaves out objections taken for something
// else: that fault is counted with the kinds.
func TestNatureOfWhatIsTakenForAnObjection(t *testing.T) {
	r := reportOf([]answered{
		{labelled.Line{Kind: "objection", Topics: []string{"price"}, Nature: "genuine", Emotion: "calm"}, coach.Analysis{Kind: "question", Emotion: "calm"}},
		{labelled.Line{Kind: "question", Emotion: "calm"}, coach.Analysis{Kind: "objection", Nature: "genuine", Emotion: "calm"}},
	})
	require.Equal(t, Count{}, *r.NatureOf["genuine"])
}

func TestCount(t *testing.T) {
	cases := []struct {
		count                 Count
		precision, recall, f1 float64
	}{
		{Count{}, 0, 0, 0},
		{Count{Said: 3}, 0, 0, 0},
		{Count{Real: 3}, 0, 0, 0},
		{Count{Hit: 2, Said: 2, Real: 2}, 1, 1, 1},
		{Count{Hit: 1, Said: 4, Real: 2}, 0.25, 0.5, 1.0 / 3},
	}
	for _, c := range cases {
		require.InDelta(t, c.precision, c.count.Precision(), 1e-12)
		require.InDelta(t, c.recall, c.count.Recall(), 1e-12)
		require.InDelta(t, c.f1, c.count.F1(), 1e-12)
	}
}

func TestAverages(t *testing.T) {
	r := reportOf(five)
	require.InDelta(t, 0.5, r.Topic.F1(), 1e-12, "over all: 2 of 4 said, 2 of 4 so")
	require.InDelta(t, 1.0/3, macro(r.TopicOf), 1e-12, "price 1, risk 0, service 0; what never occurs does not count")
	require.Zero(t, macro(counts(labelled.Topics)))
}

func TestCalibration(t *testing.T) {
	cases := []struct {
		name   string
		scores []float64
		right  []bool
		want   float64
	}{
		{"as sure as right", []float64{0.5, 0.5}, []bool{true, false}, 0},
		{"sure and wrong", []float64{0.9}, []bool{false}, 0.9},
		{"too timid", []float64{0.6, 0.6}, []bool{true, true}, 0.4},
		{"certain", []float64{1, 1}, []bool{true, true}, 0},
		{"weighed by lines", []float64{1, 1, 1, 0.5}, []bool{true, true, true, true}, 0.125},
		{"no line", nil, nil, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var list []answered
			for i, score := range c.scores {
				kind := "question"
				if c.right[i] {
					kind = "other"
				}
				list = append(list, answered{labelled.Line{Kind: kind, Emotion: "calm"}, coach.Analysis{Kind: "other", KindScore: score, Emotion: "calm"}})
			}
			require.InDelta(t, c.want, reportOf(list).Calibration, 1e-12)
		})
	}
	require.InDelta(t, 0.23, reportOf(five).Calibration, 1e-12)
}

func TestCoverage(t *testing.T) {
	require.Equal(t, []Risk{{0.2, 0}, {0.4, 0}, {0.6, 0}, {0.8, 0.25}, {1, 0.4}}, reportOf(five).Coverage)

	var many []answered
	for range 5 {
		many = append(many, five...)
	}
	coverage := reportOf(many).Coverage
	require.Len(t, coverage, 10)
	require.Equal(t, Risk{0.12, 0}, coverage[0], "3 of 25 is the first to reach a tenth")
	require.Equal(t, Risk{1, 0.4}, coverage[9])
	require.Empty(t, reportOf(nil).Coverage)
}

func TestMostFrequent(t *testing.T) {
	times := map[[2]string]int{{"a", "b"}: 1, {"c", "d"}: 3, {"b", "a"}: 1, {"a", "c"}: 1}
	require.Equal(t, [][2]string{{"c", "d"}, {"a", "b"}, {"a", "c"}, {"b", "a"}}, mostFrequent(times, 10), "most frequent first, then by name")
	require.Equal(t, [][2]string{{"c", "d"}}, mostFrequent(times, 1))
}

func TestWrite(t *testing.T) {
	var out strings.Builder
	require.NoError(t, reportOf(five).Write(&out))
	require.Equal(t, strings.TrimPrefix(`
lines                            5
kind accuracy                    0.600
kind accuracy where not unclear  0.750
kind calibration error           0.230
topics micro-F1                  0.500  (precision 0.500, recall 0.500)
topics macro-F1                  0.333
nature macro-F1                  0.333
emotion macro-F1                 0.667
escalate precision               0.000
escalate recall                  0.000  (1 lines)
abstained (unclear)              0.200  (1 lines)

kind           precision  recall  F1     lines
objection      0.667      1.000   0.800  2
complaint      –          0.000   0.000  1
dispute        –          –       –      0
buying-signal  –          –       –      0
question       –          0.000   0.000  1
other          0.500      1.000   0.667  1

topic          precision  recall  F1     lines
need           –          –       –      0
price          1.000      1.000   1.000  2
yield          –          –       –      0
risk           –          0.000   0.000  1
product        –          –       –      0
timing         –          –       –      0
staff          0.000      –       0.000  0
service        –          0.000   0.000  1
affordability  –          –       –      0
trust          0.000      –       0.000  0
competitor     –          –       –      0
authority      –          –       –      0
information    –          –       –      0
terms          –          –       –      0
privacy        –          –       –      0

nature   precision  recall  F1     lines
genuine  0.500      1.000   0.667  1
excuse   –          0.000   0.000  1
hidden   –          –       –      0
unclear  –          –       –      0

emotion  precision  recall  F1     lines
calm     1.000      1.000   1.000  3
worried  1.000      1.000   1.000  1
annoyed  0.000      –       0.000  0
angry    –          0.000   0.000  1

surest part answered  wrong kind
20 %                  0.000
40 %                  0.000
60 %                  0.000
80 %                  0.250
100 %                 0.400

is         taken for  times
complaint  objection  1
question   other      1
service    staff      1

the worst of 3 lines with an error
1.55  is complaint:service  said objection:staff  
1.00  is objection:price,risk  said objection:price,trust  
0.35  is question  said other (unclear)  
`, "\n"), out.String())
}

// tiny is a coach that knows two words: one thing is too dear, all else is
// strange to it.
func tiny(t *testing.T) *coach.Coach {
	t.Helper()
	heads := []classify.Head{
		{Axis: classify.Kind, Label: "objection", Scale: 1, Slope: 1}, {Axis: classify.Kind, Label: "other", Scale: 1, Slope: 1, Threshold: 0.9},
		{Axis: classify.Topic, Label: "price", Scale: 1, Slope: 1, Threshold: 0.5}, {Axis: classify.Nature, Label: "genuine", Slope: 1},
		{Axis: classify.Emotion, Label: "calm", Slope: 1}, {Axis: classify.Escalate, Label: "escalate", Slope: 1, Offset: -9, Threshold: 0.5},
		{Axis: classify.Manner, Label: "none", Slope: 1}, {Axis: classify.Merit, Label: "unclear", Slope: 1}, {Axis: classify.Severity, Label: "low", Slope: 1},
	}
	lexicon, err := classify.NewLexicon(nil)
	require.NoError(t, err)
	m, err := classify.New(heads, lexicon, []classify.Feature{classify.FeatureOf("太贵")}, classify.Traits{Count: 1, Lent: []int8{1}, Readout: []int8{20, 0, 20, 0, 0, 0, 0, 0, 0}})
	require.NoError(t, err)
	c, err := coach.New(&pack.Pack{ID: "tiny", Model: m})
	require.NoError(t, err)
	return c
}

func TestMeasure(t *testing.T) {
	r, err := Measure(tiny(t), []labelled.Line{
		{Text: "太贵了", Kind: "objection", Topics: []string{"price"}, Nature: "genuine", Emotion: "calm"},
		{Text: "天气不错", Kind: "other", Emotion: "calm"},
		{Text: "太贵了", Kind: "complaint", Topics: []string{"service"}, Emotion: "angry", Channel: "phone"},
	})
	require.NoError(t, err)
	require.Equal(t, 3, r.Lines)
	require.Equal(t, Count{Hit: 2, Said: 3, Real: 3}, r.Kind)
	require.Equal(t, 1, r.Unclear)
	require.Equal(t, Count{Hit: 1, Said: 2, Real: 2}, r.Topic)
	require.Equal(t, map[[2]string]int{{"complaint", "objection"}: 1, {"service", "price"}: 1}, r.Confusions)
	require.Len(t, r.Coverage, 3)
}

func TestMeasureNothing(t *testing.T) {
	r, err := Measure(tiny(t), nil)
	require.NoError(t, err)
	var out strings.Builder
	require.NoError(t, r.Write(&out))
	require.NotContains(t, out.String(), "NaN")
}

func TestMeasureRefuses(t *testing.T) {
	_, err := Measure(tiny(t), []labelled.Line{{ID: "c1-7", Text: strings.Repeat("贵", coach.MaxText+1)}})
	require.EqualError(t, err, "line c1-7: turn 1 has 4001 characters and at most 4000 can be read: divide it")
}
