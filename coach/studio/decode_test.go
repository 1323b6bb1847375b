//go:build !js

package studio_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"objectioncoach/coach/studio"
)

func TestFileEdit(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(formed)
	require.NoError(t, err)
	for name, raw := range map[string]string{"UTF-8": formed, "with its mark": "\ufeff" + formed, "GB 18030": gb} {
		edit, err := studio.FileEdit("a.yaml", []byte(raw))
		require.NoError(t, err, name)
		require.Equal(t, studio.Edit{Path: "a.yaml", Text: formed}, edit, name)
	}
	for _, c := range []struct{ path, raw, want string }{
		{"a.yaml", strings.Repeat("x", 50<<20), "a.yaml has 52428800 bytes, and may have 2097152: divide it"},
		{"a.yaml", "\xff\xfea\x00", "a.yaml is UTF-16: save it as UTF-8"},
		{"a.yaml", "\x89PNG\xff\xff", "a.yaml is neither UTF-8 nor GB 18030"},
		{"a.exe", "MZ", "a.exe is no file of a pack: those end in .yaml or .jsonl"},
	} {
		_, err := studio.FileEdit(c.path, []byte(c.raw))
		require.EqualError(t, err, c.want)
	}
}

// TestBadFilesAreTold holds that each kind of broken file is told of with its place, and
// that the pack still answers as it was before.
func TestBadFilesAreTold(t *testing.T) {
	bomb := "cues:\n- {id: a, phrases: &a [好, 好]}\n" + strings.Repeat("- {id: b, phrases: [*a, *a, *a, *a]}\n", 50)
	for _, c := range []struct{ name, path, text, want string }{
		{"a bomb of aliases", "a.yaml", bomb, "ours/a.yaml:2:20: anchors (&) and aliases (*) are not read"},
		{"brackets", "a.yaml", "cues: " + strings.Repeat("[", 1<<20), "ours/a.yaml:1:1: more than 40 lists or mappings stand in each other here"},
		{"a key twice", "a.yaml", "cues:\n- {id: a, id: b}\n", `ours/a.yaml:2:11: mapping key "id" already defined`},
		{"a section twice", "a.yaml", "cues: []\ncues: []\n", `ours/a.yaml:2:1: mapping key "cues" already defined`},
		{"a tab", "a.yaml", "cues:\n\t- id: a\n", "ours/a.yaml:2:1: found character '\t' that cannot start any token"},
		{"a pack on itself", "pack.yaml", "pack: ours\nextends: ours\n", `ours/pack.yaml: extends "ours", which extends it in turn`},
		{"a pack on nothing", "pack.yaml", "pack: ours\nextends: nothing\n", "nothing/pack.yaml: cannot be read"},
		{"no head", "pack.yaml", "", `ours/pack.yaml: names the pack ""`},
		{"lines that are none", "a.jsonl", "{}\n[]\n", "ours/a.jsonl:1:1: "},
		{"a key unknown", "a.yaml", "cues:\n- {id: a, phrasse: []}\n", `ours/a.yaml:2:11: unknown key "phrasse". Did you mean "phrases"?`},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := sharedWorkspace(t)
			require.NoError(t, w.Apply("bad", 0, studio.Edit{Path: c.path, Text: c.text}))
			require.Contains(t, w.Check("").Problems.Error(), c.want)
			p, current := w.Good()
			require.False(t, current)
			require.Equal(t, "ours-price", p.Scripts[len(p.Scripts)-1].ID)
			_, undone := w.Undo()
			require.True(t, undone)
			require.Empty(t, w.Check("").Problems)
		})
	}
}

var shared *studio.Workspace

// sharedWorkspace gives a workspace over the bank pack that every test leaves as it was.
func sharedWorkspace(t *testing.T) *studio.Workspace {
	t.Helper()
	if shared == nil {
		shared = open(t, "ours", ours())
		require.Empty(t, shared.Check("").Problems)
	}
	return shared
}

// TestScaffold holds that a pack begins without a problem.
func TestScaffold(t *testing.T) {
	w := open(t, "new-bank", studio.Scaffold("new-bank", "bank"))
	require.Empty(t, w.Check("").Problems)
}
