package main

import (
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/app/store"
	"objectioncoach/coach/casebook"
)

// exporting is how an export goes.
type exporting struct {
	written, of int   // cases
	turns       turns // of the screen
	stopped     bool  // it is wanted no more
}

// turns gives the screen its turn in the middle of long work.
type turns struct {
	drawn  time.Time // when the screen last told how far the work is
	rested time.Time // when it last had its turn
}

// How often the screen tells how far long work is, and how long the work goes on before
// the screen has its turn.
const (
	drawPause = 200 * time.Millisecond
	stretch   = 20 * time.Millisecond
)

// give gives the screen its turn where it is time.
func (t *turns) give(d *desk) {
	if d.ctx == nil || time.Since(t.rested) < stretch {
		return
	}
	t.draw(d)
	page.Turn()
	t.rested = time.Now()
}

// draw has the screen tell how far the work is where it is time.
func (t *turns) draw(d *desk) {
	if d.ctx != nil && time.Since(t.drawn) >= drawPause {
		t.drawn = time.Now()
		d.onScreen(func() {})
	}
}

func (d *desk) onExport(form string) app.EventHandler {
	return func(app.Context, app.Event) { d.export(form, func() {}) }
}

// export gives the whole book as a file while the screen lives on, or nothing of it, and
// then does what follows once it is there.
func (d *desk) export(form string, then func()) {
	if d.filing.exported != nil {
		return // one at a time
	}
	going := &exporting{of: d.book.Len()}
	d.filing.exported, d.status = going, ""
	work := func() {
		going.turns.give(d)
		all := d.book.All()
		going.turns.rested = time.Time{}
		file, err := d.fileOf(form, func(yield func(casebook.Case) bool) {
			for c := range all {
				if !d.exports(going) || !yield(c) {
					return
				}
				going.written++
			}
		})
		wanted := d.exports(going)
		d.onScreen(func() {
			if d.filing.exported == going {
				d.filing.exported = nil
			}
			switch {
			case !wanted:
			case err != nil && form == "ics":
				d.status = d.words().cases.nothingDue
			case err != nil:
				d.status = err.Error()
			default:
				d.handOut(file, form)
				then()
			}
		})
	}
	if d.ctx == nil {
		work()
		return
	}
	go work()
}

// exports reports whether an export is still wanted: the device may have been locked.
func (d *desk) exports(going *exporting) bool {
	going.turns.give(d)
	return d.filing.exported == going && !going.stopped
}

// fileOf writes cases as a file. It fails where there is nothing to write.
func (d *desk) fileOf(form string, cases iter.Seq[casebook.Case]) (*page.File, error) {
	file := &page.File{}
	lang := d.words().lang
	switch form {
	case "csv":
		return file, casebook.CSV(file, cases, lang)
	case "ics":
		return file, casebook.ICS(file, cases, time.Now().UnixMilli(), lang)
	}
	return file, casebook.CloudEvents(file, cases, app.Window().Get("location").Get("origin").String())
}

// formKinds are the kinds of the files of an export, by their endings.
var formKinds = map[string]string{"csv": "text/csv", "jsonl": "application/jsonl", "ics": "text/calendar"}

// handOut offers a file of cases to keep.
func (d *desk) handOut(file *page.File, form string) {
	file.Save("objection-coach-"+d.today().String()+"."+form, formKinds[form])
}

func (d *desk) onStopExport(app.Context, app.Event) {
	if d.filing.exported != nil {
		d.filing.exported.stopped = true
	}
}

// renderExport tells how an export goes.
func (d *desk) renderExport(w *caseWords, e *exporting) app.UI {
	return app.P().ID("oc-exported").Body(app.Span().Text(w.exportWritten(e.written, e.of)+" "), button("oc-quiet", w.exportStop, d.onStopExport).ID("oc-export-stop").Disabled(e.stopped))
}

func (d *desk) onCaseCalendar(app.Context, app.Event) {
	file, err := d.fileOf("ics", slices.Values([]casebook.Case{*d.filing.written}))
	if err != nil {
		d.status = d.words().cases.nothingDue
		return
	}
	d.handOut(file, "ics")
}

// spoiltFile writes the records that cannot be read as lines: the id, then what lies
// there, as text where it is text.
func spoiltFile(list []store.Spoilt) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(s.ID + "\t" + s.Err.Error() + "\t" + strings.ToValidUTF8(string(s.Raw), "\uFFFD") + "\n")
	}
	return b.String()
}
