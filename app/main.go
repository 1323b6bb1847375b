// Command app is the wasm program of Objection Coach: the screens. It renders
// and dispatches; what an utterance is and what to say is decided in coach.
package main

import "github.com/maxence-charriere/go-app/v9/pkg/app"

func main() {
	app.RouteFunc("/", func() app.Composer { return newScreen() })
	app.RunWhenOnBrowser()
}
