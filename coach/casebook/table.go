package casebook

import (
	"bytes"
	"strconv"
	"strings"

	"objectioncoach/coach/sheet"
)

// table imports a table.
func (i *importer) table(data []byte) {
	rows := sheet.NewRows(data)
	decoder := sheet.NewDecoder(data)
	var heading []column
	for rows.Next() {
		if blank(rows.Cells) || heading == nil && bytes.EqualFold(bytes.TrimSpace(rows.Cells[0]), []byte(sepMark)) {
			continue
		}
		if heading != nil && !i.more(rows.Row) {
			return
		}
		cells, ok := decoder.Cells(rows.Cells)
		switch {
		case rows.Broken:
			i.problem(rows.Row, "", Fault{code: "quote"})
		case !ok:
			i.problem(rows.Row, "", Fault{code: "encoding"})
		case heading != nil:
			i.row(rows.Row, heading, cells)
		default:
			heading = i.heading(rows.Row, cells)
		}
		if heading == nil {
			return // there is nothing to read the other rows by
		}
	}
}

// sepMark begins a first line by which Excel is told what stands between the cells.
const sepMark = "sep="

// blank reports whether a row is empty, or of empty cells that a spreadsheet thinks are used.
func blank(cells [][]byte) bool {
	for _, cell := range cells {
		if len(bytes.TrimSpace(cell)) > 0 {
			return false
		}
	}
	return true
}

// heading finds the columns of a table; none where any is wrong. All that is wrong with
// them is told.
func (i *importer) heading(row int, cells []string) (list []column) {
	before := i.problems
	unknown := Fault{code: "column", args: []string{axisMark}}
	there := map[string]bool{}
	for len(cells) > 0 && line(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1] // columns that a spreadsheet thinks are used
	}
	for _, cell := range cells {
		c, ok := columnOf(sheet.Armed(cell))
		name := inSentence(cell, i.how.Locale)
		switch {
		case !ok:
			i.problem(row, name, unknown)
			unknown = Fault{code: "alien"} // which columns there are is told once
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
		c.read(&d, sheet.Armed(cells[n]), &in)
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
