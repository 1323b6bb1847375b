package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
)

// compressible are the extensions that shrink.
var compressible = []string{".css", ".html", ".js", ".json", ".jsonl", ".lang", ".pack", ".rules", ".svg", ".ts", ".wasm", ".webmanifest"}

// codec is one way to compress a file for static hosts that look for
// ready-made ones.
type codec struct {
	ext string
	// key names the codec and its settings in the cache.
	key string
	new func(io.Writer) (io.WriteCloser, error)
}

var codecs = []codec{
	// A window of 2^24 instead of the default 2^22: 824,209 → 823,995 B.
	{".br", "br-11-24", func(w io.Writer) (io.WriteCloser, error) {
		return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: 11, LGWin: 24}), nil
	}},
	{".gz", "gz-9", func(w io.Writer) (io.WriteCloser, error) {
		return gzip.NewWriterLevel(w, gzip.BestCompression)
	}},
}

// compressAll adds a .br and a .gz file beside each compressible one. Results
// are kept in the folder cache by the hash of the content, and forgotten when a
// build did not need them.
func compressAll(files map[string][]byte, cache string) error {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return err
	}
	needed := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !slices.Contains(compressible, path.Ext(name)) || strings.HasPrefix(name, "npm/") {
			continue // a package is not served
		}
		for _, c := range codecs {
			kept := fmt.Sprintf("%x.%s", sha256.Sum256(files[name]), c.key)
			needed[kept] = true
			small, err := c.cached(filepath.Join(cache, kept), files[name])
			if err != nil {
				return fmt.Errorf("compressing %s: %w", name, err)
			}
			files[name+c.ext] = small
		}
	}
	return forget(cache, needed)
}

// cached reads the file kept, or compresses content and keeps it there.
func (c codec) cached(kept string, content []byte) ([]byte, error) {
	if small, err := os.ReadFile(kept); !errors.Is(err, fs.ErrNotExist) {
		return small, err
	}
	small, err := c.compress(content)
	if err != nil {
		return nil, err
	}
	// Renamed into place, so that an interrupted build leaves no half file
	// under the final name.
	if err := os.WriteFile(kept+".part", small, 0o644); err != nil {
		return nil, err
	}
	return small, os.Rename(kept+".part", kept)
}

func (c codec) compress(content []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := c.new(&b)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func forget(cache string, needed map[string]bool) error {
	entries, err := os.ReadDir(cache)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if needed[e.Name()] {
			continue
		}
		if err := os.Remove(filepath.Join(cache, e.Name())); err != nil {
			return err
		}
	}
	return nil
}
