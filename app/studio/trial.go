package main

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// trialID is the id of the frame in which the pack is tried: the very widget that staff
// see.
const trialID = "st-frame"

// trial is the widget beside the editor.
type trial struct {
	nonce string
	ready bool   // its engine runs
	hash  string // of the pack it was last given
}

func (s *studio) renderTrial(w *words) []app.UI {
	if s.trial.nonce == "" {
		return []app.UI{app.H2().Text(w.trial)}
	}
	return []app.UI{
		app.H2().Text(w.trial),
		app.IFrame().ID(trialID).Title(w.trial).Name(s.greeting(w)).Src("index.html"),
	}
}

// greeting is what a host page tells the widget at first: see web/protocol.json.
func (s *studio) greeting(w *words) string {
	return text(map[string]any{
		"oc": 1, "nonce": s.trial.nonce, "origin": app.Window().Get("location").Get("origin").String(),
		"config": map[string]any{"mode": "panel", "locale": w.lang, "trace": "true"},
	})
}

// hearTrial listens to the widget, as a host page does.
func (s *studio) hearTrial() {
	s.trial.nonce = app.Window().Get("crypto").Call("randomUUID").String()
	app.Window().Call("addEventListener", "message", app.FuncOf(func(_ app.Value, args []app.Value) any {
		frame := app.Window().GetElementByID(trialID)
		data := args[0].Get("data")
		if !frame.Truthy() || !args[0].Get("source").Equal(frame.Get("contentWindow")) || data.Type() != app.TypeObject ||
			data.Get("nonce").Type() != app.TypeString || data.Get("nonce").String() != s.trial.nonce {
			return nil
		}
		if data.Get("type").String() == "event" && data.Get("id").String() == "ready" {
			s.ctx.Dispatch(func(app.Context) {
				if !s.trial.ready {
					s.trial.ready = true
					s.showTrial()
				}
			})
		}
		return nil
	}))
}

// showTrial gives the widget the pack as it is now, if it can be used and is news.
func (s *studio) showTrial() {
	if !s.trial.ready || !s.opened || s.pack.Hash == s.trial.hash {
		return
	}
	hash := s.pack.Hash
	s.helper.ask("compile", nil, nil, func(_ json.RawMessage, files [][]byte, err error) {
		if err != nil {
			s.status = err.Error()
			return
		}
		s.trial.hash = hash
		s.giveTrial(files[:2])
	}, nil)
}

// giveTrial sends the widget a pack and its English.
func (s *studio) giveTrial(files [][]byte) {
	frame := app.Window().GetElementByID(trialID)
	if !frame.Truthy() {
		return
	}
	arrays := make([]app.Value, len(files))
	for i, file := range files {
		arrays[i] = arrayOf(file)
	}
	message := object(map[string]any{"studio": 1}, arrays)
	frame.Get("contentWindow").Call("postMessage", message, app.Window().Get("location").Get("origin").String())
}
