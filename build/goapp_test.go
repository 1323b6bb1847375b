package main

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTrimGoAppDropsWhatBrowsersDoNotNeed(t *testing.T) {
	p, err := openProject()
	require.NoError(t, err)
	dst := filepath.Join(t.TempDir(), "go-app")
	require.NoError(t, trimGoApp(p.goApp, dst))

	imports := map[string]string{}
	for _, pkg := range goAppPackages {
		found, err := filepath.Glob(filepath.Join(dst, pkg, "*.go"))
		require.NoError(t, err)
		require.NotEmpty(t, found)
		for _, name := range found {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
			require.NoError(t, err)
			for _, spec := range file.Imports {
				path, err := strconv.Unquote(spec.Path.Value)
				require.NoError(t, err)
				imports[path] = name
			}
		}
	}
	require.Contains(t, imports, "syscall/js")
	for _, heavy := range []string{
		"crypto/aes", "crypto/rand", "crypto/sha1", "github.com/google/uuid",
		"net/http", "net/http/httptest", "regexp", "text/template",
	} {
		require.NotContains(t, imports, heavy)
	}
}

func TestTrimGoAppCopiesOnlyWhenNeeded(t *testing.T) {
	p, err := openProject()
	require.NoError(t, err)
	dst := filepath.Join(t.TempDir(), "go-app")
	require.NoError(t, trimGoApp(p.goApp, dst))

	mark := filepath.Join(dst, "mark")
	require.NoError(t, os.WriteFile(mark, nil, 0o644))
	require.NoError(t, trimGoApp(p.goApp, dst))
	require.FileExists(t, mark, "the copy was good: it must stay")

	require.NoError(t, os.WriteFile(filepath.Join(dst, ".stamp"), []byte("another trimming"), 0o644))
	require.NoError(t, trimGoApp(p.goApp, dst))
	require.NoFileExists(t, mark, "the copy was of another trimming: it must be made anew")
}

func TestApplyEdits(t *testing.T) {
	for _, test := range []struct {
		name, text, want string
		problems         []string
	}{
		{"fits", "a = old()", "a = new()", nil},
		{"absent", "a = b()", "a = b()", []string{"x.go", "0 times", "old()"}},
		{"ambiguous", "a = old() + old()", "a = old() + old()", []string{"x.go", "2 times", "old()"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := map[string][]byte{"x.go": []byte(test.text)}
			err := applyEdits(files, []edit{{"x.go", "old()", "new()"}})
			require.Equal(t, test.want, string(files["x.go"]))
			if test.problems == nil {
				require.NoError(t, err)
			}
			for _, problem := range test.problems {
				require.ErrorContains(t, err, problem)
			}
		})
	}
}

func TestReadGoAppMissesFile(t *testing.T) {
	_, err := readGoApp(t.TempDir())
	require.ErrorContains(t, err, "goAppLeftOut")
}
