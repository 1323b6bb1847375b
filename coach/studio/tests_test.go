//go:build !js

package studio_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/source"
	"objectioncoach/coach/studio"
)

func TestReadTests(t *testing.T) {
	tests, problems := studio.ReadTests("ours/a.tests.jsonl", "\ufeff"+strings.Join([]string{
		`{"text":"太贵了","expect":{"kind":"objection","topics":["price"]}}`, ``,
		`{"turns":[{"who":"staff","text":"您好"},{"who":"customer","text":"嗯"}],"context":{"channel":"phone"},"expect":{"unclear":true}}`,
		`{"txt":"太贵了"}`, `{`, `{"text":"a"} {"text":"b"}`, `{"text":"a","turns":[{"who":"customer","text":"b"}]}`, `{}`,
	}, "\r\n"))
	require.Len(t, tests, 2)
	require.Equal(t, 3, tests[1].Line)
	require.Equal(t, []string{
		`ours/a.tests.jsonl:4:1: not a JSON object of a test: json: unknown field "txt"`,
		`ours/a.tests.jsonl:5:1: not a JSON object of a test: unexpected EOF`,
		`ours/a.tests.jsonl:6:1: something follows the test: write one a line`,
		`ours/a.tests.jsonl:7:1: give either "text" or "turns"`,
		`ours/a.tests.jsonl:8:1: give either "text" or "turns"`,
	}, strings.Split(problems.Error(), "\n"))

	tests, problems = studio.PasteTests("太贵了\n\n  再说吧 \n")
	require.Empty(t, problems)
	require.Equal(t, []studio.Test{{Text: "太贵了"}, {Text: "再说吧"}}, tests)
	tests, problems = studio.PasteTests(strings.Repeat("贵\n\n", studio.MaxTests+2))
	require.Len(t, tests, studio.MaxTests)
	require.EqualError(t, problems, ":200001:1: a set has at most 100000 tests: from here on none was read", "no line is left out in silence")
	tests, problems = studio.PasteTests(strings.Repeat("{\"text\":\"贵\"}\n", studio.MaxTests+2))
	require.Len(t, tests, studio.MaxTests)
	require.Len(t, problems, 1)
	tests, _ = studio.PasteTests(`{"text":"太贵了"}`)
	require.Equal(t, "太贵了", tests[0].Text)
}

// TestRun runs tests a few at a time, beside the published pack.
func TestRun(t *testing.T) {
	files := ours()
	files["cases.tests.jsonl"] = `{"text":"你们这个手续费也太贵了吧","expect":{"kind":"objection","topics":["price"]}}
{"text":"你们这个手续费也太贵了吧","expect":{"kind":"complaint","topics":["risk"],"escalate":true,"unclear":true,"timing":"skip","technique":"ignore","script":"nowhere","nature":"x","emotion":"x"}}
{"text":"asdf qwer","expect":{"unclear":true}}
`
	w := open(t, "ours", files)
	require.Empty(t, w.Check("").Problems, "tests are not learned from")
	tests, problems := w.Tests()
	require.Empty(t, problems)
	require.Len(t, tests, 3)
	c, _, err := w.Coach()
	require.NoError(t, err)
	run := studio.NewRun(tests, c, studio.NewPublished(published(t)))
	require.True(t, run.Step(2))
	done, all := run.Progress()
	require.Equal(t, [2]int{2, 3}, [2]int{done, all})
	require.False(t, run.Step(2))
	require.Len(t, run.Outcomes, 3)
	require.Len(t, run.Outcomes[1].Failed, 9)
	require.Contains(t, run.Problems()[0].String(), `ours/cases.tests.jsonl:2:1: "你们这个手续费也太贵了吧": expected `)
	require.Len(t, studio.Pick{Failed: true}.Only(run.Outcomes), len(run.Outcomes)-2)
	require.Len(t, studio.Pick{Unsure: true}.Only(run.Outcomes), 1)
	require.Empty(t, studio.Pick{NoScript: true}.Only(run.Outcomes))
	require.Empty(t, studio.Pick{Findings: true}.Only(run.Outcomes))
	long, _ := studio.PasteTests(strings.Repeat("长", coach.MaxText+1))
	run = studio.NewRun(long, c, nil)
	run.Step(9)
	require.NotEmpty(t, run.Outcomes[0].Error)

	require.NoError(t, w.KeepTests("cases.tests.jsonl", []studio.Test{{Text: "<b>再说</b>"}}, 0))
	text, _ := w.Text("cases.tests.jsonl")
	require.Equal(t, files["cases.tests.jsonl"]+`{"text":"<b>再说</b>"}`+"\n", text)
	require.EqualError(t, w.KeepTests("a.jsonl", nil, 0), "a.jsonl is no file of tests: those end in "+source.TestsEnding)
}

// TestFindings holds that a script that breaks a rule is found where it would be said,
// and that a script of which nothing is wrong is not.
func TestFindings(t *testing.T) {
	w := open(t, "ours", ours())
	p, _ := w.Good()
	bad := *p
	bad.Scripts = append(bad.Scripts[:0:0], bad.Scripts...)
	for i := range bad.Scripts {
		bad.Scripts[i].Steps = append(bad.Scripts[i].Steps[:0:0], bad.Scripts[i].Steps...)
		bad.Scripts[i].Steps[0].Say = bad.Scripts[i].Steps[0].Say.With("zh-CN", "我给您打包票，亏了我个人补给您。")
	}
	c, err := coach.New(&bad)
	require.NoError(t, err)
	tests, _ := studio.PasteTests("你们这个手续费也太贵了吧")
	run := studio.NewRun(tests, c, studio.NewPublished(published(t)))
	run.Step(1)
	require.Len(t, studio.Pick{Findings: true, Changed: true}.Only(run.Outcomes), 1)
	require.Contains(t, run.Outcomes[0].Findings[0].Words, "亏了我")
}

// BenchmarkRun measures ten thousand lines beside the published pack.
func BenchmarkRun(b *testing.B) {
	c, err := coach.New(builtIn())
	require.NoError(b, err)
	var lines strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&lines, "第%d位客户说你们这个手续费也太贵了吧，我再考虑考虑\n", i)
	}
	tests, _ := studio.PasteTests(lines.String())
	for b.Loop() {
		run := studio.NewRun(tests, c, studio.NewPublished(c))
		for run.Step(100) {
		}
	}
}
