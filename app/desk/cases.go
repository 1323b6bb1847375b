package main

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach/casebook"
)

// filing is the state of the casebook's screen.
type filing struct {
	draft *casebook.Draft // the case being written; nil shows the list
}

// caseWords are the texts of the casebook's screen.
type caseWords struct{ title string }

var (
	chineseCases = caseWords{title: "案例"}
	englishCases = caseWords{title: "Cases"}
)

// begin opens a new case with what is known of it.
func (d *desk) begin(draft casebook.Draft) { d.filing.draft = &draft }

func (d *desk) renderCases(w *words) app.UI {
	return app.Section().Aria("label", w.cases.title).Body(app.H1().Text(w.cases.title))
}
