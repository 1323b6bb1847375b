package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/app/page"
)

// table is web/protocol.json.
type table struct {
	Version  int
	Messages []struct {
		To, Type string
		Fields   map[string]struct{ Optional bool }
	}
	Events, Codes map[string]string
}

func readTable(t *testing.T) table {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "web", "protocol.json"))
	require.NoError(t, err)
	var all table
	require.NoError(t, json.Unmarshal(raw, &all))
	return all
}

// TestHearsWhatTheTableHas holds the frame's own list of messages against the table.
func TestHearsWhatTheTableHas(t *testing.T) {
	all := readTable(t)
	require.Equal(t, protocol, all.Version)
	must := map[string][]string{}
	var ours []string
	for _, m := range all.Messages {
		if m.To == "element" {
			ours = append(ours, m.Type)
			continue
		}
		must[m.Type] = nil
		for _, name := range slices.Sorted(maps.Keys(m.Fields)) {
			if !m.Fields[name].Optional {
				must[m.Type] = append(must[m.Type], name)
			}
		}
	}
	sorted := map[string][]string{}
	for kind, fields := range heard {
		sorted[kind] = slices.Sorted(slices.Values(fields))
	}
	require.Equal(t, must, sorted)
	require.ElementsMatch(t, ours, append(slices.Clone(told), "event"))
}

// TestTellsWhatTheTableHas finds every message that the program sends, in its source,
// with the codes of every failure.
func TestTellsWhatTheTableHas(t *testing.T) {
	all := readTable(t)
	var kinds, codes []string
	text := func(e ast.Expr) (string, bool) {
		literal, ok := e.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(literal.Value)
		return s, err == nil
	}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				method, ok := n.Fun.(*ast.SelectorExpr)
				if !ok {
					break
				}
				if method.Sel.Name == "tell" {
					kind, ok := text(n.Args[0])
					require.True(t, ok, "%s: what is told stands in the source", name)
					kinds = append(kinds, kind)
				}
				if method.Sel.Name == "refuse" {
					code, _ := text(n.Args[1])
					codes = append(codes, code)
				}
			case *ast.CompositeLit:
				if of, ok := n.Type.(*ast.Ident); ok && of.Name == "fault" {
					if code, ok := text(n.Elts[0]); ok {
						codes = append(codes, code)
					}
				}
			}
			return true
		})
	}
	slices.Sort(kinds)
	want := slices.AppendSeq(slices.Clone(told), maps.Keys(all.Events))
	require.ElementsMatch(t, want, slices.Compact(kinds))
	slices.Sort(codes)
	require.ElementsMatch(t, append(slices.Compact(codes), "timeout", "removed"), slices.Collect(maps.Keys(all.Codes)), "and the loader's own two")
}

func TestMessagesAreReadStrictly(t *testing.T) {
	h := &host{nonce: "n"}
	cases := []struct {
		name, text string
		ok         bool
	}{
		{"a call", `{"oc":1,"nonce":"n","type":"analyze","id":1,"conversation":"太贵了"}`, true},
		{"a call whose conversation is for the engine to refuse", `{"oc":1,"nonce":"n","type":"analyze","id":1,"conversation":7}`, true},
		{"settings", `{"oc":1,"nonce":"n","type":"config","config":{}}`, true},
		{"a review of nothing yet", `{"oc":1,"nonce":"n","type":"review","id":1,"draft":""}`, true},
		{"another version", `{"oc":2,"nonce":"n","type":"insert","id":1}`, false},
		{"no version", `{"nonce":"n","type":"insert","id":1}`, false},
		{"a version that is text", `{"oc":"1","nonce":"n","type":"insert","id":1}`, false},
		{"a stale nonce", `{"oc":1,"nonce":"o","type":"insert","id":1}`, false},
		{"no nonce", `{"oc":1,"type":"insert","id":1}`, false},
		{"no type", `{"oc":1,"nonce":"n","id":1}`, false},
		{"an unknown type", `{"oc":1,"nonce":"n","type":"toString","id":1}`, false},
		{"the frame's own type", `{"oc":1,"nonce":"n","type":"hello","id":1}`, false},
		{"no id", `{"oc":1,"nonce":"n","type":"insert"}`, false},
		{"an id that is text", `{"oc":1,"nonce":"n","type":"insert","id":"1"}`, false},
		{"an id that is a part", `{"oc":1,"nonce":"n","type":"insert","id":1.5}`, false},
		{"no draft", `{"oc":1,"nonce":"n","type":"review","id":1}`, false},
		{"a draft that is none", `{"oc":1,"nonce":"n","type":"review","id":1,"draft":{}}`, false},
		{"settings that are a list", `{"oc":1,"nonce":"n","type":"config","config":[]}`, false},
		{"settings that are nothing", `{"oc":1,"nonce":"n","type":"config","config":null}`, false},
		{"a list", `[]`, false},
		{"nothing", ``, false},
		{"no JSON", `太贵了`, false},
		{"JSON and more", `{"oc":1,"nonce":"n","type":"insert","id":1} x`, false},
		{"polluting", `{"__proto__":{"oc":1,"nonce":"n","type":"insert","id":1}}`, false},
		{"deep", strings.Repeat("[", 20_000), false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, ok := h.parse(c.text)
			require.Equal(t, c.ok, ok)
		})
	}
}

// TestCallsWithNothingToRead holds that a call of the host's own is known as one, to be
// told what it lacks, and nobody else's is.
func TestCallsWithNothingToRead(t *testing.T) {
	h := &host{nonce: "n"}
	for _, c := range []struct {
		name, text string
		asks       bool
	}{
		{"no conversation", `{"oc":1,"nonce":"n","type":"analyze","id":1}`, true},
		{"no draft", `{"oc":1,"nonce":"n","type":"review","id":1,"conversation":"太贵了"}`, true},
		{"a draft that is a number", `{"oc":1,"nonce":"n","type":"review","id":1,"draft":5}`, true},
		{"no id to answer to", `{"oc":1,"nonce":"n","type":"review"}`, false},
		{"a stale nonce", `{"oc":1,"nonce":"o","type":"review","id":1}`, false},
		{"another version", `{"oc":2,"nonce":"n","type":"review","id":1}`, false},
		{"an unknown type", `{"oc":1,"nonce":"n","type":"toString","id":1}`, false},
		{"no JSON", `{"oc":1,"nonce":"n","type":"review","id":1`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, ok := h.parse(c.text)
			require.False(t, ok)
			require.Equal(t, c.asks, h.asks(m))
		})
	}
}

func TestNothingIsNoConversation(t *testing.T) {
	for text, turns := range map[string]int{`null`: 0, `""`: 1, `"太贵了"`: 1, `{"turns":[]}`: 0} {
		conv, err := conversationOf(json.RawMessage(text))
		require.NoError(t, err, text)
		require.Len(t, conv.Turns, turns, text)
	}
}

// FuzzMessages holds that no text of a stranger, who cannot know the nonce, is taken.
func FuzzMessages(f *testing.F) {
	f.Add(`{"oc":1,"nonce":"n","type":"insert","id":1}`)
	f.Add(`{"oc":1,"nonce":null,"type":"config","config":{"slots":{"__proto__":"x"}}}`)
	h := &host{nonce: "3141592653,589793238,462643383,2795028841"}
	f.Fuzz(func(t *testing.T, text string) {
		if _, ok := h.parse(text); ok {
			require.Contains(t, text, "3141592653")
		}
	})
}

func TestSettingsFillIn(t *testing.T) {
	c, ok := readConfig(json.RawMessage(`{"pack":"","mode":"","locale":"en","customer":"陈女士","slots":{"product.name":"A"},"key":"7","trace":"true"}`))
	require.True(t, ok)
	require.Equal(t, config{Pack: "bank", Mode: "launcher", Locale: "en", Customer: "陈女士", Key: "7", Trace: "true",
		Slots: map[string]string{"customer.title": "陈女士", "product.name": "A"}}, c)

	c, ok = readConfig(json.RawMessage(`{"locale":"en","customer":"陈女士","slots":{"customer.title":"陈总"}}`))
	require.True(t, ok)
	require.Equal(t, "陈总", c.Slots["customer.title"], "what is said closer wins")

	for mode, want := range map[string]string{"panel": "panel", "inline": "inline", "launcher": "launcher", "page": "launcher", "sidebar": "launcher"} {
		c, ok = readConfig(json.RawMessage(`{"locale":"en","mode":"` + mode + `"}`))
		require.True(t, ok)
		require.Equal(t, want, c.Mode, "a host page has no other modes")
	}

	_, ok = readConfig(json.RawMessage(`{"slots":{"rate":3}}`))
	require.False(t, ok)
}

func TestTraceIsAskedFor(t *testing.T) {
	for text, want := range map[string]bool{"": false, "false": false, "False": false, "true": true, "1": true} {
		require.Equal(t, want, asked(text), text)
	}
}

func TestColoursAreThoseOfTheSheet(t *testing.T) {
	sheet, err := os.ReadFile(filepath.Join("..", "web", "page", "app.css"))
	require.NoError(t, err)
	root := string(sheet)
	root = root[strings.Index(root, ":root {"):]
	root = root[:strings.Index(root, "}")]
	for _, name := range page.Colours {
		require.Contains(t, root, "--oc-"+name+": #")
	}
	require.Equal(t, len(page.Colours), strings.Count(root, ": #"), "every colour can be given")
}

func TestAddressable(t *testing.T) {
	for origin, want := range map[string]bool{
		"https://crm.bank.example": true, "http://127.0.0.1:8080": true, "chrome-extension://abcdef": true,
		"null": false, "": false, "*": false, "/": false, "file://": false, "https://": false, "http://[": false, "http://a b": false, "%": false,
	} {
		require.Equal(t, want, addressable(origin), origin)
	}
}

func TestLockAfter(t *testing.T) {
	for text, want := range map[string]int{"0": 0, "5": 5, "1440": 1440, "": -1, "x": -1, "-1": -1, "1441": -1, "1.5": -1, " 5": -1} {
		minutes, ok := lockAfter(text)
		require.Equal(t, want >= 0, ok, text)
		if ok {
			require.Equal(t, want, minutes, text)
		}
	}
}
