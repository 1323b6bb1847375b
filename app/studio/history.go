package main

import (
	"encoding/json"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// askHistory lists the steps that were made.
func (s *studio) askHistory() {
	s.helper.ask("history", nil, nil, func(output json.RawMessage, _ [][]byte, err error) {
		s.history = nil
		if err == nil {
			err = json.Unmarshal(output, &s.history)
		}
		if err != nil {
			s.status = err.Error()
		}
	}, nil)
}

// renderHistory draws the steps, the last one first; each goes to how the pack was after
// it.
func (s *studio) renderHistory(w *formWords) []app.UI {
	if len(s.history) == 0 {
		return []app.UI{app.P().Class("oc-muted").Text(w.historyNone)}
	}
	done := 0
	for _, past := range s.history {
		if !past.Undone {
			done++
		}
	}
	var items []app.UI
	for n := len(s.history); n >= 0; n-- {
		label, more := w.original, ""
		if n > 0 {
			past := s.history[n-1]
			label, more = past.Label, moment(past.At)+" · "+strings.Join(past.Paths, ", ")
			if past.Undone {
				more = w.undoneStep + " · " + more
			}
		}
		b := app.Button().Type("button").Class("st-go").Text(label).OnClick(s.onTravel(n), n)
		if n == done {
			b = b.Aria("current", "step")
			more = w.here + " · " + more
		}
		items = append(items, app.Li().Body(b, app.Span().Class("oc-muted").Text(more)))
	}
	return []app.UI{app.Ul().Class("st-past").Body(items...)}
}

func (s *studio) onTravel(done int) app.EventHandler {
	return func(app.Context, app.Event) {
		s.helper.ask("travel", travelling{done, s.today()}, nil, func(output json.RawMessage, files [][]byte, err error) {
			s.tookBack(output, files, err)
			s.askHistory()
		}, nil)
	}
}
