package main

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach/calendar"
	"objectioncoach/coach/casebook"
	"objectioncoach/coach/playbook"
)

// Places of the desk: which of its screens is shown.
const (
	procedures = "procedures"
	cases      = "cases"
	insight    = "insight"
)

// desk is the one component. Its fields are the whole state; they change only on the
// UI goroutine.
type desk struct {
	app.Compo

	ctx    app.Context // outlives every element of the screen
	locale string
	theme  string
	coach  *coachPage // the page around the frame; nil when the desk has the window to itself
	place  string     // one of the places

	playbook *playbook.Book // nil until it is fetched
	failure  string         // why there is no playbook
	book     casebook.Book
	keeping  keeping // how the book is kept on the device
	hosted   bool    // a host page can take texts

	walking walking
	filing  filing
	looking looking

	status string // what was just done
}

// OnMount connects the desk to the browser and fetches the procedures. Outside a
// browser, in tests, there is neither.
func (d *desk) OnMount(ctx app.Context) {
	if app.IsServer {
		return
	}
	d.ctx = ctx
	address := page.Fragment()
	d.locale, d.theme, d.place = page.Language(), address.Get("theme"), address.Get("place")
	page.Look(d.words().lang, d.theme, d.words().title)
	d.fetchPlaybook()
	d.coach = connectCoach(d)
	d.openStore()
	d.tellTouches()
	d.askBeforeLeaving()
	d.keepWhenHidden()
	d.keepFocusInSight()
}

// fetchPlaybook gets the procedures, which the site serves as JSON.
func (d *desk) fetchPlaybook() {
	fetch := page.Fetch
	if d.failure != "" {
		fetch = page.FetchAnew // the browser's own copy may be what is broken
	}
	d.failure = ""
	fetch(procedures, func(file []byte, err error) {
		book := &playbook.Book{}
		if err == nil {
			err = json.Unmarshal(file, book)
		}
		d.ctx.Dispatch(func(app.Context) {
			if err != nil {
				d.failure = err.Error()
				return
			}
			d.playbook = book
			d.beginWanted()
		})
	})
}

// Render draws the place that is shown. The others are not there.
func (d *desk) Render() app.UI {
	w := d.words()
	var shown app.UI
	switch {
	case d.locked():
		shown = app.Section().Class("oc-cases").Aria("label", w.cases.title).Body(app.H1().Text(w.cases.title), d.renderUnlock(&w.cases))
	case d.place == cases:
		shown = d.renderCases(w)
	case d.place == insight:
		shown = d.renderInsight(w)
	default:
		shown = d.renderProcedures(w)
	}
	return app.Main().Class("oc-desk").Lang(w.lang).Body(
		shown,
		d.renderStatus(w),
	)
}

// renderStatus says what was just done, and offers to take it back where that can be.
func (d *desk) renderStatus(w *words) app.UI {
	body := []app.UI{app.Span().Role("status").Text(d.status)}
	if d.filing.undoable && d.status != "" {
		body = append(body, app.Button().Type("button").Class("oc-quiet").ID("oc-case-undo").Text(w.cases.undo).OnClick(d.onUndo))
	}
	return app.Footer().Class("oc-status").Body(body...)
}

// show changes the place, and what the words around the frame say of it.
func (d *desk) show(place string) {
	d.place = place
	d.walking.at.redraw()
	d.fillDrill()
	d.status = ""
	d.coach.tell("place", map[string]any{"place": place})
	d.toTop()
}

// toTop scrolls the screen to its top: whatever screen is shown, it is one element.
func (d *desk) toTop() {
	if d.ctx != nil {
		d.ctx.Defer(func(app.Context) {
			app.Window().Get("document").Call("querySelector", ".oc-desk > section").Call("scrollTo", 0, 0)
		})
	}
}

// today is the day in Shanghai, by the clock of the device.
func (d *desk) today() calendar.Day { return page.Today() }
