package main

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach/calendar"
	"objectioncoach/coach/casebook"
	"objectioncoach/coach/playbook"
	"objectioncoach/coach/text"
)

// walking is the state of the procedures' screen. The zero one knows of no talk and has
// nothing open.
type walking struct {
	occasion *playbook.Occasion // what procedures are offered for; nil where there is no talk
	talk     casebook.Draft     // what a case of that talk begins with
	wanted   string             // the procedure to begin once the procedures are there; fitting for the one that clearly fits
	at       *matter            // what is open; nil shows the list
	peek     string             // the procedure whose drawing the list shows
}

// fitting asks for the procedure that clearly fits the occasion.
const fitting = "?"

// offer takes in a talk: the procedure that was asked for is begun, or else the one that
// clearly fits; where there is none, those that fit are listed first.
func (d *desk) offer(o playbook.Occasion, talk *casebook.Draft, procedure string) {
	d.close()
	o.Said = string(text.Prepare(o.Said).Runes)
	d.walking.occasion, d.walking.talk, d.walking.wanted = &o, casebook.Draft{}, cmp.Or(procedure, fitting)
	if talk != nil {
		d.walking.talk = *talk
	}
	d.beginWanted()
}

// putAway puts away whatever shows of a customer: what is under way is kept, and the talk
// it came from is known no more.
func (d *desk) putAway() {
	d.close() // nobody is asked: the customer has gone
	d.walking, d.status = walking{}, ""
}

// beginWanted begins the procedure that is wanted, as soon as the procedures are there.
func (d *desk) beginWanted() {
	wanted := d.walking.wanted
	if wanted == "" || d.playbook == nil || d.walking.at != nil {
		return
	}
	d.walking.wanted = ""
	if wanted == fitting {
		id, ok := d.playbook.Clear(*d.walking.occasion)
		if !ok {
			d.focus(listID)
			return
		}
		wanted = id
	}
	d.start(wanted, d.walking.talk)
}

// listID is the id of the heading of the list.
const listID = "oc-procedures"

func (d *desk) renderProcedures(w *words) app.UI {
	p := &w.procedures
	switch {
	case d.playbook == nil && d.failure != "":
		return app.Section().Class("oc-procedures").Aria("label", p.title).Body(
			app.H1().Text(p.title),
			app.P().Class("oc-error").Role("alert").Text(w.failed+d.failure),
			app.Button().Type("button").Class("oc-primary").ID("oc-retry").Text(w.retry).OnClick(func(app.Context, app.Event) { d.fetchPlaybook() }),
		)
	case d.playbook == nil:
		return app.Section().Class("oc-procedures").Aria("label", p.title).Body(app.H1().Text(p.title), app.P().Class("oc-muted").Text(p.starting))
	case d.walking.at != nil:
		return d.renderMatter(w, d.walking.at)
	}
	body := []app.UI{app.H1().ID(listID).TabIndex(-1).Text(p.title), d.renderTroubles(w)}
	body = append(body, d.renderOpen(w)...)
	body = append(body, d.renderOffers(w)...)
	var all []app.UI
	for _, procedure := range d.playbook.Procedures {
		all = append(all, d.renderProcedure(w, procedure, "", false))
	}
	body = append(body, app.H2().Text(p.all), app.Ul().Class("oc-plain", "oc-all").Body(all...))
	return app.Section().Class("oc-procedures").Aria("label", p.title).Body(body...)
}

// renderOffers draws the procedures that fit the talk, with what they fit by.
func (d *desk) renderOffers(w *words) []app.UI {
	if d.walking.occasion == nil {
		return nil
	}
	p := &w.procedures
	var items []app.UI
	for i, id := range d.playbook.Offers(*d.walking.occasion) {
		procedure, _ := d.playbook.Procedure(id)
		items = append(items, d.renderProcedure(w, procedure, d.because(w, id), i == 0))
	}
	if len(items) == 0 {
		return []app.UI{app.H2().Text(p.offered), app.P().Class("oc-muted").Text(p.noneFits)}
	}
	return []app.UI{app.H2().Text(p.offered), app.Ul().Class("oc-plain", "oc-offers").Body(items...)}
}

// because tells in words what a procedure is offered for.
func (d *desk) because(w *words, id string) string {
	p := &w.procedures
	var list []string
	for _, condition := range d.playbook.Because(id, *d.walking.occasion) {
		axis, value, _ := strings.Cut(condition, "=")
		switch axis {
		case "words":
			list = append(list, p.saidWord(value))
		case "topic":
			list = append(list, casebook.Title("topics", value, w.lang))
		case "merit":
			list = append(list, p.merits[value])
		case "escalate":
			list = append(list, p.escalates)
		default:
			list = append(list, casebook.Title(axis, value, w.lang))
		}
	}
	if len(list) == 0 {
		return p.forTrade
	}
	return p.because + strings.Join(list, " · ")
}

// renderProcedure draws a procedure to begin, and its drawing where it is asked for.
func (d *desk) renderProcedure(w *words, procedure playbook.Procedure, why string, first bool) app.UI {
	p := &w.procedures
	title := procedure.Title.In(w.lang)
	class := "oc-quiet"
	if first {
		class = "oc-primary"
	}
	line := []app.UI{app.Span().Class("oc-passed-title").Text(title)}
	if why != "" {
		line = append(line, app.Span().Class("oc-muted").Text(why))
	}
	key := procedure.ID
	if why != "" { // it stands in both lists
		key += "!"
	}
	open := d.walking.peek == key
	body := []app.UI{app.Div().Class("oc-offer").Body(
		app.P().Body(line...),
		app.Button().Type("button").Class("oc-quiet", "oc-peek").Aria("expanded", strconv.FormatBool(open)).Aria("label", p.drawing+p.colon+title).Text(p.drawing).
			OnClick(func(app.Context, app.Event) { d.peek(key) }, key),
		app.Button().Type("button").Class(class, "oc-start").DataSet("procedure", procedure.ID).Aria("label", p.start+p.colon+title).Text(p.start).
			OnClick(func(app.Context, app.Event) { d.start(procedure.ID, d.walking.talk) }, procedure.ID),
	)}
	if open {
		body = append(body, renderDrawing(w, procedure, ""))
	}
	return app.Li().Body(body...)
}

// peek shows the drawing of a procedure in the list, or hides it.
func (d *desk) peek(key string) {
	if d.walking.peek == key {
		key = ""
	}
	d.walking.peek = key
}

// shownOpen is how many matters under way are listed at once.
const shownOpen = 50

// underWay is a matter under way as the list shows it.
type underWay struct {
	id, title, step, about string
	open                   string // why no day can be told, where a clock runs
	near                   clock
	running                bool // near is a clock
	broken                 bool
}

// renderOpen draws the matters under way, those with the nearest day first.
func (d *desk) renderOpen(w *words) []app.UI {
	p := &w.procedures
	list := d.underWay(w)
	if len(list) == 0 {
		return nil
	}
	more := len(list) - shownOpen
	if more > 0 {
		list = list[:shownOpen]
	}
	var items []app.UI
	for _, o := range list {
		line := []app.UI{app.Span().Class("oc-passed-title").Text(o.title)}
		if o.broken {
			line = append(line, app.Span().Class("oc-error").Text(p.brokenShort))
		} else {
			line = append(line, app.Span().Text(o.step))
		}
		if o.about != "" {
			line = append(line, app.Span().Class("oc-muted", "oc-preview").Text(o.about))
		}
		class := "oc-near"
		near := o.open
		if o.running {
			near = dayIn(w, o.near.due.Day, d.today()) + " · " + d.left(w, o.near, d.today())
			if o.near.due.Day < d.today() {
				class += " oc-overdue"
			}
		}
		line = append(line, app.Span().Class(class).Text(near))
		items = append(items, app.Li().Body(
			app.Button().Type("button").Class("oc-open").DataSet("case", o.id).OnClick(func(app.Context, app.Event) { d.resume(o.id) }, o.id).Body(line...)))
	}
	body := []app.UI{app.H2().Text(p.underWay(len(items) + max(more, 0))), app.Ul().Class("oc-plain", "oc-opens").Body(items...)}
	if more > 0 {
		body = append(body, app.P().Class("oc-muted").Text(p.more(more)))
	}
	return body
}

// underWay lists the matters that have not come to an end, the nearest day first: those of
// cases that are still open, and those that can no longer be read.
func (d *desk) underWay(w *words) []underWay {
	var list []underWay
	for _, c := range d.book.Walks() {
		draft := c.Draft()
		if draft.Outcome != casebook.Outcomes[0] && draft.Outcome != "escalated" {
			continue
		}
		var kept keptWalk
		o := underWay{id: draft.ID}
		err := json.Unmarshal(draft.Walk, &kept)
		o.title, o.about = kept.Procedure, aboutOf(kept.Walk)
		var view playbook.View
		if err == nil {
			view, err = d.playbook.View(kept.Walk)
		}
		switch {
		case err != nil:
			o.broken = true
			if procedure, ok := d.playbook.Procedure(kept.Procedure); ok {
				o.title = procedure.Title.In(w.lang)
			}
		case view.Ended:
			continue
		default:
			o.title, o.step = view.Title.In(w.lang), view.State.Title.In(w.lang)
			clocks := countClocks(d.playbook, view.Timers, d.today())
			o.near, o.running = nearest(clocks)
			o.open = uncountedYear(w, clocks)
		}
		list = append(list, o)
	}
	slices.SortFunc(list, func(a, b underWay) int { return cmp.Or(int(a.day()-b.day()), strings.Compare(a.id, b.id)) })
	return list
}

// day is what a matter is sorted by: one without a day comes last.
func (o underWay) day() calendar.Day {
	if o.running {
		return o.near.due.Day
	}
	return calendar.LastDay
}
