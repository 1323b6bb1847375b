package main

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/app/store"
	"objectioncoach/coach/calendar"
	"objectioncoach/coach/casebook"
)

// boxes are the fields of a case that are typed, by the ids of their boxes. The program
// sets their values by hand, once a case is opened: to do it by rendering would break an
// input method in the middle of a word.
var boxes = map[string]func(*casebook.Draft) *string{
	"note":    func(c *casebook.Draft) *string { return &c.Note },
	"promise": func(c *casebook.Draft) *string { return &c.Promise },
	"product": func(c *casebook.Draft) *string { return &c.Product },
	"segment": func(c *casebook.Draft) *string { return &c.Segment },
	"channel": func(c *casebook.Draft) *string { return &c.Channel },
}

// pickers are the fields of which one tag is chosen.
var pickers = map[string]func(*casebook.Draft) *string{
	"kind":      func(c *casebook.Draft) *string { return &c.Kind },
	"nature":    func(c *casebook.Draft) *string { return &c.Nature },
	"emotion":   func(c *casebook.Draft) *string { return &c.Emotion },
	"technique": func(c *casebook.Draft) *string { return &c.Technique },
	"outcome":   func(c *casebook.Draft) *string { return &c.Outcome },
	"servqual":  func(c *casebook.Draft) *string { return &c.Servqual },
}

// dates are the fields that are days.
var dates = map[string]func(*casebook.Draft) *calendar.Day{
	"followUp":   func(c *casebook.Draft) *calendar.Day { return &c.FollowUp },
	"followedUp": func(c *casebook.Draft) *calendar.Day { return &c.FollowedUp },
}

// fillForm puts a case into the boxes, when it is opened.
func (d *desk) fillForm() {
	c := d.filing.draft
	if c == nil {
		return
	}
	lang := d.words().lang
	setValue("oc-case-talk", casebook.WriteTalk(c.Turns, lang))
	for field, at := range boxes {
		setValue("oc-case-"+field, casebook.Title(field, *at(c), lang))
	}
	for field, at := range dates {
		setValue("oc-case-"+field, at(c).String())
	}
	page.Focus("oc-case-outcome")
}

// look makes the case as it would be kept, or finds what is wrong with it.
func (d *desk) look() {
	c, err := casebook.New(*d.filing.draft)
	d.filing.written, d.filing.faults = &c, nil
	if err != nil {
		d.filing.written = nil
		errors.As(err, &d.filing.faults)
	}
}

// renderForm draws all fields of a case, and what will be written of them.
func (d *desk) renderForm(w *words) app.UI {
	c := d.filing.draft
	_, there := d.book.Get(c.ID)
	title := w.cases.fresh
	if there {
		day, _ := calendar.InShanghai(c.Created)
		title = dayText(day, d.today(), w.lang)
	}
	head := app.Div().Class("oc-cases-head").Body(
		button("oc-quiet", "‹ "+w.cases.back, d.onBack).ID("oc-case-back"),
		app.H1().Text(title),
		app.Div().Class("oc-tools").Body(
			button("oc-quiet", w.cases.goOn, d.onToWalk).ID("oc-case-walk").Hidden(len(c.Walk) == 0 || d.playbook == nil),
		),
	)
	var tools []app.UI
	tools = append(tools, button("oc-primary", w.cases.save, d.onSaveCase).ID("oc-case-save").Disabled(d.filing.written == nil))
	if there {
		tools = append(tools, button("oc-danger", w.cases.remove, d.onRemoveCase).ID("oc-case-remove"))
	}
	return app.Div().Class("oc-form").Body(
		head,
		app.Div().Class("oc-columns").Body(
			app.Div().Class("oc-fields").Body(
				app.FieldSet().Body(
					app.Legend().Text(w.cases.after),
					app.Div().Class("oc-grid").Body(d.renderPicker(w, "outcome"), d.renderDate(w, "followUp"), d.renderDate(w, "followedUp"), d.renderBox(w, "promise")),
				),
				app.Label().Body(app.Span().Text(w.cases.talk), app.Textarea().ID("oc-case-talk").Rows(5).Spellcheck(false).OnInput(d.onTalk)),
				d.renderTags(w, "topics", c.Topics, 0, len(casebook.Choices("topics", w.lang))),
				app.FieldSet().Body(
					app.Legend().Text(w.cases.tags),
					app.Div().Class("oc-grid").Body(
						d.renderPicker(w, "kind"), d.renderPicker(w, "nature"), d.renderPicker(w, "emotion"), d.renderPicker(w, "technique"), d.renderPicker(w, "servqual"),
						d.renderBox(w, "channel"), d.renderBox(w, "product"), d.renderBox(w, "segment"),
					),
				),
				d.renderCauses(w, c.Causes),
				app.Label().Body(app.Span().Text(casebook.Heading("note", w.lang)), app.Textarea().ID("oc-case-note").Rows(3).Spellcheck(false).OnInput(d.onBox("note"), "note")),
				d.renderCaseClocks(w, c.Clocks),
			),
			d.renderPreview(w),
		),
		app.Div().Class("oc-form-foot").Body(tools...),
	)
}

func (d *desk) renderPicker(w *words, field string) app.UI {
	value := *pickers[field](d.filing.draft)
	var options []app.UI
	if field != "outcome" {
		options = append(options, option("", "—", value))
	}
	listed := value == "" || field == "outcome"
	for _, choice := range casebook.Choices(field, w.lang) {
		listed = listed || choice.ID == value
		options = append(options, option(choice.ID, choice.Title, value))
	}
	if !listed {
		options = append(options, option(value, value, value))
	}
	return app.Label().Body(
		app.Span().Text(casebook.Heading(field, w.lang)),
		app.Select().ID("oc-case-"+field).Name(field).OnChange(d.onPicker(field), field).Body(options...),
	)
}

func (d *desk) onPicker(field string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		*pickers[field](d.filing.draft) = ctx.JSSrc().Get("value").String()
		d.look()
	}
}

// renderBox draws a box for a line, with the known tags as proposals.
func (d *desk) renderBox(w *words, field string) app.UI {
	var proposals []app.UI
	for _, choice := range casebook.Choices(field, w.lang) {
		proposals = append(proposals, app.Option().Value(choice.Title))
	}
	box := app.Input().ID("oc-case-"+field).Type("text").AutoComplete(false).Spellcheck(false).OnInput(d.onBox(field), field)
	if len(proposals) == 0 {
		return app.Label().Body(app.Span().Text(casebook.Heading(field, w.lang)), box)
	}
	return app.Label().Body(app.Span().Text(casebook.Heading(field, w.lang)), box.List("oc-list-"+field), app.DataList().ID("oc-list-"+field).Body(proposals...))
}

func (d *desk) onBox(field string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) { d.enter(field, ctx.JSSrc().Get("value").String()) }
}

// enter takes in what stands in a box.
func (d *desk) enter(field, text string) {
	if d.filing.draft == nil {
		return
	}
	*boxes[field](d.filing.draft) = text
	d.look()
}

func (d *desk) onTalk(ctx app.Context, _ app.Event) {
	if d.filing.draft != nil {
		d.filing.draft.Turns = casebook.ReadTalk(strings.TrimSpace(ctx.JSSrc().Get("value").String()))
		d.look()
	}
}

func (d *desk) renderDate(w *words, field string) app.UI {
	return app.Label().Body(
		app.Span().Text(casebook.Heading(field, w.lang)),
		app.Input().ID("oc-case-"+field).Type("date").Min("1992-01-01").Max("2199-12-31").OnChange(d.onDate(field), field),
	)
}

func (d *desk) onDate(field string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		var day calendar.Day
		_ = day.UnmarshalText([]byte(ctx.JSSrc().Get("value").String())) // the box gives a day or nothing
		*dates[field](d.filing.draft) = day
		d.look()
	}
}

// renderTags draws some tags of a field as buttons to press.
func (d *desk) renderTags(w *words, field string, chosen []string, from, to int) app.UI {
	return app.FieldSet().Body(app.Legend().Text(casebook.Heading(field, w.lang)), app.Div().Class("oc-tags").Body(d.tagButtons(w, field, chosen, from, to)...))
}

func (d *desk) tagButtons(w *words, field string, chosen []string, from, to int) []app.UI {
	var list []app.UI
	for _, choice := range casebook.Choices(field, w.lang)[from:to] {
		pressed := "false"
		if slices.Contains(chosen, choice.ID) {
			pressed = "true"
		}
		list = append(list, button("oc-tag", choice.Title, d.onTag(field, choice.ID), field+choice.ID).Aria("pressed", pressed).DataSet("tag", choice.ID))
	}
	return list
}

// causeGroups are where the groups of causes end in their list: faults of the seller,
// causes on the customer's side, and reasons to doubt.
var causeGroups = [3]int{7, 14, 21}

func (d *desk) renderCauses(w *words, chosen []string) app.UI {
	body := []app.UI{app.Legend().Text(w.cases.causes)}
	from := 0
	for i, to := range causeGroups {
		body = append(body, app.P().Class("oc-muted").Text(w.cases.causesOf[i]), app.Div().Class("oc-tags").Body(d.tagButtons(w, "causes", chosen, from, to)...))
		from = to
	}
	return app.FieldSet().Body(body...)
}

func (d *desk) onTag(field, id string) app.EventHandler {
	return func(app.Context, app.Event) { d.press(field, id) }
}

// press puts a tag on the case, or takes it off.
func (d *desk) press(field, id string) {
	list := &d.filing.draft.Topics
	if field == "causes" {
		list = &d.filing.draft.Causes
	}
	if i := slices.Index(*list, id); i >= 0 {
		*list = slices.Delete(slices.Clone(*list), i, i+1)
	} else {
		*list = append(slices.Clone(*list), id)
	}
	d.look()
}

// renderCaseClocks lists the time limits, each with a way to stop it today.
func (d *desk) renderCaseClocks(w *words, clocks []casebook.Clock) app.UI {
	if len(clocks) == 0 {
		return app.Div()
	}
	var rows []app.UI
	for i, clock := range clocks {
		name := clock.Title
		if name == "" {
			name = clock.ID
		}
		body := []app.UI{app.Span().Text(name + " · " + dayText(clock.Due, d.today(), w.lang))}
		if clock.Stopped == 0 {
			body = append(body, button("oc-quiet", w.cases.doneToday, d.onStop(i), i))
		} else {
			body = append(body, app.Span().Class("oc-muted").Text("✓ "+dayText(clock.Stopped, d.today(), w.lang)))
		}
		rows = append(rows, app.Li().Body(body...))
	}
	return app.FieldSet().Body(app.Legend().Text(casebook.Heading("clocks", w.lang)), app.Ul().Class("oc-clocks").Body(rows...))
}

func (d *desk) onStop(i int) app.EventHandler {
	return func(app.Context, app.Event) {
		if c := d.filing.draft; c != nil && i < len(c.Clocks) {
			c.Clocks = slices.Clone(c.Clocks)
			c.Clocks[i].Stopped = d.today()
			d.look()
		}
	}
}

// renderPreview shows the case as it will be written, or what is wrong with it.
func (d *desk) renderPreview(w *words) app.UI {
	body := []app.UI{app.H2().Text(w.cases.preview), app.P().Class("oc-muted").Text(w.cases.previewWhy)}
	if d.filing.written == nil {
		var list []app.UI
		for _, fault := range d.filing.faults {
			list = append(list, app.Li().Text(casebook.Heading(fault.Field, w.lang)+" "+fault.Message(w.lang)))
		}
		return app.Div().Class("oc-preview-case").Body(append(body, app.Div().Role("alert").Body(app.Ul().Class("oc-error").Body(list...)))...)
	}
	actions := []app.UI{
		button("oc-quiet", w.cases.copyText, d.onCopyCase).ID("oc-case-copy"),
		button("oc-quiet", w.cases.calendar, d.onCaseCalendar).ID("oc-case-ics"),
	}
	if d.hosted {
		actions = append(actions, button("oc-quiet", w.cases.sayText, d.onCaseToHost).ID("oc-case-say"))
	}
	return app.Div().Class("oc-preview-case").Body(append(body,
		app.Pre().ID("oc-case-preview").TabIndex(0).Aria("label", w.cases.preview).Text(casebook.Text(*d.filing.written, w.lang)),
		app.Div().Class("oc-actions").Body(actions...),
	)...)
}

// onBack leaves the case as it is: as another tab has made it, where one did.
func (d *desk) onBack(app.Context, app.Event) {
	id, behind := d.filing.draft.ID, d.filing.behind
	d.closeForm()
	if behind {
		d.hearNews(store.News{IDs: []string{id}})
	}
}

func (d *desk) onToWalk(app.Context, app.Event) { d.toWalk() }

func (d *desk) onSaveCase(app.Context, app.Event) { d.saveCase() }

// saveCase keeps the case that is open, and goes back to the list.
func (d *desk) saveCase() {
	draft := *d.filing.draft
	draft.Changed = changedNow(draft)
	d.filing.done = d.words().cases.saved
	if _, err := d.keep(draft); err != nil {
		if !errors.As(err, &d.filing.faults) { // else it stands beside the case
			d.status = d.words().cases.why(failureOf(err).Why)
		}
		d.filing.done = ""
		return
	}
	d.closeForm()
}

// changedNow is the moment of a change that is being made: later than the one before,
// also where the clock of the device was put back meanwhile.
func changedNow(draft casebook.Draft) int64 { return max(time.Now().UnixMilli(), draft.Changed+1) }

func (d *desk) onRemoveCase(app.Context, app.Event) { d.removeCase() }

// removeCase deletes the case that is open; Undo brings it back.
func (d *desk) removeCase() {
	id := d.filing.draft.ID
	if err := d.book.Delete(id); err != nil {
		d.status = err.Error()
		return
	}
	d.filing.done = d.words().cases.removed
	d.closeForm()
	d.write(false, id)
}

func (d *desk) onUndo(app.Context, app.Event) { d.undo() }

// undo takes back the latest change of the book.
func (d *desk) undo() {
	ids := d.book.Undo()
	d.status, d.filing.undoable = "", false
	if len(ids) > 0 {
		d.write(false, ids...)
	}
}

func (d *desk) onCopyCase(app.Context, app.Event) {
	d.copy(casebook.Text(*d.filing.written, d.words().lang))
}

// copy puts a text on the clipboard, and says whether it worked.
func (d *desk) copy(text string) {
	page.CopyText(text, func(ok bool) {
		d.onScreen(func() {
			if d.status = d.words().cases.copied; !ok {
				d.status = d.words().cases.copyFailed
			}
		})
	})
}

// onCaseToHost hands the case to the page around the coach.
func (d *desk) onCaseToHost(app.Context, app.Event) {
	d.coach.tell("note", map[string]any{"text": casebook.Text(*d.filing.written, d.words().lang)})
}
