package main

import (
	"bytes"
	"runtime/debug"
	"strconv"
	"strings"

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
	written  int // of so many cases to write
	of       int
	turns    turns
	stopped  bool // it is wanted no more
	done     bool
	problems []casebook.Problem
	bad      int
	merged   casebook.Merged
	failure  *store.Failure // why it could not be written
}

// mergeStep is how many cases an import looks at before it looks at the time.
const mergeStep = 100

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
	report := &importing{}
	d.filing.imported, d.status = report, ""
	// No more of it than is read at most, and one byte to tell that there is more.
	page.Settle(file.Call("slice", 0, casebook.MaxImport+1).Call("arrayBuffer"), func(buffer app.Value) {
		content := page.Bytes(app.Window().Get("Uint8Array").New(buffer))
		input.Set("value", "") // the same file can be chosen again, once it is mended
		go d.importFile(report, content)
	}, func(reason string) {
		d.onScreen(func() { d.status, d.filing.imported = reason, nil })
	})
}

// importFile reads cases from a file and merges them, all or none, while the screen
// lives on and tells how far it is.
func (d *desk) importFile(report *importing, content []byte) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // nearly all that is read stays
	read := casebook.Import(bytes.NewBuffer(content), casebook.Importing{
		Locale:   d.words().lang,
		Progress: func(rows int) bool { return d.goesOn(report, func() { report.rows = rows }) },
	})
	report.rows, report.problems, report.bad = read.Rows, read.Problems, read.Bad
	if len(read.Cases) == 0 {
		d.endImport(report, nil)
		return
	}
	merging := casebook.NewMerging(&d.book, read.Cases)
	for !merging.Step(mergeStep) {
		if !d.goesOn(report, func() {}) {
			d.endImport(report, nil)
			return
		}
	}
	report.merged = merging.Merged()
	if err := merging.Check(); err != nil {
		d.endImport(report, failureOf(err))
		return
	}
	d.writeImport(report, merging)
}

// goesOn tells how far an import is, gives the screen its turn, and reports whether it
// is still wanted: the screen may have been cleared for the next customer.
func (d *desk) goesOn(report *importing, tell func()) bool {
	tell()
	report.turns.give(d)
	return !report.stopped && d.filing.imported == report
}

// writeImport writes what is to be merged to the device, and only then takes it into the
// book. Where there is no store at all, it stays in the book alone.
func (d *desk) writeImport(report *importing, merging *casebook.Merging) {
	cases := merging.Cases()
	if len(cases) == 0 || !d.goesOn(report, func() {}) {
		d.endImport(report, nil)
		return
	}
	ids, changes := make([]string, len(cases)), make([]store.Change, len(cases))
	for i := range cases {
		ids[i] = cases[i].ID()
		changes[i] = store.Change{ID: ids[i], Case: &cases[i]}
	}
	commit := func(f *store.Failure) {
		for !merging.Commit(mergeStep) {
			d.goesOn(report, func() {}) // written, it is wanted whatever comes
		}
		d.onScreen(func() {
			d.filing.undoable = true
			d.bookChanged()
			d.written(ids, f)
			d.indexBehind()
			report.done = true
		})
	}
	shelf := d.keeping.shelf
	if shelf == nil {
		commit(d.unopened())
		return
	}
	report.of = len(cases)
	d.behind(func() {
		err := shelf.WriteMany(changes, func(written int) bool {
			report.written = written
			report.turns.draw(d)
			return !report.stopped && d.filing.imported == report
		})
		switch {
		case err != nil:
			d.endImport(report, failureOf(err))
			return
		case d.keeping.shelf != shelf: // the book is read anew, with these
			report.stopped = false
			d.endImport(report, nil)
			return
		}
		commit(nil)
		go shelf.Tidy() //nolint:errcheck // where it fails, the next opening takes longer
	})
}

// endImport shows how an import went. One that is wanted no more leaves nothing behind.
func (d *desk) endImport(report *importing, f *store.Failure) {
	d.onScreen(func() {
		if report.done, report.failure = true, f; report.stopped || f != nil && f.Why == store.Stopped {
			report.stopped, report.failure = true, nil
		}
	})
}

func (d *desk) onStopImport(app.Context, app.Event) {
	if d.filing.imported != nil {
		d.filing.imported.stopped = true
	}
}

// renderImported tells how an import goes or went.
func (d *desk) renderImported(w *caseWords) app.UI {
	i := d.filing.imported
	box := app.Div().Class("oc-imported").ID("oc-imported").Aria("live", "polite")
	shut := button("oc-quiet", w.importShut, d.onShutImport).ID("oc-import-shut")
	switch {
	case i == nil:
		return box
	case !i.done:
		text := w.importRows(i.rows)
		if i.of > 0 {
			text = w.importWritten(i.written, i.of)
		}
		return box.Body(app.P().Body(app.Span().Text(text+" "), button("oc-quiet", w.importStop, d.onStopImport).ID("oc-import-stop").Disabled(i.stopped)))
	case i.stopped:
		return box.Body(app.P().Body(app.Span().Text(w.importStopped+" "), shut))
	case i.failure != nil:
		return box.Body(app.P().Class("oc-error").Text(w.importLost+w.why(i.failure.Why)), shut)
	case len(i.problems) > 0:
		said := w.importBad
		if i.rows > 0 { // else it is the heading, or the file as a whole
			said += " " + w.badRows(i.bad, i.rows)
		}
		body := []app.UI{app.P().Class("oc-error").Text(said), renderProblems(w, i.problems)}
		if len(i.problems) > shownProblems {
			body = append(body, button("oc-quiet", w.importAll, d.onProblems).ID("oc-import-problems"))
		}
		return box.Body(append(body, shut)...)
	case i.rows == 0:
		return box.Body(app.P().Body(app.Span().Text(w.importNone+" "), shut))
	}
	m := i.merged
	body := []app.UI{app.P().Text(w.importDone + w.merged(m.Added, m.Changed, m.Kept, len(m.Doubles)))}
	if d.filing.undoable {
		body = append(body, button("oc-quiet", w.undo, d.onUndoImport).ID("oc-import-undo"))
	}
	return box.Body(append(body, shut)...)
}

func (d *desk) onShutImport(app.Context, app.Event) { d.filing.imported = nil }

func (d *desk) onUndoImport(app.Context, app.Event) {
	d.filing.imported = nil
	d.undo()
}

func renderProblems(w *caseWords, problems []casebook.Problem) app.UI {
	var rows []app.UI
	for _, p := range problems[:min(len(problems), shownProblems)] {
		row := ""
		if p.Row > 0 {
			row = strconv.Itoa(p.Row)
		}
		rows = append(rows, app.Tr().Body(app.Td().Text(row), app.Td().Text(p.Column), app.Td().Text(p.Message)))
	}
	if len(problems) > shownProblems {
		rows = append(rows, app.Tr().Body(app.Td().Text("…"), app.Td(), app.Td().Text(w.more)))
	}
	head := app.Tr().Body(app.Th().Scope("col").Text(w.row), app.Th().Scope("col").Text(w.column), app.Th().Scope("col").Text(w.problem))
	return app.Table().Body(app.THead().Body(head), app.TBody().Body(rows...))
}

// onProblems gives all problems as a file: there are more than a screen holds.
func (d *desk) onProblems(app.Context, app.Event) {
	if i := d.filing.imported; i != nil {
		page.Save("objection-coach-import.txt", "text/plain", problemsFile(&d.words().cases, i.problems))
	}
}

// problemsFile writes problems as lines under a heading, parted by tabs.
func problemsFile(w *caseWords, problems []casebook.Problem) string {
	var b strings.Builder
	b.WriteString("\uFEFF" + w.row + "\t" + w.column + "\t" + w.problem + "\r\n")
	for _, p := range problems {
		row := ""
		if p.Row > 0 {
			row = strconv.Itoa(p.Row)
		}
		b.WriteString(row + "\t" + p.Column + "\t" + p.Message + "\r\n")
	}
	return b.String()
}
