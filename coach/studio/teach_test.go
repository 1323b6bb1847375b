//go:build !js

package studio_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/packs"
	"objectioncoach/coach/source"
	"objectioncoach/coach/studio"
)

// trained are the lines that the built-in models learned from: a sample of 8,000, and
// 3,000 to measure with.
var trained = sync.OnceValue(func() [2][]labelled.Line {
	src, err := source.Read(packs.Sources(), "base")
	if err != nil {
		panic(err)
	}
	sample, kept := studio.WriteSample(src.LinesIn(""), 8000, 3000)
	var both [2][]labelled.Line
	for i, raw := range [][]byte{sample, kept} {
		if both[i], err = labelled.Read(bytes.NewReader(raw), "sample"); err != nil {
			panic(err)
		}
	}
	return both
})

func TestSample(t *testing.T) {
	both := trained()
	require.Len(t, both[0], 8000)
	require.Len(t, both[1], 3000)
	seen := map[string]bool{}
	for _, line := range both[0] {
		seen[line.Text] = true
	}
	shared := 0
	for _, line := range both[1] {
		if seen[line.Text] {
			shared++
		}
	}
	require.Less(t, shared, 30, "some things many people say")
}

// jargon is how the customers of one bank speak of its app, which no model could know.
func jargon() []labelled.Line {
	var lines []labelled.Line
	for _, said := range []string{"小绿卡又闹脾气了", "小绿卡今天闹脾气，半天进不去", "你们小绿卡老闹脾气", "小绿卡闹脾气三天了", "早上小绿卡闹脾气，点哪儿都没反应"} {
		lines = append(lines, labelled.Line{Text: said, Kind: "complaint", Topics: []string{"product"}, Emotion: "annoyed"})
	}
	return lines
}

// TestTeach teaches the jargon, finds it understood in a line that was not taught, and
// little lost elsewhere.
func TestTeach(t *testing.T) {
	both := trained()
	w := open(t, "ours", ours())
	tests, problems := studio.ReadTests("", `{"text":"小绿卡闹脾气，我都急死了","expect":{"kind":"complaint","topics":["product"]}}
{"text":"你们这个手续费也太贵了吧","expect":{"kind":"objection","topics":["price"]}}
`)
	require.Empty(t, problems)
	require.NoError(t, w.KeepTests("jargon.tests.jsonl", tests, 0))
	teaching, err := w.Teach(jargon(), both[0])
	require.NoError(t, err)
	for teaching.Step() {
	}
	lesson, err := teaching.Compare(both[1])
	require.NoError(t, err)
	require.Less(t, lesson.Taught.Before, 0.5)
	require.Equal(t, 1.0, lesson.Taught.After)
	require.Len(t, lesson.Mended, 1, "what was not taught is understood too")
	require.Empty(t, lesson.Broken)
	for _, s := range lesson.Scores[:2] {
		require.Greater(t, s.After, s.Before-0.02, s.What)
	}
	require.Greater(t, len(lesson.Scores), 15)

	models, err := teaching.Models()
	require.NoError(t, err)
	w.Use(models)
	c, current, err := w.Coach()
	require.NoError(t, err)
	require.True(t, current)
	a, err := c.Analyze(coach.Say(jargon()[0].Text))
	require.NoError(t, err)
	require.Equal(t, "complaint", a.Kind)
	compiled, err := w.Compile()
	require.NoError(t, err)
	require.NotEqual(t, builtIn().Hash, mustOpen(t, compiled).Hash)

	require.NoError(t, w.KeepCorrections("corpus/corrections.jsonl", jargon(), 0))
	text, _ := w.Text("corpus/corrections.jsonl")
	require.Equal(t, 5, strings.Count(text, "\n"))
	require.Empty(t, w.Check("").Problems)
}

// TestRetaughtRun holds tests of a pack with a model of its own against the published one:
// what only became surer or less sure is not told as changed, and the published coach is not
// asked twice for the same.
func TestRetaughtRun(t *testing.T) {
	both := trained()
	w := open(t, "ours", ours())
	teaching, err := w.Teach(jargon(), both[0])
	require.NoError(t, err)
	for teaching.Step() {
	}
	models, err := teaching.Models()
	require.NoError(t, err)
	w.Use(models)
	c, _, err := w.Coach()
	require.NoError(t, err)
	tests := []studio.Test{{Text: jargon()[0].Text}}
	for _, line := range both[1][:500] {
		tests = append(tests, studio.Test{Text: line.Text})
	}
	staff := studio.NewPublished(published(t))
	run := studio.NewRun(tests, c, staff)
	run.Step(len(tests))
	require.True(t, run.Outcomes[0].Changed, "what was taught is answered otherwise")
	changed := studio.Pick{Changed: true}.Only(run.Outcomes)
	require.Less(t, len(changed), 150, "nearly all are a little surer or less sure")
	require.Equal(t, len(tests), staff.Kept())

	again := studio.NewRun(tests, c, staff)
	again.Step(len(tests))
	require.Equal(t, run.Outcomes, again.Outcomes, "and told the same again")
}

// TestWorse holds that teaching nonsense is warned of.
func TestWorse(t *testing.T) {
	both := trained()
	w := open(t, "ours", ours())
	var wrong []labelled.Line
	for _, line := range both[1] {
		if line.Kind == "question" && len(wrong) < 150 {
			line.Kind, line.Topics, line.Nature = "buying-signal", nil, ""
			wrong = append(wrong, line)
		}
	}
	teaching, err := w.Teach(wrong, both[0][:500])
	require.NoError(t, err)
	for teaching.Step() {
	}
	lesson, err := teaching.Compare(both[1])
	require.NoError(t, err)
	require.NotEmpty(t, lesson.Worse)
	require.Contains(t, strings.Join(lesson.Worse, "\n"), "kind question is recognised less well")
}

func TestTeachRefuses(t *testing.T) {
	w := open(t, "ours", ours())
	_, err := w.Teach(nil, nil)
	require.EqualError(t, err, "there is nothing to teach: give at least one line with its right labels")
	_, err = w.Teach([]labelled.Line{{Text: "好", Kind: "weather", Emotion: "calm"}}, nil)
	require.ErrorContains(t, err, `kind "weather" is none of`)
	require.EqualError(t, w.KeepCorrections("a.yaml", jargon(), 0), "a.yaml is no file of labelled lines: those end in .jsonl")
}

// BenchmarkTeach measures teaching five lines with a sample of 8,000.
func BenchmarkTeach(b *testing.B) {
	both := trained()
	below, err := studio.ReadArchive(archive())
	require.NoError(b, err)
	w, err := studio.Open("ours", ours(), below, models())
	require.NoError(b, err)
	for b.Loop() {
		teaching, err := w.Teach(jargon(), both[0])
		require.NoError(b, err)
		for teaching.Step() {
		}
	}
}
