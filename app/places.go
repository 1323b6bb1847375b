package main

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach"
)

// Places: the coach itself, and the screens of the desk, which is a page and a program
// of its own in a frame, fetched when it is first wanted.
const (
	placeCoach      = ""
	placeProcedures = "procedures"
	placeCases      = "cases"
	placeInsight    = "insight"
)

// deskVersion is the version of the messages between this page and the desk.
const deskVersion = 1

// desk is the state of the frame with the desk.
type desk struct {
	place   string         // which place is shown
	address string         // of the frame, which stays once it is there; "" before
	window  app.Value      // of the frame, once it has greeted
	tries   int            // how often it was loaded anew
	broken  bool           // something else came in its place, as a page of the browser
	wanted  map[string]any // what to ask of the desk as soon as it listens
}

// renderPlaces draws the ways to the places: always on a page of its own, in a panel
// only while the desk covers the coach.
func (s *screen) renderPlaces(w *words) app.UI {
	if s.mode() != "page" && s.desk.place == placeCoach {
		return app.Nav().Class("oc-places").Hidden(true)
	}
	var items []app.UI
	for _, place := range []string{placeCoach, placeProcedures, placeCases, placeInsight} {
		b := app.Button().Type("button").Class("oc-place").Text(w.places.of(place)).OnClick(s.onPlace(place), place)
		if place == s.desk.place {
			b = b.Aria("current", "page")
		}
		items = append(items, b)
	}
	if s.mode() == "page" {
		items = append(items, app.Button().Type("button").Class("oc-place").ID("oc-studio").Text(w.places.studio).OnClick(onStudio))
	}
	return app.Nav().Class("oc-places").Hidden(false).Aria("label", w.places.title).Body(items...)
}

// renderDesk draws the frame of the desk, from when it is first wanted. It stays where
// it is in the document, so that it is never loaded twice.
func (s *screen) renderDesk(w *words) app.UI {
	box := app.Div().Class("oc-desk-frame").Hidden(s.desk.place == placeCoach)
	if s.desk.address == "" {
		return box
	}
	frame := app.IFrame().ID("oc-desk").Title(w.places.title).Src(s.desk.address).Hidden(s.desk.broken).OnLoad(s.onDeskLoaded)
	if !s.desk.broken {
		return box.Body(frame)
	}
	return box.Body(frame, app.Div().Class("oc-broken").Body(
		app.P().Class("oc-error").Role("alert").Text(w.failed+w.places.of(s.desk.place)),
		app.Button().Type("button").Class("oc-primary").ID("oc-desk-again").Text(w.retry).OnClick(s.onDeskAgain),
	))
}

// onDeskLoaded looks at what came into the frame of the desk. Of what the browser shows
// where nothing came there is no document to look at.
func (s *screen) onDeskLoaded(ctx app.Context, _ app.Event) {
	document := ctx.JSSrc().Get("contentDocument")
	s.desk.broken = !document.Truthy() || !document.Call("querySelector", "main").Truthy()
}

// onDeskAgain loads the desk once more, past the browser's own copy, which may be what is
// broken.
func (s *screen) onDeskAgain(app.Context, app.Event) {
	load := func() {
		s.ctx.Dispatch(func(app.Context) {
			s.desk.broken = false
			s.desk.tries++
			s.desk.address = s.deskAddress()
		})
	}
	page.Settle(app.Window().Call("fetch", s.desk.address, map[string]any{"cache": "reload"}), func(app.Value) { load() }, func(string) { load() })
}

// onPlace gives a handler that goes to a place.
func (s *screen) onPlace(place string) app.EventHandler {
	return func(app.Context, app.Event) { s.goTo(place, nil) }
}

// followAddress goes to the place that the address of a full page names, as shortcuts of
// the installed app do, now and whenever it changes.
func (s *screen) followAddress() {
	if s.mode() != "page" {
		return
	}
	follow := func() {
		place := page.Fragment().Get("place")
		if slices.Contains([]string{placeProcedures, placeCases, placeInsight}, place) && !s.lock.on {
			s.goTo(place, nil)
		}
	}
	follow()
	app.Window().Call("addEventListener", "hashchange", app.FuncOf(func(app.Value, []app.Value) any {
		s.ctx.Dispatch(func(app.Context) { follow() })
		return nil
	}))
}

// onStudio opens the studio in a window of its own: the talk stays where it is.
func onStudio(app.Context, app.Event) {
	app.Window().Call("open", "studio.html"+app.Window().Get("location").Get("hash").String(), "_blank", "noopener")
}

// goTo shows a place, and asks something of the desk there.
func (s *screen) goTo(place string, ask map[string]any) {
	s.desk.place = place
	if place == placeCoach {
		s.ctx.Defer(func(app.Context) { page.Focus(boxID) }) // hidden until the screen is drawn
		return
	}
	all := s.deskLook()
	all["place"] = place
	maps.Copy(all, ask)
	s.summonDesk(all)
}

// deskLook is what the desk is told of how to look.
func (s *screen) deskLook() map[string]any {
	return map[string]any{"locale": s.words().lang, "theme": s.config.Theme, "colours": s.config.Colours, "host": s.host != nil}
}

// dressDesk tells a desk that is there, or on its way, how to look from now on.
func (s *screen) dressDesk() {
	switch {
	case s.desk.wanted != nil:
		maps.Copy(s.desk.wanted, s.deskLook())
	case s.desk.window != nil:
		s.summonDesk(s.deskLook())
	}
}

// summonDesk asks something of the desk, and loads it first where it is not there.
func (s *screen) summonDesk(all map[string]any) {
	if s.desk.address == "" {
		s.desk.address = s.deskAddress()
		s.hearDesk()
	}
	all["desk"] = deskVersion
	s.desk.wanted = all
	s.askDesk()
}

// deskAddress is that of the frame of the desk: of the same version as this page, in its
// look. A new try has an address of its own, or a browser would stay where it is.
func (s *screen) deskAddress() string {
	query := url.Values{"of": {app.Window().Get("objectionCoach").Get("program").String()}}
	if s.desk.tries > 0 {
		query.Set("try", strconv.Itoa(s.desk.tries))
	}
	look := url.Values{"locale": {s.words().lang}, "theme": {s.config.Theme}, "place": {s.desk.place}}
	return "desk.html?" + query.Encode() + "#" + look.Encode()
}

// askDesk sends what is wanted, if the desk listens already.
func (s *screen) askDesk() {
	if s.desk.window == nil || s.desk.wanted == nil {
		return
	}
	raw, err := json.Marshal(s.desk.wanted)
	if err != nil {
		return // only types of this program are sent, which can all be written
	}
	s.desk.wanted = nil
	s.desk.window.Call("postMessage", app.Window().Get("JSON").Call("parse", string(raw)), app.Window().Get("location").Get("origin").String())
}

// fromDesk is what the desk may say.
type fromDesk struct {
	Desk   int             `json:"desk"`
	Type   string          `json:"type"`
	Place  string          `json:"place"`
	Detail json.RawMessage `json:"detail"`
	Text   string          `json:"text"`
}

// hearDesk listens to the frame of the desk: to it alone, of this very origin.
func (s *screen) hearDesk() {
	app.Window().Call("addEventListener", "message", app.FuncOf(func(_ app.Value, args []app.Value) any {
		frame := app.Window().GetElementByID("oc-desk")
		if !frame.Truthy() || !args[0].Get("source").Equal(frame.Get("contentWindow")) ||
			args[0].Get("origin").String() != app.Window().Get("location").Get("origin").String() {
			return nil
		}
		raw := app.Window().Get("JSON").Call("stringify", args[0].Get("data"))
		var m fromDesk
		if raw.Type() == app.TypeString && json.Unmarshal([]byte(raw.String()), &m) == nil && m.Desk == deskVersion {
			s.ctx.Dispatch(func(app.Context) { s.obeyDesk(m, frame.Get("contentWindow")) })
		}
		return nil
	}))
}

// obeyDesk does what the desk says.
func (s *screen) obeyDesk(m fromDesk, window app.Value) {
	switch m.Type {
	case "hello":
		s.desk.window = window
		s.askDesk()
	case "place":
		s.desk.place = m.Place
	case "case":
		s.host.tell("case", map[string]any{"detail": m.Detail})
	case "say": // the desk stays: a procedure goes on with its next sentence
		s.insert("", m.Text)
	case "note":
		s.host.tell("insert", map[string]any{"detail": map[string]string{"text": m.Text, "script": "", "step": "note", "locale": s.words().lang}})
		s.goTo(placeCoach, nil)
		s.status = s.words().inserted
	case "drill":
		s.onDrill(m.Detail)
	case "coach":
		s.goTo(placeCoach, nil)
	case "active":
		s.touch()
	case "lock":
		s.readLock()
	case "unlocked":
		s.unlocked()
	case "wrong":
		s.lock.wrong = true
	}
}

// onSaveCase takes the talk to a new case.
func (s *screen) onSaveCase(app.Context, app.Event) {
	s.goTo(placeCases, map[string]any{"case": s.caseDraft()})
}

// onProcedure takes the talk to the procedure that clearly fits it, or else to those
// that may.
func (s *screen) onProcedure(app.Context, app.Event) {
	s.goTo(placeProcedures, map[string]any{"case": s.caseDraft(), "occasion": s.occasion()})
}

// deferring is the procedure for what one may not decide oneself.
const deferring = "defer"

// onDefer takes the talk to the promise of a day.
func (s *screen) onDefer(app.Context, app.Event) {
	s.goTo(placeProcedures, map[string]any{"case": s.caseDraft(), "occasion": s.occasion(), "procedure": deferring})
}

// caseDraft is what a case of this talk begins with. The desk masks it before it keeps
// anything.
func (s *screen) caseDraft() map[string]any {
	conv := s.conversation()
	draft := map[string]any{"turns": conv.Turns, "channel": conv.Context.Channel, "product": conv.Context.Product, "segment": conv.Context.Segment}
	if a := s.analysis; a != nil && !a.Unclear {
		draft["kind"], draft["topics"], draft["nature"], draft["emotion"] = a.Kind, asserted(a), a.Nature, a.Emotion
		if a.Script != nil {
			draft["script"], draft["technique"] = a.Script.ID, a.Script.Technique
		}
	}
	return draft
}

// occasion is what the desk needs to choose a procedure.
func (s *screen) occasion() map[string]any {
	o := map[string]any{"pack": s.config.Pack, "channel": s.config.Channel, "segment": s.config.Segment}
	if s.coach != nil {
		o["product"] = s.coach.Product(s.config.Product)
	}
	if a := s.analysis; a != nil {
		o["said"] = s.read
		o["kind"], o["topics"], o["nature"], o["emotion"], o["manner"], o["merit"], o["escalate"] =
			a.Kind, asserted(a), a.Nature, a.Emotion, a.Manner, a.Merit, a.Escalate
	}
	return o
}

func asserted(a *coach.Analysis) []string {
	var ids []string
	for _, topic := range a.Topics {
		if topic.Asserted {
			ids = append(ids, topic.ID)
		}
	}
	return ids
}
