package main

import (
	"encoding/json"
	"slices"
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
	text      string // as the worker has it, but for how lines end
	wide      bool   // lines end as on Windows
	layout    string // "form", "code" or "" for both
	keystroke int
	composing bool
	words     completing
}

// hold takes in the text of a file. Boxes know one way only to end a line; how the file
// ends them is kept beside.
func (e *editor) hold(path, text string) {
	e.path, e.wide = path, strings.Contains(text, "\r\n")
	e.text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// whole gives a text of the box with its lines ended as the file ends them.
func (e *editor) whole(text string) string {
	if e.wide {
		return strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}

// renderEditor draws the entry as a form beside the file as YAML, or what else the middle
// shows. The editor stays in the page, so that its boxes keep what they hold.
func (s *studio) renderEditor(w *words) []app.UI {
	f := s.formWords()
	return []app.UI{
		s.renderPane(f),
		app.Div().Class("st-desk").Hidden(s.view != "").DataSet("layout", s.editor.layout).Body(
			s.renderDeskBar(f),
			s.renderForm(f),
			app.Div().Class("st-code").Body(
				app.Textarea().ID(editorID).Class("st-yaml").Aria("label", w.yaml).Spellcheck(false).Attr("autocomplete", "off").Attr("wrap", "off").
					Aria("autocomplete", "list").
					OnInput(s.onYAML).
					OnClick(s.onCaret).
					OnKeyUp(s.onCaret).
					OnScroll(s.onScroll).
					On("compositionstart", s.onCompositionStart).
					On("compositionend", s.onCompositionEnd),
				s.renderCodeMarks(),
				s.renderCompletions(f),
			),
		),
	}
}

// renderDeskBar draws what can be done with the entry at hand, and how it is shown.
func (s *studio) renderDeskBar(f *formWords) app.UI {
	layouts := app.Div().Class("st-layouts").Role("group").Aria("label", f.layout)
	var buttons []app.UI
	for _, l := range []struct{ name, title string }{{"form", f.form}, {"", f.both}, {"code", f.code}} {
		b := app.Button().Type("button").Class("st-switch").Text(l.title).Aria("pressed", pressed(s.editor.layout == l.name)).OnClick(s.onLayout(l.name), l.name)
		if l.name == "" {
			b = b.Class("st-both")
		}
		buttons = append(buttons, b)
	}
	var sections, paths []app.UI
	for _, section := range s.sections() {
		sections = append(sections, app.Option().Value(section).Text(f.sectionTitle(section)))
	}
	for _, path := range s.pack.Paths {
		paths = append(paths, app.Option().Value(path))
	}
	file := func(id string) app.UI {
		return app.Input().ID(id).Type("text").List("st-paths").Spellcheck(false).AutoComplete(false)
	}
	return app.Div().Class("st-bar").Body(
		app.H2().Text(s.editor.path),
		app.DataList().ID("st-paths").Body(paths...),
		layouts.Body(buttons...),
		app.Details().Class("st-menu").Body(
			app.Summary().Text("+ "+f.newEntry),
			app.Div().Class("st-sheet").Body(
				app.Label().Body(app.Span().Text(f.section), app.Select().ID("st-add-section").Body(sections...)),
				app.Label().Body(app.Span().Text(f.file), file("st-add-file")),
				app.Label().Body(app.Span().Text(f.id), app.Input().ID("st-add-id").Type("text").Spellcheck(false).AutoComplete(false)),
				app.Button().Type("button").Class("oc-primary").ID("st-add").Text(f.add).OnClick(s.onAdd),
			),
		).On("toggle", s.onMenu),
		app.Details().Class("st-menu").Hidden(s.form.item == nil).Body(
			app.Summary().Text(f.more),
			app.Div().Class("st-sheet").Body(
				app.Button().Type("button").Class("oc-quiet").ID("st-copy").Text(f.copy).OnClick(s.onCopyEntry),
				app.Label().Body(app.Span().Text(f.moveTo), file("st-move-file")),
				app.Button().Type("button").Class("oc-quiet").ID("st-move").Text(f.move).OnClick(s.onMove),
				app.Button().Type("button").Class("oc-quiet").ID("st-delete").Text(f.remove).OnClick(s.onDelete),
				app.Button().Type("button").Class("oc-quiet").ID("st-delete-file").Text(f.removeFile+" "+s.editor.path).Disabled(s.editor.path == "pack.yaml").OnClick(s.onDeleteFile),
			),
		),
	)
}

func pressed(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

// onMenu puts the file at hand into the boxes of a menu that opens.
func (s *studio) onMenu(app.Context, app.Event) {
	for _, id := range []string{"st-add-file", "st-move-file"} {
		box := app.Window().GetElementByID(id)
		if path := s.editor.path; box.Truthy() && box.Get("value").String() == "" && path != "pack.yaml" {
			box.Set("value", path)
		}
	}
}

func (s *studio) onLayout(name string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		s.editor.layout = name
		ctx.Defer(func(app.Context) { s.placeMarks() })
	}
}

func (s *studio) onDeleteFile(app.Context, app.Event) {
	path := s.editor.path
	s.edit(s.formWords().deleted+path, work.Edit{Path: path, Gone: true})
	s.form.item, s.form.entry = nil, entry{}
	s.openFile(s.pack.Paths[0], 0)
}

// openFile shows a file, at a line counted from 1 where that is wanted.
func (s *studio) openFile(path string, line int) {
	s.flush()
	if path == s.editor.path && s.editor.text != "" && line > 0 {
		s.view = ""
		s.ctx.Defer(func(app.Context) { goToLine(line) })
		s.follow(asking{Ref: work.Ref{Path: path}, Line: line})
		return
	}
	s.show(path, line)
}

// show shows a file as the worker has it, whatever stands in the box of the YAML.
func (s *studio) show(path string, line int) {
	s.view = ""
	s.editor.keystroke++ // what waits for a pause is of what was there
	s.helper.ask("text", path, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var text string
		if err == nil {
			err = json.Unmarshal(output, &text)
		}
		if err != nil {
			s.status = err.Error()
			return
		}
		s.editor.hold(path, text)
		s.editor.words = completing{}
		filled := s.fillYAML() // at once: what the box held is of another file
		s.ctx.Defer(func(app.Context) {
			if !filled {
				s.fillYAML()
			}
			goToLine(line)
			s.placeMarks()
		})
		s.follow(asking{Ref: work.Ref{Path: path}, Line: line})
	}, nil)
}

// fillYAML puts the file at hand into the box of the YAML, and reports whether there is one.
func (s *studio) fillYAML() bool {
	box := app.Window().GetElementByID(editorID)
	if box.Truthy() {
		box.Set("value", s.editor.text)
	}
	return box.Truthy()
}

// reread shows the file at hand as it is now, or another where it is gone.
func (s *studio) reread() {
	path := s.editor.path
	if !slices.Contains(s.pack.Paths, path) {
		if len(s.pack.Paths) > 0 {
			s.openFile(s.pack.Paths[0], 0)
		}
		return
	}
	s.helper.ask("text", path, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var text string
		if err == nil && json.Unmarshal(output, &text) == nil && path == s.editor.path {
			s.showText(path, text)
		}
	}, nil)
	s.follow(asking{Ref: s.form.entry.Ref, Line: s.form.entry.Line})
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
	showLine(line)
}

// lineHeight is the height of a line of the YAML in pixels, as studio.css has it.
const lineHeight = 20

// showLine scrolls to a line.
func showLine(line int) {
	if box := app.Window().GetElementByID(editorID); box.Truthy() {
		box.Set("scrollTop", float64((line-1)*lineHeight-60))
	}
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
	now := s.editor.keystroke
	s.ctx.After(editPause, func(app.Context) {
		if now == s.editor.keystroke {
			s.flushText(text)
			s.completeTyped()
		}
	})
}

// flush sends what was typed and waits for a pause.
func (s *studio) flush() {
	s.flushForm()
	if box := app.Window().GetElementByID(editorID); box.Truthy() && s.editor.path != "" && !s.editor.composing {
		s.flushText(box.Get("value").String())
	}
}

func (s *studio) flushText(text string) {
	if text == s.editor.text || s.editor.path == "" {
		return
	}
	s.editor.keystroke++
	s.editor.text = text
	s.edit(s.words().typedIn+s.editor.path, work.Edit{Path: s.editor.path, Text: s.editor.whole(text)})
	s.follow(asking{Ref: work.Ref{Path: s.editor.path}, Line: caretLine()})
}

// sliced gives a part of a text, in UTF-16 code units, as boxes count.
func sliced(text app.Value, from, to int) string {
	return app.Window().Get("String").Get("prototype").Get("slice").Call("call", text, from, to).String()
}

// caretLine gives the line of the cursor in the YAML, from 1.
func caretLine() int {
	box := app.Window().GetElementByID(editorID)
	if !box.Truthy() {
		return 1
	}
	return strings.Count(sliced(box.Get("value"), 0, box.Get("selectionStart").Int()), "\n") + 1
}

// onCaret shows the entry in the form that the cursor has gone to.
func (s *studio) onCaret(ctx app.Context, _ app.Event) {
	line := caretLine()
	if e := s.form.entry; ctx.JSSrc().Get("value").String() == s.editor.text && (e.Path != s.editor.path || line < e.Line || line >= e.End) {
		s.flushForm()
		s.follow(asking{Ref: work.Ref{Path: s.editor.path}, Line: line})
	}
}

// edit has the worker change the pack.
func (s *studio) edit(label string, edits ...work.Edit) {
	s.status = ""
	s.helper.ask("edit", editing{Label: label, At: time.Now().UnixMilli(), Today: s.today(), Edits: edits}, nil, s.took, nil)
}

// listenKeys hears undo and redo anywhere but in the boxes of forms, which have their own,
// and the keys of the list of completions. It is a listener of its own because go-app's
// handlers run after the browser has already acted on a key.
func (s *studio) listenKeys() {
	app.Window().Call("addEventListener", "keydown", app.FuncOf(func(_ app.Value, args []app.Value) any {
		e := args[0]
		if e.Get("isComposing").Truthy() || e.Get("keyCode").Int() == 229 { // an input method has the keys
			return nil
		}
		target, key := e.Get("target"), e.Get("key").String()
		inCode := target.Get("id").String() == editorID
		held := e.Get("ctrlKey").Truthy() || e.Get("metaKey").Truthy()
		if inCode && s.completionKey(key, held) {
			e.Call("preventDefault")
			return nil
		}
		if key == "Escape" {
			closeMenus(nil)
		}
		tag := target.Get("tagName").String()
		if !held || !inCode && (tag == "TEXTAREA" || tag == "INPUT") {
			return nil
		}
		task := map[string]string{"z": "undo", "y": "redo"}[strings.ToLower(key)]
		if task == "undo" && e.Get("shiftKey").Truthy() {
			task = "redo"
		}
		if task != "" {
			e.Call("preventDefault")
			s.ctx.Dispatch(func(app.Context) { s.back(task) })
		}
		return nil
	}))
	app.Window().Call("addEventListener", "pointerdown", app.FuncOf(func(_ app.Value, args []app.Value) any {
		closeMenus(args[0].Get("target"))
		return nil
	}))
}
