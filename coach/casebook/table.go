package casebook

import (
	"bytes"
	"strconv"
	"strings"
)

// table imports a table.
func (i *importer) table(data []byte) {
	rows := tableRows{data: data, comma: commaOf(data)}
	decoder := newDecoder(data)
	var heading []column
	for rows.next() {
		if len(rows.cells) == 1 && len(bytes.TrimSpace(rows.cells[0])) == 0 {
			continue
		}
		if heading != nil && !i.more(rows.row) {
			return
		}
		cells, ok := decoder.cells(rows.cells)
		switch {
		case rows.broken:
			i.problem(rows.row, "", Fault{code: "quote"})
		case !ok:
			i.problem(rows.row, "", Fault{code: "encoding"})
		case heading != nil:
			i.row(rows.row, heading, cells)
		default:
			heading = i.heading(rows.row, cells)
		}
		if heading == nil {
			return // there is nothing to read the other rows by
		}
	}
}

// heading finds the columns of a table; none where any is wrong. All that is wrong with
// them is told.
func (i *importer) heading(row int, cells []string) (list []column) {
	before := i.problems
	there := map[string]bool{}
	for len(cells) > 0 && line(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1] // columns that a spreadsheet thinks are used
	}
	for _, cell := range cells {
		c, ok := columnOf(armed(cell))
		name := inSentence(cell, i.how.Locale)
		switch {
		case !ok:
			i.problem(row, name, Fault{code: "column", args: []string{axisMark}})
		case there[c.field]:
			i.problem(row, name, Fault{code: "twice"})
		}
		there[c.field] = true
		list = append(list, c)
	}
	for _, field := range needed {
		if c, _ := columnOf(field); !there[field] {
			i.problem(row, c.heading(i.how.Locale), Fault{code: "missing"})
		}
	}
	if i.problems > before {
		return nil
	}
	return list
}

// row reads a case from a row.
func (i *importer) row(row int, heading []column, cells []string) {
	for len(cells) > len(heading) && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) != len(heading) {
		i.problem(row, "", Fault{code: "cells", args: []string{strconv.Itoa(len(cells)), strconv.Itoa(len(heading))}})
		return
	}
	var d Draft
	var in inspector
	for n, c := range heading {
		c.read(&d, armed(cells[n]), &in)
	}
	c, faults := build(d)
	for _, fault := range append(in.faults, faults...) {
		column, _ := columnOf(fault.Field)
		i.problem(row, column.heading(i.how.Locale), fault)
	}
	if len(in.faults)+len(faults) > 0 {
		return
	}
	column, _ := columnOf("id")
	i.take(c, row, column.heading(i.how.Locale))
}

// tableRows reads the rows of a table from bytes (RFC 4180). No byte of GB 18030 within
// a character is a mark of the table, so that they can be parted before their encoding
// is known.
type tableRows struct {
	data   []byte
	comma  byte
	row    int      // of cells, from 1
	cells  [][]byte // of the row read last
	broken bool     // a quotation mark of it has no partner
}

// next reads a row; false at the end.
func (t *tableRows) next() bool {
	if len(t.data) == 0 {
		return false
	}
	t.row++
	t.cells, t.broken = t.cells[:0], false
	for t.cell() {
	}
	return true
}

// cell reads a cell; false where it was the last of its row.
func (t *tableRows) cell() bool {
	if len(t.data) == 0 || t.data[0] != '"' {
		end := 0
		for end < len(t.data) && t.data[end] != t.comma && t.data[end] != '\n' && t.data[end] != '\r' {
			t.broken = t.broken || t.data[end] == '"'
			end++
		}
		t.cells = append(t.cells, t.data[:end])
		return t.pass(end)
	}
	var text []byte
	rest := t.data[1:]
	for {
		end := bytes.IndexByte(rest, '"')
		switch {
		case end < 0: // the rest of the file: what is in it cannot be told
			t.broken = true
			t.cells = append(t.cells, rest)
			t.data = nil
			return false
		case end+1 < len(rest) && rest[end+1] == '"':
			text = append(text, rest[:end+1]...)
			rest = rest[end+2:]
			continue
		}
		t.cells = append(t.cells, append(text, rest[:end]...))
		t.data = rest[end+1:]
		break
	}
	if len(t.data) > 0 && t.data[0] != t.comma && t.data[0] != '\n' && t.data[0] != '\r' {
		t.broken = true // something follows the cell's end
		if end := bytes.IndexAny(t.data, "\r\n"); end >= 0 {
			return t.pass(end)
		}
		return t.pass(len(t.data))
	}
	return t.pass(0)
}

// pass goes over what ends a cell; false where that ends the row too.
func (t *tableRows) pass(end int) bool {
	t.data = t.data[end:]
	switch {
	case len(t.data) == 0:
		return false
	case t.data[0] == t.comma:
		t.data = t.data[1:]
		return true
	case bytes.HasPrefix(t.data, []byte("\r\n")):
		t.data = t.data[2:]
	default:
		t.data = t.data[1:]
	}
	return false
}

// commaOf tells what stands between the cells: of comma, semicolon and tab the one that
// is most often in the first line.
func commaOf(data []byte) byte {
	first := data[:min(len(data), 4096)]
	if end := bytes.IndexAny(bytes.TrimLeft(first, "\r\n"), "\r\n"); end >= 0 {
		first = bytes.TrimLeft(first, "\r\n")[:end]
	}
	comma := byte(',')
	for _, other := range []byte{';', '\t'} {
		if bytes.Count(first, []byte{other}) > bytes.Count(first, []byte{comma}) {
			comma = other
		}
	}
	return comma
}
