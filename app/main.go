// Command app is the wasm program of Objection Coach: its screens.
package main

import "github.com/maxence-charriere/go-app/v9/pkg/app"

type shell struct{ app.Compo }

func (s *shell) Render() app.UI { return app.Main().Text("异议教练") }

func main() {
	app.Route("/", &shell{})
	app.RunWhenOnBrowser()
}
