package main

import (
	"bytes"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/app/store"
	"objectioncoach/coach/casebook"
)

// shownProblems is how many problems of an import are listed.
const shownProblems = 50

// importing is how an import goes or went.
type importing struct {
	rows     int // read so far
	done     bool
	problems []casebook.Problem
	bad      int
	merged   casebook.Merged
	failure  *store.Failure // why it could not be written
}

func (d *desk) onExport(form string) app.EventHandler {
	return func(app.Context, app.Event) { d.export(form) }
}

// export gives the whole book as a file.
func (d *desk) export(form string) {
	if form == "ics" {
		d.downloadCalendar(d.book.Cases())
		return
	}
	var file bytes.Buffer
	kind, err := "application/jsonl", error(nil)
	if form == "csv" {
		kind, err = "text/csv", casebook.CSV(&file, d.book.Cases(), d.words().lang)
	} else {
		err = casebook.CloudEvents(&file, d.book.Cases(), app.Window().Get("location").Get("origin").String())
	}
	if err != nil {
		d.status = err.Error()
		return
	}
	download("objection-coach-"+d.today().String()+"."+form, kind, file.Bytes())
}

func (d *desk) downloadCalendar(cases []casebook.Case) {
	file, err := casebook.ICS(cases, time.Now().UnixMilli(), d.words().lang)
	if err != nil {
		d.status = d.words().cases.nothingDue
		return
	}
	download("objection-coach-"+d.today().String()+".ics", "text/calendar", []byte(file))
}

// download hands a file to the browser, to be saved.
func download(name, kind string, content []byte) {
	array := app.Window().Get("Uint8Array").New(len(content))
	app.CopyBytesToJS(array, content)
	parts := app.Window().Get("Array").New()
	parts.Call("push", array)
	options := app.Window().Get("Object").New()
	options.Set("type", kind)
	address := app.Window().Get("URL").Call("createObjectURL", app.Window().Get("Blob").New(parts, options))
	link := app.Window().Get("document").Call("createElement", "a")
	link.Set("href", address)
	link.Set("download", name)
	link.Call("click")
	app.Window().Call("setTimeout", app.FuncOf(func(app.Value, []app.Value) any {
		app.Window().Get("URL").Call("revokeObjectURL", address)
		return nil
	}), 60_000)
}

func (d *desk) onImport(app.Context, app.Event) {
	app.Window().GetElementByID("oc-import").Call("click")
}

// onFile reads the file that was chosen.
func (d *desk) onFile(ctx app.Context, _ app.Event) {
	input := ctx.JSSrc()
	file := input.Get("files").Index(0)
	if !file.Truthy() {
		return
	}
	d.filing.imported = &importing{}
	// No more of it than is read at most, and one byte to tell that there is more.
	page.Settle(file.Call("slice", 0, casebook.MaxImport+1).Call("arrayBuffer"), func(buffer app.Value) {
		content := page.Bytes(app.Window().Get("Uint8Array").New(buffer))
		input.Set("value", "") // the same file can be chosen again, once it is mended
		go d.importFile(content)
	}, func(reason string) {
		d.onScreen(func() { d.status, d.filing.imported = reason, nil })
	})
}

// importFile reads cases from a file, while the screen tells how far it is, and merges
// them all or none.
func (d *desk) importFile(content []byte) {
	read := casebook.Import(bytes.NewReader(content), casebook.Importing{
		Locale: d.words().lang,
		Progress: func(rows int) {
			d.onScreen(func() {
				if d.filing.imported != nil {
					d.filing.imported.rows = rows
				}
			})
			time.Sleep(time.Millisecond) // the browser has its turn
		},
	})
	d.onScreen(func() { d.merge(read) })
}

// merge takes what was read into the book and the store: all of it or nothing.
func (d *desk) merge(read casebook.Imported) {
	report := &importing{done: true, rows: read.Rows, problems: read.Problems, bad: read.Bad}
	d.filing.imported = report
	if len(read.Problems) > 0 || len(read.Cases) == 0 {
		return
	}
	merged, err := casebook.Merge(&d.book, read.Cases)
	if err != nil {
		report.failure = failureOf(err)
		return
	}
	report.merged = merged
	if merged.Added+merged.Changed == 0 {
		return
	}
	var ids []string
	for _, c := range read.Cases {
		if kept, ok := d.book.Get(c.ID()); ok && kept.Changed() == c.Changed() {
			ids = append(ids, c.ID())
		}
	}
	d.writeThen(false, ids, func(f *store.Failure) {
		if f != nil && f.Why != store.Denied {
			d.book.Undo()
			d.bookChanged()
			report.failure = f
			return
		}
		d.written(ids, f)
		d.filing.undoable = true
	})
}

// renderImported tells how an import goes or went.
func (d *desk) renderImported(w *caseWords) app.UI {
	i := d.filing.imported
	box := app.Div().Class("oc-imported").ID("oc-imported").Aria("live", "polite")
	switch {
	case i == nil:
		return box
	case !i.done:
		return box.Body(app.P().Text(w.importRows(i.rows)))
	case i.failure != nil:
		return box.Body(app.P().Class("oc-error").Text(w.why(i.failure.Why)))
	case len(i.problems) > 0:
		return box.Body(app.P().Class("oc-error").Text(w.importBad+" "+w.badRows(i.bad, i.rows)), renderProblems(w, i.problems))
	case i.rows == 0:
		return box.Body(app.P().Text(w.importNone))
	}
	m := i.merged
	body := []app.UI{app.P().Text(w.importDone + w.merged(m.Added, m.Changed, m.Kept, len(m.Doubles)))}
	if d.filing.undoable {
		body = append(body, button("oc-quiet", w.undo, d.onUndoImport).ID("oc-import-undo"))
	}
	return box.Body(body...)
}

func (d *desk) onUndoImport(app.Context, app.Event) {
	d.filing.imported = nil
	d.undo()
}

func renderProblems(w *caseWords, problems []casebook.Problem) app.UI {
	var rows []app.UI
	for _, p := range problems[:min(len(problems), shownProblems)] {
		rows = append(rows, app.Tr().Body(app.Td().Text(p.Row), app.Td().Text(p.Column), app.Td().Text(p.Message)))
	}
	if len(problems) > shownProblems {
		rows = append(rows, app.Tr().Body(app.Td().Text("…"), app.Td(), app.Td().Text(w.more)))
	}
	head := app.Tr().Body(app.Th().Scope("col").Text(w.row), app.Th().Scope("col").Text(w.column), app.Th().Scope("col").Text(w.problem))
	return app.Table().Body(app.THead().Body(head), app.TBody().Body(rows...))
}

// spoiltFile writes the records that cannot be read as lines: the id, then what lies
// there, as text where it is text.
func spoiltFile(list []store.Spoilt) []byte {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(s.ID + "\t" + s.Err.Error() + "\t" + strings.ToValidUTF8(string(s.Raw), "\uFFFD") + "\n")
	}
	return []byte(b.String())
}
