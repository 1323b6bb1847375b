// Package procedures holds the built-in procedures as YAML, with the time limits
// and hotlines they name, and reads them.
package procedures

import (
	"embed"
	"errors"
	"io/fs"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"objectioncoach/coach/message"
	"objectioncoach/coach/playbook"
	"objectioncoach/coach/source"
)

//go:embed *.yaml
var files embed.FS

// Read gives the built-in procedures. The error is of type source.Problems.
func Read() (*playbook.Book, error) { return ReadFrom(files) }

// ReadFrom reads every YAML file at the top of fsys, in the order of their names,
// and checks what they say together. Everything wrong is reported at once, as
// file:line:col with its cure; the error is of type source.Problems.
func ReadFrom(fsys fs.FS) (*playbook.Book, error) {
	r := reader{book: &playbook.Book{}}
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		r.file(fsys, name)
	}
	if len(r.problems) == 0 {
		for _, problem := range r.book.Check() {
			r.problems = append(r.problems, r.locate(problem))
		}
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return r.book, nil
}

// reader collects what the files say, where, and what is wrong with it.
type reader struct {
	book     *playbook.Book
	items    []item
	problems source.Problems
}

// item is one procedure, time limit or hotline as it was written.
type item struct {
	id, file string
	node     ast.Node
}

// file reads one file into the book.
func (r *reader) file(fsys fs.FS, name string) {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		r.problems = append(r.problems, source.Problem{File: name, Message: message.Plain(err.Error())})
		return
	}
	var part playbook.Book
	if err := yaml.UnmarshalWithOptions(raw, &part, yaml.Strict()); err != nil {
		r.problems = append(r.problems, unread(name, err))
		return
	}
	r.book.Procedures = append(r.book.Procedures, part.Procedures...)
	r.book.Deadlines = append(r.book.Deadlines, part.Deadlines...)
	r.book.Hotlines = append(r.book.Hotlines, part.Hotlines...)
	parsed, err := parser.ParseBytes(raw, 0)
	if err != nil {
		r.problems = append(r.problems, unread(name, err))
		return
	}
	for _, doc := range parsed.Docs {
		for _, section := range values(doc.Body) {
			for _, node := range elements(section.Value) {
				r.items = append(r.items, item{idOf(node), name, node})
			}
		}
	}
}

// unread gives what the YAML library found, at its place.
func unread(name string, err error) source.Problem {
	var positioned yaml.Error
	if errors.As(err, &positioned) && positioned.GetToken() != nil {
		at := positioned.GetToken().Position
		return source.Problem{File: name, Line: at.Line, Column: at.Column, Message: message.Foreign(positioned.GetMessage())}
	}
	return source.Problem{File: name, Message: message.Plain(err.Error())}
}

// locate finds the place of what Check found: the key of the state, or else of the
// item, that is wrong. Of two items with one id it is the later one.
func (r *reader) locate(problem playbook.Problem) source.Problem {
	found := source.Problem{Message: message.Plain(problem.String())}
	for _, item := range r.items {
		if item.id != problem.Procedure {
			continue
		}
		node := item.node
		for _, state := range elements(valueOf(item.node, "states")) {
			if problem.State != "" && idOf(state) == problem.State {
				node = state
			}
		}
		at := node.GetToken().Position
		for i, value := range values(node) {
			if i == 0 || value.Key.String() == problem.Field {
				at = value.Key.GetToken().Position
			}
		}
		found.File, found.Line, found.Column = item.file, at.Line, at.Column
	}
	return found
}

// values lists the keys and values of a mapping.
func values(node ast.Node) []*ast.MappingValueNode {
	if mapping, ok := node.(*ast.MappingNode); ok {
		return mapping.Values
	}
	return nil
}

// elements lists the items of a sequence.
func elements(node ast.Node) []ast.Node {
	if sequence, ok := node.(*ast.SequenceNode); ok {
		return sequence.Values
	}
	return nil
}

// valueOf gives the value of a key of a mapping, or nil.
func valueOf(node ast.Node, key string) ast.Node {
	for _, value := range values(node) {
		if value.Key.String() == key {
			return value.Value
		}
	}
	return nil
}

// idOf gives what an item is called: its id, or the number of a hotline.
func idOf(node ast.Node) string {
	for _, key := range []string{"id", "number"} {
		if value, ok := valueOf(node, key).(*ast.StringNode); ok {
			return value.Value
		}
	}
	return ""
}
