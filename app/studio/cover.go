package main

import (
	"encoding/json"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach/labelled"
	work "objectioncoach/coach/studio"
)

// covering is the state of the view of coverage.
type covering struct {
	hash    string // of the pack that the squares are of
	narrow  narrowing
	squares []square
	chosen  int // of squares, from 1; 0 is none

	inspecting bool
	inspected  *inspected
	of         string // the hash of the pack that was inspected
	about      string // which notes are shown; "" all
	failure    string
}

// shownNotes bounds how many notes are drawn.
const shownNotes = 100

// abouts are the kinds of notes, in the order in which they are offered.
var abouts = []string{work.NeverWins, work.Duplicate, work.Long, work.Hard, work.Forbidden, work.Overdue}

// refreshCover draws the map anew where the pack has changed.
func (s *studio) refreshCover() {
	if c := &s.trial.cover; s.opened && c.hash != s.pack.Hash {
		c.hash = s.pack.Hash
		s.askHeat()
	}
}

func (s *studio) askHeat() {
	c := &s.trial.cover
	s.helper.ask("heat", c.narrow, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var squares []square
		if err == nil {
			err = json.Unmarshal(output, &squares)
		}
		if c.failure = ""; err != nil {
			c.failure = err.Error()
			return
		}
		c.squares = squares
	}, nil)
}

func (s *studio) renderCover(w *tryWords) []app.UI {
	c := &s.trial.cover
	if c.failure != "" {
		return []app.UI{app.P().Class("oc-error").Role("alert").Text(c.failure)}
	}
	if c.squares == nil {
		return []app.UI{app.P().Class("oc-muted").Text(s.words().starting)}
	}
	body := []app.UI{
		app.Div().Class("st-scene").Body(
			s.renderChoice("emotion", capital(w.axes["emotion"]), c.narrow.Emotion, s.onNarrow),
			s.renderChoice("channel", w.channel, c.narrow.Channel, s.onNarrow),
			s.renderChoice("segment", w.segment, c.narrow.Segment, s.onNarrow),
		),
		s.renderHeat(w),
		s.renderSquare(w),
	}
	return append(body, s.renderNotes(w)...)
}

func (s *studio) onNarrow(ctx app.Context, _ app.Event) {
	n := &s.trial.cover.narrow
	value := ctx.JSSrc().Get("value").String()
	switch ctx.JSSrc().Get("name").String() {
	case "emotion":
		n.Emotion = value
	case "channel":
		n.Channel = value
	case "segment":
		n.Segment = value
	}
	s.askHeat()
}

// renderHeat draws the map as a table. What its colours say, its numbers say too.
func (s *studio) renderHeat(w *tryWords) app.UI {
	c := &s.trial.cover
	head := []app.UI{app.Td()}
	for _, column := range columns {
		head = append(head, app.Th().Scope("col").Text(s.columnTitle(column)))
	}
	var rows []app.UI
	for i, topic := range labelled.Topics {
		row := []app.UI{app.Th().Scope("row").Text(s.title("topic", topic))}
		for j := range columns {
			at := i*len(columns) + j
			q := c.squares[at]
			row = append(row, app.Td().Body(app.Button().Type("button").Class("st-square", heatOf(q)).Aria("pressed", c.chosen == at+1).
				Title(w.square(q.Least, q.Holes, q.All)).Aria("label", s.title("topic", q.Topic)+" · "+s.columnTitle(q.Column)+w.colon+w.square(q.Least, q.Holes, q.All)).
				Text(squareText(q)).OnClick(s.onSquare(at+1), at+1)))
		}
		rows = append(rows, app.Tr().Body(row...))
	}
	return app.Table().Class("st-heat").Body(app.Caption().Text(w.heatCaption), app.THead().Body(app.Tr().Body(head...)), app.TBody().Body(rows...))
}

func (s *studio) columnTitle(column string) string {
	if column == "complaint" {
		return s.title("kind", column)
	}
	return s.title("nature", column)
}

// squareText is how many scripts fit at least, and a mark of holes.
func squareText(q square) string {
	if q.Holes > 0 {
		return "○ " + strconv.Itoa(q.Holes)
	}
	return strconv.Itoa(q.Least)
}

func heatOf(q square) string {
	if q.Holes > 0 {
		return "st-hole"
	}
	return "st-heat-" + strconv.Itoa(min(q.Least, 4))
}

func (s *studio) onSquare(at int) app.EventHandler {
	return func(app.Context, app.Event) { s.trial.cover.chosen = at }
}

// renderSquare tells more of the square that was chosen, with the ways to its scripts.
func (s *studio) renderSquare(w *tryWords) app.UI {
	c := &s.trial.cover
	if c.chosen == 0 || c.chosen > len(c.squares) {
		return app.Div().Class("st-square-more").Role("status").Body(app.P().Class("oc-muted").Text(w.chooseSquare))
	}
	q := c.squares[c.chosen-1]
	var items []app.UI
	for _, script := range q.Scripts {
		items = append(items, app.Li().Body(s.renderPlace(script.File, script.Line, script.ID)))
	}
	body := []app.UI{app.P().Body(app.B().Text(s.title("topic", q.Topic)+" · "+s.columnTitle(q.Column)), app.Text(w.colon+w.square(q.Least, q.Holes, q.All)))}
	if e := q.Example; e != nil {
		where := s.title("emotion", e.Emotion)
		for _, more := range []struct{ axis, id string }{{"channel", e.Channel}, {"segment", e.Segment}} {
			if more.id != "" {
				where += " · " + s.title(more.axis, more.id)
			}
		}
		body = append(body, app.P().Class("st-miss").Text(w.holeExample+where))
		if near, ok := s.nearest(q); ok {
			body = append(body, app.P().Body(s.renderPlace(near.File, near.Line, w.writeHere(near.File))))
		}
	}
	return app.Div().Class("st-square-more").Role("status").Body(append(body, app.Ul().Body(items...))...)
}

// nearest gives a script of the pack's own for the topic of a square, beside which the
// missing one can be written.
func (s *studio) nearest(q square) (standing, bool) {
	for _, other := range s.trial.cover.squares {
		if other.Topic != q.Topic {
			continue
		}
		for _, script := range other.Scripts {
			if script.File != "" {
				return script, true
			}
		}
	}
	if len(s.pack.Scripts) > 0 {
		last := s.pack.Scripts[len(s.pack.Scripts)-1]
		return standing{last.ID, s.pack.ID + "/" + last.Path, last.Line}, true
	}
	return standing{}, false
}

func (s *studio) onInspect(app.Context, app.Event) {
	c := &s.trial.cover
	c.inspecting, c.inspected, c.of = true, &inspected{}, s.pack.Hash
	s.helper.ask("inspect", s.today(), nil, func(output json.RawMessage, _ [][]byte, err error) {
		c.inspecting, c.inspected = false, nil
		var i inspected
		if err == nil {
			err = json.Unmarshal(output, &i)
		}
		if err == nil {
			c.inspected = &i
		} else if err.Error() != work.ErrStopped.Error() {
			c.failure = err.Error()
		}
	}, func(progress json.RawMessage) {
		var i inspected
		if json.Unmarshal(progress, &i) == nil {
			c.inspected = &i
		}
	})
}

// renderNotes draws what was noted of the texts, each with the way to its place.
func (s *studio) renderNotes(w *tryWords) []app.UI {
	c := &s.trial.cover
	body := []app.UI{app.H2().Text(w.notes)}
	switch {
	case c.inspecting:
		return append(body, app.Div().Class("st-progress").Body(
			app.Progress().Aria("label", w.notes).Max(max(1, c.inspected.All)).Value(c.inspected.Done),
			app.Button().Type("button").ID("st-stop-inspecting").Class("oc-quiet").Text(w.stop).OnClick(s.onStop)))
	case c.inspected == nil || c.of != s.pack.Hash:
		return append(body, app.P().Class("oc-muted").Text(w.notesHow),
			app.P().Body(app.Button().Type("button").ID("st-inspect").Class("oc-primary").Text(w.inspect).OnClick(s.onInspect)))
	}
	count := map[string]int{"": len(c.inspected.Notes)}
	for _, n := range c.inspected.Notes {
		count[n.About]++
	}
	var choices []app.UI
	for _, about := range append([]string{""}, abouts...) {
		choices = append(choices, app.Button().Type("button").ID("st-about-"+about).Class("st-pick").Aria("pressed", c.about == about).
			Text(w.abouts[about]+" "+strconv.Itoa(count[about])).OnClick(s.onAbout(about), about))
	}
	var items []app.UI
	for _, n := range c.inspected.Notes {
		if c.about != "" && c.about != n.About {
			continue
		}
		if len(items) == shownNotes {
			items = append(items, app.Li().Class("oc-muted").Text(w.more(count[c.about]-shownNotes)))
			break
		}
		items = append(items, app.Li().Body(s.renderPlace(n.File, n.Line, n.ID), app.Span().Text(w.note(n))))
	}
	body = append(body, app.Div().Class("st-picks").Role("group").Aria("label", w.show).Body(choices...), app.Ul().Class("st-notes").ID("st-notes").Body(items...))
	return append(body, s.renderRules(w)...)
}

func (s *studio) onAbout(about string) app.EventHandler {
	return func(app.Context, app.Event) { s.trial.cover.about = about }
}

// renderRules lists the rules that scripts are held against, the next review first.
func (s *studio) renderRules(w *tryWords) []app.UI {
	var rows []app.UI
	for _, rule := range s.trial.cover.inspected.Rules {
		review := app.Td().Text(rule.Review)
		if rule.Review != "" && rule.Review < s.today() {
			review = review.Class("st-miss")
		}
		rows = append(rows, app.Tr().Body(app.Th().Scope("row").Text(rule.ID), app.Td().Text(rule.Title), review))
	}
	return []app.UI{app.Details().Class("st-rules").Body(
		app.Summary().Text(w.rules(len(rows))),
		app.Table().Body(app.THead().Body(app.Tr().Body(app.Th().Scope("col").Text(w.rule), app.Th().Scope("col").Text(w.about), app.Th().Scope("col").Text(w.review))), app.TBody().Body(rows...)),
	)}
}
