package main

import (
	"encoding/json"
	"fmt"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach"
	"objectioncoach/coach/pack"
)

// protocol is the version of the messages between a host page and the frame.
const protocol = 1

// host is the page around the frame. Its methods do nothing on a nil host, which
// is an app that has the window to itself.
type host struct {
	origin string // of the page, from the fragment the loader wrote
	nonce  string // of this frame alone
	window app.Value
}

// message is what a host page may say.
type message struct {
	Version      int             `json:"oc"`
	Nonce        string          `json:"nonce"`
	Type         string          `json:"type"`
	ID           json.RawMessage `json:"id"`
	Config       *config         `json:"config"`
	Conversation json.RawMessage `json:"conversation"` // a conversation, or one thing a customer said
	Draft        string          `json:"draft"`        // what the employee means to answer
	Pack         []byte          `json:"pack"`         // a compiled pack, from a page of this very site
	Language     []byte          `json:"language"`     // of that pack, beside its own
}

// connectHost finds the host page, listens to it and greets it.
func connectHost(s *screen) *host {
	values := page.Fragment() // without origin and nonce there is no host
	parent := app.Window().Get("parent")
	h := &host{origin: values.Get("origin"), nonce: values.Get("nonce"), window: parent}
	if h.origin == "" || h.nonce == "" || parent.Equal(app.Window().JSValue()) {
		return nil
	}
	app.Window().Call("addEventListener", "message", app.FuncOf(func(_ app.Value, args []app.Value) any {
		if m, ok := h.hear(args[0]); ok {
			s.ctx.Dispatch(func(app.Context) { s.obey(m) })
		}
		return nil
	}))
	s.ctx.Defer(func(app.Context) { h.watchHeight() }) // once the screen is there
	h.tell("hello", nil)
	return h
}

// hear reads a message event: from the host's window, of its exact origin, in
// the envelope, with this frame's nonce, or not at all.
func (h *host) hear(event app.Value) (m message, ok bool) {
	if !event.Get("source").Equal(h.window) || event.Get("origin").String() != h.origin {
		return m, false
	}
	data := event.Get("data")
	if data.Type() != app.TypeObject || data.Get("oc").Type() != app.TypeNumber {
		return m, false
	}
	raw := app.Window().Get("JSON").Call("stringify", data)
	if raw.Type() != app.TypeString || json.Unmarshal([]byte(raw.String()), &m) != nil {
		return m, false
	}
	return m, m.Version == protocol && m.Nonce == h.nonce
}

// tell sends a message of a type with its fields to the host page.
func (h *host) tell(kind string, fields map[string]any) {
	if h == nil {
		return
	}
	all := map[string]any{"oc": protocol, "nonce": h.nonce, "type": kind}
	for k, v := range fields {
		all[k] = v
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return // only types of this program are sent, which can all be written
	}
	h.window.Call("postMessage", app.Window().Get("JSON").Call("parse", string(raw)), h.origin)
}

// ofThisSite reports whether the page around the frame is of the very site that the frame
// is of, as the studio is.
func (h *host) ofThisSite() bool {
	return h != nil && h.origin == app.Window().Get("location").Get("origin").String()
}

// watchHeight tells the host page how tall the content is, for inline frames.
func (h *host) watchHeight() {
	document := app.Window().Get("document")
	observer := app.Window().Get("ResizeObserver").New(app.FuncOf(func(app.Value, []app.Value) any {
		if main := document.Call("querySelector", "main"); main.Truthy() {
			h.tell("resize", map[string]any{"height": main.Get("scrollHeight").Int()})
		}
		return nil
	}))
	observer.Call("observe", document.Call("querySelector", "main"))
}

// obey does what a message asks.
func (s *screen) obey(m message) {
	switch m.Type {
	case "config":
		if m.Config != nil {
			s.configure(*m.Config)
		}
	case "analyze":
		s.answer(m)
	case "review":
		s.answerReview(m)
	case "insert":
		if step, say := s.sentence(); say != "" {
			s.insert(step, say)
		}
		s.host.tell("result", map[string]any{"id": m.ID})
	case "new":
		s.clear()
		s.host.tell("result", map[string]any{"id": m.ID})
	case "pack":
		if s.host.ofThisSite() && s.config.Keys == "" {
			s.takePack(m.Pack, m.Language)
		}
	case "focus":
		page.Focus(boxID)
	}
}

// takePack makes a pack that a page of this very site gives the one at work: the studio
// shows what its writer has just written.
func (s *screen) takePack(main, language []byte) {
	files := [][]byte{main}
	if s.words().lang != pack.DefaultLocale {
		files = append(files, language)
	}
	s.wanted = "" // what is still being fetched comes too late
	s.engineStarted(files, nil)
}

// configure takes over the host's settings and reads the talk in their light.
func (s *screen) configure(c config) {
	keys := s.config.Keys
	if c.Pack == "" {
		c.Pack = s.config.Pack
	}
	if c.Mode == "" {
		c.Mode = s.config.Mode
	}
	pack, language := s.config.Pack, s.words().lang
	before := s.hosted
	s.hosted = c
	// What the employee chose holds until the host names another scene.
	if c.Channel == before.Channel {
		c.Channel = s.config.Channel
	}
	if c.Product == before.Product {
		c.Product = s.config.Product
	}
	if c.Segment == before.Segment {
		c.Segment = s.config.Segment
	}
	s.config = c
	s.applyLook()
	if s.config.Keys != keys {
		s.coach, s.analysis, s.read = nil, nil, "" // whoever signed what was at work
	}
	if s.config.Pack != pack || s.config.Keys != keys || s.words().lang != language {
		s.startEngine()
		return
	}
	if s.engine == engineReady {
		s.readAgain()
	}
}

// answer analyses a conversation of the host's own, beside the one on screen.
func (s *screen) answer(m message) {
	if s.coach == nil {
		s.host.tell("failed", map[string]any{"id": m.ID, "code": "not-ready", "message": "the engine has not started yet"})
		return
	}
	conv, err := conversationOf(m.Conversation)
	var analysis coach.Analysis
	if err == nil {
		analysis, err = s.coach.Analyze(conv)
	}
	if err != nil {
		s.host.tell("failed", map[string]any{"id": m.ID, "code": "input", "message": err.Error()})
		return
	}
	s.host.tell("result", map[string]any{"id": m.ID, "detail": analysis})
}

// answerReview reviews a draft of the host's own, as an answer to its conversation or
// else to the talk on screen. The rulebook is fetched first where it is not yet there.
func (s *screen) answerReview(m message) {
	refuse := func(code, message string) {
		s.host.tell("failed", map[string]any{"id": m.ID, "code": code, "message": message})
	}
	if s.coach == nil {
		refuse("not-ready", "the engine has not started yet")
		return
	}
	s.withRules(func(err error) {
		if err != nil {
			refuse("rules", err.Error())
			return
		}
		review, err := s.reviewFor(m)
		if err != nil {
			refuse("input", err.Error())
			return
		}
		s.host.tell("result", map[string]any{"id": m.ID, "detail": review})
	})
}

// reviewFor reviews the draft of a message.
func (s *screen) reviewFor(m message) (coach.Review, error) {
	if len(m.Conversation) == 0 {
		return s.reviewOf(m.Draft)
	}
	conv, err := conversationOf(m.Conversation)
	if err != nil {
		return coach.Review{}, err
	}
	analysis, err := s.coach.Analyze(conv)
	if err != nil {
		return coach.Review{}, err
	}
	return s.coach.Review(m.Draft, conv.Turns[analysis.Turn].Text, analysis, conv.Context)
}

// conversationOf reads a conversation, or a text as one thing a customer said.
func conversationOf(raw json.RawMessage) (coach.Conversation, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return coach.Say(text), nil
	}
	var conv coach.Conversation
	if err := json.Unmarshal(raw, &conv); err != nil {
		return conv, fmt.Errorf("neither a text nor a conversation with turns: %w", err)
	}
	return conv, nil
}
