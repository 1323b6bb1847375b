package main

import (
	"bytes"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/store"
	"objectioncoach/coach/casebook"
)

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

// spoiltFile writes the records that cannot be read as lines: the id, then what lies
// there, as text where it is text.
func spoiltFile(list []store.Spoilt) []byte {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(s.ID + "\t" + s.Err.Error() + "\t" + strings.ToValidUTF8(string(s.Raw), "\uFFFD") + "\n")
	}
	return []byte(b.String())
}
