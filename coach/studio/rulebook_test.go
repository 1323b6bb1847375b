//go:build !js

package studio_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/packs"
	"objectioncoach/coach/source"
	"objectioncoach/coach/studio"
)

// house is a base of our own: that of the built-in packs, with a rulebook of one rule.
func house(t *testing.T) fs.FS {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(packs.Sources(), "base", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		raw, err := fs.ReadFile(packs.Sources(), name)
		files[strings.TrimPrefix(name, "base/")] = string(raw)
		return err
	})
	require.NoError(t, err)
	files["pack.yaml"] = "pack: house\n"
	files["rules.yaml"] = "rules:\n- {id: P01, title: 自家规矩, severity: advise, why: 我行不用这个叫法, find: [{kind: phrase, words: [金豆豆], sure: true}], rewrite: [{say: 换个叫法。}], sources: [{document: 行内规定, confidence: confirmed}], review: 2027-06-30}\n"
	return folderOf("house", files)
}

// TestOwnRulebook holds that a pack with a rulebook of its own is reviewed by it: in the
// findings of test sets and in what is compiled for the preview.
func TestOwnRulebook(t *testing.T) {
	w, err := studio.Open("ours", map[string]string{
		"pack.yaml": "pack: ours\nextends: house\n",
		"a.yaml":    "scripts:\n- id: beans\n  for: {kind: [objection]}\n  technique: inquire\n  steps: [{step: accept, say: 金豆豆是得看清楚，您慢慢看。}]\n",
	}, source.Layers(house(t), packs.Sources()), models())
	require.NoError(t, err)
	require.Empty(t, w.Check("").Problems, "what a rule only advises against is no problem")
	c, _, err := w.Coach()
	require.NoError(t, err)
	tests, _ := studio.PasteTests("你们这个手续费也太贵了吧")
	run := studio.NewRun(tests, c, nil)
	run.Step(1)
	require.Len(t, run.Outcomes[0].Findings, 1)
	require.Equal(t, studio.Finding{Rule: "P01", Severity: pack.Advise, Words: "金豆豆"}, run.Outcomes[0].Findings[0])

	compiled, err := w.Compile()
	require.NoError(t, err)
	p, err := pack.Open(compiled.Pack, compiled.Rules) // as the widget gets it in Chinese
	require.NoError(t, err)
	staff, err := coach.New(p)
	require.NoError(t, err)
	review, err := staff.Review("这几颗金豆豆您慢慢看", "", coach.Analysis{}, coach.Context{})
	require.NoError(t, err)
	require.Len(t, review.Violations, 1)
	require.Equal(t, "P01", review.Violations[0].ID)

	change(t, w, "a.yaml", "金豆豆是得看清楚，", "")
	c, _, err = w.Coach()
	require.NoError(t, err)
	run = studio.NewRun(tests, c, nil)
	run.Step(1)
	require.Empty(t, run.Outcomes[0].Findings)
}
