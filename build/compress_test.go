package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"
)

func TestCompressAll(t *testing.T) {
	text := []byte(strings.Repeat("家里存折都归她管。", 100))
	files := map[string][]byte{"a/b.js": text, "icons/x.png": []byte("png")}
	require.NoError(t, compressAll(files, t.TempDir()))

	require.Len(t, files, 4, "pictures are not compressed again")
	require.Equal(t, text, files["a/b.js"])
	unpacked, err := io.ReadAll(brotli.NewReader(bytes.NewReader(files["a/b.js.br"])))
	require.NoError(t, err)
	require.Equal(t, text, unpacked)
	gz, err := gzip.NewReader(bytes.NewReader(files["a/b.js.gz"]))
	require.NoError(t, err)
	require.True(t, gz.ModTime.IsZero(), "a time would make two builds differ")
	unpacked, err = io.ReadAll(gz)
	require.NoError(t, err)
	require.Equal(t, text, unpacked)
}

func TestCompressAllRemembers(t *testing.T) {
	cache := t.TempDir()
	require.NoError(t, compressAll(map[string][]byte{"a.js": []byte("one")}, cache))
	require.Len(t, readNames(t, cache), 2)

	// What the cache says is taken as it is, under any name.
	for _, name := range readNames(t, cache) {
		require.NoError(t, os.WriteFile(filepath.Join(cache, name), []byte("kept"), 0o644))
	}
	files := map[string][]byte{"renamed.js": []byte("one")}
	require.NoError(t, compressAll(files, cache))
	require.Equal(t, "kept", string(files["renamed.js.br"]))
	require.Equal(t, "kept", string(files["renamed.js.gz"]))

	files = map[string][]byte{"a.js": []byte("two")}
	require.NoError(t, compressAll(files, cache))
	require.NotEqual(t, "kept", string(files["a.js.br"]))
	require.Len(t, readNames(t, cache), 2, "results that no build needs are forgotten")
}
