package main

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach/playbook"
)

// walking is the state of the procedures' screen.
type walking struct {
	occasion *playbook.Occasion // what procedures are offered for; nil lists them all
}

// procedureWords are the texts of the procedures' screen.
type procedureWords struct{ title string }

var (
	chineseProcedures = procedureWords{title: "流程"}
	englishProcedures = procedureWords{title: "Procedures"}
)

// offer shows the procedures that fit an occasion, best first.
func (d *desk) offer(o playbook.Occasion) { d.walking.occasion = &o }

func (d *desk) renderProcedures(w *words) app.UI {
	var items []app.UI
	if d.playbook != nil {
		for _, p := range d.playbook.Procedures {
			items = append(items, app.Li().Text(p.Title.In(w.lang)))
		}
	}
	return app.Section().Aria("label", w.procedures.title).Body(app.H1().Text(w.procedures.title), app.Ol().Body(items...))
}
