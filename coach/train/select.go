package train

import (
	"math"
	"slices"
	"sort"

	"objectioncoach/coach/classify"
)

// telling lists, sorted, the features that tell most about what matters
// most: at most count of those that occur in enough lines, by the sum of their
// log-likelihood ratios with every label (Dunning: Accurate Methods for the
// Statistics of Surprise and Coincidence, 1993).
func telling(docs []doc, list []classify.Head, minLines, count int) []classify.Feature {
	labels := labelsOf(docs, list)
	of := make([]float64, len(list))       // lines of each label
	seen := map[classify.Feature][]int32{} // lines of each feature
	for i, d := range docs {
		for _, k := range labels[i] {
			of[k]++
		}
		for _, f := range d.features {
			if lines := seen[f]; len(lines) == 0 || lines[len(lines)-1] != int32(i) {
				seen[f] = append(lines, int32(i))
			}
		}
	}
	type candidate struct {
		feature classify.Feature
		tells   float64
	}
	var all []candidate
	with := make([]float64, len(list))
	for f, lines := range seen {
		if len(lines) < minLines {
			continue
		}
		clear(with)
		for _, i := range lines {
			for _, k := range labels[i] {
				with[k]++
			}
		}
		tells := 0.0
		for k := range list {
			tells += surprise(with[k], float64(len(lines)), of[k], float64(len(docs)))
		}
		all = append(all, candidate{f, tells})
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].tells != all[j].tells {
			return all[i].tells > all[j].tells
		}
		return all[i].feature < all[j].feature
	})
	var known []classify.Feature
	for _, c := range all[:min(count, len(all))] {
		known = append(known, c.feature)
	}
	slices.Sort(known)
	return known
}

// The net that chooses features is wide in what it knows and narrow in what it makes
// of it; it need not be good, only to show what is of use beside everything else.
const (
	choosingTraits = 32
	choosingEpochs = 4
)

// weightiest lists, sorted, those of the candidates that move the labels most in a net
// that knows them all: at most count of them. A feature that tells much may tell only
// what others tell too ("太贵" beside "太贵了"), which a net that has both shows.
func weightiest(rows [][]int32, so []truth, all []group, candidates []classify.Feature, o Options) []classify.Feature {
	n := newNet(len(candidates), len(so[0].holds), choosingTraits, 77)
	o.Epochs, o.Rounded = choosingEpochs, 0
	learn(n, rows, so, all, o)
	moved := n.moved(rows, all)
	order := make([]int, len(candidates))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return moved[order[i]] > moved[order[j]] })
	known := make([]classify.Feature, o.Features)
	for i := range known {
		known[i] = candidates[order[i]]
	}
	slices.Sort(known)
	return known
}

// moved tells how much each feature moves the scores of all lines together: the squares
// of what it adds to a label's score while every trait counts, by the weight of the
// label's axis. A feature of a line of n counts for the nth part, as in a forward pass.
func (n *net) moved(rows [][]int32, all []group) []float64 {
	share := make([]float64, len(n.lent)/n.traits)
	for _, features := range rows {
		for _, f := range features {
			share[f] += 1 / float64(len(features))
		}
	}
	for f := range share {
		sum := 0.0
		for _, g := range all {
			for k := g.first; k < g.end; k++ {
				adds := n.adds(int32(f), k)
				sum += float64(float64(weights[g.axis]) * float64(adds*adds))
			}
		}
		share[f] *= sum
	}
	return share
}

// adds is what a feature adds to the score of label k while every trait counts.
func (n *net) adds(feature int32, k int) float64 {
	sum := 0.0
	out := n.readout[k*n.traits:][:n.traits]
	for i, v := range n.row(n.lent, feature) {
		sum += float64(float64(v) * float64(out[i]))
	}
	return sum
}

// chosenBy are the axes that features are chosen for.
var chosenBy = []classify.Axis{classify.Kind, classify.Topic, classify.Emotion, classify.Unlawful, classify.Violation, classify.Habit, classify.Practice}

// labelsOf gives, for each line, the places in list of the labels that hold on
// the axes that features are chosen for.
func labelsOf(docs []doc, list []classify.Head) [][]int {
	labels := make([][]int, len(docs))
	for i, d := range docs {
		for k, h := range list {
			if slices.Contains(chosenBy, h.Axis) && d.holds(h.Axis, h.Label) {
				labels[i] = append(labels[i], k)
			}
		}
	}
	return labels
}

// surprise is the log-likelihood ratio of a feature that stands in `lines` of n
// lines, a label that holds in `of`, and both together in `both`.
func surprise(both, lines, of, n float64) float64 {
	part := func(found, expected float64) float64 {
		if found <= 0 {
			return 0
		}
		return found * logarithm(found/expected)
	}
	return part(both, lines*of/n) + part(lines-both, lines*(n-of)/n) +
		part(of-both, (n-lines)*of/n) + part(n-lines-of+both, (n-lines)*(n-of)/n)
}

// logarithm rounds off the last digits, in which machines may differ: an order
// hangs on it.
func logarithm(x float64) float64 { return math.Round(math.Log(x)*1e9) / 1e9 }
