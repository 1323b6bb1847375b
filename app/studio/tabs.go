package main

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// otherTabs is what is known of other tabs with the studio.
type otherTabs struct {
	id      string
	channel app.Value
	key     string // of the draft here; "" before it was kept
	change  int
	kept    string            // the hash of the pack as it was last kept
	others  map[string]string // the pack that another tab has open, by tab
}

// listenTabs tells other tabs what this one has open, and hears them. That no tab writes
// over what another one wrote is held by the store itself; this is for the writer.
func (s *studio) listenTabs() {
	window := app.Window()
	s.tabs.others = map[string]string{}
	s.tabs.id = window.Get("crypto").Call("randomUUID").String()
	keepNow := app.FuncOf(func(app.Value, []app.Value) any {
		if window.Get("document").Get("visibilityState").String() == "hidden" {
			s.ctx.Dispatch(func(app.Context) { s.leave() })
		}
		return nil
	})
	window.Get("document").Call("addEventListener", "visibilitychange", keepNow)
	window.Call("addEventListener", "beforeunload", app.FuncOf(func(_ app.Value, args []app.Value) any {
		if s.unkept() && time.Since(saving) > 2*time.Second { // the browser asks whether to leave
			args[0].Call("preventDefault")
		}
		return nil
	}))
	if !window.Get("BroadcastChannel").Truthy() {
		return
	}
	s.tabs.channel = window.Get("BroadcastChannel").New("objection-coach-studio")
	s.tabs.channel.Set("onmessage", app.FuncOf(func(_ app.Value, args []app.Value) any {
		data := args[0].Get("data")
		said, tab, id := data.Get("said").String(), data.Get("tab").String(), data.Get("pack").String()
		s.ctx.Dispatch(func(app.Context) { s.hearTab(said, tab, id) })
		return nil
	}))
	window.Call("addEventListener", "pagehide", app.FuncOf(func(app.Value, []app.Value) any {
		s.tellTabs("bye")
		return nil
	}))
}

func (s *studio) hearTab(said, tab, id string) {
	delete(s.tabs.others, tab)
	if said != "bye" {
		s.tabs.others[tab] = id
	}
	if said == "hello" && s.opened {
		s.tellTabs("here")
	}
}

// tellTabs tells other tabs what this one has open.
func (s *studio) tellTabs(said string) {
	if s.tabs.channel != nil && s.tabs.channel.Truthy() {
		s.tabs.channel.Call("postMessage", map[string]any{"said": said, "tab": s.tabs.id, "pack": s.pack.ID})
	}
}

// shared reports whether another tab has the same pack open.
func (s *studio) shared() bool {
	for _, id := range s.tabs.others {
		if id == s.pack.ID {
			return true
		}
	}
	return false
}

// renderElsewhere warns of another tab with the same pack.
func (s *studio) renderElsewhere(w *formWords) app.UI {
	warning := ""
	if s.shared() {
		warning = w.otherTab
	}
	return app.P().Class("st-elsewhere").ID("st-elsewhere").Role("status").Hidden(warning == "").Text(warning)
}
