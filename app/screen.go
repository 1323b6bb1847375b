package main

import (
	"cmp"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach"
)

// screen is the one component: the talk so far, the advice, and the box to type
// in. Its fields are the whole state; they change only on the UI goroutine.
type screen struct {
	app.Compo

	// ctx outlives every element of the screen: what is dispatched through the
	// context of a button that has gone meanwhile is dropped.
	ctx    app.Context
	config config // as it stands, with what the employee chose
	hosted config // as the host page last gave it
	host   *host  // the page around the frame; nil when the app has the window to itself

	engine  engineState
	coach   *coach.Coach
	failure string // why the engine could not start
	wanted  string // what it was last started with, to drop what comes too late
	anew    bool   // the browser's copies are not to be trusted: a start with them has failed

	turns     []coach.Turn // what was said so far
	draft     string       // what stands in the box, of the customer's words
	composing bool         // an input method is at work: the box must be left alone
	keystroke int          // counts changes of the box, to tell whether typing has paused
	reply     replying     // what the employee means to say
	desk      desk         // what is done after the words
	studio    bool         // around the frame, has given a pack
	lock      lock         // of the screen, on a device that is shared

	analysis *coach.Analysis // of the customer's latest words
	read     string          // the text that analysis is of
	lit      string          // the label whose words are lit up
	variant  int             // which of the scripts that fit is shown

	status    string      // what was just done
	announced string      // the result in one line, for screen readers
	undone    *savedState // what a cleared conversation can be brought back from

	kept         kept // as it was last handed over
	otherVersion bool // pages opened from now on are of another version
}

// engineState is how far the engine has come; the zero value is "starting".
type engineState int

const (
	engineStarting engineState = iota
	engineReady
	engineFailed
)

// config is what the host page or the address sets.
type config struct {
	Pack         string            `json:"pack"`
	Mode         string            `json:"mode"` // page, panel, inline or launcher
	Locale       string            `json:"locale"`
	Theme        string            `json:"theme"`
	Channel      string            `json:"channel"`
	Product      string            `json:"product"`
	Segment      string            `json:"segment"`
	Customer     string            `json:"customer"`
	Key          string            `json:"key"`   // whose turn it is among equally good scripts
	View         string            `json:"view"`  // how the steps of the loop are counted
	Trace        string            `json:"trace"` // not "", nor "false": analyses with their trace
	InsertPolicy string            `json:"insertPolicy"`
	Keys         string            `json:"keys"` // of whom packs are taken from, in hexadecimal with spaces between; "" takes every pack of the site
	Lock         string            `json:"lock"` // minutes without a touch after which the screen locks, "0" never; "" leaves it to the device
	Slots        map[string]string `json:"slots"`
	Colours      map[string]string `json:"colours"` // by the names of page.Colours
}

// savedState is a conversation put aside.
type savedState struct {
	turns   []coach.Turn
	draft   string
	reply   string
	variant int

	channel, product, segment string
}

// OnMount connects the screen to the browser and starts the engine. Outside a
// browser, in tests, there is neither.
func (s *screen) OnMount(ctx app.Context) {
	if app.IsServer {
		return
	}
	s.ctx = ctx
	s.otherVersion = app.Window().Get("objectionCoach").Get("otherVersion").Bool()
	s.host = connectHost(s)
	s.applyLook()
	s.fillBoxes()
	s.hearStudio()
	s.listenKeys()
	keepCursor()
	closeSceneOutside()
	s.startLock()
	s.startEngine()
	s.followAddress()
}

// Render draws the screen. The order in the document is the order of reading;
// styles place the parts.
func (s *screen) Render() app.UI {
	s.keep()
	w := s.words()
	main := app.Main().Class("oc", "oc-"+s.mode()).Lang(w.lang)
	if len(s.turns) == 0 && s.draft == "" {
		main = main.Class("oc-fresh")
	}
	if s.reply.open {
		main = main.Class("oc-replying")
	}
	if s.desk.place != placeCoach {
		main = main.Class("oc-away")
	}
	if s.lock.on {
		main = main.Class("oc-locked")
	}
	return main.Body(
		s.renderHead(w),
		s.renderPlaces(w),
		app.Section().Class("oc-talk").Aria("label", w.talk).TabIndex(0).Body(s.renderTalk(w)...),
		app.Section().Class("oc-advice").Aria("label", w.advice).Body(s.renderAdvice(w)...),
		s.renderReply(w),
		s.renderBox(w),
		s.renderStatus(w),
		s.renderDesk(w),
		s.renderLock(w),
	)
}

// mode is the mode as styles know it.
func (s *screen) mode() string {
	switch s.config.Mode {
	case "panel", "inline":
		return s.config.Mode
	case "launcher":
		return "panel"
	}
	return "page"
}

func (s *screen) renderHead(w *words) app.UI {
	var ends []app.UI
	if len(s.turns) > 0 || s.analysis != nil {
		ends = append(ends, app.Button().Type("button").Class("oc-quiet").ID("oc-new").Text(w.newCustomer).OnClick(s.onNewCustomer))
	}
	if s.host != nil && s.config.Mode == "launcher" {
		ends = append(ends, app.Button().Type("button").Class("oc-quiet", "oc-close").Aria("label", w.close).Text("×").OnClick(s.onClose))
	}
	return app.Header().Class("oc-head").Body(
		app.H1().Text(w.title),
		s.renderContext(w),
		app.Div().Class("oc-head-ends").Body(ends...),
	)
}

// renderStatus draws one line of steady height: what was just done, or what
// leaves the device. The result itself is only spoken to screen readers there;
// the eye has it above.
func (s *screen) renderStatus(w *words) app.UI {
	shown := cmp.Or(s.status, w.private)
	offer := ""
	if s.offersVersion() {
		offer, shown = w.newVersion, w.newVersion
	}
	body := []app.UI{
		app.Span().Class("oc-shown").Aria("hidden", "true").Text(shown),
		app.Span().Class("oc-spoken").Role("status").Text(cmp.Or(s.status, s.announced, offer)),
	}
	if s.undone != nil {
		body = append(body, app.Button().Type("button").Class("oc-quiet").ID("oc-undo").Text(w.undo).OnClick(s.onUndo))
	}
	if offer != "" {
		body = append(body, app.Button().Type("button").Class("oc-quiet").ID("oc-change").Text(w.change).OnClick(s.onChangeVersion))
	}
	return app.Footer().Class("oc-status").Body(body...)
}
