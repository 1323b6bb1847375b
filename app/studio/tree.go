package main

import (
	"fmt"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// renderTree draws the files of the pack; of the one that is open, its entries.
func (s *studio) renderTree(w *words) []app.UI {
	if !s.opened {
		return []app.UI{app.P().Class("oc-muted").Text(w.starting)}
	}
	var items []app.UI
	for _, path := range s.pack.Paths {
		b := app.Button().Type("button").Text(path).Title(path).OnClick(s.onPlace(path, 0), path)
		if path == s.editor.path {
			b = b.Aria("current", "true")
		}
		items = append(items, app.Li().Class("st-file").Body(b))
		if path == s.editor.path {
			items = append(items, s.renderEntries(path)...)
		}
	}
	return []app.UI{app.Ul().Body(items...)}
}

// shownEntries bounds the entries of a file that the tree lists.
const shownEntries = 300

// renderEntries draws the entries of a file: the first ones, and the one at hand.
func (s *studio) renderEntries(path string) []app.UI {
	f := s.formWords()
	var items []app.UI
	more := 0
	for _, e := range s.pack.Entries {
		if e.Path != path {
			continue
		}
		if len(items) >= shownEntries && e.Ref != s.form.entry.Ref {
			more++
			continue
		}
		name := e.ID
		if name == "" {
			name = fmt.Sprint(f.sectionTitle(e.Section), " ", e.Nth+1)
		}
		b := app.Button().Type("button").Text(name).Title(name).OnClick(s.onPlace(path, e.Line), path, e.Line)
		if e.Ref == s.form.entry.Ref {
			b = b.Aria("current", "true")
		}
		items = append(items, app.Li().Class("st-script").Body(b))
	}
	if more > 0 {
		items = append(items, app.Li().Class("st-script", "oc-muted").Text(s.words().moreEntries(more)))
	}
	return items
}

// ownPath gives the path within the pack's folder of a file that a problem names.
func (s *studio) ownPath(file string) string { return strings.TrimPrefix(file, s.pack.ID+"/") }
