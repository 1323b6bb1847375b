//go:build !js

package message

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// told are the functions with which the reader of YAML tells what is wrong, where their
// first argument is the words.
var told = []string{"ErrSyntax", "ErrDuplicateKey", "Invalid", "New", "Errorf", "Sprintf"}

// wordsOfReader lists what the reader of YAML may tell, from its own source: formats as
// they stand there.
func wordsOfReader(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/goccy/go-yaml").Output()
	require.NoError(t, err)
	folder := strings.TrimSpace(string(out))
	words := map[string]bool{}
	for _, pattern := range []string{"scanner/*.go", "parser/*.go", "decode.go", "error.go", "internal/errors/error.go"} {
		files, err := filepath.Glob(filepath.Join(folder, pattern))
		require.NoError(t, err)
		require.NotEmpty(t, files, pattern)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			require.NoError(t, err)
			ast.Inspect(parsed, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) == 0 {
					return true
				}
				name := ""
				switch f := call.Fun.(type) {
				case *ast.Ident:
					name = f.Name
				case *ast.SelectorExpr:
					name = f.Sel.Name
				}
				if said, ok := call.Args[0].(*ast.BasicLit); ok && said.Kind == token.STRING && slices.Contains(told, name) {
					text, err := strconv.Unquote(said.Value)
					require.NoError(t, err)
					words[text] = true
				}
				return true
			})
		}
	}
	return slices.Sorted(maps.Keys(words))
}

// Formats that are no words to a writer of packs: of addresses within YAML, of what a
// program did wrong, of colours, and those that only put others together.
var notForWriters = []string{
	"", "0", "false", "null", "%s", "%s.%s", "%s%s", "%s/*", "'%s'", "[%d:%d] ", "\x1b[1;%dm", "unsupported comment", "invalid query", "invalid path", "node not found", "unknown comment", "invalid comment map",
	"required pointer type value", "does not implemented Unmarshaler", "cannot set embedded type", `unknown field "%s"`, "yaml.RawMessage",
}

// TestReaderIsTranslated holds that whatever the reader of YAML may tell has Chinese words.
func TestReaderIsTranslated(t *testing.T) {
	n := 0
	for _, format := range wordsOfReader(t) {
		if slices.ContainsFunc(notForWriters, func(f string) bool { return format == f || len(f) > 8 && strings.HasPrefix(format, f) }) {
			continue
		}
		n++
		said := strings.NewReplacer("%q", `"x"`, "%s", "x", "%d", "7").Replace(format)
		if strings.Contains(format, "character") || strings.Contains(format, "reserved") {
			said = strings.Replace(format, "%q", "'x'", 1) // it names a character
		}
		m := Foreign(said)
		if m.ID == "" {
			t.Errorf("no Chinese words for %q", said)
			continue
		}
		require.Equal(t, said, m.String())
		require.Equal(t, m, Reader(said))
		require.NotContains(t, m.In("zh-CN"), "%!", said)
	}
	require.Greater(t, n, 60)
	require.Equal(t, "这里写得不对，读取器的原话是：something new", Reader("something new").In("zh-CN"))
	require.Equal(t, "something new", Reader("something new").In("en"))
}
