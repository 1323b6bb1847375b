package studio

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"objectioncoach/coach/message"
	"objectioncoach/coach/source"
)

// Ref names an entry of the pack's own files. It holds until the file is changed.
type Ref struct {
	Path    string `json:"path"`    // within the pack's folder
	Section string `json:"section"` // such as "scripts"
	Nth     int    `json:"nth"`     // of the section in the file, from 0
}

// Entry is an item of the pack's own files as a form shows it.
type Entry struct {
	Ref
	ID           string
	Line, Column int
	// Item is a copy of the item: a *pack.Script for the section "scripts", and so on. It
	// may be changed and given to Set.
	Item any
}

// Entries lists the items of the pack's own files, in the order of files and lines. Files
// that cannot be read as YAML have none.
func (w *Workspace) Entries() []Entry {
	var list []Entry
	for _, name := range w.Paths() {
		if strings.HasSuffix(name, ".yaml") && name != headFile {
			found, _ := w.fileEntries(name)
			for _, e := range found {
				list = append(list, Entry{Ref{name, e.Section, e.Nth}, e.ID, e.Line, e.Column, e.Item})
			}
		}
	}
	for i := range list {
		list[i].Item = copied(list[i].Item)
	}
	return list
}

// headFile holds what a pack is called and extends, and no entries.
const headFile = "pack.yaml"

func (w *Workspace) fileEntries(path string) ([]source.Entry, source.Problems) {
	return w.memory.FileEntries(w.id+"/"+path, []byte(w.files[path]))
}

// copied gives a copy of an item that can be changed.
func copied(item any) any {
	raw, _ := json.Marshal(item) // items of packs can always be written
	more := reflect.New(reflect.TypeOf(item).Elem())
	json.Unmarshal(raw, more.Interface())
	restore(reflect.ValueOf(item).Elem(), more.Elem())
	return more.Interface()
}

// restore puts back the fields that JSON leaves out.
func restore(from, to reflect.Value) {
	for i := range from.NumField() {
		if from.Type().Field(i).Tag.Get("json") == "-" {
			to.Field(i).Set(from.Field(i))
		}
	}
}

// Entry gives the item that ref names.
func (w *Workspace) Entry(ref Ref) (Entry, error) {
	entries, problems := w.fileEntries(ref.Path)
	if len(problems) > 0 {
		return Entry{}, problems
	}
	for _, e := range entries {
		if e.Section == ref.Section && e.Nth == ref.Nth {
			return Entry{ref, e.ID, e.Line, e.Column, copied(e.Item)}, nil
		}
	}
	return Entry{}, message.New("no-item", ref.Nth+1, ref.Section, ref.Path)
}

// FromJSON gives the item that ref names as a form on the other side of a message changed
// it: raw is the JSON of an Entry's Item. The result is for Set.
func (w *Workspace) FromJSON(ref Ref, raw []byte) (any, error) {
	e, err := w.Entry(ref)
	if err != nil {
		return nil, err
	}
	item := reflect.New(reflect.TypeOf(e.Item).Elem())
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(item.Interface()); err != nil {
		return nil, message.New("other-item", ref.Section, err)
	}
	restore(reflect.ValueOf(e.Item).Elem(), item.Elem())
	return item.Interface(), nil
}

// Set writes a changed item back. Of the file nothing changes but what changed in the
// item: comments, order, quotation marks and empty lines stay as they are. It fails with
// the problems of the file, of type source.Problems, where the YAML is broken.
func (w *Workspace) Set(ref Ref, item any, at int64) error {
	text, err := w.with(ref, item)
	if err != nil {
		return err
	}
	return w.Apply("form", at, Edit{Path: ref.Path, Text: text})
}

// with gives the text of a file with another item in place of one of its items.
func (w *Workspace) with(ref Ref, item any) (string, error) {
	was, err := w.Entry(ref)
	if err != nil {
		return "", err
	}
	if reflect.TypeOf(item) != reflect.TypeOf(was.Item) {
		return "", message.New("item-type", ref.Section, was.Item, item)
	}
	text, manner := mannerOf(w.files[ref.Path])
	lists, err := sections(text, ref.Section)
	if err != nil {
		return "", err
	}
	list, i, ok := itemIn(lists, ref.Nth)
	if !ok {
		return "", message.New("no-item", ref.Nth+1, ref.Section, ref.Path)
	}
	old, new := reflect.ValueOf(was.Item).Elem(), reflect.ValueOf(item).Elem()
	e := &editor{layout: layoutOf(text)}
	if e.value(list.Values[i], old, new) == nil {
		if text := manner.of(e.result()); w.holds(ref, text, 0, new) {
			return text, nil
		}
	}
	e.cuts = nil // what cannot be changed in place is written anew as a whole
	start := e.start(list.Values[i])
	written := flow(new)
	if !list.IsFlowStyle {
		written = block(new, e.column(start))
	}
	e.put(start, e.end(list.Values[i]), written)
	if text := manner.of(e.result()); w.holds(ref, text, 0, new) {
		return text, nil
	}
	return "", message.New("item-unwritten")
}

// manner is what of a file's form its items do not show: a mark at its beginning, and
// how its lines end.
type manner struct {
	mark string
	wide bool // lines end as on Windows
}

const byteOrderMark = "\ufeff"

// mannerOf takes the manner off a text. Where lines end in both ways, they will all end
// as on Windows.
func mannerOf(text string) (string, manner) {
	var m manner
	if strings.HasPrefix(text, byteOrderMark) {
		text, m.mark = text[len(byteOrderMark):], byteOrderMark
	}
	if m.wide = strings.Contains(text, "\r\n"); m.wide {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	return text, m
}

// of gives a text the manner.
func (m manner) of(text string) string {
	if m.wide {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return m.mark + text
}

// holds reports whether a text reads as the file does now, but for the item that ref
// names: that and those behind it are as wanted, where more items are there; or it is gone,
// where fewer are; or is another one, where as many are.
func (w *Workspace) holds(ref Ref, text string, more int, want ...reflect.Value) bool {
	before, _ := w.fileEntries(ref.Path)
	after, problems := new(source.Memory).FileEntries(ref.Path, []byte(text))
	if len(problems) > 0 || len(after) != len(before)+more {
		return false
	}
	i, j := 0, 0
	for i < len(before) || j < len(after) {
		switch {
		case j < len(after) && more >= 0 && after[j].Section == ref.Section && after[j].Nth >= ref.Nth && after[j].Nth < ref.Nth+len(want):
			if !equal(reflect.ValueOf(after[j].Item).Elem(), want[after[j].Nth-ref.Nth]) {
				return false
			}
			if j++; more == 0 {
				i++
			}
		case i < len(before) && more < 0 && before[i].Section == ref.Section && before[i].Nth == ref.Nth:
			i++
		case i == len(before) || j == len(after) || before[i].Section != after[j].Section ||
			!equal(reflect.ValueOf(before[i].Item).Elem(), reflect.ValueOf(after[j].Item).Elem()):
			return false
		default:
			i, j = i+1, j+1
		}
	}
	return true
}

// Add puts an item at the end of its section in a file, which is made where there is
// none, and gives where it stands.
func (w *Workspace) Add(path, section string, item any, at int64) (Ref, error) {
	text, ref, err := w.added(path, section, item)
	if err != nil {
		return Ref{}, err
	}
	return ref, w.Apply("add", at, Edit{Path: path, Text: text})
}

// added gives the text of a file with items at the end of a section, and where the first of
// them stands.
func (w *Workspace) added(path, section string, items ...any) (string, Ref, error) {
	kind, ok := source.ItemType(section)
	var values []reflect.Value
	for _, item := range items {
		if !ok || reflect.TypeOf(item) != reflect.PointerTo(kind) {
			return "", Ref{}, message.New("section-type", item, section)
		}
		values = append(values, reflect.ValueOf(item).Elem())
	}
	entries, problems := w.fileEntries(path)
	whole, there := w.files[path]
	if there && len(problems) > 0 && strings.TrimSpace(whole) != "" {
		return "", Ref{}, problems
	}
	ref := Ref{Path: path, Section: section}
	for _, e := range entries {
		if e.Section == section {
			ref.Nth = e.Nth + 1
		}
	}
	blocks := func(before, further string) string {
		var parts []string
		for _, v := range values {
			parts = append(parts, before+"- "+block(v, further))
		}
		return strings.Join(parts, "\n")
	}
	text, manner := mannerOf(whole)
	lists, _ := sections(text, section) // of a file that was read before
	e := &editor{layout: layoutOf(text)}
	switch {
	case len(lists) == 0:
		text = ended(text) + section + ":" + "\n" + blocks("", "  ") + "\n"
	case lists[len(lists)-1].IsFlowStyle && len(lists[len(lists)-1].Values) == 0:
		list := lists[len(lists)-1]
		e.put(e.start(list), e.end(list), "\n"+blocks("", "  "))
		text = e.result()
	case lists[len(lists)-1].IsFlowStyle:
		list := lists[len(lists)-1]
		for _, v := range values {
			e.insertItem(list, len(list.Values), v)
		}
		text = e.result()
	default:
		list := lists[len(lists)-1]
		indent := e.column(e.at(list.Start))
		between := ""
		if last := len(list.Values) - 1; last > 0 && strings.Contains(e.text[e.end(list.Values[last-1]):e.dash(list, last)], "\n\n") {
			between = "\n" // items of this list stand apart
		}
		e.insertLine(e.end(list.Values[len(list.Values)-1]), blocks(between+indent, indent+"  "))
		text = e.result()
	}
	if text = manner.of(text); !w.holds(ref, text, len(values), values...) {
		return "", Ref{}, message.New("item-unadded")
	}
	return text, ref, nil
}

// ended gives a text that ends with its line, if it has any.
func ended(text string) string {
	if text == "" || strings.HasSuffix(text, "\n") {
		return text
	}
	return text + "\n"
}

// Copy puts a copy of an item, under another id, at the end of its section in the same
// file.
func (w *Workspace) Copy(ref Ref, id string, at int64) (Ref, error) {
	e, err := w.Entry(ref)
	if err != nil {
		return Ref{}, err
	}
	field := reflect.ValueOf(e.Item).Elem().FieldByName("ID")
	if !field.IsValid() {
		return Ref{}, message.New("no-copy", ref.Section)
	}
	field.SetString(id)
	return w.Add(ref.Path, ref.Section, e.Item, at)
}

// Delete takes an item out of its file, with the comments on its own lines. A section
// that would be empty goes as well.
func (w *Workspace) Delete(ref Ref, at int64) error {
	text, err := w.without(ref)
	if err != nil {
		return err
	}
	return w.Apply("delete", at, Edit{Path: ref.Path, Text: text})
}

func (w *Workspace) without(ref Ref) (string, error) {
	if _, err := w.Entry(ref); err != nil {
		return "", err
	}
	text, manner := mannerOf(w.files[ref.Path])
	lists, err := sections(text, ref.Section)
	if err != nil {
		return "", err
	}
	list, i, ok := itemIn(lists, ref.Nth)
	if !ok {
		return "", message.New("no-item", ref.Nth+1, ref.Section, ref.Path)
	}
	e := &editor{layout: layoutOf(text)}
	switch {
	case len(list.Values) > 1:
		e.deleteItem(list, i, i+1)
		if !list.IsFlowStyle {
			e.closeGap()
		}
	case list.IsFlowStyle:
		e.put(e.start(list.Values[i]), e.end(list.Values[i]), "")
	default:
		e.put(e.at(list.Start), e.end(list), "[]")
		if start := e.lineStart(e.at(list.Start)); start > 0 {
			e.cuts[0].from = len(strings.TrimRight(e.text[:start], "\r\n"))
			e.cuts[0].in = " []"
		}
	}
	if text = manner.of(e.result()); !w.holds(ref, text, -1, reflect.Value{}) {
		return "", message.New("item-fixed")
	}
	return text, nil
}

// closeGap makes one empty line of the two that a deleted item leaves.
func (e *editor) closeGap() {
	gone := &e.cuts[len(e.cuts)-1]
	behind := e.text[gone.to:]
	if strings.HasSuffix(e.text[:gone.from], "\n\n") && (behind == "" || behind[0] == '\n') {
		gone.from--
	}
}

// Move puts an item at the end of its section in another file, as one step.
func (w *Workspace) Move(ref Ref, path string, at int64) (Ref, error) {
	e, err := w.Entry(ref)
	if err != nil {
		return Ref{}, err
	}
	if path == ref.Path {
		return Ref{}, message.New("item-there", path)
	}
	out, err := w.without(ref)
	if err != nil {
		return Ref{}, err
	}
	in, to, err := w.added(path, ref.Section, e.Item)
	if err != nil {
		return Ref{}, err
	}
	return to, w.Apply("move", at, Edit{Path: ref.Path, Text: out}, Edit{Path: path, Text: in})
}
