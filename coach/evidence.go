package coach

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/text"
)

// evidence lists what carried the labels that were asserted: the topics, or the
// kind where there are none, a heated emotion and a call for escalation. Where the
// rest is unclear only the last is shown: there is no other verdict to give
// reasons for.
func (c *Coach) evidence(r classify.Result, d classify.Decision) []Evidence {
	list := []Evidence{}
	for _, span := range c.alarms(r.Text()) {
		list = append(list, Evidence{span.Start, span.End, "escalate"})
	}
	if d.Unclear {
		return list
	}
	named := len(list) > 0
	add := func(axis classify.Axis, label string) {
		for _, span := range r.Evidence(axis, label) {
			list = append(list, Evidence{span.Start, span.End, label})
		}
	}
	for _, topic := range d.Topics {
		if topic.Asserted {
			add(classify.Topic, topic.ID)
		}
	}
	if !slices.ContainsFunc(d.Topics, func(l classify.Label) bool { return l.Asserted }) && d.Kind != "other" {
		add(classify.Kind, d.Kind)
	}
	if d.Emotion.ID == "angry" || d.Emotion.ID == "worried" {
		add(classify.Emotion, d.Emotion.ID)
	}
	if d.Escalate.Asserted && !named {
		add(classify.Escalate, "escalate")
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Start < list[j].Start })
	return list
}

// alarms finds the phrases of the cues that escalate in a text.
func (c *Coach) alarms(t text.Text) []text.Span {
	var spans []text.Span
	said := string(t.Runes)
	for _, cue := range c.pack.Cues {
		if !pack.Escalates(cue.ID) {
			continue
		}
		for _, phrase := range cue.Phrases {
			if at := strings.Index(said, phrase); at >= 0 {
				start := utf8.RuneCountInString(said[:at])
				spans = append(spans, t.Origin(start, start+utf8.RuneCountInString(phrase)))
			}
		}
	}
	return spans
}
