package main

import (
	"encoding/base64"
	"encoding/json"
	"net/url"

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
	address := "index.html#frame&" + url.Values{
		"v": {"1"}, "origin": {app.Window().Get("location").Get("origin").String()}, "nonce": {s.trial.nonce},
		"mode": {"panel"}, "locale": {w.lang},
	}.Encode()
	return []app.UI{
		app.H2().Text(w.trial),
		app.IFrame().ID(trialID).Title(w.trial).Src(address),
	}
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
		if data.Get("type").String() == "ready" {
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
		s.tellTrial(map[string]any{"type": "pack", "pack": base64.StdEncoding.EncodeToString(files[0]), "language": base64.StdEncoding.EncodeToString(files[1])})
	}, nil)
}

// tellTrial sends the widget a message, as a host page does.
func (s *studio) tellTrial(message map[string]any) {
	frame := app.Window().GetElementByID(trialID)
	if !frame.Truthy() {
		return
	}
	message["oc"], message["nonce"] = 1, s.trial.nonce
	frame.Get("contentWindow").Call("postMessage", message, app.Window().Get("location").Get("origin").String())
}
