package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/classify"
	"objectioncoach/coach/pack"
)

// smallPack writes a compiled pack with its rulebook beside it, and gives the pack's
// name. Its model knows three words: 保本 breaks P01, 最好 breaks P05 and 规定 is cold.
func smallPack(t *testing.T) string {
	t.Helper()
	var customers []classify.Head
	for _, axis := range classify.Axes {
		customers = append(customers, classify.Head{Axis: axis, Label: string(axis), Scale: 1, Slope: 1})
	}
	none := classify.Traits{Count: 1, Lent: []int8{1}, Readout: make([]int8, len(customers))}
	hears, err := classify.New(customers, &classify.Lexicon{}, []classify.Feature{classify.FeatureOf("贵")}, none)
	require.NoError(t, err)

	heads := []classify.Head{
		{Axis: classify.Unlawful, Label: "unlawful"}, {Axis: classify.Violation, Label: "P01"}, {Axis: classify.Violation, Label: "P05"},
		{Axis: classify.Habit, Label: "cold"}, {Axis: classify.Practice, Label: "acknowledges"},
	}
	for i := range heads {
		heads[i].Bias, heads[i].Scale, heads[i].Slope, heads[i].Threshold = -5, 1, 1, 0.5
	}
	says := map[classify.Feature][]int8{
		classify.FeatureOf("保本"): {100, 100, 0, 0, 0},
		classify.FeatureOf("最好"): {100, 0, 100, 0, 0},
		classify.FeatureOf("规定"): {0, 0, 0, 100, 0},
	}
	var known []classify.Feature
	for feature := range says {
		known = append(known, feature)
	}
	slices.Sort(known)
	n := len(known)
	traits := classify.Traits{Count: n, Lent: make([]int8, n*n), Readout: make([]int8, len(heads)*n)}
	for i, feature := range known {
		traits.Lent[i*n+i] = 1
		for h := range heads {
			traits.Readout[h*n+i] = says[feature][h]
		}
	}
	reads, err := classify.New(heads, &classify.Lexicon{}, known, traits)
	require.NoError(t, err)

	both := func(chinese, english string) pack.Text {
		return pack.Text{pack.DefaultLocale: chinese, pack.English: english}
	}
	p := &pack.Pack{ID: "small", Model: hears, Rulebook: &pack.Rulebook{
		Rules: []pack.Rule{
			{
				ID: "P01", Title: both("承诺保本", "Promising principal"), Severity: pack.MustNot, Why: both("没人保得了", "Nobody can"),
				Rewrites: []pack.Rewrite{{Say: both("有涨有跌。", "It moves.")}}, Products: []string{"wealth"},
				Sources: []pack.Origin{{Document: both("某办法", "Some Measure"), Article: "13", Confidence: pack.Confirmed}},
			},
			{ID: "P05", Title: both("绝对化", "Superlatives"), Severity: pack.Revise, Channels: []string{"broadcast"}},
		},
		Habits: []pack.Habit{{ID: "cold", Title: both("冷淡", "Coldness"), Why: both("伤人", "It hurts"), Better: both("您坐。", "Have a seat.")}},
		Practices: []pack.Practice{{ID: "asks", Title: both("问了一句", "Asked"), Find: []pack.Find{{Kind: "question"}}},
			{ID: "commits-date", Title: both("给了日子", "A date"), Find: []pack.Find{{Kind: "phrase", Words: []string{"明天"}}}}},
		Verdicts: []pack.Verdict{{ID: "empty", Say: both("先写。", "Write first.")}, {ID: "must-not", Say: both("别说。", "Do not say it.")},
			{ID: "revise", Say: both("改。", "Reword it.")}, {ID: "habit", Say: both("换。", "Change it.")}, {ID: "clear", Say: both("没检出。", "None found.")}},
		Model: reads,
	}}
	name := filepath.Join(t.TempDir(), "small.pack")
	for file, compile := range map[string]func() ([]byte, error){name: p.Compile, strings.TrimSuffix(name, ".pack") + ".rules": p.CompileRules} {
		content, err := compile()
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(file, content, 0o644))
	}
	return name
}

func TestReviewReadable(t *testing.T) {
	name := smallPack(t)
	cases := []struct {
		name string
		args []string
		want string
	}{
		{"a draft", []string{"您好。😀这款保本，规定如此。您看行吗？"}, `您好。😀这款保本，规定如此。您看行吗？

✗ P01 承诺保本  “保本”
  没人保得了
  《某办法》第13条 (confirmed)
  → 有涨有跌。
~ 冷淡  “规定如此”
  伤人
  → 您坐。
✓ 问了一句
20  别说。
`},
		{"several words", []string{"明天", "给您回话"}, "明天 给您回话\n\n✓ 给了日子\n80  没检出。\n"},
		{"in English", []string{"--locale", "en", "规定如此"}, "规定如此\n\n~ Coldness  “规定如此”\n  It hurts\n  → Have a seat.\n50  Change it.\n"},
		{"a product that no rule speaks of", []string{"--product", "理财", "--customer", "怎么办", "保本"}, "保本\n\n✗ P01 承诺保本  “保本”\n  没人保得了\n  《某办法》第13条 (confirmed)\n  → 有涨有跌。\n20  别说。\n"},
		{"a channel the rule does not speak of", []string{"--channel", "phone", "最好"}, "最好\n\n70  没检出。\n"},
		{"nothing", []string{""}, "\n\n0  先写。\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, errs, err := runs("", append([]string{"review", "--pack", name}, c.args...)...)
			require.NoError(t, err)
			require.Empty(t, errs)
			require.Equal(t, c.want, out)
		})
	}
}

// reviewLines reads what a run of lines wrote.
func reviewLines(t *testing.T, out string) (ids []string, list []coach.Review, failed []string) {
	t.Helper()
	for line := range strings.Lines(out) {
		var r struct {
			ID    json.RawMessage `json:"id"`
			Error string          `json:"error"`
			coach.Review
		}
		require.NoError(t, json.Unmarshal([]byte(line), &r), line)
		ids, list, failed = append(ids, string(r.ID)), append(list, r.Review), append(failed, r.Error)
	}
	return ids, list, failed
}

func TestReviewLines(t *testing.T) {
	name := smallPack(t)
	in := strings.Join([]string{
		`{"id":"a","reply":"这款保本","customer":"会亏吗"}`,
		"",
		`{"reply":"我们最好","channel":"phone","product":"loan"}`,
		`{"id":[1, "b"],"reply":"我们最好","channel":"broadcast","locale":"en"}`,
		`{"id":4,"reply":""}`,
		`{"id":1.50,"reply":"好的","note":"other keys are passed over"}`,
	}, "\n")
	out, errs, err := runs(in, "review", "--jsonl", "--pack", name)
	require.NoError(t, err)
	require.Empty(t, errs)
	ids, list, failed := reviewLines(t, out)
	require.Equal(t, []string{`"a"`, `null`, `[1,"b"]`, `4`, `1.50`}, ids)
	require.Equal(t, make([]string, 5), failed)
	var next []string
	for _, r := range list {
		next = append(next, r.Next)
	}
	require.Equal(t, []string{"别说。", "没检出。", "Reword it.", "先写。", "没检出。"}, next)
	require.Equal(t, 2, list[0].Violations[0].Start)
	require.Zero(t, list[3].Score, "an empty reply is reviewed as one")

	var first map[string]any
	require.NoError(t, json.Unmarshal([]byte(out[:strings.Index(out, "\n")]), &first))
	for _, key := range []string{"violations", "habits", "practices", "missing"} {
		require.IsType(t, []any{}, first[key], "%s is a list, never null", key)
	}
}

// TestReviewLinesTakeFlags holds that a line's own product, channel and locale go before
// those of the flags, and do not last beyond the line.
func TestReviewLinesTakeFlags(t *testing.T) {
	in := `{"id":1,"reply":"最好"}` + "\n" + `{"id":2,"reply":"最好","channel":"chat","locale":"zh-CN"}` + "\n" + `{"id":3,"reply":"最好"}`
	out, _, err := runs(in, "review", "--jsonl", "--pack", smallPack(t), "--channel", "broadcast", "--locale", "en")
	require.NoError(t, err)
	_, list, _ := reviewLines(t, out)
	require.Equal(t, []string{"Reword it.", "没检出。", "Reword it."}, []string{list[0].Next, list[1].Next, list[2].Next})
}

func TestReviewLinesBad(t *testing.T) {
	name := smallPack(t)
	long := strings.Repeat("贵", coach.MaxText+1)
	cases := []struct{ name, line, id, want string }{
		{"no JSON", `{"id":7,`, `null`, `unexpected end of JSON input`},
		{"no object", `["保本"]`, `null`, `json: cannot unmarshal array into Go value of type main.draftLine`},
		{"a reply of another type", `{"id":7,"reply":5}`, `7`, `json: cannot unmarshal number into Go struct field draftLine.reply of type string`},
		{"no reply", `{"id":7,"customer":"会亏吗"}`, `7`, `nothing to review: give "reply"`},
		{"null", `{"id":7,"reply":null}`, `7`, `nothing to review: give "reply"`},
		{"a reply too long", `{"id":7,"reply":"` + long + `"}`, `7`, `the draft has 4001 characters and at most 4000 can be read: divide it`},
		{"a customer too long", `{"id":7,"reply":"好","customer":"` + long + `"}`, `7`, `turn 1 has 4001 characters and at most 4000 can be read: divide it`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, errs, err := runs(`{"id":1,"reply":"好"}`+"\n"+c.line+"\n"+`{"id":2,"reply":"好"}`+"\n", "review", "--jsonl", "--pack", name)
			require.ErrorIs(t, err, errReported)
			require.Equal(t, "line 2: "+c.want+"\n", errs)
			ids, _, failed := reviewLines(t, out)
			require.Equal(t, []string{"1", c.id, "2"}, ids, "the run goes on")
			require.Equal(t, []string{"", c.want, ""}, failed)
		})
	}
}

func TestReviewRefuses(t *testing.T) {
	name := smallPack(t)
	cases := []struct {
		name string
		args []string
		want string
	}{
		{"nothing to review", nil, `nothing to review: give the draft, as in coach review "这款保本"`},
		{"a draft too long", []string{strings.Repeat("贵", coach.MaxText+1)}, "the draft has 4001 characters and at most 4000 can be read: divide it"},
		{"a draft beside lines", []string{"--jsonl", "保本"}, `--jsonl reads standard input and not "保本": write coach review --jsonl < FILE`},
		{"a flag after the draft", []string{"保本", "--channel", "phone"}, "--channel comes too late: flags stand before the text or file"},
		{"an unknown channel", []string{"--channel", "fax", "保本"}, `there is no channel "fax": the channels are branch, phone, chat, visit and broadcast`},
		{"a flag of eval", []string{"--replies", "保本"}, "flag provided but not defined: -replies"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, _, err := runs("", append([]string{"review", "--pack", name}, c.args...)...)
			require.EqualError(t, err, c.want)
			require.Empty(t, out)
		})
	}
}

// TestRulebookBesideThePack holds that the rulebook is found by the pack's name, and what
// is said where it is not there or is none.
func TestRulebookBesideThePack(t *testing.T) {
	name := smallPack(t)
	rules := strings.TrimSuffix(name, ".pack") + ".rules"
	require.NoError(t, os.WriteFile(rules, []byte("OCRULE, and cut off"), 0o644))
	_, _, err := runs("", "review", "--pack", name, "保本")
	require.EqualError(t, err, name+": this is not a compiled rulebook of Objection Coach")

	require.NoError(t, os.Remove(rules))
	_, _, err = runs("", "review", "--pack", name, "保本")
	require.EqualError(t, err, "this coach has no rulebook to review with: open the pack together with its .rules file")
	_, _, err = runs("", "analyze", "--pack", name, "太贵了")
	require.NoError(t, err, "an analysis needs none")
}

func TestEvalReplies(t *testing.T) {
	name := smallPack(t)
	write := func(lines ...string) string {
		file := filepath.Join(t.TempDir(), "own.replies.jsonl")
		require.NoError(t, os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o644))
		return file
	}
	const (
		right  = `{"reply":"这款保本","violations":["P01"],"habits":[]}`
		missed = `{"reply":"稳稳的","violations":["P01"],"habits":[]}`
		near   = `{"reply":"没人敢说保本","violations":[],"habits":[],"near":true}`
		asks   = `{"reply":"您看哪天方便？","violations":[],"habits":["cold"],"asks":true}`
		bad    = `{"reply":"好","violations":["P99"]}`
	)
	out, errs, err := runs("", "eval", "--replies", "--pack", name, write(right, missed, near, asks))
	require.NoError(t, err)
	require.Empty(t, errs)
	for _, want := range []string{
		`(?m)^replies +4$`,
		`(?m)^violations found +recall 0\.500 +precision 0\.500 +1 of 2, 1 false$`,
		`(?m)^near-misses flagged +1\.000 +1 of 1$`,
		`(?m)^ +asks +F1 1\.000 `,
		`(?m)^ +cold +F1 0\.000 +P 0\.000 +R 0\.000 +1$`,
	} {
		require.Regexp(t, want, out)
	}

	file := write(right, bad, near)
	out, errs, err = runs("", "eval", "--replies", "--pack", name, file)
	require.ErrorIs(t, err, errReported)
	require.Regexp(t, `(?m)^replies +2$`, out, "the good ones are measured")
	require.True(t, strings.HasPrefix(errs, fmt.Sprintf("%s:2: violation %q is none of ", file, "P99")), errs)

	file = write(bad)
	_, _, err = runs("", "eval", "--replies", "--pack", name, file)
	require.EqualError(t, err, file+" holds no labelled line")
	_, _, err = runs("", "eval", "--replies", "--pack", name)
	require.EqualError(t, err, "give one file of labelled lines, as in coach eval lines.jsonl")
}
