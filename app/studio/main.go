// Command studio is the wasm program of the studio, where packs are written, tried and
// published. It runs twice: as the screens of studio.html, and in a worker beside them,
// which holds the pack and does whatever is slow. The screens render and dispatch; what
// a pack is and what is wrong with it is decided in coach/studio.
package main

import "github.com/maxence-charriere/go-app/v9/pkg/app"

func main() {
	if app.IsClient && !app.Window().Get("document").Truthy() {
		serve()
		return
	}
	app.Route("/", &studio{})
	app.RunWhenOnBrowser()
}
