package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
)

const (
	topicsList = `["need" "price" "yield" "risk" "product" "timing" "staff" "service" "affordability" "trust" "competitor" "authority" "information" "terms" "privacy"]`
	kindsList  = `["objection" "complaint" "dispute" "buying-signal" "question" "other"]`
	loopList   = `["listen" "accept" "concrete" "confirm" "answer" "check" "next" "follow-up" "review"]`
	sectionIDs = "The sections are labels, cues, derived, timing, choices, techniques, asks, moves, loops, views, patterns, bearing, closings, causes, slots, scripts, translations, classes, rules, habits, practices, verdicts, guards."
)

// TestFileProblems holds what can be wrong in a file of its own, more.yaml.
func TestFileProblems(t *testing.T) {
	cases := []struct{ name, more, want string }{
		{"a section misspelt", "script:\n- id: a", `1:1: unknown section "script". Did you mean "scripts"? ` + sectionIDs},
		{"a section like no other", "\n\nweather:\n- id: a", `3:1: unknown section "weather". ` + sectionIDs},
		{"a section that is no list", "techniques:\n  id: a", `1:1: "techniques" must be a list: write its items below it, each after a dash.`},
		{"a section with nothing in it", "techniques:", `1:1: "techniques" must be a list: write its items below it, each after a dash.`},
		{"no sections", "hello", `holds no sections. Write for example "scripts:" and under it a list.`},
		{"nothing", "", `holds no sections. Write for example "scripts:" and under it a list.`},

		{"a key misspelt", "techniques:\n- id: a\n  titel: b", `3:3: unknown key "titel". Did you mean "title"?`},
		{"a key like no other", "techniques:\n- id: a\n  wherefore: b", `3:3: unknown key "wherefore".`},
		{"a key of a condition", "timing:\n- id: a\n  when:\n    topics: [price]", `4:5: unknown key "topics". Did you mean "topic"?`},
		{"a key between braces", "timing:\n- {id: a, when: {topics: [price]}}", `2:18: unknown key "topics". Did you mean "topic"?`},
		{"a key twice", "techniques:\n- id: a\n  id: b", `3:3: mapping key "id" already defined at [2:3]`},
		{"a number for a list", "techniques:\n- id: a\n  shape: 5", `3:10: int was used where sequence is expected`},
		{"a list for a text", "techniques:\n- id: a\n  title: [b]", `3:10: sequence was used where mapping is expected`},
		{"no YAML", "techniques:\n- id: [a\n  b: c", `3:3: ',' or ']' must be specified`},
		{"a tab", "techniques:\n\t- id: a", "2:1: found character '\t' that cannot start any token"},

		{"a technique that is none", "choices:\n- when: {kind: [other]}\n  techniques:\n  - {id: inquier, reason: 问}\n- techniques: [{id: own-up, reason: 认}]", `3:3: techniques "inquier" is none of ["inquire" "own-up"]. Did you mean "inquire"?`},
		{"no technique", "choices:\n- techniques: []", `2:3: names no technique. Give at least one, best first.`},
		{"a decision that is none", "timing:\n- {id: b, decision: nwo, reason: 答}", `2:11: decision "nwo" is none of ["now" "later" "before" "skip"]. Did you mean "now"?`},
		{"behind Chinese characters", "timing:\n- {id: b, reason: 一二三, decision: nwo}", `2:24: decision "nwo" is none of ["now" "later" "before" "skip"]. Did you mean "now"?`},
		{"no reason", "timing:\n- {id: b, decision: now}", `2:4: the reason has 0 characters; it is read in a glance and needs 1 to 15.`},
		{"a long reason", "timing:\n- {id: b, decision: now, reason: 一二三四五六七八九十一二三四五六}", `2:26: the reason has 16 characters; it is read in a glance and needs 1 to 15.`},
		{"a derived axis that is none", "derived:\n- {axis: maner, label: rude}", `2:4: axis "maner" is none of ["kind" "nature" "manner" "merit" "severity"]. Did you mean "manner"?`},
		{"a kind that is none", "asks:\n- {kind: [objektion], say: 什么？}", `2:4: kind "objektion" is none of ` + kindsList + `. Did you mean "objection"?`},

		{"a tempting technique that is none", "choices:\n- tempting: {id: boast, reason: 夸}\n  techniques: [{id: own-up, reason: 认}]", `2:3: tempting "boast" is none of ["inquire" "own-up"].`},
		{"a move to no step", "moves:\n- {step: acept, phrases: [好]}", `2:4: step "acept" is none of ` + loopList + `. Did you mean "accept"?`},
		{"a move nobody can hear", "moves:\n- {step: accept, phrases: [我 ＯＫ！！！]}", `2:18: "我 ＯＫ！！！" can never be found: texts are normalised first. Write it as "我 ok!!".`},
		{"a loop out of order", "loops:\n- {steps: [answer, accept], when: {kind: [other]}}", `2:4: the steps must stand in the order listen, accept, concrete, confirm, answer, check, next, follow-up, review.`},
		{"a pattern that is none", "patterns:\n- {id: jumpd}", `2:4: id "jumpd" is none of ["refused-again" "heated" "unanswered" "repeated" "jumped" "early-price" "turned" "dissolved" "cooled" "curt"]. Did you mean "jumped"?`},
		{"a bearing before no axis", "bearing:\n- {axis: topic, do: 坐}", `2:4: axis "topic" is none of ["emotion" "manner"].`},
		{"a closing of no class", "closings:\n- {id: gift, class: nevr, reason: 不许}", `2:14: class "nevr" is none of ["fine" "only-if-true" "never"]. Did you mean "never"?`},
		{"a closing without its condition", "closings:\n- {id: gift, class: only-if-true, reason: 可, say: 送您。}", `2:14: the closing "gift" is only-if-true and needs "condition".`},
		{"a closing without an alternative", "closings:\n- {id: gift, class: never, reason: 不许}", `2:14: the closing "gift" is never and needs "instead".`},
		{"a forbidden closing with words", "closings:\n- {id: gift, class: never, reason: 不许, instead: 讲清, say: 送您。}", `2:53: the closing "gift" is never used and must not have words to say.`},
		{"a cause on no side", "causes:\n- {id: haste, side: sellr}", `2:15: side "sellr" is none of ["seller" "customer" "doubt"]. Did you mean "seller"?`},
		{"a translation of nothing", "translations:\n- {id: al, locale: en, steps: []}", `2:4: there is no script "al" to translate. Did you mean "all"?`},
		{"a translation of other steps", "translations:\n- {id: all, locale: en, steps: [{step: check, say: Fine?}]}", `2:25: the translation of "all" must have its steps, in its order.`},

		{"an id twice", "techniques:\n- id: evidence\n- title: b\n  id: inquire", `4:3: a second technique "inquire"; the first is in shop/basics.yaml. Give it another id.`},
		{"a cue twice", "cues:\n- id: a\n  phrases: [a]\n- {id: a, phrases: [b]}", `4:4: a second cue "a"; the first is in shop/more.yaml. Give it another id.`},
		{"a label twice", "labels:\n- {axis: product, id: loan}", `2:19: a second label product "loan"; the first is in shop/basics.yaml. Give it another id.`},
		{"a technique without an id", "techniques:\n- title: b\n  use: c", `2:3: a technique needs an id.`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := "shop/more.yaml:" + c.want
			if c.more == "" || c.more == "hello" {
				want = "shop/more.yaml: " + c.want
			}
			// A pack's last rules must match everything: keep them last.
			requireProblems(t, map[string]string{"shop/more.yaml": c.more, "shop/zz.yaml": lastRules}, want)
		})
	}
}

// lastRules are the rules that match whatever no other rule does.
const lastRules = "timing:\n- {id: last, decision: skip, reason: 过}\nchoices:\n- techniques: [{id: inquire, reason: 问}]\nloops:\n- steps: [accept]\n"

// TestConditionProblems holds the values of a condition, each against its list.
func TestConditionProblems(t *testing.T) {
	cases := []struct{ when, want string }{
		{"{topic: [price, prise]}", `2:11: topic "prise" is none of ` + topicsList + `. Did you mean "price"?`},
		{"{kind: [question], topic: [weather]}", `2:29: topic "weather" is none of ` + topicsList + `.`},
		{"{kind: [qestion]}", `2:11: kind "qestion" is none of ` + kindsList + `. Did you mean "question"?`},
		{"{nature: [hiden]}", `2:11: nature "hiden" is none of ["genuine" "excuse" "hidden" "unclear"]. Did you mean "hidden"?`},
		{"{emotion: [clam]}", `2:11: emotion "clam" is none of ["calm" "worried" "annoyed" "angry"]. Did you mean "calm"?`},
		{"{manner: [ruder]}", `2:11: manner "ruder" is none of ["none" "silent" "excuse-making" "critical" "questioning" "showing-off" "angry" "demanding" "rude"]. Did you mean "rude"?`},
		{"{merit: [vent]}", `2:11: merit "vent" is none of ["reasonable" "venting" "opportunistic" "unclear"].`},
		{"{channel: [fax]}", `2:11: channel "fax" is none of ["branch" "phone" "chat" "visit"].`},
		{"{product: [lone]}", `2:11: product "lone" is none of ["loan"]. Did you mean "loan"?`},
		{"{segment: [junior]}", `2:11: segment "junior" is none of ["senior"]. Did you mean "senior"?`},
		{"{cue: [refusals]}", `2:11: cue "refusals" is none of ["refusal"]. Did you mean "refusal"?`},
	}
	for _, c := range cases {
		t.Run(c.when, func(t *testing.T) {
			requireProblems(t, map[string]string{"shop/more.yaml": "derived:\n- {when: " + c.when + ", axis: merit, label: unclear}\n"}, "shop/more.yaml:"+c.want)
		})
	}
}

func TestScriptProblems(t *testing.T) {
	long := strings.Repeat("一", 46)
	requireProblems(t, map[string]string{"shop/scripts/more.yaml": `
scripts:
- id: all
  for:
    channel: [fax]
  technique: nowhere
  steps:
  - {step: acept, say: 好。}
  - {step: answer, say: ` + long + `}
  - {step: answer, say: {zh-CN: "一。二！三？四；", en: "One. Two? ` + strings.Repeat("x", 111) + `"}}
  - {step: check, say: ""}
  open: 一共要{fe}？
- id: silent
  technique: inquire
- id: every
  for: {topic: [need, price, yield, risk, product, timing, staff, service, affordability, trust, competitor, authority, information, terms, privacy]}
  technique: inquire
  steps: [{step: accept, say: "收{fee}。"}]
- id: every-too
  variant: true
  for: {topic: [need, price, yield, risk, product, timing, staff, service, affordability, trust, competitor, authority, information, terms, privacy]}
  technique: inquire
  steps: [{step: accept, say: 好。}]
`},
		`shop/scripts/more.yaml:3:3: a second script "all"; the first is in shop/scripts/all.yaml. Give it another id.`,
		`shop/scripts/more.yaml:5:5: channel "fax" is none of ["branch" "phone" "chat" "visit"].`,
		`shop/scripts/more.yaml:6:3: technique "nowhere" is none of ["inquire" "own-up"].`,
		`shop/scripts/more.yaml:8:6: step "acept" is none of `+loopList+`. Did you mean "accept"?`,
		`shop/scripts/more.yaml:9:6: script "all", step answer: a sentence of 46 characters (zh-CN); nobody says more than 45 in one breath. Divide it.`,
		`shop/scripts/more.yaml:10:6: script "all", step answer: a sentence of 111 characters (en); nobody says more than 110 in one breath. Divide it.`,
		`shop/scripts/more.yaml:10:6: script "all", step answer has 4 sentences (zh-CN); at most 3 are listened to. Cut it, or make it two steps.`,
		`shop/scripts/more.yaml:11:6: script "all", step check says nothing (zh-CN).`,
		`shop/scripts/more.yaml:12:3: script "all" has the blank {fe}, which nothing fills. Did you mean "fee"? The blanks are fee.`,
		`shop/scripts/more.yaml:13:3: script "silent" says nothing. Give it steps, each with a sentence.`,
		`shop/scripts/more.yaml:16:3: script "every" is for exactly the situations of "all", by the same technique. Make one closer, or mark this one with "variant: true" if it says the same in other words.`,
	)
}

// TestTranslations holds that a language is there whole or not at all.
func TestTranslations(t *testing.T) {
	files := map[string]string{
		"shop/en/all.yaml": "translations:\n- {id: all, locale: en, steps: [{step: accept, say: I see.}], open: Why?}\n",
	}
	src, err := Read(with(files), "shop")
	require.NoError(t, err)
	require.Equal(t, pack.Text{"zh-CN": "我听明白了。", "en": "I see."}, src.Pack.Scripts[0].Steps[0].Say)
	require.Equal(t, "Why?", src.Pack.Scripts[0].Open.In("en"))

	files["shop/scripts/more.yaml"] = "scripts:\n- {id: more, technique: inquire, steps: [{step: accept, say: 好。}]}\n"
	requireProblems(t, files, `shop/scripts/more.yaml:2:4: script "more" is not there in "en", in which others are. Translate it.`)
}

func TestGaps(t *testing.T) {
	requireProblems(t, map[string]string{
		"shop/scripts/all.yaml":   strings.ReplaceAll(sound["shop/scripts/all.yaml"], "price, ", ""),
		"shop/scripts/words.yaml": "scripts:\n- {id: words, for: {topic: [price], cue: [refusal]}, technique: inquire, steps: [{step: accept, say: 好。}]}\n",
	},
		`shop/pack.yaml: no script is for the topic "price". Write one, or two so that a colleague beside does not say the same.`)
	requireProblems(t, map[string]string{
		"shop/scripts/all.yaml": strings.ReplaceAll(strings.ReplaceAll(sound["shop/scripts/all.yaml"], "price, ", ""), ", privacy", ""),
		"shop/zz.yaml":          "timing:\n- {id: b, decision: skip, reason: 过, when: {kind: [other]}}\nchoices:\n- {techniques: [{id: inquire, reason: 问}], when: {kind: [other]}}\nloops:\n- {steps: [accept], when: {kind: [other]}}\n",
	},
		`shop/pack.yaml: no script is for the topic "price". Write one, or two so that a colleague beside does not say the same.`,
		`shop/pack.yaml: no script is for the topic "privacy". Write one, or two so that a colleague beside does not say the same.`,
		`shop/pack.yaml: the last timing rule must match everything (leave out its "when"), so that there always is an answer.`,
		`shop/pack.yaml: the last of the loops must match everything (leave out its "when").`,
		`shop/pack.yaml: the last choice of techniques must match everything (leave out its "when").`,
	)
}

func TestHeaderProblems(t *testing.T) {
	cases := []struct{ name, header, want string }{
		{"nothing", "", `shop/pack.yaml: names the pack "" and lies in the folder "shop". Write "pack: shop".`},
		{"another name", "pack: store", `shop/pack.yaml: names the pack "store" and lies in the folder "shop". Write "pack: shop".`},
		{"an unknown key", "pack: shop\nextend: base", `shop/pack.yaml:2:1: unknown key "extend". Did you mean "extends"?`},
		{"no mapping", "- shop", `shop/pack.yaml:1:1: sequence was used where mapping is expected`},
		{"standing on itself", "pack: shop\nextends: shop", `shop/pack.yaml: extends "shop", which extends it in turn. A pack cannot stand on itself.`},
		{"standing on what stands on it", "pack: shop\nextends: market", `market/pack.yaml: extends "shop", which extends it in turn. A pack cannot stand on itself.`},
		{"standing on nothing", "pack: shop\nextends: base", `base/pack.yaml: cannot be read (open base/pack.yaml: file does not exist). A pack is a folder with a file pack.yaml in it.`},
		{"outside the folder of packs", "pack: shop\nextends: ../shop", `../shop/pack.yaml: cannot be read (open ../shop/pack.yaml: file does not exist). A pack is a folder with a file pack.yaml in it.`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			requireProblems(t, map[string]string{"shop/pack.yaml": c.header, "market/pack.yaml": "pack: market\nextends: shop"}, c.want)
		})
	}
	_, err := Read(with(nil), "nowhere")
	require.EqualError(t, err, `nowhere/pack.yaml: cannot be read (open nowhere/pack.yaml: file does not exist). A pack is a folder with a file pack.yaml in it.`)
}

// TestAllAtOnce finds every problem in one go, in the order of files and lines.
func TestAllAtOnce(t *testing.T) {
	requireProblems(t, map[string]string{
		"shop/b.yaml":             "techniques:\n- {id: a, titel: b}\nscript:\n- id: a\n",
		"shop/a.yaml":             "timing:\n- {id: a, whn: {}}\n- {id: b, reson: 答}\n",
		"shop/corpus/lines.jsonl": "{\"text\":\"好\",\"kind\":\"other\",\"emotion\":\"calm\"}\n\n{\n{\"text\":\"好\",\"kind\":\"weather\",\"emotion\":\"calm\"}\n",
		"shop/pack.yaml":          "pack: store\n",
	},
		`shop/a.yaml:2:11: unknown key "whn". Did you mean "when"?`,
		`shop/a.yaml:3:11: unknown key "reson". Did you mean "reason"?`,
		`shop/b.yaml:2:11: unknown key "titel". Did you mean "title"?`,
		`shop/b.yaml:3:1: unknown section "script". Did you mean "scripts"? `+sectionIDs,
		`shop/corpus/lines.jsonl:3:1: not a JSON object of a labelled text: unexpected end of JSON input`,
		`shop/corpus/lines.jsonl:4:1: kind "weather" is none of `+kindsList,
		`shop/pack.yaml: names the pack "store" and lies in the folder "shop". Write "pack: shop".`,
	)
}

func TestEditDistance(t *testing.T) {
	cases := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"price", "price", 0}, {"", "abc", 3}, {"abc", "", 3},
		{"prise", "price", 1}, {"pric", "price", 1}, {"prrice", "price", 1}, {"pirce", "price", 2},
		{"kitten", "sitting", 3}, {"太贵", "太便宜", 2},
	}
	for _, c := range cases {
		require.Equal(t, c.want, editDistance(c.a, c.b), "%q %q", c.a, c.b)
		require.Equal(t, c.want, editDistance(c.b, c.a), "%q %q", c.b, c.a)
	}
}

// FuzzRead reads any file as part of a pack: a problem or a pack, never a panic.
func FuzzRead(f *testing.F) {
	f.Add(sound["shop/basics.yaml"])
	f.Add(sound["shop/scripts/all.yaml"])
	f.Add("techniques:\n- &a {id: a}\n- *a\n- <<: *a\n")
	f.Add("? [a]\n: b\n--- \n!!binary x\n")
	f.Add("scripts:\n-\n- 5\n- {steps: [{say: {en: {}}}]}\n")
	f.Fuzz(func(t *testing.T, content string) {
		src, err := Read(with(map[string]string{"shop/more.yaml": content}), "shop")
		if err == nil {
			require.NotNil(t, src.Pack)
			return
		}
		require.NotEmpty(t, err.Error())
		require.Nil(t, src)
	})
}

// TestWideAndWrongThroughout holds that a file which a parser would take minutes for is
// refused at once with the place, and that not every mistake of one that is wrong throughout is
// told.
func TestWideAndWrongThroughout(t *testing.T) {
	var lines, braces, wrong strings.Builder
	for n := range 60_000 {
		fmt.Fprintf(&lines, "  key%d: x\n", n)
		fmt.Fprintf(&braces, "key%d: x, ", n)
		wrong.WriteString("- a\n")
	}
	for _, c := range []struct{ name, file, want string }{
		{"keys one below the other", "cues:\n- id: a\n" + lines.String(), "shop/x.yaml:1003:1: a mapping has more than 1000 keys here. No item of a pack has so many."},
		{"keys between braces", "cues:\n- {" + braces.String() + "}\n", "shop/x.yaml:2:1: a mapping has more than 1000 keys here. No item of a pack has so many."},
	} {
		_, err := Read(with(map[string]string{"shop/x.yaml": c.file}), "shop")
		require.EqualError(t, err, c.want, c.name)
	}
	_, err := Read(with(map[string]string{"shop/pack.yaml": "pack: shop\n" + strings.ReplaceAll(lines.String(), "  ", "")}), "shop")
	require.EqualError(t, err, "shop/pack.yaml:1001:1: a mapping has more than 1000 keys here. No item of a pack has so many.")
	_, err = Read(with(map[string]string{"shop/x.yaml": "cues:\n" + wrong.String()}), "shop")
	problems := err.(Problems)
	require.Len(t, problems, maxWrong+1)
	require.Equal(t, "shop/x.yaml:502:3: 500 things are wrong before this; from here on the list was not read. Mend the first ones.", problems[maxWrong].String())

	phrases := strings.Repeat("一, ", 5000)
	many := strings.Builder{}
	for n := range 3000 {
		fmt.Fprintf(&many, "- id: c%d\n  phrases: [x%d]\n", n, n)
	}
	_, err = Read(with(map[string]string{"shop/x.yaml": "cues:\n- id: long\n  phrases: [" + phrases + "二]\n" + many.String()}), "shop")
	require.NoError(t, err, "long lists are usual")
}
