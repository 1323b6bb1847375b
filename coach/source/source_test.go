package source

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
)

// sound is a small pack without a fault.
var sound = map[string]string{
	"shop/pack.yaml": "pack: shop\ntitle: {zh-CN: 小店, en: Shop}\n",
	"shop/basics.yaml": `
labels:
- {axis: product, id: loan, title: 贷款}
- {axis: segment, id: senior, title: 年长}
cues:
- {id: refusal, phrases: [别来了]}
techniques:
- {id: inquire, title: 先问清}
- {id: own-up, title: 认下来}
timing:
- {id: always, decision: now, reason: 先答}
choices:
- techniques: [{id: inquire, reason: 先问}]
asks:
- say: 您是说{a}？
loops:
- steps: [accept, answer]
slots:
- {id: fee, title: 费用}
`,
	"shop/scripts/all.yaml": `
scripts:
- id: all
  for: {topic: [need, price, yield, risk, product, timing, staff, service, affordability, trust, competitor, authority, information, terms, privacy]}
  technique: inquire
  steps:
  - {step: accept, say: 我听明白了。}
`,
	"shop/corpus/lines.jsonl": `{"text":"太贵了","kind":"objection","topics":["price"],"nature":"genuine","emotion":"calm"}` + "\n",
}

// with gives the sound pack with some files changed or added.
func with(changed map[string]string) fs.FS {
	files := maps.Clone(sound)
	maps.Copy(files, changed)
	fsys := fstest.MapFS{}
	for name, content := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return fsys
}

func TestRead(t *testing.T) {
	src, err := Read(with(nil), "shop")
	require.NoError(t, err)
	p := src.Pack
	require.Equal(t, "shop", p.ID)
	require.Equal(t, pack.Text{"zh-CN": "小店", "en": "Shop"}, p.Title)
	require.Equal(t, []pack.Cue{{ID: "refusal", Phrases: []string{"别来了"}}}, p.Cues)
	require.Equal(t, []pack.Timing{{ID: "always", Decision: pack.Now, Reason: pack.Text{"zh-CN": "先答"}}}, p.Timing)
	require.Equal(t, []pack.Step{{ID: "accept", Say: pack.Text{"zh-CN": "我听明白了。"}}}, p.Scripts[0].Steps)
	require.Equal(t, labelled.Topics, p.Scripts[0].For.Topic)
	require.Equal(t, []labelled.Line{{Text: "太贵了", Kind: "objection", Topics: []string{"price"}, Nature: "genuine", Emotion: "calm"}}, src.Lines)
}

// TestReadLikesEveryEditor holds the ways in which files of people differ.
func TestReadLikesEveryEditor(t *testing.T) {
	want, err := Read(with(nil), "shop")
	require.NoError(t, err)
	for name, change := range map[string]func(string) string{
		"carriage returns":     func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"a byte order mark":    func(s string) string { return "\ufeff" + s },
		"no final line end":    func(s string) string { return strings.TrimRight(s, "\n") },
		"empty lines and more": func(s string) string { return "\n\n" + s + "\n\n" },
	} {
		t.Run(name, func(t *testing.T) {
			changed := map[string]string{"shop/readme.txt": "not of the pack"}
			for file, content := range sound {
				changed[file] = change(content)
			}
			got, err := Read(with(changed), "shop")
			require.NoError(t, err)
			require.Equal(t, want.Pack, got.Pack)
			require.Equal(t, want.Lines, got.Lines)
		})
	}
}

func TestReadExtends(t *testing.T) {
	src, err := Read(with(map[string]string{
		"branch/pack.yaml":          "pack: branch\ntitle: Branch\nextends: shop\n",
		"branch/more.yaml":          "techniques:\n- {id: evidence}\n",
		"branch/corpus/lines.jsonl": `{"text":"你好","kind":"other","emotion":"calm"}`,
	}), "branch")
	require.NoError(t, err)
	require.Equal(t, "branch", src.Pack.ID)
	require.Equal(t, pack.Text{"zh-CN": "Branch"}, src.Pack.Title)
	require.Equal(t, []string{"inquire", "own-up", "evidence"}, []string{src.Pack.Techniques[0].ID, src.Pack.Techniques[1].ID, src.Pack.Techniques[2].ID}, "what is built upon comes first")
	require.Equal(t, []string{"太贵了", "你好"}, []string{src.Lines[0].Text, src.Lines[1].Text})
}

// TestBuiltIn reads the packs of this repository.
func TestBuiltIn(t *testing.T) {
	for _, id := range []string{"base", "bank", "insurance", "sales", "securities", "service"} {
		t.Run(id, func(t *testing.T) {
			src, err := Read(os.DirFS("../packs"), id)
			require.NoError(t, err)
			require.Equal(t, id, src.Pack.ID)
			require.NotEmpty(t, src.Lines)
		})
	}
}

// requireProblems reads the pack with some files changed and holds what is
// wrong with it, in full and in order, against want.
func requireProblems(t *testing.T, changed map[string]string, want ...string) {
	t.Helper()
	src, err := Read(with(changed), "shop")
	require.Nil(t, src)
	require.EqualError(t, err, strings.Join(want, "\n"))
	var problems Problems
	require.True(t, errors.As(err, &problems))
	require.Len(t, problems, len(want))
	for i, p := range problems {
		place, _, _ := strings.Cut(want[i], ": ")
		chinese, ok := strings.CutPrefix(p.In("zh-CN"), place+": ")
		require.True(t, ok, "the place is the same in Chinese: %s", p.In("zh-CN"))
		require.True(t, strings.ContainsFunc(chinese, func(r rune) bool { return unicode.Is(unicode.Han, r) }), chinese)
		require.False(t, englishWords.MatchString(unquoted.ReplaceAllString(chinese, "")), "English is left in %s", chinese)
	}
}

// englishWords finds a few words of English in a row; unquoted takes out what is quoted,
// and lists of ids.
var (
	englishWords = regexp.MustCompile(`[a-z]+ [a-z]+ [a-z]+`)
	unquoted     = regexp.MustCompile(`“[^”]*”|[a-z-]+(、|, )[a-z-]+`)
)
