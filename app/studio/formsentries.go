package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	work "objectioncoach/coach/studio"
)

// change has the worker add, copy, move or delete an entry.
func (s *studio) change(task string, c changing, label string) {
	s.flush()
	c.Label, c.At, c.Today = label, time.Now().UnixMilli(), s.today()
	s.status = ""
	s.helper.ask(task, c, nil, func(output json.RawMessage, _ [][]byte, err error) {
		if err != nil {
			s.status = err.Error()
			return
		}
		s.form.entry = entry{}
		s.form.item = nil
		var done formed
		if err := json.Unmarshal(output, &done); err != nil {
			s.status = err.Error()
			return
		}
		s.view = ""
		closeMenus(nil)
		s.formed(output, false)
		s.fill(false)
		s.status = label
		if done.Entry.Line > 0 {
			s.ctx.Defer(func(app.Context) { showLine(done.Entry.Line) })
		} else if task == "delete" {
			s.follow(asking{Ref: work.Ref{Path: done.Entry.Path}, Line: 0})
		}
	}, nil)
}

// onAdd adds an entry of the section, file and id that were given.
func (s *studio) onAdd(app.Context, app.Event) {
	c := changing{Ref: work.Ref{Path: strings.TrimSpace(valueOf("st-add-file")), Section: valueOf("st-add-section")}, ID: strings.TrimSpace(valueOf("st-add-id"))}
	s.change("add", c, s.formWords().added+c.ID)
}

// onCopyEntry copies the entry under the next free id.
func (s *studio) onCopyEntry(app.Context, app.Event) {
	c := changing{Ref: s.form.entry.Ref, ID: s.freeID(s.form.entry.Section, s.form.entry.ID)}
	s.change("copy", c, s.formWords().copied+c.ID)
}

// freeID gives an id that no entry of a section has: another one with a number behind.
func (s *studio) freeID(section, id string) string {
	taken := map[string]bool{}
	for _, e := range s.pack.Entries {
		if e.Section == section {
			taken[e.ID] = true
		}
	}
	if cut := strings.LastIndexByte(id, '-'); cut > 0 && len(id) > cut+1 && strings.Trim(id[cut+1:], "0123456789") == "" {
		id = id[:cut]
	}
	for n := 2; ; n++ {
		if next := fmt.Sprint(id, "-", n); !taken[next] {
			return next
		}
	}
}

func (s *studio) onMove(app.Context, app.Event) {
	c := changing{Ref: s.form.entry.Ref, To: strings.TrimSpace(valueOf("st-move-file"))}
	s.change("move", c, s.formWords().moved+s.form.entry.ID)
}

func (s *studio) onDelete(app.Context, app.Event) {
	s.change("delete", changing{Ref: s.form.entry.Ref}, s.formWords().deleted+s.form.entry.ID)
}

// closeMenus closes the menus that are open, but the one around an element, if any.
func closeMenus(around app.Value) {
	menus := app.Window().Get("document").Call("querySelectorAll", ".st-menu[open]")
	for i := range menus.Length() {
		if menu := menus.Index(i); around == nil || !menu.Call("contains", around).Bool() {
			menu.Call("removeAttribute", "open")
		}
	}
}

// valueOf reads the box of an id, "" where there is none.
func valueOf(id string) string {
	if box := app.Window().GetElementByID(id); box.Truthy() {
		return box.Get("value").String()
	}
	return ""
}
