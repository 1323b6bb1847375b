package train

import (
	"slices"

	"objectioncoach/coach/classify"
)

// group is the labels of one axis, heads [first, end): by softmax if exactly one
// holds, each by itself if any number may.
type group struct {
	axis       classify.Axis
	labels     []string
	first, end int
}

func groups(list []classify.Head) []group {
	var all []group
	for i, h := range list {
		if len(all) == 0 || all[len(all)-1].axis != h.Axis {
			all = append(all, group{axis: h.Axis, first: i})
		}
		g := &all[len(all)-1]
		g.labels = append(g.labels, h.Label)
		g.end = i + 1
	}
	return all
}

// weights say how much an axis counts while learning: what the advice hangs on
// counts most.
var weights = map[classify.Axis]float32{
	classify.Kind: 1.5, classify.Topic: 1, classify.Nature: 0.3, classify.Emotion: 0.8, classify.Escalate: 1,
	classify.Manner: 0.3, classify.Merit: 0.3, classify.Severity: 0.3,
	classify.Unlawful: 1.5, classify.Violation: 1.5, classify.Habit: 1, classify.Practice: 1,
}

// truth is what is so of a line: for each label whether it holds, and for each
// axis whether the line teaches it.
type truth struct {
	holds   []bool
	teaches []bool  // by group
	kind    float32 // how much its kind counts, beside weights
}

func truths(docs []doc, all []group) []truth {
	list := make([]truth, len(docs))
	even := newEvening(docs, all)
	for i, d := range docs {
		list[i].kind = even.of(d)
		for _, g := range all {
			list[i].teaches = append(list[i].teaches, d.teaches(g.axis))
			for _, label := range g.labels {
				list[i].holds = append(list[i].holds, d.holds(g.axis, label))
			}
		}
	}
	return list
}

// batch is how many lines are looked at before weights move.
const batch = 64

// learn teaches a net the lines.
func learn(n *net, rows [][]int32, so []truth, all []group, o Options) {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	p, g := n.newPass(), n.newGradient()
	slopes := make([]float32, len(n.bias))
	drop := dropping{o.DropFeatures, o.DropTraits}
	for epoch := range o.Epochs {
		if epoch == o.Epochs-o.Rounded {
			n.startRounding()
		}
		rate := o.Rate * (1 - float32(epoch)/float32(o.Epochs))
		n.random.shuffle(order)
		for lines := range slices.Chunk(order, batch) {
			g.clear()
			for _, i := range lines {
				n.forward(p, rows[i], drop)
				slopesOf(slopes, p.scores, so[i], all)
				n.backward(p, slopes, drop, g)
			}
			n.step(g, len(lines), rate)
		}
	}
	n.startRounding() // also when there was no epoch for it
}

// slopesOf says how far each score is from what is so: its probability less one
// if the label holds, by the weight of its axis; nothing where the line does not
// teach the axis.
func slopesOf(slopes, scores []float32, so truth, all []group) {
	p := make([]float64, 0, 32)
	for a, g := range all {
		if !so.teaches[a] {
			clear(slopes[g.first:g.end])
			continue
		}
		p = p[:0]
		for _, z := range scores[g.first:g.end] {
			p = append(p, float64(z))
		}
		g.probabilities(p)
		for k := range p {
			if so.holds[g.first+k] {
				p[k]--
			}
			slopes[g.first+k] = weights[g.axis] * float32(p[k])
			if g.axis == classify.Kind {
				slopes[g.first+k] *= so.kind
			}
		}
	}
}

// probabilities turns scores into probabilities in place.
func (g group) probabilities(z []float64) {
	if !g.axis.Exclusive() {
		for k := range z {
			z[k] = 1 / (1 + classify.Exp(-z[k]))
		}
		return
	}
	highest := slices.Max(z)
	sum := 0.0
	for k := range z {
		z[k] = classify.Exp(z[k] - highest)
		sum += z[k]
	}
	for k := range z {
		z[k] /= sum
	}
}
