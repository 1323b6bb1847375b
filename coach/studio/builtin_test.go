//go:build !js

package studio_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/packs"
	"objectioncoach/coach/source"
	"objectioncoach/coach/studio"
)

// TestBuiltIns holds that the list of built-in packs tells their titles and how many scripts
// they have, and that its version changes with what is in them.
func TestBuiltIns(t *testing.T) {
	list, err := studio.BuiltIns(packs.Sources(), "zh-CN")
	require.NoError(t, err)
	var memory source.Memory
	versions := map[string]bool{}
	for _, b := range list {
		src, err := memory.Read(packs.Sources(), b.ID)
		require.NoError(t, err)
		require.Len(t, src.Pack.Scripts, b.Scripts, b.ID)
		own := 0
		for _, e := range src.Entries() {
			if e.Section == "scripts" && strings.HasPrefix(e.File, b.ID+"/") {
				own++
			}
		}
		require.Equal(t, own, b.Own, b.ID)
		require.Equal(t, src.Pack.Title.In("zh-CN"), b.Title)
		require.Len(t, b.Version, 8)
		require.False(t, versions[b.Version])
		versions[b.Version] = true
	}
	require.GreaterOrEqual(t, len(list), 6)
	english, err := studio.BuiltIns(packs.Sources(), "en")
	require.NoError(t, err)
	for i, b := range english {
		require.NotEqual(t, list[i].Title, b.Title, b.ID)
		require.Equal(t, list[i].Version, b.Version)
	}

	version := func(say string) string {
		list, err := studio.BuiltIns(fstest.MapFS{
			"house/pack.yaml": {Data: []byte("pack: house\nextends: ours\n")}, "ours/pack.yaml": {Data: []byte("pack: ours\ntitle: 自家\n")},
			"ours/a.yaml": {Data: []byte("scripts:\n- id: a\n  technique: " + say + "\n")},
		}, "en")
		require.NoError(t, err)
		require.Equal(t, [3]any{"house", 1, 0}, [3]any{list[0].ID, list[0].Scripts, list[0].Own})
		return list[0].Version
	}
	require.NotEqual(t, version("one"), version("other"), "what is below belongs to it")
	require.Equal(t, version("one"), version("one"))
}
