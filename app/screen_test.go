package main

import (
	"reflect"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/packs"
)

// ready gives a screen whose engine runs, as after a start.
func ready(t *testing.T) *screen {
	t.Helper()
	p, err := packs.Open("bank")
	require.NoError(t, err)
	c, err := coach.New(p)
	require.NoError(t, err)
	return &screen{coach: c, engine: engineReady}
}

// html renders a screen as text.
func html(t *testing.T, s *screen) string {
	t.Helper()
	tester := app.NewClientTester(s)
	defer tester.Close()
	tester.Consume()
	var b strings.Builder
	app.PrintHTML(&b, s)
	return b.String()
}

func TestFirstSightTeaches(t *testing.T) {
	for _, locale := range []string{"zh-CN", "en"} {
		s := ready(t)
		s.config.Locale = locale
		page := html(t, s)
		for _, line := range s.words().examples {
			require.Contains(t, page, line)
		}
		require.Contains(t, page, s.words().private)
		require.NotContains(t, page, "oc-timing")
	}
}

func TestTypedWordsAreRead(t *testing.T) {
	s := ready(t)
	s.setDraft("  这个手续费太高了 ")
	require.Equal(t, "objection", s.analysis.Kind)
	page := html(t, s)
	for _, want := range []string{"这个", "oc-evidence-topic", "嫌贵", "oc-say-now", "复制"} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, "oc-insert", "a page of its own has nothing to insert into")

	s.setDraft("")
	require.Nil(t, s.analysis)
}

func TestWordsTypedBeforeTheEngineRunsAreReadThen(t *testing.T) {
	s := ready(t)
	c := s.coach
	s.coach, s.engine = nil, engineStarting
	s.setDraft("太贵了")
	require.Nil(t, s.analysis)
	require.Contains(t, html(t, s), s.words().starting)
	s.coach, s.engine = c, engineReady
	s.readAgain()
	require.NotNil(t, s.analysis)
}

func TestFailureIsSaidWithAWayOn(t *testing.T) {
	s := &screen{}
	s.engineStarted([][]byte{[]byte("no pack")}, nil)
	page := html(t, s)
	require.Contains(t, page, "这不是编译好的话术包文件")
	require.Contains(t, page, s.words().retry)
}

func TestABadPackLeavesTheOneBefore(t *testing.T) {
	s := ready(t)
	s.setDraft("太贵了")
	before := s.analysis
	s.engineStarted([][]byte{[]byte("no pack")}, nil)
	require.Equal(t, before, s.analysis)
	page := html(t, s)
	require.Contains(t, page, "这不是编译好的话术包文件")
	require.Contains(t, page, s.analysis.Script.Steps[0].Say)
}

func TestUnsureGivesNoVerdict(t *testing.T) {
	s := ready(t)
	s.setDraft("zxcv qwer tyui")
	page := html(t, s)
	require.Contains(t, page, s.words().unsure)
	require.Contains(t, page, s.analysis.Ask)
	require.NotContains(t, page, "oc-labels")
}

func TestEvidenceOfTheLitLabelComesFirst(t *testing.T) {
	overlapping := []coach.Evidence{{Start: 0, End: 4, Label: "price"}, {Start: 2, End: 6, Label: "angry"}}
	cases := []struct {
		start, end int
		lit, want  string
	}{
		{0, 2, "", "price"},
		{2, 4, "", "price"},
		{2, 4, "angry", "angry"},
		{4, 6, "", "angry"},
		{6, 8, "", ""},
	}
	for _, c := range cases {
		require.Equal(t, c.want, strongest(overlapping, c.start, c.end, c.lit))
	}
}

func TestEmployeesWordsJoinTheTalk(t *testing.T) {
	s := ready(t)
	s.setDraft("太贵了")
	s.noteSaid("您和什么比呢？")
	s.noteSaid("我给您列个表。")
	require.Equal(t, []coach.Turn{{Who: "customer", Text: "太贵了"}, {Who: "staff", Text: "您和什么比呢？我给您列个表。"}}, s.turns)
	require.Empty(t, s.draft, "what was answered is a turn now")
	page := html(t, s)
	require.Contains(t, page, "oc-latest", "the customer's words keep their evidence")
}

func TestNothingOfOneCustomerStays(t *testing.T) {
	s := ready(t)
	s.setDraft("我姓王，手机一三八，太贵了")
	s.noteSaid("好的")
	s.setReply("王先生，这个不贵")
	s.lit = "price"
	s.clear()
	want := ready(t)
	want.coach, want.keystroke, want.reply.keystroke = s.coach, s.keystroke, s.reply.keystroke
	s.Compo, want.Compo = app.Compo{}, app.Compo{}
	require.True(t, reflect.DeepEqual(want, s)) // the difference of two coaches would take minutes to print
}

func TestPercentNeverClaimsCertainty(t *testing.T) {
	require.Equal(t, 99, percent(1))
	require.Equal(t, 50, percent(0.499))
	require.Equal(t, 0, percent(0))
}

func TestEveryTextIsInBothLanguages(t *testing.T) {
	for _, w := range []words{chinese, english} {
		v := reflect.ValueOf(w)
		for i := range v.NumField() {
			require.False(t, v.Field(i).IsZero(), "%s: %s", w.lang, v.Type().Field(i).Name)
		}
	}
}

func TestLongTalksShowTheirEnd(t *testing.T) {
	moved, before := 0, 0
	for n := range 1000 {
		first := firstShown(n)
		require.GreaterOrEqual(t, n-first, min(n, shownTurns/2), n)
		require.LessOrEqual(t, n-first, shownTurns, n)
		if first != before {
			moved++
		}
		before = first
	}
	require.Equal(t, 48, moved, "not with every turn")
}
