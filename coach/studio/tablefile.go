package studio

import (
	"io"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/sheet"
	"objectioncoach/coach/source"
	"objectioncoach/coach/workbook"
)

// WriteCSV writes rows as a table for spreadsheets, under headings in a locale. Labels
// and techniques stand there by their titles.
func (w *Workspace) WriteCSV(out io.Writer, rows []Row, locale string) error {
	return writeCSV(out, w.cells(rows, locale))
}

// WriteWorkbook writes the same as a workbook (.xlsx).
func (w *Workspace) WriteWorkbook(out io.Writer, rows []Row, locale string) error {
	return workbook.Write(out, w.id, w.cells(rows, locale))
}

// cells gives the cells of a table of scripts, its heading first.
func (w *Workspace) cells(rows []Row, locale string) [][]string {
	t := w.titles(locale)
	table := make([][]string, 1, len(rows)+1)
	for _, c := range columns {
		table[0] = append(table[0], c.heading(locale))
	}
	table[0] = append(table[0], fileHeading(locale))
	for _, row := range rows {
		cells := make([]string, 0, len(table[0]))
		for _, c := range columns {
			cells = append(cells, c.write(&row.Script, t))
		}
		table = append(table, append(cells, row.File))
	}
	return table
}

func fileHeading(locale string) string {
	if locale == pack.English {
		return "File"
	}
	return "文件"
}

func (w *Workspace) titles(locale string) titles {
	if w.check(); w.good != nil {
		return titles{w.good.Pack, locale}
	}
	return titles{&pack.Pack{}, locale}
}

// RowProblem is what is wrong with a row of a table.
type RowProblem struct {
	// Row is counted as a spreadsheet counts: the heading is 1; 0 is the file as a whole.
	Row     int
	Column  string // its heading
	Message message.Message
}

// TableImport is what an import did.
type TableImport struct {
	Problems             []RowProblem // where there are any, nothing was changed
	Changed, Added, Same int          // scripts
}

// MaxTable bounds a table to import, in bytes.
const MaxTable = 8 << 20

// maxRowProblems bounds what is told of a table.
const maxRowProblems = 200

// ReadTable changes scripts as a table says: a row for each, told by its id, with some of
// the columns that WriteCSV writes; a column that is not there changes nothing. A new id
// adds a script to the file of its row, or to path. All of the pack is checked with the
// changes first, and where anything is wrong nothing is changed. Workbooks (.xlsx) are read,
// and CSV as spreadsheets save it: in UTF-8, UTF-16 or GB 18030.
func (w *Workspace) ReadTable(data []byte, path string, at int64) TableImport {
	i := tableImport{scratch: w.scratch(), path: path, rows: map[string]int{}}
	before := w.check().problems
	i.read(data)
	if len(i.Problems) == 0 {
		i.write()
	}
	if len(i.Problems) == 0 {
		i.problemsOf(before)
	}
	if len(i.Problems) == 0 {
		if err := w.Apply("table", at, editsBetween(w.files, i.scratch.files)...); err != nil {
			i.problem(0, "", wordsOf(err))
		}
	}
	if len(i.Problems) > 0 {
		i.Changed, i.Added, i.Same = 0, 0, 0
	}
	return i.TableImport
}

// scratch gives a copy of the workspace, to try changes in.
func (w *Workspace) scratch() *Workspace {
	c := w.check()
	return &Workspace{id: w.id, files: maps.Clone(w.files), below: w.below, models: w.models, memory: w.memory, good: w.good, checked: c}
}

// editsBetween gives the edits that make files others.
func editsBetween(before, after map[string]string) []Edit {
	var edits []Edit
	for name, text := range after {
		if was, ok := before[name]; !ok || was != text {
			edits = append(edits, Edit{Path: name, Text: text})
		}
	}
	return edits
}

// tableImport is the state of an import.
type tableImport struct {
	TableImport
	scratch *Workspace
	path    string
	rows    map[string]int // where a script stands in the table, by id
	all     []Row          // the scripts as they were
	entries []Entry        // likewise, all entries of the pack's own files
	titles  titles
	gbk     bool // the table was saved in GB 18030 or GBK

	at         int // the row at work
	sets, adds []writing
}

func (i *tableImport) problem(row int, column string, what message.Message) {
	if len(i.Problems) < maxRowProblems {
		i.Problems = append(i.Problems, RowProblem{row, column, what})
	}
}

func (i *tableImport) read(data []byte) {
	if len(data) > MaxTable {
		i.problem(0, "", message.New("table-large", len(data), MaxTable))
		return
	}
	file, err := readTable(data, func(cells []string) bool { return slices.ContainsFunc(cells, isID) })
	if err != nil {
		i.problem(0, "", wordsOf(err))
		return
	}
	i.all, i.entries, i.titles, i.gbk = i.scratch.rows(), i.scratch.Entries(), i.scratch.titles(""), file.gbk
	var heading []column
	for _, row := range file.rows {
		switch {
		case row.problem.ID != "":
			i.problem(row.at, "", row.problem)
		case heading != nil:
			i.row(row.at, heading, row.cells)
			continue
		default:
			heading = i.heading(row.at, row.cells)
		}
		if heading == nil {
			return // there is nothing to read the other rows by
		}
	}
}

// isID reports whether a heading is that of the ids.
func isID(cell string) bool {
	c, ok := columnOf(cell)
	return ok && c.field == "id"
}

// fileColumn is the column that names the file of a new script.
var fileColumn = column{field: "file", zh: fileHeading(pack.DefaultLocale), en: fileHeading(pack.English)}

func (i *tableImport) heading(row int, cells []string) []column {
	var list []column
	seen := map[string]bool{}
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	for _, cell := range cells {
		c, ok := columnOf(cell)
		if name := strings.TrimSpace(cell); name == fileColumn.zh || strings.EqualFold(name, fileColumn.en) {
			c, ok = fileColumn, true
		}
		switch {
		case !ok:
			i.problem(row, cell, message.New("column-unknown"))
		case seen[c.field]:
			i.problem(row, cell, message.New("column-twice"))
		}
		seen[c.field] = true
		list = append(list, c)
	}
	if !seen["id"] {
		i.problem(row, columns[0].zh, message.New("column-missing"))
	}
	if len(i.Problems) > 0 {
		return nil
	}
	return list
}

// row changes or adds the script of a row.
func (i *tableImport) row(n int, heading []column, cells []string) {
	for len(cells) > len(heading) && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) != len(heading) {
		i.problem(n, "", message.New("cells-count", len(cells), len(heading)))
		return
	}
	id, file := "", i.path
	for k, c := range heading {
		switch cell := strings.TrimSpace(cells[k]); {
		case c.field == "id":
			id = cell
		case c.field == "file" && cell != "":
			file = strings.TrimPrefix(cell, i.scratch.id+"/")
		}
	}
	if id == "" {
		i.problem(n, "", message.New("row-no-id"))
		return
	}
	if first, twice := i.rows[id]; twice {
		i.problem(n, "", message.New("row-same-id", first))
		return
	}
	i.rows[id] = n
	was := i.find(id)
	var s pack.Script
	if was != nil {
		s = *copied(&was.Script).(*pack.Script)
	}
	t := i.titles
	i.at = n
	for k, c := range heading {
		if c.read == nil {
			continue
		}
		cell := strings.Trim(strings.ReplaceAll(cells[k], "\r\n", "\n"), " \t\r\n")
		if was != nil && i.gbk {
			var ok bool
			if cell, ok = sheet.Restored(cell, strings.TrimSpace(c.write(&was.Script, t))); !ok {
				i.problem(n, c.zh, message.New("cell-lost"))
			}
		}
		if err := c.read(&s, cell, t); err != nil {
			i.problem(n, c.zh, wordsOf(err))
		}
	}
	if len(i.Problems) > 0 {
		return
	}
	var err error
	switch {
	case was == nil:
		i.Added++
		err = i.add(s, file)
	case !differs(was.Script, s):
		i.Same++
	case !was.Own:
		err = message.New("row-below", id, was.File)
	default:
		i.Changed++
		err = i.change(was, s)
	}
	if err != nil {
		i.problem(n, "", wordsOf(err))
	}
}

func (i *tableImport) find(id string) *Row {
	for k := range i.all {
		if i.all[k].Script.ID == id {
			return &i.all[k]
		}
	}
	return nil
}

// set has an item of the pack written anew.
func (i *tableImport) set(ref Ref, item any) {
	i.sets = append(i.sets, writing{ref, item, i.at})
}

// put has an item written at the end of a section of a file.
func (i *tableImport) put(path, section string, item any) error {
	if err := refusePath(path); err != nil {
		return err
	}
	i.adds = append(i.adds, writing{Ref{Path: path, Section: section}, item, i.at})
	return nil
}

func (i *tableImport) add(s pack.Script, file string) error {
	plain, english := apart(s)
	if err := i.put(file, "scripts", &plain); err != nil || english == nil {
		return err
	}
	return i.put("en/"+path.Base(file), "translations", english)
}

// change writes a script's own texts where it stands, and its English where that stands:
// beside them, or in a translation.
func (i *tableImport) change(was *Row, s pack.Script) error {
	e, err := i.scratch.Entry(was.Ref)
	if err != nil {
		return err
	}
	inline := false
	for _, t := range textsOf(e.Item.(*pack.Script)) {
		inline = inline || (*t)[pack.English] != ""
	}
	if inline {
		i.set(was.Ref, &s)
		return nil
	}
	plain, english := apart(s)
	i.set(was.Ref, &plain)
	for _, e := range i.entries {
		t, ok := e.Item.(*pack.Translation)
		if !ok || t.ID != s.ID || t.Locale != pack.English {
			continue
		}
		if english == nil {
			return message.New("translation-emptied")
		}
		if equal(reflect.ValueOf(*t), reflect.ValueOf(*english)) {
			return nil
		}
		i.set(e.Ref, english)
		return nil
	}
	if english == nil {
		return nil
	}
	return i.put("en/"+path.Base(was.Path), "translations", english)
}

// apart parts a script from its English, nil where it has none.
func apart(s pack.Script) (plain pack.Script, english *pack.Translation) {
	plain = *copied(&s).(*pack.Script)
	t := pack.Translation{ID: s.ID, Locale: pack.English}
	said := false
	for _, text := range textsOf(&s) {
		said = said || (*text)[pack.English] != ""
	}
	for _, step := range s.Steps {
		t.Steps = append(t.Steps, pack.TranslatedStep{ID: step.ID, Say: step.Say[pack.English]})
	}
	t.Open, t.Closed, t.Show, t.Avoid, t.After = s.Open[pack.English], s.Closed[pack.English], s.Show[pack.English], s.Avoid[pack.English], s.After[pack.English]
	for _, text := range textsOf(&plain) {
		setText(text, pack.English, "")
	}
	if !said {
		return plain, nil
	}
	return plain, &t
}

// problemsOf tells what is wrong with the pack now and was not before, by the row of the
// script where it is.
func (i *tableImport) problemsOf(before source.Problems) {
	known := map[string]int{}
	for _, p := range before {
		known[p.Message.String()]++
	}
	for _, p := range i.scratch.check().problems {
		if told := p.Message.String(); known[told] > 0 {
			known[told]--
			continue
		}
		id := ""
		entries, _ := i.scratch.fileEntries(strings.TrimPrefix(p.File, i.scratch.id+"/"))
		for _, e := range entries {
			if e.Line <= p.Line {
				id = e.ID
			}
		}
		i.problem(i.rows[id], "", p.Message)
	}
}
