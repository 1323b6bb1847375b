package classify

import (
	"slices"
	"sort"

	"objectioncoach/coach/text"
)

// maxTopics is how many topics one utterance is said to be about at most.
const maxTopics = 3

// Decision is what a recognition comes to.
type Decision struct {
	Kind      string
	KindScore float64
	// Unclear is set when the kind, or what the resistance is about, is less
	// probable than the model's threshold: nothing should be advised but a
	// question.
	Unclear bool
	// Topics lists every topic, most probable first. Only an objection or a
	// complaint asserts any, at most three, and none when unclear: an objection at
	// least one, a complaint also none.
	Topics   []Label
	Nature   Label // of an objection; otherwise its ID is empty
	Emotion  Label
	Escalate Label
	Manner   Label
	Merit    Label // of a complaint; otherwise its ID is empty
	Severity Label
}

// leastKnown is how much of a text must be known language for a verdict. Of
// lines in the trade's language that the model had not seen, two in a hundred
// lie below.
const leastKnown = 0.2

// surelyOther is the probability from which something is let pass as small talk:
// to wave away what a customer meant is the costlier mistake.
const surelyOther = 0.7

// surelyComplaint is the probability from which a complaint is taken up without knowing
// what it is about: who complains wants to be heard first, and is asked then.
const surelyComplaint = 0.8

// Decide settles every axis of r. What is not in the language the model learned
// is small talk at most, and unclear.
func (r Result) Decide() Decision {
	if r.Strange() {
		return r.strange()
	}
	kind := best(r.Labels(Kind))
	d := Decision{
		Kind:      kind.ID,
		KindScore: kind.Score,
		Unclear:   !kind.Asserted || kind.ID == "other" && kind.Score < surelyOther,
		Topics:    r.Labels(Topic),
		Emotion:   best(r.Labels(Emotion)),
		Escalate:  r.Labels(Escalate)[0],
		Manner:    best(r.Labels(Manner)),
		Severity:  best(r.Labels(Severity)),
	}
	resists := kind.ID == "objection" || kind.ID == "complaint"
	if kind.ID == "objection" {
		d.Nature = best(r.Labels(Nature))
	}
	if kind.ID == "complaint" {
		d.Merit = best(r.Labels(Merit))
	}
	settleTopics(d.Topics, resists, r.model.heads(Topic)[0].Floor)
	sure := kind.ID == "complaint" && kind.Score >= surelyComplaint
	if resists && (!d.Topics[0].Asserted && !sure || r.onlyDismisses()) {
		d.Unclear = true
	}
	if d.Unclear {
		for i := range d.Topics {
			d.Topics[i].Asserted = false
		}
	}
	return d
}

// Strange reports whether the text is not in the language the model learned.
func (r Result) Strange() bool { return r.Known() < leastKnown }

// strange is the decision on what is not in the language the model learned:
// nothing is known of it, and nothing is said but that.
func (r Result) strange() Decision {
	d := Decision{
		Kind: "other", KindScore: r.score(Kind, "other"), Unclear: true,
		Topics:   r.Labels(Topic),
		Emotion:  r.labelled(Emotion, "calm"),
		Escalate: r.Labels(Escalate)[0],
		Manner:   r.labelled(Manner, "none"),
		Severity: r.labelled(Severity, "low"),
	}
	settleTopics(d.Topics, false, 1)
	d.Escalate.Asserted = false
	return d
}

// labelled gives one label of an axis, with its score.
func (r Result) labelled(axis Axis, id string) Label { return Label{ID: id, Score: r.score(axis, id)} }

// onlyDismisses reports whether all that is named is said not to be the point
// ("我又不是嫌贵"): what the point is, has not been said.
func (r Result) onlyDismisses() bool {
	return !slices.ContainsFunc(r.text.Clauses, func(c text.Clause) bool { return c.Scope != text.Dismissed })
}

// settleTopics orders topics by probability and decides which are asserted: all
// that reach their threshold. An utterance that resists is about something, so
// the most probable topic needs to reach only the floor.
func settleTopics(topics []Label, resists bool, floor float64) {
	sort.SliceStable(topics, func(i, j int) bool { return topics[i].Score > topics[j].Score })
	for i := range topics {
		reaches := topics[i].Asserted || i == 0 && topics[i].Score >= floor
		topics[i].Asserted = resists && i < maxTopics && reaches
	}
}

// score gives the probability of one label.
func (r Result) score(axis Axis, id string) float64 {
	for _, l := range r.Labels(axis) {
		if l.ID == id {
			return l.Score
		}
	}
	return 0
}

// best gives the most probable label, the first of equals.
func best(labels []Label) Label {
	top := labels[0]
	for _, l := range labels[1:] {
		if l.Score > top.Score {
			top = l
		}
	}
	return top
}
