package main

import (
	"slices"
	"sort"
	"unicode/utf16"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach"
)

// shownTurns is how many of the latest turns are drawn at most: a long talk must not
// slow down typing.
const shownTurns = 40

// firstShown gives the first turn that is drawn of n. It moves by half of what is drawn at
// a time: if it moved with each turn, every line on the screen would change.
func firstShown(n int) int {
	const step = shownTurns / 2
	if n <= shownTurns {
		return 0
	}
	return n/step*step - step
}

// renderTalk draws what was said, the newest last, and the words in the box as
// the customer's latest.
func (s *screen) renderTalk(w *words) []app.UI {
	turns := s.turns
	if s.draft != "" {
		turns = append(slices.Clone(turns), coach.Turn{Who: coach.Customer, Text: s.draft})
	}
	if len(turns) == 0 {
		return []app.UI{s.renderEmpty(w)}
	}
	latest := lastCustomer(turns)
	first := firstShown(len(turns))
	var items []app.UI
	if first > 0 {
		items = append(items, app.Li().Class("oc-earlier").Text(w.earlier(first)))
	}
	for i := first; i < len(turns); i++ {
		items = append(items, s.renderTurn(w, turns[i], i == latest))
	}
	return []app.UI{app.Ol().Class("oc-turns").ID("oc-turns").Body(items...)}
}

func lastCustomer(turns []coach.Turn) int {
	for i := len(turns) - 1; i >= 0; i-- {
		if turns[i].Who == coach.Customer {
			return i
		}
	}
	return -1
}

// renderTurn draws one turn; the latest of the customer with its evidence.
func (s *screen) renderTurn(w *words, turn coach.Turn, latest bool) app.UI {
	who, class := w.staff, "oc-turn-staff"
	if turn.Who == coach.Customer {
		who, class = w.customer, "oc-turn-customer"
	}
	text := []app.UI{app.Text(turn.Text)}
	if latest && s.analysis != nil && s.read == turn.Text {
		class += " oc-latest"
		text = s.renderEvidence(turn.Text, s.analysis.Evidence)
	}
	return app.Li().Class(class).Body(
		app.Span().Class("oc-who").Text(who),
		app.P().Class("oc-words").Body(text...),
	)
}

// renderEvidence draws a text with the parts that carried a label marked.
// Evidence counts UTF-16 code units.
func (s *screen) renderEvidence(text string, evidence []coach.Evidence) []app.UI {
	var edges []int
	for _, e := range evidence {
		edges = append(edges, e.Start, e.End)
	}
	return pieces(text, edges, func(part string, start, end int) app.UI {
		label := strongest(evidence, start, end, s.lit)
		if label == "" {
			return app.Text(part)
		}
		mark := app.Mark().Class("oc-evidence", evidenceClass(label)).DataSet("label", label).Text(part)
		if s.lit == label {
			mark = mark.Class("oc-lit")
		}
		return mark
	})
}

// pieces cuts a text at some places, in UTF-16 code units, and draws each piece.
func pieces(text string, edges []int, draw func(part string, start, end int) app.UI) []app.UI {
	units := utf16.Encode([]rune(text))
	edges = append(edges, 0, len(units))
	sort.SliceStable(edges, func(i, j int) bool { return edges[i] < edges[j] })
	edges = slices.Compact(edges)
	var parts []app.UI
	for i := 0; i+1 < len(edges); i++ {
		start, end := edges[i], edges[i+1]
		parts = append(parts, draw(string(utf16.Decode(units[start:end])), start, end))
	}
	return parts
}

// strongest gives the label of a piece of text: the lit one where several
// overlap, else the first.
func strongest(evidence []coach.Evidence, start, end int, lit string) string {
	label := ""
	for _, e := range evidence {
		if e.Start <= start && end <= e.End && (label == "" || e.Label == lit) {
			label = e.Label
		}
	}
	return label
}

// evidenceClass gives the colour of a label by its role: topics are neutral,
// emotion and escalation are not.
func evidenceClass(label string) string {
	switch label {
	case "escalate", "angry":
		return "oc-evidence-must"
	case "worried", "annoyed":
		return "oc-evidence-warn"
	}
	return "oc-evidence-topic"
}

// renderEmpty teaches by three lines to tap.
func (s *screen) renderEmpty(w *words) app.UI {
	items := []app.UI{app.P().Text(w.empty)}
	for _, line := range w.examples {
		items = append(items, app.Button().Type("button").Class("oc-example").Text(line).OnClick(s.onExample(line), line))
	}
	return app.Div().Class("oc-empty").Body(items...)
}
