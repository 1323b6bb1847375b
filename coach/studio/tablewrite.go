package studio

import (
	"reflect"

	"github.com/goccy/go-yaml/ast"

	"objectioncoach/coach/source"
)

// writing is an item that a row of a table writes: in place of the one that ref names, or
// at the end of a section of a file.
type writing struct {
	Ref
	item any
	row  int
}

// write makes all changes of a table, those of one file together: to read a file again
// after each of hundreds of rows would take minutes. What cannot be written together is
// written one by one.
func (i *tableImport) write() {
	var paths []string
	set, added := map[string][]writing{}, map[[2]string][]writing{}
	for _, list := range [][]writing{i.sets, i.adds} {
		for _, w := range list {
			if len(paths) == 0 || paths[len(paths)-1] != w.Path {
				paths = append(paths, w.Path)
			}
		}
	}
	for _, w := range i.sets {
		set[w.Path] = append(set[w.Path], w)
	}
	var places [][2]string // in the order of their first rows
	for _, w := range i.adds {
		place := [2]string{w.Path, w.Section}
		if added[place] == nil {
			places = append(places, place)
		}
		added[place] = append(added[place], w)
	}
	for _, path := range paths {
		if list := set[path]; list != nil {
			delete(set, path)
			i.setAll(path, list)
		}
	}
	for _, place := range places {
		i.addAll(place[0], place[1], added[place])
	}
}

func (i *tableImport) setAll(path string, list []writing) {
	if text, ok := i.scratch.withAll(path, list); ok {
		i.take(path, text)
		return
	}
	for _, w := range list {
		text, err := i.scratch.with(w.Ref, w.item)
		if err != nil {
			i.problem(w.row, "", wordsOf(err))
			return
		}
		i.take(path, text)
	}
}

func (i *tableImport) addAll(path, section string, list []writing) {
	var items []any
	for _, w := range list {
		items = append(items, w.item)
	}
	if text, _, err := i.scratch.added(path, section, items...); err == nil {
		i.take(path, text)
		return
	}
	for _, w := range list {
		text, _, err := i.scratch.added(path, section, w.item)
		if err != nil {
			i.problem(w.row, "", wordsOf(err))
			return
		}
		i.take(path, text)
	}
}

// take makes a text that of a file of the scratch workspace.
func (i *tableImport) take(path, text string) {
	i.scratch.files[path] = text
	i.scratch.checked = nil
}

// withAll gives the text of a file with other items in place of some, each written as with
// writes it; ok is false where they cannot be written together.
func (w *Workspace) withAll(path string, list []writing) (text string, ok bool) {
	entries, problems := w.fileEntries(path)
	if len(problems) > 0 {
		return "", false
	}
	text, manner := mannerOf(w.files[path])
	e := &editor{layout: layoutOf(text)}
	wanted := map[Ref]reflect.Value{}
	for _, item := range list {
		wanted[item.Ref] = reflect.ValueOf(item.item).Elem()
	}
	of := map[string][]*ast.SequenceNode{} // the lists of each section
	for _, was := range entries {
		ref := Ref{path, was.Section, was.Nth}
		new, ok := wanted[ref]
		if !ok {
			continue
		}
		if of[ref.Section] == nil {
			lists, err := sections(text, ref.Section)
			if err != nil {
				return "", false
			}
			of[ref.Section] = lists
		}
		in, n, ok := itemIn(of[ref.Section], ref.Nth)
		if !ok {
			return "", false
		}
		cuts := len(e.cuts)
		if e.value(in.Values[n], reflect.ValueOf(was.Item).Elem(), new) == nil {
			continue
		}
		e.cuts = e.cuts[:cuts]
		written := flow(new)
		if !in.IsFlowStyle {
			written = block(new, e.column(e.start(in.Values[n])))
		}
		e.put(e.start(in.Values[n]), e.end(in.Values[n]), written)
	}
	text = manner.of(e.result())
	after, problems := new(source.Memory).FileEntries(path, []byte(text))
	if len(problems) > 0 || len(after) != len(entries) {
		return "", false
	}
	for k, now := range after {
		want, ok := wanted[Ref{path, now.Section, now.Nth}]
		if !ok {
			want = reflect.ValueOf(entries[k].Item).Elem()
		}
		if now.Section != entries[k].Section || !equal(reflect.ValueOf(now.Item).Elem(), want) {
			return "", false
		}
	}
	return text, true
}
