//go:build !js

package message

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

var verb = regexp.MustCompile(`%(\[(\d+)\])?[a-zA-Z]`)

// TestTable holds that every message says the same in Chinese as in English: none of its
// values is left out but those that only the other language needs, and none is made up.
func TestTable(t *testing.T) {
	left := map[string]bool{"json-kind-type": true, "yaml-no-text": true} // their values are kinds of a program
	for id, w := range table {
		english, chinese := verb.FindAllString(w.english, -1), verb.FindAllStringSubmatch(w.chinese, -1)
		require.NotEmpty(t, w.chinese, id)
		require.False(t, strings.Contains(w.chinese, "%!"), id)
		seen := map[int]bool{}
		for _, v := range chinese {
			n, err := strconv.Atoi(v[2])
			require.NoError(t, err, "%s: %s has no number", id, v[0])
			require.True(t, n >= 1 && n <= len(english), "%s speaks of a value that is not there", id)
			seen[n] = true
		}
		require.True(t, len(seen) == len(english) || left[id], "%s leaves out a value in Chinese", id)
		if !strings.HasPrefix(id, "kind-bool") {
			require.True(t, strings.ContainsFunc(w.chinese, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || id == "thing-of" || id == "thing-named" || id == "test-failed", id)
		}
	}
}

// TestEveryIDIsInTheTable reads the packages that tell messages: each id they name is in
// the table, with as many values as its words have places, and each of the table is used.
func TestEveryIDIsInTheTable(t *testing.T) {
	used := map[string]bool{}
	for _, folder := range []string{"../source", "../studio", "../labelled", "../message", "../packs/procedures", "../workbook", "../cmd/coach", "../../app/studio"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		require.NoError(t, err)
		require.NotEmpty(t, files, folder)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			raw, err := os.ReadFile(file)
			require.NoError(t, err)
			parsed, err := parser.ParseFile(token.NewFileSet(), file, raw, 0)
			require.NoError(t, err)
			ast.Inspect(parsed, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if ok {
					id, values := namedBy(call)
					if id != "" {
						w, known := table[id]
						require.True(t, known, "%s: there is no message %q", file, id)
						require.Len(t, verb.FindAllString(w.english, -1), values, "%s: values of %q", file, id)
						used[id] = true
					}
				}
				return true
			})
		}
	}
	require.Greater(t, len(used), 100)
	for _, id := range slices.Sorted(maps.Keys(table)) {
		found := used[id] || strings.HasPrefix(id, "yaml-") || strings.HasPrefix(id, "json-") || strings.HasPrefix(id, "pack-") || strings.HasPrefix(id, "talk-") || strings.HasPrefix(id, "kind-")
		require.True(t, found, "nothing tells %q", id)
	}
}

// namedBy gives the id of a message that a call makes, and how many values it gives.
func namedBy(call *ast.CallExpr) (id string, values int) {
	name, at := "", -1
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
		if name == "New" { // within this package
			name = "message.New"
		}
	case *ast.SelectorExpr:
		name = f.Sel.Name
		if on, ok := f.X.(*ast.Ident); ok && on.Name == "message" {
			name = "message." + name
		}
	}
	switch {
	case name == "message.New":
		at = 0
	case name == "problemAt" && len(call.Args) >= 3:
		at = 2
	case name == "at" && len(call.Args) >= 2: // reader.at(file, token, id, …), fileReader.at(token, id, …)
		at = 1
	}
	for ; at >= 0 && at < len(call.Args); at++ {
		literal, ok := call.Args[at].(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			if name == "at" {
				continue
			}
			return "", 0
		}
		id, _ = strconv.Unquote(literal.Value)
		return id, len(call.Args) - at - 1
	}
	return "", 0
}

func TestIn(t *testing.T) {
	gone := fmt.Errorf("open shop/pack.yaml: %w", fs.ErrNotExist)
	for _, c := range []struct {
		message          Message
		english, chinese string
	}{
		{New("none-of", "technique", "inquir", []string{"inquire", "agree"}, New("did-you-mean", "inquire")),
			`technique "inquir" is none of ["inquire" "agree"]. Did you mean "inquire"?`, "technique 不能是“inquir”，只能是：inquire、agree。是不是想写“inquire”？"},
		{New("unknown-key", "titel", Message{}), `unknown key "titel".`, "没有“titel”这个键。"},
		{New("needs", New("source-of", New("thing-named", New("word-rule"), "P01")), "document", "zh-CN"), `the source of rule "P01" needs "document" (zh-CN).`, "规则“P01”的出处缺“document”（zh-CN）。"},
		{New("unreadable", gone), "cannot be read: open shop/pack.yaml: file does not exist", "读不了：没有这个文件"},
		{New("unread-on", errors.New("whatever")), "whatever", "读不下去：whatever"},
		{Foreign("a text is a string, or a map from locale to string: whatever"), "a text is a string, or a map from locale to string: whatever", "这里要写一段文字，或者按语言（zh-CN、en）分别写文字"},
		{New("no-test", errors.New(`json: unknown field "txt"`)), `not a JSON object of a test: json: unknown field "txt"`, "这一行不是测试的 JSON：没有“txt”这个字段"},
		{Plain("as it is"), "as it is", "as it is"},
		{Foreign("found character '\t' that cannot start any token"), "found character '\t' that cannot start any token", "这里有一个制表符（Tab）：YAML 只认空格，请换成空格"},
		{Foreign(`mapping key "id" already defined at [2:3]`), `mapping key "id" already defined at [2:3]`, "“id”写了两遍，头一遍在第 2 行第 3 列"},
		{Foreign("cannot unmarshal []interface {} into Go struct field Script.Technique of type string"), "cannot unmarshal []interface {} into Go struct field Script.Technique of type string", "“Script.Technique”要写文字，却写成了列表"},
		{Foreign("cannot unmarshal string into Go struct field Script.Steps of type []pack.Step"), "cannot unmarshal string into Go struct field Script.Steps of type []pack.Step", "“Script.Steps”要写列表，却写成了文字"},
		{Foreign("string was used where mapping is expected"), "string was used where mapping is expected", "这里要写几个“键: 值”，却写成了文字"},
		{Foreign("something new"), "something new", "something new"},
	} {
		require.Equal(t, c.english, c.message.String())
		require.Equal(t, c.english, c.message.Error())
		require.Equal(t, c.chinese, c.message.In("zh-CN"))
		require.Equal(t, c.chinese, c.message.In(""))
	}
	require.Equal(t, "缺这一列：话术要靠它辨认", Of(fmt.Errorf("reading: %w", New("column-missing")), "zh-CN"))
	require.Equal(t, "whatever", Of(errors.New("whatever"), "zh-CN"))
	require.ErrorIs(t, New("unreadable", gone), fs.ErrNotExist)
}

// FuzzForeign holds that English words never change, and that nothing panics.
func FuzzForeign(f *testing.F) {
	f.Add(`mapping key "id" already defined at [2:3]`)
	f.Add("cannot unmarshal map[string]interface {} into Go value of type pack.Step")
	f.Fuzz(func(t *testing.T, words string) {
		require.Equal(t, words, Foreign(words).String())
		require.NotPanics(t, func() { Foreign(words).In("zh-CN") })
	})
}
