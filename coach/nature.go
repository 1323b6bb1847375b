package coach

import (
	"objectioncoach/coach/classify"
	"objectioncoach/coach/text"
)

// What a further turn does to the belief in a nature, as factors of its odds.
// One utterance says little about whether a reason is the real one; how it
// fares when answered says more.
const (
	pressedAgain = 2.0 // the same topic after an answer: more genuine
	movedOn      = 1.8 // another topic after an answer: more likely hidden
)

// nature believes in the nature of an objection from its words and from the
// customer's earlier turns. Other kinds have none.
func (c *Coach) nature(conv Conversation, at int, r classify.Result, d classify.Decision) (string, float64) {
	if d.Kind != "objection" {
		return "", 0
	}
	odds := map[string]float64{}
	labels := r.Labels(classify.Nature)
	for _, l := range labels {
		odds[l.ID] = l.Score
	}
	if before, ok := c.answered(conv, at); ok && len(before) > 0 && d.Topics[0].Asserted {
		if before[d.Topics[0].ID] {
			odds["genuine"] *= pressedAgain
		} else {
			odds["hidden"] *= movedOn
		}
	}
	sum, top := 0.0, labels[0].ID
	for _, l := range labels {
		sum += odds[l.ID]
		if odds[l.ID] > odds[top] {
			top = l.ID
		}
	}
	return top, thousandths(odds[top] / sum)
}

// answered gives the topics of the customer's turn before the one at index at,
// if a turn of the staff lies between them.
func (c *Coach) answered(conv Conversation, at int) (map[string]bool, bool) {
	staff := false
	for i := at - 1; i >= 0; i-- {
		if conv.Turns[i].Who == Staff {
			staff = true
			continue
		}
		if !staff {
			return nil, false
		}
		topics := map[string]bool{}
		for _, l := range c.pack.Model.Recognise(text.Prepare(conv.Turns[i].Text)).Decide().Topics {
			if l.Asserted {
				topics[l.ID] = true
			}
		}
		return topics, true
	}
	return nil, false
}
