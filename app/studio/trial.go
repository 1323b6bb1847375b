package main

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach"
	work "objectioncoach/coach/studio"
)

// trialID is the id of the frame in which the pack is tried: the very widget that staff
// see.
const trialID = "st-frame"

// trial is the column beside the editor: the widget, and what else shows how the pack
// does.
type trial struct {
	tab     string          // of tabs; "" is the first
	visited map[string]bool // tabs that were looked at: what was typed there stays
	wide    bool            // it takes the room of the editor too

	nonce    string
	greeting string // of the widget
	ready    bool   // the widget's engine runs
	hash     string // of the pack it was last given

	channel, product, segment string // the scene that the widget is told
	locale                    string // "" is that of the screen

	talk    *coach.Conversation // in the widget; nil before a word was said
	shown   *work.Preview       // of that talk
	asking  bool                // for a preview
	stale   bool                // the talk or the pack has changed since
	titles  titles
	against string // what the preview is held against, by the name of the pack it is for
	version int    // of what it is held against; 0 where that is built in

	share    sharing
	tests    testSets
	cover    covering
	publish  publisher
	teaching teacher
}

// tabs are the views of the column, by their names.
var tabs = []string{"preview", "tests", "teach", "cover", "publish"}

// roomy are the tabs that begin with the room of the editor.
var roomy = []string{"tests", "teach", "cover"}

// room is a class that says how much room the column takes.
func (t *trial) room() string {
	if t.wide {
		return "st-wide"
	}
	return "st-beside"
}

func (t *trial) current() string {
	if t.tab == "" {
		return tabs[0]
	}
	return t.tab
}

// renderTrial draws the tabs and their panels. A panel that was once looked at stays, so
// that its boxes keep what was typed.
func (s *studio) renderTrial(*words) []app.UI {
	w := s.tryWords()
	t := &s.trial
	body := []app.UI{s.renderTabs(w)}
	for _, tab := range tabs {
		var inside []app.UI
		if tab == t.current() || t.visited[tab] || tab == "preview" {
			inside = s.renderPanel(w, tab)
		}
		body = append(body, app.Div().ID("st-panel-"+tab).Class("st-panel", "st-panel-"+tab).Role("tabpanel").
			Aria("labelledby", "st-tab-"+tab).Hidden(tab != t.current()).Body(inside...))
	}
	return body
}

func (s *studio) renderPanel(w *tryWords, tab string) []app.UI {
	switch tab {
	case "tests":
		return s.renderTests(w)
	case "teach":
		return s.renderTeach(w)
	case "cover":
		return s.renderCover(w)
	case "publish":
		return s.renderPublish(w)
	}
	return s.renderPreview(w)
}

func (s *studio) renderTabs(w *tryWords) app.UI {
	var list []app.UI
	for _, tab := range tabs {
		b := app.Button().Type("button").ID("st-tab-"+tab).Class("st-tab").Role("tab").Aria("controls", "st-panel-"+tab).
			Text(w.tabs[tab]).OnClick(s.onTab(tab), tab).OnKeyDown(s.onTabKey)
		if tab == s.trial.current() {
			b = b.Aria("selected", "true").TabIndex(0)
		} else {
			b = b.Aria("selected", "false").TabIndex(-1)
		}
		list = append(list, b)
	}
	return app.Div().Class("st-tabs").Body(
		app.Div().Role("tablist").Aria("label", w.column).Body(list...),
		app.Button().Type("button").ID("st-room").Class("oc-quiet").Aria("pressed", s.trial.wide).Text(w.wide).OnClick(s.onRoom),
	)
}

func (s *studio) onTab(tab string) app.EventHandler {
	return func(app.Context, app.Event) { s.showTab(tab) }
}

// onTabKey moves among the tabs as keyboards do.
func (s *studio) onTabKey(_ app.Context, e app.Event) {
	at := slices.Index(tabs, s.trial.current())
	switch e.Get("key").String() {
	case "ArrowRight":
		at++
	case "ArrowLeft":
		at += len(tabs) - 1
	case "Home":
		at = 0
	case "End":
		at = len(tabs) - 1
	default:
		return
	}
	e.PreventDefault()
	tab := tabs[at%len(tabs)]
	s.showTab(tab)
	s.ctx.Defer(func(app.Context) { focus("st-tab-" + tab) })
}

func (s *studio) showTab(tab string) {
	t := &s.trial
	if t.visited == nil {
		t.visited = map[string]bool{}
	}
	t.visited[tab] = true
	t.tab, t.wide = tab, slices.Contains(roomy, tab)
	s.refreshTab()
}

// refreshTab brings what a tab shows in line with the pack.
func (s *studio) refreshTab() {
	switch s.trial.current() {
	case "teach":
		s.refreshTaught()
	case "cover":
		s.refreshCover()
	case "publish":
		s.refreshPublish()
	}
}

func (s *studio) onRoom(app.Context, app.Event) { s.trial.wide = !s.trial.wide }

// focus gives the focus to the element of an id.
func focus(id string) {
	if e := app.Window().GetElementByID(id); e.Truthy() {
		e.Call("focus")
	}
}

// renderPlace draws a place as a button that goes there, or as text where it is in a
// pack below, which is not edited here.
func (s *studio) renderPlace(file string, line int, text string) app.UI {
	if !strings.HasPrefix(file, s.pack.ID+"/") {
		return app.Span().Title(file).Text(text)
	}
	open := s.onPlace(file, line)
	return app.Button().Type("button").Class("st-link").Title(file).Text(text).OnClick(func(ctx app.Context, e app.Event) {
		s.trial.wide = false
		open(ctx, e)
	}, file, line)
}

// scene is what the widget is told of where the talk takes place.
func (s *studio) scene() coach.Context {
	t := &s.trial
	return coach.Context{Channel: t.channel, Product: t.product, Segment: t.segment, Locale: s.trialLocale()}
}

func (s *studio) trialLocale() string {
	if s.trial.locale != "" {
		return s.trial.locale
	}
	return s.words().lang
}

// title gives what staff read for a label of an axis.
func (s *studio) title(axis, id string) string {
	for _, word := range s.trial.titles[axis] {
		if word.Value == id {
			return word.Title
		}
	}
	return id
}

func (s *studio) renderPreview(w *tryWords) []app.UI {
	if s.trial.nonce == "" {
		return nil
	}
	return []app.UI{
		app.Div().Class("st-scene").Body(
			s.renderChoice("channel", w.channel, s.trial.channel, s.onScene),
			s.renderChoice("product", w.product, s.trial.product, s.onScene),
			s.renderChoice("segment", w.segment, s.trial.segment, s.onScene),
			app.Label().Body(app.Span().Text(w.language), app.Select().Name("locale").OnChange(s.onScene).Body(
				choice("zh-CN", "中文", s.trialLocale()), choice("en", "English", s.trialLocale()))),
		),
		app.IFrame().ID(trialID).Title(s.words().trial).Name(s.greet()).Src("index.html"),
		app.Div().Class("st-trace").ID("st-trace").Role("region").Aria("label", w.trace).TabIndex(0).Body(s.renderTrace(w)...),
	}
}

// renderChoice draws the choice of one label of an axis, or of any.
func (s *studio) renderChoice(axis, title, value string, chosen app.EventHandler) app.UI {
	options := []app.UI{choice("", s.tryWords().any, value)}
	for _, word := range s.trial.titles[axis] {
		options = append(options, choice(word.Value, word.Title, value))
	}
	return app.Label().Body(app.Span().Text(title), app.Select().Name(axis).OnChange(chosen).Body(options...))
}

// choice draws an option. The attribute selected selects whatever its value, so it must
// be left away from the others.
func choice(id, title, chosen string) app.UI {
	o := app.Option().Value(id).Text(title)
	if id == chosen {
		o = o.Selected(true)
	}
	return o
}

// onScene takes a choice of the scene and passes it on to the widget.
func (s *studio) onScene(ctx app.Context, _ app.Event) {
	value := ctx.JSSrc().Get("value").String()
	t := &s.trial
	switch ctx.JSSrc().Get("name").String() {
	case "channel":
		t.channel = value
	case "product":
		t.product = value
	case "segment":
		t.segment = value
	case "locale":
		t.locale = value
		t.hash = "" // with another language the widget begins anew
	}
	s.tellScene()
	s.showTrial()
}

// envelope holds what every message to the widget carries: see web/protocol.json.
func (s *studio) envelope(more map[string]any) string {
	more["oc"], more["nonce"] = 1, s.trial.nonce
	return text(more)
}

// greet is what a host page tells the widget at first. It stays as it was when the frame
// was made: what changes, tellScene tells.
func (s *studio) greet() string {
	if s.trial.greeting == "" {
		s.trial.greeting = s.envelope(map[string]any{"origin": app.Window().Get("location").Get("origin").String(), "config": s.settings()})
	}
	return s.trial.greeting
}

// settings are those of the widget.
func (s *studio) settings() map[string]any {
	scene := s.scene()
	return map[string]any{"mode": "panel", "locale": scene.Locale, "channel": scene.Channel, "product": scene.Product, "segment": scene.Segment}
}

// tellScene tells the widget where the talk takes place, as a host page does.
func (s *studio) tellScene() {
	if frame := app.Window().GetElementByID(trialID); frame.Truthy() {
		frame.Get("contentWindow").Call("postMessage", s.envelope(map[string]any{"type": "config", "config": s.settings()}), app.Window().Get("location").Get("origin").String())
	}
}

// hearTrial listens to the widget, as a host page does.
func (s *studio) hearTrial() {
	s.trial.nonce = app.Window().Get("crypto").Call("randomUUID").String()
	app.Window().Call("addEventListener", "message", app.FuncOf(func(_ app.Value, args []app.Value) any {
		frame := app.Window().GetElementByID(trialID)
		data := args[0].Get("data")
		if !frame.Truthy() || !args[0].Get("source").Equal(frame.Get("contentWindow")) || data.Type() != app.TypeObject {
			return nil
		}
		kind, talk := "", ""
		switch {
		case data.Get("studio").Type() == app.TypeNumber && data.Get("conversation").Type() == app.TypeString:
			kind, talk = "talk", data.Get("conversation").String()
		case data.Get("nonce").Type() == app.TypeString && data.Get("nonce").String() == s.trial.nonce && data.Get("type").String() == "event":
			kind = data.Get("id").String()
		}
		s.ctx.Dispatch(func(app.Context) { s.heardTrial(kind, talk) })
		return nil
	}))
}

// heardTrial takes in what the widget says.
func (s *studio) heardTrial(kind, talk string) {
	t := &s.trial
	switch kind {
	case "ready":
		if !t.ready {
			t.ready = true
			s.showTrial()
		}
	case "talk":
		var conv coach.Conversation
		if json.Unmarshal([]byte(talk), &conv) == nil && len(conv.Turns) > 0 {
			t.talk = &conv
			s.askPreview()
		}
	case "clear":
		t.talk, t.shown = nil, nil
	}
}

// showTrial gives the widget the pack as it is now, if it can be used and is news.
func (s *studio) showTrial() {
	if !s.opened || len(s.pack.Problems) > 0 {
		return
	}
	s.holdAgainst()
	if !s.trial.ready || s.pack.Hash == s.trial.hash {
		return
	}
	hash := s.pack.Hash
	s.askTitles()
	s.helper.ask("compile", nil, nil, func(_ json.RawMessage, files [][]byte, err error) {
		if err != nil {
			s.status = err.Error()
			return
		}
		s.trial.hash = hash
		s.giveTrial(files)
		s.refreshTab()
	}, nil)
}

// askTitles asks for the words of the pack's labels.
func (s *studio) askTitles() {
	s.helper.ask("titles", s.words().lang, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var t titles
		if err == nil && json.Unmarshal(output, &t) == nil {
			s.trial.titles = t
		}
	}, nil)
}

// askPreview asks how the talk is answered and why; while one answer is awaited, only the
// newest talk is asked about after it.
func (s *studio) askPreview() {
	t := &s.trial
	if t.talk == nil {
		return
	}
	if t.asking {
		t.stale = true
		return
	}
	t.asking, t.stale = true, false
	s.helper.ask("preview", t.talk, nil, func(output json.RawMessage, _ [][]byte, err error) {
		t.asking = false
		var p work.Preview
		if err == nil {
			err = json.Unmarshal(output, &p)
		}
		if err != nil {
			s.status = err.Error()
			return
		}
		if t.talk != nil {
			t.shown = &p
		}
		if t.stale {
			s.askPreview()
		}
	}, nil)
}

// giveTrial sends the widget a pack, its English and its rulebook, where there is one.
func (s *studio) giveTrial(files [][]byte) {
	frame := app.Window().GetElementByID(trialID)
	if !frame.Truthy() {
		return
	}
	var arrays []app.Value
	for _, file := range files {
		if len(file) > 0 {
			arrays = append(arrays, arrayOf(file))
		}
	}
	message := object(map[string]any{"studio": 1}, arrays)
	frame.Get("contentWindow").Call("postMessage", message, app.Window().Get("location").Get("origin").String())
}
