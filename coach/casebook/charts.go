package casebook

import (
	"math"
	"strconv"

	"objectioncoach/coach/calendar"
)

// Chart is a picture of counts, and the same counts as a table.
type Chart struct {
	ID    string `json:"id"`    // topics, natures, techniques, causes, servqual, due or unanswered
	Title string `json:"title"` // what is counted, as a sentence would begin
	// SVG is the picture; "" where there is nothing to draw. It has a title and a
	// description for those who do not see it, no script and no style attribute. Its
	// colours are those of the page's text, or whatever a style sheet gives the classes
	// oc-chart, oc-chart-bar, oc-chart-axis, oc-chart-name, oc-chart-number and
	// oc-chart-period.
	SVG     string  `json:"svg"`
	Drawing Drawing `json:"-"` // the same as parts
	Table   Table   `json:"table"`
}

// Table is the content of a table; the first cell of each row is its heading.
type Table struct {
	Head []string   `json:"head"`
	Rows [][]string `json:"rows"`
}

// maxPanels is how many topics are drawn; the table has all.
const maxPanels = 16

// chartWords are the texts of the charts in a language.
type chartWords struct {
	topics, natures, techniques, causes, servqual, due, unanswered string
	total, count, inTime, late, untold, none                       string
	unscripted, lost, objections                                   string
	topic, nature, technique, cause, dimension, state              string
}

var chartTexts = map[bool]chartWords{
	false: {
		topics: "各话题随时间的次数", natures: "异议的真假", techniques: "各方法之后的结果", causes: "原因", servqual: "涉及的服务维度", due: "跟进与时限", unanswered: "缺好话术的异议",
		total: "合计", count: "次数", inTime: "按时", late: "逾期", untold: "未标明", none: "没有案例",
		unscripted: "没用话术", lost: "用了没成", objections: "异议",
		topic: "话题", nature: "真假", technique: "方法", cause: "原因", dimension: "维度", state: "情形",
	},
	true: {
		topics: "Topics over time", natures: "Nature of objections", techniques: "Outcome by technique", causes: "Causes", servqual: "Sides of service", due: "Follow-ups and time limits", unanswered: "Objections without a good script",
		total: "Total", count: "Cases", inTime: "In time", late: "Overdue", untold: "Not told", none: "No cases",
		unscripted: "No script", lost: "Script, lost", objections: "Objections",
		topic: "Topic", nature: "Nature", technique: "Technique", cause: "Cause", dimension: "Side", state: "State",
	},
}

// Charts draws an insight, always the same charts in the same order: small ones, each
// bar named and numbered where it stands.
func Charts(i Insight, locale string) []Chart {
	w := chartTexts[english(locale)]
	return []Chart{
		topicChart(i, w, locale),
		bars("natures", w.natures, w.nature, w, named(i.Natures, natures, w, locale)),
		techniqueChart(i, w, locale),
		bars("causes", w.causes, w.cause, w, named(i.Causes, causes, w, locale)),
		bars("servqual", w.servqual, w.dimension, w, named(i.Servqual, dimensions, w, locale)),
		dueChart(i, w),
		unansweredChart(i, w, locale),
	}
}

// row is a name with its numbers.
type row struct {
	name    string
	numbers []int
}

// named gives counts the titles of their axis.
func named(counts []Count, axis []label, w chartWords, locale string) []row {
	var rows []row
	for _, c := range counts {
		name := title(axis, c.ID, locale)
		if c.ID == "" {
			name = w.untold
		}
		rows = append(rows, row{name, []int{c.Count}})
	}
	return rows
}

func topicChart(i Insight, w chartWords, locale string) Chart {
	var rows []row
	for _, s := range i.Topics {
		rows = append(rows, row{title(topics, s.ID, locale), s.Counts})
	}
	head := []string{w.topic}
	for _, period := range i.Periods {
		head = append(head, periodName(period, i.Step))
	}
	chart := Chart{ID: "topics", Title: w.topics, Table: tableOf(append(head, w.total), rows)}
	for n, s := range i.Topics {
		chart.Table.Rows[n] = append(chart.Table.Rows[n], strconv.Itoa(s.Total))
	}
	if len(rows) > 0 {
		chart.Drawing = panels(chart, i, rows[:min(len(rows), maxPanels)])
	}
	return chart.drawn()
}

// periodName writes the period that begins on a day: a week by that day.
func periodName(d calendar.Day, step Step) string {
	s := d.String()
	switch step {
	case Monthly:
		return s[:len("2026-11")]
	case Yearly:
		return s[:len("2026")]
	}
	return s
}

func techniqueChart(i Insight, w chartWords, locale string) Chart {
	var rows []row
	for _, r := range i.Techniques {
		rows = append(rows, row{title(techniques, r.ID, locale), r.Counts})
	}
	head := []string{w.technique}
	for _, outcome := range outcomes {
		head = append(head, outcome.in(locale))
	}
	return grid("techniques", w.techniques, head, rows)
}

func unansweredChart(i Insight, w chartWords, locale string) Chart {
	var rows []row
	for _, u := range i.Unanswered {
		rows = append(rows, row{title(topics, u.ID, locale), []int{u.Unscripted, u.Lost, u.Objections}})
	}
	return grid("unanswered", w.unanswered, []string{w.topic, w.unscripted, w.lost, w.objections}, rows)
}

func dueChart(i Insight, w chartWords) Chart {
	name := w.due
	var rows []row
	if i.Due > 0 {
		name += " · " + w.late + " " + strconv.Itoa(int(math.Round(100*i.LateRate()))) + "%"
		rows = []row{{w.inTime, []int{i.Due - i.Late}}, {w.late, []int{i.Late}}}
	}
	return bars("due", name, w.state, w, rows)
}

// bars is a chart of one number each.
func bars(id, name, of string, w chartWords, rows []row) Chart {
	chart := Chart{ID: id, Title: name, Table: tableOf([]string{of, w.count}, rows)}
	if highest(rows) > 0 {
		chart.Drawing = drawBars(chart, rows)
	}
	return chart.drawn()
}

// grid is a chart of several numbers each, side by side under their heads.
func grid(id, name string, head []string, rows []row) Chart {
	chart := Chart{ID: id, Title: name, Table: tableOf(head, rows)}
	if highest(rows) > 0 {
		chart.Drawing = drawGrid(chart, rows)
	}
	return chart.drawn()
}

// drawn writes the drawing of a chart as SVG too.
func (c Chart) drawn() Chart {
	c.SVG = c.Drawing.svg(&c)
	return c
}

func tableOf(head []string, rows []row) Table {
	t := Table{head, [][]string{}}
	for _, r := range rows {
		cells := []string{r.name}
		for _, n := range r.numbers {
			cells = append(cells, strconv.Itoa(n))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func highest(rows []row) int {
	most := 0
	for _, r := range rows {
		for _, n := range r.numbers {
			most = max(most, n)
		}
	}
	return most
}
