package main

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach"
)

// pause is how long typing rests before what was typed is read: shorter flickers
// under fast typing, longer feels slow.
const pause = 120 * time.Millisecond

// boxID is the id of the text box. The program never sets its value by
// rendering: that would break an input method in the middle of a word.
const boxID = "oc-box"

func (s *screen) renderBox(w *words) app.UI {
	return app.Div().Class("oc-entry").Body(
		app.Textarea().ID(boxID).Rows(2).
			Placeholder(w.box).Aria("label", w.boxLabel).
			Spellcheck(false).Attr("autocomplete", "off").Attr("enterkeyhint", "done").
			OnInput(s.onInput).
			On("compositionstart", s.onCompositionStart).
			On("compositionend", s.onCompositionEnd),
		app.Button().Type("button").Class("oc-send").Aria("label", w.send).Title(w.send).Text("⏎").OnClick(s.onSend),
	)
}

func (s *screen) onInput(ctx app.Context, e app.Event) {
	if s.composing || e.Get("isComposing").Truthy() {
		return
	}
	s.typed(ctx.JSSrc().Get("value").String())
}

func (s *screen) onCompositionStart(app.Context, app.Event) { s.composing = true }

func (s *screen) onCompositionEnd(ctx app.Context, _ app.Event) {
	s.composing = false
	s.typed(ctx.JSSrc().Get("value").String())
}

// imeKey is the key code browsers give while an input method holds the keys.
const imeKey = 229

// listenKeys hears Enter in the box and Escape anywhere. It is a listener of its own because
// go-app's handlers run after the browser has already acted on a key, too late
// to keep Enter from breaking the line.
//
// Escape closes when it is let go: had the page its focus back before, it would hear
// the end of a key that was pressed here.
func (s *screen) listenKeys() {
	escaping := false
	app.Window().Call("addEventListener", "keyup", app.FuncOf(func(_ app.Value, args []app.Value) any {
		if escaping && args[0].Get("key").String() == "Escape" {
			s.ctx.Dispatch(func(app.Context) { s.host.tell("close", nil) })
		}
		escaping = false
		return nil
	}))
	app.Window().Call("addEventListener", "keydown", app.FuncOf(func(_ app.Value, args []app.Value) any {
		e := args[0]
		box := e.Get("target")
		if e.Get("isComposing").Truthy() || e.Get("keyCode").Int() == imeKey {
			return nil
		}
		switch {
		case box.Get("id").String() == boxID && e.Get("key").String() == "Enter" && !e.Get("shiftKey").Truthy():
			e.Call("preventDefault")
			text := box.Get("value").String()
			s.ctx.Dispatch(func(app.Context) { s.commit(text) })
		case e.Get("key").String() == "Escape":
			escaping = !closeScene()
		}
		return nil
	}))
}

func (s *screen) onSend(app.Context, app.Event) {
	s.commit(app.Window().GetElementByID(boxID).Get("value").String())
	page.Focus(boxID)
}

// typed takes in what stands in the box now, and reads it once typing pauses.
func (s *screen) typed(text string) {
	s.keystroke++
	now := s.keystroke
	s.ctx.After(pause, func(ctx app.Context) {
		if now == s.keystroke && !s.composing {
			s.setDraft(text)
			ctx.Defer(func(app.Context) { scrollToEnd("oc-turns") })
		}
	})
}

// setDraft shows and reads the customer's words while they are typed.
func (s *screen) setDraft(text string) {
	if text = strings.TrimSpace(text); text != s.draft {
		s.variant = 0
	}
	s.draft = text
	if text != "" {
		s.undone = nil // the next customer has spoken
	}
	s.readAgain()
}

// commit makes the words in the box a turn of the talk.
func (s *screen) commit(text string) {
	s.keystroke++ // what was typed before must not be read again
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	if utf8.RuneCountInString(text) > coach.MaxText {
		s.status = s.words().tooLong // and stays in the box, to be divided
		return
	}
	s.setValue("")
	if text != s.draft {
		s.variant = 0
	}
	s.draft = ""
	s.turns = append(s.turns, coach.Turn{Who: coach.Customer, Text: text})
	s.undone = nil
	s.readAgain()
	s.ctx.Defer(func(app.Context) { scrollToEnd("oc-turns") })
}

// setValue changes the box by hand.
func (s *screen) setValue(text string) {
	if box := app.Window().GetElementByID(boxID); box.Truthy() {
		box.Set("value", text)
	}
}
