package coach_test

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/pack"
)

// talk makes a conversation of lines that begin with "客" or "我" and a colon.
func talk(lines ...string) coach.Conversation {
	var conv coach.Conversation
	for _, line := range lines {
		who := coach.Staff
		if strings.HasPrefix(line, "客") {
			who = coach.Customer
		}
		_, said, _ := strings.Cut(line, "：")
		conv.Turns = append(conv.Turns, coach.Turn{Who: who, Text: said})
	}
	return conv
}

func analysis(t *testing.T, conv coach.Conversation) coach.Analysis {
	t.Helper()
	a, err := bank(t).Analyze(conv)
	require.NoError(t, err)
	return a
}

// TestPatterns holds how a talk moves from one turn of the customer to the next.
func TestPatterns(t *testing.T) {
	cases := []struct {
		name  string
		lines []string
		want  []string // patterns that must be seen
		not   []string // and that must not
	}{
		{"one line tells nothing of the talk", []string{"客：太贵了"}, nil, pack.Patterns},
		{"the same after an answer", []string{"客：你们手续费太贵了", "我：手续费按合同是千分之一，公示上写着，一万块收十块。", "客：那还是太贵了"}, []string{pack.Repeated}, []string{pack.Unanswered, pack.Jumped}},
		{"the same because nobody met it", []string{"客：你们手续费太贵了", "我：今天天气不错。", "客：手续费太贵了"}, []string{pack.Unanswered}, []string{pack.Repeated}},
		{"something else after an answer", []string{"客：你们手续费太贵了", "我：手续费按合同是千分之一，公示上写着，一万块收十块。", "客：我得回去跟老婆商量"}, []string{pack.Jumped}, []string{pack.Repeated}},
		{"the price before anything was explained", []string{"我：您好，给您介绍一款产品。", "客：手续费多少钱？"}, []string{pack.EarlyPrice}, nil},
		{"a no of a word, and again", []string{"客：不要。", "我：我给您讲两分钟，行吗？", "客：说了不要，听不懂？"}, []string{pack.RefusedAgain}, nil},
		{"a no, and again a no", []string{"客：不需要，谢谢", "我：那您平时闲钱怎么打理？", "客：我说了不需要"}, []string{pack.RefusedAgain}, nil},
		{"worse after our words", []string{"客：这个流程要多久", "我：规定就是这样。", "客：你们这什么态度！气死我了，我要投诉！"}, []string{pack.Heated}, []string{pack.Cooled}},
		{"a brush-off gives way", []string{"客：再说吧", "我：好的，那您最看重安全还是灵活？", "客：这个多久能取出来？"}, []string{pack.Dissolved}, nil},
		{"a word and no more, twice", []string{"我：这款您觉得怎么样？", "客：嗯", "我：期限合适吗？", "客：哦"}, []string{pack.Curt}, nil},
		{"a yes to what is done about a complaint is no silence", []string{"客：你们的机器把我的卡吞了，没人管", "我：是大厅那台吗？", "客：对", "我：我现在就去查。", "客：好"}, nil, []string{pack.Curt}},
		{"what was asked is told: nothing is said again", []string{"客：你们手续费太贵了", "我：手续费按合同是千分之一。您是和哪家比的？", "客：工行"}, nil, []string{pack.Repeated, pack.Unanswered, pack.Jumped}},
		{"the same words again, whatever they are taken for", []string{"客：提前退要扣我多少钱啊", "我：您先看看我们的新活动吧。", "客：我问的是提前退要扣我多少钱"}, []string{pack.Unanswered}, nil},
		{"from resisting to buying", []string{"客：收益太低了", "我：它胜在随时能取，收益按合同是浮动的。", "客：那行，我现在就办，怎么签"}, []string{pack.Turned}, []string{pack.Jumped}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			a := analysis(t, talk(tc.lines...))
			var ids []string
			for _, p := range a.Talk.Patterns {
				ids = append(ids, p.ID)
				require.NotEmpty(t, p.Advice)
			}
			require.Subset(t, ids, tc.want)
			for _, no := range tc.not {
				require.NotContains(t, ids, no)
			}
		})
	}
}

// TestLoop holds where in the handling loop a talk is, told from the employee's
// turns.
func TestLoop(t *testing.T) {
	cases := []struct {
		name          string
		lines         []string
		step          string
		done, skipped []string
	}{
		{"nothing said yet", []string{"客：太贵了"}, "accept", nil, nil},
		{"feeling taken up", []string{"客：太贵了", "我：我理解您的心情。"}, "concrete", []string{"accept"}, nil},
		{"asked", []string{"客：太贵了", "我：我理解您的心情。您是拿哪家比的？"}, "confirm", []string{"accept", "concrete"}, nil},
		{"answered at once", []string{"客：太贵了", "我：手续费按合同是千分之一，一万块收十块。"}, "check", []string{"answer"}, []string{"accept", "concrete", "confirm"}},
		{"and the customer repeats it: back to what was missed", []string{"客：太贵了", "我：手续费按合同是千分之一，一万块收十块。", "客：还是太贵了"}, "accept", []string{"answer"}, []string{"accept", "concrete", "confirm"}},
		{"a new matter begins the loop anew", []string{"客：太贵了", "我：我理解您的心情。手续费按合同是千分之一。", "客：我得回去跟老婆商量"}, "accept", nil, nil},
		{"what was not done is no step", []string{"客：太贵了", "我：之前没给您答复。"}, "accept", nil, nil},
		{"a yes is asked for to what will be done", []string{"客：太贵了", "我：我去问主管，明天给您答复，可以吗？"}, "follow-up", []string{"answer", "follow-up"}, []string{"accept", "concrete", "confirm", "check", "next"}},
		{"and to what was heard", []string{"客：太贵了", "我：您是和去年的八百块比，对吗？"}, "answer", []string{"confirm"}, []string{"accept", "concrete"}},
		{"what was asked is told: the matter goes on", []string{"客：太贵了", "我：我理解您的心情。您是和哪家比的？", "客：工行"}, "confirm", []string{"accept", "concrete"}, nil},
		{"a plain question is answered", []string{"客：请问转账限额是多少"}, "answer", nil, nil},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			loop := analysis(t, talk(tc.lines...)).Talk.Loop
			require.Equal(t, tc.step, loop.Step)
			require.ElementsMatch(t, tc.done, loop.Done)
			require.ElementsMatch(t, tc.skipped, loop.Skipped)
		})
	}
}

// TestStepNow holds that what was done is not said again.
func TestStepNow(t *testing.T) {
	fresh := analysis(t, talk("客：太贵了"))
	require.Zero(t, fresh.Script.Now)
	later := analysis(t, talk("客：太贵了", "我：我理解您的心情。您是拿哪家比的？"))
	require.Equal(t, fresh.Script.ID, later.Script.ID)
	require.Positive(t, later.Script.Now)
	step := later.Script.Steps[later.Script.Now].ID
	require.GreaterOrEqual(t, pack.Place(step), pack.Place("confirm"))
}

// TestMoves holds the steps heard in staff's words against what a trainer heard
// in testdata/moves.tsv: text, a tab, and steps or "-".
func TestMoves(t *testing.T) {
	file, err := os.Open("testdata/moves.tsv")
	require.NoError(t, err)
	defer file.Close()
	c := bank(t)
	both, heard, meant := 0, 0, 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		said, steps, ok := strings.Cut(lines.Text(), "\t")
		require.True(t, ok, "%q", lines.Text())
		var want []string
		if steps != "-" {
			want = strings.Split(steps, ",")
		}
		a, err := c.Analyze(talk("客：太贵了", "我："+said))
		require.NoError(t, err)
		for _, step := range a.Talk.Loop.Done {
			heard++
			if slices.Contains(want, step) {
				both++
			} else {
				t.Logf("heard %s, not meant: %s", step, said)
			}
		}
		for _, step := range want {
			meant++
			if !slices.Contains(a.Talk.Loop.Done, step) {
				t.Logf("not heard %s: %s", step, said)
			}
		}
	}
	precision, recall := float64(both)/float64(heard), float64(both)/float64(meant)
	t.Logf("precision %.3f, recall %.3f of %d steps", precision, recall, meant)
	require.Greater(t, precision, 0.85)
	require.Greater(t, recall, 0.75)
}

// TestKeyRotates holds that colleagues begin with different, equally good words, and
// each always with the same.
func TestKeyRotates(t *testing.T) {
	c := bank(t)
	seen := map[string]bool{}
	for _, key := range []string{"", "001", "002", "003", "004", "005", "006", "007", "008"} {
		conv := coach.Say("不需要，谢谢")
		conv.Context = coach.Context{Key: key, Trace: true}
		a, err := c.Analyze(conv)
		require.NoError(t, err)
		again, err := c.Analyze(conv)
		require.NoError(t, err)
		require.Equal(t, a, again)
		seen[a.Script.ID] = true
		require.True(t, a.Trace[0].Won)
		for _, other := range a.Trace[1:] {
			require.False(t, other.Won)
			require.LessOrEqual(t, other.Weight, a.Trace[0].Weight)
			require.NotEmpty(t, other.Lost)
		}
	}
	require.Greater(t, len(seen), 1)
}

// TestClosing holds that on a buying signal only an honest step is advised.
func TestClosing(t *testing.T) {
	for _, product := range []string{"", "deposit", "wealth", "fund", "insurance", "card", "loan"} {
		conv := coach.Say("好，那我现在就办，怎么签")
		conv.Context.Product = product
		a := analysis(t, conv)
		require.NotNil(t, a.Closing, product)
		require.NotEqual(t, pack.Never, a.Closing.Class)
		require.NotEmpty(t, a.Closing.Say)
		if a.Closing.Class == pack.OnlyIfTrue {
			require.NotEmpty(t, a.Closing.Condition)
		}
	}
	for _, said := range []string{"那个柜员态度太差了，我要投诉她", "不要再给我打电话了", "你们不处理我就打12378投诉到监管"} {
		require.Nil(t, analysis(t, coach.Say(said)).Closing, said)
	}
}

// TestTempting holds that the technique which would do harm is named, and is not
// the one that is advised.
func TestTempting(t *testing.T) {
	for _, said := range []string{"太贵了", "我怕亏本，不敢买", "你们是不是骗子", "那个柜员态度太差了，我要投诉她", "收益太低了，还不如存定期"} {
		a := analysis(t, coach.Say(said))
		require.NotNil(t, a.Tempting, said)
		require.NotEmpty(t, a.Tempting.Reason)
		require.NotNil(t, a.RunnerUp, said)
		ids := []string{a.Technique.ID, a.RunnerUp.ID, a.Tempting.ID}
		slices.Sort(ids)
		require.Len(t, slices.Compact(ids), 3, said)
	}
}

// TestAnotherStaysWithTheRefusal holds that after a clear no every further choice is
// one that ends the talk.
func TestAnotherStaysWithTheRefusal(t *testing.T) {
	conv := coach.Say("不要再给我打电话了")
	for range 8 {
		a := analysis(t, conv)
		require.True(t, a.Refusal)
		require.Contains(t, a.Script.Why, "refusal", a.Script.ID)
		conv.Context.Variant++
	}
}

// TestNature holds what is believed of the reason after what was said.
func TestNature(t *testing.T) {
	for _, tc := range []struct {
		name   string
		lines  []string
		nature string
	}{
		{"no reason given", []string{"客：这个收益不行啊"}, "unclear"},
		{"turned away in the same breath", []string{"客：手续那么多，算了算了，不办了"}, "excuse"},
		{"a reason with a figure in it", []string{"客：年费要三百八太贵了"}, "genuine"},
		{"a question about it answered", []string{"客：你们利息太高了", "我：您是和哪家比的？", "客：和工行比的"}, "genuine"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := analysis(t, talk(tc.lines...))
			require.Equal(t, "objection", a.Kind)
			require.Equal(t, tc.nature, a.Nature)
		})
	}
}

// TestWordsOfTheEmployeeCount holds that what the employee has just said of the rules,
// or of not knowing, decides what comes next.
func TestWordsOfTheEmployeeCount(t *testing.T) {
	for _, tc := range []struct {
		name, said, asked, timing, technique string
	}{
		{"does not know", "这一条我也不清楚。", "那我这种情况到底能不能办？", pack.Later, "defer-with-promise"},
		{"the rules forbid it", "按规定，七十岁以上买不了。", "那你给我想想办法行不行？", pack.Now, "service-no"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := analysis(t, talk("我："+tc.said, "客："+tc.asked))
			require.NotNil(t, a.Timing, a.Kind)
			require.Equal(t, tc.timing, a.Timing.Decision)
			require.Equal(t, tc.technique, a.Technique.ID)
			alone := analysis(t, talk("客："+tc.asked, "我："+tc.said, "客："+tc.asked, "我：好。", "客："+tc.asked))
			require.True(t, alone.Technique == nil || alone.Technique.ID != tc.technique, "only what was said just before counts")
			customers := analysis(t, coach.Say(tc.said))
			require.True(t, customers.Script == nil || !slices.Contains(customers.Script.Why, "cue=unsure") && !slices.Contains(customers.Script.Why, "cue=barred"))
		})
	}
}

// TestUnsuitedTechniqueStepsBack holds that a script for the very product does not win
// by a technique that the situation does not call for.
func TestUnsuitedTechniqueStepsBack(t *testing.T) {
	shop := &pack.Pack{
		Model:   bank(t).Pack().Model,
		Timing:  []pack.Timing{{Decision: pack.Now}},
		Choices: []pack.Choice{{Techniques: []pack.ChosenTechnique{{ID: "inquire"}, {ID: "evidence"}}}},
		Labels:  []pack.Label{{Axis: "product", ID: "loan"}},
		Scripts: []pack.Script{
			{ID: "any", For: pack.When{Topic: []string{"price"}}, Technique: "evidence", Steps: []pack.Step{{ID: "answer"}}},
			{ID: "loan", For: pack.When{Topic: []string{"price"}, Product: []string{"loan"}}, Technique: "boomerang", Steps: []pack.Step{{ID: "answer"}}},
		},
	}
	c, err := coach.New(shop)
	require.NoError(t, err)
	conv := coach.Say("太贵了")
	conv.Context = coach.Context{Product: "loan", Trace: true}
	a, err := c.Analyze(conv)
	require.NoError(t, err)
	require.Equal(t, "any", a.Script.ID)
	require.Equal(t, "evidence", a.Technique.ID)
	require.Equal(t, "inquire", a.RunnerUp.ID)
	require.Equal(t, "technique", a.Trace[1].Lost)

	shop.Scripts[1].Technique = "inquire"
	c, err = coach.New(shop)
	require.NoError(t, err)
	a, err = c.Analyze(conv)
	require.NoError(t, err)
	require.Equal(t, "loan", a.Script.ID)
	require.Equal(t, "closer", a.Trace[1].Lost)

	shop.Choices[0] = pack.Choice{Techniques: []pack.ChosenTechnique{{ID: "evidence"}}, Tempting: &pack.ChosenTechnique{ID: "inquire"}}
	shop.Scripts[1].For.Product, shop.Scripts[1].For.Emotion = []string{"loan"}, []string{"calm"}
	c, err = coach.New(shop)
	require.NoError(t, err)
	a, err = c.Analyze(conv)
	require.NoError(t, err)
	require.Equal(t, "any", a.Script.ID, "the closest one is by the technique that would do harm")
	require.Zero(t, a.Trace[1].Weight)
}
