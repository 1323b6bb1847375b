package main

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach/calendar"
	"objectioncoach/coach/casebook"
	"objectioncoach/coach/playbook"
)

// shownSteps is how many of the steps behind are drawn at once; those before them are
// folded.
const shownSteps = 8

// renderMatter draws a procedure under way: its clocks, and its path with the current
// step open.
func (d *desk) renderMatter(w *words, m *matter) app.UI {
	p := &w.procedures
	if m.broken != nil {
		return d.renderBroken(w, m)
	}
	clocks := countClocks(d.playbook, m.view.Timers, d.today())
	path := d.renderPath(w, m)
	if m.view.Ended {
		path = append(path, d.renderEnd(w, m, clocks))
	} else {
		path = append(path, d.renderStep(w, m, clocks))
	}
	drawing := app.Div().Hidden(!m.drawing)
	if m.drawing {
		procedure, _ := d.playbook.Procedure(m.walk.Procedure)
		drawing = drawing.Body(renderDrawing(w, procedure, m.view.State.ID))
	}
	body := []app.UI{
		d.renderMatterHead(w, m, clocks),
		d.renderTroubles(w),
		drawing,
		app.Div().Class("oc-matter").Body(
			d.renderClocks(w, m, clocks),
			app.Ol().Class("oc-path").Aria("label", p.path).Body(path...),
		),
	}
	return app.Section().Class("oc-procedures").Aria("label", p.title).Body(body...)
}

// renderMatterHead draws the way back to the list, what is under way, and the clock that
// ends first, which stay in sight.
func (d *desk) renderMatterHead(w *words, m *matter, clocks []clock) app.UI {
	near := uncountedYear(w, clocks)
	if first, ok := nearest(clocks); ok {
		near = dayIn(w, first.due.Day, d.today()) + " · " + d.left(w, first, d.today())
	}
	return d.renderHead(w, m.view.Title.In(w.lang), near,
		d.renderToCase(w, m),
		app.Button().Type("button").Class("oc-quiet").ID("oc-draw").Aria("expanded", strconv.FormatBool(m.drawing)).Text(w.procedures.drawing).
			OnClick(func(app.Context, app.Event) { d.draw(m) }, m.draft.ID),
	)
}

// renderToCase draws the way to the case that keeps a matter, once there is one.
func (d *desk) renderToCase(w *words, m *matter) app.UI {
	id := m.draft.ID
	return app.Button().Type("button").Class("oc-quiet").ID("oc-to-case").Hidden(!m.kept).Text(w.procedures.itsCase).
		OnClick(func(app.Context, app.Event) { d.toCase(id) }, id)
}

// renderHead draws the way back to the list beside a title, with what belongs to it.
func (d *desk) renderHead(w *words, title, near string, more ...app.UI) app.UI {
	toList := w.procedures.toList
	return app.Header().Class("oc-matter-head").Body(append([]app.UI{
		app.Button().Type("button").Class("oc-quiet").ID("oc-leave").Aria("label", toList).Title(toList).Text("‹").OnClick(func(app.Context, app.Event) { d.leave() }),
		app.Div().Class("oc-matter-title").Body(app.H1().Text(title), app.Span().Class("oc-near").Text(near)),
	}, more...)...)
}

// draw shows the drawing of the procedure, with the current state in sight, or hides it.
func (d *desk) draw(m *matter) {
	m.drawing = !m.drawing
	if m.drawing && d.ctx != nil {
		d.ctx.Defer(func(app.Context) { showHere() })
	}
}

// renderBroken says that a walk cannot be gone on with, and shows what was kept of it.
func (d *desk) renderBroken(w *words, m *matter) app.UI {
	p := &w.procedures
	title := m.walk.Procedure
	procedure, known := d.playbook.Procedure(m.walk.Procedure)
	if known {
		title = procedure.Title.In(w.lang)
	}
	var steps []app.UI
	for _, step := range m.walk.Steps {
		line := step.State
		for i := range procedure.States {
			if procedure.States[i].ID == step.State {
				line = procedure.States[i].Title.In(w.lang)
			}
		}
		body := []app.UI{app.Span().Text(line + " · " + readDay(w, step.Day, d.today()))}
		for _, r := range recordsOf(w, procedure, step.Records) {
			body = append(body, app.P().Class("oc-muted").Text(r.title+" · "+r.text))
		}
		steps = append(steps, app.Li().Body(body...))
	}
	ways := []app.UI{d.renderToCase(w, m)}
	if known {
		ways = append(ways, app.Button().Type("button").Class("oc-primary").ID("oc-anew").Text(p.anew).OnClick(func(app.Context, app.Event) { d.anew(m, true) }, m.draft.ID))
	}
	return app.Section().Class("oc-procedures").Aria("label", p.title).Body(
		d.renderHead(w, title, ""),
		d.renderTroubles(w),
		app.Div().Class("oc-broken").Body(
			app.P().Class("oc-error").Role("alert").Text(p.broken),
			app.P().Class("oc-muted").Text(m.broken.Error()),
			app.Ol().Class("oc-kept-steps").Body(steps...),
			app.Div().Class("oc-actions").Body(ways...),
		),
	)
}

// anew begins the same procedure again as another case, with the talk of this one where
// it is the same matter.
func (d *desk) anew(m *matter, same bool) {
	var talk casebook.Draft
	if same {
		talk = talkOf(m.draft)
	}
	d.start(m.walk.Procedure, talk)
}

// talkOf gives what a case says of its talk alone.
func talkOf(c casebook.Draft) casebook.Draft {
	return casebook.Draft{
		Turns: c.Turns, Topics: c.Topics, Kind: c.Kind, Nature: c.Nature, Emotion: c.Emotion, Technique: c.Technique, Script: c.Script,
		Channel: c.Channel, Product: c.Product, Segment: c.Segment,
	}
}

// renderPath draws the steps behind, a line each: what was answered, and when.
func (d *desk) renderPath(w *words, m *matter) []app.UI {
	var items []app.UI
	procedure, _ := d.playbook.Procedure(m.walk.Procedure)
	for i, passed := range m.view.Path {
		items = append(items, d.renderPassed(w, procedure, i, passed))
	}
	if earlier := len(items) - shownSteps; earlier > 0 {
		folded := app.Li().Class("oc-passed").Body(app.Details().Body(
			app.Summary().Body(app.Span().Class("oc-muted").Text(w.procedures.earlier(earlier))),
			app.Ol().Class("oc-path").Body(items[:earlier]...),
		))
		items = append([]app.UI{folded}, items[earlier:]...)
	}
	return items
}

func (d *desk) renderPassed(w *words, procedure playbook.Procedure, i int, passed playbook.Passed) app.UI {
	line := []app.UI{
		app.Span().Class("oc-number").Text(strconv.Itoa(i + 1)),
		app.Span().Class("oc-passed-title").Text(passed.Title.In(w.lang)),
	}
	if reply := passed.Reply.In(w.lang); reply != "" {
		line = append(line, app.Strong().Text(reply))
	}
	line = append(line, app.Time().Class("oc-muted").DateTime(passed.Left).Text(readDay(w, passed.Left, d.today())))
	records := recordsOf(w, procedure, passed.Records)
	if len(records) == 0 {
		return app.Li().Class("oc-passed").Body(app.P().Body(line...))
	}
	return app.Li().Class("oc-passed").Body(app.Details().Body(
		app.Summary().Body(line...),
		app.Div().Class("oc-note").Body(renderRecorded(records)...),
	))
}

// recorded is something written down, under what it is.
type recorded struct{ title, text string }

func renderRecorded(rows []recorded) []app.UI {
	var drawn []app.UI
	for _, r := range rows {
		drawn = append(drawn, app.P().Body(app.Span().Class("oc-muted").Text(r.title+" · "), app.Text(r.text)))
	}
	return drawn
}

// recordsOf lists what was recorded in a step in the order of the procedure.
func recordsOf(w *words, p playbook.Procedure, records map[string]string) []recorded {
	var rows []recorded
	seen := map[string]bool{}
	for i := range p.States {
		for _, r := range p.States[i].Record {
			if value := records[r.ID]; value != "" && !seen[r.ID] {
				seen[r.ID] = true
				rows = append(rows, recorded{r.Title.In(w.lang), readable(w, r, value)})
			}
		}
	}
	return rows
}

// readable gives a recorded value as it is read.
func readable(w *words, r playbook.Record, value string) string {
	switch r.Kind {
	case playbook.Date:
		return readDay(w, value, 0)
	case playbook.YesNo:
		if value == "yes" {
			return w.procedures.yes
		}
		return w.procedures.no
	case playbook.Choice:
		for _, option := range r.Choices {
			if option.ID == value {
				return option.Title.In(w.lang)
			}
		}
	}
	return value
}

// renderStep draws the step that is open: who acts, what to do, what to say, what to
// write down, and the question that leads on.
func (d *desk) renderStep(w *words, m *matter, clocks []clock) app.UI {
	p := &w.procedures
	s := &m.view.State
	body := d.renderAdvice(w, m, clocks)
	for _, r := range s.Record {
		body = append(body, d.renderRecord(w, m, r))
	}
	body = append(body, d.renderQuestion(w, m))
	if m.wrong[""] != "" {
		body = append(body, app.P().Class("oc-error").Role("alert").Text(m.wrong[""]))
	}
	if m.fault != "" {
		body = append(body, app.P().Class("oc-error").Role("alert").Text(m.fault))
	}
	body = append(body, app.Div().Class("oc-actions", "oc-step-back").Body(
		app.Button().Type("button").Class("oc-quiet").ID("oc-back").Text(p.back).OnClick(func(app.Context, app.Event) { d.back(m) }, m.draft.ID),
	))
	return app.Li().Class("oc-here").Aria("current", "step").Body(fresh(m, body...))
}

// fresh puts a step into an element of its own name: fields that a person types into are
// never set by drawing, so those of another step must be other elements.
func fresh(m *matter, body ...app.UI) app.UI {
	return app.Elem("oc-step-" + strconv.Itoa(m.visit)).Class("oc-step").Body(body...)
}

// renderAdvice draws what the procedure says of a step.
func (d *desk) renderAdvice(w *words, m *matter, clocks []clock) []app.UI {
	p := &w.procedures
	s := &m.view.State
	head := []app.UI{
		app.Span().Class("oc-number").Text(strconv.Itoa(len(m.view.Path) + 1)),
		app.H2().ID(stepID).TabIndex(-1).Text(s.Title.In(w.lang)),
	}
	if role := m.view.Role.Title.In(w.lang); role != "" {
		head = append(head, app.Span().Class("oc-chip").Text(role))
	}
	body := []app.UI{app.Div().Class("oc-step-head").Body(head...)}
	if len(s.Do) > 0 {
		var lines []app.UI
		for _, line := range s.Do {
			lines = append(lines, app.Li().Text(line.In(w.lang)))
		}
		body = append(body, app.Ul().Class("oc-do").Body(lines...))
	}
	for _, line := range s.Say {
		body = append(body, d.renderSay(w, d.spoken(w, m, clocks, line.In(w.lang))))
	}
	for _, number := range s.Hotlines {
		if hotline, ok := d.playbook.Hotline(number); ok {
			line := []app.UI{app.Strong().Text(number + " "), app.Text(hotline.For.In(w.lang) + p.open + hotline.Hours.In(w.lang) + p.shut)}
			if hotline.Confidence != playbook.Confirmed {
				line = append(line, verifyMark(w))
			}
			body = append(body, app.P().Class("oc-hotline").Body(line...))
		}
	}
	for _, line := range s.Verify {
		body = append(body, app.P().Class("oc-rule").Body(verifyMark(w), app.Text(line.In(w.lang))))
	}
	return body
}

// renderSay draws a sentence for the customer, with what can be done with it.
func (d *desk) renderSay(w *words, say string) app.UI {
	p := &w.procedures
	actions := []app.UI{app.Button().Type("button").Class("oc-quiet", "oc-copy").Text(p.copy).OnClick(d.onCopy(say), say)}
	if d.hosted {
		actions = append(actions, app.Button().Type("button").Class("oc-primary", "oc-insert").Text(p.insert).OnClick(d.onSay(say), say))
	}
	return app.Div().Class("oc-say").Body(
		app.Blockquote().Lang(w.lang).Text(say),
		app.Div().Class("oc-actions").Body(actions...),
	)
}

func (d *desk) onCopy(say string) app.EventHandler {
	return func(app.Context, app.Event) {
		page.CopyText(say, func(ok bool) {
			d.ctx.Dispatch(func(app.Context) {
				d.status = d.words().procedures.copied
				if !ok {
					d.status = d.words().procedures.copyFailed
				}
			})
		})
	}
}

// onSay gives a handler that hands a sentence to the host page, through the coach's.
func (d *desk) onSay(say string) app.EventHandler {
	return func(app.Context, app.Event) {
		d.coach.tell("say", map[string]any{"text": say})
		d.status = d.words().procedures.inserted
	}
}

// renderQuestion draws what leads on: the answers to the step's question, or the one way
// there is.
func (d *desk) renderQuestion(w *words, m *matter) app.UI {
	s := &m.view.State
	if len(s.Answers) == 0 {
		return app.Div().Class("oc-ask").Body(app.Div().Class("oc-answers").Body(
			app.Button().Type("button").Class("oc-primary").ID("oc-next").Text(w.procedures.next).OnClick(d.onNext(m, ""), m.draft.ID+strconv.Itoa(m.visit)),
		))
	}
	var answers []app.UI
	for _, a := range s.Answers {
		answers = append(answers, app.Button().Type("button").Class("oc-answer").DataSet("answer", a.ID).Text(a.Title.In(w.lang)).
			OnClick(d.onNext(m, a.ID), m.draft.ID+strconv.Itoa(m.visit)+a.ID))
	}
	return app.Div().Class("oc-ask").Role("group").Aria("labelledby", "oc-question").Body(
		app.P().ID("oc-question").Body(app.Strong().Text(s.Ask.In(w.lang))),
		app.Div().Class("oc-answers").Body(answers...),
	)
}

func (d *desk) onNext(m *matter, answer string) app.EventHandler {
	return func(app.Context, app.Event) { d.next(m, answer) }
}

// renderEnd draws the end of a matter with a summary of it.
func (d *desk) renderEnd(w *words, m *matter, clocks []clock) app.UI {
	p := &w.procedures
	today := d.today()
	procedure, _ := d.playbook.Procedure(m.walk.Procedure)
	latest := map[string]string{}
	for _, passed := range m.view.Path {
		for id, value := range passed.Records {
			latest[id] = value
		}
	}
	body := d.renderAdvice(w, m, clocks)
	body = append(body, app.P().Text(p.summary(readDay(w, m.walk.Steps[0].Day, today), readDay(w, m.view.Since, today), len(m.view.Path))))
	body = append(body, app.Div().Class("oc-note", "oc-summary").Body(renderRecorded(recordsOf(w, procedure, latest))...))
	var outcomes []app.UI
	for _, id := range casebook.Outcomes[1:] { // the first is open
		outcomes = append(outcomes, app.Button().Type("button").Class("oc-answer").DataSet("outcome", id).Aria("pressed", strconv.FormatBool(m.draft.Outcome == id)).
			Text(casebook.Title("outcome", id, w.lang)).OnClick(func(app.Context, app.Event) { d.settle(m, id) }, m.draft.ID+id))
	}
	body = append(body, app.Div().Class("oc-ask").Role("group").Aria("labelledby", "oc-question").Body(
		app.P().ID("oc-question").Body(app.Strong().Text(p.outcome)),
		app.Div().Class("oc-answers").Body(outcomes...),
	))
	if m.fault != "" {
		body = append(body, app.P().Class("oc-error").Role("alert").Text(m.fault))
	}
	body = append(body, app.Div().Class("oc-actions", "oc-step-back").Body(
		app.Button().Type("button").Class("oc-quiet").ID("oc-back").Text(p.back).OnClick(func(app.Context, app.Event) { d.back(m) }, m.draft.ID),
		app.Button().Type("button").Class("oc-quiet").ID("oc-anew").Text(p.another).OnClick(func(app.Context, app.Event) { d.anew(m, false) }, m.draft.ID),
		app.Button().Type("button").Class("oc-primary").ID("oc-done").Text(p.toList).OnClick(func(app.Context, app.Event) { d.leave() }),
	))
	return app.Li().Class("oc-here", "oc-end").Aria("current", "step").Body(fresh(m, body...))
}

// fieldID is the id of the field of a record: of its first button where it is chosen.
func fieldID(r playbook.Record) string {
	if options := optionsOf(r); len(options) > 0 {
		return "oc-record-" + r.ID + "-" + options[0].ID
	}
	return "oc-record-" + r.ID
}

// optionsOf lists what a record is chosen from; nothing where it is written.
func optionsOf(r playbook.Record) []playbook.Option {
	if r.Kind == playbook.YesNo {
		yes, no := map[string]string{}, map[string]string{}
		for _, w := range []*words{&chinese, &english} {
			yes[w.lang], no[w.lang] = w.procedures.yes, w.procedures.no
		}
		return []playbook.Option{{ID: "yes", Title: yes}, {ID: "no", Title: no}}
	}
	return r.Choices
}

// renderRecord draws the field of a record, what is wrong with it, and what there is to
// know about what stands in it.
func (d *desk) renderRecord(w *words, m *matter, r playbook.Record) app.UI {
	p := &w.procedures
	noteID := fieldID(r) + "-note"
	title := []app.UI{app.Text(r.Title.In(w.lang))}
	if !r.Required {
		title = append(title, app.Span().Class("oc-muted").Text(p.optional))
	}
	note, class := d.fieldNote(w, m, r), "oc-field-note"
	if m.wrong[r.ID] != "" {
		note, class = m.wrong[r.ID], "oc-field-note oc-wrong"
	}
	below := app.P().ID(noteID).Class(class).Text(note)
	wrong := strconv.FormatBool(m.wrong[r.ID] != "")

	if options := optionsOf(r); len(options) > 0 {
		var buttons []app.UI
		for _, option := range options {
			id := "oc-record-" + r.ID + "-" + option.ID
			radio := app.Input().Type("radio").ID(id).Name("oc-record-"+r.ID).Value(option.ID).Aria("describedby", noteID).
				OnChange(d.onField(m, r.ID), m.draft.ID+strconv.Itoa(m.visit)+r.ID)
			if m.shown[r.ID] == option.ID {
				radio = radio.Checked(true)
			}
			buttons = append(buttons, app.Label().Class("oc-option").Body(radio, app.Span().Text(option.Title.In(w.lang))))
		}
		return app.FieldSet().Class("oc-field").Body(
			app.Legend().Body(title...),
			app.Div().Class("oc-options").Body(buttons...),
			below,
		)
	}
	label := app.Label().For(fieldID(r)).Body(title...)
	scope := m.draft.ID + strconv.Itoa(m.visit) + r.ID
	if r.Kind == playbook.Date {
		return app.Div().Class("oc-field").Body(label,
			app.Div().Class("oc-options").Body(append([]app.UI{
				app.Input().Type("date").ID(fieldID(r)).Value(m.shown[r.ID]).Min("1992-01-01").Max("2199-12-31").
					Aria("describedby", noteID).Aria("invalid", wrong).OnInput(d.onField(m, r.ID), scope),
			}, d.renderDays(w, m, r)...)...),
			below)
	}
	return app.Div().Class("oc-field").Body(label,
		app.Textarea().ID(fieldID(r)).Rows(2).Text(m.shown[r.ID]).Aria("describedby", noteID).Aria("invalid", wrong).Attr("autocomplete", "off").
			OnInput(d.onField(m, r.ID), scope),
		below)
}

// onField gives a handler that takes in what a field holds.
func (d *desk) onField(m *matter, record string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) { d.record(m, record, ctx.JSSrc().Get("value").String()) }
}

// record takes in what a field holds.
func (d *desk) record(m *matter, record, value string) {
	m.form[record] = value
	delete(m.wrong, record)
}

// renderDays draws buttons for the days most often meant: for a promise some to come,
// for anything else today and the day before.
func (d *desk) renderDays(w *words, m *matter, r playbook.Record) []app.UI {
	p := &w.procedures
	type near struct {
		title string
		ahead calendar.Day
	}
	days := []near{{p.today, 0}, {p.yesterday, -1}}
	if d.dueRecord(m, r.ID) {
		days = []near{{p.tomorrow, 1}, {p.inDays(3), 3}, {p.inDays(7), 7}}
	}
	var buttons []app.UI
	for _, day := range days {
		buttons = append(buttons, app.Button().Type("button").Class("oc-quiet", "oc-day").Text(day.title).OnClick(func(app.Context, app.Event) {
			value := (d.today() + day.ahead).String()
			app.Window().GetElementByID(fieldID(r)).Set("value", value)
			d.record(m, r.ID, value)
		}, m.draft.ID+strconv.Itoa(m.visit)+r.ID+day.title))
	}
	return buttons
}

// fieldNote says what there is to know about what stands in a field: where it comes
// from, which day of the week a day is, and whether it is later than the law allows.
func (d *desk) fieldNote(w *words, m *matter, r playbook.Record) string {
	p := &w.procedures
	value := m.form[r.ID]
	if r.Kind != playbook.Date {
		if value != "" && value == m.begun[r.ID] && r.Kind == playbook.Words && value == d.saidInTalk(m) {
			return p.brought
		}
		return ""
	}
	day, err := calendar.ParseDay(value)
	if err != nil {
		return ""
	}
	note := dayIn(w, day, d.today())
	if !d.dueRecord(m, r.ID) {
		return note
	}
	switch works, err := calendar.Workday(day); {
	case err != nil:
		year, _, _ := day.Date()
		note += p.dayUnknown(year)
	case !works:
		note += p.dayOff
	}
	for _, c := range countClocks(d.playbook, m.view.Timers, d.today()) {
		if c.inLaw() && c.ends() && c.due.Day < day {
			return note + p.later(dayIn(w, c.due.Day, d.today()))
		}
	}
	return note
}
