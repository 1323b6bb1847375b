package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/workbook"
)

// savedBook waits for the nth file that the page has saved, a workbook, and gives the rows
// of its sheet.
func savedBook(a app, n int) []workbook.Row {
	a.t.Helper()
	await(a.t, a.ctx, fmt.Sprintf(`window.saved.length > %d`, n))
	raw, err := base64.StdEncoding.DecodeString(ask[string](a.t, a.ctx, fmt.Sprintf(`window.saved[%d].arrayBuffer().then((b) => btoa(Array.from(new Uint8Array(b), (c) => String.fromCharCode(c)).join("")))`, n)))
	require.NoError(a.t, err)
	sheets, err := workbook.Read(raw)
	require.NoError(a.t, err)
	require.Len(a.t, sheets, 1)
	return sheets[0].Rows
}

// bookFile writes rows as a workbook, and gives its path.
func bookFile(t *testing.T, rows []workbook.Row) string {
	t.Helper()
	var table [][]string
	for _, row := range rows {
		table = append(table, row.Cells)
	}
	var out bytes.Buffer
	require.NoError(t, workbook.Write(&out, "x", table))
	return filepath.Join(folderOf(t, map[string]string{"book.xlsx": out.String()}), "book.xlsx")
}

// TestStudioWorkbooks takes scripts out as a workbook and in again with one changed, and
// loads a test set from a workbook and saves what it came to as another.
func TestStudioWorkbooks(t *testing.T) {
	s := openEditor(t)
	s.openOurs()
	keepBlobs(s.app)
	s.view(viewTable)
	s.until(`document.querySelectorAll(".st-scripts tbody tr").length === 50`)
	ask[bool](t, s.ctx, `(document.getElementById("st-by-own").click(), true)`)
	s.until(`document.querySelectorAll(".st-scripts tbody tr").length === 2`)
	s.click("#st-to-xlsx")
	rows := savedBook(s.app, 0)
	require.Len(t, rows, 3)
	show := slices.Index(rows[0].Cells, "出示")
	require.Equal(t, "收费公示表", rows[1].Cells[show])
	rows[1].Cells[show] = "=一页表"
	s.give("st-from-table", bookFile(t, rows))
	s.text(".st-problems p", "改 1 条")
	s.view(viewEdit)
	require.Contains(t, s.yaml("=一页表"), "# kept by marketing")

	a := s.app
	a.tab("tests")
	s.give("st-load-lines", bookFile(t, []workbook.Row{
		{Cells: []string{"网点", "客户原话", "期望话题"}}, {Cells: []string{"一", "你们这个手续费也太贵了吧", "嫌贵"}},
		{Cells: []string{"二", "我回去跟家里商量商量再说吧", "嫌贵"}}, {Cells: []string{"三", "再说吧", "天气"}},
	}))
	a.text("#st-tally", "2 句")
	a.text("#st-not-loaded", "第 4 行")
	a.text("#st-not-loaded", "网点")
	a.text("#st-pick-failed", "不符合期望 1")
	a.click("#st-pick-failed")
	a.text("#st-window", "共 1")
	a.click("#st-results")
	rows = savedBook(a, 1)
	require.Len(t, rows, 2)
	require.Equal(t, "我回去跟家里商量商量再说吧", rows[1].Cells[slices.Index(rows[0].Cells, "客户的话")])
	require.Contains(t, rows[1].Cells[slices.Index(rows[0].Cells, "得到：不符合期望")], "price")
	s.drop(bookFile(t, rows)) // and in again
	a.text("#st-pick-failed", "不符合期望 1")
	a.text("#st-pick-all", "全部 1")
}
