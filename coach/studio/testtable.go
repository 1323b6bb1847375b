package studio

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"slices"
	"strings"

	"objectioncoach/coach"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/sheet"
	"objectioncoach/coach/source"
	"objectioncoach/coach/workbook"
)

// testColumn is a column of a table of tests: what is said, where, and what is expected.
type testColumn struct {
	field, zh, en string
	write         func(*Test, titles) string
	read          func(*Test, string, titles) error
}

func (c testColumn) heading(locale string) string {
	if locale == pack.English {
		return c.en
	}
	return c.zh
}

// testColumns are those of a table of tests, in their order.
var testColumns = []testColumn{
	{"text", "客户的话", "Customer says",
		func(t *Test, _ titles) string { return t.Text },
		func(t *Test, cell string, _ titles) error { t.Text = cell; return nil }},
	{"turns", "对话", "Talk", writeTurns, readTurns},
	plainColumn("id", "编号", "Id", func(t *Test) *string { return &t.ID }),
	labelColumn("channel", "渠道", "Channel", source.Closed("channel"), func(t *Test) *string { return &t.Context.Channel }),
	labelColumn("product", "产品", "Product", nil, func(t *Test) *string { return &t.Context.Product }),
	labelColumn("segment", "客群", "Segment", nil, func(t *Test) *string { return &t.Context.Segment }),
	plainColumn("locale", "语言", "Locale", func(t *Test) *string { return &t.Context.Locale }),
	labelColumn("kind", "期望类型", "Expected kind", labelled.Kinds, func(t *Test) *string { return &t.Expect.Kind }),
	{"topics", "期望话题", "Expected topics",
		func(t *Test, of titles) string {
			var named []string
			for _, id := range t.Expect.Topics {
				named = append(named, of.of("topic", id))
			}
			return strings.Join(named, "；")
		},
		func(t *Test, cell string, of titles) error {
			for _, named := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
				id := of.id("topic", strings.TrimSpace(named))
				if !slices.Contains(labelled.Topics, id) {
					return message.New("no-value", "topics", id, strings.Join(labelled.Topics, ", "))
				}
				t.Expect.Topics = append(t.Expect.Topics, id)
			}
			return nil
		}},
	labelColumn("nature", "期望真假", "Expected nature", labelled.Natures, func(t *Test) *string { return &t.Expect.Nature }),
	labelColumn("emotion", "期望情绪", "Expected emotion", labelled.Emotions, func(t *Test) *string { return &t.Expect.Emotion }),
	markColumn("escalate", "期望上报", "Expected to escalate", func(t *Test) **bool { return &t.Expect.Escalate }),
	markColumn("unclear", "期望拿不准", "Expected unsure", func(t *Test) **bool { return &t.Expect.Unclear }),
	labelColumn("timing", "期望时机", "Expected timing", []string{pack.Now, pack.Later, pack.Before, pack.Skip}, func(t *Test) *string { return &t.Expect.Timing }),
	{"technique", "期望方法", "Expected technique",
		func(t *Test, of titles) string { return techniqueTitle(of, t.Expect.Technique) },
		func(t *Test, cell string, of titles) error {
			if cell == "" {
				return nil
			}
			var s pack.Script
			err := readTechnique(&s, cell, of)
			t.Expect.Technique = s.Technique
			return err
		}},
	plainColumn("script", "期望话术", "Expected script", func(t *Test) *string { return &t.Expect.Script }),
	{"context", "其余情形", "Other context", writeRest, readRest},
}

// otherNames are further headings under which people keep what customers say.
var otherNames = map[string]string{
	"原话": "text", "客户原话": "text", "话": "text", "line": "text", "customer": "text", "utterance": "text",
	"类型": "kind", "话题": "topics", "主题": "topics", "topic": "topics", "真假": "nature", "情绪": "emotion", "话术": "script",
}

func plainColumn(field, zh, en string, at func(*Test) *string) testColumn {
	return testColumn{field, zh, en,
		func(t *Test, _ titles) string { return *at(t) },
		func(t *Test, cell string, _ titles) error { *at(t) = cell; return nil }}
}

// labelColumn is a column of one label; known lists the values there are, nil for any.
func labelColumn(axis, zh, en string, known []string, at func(*Test) *string) testColumn {
	return testColumn{axis, zh, en,
		func(t *Test, of titles) string {
			if *at(t) == "" {
				return ""
			}
			return of.of(axis, *at(t))
		},
		func(t *Test, cell string, of titles) error {
			id := of.id(axis, cell)
			if known != nil && id != "" && !slices.Contains(known, id) {
				return message.New("no-value", axis, cell, strings.Join(known, ", "))
			}
			*at(t) = id
			return nil
		}}
}

// markColumn is a column of yes, no, or nothing expected.
func markColumn(field, zh, en string, at func(*Test) **bool) testColumn {
	return testColumn{field, zh, en,
		func(t *Test, of titles) string { return yesOrNo(*at(t), of.locale) },
		func(t *Test, cell string, _ titles) error {
			if cell == "" {
				return nil
			}
			var s pack.Script
			err := yesNo(field, zh, en, func(s *pack.Script) *bool { return &s.Variant }).read(&s, cell, titles{})
			*at(t) = &s.Variant
			return err
		}}
}

func yesOrNo(mark *bool, locale string) string {
	switch {
	case mark == nil:
		return ""
	case locale == pack.English:
		return map[bool]string{true: "yes", false: "no"}[*mark]
	}
	return map[bool]string{true: "是", false: "否"}[*mark]
}

// speakers are how a talk names who speaks, by the locale.
var speakers = map[string][2]string{pack.DefaultLocale: {"客户：", "员工："}, pack.English: {"Customer: ", "Staff: "}}

// furtherLine begins what goes on in a further line.
const furtherLine = "  "

// writeTurns writes a talk, a turn a line.
func writeTurns(t *Test, of titles) string {
	names, ok := speakers[of.locale]
	if !ok {
		names = speakers[pack.DefaultLocale]
	}
	var lines []string
	for _, turn := range t.Turns {
		name := names[0]
		if turn.Who == coach.Staff {
			name = names[1]
		}
		lines = append(lines, name+strings.ReplaceAll(turn.Text, "\n", "\n"+furtherLine))
	}
	return strings.Join(lines, "\n")
}

// readTurns reads what writeTurns wrote, or somebody wrote likewise.
func readTurns(t *Test, cell string, _ titles) error {
	if strings.TrimSpace(cell) == "" {
		return nil
	}
	for line := range strings.SplitSeq(cell, "\n") {
		who, said, ok := turnOf(line)
		switch {
		case strings.HasPrefix(line, furtherLine) && len(t.Turns) > 0:
			t.Turns[len(t.Turns)-1].Text += "\n" + line[len(furtherLine):]
		case ok:
			t.Turns = append(t.Turns, coach.Turn{Who: who, Text: said})
		default:
			return message.New("no-speaker", line)
		}
	}
	return nil
}

// turnOf tells who says what in a line of a talk.
func turnOf(line string) (who, said string, ok bool) {
	for _, names := range speakers {
		for i, name := range names {
			if rest, ok := strings.CutPrefix(line, name); ok {
				return []string{coach.Customer, coach.Staff}[i], rest, true
			}
		}
	}
	before, after, ok := cutColon(line)
	switch strings.ToLower(strings.TrimSpace(before)) {
	case "客户", "customer":
		return coach.Customer, strings.TrimSpace(after), ok
	case "员工", "staff":
		return coach.Staff, strings.TrimSpace(after), ok
	}
	return "", "", false
}

// writeRest writes what of a test's context has no column of its own.
func writeRest(t *Test, _ titles) string {
	c := t.Context
	c.Channel, c.Product, c.Segment, c.Locale = "", "", "", ""
	if reflect.ValueOf(c).IsZero() {
		return ""
	}
	raw, _ := json.Marshal(c) // plain values can always be written
	return string(raw)
}

func readRest(t *Test, cell string, _ titles) error {
	if cell == "" {
		return nil
	}
	rest := t.Context
	if err := json.Unmarshal([]byte(cell), &rest); err != nil {
		return message.New("no-context", err)
	}
	t.Context = rest
	return nil
}

// resultColumns are what a test came to; they are written and not read.
var resultColumns = []struct {
	zh, en string
	of     func(*Outcome, titles) string
}{
	{"得到：类型", "Got: kind", func(o *Outcome, of titles) string { return labelOr(o, of.of("kind", o.Analysis.Kind)) }},
	{"得到：话题", "Got: topics", func(o *Outcome, of titles) string {
		var named []string
		for _, topic := range o.Analysis.Topics {
			if topic.Asserted {
				named = append(named, of.of("topic", topic.ID))
			}
		}
		return labelOr(o, strings.Join(named, "；"))
	}},
	{"得到：拿不准", "Got: unsure", func(o *Outcome, of titles) string { return yesOrNo(&o.Analysis.Unclear, of.locale) }},
	{"得到：时机", "Got: timing", func(o *Outcome, of titles) string {
		if o.Analysis.Timing == nil {
			return ""
		}
		return of.of("timing", o.Analysis.Timing.Decision)
	}},
	{"得到：话术", "Got: script", func(o *Outcome, _ titles) string {
		if o.Analysis.Script == nil {
			return ""
		}
		return o.Analysis.Script.ID
	}},
	{"得到：这样说", "Got: to say", func(o *Outcome, _ titles) string {
		if s := o.Analysis.Script; s != nil && s.Now < len(s.Steps) {
			return s.Steps[s.Now].Say
		}
		return o.Analysis.Ask
	}},
	{"得到：有变化", "Got: changed", func(o *Outcome, of titles) string { return yesOrNo(&o.Changed, of.locale) }},
	{"得到：不符合期望", "Got: not as expected", func(o *Outcome, of titles) string {
		var told []string
		for _, miss := range o.Missed {
			told = append(told, miss.told().In(of.locale))
		}
		if o.Error != "" {
			told = append(told, message.Foreign(o.Error).In(of.locale))
		}
		return strings.Join(told, "\n")
	}},
	{"得到：合规提示", "Got: compliance", func(o *Outcome, _ titles) string {
		var told []string
		for _, f := range o.Findings {
			told = append(told, f.Rule+" "+f.Words)
		}
		return strings.Join(told, "\n")
	}},
}

// resultMarks begin the headings of what tests came to.
var resultMarks = []string{"得到：", "Got: "}

// labelOr gives a label, and nothing where the coach was not sure of any.
func labelOr(o *Outcome, label string) string {
	if o.Analysis.Unclear || o.Error != "" {
		return ""
	}
	return label
}

// WriteOutcomes writes what tests came to as a workbook (.xlsx), under headings in a
// locale. ReadTestTable reads the tests again.
func (w *Workspace) WriteOutcomes(out io.Writer, outcomes []Outcome, locale string) error {
	of := w.titles(locale)
	table := [][]string{nil}
	for _, c := range testColumns {
		table[0] = append(table[0], c.heading(locale))
	}
	for _, c := range resultColumns {
		heading := c.zh
		if locale == pack.English {
			heading = c.en
		}
		table[0] = append(table[0], heading)
	}
	for i := range outcomes {
		var cells []string
		for _, c := range testColumns {
			cells = append(cells, c.write(&outcomes[i].Test, of))
		}
		for _, c := range resultColumns {
			cells = append(cells, c.of(&outcomes[i], of))
		}
		table = append(table, cells)
	}
	return workbook.Write(out, w.id, table)
}

// TestTable is what was read of a table of tests.
type TestTable struct {
	Tests    []Test
	Problems []RowProblem // rows that are no tests, which are left out
	Unused   []string     // headings that say nothing of tests
}

// ReadTestTable reads a workbook (.xlsx) or CSV of tests, with some of the columns that
// WriteOutcomes writes. Without a heading that is known, what stands first in each row is
// what a customer says.
func (w *Workspace) ReadTestTable(data []byte) (TestTable, error) {
	file, err := readTable(data, func(cells []string) bool { return slices.ContainsFunc(cells, isSaid) })
	if err != nil {
		return TestTable{}, err
	}
	var table TestTable
	if !slices.ContainsFunc(file.rows[0].cells, isSaid) {
		if text, ok := plainLines(data); ok {
			table.Tests, _ = PasteTests(text)
			return table, nil
		}
		for _, row := range file.rows {
			for _, cell := range row.cells {
				if said := strings.TrimSpace(cell); said != "" {
					table.Tests = append(table.Tests, Test{Text: said})
					break
				}
			}
		}
		return table, nil
	}
	heading := make([]testColumn, len(file.rows[0].cells))
	for k, cell := range file.rows[0].cells {
		var ok bool
		if heading[k], ok = testColumnOf(cell); !ok && strings.TrimSpace(cell) != "" && !isResult(cell) {
			table.Unused = append(table.Unused, cell)
		}
	}
	of := w.titles("")
	for _, row := range file.rows[1:] {
		table.row(row, heading, of)
	}
	return table, nil
}

// plainLines gives the text of a file that is called a table and is none: a line may have
// commas, as people speak, and nothing is quoted.
func plainLines(data []byte) (text string, ok bool) {
	if workbook.Is(data) || bytes.ContainsAny(data, "\"\x00") {
		return "", false
	}
	data = sheet.Unmarked(data)
	raw, ok := sheet.NewDecoder(data).Text(data)
	return string(raw), ok
}

// row reads a test of a row.
func (t *TestTable) row(row fileRow, heading []testColumn, of titles) {
	problem := row.problem
	var test Test
	column := ""
	for k, cell := range row.cells[:min(len(row.cells), len(heading))] {
		if c := heading[k]; c.read != nil && problem.ID == "" {
			if c.field != "text" && c.field != "turns" {
				cell = strings.TrimSpace(cell)
			}
			if err := c.read(&test, cell, of); err != nil {
				problem, column = wordsOf(err), heading[k].zh
			}
		}
	}
	if problem.ID == "" && (strings.TrimSpace(test.Text) == "") == (len(test.Turns) == 0) {
		problem = message.New("text-or-turns")
	}
	switch {
	case problem.ID == "" && len(t.Tests) == MaxTests:
		if len(t.Problems) == 0 || t.Problems[len(t.Problems)-1].Message.ID != "tests-many" {
			t.Problems = append(t.Problems, RowProblem{row.at, "", message.New("tests-many", MaxTests)})
		}
	case problem.ID == "":
		t.Tests = append(t.Tests, test)
	case problem.ID != "" && len(t.Problems) < maxRowProblems:
		t.Problems = append(t.Problems, RowProblem{row.at, column, problem})
	}
}

// testColumnOf finds a column by its heading in either language, by its field, or by
// another name.
func testColumnOf(heading string) (testColumn, bool) {
	heading = strings.TrimSpace(heading)
	field := otherNames[strings.ToLower(heading)]
	i := slices.IndexFunc(testColumns, func(c testColumn) bool {
		return c.field == field || c.zh == heading || strings.EqualFold(c.en, heading) || strings.EqualFold(c.field, heading)
	})
	if i < 0 {
		return testColumn{}, false
	}
	return testColumns[i], true
}

// isSaid reports whether a heading is that of what is said.
func isSaid(cell string) bool {
	c, ok := testColumnOf(cell)
	return ok && (c.field == "text" || c.field == "turns")
}

func isResult(heading string) bool {
	return slices.ContainsFunc(resultMarks, func(mark string) bool { return strings.HasPrefix(heading, mark) })
}

// Lines writes tests as what PasteTests reads: plain lines where they say nothing but what
// a customer says in one line, else a JSON object a line.
func Lines(tests []Test) string {
	plain := !slices.ContainsFunc(tests, func(t Test) bool {
		rest := t
		rest.Text, rest.File, rest.Line = "", "", 0
		return !reflect.ValueOf(rest).IsZero() || strings.TrimSpace(t.Text) != t.Text || strings.ContainsAny(t.Text, "\n\r") || strings.HasPrefix(t.Text, "{")
	})
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	for _, t := range tests {
		if plain {
			out.WriteString(t.Text + "\n")
		} else {
			encoder.Encode(t) // plain values can always be written
		}
	}
	return out.String()
}
