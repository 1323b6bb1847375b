//go:build !js

package studio_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/studio"
)

func csvOf(t *testing.T, w *studio.Workspace, f studio.Filter, locale string) string {
	t.Helper()
	var out strings.Builder
	require.NoError(t, w.WriteCSV(&out, w.Scripts(f), locale))
	return out.String()
}

// TestTableGoesOutAndIn holds that the built-in scripts come back from a spreadsheet as
// they went, in both languages of headings and in both encodings.
func TestTableGoesOutAndIn(t *testing.T) {
	w := open(t, "bank", nil)
	before := w.Hash()
	n := len(w.Scripts(studio.Filter{Own: true}))
	require.Greater(t, n, 300)
	for _, locale := range []string{pack.DefaultLocale, pack.English} {
		file := csvOf(t, w, studio.Filter{Own: true}, locale)
		require.Equal(t, studio.TableImport{Same: n}, w.ReadTable([]byte(file), "scripts/new.yaml", 0))
		require.Equal(t, before, w.Hash())
		gb, err := simplifiedchinese.GB18030.NewEncoder().String(strings.TrimPrefix(file, "\ufeff"))
		require.NoError(t, err)
		require.Equal(t, studio.TableImport{Same: n}, w.ReadTable([]byte(gb), "scripts/new.yaml", 0))
	}
}

func TestTableChanges(t *testing.T) {
	w := open(t, "ours", ours())
	text, _ := w.Text("scripts/price.yaml")
	in := w.ReadTable([]byte("\ufeff编号,话题,渠道,步骤,步骤（英）,方法,开放问\r\n"+
		"ours-price,嫌贵；收益低,phone,\"accept: 是该算一算。\nanswer：费用是{fee}，我摆给您看。\",\"accept: Quite right.\nanswer: It's {fee}.\",认短补长,'=您比的是哪家？\r\n"+
		"ours-new,risk,,\"accept: 想稳一点，应该的。\",accept: Of course.,evidence,\r\n"), "scripts/new.yaml", 0)
	require.Empty(t, in.Problems)
	require.Equal(t, studio.TableImport{Changed: 1, Added: 1}, in)
	after, _ := w.Text("scripts/price.yaml")
	require.Equal(t, strings.NewReplacer(
		"topic: [price]", "topic: [price, yield]", "emotion: [calm]}", "emotion: [calm], channel: [phone]}",
		"这笔费用放谁身上都要算一算。", "是该算一算。", "换来的东西我一项项摆给您看。", "我摆给您看。", "您是拿它和哪一家比的？", "=您比的是哪家？").Replace(text), after)
	english, _ := w.Text("en/price.yaml")
	require.Equal(t, "translations:\n- id: ours-price\n  locale: en\n  steps:\n  - {step: accept, say: Quite right.}\n  - {step: answer, say: \"It's {fee}.\"}\n", english)
	require.Len(t, w.History(), 1, "one step")
	require.Empty(t, w.Check("").Problems)
	rows := w.Scripts(studio.Filter{Own: true})
	require.Equal(t, "Quite right.", rows[1].Script.Steps[0].Say["en"])
	again := csvOf(t, w, studio.Filter{Own: true}, pack.English)
	require.Contains(t, again, "'=您比的是哪家？", "no formula leaves")
	require.Equal(t, studio.TableImport{Same: 2}, w.ReadTable([]byte(again), "scripts/new.yaml", 0))
}

// TestTableAsSpreadsheetsSaveIt holds that a table comes back without loss however Excel and
// WPS save it, and that one in which something was lost is refused.
func TestTableAsSpreadsheetsSaveIt(t *testing.T) {
	w := open(t, "ours", ours())
	change(t, w, "scripts/price.yaml", `open: "您是拿它和哪一家比的？" # ask, don't tell`,
		"show: 'A “B”，C；D'\n  avoid: \"-x\\ty\"\n  after: '😀 €5 – 您看？㐀'\n  open: |-\n    您是拿它\n    和哪一家比的？\n  closed: '=1+1'")
	require.Empty(t, w.Check("").Problems)
	file := csvOf(t, w, studio.Filter{Own: true}, pack.DefaultLocale)
	plain := strings.TrimPrefix(file, "\ufeff")
	gb18030 := func(s string) string {
		coded, err := simplifiedchinese.GB18030.NewEncoder().String(s)
		require.NoError(t, err)
		return coded
	}
	gbk := func(s string) string { // a spreadsheet puts question marks for what GBK lacks
		return strings.ReplaceAll(gb18030(strings.NewReplacer("😀", "??", "㐀", "?").Replace(s)), "\xa2\xe3", "\x80")
	}
	parted := func(s, comma string) string { // as with another list separator of the system
		var out strings.Builder
		quoted := false
		for _, r := range s {
			if quoted = quoted != (r == '"'); r == ',' && !quoted {
				out.WriteString(comma)
				continue
			}
			out.WriteRune(r)
		}
		return out.String()
	}
	utf16le := func(s string) string {
		out := []byte("\xff\xfe")
		for _, unit := range utf16.Encode([]rune(s)) {
			out = append(out, byte(unit), byte(unit>>8))
		}
		return string(out)
	}
	before := w.Hash()
	for name, saved := range map[string]string{
		"as it went":                    file,
		"UTF-8 without its mark":        plain,
		"line feeds only":               strings.ReplaceAll(file, "\r\n", "\n"),
		"line ends of Windows in cells": strings.ReplaceAll(strings.ReplaceAll(file, "\r\n", "\n"), "\n", "\r\n"),
		"semicolons":                    parted(file, ";"),
		"tabs":                          parted(plain, "\t"),
		"GB 18030":                      gb18030(plain),
		"GBK":                           gbk(plain),
		"GBK with tabs":                 gbk(parted(plain, "\t")),
		"UTF-16 with tabs":              utf16le(parted(plain, "\t")),
		"empty columns and rows":        strings.ReplaceAll(plain, "\r\n", ",,\r\n") + ",,,\r\n\r\n,,\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			in := w.ReadTable([]byte(saved), "scripts/new.yaml", 0)
			require.Empty(t, in.Problems)
			require.Equal(t, studio.TableImport{Same: 1}, in)
			require.Equal(t, before, w.Hash())
		})
	}
	in := w.ReadTable([]byte(gbk(strings.Replace(plain, "您看？", "您再看？", 1))), "scripts/new.yaml", 0)
	require.Len(t, in.Problems, 1)
	require.Equal(t, "之后", in.Problems[0].Column)
	require.Contains(t, in.Problems[0].Message.String(), "lost as question marks")
	require.Equal(t, before, w.Hash())
	in = w.ReadTable([]byte(gbk(strings.Replace(plain, "A “B”", "B “B”", 1))), "scripts/new.yaml", 0)
	require.Equal(t, studio.TableImport{Changed: 1}, in, "elsewhere it may be changed")
	text, _ := w.Text("scripts/price.yaml")
	require.Contains(t, text, "😀 €5 – 您看？㐀")
}

// TestTableRefused holds that each thing wrong is told by its row, and that then nothing
// was changed.
func TestTableRefused(t *testing.T) {
	good := "ours-price,太贵\n"
	cases := []struct {
		name, file string
		row        int
		want       string
	}{
		{"nothing", "", 0, "the file is empty"},
		{"a damaged workbook", "PK\x03\x04", 0, "the workbook is damaged"},
		{"50 MB", strings.Repeat("x", 50<<20), 0, "the table has 52428800 bytes, and may have 8388608: divide it"},
		{"no ids", "话题\nprice\n", 1, "this column is missing: scripts are told by it"},
		{"an unknown column", "编号,天气\n", 1, "this column is not known"},
		{"a column twice", "编号,话题,Topic\n", 1, "this column is there twice"},
		{"a row without id", "编号,别说\n" + good + ",x\n", 3, "the row has no id"},
		{"a row too long", "编号,别说\nours-price,a,b\n", 2, "the row has 3 cells and the heading 2"},
		{"a row twice", "编号,别说\n" + good + good, 3, "row 2 has the same id"},
		{"a topic that is none", "编号,话题\nours-price,天气\n", 2, `there is no topic "天气": the values are need`},
		{"no technique", "编号,方法\nours-price,瞎说\n", 2, `there is no technique "瞎说"`},
		{"no step", "编号,步骤\nours-price,好的\n", 2, `"好的" does not begin with a step`},
		{"other steps in English", "编号,步骤（英）\nours-price,check: Fine?\n", 2, "the steps in en must be those of the script, in their order"},
		{"neither yes nor no", "编号,换句说法\nours-price,也许\n", 2, `"也许" is neither yes nor no`},
		{"an open quotation mark", "编号,别说\nours-price,\"a\n", 2, "a quotation mark has no partner"},
		{"no encoding", "编号,别说\nours-price,\xff\xff\n", 2, "it is neither UTF-8 nor GB 18030"},
		{"another pack's", "编号,别说\nprice-default,x\n", 2, `the script "price-default" belongs to a pack below, in bank/scripts/price.yaml: copy it under an id of your own`},
		{"a sentence too long", "编号,步骤\nours-price,accept: " + strings.Repeat("长", 46) + "\n", 2, `script "ours-price", step accept: a sentence of 46 characters`},
		{"what a rule forbids", "编号,步骤\n" + "ours-price,accept: 我给您打包票，亏了我个人补给您。\n", 2, `the script "ours-price" says what rule`},
		{"a blank that nothing fills", "编号,出示\nours-price,{nothing}\n", 2, `script "ours-price" has the blank {nothing}, which nothing fills.`},
		{"outside", "编号,文件,方法,步骤\nours-x,../x.yaml,inquire,accept: 好。\n", 2, `"../x.yaml" is no path within a pack`},
	}
	w := open(t, "ours", ours())
	before := w.Hash()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := w.ReadTable([]byte(c.file), "scripts/new.yaml", 0)
			require.NotEmpty(t, in.Problems)
			require.Equal(t, c.row, in.Problems[0].Row)
			require.Contains(t, in.Problems[0].Message.String(), c.want)
			require.Equal(t, before, w.Hash())
			require.Zero(t, in.Changed+in.Added+in.Same)
		})
	}
	require.Empty(t, w.Check("").Problems)
}

func TestFilters(t *testing.T) {
	w := open(t, "ours", ours())
	all := len(w.Scripts(studio.Filter{}))
	require.Greater(t, all, 300)
	require.Len(t, w.Scripts(studio.Filter{Own: true}), 1)
	for name, f := range map[string]studio.Filter{
		"topic": {Topic: "price"}, "nature": {Nature: "genuine"}, "emotion": {Emotion: "calm"}, "channel": {Channel: "phone"},
		"segment": {Segment: "senior"}, "technique": {Technique: "compensate"}, "length": {Longer: 30}, "text": {Text: "passbook"},
	} {
		some := w.Scripts(f)
		require.Less(t, len(some), all, name)
		require.NotEmpty(t, some, name)
	}
	require.Empty(t, w.Scripts(studio.Filter{Since: 1}))
	text, _ := w.Text("scripts/price.yaml")
	require.NoError(t, w.Apply("type", 5000, studio.Edit{Path: "scripts/price.yaml", Text: strings.Replace(text, "算一算", "看一看", 1)}))
	require.Len(t, w.Scripts(studio.Filter{Since: 4999}), 1)
	require.Empty(t, w.Scripts(studio.Filter{Since: 5000}))
}

// TestLastChanged holds when each script came to say what it says, whatever happens
// around it, and that it is told so after what was kept is restored.
func TestLastChanged(t *testing.T) {
	w := open(t, "ours", ours())
	when := func(w *studio.Workspace) map[string]int64 {
		of := map[string]int64{}
		for _, row := range w.Scripts(studio.Filter{Own: true}) {
			of[row.Script.ID] = row.Changed
		}
		return of
	}
	put := func(at int64, change func(text string) string) {
		text, _ := w.Text("scripts/price.yaml")
		require.NoError(t, w.Apply("type", at, studio.Edit{Path: "scripts/price.yaml", Text: change(text)}))
	}
	script := func(id, say string) string {
		return "- id: " + id + "\n  technique: compensate\n  for: {topic: [" + id + "]}\n  steps: [{step: accept, say: " + say + "}]\n"
	}
	require.Equal(t, map[string]int64{"ours-price": 0}, when(w))
	put(1000, func(text string) string {
		return text + script("need", "您说得对。") + script("risk", "您说得是。")
	})
	require.Equal(t, map[string]int64{"ours-price": 0, "need": 1000, "risk": 1000}, when(w))
	put(2000, func(text string) string { return strings.Replace(text, "您说得对。", "您说得很对。", 1) })
	put(3000, func(text string) string {
		return strings.Replace(text, "- id: need", script("trust", "您问得好。")+"- id: need", 1)
	}) // before another
	put(4000, func(text string) string { return "# more\n" + strings.Replace(text, "# three of them", "# three", 1) }) // comments say nothing
	want := map[string]int64{"ours-price": 0, "need": 2000, "risk": 1000, "trust": 3000}
	require.Equal(t, want, when(w))
	require.NoError(t, w.Apply("english", 5000, studio.Edit{Path: "en/more.yaml", Text: "translations:\n- {id: ours-price, locale: en, steps: [{step: accept, say: Right.}, {step: answer, say: Yes.}]}\n"}))
	want["ours-price"] = 5000
	require.Equal(t, want, when(w))

	raw, err := w.State()
	require.NoError(t, err)
	below, err := studio.ReadArchive(archive())
	require.NoError(t, err)
	again, err := studio.Restore(raw, below, models())
	require.NoError(t, err)
	require.Equal(t, want, when(again))
	var ids []string
	for _, row := range again.Scripts(studio.Filter{Own: true, Order: studio.ByChange}) {
		ids = append(ids, row.Script.ID)
	}
	require.Equal(t, []string{"ours-price", "trust", "need", "risk"}, ids)
	longest := again.Scripts(studio.Filter{Order: studio.ByLength})
	require.GreaterOrEqual(t, longest[0].Longest, longest[len(longest)/2].Longest)
	require.Greater(t, longest[0].Longest, longest[len(longest)-1].Longest)

	w.Undo()
	want["ours-price"] = 0
	require.Equal(t, want, when(w))
}
