//go:build !js

package studio_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/studio"
	"objectioncoach/coach/workbook"
)

// bookOf makes a workbook of some rows.
func bookOf(t *testing.T, rows ...[]string) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, workbook.Write(&out, "x", rows))
	return out.Bytes()
}

// TestWorkbookGoesOutAndIn holds that every built-in script comes back from a workbook as it
// went, in both languages of headings, and that changes in one are made like those in CSV.
func TestWorkbookGoesOutAndIn(t *testing.T) {
	w := open(t, "bank", nil)
	before := w.Hash()
	n := len(w.Scripts(studio.Filter{Own: true}))
	for _, locale := range []string{pack.DefaultLocale, pack.English} {
		var out bytes.Buffer
		require.NoError(t, w.WriteWorkbook(&out, w.Scripts(studio.Filter{Own: true}), locale))
		require.Equal(t, studio.TableImport{Same: n}, w.ReadTable(out.Bytes(), "scripts/new.yaml", 0))
		require.Equal(t, before, w.Hash())
	}

	w = open(t, "ours", ours())
	book := bookOf(t, []string{"编号", "步骤", "开放问", "方法"}, nil, []string{"ours-price", "accept: 是该算一算。", "=您比的是哪家？", "认短补长"}, []string{"ours-new", "accept: 想稳一点，应该的。", "", "inquire"})
	require.Equal(t, studio.TableImport{Changed: 1, Added: 1}, w.ReadTable(book, "scripts/new.yaml", 0))
	text, _ := w.Text("scripts/price.yaml")
	require.Contains(t, text, "=您比的是哪家？", "what only looks like a formula")
	require.Len(t, w.History(), 1)

	in := w.ReadTable(bookOf(t, []string{"编号", "步骤"}, nil, nil, []string{"ours-price", "好的"}), "scripts/new.yaml", 0)
	require.Len(t, in.Problems, 1)
	require.Equal(t, 4, in.Problems[0].Row, "as the spreadsheet counts")
	in = w.ReadTable([]byte("\xD0\xCF\x11\xE0"), "scripts/new.yaml", 0)
	require.Contains(t, in.Problems[0].Message.In("zh-CN"), "另存为不带密码的 Excel 工作簿（.xlsx）")
}

// TestLargeTables takes in hundreds of rows at once: new scripts stand as they would have
// been added one by one, changed ones keep what stands around them, and it takes no minutes.
func TestLargeTables(t *testing.T) {
	const n = 400
	heading := []string{"编号", "话题", "方法", "步骤", "换句说法"}
	table := func(say string) [][]string {
		rows := [][]string{heading}
		for i := range n {
			rows = append(rows, []string{fmt.Sprintf("new-%d", i), "嫌贵", "inquire", fmt.Sprintf("accept: 第%d条，%s。", i, say), "是"})
		}
		return rows
	}
	began := time.Now()
	w := open(t, "ours", ours())
	require.Equal(t, studio.TableImport{Added: n}, w.ReadTable(bookOf(t, table("是该算一算")...), "scripts/price.yaml", 0))
	text, _ := w.Text("scripts/price.yaml")

	one := open(t, "ours", ours())
	for _, rows := range [][]string{table("是该算一算")[1], table("是该算一算")[2]} {
		require.Equal(t, studio.TableImport{Added: 1}, one.ReadTable(bookOf(t, heading, rows), "scripts/price.yaml", 0))
	}
	first, _ := one.Text("scripts/price.yaml")
	require.True(t, strings.HasPrefix(text, first), "%s\n%s", first, text[:min(len(text), 2000)])

	commented := strings.ReplaceAll(text, "  technique: inquire\n", "  technique: inquire # as agreed\n")
	require.NoError(t, w.Apply("type", 0, studio.Edit{Path: "scripts/price.yaml", Text: commented}))
	require.Equal(t, studio.TableImport{Changed: n}, w.ReadTable(bookOf(t, table("您说得对")...), "scripts/price.yaml", 0))
	after, _ := w.Text("scripts/price.yaml")
	require.Equal(t, strings.ReplaceAll(commented, "，是该算一算。", "，您说得对。"), after)
	require.Less(t, time.Since(began), 30*time.Second)
}

// TestTestTableGoesOutAndIn holds for tests made up of everything a test can be that each
// comes back from a workbook as it went.
func TestTestTableGoesOutAndIn(t *testing.T) {
	w := open(t, "ours", ours())
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	texts := []string{"太贵了", "=1+1", "'=x", "你说“好”\n行吗", " 前后 ", "客户：我说", "员工：\n  再说", "{x}", "007", "😀"}
	mark := func() *bool {
		if b := r.IntN(3); b < 2 {
			yes := b == 1
			return &yes
		}
		return nil
	}
	var tests []studio.Test
	for range 400 {
		test := studio.Test{ID: pick("", "a-1"), Context: coach.Context{
			Channel: pick("", "phone", "branch"), Product: pick("", "loan", "稳健理财A款"), Segment: pick("", "senior"), Locale: pick("", "en"), Variant: r.IntN(2), Key: pick("", "k"),
		}, Expect: studio.Expected{
			Kind: pick("", "objection", "complaint"), Nature: pick("", "genuine"), Emotion: pick("", "angry"), Escalate: mark(), Unclear: mark(),
			Timing: pick("", pack.Later), Technique: pick("", "inquire", "evidence"), Script: pick("", "ours-price"),
		}}
		if n := r.IntN(4); n > 0 {
			test.Expect.Topics = slices.Clone(labelled.Topics[n : 2*n])
		}
		if r.IntN(2) == 0 {
			test.Text = pick(texts...)
		} else {
			for range 1 + r.IntN(3) {
				test.Turns = append(test.Turns, coach.Turn{Who: pick(coach.Customer, coach.Staff), Text: pick(texts...)})
			}
		}
		if r.IntN(3) == 0 {
			test.Context.Slots = map[string]string{"date": pick(texts...)}
		}
		tests = append(tests, test)
	}
	outcomes := make([]studio.Outcome, len(tests))
	for i := range tests {
		outcomes[i].Test = tests[i]
	}
	for _, locale := range []string{pack.DefaultLocale, pack.English} {
		var out bytes.Buffer
		require.NoError(t, w.WriteOutcomes(&out, outcomes, locale))
		table, err := w.ReadTestTable(out.Bytes())
		require.NoError(t, err)
		require.Empty(t, table.Problems)
		require.Empty(t, table.Unused)
		require.Equal(t, tests, table.Tests)
		again, problems := studio.PasteTests(studio.Lines(table.Tests))
		require.Empty(t, problems)
		for i := range again {
			again[i].Line = 0
		}
		require.Equal(t, tests, again)
	}
}

// TestOutcomesInWorkbook holds that what tests came to stands beside them in words.
func TestOutcomesInWorkbook(t *testing.T) {
	w := open(t, "ours", ours())
	c, _, err := w.Coach()
	require.NoError(t, err)
	tests, _ := studio.PasteTests(`{"text":"你们这个手续费也太贵了吧","expect":{"kind":"complaint"}}` + "\n" + `{"text":"asdf qwer"}`)
	run := studio.NewRun(tests, c, nil)
	run.Step(2)
	var out bytes.Buffer
	require.NoError(t, w.WriteOutcomes(&out, run.Outcomes, "zh-CN"))
	sheets, err := workbook.Read(out.Bytes())
	require.NoError(t, err)
	rows := sheets[0].Rows
	cell := func(row int, heading string) string {
		at := slices.Index(rows[0].Cells, heading)
		require.GreaterOrEqual(t, at, 0, heading)
		if at >= len(rows[row].Cells) {
			return ""
		}
		return rows[row].Cells[at]
	}
	require.Equal(t, "嫌贵", cell(1, "得到：话题"))
	require.Equal(t, run.Outcomes[0].Analysis.Script.ID, cell(1, "得到：话术"))
	require.Contains(t, cell(1, "得到：不符合期望"), "complaint")
	require.Equal(t, "是", cell(2, "得到：拿不准"))
	require.Equal(t, run.Outcomes[1].Analysis.Ask, cell(2, "得到：这样说"))
	require.Empty(t, cell(2, "得到：话题"))
}

// TestTestTablesOfOthers reads what people keep themselves.
func TestTestTablesOfOthers(t *testing.T) {
	w := open(t, "ours", ours())
	cases := []struct {
		name  string
		file  []byte
		texts []string
	}{
		{"a column without a heading", bookOf(t, []string{"太贵了"}, nil, []string{"", "再说吧"}), []string{"太贵了", "再说吧"}},
		{"with other columns", bookOf(t, []string{"日期", "客户原话"}, []string{"2026-11-02", "太贵了"}), []string{"太贵了"}},
		{"CSV with quotation marks", []byte("text,note\r\n\"太贵了,真的\",x\r\n"), []string{"太贵了,真的"}},
		{"CSV that is plain lines", []byte("太贵了,真的\n再说吧\n"), []string{"太贵了,真的", "再说吧"}},
	}
	for _, c := range cases {
		table, err := w.ReadTestTable(c.file)
		require.NoError(t, err, c.name)
		require.Empty(t, table.Problems, c.name)
		var texts []string
		for _, test := range table.Tests {
			texts = append(texts, test.Text)
		}
		require.Equal(t, c.texts, texts, c.name)
		require.Equal(t, strings.Join(c.texts, "\n")+"\n", studio.Lines(table.Tests), c.name)
	}
	table, err := w.ReadTestTable(bookOf(t, []string{"日期", "话", "话题", "期望类型", "对话"}, []string{"1", "太贵了", "嫌贵、收益低", "异议"}, []string{"2", "好", "天气"}, []string{"3", ""}, []string{"4", "", "", "", "嗯"}, []string{"5", "", "", "", "员工: 您好\n客户：嗯"}))
	require.NoError(t, err)
	require.Equal(t, []string{"日期"}, table.Unused)
	require.Equal(t, []studio.Test{
		{Text: "太贵了", Expect: studio.Expected{Kind: "objection", Topics: []string{"price", "yield"}}},
		{Turns: []coach.Turn{{Who: coach.Staff, Text: "您好"}, {Who: coach.Customer, Text: "嗯"}}},
	}, table.Tests)
	var told []string
	for _, p := range table.Problems {
		told = append(told, p.Message.String())
	}
	require.Equal(t, []int{3, 4, 5}, []int{table.Problems[0].Row, table.Problems[1].Row, table.Problems[2].Row})
	require.Contains(t, told[0], `there is no topics "天气"`)
	require.Contains(t, told[1], `give either "text" or "turns"`)
	require.Contains(t, told[2], "names nobody who speaks")
	_, err = w.ReadTestTable([]byte("PK\x03\x04"))
	require.ErrorContains(t, err, "the workbook is damaged")
	_, err = w.ReadTestTable(nil)
	require.ErrorContains(t, err, "the file is empty")
}
