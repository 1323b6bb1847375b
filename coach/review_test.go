package coach

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/packs"
	"objectioncoach/coach/review"
)

// modelOf makes a model of some labels, of which each word says yes to those listed
// with it, and nothing else does.
func modelOf(t testing.TB, axes []classify.Axis, labels map[classify.Axis][]string, words map[string][]string) *classify.Model {
	t.Helper()
	var heads []classify.Head
	for _, axis := range axes {
		for _, label := range labels[axis] {
			heads = append(heads, classify.Head{Axis: axis, Label: label, Bias: -5, Scale: 1, Slope: 1, Threshold: 0.5})
		}
	}
	var known []classify.Feature
	for word := range words {
		known = append(known, classify.FeatureOf(word))
	}
	slices.Sort(known)
	n := max(len(known), 1)
	traits := classify.Traits{Count: n, Lent: make([]int8, len(known)*n), Readout: make([]int8, len(heads)*n)}
	for word, said := range words {
		i, _ := slices.BinarySearch(known, classify.FeatureOf(word))
		traits.Lent[i*n+i] = 1
		for h, head := range heads {
			if slices.Contains(said, head.Label) {
				traits.Readout[h*n+i] = 100
			}
		}
	}
	m, err := classify.New(heads, &classify.Lexicon{}, known, traits)
	require.NoError(t, err)
	return m
}

// both gives a text in two languages.
func both(chinese, english string) pack.Text {
	return pack.Text{pack.DefaultLocale: chinese, pack.English: english}
}

// reviewing gives a coach with a small rulebook: four words that a model knows, and a
// question that words tell.
func reviewing(t testing.TB) *Coach {
	t.Helper()
	customers := map[classify.Axis][]string{}
	for _, axis := range classify.Axes {
		customers[axis] = []string{string(axis)}
	}
	replies := map[classify.Axis][]string{
		classify.Unlawful: {"unlawful"}, classify.Violation: {"P01", "P05", "P12"}, classify.Habit: {"cold"}, classify.Practice: {"acknowledges", "commits-date"},
	}
	p := &pack.Pack{ID: "small", Model: modelOf(t, classify.Axes, customers, nil), Labels: []pack.Label{{Axis: "product", ID: "wealth", Words: []string{"理财"}}}}
	c, err := New(p.With(&pack.Rulebook{
		Rules: []pack.Rule{
			{
				ID: "P01", Title: both("承诺保本", "Promising principal"), Severity: pack.MustNot, Why: both("没人保得了", "Nobody can"),
				Rewrites: []pack.Rewrite{
					{When: pack.When{Channel: []string{"chat"}}, Say: both("说明书发您。", "Here is the prospectus.")},
					{When: pack.When{Kind: []string{"complaint"}}, Say: both("您先消消气。", "I hear you.")},
					{When: pack.When{Product: []string{"wealth"}}, Say: both("这款可能亏。", "This one can lose.")},
					{Say: both("有涨有跌。", "It moves.")},
				},
				Sources: []pack.Origin{
					{Document: both("甲办法", "Measure A"), Number: "2025年第7号", Article: "13", Confidence: pack.Confirmed},
					{Document: both("乙办法", "Measure B"), Products: []string{"wealth"}, Confidence: pack.ToVerify},
				},
			},
			{ID: "P05", Title: both("绝对化", "Superlatives"), Severity: pack.Revise, Rewrites: []pack.Rewrite{{Say: both("各有长短。", "Each has its points.")}}, Products: []string{"securities", "wealth"}},
			{ID: "P12", Title: both("打扰", "Pestering"), Severity: pack.Advise, Rewrites: []pack.Rewrite{{Say: both("往后不打了。", "No more calls.")}}},
		},
		Habits: []pack.Habit{{ID: "cold", Title: both("冷淡", "Coldness"), Why: both("伤人", "It hurts"), Better: both("您坐。", "Have a seat.")}},
		Practices: []pack.Practice{
			{ID: "acknowledges", Step: "accept", Title: both("接住了", "Taken up"), Missing: both("先接一句", "Take it up first")},
			{ID: "asks", Step: "concrete", Title: both("问了", "Asked"), Missing: both("问一句", "Ask something"), Find: []pack.Find{{Kind: "question"}}},
			{ID: "commits-date", Step: "next", Title: both("给了日子", "A date"), Missing: both("说个日子", "Name a day")},
			{ID: "dignity", Title: both("留了余地", "Room left"), Find: []pack.Find{{Kind: "phrase", Words: []string{"您定"}}}},
		},
		Verdicts: []pack.Verdict{
			{ID: "empty", Say: both("先写。", "Write first.")}, {ID: "must-not", Say: both("别说。", "Do not say it.")}, {ID: "revise", Say: both("改。", "Reword it.")},
			{ID: "habit", Say: both("换。", "Change it.")}, {ID: "missing", Say: both("还差：", "Missing: ")}, {ID: "clear", Say: both("没检出。", "None found.")},
		},
		Model: modelOf(t, classify.ReplyAxes, replies, map[string][]string{
			"保本": {"unlawful", "P01"}, "最好": {"unlawful", "P05"}, "天天": {"unlawful", "P12"}, "规定": {"cold"}, "理解": {"acknowledges"}, "明天": {"commits-date"},
		}),
	}))
	require.NoError(t, err)
	return c
}

func reviewed(t testing.TB, draft string, a Analysis, ctx Context) Review {
	t.Helper()
	r, err := reviewing(t).Review(draft, "", a, ctx)
	require.NoError(t, err)
	return r
}

func TestReviewViolation(t *testing.T) {
	require.Equal(t, []Violation{{
		ID: "P01", Severity: pack.MustNot, Start: 7, End: 9, Score: 1, Rule: "承诺保本",
		Source: "《甲办法》（2025年第7号）第13条", Confidence: pack.Confirmed, Why: "没人保得了", Rewrite: "有涨有跌。", Over: Stretch{3, 10},
	}}, rounded(reviewed(t, "您好。😀这款保本。", Analysis{}, Context{}).Violations))
	require.Equal(t, []Violation{{
		ID: "P01", Severity: pack.MustNot, Start: 2, End: 4, Score: 1, Rule: "Promising principal",
		Source: "Measure B", Confidence: pack.ToVerify, Why: "Nobody can", Rewrite: "This one can lose.", Over: Stretch{0, 5},
	}}, rounded(reviewed(t, "这款保本。", Analysis{}, Context{Product: "稳健理财A款", Locale: "en"}).Violations), "in English, for the product a name tells")
}

// rounded holds scores that are all but certain to be certain.
func rounded(list []Violation) []Violation {
	for i := range list {
		if list[i].Score > 0.99 {
			list[i].Score = 1
		}
	}
	return list
}

func TestRewriteFitsTheCase(t *testing.T) {
	cases := []struct {
		name string
		a    Analysis
		ctx  Context
		want string
	}{
		{"nothing known", Analysis{}, Context{}, "有涨有跌。"},
		{"the product", Analysis{}, Context{Product: "wealth"}, "这款可能亏。"},
		{"another product", Analysis{}, Context{Product: "loan"}, "有涨有跌。"},
		{"the channel", Analysis{}, Context{Channel: "chat"}, "说明书发您。"},
		{"another channel", Analysis{}, Context{Channel: "phone"}, "有涨有跌。"},
		{"what the customer does", Analysis{Kind: "complaint"}, Context{}, "您先消消气。"},
		{"the first that fits", Analysis{Kind: "complaint"}, Context{Channel: "chat", Product: "wealth"}, "说明书发您。"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, reviewed(t, "保本", c.a, c.ctx).Violations[0].Rewrite)
		})
	}
}

func TestSourceFor(t *testing.T) {
	general := pack.Origin{Number: "general"}
	wealth := pack.Origin{Number: "wealth", Products: []string{"wealth"}}
	broadcast := pack.Origin{Number: "broadcast", Channels: []string{"broadcast"}}
	wealthBroadcast := pack.Origin{Number: "wealth broadcast", Products: []string{"wealth"}, Channels: []string{"broadcast"}}
	cases := []struct {
		name             string
		list             []pack.Origin
		product, channel string
		want             string
	}{
		{"the general one", []pack.Origin{wealth, broadcast, general}, "loan", "phone", "general"},
		{"that of the product", []pack.Origin{general, wealth}, "wealth", "", "wealth"},
		{"the channel before the product", []pack.Origin{general, wealth, broadcast}, "wealth", "broadcast", "broadcast"},
		{"both before either", []pack.Origin{broadcast, wealth, wealthBroadcast, general}, "wealth", "broadcast", "wealth broadcast"},
		{"the first of equals", []pack.Origin{{Number: "first"}, general}, "", "", "first"},
		{"an unknown product takes the general one", []pack.Origin{wealth, general}, "", "", "general"},
		{"also where another binds the channel", []pack.Origin{wealthBroadcast, general}, "", "broadcast", "general"},
		{"and one of a product where there is no other", []pack.Origin{broadcast, wealth}, "", "", "wealth"},
		{"but not a known other product", []pack.Origin{wealth}, "loan", "", ""},
		{"none", nil, "", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, ok := sourceFor(c.list, review.Reply{Product: c.product, Channel: c.channel})
			require.Equal(t, c.want, got.Number)
			require.Equal(t, c.want != "", ok)
		})
	}
}

func TestCite(t *testing.T) {
	document := both("某法", "Some Law")
	cases := []struct {
		origin           pack.Origin
		chinese, english string
	}{
		{pack.Origin{Document: document}, "《某法》", "Some Law"},
		{pack.Origin{Document: document, Article: "13(二)"}, "《某法》第13(二)条", "Some Law, art. 13(二)"},
		{pack.Origin{Document: document, Number: "2025年第7号"}, "《某法》（2025年第7号）", "Some Law (2025年第7号)"},
		{pack.Origin{Document: document, Number: "第1号", Article: "2, 19"}, "《某法》（第1号）第2, 19条", "Some Law (第1号), art. 2, 19"},
	}
	for _, c := range cases {
		require.Equal(t, c.chinese, cite(c.origin, pack.DefaultLocale))
		require.Equal(t, c.chinese, cite(c.origin, ""))
		require.Equal(t, c.english, cite(c.origin, pack.English))
	}
}

// TestProductOfRules holds that a rule may speak of a product that the pack does not
// have.
func TestProductOfRules(t *testing.T) {
	for product, want := range map[string]int{"": 1, "wealth": 1, "securities": 1, "贵金属": 1, "loan": 1} {
		require.Len(t, reviewed(t, "我们最好", Analysis{}, Context{Product: product}).Violations, want, product)
	}
	c := reviewing(t)
	c.pack.Rulebook.Rules[2].Products = []string{"loan"}
	require.Empty(t, must(c.Review("我们最好", "", Analysis{}, Context{Product: "loan"})).Violations, "a rule of other products")
}

func must(r Review, err error) Review {
	if err != nil {
		panic(err)
	}
	return r
}

func TestNext(t *testing.T) {
	later := Analysis{Timing: &Timing{Decision: pack.Later}}
	cases := []struct {
		name, draft      string
		a                Analysis
		chinese, english string
	}{
		{"nothing written", "", later, "先写。", "Write first."},
		{"nothing but marks", " ？！ ", later, "先写。", "Write first."},
		{"nothing but a figure", "100", later, "先写。", "Write first."},
		{"what must not be said before all", "天天说最好，规定保本", later, "别说。", "Do not say it."},
		{"what must be reworded before a habit", "规定最好", later, "改。", "Reword it."},
		{"also what had better be left", "天天打给您", later, "改。", "Reword it."},
		{"a habit before what is missing", "规定就这样", later, "换。", "Change it."},
		{"what is missing, with the advice", "好的", later, "还差：说个日子", "Missing: Name a day"},
		{"nothing known", "好的", Analysis{}, "没检出。", "None found."},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.chinese, reviewed(t, c.draft, c.a, Context{}).Next)
			require.Equal(t, c.english, reviewed(t, c.draft, c.a, Context{Locale: "en"}).Next)
		})
	}
}

// TestMissing holds what a draft still lacks, with the sentence of the script for it.
func TestMissing(t *testing.T) {
	script := &Script{Steps: []Step{{"accept", "换我也急。"}, {"concrete", "急在哪一步？"}, {"next", "明天三点前给您回话。"}}}
	loop := func(steps, done []string) Talk { return Talk{Loop: Loop{Steps: steps, Done: done}} }
	angry := Analysis{Emotion: "angry", Script: script, Talk: loop([]string{"accept", "concrete"}, nil), Timing: &Timing{Decision: pack.Later}}
	accepted := angry
	accepted.Talk = loop([]string{"accept", "concrete"}, []string{"accept"})
	calm := angry
	calm.Emotion, calm.Timing = "calm", &Timing{Decision: pack.Now}
	unscripted := calm
	unscripted.Script = nil
	var (
		accept = Missing{"acknowledges", "先接一句", "换我也急。"}
		ask    = Missing{"asks", "问一句", "急在哪一步？"}
		date   = Missing{"commits-date", "说个日子", "明天三点前给您回话。"}
	)
	cases := []struct {
		name, draft string
		a           Analysis
		want        []Missing
	}{
		{"an angry customer who is answered later", "好的", angry, []Missing{accept, ask, date}},
		{"who was taken up before", "好的", accepted, []Missing{ask, date}},
		{"who is taken up now", "理解您", angry, []Missing{ask, date}},
		{"who is asked and told a day", "理解，明天给您回话，行吗？", angry, []Missing{}},
		{"a calm customer who is answered now", "好的", calm, []Missing{ask}},
		{"a talk past the question", "好的", Analysis{Script: script, Talk: loop([]string{"answer"}, nil)}, []Missing{}},
		{"no script", "好的", unscripted, []Missing{{"asks", "问一句", ""}}},
		{"nothing known of the talk", "好的", Analysis{}, []Missing{}},
		{"nothing written", "", angry, []Missing{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, reviewed(t, c.draft, c.a, Context{}).Missing)
		})
	}
	english := reviewed(t, "好的", calm, Context{Locale: "en"})
	require.Equal(t, []Missing{{"asks", "Ask something", "急在哪一步？"}}, english.Missing, "the script is in the words the analysis was made in")
}

func TestPractices(t *testing.T) {
	r := reviewed(t, "理解，您定，明天回您，行吗？", Analysis{}, Context{Locale: "en"})
	require.Equal(t, []Practice{{"acknowledges", "Taken up"}, {"asks", "Asked"}, {"commits-date", "A date"}, {"dignity", "Room left"}}, r.Practices)
	require.Equal(t, []bool{true, true, true}, []bool{r.Acknowledges, r.Asks, r.CommitsDate})
	r = reviewed(t, "您定", Analysis{}, Context{})
	require.Equal(t, []bool{false, false, false}, []bool{r.Acknowledges, r.Asks, r.CommitsDate})
}

func TestHabit(t *testing.T) {
	r := reviewed(t, "您好！😀规定如此。", Analysis{}, Context{Locale: "en"})
	require.Equal(t, []Habit{{ID: "cold", Start: 5, End: 9, Title: "Coldness", Why: "It hurts", Better: "Have a seat.", Over: Stretch{3, 10}}}, r.Habits)
}

// TestListsAreLists holds that a review of nothing has empty lists in JSON, and not null.
func TestListsAreLists(t *testing.T) {
	written, err := json.Marshal(reviewed(t, "", Analysis{}, Context{}))
	require.NoError(t, err)
	require.JSONEq(t, `{"violations":[],"habits":[],"acknowledges":false,"asks":false,"commits_date":false,"practices":[],"missing":[],"score":0,"next":"先写。"}`, string(written))
}

func TestScore(t *testing.T) {
	for violations := range 6 {
		for habits := range 6 {
			for missing := range 6 {
				for practices := range 6 {
					r := Review{
						Violations: make([]Violation, violations), Habits: make([]Habit, habits),
						Missing: make([]Missing, missing), Practices: make([]Practice, practices),
					}
					score := r.score()
					require.True(t, 1 <= score && score <= 100, "%d", score)
					worse := r
					worse.Habits = make([]Habit, habits+1)
					require.LessOrEqual(t, worse.score(), score)
					worse = r
					worse.Missing = make([]Missing, missing+1)
					require.LessOrEqual(t, worse.score(), score)
					better := r
					better.Practices = make([]Practice, practices+1)
					require.GreaterOrEqual(t, better.score(), score)
					if violations > 0 {
						r.Violations[violations-1].Severity = pack.MustNot
						require.LessOrEqual(t, r.score(), 20)
					}
				}
			}
		}
	}
	require.Equal(t, 100, Review{Practices: make([]Practice, 3)}.score(), "all that is good and nothing that is not")
	require.Zero(t, reviewed(t, "", Analysis{}, Context{}).Score)
	require.Zero(t, reviewed(t, "……", Analysis{}, Context{}).Score)
	require.Equal(t, 20, reviewed(t, "理解，您定，保本，行吗？", Analysis{}, Context{}).Score)
}

func TestReviewRefuses(t *testing.T) {
	c := reviewing(t)
	_, err := c.Review(strings.Repeat("贵", MaxText+1), "", Analysis{}, Context{})
	require.EqualError(t, err, "the draft has 4001 characters and at most 4000 can be read: divide it")
	_, err = c.Review(strings.Repeat("😀", MaxText), "", Analysis{}, Context{})
	require.NoError(t, err, "characters are counted, and not their bytes or units")

	const noRulebook = "this coach has no rulebook to review with: open the pack together with its .rules file"
	untaught := *c.pack.Rulebook
	untaught.Model = nil
	for _, book := range []*pack.Rulebook{nil, &untaught} {
		bare, err := New(c.pack.With(book))
		require.NoError(t, err)
		_, err = bare.Review("保本", "", Analysis{}, Context{})
		require.EqualError(t, err, noRulebook)
	}
}

// TestBuiltInRulebookReviews holds that the rulebook the built-in packs share opens and
// is whole: words for every verdict, and a rewrite and a source for every rule.
func TestBuiltInRulebookReviews(t *testing.T) {
	p, err := packs.Open("bank")
	require.NoError(t, err)
	c, err := New(p)
	require.NoError(t, err)
	for _, locale := range []string{pack.DefaultLocale, pack.English} {
		for _, id := range pack.VerdictIDs {
			require.NotEmpty(t, c.verdict(id, locale), id)
		}
		for _, rule := range p.Rulebook.Rules {
			v := c.violation(review.Found{ID: rule.ID}, review.Reply{}, Analysis{}, Context{Locale: locale})
			for _, text := range []string{v.Severity, v.Rule, v.Why, v.Rewrite, v.Source, v.Confidence} {
				require.NotEmpty(t, text, "%s in %s: %+v", rule.ID, locale, v)
			}
		}
	}
	r, err := c.Review("好的", "", Analysis{}, Context{})
	require.NoError(t, err)
	require.NotEmpty(t, r.Next)
}

func FuzzReview(f *testing.F) {
	f.Add("😀您的手机13812348000，保本。最好", "保本吗", "wealth", "chat")
	f.Add("a\xff\xfe规定", "\u202e", "", "")
	c := reviewing(f)
	f.Fuzz(func(t *testing.T, draft, customer, product, channel string) {
		ctx := Context{Product: product, Channel: channel}
		r, err := c.Review(draft, customer, Analysis{}, ctx)
		if err != nil {
			require.Greater(t, len([]rune(draft)), MaxText)
			return
		}
		require.Equal(t, r, must(c.Review(draft, customer, Analysis{}, ctx)), "the same draft is reviewed the same")
		require.True(t, 0 <= r.Score && r.Score <= 100)
		require.True(t, !r.MustNot() || r.Score <= 20)
		require.NotEmpty(t, r.Next)
		_, err = json.Marshal(r)
		require.NoError(t, err)
	})
}
