package train

import (
	"slices"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
)

// lesson is what a text teaches.
type lesson interface {
	// teaches reports whether it tells anything about the axis.
	teaches(classify.Axis) bool
	// holds reports whether the label is true of it.
	holds(axis classify.Axis, label string) bool
	// doubted reports whether its reader and another differed on the axis.
	doubted(classify.Axis) bool
}

// utterance is the lesson of what a customer says. Only objections have a nature,
// and some labels only some lines tell.
type utterance labelled.Line

func (l utterance) teaches(axis classify.Axis) bool {
	switch axis {
	case classify.Topic:
		return len(l.Topics) > 0
	case classify.Nature:
		return l.Kind == "objection"
	case classify.Manner:
		return l.Manner != ""
	case classify.Merit:
		return l.Merit != ""
	case classify.Severity:
		return l.Severity != "" && !l.Escalate
	}
	return true
}

func (l utterance) holds(axis classify.Axis, label string) bool {
	switch axis {
	case classify.Kind:
		return l.Kind == label
	case classify.Topic:
		return slices.Contains(l.Topics, label)
	case classify.Nature:
		return l.Nature == label
	case classify.Emotion:
		return l.Emotion == label
	case classify.Manner:
		return l.Manner == label
	case classify.Merit:
		return l.Merit == label
	case classify.Severity:
		return l.Severity == label
	}
	return l.Escalate
}

func (l utterance) doubted(axis classify.Axis) bool { return axis == classify.Kind && l.Doubted }

// answer is the lesson of what an employee replies.
type answer labelled.Reply

func (a answer) teaches(classify.Axis) bool { return true }

func (a answer) doubted(classify.Axis) bool { return false }

func (a answer) holds(axis classify.Axis, label string) bool {
	switch axis {
	case classify.Violation:
		return slices.Contains(a.Violations, label)
	case classify.Habit:
		return slices.Contains(a.Habits, label)
	case classify.Practice:
		return labelled.Reply(a).Does(label)
	}
	return len(a.Violations) > 0
}

// lawfulText is the lesson of a text that breaks no rule, and of which nothing else is
// known.
type lawfulText struct{}

func (lawfulText) teaches(axis classify.Axis) bool {
	return axis == classify.Unlawful || axis == classify.Violation
}

func (lawfulText) holds(classify.Axis, string) bool { return false }

func (lawfulText) doubted(classify.Axis) bool { return false }
