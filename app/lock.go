package main

import (
	"encoding/json"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
)

// lock is the state of the lock of the screen: on a device that colleagues share,
// nothing of a customer stays on the screen when nobody touches it.
type lock struct {
	on         bool
	idle       int  // minutes without a touch, after which it locks; 0 is never
	passphrase bool // the desk asks for it
	wrong      bool // the passphrase given was not the one
	next       bool // whoever opens it has the next customer

	touched float64   // when the device was last touched, by the clock of the browser
	timer   app.Value // that locks; nil where none runs
	later   app.Func  // what it does
}

// lockNote is where the desk notes when to lock, in minutes, and whether there is a
// passphrase.
const lockNote = "objection-coach.lock"

// usualIdle is after how many minutes a page of its own is locked, where nothing was
// chosen. A host page is locked by its own means.
const usualIdle = 3

// lockID is the id of the box for the passphrase.
const lockID = "oc-lock-passphrase"

// startLock begins to watch for touches.
func (s *screen) startLock() {
	s.readLock()
	touched := app.FuncOf(func(app.Value, []app.Value) any {
		s.touch()
		return nil
	})
	for _, event := range []string{"pointerdown", "keydown"} {
		app.Window().Call("addEventListener", event, touched, true)
	}
	// A device that slept has run no timer.
	app.Window().Get("document").Call("addEventListener", "visibilitychange", app.FuncOf(func(app.Value, []app.Value) any {
		if s.lock.idle > 0 && !s.lock.on && clock()-s.lock.touched >= float64(s.lock.idle)*60_000 {
			s.ctx.Dispatch(func(app.Context) { s.lockUp() })
		}
		return nil
	}))
}

// clock is the time of the browser in milliseconds.
func clock() float64 { return app.Window().Get("Date").Call("now").Float() }

// readLock takes over when to lock.
func (s *screen) readLock() {
	var note struct {
		Idle       *int `json:"idle"`
		Passphrase bool `json:"passphrase"`
	}
	if raw := app.Window().Get("localStorage").Call("getItem", lockNote); raw.Truthy() {
		_ = json.Unmarshal([]byte(raw.String()), &note) // what cannot be read is as if nothing was chosen
	}
	s.lock.passphrase = note.Passphrase
	minutes, set := lockAfter(s.config.Lock)
	switch {
	case set:
		s.lock.idle = minutes
	case note.Idle != nil:
		s.lock.idle = *note.Idle
	case s.mode() == "page" && s.host == nil:
		s.lock.idle = usualIdle
	default:
		s.lock.idle = 0
	}
	s.touch()
}

// longestIdle is the longest wait before the screen locks that can be set, in minutes.
const longestIdle = 24 * 60

// lockAfter reads a number of minutes, 0 to longestIdle, or tells that it is none.
func lockAfter(text string) (minutes int, ok bool) {
	minutes, err := strconv.Atoi(text)
	return minutes, err == nil && minutes >= 0 && minutes <= longestIdle
}

// touch begins the wait anew.
func (s *screen) touch() {
	if s.lock.on {
		return
	}
	if s.lock.timer != nil {
		app.Window().Call("clearTimeout", s.lock.timer)
		s.lock.timer = nil
	}
	s.lock.touched = clock()
	if s.lock.idle > 0 {
		s.lock.timer = app.Window().Call("setTimeout", s.lockLater(), s.lock.idle*60_000)
	}
}

// lockLater gives the function that locks, the same one each time.
func (s *screen) lockLater() app.Func {
	if s.lock.later == nil {
		s.lock.later = app.FuncOf(func(app.Value, []app.Value) any {
			s.ctx.Dispatch(func(app.Context) { s.lockUp() })
			return nil
		})
	}
	return s.lock.later
}

// lockUp covers everything. With a passphrase the desk forgets the cases.
func (s *screen) lockUp() {
	s.lock.on, s.lock.wrong = true, false
	if s.lock.passphrase && s.desk.address != "" {
		s.summonDesk(map[string]any{"do": "lock"})
	}
	s.ctx.Defer(func(app.Context) {
		if page.Focus("oc-lock-on"); s.lock.passphrase {
			page.Focus(lockID)
		}
	})
}

// renderLock draws what is seen of a locked screen.
func (s *screen) renderLock(w *words) app.UI {
	cover := app.Form().Class("oc-lock").ID("oc-lock").Hidden(!s.lock.on)
	if !s.lock.on {
		return cover
	}
	body := []app.UI{app.H2().Text(w.lock.title)}
	if s.lock.passphrase {
		said := ""
		if s.lock.wrong {
			said = w.lock.wrong
		}
		body = append(body,
			// Browsers want a name beside a passphrase, to remember it.
			app.Input().Type("text").Attr("autocomplete", "username").Value("objection-coach").Hidden(true).ReadOnly(true),
			app.Label().Body(app.Span().Text(w.lock.passphrase), app.Input().ID(lockID).Type("password").Attr("autocomplete", "current-password")),
			app.P().Class("oc-error").Role("alert").Text(said))
	}
	return cover.OnSubmit(s.onUnlock(false), false).Body(append(body,
		app.Button().Type("submit").Class("oc-primary").ID("oc-lock-on").Text(w.lock.goOn),
		app.Button().Type("button").Class("oc-quiet").ID("oc-lock-next").Text(w.newCustomer).OnClick(s.onUnlock(true), true),
	)...)
}

// onUnlock gives a handler that opens the screen, for the next customer or the same.
func (s *screen) onUnlock(next bool) app.EventHandler {
	return func(_ app.Context, e app.Event) {
		e.PreventDefault()
		s.lock.next = next
		if !s.lock.passphrase {
			s.unlocked()
			return
		}
		box := app.Window().GetElementByID(lockID)
		s.lock.wrong = false
		s.summonDesk(map[string]any{"do": "unlock", "passphrase": box.Get("value").String()})
		box.Set("value", "")
	}
}

// unlocked shows the screen again; for the next customer, without the one before.
func (s *screen) unlocked() {
	if !s.lock.on {
		return
	}
	s.lock.on, s.lock.wrong = false, false
	if s.lock.next {
		s.clear()
		s.goTo(placeCoach, nil)
	}
	s.touch()
}
