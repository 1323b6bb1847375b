package coach

import (
	"math"
	"slices"
	"strings"

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
	told         = 4.0 // a question about it answered: more genuine, and less unclear
	worded       = 0.8 // of a nature that words make certain, in place of the model's guess
)

// nature believes in the nature of the objection at hand from its words and from
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
		if r.about != n {
			belief["genuine"] *= told
			belief["unclear"] /= told
			toOne(belief, labels)
			continue
		}
		labels = r.natures(len(belief) == 0)
		for _, l := range labels {
			odds := l.Score
			if before, ok := belief[l.ID]; ok {
				odds *= math.Sqrt(before)
			}
			belief[l.ID] = odds
		}
		t.weigh(belief, n)
		toOne(belief, labels)
	}
	top := labels[0].ID
	for _, l := range labels {
		if belief[l.ID] > belief[top] {
			top = l.ID
		}
	}
	return top, thousandths(belief[top])
}

// toOne makes probabilities of odds: together they come to one.
func toOne(belief map[string]float64, labels []classify.Label) {
	sum := 0.0
	for _, l := range labels {
		sum += belief[l.ID]
	}
	for _, l := range labels {
		belief[l.ID] /= sum
	}
}

// natures gives how probable each nature is by the words of one turn. What words make
// certain comes before the model's guess; and a first line that gives no reason does
// not tell.
func (r reading) natures(first bool) []classify.Label {
	sure := r.nature
	if sure == "" && first && r.bare() && !strings.ContainsAny(string(r.result.Text().Runes), figures) {
		sure = "unclear"
	}
	labels := r.result.Labels(classify.Nature)
	if sure == "" {
		return labels
	}
	for i := range labels {
		labels[i].Score = (1 - worded) / float64(len(labels)-1)
		if labels[i].ID == sure {
			labels[i].Score = worded
		}
	}
	return labels
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
