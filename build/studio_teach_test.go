package main

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/packs"
	"objectioncoach/coach/studio"
)

// TestTeachingEqualsNative teaches lines in the browser, takes what was learned, publishes
// it, and teaches the same here: both packs recognise with the same model, to the byte, and
// answer every line of those that are kept back for measuring alike. The tolerance is none.
func TestTeachingEqualsNative(t *testing.T) {
	s := openEditor(t)
	s.openOurs()
	a := s.app
	a.labelJargon()
	a.click("#st-teach")
	awaitLong(t, a.ctx, `!!document.querySelector("#st-take")`)
	shown := ask[string](t, a.ctx, `document.querySelector(".st-scores tbody").innerText`)
	a.click("#st-take")
	a.text("#st-taught", "已采用")
	a.openFile("corpus/taught.jsonl")
	taught := s.yaml("小绿卡")
	keepBlobs(a)
	a.tab("publish")
	a.click("#st-make-key")
	a.has("#st-key")
	a.click("#st-sign")
	a.text("#st-published", "第 1 版已签名")
	raw, err := base64.StdEncoding.DecodeString(ask[string](t, a.ctx, `saved.at(-1).arrayBuffer().then((b) => { let s = ""; for (const c of new Uint8Array(b)) s += String.fromCharCode(c); return btoa(s); })`))
	require.NoError(t, err)
	inBrowser, _, err := pack.OpenSigned(raw, pack.Trust{Verify: func(_, _, _ []byte) bool { return true }})
	require.NoError(t, err)

	corrections, err := labelled.Read(strings.NewReader(taught), "taught")
	require.NoError(t, err)
	require.Len(t, corrections, 3)
	files := map[string]string{}
	for name, text := range ours {
		files[strings.TrimPrefix(name, "ours/")] = text
	}
	bank, err := packs.Open("bank")
	require.NoError(t, err)
	w, err := studio.Open("ours", files, packs.Sources(), studio.Models{Chinese: bank.Model, English: bank.English, Replies: bank.Rulebook.Model})
	require.NoError(t, err)
	teaching, err := w.Teach(corrections, linesOfSite(t, "sample"))
	require.NoError(t, err)
	for teaching.Step() {
	}
	kept := linesOfSite(t, "kept")
	lesson, err := teaching.Compare(kept)
	require.NoError(t, err)
	models, err := teaching.Models()
	require.NoError(t, err)
	require.False(t, models.Chinese.Equal(bank.Model), "it learned something")
	require.True(t, models.Chinese.Equal(inBrowser.Model), "and the same in the browser")
	require.Equal(t, models.Chinese.Encode(), inBrowser.Model.Encode())

	w.Use(models)
	compiled, err := w.Compile()
	require.NoError(t, err)
	native, err := pack.Open(compiled.Pack, compiled.English)
	require.NoError(t, err)
	one, err := coach.New(native)
	require.NoError(t, err)
	other, err := coach.New(inBrowser)
	require.NoError(t, err)
	for _, line := range kept {
		said := coach.Say(line.Text)
		a, err := one.Analyze(said)
		require.NoError(t, err)
		b, err := other.Analyze(said)
		require.NoError(t, err)
		a.Pack, b.Pack = coach.PackRef{}, coach.PackRef{} // the browser's holds the lines that were taught
		require.Equal(t, a, b, line.Text)
	}
	require.Equal(t, 1.0, lesson.Taught.After)
	require.Contains(t, shown, "100")
}

// linesOfSite reads a file of labelled lines that the site serves.
func linesOfSite(t *testing.T, name string) []labelled.Line {
	t.Helper()
	p, err := openProject()
	require.NoError(t, err)
	found, err := filepath.Glob(filepath.Join(p.root, "build", "dist", "assets", name+".*.jsonl"))
	require.NoError(t, err)
	require.Len(t, found, 1)
	raw, err := os.ReadFile(found[0])
	require.NoError(t, err)
	lines, err := labelled.Read(bytes.NewReader(raw), name)
	require.NoError(t, err)
	return lines
}
