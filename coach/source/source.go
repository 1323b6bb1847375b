// Package source reads a pack as people write it: a folder of YAML files, and
// labelled lines in its corpus folder. It reports everything that is wrong at
// once, each with its place and its cure.
package source

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"objectioncoach/coach/labelled"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
)

// Source is a pack with what its models are trained from.
type Source struct {
	Pack    *pack.Pack
	Lines   []labelled.Line  // what customers say
	Replies []labelled.Reply // what employees answer

	places   []place // where every item stands, in the order of reading
	memory   *Memory
	folder   string // of the pack itself
	warnings Problems
}

// LinesIn gives the lines in a language, "" for Chinese.
func (s *Source) LinesIn(locale string) []labelled.Line {
	var lines []labelled.Line
	for _, line := range s.Lines {
		if line.Locale == locale {
			lines = append(lines, line)
		}
	}
	return lines
}

// TestsEnding ends the names of the files with which a pack is tried, among those of
// labelled lines that it learns from.
const TestsEnding = ".tests.jsonl"

// header is the file pack.yaml.
type header struct {
	Pack    string    `yaml:"pack"`
	Title   pack.Text `yaml:"title"`
	Extends string    `yaml:"extends"`
}

// ReadHead reads of the pack in the folder id what it is called and which pack it extends, ""
// for none.
func ReadHead(fsys fs.FS, id string) (title pack.Text, extends string, err error) {
	raw, err := fs.ReadFile(fsys, path.Join(id, "pack.yaml"))
	if err != nil {
		return nil, "", err
	}
	var h header
	err = yaml.Unmarshal(bytes.TrimPrefix(raw, []byte(byteOrderMark)), &h)
	return h.Title, h.Extends, err
}

// Read reads the pack in the folder id of fsys, laid over the pack it extends,
// which is a folder beside it. The error is of type Problems.
func Read(fsys fs.FS, id string) (*Source, error) { return new(Memory).Read(fsys, id) }

func newSource(m *Memory, id string) *Source {
	return &Source{Pack: &pack.Pack{Rulebook: &pack.Rulebook{}}, memory: m, folder: topOf(id)}
}

// showMoves gives practices that ask for it the phrases of the moves of their step.
func (r *reader) showMoves() {
	practices := r.source.Pack.Rulebook.Practices
	for i := range practices {
		if !practices[i].Moves {
			continue
		}
		for _, move := range r.source.Pack.Moves {
			if move.Step == practices[i].Step {
				practices[i].Find = append(slices.Clip(practices[i].Find), pack.Find{Kind: "phrase", Words: move.Phrases, Bare: true})
			}
		}
	}
}

// reader collects the layers of a pack, and what is wrong with them.
type reader struct {
	fsys     fs.FS
	memory   *Memory
	source   *Source
	places   []place
	problems Problems
	beneath  map[*pack.Rule]ruleBelow     // what rules are laid over
	rules    map[string]map[string]string // the files of rules, by pack and id
}

// place remembers where an item of a pack was written.
type place struct {
	file string
	node ast.Node
	item any // a pointer to the item as it was written

	section string
}

// layer reads the folder id after the one it extends; over lists the folders
// that led here.
func (r *reader) layer(id string, over []string) {
	name := path.Join(id, "pack.yaml")
	raw, err := r.bytes(name)
	if err != nil {
		r.at(name, nil, "no-head", err)
		return
	}
	if problem, bad := headProblem(name, raw); bad {
		r.problems = append(r.problems, problem)
		return
	}
	var h header
	if err := yaml.UnmarshalWithOptions(raw, &h, yaml.Strict()); err != nil {
		r.problems = append(r.problems, yamlProblem(name, err, header{}))
		return
	}
	if h.Pack != path.Base(id) {
		r.at(name, nil, "other-name", h.Pack, id, path.Base(id))
	}
	for _, below := range append(over, id) {
		if h.Extends == below {
			r.at(name, nil, "stands-on-itself", h.Extends)
			return
		}
	}
	if h.Extends != "" {
		r.layer(h.Extends, append(over, id))
	}
	r.source.Pack.ID, r.source.Pack.Title = h.Pack, h.Title
	r.folder(id)
}

// byteOrderMark opens the files of some editors.
const byteOrderMark = "\ufeff"

// bytes gives the content of a file, without the byte order mark that some
// editors put before it.
func (r *reader) bytes(name string) ([]byte, error) {
	raw, err := fs.ReadFile(r.fsys, name)
	return bytes.TrimPrefix(raw, []byte(byteOrderMark)), err
}

// folder reads every file of a folder but its header, in the order of names.
func (r *reader) folder(id string) {
	err := fs.WalkDir(r.fsys, id, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() || name == path.Join(id, "pack.yaml"):
			return nil
		case strings.HasSuffix(name, ".yaml"):
			r.file(name)
		case strings.HasSuffix(name, TestsEnding):
			// what the pack is tried with, and not what it knows
		case strings.HasSuffix(name, ".replies.jsonl"):
			corpus(r, name, labelled.ReadReplies, &r.source.Replies)
		case strings.HasSuffix(name, ".jsonl"):
			corpus(r, name, labelled.Read, &r.source.Lines)
		}
		return nil
	})
	if err != nil {
		r.at(id, nil, "unreadable", err)
	}
}

// file reads one YAML file into the pack.
func (r *reader) file(name string) {
	raw, err := r.bytes(name)
	if err != nil {
		r.at(name, nil, "unreadable", err)
		return
	}
	held := recall(r.memory, name, raw, func() parsed { return parse(name, raw) })
	r.problems = append(r.problems, held.problems...)
	for _, p := range held.items {
		r.places = append(r.places, place{name, p.node, p.item.Interface(), p.section})
		list := r.list(p.section)
		list.Set(reflect.Append(list, p.item.Elem()))
	}
}

// list gives the list of the pack that a section fills.
func (r *reader) list(section string) reflect.Value {
	for _, part := range []reflect.Value{reflect.ValueOf(r.source.Pack).Elem(), reflect.ValueOf(r.source.Pack.Rulebook).Elem()} {
		for i := range part.NumField() {
			if keyOf(part.Type().Field(i)) == section && part.Field(i).Kind() == reflect.Slice {
				return part.Field(i)
			}
		}
	}
	return reflect.Value{}
}

// ItemType gives the type of the items of a section.
func ItemType(section string) (reflect.Type, bool) {
	for _, t := range []reflect.Type{reflect.TypeFor[pack.Pack](), reflect.TypeFor[pack.Rulebook]()} {
		for i := range t.NumField() {
			if f := t.Field(i); keyOf(f) == section && f.Type.Kind() == reflect.Slice {
				return f.Type.Elem(), true
			}
		}
	}
	return nil, false
}

// Sections lists the names of the sections a file may have.
func Sections() []string {
	var names []string
	for _, t := range []reflect.Type{reflect.TypeFor[pack.Pack](), reflect.TypeFor[pack.Rulebook]()} {
		for i := range t.NumField() {
			if t.Field(i).Type.Kind() == reflect.Slice {
				names = append(names, keyOf(t.Field(i)))
			}
		}
	}
	return names
}

// keys lists the keys an item may have, with those of its nested items.
func keys(t reflect.Type) []string {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	var names []string
	for i := range t.NumField() {
		names = append(names, keyOf(t.Field(i)))
		names = append(names, keys(t.Field(i).Type)...)
	}
	return names
}

func keyOf(f reflect.StructField) string {
	for _, tag := range []string{"yaml", "json"} {
		if key, _, _ := strings.Cut(f.Tag.Get(tag), ","); key != "" {
			return key
		}
	}
	return strings.ToLower(f.Name)
}

// yamlProblem tells what the YAML library found, with its position; item shows what
// was being read.
func yamlProblem(name string, err error, item any) Problem {
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) {
		key := unknown.Token.Value
		return problemAt(name, unknown.Token, "unknown-key", key, nearest(key, keys(reflect.TypeOf(item))))
	}
	var positioned yaml.Error
	if errors.As(err, &positioned) {
		problem := problemAt(name, positioned.GetToken(), "")
		problem.Message = wordsOf(err, positioned.GetMessage())
		return problem
	}
	return Problem{File: name, Message: wordsOf(err, err.Error())}
}

// wordsOf gives the message of an error: its own where it is one, else the words that a
// reader has for it.
func wordsOf(err error, words string) message.Message {
	var own message.Message
	if errors.As(err, &own) && own.String() == words {
		return own
	}
	return message.Reader(words)
}
