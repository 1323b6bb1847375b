package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/source"
	work "objectioncoach/coach/studio"
)

// form is the entry at hand. What stands in its boxes is set by hand, never by rendering:
// that would break an input method in the middle of a word.
type form struct {
	entry   entry
	item    any               // as in the boxes: a *pack.Script and so on; nil without an entry
	english *pack.Translation // of a script whose English stands apart
	lists   map[string][]work.Word
	listsOf string // the hash of the pack that lists were made of

	boxes     []string // the fields that are drawn
	opened    []string // axes of conditions that are drawn without a value
	stroke    int
	asking    bool // a change is with the worker
	again     bool // and another one waits
	composing bool
}

// follow shows the entry of a place in the form.
func (s *studio) follow(a asking) {
	s.helper.ask("entry", a, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var e entry
		if err == nil {
			err = json.Unmarshal(output, &e)
		}
		if err != nil {
			s.status = err.Error()
			return
		}
		if s.form.asking || s.form.again {
			return // the form is ahead
		}
		s.take(e)
		s.fill(false)
	}, nil)
}

// take takes an entry into the form.
func (s *studio) take(e entry) {
	f := &s.form
	if e.Item == nil && e.Broken != "" && f.item != nil && e.Path == f.entry.Path {
		f.entry.Broken = e.Broken // the last good state stays
		return
	}
	if e.Ref != f.entry.Ref {
		f.opened = nil
	}
	f.entry, f.item, f.english = e, nil, nil
	if e.Item == nil {
		return
	}
	item, err := itemOf(e.Section, e.Item)
	if err != nil {
		s.status = err.Error()
		return
	}
	f.item = item
	s.drawn(showInTree)
	if script, ok := item.(*pack.Script); ok && (e.English != nil || e.Apart) {
		f.english = &pack.Translation{ID: script.ID, Locale: pack.English}
		if e.English != nil {
			json.Unmarshal(e.English, f.english) //nolint:errcheck // written by the worker
		}
		matchSteps(script, f.english)
	}
}

// showInTree scrolls the tree to the entry at hand.
func showInTree() {
	if at := app.Window().Get("document").Call("querySelector", ".st-script [aria-current]"); at.Truthy() {
		at.Call("scrollIntoView", map[string]any{"block": "nearest"})
	}
}

// fill sets the boxes of the form to what the item says. While the writer is at a box,
// spared leaves that one alone.
func (s *studio) fill(spared bool) {
	s.ctx.Defer(func(app.Context) {
		document := app.Window().Get("document")
		active := document.Get("activeElement")
		for _, field := range s.form.boxes {
			box := app.Window().GetElementByID("f-" + field)
			if !box.Truthy() || spared && active.Truthy() && active.Equal(box) || s.form.composing && active.Equal(box) {
				continue
			}
			value := s.form.get(field)
			if box.Get("type").String() == "checkbox" {
				box.Set("checked", value == "true")
			} else if box.Get("value").String() != value {
				box.Set("value", value)
			}
		}
		s.placeMarks()
	})
}

// formPause is how long typing in the form rests before the YAML follows.
const formPause = 300 * time.Millisecond

// onBox gives a handler that takes in what is typed into the box of a field.
func (s *studio) onBox(field string) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		if s.form.composing || e.Get("isComposing").Truthy() {
			return
		}
		s.typedBox(field, ctx.JSSrc())
	}
}

func (s *studio) onBoxComposing(app.Context, app.Event) { s.form.composing = true }

func (s *studio) onBoxComposed(field string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		s.form.composing = false
		s.typedBox(field, ctx.JSSrc())
	}
}

func (s *studio) typedBox(field string, box app.Value) {
	if s.form.item == nil {
		return
	}
	s.form.set(field, box.Get("value").String())
	s.form.stroke++
	now := s.form.stroke
	s.ctx.After(formPause, func(app.Context) {
		if now == s.form.stroke {
			s.sendForm()
		}
	})
}

// onChoice gives a handler that takes in a choice or a mark at once.
func (s *studio) onChoice(field string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		box := ctx.JSSrc()
		value := box.Get("value").String()
		if box.Get("type").String() == "checkbox" {
			value = fmt.Sprint(box.Get("checked").Bool())
		}
		s.form.set(field, value)
		s.sendForm()
	}
}

// flushForm sends what was typed and waits for a pause.
func (s *studio) flushForm() {
	if s.form.item != nil && s.formDiffers() {
		s.sendForm()
	}
}

func (s *studio) formDiffers() bool {
	was, err := itemOf(s.form.entry.Section, s.form.entry.Item)
	if err != nil {
		return false
	}
	return text(was) != text(s.form.item) || s.form.english != nil && s.form.entry.English != nil && text(s.form.english) != text(json.RawMessage(s.form.entry.English)) ||
		s.form.english != nil && s.form.entry.English == nil && !empty(s.form.english)
}

// sendForm has the worker write the form into the YAML. One change is under way at a
// time; what is typed meanwhile follows it.
func (s *studio) sendForm() {
	f := &s.form
	f.stroke++
	if f.item == nil || f.entry.Broken != "" {
		return
	}
	if f.asking {
		f.again = true
		return
	}
	if script, ok := f.item.(*pack.Script); ok && f.english != nil {
		matchSteps(script, f.english)
	}
	if !s.formDiffers() {
		return
	}
	id := f.get("id")
	if id == "" {
		id = f.entry.Section
	}
	change := setting{Ref: f.entry.Ref, Item: json.RawMessage(text(f.item)), Label: s.formWords().edited + id, At: time.Now().UnixMilli(), Today: s.today()}
	if f.english != nil && (f.entry.English != nil || !empty(f.english)) {
		change.English = json.RawMessage(text(f.english))
	}
	f.asking, s.status = true, ""
	s.helper.ask("set", change, nil, func(output json.RawMessage, _ [][]byte, err error) {
		again := f.again
		f.asking, f.again = false, false
		ref := change.Ref
		if f.entry.Ref != ref { // another entry was opened meanwhile
			if err != nil {
				s.status = err.Error()
			}
			return
		}
		if err != nil {
			s.status = err.Error()
			return
		}
		sent, english := f.item, f.english
		s.formed(output, again || text(sent) != string(change.Item))
		if again || text(sent) != string(change.Item) {
			f.item, f.english = sent, english
			s.sendForm()
		}
	}, nil)
}

// formed takes in the pack after a change by the form; spared leaves the box alone that
// the writer is at.
func (s *studio) formed(output json.RawMessage, _ bool) {
	var done formed
	if err := json.Unmarshal(output, &done); err != nil {
		s.status = err.Error()
		return
	}
	s.took(json.RawMessage(text(done.State)), nil, nil)
	s.take(done.Entry)
	s.showText(done.Entry.Path, done.Text)
	s.fill(true)
}

// showText puts the text of a file into the box of the YAML, which stays where it was
// scrolled to.
func (s *studio) showText(path, text string) {
	s.editor.hold(path, text)
	text = s.editor.text
	s.ctx.Defer(func(app.Context) {
		box := app.Window().GetElementByID(editorID)
		if !box.Truthy() || box.Get("value").String() == text {
			return
		}
		top := box.Get("scrollTop").Float()
		box.Set("value", text)
		box.Set("scrollTop", top)
	})
}

// askLists gets the values that fields may take, when the pack has changed.
func (s *studio) askLists() {
	if s.form.listsOf == s.pack.Hash {
		return
	}
	hash := s.pack.Hash
	s.form.listsOf = hash
	s.helper.ask("lists", s.words().lang, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var lists map[string][]work.Word
		if err == nil && json.Unmarshal(output, &lists) == nil {
			s.form.lists = lists
			s.fill(true)
		}
	}, nil)
}

// sections are those that can be added to, the usual ones first.
func (s *studio) sections() []string {
	list := []string{"scripts", "cues", "timing", "choices", "closings", "translations"}
	for _, section := range source.Sections() {
		if !slices.Contains(list, section) {
			list = append(list, section)
		}
	}
	return list
}
