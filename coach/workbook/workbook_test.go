//go:build !js

package workbook

import (
	"archive/zip"
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// TestSpreadsheets reads what two spreadsheet libraries wrote: with shared texts, with
// texts in the cells, with days, formulas, rich texts, hidden and empty sheets.
func TestSpreadsheets(t *testing.T) {
	cases := map[string][]Sheet{
		"shared.xlsx": {{Name: "empty"}, {Name: "话术", Rows: []Row{
			{1, []string{"编号", "步骤", "number", "day", "yes", "sum", "rich"}},
			{2, []string{"ours-price", "accept: 价钱要看清。\nanswer: 我摆给您看。 ", "0.3", "2027-06-30", "TRUE", "2", "粗细 <&>"}},
			{4, []string{"", "", "", "", "", "", "last"}},
			{5, []string{"=1+1", "", "007", "1e+21", "#N/A", "", "=x"}},
			{7, []string{"merged"}},
		}}},
		"plain.xlsx": {{Name: "Sheet1", Rows: []Row{
			{1, []string{"text", "topics", "n"}},
			{2, []string{"太贵了 😀 㐀", "price", "12"}},
			{3, []string{" 前后有空格 ", "", "-1.5"}},
		}}},
	}
	cases["again.xlsx"] = []Sheet{{Name: "我们的 包", Rows: []Row{ // written here, and opened and saved elsewhere
		{1, []string{"编号", "步骤"}},
		{2, []string{"=1+1", " accept: 好。\nanswer: 行\r\n<&> _x000D_ \x01"}},
		{3, []string{"", "007"}},
	}}}
	for name, want := range cases {
		raw, err := os.ReadFile("testdata/" + name)
		require.NoError(t, err)
		require.True(t, Is(raw))
		got, err := Read(raw)
		require.NoError(t, err, name)
		require.Equal(t, want, got, name)
	}
}

// made makes a workbook of one sheet by hand, or with other parts in place of some.
func made(t *testing.T, sheetData string, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	all := map[string]string{
		"_rels/.rels":                `<Relationships xmlns="r"><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<x:workbook xmlns:x="m" xmlns:r="r"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="一" sheetId="1" r:id="s"/></x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="s" Type="x/worksheet" Target="worksheets/one.xml"/><Relationship Id="t" Type="x/sharedStrings" Target="shared.xml"/><Relationship Id="u" Type="x/styles" Target="styles.xml"/></Relationships>`,
		"xl/shared.xml":              `<x:sst xmlns:x="m"><x:si><x:t>贵_x000D_了_x005F_x0041_</x:t><x:phoneticPr/></x:si><x:si><x:r><x:t xml:space="preserve">家 </x:t></x:r><x:r><x:t>人</x:t></x:r><x:rPh sb="0" eb="1"><x:t>jiā</x:t></x:rPh></x:si></x:sst>`,
		"xl/styles.xml":              `<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="177" formatCode="[Red]0.0&quot;day&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="177"/></cellXfs></styleSheet>`,
		"xl/worksheets/one.xml":      `<x:worksheet xmlns:x="m"><x:sheetData>` + sheetData + `</x:sheetData></x:worksheet>`,
	}
	for name, part := range parts {
		all[name] = part
	}
	for name, part := range all {
		if part == "" {
			continue
		}
		f, err := z.Create(name)
		require.NoError(t, err)
		f.Write([]byte(part))
	}
	require.NoError(t, z.Close())
	return out.Bytes()
}

// TestOtherWriters reads what others write otherwise: names with prefixes, rows and cells
// without places, days since 1904, pronunciations beside texts.
func TestOtherWriters(t *testing.T) {
	got, err := Read(made(t, `<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c/><x:c t="s"><x:v> 1 </x:v></x:c></x:row><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>`+
		`<x:row r="9"><x:c r="C9" s="1"><x:v>45106</x:v></x:c><x:c r="AB9" s="2"><x:v>45106</x:v></x:c><x:c r="AC9" t="b"><x:v>0</x:v></x:c></x:row>`, nil))
	require.NoError(t, err)
	require.Equal(t, []Sheet{{"一", []Row{
		{1, []string{"贵\r了_x0041_", "", "家 人"}},
		{2, []string{"a"}},
		{9, slices.Concat([]string{"", "", "2027-06-30"}, make([]string, 24), []string{"45106", "FALSE"})},
	}}}, got)
}

// TestRefused holds that what is no workbook, is damaged, or grows out of all proportion is
// refused with its reason.
func TestRefused(t *testing.T) {
	far := `<x:row r="%"><x:c r="XFD%" t="str"><x:v>x</x:v></x:c></x:row>`
	var wide strings.Builder
	for n := range 150 {
		wide.WriteString(strings.ReplaceAll(far, "%", string(rune('1'+n/100))+string(rune('0'+n/10%10))+string(rune('0'+n%10))))
	}
	bin := `<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>`
	cases := []struct {
		name string
		file []byte
		want string
	}{
		{"the old format", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "this is a workbook of the format before 2007 (.xls), or one with a password"},
		{"cut off", made(t, "", nil)[:300], "the workbook is damaged: zip: not a valid zip file"},
		{"another archive", made(t, "", map[string]string{"_rels/.rels": ""}), "this archive is no workbook (.xlsx)"},
		{"binary", made(t, "", map[string]string{"_rels/.rels": bin}), "this is a binary workbook (.xlsb)"},
		{"no sheet", made(t, "", map[string]string{"xl/workbook.xml": "<workbook/>"}), "the workbook has no sheet of cells to read"},
		{"a part missing", made(t, "", map[string]string{"xl/shared.xml": ""}), "the workbook is damaged: its part xl/shared.xml is missing"},
		{"no XML", made(t, "<x:row", nil), "the workbook is damaged: XML syntax error on line 1"},
		{"a text that is not there", made(t, `<x:row><x:c r="A1" t="s"><x:v>7</x:v></x:c></x:row>`, nil), "the workbook is damaged: the text of cell A1 is missing"},
		{"rows back and forth", made(t, `<x:row r="2"/><x:row r="1"/>`, nil), "the workbook is damaged: the place 1 of a row or cell cannot be"},
		{"cells back and forth", made(t, `<x:row><x:c r="B1" t="str"><x:v>x</x:v></x:c><x:c r="A1"><x:v>1</x:v></x:c></x:row>`, nil), "the place A1 of"},
		{"no such column", made(t, `<x:row><x:c r="XFE1"><x:v>1</x:v></x:c></x:row>`, nil), "the place XFE1 of"},
		{"a few cells far away", made(t, wide.String(), nil), "the workbook has more than 2000000 cells: divide it"},
		{"too many rows", made(t, strings.Repeat("<x:row/>", 2<<20), nil), "the place 1048577 of a row or cell cannot be"},
		{"a bomb", made(t, strings.Repeat(" ", 65<<20), nil), "the workbook has more than 64 MB, unpacked: divide it"},
		{"an entity of its own", made(t, "", map[string]string{"xl/shared.xml": `<!DOCTYPE a [<!ENTITY b "bbbb">]><sst><si><t>&b;</t></si></sst>`}), "the workbook is damaged: XML syntax error"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			sheets, err := Read(c.file)
			require.ErrorContains(t, err, c.want)
			require.Nil(t, sheets)
		})
	}
	require.ErrorContains(t, Write(new(bytes.Buffer), "x", [][]string{{"a"}, {"", strings.Repeat("长", MaxText+1)}}), "cell B2 would have 32768 characters, and a spreadsheet keeps 32767")
}

// trimmed gives rows as they are read: without empty cells at the end.
func trimmed(rows [][]string) []Row {
	var list []Row
	for at, row := range rows {
		for len(row) > 0 && row[len(row)-1] == "" {
			row = row[:len(row)-1]
		}
		if len(row) > 0 {
			list = append(list, Row{at + 1, row})
		}
	}
	return list
}

// FuzzRoundTrip holds that every text comes back as it went, wherever it stands.
func FuzzRoundTrip(f *testing.F) {
	for _, text := range []string{"=1+1", "'=x", "+7", "007", " 空 \n行\r\n\t尾 ", "_x000D_", "_x005F_x000D_", "_x_", "<a>&amp;]]>", "\x00\x01\x1f\x7f", "😀㐀\ufffe\uffff\u2028", ""} {
		f.Add(text, 3, "表/[1]")
	}
	f.Fuzz(func(t *testing.T, text string, column int, name string) {
		if !utf8.ValidString(text) || !utf8.ValidString(name) || len(text) > 9000 {
			t.Skip()
		}
		rows := [][]string{{"编号", text}, {}, make([]string, max(column, 0)%800+1)}
		rows[2][len(rows[2])-1] = text
		var out bytes.Buffer
		require.NoError(t, Write(&out, name, rows))
		sheets, err := Read(out.Bytes())
		require.NoError(t, err)
		require.Len(t, sheets, 1)
		require.Equal(t, trimmed(rows), sheets[0].Rows)
		require.NotContains(t, out.String(), "<f>")
	})
}

// FuzzRead holds that nothing given as a workbook does harm.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"shared.xlsx", "plain.xlsx"} {
		raw, err := os.ReadFile("testdata/" + name)
		require.NoError(f, err)
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		sheets, err := Read(raw)
		require.Equal(t, err == nil, len(sheets) > 0)
	})
}
