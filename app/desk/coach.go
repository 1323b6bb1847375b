package main

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach/casebook"
	"objectioncoach/coach/playbook"
)

// coachPage is the coach's own page around the frame of the desk, of the same origin.
// Its methods do nothing on a nil page, which is a desk with the window to itself.
type coachPage struct {
	origin string
	window app.Value
}

// request is what the coach's page asks of the desk.
type request struct {
	Desk   int    `json:"desk"`   // 1, the version of these messages
	Place  string `json:"place"`  // which screen to show; "" leaves it
	Locale string `json:"locale"` // with Theme, how to look
	Theme  string `json:"theme"`
	// Colours are those of the host page, by the names of page.Colours.
	Colours map[string]string `json:"colours"`
	// Case is what a new case is to begin with: the talk and what was recognised.
	Case *casebook.Draft `json:"case"`
	// Occasion is what a procedure is to be offered for. Case is then the talk it
	// begins with, and no case yet.
	Occasion  *playbook.Occasion `json:"occasion"`
	Procedure string             `json:"procedure"` // with Occasion, the one to begin; "" leaves the choice
	// Host tells that a host page can take texts.
	Host bool `json:"host"`
	// Drill is what the coach makes of a reply in a drill. Nothing else comes with it.
	Drill *drilled `json:"drill"`
	// Do is "lock", "unlock" with the passphrase, or "clear" for the next customer.
	Do         string `json:"do"`
	Passphrase string `json:"passphrase"`
}

// connectCoach finds the coach's page, listens to it and greets it.
func connectCoach(d *desk) *coachPage {
	parent := app.Window().Get("parent")
	c := &coachPage{origin: app.Window().Get("location").Get("origin").String(), window: parent}
	if parent.Equal(app.Window().JSValue()) {
		return nil
	}
	app.Window().Call("addEventListener", "message", app.FuncOf(func(_ app.Value, args []app.Value) any {
		if r, ok := c.hear(args[0]); ok {
			d.ctx.Dispatch(func(app.Context) { d.obey(r) })
		}
		return nil
	}))
	c.tell("hello", nil)
	return c
}

// hear reads a message event: from the page around, of this very origin, in the
// envelope, or not at all.
func (c *coachPage) hear(event app.Value) (r request, ok bool) {
	if !event.Get("source").Equal(c.window) || event.Get("origin").String() != c.origin {
		return r, false
	}
	raw := app.Window().Get("JSON").Call("stringify", event.Get("data"))
	return r, raw.Type() == app.TypeString && json.Unmarshal([]byte(raw.String()), &r) == nil && r.Desk == 1
}

// tell sends a message of a type with its fields to the coach's page: "hello" once it
// listens, "place" when another screen is shown, "case" when a case was kept, "say"
// with a sentence for the talk, "note" with a text for the record of the customer, "coach"
// to go back, "active" when the desk is touched, "lock" when the settings of the lock
// changed, "drill" with a reply to be read, "unlocked" and "wrong" as answers to a
// passphrase.
func (c *coachPage) tell(kind string, fields map[string]any) {
	if c == nil {
		return
	}
	all := map[string]any{"desk": 1, "type": kind}
	for k, v := range fields {
		all[k] = v
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return // only types of this program are sent, which can all be written
	}
	c.window.Call("postMessage", app.Window().Get("JSON").Call("parse", string(raw)), c.origin)
}

// obey does what the coach's page asks.
func (d *desk) obey(r request) {
	if r.Drill != nil {
		d.drillAnswered(*r.Drill)
		return
	}
	if r.Locale != "" {
		d.locale, d.theme = r.Locale, r.Theme
		page.Look(d.words().lang, d.theme, d.words().title)
		page.Paint(r.Colours, d.theme)
	}
	switch r.Do {
	case "lock":
		d.lock()
		return
	case "unlock":
		d.answerUnlock(r.Passphrase)
		return
	case "clear":
		d.clearCustomer()
		return
	}
	d.hosted = r.Host
	if r.Place != "" {
		d.show(r.Place)
	}
	switch {
	case r.Occasion != nil:
		d.offer(*r.Occasion, r.Case, r.Procedure)
	case r.Case != nil:
		d.begin(*r.Case)
	}
}
