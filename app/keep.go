package main

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach"
)

// kept is what the screen keeps beside itself, in the page's own script, which outlives
// a fault of this program and takes it over a reload of the page. The words in the boxes
// are not in it: the script reads them from the page.
type kept struct {
	Turns  []coach.Turn `json:"turns"`
	Scene  keptScene    `json:"scene"`
	Hosted *config      `json:"hosted"` // what the host page set; nil if there is none
}

// keptScene is what belongs to the talk beside its words.
type keptScene struct {
	Channel  string `json:"channel"`
	Product  string `json:"product"`
	Segment  string `json:"segment"`
	Variant  int    `json:"variant"`
	Replying bool   `json:"replying"` // the box for the employee's own words is open
}

// keptValue gives the object of the page's script that holds what is kept.
func keptValue() app.Value { return app.Window().Get("objectionCoach").Get("kept") }

// newScreen gives the screen as the page before this one left it, or a fresh one, with
// the words that were typed while the program was loading.
func newScreen() *screen {
	s := &screen{config: configFromAddress()}
	s.hosted = s.config
	var before kept
	raw := app.Window().Get("JSON").Call("stringify", keptValue()).String()
	if json.Unmarshal([]byte(raw), &before) == nil && before.Turns != nil {
		s.takeOver(before)
	}
	if box := app.Window().GetElementByID(boxID); box.Truthy() {
		s.draft = strings.TrimSpace(box.Get("value").String())
	}
	return s
}

// takeOver goes on with what was kept.
func (s *screen) takeOver(before kept) {
	if before.Hosted != nil {
		s.config, s.hosted, s.kept.Hosted = *before.Hosted, *before.Hosted, before.Hosted
	}
	scene := before.Scene
	s.turns, s.variant = before.Turns, scene.Variant
	s.config.Channel, s.config.Product, s.config.Segment = scene.Channel, scene.Product, scene.Segment
	s.reply.open = scene.Replying
}

// fillBoxes puts what was typed before the program ran into the boxes, cursor and all.
func (s *screen) fillBoxes() {
	if s.reply.open {
		app.Window().Get("document").Call("querySelector", ".oc-reply").Set("open", true)
	}
	app.Window().Get("objectionCoach").Call("restore")
	s.reply.draft = app.Window().GetElementByID(replyID).Get("value").String()
}

// keep brings what is kept in line with the screen. It runs at every drawing, so it
// touches only what has changed since the last.
func (s *screen) keep() {
	if app.IsServer {
		return
	}
	if scene := s.keptScene(); s.kept.Turns == nil || scene != s.kept.Scene {
		s.kept.Scene = scene
		keepAs("scene", scene)
	}
	if s.kept.Turns == nil || !slices.Equal(s.turns, s.kept.Turns) {
		s.keepTurns()
	}
}

// keepTurns hands over the turns that are new, of which there may be a thousand.
func (s *screen) keepTurns() {
	same := 0
	for same < min(len(s.turns), len(s.kept.Turns)) && s.turns[same] == s.kept.Turns[same] {
		same++
	}
	list := keptValue().Get("turns")
	if !list.Truthy() {
		list = app.Window().Get("Array").New()
		keptValue().Set("turns", list)
	}
	for i := same; i < len(s.turns); i++ {
		list.SetIndex(i, map[string]any{"who": string(s.turns[i].Who), "text": s.turns[i].Text})
	}
	list.Set("length", len(s.turns))
	s.kept.Turns = append(s.kept.Turns[:same:same], s.turns[same:]...)
	if s.kept.Turns == nil {
		s.kept.Turns = []coach.Turn{}
	}
}

func (s *screen) keptScene() keptScene {
	return keptScene{s.config.Channel, s.config.Product, s.config.Segment, s.variant, s.reply.open}
}

// keepHosted hands over what the host page set, which it says only once.
func (s *screen) keepHosted() { keepAs("hosted", s.hosted) }

func keepAs(name string, value any) {
	raw, err := json.Marshal(value)
	if err != nil {
		return // only types of this program are kept, which can all be written
	}
	keptValue().Set(name, app.Window().Get("JSON").Call("parse", string(raw)))
}

// OnAppUpdate hears that pages opened from now on are of another version.
func (s *screen) OnAppUpdate(app.Context) { s.otherVersion = true }

// offersVersion reports whether to offer the other version now: between two sentences,
// when nothing is being typed and nothing else is being said in the status line.
func (s *screen) offersVersion() bool {
	return s.otherVersion && !s.composing && s.draft == "" && s.reply.draft == "" && s.status == "" && s.undone == nil
}

// onChangeVersion reloads the page as the other version. What is kept and typed comes back.
func (s *screen) onChangeVersion(app.Context, app.Event) {
	app.Window().Get("objectionCoach").Call("update")
	page.Focus(boxID)
}
