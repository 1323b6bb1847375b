package main

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/app/store"
	"objectioncoach/coach/calendar"
)

// shortestPassphrase is the fewest characters of a passphrase (NIST SP 800-63B, 5.1.1.1).
const shortestPassphrase = 8

// retentions are the choices of how long finished cases are kept, in days.
var retentions = []int{0, 90, 365, 3 * 365, 5 * 365}

// latest is how many days after the last one of the known holidays a device may stand: by
// then this program has long been replaced, and its clock is wrong.
const latest = 20 * 365

// idles are the choices of when the screen is locked, in minutes; -1 is what fits.
var idles = []int{-1, 0, 1, 3, 5, 10, 30}

// renderNotices says what is the matter with what is kept, each with a way on.
func (d *desk) renderNotices(w *caseWords) app.UI {
	k := &d.keeping
	var list []app.UI
	if k.reading && k.total > k.read {
		list = append(list, app.P().Class("oc-muted").Text(w.progress(k.read, k.total)))
	}
	if d.filing.exported != nil {
		list = append(list, d.renderExport(w, d.filing.exported))
	}
	list = append(list, d.troubles(w)...)
	if len(k.spoilt) > 0 {
		list = append(list, notice("oc-spoilt", w.spoilt(len(k.spoilt)), button("oc-quiet", w.spoiltOut, d.onSpoilt).ID("oc-spoilt-out")))
	}
	if old := d.expired(); len(old) > 0 {
		ways := []app.UI{button("oc-quiet", w.old, d.onExportExpired).ID("oc-expired-out")}
		if d.filing.expiring {
			ways = append(ways, button("oc-danger", w.oldOut, d.onDropExpired).ID("oc-expired-drop"))
		}
		list = append(list, notice("oc-expired", w.expired(len(old)), ways...))
	}
	return app.Div().Class("oc-notices").Body(list...)
}

// renderTroubles says, where there are no cases on the screen, that some of them are not
// kept as they are here.
func (d *desk) renderTroubles(w *words) app.UI {
	return app.Div().Class("oc-notices").Body(d.troubles(&w.cases)...)
}

func notice(id, text string, ways ...app.UI) app.UI {
	return app.Div().Class("oc-notice").ID(id).Role("group").Body(append([]app.UI{app.P().Text(text)}, ways...)...)
}

// troubles are the notices of what could not be read or written.
func (d *desk) troubles(w *caseWords) []app.UI {
	k := &d.keeping
	var list []app.UI
	if today := d.today(); today < calendar.Known().First || today > calendar.Known().Last+latest {
		list = append(list, notice("oc-clock-wrong", w.clockWrong(today.String())))
	}
	if k.failure != nil {
		ways := []app.UI{button("oc-quiet", w.exportAll, d.onExport("jsonl"), "jsonl")}
		if k.failure.Why == store.Corrupt {
			ways = append(ways, d.renderWipe(w))
		}
		list = append(list, notice("oc-store-failed", w.why(k.failure.Why), ways...))
	}
	lost, conflicts := 0, 0
	for _, why := range k.unsaved {
		if why == store.Changed {
			conflicts++
		} else {
			lost++
		}
	}
	if lost > 0 {
		list = append(list, notice("oc-unsaved", w.unsaved(lost), button("oc-quiet", w.retry, d.onRetryWrite), button("oc-quiet", w.exportAll, d.onExport("jsonl"), "jsonl")))
	}
	if conflicts > 0 {
		list = append(list, notice("oc-conflict", w.conflicts(conflicts), button("oc-quiet", w.mine, d.onMine).ID("oc-mine"), button("oc-quiet", w.theirs, d.onTheirs).ID("oc-theirs")))
	}
	return list
}

func (d *desk) onRetryWrite(app.Context, app.Event) { d.writeAgain(false) }

func (d *desk) onMine(app.Context, app.Event) { d.writeAgain(true) }

func (d *desk) onTheirs(app.Context, app.Event) { d.takeTheirs() }

func (d *desk) onSpoilt(app.Context, app.Event) {
	page.Save("objection-coach-unreadable.txt", "text/plain", spoiltFile(d.keeping.spoilt))
}

// expired lists the finished cases that were not changed for longer than they are to be
// kept: neither open nor with anything still due.
func (d *desk) expired() []string {
	if d.keeping.shelf == nil || d.keeping.reading || d.keeping.shelf.Settings().Retention == 0 {
		return nil
	}
	if d.filing.expired == nil {
		d.filing.expired = []string{}
		last := d.today() - calendar.Day(d.keeping.shelf.Settings().Retention)
		for c := range d.book.All() {
			draft := c.Draft()
			if day, err := calendar.InShanghai(c.Changed()); err == nil && day < last && draft.Outcome != "open" && !draft.Pending() {
				d.filing.expired = append(d.filing.expired, c.ID())
			}
		}
	}
	return d.filing.expired
}

// onExportExpired exports everything, before what is past its time can be deleted.
func (d *desk) onExportExpired(app.Context, app.Event) {
	d.export("jsonl", func() { d.filing.expiring = true })
}

func (d *desk) onDropExpired(app.Context, app.Event) { d.dropExpired() }

// dropExpired deletes what is past its time.
func (d *desk) dropExpired() {
	ids := d.expired()
	d.filing.expiring = false
	for _, id := range ids {
		_ = d.book.Delete(id) // it was there a moment ago
	}
	d.status = d.words().cases.dropped(len(ids))
	d.write(false, ids...)
}

// renderUnlock asks for the passphrase before anything is shown.
func (d *desk) renderUnlock(w *caseWords) app.UI {
	return app.Form().Class("oc-unlock").OnSubmit(d.onUnlock).Body(
		app.P().Text(w.unlockTitle),
		nobody(),
		passphraseBox("oc-unlock", w.passphrase, "current-password"),
		app.Button().Type("submit").Class("oc-primary").ID("oc-unlock-go").Text(w.unlock),
		app.P().Class("oc-error").Role("alert").Text(d.filing.guard),
		d.renderWipe(w),
	)
}

// nobody is the name that browsers want beside a passphrase, to remember it.
func nobody() app.UI {
	return app.Input().Type("text").Attr("autocomplete", "username").Value("objection-coach").Hidden(true).ReadOnly(true)
}

func passphraseBox(id, title, complete string) app.UI {
	return app.Label().Body(app.Span().Text(title), app.Input().ID(id).Type("password").Attr("autocomplete", complete).Spellcheck(false))
}

func (d *desk) onUnlock(_ app.Context, e app.Event) {
	e.PreventDefault()
	d.unlock(valueOf("oc-unlock"), func(bool) {})
}

// valueOf reads a box.
func valueOf(id string) string {
	if box := app.Window().GetElementByID(id); box.Truthy() {
		return box.Get("value").String()
	}
	return ""
}

// unlock opens the cases with the passphrase, and then tells whether it was the one.
func (d *desk) unlock(passphrase string, then func(ok bool)) {
	shelf, locked := d.keeping.shelf, d.locked()
	d.behind(func() {
		err := shelf.Unlock(passphrase)
		d.onScreen(func() {
			if err != nil {
				d.filing.guard = d.words().cases.why(failureOf(err).Why)
				then(false)
				return
			}
			setValue("oc-unlock", "")
			if d.filing.guard = ""; locked {
				d.readAll()
			}
			if d.filing.draft != nil && d.ctx != nil { // what the coach asked for meanwhile
				d.ctx.Defer(func(app.Context) { d.fillForm() })
			}
			then(true)
		})
	})
}

// renderSettings draws how cases are kept on this device.
func (d *desk) renderSettings(w *caseWords) app.UI {
	shelf := d.keeping.shelf
	if shelf == nil {
		return app.Div()
	}
	chosen := shelf.Settings()
	var keep, idle []app.UI
	for _, days := range retentions {
		title := w.never
		if days > 0 {
			title = w.days(days)
		}
		keep = append(keep, option(strconv.Itoa(days), title, strconv.Itoa(chosen.Retention)))
	}
	now := -1
	if chosen.Idle != nil {
		now = *chosen.Idle
	}
	for _, minutes := range idles {
		title := w.minutes(minutes)
		switch minutes {
		case -1:
			title = w.idleUsual
		case 0:
			title = w.never
		}
		idle = append(idle, option(strconv.Itoa(minutes), title, strconv.Itoa(now)))
	}
	return app.Details().Class("oc-keep").ID("oc-keep").Body(
		app.Summary().Text(w.settings),
		app.Div().Class("oc-grid").Body(
			app.Label().Body(app.Span().Text(w.retention), app.Select().ID("oc-retention").OnChange(d.onRetention).Body(keep...)),
			app.Label().Body(app.Span().Text(w.idle), app.Select().ID("oc-idle").OnChange(d.onIdle).Body(idle...)),
		),
		d.renderPassphrase(w, shelf.Protected()),
		d.renderWipe(w),
	)
}

// renderPassphrase draws the form that sets, changes or removes the passphrase.
func (d *desk) renderPassphrase(w *caseWords, protected bool) app.UI {
	boxes := []app.UI{app.Legend().Text(w.passphrase), app.P().Class("oc-muted").Text(w.passWhy)}
	now := []app.UI{}
	set := app.Button().Type("submit").Class("oc-quiet").ID("oc-pass-set").Text(w.passSet)
	ways := []app.UI{set}
	if protected {
		now = append(now, passphraseBox("oc-pass-now", w.passNow, "current-password"))
		ways = []app.UI{
			set.Text(w.passChange),
			button("oc-quiet", w.passRemove, d.onPassphrase(true), true).ID("oc-pass-remove"),
		}
	}
	return app.Form().OnSubmit(d.onPassphrase(false)).Body(nobody(), app.FieldSet().Body(append(boxes,
		app.Div().Class("oc-grid").Body(append(now, passphraseBox("oc-pass-next", w.passNext, "new-password"), passphraseBox("oc-pass-again", w.passAgain, "new-password"))...),
		app.Div().Class("oc-actions").Body(ways...),
		app.P().Class("oc-error").ID("oc-pass-said").Role("alert").Text(d.filing.guard),
	)...))
}

func (d *desk) onPassphrase(remove bool) app.EventHandler {
	return func(_ app.Context, e app.Event) {
		e.PreventDefault()
		now, next, again := valueOf("oc-pass-now"), valueOf("oc-pass-next"), valueOf("oc-pass-again")
		if remove {
			next, again = "", ""
		}
		d.setPassphrase(now, next, again, remove)
	}
}

// setPassphrase sets, changes or removes the passphrase.
func (d *desk) setPassphrase(now, next, again string, remove bool) {
	w := &d.words().cases
	switch {
	case next != again:
		d.filing.guard = w.passDiffers
		return
	case !remove && utf8.RuneCountInString(next) < shortestPassphrase:
		d.filing.guard = w.passShort
		return
	}
	shelf := d.keeping.shelf
	d.filing.guard, d.status = "", w.passWorking
	d.behind(func() {
		err := shelf.SetPassphrase(now, next)
		d.onScreen(func() {
			if d.status = ""; err != nil {
				d.filing.guard = w.why(failureOf(err).Why)
				return
			}
			d.filing.guard = ""
			if d.status = w.passDone; remove {
				d.status = w.passGone
			}
			for _, id := range []string{"oc-pass-now", "oc-pass-next", "oc-pass-again"} {
				setValue(id, "")
			}
			d.tellLock()
		})
	})
}

func (d *desk) onRetention(ctx app.Context, _ app.Event) {
	days, _ := strconv.Atoi(ctx.JSSrc().Get("value").String()) // one of the choices
	d.choose(func(s *store.Settings) { s.Retention = days })
}

func (d *desk) onIdle(ctx app.Context, _ app.Event) {
	minutes, _ := strconv.Atoi(ctx.JSSrc().Get("value").String()) // one of the choices
	d.choose(func(s *store.Settings) {
		if s.Idle = &minutes; minutes < 0 {
			s.Idle = nil
		}
	})
}

// choose changes the settings.
func (d *desk) choose(change func(*store.Settings)) {
	shelf := d.keeping.shelf
	chosen := shelf.Settings()
	change(&chosen)
	d.behind(func() {
		err := shelf.SetSettings(chosen)
		d.onScreen(func() {
			d.filing.expired = nil
			if err != nil {
				d.status = d.words().cases.why(failureOf(err).Why)
				return
			}
			d.tellLock()
		})
	})
}

// lockNote is where the coach's page finds when to lock, before any desk is opened.
const lockNote = "objection-coach.lock"

// tellLock notes for the coach's page when the screen is to be locked, and whether there
// is a passphrase to open it.
func (d *desk) tellLock() {
	note, err := json.Marshal(struct {
		Idle       *int `json:"idle"`
		Passphrase bool `json:"passphrase"`
	}{d.keeping.shelf.Settings().Idle, d.keeping.shelf.Protected()})
	if err == nil && d.ctx != nil {
		app.Window().Get("localStorage").Call("setItem", lockNote, string(note))
		d.coach.tell("lock", nil)
	}
}

// renderWipe draws the way to clear the device: a word on what it does, an export, and
// a second step on purpose.
func (d *desk) renderWipe(w *caseWords) app.UI {
	switch d.filing.wiping {
	case 0:
		return button("oc-danger", w.wipe, d.onWipe(1), 1).ID("oc-wipe")
	case 1:
		return app.Div().Class("oc-notice").Body(
			app.P().Text(w.wipeWhy),
			button("oc-primary", w.wipeExported, d.onWipe(2), 2).ID("oc-wipe-export").Disabled(d.locked()),
			button("oc-quiet", w.wipeHave, d.onWipe(3), 3).ID("oc-wipe-have"),
			button("oc-quiet", w.back, d.onWipe(0), 0),
		)
	}
	return app.Div().Class("oc-notice").Body(
		app.Label().Body(app.Span().Text(w.wipeType), app.Input().ID("oc-wipe-word").Type("text").AutoComplete(false)),
		button("oc-danger", w.wipe, d.onWipe(4), 4).ID("oc-wipe-now"),
		button("oc-quiet", w.back, d.onWipe(0), 0),
	)
}

func (d *desk) onWipe(step int) app.EventHandler {
	return func(app.Context, app.Event) {
		switch step {
		case 2:
			d.export("jsonl", func() {
				if d.filing.wiping == 1 {
					d.filing.wiping = step
				}
			})
			return
		case 4:
			if strings.EqualFold(strings.TrimSpace(valueOf("oc-wipe-word")), d.words().cases.wipeWord) {
				d.wipe()
			}
			return
		}
		d.filing.wiping = step
	}
}

// wipe takes everything off the device.
func (d *desk) wipe() {
	erase := store.Erase
	if shelf := d.keeping.shelf; shelf != nil {
		erase = shelf.Clear
	}
	d.behind(func() {
		err := erase()
		d.onScreen(func() {
			if err != nil {
				d.status = d.words().cases.why(failureOf(err).Why)
				return
			}
			app.Window().Get("localStorage").Call("removeItem", lockNote)
			d.forget()
			d.status = d.words().cases.wiped
			d.openStore()
		})
	})
}
