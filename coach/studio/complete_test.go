//go:build !js

package studio_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/source"
	"objectioncoach/coach/studio"
)

// TestComplete offers what may stand at the mark ‸, in whole and in broken YAML.
func TestComplete(t *testing.T) {
	cases := []struct {
		text string
		want []string // the first of them, in their order
		not  string
	}{
		{"‸", []string{"labels", "cues"}, "topic"},
		{"scr‸", []string{"scripts"}, "cues"},
		{"scripts:\n- ‸", []string{"id", "for", "technique"}, "scripts"},
		{"scripts:\n- id: a\n  te‸", []string{"technique"}, "topic"},
		{"scripts:\n- id: a\n  technique: comp‸\n  steps:", []string{"compensate"}, "inquire"},
		{"scripts:\n- id: 😀\n  for: {topic: [pr‸", []string{"price", "product", "privacy"}, "risk"},
		{"scripts:\n- id: a\n  for: {topic: [price, ‸]}", []string{"need", "price"}, "objection"},
		{"scripts:\n- id: a\n  for: {topic: [price], ‸}", []string{"kind", "topic", "nature"}, "technique"},
		{"scripts:\n- id: a\n  for: {channel: [‸", []string{"branch", "phone", "chat", "visit"}, ""},
		{"scripts:\n- id: a\n  for:\n    segment: [sen‸", []string{"senior"}, "private"},
		{"scripts:\n- id: a\n  for: {cue: [guar‸", []string{"guarantee"}, ""},
		{"scripts:\n- id: a\n  steps:\n  - {step: ‸", []string{"listen", "accept"}, "price"},
		{"scripts:\n- id: a\n  steps:\n  - {‸", []string{"step", "say"}, "id"},
		{"scripts:\n- id: a\n  steps:\n  - {step: accept, say: \"一共{f‸", []string{"fee"}, "price"},
		{"scripts:\n- id: a\n  steps:\n  - {step: accept, say: \"一共{fee}。\"}\n  ‸", []string{"id", "for", "technique"}, "step"},
		{"scripts:\n- id: a\n  open: {‸", []string{"zh-CN", "en"}, ""},
		{"translations:\n- {id: price-def‸, locale: en}", []string{"price-default", "price-default-2"}, "risk-default"},
		{"timing:\n- {id: x, decision: ‸}", []string{"now", "later", "before", "skip"}, ""},
		{"choices:\n- techniques:\n  - {id: inq‸", []string{"inquire"}, "own-up"},
		{"scripts:\n- id: a\n  for: {topic: [贵‸", []string{"price"}, "need"},
	}
	w := open(t, "ours", map[string]string{"pack.yaml": "pack: ours\nextends: bank\n"})
	require.Empty(t, w.Check("").Problems)
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			before, after, _ := strings.Cut(c.text, "‸")
			require.NoError(t, w.Apply("type", 0, studio.Edit{Path: "a.yaml", Text: before + after}))
			got := w.Complete("a.yaml", len(utf16.Encode([]rune(before))))
			var words []string
			for _, word := range got.Words {
				words = append(words, word.Value)
			}
			require.GreaterOrEqual(t, len(words), len(c.want), words)
			require.Equal(t, c.want, words[:len(c.want)])
			require.False(t, slices.Contains(words, c.not), words)
			begun := before[strings.LastIndexAny(before, " {[\n")+1:]
			require.Equal(t, len(utf16.Encode([]rune(before)))-len(utf16.Encode([]rune(begun))), got.From)
		})
	}
}

// FuzzComplete holds that no text is too broken to ask about.
func FuzzComplete(f *testing.F) {
	f.Add("scripts:\n- {id: a, steps: [{say: \"{", 12)
	f.Fuzz(func(t *testing.T, text string, at int) {
		w, err := studio.Open("ours", map[string]string{"a.yaml": ""}, folderOf("x", nil), studio.Models{})
		require.NoError(t, err)
		if w.Apply("type", 0, studio.Edit{Path: "a.yaml", Text: text}) != nil {
			return
		}
		got := w.Complete("a.yaml", at)
		require.LessOrEqual(t, got.From, got.To)
	})
}

func TestFindAndReplace(t *testing.T) {
	w := formedWorkspace(t, formed)
	hits := w.Find(studio.Search{Text: "算一算"})
	require.Len(t, hits, 2)
	require.Equal(t, studio.Hit{Path: "a.yaml", Line: 10, Column: 27, At: hits[0].At, Length: 3, Text: `  - {step: accept, say: "要算一算。"} # warm`}, hits[0])
	require.Len(t, w.Find(studio.Search{Text: "OURS"}), 5)
	require.Empty(t, w.Find(studio.Search{Text: "OURS", Cases: true}))
	require.Empty(t, w.Find(studio.Search{}))

	before := w.Hash()
	_, err := w.Replace(studio.Search{Text: "要算一算"}, `他说"算"`, studio.Choice{}, 0)
	require.IsType(t, source.Problems{}, err, "it would end the text early")
	require.Contains(t, err.Error(), "ours/a.yaml:10:")
	require.Equal(t, before, w.Hash())

	n, err := w.Replace(studio.Search{Text: "算一算"}, "看一看", studio.Choice{}, 0)
	require.NoError(t, err)
	require.Equal(t, 2, n)
	text, _ := w.Text("a.yaml")
	require.Equal(t, strings.ReplaceAll(formed, "算一算", "看一看"), text)
	w.Undo()
	require.Equal(t, before, w.Hash())

	// One of them, and all but one.
	second := studio.Spot{Path: hits[1].Path, At: hits[1].At}
	last := strings.LastIndex(formed, "算一算")
	for _, c := range []struct {
		of   studio.Choice
		want string
	}{
		{studio.Choice{None: true, Flipped: []studio.Spot{second}}, formed[:last] + "看一看" + formed[last+len("算一算"):]},
		{studio.Choice{Flipped: []studio.Spot{second}}, strings.Replace(formed, "算一算", "看一看", 1)},
	} {
		n, err = w.Replace(studio.Search{Text: "算一算"}, "看一看", c.of, 0)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		text, _ = w.Text("a.yaml")
		require.Equal(t, c.want, text)
		w.Undo()
		require.Equal(t, before, w.Hash())
	}
	n, err = w.Replace(studio.Search{Text: "算一算"}, "看一看", studio.Choice{None: true}, 0)
	require.NoError(t, err)
	require.Zero(t, n)
	require.Equal(t, before, w.Hash())
	_, err = w.Replace(studio.Search{}, "x", studio.Choice{}, 0)
	require.EqualError(t, err, "give a text to look for")
}
