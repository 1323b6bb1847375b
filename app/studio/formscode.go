package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	work "objectioncoach/coach/studio"
)

// maxMarks bounds the problems that are drawn beside the lines of a file.
const maxMarks = 50

// renderCodeMarks draws the problems at their lines of the YAML, and the lines of the
// entry that the form shows. Where they stand is set by hand: see placeMarks.
func (s *studio) renderCodeMarks() app.UI {
	var list []app.UI
	if e := s.form.entry; e.Item != nil && e.Path == s.editor.path {
		list = append(list, app.Div().Class("st-here").DataSet("line", e.Line).DataSet("end", e.End))
	}
	of := func(problems []problem, class string) {
		for _, p := range problems {
			if s.ownPath(p.File) == s.editor.path && p.Line > 0 && len(list) <= maxMarks {
				list = append(list, app.Div().Class("st-at", class).DataSet("line", p.Line).DataSet("end", p.Line+1).Body(app.Span().Text(p.Message)))
			}
		}
	}
	of(s.pack.Problems, "st-bad")
	of(s.pack.Warnings, "st-mild")
	s.drawn(s.placeMarks)
	return app.Div().Class("st-marks").Aria("hidden", "true").Body(app.Div().ID("st-marks").Body(list...))
}

// drawn has f done once what is being rendered is in the page.
func (s *studio) drawn(f func()) {
	if s.ctx != nil { // the first rendering comes before OnMount
		s.ctx.Defer(func(app.Context) { f() })
	}
}

// placeMarks puts the marks to their lines, and where the YAML is scrolled to. The policy
// of the page allows no style attributes.
func (s *studio) placeMarks() {
	layer, box := app.Window().GetElementByID("st-marks"), app.Window().GetElementByID(editorID)
	if !layer.Truthy() || !box.Truthy() {
		return
	}
	children := layer.Get("children")
	for i := range children.Length() {
		child := children.Index(i)
		var line, end int
		fmt.Sscan(child.Get("dataset").Get("line").String(), &line) //nolint:errcheck // written by renderCodeMarks
		fmt.Sscan(child.Get("dataset").Get("end").String(), &end)   //nolint:errcheck // likewise
		style := child.Get("style")
		style.Call("setProperty", "top", fmt.Sprint((line-1)*lineHeight, "px"))
		style.Call("setProperty", "height", fmt.Sprint((end-line)*lineHeight, "px"))
	}
	s.scrollMarks()
}

func (s *studio) scrollMarks() {
	layer, box := app.Window().GetElementByID("st-marks"), app.Window().GetElementByID(editorID)
	if layer.Truthy() && box.Truthy() {
		layer.Get("style").Call("setProperty", "transform", fmt.Sprint("translateY(", -box.Get("scrollTop").Float(), "px)"))
	}
}

func (s *studio) onScroll(app.Context, app.Event) {
	s.scrollMarks()
	s.editor.words = completing{}
}

// completing is the list of what may stand at the cursor of the YAML.
type completing struct {
	work.Completion
	chosen int // of the words
}

// completionID is the id of the list.
const completionID = "st-words"

// maxWords bounds the list.
const maxWords = 40

// renderCompletions draws the list, below the cursor.
func (s *studio) renderCompletions(w *formWords) app.UI {
	c := &s.editor.words
	var items []app.UI
	for i, word := range c.Words {
		items = append(items, app.Li().Role("option").ID(fmt.Sprint(completionID, "-", i)).Aria("selected", pressed(i == c.chosen)).
			OnClick(s.onWord(i), i, word.Value).
			Body(app.Span().Text(word.Value), app.Span().Class("oc-muted").Text(word.Title)))
	}
	if len(items) > 0 {
		s.drawn(s.placeWords)
	}
	return app.Ul().ID(completionID).Class("st-words").Role("listbox").Aria("label", w.completions).Hidden(len(items) == 0).Body(items...)
}

// placeWords puts the list below the cursor, and tells the box which word is chosen.
func (s *studio) placeWords() {
	box, list := app.Window().GetElementByID(editorID), app.Window().GetElementByID(completionID)
	if !box.Truthy() || !list.Truthy() || len(s.editor.words.Words) == 0 {
		return
	}
	before := sliced(box.Get("value"), 0, s.editor.words.From)
	line := before[strings.LastIndexByte(before, '\n')+1:]
	canvas := app.Window().Get("document").Call("createElement", "canvas").Call("getContext", "2d")
	canvas.Set("font", app.Window().Call("getComputedStyle", box).Get("font"))
	left := canvas.Call("measureText", line).Get("width").Float() - box.Get("scrollLeft").Float() + 12
	left = max(0, min(left, box.Get("clientWidth").Float()-240))
	top := float64((strings.Count(before, "\n")+1)*lineHeight) - box.Get("scrollTop").Float() + 10
	if room := box.Get("clientHeight").Float(); top > room-120 {
		top = max(0, top-lineHeight-min(220, float64(28*len(s.editor.words.Words))+8))
	}
	style := list.Get("style")
	style.Call("setProperty", "left", fmt.Sprint(int(left), "px"))
	style.Call("setProperty", "top", fmt.Sprint(int(top), "px"))
	box.Call("setAttribute", "aria-activedescendant", fmt.Sprint(completionID, "-", s.editor.words.chosen))
	box.Call("setAttribute", "aria-controls", completionID)
	if item := app.Window().GetElementByID(fmt.Sprint(completionID, "-", s.editor.words.chosen)); item.Truthy() {
		list.Set("scrollTop", item.Get("offsetTop").Float()-80)
	}
}

// closeWords takes the list away.
func (s *studio) closeWords() {
	s.editor.words = completing{}
	if box := app.Window().GetElementByID(editorID); box.Truthy() {
		box.Call("removeAttribute", "aria-activedescendant")
	}
}

// complete lists what may stand at the cursor. Unasked, it shows nothing before a letter
// was typed, or for a word that is whole.
func (s *studio) complete(asked bool) {
	box := app.Window().GetElementByID(editorID)
	if !box.Truthy() || s.editor.composing {
		return
	}
	s.flushText(box.Get("value").String())
	at, path := box.Get("selectionStart").Int(), s.editor.path
	wider := 0 // how much further the place is in the file
	if s.editor.wide {
		wider = caretLine() - 1
	}
	s.helper.ask("complete", placing{Path: path, Text: s.editor.whole(s.editor.text), At: at + wider}, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var c work.Completion
		if err != nil || json.Unmarshal(output, &c) != nil || path != s.editor.path || box.Get("selectionStart").Int() != at {
			return
		}
		c.From, c.To = c.From-wider, c.To-wider
		begun := sliced(box.Get("value"), c.From, at)
		if !asked && (begun == "" || slices.ContainsFunc(c.Words, func(word work.Word) bool { return word.Value == begun })) {
			s.closeWords()
			return
		}
		c.Words = c.Words[:min(maxWords, len(c.Words))]
		s.editor.words = completing{Completion: c}
	}, nil)
}

// completeTyped lists completions after a letter, where one was typed in the YAML.
func (s *studio) completeTyped() {
	box := app.Window().GetElementByID(editorID)
	if !box.Truthy() || !app.Window().Get("document").Get("activeElement").Equal(box) {
		return
	}
	before := sliced(box.Get("value"), 0, box.Get("selectionStart").Int())
	if before == "" || !strings.ContainsAny(before[len(before)-1:], "abcdefghijklmnopqrstuvwxyz-") {
		s.closeWords()
		return
	}
	s.complete(false)
}

// completionKey acts on a key in the YAML and reports whether that was its end.
func (s *studio) completionKey(key string, held bool) bool {
	c := &s.editor.words
	if held && key == " " {
		s.ctx.Dispatch(func(app.Context) { s.complete(true) })
		return true
	}
	if len(c.Words) == 0 || held {
		return false
	}
	switch key {
	case "ArrowDown":
		s.ctx.Dispatch(func(app.Context) { c.chosen = (c.chosen + 1) % max(1, len(c.Words)) })
	case "ArrowUp":
		s.ctx.Dispatch(func(app.Context) { c.chosen = (c.chosen + len(c.Words) - 1) % max(1, len(c.Words)) })
	case "Enter", "Tab":
		s.ctx.Dispatch(func(app.Context) { s.takeWord(c.chosen) })
	case "Escape":
		s.ctx.Dispatch(func(app.Context) { s.closeWords() })
	case "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown":
		s.ctx.Dispatch(func(app.Context) { s.closeWords() })
		return false
	default:
		return false
	}
	return true
}

func (s *studio) onWord(i int) app.EventHandler {
	return func(app.Context, app.Event) { s.takeWord(i) }
}

// takeWord puts a word of the list in place of what was begun, as if it were typed.
func (s *studio) takeWord(i int) {
	c := s.editor.words
	box := app.Window().GetElementByID(editorID)
	if i >= len(c.Words) || !box.Truthy() {
		return
	}
	box.Call("focus")
	box.Call("setSelectionRange", c.From, max(c.To, box.Get("selectionStart").Int()))
	app.Window().Get("document").Call("execCommand", "insertText", false, c.Words[i].Value)
	s.closeWords()
}
