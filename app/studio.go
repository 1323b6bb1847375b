package main

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach"
	"objectioncoach/coach/pack"
)

// hearStudio takes in packs from the studio, a page of this very site around the frame:
// what its writer has just written, as staff would see it. They come as Uint8Arrays: the
// pack, its English, and its rulebook if it has one.
func (s *screen) hearStudio() {
	app.Window().Call("addEventListener", "message", app.FuncOf(func(_ app.Value, args []app.Value) any {
		if !fromStudio(args[0]) {
			return nil
		}
		var files [][]byte
		list := args[0].Get("data").Get("files")
		for i := range list.Length() {
			files = append(files, page.Bytes(list.Index(i)))
		}
		s.ctx.Dispatch(func(app.Context) { s.takePack(files) })
		return nil
	}))
}

// fromStudio reports whether a message event brings a pack from the studio: from the page
// around, of this very origin.
func fromStudio(event app.Value) bool {
	data := event.Get("data")
	return event.Get("source").Equal(app.Window().Get("parent")) &&
		event.Get("origin").String() == app.Window().Get("location").Get("origin").String() &&
		data.Type() == app.TypeObject && data.Get("studio").Type() == app.TypeNumber && data.Get("files").Type() == app.TypeObject
}

// takePack makes a pack the one at work.
func (s *screen) takePack(files [][]byte) {
	if s.words().lang == pack.DefaultLocale && len(files) > 1 {
		files = append(files[:1:1], files[2:]...)
	}
	if len(files) > 0 && s.config.Keys == "" {
		s.studio = true
		s.wanted = "" // what is still being fetched comes too late
		s.engineStarted(files, nil)
	}
}

// tellStudio tells a studio around the frame the talk that was read, so that it can say
// how the answer came about.
func (s *screen) tellStudio(conv coach.Conversation) {
	if !s.studio {
		return
	}
	raw, err := json.Marshal(conv)
	if err != nil {
		return // texts and numbers can always be written
	}
	app.Window().Get("parent").Call("postMessage", map[string]any{"studio": 1, "conversation": string(raw)}, app.Window().Get("location").Get("origin").String())
}
