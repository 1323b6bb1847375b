package sheet

import "bytes"

// Rows reads the rows of a table from bytes (RFC 4180). No byte of GB 18030 within
// a character is a mark of the table, so that they can be parted before their encoding
// is known.
type Rows struct {
	Row    int      // of Cells, from 1
	Cells  [][]byte // of the row read last, in the encoding of the file
	Broken bool     // a quotation mark of it has no partner

	data  []byte
	comma byte
}

// NewRows begins reading a file. Commas, semicolons or tabs stand between its cells:
// whichever is most often in the first line.
func NewRows(data []byte) *Rows { return &Rows{data: data, comma: commaOf(data)} }

// Next reads a row; false at the end.
func (t *Rows) Next() bool {
	if len(t.data) == 0 {
		return false
	}
	t.Row++
	t.Cells, t.Broken = t.Cells[:0], false
	for t.cell() {
	}
	return true
}

// cell reads a cell; false where it was the last of its row.
func (t *Rows) cell() bool {
	if len(t.data) == 0 || t.data[0] != '"' {
		end := 0
		for end < len(t.data) && t.data[end] != t.comma && t.data[end] != '\n' && t.data[end] != '\r' {
			t.Broken = t.Broken || t.data[end] == '"'
			end++
		}
		t.Cells = append(t.Cells, t.data[:end])
		return t.pass(end)
	}
	var text []byte
	rest := t.data[1:]
	for {
		end := bytes.IndexByte(rest, '"')
		switch {
		case end < 0: // the rest of the file: what is in it cannot be told
			t.Broken = true
			t.Cells = append(t.Cells, rest)
			t.data = nil
			return false
		case end+1 < len(rest) && rest[end+1] == '"':
			text = append(text, rest[:end+1]...)
			rest = rest[end+2:]
			continue
		}
		t.Cells = append(t.Cells, append(text, rest[:end]...))
		t.data = rest[end+1:]
		break
	}
	if len(t.data) > 0 && t.data[0] != t.comma && t.data[0] != '\n' && t.data[0] != '\r' {
		t.Broken = true // something follows the cell's end
		if end := bytes.IndexAny(t.data, "\r\n"); end >= 0 {
			return t.pass(end)
		}
		return t.pass(len(t.data))
	}
	return t.pass(0)
}

// pass goes over what ends a cell; false where that ends the row too.
func (t *Rows) pass(end int) bool {
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
