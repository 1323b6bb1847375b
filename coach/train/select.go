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
