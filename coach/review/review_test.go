package review

import (
	"math"
	"slices"
	"testing"
	"unicode"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/text"
)

// weight is what one feature of a handmade model says for one label.
type weight struct {
	feature, label string
	value          int8
}

// marked gives the feature by which a model hears of a mark such as "words P01".
func marked(mark string) string { return "\x06\x08" + mark }

// handmade gives a model of a few labels that says yes to those whose weights come to
// more than nothing, and else no.
func handmade(t testing.TB, weights ...weight) *classify.Model {
	t.Helper()
	heads := []classify.Head{
		{Axis: classify.Unlawful, Label: "unlawful"},
		{Axis: classify.Violation, Label: "P01"}, {Axis: classify.Violation, Label: "P05"}, {Axis: classify.Violation, Label: "P12"},
		{Axis: classify.Habit, Label: "argue"}, {Axis: classify.Habit, Label: "cold"},
		{Axis: classify.Practice, Label: "acknowledges"},
	}
	for i := range heads {
		heads[i].Bias, heads[i].Scale, heads[i].Slope, heads[i].Threshold = -5, 1, 1, 0.5
	}
	var known []classify.Feature
	for _, w := range weights {
		known = append(known, classify.FeatureOf(w.feature))
	}
	slices.Sort(known)
	known = slices.Compact(known)
	traits := classify.Traits{Count: max(len(weights), 1)}
	traits.Lent = make([]int8, len(known)*traits.Count)
	traits.Readout = make([]int8, len(heads)*traits.Count)
	for i, w := range weights {
		row, _ := slices.BinarySearch(known, classify.FeatureOf(w.feature))
		head := slices.IndexFunc(heads, func(h classify.Head) bool { return h.Label == w.label })
		require.GreaterOrEqual(t, head, 0, w.label)
		traits.Lent[row*traits.Count+i] = 1
		traits.Readout[head*traits.Count+i] = w.value
	}
	m, err := classify.New(heads, &classify.Lexicon{}, known, traits)
	require.NoError(t, err)
	return m
}

// handbook is a small rulebook: P01 is told by words, P05 by the model alone, and P12
// speaks of insurance by phone only.
func handbook(t testing.TB, weights ...weight) *pack.Rulebook {
	t.Helper()
	return &pack.Rulebook{
		Rules: []pack.Rule{
			{ID: "P01", Find: []pack.Find{{Kind: "phrase", Words: []string{"保本"}}, {Kind: "phrase", Words: []string{"稳赚不赔"}, Sure: true}, {Kind: "disguised", Words: []string{"保本"}}}},
			{ID: "P05"},
			{ID: "P12", Products: []string{"insurance"}, Channels: []string{"phone"}, Find: []pack.Find{{Kind: "phrase", Words: []string{"天天打"}, Sure: true}}},
		},
		Habits: []pack.Habit{{ID: "argue"}, {ID: "cold", Find: []pack.Find{{Kind: "phrase", Words: []string{"规定就这样"}}}}},
		Practices: []pack.Practice{
			{ID: "acknowledges"},
			{ID: "asks", Find: []pack.Find{{Kind: "question"}}},
		},
		Guards: []pack.Guard{{Kind: "before", Words: []string{"不"}}},
		Model:  handmade(t, weights...),
	}
}

// believing gives weights of a model that believes what words tell of P01.
func believing() []weight {
	return []weight{{marked("words P01"), "unlawful", 100}, {marked("words P01"), "P01", 100}}
}

// parts gives the stretches of a draft that were found, as "P01 保本".
func parts(draft string, list []Found) []string {
	units := utf16.Encode([]rune(draft))
	said := []string{}
	for _, f := range list {
		said = append(said, f.ID+" "+string(utf16.Decode(units[f.Span.Start:f.Span.End])))
	}
	return said
}

func TestViolations(t *testing.T) {
	cases := []struct {
		name    string
		draft   string
		weights []weight
		want    []string
	}{
		{"words and a model that believes them", "这款保本。", believing(), []string{"P01 保本"}},
		{"words and a model that does not", "这款保本。", nil, []string{}},
		{"sure words need no model", "稳赚不赔。", nil, []string{"P01 稳赚不赔"}},
		{"sure words come before others", "保本，稳赚不赔。", nil, []string{"P01 稳赚不赔"}},
		{"guarded words tell nothing", "这款不保本。", believing(), []string{}},
		{"guarded sure words tell nothing", "没有不稳赚不赔的", nil, []string{}},
		{"one guarded, one not", "不保本？保本。", believing(), []string{"P01 保本"}},
		{"the model alone, with the words that carried it", "我们全国第一。", []weight{{"第一", "unlawful", 100}, {"第一", "P05", 100}}, []string{"P05 第一"}},
		{"the model sees no violation at all", "我们全国第一。", []weight{{"第一", "unlawful", -100}, {"第一", "P05", 3}}, []string{}},
		{"several, in the order of the text", "全国第一，保本。", append(believing(), weight{"第一", "P05", 100}), []string{"P05 第一", "P01 保本"}},
		{"a model without a word for it shows the whole reply", "，保本呀。", []weight{{"\x06l3", "unlawful", 100}, {"\x06l3", "P05", 100}}, []string{"P05 保本呀"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			reading := New(handbook(t, c.weights...)).Read(Prepare(c.draft, "", "", ""))
			require.Equal(t, c.want, parts(c.draft, reading.Violations))
		})
	}
}

func TestViolationsAreToldApart(t *testing.T) {
	book := handbook(t, append(believing(), weight{"第一", "P05", 100})...)
	reading := New(book).Read(Prepare("全国第一，保本。", "", "", ""))
	require.Len(t, reading.Violations, 2)
	require.False(t, reading.Violations[0].ByWords, "the model alone speaks for it")
	require.True(t, reading.Violations[1].ByWords)
}

// TestLikeliestViolation holds that where there surely is one, the likeliest is named
// though none reaches its threshold.
func TestLikeliestViolation(t *testing.T) {
	book := handbook(t, weight{"某", "unlawful", 100}, weight{"某", "P05", 7}, weight{"某", "P12", 5})
	for i := range book.Model.Heads[1:4] {
		book.Model.Heads[1+i].Threshold = 0.999
	}
	reading := New(book).Read(Prepare("某", "", "", ""))
	require.Equal(t, []string{"P05 某"}, parts("某", reading.Violations))
}

// TestWordsTellWhichOne holds that where words tell which violation it is, the model's
// likeliest is not named beside it.
func TestWordsTellWhichOne(t *testing.T) {
	book := handbook(t, weight{"某", "unlawful", 100}, weight{"某", "P05", 7}, weight{marked("words P01"), "P01", 5})
	for i := range book.Model.Heads[1:4] {
		book.Model.Heads[1+i].Threshold = 0.999
	}
	reading := New(book).Read(Prepare("某款保本", "", "", ""))
	require.Equal(t, []string{"P01 保本"}, parts("某款保本", reading.Violations))
}

// TestClause holds that where a reply breaks some rule, a clause in which words tell
// another violation is judged by itself: beside the first it would be overlooked.
func TestClause(t *testing.T) {
	weights := append(believing(), weight{"某", "unlawful", 127}, weight{"某", "P05", 127}, weight{"某", "P01", -127})
	reading := New(handbook(t, weights...)).Read(Prepare("这款保本，某某某某。", "", "", ""))
	require.Contains(t, parts("这款保本，某某某某。", reading.Violations), "P01 保本")
}

// TestWordsNeedLittle holds how little the model must believe where words speak for a
// violation: of there being any, and of this one.
func TestWordsNeedLittle(t *testing.T) {
	cases := []struct {
		name           string
		unlawful, this float64 // calibrated scores, before they are made probabilities
		draft          string
		want           int
	}{
		{"enough of both", 0.2, -4, "这款保本", 1},
		{"too little for any", -0.9, -4, "这款保本", 0},
		{"too little for this one", 0.2, -5, "这款保本", 0},
		{"enough of both, and no words", 0.2, -4, "这款很好", 0},
		{"enough of both, and guarded words", 0.2, -4, "这款不保本", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			book := handbook(t)
			book.Model.Heads[0].Bias, book.Model.Heads[0].Threshold = c.unlawful, 0.9
			book.Model.Heads[1].Bias = c.this
			require.Len(t, New(book).Read(Prepare(c.draft, "", "", "")).Violations, c.want)
		})
	}
}

// TestAlone holds that a sentence in which words tell a violation is also judged as if
// nothing else had been said.
func TestAlone(t *testing.T) {
	weights := append(believing(), weight{"说明", "unlawful", -127}, weight{"说明", "P01", -127}, weight{"公示", "unlawful", -127}, weight{"公示", "P01", -127})
	const lawful = "说明书在这。公示在墙上。"
	read := func(draft string) []string {
		return parts(draft, New(handbook(t, weights...)).Read(Prepare(draft, "", "", "")).Violations)
	}
	require.Equal(t, []string{"P01 保本"}, read(lawful+"这款保本。"), "what is lawful around it does not hide it")
	require.Empty(t, read("说明书公示，这款保本。"), "within the sentence it may")
	require.Empty(t, read(lawful+"这款不保本。"))
	require.Empty(t, read(lawful))
}

// TestCovers holds for which products and channels a rule speaks; of what is not known,
// it does.
func TestCovers(t *testing.T) {
	cases := []struct {
		product, channel string
		want             bool
	}{
		{"insurance", "phone", true},
		{"", "", true},
		{"insurance", "", true},
		{"", "phone", true},
		{"wealth", "phone", false},
		{"insurance", "chat", false},
		{"wealth", "", false},
		{"", "chat", false},
	}
	for _, c := range cases {
		reading := New(handbook(t)).Read(Prepare("我天天打给您", "", c.product, c.channel))
		require.Equal(t, c.want, len(reading.Violations) == 1, "%q by %q", c.product, c.channel)
	}
}

// TestExcept holds that for a product in Except words tell nothing, and the model may.
func TestExcept(t *testing.T) {
	words := handbook(t, believing()...)
	model := handbook(t, weight{"保本", "unlawful", 100}, weight{"保本", "P01", 100})
	for _, book := range []*pack.Rulebook{words, model} {
		book.Rules[0].Except = []string{"deposit"}
		require.Len(t, New(book).Read(Prepare("这款保本", "", "wealth", "")).Violations, 1)
	}
	require.Empty(t, New(words).Read(Prepare("这款保本", "", "deposit", "")).Violations)
	require.Len(t, New(model).Read(Prepare("这款保本", "", "deposit", "")).Violations, 1)
}

func TestHabitsAndPractices(t *testing.T) {
	const draft = "我明白您着急。规定就这样，您急什么？"
	silent := New(handbook(t)).Read(Prepare(draft, "", "", ""))
	require.Empty(t, silent.Habits, "words of a habit only tell the model of it")
	require.Equal(t, []string{"asks"}, silent.Practices, "what the model was not taught, words tell")

	book := handbook(t, weight{marked("words cold"), "cold", 100}, weight{"规定", "cold", 100}, weight{"急什么", "argue", 100}, weight{"明白", "acknowledges", 100})
	reading := New(book).Read(Prepare(draft, "", "", ""))
	require.Equal(t, []string{"cold 规定", "argue 急什么"}, parts(draft, reading.Habits))
	require.Equal(t, []string{"acknowledges", "asks"}, reading.Practices, "in the order of the rulebook")
	require.Empty(t, reading.Violations)
}

// TestSentences holds what a rewrite stands in for: the sentence with the marks that
// close it.
func TestSentences(t *testing.T) {
	cases := []struct{ name, draft, want string }{
		{"the only one", "这款保本", "这款保本"},
		{"the second of three", "您好。这款保本，放心！再见。", "这款保本，放心！"},
		{"with marks in a row", "这款保本！！！再见", "这款保本！！！"},
		{"the last", "您好。保本", "保本"},
		{"behind a mark", "，保本。", "保本。"},
		{"behind a picture outside the basic plane", "𠮷。😀保本。", "😀保本。"},
		{"over the dot that disguises it", "您好。这款保.本的。再见", "这款保.本的。"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			reading := New(handbook(t, believing()...)).Read(Prepare(c.draft, "", "", ""))
			require.Len(t, reading.Violations, 1)
			sentence := reading.Violations[0].Sentence
			require.Equal(t, c.want, string(utf16.Decode(utf16.Encode([]rune(c.draft))[sentence.Start:sentence.End])))
		})
	}
}

// TestNothingInNothing holds that a reply without a letter has nothing in it, whatever a
// model believes.
func TestNothingInNothing(t *testing.T) {
	eager := handbook(t)
	for i := range eager.Model.Heads {
		eager.Model.Heads[i].Bias = 30
	}
	require.NotEmpty(t, New(eager).Read(Prepare("嗯", "", "", "")).Violations)
	for _, draft := range []string{"", " \n\t", "。", "？！", "……", "😀", "12345", "100%", "\u200b", "️"} {
		r := Prepare(draft, "保本吗", "wealth", "phone")
		require.True(t, r.Empty(), "%q", draft)
		reading := New(eager).Read(r)
		require.Empty(t, reading.Violations, "%q", draft)
		require.Empty(t, reading.Habits, "%q", draft)
		require.Empty(t, reading.Practices, "%q", draft)
	}
}

func TestSetting(t *testing.T) {
	book := handbook(t)
	v := New(book)
	r := Prepare("保本，不保本，您看行吗？", "有风险吗", "wealth", "phone")
	setting := v.Setting(r)
	require.Equal(t, []string{"product wealth", "channel phone", "words P01", "not P01", "words asks"}, setting.Marks)
	require.Equal(t, "有风险吗", string(setting.Before.Runes))

	plain := v.Plain(r)
	require.Equal(t, []string{"product ", "channel ", "words asks"}, plain.Marks, "nothing but the practices of its own words")
	require.Empty(t, plain.Before.Runes)

	book.Model = nil
	require.Equal(t, setting, New(book).Setting(r), "what a model is taught with needs no model")
}

func TestAnyOf(t *testing.T) {
	label := func(p float64) classify.Label { return classify.Label{Score: p} }
	require.Zero(t, AnyOf(nil))
	require.InDelta(t, 0.5, AnyOf([]classify.Label{label(0.5)}), 1e-12)
	require.InDelta(t, 0.75, AnyOf([]classify.Label{label(0.5), label(0.5)}), 1e-12)
	require.InDelta(t, 1, AnyOf([]classify.Label{label(0.2), label(1)}), 1e-12)
}

// FuzzRead reads anything with a model that sees everything everywhere: what is found
// lies in the text, on the edges of characters, in order, and in a sentence.
func FuzzRead(f *testing.F) {
	for _, draft := range []string{"这款保本。", "保.本！稳赚不赔", "，。我天天打给您", "12😀", "a\xff\xfe保 本", "𠮷保𠮷本", "…规定就这样…", "㏂保本⒈稳赚不赔", "e\u0301\u0301保\u200b本？？"} {
		f.Add(draft, "保本吗")
	}
	eager := handbook(f, believing()...)
	for i := range eager.Model.Heads {
		eager.Model.Heads[i].Bias = 30
	}
	wordy := handbook(f, believing()...)
	f.Fuzz(func(t *testing.T, draft, customer string) {
		for _, book := range []*pack.Rulebook{eager, wordy} {
			r := Prepare(draft, customer, "insurance", "phone")
			reading := New(book).Read(r)
			require.Equal(t, reading, New(book).Read(r), "the same reply is read the same")
			requirePlaced(t, draft, reading.Violations)
			requirePlaced(t, draft, reading.Habits)
			if !slices.ContainsFunc(text.Prepare(draft).Runes, unicode.IsLetter) {
				require.Empty(t, reading)
			}
		}
	})
}

func requirePlaced(t *testing.T, draft string, list []Found) {
	t.Helper()
	units := utf16.Encode([]rune(draft))
	for i, found := range list {
		require.True(t, found.Score >= 0 && found.Score <= 1 && !math.IsNaN(found.Score))
		require.True(t, i == 0 || list[i-1].Span.Start <= found.Span.Start, "in order")
		for _, span := range []text.Span{found.Span, found.Sentence} {
			require.True(t, 0 <= span.Start && span.Start < span.End && span.End <= len(units), "%v of %d", span, len(units))
			require.False(t, splitsPair(units, span.Start) || splitsPair(units, span.End), "%v", span)
		}
		require.True(t, found.Sentence.Start <= found.Span.Start && found.Span.End <= found.Sentence.End, "%v is around %v", found.Sentence, found.Span)
	}
}

// splitsPair reports whether an edge parts the two units of one character.
func splitsPair(units []uint16, i int) bool {
	return i > 0 && i < len(units) && utf16.IsSurrogate(rune(units[i-1])) && units[i-1] < 0xDC00 && units[i] >= 0xDC00 && units[i] < 0xE000
}
