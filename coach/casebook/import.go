package casebook

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"objectioncoach/coach/sheet"
)

// Bounds of an import.
const (
	MaxImport   = 128 << 20 // bytes of a file
	MaxRows     = 100_000   // rows below the heading, or events
	MaxProblems = 1000      // problems that are listed; of more, only their number
)

// Format is the form of a file to import.
type Format string

// The formats that can be imported.
const (
	AutoFormat   Format = ""       // told by the first character: an event begins with a brace
	TableFormat  Format = "csv"    // as CSV writes it, or a spreadsheet saves it
	EventsFormat Format = "events" // as CloudEvents writes it
)

// Importing says how to import.
type Importing struct {
	Format Format
	Locale string // of the problems' messages
	// Partial takes the rows that are right even where others are wrong.
	Partial bool
	// Progress, where it is given, is called now and then with how many rows have been
	// read: a screen lives on meanwhile. Where it gives false, nothing is imported.
	Progress func(rows int) bool
}

// progressRows is after how many rows Importing.Progress is called.
const progressRows = 100

// Imported is what an import gave.
type Imported struct {
	// Cases are those read, in the order of the file: none where there is any problem,
	// unless Importing.Partial.
	Cases []Case
	// Problems are what is wrong, by row.
	Problems []Problem
	// Rows is how many rows or events were read, the heading and empty ones not
	// counted, and Bad how many of them are wrong.
	Rows, Bad int
	// Stopped tells that Importing.Progress wanted no more. There are no cases then.
	Stopped bool
}

// Problem is one thing that is wrong in a file.
type Problem struct {
	// Row is counted from 1 as a spreadsheet counts: the heading is 1, an empty row
	// counts, a row with line ends in its cells is one. Of events it is the line; 0 is
	// the file as a whole.
	Row     int    `json:"row"`
	Column  string `json:"column,omitempty"` // the heading, or the field of an event's case
	Message string `json:"message"`
}

// Import reads cases from a file: a table with the columns of CSV in any order, under
// Chinese or English headings and with commas, semicolons or tabs between, or the
// JSON Lines of CloudEvents. Texts may be UTF-8, with its mark or without, or GB 18030,
// in one file too. Every case is checked and masked anew. Nothing enters a book:
// that is Merge.
func Import(r io.Reader, how Importing) Imported {
	i := importer{how: how, rowOf: map[string]int{}}
	data, err := contentOf(r)
	data = sheet.Unmarked(data)
	switch {
	case err != nil:
		i.problem(0, "", Fault{code: "read", args: []string{err.Error()}})
	case len(data) > MaxImport:
		i.problem(0, "", Fault{code: "size", args: []string{strconv.Itoa(MaxImport >> 20)}})
	case sheet.UTF16(data):
		i.problem(0, "", Fault{code: "utf16"})
	case sheet.Workbook(data):
		i.problem(0, "", Fault{code: "workbook"})
	case len(bytes.TrimSpace(data)) == 0:
		i.problem(0, "", Fault{code: "empty"})
	case how.Format == EventsFormat || how.Format == AutoFormat && bytes.TrimSpace(data)[0] == '{':
		i.events(data)
	case how.Format == AutoFormat && bytes.TrimSpace(data)[0] == '[':
		i.problem(0, "", Fault{code: "array"})
	default:
		i.table(data)
	}
	return i.result()
}

// contentOf reads a file, and no more of it than is too much. What is in memory anyway
// is not copied.
func contentOf(r io.Reader) ([]byte, error) {
	if whole, ok := r.(*bytes.Buffer); ok {
		return whole.Next(MaxImport + 1), nil
	}
	return io.ReadAll(io.LimitReader(r, MaxImport+1))
}

// importer is the state of an import.
type importer struct {
	how      Importing
	out      Imported
	problems int            // all of them, listed or not
	lastBad  int            // the row last found wrong
	rowOf    map[string]int // where a case stands, by id
}

func (i *importer) result() Imported {
	if i.problems > MaxProblems {
		rest := Fault{code: "untouched", args: []string{strconv.Itoa(i.problems)}}
		i.out.Problems = append(i.out.Problems, Problem{Message: rest.Message(i.how.Locale)})
	}
	if i.problems > 0 && !i.how.Partial || i.out.Stopped {
		i.out.Cases = nil
	}
	return i.out
}

func (i *importer) problem(row int, column string, f Fault) {
	i.problems++
	if i.problems <= MaxProblems {
		i.out.Problems = append(i.out.Problems, Problem{row, column, f.Message(i.how.Locale)})
	}
	if row > 0 && row != i.lastBad {
		i.lastBad = row
		i.out.Bad++
	}
}

// more counts a row; false where there are too many, or no more are wanted.
func (i *importer) more(row int) bool {
	if i.out.Rows == MaxRows {
		i.problem(row, "", Fault{code: "rows", args: []string{strconv.Itoa(MaxRows)}})
		return false
	}
	i.out.Rows++
	if i.how.Progress != nil && i.out.Rows%progressRows == 0 {
		i.out.Stopped = !i.how.Progress(i.out.Rows)
	}
	return !i.out.Stopped
}

// take keeps a case whose id is new, and tells the row of the one that had it before.
func (i *importer) take(c Case, row int, column string) {
	if first, ok := i.rowOf[c.d.ID]; ok {
		i.problem(row, column, Fault{code: "double", args: []string{strconv.Itoa(first)}})
		return
	}
	i.rowOf[c.d.ID] = row
	if i.problems == 0 || i.how.Partial { // else none of them is wanted
		i.out.Cases = append(i.out.Cases, c)
	}
}

// error tells a problem that came as an error.
func (i *importer) error(row int, err error) {
	var faults Faults
	var newer *NewerError
	switch {
	case errors.As(err, &faults):
		for _, fault := range faults {
			i.problem(row, fault.Field, fault)
		}
	case errors.As(err, &newer):
		i.problem(row, "", Fault{code: "newer", args: []string{strconv.Itoa(newer.Schema)}})
	default:
		i.problem(row, "", Fault{code: "case", args: []string{err.Error()}})
	}
}
