package workbook

import (
	"encoding/xml"
	"math"
	"slices"
	"strconv"
	"strings"

	"objectioncoach/coach/calendar"
	"objectioncoach/coach/message"
)

// cell is a cell as it is written. What it holds is in V or in Is; a formula beside it is
// not read.
type cell struct {
	R  string     `xml:"r,attr"` // where it stands, such as "B7"; may be left out
	S  int        `xml:"s,attr"` // its style
	T  string     `xml:"t,attr"`
	V  *string    `xml:"v"`
	Is stringItem `xml:"is"`
}

// readSheet reads the rows of a sheet that hold something.
func (b *book) readSheet(name string) ([]Row, error) {
	var rows []Row
	at := 0
	err := b.each(name, func(decoder *xml.Decoder, start xml.StartElement) error {
		switch start.Name.Local {
		case "row":
			at++
			for _, a := range start.Attr {
				if n, err := strconv.Atoi(a.Value); a.Name.Local == "r" && err == nil {
					at = n
				}
			}
			if at < 1 || at > maxRows || len(rows) > 0 && at <= rows[len(rows)-1].At {
				return message.New("workbook-place", strconv.Itoa(at))
			}
			rows = append(rows, Row{At: at})
		case "c":
			if len(rows) == 0 {
				return message.New("workbook-place", "0")
			}
			var c cell
			if err := decoder.DecodeElement(&c, &start); err != nil {
				return err
			}
			return b.put(&rows[len(rows)-1], c)
		}
		return nil
	})
	return slices.DeleteFunc(rows, func(r Row) bool { return len(r.Cells) == 0 }), err
}

// put puts what a cell holds at its place in a row.
func (b *book) put(row *Row, c cell) error {
	column := len(row.Cells)
	if c.R != "" {
		var ok bool
		if column, ok = columnOf(c.R); !ok || column < len(row.Cells) {
			return message.New("workbook-place", c.R)
		}
	}
	text, err := b.textOf(c)
	if err != nil {
		return err
	}
	if text == "" && c.R != "" {
		return nil // the next one names its place
	}
	if b.cells += column + 1 - len(row.Cells); column >= maxColumns || b.cells > MaxCells {
		return message.New("workbook-cells", MaxCells)
	}
	for len(row.Cells) < column {
		row.Cells = append(row.Cells, "")
	}
	row.Cells = append(row.Cells, text)
	return nil
}

// columnOf gives the column, from 0, of a place such as "B7".
func columnOf(place string) (column int, ok bool) {
	n := 0
	for _, r := range place {
		if r < 'A' || r > 'Z' {
			break
		}
		if n = n*26 + int(r-'A') + 1; n > maxColumns {
			return 0, false
		}
	}
	return n - 1, n > 0
}

// textOf gives what a cell holds as it is read: a number without the digits that only a
// computer sees, a day as 2027-06-30.
func (b *book) textOf(c cell) (string, error) {
	if c.T == "inlineStr" {
		return c.Is.text(), nil
	}
	if c.V == nil {
		return "", nil
	}
	value := strings.TrimSpace(*c.V)
	switch c.T {
	case "s":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n >= len(b.shared) {
			return "", message.New("workbook-text", c.R)
		}
		return b.shared[n], nil
	case "str":
		return unescaped(*c.V), nil
	case "b":
		return map[bool]string{true: "TRUE", false: "FALSE"}[value == "1" || value == "true"], nil
	case "e", "d": // an error such as #N/A, a day in its own form
		return value, nil
	}
	number, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return value, nil
	}
	if c.S >= 0 && c.S < len(b.dates) && b.dates[c.S] {
		if day, ok := b.day(number); ok {
			return day, nil
		}
	}
	return plain(number), nil
}

// plain writes a number with the 15 digits that spreadsheets keep.
func plain(number float64) string {
	if number == math.Trunc(number) && math.Abs(number) < 1e15 {
		return strconv.FormatFloat(number, 'f', -1, 64)
	}
	short, _ := strconv.ParseFloat(strconv.FormatFloat(number, 'g', 15, 64), 64)
	return strconv.FormatFloat(short, 'g', -1, 64)
}

// day gives the day of a number of days: since the end of 1899, with a day too many, the
// 29 February 1900, which spreadsheets keep for the sake of the first of them; or since 1904.
func (b *book) day(number float64) (string, bool) {
	days := int(math.Floor(number))
	if days < 61 || days > 2_958_465 || number != math.Trunc(number) { // the last is in 9999; a time of day is no day
		return "", false
	}
	year, month, of := 1899, 12, 30
	if b.from904 {
		year, month, of = 1904, 1, 1
	}
	first, err := calendar.NewDay(year, month, of)
	day := first + calendar.Day(days)
	return day.String(), err == nil && day.Valid()
}

// readStyles tells which styles of cells show days.
func (b *book) readStyles(name string) error {
	var s struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode(name, &s); err != nil {
		return err
	}
	own := map[int]bool{}
	for _, f := range s.Formats {
		own[f.ID] = showsDay(f.Code)
	}
	for _, c := range s.Cells {
		day, ok := own[c.Format]
		b.dates = append(b.dates, day || !ok && builtInDay(c.Format))
	}
	return nil
}

// builtInDay reports whether a format that has no code shows a day (ECMA-376, 18.8.30, with
// those of Chinese spreadsheets).
func builtInDay(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57 || id == 58
}

// showsDay reports whether the code of a format shows the day or the year, apart from what
// it puts between quotation marks or brackets.
func showsDay(code string) bool {
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == ']':
			bracket = c == '['
		case !bracket && strings.IndexByte("dyDY", c) >= 0:
			return true
		}
	}
	return false
}

// unescaped gives a text in which characters that XML does not have stand as _x000D_, their
// code (ECMA-376, 22.9.2.19). A line ends as it does elsewhere.
func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		if code, ok := escapeAt(text[i:]); ok {
			out.WriteRune(code)
			i += len("_x000D_")
			continue
		}
		out.WriteByte(text[i])
		i++
	}
	return out.String()
}

// escapeAt gives the character that a text begins with in its escaped form.
func escapeAt(text string) (rune, bool) {
	if len(text) < len("_x000D_") || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return 0, false
	}
	code, err := strconv.ParseUint(text[2:6], 16, 16)
	return rune(code), err == nil && (code < 0xD800 || code > 0xDFFF)
}
