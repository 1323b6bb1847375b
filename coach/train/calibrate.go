package train

import (
	"math"

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
// Neural Networks, 2017), by golden-section search.
func temperature(g group, docs []doc, held [][]float64) float64 {
	loss := func(slope float64) float64 {
		sum := 0.0
		p := make([]float64, len(g.labels))
		for i, d := range docs {
			if !applies(g.axis, d.line) {
				continue
			}
			for k := range p {
				p[k] = slope * held[i][g.first+k]
			}
			g.probabilities(p)
			for k, label := range g.labels {
				if holds(g.axis, label, d.line) {
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
// Newton's method.
func platt(axis classify.Axis, label string, head int, docs []doc, held [][]float64) (slope, offset float64) {
	slope = 1
	for range 30 {
		var ga, gb, haa, hab, hbb float64
		for i, d := range docs {
			if !applies(axis, d.line) {
				continue
			}
			z := held[i][head]
			p := 1 / (1 + classify.Exp(-(slope*z + offset)))
			e := p
			if holds(axis, label, d.line) {
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

// setThresholds chooses, from a grid, the one threshold for all topics that
// gives the best micro-averaged F1 on held-out lines, and likewise one for
// escalation. One threshold for all is steadier than fifteen on so few lines.
func setThresholds(heads []classify.Head, docs []doc, held [][]float64) {
	for i := range heads {
		switch heads[i].Axis {
		case classify.Kind:
			heads[i].Threshold = kindThreshold
		case classify.Topic, classify.Escalate:
			heads[i].Threshold = 0.5
		}
	}
	for _, axis := range []classify.Axis{classify.Topic, classify.Escalate} {
		bestF1, bestAt := -1.0, 0.5
		for at := 0.10; at < 0.90; at += 0.02 {
			if f1 := microF1(axis, at, heads, docs, held); f1 > bestF1 {
				bestF1, bestAt = f1, at
			}
		}
		for i := range heads {
			if heads[i].Axis == axis {
				heads[i].Threshold = math.Round(bestAt*100) / 100
			}
		}
	}
}

// microF1 measures one axis at a threshold over the lines it can apply to.
func microF1(axis classify.Axis, at float64, heads []classify.Head, docs []doc, held [][]float64) float64 {
	hit, said, real := 0, 0, 0
	for i, d := range docs {
		if axis == classify.Topic && len(d.line.Topics) == 0 {
			continue
		}
		for h, head := range heads {
			if head.Axis != axis {
				continue
			}
			p := 1 / (1 + classify.Exp(-(head.Slope*held[i][h] + head.Offset)))
			is := holds(axis, head.Label, d.line)
			if is {
				real++
			}
			if p >= at {
				said++
				if is {
					hit++
				}
			}
		}
	}
	return 2 * float64(hit) / math.Max(float64(said+real), 1)
}

// accuracy is how often the most probable label of an exclusive axis is right on
// held-out lines.
func accuracy(axis classify.Axis, heads []classify.Head, docs []doc, held [][]float64) float64 {
	right, n := 0, 0
	for i, d := range docs {
		if !applies(axis, d.line) {
			continue
		}
		best := -1
		for h, head := range heads {
			if head.Axis == axis && (best < 0 || held[i][h] > held[i][best]) {
				best = h
			}
		}
		n++
		if holds(axis, heads[best].Label, d.line) {
			right++
		}
	}
	return float64(right) / float64(max(n, 1))
}
