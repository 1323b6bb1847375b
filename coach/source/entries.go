package source

import (
	"bytes"
	"reflect"

	"github.com/goccy/go-yaml/parser"

	"objectioncoach/coach/message"
)

// Entry is one item of a pack, and where it is written.
type Entry struct {
	Section string // such as "scripts"
	ID      string // "" where items of the section have none
	File    string
	Line    int // 1-based, of the item's id or first key
	Column  int
	// Nth counts the items of the section in the file, from 0.
	Nth int
	// Item points to the item as it is written there, without translations: a
	// *pack.Script for scripts. It must not be changed.
	Item any

	place place
}

// At gives the line and column, from 1, of a key of the entry, or of the nth item of the
// list under it where n is not negative; of the entry where it has no such key.
func (e Entry) At(key string, n int) (line, column int) {
	p := e.place
	if n >= 0 {
		if item := nodeIn(p.node, key, n); item != p.node {
			p.node, key = item, ""
		}
	}
	at := placeOf(p, key)
	return at.Line, at.Column
}

// Entries lists the items of the pack and of those it extends, in the order of reading.
func (s *Source) Entries() []Entry { return entries(s.places) }

func entries(places []place) []Entry {
	list := make([]Entry, len(places))
	nth := map[[2]string]int{}
	for i, p := range places {
		at := placeOf(p, "id")
		in := [2]string{p.file, p.section}
		list[i] = Entry{p.section, idOf(p.item), p.file, at.Line, at.Column, nth[in], p.item, p}
		nth[in]++
	}
	return list
}

// FileEntries lists the items of one file; name stands in the problems. The items must
// not be changed.
func (m *Memory) FileEntries(name string, content []byte) ([]Entry, Problems) {
	content = bytes.TrimPrefix(content, []byte(byteOrderMark))
	held := recall(m, name, content, func() parsed { return parse(name, content) })
	var places []place
	for _, p := range held.items {
		places = append(places, place{name, p.node, p.item.Interface(), p.section})
	}
	return entries(places), held.problems
}

// idOf gives the id of an item, "" for one without.
func idOf(item any) string {
	if id := reflect.ValueOf(item).Elem().FieldByName("ID"); id.IsValid() && id.Kind() == reflect.String {
		return id.String()
	}
	return ""
}

// headProblem tells what keeps the head of a pack from being read.
func headProblem(name string, raw []byte) (Problem, bool) {
	if problem, bad := unreadable(name, raw, MaxFile); bad {
		return problem, true
	}
	if at, deep := tooDeep(raw); deep {
		return Problem{name, at, 1, message.New("deep-head")}, true
	}
	if at, wide := tooWide(raw); wide {
		return Problem{name, at, 1, message.New("too-wide", maxKeys)}, true
	}
	file, err := parser.ParseBytes(raw, 0)
	if err != nil {
		return yamlProblem(name, err, header{}), true
	}
	for _, doc := range file.Docs {
		if at := anchorIn(doc.Body); at != nil {
			return problemAt(name, at, "anchors"), true
		}
	}
	return Problem{}, false
}
