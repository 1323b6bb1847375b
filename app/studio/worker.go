package main

import (
	"encoding/json"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
)

// serve answers the screens from within the worker, one request after another, and
// stays. What a task needs longer for gives way now and then (see bench.rest), so that
// it can be stopped.
func serve() {
	b := &bench{}
	requests := make(chan request, 64)
	upTo := 0 // the last request that is to be stopped, which may still wait
	app.Window().Call("addEventListener", "message", app.FuncOf(func(_ app.Value, args []app.Value) any {
		data := args[0].Get("data")
		r := request{ID: data.Get("id").Int(), Task: data.Get("task").String(), Input: json.RawMessage(data.Get("input").String()), Locale: data.Get("locale").String()}
		for i := range data.Get("files").Length() {
			r.Files = append(r.Files, page.Bytes(data.Get("files").Index(i)))
		}
		if r.Task == "stop" {
			upTo = r.ID
			b.stopped = b.at <= upTo
			return nil
		}
		requests <- r
		return nil
	}))
	post(answer{ID: 0})
	for r := range requests {
		b.at = r.ID
		b.stopped = b.at <= upTo
		b.progress = func(p any) { post(answer{ID: r.ID, Progress: p}) }
		post(b.do(r))
	}
}

// request is what the screens ask of the worker.
type request struct {
	ID    int
	Task  string
	Input json.RawMessage
	Files [][]byte
	// Locale is the language of the screens.
	Locale string
}

// answer is what the worker says to a request: how far it has come (Progress), or what
// it came to. ID 0 says that the worker listens.
type answer struct {
	ID       int
	Progress any
	Output   any
	Files    [][]byte
	Error    string
}

// post sends an answer, its files as Uint8Arrays.
func post(a answer) {
	message := map[string]any{"id": a.ID, "error": a.Error}
	if a.Progress != nil {
		message["progress"] = text(a.Progress)
	} else {
		message["output"] = text(a.Output)
	}
	files := make([]app.Value, len(a.Files))
	for i, file := range a.Files {
		files[i] = arrayOf(file)
	}
	app.Window().Call("postMessage", object(message, files))
}

// object makes a message of some fields and files.
func object(fields map[string]any, files []app.Value) app.Value {
	o, list := app.Window().Get("Object").New(), app.Window().Get("Array").New()
	for name, value := range fields {
		o.Set(name, value)
	}
	for _, file := range files {
		list.Call("push", file)
	}
	o.Set("files", list)
	return o
}

// text writes v as JSON. Only types of this program are sent, which can all be written.
func text(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// rest lets the worker hear what the screens say, and reports whether the task is to be
// stopped.
func (b *bench) rest() bool {
	time.Sleep(time.Millisecond)
	return b.stopped
}

// arrayOf makes a Uint8Array of bytes.
func arrayOf(file []byte) app.Value {
	array := app.Window().Get("Uint8Array").New(len(file))
	app.CopyBytesToJS(array, file)
	return array
}
