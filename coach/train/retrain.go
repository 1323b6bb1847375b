package train

import (
	"errors"
	"math"
	"slices"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
)

// Teaching are the settings of a Retraining. Corrections gives the ones that did best.
type Teaching struct {
	Passes int     // over the lines, at most: it ends when the corrections are recognised
	Often  int     // times that each correction comes in a pass, for once of a sample line
	Rate   float32 // of the first step; it falls to zero
	New    int     // at most so many features of corrections that the model did not know are added
}

// Corrections gives the settings for lines that a model got wrong.
func Corrections() Teaching {
	return Teaching{Passes: 10, Often: 10, Rate: 0.002, New: 300}
}

// Retraining teaches a trained model corrections, with a sample of what it learned before,
// so that it does not forget. It goes step by step, so that it can be watched and
// stopped. The same input gives the same model on every machine. Calibration and
// thresholds stay those of the model: with a few lines they could only get worse.
type Retraining struct {
	heads   []classify.Head
	lexicon *classify.Lexicon
	known   []classify.Feature
	net     *net
	rows    [][]int32
	so      []truth
	all     []group
	taught  []doc          // the corrections, first of the rows
	free    map[int32]bool // features whose rows may change
	order   []int          // lines by their turns, of all passes
	at      int
	o       Teaching

	pass     *pass
	gradient *gradient
	slopes   []float32
}

// NewRetraining begins to teach a model of customers' words.
func NewRetraining(m *classify.Model, corrections, sample []labelled.Line, o Teaching) (*Retraining, error) {
	if m.ForReplies() {
		return nil, errors.New("only a model of what customers say can be taught")
	}
	if len(corrections) == 0 {
		return nil, errors.New("there is nothing to teach: give at least one line with its right labels")
	}
	lexicon, known, traits := m.Parts()
	r := &Retraining{heads: slices.Clone(m.Heads), lexicon: lexicon, o: o, free: map[int32]bool{}}
	taught, remembered := prepare(corrections, lexicon), prepare(sample, lexicon)
	r.known = withNew(known, taught, o.New)
	docs := slices.Concat(taught, remembered)
	r.rows, r.all = rowsOf(docs, r.known), groups(r.heads)
	r.so = truths(docs, r.all)
	r.net = netOf(m.Heads, traits, known, r.known)
	r.taught = taught
	for _, row := range r.rows[:len(taught)] {
		for _, f := range row {
			r.free[f] = true
		}
	}
	r.deal()
	r.pass, r.gradient = r.net.newPass(), r.net.newGradient()
	r.slopes = make([]float32, len(r.heads))
	return r, nil
}

// withNew adds to the known features those of corrections that occur in two of them, the
// most frequent first.
func withNew(known []classify.Feature, taught []doc, most int) []classify.Feature {
	lines := map[classify.Feature]int{}
	for _, d := range taught {
		seen := map[classify.Feature]bool{}
		for _, f := range d.features {
			if _, ok := slices.BinarySearch(known, f); !ok && !seen[f] {
				seen[f] = true
				lines[f]++
			}
		}
	}
	var more []classify.Feature
	for f, n := range lines {
		if n >= 2 {
			more = append(more, f)
		}
	}
	slices.SortFunc(more, func(a, b classify.Feature) int {
		if lines[a] != lines[b] {
			return lines[b] - lines[a]
		}
		return int(int64(a) - int64(b))
	})
	more = slices.Concat(known, more[:min(most, len(more))])
	slices.Sort(more)
	return more
}

// netOf makes a net of a finished model, with rows of nothing for further features.
func netOf(heads []classify.Head, t classify.Traits, known, all []classify.Feature) *net {
	n := &net{
		traits: t.Count, random: 1, rounding: true,
		lent: make([]float32, len(all)*t.Count), signs: make([]float32, len(all)*t.Count),
		readout: make([]float32, len(t.Readout)), bias: make([]float32, len(heads)),
	}
	for i, f := range known {
		at, _ := slices.BinarySearch(all, f)
		for k, v := range t.Lent[i*t.Count:][:t.Count] {
			n.lent[at*t.Count+k] = float32(v) / 127
		}
	}
	copy(n.signs, n.lent)
	for k, head := range heads {
		n.bias[k] = float32(head.Bias)
		for i, v := range t.Readout[k*t.Count:][:t.Count] {
			n.readout[k*t.Count+i] = float32(v) * float32(head.Scale*127)
		}
	}
	n.lentSteps, n.outSteps, n.biasSteps = newSteps(len(n.lent)), newSteps(len(n.readout)), newSteps(len(heads))
	return n
}

// deal settles in which order lines come: in each pass every line of the sample once
// and every correction often, mixed.
func (r *Retraining) deal() {
	var turns []int
	for i := range r.rows {
		times := 1
		if i < len(r.taught) {
			times = r.o.Often
		}
		for range times {
			turns = append(turns, i)
		}
	}
	for range r.o.Passes {
		r.net.random.shuffle(turns)
		r.order = append(r.order, turns...)
	}
}

// Progress gives how many lines were looked at, of how many.
func (r *Retraining) Progress() (done, all int) { return r.at, len(r.order) }

// Step looks at the next lines, about a few hundred, and reports whether any are left.
func (r *Retraining) Step() (more bool) {
	const batches = 8
	for range batches {
		if r.at == len(r.order) {
			return false
		}
		lines := r.order[r.at:min(r.at+batch, len(r.order))]
		rate := r.o.Rate * (1 - float32(r.at)/float32(len(r.order)))
		r.gradient.clear()
		for _, i := range lines {
			r.net.forward(r.pass, r.rows[i], dropping{})
			slopesOf(r.slopes, r.pass.scores, r.so[i], r.all)
			r.net.backward(r.pass, r.slopes, dropping{}, r.gradient)
		}
		r.hold()
		r.net.step(r.gradient, len(lines), rate)
		r.at += len(lines)
		if pass := len(r.order) / r.o.Passes; r.at/pass > (r.at-len(lines))/pass && r.learned() {
			r.at = len(r.order)
		}
	}
	return r.at < len(r.order)
}

// learned reports whether the kind and the topics of all corrections are recognised.
func (r *Retraining) learned() bool {
	m, err := r.Model()
	return err == nil && !slices.ContainsFunc(r.taught, func(d doc) bool { return !recognises(m, d) })
}

// recognises reports whether a model gets the kind of a text right and asserts its
// topics.
func recognises(m *classify.Model, d doc) bool {
	decision := m.RecogniseIn(d.text, d.setting).Decide()
	if !d.holds(classify.Kind, decision.Kind) {
		return false
	}
	for _, topic := range decision.Topics {
		if d.teaches(classify.Topic) && d.holds(classify.Topic, topic.ID) && !topic.Asserted {
			return false
		}
	}
	return true
}

// hold leaves out of the gradient the rows that may not change.
func (r *Retraining) hold() {
	g, traits := r.gradient, r.net.traits
	kept := 0
	for place, f := range g.features {
		if !r.free[f] {
			continue
		}
		g.features[kept] = f
		copy(g.lent[kept*traits:][:traits], g.lent[place*traits:][:traits])
		kept++
	}
	g.features, g.lent = g.features[:kept], g.lent[:kept*traits]
}

// Model gives the model as it is by now.
func (r *Retraining) Model() (*classify.Model, error) {
	heads := slices.Clone(r.heads)
	m, err := finished(heads, r.lexicon, r.known, []*net{r.net})
	if err != nil {
		return nil, err
	}
	for _, h := range m.Heads {
		if math.IsNaN(h.Bias) || math.IsNaN(h.Scale) {
			return nil, errors.New("the teaching came to no end: the corrections contradict each other")
		}
	}
	return m, nil
}
