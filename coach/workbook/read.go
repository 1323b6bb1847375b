// Package workbook reads and writes the workbooks of spreadsheets (.xlsx, ECMA-376 part 1)
// as far as a table of texts needs it: what stands in the cells, and nothing of how it
// looks. What a formula came to is read, and never the formula; what is written is text,
// which no spreadsheet takes for a formula.
package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"objectioncoach/coach/message"
)

// Bounds of a workbook: what goes beyond them is refused before it fills the memory.
const (
	MaxUnpacked = 64 << 20 // bytes of all that is read of it, unpacked
	MaxCells    = 2_000_000
	maxColumns  = 16_384 // of a sheet (ECMA-376, 18.3.1.4)
	maxRows     = 1_048_576
)

// Sheet is a sheet of a workbook.
type Sheet struct {
	Name string
	Rows []Row // those that have a cell with something in it, in their order
}

// Row is a row of a sheet.
type Row struct {
	At    int      // counted as a spreadsheet does, from 1
	Cells []string // from the first column to the last that holds something
}

// Is reports whether a file begins as a workbook does, or one of the older format, which is
// not read.
func Is(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) || old(data) }

// old reports whether a file is of the format before 2007, or a workbook with a password:
// both are kept in one kind of container.
func old(data []byte) bool { return bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")) }

// Read reads the sheets of a workbook that are not hidden, in their order. The error is a
// message.Message.
func Read(data []byte) ([]Sheet, error) {
	if old(data) {
		return nil, message.New("workbook-old")
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, message.New("workbook-damaged", err)
	}
	b := &book{files: map[string]*zip.File{}, left: MaxUnpacked}
	for _, f := range archive.File {
		b.files[strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")] = f
	}
	sheets, err := b.read()
	var told message.Message
	if err != nil && !errors.As(err, &told) {
		return nil, message.New("workbook-damaged", err)
	}
	return sheets, err
}

// book is a workbook while it is read.
type book struct {
	files   map[string]*zip.File
	left    int // bytes that may still be unpacked
	cells   int
	shared  []string
	dates   []bool // by the number of a cell's style
	from904 bool   // days are counted from 1904 on
}

func (b *book) read() ([]Sheet, error) {
	at, err := b.main()
	if err != nil {
		return nil, err
	}
	var w struct {
		Pr struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.decode(at, &w); err != nil {
		return nil, err
	}
	b.from904 = w.Pr.Date1904 == "1" || w.Pr.Date1904 == "true"
	parts, err := b.relations(at)
	if err != nil {
		return nil, err
	}
	for _, part := range parts {
		switch part.kind {
		case "sharedStrings":
			err = b.readShared(part.path)
		case "styles":
			err = b.readStyles(part.path)
		}
		if err != nil {
			return nil, err
		}
	}
	var sheets []Sheet
	for _, s := range w.Sheets {
		if s.State == "hidden" || s.State == "veryHidden" {
			continue
		}
		for _, part := range parts {
			if part.kind == "worksheet" && slices.ContainsFunc(s.Attrs, func(a xml.Attr) bool { return a.Name.Local == "id" && a.Value == part.id }) {
				rows, err := b.readSheet(part.path)
				if err != nil {
					return nil, err
				}
				sheets = append(sheets, Sheet{s.Name, rows})
			}
		}
	}
	if len(sheets) == 0 {
		return nil, message.New("workbook-empty")
	}
	return sheets, nil
}

// main gives the path of the part that names the sheets.
func (b *book) main() (string, error) {
	parts, err := b.relations("")
	if err != nil {
		return "", err
	}
	for _, part := range parts {
		if part.kind == "officeDocument" {
			if strings.HasSuffix(part.path, ".bin") {
				return "", message.New("workbook-binary")
			}
			return part.path, nil
		}
	}
	return "", message.New("workbook-none")
}

// relation is what one part of a workbook says of another.
type relation struct{ id, kind, path string }

// relations reads what a part leads to; "" is the workbook as a whole.
func (b *book) relations(of string) ([]relation, error) {
	var list struct {
		Of []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	name := path.Join(path.Dir(of), "_rels", path.Base(of)+".rels")
	if of == "" {
		name = "_rels/.rels"
	}
	if b.files[name] == nil {
		return nil, message.New("workbook-none")
	}
	if err := b.decode(name, &list); err != nil {
		return nil, err
	}
	var parts []relation
	for _, r := range list.Of {
		target := path.Join(path.Dir(of), r.Target)
		if strings.HasPrefix(r.Target, "/") {
			target = r.Target[1:]
		}
		parts = append(parts, relation{r.ID, path.Base(r.Type), path.Clean(target)})
	}
	return parts, nil
}

// open gives a part, of which no more can be read than is left.
func (b *book) open(name string) (*xml.Decoder, func(), error) {
	f := b.files[name]
	if f == nil {
		return nil, nil, message.New("workbook-part", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, nil, err
	}
	return xml.NewDecoder(&counted{r, b}), func() { r.Close() }, nil
}

// counted reads a part, and counts what was read of the whole workbook.
type counted struct {
	io.Reader
	book *book
}

// Read reads on; it fails where the workbook holds too much.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if c.book.left -= n; c.book.left < 0 {
		return 0, message.New("workbook-large", MaxUnpacked>>20)
	}
	return n, err
}

func (b *book) decode(name string, into any) error {
	decoder, done, err := b.open(name)
	if err != nil {
		return err
	}
	defer done()
	return decoder.Decode(into)
}

// stringItem is a text of a workbook: plain, or in runs that look differently. How it is
// to be pronounced, which East Asian workbooks may hold beside it, is no part of it.
type stringItem struct {
	T []string `xml:"t"`
	R []struct {
		T []string `xml:"t"`
	} `xml:"r"`
}

func (s stringItem) text() string {
	parts := s.T
	for _, run := range s.R {
		parts = append(parts, run.T...)
	}
	return unescaped(strings.Join(parts, ""))
}

func (b *book) readShared(name string) error {
	return b.each(name, func(decoder *xml.Decoder, start xml.StartElement) error {
		if start.Name.Local != "si" {
			return nil
		}
		var s stringItem
		err := decoder.DecodeElement(&s, &start)
		if b.shared = append(b.shared, s.text()); len(b.shared) > MaxCells {
			return message.New("workbook-cells", MaxCells)
		}
		return err
	})
}

// each calls a function with every element of a part that it does not read itself.
func (b *book) each(name string, do func(*xml.Decoder, xml.StartElement) error) error {
	decoder, done, err := b.open(name)
	if err != nil {
		return err
	}
	defer done()
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := do(decoder, start); err != nil {
				return err
			}
		}
	}
}
