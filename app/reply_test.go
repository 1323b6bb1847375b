package main

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/classify"
	"objectioncoach/coach/mask"
	"objectioncoach/coach/pack"
)

// forbidding gives a screen, hosted or not, whose rulebook knows two words: 保本 must not
// be said, and 规定 is a habit that costs.
func forbidding(t *testing.T) *screen {
	t.Helper()
	heads := []classify.Head{
		{Axis: classify.Unlawful, Label: "unlawful"}, {Axis: classify.Violation, Label: "P01"},
		{Axis: classify.Habit, Label: "cold"}, {Axis: classify.Practice, Label: "acknowledges"},
	}
	for i := range heads {
		heads[i].Bias, heads[i].Scale, heads[i].Slope, heads[i].Threshold = -5, 1, 1, 0.5
	}
	traits := classify.Traits{Count: 2, Lent: []int8{1, 0, 0, 1}, Readout: []int8{100, 0, 100, 0, 0, 100, 0, 0}}
	known := []classify.Feature{classify.FeatureOf("保本"), classify.FeatureOf("规定")}
	if known[0] > known[1] {
		known[0], known[1] = known[1], known[0]
		traits.Lent = []int8{0, 1, 1, 0}
	}
	model, err := classify.New(heads, &classify.Lexicon{}, known, traits)
	require.NoError(t, err)
	both := func(chinese, english string) pack.Text {
		return pack.Text{pack.DefaultLocale: chinese, pack.English: english}
	}
	s := ready(t)
	s.coach, err = coach.New(s.coach.Pack().With(&pack.Rulebook{
		Rules: []pack.Rule{{
			ID: "P01", Title: both("承诺保本", "Promising principal"), Severity: pack.MustNot, Why: both("没人保得了", "Nobody can"),
			Rewrites: []pack.Rewrite{{Say: both("有涨有跌。", "It moves.")}},
			Sources:  []pack.Origin{{Document: both("某办法", "Some Measure"), Article: "13", Confidence: pack.ToVerify}},
		}},
		Habits: []pack.Habit{{ID: "cold", Title: both("冷淡", "Coldness"), Why: both("伤人", "It hurts"), Better: both("您坐。", "Have a seat.")}},
		Practices: []pack.Practice{
			{ID: "acknowledges", Step: "accept", Title: both("接住了", "Taken up"), Missing: both("先接一句", "Take it up first")},
			{ID: "asks", Title: both("问了一句", "Asked"), Find: []pack.Find{{Kind: "question"}}},
		},
		Verdicts: []pack.Verdict{{ID: "must-not", Say: both("别说。", "Do not say it.")}, {ID: "clear", Say: both("没检出。", "None found.")}},
		Model:    model,
	}))
	require.NoError(t, err)
	return s
}

// still stands for the browser's clock: what is put off is not done.
type still struct{ app.Context }

func (still) Defer(func(app.Context)) {}

// messages stands for the window of a host page, and keeps what it was told.
type messages struct {
	app.Value
	count int
}

func (m *messages) Call(string, ...any) app.Value {
	m.count++
	return m.Value
}

// hosted puts a host page around a screen.
func hosted(s *screen) *messages {
	m := &messages{Value: app.Window().JSValue()}
	s.ctx = still{}
	s.host = &host{origin: "https://crm.example", nonce: "n", window: m}
	return m
}

func TestDraftIsMarked(t *testing.T) {
	s := forbidding(t)
	s.setReply("😀这款保本，规定如此。")
	page := html(t, s)
	mirror := page[strings.Index(page, "oc-mirror"):strings.Index(page, "<textarea")]
	require.Regexp(t, `(?s)😀这款\s*<mark class="oc-must-not">\s*保本\s*</mark>\s*，\s*<mark class="oc-habit">\s*规定如此\s*</mark>\s*。`, mirror)
}

// TestMirrorHoldsTheDraft holds that the mirror is the draft, whatever is marked: marks
// that overlap, and characters of two units.
func TestMirrorHoldsTheDraft(t *testing.T) {
	cases := []struct {
		name, draft string
		review      coach.Review
		want        []string // each part, with its class before it
	}{
		{"nothing marked", "这款好", coach.Review{}, []string{"这款好"}},
		{"all marked", "保本", coach.Review{Violations: []coach.Violation{{Severity: pack.MustNot, Start: 0, End: 2}}}, []string{"oc-must-not 保本"}},
		{"behind a character of two units", "😀保本", coach.Review{Violations: []coach.Violation{{Severity: pack.Advise, Start: 2, End: 4}}}, []string{"😀", "oc-advise 保本"}},
		{"the graver of two that overlap", "一二三四", coach.Review{
			Violations: []coach.Violation{{Severity: pack.Revise, Start: 0, End: 3}, {Severity: pack.MustNot, Start: 2, End: 4}},
			Habits:     []coach.Habit{{Start: 0, End: 4}},
		}, []string{"oc-revise 一二", "oc-must-not 三", "oc-must-not 四"}},
		{"a habit within what is lawful", "一二三", coach.Review{Habits: []coach.Habit{{Start: 1, End: 2}}}, []string{"一", "oc-habit 二", "三"}},
		{"hostile words", "<b>保本", coach.Review{Violations: []coach.Violation{{Severity: pack.MustNot, Start: 3, End: 5}}}, []string{"&lt;b&gt;", "oc-must-not 保本"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := ready(t)
			s.reply.draft, s.reply.review = c.draft, &c.review
			var parts []string
			for _, part := range s.renderMirror() {
				parts = append(parts, strings.TrimSpace(strings.NewReplacer(`<mark class="`, "", `">`, " ", "</mark>", "").Replace(strings.ReplaceAll(app.HTMLString(part), "\n", ""))))
			}
			require.Equal(t, c.want, parts)
		})
	}
}

func TestFindingsAreShown(t *testing.T) {
	for _, c := range []struct {
		locale string
		want   []string
	}{
		{"zh-CN", []string{"承诺保本", "没人保得了", "《某办法》第13条（出处待核）", "“有涨有跌。”", "冷淡", "“您坐。”", "✓ 问了一句", "别说。"}},
		{"en", []string{"Promising principal", "Nobody can", "Some Measure, art. 13 (source to be verified)", "“It moves.”", "Coldness", "“Have a seat.”", "✓ Asked", "Do not say it."}},
	} {
		s := forbidding(t)
		s.config.Locale = c.locale
		s.setReply("这款保本，规定如此，您看行吗？")
		page := html(t, s)
		for _, want := range c.want {
			require.Contains(t, page, want)
		}
		require.Contains(t, page, "oc-said")
		require.NotContains(t, page, "oc-insert-reply", "a page of its own has nothing to insert into")
	}
}

// TestPersonalDataIsShownMasked holds that a finding offers the token and never repeats
// what it stands for, and that taking it masks the draft.
func TestPersonalDataIsShownMasked(t *testing.T) {
	const number = "13812348000"
	s := forbidding(t)
	s.setReply("😀您的手机" + number + "我记下了。")
	found := mask.Find(s.reply.draft)
	require.Len(t, found, 1)
	items := ""
	for _, item := range s.renderFindings(s.words()) {
		items += app.HTMLString(item)
	}
	require.Contains(t, items, s.words().personal)
	require.Contains(t, items, found[0].Token)
	require.NotContains(t, items, number)

	s.onTake(found[0].Token, coach.Stretch(found[0].Span))(s.ctx, app.Event{})
	require.Equal(t, "😀您的手机"+found[0].Token+"我记下了。", s.reply.draft)
	for _, item := range s.renderFindings(s.words()) {
		require.NotContains(t, app.HTMLString(item), s.words().personal, "what is masked is found no more")
	}
}

func TestAnEmptyDraftShowsNothing(t *testing.T) {
	s := forbidding(t)
	s.setReply("保本")
	require.Contains(t, html(t, s), "oc-must-not")
	for _, draft := range []string{"", "  \n"} {
		s.setReply(draft)
		require.Nil(t, s.reply.review)
		require.NotContains(t, html(t, s), "oc-must-not")
	}
}

func TestMissingStepsAreShown(t *testing.T) {
	s := forbidding(t)
	s.analysis = &coach.Analysis{Emotion: "angry", Script: &coach.Script{Steps: []coach.Step{{ID: "accept", Say: "换我也急。"}}}}
	s.setReply("好的")
	require.Equal(t, []coach.Missing{{ID: "acknowledges", Advice: "先接一句", Say: "换我也急。"}}, s.reply.review.Missing)
	items := ""
	for _, item := range s.renderFindings(s.words()) {
		items += app.HTMLString(item)
	}
	require.Contains(t, items, "oc-missing")
	require.Contains(t, items, "“换我也急。”")
}

func TestInsertPolicy(t *testing.T) {
	cases := []struct {
		name, policy, draft string
		refused             bool
		button              string
	}{
		{"a sound draft", "block", "好的", false, chinese.insert},
		{"a draft that must not be said", "block", "这款保本", true, chinese.insertStill},
		{"where the host only warns", "warn", "这款保本", false, chinese.insertStill},
		{"where the host says nothing", "", "这款保本", false, chinese.insertStill},
		{"a habit is no bar", "block", "规定如此", false, chinese.insert},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := forbidding(t)
			told := hosted(s)
			s.config.InsertPolicy = c.policy
			s.setReply(c.draft)
			require.Equal(t, c.refused, s.refuses())
			page := html(t, s)
			button := page[strings.LastIndex(page[:strings.Index(page, `id="oc-insert-reply"`)], "<button"):]
			button = button[:strings.Index(button, "</button>")]
			require.Equal(t, c.refused, strings.Contains(strings.ReplaceAll(button, `disabled="false"`, ""), "disabled"), button)
			require.Contains(t, button, c.button)

			before := told.count
			s.onInsertReply(s.ctx, app.Event{})
			if c.refused {
				require.Equal(t, before, told.count, "nothing reaches the host")
				require.Empty(t, s.turns)
				require.Equal(t, c.draft, s.reply.draft, "the draft stays, to be mended")
				return
			}
			require.Greater(t, told.count, before)
			require.Equal(t, []coach.Turn{{Who: coach.Staff, Text: c.draft}}, s.turns)
			require.Empty(t, s.reply.draft)
		})
	}
}

// TestNotYetReviewedIsRefused holds that where the host blocks, a draft that was changed
// since its review is reviewed before it is inserted.
func TestNotYetReviewedIsRefused(t *testing.T) {
	s := forbidding(t)
	told := hosted(s)
	s.config.InsertPolicy = "block"
	s.reply.draft = "这款保本" // typed, and typing has not paused yet
	s.onInsertReply(s.ctx, app.Event{})
	require.Empty(t, s.turns)
	require.Equal(t, "这款保本", s.reply.draft)
	require.NotNil(t, s.reply.review, "it says why")
	require.Equal(t, 1, told.count, "the review is told, and no insertion")
}

func TestReplaced(t *testing.T) {
	cases := []struct {
		name, draft string
		over        coach.Stretch
		want        string
	}{
		{"the whole", "保本。", coach.Stretch{Start: 0, End: 3}, "X"},
		{"the beginning", "保本。好的。", coach.Stretch{Start: 0, End: 3}, "X好的。"},
		{"the middle", "您好。保本。好的。", coach.Stretch{Start: 3, End: 6}, "您好。X好的。"},
		{"the end", "您好。保本", coach.Stretch{Start: 3, End: 5}, "您好。X"},
		{"between characters of two units", "😀。保本😀。𠮷", coach.Stretch{Start: 3, End: 8}, "😀。X𠮷"},
		{"a stretch that is none goes before", "好的。", coach.Stretch{}, "X好的。"},
		{"an empty stretch at the end goes after", "😀好。", coach.Stretch{Start: 4, End: 4}, "😀好。X"},
		{"nothing to replace", "", coach.Stretch{}, "X"},
		{"a stretch that is gone", "好", coach.Stretch{Start: 3, End: 6}, "好"},
		{"a stretch that is gone by half", "好的好的", coach.Stretch{Start: 3, End: 6}, "好的好的"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, replaced(c.draft, "X", c.over))
		})
	}
}

// TestTaking puts each better sentence where it belongs.
func TestTaking(t *testing.T) {
	s := forbidding(t)
	s.setReply("𠮷总您好。这款保本。您看行吗？")
	v := s.reply.review.Violations[0]
	s.onTake(v.Rewrite, v.Over)(s.ctx, app.Event{})
	require.Equal(t, "𠮷总您好。有涨有跌。您看行吗？", s.reply.draft)
	require.Empty(t, s.reply.review.Violations, "what stands there now was reviewed")

	require.Equal(t, coach.Stretch{}, placeOf(coach.Missing{ID: "acknowledges"}, "😀好"), "to take up a feeling comes first")
	require.Equal(t, coach.Stretch{Start: 3, End: 3}, placeOf(coach.Missing{ID: "asks"}, "😀好"), "all else comes after")
}

func TestReplyFailures(t *testing.T) {
	s := forbidding(t)
	s.setReply(strings.Repeat("好", coach.MaxText+1))
	require.Nil(t, s.reply.review)
	require.Contains(t, html(t, s), s.words().tooLong)
	s.onSaid(s.ctx, app.Event{})
	require.Empty(t, s.turns, "a draft that cannot be read is no turn")

	bare := ready(t)
	bare.coach = mustCoach(t, bare.coach.Pack().With(nil))
	bare.setReply("保本")
	require.Nil(t, bare.reply.review, "without a rulebook nothing is said of a draft")
	require.Error(t, bare.addRules([]byte("no rules")))
	require.NotNil(t, bare.coach, "a bad rulebook leaves the coach at work")
	require.NoError(t, bare.addRules(compiledRules(t, forbidding(t).coach.Pack())))
	bare.reviewReply()
	require.True(t, bare.reply.review.MustNot())
}

func mustCoach(t *testing.T, p *pack.Pack) *coach.Coach {
	t.Helper()
	c, err := coach.New(p)
	require.NoError(t, err)
	return c
}

func compiledRules(t *testing.T, p *pack.Pack) []byte {
	t.Helper()
	file, err := p.CompileRules()
	require.NoError(t, err)
	return file
}
