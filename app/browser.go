package main

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
)

// configFromAddress reads what the address of a page of its own sets.
func configFromAddress() config {
	values := page.Fragment()
	return config{Pack: "bank", Mode: values.Get("mode"), Locale: page.Language(), Theme: values.Get("theme"), Channel: values.Get("channel"), Product: values.Get("product"), Segment: values.Get("segment"), Lock: values.Get("lock")}
}

// applyLook tells the document its theme and language.
func (s *screen) applyLook() {
	if !page.Look(s.words().lang, s.config.Theme, s.words().title) {
		s.host.fails(fault{"theme", "there is no such theme, and a style sheet must be of the coach's own origin: " + s.config.Theme})
	}
	page.Paint(s.config.Colours, s.config.Theme)
	s.watchSheet()
}

// watchSheet tells the host, once the browser knows, that the style sheet it named cannot
// be had.
func (s *screen) watchSheet() {
	sheet := app.Window().GetElementByID(page.SheetID)
	if !sheet.Truthy() || sheet.Get("onerror").Truthy() {
		return
	}
	sheet.Set("onerror", app.FuncOf(func(app.Value, []app.Value) any {
		s.host.fails(fault{"theme", "there is no such style sheet: " + s.config.Theme})
		return nil
	}))
}

// closeScene closes the choices of the scene, and reports whether they were open.
func closeScene() bool {
	scene := app.Window().Get("document").Call("querySelector", "details.oc-scene[open]")
	if !scene.Truthy() {
		return false
	}
	scene.Set("open", false)
	scene.Call("querySelector", "summary").Call("focus")
	return true
}

// closeSceneOutside closes the choices of the scene when something else is
// pressed.
func closeSceneOutside() {
	app.Window().Call("addEventListener", "pointerdown", app.FuncOf(func(_ app.Value, args []app.Value) any {
		scene := app.Window().Get("document").Call("querySelector", "details.oc-scene[open]")
		if scene.Truthy() && !scene.Call("contains", args[0].Get("target")).Bool() {
			scene.Set("open", false)
		}
		return nil
	}))
}

// keepCursor puts the cursor into the box when the window gains the focus and
// nothing in it has it, as when a host page opens the panel again.
func keepCursor() {
	app.Window().Call("addEventListener", "focus", app.FuncOf(func(app.Value, []app.Value) any {
		document := app.Window().Get("document")
		if document.Get("activeElement").Equal(document.Get("body")) {
			page.Focus(boxID)
		}
		return nil
	}))
}

// scrollToEnd shows the last line of a list that scrolls.
func scrollToEnd(id string) {
	if e := app.Window().GetElementByID(id); e.Truthy() {
		section := e.Get("parentElement")
		section.Set("scrollTop", section.Get("scrollHeight"))
	}
}
