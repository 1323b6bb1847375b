// Package sheet writes and reads the tables that spreadsheets save: CSV in UTF-8 or
// GB 18030, with cells that no spreadsheet takes for formulas.
package sheet

import (
	"bufio"
	"io"
	"strings"
)

// Writer writes a table (RFC 4180): UTF-8 with its mark at the beginning, without which
// Excel takes Chinese for another encoding. A cell that a spreadsheet would take for a
// formula gets an apostrophe before it.
type Writer struct{ out *bufio.Writer }

// NewWriter begins a table.
func NewWriter(w io.Writer) Writer {
	out := bufio.NewWriter(w)
	out.WriteString(byteOrderMark)
	return Writer{out}
}

// Row writes a row.
func (w Writer) Row(cells []string) {
	for n, cell := range cells {
		if n > 0 {
			w.out.WriteByte(',')
		}
		w.out.WriteString(quoted(disarmed(cell)))
	}
	w.out.WriteString("\r\n")
}

// Flush ends the table, and gives the first error there was in writing it.
func (w Writer) Flush() error { return w.out.Flush() }

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

// disarmed puts an apostrophe before a formula; Armed takes it away again. A text that
// begins with apostrophes and such a sign gets one more, so that it comes back as well.
func disarmed(cell string) string {
	if formula(cell) {
		return "'" + cell
	}
	return cell
}

// Armed gives a cell as it was before it was written.
func Armed(cell string) string {
	if strings.HasPrefix(cell, "'") && formula(cell) {
		return cell[1:]
	}
	return cell
}
