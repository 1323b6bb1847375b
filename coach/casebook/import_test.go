package casebook

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// varied are cases that are hard to write down.
func varied(t testing.TB) []Case {
	t.Helper()
	bare := Draft{ID: "0", Created: noon + 999}
	hard := full()
	hard.ID = "a:b_c.d-e"
	hard.Turns = []Turn{{Staff, "客户：不是我说的\n员工: 也不是\n\n　　缩进"}, {Customer, "\"，\",;\t'"}, {Customer, "Customer: x：y"}}
	hard.Note = "=1+1"
	hard.Promise = "''@SUM(A1)"
	hard.Product = "'引号"
	hard.Segment = "＝1"
	hard.Clocks = []Clock{{ID: "x", Title: "a | b", Due: firstDay}, {ID: "y", Due: lastDay, Stopped: lastDay}}
	hard.Created, hard.Changed = firstMoment, lastMoment
	return append([]Case{made(t, full()), made(t, bare), made(t, hard)}, many(t, 20)...)
}

func written(t testing.TB, cases []Case, locale string) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, CSV(&b, slices.Values(cases), locale))
	return b.String()
}

func events(t testing.TB, cases []Case) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, CloudEvents(&b, slices.Values(cases), "https://coach.example/branch/12"))
	return b.String()
}

// encoded gives a text in GB 18030.
func encoded(t testing.TB, s string) string {
	t.Helper()
	code, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	require.NoError(t, err)
	return code
}

// TestRoundTrip: what is exported is imported as it was, in either language, in either
// encoding, and as spreadsheets save it.
func TestRoundTrip(t *testing.T) {
	cases := varied(t)
	chinese, english := written(t, cases, "zh-CN"), written(t, cases, "en")
	bare := strings.TrimPrefix(chinese, "\uFEFF")
	for name, file := range map[string]string{
		"Chinese":                  chinese,
		"English":                  english,
		"without the mark":         bare,
		"GB 18030":                 encoded(t, bare),
		"short lines":              strings.ReplaceAll(english, "\r\n", "\n"),
		"empty rows":               strings.Replace(bare, "\r\n", "\r\n\r\n", 1) + "\r\n\r\n",
		"with semicolons":          recommaed(t, chinese, ';'),
		"with tabs":                recommaed(t, english, '\t'),
		"columns another way":      reversed(t, bare),
		"columns of a spreadsheet": strings.Replace(bare, "流程进度", "流程进度,,", 1),
		"events":                   events(t, cases),
		"events in GB 18030":       encoded(t, events(t, cases)),
	} {
		t.Run(name, func(t *testing.T) {
			got := Import(strings.NewReader(file), Importing{})
			require.Empty(t, got.Problems)
			require.Equal(t, cases, got.Cases)
			require.Equal(t, len(cases), got.Rows)
			require.Zero(t, got.Bad)
		})
	}
}

func rowsOf(t testing.TB, file string) [][]string {
	t.Helper()
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\uFEFF")))
	rows, err := reader.ReadAll()
	require.NoError(t, err, "others can read it too")
	return rows
}

func recommaed(t *testing.T, file string, comma rune) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = comma
	require.NoError(t, w.WriteAll(rowsOf(t, file)))
	return b.String()
}

func reversed(t *testing.T, file string) string {
	var b strings.Builder
	rows := rowsOf(t, file)
	for _, row := range rows {
		for i := range len(row) / 2 {
			row[i], row[len(row)-1-i] = row[len(row)-1-i], row[i]
		}
	}
	require.NoError(t, csv.NewWriter(&b).WriteAll(rows))
	return b.String()
}

func TestCSV(t *testing.T) {
	file := written(t, []Case{made(t, full())}, "zh-CN")
	require.Equal(t, "\uFEFF编号,创建时间,修改时间,对话,话题,类型,真假,情绪,方法,话术,原因,结果,服务维度,渠道,产品,客群,备注,跟进日期,已跟进日期,承诺,时限,流程进度\r\n"+
		"c-1,2026-11-22 12:00:00,2026-11-22 12:00:00.005,\"客户：手续费太贵了，\n　别家：不收\n员工：您说的是哪一项？\",嫌贵；已有别家,异议,真实,不耐烦,认短补长,bank/price-fee,"+
		"听来的消息；our-own-tag,已解决,保证,柜面,稳健理财A款,年长客户,\"下月到期，\"\"要书面的\"\"\",2026-11-27,2026-11-28,周五前回电,"+
		"\"2026-12-01 | answer | 2026-11-30 | 书面答复\n2026-12-09 | report |  | \",\"{\"\"procedure\"\":\"\"bank-complaint\"\",\"\"steps\"\":[{\"\"day\"\":\"\"2026-11-22\"\",\"\"state\"\":\"\"thank\"\"}]}\"\r\n", file)
	require.ErrorIs(t, CSV(broken{}, slices.Values(many(t, 100)), ""), errDisk)
	require.ErrorIs(t, CloudEvents(broken{}, slices.Values(many(t, 100)), "x"), errDisk)
}

// broken is a disk that is full.
type broken struct{}

var errDisk = errors.New("the disk is full")

func (broken) Write([]byte) (int, error) { return 0, errDisk }

// FuzzCSV: whatever a note and a turn say, no cell begins as a formula does, others
// read as many cells, and it all comes back.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"=cmd|' /C calc'!A0", "@SUM(1)", "\"", "a\r\nb", "客户：", "　", "''-", "，", "\xff", "13800138000", "\t=1", "\ufeff=1", "+\u200b"} {
		f.Add(s, "说：\n"+s, s)
	}
	f.Fuzz(func(t *testing.T, note, said, product string) {
		c, err := New(Draft{ID: "a", Created: noon, Note: note, Promise: said, Product: product, Turns: []Turn{{Staff, "嗯" + said}, {Customer, "哦" + note}}})
		if err != nil {
			return
		}
		for _, locale := range []string{"zh-CN", "en"} {
			file := written(t, []Case{c}, locale)
			got := Import(strings.NewReader(file), Importing{})
			require.Empty(t, got.Problems)
			require.Equal(t, []Case{c}, got.Cases)
			for _, row := range rowsOf(t, file) {
				require.Len(t, row, len(columns))
				for _, cell := range row {
					require.False(t, cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r"), "%q", cell)
				}
			}
		}
		got := Import(strings.NewReader(events(t, []Case{c})), Importing{})
		require.Empty(t, got.Problems)
		require.Equal(t, []Case{c}, got.Cases)
		requireMasked(t, c)
	})
}

// FuzzImport: no file makes an import fail, and whatever comes out of one is masked,
// has ids of its own, and goes out and in again.
func FuzzImport(f *testing.F) {
	cases := varied(f)[:4]
	for _, file := range []string{written(f, cases, "zh-CN"), written(f, cases, "en"), events(f, cases), encoded(f, "编号,创建时间,备注\n1,2026-11-22,电话13800138000\n2,x,y\n"),
		"编号\t创建时间\n", "\"", "id,created\n\"a\"b,c\n", "{}\n{", "PK\x03\x04", "\xff\xfe", "id;created\r1;20261122\r"} {
		f.Add([]byte(file), true)
	}
	f.Fuzz(func(t *testing.T, file []byte, partial bool) {
		got := Import(bytes.NewReader(file), Importing{Partial: partial})
		require.True(t, partial || len(got.Problems) == 0 || got.Cases == nil)
		require.LessOrEqual(t, len(got.Cases)+got.Bad, got.Rows+1, "a row is right or wrong; the heading can be wrong too")
		var b Book
		for _, c := range got.Cases {
			requireMasked(t, c)
			require.NoError(t, b.Add(c), "no two have one id")
		}
		if len(got.Cases) > 0 {
			again := Import(strings.NewReader(written(t, got.Cases, "zh-CN")), Importing{})
			require.Empty(t, again.Problems)
			require.Equal(t, got.Cases, again.Cases)
		}
	})
}

func TestImport(t *testing.T) {
	for name, test := range map[string]struct {
		file string
		want []string // the notes taken where those that are wrong are left out
		told []string // the problems, in English
	}{
		"our columns in another order":             {"备注,编号,创建时间\n甲,1,2026-11-22 12:00\n", []string{"甲"}, nil},
		"dates as people write them":               {"编号,创建时间,跟进日期,备注\n1,2026/1/2 3:04,2026年1月2日,甲\n2,20260102,2026.1.2,乙\n3,2026-01-02T03:04:05.678Z,2026/01/02,丙\n4,2026-01-02T03:04+08:00,,丁\n", []string{"甲", "乙", "丙", "丁"}, nil},
		"a talk without speakers":                  {"编号,创建时间,对话,备注\n1,2026-11-22,太贵了,甲\n", []string{"甲"}, nil},
		"each row its own encoding":                {"编号,创建时间,备注\n1,2026-11-22,甲方说收益低\n" + encoded(t, "2,2026-11-22,联通客户，嫌贵\n3,2026-11-22,茅台\n") + "4,2026-11-22,丁\n", []string{"甲方说收益低", "联通客户，嫌贵", "茅台", "丁"}, nil},
		"letters of two bytes, where all is UTF-8": {"id,created,note\n1,2026-11-22,café\n", []string{"café"}, nil},
		"personal data":                            {"id,created,note\n1,2026-11-22,电话13800138000\n", []string{"电话[手机尾8000]"}, nil},
		"a formula of others":                      {"id,created,note\n1,2026-11-22,=1+1\n", []string{"=1+1"}, nil},
		"a cell too many, empty":                   {"id,created,note\n1,2026-11-22,甲,,\n", []string{"甲"}, nil},
		"nothing":                                  {"", nil, []string{"0: the file is empty"}},
		"spaces":                                   {" \r\n\n", nil, []string{"0: the file is empty"}},
		"a workbook":                               {"PK\x03\x04...", nil, []string{"0: this is a workbook: save it as CSV UTF-8"}},
		"an old workbook":                          {"\xd0\xcf\x11\xe0...", nil, []string{"0: this is a workbook: save it as CSV UTF-8"}},
		"UTF-16":                                   {"\xff\xfei\x00d\x00", nil, []string{"0: the file is UTF-16: save it as CSV UTF-8"}},
		"a picture":                                {"\xff\xd8\xff\xe0JFIF", nil, []string{"1: it is neither UTF-8 nor GB 18030"}},
		"only a heading":                           {"id,created\n", nil, nil},
		"wrong columns":                            {"id,name,note,备注\n1,x,y,z\n", nil, []string{"1 name: this column is not known; these are: " + headings("en"), "1 备注: this column is there twice", "1 Created: this column is missing"}},
		"no heading":                               {"1,2026-11-22,甲\n", nil, []string{"1 1: this column is not known; these are: " + headings("en"), "1 2026-11-22: this column is not known", "1 甲: this column is not known", "1 Id: this column is missing", "1 Created: this column is missing"}},
		"cells too many and few":                   {"id,created,note\n1,2026-11-22,甲,乙\n2,2026-11-22\n3,2026-11-22,丙\n", []string{"丙"}, []string{"2: the row has 4 cells and the heading 3", "3: the row has 2 cells and the heading 3"}},
		"ids twice":                                {"id,created,note\n1,2026-11-22,甲\n2,2026-11-22,乙\n1,2026-11-22,丙\n", []string{"甲", "乙"}, []string{"4 Id: row 2 has the same id"}},
		"no ids":                                   {"id,created,note\n,2026-11-22,甲\n,,乙\n", nil, []string{"2 Id: this must not be empty", "3 Id: this must not be empty", "3 Created: this must not be empty"}},
		"the years 0 and 9999":                     {"id,created,followUp\n1,0000-01-01,\n2,9999-12-31,\n3,2026-11-22,9999-12-31\n4,2026-11-22,0000-00-00\n", nil, []string{`2 Created: "0000-01-01" is no time: write it as 2026-11-22 16:06:48`, "3 Created: the time must lie in the years from 1992 to 2199", "4 Follow up on: the day must lie between 1992-01-01 and 2199-12-31", `5 Follow up on: "0000-00-00" is no day: write it as 2026-11-22`}},
		"days that are none":                       {"id,created,followUp\n1,2026-02-30,\n2,2026-11-22 24:00,\n3,2026-11-22,明天\n4,2026-11-22 1:2:3:4,\n5,2026-11-22 12:00Zx,\n6,2026-11-22 12:00+8,\n7,2026-11-22 12:00:00.x,\n", nil, []string{`2 Created: "2026-02-30" is no time: write it as 2026-11-22 16:06:48`, `3 Created: "2026-11-22 24:00" is no time: write it as 2026-11-22 16:06:48`, `4 Follow up on: "明天" is no day: write it as 2026-11-22`, `5 Created: "2026-11-22 1:2:3:4" is no time: write it as 2026-11-22 16:06:48`, `6 Created: "2026-11-22 12:00Zx" is no time: write it as 2026-11-22 16:06:48`, `7 Created: "2026-11-22 12:00+8" is no time: write it as 2026-11-22 16:06:48`, `8 Created: "2026-11-22 12:00:00.x" is no time: write it as 2026-11-22 16:06:48`}},
		"values that are none":                     {"id,created,kind,topics,outcome\n1,2026-11-22,异议,嫌贵;其他,won\n2,2026-11-22,,,赢了\n", nil, []string{"2 Topics: \"其他\" is no tag: use small letters, figures and -, or one of: " + titles(topics, "en"), `3 Outcome: there is no "赢了" here, only: Open; Won; Lost; Settled; Escalated; Withdrawn`}},
		"clocks that are none":                     {"id,created,clocks\n1,2026-11-22,2026-12-01\n2,2026-11-22,x | a |  | b\n3,2026-11-22,2026-12-01 | a b | y | c\n", nil, []string{`2 Time limits: "2026-12-01" is no time limit: write on each line day | id | day it stopped or nothing | title`, `3 Time limits: "x" is no day: write it as 2026-11-22`, `4 Time limits: "y" is no day: write it as 2026-11-22`, `4 Time limits: the id "a b" must begin with a letter or a figure, go on with those and . _ : -, and have at most 64 of them`}},
		"a quotation mark within":                  {"id,created,note\n1,2026-11-22,5\" screen\n2,2026-11-22,\"a\"b\n3,2026-11-22,丙\n", []string{"丙"}, []string{"2: a quotation mark has no partner", "3: a quotation mark has no partner"}},
		"a quotation never ended":                  {"id,created,note\n1,2026-11-22,甲\n2,2026-11-22,\"乙\n3,2026-11-22,丙\n", []string{"甲"}, []string{"3: a quotation mark has no partner"}},
		"a broken row":                             {"id,created,note\n1,2026-11-22,\xff\xff\n2,2026-11-22,乙\n", []string{"乙"}, []string{"2: it is neither UTF-8 nor GB 18030"}},
		"rows by the spreadsheet":                  {"id,created,note\n\n1,2026-11-22,\"two\nlines\"\n2,x,y\n", []string{"two\nlines"}, []string{`4 Created: "x" is no time: write it as 2026-11-22 16:06:48`}},
		"a zero byte":                              {"id,created,note\n1,2026-11-22,a\x00b\n", []string{"ab"}, nil},

		"an event of others":      {`{"specversion":"1.0","type":"com.example","data":{}}`, nil, []string{"1: the line is no CloudEvents 1.0 event of a case: type com.example"}},
		"an older event":          {`{"specversion":"0.3"}`, nil, []string{"1: the line is no CloudEvents 1.0 event of a case: specversion 0.3"}},
		"no event":                {"{}\n\n{\n" + `{"specversion":"1.0","type":"objectioncoach.case.saved","datacontenttype":"text/plain"}` + "\n" + `{"specversion":"1.0","type":"objectioncoach.case.saved"}`, nil, []string{"1: the line is no CloudEvents 1.0 event of a case: specversion", "3: the line is no CloudEvents 1.0 event of a case: unexpected end of JSON input", "4: the line is no CloudEvents 1.0 event of a case: datacontenttype text/plain", "5: the line is no CloudEvents 1.0 event of a case: data"}},
		"cases of all ages":       {saved(`{"schema":1,"id":"x","at":1795320000000,"note":"甲"}`) + saved(`{"schema":4}`) + saved(`{"schema":3,"id":"y","created":1795320000000,"kind":"x"}`) + saved(`{"schema":3,"id":"x","created":1795320000000}`) + saved(`3`), []string{"甲"}, []string{"2: the case was written by a newer program (schema 4): update this one", `3 kind: there is no "x" here, only: Objection; Complaint; Dispute; Buying signal; Question; Small talk`, "4 id: row 1 has the same id", "5: the case cannot be read: a case cannot be of the JSON type number"}},
		"an event in no encoding": {"{\xff}", nil, []string{"1: it is neither UTF-8 nor GB 18030"}},
	} {
		t.Run(name, func(t *testing.T) {
			all := Import(strings.NewReader(test.file), Importing{Locale: "en"})
			var told []string
			for _, p := range all.Problems {
				where := fmt.Sprint(p.Row)
				if p.Column != "" {
					where += " " + p.Column
				}
				told = append(told, where+": "+p.Message)
			}
			require.Equal(t, test.told, told)
			if len(told) > 0 {
				require.Empty(t, all.Cases, "nothing is half imported")
			}
			some := Import(strings.NewReader(test.file), Importing{Locale: "en", Partial: true})
			var notes []string
			for _, c := range some.Cases {
				notes = append(notes, c.d.Note)
			}
			require.Equal(t, test.want, notes)
			require.Equal(t, all.Problems, some.Problems)
		})
	}
}

// saved is an event on a line.
func saved(data string) string {
	return `{"specversion":"1.0","type":"objectioncoach.case.saved","source":"x","id":"1","data":` + data + `}` + "\n"
}

func TestImportDates(t *testing.T) {
	got := Import(strings.NewReader("编号,创建时间,跟进日期\n1,2026/1/2 3:04,2026年1月2日\n2,20260102,2026.1.2\n3,2026-01-02T03:04:05.678Z,\n4,2026-01-01T22:04:05.6-05:00,\n"), Importing{})
	require.Empty(t, got.Problems)
	begin := momentOf(day(2026, 1, 2))
	for i, want := range []int64{3*3_600_000 + 4*60_000, 0, ahead + 11_045_678, ahead + 11_045_600} {
		require.Equal(t, begin+want, got.Cases[i].d.Created)
	}
	require.Equal(t, day(2026, 1, 2), got.Cases[0].d.FollowUp)
	require.Equal(t, day(2026, 1, 2), got.Cases[1].d.FollowUp)
}

func TestImportFails(t *testing.T) {
	got := Import(iotest.ErrReader(errDisk), Importing{Locale: "en", Partial: true})
	require.Equal(t, []Problem{{Message: "the file cannot be read: the disk is full"}}, got.Problems)
}

// TestFilesAsProgramsLeaveThem reads what spreadsheets and editors make of a file, and
// says plainly what cannot be read.
func TestFilesAsProgramsLeaveThem(t *testing.T) {
	for name, c := range map[string]struct {
		file  string
		cases int
		said  []string
	}{
		"rows of empty cells":      {"id,created,note\n,,\na,2026-11-22,x\n , ,\t\n,,\n", 1, nil},
		"a line for Excel":         {"sep=;\nid;created;note\na;2026-11-22;x,y\n", 1, nil},
		"a line for Excel, quoted": {"\"sep=,\"\nid,created\na,2026-11-22\n", 0, []string{"1 sep=, 不认识这一列"}},
		"an array":                 {" [{\"id\":\"a\"}]", 0, []string{"0  这是 JSON 数组"}},
		"UTF-16 without its mark":  {"i\x00d\x00,\x00c\x00", 0, []string{"0  文件是 UTF-16 编码"}},
		"UTF-16, the other way":    {"\x00i\x00d\x00,", 0, []string{"0  文件是 UTF-16 编码"}},
		"columns of another table": {"姓名,电话\n张三,1\n", 0, []string{"1 姓名 不认识这一列；可用的列：编号", "1 电话 不认识这一列", "1 编号 缺少这一列", "1 创建时间 缺少这一列"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := Import(strings.NewReader(c.file), Importing{Locale: "zh-CN"})
			require.Len(t, got.Cases, c.cases)
			for i, p := range got.Problems {
				if i < len(c.said) {
					require.Contains(t, strconv.Itoa(p.Row)+" "+p.Column+" "+p.Message, c.said[i])
				}
			}
			require.GreaterOrEqual(t, len(got.Problems), len(c.said))
			if c.cases > 0 {
				require.Empty(t, got.Problems)
			}
		})
	}
}
