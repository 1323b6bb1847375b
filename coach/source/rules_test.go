package source

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
)

// rulebook is a small rulebook without a fault, a file a section.
var rulebook = map[string]string{
	"shop/rules.yaml": `
rules:
- id: P01
  title: {zh-CN: 承诺保本, en: Promising principal}
  severity: must-not
  why: 没人保得了
  find:
  - {kind: phrase, words: [保本], sure: true}
  - {kind: near, words: [亏], with: [我补], within: 8, unless: [不]}
  rewrite:
  - {when: {product: [loan]}, say: 贷款没有收益。}
  - {say: {zh-CN: 有涨有跌。, en: It moves.}}
  sources:
  - {document: 某办法, number: 2025年第7号, year: 2025, article: "13", since: 2026-02-01, confidence: confirmed, channels: [broadcast]}
  products: [loan, securities]
  channels: [broadcast]
  review: 2027-06-30
`,
	"shop/habits.yaml":    "habits:\n- {id: cold, title: 冷淡, why: 伤人, better: 您坐。, find: [{kind: echo, words: [规定], with: [吗]}]}\n",
	"shop/practices.yaml": "practices:\n- {id: asks, title: 问了一句, step: concrete, find: [{kind: question}]}\n",
	"shop/guards.yaml":    "guards:\n- {kind: before, words: [不]}\n- {kind: before, words: [没]}\n",
	"shop/verdicts.yaml":  "verdicts:\n- {id: empty, say: 写}\n- {id: must-not, say: 别说}\n- {id: revise, say: 改}\n- {id: habit, say: 换}\n- {id: missing, say: 还差}\n- {id: clear, say: 没检出}\n",
}

func TestReadRules(t *testing.T) {
	src, err := Read(with(rulebook), "shop")
	require.NoError(t, err)
	book := src.Pack.Rulebook
	require.Equal(t, []pack.Find{
		{Kind: "phrase", Words: []string{"保本"}, Sure: true},
		{Kind: "near", Words: []string{"亏"}, With: []string{"我补"}, Within: 8, Unless: []string{"不"}},
	}, book.Rules[0].Find)
	require.Equal(t, "2026-02-01", book.Rules[0].Sources[0].Since)
	require.Equal(t, "您坐。", book.Habits[0].Better.In(pack.DefaultLocale))
	require.Equal(t, "concrete", book.Practices[0].Step)
	require.Len(t, book.Guards, 2)
	require.Len(t, book.Verdicts, len(pack.VerdictIDs))
	require.Nil(t, book.Model)
}

// TestRuleProblems changes one thing in the sound rulebook: from becomes to.
func TestRuleProblems(t *testing.T) {
	long := strings.Repeat("一", 46)
	const (
		rules, habits, practices, guards, verdicts = "rules", "habits", "practices", "guards", "verdicts"

		severities = `["must-not" "revise" "advise"]`
		findKinds  = `["phrase" "near" "disguised" "echo" "question"]`
		outletList = `["branch" "phone" "chat" "visit" "broadcast"]`
	)
	cases := []struct{ name, file, from, to, want string }{
		{"an id nothing was taught", rules, "id: P01", "id: P21", `3:3: the rule "P21" cannot be called so: P and a number is for those that come with the coach. Call it by letters, figures and hyphens, such as our-1. Did you mean "P01"?`},
		{"an id with a blank", rules, "id: P01", "id: our rule", `3:3: the rule "our rule" cannot be called so: P and a number is for those that come with the coach. Call it by letters, figures and hyphens, such as our-1.`},
		{"no title", rules, "  title: {zh-CN: 承诺保本, en: Promising principal}\n", "", `3:3: the rule "P01" needs "title" (zh-CN).`},
		{"a title in English only", rules, "zh-CN: 承诺保本, ", "", `4:3: the rule "P01" needs "title" (zh-CN).`},
		{"no why", rules, "  why: 没人保得了\n", "", `3:3: the rule "P01" needs "why" (zh-CN).`},
		{"a long why", rules, "没人保得了", long, `6:3: the why has 46 characters; it is read beside the draft and has room for 45.`},
		{"a severity that is none", rules, "severity: must-not", "severity: mustnot", `5:3: severity "mustnot" is none of ` + severities + `. Did you mean "must-not"?`},
		{"no severity", rules, "  severity: must-not\n", "", `3:3: severity "" is none of ` + severities + `.`},

		{"a find kind that is none", rules, "kind: phrase", "kind: phrases", `8:6: kind "phrases" is none of ` + findKinds + `. Did you mean "phrase"?`},
		{"a word nobody can write", rules, "words: [保本]", "words: [保本, 保本！, ＢＡＯ本]", `8:20: "保本！" can never be found: texts are normalised first. Write it as "保本!".
shop/rules.yaml:8:20: "ＢＡＯ本" can never be found: texts are normalised first. Write it as "bao本".`},
		{"a traditional word", rules, "with: [我补]", "with: [我補]", `9:30: "我補" can never be found: texts are normalised first. Write it as "我补".`},
		{"an exception nobody can write", rules, "unless: [不]", "unless: [NOT]", `9:53: "NOT" can never be found: texts are normalised first. Write it as "not".`},
		{"no words", rules, "words: [保本], ", "", `8:6: the kind "phrase" finds nothing without "words".`},
		{"near nothing", rules, "with: [我补], ", "", `9:6: the kind "near" finds nothing without "with".`},
		{"nearer than near", rules, "within: 8", "within: -1", `9:42: words cannot stand -1 characters apart.`},

		{"no rewrite", rules, "  rewrite:\n  - {when: {product: [loan]}, say: 贷款没有收益。}\n  - {say: {zh-CN: 有涨有跌。, en: It moves.}}\n", "", `3:3: the rule "P01" needs a rewrite that fits everything: one without "when", at the end.`},
		{"no rewrite for the rest", rules, "  - {say: {zh-CN: 有涨有跌。, en: It moves.}}\n", "", `10:3: the rule "P01" needs a rewrite that fits everything: one without "when", at the end.`},
		{"a rewrite that says nothing", rules, ", say: 贷款没有收益。", "", `11:6: the rule "P01" needs "say" (zh-CN).`},
		{"a rewrite too long to say", rules, "有涨有跌。", "好。" + long + "。", `12:6: rule "P01": a sentence of 46 characters (zh-CN); nobody says more than 45 in one breath. Divide it.`},
		{"a rewrite too long in English", rules, "It moves.", strings.Repeat("x", 111), `12:6: rule "P01": a sentence of 111 characters (en); nobody says more than 110 in one breath. Divide it.`},
		{"a rewrite for no product", rules, "{product: [loan]}", "{product: [lone]}", `11:13: product "lone" is none of ["loan" "securities"]. Did you mean "loan"?`},
		{"a rewrite for no channel", rules, "{product: [loan]}", "{channel: [fax]}", `11:13: channel "fax" is none of ` + outletList + `.`},
		{"a rewrite for no kind", rules, "{product: [loan]}", "{kind: [qestion]}", `11:13: kind "qestion" is none of ` + kindsList + `. Did you mean "question"?`},

		{"no source", rules, `  - {document: 某办法, number: 2025年第7号, year: 2025, article: "13", since: 2026-02-01, confidence: confirmed, channels: [broadcast]}`, "  []", `3:3: the rule "P01" needs a source: name the document it stands in.`},
		{"a source without a document", rules, "document: 某办法, ", "", `14:6: the source of rule "P01" needs "document" (zh-CN).`},
		{"a confidence that is none", rules, "confidence: confirmed", "confidence: sure", `14:85: confidence "sure" is none of ["confirmed" "to-verify"].`},
		{"a source in force on no day", rules, "since: 2026-02-01", "since: 2026-02-30", `14:66: since "2026-02-30" is no day. Write it as 2027-06-30.`},
		{"a source for no channel", rules, "channels: [broadcast]}", "channels: [radio]}", `14:108: channels "radio" is none of ` + outletList + `.`},
		{"no day of review", rules, "  review: 2027-06-30\n", "", `3:3: review "" is no day. Write it as 2027-06-30.`},
		{"a day of review written otherwise", rules, "review: 2027-06-30", "review: 30.6.2027", `17:3: review "30.6.2027" is no day. Write it as 2027-06-30.`},
		{"a rule for no product", rules, "products: [loan, securities]", "products: [loan, security]", `15:3: products "security" is none of ["loan" "securities"].`},
		{"a rule for no channel", rules, "  channels: [broadcast]\n", "  channels: [tv]\n", `16:3: channels "tv" is none of ` + outletList + `.`},

		{"an unknown habit", habits, "id: cold", "id: rude", `2:4: id "rude" is none of ["argue" "cold" "threaten" "lecture" "blame-others" "blame-customer" "panic" "bargain" "empty-promise" "jargon" "dismiss"].`},
		{"a habit without a title", habits, "title: 冷淡, ", "", `2:4: the habit "cold" needs "title" (zh-CN).`},
		{"a habit without a reason", habits, "why: 伤人, ", "", `2:4: the habit "cold" needs "why" (zh-CN).`},
		{"a habit without a better way", habits, "better: 您坐。, ", "", `2:4: the habit "cold" needs "better" (zh-CN).`},
		{"a better way too long to say", habits, "您坐。", long, `2:34: habit "cold": a sentence of 46 characters (zh-CN); nobody says more than 45 in one breath. Divide it.`},
		{"an echo of nothing", habits, ", with: [吗]", "", `2:55: the kind "echo" finds nothing without "with".`},
		{"a practice without a title", practices, "title: 问了一句, ", "", `2:4: the practice "asks" needs "title" (zh-CN).`},
		{"a practice of no step", practices, "step: concrete", "step: concret", `2:27: step "concret" is none of ` + loopList + `. Did you mean "concrete"?`},
		{"a practice found by no kind", practices, "kind: question", "kind: asking", `2:51: kind "asking" is none of ` + findKinds + `.
shop/practices.yaml:2:51: the kind "asking" finds nothing without "words".`},
		{"a guard of no kind", guards, "kind: before, words: [没]", "kind: behind, words: [没]", `3:4: kind "behind" is none of ["before" "after" "quoted"].`},
		{"a guard nobody can write", guards, "words: [不]", "words: [不 會]", `2:18: "不 會" can never be found: texts are normalised first. Write it as "不 会".`},
		{"a verdict that says nothing", verdicts, "say: 没检出", `say: ""`, `7:15: the verdict "clear" needs "say" (zh-CN).`},
		{"a second verdict", verdicts, "{id: clear, say: 没检出}", "{id: clear, say: 没检出}\n- {id: clear, say: 好}", `8:4: a second verdict "clear"; the first is in shop/verdicts.yaml. Give it another id.`},
		{"a second rule", rules, "  review: 2027-06-30\n", "  review: 2027-06-30\n- {id: P01, title: 再, severity: advise, why: 再, rewrite: [{say: 再}], sources: [{document: 再, confidence: confirmed}], review: 2027-06-30}\n", `18:4: a second rule "P01"; the first is in shop/rules.yaml. Give it another id.`},
		{"an unknown key of a find", rules, "sure: true", "shure: true", `8:33: unknown key "shure". Did you mean "sure"?`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			name := "shop/" + c.file + ".yaml"
			require.Equal(t, 1, strings.Count(rulebook[name], c.from), "the case changes one thing")
			changed := map[string]string{}
			for file, content := range rulebook {
				changed[file] = content
			}
			changed[name] = strings.Replace(rulebook[name], c.from, c.to, 1)
			requireProblems(t, changed, strings.Split(name+":"+c.want, "\n")...)
		})
	}
}

// TestVerdicts holds that a rulebook has words for everything a review may come to, and
// for nothing else.
func TestVerdicts(t *testing.T) {
	changed := map[string]string{}
	for file, content := range rulebook {
		changed[file] = content
	}
	changed["shop/verdicts.yaml"] = strings.NewReplacer("id: clear", "id: claer", "- {id: empty, say: 写}\n", "").Replace(rulebook["shop/verdicts.yaml"])
	requireProblems(t, changed,
		`shop/pack.yaml: no verdict is for "empty". Write what to do then.`,
		`shop/pack.yaml: no verdict is for "clear". Write what to do then.`,
		`shop/verdicts.yaml:6:4: id "claer" is none of ["empty" "must-not" "revise" "habit" "missing" "clear"]. Did you mean "clear"?`,
	)
	changed["shop/rules.yaml"], changed["shop/verdicts.yaml"] = "rules: []\n", "verdicts: []\n"
	_, err := Read(with(changed), "shop")
	require.NoError(t, err, "without rules there is nothing to come to")
}
