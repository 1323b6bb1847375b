package studio

import (
	"bytes"
	"io"

	"objectioncoach/coach/message"
	"objectioncoach/coach/sheet"
	"objectioncoach/coach/workbook"
)

// tableFile is a table as it came from a spreadsheet.
type tableFile struct {
	rows []fileRow // those with something in them
	gbk  bool      // it was saved in GB 18030 or GBK, which may have lost characters
}

// fileRow is a row of it.
type fileRow struct {
	at      int // counted as a spreadsheet does, from 1
	cells   []string
	problem message.Message // why it cannot be read; without an id where it can
}

// readTable reads a workbook or CSV. Of a workbook the first sheet is taken whose heading
// fits, or the first with something in it.
func readTable(data []byte, fits func(heading []string) bool) (tableFile, error) {
	var file tableFile
	var err error
	if workbook.Is(data) {
		file, err = readWorkbook(data, fits)
	} else {
		file = readCSV(data)
	}
	if err == nil && len(file.rows) == 0 {
		err = message.New("table-empty")
	}
	return file, err
}

func readWorkbook(data []byte, fits func([]string) bool) (tableFile, error) {
	sheets, err := workbook.Read(data)
	if err != nil {
		return tableFile{}, err
	}
	var chosen workbook.Sheet
	for _, s := range sheets {
		if len(s.Rows) == 0 {
			continue
		}
		if fits(s.Rows[0].Cells) {
			chosen = s
			break
		}
		if len(chosen.Rows) == 0 {
			chosen = s
		}
	}
	var file tableFile
	for _, row := range chosen.Rows {
		for len(row.Cells) < len(chosen.Rows[0].Cells) { // empty cells at the end are not written
			row.Cells = append(row.Cells, "")
		}
		file.rows = append(file.rows, fileRow{at: row.At, cells: row.Cells})
	}
	return file, nil
}

func readCSV(data []byte) tableFile {
	if sheet.UTF16(data) {
		data = sheet.FromUTF16(data)
	}
	data = sheet.Unmarked(data)
	rows, decoder := sheet.NewRows(data), sheet.NewDecoder(data)
	file := tableFile{gbk: decoder.Chinese()}
	for rows.Next() {
		if len(bytes.TrimSpace(bytes.Join(rows.Cells, nil))) == 0 {
			continue // as spreadsheets leave them behind
		}
		row := fileRow{at: rows.Row}
		cells, ok := decoder.Cells(rows.Cells)
		switch {
		case rows.Broken:
			row.problem = message.New("quote-alone")
		case !ok:
			row.problem = message.New("cells-encoding")
		}
		for _, cell := range cells {
			row.cells = append(row.cells, sheet.Armed(cell))
		}
		file.rows = append(file.rows, row)
	}
	return file
}

// writeCSV writes a table as CSV.
func writeCSV(out io.Writer, table [][]string) error {
	w := sheet.NewWriter(out)
	for _, row := range table {
		w.Row(row)
	}
	return w.Flush()
}
