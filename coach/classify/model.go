// Package classify recognises what an utterance is. A model knows features, runs
// of characters, classes of words and forms of the text. Each lends a little to
// some of a few dozen traits, which no one has named; recognition adds up what
// the features that occur lend, keeps the traits that come out positive, and
// reads the labels off them. The same sums show which characters carried a label.
package classify

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"unicode"

	"objectioncoach/coach/text"
)

// An Axis is one question asked of every utterance. Exactly one label of an
// exclusive axis holds; of the others any number.
type Axis string

// The axes.
const (
	Kind     Axis = "kind"
	Topic    Axis = "topic"
	Nature   Axis = "nature"
	Emotion  Axis = "emotion"
	Escalate Axis = "escalate"
	Manner   Axis = "manner"
	Merit    Axis = "merit"
	Severity Axis = "severity"

	Unlawful  Axis = "unlawful" // whether there is any violation at all
	Violation Axis = "violation"
	Habit     Axis = "habit"
	Practice  Axis = "practice"
)

// Axes lists every axis of what a customer says, in the order that tables show
// them.
var Axes = []Axis{Kind, Topic, Nature, Emotion, Escalate, Manner, Merit, Severity}

// ReplyAxes lists every axis of what an employee answers.
var ReplyAxes = []Axis{Unlawful, Violation, Habit, Practice}

// Exclusive reports whether exactly one label of the axis holds.
func (a Axis) Exclusive() bool {
	return a != Topic && a != Escalate && !slices.Contains(ReplyAxes, a)
}

// Head is one label and how its score is computed from the weights.
type Head struct {
	Axis  Axis
	Label string
	Bias  float64 // score of a text without known features
	Scale float64 // score per unit of what the traits count for it
	// Slope and Offset turn a score into a calibrated one: Slope*score + Offset.
	Slope, Offset float64
	// Threshold is the probability from which the label is asserted, in [0, 1].
	// Exclusive axes assert their most probable label and use it to abstain.
	Threshold float64
	// Floor is the probability from which the most probable label of an axis with
	// many labels is asserted, even below the threshold, in [0, 1].
	Floor float64
}

// Model is a trained recogniser. It is immutable and safe for concurrent use.
type Model struct {
	Heads []Head

	lexicon *Lexicon
	known   []Feature // in order
	index   table
	axes    map[Axis][]Head
	traits  int
	lent    []int8 // len(known) rows of traits: what a feature lends to each
	readout []int8 // len(Heads) rows of traits: what each counts for a label
}

// Traits is what lies between features and labels, in whole numbers.
type Traits struct {
	Count int // traits, at most 512
	// Lent holds a row of Count numbers for each feature: its strength, 1 to 127,
	// for the traits it lends to, the negative of that for those it takes from,
	// and else zero.
	Lent []int8
	// Readout holds a row of Count numbers for each label.
	Readout []int8
}

// New makes a model of trained parts that knows some features, which must ascend.
func New(heads []Head, lexicon *Lexicon, known []Feature, t Traits) (*Model, error) {
	if len(heads) == 0 || len(heads) > maxHeads {
		return nil, fmt.Errorf("a model needs 1 to %d labels and this has %d", maxHeads, len(heads))
	}
	if t.Count < 1 || t.Count > maxTraits {
		return nil, fmt.Errorf("a model needs 1 to %d traits and this has %d", maxTraits, t.Count)
	}
	if len(t.Lent) != len(known)*t.Count || len(t.Readout) != len(heads)*t.Count {
		return nil, fmt.Errorf("the model's tables hold %d and %d numbers, and %d features, %d labels and %d traits need %d and %d",
			len(t.Lent), len(t.Readout), len(known), len(heads), t.Count, len(known)*t.Count, len(heads)*t.Count)
	}
	if err := checkHeads(heads); err != nil {
		return nil, err
	}
	m := &Model{Heads: heads, lexicon: lexicon, known: known, axes: map[Axis][]Head{}, traits: t.Count, lent: t.Lent, readout: t.Readout}
	for _, h := range heads {
		m.axes[h.Axis] = append(m.axes[h.Axis], h)
	}
	m.index = newTable(len(known))
	for i, feature := range known {
		if i > 0 && known[i-1] >= feature {
			return nil, fmt.Errorf("the model's feature %d is out of order", i)
		}
		if _, ok := m.strength(i); !ok {
			return nil, fmt.Errorf("the model's feature %d lends different strengths", i)
		}
		m.index.put(uint64(feature), int32(i))
	}
	return m, nil
}

// Equal reports whether two models recognise every text alike, or are both nil.
func (m *Model) Equal(other *Model) bool {
	if m == other || m == nil || other == nil {
		return m == other
	}
	return slices.Equal(m.Heads, other.Heads) && slices.Equal(m.known, other.known) && m.traits == other.traits &&
		slices.Equal(m.lent, other.lent) && slices.Equal(m.readout, other.readout) &&
		bytes.Equal(m.lexicon.encode(nil), other.lexicon.encode(nil))
}

// row is what the known feature of a number lends to the traits.
func (m *Model) row(n int32) []int8 { return m.lent[int(n)*m.traits:][:m.traits] }

// strength is the one number that a known feature lends, or takes, and whether it
// is one: at least 1, and the same for all its traits.
func (m *Model) strength(n int) (int8, bool) {
	strength := int8(0)
	for _, v := range m.row(int32(n)) {
		switch {
		case v == 0:
		case v == -128 || strength != 0 && v != strength && v != -strength:
			return 0, false
		default:
			strength = max(v, -v)
		}
	}
	return max(strength, 1), true
}

// maxNumber bounds the numbers of a head. It keeps every score finite.
const maxNumber = 1e9

// ForReplies reports whether the model reads what employees answer, and not what
// customers say.
func (m *Model) ForReplies() bool { return forReplies(m.Heads) }

func forReplies(heads []Head) bool { return slices.Contains(ReplyAxes, heads[0].Axis) }

// checkHeads reports what would keep a text from being decided: a label too few,
// or a number that is none.
func checkHeads(heads []Head) error {
	needed := Axes
	if forReplies(heads) {
		needed = ReplyAxes
	}
	for _, axis := range needed {
		if !slices.ContainsFunc(heads, func(h Head) bool { return h.Axis == axis }) {
			return fmt.Errorf("the model has no label for %s", axis)
		}
	}
	for _, h := range heads {
		for _, number := range []float64{h.Bias, h.Scale, h.Slope, h.Offset, h.Threshold, h.Floor} {
			if !(math.Abs(number) <= maxNumber) {
				return fmt.Errorf("the model's label %q holds the number %g, which is out of bounds", h.Label, number)
			}
		}
	}
	return nil
}

// Result is what a model found in one text.
type Result struct {
	model  *Model
	text   text.Text
	traits []int32   // of each, what was lent, or zero if that is negative
	scores []float64 // for each head
	hits   []hit
}

// hit is one known feature that occurred.
type hit struct {
	row        int32
	start, end int32
}

// Setting is what a text is read in, beside its own words. The zero value is none.
type Setting struct {
	Before text.Text // what it answers
	Marks  []string  // such as "deposit": for what product, or where, it is said
}

// Recognise reads t. The same text gives the same result on every machine:
// weights are whole numbers, and the few floating-point steps after them are
// written so that no compiler may fuse or reorder them.
func (m *Model) Recognise(t text.Text) Result { return m.RecogniseIn(t, Setting{}) }

// RecogniseIn reads t as Recognise does, in a setting.
func (m *Model) RecogniseIn(t text.Text, s Setting) Result {
	r := Result{model: m, text: t, traits: make([]int32, m.traits), scores: make([]float64, len(m.Heads))}
	r.hits = make([]hit, 0, 4*len(t.Runes))
	features(t, s, m.lexicon, func(name []rune, start, end int) {
		row, ok := m.index.get(uint64(short(key(name))))
		if !ok {
			return
		}
		r.hits = append(r.hits, hit{row, int32(start), int32(end)})
		for i, v := range m.row(row) {
			r.traits[i] += int32(v)
		}
	})
	for i, v := range r.traits {
		r.traits[i] = max(v, 0)
	}
	norm := lengthNorm(len(r.hits))
	for i, head := range m.Heads {
		sum := int64(0)
		for k, w := range m.readout[i*m.traits:][:m.traits] {
			sum += int64(w) * int64(r.traits[k])
		}
		perWeight := float64(head.Scale * norm)
		r.scores[i] = head.Bias + float64(float64(sum)*perWeight)
	}
	return r
}

// lengthNorm makes long and short texts comparable: each of n known features counts
// 1/sqrt(n), as if their vector had length one. Square roots are exact
// everywhere.
func lengthNorm(n int) float64 { return 1 / math.Sqrt(float64(max(n, 1))) }

// Label is a label with its calibrated probability, in [0, 1], and whether it
// reaches the threshold of its head.
type Label struct {
	ID       string
	Score    float64
	Asserted bool
	// Threshold is the probability from which it is asserted.
	Threshold float64
}

// Labels gives the labels of an axis in the model's order. On an exclusive axis
// the scores add up to one.
func (r Result) Labels(axis Axis) []Label {
	labels := make([]Label, 0, len(r.model.heads(axis)))
	sum := 0.0
	for i, head := range r.model.Heads {
		if head.Axis != axis {
			continue
		}
		z := float64(head.Slope*r.scores[i]) + head.Offset
		p := 0.0
		if axis.Exclusive() {
			p = Exp(z)
			sum += p
		} else {
			p = 1 / (1 + Exp(-z))
		}
		labels = append(labels, Label{ID: head.Label, Score: p, Asserted: p >= head.Threshold, Threshold: head.Threshold})
	}
	if axis.Exclusive() {
		for i := range labels {
			labels[i].Score /= sum
			labels[i].Asserted = labels[i].Score >= labels[i].Threshold
		}
	}
	return labels
}

// heads gives the heads of an axis.
func (m *Model) heads(axis Axis) []Head { return m.axes[axis] }

// Exp is e to the power of x for x held within ±30. The standard library's own
// uses different instructions on different processors, which could turn the
// last digit of a score; this uses only additions and multiplications.
func Exp(x float64) float64 {
	x = min(max(x, -30), 30)
	x /= 1024
	term, sum := 1.0, 1.0
	for i := 1; i <= 6; i++ {
		term = float64(term*x) / float64(i)
		sum += term
	}
	for range 10 { // 1024 = 2^10
		sum = float64(sum * sum)
	}
	return sum
}

// Known is the part of the text's letters that stands in a known run, from 0 to
// 1: how much of it is the language the model learned. A run of Chinese
// characters says something from two on, unless there is but one, a run of other
// letters only from four on. A text without letters is wholly unknown.
func (r Result) Known() float64 {
	letters := 0
	for _, c := range r.text.Runes {
		if unicode.IsLetter(c) {
			letters++
		}
	}
	covered := make([]bool, len(r.text.Runes))
	for _, h := range r.hits {
		for i := h.start; i < h.end; i++ {
			enough := int32(longest)
			if unicode.Is(unicode.Han, r.text.Runes[i]) {
				enough = int32(min(2, letters))
			}
			covered[i] = covered[i] || h.end-h.start >= enough
		}
	}
	known := 0
	for i, c := range r.text.Runes {
		if covered[i] && unicode.IsLetter(c) {
			known++
		}
	}
	return float64(known) / float64(max(letters, 1))
}

// Text gives the prepared text that was read.
func (r Result) Text() text.Text { return r.text }
