package classify

import "objectioncoach/coach/text"

// Names lists the features of t by name, each as often as it occurs: what a
// trainer learns from is exactly what Recognise reads.
func Names(t text.Text) []string {
	var names []string
	features(t, func(name []rune, _, _ int) { names = append(names, string(name)) })
	return names
}

// New makes a model of trained parts. weights holds a row of len(heads) whole
// numbers for each name; names must be sorted and without doubles.
func New(heads []Head, names []string, weights []int8) (*Model, error) {
	return newModel(heads, names, weights)
}

// RawScores gives the uncalibrated score of every head, in order: what a
// trainer calibrates on.
func (r Result) RawScores() []float64 { return r.scores }
