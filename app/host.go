package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach"
)

// protocol is the version of the messages between a host page and the frame, which
// web/protocol.json lists.
const protocol = 1

// maxMessage is the longest message a host page may send, in bytes of its JSON. The
// longest talk that a person could have is a tenth of it.
const maxMessage = 1 << 20

// heard are the messages that a host page may send, each with the fields it must have.
var heard = map[string][]string{
	"config":  {"config"},
	"analyze": {"id", "conversation"},
	"review":  {"id", "draft"},
	"insert":  {"id"},
	"new":     {"id"},
}

// told are the messages of the frame that are no events of the element.
var told = []string{"hello", "answer", "close", "resize"}

// host is the page around the frame. Its methods do nothing on a nil host, which
// is an app that has the window to itself.
type host struct {
	origin  string // of the page, from the name the loader gave the frame
	nonce   string // of this frame alone
	version int    // of the protocol, that the loader speaks
	window  app.Value
	last    string // the settings it last sent, as JSON
	greeted bool
	cleared bool // it was told that nothing is being read, and of no analysis since
	refused int  // messages that were not the host's, or could not be read
}

// greeting is what the loader writes into the frame's name: it is there from the
// start, stays through a reload, and is in no address.
type greeting struct {
	Version int             `json:"oc"`
	Nonce   string          `json:"nonce"`
	Origin  string          `json:"origin"`
	Config  json.RawMessage `json:"config"`
}

// message is what a host page may say.
type message struct {
	Version      int             `json:"oc"`
	Nonce        string          `json:"nonce"`
	Type         string          `json:"type"`
	ID           int             `json:"id"`
	Config       json.RawMessage `json:"config"`
	Conversation json.RawMessage `json:"conversation"` // a conversation, or one thing a customer said
	Draft        *string         `json:"draft"`        // what the employee means to answer
}

// connectHost finds the host page and its settings, and listens to it. There is none
// where the frame's name is not the loader's.
func connectHost(s *screen) *host {
	var g greeting
	name := app.Window().Get("name")
	parent := app.Window().Get("parent")
	if parent.Equal(app.Window().JSValue()) {
		return nil
	}
	if name.Type() != app.TypeString || json.Unmarshal([]byte(name.String()), &g) != nil || g.Nonce == "" || !addressable(g.Origin) {
		tellOldLoader(parent)
		return nil
	}
	h := &host{origin: g.Origin, nonce: g.Nonce, version: g.Version, window: parent}
	if g.Version != protocol {
		h.fails(fault{"version", fmt.Sprintf("the element speaks version %d of the protocol, and the coach %d", g.Version, protocol)})
		return nil
	}
	if c, ok := readConfig(g.Config); ok && s.kept.Hosted == nil {
		s.config, s.hosted = c, c
	}
	s.keepHosted()
	app.Window().Call("addEventListener", "message", app.FuncOf(func(_ app.Value, args []app.Value) any {
		if m, ok := h.hear(args[0]); ok {
			s.ctx.Dispatch(func(app.Context) { s.obey(m) })
		}
		return nil
	}))
	s.ctx.Defer(func(app.Context) {
		h.watchHeight(s) // once the screen is there
		if app.Window().Get("document").Call("hasFocus").Bool() {
			page.Focus(boxID) // the page opened the coach before it could take the cursor
		}
	})
	return h
}

// addressable reports whether messages can be sent to an origin. To that of a file or of
// a page in a sandbox, which is "null", they cannot, unless everybody may read them.
func addressable(origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Host != ""
}

// tellOldLoader tells a loader from before web/protocol.json, which knows no name of the
// frame and says in its address who it is, that they do not understand each other.
func tellOldLoader(parent app.Value) {
	said := page.Fragment()
	if !said.Has("frame") || said.Get("nonce") == "" || !addressable(said.Get("origin")) {
		return
	}
	parent.Call("postMessage", map[string]any{"oc": 1, "nonce": said.Get("nonce"), "type": "error", "code": "version",
		"message": "this loader is older than the coach: load the one that lies beside it"}, said.Get("origin"))
}

// hear reads a message event: from the host's window, of its exact origin, short
// enough, in the envelope, with this frame's nonce, of a known type with its fields, or
// not at all. What is not is counted. The desk and the studio, of this very origin,
// have listeners of their own.
func (h *host) hear(event app.Value) (m message, ok bool) {
	origin, fromHost := event.Get("origin").String(), event.Get("source").Equal(h.window)
	if !fromHost && origin == app.Window().Get("location").Get("origin").String() || fromStudio(event) {
		return m, false
	}
	if data := event.Get("data"); fromHost && origin == h.origin && data.Type() == app.TypeString {
		text := data.String()
		m, ok = h.parse(text)
		switch {
		case ok && len(text) > maxMessage:
			h.refuse(m.ID, "size", fmt.Sprintf("the message has %d bytes and may have %d", len(text), maxMessage))
			ok = false
		case !ok && h.asks(m):
			h.refuse(m.ID, "input", "analyze takes a text or an object with turns, and review a draft that is a text")
			return m, false
		}
	}
	if !ok {
		h.refused++
		app.Window().Get("objectionCoach").Set("refused", h.refused)
	}
	return m, ok
}

// parse reads the text of a message.
func (h *host) parse(text string) (m message, ok bool) {
	if json.Unmarshal([]byte(text), &m) != nil || m.Version != protocol || m.Nonce != h.nonce {
		return m, false
	}
	fields, known := heard[m.Type]
	return m, known && !slices.ContainsFunc(fields, func(field string) bool { return !m.has(field) })
}

// asks reports whether a message that cannot be read is all the same a call of this host,
// with nothing to read in it. One without an answer would tell the page that the coach is
// out of reach.
func (h *host) asks(m message) bool {
	return m.Version == protocol && m.Nonce == h.nonce && m.ID > 0 && heard[m.Type] != nil
}

func (m message) has(field string) bool {
	switch field {
	case "id":
		return m.ID > 0
	case "config":
		return len(m.Config) > 0 && m.Config[0] == '{'
	case "conversation":
		return len(m.Conversation) > 0
	}
	return m.Draft != nil
}

// fault is a failure as the host page gets it: web/protocol.json lists the codes.
type fault struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// tell sends a message to the host page: one of those in told with its fields, or else
// an event of the element by its name, whose detail is the field of that name.
func (h *host) tell(kind string, fields map[string]any) {
	if h == nil {
		return
	}
	all := map[string]any{"oc": h.version, "nonce": h.nonce, "type": kind}
	if !slices.Contains(told, kind) {
		all["type"], all["id"] = "event", kind
	}
	maps.Copy(all, fields)
	raw, err := json.Marshal(all)
	if err != nil {
		return // only types of this program are sent, which can all be written
	}
	h.window.Call("postMessage", app.Window().Get("JSON").Call("parse", string(raw)), h.origin)
}

// fails tells the host page of a failure.
func (h *host) fails(f fault) { h.tell("error", map[string]any{"detail": f}) }

// tellAnalysis tells the host page what was read.
func (h *host) tellAnalysis(a *coach.Analysis) {
	if h != nil {
		h.cleared = false
		h.tell("analysis", map[string]any{"detail": a})
	}
}

// tellClear tells the host page that nothing is being read, unless it knows: settings
// that change while the box is empty are no news.
func (h *host) tellClear() {
	if h != nil && !h.cleared {
		h.cleared = true
		h.tell("clear", nil)
	}
}

// tellNew tells the host page that the next customer is here, also where nothing was read
// of the one before.
func (h *host) tellNew() {
	if h != nil {
		h.cleared = false
		h.tellClear()
	}
}

// greet tells the host page, once, that the frame listens, and which colours of the
// page it would like to know.
func (h *host) greet() {
	if h == nil || h.greeted {
		return
	}
	h.greeted = true
	h.tell("hello", map[string]any{"detail": page.Colours})
}

// refuse answers a call with a failure.
func (h *host) refuse(id int, code, message string) {
	h.tell("answer", map[string]any{"id": id, "error": fault{code, message}})
}

// watchHeight tells the host page how tall the content is, as long as the frame is
// inline, and that it is no matter, once it is not.
func (h *host) watchHeight(s *screen) {
	main := app.Window().Get("document").Call("querySelector", "main")
	before := ""
	tell := func() {
		height := ""
		if s.config.Mode == "inline" {
			height = fmt.Sprint(main.Get("scrollHeight").Int(), "px")
		}
		if height != before {
			before = height
			h.tell("resize", map[string]any{"detail": height})
		}
	}
	observer := app.Window().Get("ResizeObserver").New(app.FuncOf(func(app.Value, []app.Value) any {
		tell()
		return nil
	}))
	observer.Call("observe", main)
}

// obey does what a message asks.
func (s *screen) obey(m message) {
	switch m.Type {
	case "config":
		s.reconfigure(m.Config)
	case "analyze":
		s.answer(m)
	case "review":
		s.answerReview(m)
	case "insert":
		if step, say := s.sentence(); say != "" {
			s.insert(step, say)
		}
		s.host.tell("answer", map[string]any{"id": m.ID})
	case "new":
		s.clear()
		s.host.tell("answer", map[string]any{"id": m.ID})
	}
}

// readConfig reads the settings of a host page, and adds what it may leave out.
func readConfig(raw json.RawMessage) (c config, ok bool) {
	if json.Unmarshal(raw, &c) != nil {
		return c, false
	}
	if c.Pack == "" {
		c.Pack = "bank"
	}
	if c.Mode != "panel" && c.Mode != "inline" {
		c.Mode = "launcher"
	}
	if c.Locale == "" {
		c.Locale = page.Language()
	}
	if c.Customer != "" {
		slots := map[string]string{"customer.title": c.Customer}
		maps.Copy(slots, c.Slots)
		c.Slots = slots
	}
	return c, true
}

// reconfigure takes over settings that are news.
func (s *screen) reconfigure(raw json.RawMessage) {
	if string(raw) == s.host.last {
		return
	}
	s.host.last = string(raw)
	c, ok := readConfig(raw)
	if !ok {
		s.host.fails(fault{"input", "the settings cannot be read: every one is a text, and slots are an object of texts"})
		return
	}
	s.configure(c)
}

// configure takes over the host's settings and reads the talk in their light.
func (s *screen) configure(c config) {
	pack, keys, language := s.config.Pack, s.config.Keys, s.words().lang
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
	s.keepHosted()
	s.applyLook()
	s.dressDesk()
	if s.config.Lock != before.Lock {
		s.readLock()
	}
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
		s.host.refuse(m.ID, "not-ready", "the engine has not started yet")
		return
	}
	conv, err := conversationOf(m.Conversation)
	var analysis coach.Analysis
	if err == nil {
		analysis, err = s.coach.Analyze(conv)
	}
	if err != nil {
		s.host.refuse(m.ID, "input", err.Error())
		return
	}
	s.host.tell("answer", map[string]any{"id": m.ID, "detail": analysis})
}

// answerReview reviews a draft of the host's own, as an answer to its conversation or
// else to the talk on screen. The rulebook is fetched first where it is not yet there.
func (s *screen) answerReview(m message) {
	if s.coach == nil {
		s.host.refuse(m.ID, "not-ready", "the engine has not started yet")
		return
	}
	s.withRules(func(err error) {
		if err != nil {
			s.host.refuse(m.ID, "rules", err.Error())
			return
		}
		review, err := s.reviewFor(m)
		if err != nil {
			s.host.refuse(m.ID, "input", err.Error())
			return
		}
		s.host.tell("answer", map[string]any{"id": m.ID, "detail": review})
	})
}

// reviewFor reviews the draft of a message.
func (s *screen) reviewFor(m message) (coach.Review, error) {
	if len(m.Conversation) == 0 || m.Conversation[0] == 'n' {
		return s.reviewOf(*m.Draft)
	}
	conv, err := conversationOf(m.Conversation)
	if err != nil {
		return coach.Review{}, err
	}
	analysis, err := s.coach.Analyze(conv)
	if err != nil {
		return coach.Review{}, err
	}
	return s.coach.Review(*m.Draft, conv.Turns[analysis.Turn].Text, analysis, conv.Context)
}

// conversationOf reads a conversation, or a text as one thing a customer said; null is
// a conversation in which nobody said anything.
func conversationOf(raw json.RawMessage) (coach.Conversation, error) {
	var text string
	if raw[0] != 'n' && json.Unmarshal(raw, &text) == nil {
		return coach.Say(text), nil
	}
	var conv coach.Conversation
	if err := json.Unmarshal(raw, &conv); err != nil {
		return conv, fmt.Errorf("neither a text nor a conversation with turns: %w", err)
	}
	return conv, nil
}

// asked reports whether a text that stands for yes or no says yes.
func asked(text string) bool { return text != "" && !strings.EqualFold(text, "false") }
