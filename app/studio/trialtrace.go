package main

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach"
	work "objectioncoach/coach/studio"
)

// shownConsidered bounds how many scripts that matched are listed.
const shownConsidered = 12

// renderTrace draws why staff see what they see, and what they saw before.
func (s *studio) renderTrace(w *tryWords) []app.UI {
	p := s.trial.shown
	if p == nil {
		return []app.UI{app.P().Class("oc-muted").Text(w.sayFirst)}
	}
	var body []app.UI
	if !p.Current {
		body = append(body, app.P().Class("st-note").Role("status").Text(w.lastGood))
	}
	body = append(body, s.renderBeside(w, p)...)
	body = append(body, app.H2().Text(w.heard), s.renderHeard(w, p.Now))
	body = append(body, app.H2().Text(w.matched(len(p.Now.Analysis.Trace))))
	body = append(body, s.renderConsidered(w, p.Now)...)
	if p.Now.Analysis.Script != nil {
		other := w.nothing
		if p.Now.Otherwise != nil {
			other = p.Now.Otherwise.ID + w.colon + firstSentence(p.Now.Otherwise)
		}
		body = append(body, app.H2().Text(w.otherwise), app.P().ID("st-otherwise").Text(other))
	}
	return append(body, s.renderShare(w)...)
}

// renderHeard lists what was recognised, and from which words.
func (s *studio) renderHeard(w *tryWords, shown work.Shown) app.UI {
	a := shown.Analysis
	words := map[string][]string{}
	var order []string
	for _, h := range shown.Heard {
		if words[h.Title] == nil {
			order = append(order, h.Title)
		}
		words[h.Title] = append(words[h.Title], h.Words)
	}
	items := []app.UI{app.Li().Body(app.B().Text(s.title("kind", a.Kind)), app.Text(" "+sure(a.KindScore)))}
	if a.Unclear {
		items = append(items, app.Li().Class("st-unsure").Text(w.unsure+a.Ask))
	}
	for _, topic := range a.Topics {
		if topic.Asserted {
			items = append(items, app.Li().Body(app.B().Text(s.title("topic", topic.ID)), app.Text(" "+sure(topic.Score))))
		}
	}
	for _, more := range []struct{ axis, id string }{{"nature", a.Nature}, {"emotion", a.Emotion}, {"manner", a.Manner}} {
		if more.id != "" && more.id != "none" {
			items = append(items, app.Li().Body(app.B().Text(s.title(more.axis, more.id))))
		}
	}
	for _, title := range order {
		items = append(items, app.Li().Class("st-evidence").Text(title+w.from+w.quoted(strings.Join(words[title], w.comma))))
	}
	return app.Ul().Class("st-heard").Body(items...)
}

// renderConsidered lists the scripts that matched, the closest first.
func (s *studio) renderConsidered(w *tryWords, shown work.Shown) []app.UI {
	var items []app.UI
	var winner coach.Considered
	for _, c := range shown.Analysis.Trace {
		if c.Won {
			winner = c
		}
	}
	for i, c := range shown.Analysis.Trace {
		if i == shownConsidered {
			items = append(items, app.Li().Class("oc-muted").Text(w.more(len(shown.Analysis.Trace)-i)))
			break
		}
		class, outcome := "st-lost", w.lost[c.Lost]
		// One that names more of the situation than the winner lost by its technique, which
		// the situation does not call for.
		if c.Lost == "closer" && len(c.Why) > len(winner.Why) && c.Technique != winner.Technique {
			outcome = w.unsuited
		}
		if c.Won {
			class, outcome = "st-won", w.won
		}
		place := shown.Places[c.Script]
		items = append(items, app.Li().Class(class).Body(
			s.renderPlace(place.File, place.Line, c.Script),
			app.Span().Text(outcome),
			app.Span().Class("oc-muted").Text(s.conditions(c.Why)),
		))
	}
	if items == nil {
		return []app.UI{app.P().Class("oc-muted").Text(w.nothing)}
	}
	return []app.UI{app.Ol().Class("st-considered").Body(items...)}
}

// conditions tells the conditions that hold, such as "topic=price", by their titles.
func (s *studio) conditions(why []string) string {
	var told []string
	for _, condition := range why {
		axis, id, ok := strings.Cut(condition, "=")
		if ok {
			condition = s.title(axis, id)
		}
		told = append(told, condition)
	}
	return strings.Join(told, " · ")
}

// renderBeside draws what staff see now beside what they saw.
func (s *studio) renderBeside(w *tryWords, p *work.Preview) []app.UI {
	if p.Published == nil {
		return []app.UI{app.P().Class("oc-muted").ID("st-same").Text(w.unpublished)}
	}
	told := w.changed
	if p.Same {
		told = w.same
	}
	row := func(title, now, then string) app.UI {
		tr := app.Tr()
		if now != then {
			tr = tr.Class("st-differs")
		}
		return tr.Body(app.Th().Scope("row").Text(title), app.Td().Text(now), app.Td().Text(then))
	}
	now, then := p.Now.Analysis, p.Published.Analysis
	return []app.UI{
		app.P().ID("st-same").Class("st-told").Text(told),
		app.Table().Class("st-beside-table").Body(
			app.THead().Body(app.Tr().Body(app.Td(), app.Th().Scope("col").Text(w.now), app.Th().Scope("col").Text(w.published(s.trial.version)))),
			app.TBody().Body(
				row(w.sentence, s.sentence(now), s.sentence(then)),
				row(w.script, scriptOf(now), scriptOf(then)),
				row(w.technique, s.techniqueOf(now), s.techniqueOf(then)),
				row(w.timing, s.timingOf(now), s.timingOf(then)),
			),
		),
	}
}

// sentence is what is to be said first, or asked.
func (s *studio) sentence(a coach.Analysis) string {
	switch {
	case a.Unclear:
		return a.Ask
	case a.Script == nil:
		return s.tryWords().nothing
	}
	return firstSentence(a.Script)
}

func firstSentence(script *coach.Script) string {
	if script.Now < len(script.Steps) {
		return script.Steps[script.Now].Say
	}
	return ""
}

func scriptOf(a coach.Analysis) string {
	if a.Script == nil {
		return "–"
	}
	return a.Script.ID
}

func (s *studio) techniqueOf(a coach.Analysis) string {
	if a.Technique == nil {
		return "–"
	}
	return s.title("technique", a.Technique.ID)
}

func (s *studio) timingOf(a coach.Analysis) string {
	if a.Timing == nil {
		return "–"
	}
	return s.title("timing", a.Timing.Decision)
}
