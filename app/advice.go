package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach"
)

// renderAdvice draws what to do now: the sentence first, the reasons after it.
func (s *screen) renderAdvice(w *words) []app.UI {
	switch {
	case s.engine == engineFailed:
		return []app.UI{
			app.P().Class("oc-error").Role("alert").Text(w.failed + s.failure),
			app.Button().Type("button").Class("oc-primary").Text(w.retry).OnClick(s.onRetry),
		}
	case s.engine == engineStarting && s.draft != "":
		return []app.UI{app.P().Class("oc-muted").Text(w.starting)}
	case s.analysis == nil:
		return []app.UI{app.P().Class("oc-muted").Text(w.nothingYet)}
	case s.analysis.Unclear:
		return append(s.renderUnsure(w), s.renderOnward(w))
	}
	parts := append([]app.UI{s.renderTiming()}, s.renderMovement()...)
	if s.analysis.Script != nil {
		parts = append(parts, s.renderNow(w))
		if s.defers() {
			parts = append(parts, s.renderDefer(w))
		}
	} else {
		parts = append(parts, app.P().Class("oc-muted").Text(w.noScript))
	}
	// When, what to say and what it is stand together; the rest unfolds below.
	parts = append(append(parts, s.renderLabels(w)), s.renderNext(w)...)
	parts = append(append(parts, s.renderClosing(w)...), s.renderWhy(w))
	return append(append(parts, s.renderLoop(w)...), s.renderOnward(w))
}

// renderOnward draws what can be done with the talk after the words: keep it, walk the
// procedure of a complaint, and promise a day for what one may not decide oneself. A
// complaint is not put off.
func (s *screen) renderOnward(w *words) app.UI {
	var ways []app.UI
	switch a := s.analysis; {
	case a.Kind == "complaint" || a.Kind == "dispute" || a.Escalate:
		ways = append(ways, app.Button().Type("button").Class("oc-quiet").ID("oc-walk").Text(w.places.walk).OnClick(s.onProcedure))
	case !a.Unclear && !s.defers():
		ways = append(ways, s.renderDefer(w))
	}
	ways = append(ways, app.Button().Type("button").Class("oc-quiet").ID("oc-keep").Text(w.places.keep).OnClick(s.onSaveCase))
	return app.Div().Class("oc-onward").Body(ways...)
}

// defers reports whether the sentence itself promises a day. Then the promise is offered
// right below it.
func (s *screen) defers() bool {
	a := s.analysis
	return a.Script != nil && a.Script.Technique == deferTechnique && a.Kind != "complaint" && a.Kind != "dispute" && !a.Escalate
}

// deferTechnique is the technique of promising a day.
const deferTechnique = "defer-with-promise"

func (s *screen) renderDefer(w *words) app.UI {
	return app.Button().Type("button").Class("oc-quiet").ID("oc-defer").Text(w.places.later).OnClick(s.onDefer)
}

// renderMovement says what the way the talk moved asks of the employee.
func (s *screen) renderMovement() []app.UI {
	patterns := s.analysis.Talk.Patterns
	if len(patterns) == 0 {
		return nil
	}
	return []app.UI{app.P().Class("oc-movement").Body(app.Strong().Text(patterns[0].Title), app.Span().Text(patterns[0].Advice))}
}

// renderClosing draws the honest next step where the customer leans to buy.
func (s *screen) renderClosing(w *words) []app.UI {
	closing := s.analysis.Closing
	if closing == nil || s.analysis.Kind != "buying-signal" {
		return nil
	}
	notes := rows(row{w.onlyIf, closing.Condition}, row{w.why, closing.Reason})
	return []app.UI{app.Details().Class("oc-then").Body(
		app.Summary().Body(
			app.Span().Class("oc-muted").Text(w.closing+" "),
			app.Span().Class("oc-preview").Text(closing.Say),
		),
		s.renderSentence(w, "next", closing.Say, false),
		app.Div().Class("oc-note").Body(notes...),
	)}
}

// renderLoop shows where in the handling loop the talk is, once the employee has
// said something.
func (s *screen) renderLoop(w *words) []app.UI {
	loop := s.analysis.Talk.Loop
	if len(loop.Done) == 0 {
		return nil
	}
	steps := make([]app.UI, len(loop.Steps))
	for i, step := range loop.Steps {
		item := app.Li().Text(s.label("step", step))
		switch {
		case slices.Contains(loop.Done, step):
			item = item.Class("oc-done").Title(w.done)
		case step == loop.Step:
			item = item.Class("oc-here").Aria("current", "step")
		case slices.Contains(loop.Skipped, step):
			item = item.Class("oc-skipped").Title(w.skipped)
		}
		steps[i] = item
	}
	return []app.UI{app.Ol().Class("oc-loop").Aria("label", w.loop).Body(steps...)}
}

// row is a line of advice under a heading.
type row struct{ title, text string }

// rows draws those of some lines that say something.
func rows(list ...row) []app.UI {
	var drawn []app.UI
	for _, r := range list {
		if r.text != "" {
			drawn = append(drawn, app.P().Body(app.Span().Class("oc-muted").Text(r.title+" · "), app.Text(r.text)))
		}
	}
	return drawn
}

// renderUnsure gives no verdict, only the question that would settle it.
func (s *screen) renderUnsure(w *words) []app.UI {
	return []app.UI{
		app.P().Class("oc-timing", "oc-unsure").Body(app.Strong().Text(w.unsure)),
		s.renderSentence(w, "ask", s.analysis.Ask, true),
	}
}

func (s *screen) renderTiming() app.UI {
	t := s.analysis.Timing
	line := []app.UI{app.Strong().Text(s.label("timing", t.Decision)), app.Span().Text(t.Reason)}
	if s.analysis.Escalate {
		line = append([]app.UI{app.Strong().Class("oc-escalate").Text(s.label("severity", "escalate"))}, line...)
	}
	return app.P().Class("oc-timing", "oc-"+t.Decision).Body(line...)
}

// renderNow draws the step to say now, large.
func (s *screen) renderNow(w *words) app.UI {
	script := s.analysis.Script
	now := script.Steps[script.Now]
	return s.renderSentence(w, now.ID, now.Say, true)
}

// renderNext draws the steps of the script after the one to say now, folded, a line each.
func (s *screen) renderNext(w *words) []app.UI {
	script := s.analysis.Script
	if script == nil {
		return nil
	}
	var parts []app.UI
	for _, step := range script.Steps[script.Now+1:] {
		parts = append(parts, app.Details().Class("oc-then").Body(
			app.Summary().Body(
				app.Span().Class("oc-muted").Text(w.then+" · "+s.label("step", step.ID)+" "),
				app.Span().Class("oc-preview").Text(step.Say),
			),
			s.renderSentence(w, step.ID, step.Say, false),
		))
	}
	return parts
}

// renderSentence draws words for the customer, with what can be done with them.
func (s *screen) renderSentence(w *words, step, say string, large bool) app.UI {
	class := "oc-say"
	actions := []app.UI{}
	if large {
		class += " oc-say-now"
		if s.analysis.Script != nil && s.analysis.Script.Others > 0 {
			actions = append(actions, app.Button().Type("button").Class("oc-quiet", "oc-another").Text(w.another).OnClick(s.onAnother))
		}
	}
	actions = append(actions, app.Button().Type("button").Class("oc-quiet", "oc-copy").Text(w.copy).OnClick(s.onCopy(say), say))
	if s.host != nil {
		actions = append(actions, app.Button().Type("button").Class("oc-primary", "oc-insert").Text(w.insert).OnClick(s.onInsert(step, say), step+say))
	}
	return app.Div().Class(class).Body(
		app.Blockquote().Lang(language(say)).Text(say),
		app.Div().Class("oc-actions").Body(actions...),
	)
}

// language tells in which language a sentence is, for those who have it read out.
func language(say string) string {
	if strings.ContainsFunc(say, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return "zh-CN"
	}
	return "en"
}

// renderWhy draws the advice for the employee, folded.
func (s *screen) renderWhy(w *words) app.UI {
	technique := s.analysis.Technique
	if technique == nil {
		return app.Div()
	}
	name := func(t *coach.Technique) string { return s.coach.Pack().TechniqueTitle(t.ID, w.lang) }
	var list []row
	if script := s.analysis.Script; script != nil {
		list = append(list, row{w.show, script.Show}, row{w.avoid, script.Avoid}, row{w.after, script.After}, row{w.asks, script.Open}, row{w.asks, script.Closed})
	}
	if t := s.analysis.RunnerUp; t != nil {
		list = append(list, row{w.runnerUp + " " + name(t), t.Reason})
	}
	if t := s.analysis.Tempting; t != nil {
		list = append(list, row{w.tempting + " " + name(t), t.Reason})
	}
	for _, b := range s.analysis.Bearing {
		list = append(list, row{s.label(b.Axis, b.Label), b.Do}, row{w.avoid, b.Avoid})
	}
	return app.Details().Class("oc-why").Body(
		app.Summary().Text(w.why+" · "+name(technique)),
		app.Div().Class("oc-note").Body(append([]app.UI{app.P().Text(technique.Reason)}, rows(list...)...)...),
	)
}

// renderLabels draws what was recognised, small. A label can be tapped to light
// up its words.
func (s *screen) renderLabels(w *words) app.UI {
	a := s.analysis
	chips := []app.UI{s.renderChip("kind", a.Kind, a.KindScore)}
	if a.Escalate {
		chips = append(chips, s.renderChip("severity", "escalate", 0))
	}
	for _, topic := range a.Topics {
		if topic.Asserted {
			chips = append(chips, s.renderChip("topic", topic.ID, topic.Score))
		}
	}
	if a.Nature != "" {
		chips = append(chips, s.renderChip("nature", a.Nature, a.NatureScore))
	}
	chips = append(chips, s.renderChip("emotion", a.Emotion, 0))
	return app.Div().Class("oc-labels").Role("group").Aria("label", w.labels).Body(chips...)
}

func (s *screen) renderChip(axis, id string, score float64) app.UI {
	title := s.label(axis, id)
	if score > 0 {
		title += fmt.Sprintf(" %d%%", percent(score))
	}
	if !hasEvidence(s.analysis.Evidence, id) {
		return app.Span().Class("oc-chip").Text(title)
	}
	return app.Button().Type("button").Class("oc-chip", "oc-chip-tap", evidenceClass(id)).Aria("pressed", fmt.Sprint(s.lit == id)).Text(title).OnClick(s.onLight(id), id)
}

func hasEvidence(evidence []coach.Evidence, label string) bool {
	for _, e := range evidence {
		if e.Label == label {
			return true
		}
	}
	return false
}

// percent shows a probability; a hundred would claim certainty.
func percent(score float64) int { return min(99, int(score*100+0.5)) }
