package main

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
)

// onView gives a handler that shows something else in the middle.
func (s *studio) onView(view string) app.EventHandler {
	return func(app.Context, app.Event) {
		s.flush()
		s.view = view
		switch view {
		case "open":
			s.askDrafts()
		case "table":
			s.askTable(0)
			s.ctx.Defer(func(app.Context) { s.fillFilters() })
		case "history":
			s.askHistory()
		case "replace":
			s.ctx.Defer(func(app.Context) { page.Focus("st-find") })
		default:
			s.ctx.Defer(func(app.Context) { s.placeMarks() })
		}
	}
}

// renderViews draws what the middle can show.
func (s *studio) renderViews(w *formWords) app.UI {
	var buttons []app.UI
	for _, view := range []string{"", "table", "replace", "history", "open"} {
		b := app.Button().Type("button").Class("st-view").Text(w.views[view]).OnClick(s.onView(view), view)
		if view == s.view {
			b = b.Aria("current", "page")
		}
		buttons = append(buttons, b)
	}
	return app.Nav().Class("st-views").Aria("label", w.viewsLabel).Body(buttons...)
}

// renderPane draws what the middle shows in place of the editor.
func (s *studio) renderPane(w *formWords) app.UI {
	body := []app.UI{}
	switch s.view {
	case "open":
		body = s.renderOpen(w)
	case "table":
		body = s.renderTable(w)
	case "replace":
		body = s.renderReplace(w)
	case "history":
		body = s.renderHistory(w)
	}
	if len(body) > 0 {
		body = append([]app.UI{app.H2().Class("oc-spoken").Text(w.views[s.view])}, body...)
	}
	return app.Div().Class("st-pane").ID("st-pane").DataSet("view", s.view).Hidden(len(body) == 0).TabIndex(0).Aria("label", w.views[s.view]).Role("region").Body(body...)
}
