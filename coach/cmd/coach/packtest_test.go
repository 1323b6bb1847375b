package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPackTest runs the tests of a pack, and fails with the place of those that do.
func TestPackTest(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ours")
	write := func(name, text string) {
		t.Helper()
		require.NoError(t, os.MkdirAll(dir, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	write("pack.yaml", "pack: ours\nextends: bank\n")
	_, _, err := runPack(t, "test", dir)
	require.ErrorContains(t, err, "there are no tests in")
	write("a.tests.jsonl", `{"text":"你们这个手续费也太贵了吧","expect":{"kind":"objection","topics":["price"]}}`+"\n")
	out, errs, err := runPack(t, "test", dir)
	require.NoError(t, err, errs)
	require.Equal(t, "ours: 1 tests, 0 failed\n", out)
	write("a.tests.jsonl", "\n"+`{"text":"你们这个手续费也太贵了吧","expect":{"kind":"complaint"}}`+"\n{\n")
	out, errs, err = runPack(t, "test", dir)
	require.ErrorIs(t, err, errReported)
	require.Equal(t, "ours: 1 tests, 1 failed\n", out)
	require.Equal(t, "ours/a.tests.jsonl:3:1: not a JSON object of a test: unexpected EOF\n"+
		`ours/a.tests.jsonl:2:1: "你们这个手续费也太贵了吧": expected kind complaint, got objection`+"\n", errs)
	_, _, err = runPack(t, "test")
	require.EqualError(t, err, "give the one folder whose tests to run: coach pack test DIR")
}
