package studio_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/studio"
)

// TestSmallPack holds, natively and as WebAssembly, that a pack that stands on nothing is
// checked and changed by form.
func TestSmallPack(t *testing.T) {
	w, err := studio.Open("small", map[string]string{"pack.yaml": "pack: small\n", "a.yaml": `# 一
techniques:
- {id: inquire, title: 先问清}
scripts:
- id: all # 二
  technique: inquire
  steps: [{step: accept, say: "好。"}]
`}, folderOf("none", nil), studio.Models{})
	require.NoError(t, err)
	require.Empty(t, w.Check("2026-11-22").Problems)
	e, err := w.Entry(studio.Ref{Path: "a.yaml", Section: "scripts"})
	require.NoError(t, err)
	e.Item.(*pack.Script).Steps[0].Say = pack.Text{pack.DefaultLocale: "您说。"}
	require.NoError(t, w.Set(e.Ref, e.Item, 0))
	text, _ := w.Text("a.yaml")
	require.Contains(t, text, "- id: all # 二\n  technique: inquire\n  steps: [{step: accept, say: \"您说。\"}]\n")
	require.NoError(t, w.Apply("bad", 0, studio.Edit{Path: "a.yaml", Text: text + "cues:\n- {id: a, id: b}\n"}))
	require.Equal(t, `small/a.yaml:9:11: mapping key "id" already defined at [9:4]`, w.Check("").Problems.Error())
	w.Undo()
	require.Empty(t, w.Check("").Problems)
}
