package source

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/pack"
)

// above gives the small rulebook with a pack over it, whose rules are given.
func above(rules string) map[string]string {
	files := map[string]string{"ours/pack.yaml": "pack: ours\nextends: shop\n", "ours/rules.yaml": rules}
	for name, text := range rulebook {
		files[name] = text
	}
	return files
}

// TestRulesOverRules lays a rule of a pack over that of the pack below, and adds one.
func TestRulesOverRules(t *testing.T) {
	src, err := Read(with(above(`
rules:
- id: P01
  title: 保本的话不说
  why: {en: Ours}
  find: [{kind: phrase, words: [稳赚]}]
  rewrite:
  - {when: {product: [loan]}, say: 我行这样说。}
  sources: [{document: 行内规定, confidence: confirmed}]
  products: []
  channels: [broadcast, phone]
  review: 2026-12-31
- {id: our-1, title: 自家规矩, severity: advise, why: 叫法, find: [{kind: phrase, words: [金豆豆]}], rewrite: [{say: 换个叫法。}], sources: [{document: 行内规定, confidence: confirmed}], review: 2027-06-30}
`)), "ours")
	require.NoError(t, err)
	require.Len(t, src.Pack.Rulebook.Rules, 2)
	p01, own := src.Pack.Rulebook.Rules[0], src.Pack.Rulebook.Rules[1]
	require.Equal(t, pack.Text{"zh-CN": "保本的话不说", "en": "Promising principal"}, p01.Title)
	require.Equal(t, pack.Text{"zh-CN": "没人保得了", "en": "Ours"}, p01.Why)
	require.Equal(t, pack.MustNot, p01.Severity, "as below")
	require.Len(t, p01.Find, 3, "words are added")
	require.False(t, p01.Find[2].Sure, "the model has its say on what it was taught")
	require.Equal(t, "我行这样说。", p01.Rewrites[0].Say.In("zh-CN"))
	require.Len(t, p01.Rewrites, 3)
	require.Equal(t, "行内规定", p01.Sources[0].Document.In("zh-CN"))
	require.Empty(t, p01.Products, "for everything now")
	require.Equal(t, []string{"broadcast", "phone"}, p01.Channels)
	require.Equal(t, "our-1", own.ID)
	require.True(t, own.Find[0].Sure, "nothing else tells it")
	require.Empty(t, src.Warnings())
	late := src.Overdue("2027-01-01")
	require.Len(t, late, 1)
	require.Equal(t, "ours/rules.yaml", late[0].File, "the day that counts is that of the pack above")

	below, err := Read(with(rulebook), "shop")
	require.NoError(t, err)
	require.Len(t, below.Pack.Rulebook.Rules[0].Find, 2, "below nothing has changed")
}

// TestRulesNotTakenBack holds that no pack takes back a must-not from below, and that what
// it takes back of other rules is told.
func TestRulesNotTakenBack(t *testing.T) {
	cases := []struct{ name, rule, want string }{
		{"milder", "severity: revise", `ours/rules.yaml:2:13: the rule P01 is must-not in shop/rules.yaml and would be only revise here. A pack may make a rule graver, not milder.`},
		{"other products", "products: [loan]", `ours/rules.yaml:2:13: the rule P01 would no longer hold as it does in shop/rules.yaml: products, ["securities"]. A pack may widen a rule, not narrow it.`},
		{"exceptions", "except: [loan]", `ours/rules.yaml:2:13: the rule P01 would no longer hold as it does in shop/rules.yaml: except, ["loan"]. A pack may widen a rule, not narrow it.`},
		{"other channels", "channels: [phone]", `ours/rules.yaml:2:13: the rule P01 would no longer hold as it does in shop/rules.yaml: channels, ["broadcast"]. A pack may widen a rule, not narrow it.`},
	}
	for _, c := range cases {
		_, err := Read(with(above("rules:\n- {id: P01, "+c.rule+"}\n")), "ours")
		require.EqualError(t, err, c.want, c.name)
		require.Contains(t, err.(Problems).In("zh-CN"), "规则 P01", c.name)

		files := above("rules:\n- {id: P01, " + c.rule + "}\n")
		files["shop/rules.yaml"] = strings.Replace(files["shop/rules.yaml"], "severity: must-not", "severity: revise", 1)
		files["ours/rules.yaml"] = strings.Replace(files["ours/rules.yaml"], "severity: revise", "severity: advise", 1)
		src, err := Read(with(files), "ours")
		require.NoError(t, err, c.name)
		require.Len(t, src.Warnings(), 1, c.name)
		require.Contains(t, src.Warnings()[0].String(), "It is no must-not, and is eased as it is written here.", c.name)
	}
	files := above("rules:\n- {id: P01, products: [loan]}\n")
	files["shop/rules.yaml"] = strings.Replace(files["shop/rules.yaml"], "  products: [loan, securities]\n", "", 1)
	_, err := Read(with(files), "ours")
	require.EqualError(t, err, `ours/rules.yaml:2:13: the rule P01 holds for everything in shop/rules.yaml, and here only for the products ["loan"]. A pack may widen a rule, not narrow it.`)

	files = above("guards: [{kind: before, words: [咱们]}]\n")
	src, err := Read(with(files), "ours")
	require.NoError(t, err)
	require.Len(t, src.Warnings(), 1)
	require.Contains(t, src.Warnings()[0].String(), `ours/rules.yaml:1:25: beside these words, what any rule forbids is taken for its lawful opposite, a must-not too: ["咱们"].`)

	_, err = Read(with(above("rules:\n- {id: P01}\n- {id: P01}\n")), "ours")
	require.ErrorContains(t, err, `a second rule "P01"; the first is in ours/rules.yaml.`)
	_, err = Read(with(above("rules:\n- {id: our-1, title: 一, severity: advise, why: 二, rewrite: [{say: 三。}], sources: [{document: 四, confidence: confirmed}], review: 2027-06-30}\n")), "ours")
	require.EqualError(t, err, `ours/rules.yaml:2:4: the rule "our-1" is told by its words alone and has none: give it "find".`)
	_, err = Read(with(above("rules:\n- {id: our-1, find: [{kind: phrase, words: [一]}]}\n")), "ours")
	require.ErrorContains(t, err, `the rule "our-1" needs "title" (zh-CN).`)
	require.ErrorContains(t, err, `no day`)
	var many strings.Builder
	many.WriteString("rules:\n")
	for n := range maxOwnRules + 1 {
		many.WriteString("- {id: our-" + strings.Repeat("x", n+1) + ", title: 一, severity: advise, why: 二, find: [{kind: phrase, words: [一]}], rewrite: [{say: 三。}], sources: [{document: 四, confidence: confirmed}], review: 2027-06-30}\n")
	}
	_, err = Read(with(above(many.String())), "ours")
	require.EqualError(t, err, "ours/rules.yaml:22:4: packs may add 20 rules, and this is one more.")
}

// TestRulebookWith holds that a model gets a label for each rule that packs add, once.
func TestRulebookWith(t *testing.T) {
	var heads []classify.Head
	for _, axis := range []classify.Axis{classify.Unlawful, classify.Violation, classify.Habit, classify.Practice} {
		heads = append(heads, classify.Head{Axis: axis, Label: map[bool]string{true: "P01", false: "x"}[axis == classify.Violation]})
	}
	lexicon, err := classify.NewLexicon(nil)
	require.NoError(t, err)
	model, err := classify.New(heads, lexicon, nil, classify.Traits{Count: 1, Readout: make([]int8, len(heads))})
	require.NoError(t, err)
	src, err := Read(with(rulebook), "shop")
	require.NoError(t, err)
	book, err := src.RulebookWith(model)
	require.NoError(t, err)
	require.Same(t, model, book.Model, "nothing to add")

	src, err = Read(with(above("rules:\n- {id: our-1, title: 一, severity: advise, why: 二, find: [{kind: phrase, words: [一]}], rewrite: [{say: 三。}], sources: [{document: 四, confidence: confirmed}], review: 2027-06-30}\n")), "ours")
	require.NoError(t, err)
	book, err = src.RulebookWith(model)
	require.NoError(t, err)
	require.Len(t, book.Model.Heads, 5)
	require.Equal(t, "our-1", book.Model.Heads[4].Label)
	again, err := src.RulebookWith(model)
	require.NoError(t, err)
	require.Same(t, book.Model, again.Model)
	require.Nil(t, src.Pack.Rulebook.Model)
}
