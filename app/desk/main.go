// Command desk is the wasm program of the desk: what is done after the words.
// Complaint procedures with their clocks, the casebook, and what the cases teach. It
// renders and dispatches; steps, days and counts are decided in coach/playbook,
// coach/calendar and coach/casebook. It is a program of its own so that whoever only
// wants the next sentence need not download it.
package main

import "github.com/maxence-charriere/go-app/v9/pkg/app"

func main() {
	app.Route("/", &desk{})
	app.RunWhenOnBrowser()
}
