package main

import (
	"fmt"
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
		return s.renderUnsure(w)
	}
	parts := []app.UI{s.renderTiming()}
	if s.analysis.Script != nil {
		parts = append(parts, s.renderScript(w)...)
	} else {
		parts = append(parts, app.P().Class("oc-muted").Text(w.noScript))
	}
	return append(parts, s.renderWhy(w), s.renderLabels(w))
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

// renderScript draws the first step large, and the others folded, a line each.
func (s *screen) renderScript(w *words) []app.UI {
	script := s.analysis.Script
	first := script.Steps[0]
	parts := []app.UI{s.renderSentence(w, first.ID, first.Say, true)}
	for _, step := range script.Steps[1:] {
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
	name := s.coach.Pack().TechniqueTitle(technique.ID, w.lang)
	rows := []app.UI{app.P().Text(technique.Reason)}
	if script := s.analysis.Script; script != nil {
		for _, row := range []struct{ title, text string }{
			{w.show, script.Show}, {w.avoid, script.Avoid}, {w.after, script.After}, {w.asks, script.Open}, {w.asks, script.Closed},
		} {
			if row.text != "" {
				rows = append(rows, app.P().Body(app.Span().Class("oc-muted").Text(row.title+" · "), app.Text(row.text)))
			}
		}
	}
	return app.Details().Class("oc-why").Body(
		app.Summary().Text(w.why+" · "+name),
		app.Div().Class("oc-note").Body(rows...),
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
