// Package source reads a pack as people write it: a folder of YAML files, and
// labelled lines in its corpus folder. It reports everything that is wrong at
// once, each with its place and its cure.
package source

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
)

// Source is a pack with what its models are trained from.
type Source struct {
	Pack    *pack.Pack
	Lines   []labelled.Line  // what customers say
	Replies []labelled.Reply // what employees answer

	written []written // where scripts and rules stand
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

// header is the file pack.yaml.
type header struct {
	Pack    string    `yaml:"pack"`
	Title   pack.Text `yaml:"title"`
	Extends string    `yaml:"extends"`
}

// Read reads the pack in the folder id of fsys, laid over the pack it extends,
// which is a folder beside it. The error is of type Problems.
func Read(fsys fs.FS, id string) (*Source, error) {
	r := &reader{fsys: fsys, source: &Source{Pack: &pack.Pack{Rulebook: &pack.Rulebook{}}}}
	r.layer(id, nil)
	r.translate()
	r.showMoves()
	if len(r.problems) == 0 {
		r.check()
	}
	if len(r.problems) > 0 {
		return nil, r.problems.sorted()
	}
	r.source.written = r.written()
	return r.source, nil
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
				practices[i].Find = append(practices[i].Find, pack.Find{Kind: "phrase", Words: move.Phrases, Bare: true})
			}
		}
	}
}

// reader collects the layers of a pack, and what is wrong with them.
type reader struct {
	fsys     fs.FS
	source   *Source
	places   []place
	problems Problems
}

// place remembers where an item of a pack was written.
type place struct {
	file string
	node ast.Node
	item any // a pointer to the item in the pack
}

// layer reads the folder id after the one it extends; over lists the folders
// that led here.
func (r *reader) layer(id string, over []string) {
	name := path.Join(id, "pack.yaml")
	raw, err := r.bytes(name)
	if err != nil {
		r.at(name, nil, "cannot be read (%v). A pack is a folder with a file pack.yaml in it.", err)
		return
	}
	var h header
	if err := yaml.UnmarshalWithOptions(raw, &h, yaml.Strict()); err != nil {
		r.yamlProblem(name, err, header{})
		return
	}
	if h.Pack != path.Base(id) {
		r.at(name, nil, "names the pack %q and lies in the folder %q. Write \"pack: %s\".", h.Pack, id, path.Base(id))
	}
	for _, below := range append(over, id) {
		if h.Extends == below {
			r.at(name, nil, "extends %q, which extends it in turn. A pack cannot stand on itself.", h.Extends)
			return
		}
	}
	if h.Extends != "" {
		r.layer(h.Extends, append(over, id))
	}
	r.source.Pack.ID, r.source.Pack.Title = h.Pack, h.Title
	r.folder(id)
}

// bytes gives the content of a file, without the byte order mark that some
// editors put before it.
func (r *reader) bytes(name string) ([]byte, error) {
	raw, err := fs.ReadFile(r.fsys, name)
	return bytes.TrimPrefix(raw, []byte("\ufeff")), err
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
		case strings.HasSuffix(name, ".replies.jsonl"):
			corpus(r, name, labelled.ReadReplies, &r.source.Replies)
		case strings.HasSuffix(name, ".jsonl"):
			corpus(r, name, labelled.Read, &r.source.Lines)
		}
		return nil
	})
	if err != nil {
		r.at(id, nil, "cannot be read: %v", err)
	}
}

// corpus reads a file of labelled texts into a list.
func corpus[T any](r *reader, name string, read func(io.Reader, string) ([]T, error), into *[]T) {
	file, err := r.fsys.Open(name)
	if err != nil {
		r.at(name, nil, "cannot be read: %v", err)
		return
	}
	defer file.Close()
	texts, err := read(file, name)
	*into = append(*into, texts...)
	var faults labelled.Faults
	if errors.As(err, &faults) {
		for _, fault := range faults {
			r.problems = append(r.problems, Problem{File: name, Line: fault.Line, Column: 1, Message: fault.Message})
		}
	}
}

// file reads one YAML file: a mapping from section names to lists of items.
func (r *reader) file(name string) {
	raw, err := r.bytes(name)
	if err != nil {
		r.at(name, nil, "cannot be read: %v", err)
		return
	}
	parsed, err := parser.ParseBytes(raw, 0)
	if err != nil {
		r.yamlProblem(name, err, nil)
		return
	}
	for _, doc := range parsed.Docs {
		mapping, ok := doc.Body.(*ast.MappingNode)
		if !ok {
			r.at(name, nil, "holds no sections. Write for example \"scripts:\" and under it a list.")
			continue
		}
		for _, section := range mapping.Values {
			r.section(name, section)
		}
	}
}

// section reads one list of items into the field of the pack that bears its
// name.
func (r *reader) section(name string, node *ast.MappingValueNode) {
	key := node.Key.String()
	list := r.list(key)
	if !list.IsValid() {
		r.at(name, node.Key.GetToken(), "unknown section %q.%s The sections are %s.", key, nearest(key, sections()), strings.Join(sections(), ", "))
		return
	}
	sequence, ok := node.Value.(*ast.SequenceNode)
	if !ok {
		r.at(name, node.Key.GetToken(), "%q must be a list: write its items below it, each after a dash.", key)
		return
	}
	for _, itemNode := range sequence.Values {
		item := reflect.New(list.Type().Elem())
		if err := yaml.NodeToValue(itemNode, item.Interface(), yaml.Strict()); err != nil {
			r.yamlProblem(name, err, item.Elem().Interface())
			continue
		}
		r.places = append(r.places, place{name, itemNode, item.Interface()})
		list.Set(reflect.Append(list, item.Elem()))
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

// sections lists the names of the sections a file may have.
func sections() []string {
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

// yamlProblem notes what the YAML library found, with its position; item shows
// what was being read.
func (r *reader) yamlProblem(name string, err error, item any) {
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) {
		key := unknown.Token.Value
		r.at(name, unknown.Token, "unknown key %q.%s", key, nearest(key, keys(reflect.TypeOf(item))))
		return
	}
	var positioned yaml.Error
	if errors.As(err, &positioned) {
		r.at(name, positioned.GetToken(), "%s", positioned.GetMessage())
		return
	}
	r.at(name, nil, "%v", err)
}
