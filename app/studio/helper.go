package main

import (
	"encoding/json"
	"errors"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
)

// helper is the worker as the screens see it. Its answers come on the UI goroutine.
type helper struct {
	locale string // of the screens
	worker app.Value
	count  int
	calls  map[int]call
}

// call is a request that has no answer yet.
type call struct {
	done     func(output json.RawMessage, files [][]byte, err error)
	progress func(json.RawMessage)
}

// startHelper starts the worker; ready is called as soon as it listens, or failed when
// it ends by itself.
func startHelper(locale string, dispatch func(func()), ready func(), failed func(error)) *helper {
	h := &helper{locale: locale, worker: app.Window().Get("objectionCoach").Call("worker"), calls: map[int]call{}}
	h.worker.Call("addEventListener", "message", app.FuncOf(func(_ app.Value, args []app.Value) any {
		data := args[0].Get("data")
		dispatch(func() { h.hear(data, ready) })
		return nil
	}))
	h.worker.Call("addEventListener", "error", app.FuncOf(func(_ app.Value, args []app.Value) any {
		reason := args[0].Get("message").String()
		dispatch(func() { failed(errors.New(reason)) })
		return nil
	}))
	return h
}

// ask sends a task with its input and files. done gets what came of it; progress, which
// may be nil, how far it has come.
func (h *helper) ask(task string, input any, files []app.Value, done func(json.RawMessage, [][]byte, error), progress func(json.RawMessage)) {
	h.count++
	h.calls[h.count] = call{done, progress}
	h.worker.Call("postMessage", object(map[string]any{"id": h.count, "task": task, "input": text(input), "locale": h.locale}, files))
}

// stop ends the task at work, and those that wait for it.
func (h *helper) stop() {
	h.worker.Call("postMessage", object(map[string]any{"id": h.count, "task": "stop", "input": "", "locale": h.locale}, nil))
}

func (h *helper) hear(data app.Value, ready func()) {
	id := data.Get("id").Int()
	if id == 0 {
		ready()
		return
	}
	c, ok := h.calls[id]
	if !ok {
		return
	}
	if p := data.Get("progress"); p.Truthy() {
		if c.progress != nil {
			c.progress(json.RawMessage(p.String()))
		}
		return
	}
	delete(h.calls, id)
	var err error
	if reason := data.Get("error").String(); reason != "" {
		err = errors.New(reason)
	}
	var files [][]byte
	for i := range data.Get("files").Length() {
		files = append(files, page.Bytes(data.Get("files").Index(i)))
	}
	c.done(json.RawMessage(data.Get("output").String()), files, err)
}
