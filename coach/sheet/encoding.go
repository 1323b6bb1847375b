package sheet

import (
	"bytes"
	"unicode/utf8"
)

// byteOrderMark opens the files of some editors and spreadsheets.
const byteOrderMark = "\uFEFF"

// Unmarked gives the content of a file without the byte order mark it may begin with.
func Unmarked(data []byte) []byte { return bytes.TrimPrefix(data, []byte(byteOrderMark)) }

// UTF16 reports whether a file says that it is UTF-16, or begins like it, which is not
// read.
func UTF16(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		return true
	}
	return len(data) >= 4 && (data[0] == 0) != (data[1] == 0) && (data[2] == 0) == (data[0] == 0) && (data[3] == 0) == (data[1] == 0)
}

// Workbook reports whether a file is a workbook of a spreadsheet, which is not read.
func Workbook(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0"))
}

// Decoder tells the encoding of a file part by part: UTF-8 or GB 18030.
type Decoder struct {
	mixed bool // the file is not UTF-8 throughout
}

// NewDecoder makes a decoder for the parts of a file.
func NewDecoder(data []byte) Decoder { return Decoder{mixed: !utf8.Valid(data)} }

// Text gives a part of a file as UTF-8; ok is false where it is in no known encoding.
func (d Decoder) Text(part []byte) (text []byte, ok bool) {
	if d.utf8(part) {
		return part, true
	}
	return chinese().decode(make([]byte, 0, len(part)*3/2), part)
}

// Cells gives the cells of a row as UTF-8. How they are encoded is told by all of them
// together: more text tells it more surely.
func (d Decoder) Cells(cells [][]byte) (texts []string, ok bool) {
	whole := d.utf8(bytes.Join(cells, nil))
	for _, cell := range cells {
		if !whole {
			if cell, ok = chinese().decode(nil, cell); !ok {
				return nil, false
			}
		}
		texts = append(texts, string(cell))
	}
	return texts, true
}

// utf8 reports whether a part of a file is UTF-8. Where the file is not throughout, a
// letter of two bytes is not what it seems: read as GB 18030, it is a Chinese character
// of the more frequent third.
func (d Decoder) utf8(part []byte) bool {
	return utf8.Valid(part) && (!d.mixed || !bytes.ContainsFunc(part, func(r rune) bool { return r >= 0x80 && r < 0x800 && r != '·' }))
}
