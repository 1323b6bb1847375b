package coach

import (
	"sort"

	"objectioncoach/coach/classify"
)

// evidence lists what carried the labels that were asserted: the topics, or the
// kind where there are none, a heated emotion and a call for escalation. An
// unclear utterance shows none: there is no verdict to give reasons for.
func evidence(r classify.Result, d classify.Decision) []Evidence {
	list := []Evidence{}
	if d.Unclear {
		return list
	}
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
	if len(list) == 0 && d.Kind != "other" {
		add(classify.Kind, d.Kind)
	}
	if d.Emotion.ID == "angry" || d.Emotion.ID == "worried" {
		add(classify.Emotion, d.Emotion.ID)
	}
	if d.Escalate.Asserted {
		add(classify.Escalate, "escalate")
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Start < list[j].Start })
	return list
}
