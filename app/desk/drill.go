package main

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf16"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach/casebook"
)

// drill is an exercise: lines of customers that were not answered well, one at a time.
// What is answered to them is read by the coach's page, or else by oneself, and is kept
// nowhere.
type drill struct {
	topic  string
	lines  []drillLine
	at     int // of lines
	reply  string
	read   string // the reply as it was when it was last to be read
	number int    // counts what was asked, to know the answer by
	asked  bool   // the reply is to be read
	alone  bool   // nobody reads it but oneself
	ticked map[string]bool
	answer *drilled // what the coach made of it
}

// drillLine is what a customer said, masked as it was kept.
type drillLine struct{ said, channel, product, segment string }

// drilled is what the coach's page makes of a reply.
type drilled struct {
	Number int    `json:"number"`
	Ask    string `json:"ask"`
	Script *struct {
		Steps []struct {
			Step string `json:"step"`
			Say  string `json:"say"`
		} `json:"steps"`
		Open  string `json:"open"`
		Avoid string `json:"avoid"`
	} `json:"script"`
	Review *struct {
		Violations []struct {
			drillMark
			Severity, Rule, Why, Rewrite string
		} `json:"violations"`
		Habits []struct {
			drillMark
			Title, Why, Better string
		} `json:"habits"`
		Practices []struct{ Title string }       `json:"practices"`
		Missing   []struct{ Advice, Say string } `json:"missing"`
		Next      string                         `json:"next"`
	} `json:"review"`
}

// drillMark is a part of a reply, in UTF-16 code units.
type drillMark struct{ Start, End int }

// drillSteps are the steps of the handling loop that a good answer has.
var drillSteps = [4]string{"accept", "concrete", "answer", "check"}

// Bounds of a drill.
const (
	drillCases    = 300             // cases looked through for lines
	drillLines    = 20              // different lines in one exercise
	drillLength   = 4000            // characters of a reply, as of a turn
	drillPatience = 8 * time.Second // for the coach's page to answer, which may fetch its rules first
)

// drillLinesOf picks lines of a topic from the time that is shown: those of objections
// without a script, or lost with one, the latest first.
func (d *desk) drillLinesOf(topic string) []drillLine {
	i := &d.looking.insight
	found := d.book.Query(casebook.Query{Topics: []string{topic}, Kinds: []string{"objection"}, From: i.From, To: i.To, Count: drillCases})
	var lines []drillLine
	for _, id := range found.IDs {
		c, ok := d.book.Get(id)
		draft := c.Draft()
		if !ok || draft.Script != "" && draft.Outcome != "lost" || len(lines) == drillLines {
			continue
		}
		first := slices.IndexFunc(draft.Turns, func(t casebook.Turn) bool { return t.Who == casebook.Customer })
		if first < 0 || slices.ContainsFunc(lines, func(l drillLine) bool { return l.said == draft.Turns[first].Text }) {
			continue
		}
		lines = append(lines, drillLine{draft.Turns[first].Text, draft.Channel, draft.Product, draft.Segment})
	}
	return lines
}

func (d *desk) onDrill(topic string) app.EventHandler {
	return func(app.Context, app.Event) { d.startDrill(topic) }
}

// startDrill begins an exercise on a topic. Where no case of it says what the customer
// said, there is nothing to answer.
func (d *desk) startDrill(topic string) {
	lines := d.drillLinesOf(topic)
	if len(lines) == 0 {
		d.status = d.words().insight.drillNone
		return
	}
	d.status = ""
	d.looking.drill = &drill{topic: topic, lines: lines}
	d.toTop()
	d.focus("oc-drill-reply")
}

// onNextLine goes on to another customer.
func (d *desk) onNextLine(app.Context, app.Event) {
	x := d.looking.drill
	next := &drill{topic: x.topic, lines: x.lines, at: (x.at + 1) % len(x.lines), number: x.number}
	d.looking.drill = next
	setValue("oc-drill-reply", "")
	d.toTop()
	d.focus("oc-drill-reply")
}

func (d *desk) onLeaveDrill(app.Context, app.Event) {
	d.looking.drill, d.status = nil, ""
	d.toTop()
}

func (d *desk) onDrillReply(ctx app.Context, _ app.Event) {
	if x := d.looking.drill; x != nil {
		x.reply = ctx.JSSrc().Get("value").String()
	}
}

func (d *desk) onCheckDrill(_ app.Context, e app.Event) {
	e.PreventDefault()
	d.checkDrill()
}

// checkDrill has the reply read: by the coach's page, or by oneself where there is none
// or it does not answer.
func (d *desk) checkDrill() {
	x := d.looking.drill
	x.number++
	reply := []rune(x.reply)
	x.read = string(reply[:min(len(reply), drillLength)])
	x.asked, x.answer, x.ticked = true, nil, map[string]bool{}
	x.alone = d.coach == nil
	if d.ctx == nil || x.alone {
		return
	}
	line, number := x.lines[x.at], x.number
	d.coach.tell("drill", map[string]any{"detail": map[string]any{"number": number, "said": line.said, "reply": x.read,
		"channel": line.channel, "product": line.product, "segment": line.segment}})
	d.ctx.After(drillPatience, func(app.Context) { x.alone = x.alone || x.answer == nil && x.number == number })
}

// drillAnswered takes in what the coach's page made of a reply, if it is still wanted.
func (d *desk) drillAnswered(answer drilled) {
	x := d.looking.drill
	if x == nil || answer.Number != x.number {
		return
	}
	x.answer, x.alone = &answer, answer.Review == nil
	if d.ctx != nil {
		d.ctx.Defer(func(app.Context) {
			if said := app.Window().GetElementByID("oc-drill-said"); said.Truthy() {
				said.Call("scrollIntoView", map[string]any{"block": "nearest"})
			}
		})
	}
}

// renderDrill draws the customer's line, the box for the answer, and what is to be said
// of it; the pack's own words come last.
func (d *desk) renderDrill(w *words, x *drill) app.UI {
	i := &w.insight
	line := x.lines[x.at]
	body := []app.UI{
		app.Div().Class("oc-cases-head").Body(
			button("oc-quiet", "‹ "+w.cases.back, d.onLeaveDrill).ID("oc-drill-back"),
			app.H1().Text(i.drill+" · "+casebook.Title("topics", x.topic, w.lang)),
		),
		app.Div().Class("oc-drill-line").Body(app.P().Class("oc-muted").Text(i.drillSaid), app.P().ID("oc-drill-line").Text(line.said)),
		app.Form().Class("oc-drill-form").OnSubmit(d.onCheckDrill).Body(
			app.Label().For("oc-drill-reply").Text(i.drillAsk),
			app.Textarea().ID("oc-drill-reply").Rows(3).MaxLength(drillLength).Spellcheck(false).Attr("autocomplete", "off").OnInput(d.onDrillReply),
			app.Div().Class("oc-actions").Body(
				app.Button().Type("submit").Class("oc-primary").ID("oc-drill-check").Text(i.drillCheck),
				button("oc-quiet", i.drillNext, d.onNextLine).ID("oc-drill-next").Disabled(len(x.lines) < 2),
			),
		),
		app.Div().Class("oc-drill-said").ID("oc-drill-said").Aria("live", "polite").Body(d.renderDrilled(w, x)...),
	}
	return app.Div().Class("oc-drill").Body(body...)
}

func (d *desk) renderDrilled(w *words, x *drill) []app.UI {
	i := &w.insight
	if !x.asked {
		return nil
	}
	if x.answer == nil && !x.alone {
		return []app.UI{app.P().Class("oc-muted").Text(i.drillReading)}
	}
	var parts []app.UI
	if x.alone {
		parts = append(parts, d.renderSelfCheck(w, x)...)
	} else {
		parts = append(parts, renderDrillReview(x.read, x.answer)...)
	}
	parts = append(parts, app.H2().Text(i.drillScript))
	switch a := x.answer; {
	case a != nil && a.Script != nil:
		for _, step := range a.Script.Steps {
			parts = append(parts, app.P().Class("oc-muted").Text(i.steps[step.Step]), d.renderSay(w, step.Say))
		}
		if a.Script.Avoid != "" {
			parts = append(parts, app.P().Class("oc-muted").Text(i.drillAvoid+a.Script.Avoid))
		}
	case a != nil && a.Ask != "":
		parts = append(parts, app.P().Class("oc-muted").Text(i.drillUnclear), d.renderSay(w, a.Ask))
	default:
		parts = append(parts, app.P().Class("oc-muted").Text(i.drillNoScript))
	}
	return append(parts, button("oc-quiet", i.stub, d.onStub(x.topic), x.topic).ID("oc-drill-stub"))
}

// renderDrillReview draws what the coach found: what must not be said first, what is
// good last.
func renderDrillReview(reply string, a *drilled) []app.UI {
	r := a.Review
	units := utf16.Encode([]rune(reply))
	classes := make([]string, len(units)) // of each unit
	mark := func(m drillMark, class string) {
		for i := max(m.Start, 0); i < min(m.End, len(classes)); i++ {
			classes[i] = cmp.Or(classes[i], class)
		}
	}
	var items []app.UI
	item := func(class, title, why, better string) {
		body := []app.UI{app.P().Body(app.Strong().Text(title+" "), app.Text(why))}
		if better != "" {
			body = append(body, app.P().Text("“"+better+"”"))
		}
		items = append(items, app.Li().Class(class).Body(body...))
	}
	for _, v := range r.Violations {
		mark(v.drillMark, "oc-"+v.Severity)
		item("oc-"+v.Severity, v.Rule, v.Why, v.Rewrite)
	}
	for _, h := range r.Habits {
		mark(h.drillMark, "oc-habit")
		item("oc-habit", h.Title, h.Why, h.Better)
	}
	for _, m := range r.Missing {
		item("oc-missing", m.Advice, "", m.Say)
	}
	good := ""
	for _, p := range r.Practices {
		good += " · " + p.Title
	}
	if good != "" {
		items = append(items, app.Li().Class("oc-good").Text("✓"+good[len(" ·"):]))
	}
	var mine []app.UI
	for from := 0; from < len(units); {
		to := from + 1
		for to < len(units) && classes[to] == classes[from] {
			to++
		}
		text := string(utf16.Decode(units[from:to]))
		if classes[from] == "" {
			mine = append(mine, app.Span().Text(text))
		} else {
			mine = append(mine, app.Mark().Class(classes[from]).Text(text))
		}
		from = to
	}
	return []app.UI{app.P().Class("oc-drill-mine").Body(mine...), app.P().Body(app.Strong().Text(r.Next)), app.Ul().Class("oc-findings").Body(items...)}
}

// renderSelfCheck asks for each step of a good answer whether it was there.
func (d *desk) renderSelfCheck(w *words, x *drill) []app.UI {
	var ticks []app.UI
	for n, step := range drillSteps {
		pressed := "false"
		if x.ticked[step] {
			pressed = "true"
		}
		ticks = append(ticks, button("oc-tag", w.insight.checks[n], d.onTick(step), step).Aria("pressed", pressed).DataSet("step", step))
	}
	said := w.insight.drillSelf
	if missing := slices.IndexFunc(drillSteps[:], func(step string) bool { return !x.ticked[step] }); len(x.ticked) > 0 && missing >= 0 {
		said = w.insight.drillThen + w.insight.checks[missing]
	} else if missing < 0 {
		said = w.insight.drillWhole
	}
	return []app.UI{app.P().Body(app.Strong().Text(said)), app.Div().Class("oc-tags").Body(ticks...)}
}

func (d *desk) onTick(step string) app.EventHandler {
	return func(app.Context, app.Event) {
		if x := d.looking.drill; x != nil && x.ticked != nil {
			if x.ticked[step] {
				delete(x.ticked, step)
			} else {
				x.ticked[step] = true
			}
		}
	}
}

// fillDrill puts what was written back into its box, once the screen is shown again.
func (d *desk) fillDrill() {
	if x := d.looking.drill; x != nil && d.ctx != nil && d.place == insight {
		d.ctx.Defer(func(app.Context) { setValue("oc-drill-reply", x.reply) })
	}
}
