package sheet

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// byteOrderMark opens the files of some editors and spreadsheets.
const byteOrderMark = "\uFEFF"

// Unmarked gives the content of a file without the byte order mark it may begin with.
func Unmarked(data []byte) []byte { return bytes.TrimPrefix(data, []byte(byteOrderMark)) }

// UTF16 reports whether a file says that it is UTF-16, or begins like it: FromUTF16
// reads it.
func UTF16(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		return true
	}
	return len(data) >= 4 && (data[0] == 0) != (data[1] == 0) && (data[2] == 0) == (data[0] == 0) && (data[3] == 0) == (data[1] == 0)
}

// FromUTF16 gives the content of a file that UTF16 knows as UTF-8, without its mark.
func FromUTF16(data []byte) []byte {
	order := binary.ByteOrder(binary.LittleEndian)
	if data[0] == 0xFE || data[0] == 0 {
		order = binary.BigEndian
	}
	units := make([]uint16, 0, len(data)/2)
	for ; len(data) > 1; data = data[2:] {
		units = append(units, order.Uint16(data))
	}
	return Unmarked([]byte(string(utf16.Decode(units))))
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

// Chinese reports whether the file is in GB 18030, or an older standard of it.
func (d Decoder) Chinese() bool { return d.mixed }

// Restored gives a cell of a file in GB 18030 as it was before a spreadsheet saved it in
// GBK, which puts question marks where a character has no code in one or two bytes. ok is
// false where such marks were put and what stood there cannot be told, because something
// else was changed too.
func Restored(cell, before string) (whole string, ok bool) {
	rest, lost := cell, false
	for _, r := range before {
		marks := "?"
		if r > 0xFFFF {
			marks = "??"
		}
		switch {
		case strings.HasPrefix(rest, string(r)):
			rest = rest[utf8.RuneLen(r):]
		case !coded(r) && strings.HasPrefix(rest, marks):
			rest, lost = rest[len(marks):], true
		default:
			return cell, strings.Count(cell, "?") <= strings.Count(before, "?") || !uncoded(before, cell)
		}
	}
	if rest != "" && (lost || uncoded(before, cell)) {
		return cell, false
	}
	if rest == "" {
		return before, true
	}
	return cell, true
}

// uncoded reports whether a text has a character without a code in GBK that another lacks.
func uncoded(text, other string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return !coded(r) && !strings.ContainsRune(other, r) })
}

// coded reports whether a character has a code of one or two bytes.
func coded(r rune) bool { return r < 0x80 || slices.Contains(chinese().two[:], r) }

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
