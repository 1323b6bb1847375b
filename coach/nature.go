package coach

import (
	"math"
	"slices"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/pack"
)

// What a turn does to the belief in a nature, as factors of its odds. One utterance
// says little about whether a reason is the real one; how it fares when answered
// says more.
const (
	pressedAgain = 2.0 // the same topic after an answer: more genuine
	movedOn      = 1.8 // another topic after an answer: more likely hidden
	pricedEarly  = 0.6 // the price before the offer is known: less genuine
	heardMore    = 0.7 // with every further turn, less remains unclear
)

// nature believes in the nature of the latest objection from its words and from
// the objections before it, of which each counts half as much as the next. Other
// kinds have none.
func (t talk) nature() (string, float64) {
	if t.now().decision.Kind != "objection" {
		return "", 0
	}
	belief := map[string]float64{}
	var labels []classify.Label
	for n, r := range t.readings {
		if r.decision.Kind != "objection" {
			continue
		}
		labels = r.result.Labels(classify.Nature)
		sum := 0.0
		for _, l := range labels {
			odds := l.Score
			if before, ok := belief[l.ID]; ok {
				odds *= math.Sqrt(before)
			}
			belief[l.ID] = odds
		}
		t.weigh(belief, n)
		for _, l := range labels {
			sum += belief[l.ID]
		}
		for _, l := range labels {
			belief[l.ID] /= sum
		}
	}
	top := labels[0].ID
	for _, l := range labels {
		if belief[l.ID] > belief[top] {
			top = l.ID
		}
	}
	return top, thousandths(belief[top])
}

// weigh changes a belief by how the talk moved to reading number n.
func (t talk) weigh(belief map[string]float64, n int) {
	moved := t.patterns(n)
	if slices.Contains(moved, pack.Repeated) {
		belief["genuine"] *= pressedAgain
	}
	if slices.Contains(moved, pack.Jumped) {
		belief["hidden"] *= movedOn
	}
	if slices.Contains(moved, pack.EarlyPrice) {
		belief["genuine"] *= pricedEarly
	}
	if n > 0 {
		belief["unclear"] *= heardMore
	}
}
