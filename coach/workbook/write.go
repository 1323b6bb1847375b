package workbook

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"objectioncoach/coach/message"
)

// MaxText bounds what a spreadsheet keeps of a cell, in UTF-16 code units.
const MaxText = 32_767

const (
	head       = xml.Header
	main       = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	office     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	relatives  = "http://schemas.openxmlformats.org/package/2006/relationships"
	parts      = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	mostWide   = 60 // characters
	leastWide  = 8
	mostLooked = 200 // rows by which a column's width is chosen
)

// fixed are the parts that every workbook has alike. All cells are in the format "text", so
// that what is typed over one stays as it was typed: a 007, a 1-2, an =.
var fixed = [][2]string{
	{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + parts + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + parts + `styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + parts + `worksheet+xml"/></Types>`},
	{"_rels/.rels", head + `<Relationships xmlns="` + relatives + `"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/_rels/workbook.xml.rels", head + `<Relationships xmlns="` + relatives + `"><Relationship Id="rId1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + office + `/styles" Target="styles.xml"/></Relationships>`},
	{"xl/styles.xml", head + `<styleSheet xmlns="` + main + `"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`},
}

// Styles of cells, by their place among the fixed ones.
const (
	heading = "1"
	wrapped = "2"
)

// Write writes a workbook of one sheet, whose first row is its heading and stays in sight.
// Every cell is text. It fails for a text longer than a cell holds, and where out does.
func Write(out io.Writer, name string, rows [][]string) error {
	z := zip.NewWriter(out)
	for _, part := range fixed {
		if err := put(z, part[0], func(w *bufio.Writer) { w.WriteString(part[1]) }); err != nil {
			return err
		}
	}
	err := put(z, "xl/workbook.xml", func(w *bufio.Writer) {
		w.WriteString(head + `<workbook xmlns="` + main + `" xmlns:r="` + office + `"><sheets><sheet name="`)
		xml.EscapeText(w, []byte(named(name)))
		w.WriteString(`" sheetId="1" r:id="rId1"/></sheets></workbook>`)
	})
	if err != nil {
		return err
	}
	for at, row := range rows {
		for column, text := range row {
			if units := len(utf16.Encode([]rune(text))); units > MaxText {
				return message.New("workbook-cell-long", place(column, at), units, MaxText)
			}
		}
	}
	if err := put(z, "xl/worksheets/sheet1.xml", func(w *bufio.Writer) { sheet(w, rows) }); err != nil {
		return err
	}
	return z.Close()
}

func put(z *zip.Writer, name string, write func(*bufio.Writer)) error {
	f, err := z.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	write(w)
	return w.Flush()
}

func sheet(w *bufio.Writer, rows [][]string) {
	w.WriteString(head + `<worksheet xmlns="` + main + `"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`)
	for column, wide := range widths(rows) {
		fmt.Fprintf(w, `<col min="%[1]d" max="%[1]d" width="%[2]d" style="`+wrapped+`" customWidth="1"/>`, column+1, wide)
	}
	w.WriteString(`</cols><sheetData>`)
	for at, row := range rows {
		style := wrapped
		if at == 0 {
			style = heading
		}
		fmt.Fprintf(w, `<row r="%d">`, at+1)
		for column, text := range row {
			if text == "" {
				continue
			}
			w.WriteString(`<c r="` + place(column, at) + `" s="` + style + `" t="inlineStr"><is><t xml:space="preserve">`)
			xml.EscapeText(w, []byte(escaped(text)))
			w.WriteString(`</t></is></c>`)
		}
		w.WriteString(`</row>`)
	}
	w.WriteString(`</sheetData></worksheet>`)
}

// place names a cell: its column, from 0, and its row, from 0.
func place(column, row int) string {
	letters := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters + strconv.Itoa(row+1)
}

// widths gives how wide each column is to be, in characters. A Chinese one is as wide as
// two others.
func widths(rows [][]string) []int {
	var wide []int
	for _, row := range rows[:min(len(rows), mostLooked)] {
		for column, text := range row {
			if column == len(wide) {
				wide = append(wide, leastWide)
			}
			for line := range strings.Lines(text) {
				n := 2
				for _, r := range line {
					n++
					if r >= 0x2E80 {
						n++
					}
				}
				wide[column] = min(max(wide[column], n), mostWide)
			}
		}
	}
	if len(wide) == 0 {
		wide = []int{leastWide} // a list of columns must not be empty
	}
	return wide
}

// named gives a name as sheets may have it: without some signs, and not too long.
func named(name string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' {
			return ' '
		}
		return r
	}, name), " '")
	if runes := []rune(name); len(runes) > 31 {
		name = string(runes[:31])
	}
	if name == "" {
		return "1"
	}
	return name
}

// escaped writes characters that XML does not have, or does not keep, by their codes, and
// so that a text which looks like such a code stays one.
func escaped(text string) string {
	var out strings.Builder
	for i, r := range text {
		_, looks := escapeAt(text[i:])
		switch {
		case looks:
			out.WriteString("_x005F_")
		case r < ' ' && r != '\n' && r != '\t', r == 0xFFFE, r == 0xFFFF:
			fmt.Fprintf(&out, "_x%04X_", r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}
