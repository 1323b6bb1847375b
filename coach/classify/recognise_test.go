package classify

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/text"
)

func TestNames(t *testing.T) {
	cases := []struct{ said, want string }{
		{"", "*l0"},
		{"贵", "^贵 ^贵$ 贵 贵$ *$贵 *l1"},
		{"太贵", "^太 ^太贵 ^太贵$ 太 太贵 太贵$ 贵 贵$ *$贵 *l2"},
		{"贵，不", "^贵 ^贵$ 贵 贵$ ^不 ^不$ 不 不$ *$不 *l2"},
		{"贵？", "^贵 ^贵$ 贵 贵$ *? *$贵 *l2"},
		{"5元", "^0 ^0元 ^0元$ 0 0元 0元$ 元 元$ *$元 *l2"},
		{"58", "^0 ^0# ^0#$ 0 0# 0#$ # #$ *$8 *l2"},
	}
	for _, c := range cases {
		t.Run(c.said, func(t *testing.T) {
			require.Equal(t, c.want, drawn(namesOf(noLexicon(t), c.said)))
		})
	}
}

func TestRecogniseSums(t *testing.T) {
	cases := []struct {
		name, said string
		weights    []weight
		want       int
	}{
		{"a known run", "太贵", []weight{{"太贵", "price", 5}}, 5},
		{"runs within each other", "太贵了", []weight{{"太贵", "price", 5}, {"贵", "price", 2}, {"太贵了", "price", -1}}, 6},
		{"every time it occurs", "太贵太贵", []weight{{"太贵", "price", 5}}, 10},
		{"another label's weight", "太贵", []weight{{"太贵", "risk", 5}}, 0},
		{"an unknown text", "天气", []weight{{"太贵", "price", 5}}, 0},
		{"at the start of a clause", "太贵", []weight{{"^太", "price", 3}}, 3},
		{"not at the start", "也太贵", []weight{{"^太", "price", 3}}, 0},
		{"at the start of the second clause", "是，太贵", []weight{{"^太", "price", 3}}, 3},
		{"at the end of a clause", "太贵，不要", []weight{{"贵$", "price", 3}}, 3},
		{"not at the end", "贵的", []weight{{"贵$", "price", 3}}, 0},
		{"never across clauses", "贵，了", []weight{{"贵了", "price", 9}, {"贵,了", "price", 9}}, 0},
		{"dismissed is another feature", "钱不是问题，没空", []weight{{"钱", "price", 50}, {"-钱", "price", -4}}, -4},
		{"plain is not dismissed", "没钱", []weight{{"钱", "price", 5}, {"-钱", "price", -4}}, 5},
		{"conceded is another feature", "东西不错，可是贵", []weight{{"东西", "price", 50}, {"+东西", "price", -4}, {"贵", "price", 6}}, 2},
		{"one digit", "5元", []weight{{"0元", "price", 1}, {"0#", "price", 10}}, 1},
		{"two digits", "58元", []weight{{"0元", "price", 1}, {"0#元", "price", 10}}, 10},
		{"any longer figure", "58000元", []weight{{"0##", "price", 1}, {"##元", "price", 10}}, 11},
		{"a decimal point", "3.58", []weight{{"0.0#", "price", 7}}, 7},
		{"full-width and traditional", "５００，錢貴", []weight{{"0##", "price", 1}, {"钱贵", "price", 10}}, 11},
		{"a question", "贵？", []weight{{"*?", "price", 2}}, 2},
		{"the last character", "不贵，贵。", []weight{{"*$贵", "price", 2}}, 2},
		{"the length", "太贵了", []weight{{"*l2", "price", 2}, {"*l3", "price", 40}}, 2},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := handmade(t, c.weights...)
			price := headOf(t, m.Heads, "price")
			m.Heads[price].Bias, m.Heads[price].Scale = 0.25, 0.5
			said := text.Prepare(c.said)
			r := m.Recognise(said)
			known := math.Sqrt(float64(max(len(r.hits), 1)))
			require.InDelta(t, 0.25+0.5*float64(c.want)/known, r.RawScores()[price], 1e-12)
		})
	}
}

func TestLabelsCalibrate(t *testing.T) {
	m := handmade(t)
	price, calm := headOf(t, m.Heads, "price"), headOf(t, m.Heads, "calm")
	m.Heads[price].Bias, m.Heads[price].Slope, m.Heads[price].Offset, m.Heads[price].Threshold = 2, 0.5, math.Log(3)-1, 0.75-1e-9
	m.Heads[calm].Bias, m.Heads[calm].Threshold = math.Log(3), 0.8
	r := m.Recognise(text.Prepare("太贵"))

	topics := r.Labels(Topic)
	require.Equal(t, []string{"need", "price", "risk", "trust"}, []string{topics[0].ID, topics[1].ID, topics[2].ID, topics[3].ID}, "in the model's order")
	require.InDelta(t, 0.75, topics[1].Score, 1e-9, "0.5*2 + ln 3 - 1 is odds of three to one")
	require.True(t, topics[1].Asserted)
	require.InDelta(t, 0.5, topics[0].Score, 1e-9)

	emotions := r.Labels(Emotion)
	require.InDelta(t, 0.75, emotions[0].Score, 1e-9)
	require.InDelta(t, 0.25, emotions[1].Score, 1e-9)
	require.False(t, emotions[0].Asserted, "0.75 is below the threshold")
	require.Empty(t, r.Labels("weather"))
}

func TestExclusiveScoresSumToOne(t *testing.T) {
	for _, scores := range [][]float64{{0, 0, 0, 0}, {1, 2, 3, 4}, {-40, -40, -40, -40}, {40, 39, 0, -40}, {1e9, -1e9, 0, 1}} {
		t.Run(fmt.Sprint(scores), func(t *testing.T) {
			m := handmade(t)
			for i, s := range scores {
				m.Heads[i].Bias = s
			}
			labels := m.Recognise(text.Prepare("太贵")).Labels(Kind)
			sum := 0.0
			for i, l := range labels {
				require.True(t, l.Score >= 0 && l.Score <= 1)
				sum += l.Score
				for k, other := range labels {
					require.True(t, scores[i] < scores[k] || l.Score >= other.Score, "a higher score is as probable at least")
				}
			}
			require.InDelta(t, 1, sum, 1e-12)
		})
	}
}

// TestWords holds what is taken for one word in Latin letters.
func TestWords(t *testing.T) {
	cases := []struct {
		a, b string
		same bool
	}{
		{"guarantee", "guaranteed", true},
		{"dont", "don't", true},
		{"dear", "deal", false},
		{"app", "apple", false},
	}
	for _, c := range cases {
		require.Equal(t, c.same, word(c.a) == word(c.b), "%s %s", c.a, c.b)
	}
	require.Equal(t, "i", word("i"), "a letter alone stands for itself")
}

func TestKnown(t *testing.T) {
	weights := []weight{{"太贵", "price", 5}, {"气", "need", 5}, {word("apple"), "need", 5}, {word("the"), "need", 5}, {word("too") + word("dear"), "need", 5}}
	cases := []struct {
		said string
		want float64
	}{
		{"太贵", 1},
		{"太贵天气", 0.5},        // one Chinese character tells nothing
		{"太贵，100元！", 0.6667}, // figures and marks are no letters
		{"apple", 1},
		{"apples and", 0}, // another word
		{"the", 0},        // three letters tell nothing
		{"too dear a price", 0.5385},
		{"太贵 then", 0.3333},
		{"", 0},
		{"100！", 0},
	}
	m := handmade(t, weights...)
	for _, c := range cases {
		t.Run(c.said, func(t *testing.T) {
			require.InDelta(t, c.want, m.Recognise(text.Prepare(c.said)).Known(), 1e-4)
		})
	}
}

func TestExp(t *testing.T) {
	for x := -30.0; x <= 30; x += 0.37 {
		require.InEpsilon(t, math.Exp(x), Exp(x), 1e-11, "e^%g", x)
	}
	require.Equal(t, 1.0, Exp(0))
	require.Equal(t, Exp(30), Exp(31))
	require.Equal(t, Exp(30), Exp(math.Inf(1)))
	require.Equal(t, Exp(-30), Exp(math.Inf(-1)))
}

func TestNewRefuses(t *testing.T) {
	many := make([]Head, maxHeads+1)
	withoutNature := append(handmadeHeads()[:8:8], handmadeHeads()[10:]...)
	endless := handmadeHeads()
	endless[5].Slope = math.Inf(1)
	fits := func(heads int) Traits { return Traits{2, make([]int8, 2), make([]int8, 2*heads)} }
	cases := []struct {
		name   string
		heads  []Head
		traits Traits
		want   string
	}{
		{"no label", nil, fits(0), "a model needs 1 to 64 labels and this has 0"},
		{"too many labels", many, fits(65), "a model needs 1 to 64 labels and this has 65"},
		{"no trait", handmadeHeads(), Traits{}, "a model needs 1 to 512 traits and this has 0"},
		{"too many traits", handmadeHeads(), Traits{Count: 513}, "a model needs 1 to 512 traits and this has 513"},
		{"table too small", handmadeHeads(), Traits{2, make([]int8, 1), make([]int8, 32)}, "the model's tables hold 1 and 32 numbers, and 1 features, 16 labels and 2 traits need 2 and 32"},
		{"readout too small", handmadeHeads(), Traits{2, make([]int8, 2), make([]int8, 31)}, "the model's tables hold 2 and 31 numbers, and 1 features, 16 labels and 2 traits need 2 and 32"},
		{"an axis without labels", withoutNature, fits(14), "the model has no label for nature"},
		{"a number that is none", endless, fits(16), `the model's label "price" holds the number +Inf, which is out of bounds`},
		{"two strengths of one feature", handmadeHeads(), Traits{2, []int8{3, -4}, make([]int8, 32)}, `the model's feature 0 lends different strengths`},
		{"a strength without its negative", handmadeHeads(), Traits{2, []int8{-128, 0}, make([]int8, 32)}, `the model's feature 0 lends different strengths`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := New(c.heads, noLexicon(t), []Feature{FeatureOf("贵")}, c.traits)
			require.EqualError(t, err, c.want)
		})
	}
}

// TestTraits reads labels off traits that several features lend to: what comes
// out negative does not count.
func TestTraits(t *testing.T) {
	heads := handmadeHeads()
	price, risk := headOf(t, heads, "price"), headOf(t, heads, "risk")
	loss, dear := FeatureOf("亏"), FeatureOf("贵")
	require.Less(t, dear, loss)
	traits := Traits{Count: 2, Lent: []int8{2, -2, 3, 3}, Readout: make([]int8, 2*len(heads))}
	traits.Readout[price*2], traits.Readout[risk*2+1] = 10, 100
	m, err := New(heads, noLexicon(t), []Feature{dear, loss}, traits)
	require.NoError(t, err)
	cases := []struct {
		said        string
		price, risk float64
	}{
		{"亏", 30, 300},
		{"贵", 20, 0},
		{"亏贵", 50 / math.Sqrt2, 100 / math.Sqrt2},
		{"亏贵贵", 70 / math.Sqrt(3), 0},
		{"无", 0, 0},
	}
	for _, c := range cases {
		t.Run(c.said, func(t *testing.T) {
			scores := m.Recognise(text.Prepare(c.said)).RawScores()
			require.InDelta(t, c.price, scores[price], 1e-12)
			require.InDelta(t, c.risk, scores[risk], 1e-12)
		})
	}
}

// TestSharesAddUp proves that evidence is the score's own: the shares of the
// characters, and what carries no place, add up to the score.
func TestSharesAddUp(t *testing.T) {
	m := sample(t)
	for _, said := range []string{"太贵了", "钱不是问题，就是𠮷太贵？", "太贵太贵，太贵了"} {
		r := m.Recognise(text.Prepare(said))
		for head := range m.Heads {
			sum := 0.0
			for _, share := range r.shares(head) {
				sum += share
			}
			norm := lengthNorm(len(r.hits))
			require.InDelta(t, r.scores[head], m.Heads[head].Bias+sum*m.Heads[head].Scale*norm, 1e-9, "%s %s", said, m.Heads[head].Label)
		}
	}
}

func FuzzRecognise(f *testing.F) {
	for _, seed := range []string{"", "太贵了，不要", "钱不是问题就是没空", "3.58万？！", "a\xffb", strings.Repeat("贵", 300)} {
		f.Add(seed)
	}
	m := handmade(f, weight{"太贵", "price", 127}, weight{"-钱", "need", -128}, weight{"*?", "question", 90}, weight{"贵", "objection", 60})
	f.Fuzz(func(t *testing.T, said string) {
		r := m.Recognise(text.Prepare(said))
		for _, axis := range []Axis{Kind, Nature, Emotion} {
			sum := 0.0
			for _, l := range r.Labels(axis) {
				sum += l.Score
			}
			require.InDelta(t, 1, sum, 1e-12)
		}
		require.Equal(t, r.RawScores(), m.Recognise(text.Prepare(said)).RawScores())
		known := r.Known()
		require.True(t, known >= 0 && known <= 1)
		d := r.Decide()
		require.Contains(t, []string{"objection", "complaint", "question", "other"}, d.Kind)
		for _, span := range r.Evidence(Topic, "price") {
			require.True(t, 0 <= span.Start && span.Start < span.End && span.End <= r.Text().Units)
		}
	})
}
