package train

import (
	"math"
	"slices"

	"objectioncoach/coach/classify"
)

// calibrate sets the slope, offset and threshold of every head from scores that
// lines got from models that had not seen them.
func calibrate(heads []classify.Head, docs []doc, held [][]float64) {
	for _, g := range groups(heads) {
		if g.axis.Exclusive() {
			slope := temperature(g, docs, held)
			for h := g.first; h < g.end; h++ {
				heads[h].Slope = slope
			}
		} else {
			for h := g.first; h < g.end; h++ {
				heads[h].Slope, heads[h].Offset = platt(g.axis, g.labels[h-g.first], h, docs, held)
			}
		}
	}
	setThresholds(heads, docs, held)
}

// temperature finds the one factor for the scores of an exclusive axis that
// makes the held-out lines most probable (Guo et al.: On Calibration of Modern
// Neural Networks, 2017), by golden-section search. Lines that two readers read
// differently are left out: a model cannot be surer there than they were, and would
// learn from them to be less sure where they agree.
func temperature(g group, docs []doc, held [][]float64) float64 {
	loss := func(slope float64) float64 {
		sum := 0.0
		p := make([]float64, len(g.labels))
		for i, d := range docs {
			if !d.teaches(g.axis) || d.doubted(g.axis) {
				continue
			}
			for k := range p {
				p[k] = slope * held[i][g.first+k]
			}
			g.probabilities(p)
			for k, label := range g.labels {
				if d.holds(g.axis, label) {
					sum -= math.Log(max(p[k], 1e-12))
				}
			}
		}
		return sum
	}
	const golden = 0.6180339887498949
	low, high := 0.05, 5.0
	for high-low > 1e-3 {
		a, b := high-golden*(high-low), low+golden*(high-low)
		if loss(a) < loss(b) {
			high = b
		} else {
			low = a
		}
	}
	return math.Round((low+high)/2*1000) / 1000
}

// platt fits a logistic curve from scores to probabilities (Platt 1999), by
// Newton's method. It starts from a flat curve: from a steep one, scores that are
// far too bold would drive it to infinity.
func platt(axis classify.Axis, label string, head int, docs []doc, held [][]float64) (slope, offset float64) {
	for range 30 {
		var ga, gb, haa, hab, hbb float64
		for i, d := range docs {
			if !d.teaches(axis) {
				continue
			}
			z := held[i][head]
			p := 1 / (1 + classify.Exp(-(slope*z + offset)))
			e := p
			if d.holds(axis, label) {
				e--
			}
			w := max(p*(1-p), 1e-9)
			ga, gb = ga+e*z, gb+e
			haa, hab, hbb = haa+w*z*z, hab+w*z, hbb+w
		}
		haa, hbb = haa+1e-3, hbb+1e-3
		det := haa*hbb - hab*hab
		slope -= (hbb*ga - hab*gb) / det
		offset -= (haa*gb - hab*ga) / det
	}
	return math.Round(slope*1000) / 1000, math.Round(offset*1000) / 1000
}

// Below this probability of the kind nothing is advised but a question: there
// the best guess is wrong about as often as right in cross-validation.
const kindThreshold = 0.45

// leastFloor is the least probability at which any topic is asserted. A lower one
// would win a little F1, and would show staff guesses as verdicts.
const leastFloor = 0.34

// setThresholds chooses from a grid what gives the best F1 on held-out lines: for
// topics one threshold and one floor for all, which is steadier than fifteen on so
// few lines, and a threshold for escalation.
func setThresholds(heads []classify.Head, docs []doc, held [][]float64) {
	topics := calibrated(classify.Topic, heads, docs, held)
	threshold, floor, best := 0.5, 0.5, -1.0
	for t := 0.10; t < 0.80; t += 0.02 {
		for f := leastFloor; f <= t; f += 0.02 {
			if f1 := topicsF1(topics, t, f); f1 > best {
				threshold, floor, best = t, f, f1
			}
		}
	}
	escalation := escalationThreshold(calibrated(classify.Escalate, heads, docs, held))
	for i := range heads {
		switch h := &heads[i]; h.Axis {
		case classify.Kind:
			h.Threshold = kindThreshold
		case classify.Topic:
			h.Threshold, h.Floor = hundredths(threshold), hundredths(floor)
		case classify.Escalate:
			h.Threshold, h.Floor = hundredths(escalation), hundredths(escalation)
		}
	}
}

// leastSure is the part of the alarms raised on held-out lines that must be true
// ones: staff who are called for nothing stop listening.
const leastSure = 0.8

// escalationThreshold is the lowest probability from which, and from every higher one,
// alarms are true often enough: a regulator, a court or a danger not heard costs more
// than a false alarm.
func escalationThreshold(all []guess) float64 {
	const lowest, highest, step = 10, 90, 2 // hundredths
	threshold := highest
	for t := highest - step; t >= lowest; t -= step {
		hit, said, _ := tally(all, float64(t)/100, float64(t)/100)
		if said > 0 && float64(hit) < leastSure*float64(said) {
			break
		}
		if said > 0 {
			threshold = t
		}
	}
	return float64(threshold) / 100
}

// heldOutF1 is the micro-averaged F1 of topics on held-out lines that have some.
func heldOutF1(heads []classify.Head, docs []doc, held [][]float64) float64 {
	for _, h := range heads {
		if h.Axis == classify.Topic {
			return topicsF1(calibrated(classify.Topic, heads, docs, held), h.Threshold, h.Floor)
		}
	}
	return 0
}

func hundredths(x float64) float64 { return math.Round(x*100) / 100 }

// guess is what a model thinks of the labels of one line, and what is so.
type guess struct {
	labels []classify.Label
	so     []string
}

// calibrated gives the probabilities of an axis with many labels for every
// held-out line; for topics, only of lines that have some.
func calibrated(axis classify.Axis, heads []classify.Head, docs []doc, held [][]float64) []guess {
	var all []guess
	for i, d := range docs {
		if !d.teaches(axis) {
			continue
		}
		var g guess
		for h, head := range heads {
			if head.Axis != axis {
				continue
			}
			p := 1 / (1 + classify.Exp(-(head.Slope*held[i][h] + head.Offset)))
			g.labels = append(g.labels, classify.Label{ID: head.Label, Score: p})
			if d.holds(axis, head.Label) {
				g.so = append(g.so, head.Label)
			}
		}
		all = append(all, g)
	}
	return all
}

// topicsF1 is the micro-averaged F1 of what is asserted at a threshold and floor.
func topicsF1(all []guess, threshold, floor float64) float64 {
	hit, said, so := tally(all, threshold, floor)
	return 2 * float64(hit) / math.Max(float64(said+so), 1)
}

// tally counts what is asserted rightly, what is asserted, and what is so.
func tally(all []guess, threshold, floor float64) (hit, said, so int) {
	for _, g := range all {
		labels := slices.Clone(g.labels)
		classify.SettleTopics(labels, threshold, floor)
		so += len(g.so)
		for _, l := range labels {
			if l.Asserted {
				said++
				if slices.Contains(g.so, l.ID) {
					hit++
				}
			}
		}
	}
	return hit, said, so
}

// accuracy is how often the most probable label of an exclusive axis is right on
// held-out lines.
func accuracy(axis classify.Axis, heads []classify.Head, docs []doc, held [][]float64) float64 {
	right, n := 0, 0
	for i, d := range docs {
		if !d.teaches(axis) {
			continue
		}
		best := -1
		for h, head := range heads {
			if head.Axis == axis && (best < 0 || held[i][h] > held[i][best]) {
				best = h
			}
		}
		n++
		if d.holds(axis, heads[best].Label) {
			right++
		}
	}
	return float64(right) / float64(max(n, 1))
}
