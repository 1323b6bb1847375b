package main

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// keepFocusInSight scrolls to the box with the focus when the window shrinks, as it does
// for an on-screen keyboard.
func (d *desk) keepFocusInSight() {
	app.Window().Call("addEventListener", "resize", app.FuncOf(func(app.Value, []app.Value) any {
		if at := app.Window().Get("document").Get("activeElement"); at.Truthy() && at.Call("matches", "input, textarea, select").Bool() {
			at.Call("scrollIntoView", map[string]any{"block": "nearest"})
		}
		return nil
	}))
}
