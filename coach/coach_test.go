package coach_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/packs"
)

// bank gives the coach of the built-in bank pack.
func bank(t testing.TB) *coach.Coach {
	t.Helper()
	p, err := packs.Open("bank")
	require.NoError(t, err)
	c, err := coach.New(p)
	require.NoError(t, err)
	return c
}

// TestGolden holds every answer to testdata/requests.jsonl against
// testdata/answers.golden.jsonl, byte for byte. It runs natively and under
// js/wasm against the same file, which is the proof that both agree. To renew the
// file after a change of the pack: UPDATE_GOLDEN=1 go test ./coach
func TestGolden(t *testing.T) {
	c := bank(t)
	var got bytes.Buffer
	for _, req := range requests(t) {
		a, err := c.Analyze(coach.Conversation{Turns: req.Turns, Context: req.Context})
		require.NoError(t, err, req.ID)
		a.Pack.Hash = "" // says nothing about the answer
		encoder := json.NewEncoder(&got)
		encoder.SetEscapeHTML(false)
		require.NoError(t, encoder.Encode(map[string]any{"id": req.ID, "analysis": a}))
	}
	const file = "testdata/answers.golden.jsonl"
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(file, got.Bytes(), 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got.String(), "if the change is meant: UPDATE_GOLDEN=1 go test ./coach")
}

type request struct {
	ID      string        `json:"id"`
	Text    *string       `json:"text"`
	Turns   []coach.Turn  `json:"turns"`
	Context coach.Context `json:"context"`
}

func requests(t testing.TB) []request {
	t.Helper()
	file, err := os.Open("testdata/requests.jsonl")
	require.NoError(t, err)
	defer file.Close()
	var list []request
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		var r request
		require.NoError(t, json.Unmarshal(scanner.Bytes(), &r))
		if r.Text != nil {
			r.Turns = coach.Say(*r.Text).Turns
		}
		list = append(list, r)
	}
	return list
}

// TestRecognises holds lines that no reasonable listener would take otherwise.
func TestRecognises(t *testing.T) {
	cases := []struct {
		text, kind, topic string
		escalate          bool
	}{
		{"太贵了", "objection", "price", false},
		{"你们手续费太高", "objection", "price", false},
		{"收益太低了，还不如存定期", "objection", "yield", false},
		{"我怕亏本，不敢买", "objection", "risk", false},
		{"我得回去跟老婆商量", "objection", "authority", false},
		{"我已经在别的银行买了", "objection", "competitor", false},
		{"先发份资料给我看看", "objection", "information", false},
		{"别再给我打电话了", "objection", "privacy", false},
		{"不需要，谢谢", "objection", "need", false},
		{"现在手头没钱", "objection", "affordability", false},
		{"你们是不是骗子", "objection", "trust", false},
		{"锁三年太久了，提前取还要扣钱", "objection", "terms", false},
		{"排队排了一上午，没一个人管", "complaint", "service", false},
		{"那个柜员态度太差了，我要投诉她", "complaint", "staff", false},
		{"这笔钱不是我刷的，给我查一下", "dispute", "", false},
		{"好，那我现在就办，怎么签", "buying-signal", "", false},
		{"请问转账限额是多少", "question", "", false},
		{"你们不处理我就打12378投诉到监管", "complaint", "", true},
		{"活着没意思，债还不完了", "", "", true},
		{"再不赔我就从你们楼上跳下去，我不想活了", "", "", true},
	}
	c := bank(t)
	for _, tc := range cases {
		t.Run(tc.text, func(t *testing.T) {
			a, err := c.Analyze(coach.Say(tc.text))
			require.NoError(t, err)
			if tc.kind != "" {
				require.Equal(t, tc.kind, a.Kind)
			}
			if tc.topic != "" {
				require.Contains(t, asserted(a), tc.topic)
			}
			require.Equal(t, tc.escalate, a.Escalate)
		})
	}
}

func asserted(a coach.Analysis) []string {
	var ids []string
	for _, topic := range a.Topics {
		if topic.Asserted {
			ids = append(ids, topic.ID)
		}
	}
	return ids
}

// TestAdvises holds what the rules of domain and law leave no choice about.
func TestAdvises(t *testing.T) {
	cases := []struct {
		name, text string
		ctx        coach.Context
		timing     string
		not        []string // techniques that would do harm
	}{
		{"a complaint is taken at once", "我要投诉你们网点，办个卡跑了三趟", coach.Context{}, "now", []string{"ignore", "boomerang"}},
		{"a doubt of safety cannot wait", "这个安全吗，会不会亏本", coach.Context{}, "now", []string{"ignore", "boomerang"}},
		{"risk is raised before an investment is signed", "行，给我办五万", coach.Context{Product: "wealth"}, "before", []string{"ignore"}},
		{"a record in doubt is checked", "这笔扣款不对，我没有消费过", coach.Context{}, "now", []string{"ignore", "direct"}},
		{"a refusal is honoured", "不要再给我打电话了", coach.Context{}, "now", []string{"boomerang", "inquire", "yes-if"}},
		{"small talk is let pass", "你好呀", coach.Context{}, "skip", nil},
	}
	c := bank(t)
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			conv := coach.Say(tc.text)
			conv.Context = tc.ctx
			a, err := c.Analyze(conv)
			require.NoError(t, err)
			require.NotNil(t, a.Timing, "%+v", a)
			require.Equal(t, tc.timing, a.Timing.Decision)
			require.NotEmpty(t, a.Timing.Reason)
			require.NotNil(t, a.Technique)
			require.NotContains(t, tc.not, a.Technique.ID)
			require.NotNil(t, a.Script)
			require.NotEmpty(t, a.Script.Steps)
		})
	}
}

func TestUnclearAsks(t *testing.T) {
	c := bank(t)
	asked := 0
	for _, text := range []string{"", "asdkjh qwe zzz", "？？？", "今天天气真好啊", "都什么玩意儿", "就那么回事吧", "哪儿跟哪儿啊", "这不合适吧", "还有这种事"} {
		a, err := c.Analyze(coach.Say(text))
		require.NoError(t, err)
		if !a.Unclear {
			continue
		}
		require.NotEmpty(t, a.Ask, "%q", text)
		require.Nil(t, a.Script)
		require.Empty(t, asserted(a))
		if a.Kind == "other" {
			require.Nil(t, a.Timing)
			require.Nil(t, a.Technique)
			continue
		}
		asked++
		require.Equal(t, "now", a.Timing.Decision, "%q", text)
		require.Contains(t, []string{"inquire", "restate"}, a.Technique.ID, "%q", text)
		require.Nil(t, a.RunnerUp)
	}
	require.NotZero(t, asked, "none of these lines is unclear")
}

func TestRefuses(t *testing.T) {
	c := bank(t)
	cases := []struct {
		name string
		conv coach.Conversation
		want string
	}{
		{"nothing said", coach.Conversation{}, `no turn of the customer to read: give at least one with who "customer"`},
		{"only staff", coach.Conversation{Turns: []coach.Turn{{Who: "staff", Text: "您好"}}}, `no turn of the customer to read: give at least one with who "customer"`},
		{"unknown speaker", coach.Conversation{Turns: []coach.Turn{{Who: "bot", Text: "hi"}}}, `turn 1: who is "bot", and must be "customer" or "staff"`},
		{"too long", coach.Say(strings.Repeat("贵", coach.MaxText+1)), "turn 1 has 4001 characters and at most 4000 can be read: divide it"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			_, err := c.Analyze(tc.conv)
			require.EqualError(t, err, tc.want)
		})
	}
	_, err := c.Analyze(coach.Say(strings.Repeat("贵", coach.MaxText)))
	require.NoError(t, err)
	_, err = coach.New(nil)
	require.Error(t, err)
}

func TestVariantsStepThroughScripts(t *testing.T) {
	c := bank(t)
	seen := map[string]bool{}
	conv := coach.Say("太贵了")
	first, err := c.Analyze(conv)
	require.NoError(t, err)
	for range first.Script.Others + 1 {
		a, err := c.Analyze(conv)
		require.NoError(t, err)
		require.False(t, seen[a.Script.ID], "each number gives another script")
		seen[a.Script.ID] = true
		conv.Context.Variant++
	}
	again, err := c.Analyze(conv)
	require.NoError(t, err)
	require.Equal(t, first.Script, again.Script, "after the last comes the first")
}

func TestSlots(t *testing.T) {
	c := bank(t)
	for _, req := range requests(t) {
		conv := coach.Conversation{Turns: req.Turns, Context: req.Context}
		conv.Context.Slots = map[string]string{"product.name": "{x}稳健"}
		a, err := c.Analyze(conv)
		require.NoError(t, err)
		if a.Script == nil {
			continue
		}
		for _, step := range a.Script.Steps {
			require.NotContains(t, strings.ReplaceAll(step.Say, "{x}", ""), "{")
		}
	}
}

func FuzzAnalyze(f *testing.F) {
	for _, req := range requests(f) {
		f.Add(req.Turns[len(req.Turns)-1].Text)
	}
	f.Add("a\xff\xfe贵")
	f.Add("\u202e贵太\u202c")
	c := bank(f)
	f.Fuzz(func(t *testing.T, text string) {
		a, err := c.Analyze(coach.Say(text))
		if err != nil {
			require.Greater(t, len([]rune(text)), coach.MaxText)
			return
		}
		again, err := c.Analyze(coach.Say(text))
		require.NoError(t, err)
		require.Equal(t, a, again, "the same input gives the same answer")

		units := utf16.Encode([]rune(text))
		for _, e := range a.Evidence {
			require.True(t, 0 <= e.Start && e.Start < e.End && e.End <= len(units), "%v of %d", e, len(units))
			require.False(t, splitsPair(units, e.Start) || splitsPair(units, e.End))
		}
		scores := []float64{a.KindScore, a.EmotionScore, a.NatureScore}
		for _, topic := range a.Topics {
			scores = append(scores, topic.Score)
		}
		for _, s := range scores {
			require.True(t, s >= 0 && s <= 1 && !math.IsNaN(s), fmt.Sprint(s))
		}
		_, err = json.Marshal(a)
		require.NoError(t, err)
	})
}

func splitsPair(units []uint16, i int) bool {
	return i > 0 && i < len(units) && utf16.IsSurrogate(rune(units[i])) && utf16.IsSurrogate(rune(units[i-1])) && units[i] >= 0xDC00 && units[i-1] < 0xDC00
}
