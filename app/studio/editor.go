package main

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	work "objectioncoach/coach/studio"
)

// editorID is the id of the text box. The program never sets its value by rendering.
const editorID = "st-yaml"

// editPause is how long typing rests before it is checked.
const editPause = 300 * time.Millisecond

// editor is the file at hand.
type editor struct {
	path      string
	text      string // as the worker has it
	keystroke int
	composing bool
}

func (s *studio) renderEditor(w *words) []app.UI {
	return []app.UI{
		app.H2().Text(s.editor.path),
		app.Textarea().ID(editorID).Class("st-yaml").Aria("label", w.yaml).Spellcheck(false).Attr("autocomplete", "off").Attr("wrap", "off").
			OnInput(s.onYAML).
			On("compositionstart", s.onCompositionStart).
			On("compositionend", s.onCompositionEnd),
	}
}

// openFile shows a file, at a line counted from 1 where that is wanted.
func (s *studio) openFile(path string, line int) {
	if path == s.editor.path && s.editor.text != "" && line > 0 {
		goToLine(line)
		return
	}
	s.helper.ask("text", path, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var text string
		if err == nil {
			err = json.Unmarshal(output, &text)
		}
		if err != nil {
			s.status = err.Error()
			return
		}
		s.editor.path, s.editor.text = path, text
		s.ctx.Defer(func(app.Context) {
			if box := app.Window().GetElementByID(editorID); box.Truthy() {
				box.Set("value", text)
				goToLine(line)
			}
		})
	}, nil)
}

// goToLine puts the cursor at the beginning of a line and shows it.
func goToLine(line int) {
	box := app.Window().GetElementByID(editorID)
	if line < 1 || !box.Truthy() {
		return
	}
	lines := strings.SplitAfter(box.Get("value").String(), "\n")
	at := 0 // in UTF-16 code units, as the box counts
	for _, l := range lines[:min(line-1, len(lines))] {
		for _, r := range l {
			at++
			if r > 0xFFFF {
				at++
			}
		}
	}
	box.Call("focus")
	box.Call("setSelectionRange", at, at)
	box.Set("scrollTop", float64(line-1)/float64(len(lines))*box.Get("scrollHeight").Float()-60)
}

func (s *studio) onYAML(ctx app.Context, e app.Event) {
	if !s.editor.composing && !e.Get("isComposing").Truthy() {
		s.typed(ctx.JSSrc().Get("value").String())
	}
}

func (s *studio) onCompositionStart(app.Context, app.Event) { s.editor.composing = true }

func (s *studio) onCompositionEnd(ctx app.Context, _ app.Event) {
	s.editor.composing = false
	s.typed(ctx.JSSrc().Get("value").String())
}

// typed checks what stands in the box once typing pauses.
func (s *studio) typed(text string) {
	s.editor.keystroke++
	now, path := s.editor.keystroke, s.editor.path
	s.ctx.After(editPause, func(app.Context) {
		if now == s.editor.keystroke && path == s.editor.path && text != s.editor.text {
			s.editor.text = text
			s.edit(s.words().typedIn+path, work.Edit{Path: path, Text: text})
		}
	})
}

// edit has the worker change the pack.
func (s *studio) edit(label string, edits ...work.Edit) {
	s.status = ""
	s.helper.ask("edit", editing{Label: label, At: time.Now().UnixMilli(), Today: s.today(), Edits: edits}, nil, s.took, nil)
}

// listenKeys hears undo and redo anywhere but in boxes, which have their own.
func (s *studio) listenKeys() {
	app.Window().Call("addEventListener", "keydown", app.FuncOf(func(_ app.Value, args []app.Value) any {
		e := args[0]
		if !e.Get("ctrlKey").Truthy() && !e.Get("metaKey").Truthy() || e.Get("target").Get("tagName").String() == "TEXTAREA" {
			return nil
		}
		switch e.Get("key").String() {
		case "z":
			s.ctx.Dispatch(func(app.Context) { s.helper.ask("undo", nil, nil, s.tookBack, nil) })
		case "y":
			s.ctx.Dispatch(func(app.Context) { s.helper.ask("redo", nil, nil, s.tookBack, nil) })
		}
		return nil
	}))
}
