package studio

import (
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"objectioncoach/coach/pack"
)

// editor collects the least changes of a text that turn some of its values into others.
type editor struct {
	layout
	cuts []cut
}

// cut puts one text in place of another.
type cut struct {
	from, to int
	in       string
}

// errShape tells that a value cannot be changed where it stands, but only written anew.
var errShape = errors.New("the value cannot be changed where it stands")

// result gives the text with all cuts made.
func (e *editor) result() string {
	slices.SortStableFunc(e.cuts, func(a, b cut) int { return a.from - b.from })
	var b strings.Builder
	at := 0
	for _, c := range e.cuts {
		if c.from < at {
			continue // within what is gone already
		}
		b.WriteString(e.text[at:c.from])
		b.WriteString(c.in)
		at = c.to
	}
	b.WriteString(e.text[at:])
	return b.String()
}

func (e *editor) put(from, to int, in string) { e.cuts = append(e.cuts, cut{from, to, in}) }

// equal reports whether two values would be written alike.
func equal(a, b reflect.Value) bool {
	if blank(a) && blank(b) {
		return true
	}
	if a.Kind() == reflect.Struct && a.Type() == b.Type() {
		for i := range a.NumField() {
			if !equal(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	}
	if a.Kind() == reflect.Slice {
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !equal(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	}
	if a.Kind() == reflect.Pointer && !a.IsNil() && !b.IsNil() {
		return equal(a.Elem(), b.Elem())
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

// value changes what stands at a node from one value into another.
func (e *editor) value(node ast.Node, old, new reflect.Value) error {
	if equal(old, new) {
		return nil
	}
	if old.Kind() == reflect.Pointer && !old.IsNil() && !new.IsNil() {
		old, new = old.Elem(), new.Elem()
	}
	switch n := node.(type) {
	case *ast.MappingNode:
		if old.Type() == textType {
			return e.locales(n, old.Interface().(pack.Text), new.Interface().(pack.Text))
		}
		if old.Kind() == reflect.Struct {
			return e.fields(n, old, new)
		}
	case *ast.SequenceNode:
		if old.Kind() == reflect.Slice {
			return e.list(n, old, new)
		}
	case *ast.StringNode, *ast.BoolNode, *ast.IntegerNode, *ast.LiteralNode:
		from, to := e.start(node), e.end(node)
		e.put(from, to, e.scalarAs(e.text[from:to], new))
		return nil
	}
	return errShape
}

// scalarAs writes a value in place of a scalar.
func (e *editor) scalarAs(raw string, v reflect.Value) string {
	said := v
	if v.Type() == textType {
		t := v.Interface().(pack.Text)
		if _, ok := t[pack.DefaultLocale]; !ok || len(t) > 1 {
			return flow(v)
		}
		said = reflect.ValueOf(t[pack.DefaultLocale])
	}
	if said.Kind() == reflect.String {
		return like(raw, said.String())
	}
	return flow(said)
}

// fields changes the keys of a mapping.
func (e *editor) fields(n *ast.MappingNode, old, new reflect.Value) error {
	var changes []keyChange
	for i := range old.NumField() {
		changes = append(changes, keyChange{keyOf(old.Type().Field(i)), old.Field(i), new.Field(i)})
	}
	return e.keys(n, changes)
}

// locales changes the languages of a text that is written as a mapping.
func (e *editor) locales(n *ast.MappingNode, old, new pack.Text) error {
	var changes []keyChange
	both := old
	for locale, said := range new {
		if _, ok := both[locale]; !ok {
			both = both.With(locale, said)
		}
	}
	for _, locale := range locales(both) {
		changes = append(changes, keyChange{locale, reflect.ValueOf(old[locale]), reflect.ValueOf(new[locale])})
	}
	return e.keys(n, changes)
}

// keyChange is what becomes of one key, in the order in which keys are written.
type keyChange struct {
	key      string
	old, new reflect.Value
}

// keys makes the changes of a mapping's keys.
func (e *editor) keys(n *ast.MappingNode, changes []keyChange) error {
	if len(n.Values) == 0 {
		return errShape
	}
	at := map[string]int{}
	for i, entry := range n.Values {
		at[entry.Key.GetToken().Value] = i
	}
	left := len(n.Values)
	before := -1 // the entry behind which the next new one is put
	for _, c := range changes {
		i, there := at[c.key]
		if there {
			before = max(before, i)
		}
		switch {
		case equal(c.old, c.new):
		case !there:
			e.insertKey(n, before, c)
		case blank(c.new):
			if left--; left == 0 {
				return errShape // a mapping must keep a key
			}
			e.deleteKey(n, i)
		case blank(c.old) && !isScalarOrList(n.Values[i].Value):
			entry := n.Values[i]
			e.put(e.at(entry.Start)+1, e.entryEnd(entry), " "+flow(c.new))
		default:
			if err := e.value(n.Values[i].Value, c.old, c.new); errors.Is(err, errShape) {
				e.replace(n.Values[i].Value, c.new)
			} else if err != nil {
				return err
			}
		}
	}
	return nil
}

func isScalarOrList(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.StringNode, *ast.BoolNode, *ast.IntegerNode, *ast.LiteralNode, *ast.MappingNode:
		return true
	case *ast.SequenceNode:
		return len(n.Values) > 0
	}
	return false
}

// replace writes a value anew in place of a node.
func (e *editor) replace(node ast.Node, v reflect.Value) {
	e.drop(e.start(node), e.end(node))
	e.put(e.start(node), e.end(node), flow(v))
}

// drop forgets the cuts in a part of the text.
func (e *editor) drop(from, to int) {
	e.cuts = slices.DeleteFunc(e.cuts, func(c cut) bool { return c.from >= from && c.to <= to })
}

func (e *editor) insertKey(n *ast.MappingNode, before int, c keyChange) {
	if n.IsFlowStyle {
		if before < 0 {
			e.put(e.at(n.Start)+1, e.at(n.Start)+1, c.key+": "+flow(c.new)+", ")
		} else {
			end := e.entryEnd(n.Values[before])
			e.put(end, end, ", "+c.key+": "+flow(c.new))
		}
		return
	}
	first := e.start(n)
	indent := e.column(first)
	text := keyed(c.key, c.new, indent)
	if before < 0 {
		e.put(first, first, text+"\n"+indent)
		return
	}
	e.insertLine(e.entryEnd(n.Values[before]), indent+text)
}

// insertLine puts a line behind the one on which a byte stands.
func (e *editor) insertLine(at int, line string) {
	end := e.lineEnd(at)
	if end > 0 && e.text[end-1] == '\n' {
		e.put(end, end, line+"\n")
		return
	}
	e.put(end, end, "\n"+line)
}

func (e *editor) deleteKey(n *ast.MappingNode, i int) {
	start, end := e.at(n.Values[i].Key.GetToken()), e.entryEnd(n.Values[i])
	switch last := i == len(n.Values)-1; {
	case n.IsFlowStyle && last:
		e.put(e.entryEnd(n.Values[i-1]), end, "")
	case n.IsFlowStyle, i == 0:
		e.put(start, e.at(n.Values[i+1].Key.GetToken()), "")
	default:
		e.put(e.lineStart(start), e.lineEnd(end), "")
	}
}

// list changes the items of a list: those that are the same stay as they are, others are
// changed in place in their order, and what is left over is put in or taken out.
func (e *editor) list(n *ast.SequenceNode, old, new reflect.Value) error {
	if len(n.Values) != old.Len() || len(n.Values) == 0 || new.Len() == 0 {
		return errShape
	}
	if e.reorder(n, old, new) {
		return nil
	}
	i, j := 0, 0
	for _, pair := range append(common(old, new), [2]int{old.Len(), new.Len()}) {
		for i < pair[0] && j < pair[1] {
			if err := e.value(n.Values[i], old.Index(i), new.Index(j)); errors.Is(err, errShape) {
				e.replace(n.Values[i], new.Index(j))
			} else if err != nil {
				return err
			}
			i, j = i+1, j+1
		}
		if i < pair[0] && i == 0 && pair[0] == len(n.Values) {
			return errShape // nothing would be left to put others beside
		}
		for ; i < pair[0]; i++ {
			e.deleteItem(n, i, pair[0])
		}
		for ; j < pair[1]; j++ {
			e.insertItem(n, i, new.Index(j))
		}
		i, j = pair[0]+1, pair[1]+1
	}
	return nil
}

// reorder moves the items of a list with the comments on their lines, where nothing but
// their order changed.
func (e *editor) reorder(n *ast.SequenceNode, old, new reflect.Value) bool {
	if old.Len() != new.Len() {
		return false
	}
	from := make([]int, 0, new.Len()) // where each item stood
	for j := range new.Len() {
		i := 0
		for i < old.Len() && (slices.Contains(from, i) || !equal(old.Index(i), new.Index(j))) {
			i++
		}
		if i == old.Len() {
			return false
		}
		from = append(from, i)
	}
	spans := make([][2]int, len(n.Values))
	for i, value := range n.Values {
		spans[i] = [2]int{e.start(value), e.end(value)}
		if n.IsFlowStyle {
			continue
		}
		spans[i] = [2]int{e.lineStart(e.dash(n, i)), e.lineEnd(spans[i][1])}
		if strings.TrimSpace(e.text[spans[i][0]:e.dash(n, i)]) != "" || !strings.HasSuffix(e.text[:spans[i][1]], "\n") {
			return false // something else stands on the line, or the file ends within it
		}
	}
	for j, i := range from {
		if i != j {
			e.put(spans[j][0], spans[j][1], e.text[spans[i][0]:spans[i][1]])
		}
	}
	return true
}

// common gives the longest run of items, with others between, that two lists share.
func common(a, b reflect.Value) [][2]int {
	lengths := make([][]int, a.Len()+1)
	for i := range lengths {
		lengths[i] = make([]int, b.Len()+1)
	}
	for i := a.Len() - 1; i >= 0; i-- {
		for j := b.Len() - 1; j >= 0; j-- {
			if equal(a.Index(i), b.Index(j)) {
				lengths[i][j] = lengths[i+1][j+1] + 1
			} else {
				lengths[i][j] = max(lengths[i+1][j], lengths[i][j+1])
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < a.Len() && j < b.Len(); {
		switch {
		case equal(a.Index(i), b.Index(j)):
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case lengths[i+1][j] >= lengths[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}

// insertItem puts an item before the i-th, or behind the last.
func (e *editor) insertItem(n *ast.SequenceNode, i int, v reflect.Value) {
	if n.IsFlowStyle {
		if i < len(n.Values) {
			at := e.start(n.Values[i])
			e.put(at, at, flow(v)+", ")
			return
		}
		at := e.end(n.Values[i-1])
		e.put(at, at, ", "+flow(v))
		return
	}
	indent := e.column(e.at(n.Start))
	if i < len(n.Values) {
		at := e.dash(n, i)
		e.put(at, at, "- "+flow(v)+"\n"+indent)
		return
	}
	e.insertLine(e.end(n.Values[i-1]), indent+"- "+flow(v))
}

// deleteItem takes the i-th item out; those up to end go with it.
func (e *editor) deleteItem(n *ast.SequenceNode, i, end int) {
	if !n.IsFlowStyle {
		e.put(e.lineStart(e.dash(n, i)), e.lineEnd(e.end(n.Values[i])), "")
		return
	}
	if end < len(n.Values) {
		e.put(e.start(n.Values[i]), e.start(n.Values[i+1]), "")
		return
	}
	e.put(e.end(n.Values[i-1]), e.end(n.Values[i]), "")
}

// dash gives the byte of the dash before an item.
func (e *editor) dash(n *ast.SequenceNode, i int) int {
	if i < len(n.Entries) && n.Entries[i].Start != nil {
		return e.at(n.Entries[i].Start)
	}
	return e.at(n.Start)
}

// sections lists the lists of a section of a file, in which its items are counted
// through; most files have one.
func sections(text, section string) ([]*ast.SequenceNode, error) {
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		return nil, err
	}
	var lists []*ast.SequenceNode
	for _, doc := range file.Docs {
		mapping, ok := doc.Body.(*ast.MappingNode)
		if !ok {
			continue
		}
		for _, entry := range mapping.Values {
			if list, ok := entry.Value.(*ast.SequenceNode); ok && entry.Key.GetToken().Value == section {
				lists = append(lists, list)
			}
		}
	}
	return lists, nil
}

// itemIn finds the nth item of a section.
func itemIn(lists []*ast.SequenceNode, nth int) (list *ast.SequenceNode, i int, ok bool) {
	for _, list := range lists {
		if nth < len(list.Values) {
			return list, nth, true
		}
		nth -= len(list.Values)
	}
	return nil, 0, false
}
