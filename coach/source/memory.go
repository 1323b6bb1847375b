package source

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"iter"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"objectioncoach/coach/labelled"
	"objectioncoach/coach/message"
	"objectioncoach/coach/text"
)

// Memory keeps what was read of files, so that reading a pack again after an edit costs
// what changed and little more. The zero value remembers nothing yet. It may not be
// used by several goroutines at once.
type Memory struct {
	files    map[string]remembered
	plain    map[string]bool // phrases that are in normalised form
	reviewed reviewed
	widened  widened
}

// remembered is a file as it was and what was read of it.
type remembered struct {
	content string
	is      any
}

// Read reads a pack as the function Read does. What it gives must not be changed: later
// readings give parts of it again.
func (m *Memory) Read(fsys fs.FS, id string) (*Source, error) {
	r := &reader{fsys: fsys, memory: m, source: newSource(m, id)}
	r.layer(id, nil)
	r.translate()
	r.showMoves()
	r.layRules()
	if len(r.problems) == 0 {
		r.check()
	}
	if len(r.problems) > 0 {
		return nil, r.problems.sorted()
	}
	r.source.places = r.places
	return r.source, nil
}

// recall gives what read makes of a file's content, or what it made of the same before.
func recall[T any](m *Memory, name string, content []byte, read func() T) T {
	if was, ok := m.files[name]; ok && was.content == string(content) {
		return was.is.(T)
	}
	if m.files == nil {
		m.files = map[string]remembered{}
	}
	is := read()
	m.files[name] = remembered{string(content), is}
	return is
}

// normal reports whether a phrase is in normalised form, and gives it so.
func (m *Memory) normal(phrase string) (plain string, ok bool) {
	if m.plain[phrase] {
		return phrase, true
	}
	plain = string(text.Prepare(phrase).Runes)
	if plain != phrase || plain == "" {
		return plain, false
	}
	if m.plain == nil {
		m.plain = map[string]bool{}
	}
	m.plain[phrase] = true
	return plain, true
}

// Bounds of what is read: a file beyond them was not written by hand for a pack.
const (
	// MaxFile bounds a YAML file, in bytes.
	MaxFile = 2 << 20
	// MaxLines bounds a file of labelled lines, in bytes.
	MaxLines = 32 << 20
	// maxDepth bounds how deep lists and braces may stand in each other, in a line or by
	// indent.
	maxDepth = 40
	// maxKeys bounds the keys of one mapping: a parser takes a square of their number.
	maxKeys = 1000
	// maxWrong bounds what is told of one file: who reads on after that mends the first.
	maxWrong = 500
)

// parsed is what one YAML file holds.
type parsed struct {
	items    []placed
	problems Problems
}

// placed is an item of a section of a file.
type placed struct {
	section string
	node    ast.Node
	item    reflect.Value // a pointer to the item
}

// parse reads one YAML file: a mapping from section names to lists of items.
func parse(name string, raw []byte) parsed {
	p := fileReader{name: name}
	if problem, bad := unreadable(name, raw, MaxFile); bad {
		p.problems = Problems{problem}
		return p.parsed
	}
	if at, deep := tooDeep(raw); deep {
		p.problems = Problems{{name, at, 1, message.New("too-deep", maxDepth)}}
		return p.parsed
	}
	if at, wide := tooWide(raw); wide {
		p.problems = Problems{{name, at, 1, message.New("too-wide", maxKeys)}}
		return p.parsed
	}
	file, err := parser.ParseBytes(raw, 0)
	if err != nil {
		p.yamlProblem(err, nil)
		return p.parsed
	}
	for _, doc := range file.Docs {
		if at := anchorIn(doc.Body); at != nil {
			p.at(at, "anchors")
			continue
		}
		mapping, ok := doc.Body.(*ast.MappingNode)
		if !ok {
			p.at(nil, "no-sections")
			continue
		}
		for _, section := range mapping.Values {
			p.section(section)
		}
	}
	return p.parsed
}

// fileReader reads one file.
type fileReader struct {
	name string
	parsed
}

func (p *fileReader) at(t *token.Token, id string, values ...any) {
	p.problems = append(p.problems, problemAt(p.name, t, id, values...))
}

func (p *fileReader) yamlProblem(err error, item any) {
	p.problems = append(p.problems, yamlProblem(p.name, err, item))
}

// section reads one list of items.
func (p *fileReader) section(node *ast.MappingValueNode) {
	key := node.Key.String()
	kind, ok := ItemType(key)
	if !ok {
		p.at(node.Key.GetToken(), "unknown-section", key, nearest(key, Sections()), strings.Join(Sections(), ", "))
		return
	}
	sequence, ok := node.Value.(*ast.SequenceNode)
	if !ok {
		p.at(node.Key.GetToken(), "no-list", key)
		return
	}
	for _, itemNode := range sequence.Values {
		if len(p.problems) >= maxWrong {
			p.at(itemNode.GetToken(), "wrong-on", maxWrong)
			return
		}
		item := reflect.New(kind)
		if err := yaml.NodeToValue(itemNode, item.Interface(), yaml.Strict()); err != nil {
			p.yamlProblem(err, item.Elem().Interface())
			continue
		}
		p.items = append(p.items, placed{key, itemNode, item})
	}
}

// unreadable tells what keeps a file from being read as text at all.
func unreadable(name string, raw []byte, limit int) (Problem, bool) {
	if len(raw) > limit {
		return Problem{File: name, Message: message.New("too-large", len(raw), limit)}, true
	}
	if utf8.Valid(raw) {
		return Problem{}, false
	}
	line, column := 1, 1
	for rest := raw; ; {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			return Problem{name, line, column, message.New("not-utf8")}, true
		}
		column++
		if r == '\n' {
			line, column = line+1, 1
		}
		rest = rest[size:]
	}
}

// tooDeep gives the first line that is deeper than maxDepth: by its brackets, which a
// parser would follow to the end of its memory, or by what it is indented.
func tooDeep(raw []byte) (line int, deep bool) {
	depth := 0
	for line, b := range outsideQuotes(raw) {
		switch {
		case b == '[' || b == '{':
			depth++
		case b == ']' || b == '}':
			depth = max(depth-1, 0)
		}
		if depth > maxDepth {
			return line, true
		}
	}
	for n, text := range bytes.Split(raw, []byte("\n")) {
		dashes := 0
		for len(text) > 1 && (text[0] == ' ' || text[0] == '-' && text[1] == ' ' || text[0] == '?' && text[1] == ' ') {
			if text[0] != ' ' {
				dashes++
			}
			text = text[1:]
		}
		if dashes > maxDepth {
			return n + 1, true
		}
	}
	return 0, false
}

// tooWide gives the first line at which a mapping has more keys than maxKeys: on lines of
// their own, one below the other, or between braces.
func tooWide(raw []byte) (line int, wide bool) {
	keys := map[int]int{} // on lines of their own, by what they are indented
	for text := range bytes.Lines(raw) {
		line++
		rest := bytes.TrimLeft(text, " ")
		indent := len(text) - len(rest)
		if len(rest) == 0 || rest[0] == '\n' || rest[0] == '\r' || rest[0] == '#' {
			continue
		}
		item := bytes.HasPrefix(rest, []byte("- "))
		for deeper := range keys {
			if deeper > indent || item && deeper == indent {
				delete(keys, deeper)
			}
		}
		if !item && keyAt(rest) {
			if keys[indent]++; keys[indent] > maxKeys {
				return line, true
			}
		}
	}
	var commas []int // of the braces that are open; -1 for a bracket
	for line, b := range outsideQuotes(raw) {
		switch {
		case b == '{':
			commas = append(commas, 0)
		case b == '[':
			commas = append(commas, -1)
		case (b == '}' || b == ']') && len(commas) > 0:
			commas = commas[:len(commas)-1]
		case b == ',' && len(commas) > 0 && commas[len(commas)-1] >= 0:
			if commas[len(commas)-1]++; commas[len(commas)-1] > maxKeys {
				return line, true
			}
		}
	}
	return 0, false
}

// outsideQuotes gives the bytes of a file that stand in no quotes, each with its line, from 1.
func outsideQuotes(raw []byte) iter.Seq2[int, byte] {
	return func(yield func(int, byte) bool) {
		line, quote := 1, byte(0)
		for at, b := range raw {
			switch {
			case b == '\n':
				line++
			case quote != 0:
				if b == quote {
					quote = 0
				}
			case (b == '"' || b == '\'') && at > 0 && bytes.IndexByte([]byte(" [{,:\n"), raw[at-1]) >= 0:
				quote = b
			case !yield(line, b):
				return
			}
		}
	}
}

// keyAt reports whether a line begins with a plain or quoted key.
func keyAt(line []byte) bool {
	colon := bytes.IndexByte(line, ':')
	return colon > 0 && colon < 200 && (colon+1 == len(line) || bytes.IndexByte([]byte(" \r\n"), line[colon+1]) >= 0) && !bytes.ContainsAny(line[:colon], " {[")
}

// anchorIn gives the first anchor or alias below a node: with them a few lines can
// stand for more than a machine holds.
func anchorIn(node ast.Node) *token.Token {
	finder := &anchorFinder{}
	if node != nil {
		ast.Walk(finder, node)
	}
	return finder.found
}

type anchorFinder struct{ found *token.Token }

// Visit looks at one node.
func (f *anchorFinder) Visit(node ast.Node) ast.Visitor {
	if f.found != nil {
		return nil
	}
	switch node.(type) {
	case *ast.AnchorNode, *ast.AliasNode:
		f.found = node.GetToken()
		return nil
	}
	return f
}

// texts is what a file of labelled texts holds.
type texts[T any] struct {
	list     []T
	problems Problems
}

// corpus reads a file of labelled texts into a list.
func corpus[T any](r *reader, name string, read func(io.Reader, string) ([]T, error), into *[]T) {
	raw, err := fs.ReadFile(r.fsys, name)
	if err != nil {
		r.at(name, nil, "unreadable", err)
		return
	}
	held := recall(r.memory, name, raw, func() texts[T] {
		if problem, bad := unreadable(name, raw, MaxLines); bad {
			return texts[T]{problems: Problems{problem}}
		}
		list, err := read(bytes.NewReader(raw), name)
		held := texts[T]{list: list}
		var faults labelled.Faults
		if errors.As(err, &faults) {
			for _, fault := range faults {
				held.problems = append(held.problems, Problem{File: name, Line: fault.Line, Column: 1, Message: fault.Message})
			}
		}
		return held
	})
	*into = append(*into, held.list...)
	r.problems = append(r.problems, held.problems...)
}
