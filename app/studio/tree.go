package main

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// renderTree draws the files of the pack; of the one that is open, its scripts.
func (s *studio) renderTree(w *words) []app.UI {
	if !s.opened {
		return []app.UI{app.P().Class("oc-muted").Text(w.starting)}
	}
	var items []app.UI
	for _, path := range s.pack.Paths {
		b := app.Button().Type("button").Text(path).OnClick(s.onPlace(path, 0), path)
		if path == s.editor.path {
			b = b.Aria("current", "true")
		}
		items = append(items, app.Li().Class("st-file").Body(b))
		if path != s.editor.path {
			continue
		}
		for _, script := range s.pack.Scripts {
			if script.Path == path {
				items = append(items, app.Li().Class("st-script").Body(
					app.Button().Type("button").Text(script.ID).OnClick(s.onPlace(path, script.Line), path, script.Line)))
			}
		}
	}
	return []app.UI{app.Ul().Body(items...)}
}

// ownPath gives the path within the pack's folder of a file that a problem names.
func (s *studio) ownPath(file string) string { return strings.TrimPrefix(file, s.pack.ID+"/") }
