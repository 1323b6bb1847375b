package main

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// touchPause is how often at most the coach's page is told that the desk is touched.
const touchPause = 5 * time.Second

// tellTouches tells the coach's page, which locks the screen, that somebody is there.
func (d *desk) tellTouches() {
	told := time.Time{}
	touched := app.FuncOf(func(app.Value, []app.Value) any {
		if now := time.Now(); now.Sub(told) >= touchPause {
			told = now
			d.coach.tell("active", nil)
		}
		return nil
	})
	for _, event := range []string{"pointerdown", "keydown"} {
		app.Window().Call("addEventListener", event, touched, true)
	}
}

// askBeforeLeaving has the browser ask before a page is closed with cases that are
// nowhere else.
func (d *desk) askBeforeLeaving() {
	app.Window().Call("addEventListener", "beforeunload", app.FuncOf(func(_ app.Value, args []app.Value) any {
		if len(d.keeping.unsaved) > 0 || d.keeping.pending > 0 {
			args[0].Call("preventDefault")
		}
		return nil
	}))
}

// keepWhenHidden keeps what is half written when the page goes out of sight.
func (d *desk) keepWhenHidden() {
	document := app.Window().Get("document")
	document.Call("addEventListener", "visibilitychange", app.FuncOf(func(app.Value, []app.Value) any {
		if document.Get("visibilityState").String() == "hidden" {
			d.onScreen(d.keepHalf)
		}
		return nil
	}))
}

// lock forgets the cases where a passphrase is set, so that nobody comes to them without
// it. A case that is being written stays for whoever gives it, and so do cases that could
// not be written; a procedure is kept as far as it has come. An import ends, and tells so
// to whoever gives it.
func (d *desk) lock() {
	if d.keeping.shelf == nil || !d.keeping.shelf.Protected() || len(d.keeping.unsaved) > 0 {
		return
	}
	running := d.filing.imported
	if running != nil && !running.done {
		running.stopped = true
	}
	d.reopen()
	d.filing.imported = running
}

// answerUnlock takes the passphrase that the coach's page was given.
func (d *desk) answerUnlock(passphrase string) {
	if d.keeping.shelf == nil {
		if d.keeping.reading { // it is being opened
			d.ctx.After(50*time.Millisecond, func(app.Context) { d.answerUnlock(passphrase) })
			return
		}
		d.coach.tell("unlocked", nil) // there is nothing that could be shown
		return
	}
	if !d.keeping.shelf.Protected() {
		d.coach.tell("unlocked", nil)
		return
	}
	d.unlock(passphrase, func(ok bool) {
		if ok {
			d.coach.tell("unlocked", nil)
			return
		}
		d.filing.guard = ""
		d.coach.tell("wrong", nil)
	})
}

// clearCustomer leaves nothing of a customer in any form of the desk.
func (d *desk) clearCustomer() {
	query := d.filing.query
	query.Text, query.Skip = "", 0
	d.putAway()
	d.looking.drill = nil
	d.filing.draft, d.filing.written, d.filing.faults = nil, nil, nil
	if i := d.filing.imported; i != nil && i.done { // one under way goes on: it shows counts alone
		d.filing.imported = nil
	}
	d.filing.query, d.filing.undoable, d.status = query, false, ""
	setValue("oc-search", "")
	d.find()
}
