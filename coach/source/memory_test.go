package source

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestHostileFiles holds that no file can take a machine's memory or time, and that each
// is told of with its place.
func TestHostileFiles(t *testing.T) {
	bomb := "techniques:\n- id: a\n  shape: &a [一, 二]\n"
	for c := 'b'; c < 'z'; c++ {
		bomb += "- id: " + string(c) + "\n  shape: &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+", ", 9) + "三]\n"
	}
	cases := []struct{ name, more, want string }{
		{"aliases that multiply", bomb, `shop/more.yaml:3:10: anchors (&) and aliases (*) are not read: write the text out, or put it in quotation marks.`},
		{"an alias alone", "techniques:\n- id: *a\n", `shop/more.yaml:2:7: anchors (&) and aliases (*) are not read: write the text out, or put it in quotation marks.`},
		{"brackets without end", "techniques:\n" + strings.Repeat("[", 100_000), `shop/more.yaml:2:1: more than 40 lists or mappings stand in each other here. No item of a pack is so deep.`},
		{"dashes without end", "techniques:\n" + strings.Repeat("- ", 100_000) + "a", `shop/more.yaml:2:1: more than 40 lists or mappings stand in each other here. No item of a pack is so deep.`},
		{"a large file", "# " + strings.Repeat("x", MaxFile), `shop/more.yaml: has 2097154 bytes, and a file of a pack has at most 2097152. Divide it.`},
		{"another encoding", "techniques:\n- id: a\n  title: \xcf\xc8\xce\xca\xc7\xe5\n", `shop/more.yaml:3:10: is not UTF-8 from here on. Save the file as UTF-8; many editors in China save GB 18030.`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			requireProblems(t, map[string]string{"shop/more.yaml": c.more}, c.want)
		})
	}
	requireProblems(t, map[string]string{"shop/pack.yaml": "pack: shop\ntitle: {zh-CN: &a 店, en: *a}\n"},
		`shop/pack.yaml:2:16: anchors (&) and aliases (*) are not read: write the text out, or put it in quotation marks.`)
	requireProblems(t, map[string]string{"shop/pack.yaml": "pack: shop\ntitle: \xb5\xea\n"},
		`shop/pack.yaml:2:8: is not UTF-8 from here on. Save the file as UTF-8; many editors in China save GB 18030.`)
}

// TestMemory holds that reading again gives what a first reading gives, whatever was
// read before.
func TestMemory(t *testing.T) {
	var m Memory
	states := []map[string]string{
		nil,
		{"shop/more.yaml": "techniques:\n- {id: a, titel: b}\n"},
		{"shop/more.yaml": "techniques:\n- {id: a, title: b}\n"},
		{"shop/en/all.yaml": "translations:\n- {id: all, locale: en, steps: [{step: accept, say: I see.}]}\n"},
		nil,
		{"shop/more.yaml": "practices:\n- {id: asks, title: 问, step: accept, moves: true}\nmoves:\n- {step: accept, phrases: [好的]}\n"},
		{"shop/more.yaml": "practices:\n- {id: asks, title: 问, step: accept, moves: true}\nmoves:\n- {step: accept, phrases: [明白]}\n"},
	}
	for _, state := range states {
		again, errAgain := m.Read(with(state), "shop")
		first, err := Read(with(state), "shop")
		require.Equal(t, err, errAgain)
		if err == nil {
			require.Equal(t, first.Pack, again.Pack)
		}
	}
}

// TestEntries holds that every item is listed once, with its place.
func TestEntries(t *testing.T) {
	src, err := Read(with(nil), "shop")
	require.NoError(t, err)
	entries := src.Entries()
	e := entries[4]
	require.Equal(t, []any{"techniques", "own-up", "shop/basics.yaml", 9, 4, 1}, []any{e.Section, e.ID, e.File, e.Line, e.Column, e.Nth})
	script := entries[len(entries)-1]
	line, column := script.At("steps", 0)
	require.Equal(t, [2]int{script.Line + 4, 6}, [2]int{line, column}, "the first step")
	line, _ = script.At("nowhere", 3)
	require.Equal(t, script.Line, line)
	ofFile, problems := new(Memory).FileEntries("shop/basics.yaml", []byte(sound["shop/basics.yaml"]))
	require.Empty(t, problems)
	require.Equal(t, "own-up", ofFile[4].ID)
	require.Len(t, entries, len(ofFile)+1, "the one script stands in a file of its own")
}
