package casebook

import (
	"bufio"
	"io"
	"strings"
)

// CSV writes cases as a table for spreadsheets (RFC 4180): UTF-8 with its mark at the
// beginning, without which Excel takes Chinese for another encoding, a heading in the
// locale, and a row for each case. Import reads it back as it was. A cell that a
// spreadsheet would take for a formula gets an apostrophe before it.
func CSV(w io.Writer, cases []Case, locale string) error {
	out := bufio.NewWriter(w)
	out.WriteString("\uFEFF")
	writeRow(out, func(c column) string { return c.heading(locale) })
	for i := range cases {
		writeRow(out, func(c column) string { return c.write(&cases[i].d, locale) })
	}
	return out.Flush()
}

// writeRow writes one cell for each column.
func writeRow(out *bufio.Writer, cell func(column) string) {
	for n, c := range columns {
		if n > 0 {
			out.WriteByte(',')
		}
		out.WriteString(quoted(disarmed(cell(c))))
	}
	out.WriteString("\r\n")
}

// quoted puts a cell in quotation marks where a mark of the table, or a space at its
// edge, would be lost or misread.
func quoted(cell string) string {
	if strings.ContainsAny(cell, "\",;\t\r\n") || strings.TrimSpace(cell) != cell {
		return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
	}
	return cell
}

// formulaSigns are the characters with which a spreadsheet begins a formula, the wide
// ones in Chinese and Japanese surroundings (OWASP, CSV Injection).
const formulaSigns = "=+-@\t\r\n＝＋－＠"

// formula reports whether a spreadsheet might take a cell for a formula, apart from
// apostrophes before it.
func formula(cell string) bool {
	rest := strings.TrimLeft(cell, "'")
	for _, r := range rest {
		return strings.ContainsRune(formulaSigns, r)
	}
	return false
}

// disarmed puts an apostrophe before a formula; armed takes it away again. A text that
// begins with apostrophes and such a sign gets one more, so that it comes back as well.
func disarmed(cell string) string {
	if formula(cell) {
		return "'" + cell
	}
	return cell
}

func armed(cell string) string {
	if strings.HasPrefix(cell, "'") && formula(cell) {
		return cell[1:]
	}
	return cell
}
