package casebook

import (
	"io"
	"iter"

	"objectioncoach/coach/sheet"
)

// CSV writes cases as a table for spreadsheets (RFC 4180): UTF-8 with its mark at the
// beginning, without which Excel takes Chinese for another encoding, a heading in the
// locale, and a row for each case. Import reads it back as it was. A cell that a
// spreadsheet would take for a formula gets an apostrophe before it.
func CSV(w io.Writer, cases iter.Seq[Case], locale string) error {
	out := sheet.NewWriter(w)
	out.Row(eachColumn(func(c column) string { return c.heading(locale) }))
	for of := range cases {
		out.Row(eachColumn(func(c column) string { return c.write(&of.d, locale) }))
	}
	return out.Flush()
}

// eachColumn gives a cell for each column.
func eachColumn(cell func(column) string) []string {
	cells := make([]string, len(columns))
	for n, c := range columns {
		cells[n] = cell(c)
	}
	return cells
}
