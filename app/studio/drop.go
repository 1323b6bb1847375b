package main

import (
	"path"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// listenFiles takes files and folders that are dropped anywhere.
func (s *studio) listenFiles() {
	window := app.Window()
	window.Call("addEventListener", "dragover", app.FuncOf(func(_ app.Value, args []app.Value) any {
		args[0].Call("preventDefault")
		return nil
	}))
	window.Call("addEventListener", "drop", app.FuncOf(func(_ app.Value, args []app.Value) any {
		transfer := args[0].Get("dataTransfer")
		if !transfer.Truthy() || transfer.Get("files").Length() == 0 {
			return nil
		}
		args[0].Call("preventDefault")
		w := &walk{done: func(files []given) { s.ctx.Dispatch(func(app.Context) { s.openGiven(files) }) }}
		items := transfer.Get("items")
		w.open++
		for i := range items.Length() {
			if e := items.Index(i).Call("webkitGetAsEntry"); e.Truthy() {
				w.entry(e, "")
			} else if file := items.Index(i).Call("getAsFile"); file.Truthy() {
				w.files = append(w.files, given{file.Get("name").String(), file})
			}
		}
		w.end()
		return nil
	}))
}

// walk collects the files of a dropped folder.
type walk struct {
	files []given
	open  int // what has not been read yet
	done  func([]given)
}

func (w *walk) end() {
	if w.open--; w.open == 0 {
		w.done(w.files)
	}
}

func (w *walk) entry(e app.Value, folder string) {
	w.open++
	name := path.Join(folder, e.Get("name").String())
	if e.Get("isFile").Bool() {
		w.once(e, "file", func(file app.Value) {
			w.files = append(w.files, given{name, file})
			w.end()
		})
		return
	}
	w.batch(e.Call("createReader"), name)
}

// batch reads a folder, which gives its entries a hundred at a time.
func (w *walk) batch(reader app.Value, folder string) {
	w.once(reader, "readEntries", func(entries app.Value) {
		for i := range entries.Length() {
			w.entry(entries.Index(i), folder)
		}
		if entries.Length() > 0 && len(w.files) <= maxEntries {
			w.batch(reader, folder)
			return
		}
		w.end()
	})
}

// once calls a method that answers to one of two functions.
func (w *walk) once(of app.Value, method string, then func(app.Value)) {
	var yes, no app.Func
	release := func() {
		yes.Release()
		no.Release()
	}
	yes = app.FuncOf(func(_ app.Value, args []app.Value) any {
		release()
		then(args[0])
		return nil
	})
	no = app.FuncOf(func(app.Value, []app.Value) any {
		release()
		w.end()
		return nil
	})
	of.Call(method, yes, no)
}
