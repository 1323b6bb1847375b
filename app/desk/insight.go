package main

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach/calendar"
	"objectioncoach/coach/casebook"
)

// spans are the periods that can be chosen, in days back from today; 0 is all.
var spans = [5]int{30, 90, 183, 365, 0}

// looking is the state of the insight's screen.
type looking struct {
	span    int // of spans, by its place
	stale   bool
	drawn   string // the language of charts
	insight casebook.Insight
	charts  []casebook.Chart
}

// insightWords are the texts of the insight's screen.
type insightWords struct {
	title, period, table, none string
	spans                      [5]string
	count                      func(n int) string
	stub, stubWhy              string
	stubSay, stubWhen          string
}

var (
	chineseInsight = insightWords{
		title: "洞察", period: "时间", table: "看表格", none: "这段时间没有案例。",
		spans:   [5]string{"近 30 天", "近 90 天", "近半年", "近一年", "全部"},
		count:   chineseCases.unit,
		stub:    "复制话术草稿",
		stubWhy: "这些话题常没有合用的话术：把草稿拿去脚本里写好。",
		stubSay: "把这一句写成当面说得出口的话", stubWhen: "写明什么情形下用",
	}
	englishInsight = insightWords{
		title: "Insight", period: "Period", table: "As a table", none: "No cases in this time.",
		spans:   [5]string{"30 days", "90 days", "Half a year", "A year", "All"},
		count:   func(n int) string { return englishCases.unit(n) + " cases" },
		stub:    "Copy a draft script",
		stubWhy: "These topics often lack a script that helps: take the draft to the studio and write it.",
		stubSay: "write here what one would say face to face", stubWhen: "say when it is used",
	}
)

// lookAgain counts and draws anew, where the cases or what is asked have changed.
func (d *desk) lookAgain(lang string) {
	l := &d.looking
	if !l.stale && l.drawn == lang {
		return
	}
	today := d.today()
	from := calendar.Day(0)
	if days := spans[l.span]; days > 0 {
		from = today - calendar.Day(days) + 1
	}
	l.insight = d.book.Insight(from, 0, today)
	l.charts, l.drawn, l.stale = casebook.Charts(l.insight, lang), lang, false
}

// renderInsight draws the charts: small ones, each with its table.
func (d *desk) renderInsight(w *words) app.UI {
	section := app.Section().Class("oc-insight").Aria("label", w.insight.title)
	d.lookAgain(w.lang)
	var choices []app.UI
	for i, title := range w.insight.spans {
		b := button("oc-tag", title, d.onSpan(i), i).Aria("pressed", "false")
		if i == d.looking.span {
			b = b.Aria("pressed", "true")
		}
		choices = append(choices, b)
	}
	head := app.Div().Class("oc-cases-head").Body(
		app.H1().Text(w.insight.title),
		app.Span().Class("oc-muted").Text(w.insight.count(d.looking.insight.Cases)),
		app.Div().Class("oc-tools").Role("group").Aria("label", w.insight.period).Body(choices...),
	)
	if d.looking.insight.Cases == 0 {
		return section.Body(head, d.renderNotices(&w.cases), app.P().Class("oc-muted").Text(w.insight.none))
	}
	var figures []app.UI
	for i := range d.looking.charts {
		if c := &d.looking.charts[i]; len(c.Table.Rows) > 0 {
			figures = append(figures, d.renderChart(w, c))
		}
	}
	return section.Body(head, d.renderNotices(&w.cases), app.Div().Class("oc-charts").Body(figures...))
}

func (d *desk) onSpan(i int) app.EventHandler {
	return func(app.Context, app.Event) { d.looking.span, d.looking.stale = i, true }
}

// svgSpace is the namespace of the elements of a drawing.
const svgSpace = "http://www.w3.org/2000/svg"

// renderChart draws one chart with its table, and what can be done about it.
func (d *desk) renderChart(w *words, c *casebook.Chart) app.UI {
	id := "oc-chart-" + c.ID
	var shapes []app.UI
	for i := range c.Drawing.Shapes {
		shape := &c.Drawing.Shapes[i]
		e := app.Elem(shape.Element()).XMLNS(svgSpace).DataSet("shape", shape.Class)
		shape.Attributes(func(name, value string) {
			if name != "class" { // which go-app cannot set in a drawing
				e = e.Attr(name, value)
			}
		})
		if shape.Text != "" {
			e = e.Text(shape.Text)
		}
		shapes = append(shapes, e)
	}
	body := []app.UI{app.H2().ID(id + "-title").Text(c.Title)}
	if len(shapes) > 0 {
		body = append(body, app.Elem("svg").XMLNS(svgSpace).Attr("role", "img").Attr("aria-labelledby", id+"-title").Attr("viewBox", c.Drawing.ViewBox()).
			Attr("width", c.Drawing.Width).Attr("height", c.Drawing.Height).Body(shapes...))
	}
	body = append(body, app.Details().Body(app.Summary().Text(w.insight.table), app.Div().Class("oc-scroll").TabIndex(0).Role("region").Aria("labelledby", id+"-title").Body(renderTable(c.Table))))
	if c.ID == "unanswered" {
		body = append(body, d.renderStubs(w))
	}
	return app.Elem("figure").Class("oc-figure").ID(id).Body(body...)
}

func renderTable(t casebook.Table) app.UI {
	var head, rows []app.UI
	for _, cell := range t.Head {
		head = append(head, app.Th().Scope("col").Text(cell))
	}
	for _, row := range t.Rows {
		cells := []app.UI{app.Th().Scope("row").Text(row[0])}
		for _, cell := range row[1:] {
			cells = append(cells, app.Td().Text(cell))
		}
		rows = append(rows, app.Tr().Body(cells...))
	}
	return app.Table().Body(app.THead().Body(app.Tr().Body(head...)), app.TBody().Body(rows...))
}

// renderStubs offers a draft of a script for each topic that wants one.
func (d *desk) renderStubs(w *words) app.UI {
	var ways []app.UI
	for _, u := range d.looking.insight.Unanswered {
		ways = append(ways, button("oc-quiet", w.insight.stub+" · "+casebook.Title("topics", u.ID, w.lang), d.onStub(u.ID), u.ID).DataSet("stub", u.ID))
	}
	return app.Div().Class("oc-stubs").Body(app.P().Class("oc-muted").Text(w.insight.stubWhy), app.Div().Class("oc-tags").Body(ways...))
}

func (d *desk) onStub(topic string) app.EventHandler {
	return func(app.Context, app.Event) { d.copy(stub(topic, d.words())) }
}

// stub writes the beginning of a script for objections of a topic, as a pack holds it.
func stub(topic string, w *words) string {
	s := "# " + casebook.Title("topics", topic, w.lang) + " · " + w.insight.stubWhen + "\n" +
		"scripts:\n" +
		"- id: " + topic + "-draft\n" +
		"  for: {kind: [objection], topic: [" + topic + "]}\n" +
		"  technique: inquire\n" +
		"  steps:\n"
	for _, step := range []string{"accept", "concrete", "answer", "check"} {
		s += "  - {step: " + step + ", say: \"" + w.insight.stubSay + "\"}\n"
	}
	return s
}
