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

// ruling opens a pack over the bank's with rules of its own, and a script.
func ruling(t *testing.T, rules, say string) *studio.Workspace {
	t.Helper()
	return open(t, "ours", map[string]string{
		"pack.yaml":  "pack: ours\nextends: bank\n",
		"rules.yaml": rules,
		"a.yaml":     "scripts:\n- id: ours-price\n  for: {kind: [objection], topic: [price], emotion: [annoyed], segment: [senior], product: [fund], channel: [phone]}\n  technique: inquire\n  steps: [{step: accept, say: " + say + "}]\n",
	})
}

const ownRules = `rules:
- {id: P19, severity: must-not, find: [{kind: phrase, words: [金豆豆], sure: true}], rewrite: [{say: 我行的叫法是积存金。}], sources: [{document: 行内规定, confidence: confirmed}]}
- {id: our-1, title: 不叫小绿卡, severity: revise, why: 已改名, find: [{kind: phrase, words: [小绿卡]}], rewrite: [{say: 请说手机银行。}], sources: [{document: 行内规定, confidence: confirmed}], review: 2027-06-30}
`

// TestOwnRulesOverTheBank sharpens a rule of the bank's pack and adds another. Both hold in
// the check, in the findings of test sets, and for the drafts of staff with what is compiled
// for the preview and for publishing.
func TestOwnRulesOverTheBank(t *testing.T) {
	w := ruling(t, ownRules, "小绿卡里的金豆豆，您慢慢看。")
	var told []string
	for _, p := range w.Check("").Problems {
		told = append(told, p.String())
	}
	require.Equal(t, []string{
		`ours/a.yaml:2:3: the script "ours-price" says what rule our-1 forbids: "小绿卡". Say it otherwise.`,
		`ours/a.yaml:2:3: the script "ours-price" says what rule P19 forbids: "金豆豆". Say it otherwise.`,
	}, told)
	change(t, w, "a.yaml", "小绿卡里的金豆豆，", "")
	require.Empty(t, w.Check("").Problems)

	w = ruling(t, strings.Replace(strings.Replace(ownRules, "severity: must-not, ", "", 1), "severity: revise", "severity: advise", 1), "小绿卡里您慢慢看。")
	require.Empty(t, w.Check("").Problems, "what a rule only advises against is no problem")
	c, _, err := w.Coach()
	require.NoError(t, err)
	tests, _ := studio.PasteTests(`{"text":"手续费也太贵了，年年涨，烦死了","context":{"channel":"phone","segment":"senior","product":"fund"}}`)
	run := studio.NewRun(tests, c, nil)
	run.Step(1)
	require.Contains(t, run.Outcomes[0].Findings, studio.Finding{Rule: "our-1", Severity: pack.Advise, Words: "小绿卡"})
	notes, err := w.Quality("2027-07-01")
	require.NoError(t, err)
	require.Condition(t, func() bool {
		for _, n := range notes {
			if n.About == studio.Overdue && n.ID == "our-1" {
				return true
			}
		}
		return false
	}, "its day of review has passed")

	w = ruling(t, ownRules, "您慢慢看。")
	compiled, err := w.Compile()
	require.NoError(t, err)
	p, err := pack.Open(compiled.Pack, compiled.Rules)
	require.NoError(t, err)
	staff, err := coach.New(p)
	require.NoError(t, err)
	review, err := staff.Review("小绿卡里的金豆豆您慢慢看", "", coach.Analysis{}, coach.Context{})
	require.NoError(t, err)
	require.Len(t, review.Violations, 2)
	require.Equal(t, [2]string{"our-1", "请说手机银行。"}, [2]string{review.Violations[0].ID, review.Violations[0].Rewrite})
	require.Equal(t, [3]string{"P19", pack.MustNot, "我行的叫法是积存金。"}, [3]string{review.Violations[1].ID, review.Violations[1].Severity, review.Violations[1].Rewrite})
	require.Equal(t, "《行内规定》", review.Violations[1].Source)
	log := strings.Join(studio.Changelog(builtIn(), p, pack.DefaultLocale), "\n")
	require.Contains(t, log, "改了合规规则 P19 的轻重：“revise”改为“must-not”")
	require.Contains(t, log, "新增合规规则 our-1：“不叫小绿卡: 已改名”")
	for _, said := range []string{"您放心，亏了我个人补给您", "我们不能保本", "今天天气不错"} { // as it was for all else
		before, err := published(t).Review(said, "", coach.Analysis{}, coach.Context{})
		require.NoError(t, err)
		after, err := staff.Review(said, "", coach.Analysis{}, coach.Context{})
		require.NoError(t, err)
		require.Equal(t, before, after, said)
	}
}

// TestRuleAgainstScriptsBelow holds that a rule which forbids what a script of a pack below
// says is told of as a warning, with the place: that script cannot be changed from above.
func TestRuleAgainstScriptsBelow(t *testing.T) {
	rules := strings.Replace(ownRules, "words: [小绿卡]", "words: [收费和取用]", 1)
	w := ruling(t, rules, "您慢慢看。")
	report := w.Check("")
	require.Empty(t, report.Problems)
	var said bool
	for _, warning := range report.Warnings {
		require.Contains(t, warning.String(), "of a pack below says what rule our-1 forbids here")
		said = true
	}
	_, err := w.Compile()
	require.NoError(t, err)
	require.True(t, said)

	w = ruling(t, "rules: [{id: P01, severity: advise}]\n", "您慢慢看。")
	require.Contains(t, w.Check("").Problems.Error(), "ours/rules.yaml:1:19: the rule P01 is must-not in base/rules.yaml and would be only advise here.")
	_, err = w.Compile()
	require.Error(t, err)
}
