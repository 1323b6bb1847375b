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
	drill   *drill // what is being exercised; nil shows the charts
}

// insightWords are the texts of the insight's screen.
type insightWords struct {
	title, period, table, none string
	spans                      [5]string
	count                      func(n int) string
	stub, stubWhy              string
	stubSay, stubWhen          string

	drill, drillSaid, drillAsk, drillCheck, drillNext string
	drillNone, drillReading, drillScript, drillAvoid  string
	drillUnclear, drillNoScript                       string
	drillSelf, drillThen, drillWhole                  string
	checks                                            [4]string         // as drillSteps
	steps                                             map[string]string // of a script
}

var (
	chineseInsight = insightWords{
		title: "洞察", period: "时间", table: "看表格", none: "这段时间没有案例。",
		spans:   [5]string{"近 30 天", "近 90 天", "近半年", "近一年", "全部"},
		count:   chineseCases.unit,
		stub:    "复制话术草稿",
		stubWhy: "这些话题常没有合用的话术：练一练，或把草稿拿去脚本里写好。",
		stubSay: "把这一句写成当面说得出口的话", stubWhen: "写明什么情形下用",
		drill: "练一练", drillSaid: "客户说（已遮住个人信息）", drillAsk: "您会怎么答？", drillCheck: "看看怎么样", drillNext: "换一位客户",
		drillNone: "这个话题的案例里没有客户的原话，先在案例里记下。", drillReading: "正在看…", drillScript: "可以这样说", drillAvoid: "别说：",
		drillUnclear: "这句话意思还不清楚，先问一句：", drillNoScript: "手边没有合用的话术，可以照自己的好答法写一份草稿。",
		drillSelf: "自己对一对，做到的点一下：", drillThen: "下一次再加上：", drillWhole: "四步都在，答得完整。",
		checks: [4]string{"先接住他的感受", "问清具体是什么", "用事实回答", "问他还有没有顾虑"},
		steps:  map[string]string{"accept": "先接住", "concrete": "问具体", "confirm": "复述确认", "answer": "回答", "check": "问还有没有", "next": "下一步", "follow-up": "之后"},
	}
	englishInsight = insightWords{
		title: "Insight", period: "Period", table: "As a table", none: "No cases in this time.",
		spans:   [5]string{"30 days", "90 days", "Half a year", "A year", "All"},
		count:   func(n int) string { return englishCases.unit(n) + " cases" },
		stub:    "Copy a draft script",
		stubWhy: "These topics often lack a script that helps: practise, or take a draft to the studio and write it.",
		stubSay: "write here what one would say face to face", stubWhen: "say when it is used",
		drill: "Practise", drillSaid: "The customer says (personal data masked)", drillAsk: "What would you answer?", drillCheck: "See how it does", drillNext: "Another customer",
		drillNone: "No case of this topic has the customer's own words: note them in a case first.", drillReading: "Reading…", drillScript: "One way to say it", drillAvoid: "Do not say: ",
		drillUnclear: "What is meant is not yet clear. Ask first:", drillNoScript: "No script at hand fits: write a draft from a good answer of your own.",
		drillSelf: "Check yourself, and tap what you did:", drillThen: "Next time, add: ", drillWhole: "All four steps are there: a whole answer.",
		checks: [4]string{"Took in how they feel", "Asked what exactly it is", "Answered with facts", "Asked what else worries them"},
		steps:  map[string]string{"accept": "Take it in", "concrete": "Ask what exactly", "confirm": "Say it back", "answer": "Answer", "check": "Ask what else", "next": "Next step", "follow-up": "Afterwards"},
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
	if d.looking.drill != nil {
		return section.Body(d.renderNotices(&w.cases), d.renderDrill(w, d.looking.drill))
	}
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
		title := casebook.Title("topics", u.ID, w.lang)
		ways = append(ways, app.Div().Class("oc-stub").Body(
			app.Span().Text(title),
			button("oc-quiet", w.insight.drill, d.onDrill(u.ID), u.ID).DataSet("drill", u.ID).Aria("label", w.insight.drill+" · "+title),
			button("oc-quiet", w.insight.stub, d.onStub(u.ID), u.ID).DataSet("stub", u.ID).Aria("label", w.insight.stub+" · "+title),
		))
	}
	return app.Div().Class("oc-stubs").Body(app.P().Class("oc-muted").Text(w.insight.stubWhy), app.Div().Body(ways...))
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
