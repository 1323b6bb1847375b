package main

import (
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// configFromAddress reads what the address sets: the fragment for a frame, the
// same names for a page of its own.
func configFromAddress() config {
	values, _ := url.ParseQuery(fragment()) // what cannot be read is as if not said
	locale := values.Get("locale")
	if locale == "" {
		locale = app.Window().Get("navigator").Get("language").String()
	}
	return config{Pack: "bank", Mode: values.Get("mode"), Locale: locale, Theme: values.Get("theme"), Channel: values.Get("channel"), Product: values.Get("product"), Segment: values.Get("segment")}
}

// fragment is what follows # in the address, without the word that marks a
// frame.
func fragment() string {
	hash := app.Window().Get("location").Get("hash").String()
	return strings.TrimPrefix(strings.TrimPrefix(hash, "#"), "frame&")
}

// applyLook tells the document its theme and language.
func (s *screen) applyLook() {
	document := app.Window().Get("document")
	root := document.Get("documentElement")
	root.Call("setAttribute", "lang", s.words().lang)
	root.Get("dataset").Set("theme", s.config.Theme)
	document.Set("title", s.words().title)
}

// copyText puts text on the clipboard and tells whether it worked.
func copyText(text string, done func(ok bool)) {
	clipboard := app.Window().Get("navigator").Get("clipboard")
	if !clipboard.Truthy() { // an insecure page has none
		done(false)
		return
	}
	settle(clipboard.Call("writeText", text), func(app.Value) { done(true) }, func(string) { done(false) })
}

// settle waits for a promise: then gets its value, or failed the reason.
func settle(promise app.Value, then func(app.Value), failed func(reason string)) {
	var ok, no app.Func
	release := func() {
		ok.Release()
		no.Release()
	}
	ok = app.FuncOf(func(_ app.Value, args []app.Value) any {
		release()
		then(args[0])
		return nil
	})
	no = app.FuncOf(func(_ app.Value, args []app.Value) any {
		release()
		failed(args[0].Call("toString").String())
		return nil
	})
	promise.Call("then", ok, no)
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
			focus(boxID)
		}
		return nil
	}))
}

func focus(id string) {
	if e := app.Window().GetElementByID(id); e.Truthy() {
		e.Call("focus")
	}
}

// scrollToEnd shows the last line of a list that scrolls.
func scrollToEnd(id string) {
	if e := app.Window().GetElementByID(id); e.Truthy() {
		section := e.Get("parentElement")
		section.Set("scrollTop", section.Get("scrollHeight"))
	}
}
