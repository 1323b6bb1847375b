package train

import (
	"math"
	"slices"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
)

// linear is what is learned for one label.
type linear struct {
	weights []float64
	bias    float64
}

// group is the labels of one axis, heads [first, end), which are learned
// together: by softmax if exactly one holds, each by itself if any number may.
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

// applies reports whether a line teaches the axis: only objections have a
// nature.
func applies(axis classify.Axis, l labelled.Line) bool {
	if axis == classify.Topic {
		return len(l.Topics) > 0
	}
	return axis != classify.Nature || l.Kind == "objection"
}

// holds reports whether the label is true of the line.
func holds(axis classify.Axis, label string, l labelled.Line) bool {
	switch axis {
	case classify.Kind:
		return l.Kind == label
	case classify.Topic:
		return slices.Contains(l.Topics, label)
	case classify.Nature:
		return l.Nature == label
	case classify.Emotion:
		return l.Emotion == label
	}
	return l.Escalate
}

// learn runs FTRL-Proximal, a stochastic gradient descent with a step of its
// own for each weight that leaves weights at exactly zero unless the lines
// insist (McMahan et al.: Ad Click Prediction, 2013, algorithm 1).
func (g group) learn(docs []doc, rows []row, features int, o Options, out []linear) {
	n := len(g.labels)
	weights := make([]weight, features*n)
	bias := make([]weight, n)
	p := make([]float64, n)
	order := taught(g.axis, docs)
	shuffle := shuffler(1)
	for range o.Epochs {
		shuffle(order)
		for _, i := range order {
			r := rows[i]
			for k := range p {
				p[k] = bias[k].value
			}
			for _, f := range r.features {
				for k, w := range weights[int(f)*n:][:n] {
					p[k] += float64(w.value * r.value)
				}
			}
			g.probabilities(p)
			for k, label := range g.labels {
				if holds(g.axis, label, docs[i].line) {
					p[k]--
				}
				bias[k].learn(p[k], o.Rate, 0, 0)
			}
			for _, f := range r.features {
				w := weights[int(f)*n:][:n]
				for k, slope := range p {
					w[k].learn(float64(slope*r.value), o.Rate, o.Sparsity, o.Decay)
				}
			}
		}
	}
	for k := range out {
		out[k] = linear{weights: make([]float64, features), bias: bias[k].value}
		for f := range features {
			out[k].weights[f] = weights[f*n+k].value
		}
	}
}

// weight is a value being learned: z and squares are the sums of FTRL.
type weight struct{ value, z, squares float64 }

// learn takes in one slope.
func (w *weight) learn(slope, rate, l1, l2 float64) {
	if slope == 0 {
		return
	}
	squares := w.squares + float64(slope*slope)
	sigma := (math.Sqrt(squares) - math.Sqrt(w.squares)) / rate
	w.z += slope - float64(sigma*w.value)
	w.squares = squares
	if math.Abs(w.z) <= l1 {
		w.value = 0
		return
	}
	w.value = -(w.z - math.Copysign(l1, w.z)) / (float64((1+math.Sqrt(squares))/rate) + l2)
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

func taught(axis classify.Axis, docs []doc) []int {
	var order []int
	for i, d := range docs {
		if applies(axis, d.line) {
			order = append(order, i)
		}
	}
	return order
}

// shuffler gives a shuffle that does the same on every machine and in every
// version of Go: a linear congruential sequence (Knuth's MMIX constants).
func shuffler(seed uint64) func([]int) {
	state := seed
	return func(order []int) {
		for i := len(order) - 1; i > 0; i-- {
			state = state*6364136223846793005 + 1442695040888963407
			j := int((state >> 33) % uint64(i+1))
			order[i], order[j] = order[j], order[i]
		}
	}
}
