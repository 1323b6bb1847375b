package casebook

import (
	"slices"
	"strings"

	"objectioncoach/coach/calendar"
)

// column is a column of the table: its headings, and how a cell of it is written and
// read. Reading tells faults to the inspector.
type column struct {
	field, zh, en string
	write         func(d *Draft, locale string) string
	read          func(d *Draft, cell string, i *inspector)
}

func (c column) heading(locale string) string {
	if english(locale) {
		return c.en
	}
	return c.zh
}

// columns are those of the table, in the order in which they are written.
var columns = []column{
	plainly("id", "编号", "Id", func(d *Draft) *string { return &d.ID }),
	moments("created", "创建时间", "Created", func(d *Draft) *int64 { return &d.Created }),
	moments("changed", "修改时间", "Changed", func(d *Draft) *int64 { return &d.Changed }),
	{"turns", "对话", "Talk", writeTalk, readTalk},
	tags("topics", "话题", "Topics", func(d *Draft) *[]string { return &d.Topics }),
	plainly("kind", "类型", "Kind", func(d *Draft) *string { return &d.Kind }),
	plainly("nature", "真假", "Nature", func(d *Draft) *string { return &d.Nature }),
	plainly("emotion", "情绪", "Emotion", func(d *Draft) *string { return &d.Emotion }),
	plainly("technique", "方法", "Technique", func(d *Draft) *string { return &d.Technique }),
	plainly("script", "话术", "Script", func(d *Draft) *string { return &d.Script }),
	tags("causes", "原因", "Causes", func(d *Draft) *[]string { return &d.Causes }),
	plainly("outcome", "结果", "Outcome", func(d *Draft) *string { return &d.Outcome }),
	plainly("servqual", "服务维度", "Side of service", func(d *Draft) *string { return &d.Servqual }),
	plainly("channel", "渠道", "Channel", func(d *Draft) *string { return &d.Channel }),
	plainly("product", "产品", "Product", func(d *Draft) *string { return &d.Product }),
	plainly("segment", "客群", "Segment", func(d *Draft) *string { return &d.Segment }),
	plainly("note", "备注", "Note", func(d *Draft) *string { return &d.Note }),
	days("followUp", "跟进日期", "Follow up on", func(d *Draft) *calendar.Day { return &d.FollowUp }),
	days("followedUp", "已跟进日期", "Followed up on", func(d *Draft) *calendar.Day { return &d.FollowedUp }),
	plainly("promise", "承诺", "Promise", func(d *Draft) *string { return &d.Promise }),
	{"clocks", "时限", "Time limits", writeClocks, readClocks},
	{"walk", "流程进度", "Procedure", func(d *Draft, _ string) string { return string(d.Walk) }, func(d *Draft, cell string, _ *inspector) { d.Walk = []byte(cell) }},
}

// needed are the columns without which no case can be read.
var needed = []string{"id", "created"}

// columnOf finds a column by its heading in either language, or by its field.
func columnOf(heading string) (column, bool) {
	heading = line(heading)
	i := slices.IndexFunc(columns, func(c column) bool {
		return c.zh == heading || strings.EqualFold(c.en, heading) || strings.EqualFold(c.field, heading)
	})
	if i < 0 {
		return column{}, false
	}
	return columns[i], true
}

// headings lists the headings of all columns.
func headings(locale string) string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = c.heading(locale)
	}
	return strings.Join(list, separator(locale))
}

// plainly is a column of one text or tag.
func plainly(field, zh, en string, at func(*Draft) *string) column {
	return column{field, zh, en,
		func(d *Draft, locale string) string { return title(axisOf[field], *at(d), locale) },
		func(d *Draft, cell string, _ *inspector) { *at(d) = cell },
	}
}

// tags is a column of several tags.
func tags(field, zh, en string, at func(*Draft) *[]string) column {
	return column{field, zh, en,
		func(d *Draft, locale string) string {
			list := make([]string, len(*at(d)))
			for i, id := range *at(d) {
				list[i] = title(axisOf[field], id, locale)
			}
			return strings.Join(list, separator(locale))
		},
		func(d *Draft, cell string, _ *inspector) {
			*at(d) = strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";；,，、\n", r) })
		},
	}
}

// moments is a column of moments. A cell that is no moment leaves a fault and the first
// one of all, lest the same cell be told a second time for being out of bounds.
func moments(field, zh, en string, at func(*Draft) *int64) column {
	return column{field, zh, en,
		func(d *Draft, _ string) string { return writeMoment(*at(d)) },
		func(d *Draft, cell string, i *inspector) {
			moment, ok := parseMoment(line(cell))
			if !ok && line(cell) != "" {
				i.fault(field, "timeform", cell)
				moment = lastMoment
			}
			*at(d) = moment
		},
	}
}

// days is a column of days, which may be empty.
func days(field, zh, en string, at func(*Draft) *calendar.Day) column {
	return column{field, zh, en,
		func(d *Draft, _ string) string { return at(d).String() },
		func(d *Draft, cell string, i *inspector) { *at(d) = readDay(field, cell, i) },
	}
}

func readDay(field, cell string, i *inspector) calendar.Day {
	if cell = line(cell); cell == "" {
		return 0
	}
	d, ok := parseDay(cell)
	if !ok {
		i.fault(field, "dayform", cell)
	}
	return d
}

// WriteTalk writes a talk as people do, a line for each turn with the speaker before it,
// titled in a locale. ReadTalk reads it back.
func WriteTalk(turns []Turn, locale string) string { return writeTalk(&Draft{Turns: turns}, locale) }

// ReadTalk reads a talk as WriteTalk or a person writes it. A line without a speaker goes
// on with the turn above; the first one is then the customer's.
func ReadTalk(text string) []Turn {
	var d Draft
	readTalk(&d, text, nil)
	return d.Turns
}

// goesOn begins a line of a talk that belongs to the turn of the line above.
const goesOn = "\u3000"

// writeTalk writes a talk as people do: a line for each turn, with the speaker before
// it.
func writeTalk(d *Draft, locale string) string {
	var b strings.Builder
	for n, turn := range d.Turns {
		if n > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(title(speakers, turn.Who, locale))
		b.WriteString(colon(locale))
		b.WriteString(strings.ReplaceAll(turn.Text, "\n", "\n"+goesOn))
	}
	return b.String()
}

func colon(locale string) string {
	if english(locale) {
		return ": "
	}
	return "："
}

// readTalk reads a talk as writeTalk or a person writes it. A line without a speaker
// goes on with the turn above; the first one is then the customer's.
func readTalk(d *Draft, cell string, _ *inspector) {
	d.Turns = nil
	for text := range strings.SplitSeq(lineEnds.Replace(cell), "\n") {
		rest, indented := strings.CutPrefix(text, goesOn)
		who, said := "", ""
		if !indented {
			who, said = speaker(text)
		}
		switch {
		case who != "":
			d.Turns = append(d.Turns, Turn{who, said})
		case len(d.Turns) > 0:
			d.Turns[len(d.Turns)-1].Text += "\n" + rest
		case strings.TrimSpace(rest) != "":
			d.Turns = append(d.Turns, Turn{Customer, rest})
		}
	}
}

// speaker parts a line into who speaks and what is said; "" where it names nobody.
func speaker(text string) (who, said string) {
	for _, mark := range []string{"：", ":"} {
		name, rest, ok := strings.Cut(text, mark)
		if who = tag(speakers, strings.TrimSpace(name)); ok && known(speakers, who) {
			return who, rest
		}
	}
	return "", text
}

// fieldMark stands between the parts of a clock.
const fieldMark = "|"

// writeClocks writes a line for each clock: its day, id, the day it stopped, its title.
func writeClocks(d *Draft, _ string) string {
	list := make([]string, len(d.Clocks))
	for i, c := range d.Clocks {
		list[i] = strings.Join([]string{c.Due.String(), c.ID, c.Stopped.String(), c.Title}, " "+fieldMark+" ")
	}
	return strings.Join(list, "\n")
}

func readClocks(d *Draft, cell string, i *inspector) {
	d.Clocks = nil
	for text := range strings.Lines(lineEnds.Replace(cell)) {
		if strings.TrimSpace(text) == "" {
			continue
		}
		parts := strings.SplitN(text, fieldMark, 4)
		for n := range parts {
			parts[n] = strings.TrimSpace(parts[n])
		}
		if len(parts) != 4 {
			i.fault("clocks", "clockform", text)
			continue
		}
		due, ok := parseDay(parts[0])
		if !ok {
			i.fault("clocks", "dayform", parts[0])
			due = lastDay
		}
		d.Clocks = append(d.Clocks, Clock{ID: parts[1], Title: parts[3], Due: due, Stopped: readDay("clocks", parts[2], i)})
	}
}
