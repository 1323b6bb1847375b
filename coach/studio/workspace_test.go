//go:build !js

package studio_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/packs"
	"objectioncoach/coach/source"
	"objectioncoach/coach/studio"
)

// builtIn is the bank pack, and what a workspace over it needs.
var builtIn = sync.OnceValue(func() *pack.Pack {
	p, err := packs.Open("bank")
	if err != nil {
		panic(err)
	}
	return p
})

func models() studio.Models {
	p := builtIn()
	return studio.Models{Chinese: p.Model, English: p.English, Replies: p.Rulebook.Model}
}

// archive holds the YAML of the bank pack and its base, as a browser gets it.
var archive = sync.OnceValue(func() []byte {
	raw, err := studio.WriteArchive(packs.Sources(), "bank")
	if err != nil {
		panic(err)
	}
	return raw
})

// ours is a small pack over the bank's.
func ours() map[string]string {
	return map[string]string{
		"pack.yaml": "pack: ours\ntitle: 我行话术\nextends: bank\n",
		"scripts/price.yaml": `# Our own.
scripts:
- id: ours-price
  for: {kind: [objection], topic: [price], nature: [genuine], emotion: [calm]}
  technique: compensate
  steps: # three of them
  - {step: accept, say: "这笔费用放谁身上都要算一算。"}
  - {step: answer, say: "费用是{fee}，换来的东西我一项项摆给您看。"}
  open: "您是拿它和哪一家比的？" # ask, don't tell
`,
	}
}

func open(t *testing.T, id string, files map[string]string) *studio.Workspace {
	t.Helper()
	below, err := studio.ReadArchive(archive())
	require.NoError(t, err)
	w, err := studio.Open(id, files, below, models())
	require.NoError(t, err)
	w.Remember(&memory)
	return w
}

// memory is what all workspaces of the tests remember.
var memory source.Memory

// change makes an edit that replaces a part of a file.
func change(t *testing.T, w *studio.Workspace, path, old, new string) {
	t.Helper()
	text, ok := w.Text(path)
	require.True(t, ok)
	require.Contains(t, text, old)
	require.NoError(t, w.Apply("type", 0, studio.Edit{Path: path, Text: strings.Replace(text, old, new, 1)}))
}

// TestCheckIsPackCheck holds that the studio tells of the very problems that reading the
// folders tells of, after any edit.
func TestCheckIsPackCheck(t *testing.T) {
	w := open(t, "ours", ours())
	edits := []struct{ old, new, want string }{
		{"", "", ""},
		{"{fee}", "{feee}", `ours/scripts/price.yaml:8:20: script "ours-price" has the blank {feee}, which nothing fills. Did you mean "fee"?`},
		{"{feee}", "{fee}", ""},
		{"technique: compensate", "technique: compensat", `ours/scripts/price.yaml:5:3: technique "compensat" is none of`},
		{"technique: compensat", "technique: compensate", ""},
		{"这笔费用放谁身上都要算一算。", "我给您打包票，亏了我个人补给您。", `ours/scripts/price.yaml:3:3: the script "ours-price" says what rule`},
		{"我给您打包票，亏了我个人补给您。", "这笔费用放谁身上都要算一算。", ""},
		{"scripts:", "scripts:\n\t", `ours/scripts/price.yaml:3:1: found character '	' that cannot start any token`},
	}
	for _, e := range edits {
		change(t, w, "scripts/price.yaml", e.old, e.new)
		got := w.Check("").Problems
		text, _ := w.Text("scripts/price.yaml")
		files := ours()
		files["scripts/price.yaml"] = text
		require.Equal(t, packCheck(t, files), got)
		if e.want == "" {
			require.Empty(t, got)
			continue
		}
		require.Contains(t, got.Error(), e.want)
		p, current := w.Good()
		require.False(t, current)
		require.Equal(t, "ours", p.ID, "the last good state stays")
	}
	require.Empty(t, w.Check("2020-01-01").Warnings)
	_, undone := w.Undo()
	require.True(t, undone)
	require.Empty(t, w.Check("2099-01-01").Problems)
	require.NotEmpty(t, w.Check("2099-01-01").Warnings, "every rule is overdue by then")
}

// packMemory spares reading the built-in packs for every check.
var packMemory source.Memory

// packCheck gives the problems that coach pack check lists.
func packCheck(t *testing.T, files map[string]string) source.Problems {
	t.Helper()
	fsys := folderOf("ours", files)
	src, err := packMemory.Read(source.Layers(fsys, packs.Sources()), "ours")
	if err != nil {
		return err.(source.Problems)
	}
	book := *src.Pack.Rulebook
	book.Model = models().Replies
	problems, _ := src.Unlawful(&book)
	return problems
}

// TestCompile holds that what is compiled is what was written.
func TestCompile(t *testing.T) {
	w := open(t, "ours", ours())
	c, err := w.Compile()
	require.NoError(t, err)
	p, err := pack.Open(c.Pack, c.English, c.Rules)
	require.NoError(t, err)
	require.Equal(t, "ours", p.ID)
	require.Equal(t, "ours-price", p.Scripts[len(p.Scripts)-1].ID)
	require.Zero(t, c.Unlearned)

	require.NoError(t, w.Apply("more", 0, studio.Edit{Path: "corpus/lines.jsonl", Text: `{"text":"太贵","kind":"objection","topics":["price"],"emotion":"calm","nature":"genuine"}` + "\n"}))
	c, err = w.Compile()
	require.NoError(t, err)
	require.Equal(t, 1, c.Unlearned)

	change(t, w, "scripts/price.yaml", "compensate", "nothing")
	_, err = w.Compile()
	require.IsType(t, source.Problems{}, err)

	bank := open(t, "bank", nil)
	c, err = bank.Compile()
	require.NoError(t, err)
	require.Equal(t, builtIn().Hash, mustOpen(t, c).Hash, "the built-in pack comes out as it is shipped")
}

func mustOpen(t *testing.T, c studio.Compiled) *pack.Pack {
	t.Helper()
	p, err := pack.Open(c.Pack, c.English, c.Rules)
	require.NoError(t, err)
	return p
}

// TestHistory undoes and redoes over a reload.
func TestHistory(t *testing.T) {
	w := open(t, "ours", ours())
	start := w.Hash()
	for i, letter := range []string{"一", "二", "三"} {
		text, _ := w.Text("scripts/price.yaml")
		require.NoError(t, w.Apply("type", int64(1000*i), studio.Edit{Path: "scripts/price.yaml", Text: text + letter}))
	}
	require.Len(t, w.History(), 1, "typing on is one step")
	require.NoError(t, w.Apply("two files", 9000,
		studio.Edit{Path: "scripts/more.yaml", Text: "cues:\n- {id: c, phrases: [好]}\n"},
		studio.Edit{Path: "scripts/price.yaml", Gone: true}))
	end := w.Hash()
	require.Equal(t, []string{"pack.yaml", "scripts/more.yaml"}, w.Paths())

	raw, err := w.State()
	require.NoError(t, err)
	w, err = studio.Restore(raw, packs.Sources(), models())
	require.NoError(t, err)
	require.Equal(t, end, w.Hash())
	label, ok := w.Undo()
	require.True(t, ok)
	require.Equal(t, "two files", label)
	raw, err = w.State()
	require.NoError(t, err)
	w, err = studio.Restore(raw, packs.Sources(), models())
	require.NoError(t, err)
	_, ok = w.Undo()
	require.True(t, ok)
	require.Equal(t, start, w.Hash())
	_, ok = w.Undo()
	require.False(t, ok)
	w.Redo()
	w.Redo()
	require.Equal(t, end, w.Hash())
	_, ok = w.Redo()
	require.False(t, ok)

	for name, damaged := range map[string]string{
		"other shape":  strings.Replace(string(raw), `"shape":1`, `"shape":9`, 1),
		"other files":  strings.Replace(string(raw), "我行话术", "他行话术", 1),
		"cut off":      string(raw[:len(raw)/2]),
		"another path": strings.Replace(string(raw), `"pack.yaml":`, `"../pack.yaml":`, 1),
	} {
		_, err := studio.Restore([]byte(damaged), packs.Sources(), models())
		require.Error(t, err, name)
	}
	w, err = studio.Restore([]byte(strings.Replace(string(raw), `"in":"一二三"`, `"in":"一二四"`, 1)), packs.Sources(), models())
	require.EqualError(t, err, "the history that was kept does not fit the files, and is left out")
	require.Empty(t, w.History())
}

// TestRefused holds that an edit that cannot be is refused as a whole.
func TestRefused(t *testing.T) {
	w := open(t, "ours", ours())
	before := w.Hash()
	for _, c := range []struct {
		name string
		edit studio.Edit
		want string
	}{
		{"50 MB", studio.Edit{Path: "big.yaml", Text: strings.Repeat("x", 50<<20)}, "big.yaml has 52428800 bytes, and may have 2097152: divide it"},
		{"50 MB of lines", studio.Edit{Path: "big.jsonl", Text: strings.Repeat("x", 50<<20)}, "big.jsonl has 52428800 bytes, and may have 33554432: divide it"},
		{"outside", studio.Edit{Path: "../x.yaml"}, `"../x.yaml" is no path within a pack: write it like scripts/price.yaml`},
		{"absolute", studio.Edit{Path: "/x.yaml"}, `"/x.yaml" is no path within a pack: write it like scripts/price.yaml`},
		{"a program", studio.Edit{Path: "x.js"}, "x.js is no file of a pack: those end in .yaml or .jsonl"},
		{"bytes", studio.Edit{Path: "x.yaml", Text: "\xff"}, "x.yaml is not UTF-8"},
	} {
		err := w.Apply("bad", 0, studio.Edit{Path: "good.yaml", Text: "cues: []\n"}, c.edit)
		require.EqualError(t, err, c.want, c.name)
		require.Equal(t, before, w.Hash(), c.name)
	}
	many := make([]studio.Edit, studio.MaxFiles)
	for i := range many {
		many[i] = studio.Edit{Path: fmt.Sprintf("f%d.yaml", i), Text: "cues: []\n"}
	}
	require.EqualError(t, w.Apply("many", 0, many...), "the pack would have 1002 files, and may have 1000")
	_, err := studio.Open("Our Bank", ours(), packs.Sources(), models())
	require.EqualError(t, err, `a pack cannot be called "Our Bank": use a-z, 0-9 and hyphens, and begin with a letter`)
	_, err = studio.Open("nowhere", nil, packs.Sources(), models())
	require.EqualError(t, err, `there is no pack "nowhere" here to open`)

	change(t, w, "pack.yaml", "extends: bank", "extends: ours")
	require.Equal(t, `ours/pack.yaml: extends "ours", which extends it in turn. A pack cannot stand on itself.`, w.Check("").Problems.Error())
}

func TestArchive(t *testing.T) {
	for name, raw := range map[string]string{
		"nothing": "", "empty": "{}", "no text": `{"a.yaml":1}`, "outside": `{"../a.yaml":""}`, "a program": `{"a.js":""}`,
	} {
		_, err := studio.ReadArchive([]byte(raw))
		require.Error(t, err, name)
	}
	_, err := studio.WriteArchive(packs.Sources(), "nowhere")
	require.Error(t, err)
}

// BenchmarkCheck measures a check of the bank pack after one letter was typed.
func BenchmarkCheck(b *testing.B) {
	below, err := studio.ReadArchive(archive())
	require.NoError(b, err)
	w, err := studio.Open("bank", nil, below, models())
	require.NoError(b, err)
	require.Empty(b, w.Check("").Problems)
	text, _ := w.Text("scripts/price.yaml")
	n := 0
	for b.Loop() {
		n++
		edited := strings.Replace(text, "花钱的事", strings.Repeat("花钱的事", 1+n%2), 1)
		require.NoError(b, w.Apply("type", 0, studio.Edit{Path: "scripts/price.yaml", Text: edited}))
		require.Empty(b, w.Check("").Problems)
	}
}
