//go:build !js

package studio_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/packs"
	"objectioncoach/coach/source"
	"objectioncoach/coach/studio"
)

// formed is a file in which much is written in ways of its own.
const formed = `# Ours, and nobody else's.
scripts:
# The first.
- id: ours-price # never changes
  for: {kind: [objection], topic: [price]} # when
  technique: 'compensate'

  steps: # what to say
  # first accept
  - {step: accept, say: "要算一算。"} # warm
  - step: answer
    say:
      zh-CN: 费用是{fee}。
      en: 'It''s {fee}.'
  open: 您是拿它
    和哪一家比的？
  after: |
    记下来，
    明天再问。

- {id: ours-risk, technique: evidence, steps: [{step: accept, say: 是该想。}]}

cues:
- {id: ours-cue, phrases: [算一算, 比一比]}
`

func formedWorkspace(t *testing.T, text string) *studio.Workspace {
	t.Helper()
	return open(t, "ours", map[string]string{"pack.yaml": "pack: ours\nextends: bank\n", "a.yaml": text})
}

func scriptRef(n int) studio.Ref { return studio.Ref{Path: "a.yaml", Section: "scripts", Nth: n} }

// TestSetChangesOnlyWhatChanged shows each kind of change in the text around it.
func TestSetChangesOnlyWhatChanged(t *testing.T) {
	cases := []struct {
		name     string
		nth      int
		change   func(*pack.Script)
		old, new string
	}{
		{"nothing", 0, func(*pack.Script) {}, "", ""},
		{"a word in quotation marks", 0, func(s *pack.Script) { s.Steps[0].Say[pack.DefaultLocale] = `他说"贵"。` }, `"要算一算。"`, `"他说\"贵\"。"`},
		{"a word in single ones", 0, func(s *pack.Script) { s.Technique = "own-up" }, `'compensate'`, `'own-up'`},
		{"a language", 0, func(s *pack.Script) { s.Steps[1].Say["en"] = "That's {fee}." }, `'It''s {fee}.'`, `'That''s {fee}.'`},
		{"one language less", 0, func(s *pack.Script) { delete(s.Steps[1].Say, "en") }, "\n      en: 'It''s {fee}.'", ""},
		{"one language more", 0, func(s *pack.Script) { s.Steps[0].Say["en"] = "Yes." }, `"要算一算。"`, `{zh-CN: "要算一算。", en: Yes.}`},
		{"a text over two lines", 0, func(s *pack.Script) { s.Open = pack.Text{pack.DefaultLocale: "哪一家"} }, "您是拿它\n    和哪一家比的？", "哪一家"},
		{"a text in a block", 0, func(s *pack.Script) { s.After = pack.Text{pack.DefaultLocale: "记下"} }, "|\n    记下来，\n    明天再问。", "记下"},
		{"a step taken out", 0, func(s *pack.Script) { s.Steps = s.Steps[1:] }, "  - {step: accept, say: \"要算一算。\"} # warm\n", ""},
		{"steps in another order", 0, func(s *pack.Script) { s.Steps[0], s.Steps[1] = s.Steps[1], s.Steps[0] },
			"  - {step: accept, say: \"要算一算。\"} # warm\n  - step: answer\n    say:\n      zh-CN: 费用是{fee}。\n      en: 'It''s {fee}.'\n",
			"  - step: answer\n    say:\n      zh-CN: 费用是{fee}。\n      en: 'It''s {fee}.'\n  - {step: accept, say: \"要算一算。\"} # warm\n"},
		{"a step put in between", 0, func(s *pack.Script) {
			s.Steps = []pack.Step{s.Steps[0], {ID: "concrete", Say: pack.Text{pack.DefaultLocale: "哪一笔？"}}, s.Steps[1]}
		}, "  - step: answer", "  - {step: concrete, say: \"哪一笔？\"}\n  - step: answer"},
		{"a step behind", 0, func(s *pack.Script) {
			s.Steps = append(s.Steps, pack.Step{ID: "check", Say: pack.Text{pack.DefaultLocale: "好吗"}})
		}, "      en: 'It''s {fee}.'\n", "      en: 'It''s {fee}.'\n  - {step: check, say: 好吗}\n"},
		{"a condition more", 0, func(s *pack.Script) { s.For.Channel = []string{"phone", "chat"} }, "topic: [price]}", "topic: [price], channel: [phone, chat]}"},
		{"a condition less", 0, func(s *pack.Script) { s.For.Kind = nil }, "{kind: [objection], topic", "{topic"},
		{"a value more", 0, func(s *pack.Script) { s.For.Topic = []string{"price", "yield"} }, "[price]", "[price, yield]"},
		{"no conditions", 0, func(s *pack.Script) { s.For = pack.When{} }, "  for: {kind: [objection], topic: [price]} # when\n", ""},
		{"a key more", 0, func(s *pack.Script) { s.Closed = pack.Text{pack.DefaultLocale: "贵吗？"} }, "    和哪一家比的？\n", "    和哪一家比的？\n  closed: \"贵吗？\"\n"},
		{"a key first of its kind", 0, func(s *pack.Script) { s.Variant = true }, "'compensate'\n", "'compensate'\n  variant: true\n"},
		{"a key more in braces", 1, func(s *pack.Script) { s.For.Topic = []string{"risk"} }, "{id: ours-risk, ", "{id: ours-risk, for: {topic: [risk]}, "},
		{"a step in braces", 1, func(s *pack.Script) { s.Steps[0].Say = pack.Text{pack.DefaultLocale: "a: b, c"} }, "是该想。", `"a: b, c"`},
	}
	for _, c := range cases {
		for _, newline := range []string{"\n", "\r\n"} {
			t.Run(c.name, func(t *testing.T) {
				text := strings.ReplaceAll("\ufeff"+formed, "\n", newline)
				w := formedWorkspace(t, text)
				e, err := w.Entry(scriptRef(c.nth))
				require.NoError(t, err)
				c.change(e.Item.(*pack.Script))
				require.NoError(t, w.Set(e.Ref, e.Item, 0))
				got, _ := w.Text("a.yaml")
				want := strings.Replace(text, strings.ReplaceAll(c.old, "\n", newline), strings.ReplaceAll(c.new, "\n", newline), 1)
				require.Equal(t, want, got)
				again, err := w.Entry(scriptRef(c.nth))
				require.NoError(t, err)
				require.Equal(t, asJSON(t, e.Item), asJSON(t, again.Item))
			})
		}
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return string(raw)
}

// TestFormsOfEveryEntry changes every entry of the built-in packs at random, and holds
// that the form comes back from the YAML as it went in, that nothing outside the entry
// changed, and that the comments inside are all there.
func TestFormsOfEveryEntry(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	changed := map[string]int{}
	for _, id := range []string{"base", "bank"} {
		w, err := studio.Open(id, nil, packs.Sources(), studio.Models{})
		require.NoError(t, err)
		for _, e := range w.Entries() {
			if random.IntN(8) > 0 && changed[e.Section] > 3 {
				continue // one in eight is enough
			}
			text, _ := w.Text(e.Path)
			mutate(random, reflect.ValueOf(e.Item).Elem())
			require.NoError(t, w.Set(e.Ref, e.Item, 0), "%s:%d", e.Path, e.Line)
			changed[e.Section]++
			again, err := w.Entry(e.Ref)
			require.NoError(t, err)
			require.Equal(t, written(t, e.Item), written(t, again.Item), "%s:%d", e.Path, e.Line)
			got, _ := w.Text(e.Path)
			requireAround(t, text, got, e)
			for _, line := range strings.Split(text, "\n") {
				if at := strings.Index(line, "# "); at >= 0 && strings.TrimSpace(line[:at]) == "" {
					require.Contains(t, got, line[at:])
				}
			}
			w.Undo()
		}
	}
	require.Greater(t, len(changed), 15)
	require.Greater(t, changed["scripts"], 30)
}

// written gives what would be written of an item: what is empty is not there.
func written(t *testing.T, item any) string {
	var tree any
	require.NoError(t, json.Unmarshal([]byte(asJSON(t, item)), &tree))
	return asJSON(t, without(tree))
}

func without(tree any) any {
	switch v := tree.(type) {
	case map[string]any:
		for key := range v {
			if v[key] = without(v[key]); v[key] == nil {
				delete(v, key)
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for i := range v {
			v[i] = without(v[i])
		}
		if len(v) == 0 {
			return nil
		}
	}
	return tree
}

// requireAround holds that the lines before an entry, and those from the next one on,
// are as they were.
func requireAround(t *testing.T, before, after string, e studio.Entry) {
	t.Helper()
	lines := strings.SplitAfter(before, "\n")
	head := strings.Join(lines[:e.Line-1], "")
	require.True(t, strings.HasPrefix(after, head))
	for i := e.Line; i < len(lines); i++ {
		if strings.HasPrefix(lines[i], "- ") {
			require.True(t, strings.HasSuffix(after, strings.Join(lines[i:], "")))
			return
		}
	}
}

// texts to try, hard ones among them.
var hardTexts = []string{"好", "a: b", "# no comment", "- dash", "'quoted'", `"double"`, "it's", "null", "true", "5", "1.5", "2026-11-22", "{a}", "[b]", "a, b", "行一\n行二", " edges ", "tab\there", "冒号：全角", "x #y", "@at", "%p", "\\back", "&amp", "*star", "!tag", "|", ">", "~", "", "😀", "a\u2028b", "\r\n", "e\u0301", "y", "0x1F", "<b>bold</b>"}

// mutate changes some parts of a value.
func mutate(random *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; random.IntN(3) == 0 && (name != "ID" || v.NumField() < 3) {
				mutate(random, v.Field(i))
			}
		}
	case reflect.String:
		v.SetString(hardTexts[random.IntN(len(hardTexts))])
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int:
		v.SetInt(int64(random.IntN(30)))
	case reflect.Pointer:
		if !v.IsNil() {
			mutate(random, v.Elem())
		}
	case reflect.Map:
		more := pack.Text{}
		for locale, said := range v.Interface().(pack.Text) {
			more[locale] = said
		}
		more[[]string{pack.DefaultLocale, pack.DefaultLocale, "en"}[random.IntN(3)]] = hardTexts[random.IntN(len(hardTexts)-9)]
		v.Set(reflect.ValueOf(more))
	case reflect.Slice:
		mutateList(random, v)
	}
}

func mutateList(random *rand.Rand, v reflect.Value) {
	switch n := v.Len(); {
	case n > 1 && random.IntN(3) == 0:
		at := random.IntN(n)
		v.Set(reflect.AppendSlice(v.Slice3(0, at, at), v.Slice(at+1, n)))
	case n > 0 && random.IntN(2) == 0:
		mutate(random, v.Index(random.IntN(n)))
	case n > 0:
		item := reflect.New(v.Type().Elem()).Elem()
		item.Set(v.Index(random.IntN(n)))
		if item.Kind() == reflect.String {
			item.SetString(hardTexts[random.IntN(len(hardTexts))])
		}
		at := random.IntN(n + 1)
		more := reflect.MakeSlice(v.Type(), 0, n+1)
		more = reflect.AppendSlice(more, v.Slice(0, at))
		more = reflect.Append(more, item)
		v.Set(reflect.AppendSlice(more, v.Slice(at, n)))
	}
}

// TestEntriesAddedCopiedMovedDeleted walks an entry through its life.
func TestEntriesAddedCopiedMovedDeleted(t *testing.T) {
	w := formedWorkspace(t, formed)
	ref, err := w.Copy(scriptRef(1), "ours-risk-2", 0)
	require.NoError(t, err)
	require.Equal(t, 2, ref.Nth)
	text, _ := w.Text("a.yaml")
	require.Equal(t, strings.Replace(formed, "\ncues:", "\n- id: ours-risk-2\n  technique: evidence\n  steps:\n  - {step: accept, say: \"是该想。\"}\n\ncues:", 1), text, "apart from the one before, as others are")

	to, err := w.Move(ref, "scripts/risk.yaml", 0)
	require.NoError(t, err)
	text, _ = w.Text("a.yaml")
	require.Equal(t, formed, text)
	text, _ = w.Text("scripts/risk.yaml")
	require.Equal(t, "scripts:\n- id: ours-risk-2\n  technique: evidence\n  steps:\n  - {step: accept, say: \"是该想。\"}\n", text)
	require.NoError(t, w.Delete(to, 0))
	text, _ = w.Text("scripts/risk.yaml")
	require.Equal(t, "scripts: []\n", text)
	_, err = w.Add("scripts/risk.yaml", "scripts", &pack.Script{ID: "again", Technique: "inquire"}, 0)
	require.NoError(t, err)
	text, _ = w.Text("scripts/risk.yaml")
	require.Equal(t, "scripts: \n- id: again\n  technique: inquire\n", text)

	_, err = w.Add("a.yaml", "cues", &pack.Cue{ID: "c", Phrases: []string{"好"}}, 0)
	require.NoError(t, err)
	text, _ = w.Text("a.yaml")
	require.True(t, strings.HasSuffix(text, "比一比]}\n- id: c\n  phrases: [好]\n"), text)
	require.NoError(t, w.Delete(studio.Ref{Path: "a.yaml", Section: "cues"}, 0))
	require.NoError(t, w.Delete(studio.Ref{Path: "a.yaml", Section: "cues"}, 0))
	text, _ = w.Text("a.yaml")
	require.True(t, strings.HasSuffix(text, "\ncues: []\n"), text)

	_, err = w.Add("a.yaml", "cues", &pack.Script{}, 0)
	require.EqualError(t, err, `a *pack.Script is no item of "cues"`)
	_, err = w.Add("a.yaml", "weather", &pack.Script{}, 0)
	require.EqualError(t, err, `a *pack.Script is no item of "weather"`)
	_, err = w.Entry(scriptRef(9))
	require.EqualError(t, err, `there is no item 10 of "scripts" in a.yaml`)
	require.EqualError(t, w.Set(scriptRef(0), &pack.Cue{}, 0), `an item of "scripts" is a *pack.Script and not a *pack.Cue`)

	before := w.Hash()
	change(t, w, "a.yaml", "scripts:", "scripts")
	e := studio.Entry{Ref: scriptRef(0), Item: &pack.Script{}}
	require.IsType(t, source.Problems{}, w.Set(e.Ref, e.Item, 0), "broken YAML is not written over")
	w.Undo()
	require.Equal(t, before, w.Hash())
}

// TestFromJSON holds that an item that goes over as JSON and comes back unchanged changes
// nothing, also where JSON does not hold all of it.
func TestFromJSON(t *testing.T) {
	w, err := studio.Open("base", nil, packs.Sources(), studio.Models{})
	require.NoError(t, err)
	before := w.Hash()
	sections := map[string]bool{}
	for _, e := range w.Entries() {
		if sections[e.Section] && e.Nth%200 > 0 {
			continue
		}
		sections[e.Section] = true
		item, err := w.FromJSON(e.Ref, []byte(asJSON(t, e.Item)))
		require.NoError(t, err)
		require.NoError(t, w.Set(e.Ref, item, 0))
		require.Equal(t, before, w.Hash(), "%s:%d", e.Path, e.Line)
	}
	require.Greater(t, len(sections), 15)
	_, err = w.FromJSON(studio.Ref{Path: "cues.yaml", Section: "cues"}, []byte(`{"idd":"a"}`))
	require.EqualError(t, err, `this is no item of "cues": json: unknown field "idd"`)
}

// FuzzForm holds that whatever YAML a file holds, a change by form is made as it was
// meant, or refused, and nothing else in the file is read differently.
func FuzzForm(f *testing.F) {
	for _, text := range []string{formed, "scripts: [{id: a, technique: b}]", "cues:\n- phrases:\n  - 好\n  id: a\n", "scripts:\n- ? id\n  : a\n", "scripts:\n- !!map {id: a}\n- {}\n---\nscripts:\n- id: b\n",
		"scripts:\n  - id: a\n    open: >-\n      一\n      二\n    steps:\n      - step: accept\n        say: {zh-CN: 好, en: ok}\n", "timing:\n- reason: ''\n  decision: now\n", "scripts:\n- id: \"a\"   # c\n\n  technique:\n\n", "choices:\n-\n  techniques:\n  -\n    id: a\n"} {
		f.Add(text, "a: b", uint8(0))
	}
	f.Fuzz(func(t *testing.T, text, said string, which uint8) {
		w, err := studio.Open("ours", map[string]string{"a.yaml": ""}, folderOf("x", nil), studio.Models{})
		require.NoError(t, err)
		said = strings.ToValidUTF8(said, "")
		if w.Apply("type", 0, studio.Edit{Path: "a.yaml", Text: text}) != nil {
			return
		}
		entries := w.Entries()
		if len(entries) == 0 {
			return
		}
		e := entries[int(which)%len(entries)]
		random := rand.New(rand.NewPCG(uint64(which), uint64(len(said))))
		v := reflect.ValueOf(e.Item).Elem()
		for i := range v.NumField() {
			if random.IntN(2) == 0 {
				mutate(random, v.Field(i))
			}
			if v.Field(i).Kind() == reflect.String {
				v.Field(i).SetString(said)
			}
		}
		if w.Set(e.Ref, e.Item, 0) == nil {
			again, err := w.Entry(e.Ref)
			require.NoError(t, err)
			require.Equal(t, written(t, e.Item), written(t, again.Item))
			require.Len(t, w.Entries(), len(entries))
		}
		if w.Delete(e.Ref, 0) == nil {
			require.Len(t, w.Entries(), len(entries)-1)
		}
	})
}
