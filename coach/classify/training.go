package classify

import "objectioncoach/coach/text"

// Features lists the features of t, each as often as it occurs: what a trainer
// learns from is exactly what Recognise reads.
func (l *Lexicon) Features(t text.Text, s Setting) []Feature {
	var list []Feature
	features(t, s, l, func(name []rune, _, _ int) { list = append(list, short(key(name))) })
	return list
}

// RawScores gives the uncalibrated score of every head, in order: what a
// trainer calibrates on.
func (r Result) RawScores() []float64 { return r.scores }

// SettleTopics decides which of an utterance's topics are asserted, given that it
// resists, and orders them: what a trainer chooses thresholds for.
func SettleTopics(topics []Label, threshold, floor float64) {
	for i := range topics {
		topics[i].Asserted = topics[i].Score >= threshold
	}
	settleTopics(topics, true, floor)
}

// Parts gives what a model is made of, to be trained further: what New takes beside the
// heads. None of it may be changed.
func (m *Model) Parts() (*Lexicon, []Feature, Traits) {
	return m.lexicon, m.known, Traits{m.traits, m.lent, m.readout}
}
