package train

import (
	"math"

	"objectioncoach/coach/classify"
)

// net is a model being learned: what every feature lends to the traits, and what
// every trait counts for a label. Its arithmetic is written so that no compiler
// may fuse two steps of it, and so gives the same weights on every machine.
type net struct {
	traits  int
	lent    []float32 // a row of traits for each feature
	signs   []float32 // the same rows as the finished model will have them
	readout []float32 // a row of traits for each label
	bias    []float32 // of each label

	rounding  bool // read signs in place of lent
	lentSteps steps
	outSteps  steps
	biasSteps steps
	random    random
}

// startWidth is the spread of the first, random weights.
const startWidth = 0.1

func newNet(features, labels, traits int, seed uint64) *net {
	n := &net{
		traits:  traits,
		lent:    make([]float32, features*traits),
		signs:   make([]float32, features*traits),
		readout: make([]float32, labels*traits),
		bias:    make([]float32, labels),
		random:  random(seed),
	}
	n.lentSteps, n.outSteps, n.biasSteps = newSteps(len(n.lent)), newSteps(len(n.readout)), newSteps(labels)
	for i := range n.lent {
		n.lent[i] = startWidth * n.random.normal()
	}
	for i := range n.readout {
		n.readout[i] = startWidth * n.random.normal()
	}
	return n
}

// vectors gives the table that is read: as learned, or as it will be rounded.
func (n *net) vectors() []float32 {
	if n.rounding {
		return n.signs
	}
	return n.lent
}

func (n *net) row(table []float32, feature int32) []float32 {
	return table[int(feature)*n.traits:][:n.traits]
}

// startRounding makes everything after it learn with what features lend rounded
// as in the finished model: the rest of the net gets used to it.
func (n *net) startRounding() {
	n.rounding = true
	for f := range len(n.lent) / n.traits {
		n.round(int32(f))
	}
}

// round brings a feature's row to one strength and three signs: what is below
// seven tenths of the mean is zero, and the strength is the mean of the rest
// (Li et al.: Ternary Weight Networks, 2016).
func (n *net) round(feature int32) {
	from, to := n.row(n.lent, feature), n.row(n.signs, feature)
	sum := float32(0)
	for _, v := range from {
		sum += abs(v)
	}
	least := float32(0.7*sum) / float32(len(from))
	strength, count := float32(0), float32(0)
	for _, v := range from {
		if abs(v) > least {
			strength += abs(v)
			count++
		}
	}
	if count > 0 {
		strength /= count
	}
	for i, v := range from {
		switch {
		case v > least:
			to[i] = strength
		case v < -least:
			to[i] = -strength
		default:
			to[i] = 0
		}
	}
}

// pass is the work of one line through the net.
type pass struct {
	features []int32   // those that were not dropped
	value    float32   // of each of them
	traits   []float32 // positive sums, with some dropped
	kept     []bool    // traits that are passed back through
	scores   []float32
	back     []float32 // slopes at the traits
}

func (n *net) newPass() *pass {
	return &pass{
		traits: make([]float32, n.traits), kept: make([]bool, n.traits), back: make([]float32, n.traits),
		scores: make([]float32, len(n.bias)),
	}
}

// forward computes the scores of a line of which a part of the features and
// traits is dropped.
func (n *net) forward(p *pass, features []int32, drop dropping) {
	p.features = p.features[:0]
	for _, f := range features {
		if drop.features == 0 || n.random.unit() >= drop.features {
			p.features = append(p.features, f)
		}
	}
	p.value = float32(1 / math.Sqrt(float64(max(len(p.features), 1))))
	clear(p.traits)
	table := n.vectors()
	for _, f := range p.features {
		for i, v := range n.row(table, f) {
			p.traits[i] += v
		}
	}
	scale := p.value / (1 - drop.traits)
	for i, v := range p.traits {
		p.kept[i] = v > 0 && (drop.traits == 0 || n.random.unit() >= drop.traits)
		p.traits[i] = 0
		if p.kept[i] {
			p.traits[i] = float32(v * scale)
		}
	}
	for k := range p.scores {
		sum := n.bias[k]
		for i, w := range n.readout[k*n.traits:][:n.traits] {
			sum += float32(w * p.traits[i])
		}
		p.scores[k] = sum
	}
}

// dropping is which part of a line is left out at random while learning, so that
// no feature or trait is relied on alone (Srivastava et al.: Dropout, 2014).
type dropping struct{ features, traits float32 }

// gradient sums up slopes over the lines of a batch.
type gradient struct {
	at       map[int32]int // feature to place
	features []int32
	lent     []float32 // a row for each place
	readout  []float32
	bias     []float32
}

func (n *net) newGradient() *gradient {
	return &gradient{at: map[int32]int{}, readout: make([]float32, len(n.readout)), bias: make([]float32, len(n.bias))}
}

func (g *gradient) clear() {
	clear(g.at)
	g.features, g.lent = g.features[:0], g.lent[:0]
	clear(g.readout)
	clear(g.bias)
}

// backward adds what a line's slopes at the scores mean for every weight.
func (n *net) backward(p *pass, slopes []float32, drop dropping, g *gradient) {
	clear(p.back)
	for k, slope := range slopes {
		if slope == 0 {
			continue
		}
		g.bias[k] += slope
		out, weights := g.readout[k*n.traits:][:n.traits], n.readout[k*n.traits:][:n.traits]
		for i, v := range p.traits {
			out[i] += float32(slope * v)
			p.back[i] += float32(slope * weights[i])
		}
	}
	scale := p.value / (1 - drop.traits)
	for i := range p.back {
		if !p.kept[i] {
			p.back[i] = 0
			continue
		}
		p.back[i] = float32(p.back[i] * scale)
	}
	for _, f := range p.features {
		place, ok := g.at[f]
		if !ok {
			place = len(g.features)
			g.at[f] = place
			g.features = append(g.features, f)
			g.lent = append(g.lent, p.back...)
			continue
		}
		row := g.lent[place*n.traits:][:n.traits]
		for i, v := range p.back {
			row[i] += v
		}
	}
}

// step moves every weight against the mean slope of a batch of lines.
func (n *net) step(g *gradient, lines int, rate float32) {
	share := 1 / float32(lines)
	n.lentSteps.begin()
	for place, f := range g.features {
		at := int(f) * n.traits
		for i, slope := range g.lent[place*n.traits:][:n.traits] {
			n.lent[at+i] -= n.lentSteps.next(at+i, float32(slope*share), rate)
		}
		if n.rounding {
			n.round(f)
		}
	}
	// Labels see every line and features few: a third of the rate is enough.
	n.outSteps.begin()
	for i, slope := range g.readout {
		n.readout[i] -= n.outSteps.next(i, float32(slope*share), rate/3)
	}
	n.biasSteps.begin()
	for i, slope := range g.bias {
		n.bias[i] -= n.biasSteps.next(i, float32(slope*share), rate/3)
	}
}

// steps sizes the steps of a table of weights by what slopes each has seen
// (Kingma and Ba: Adam, 2015, algorithm 1; rows without a slope are left alone).
type steps struct {
	mean, square         []float32
	meanDecay, sqDecay   float64
	meanFactor, sqFactor float32
}

const (
	keepMean   = 0.9
	keepSquare = 0.999
)

func newSteps(n int) steps {
	return steps{mean: make([]float32, n), square: make([]float32, n), meanDecay: 1, sqDecay: 1}
}

// begin counts a batch.
func (s *steps) begin() {
	s.meanDecay *= keepMean
	s.sqDecay *= keepSquare
	s.meanFactor = float32(1 / (1 - s.meanDecay))
	s.sqFactor = float32(1 / (1 - s.sqDecay))
}

// next takes in a slope of weight i and gives its step.
func (s *steps) next(i int, slope, rate float32) float32 {
	m := float32(keepMean*s.mean[i]) + float32((1-keepMean)*slope)
	v := float32(keepSquare*s.square[i]) + float32(float32((1-keepSquare)*slope)*slope)
	s.mean[i], s.square[i] = m, v
	return float32(float32(rate*float32(m*s.meanFactor)) / (float32(math.Sqrt(float64(float32(v*s.sqFactor)))) + 1e-8))
}

// random gives the same numbers on every machine and in every version of Go: a
// linear congruential sequence (Knuth's MMIX constants).
type random uint64

// below gives a whole number from 0 to n-1.
func (r *random) below(n int) int {
	*r = *r*6364136223846793005 + 1442695040888963407
	return int(uint64(*r) >> 33 % uint64(n))
}

// unit gives a number from 0 to just below 1.
func (r *random) unit() float32 { return float32(r.below(1<<24)) / (1 << 24) }

// normal gives a number of mean 0 and variance 1, nearly normally spread: the sum
// of twelve even ones.
func (r *random) normal() float32 {
	sum := float32(-6)
	for range 12 {
		sum += r.unit()
	}
	return sum
}

func (r *random) shuffle(order []int) {
	for i := len(order) - 1; i > 0; i-- {
		j := r.below(i + 1)
		order[i], order[j] = order[j], order[i]
	}
}

func abs(x float32) float32 { return max(x, -x) }

// finished joins nets that learned the same features and labels apart: their
// traits stand beside each other, and a label's score is the mean of theirs.
func finished(list []classify.Head, lexicon *classify.Lexicon, known []classify.Feature, nets []*net) (*classify.Model, error) {
	count := 0
	for _, n := range nets {
		count += n.traits
	}
	t := classify.Traits{Count: count, Lent: make([]int8, len(known)*count), Readout: make([]int8, len(list)*count)}
	strongest := float32(1e-9)
	for _, n := range nets {
		for _, v := range n.signs {
			strongest = max(strongest, v)
		}
	}
	unit := strongest / 127
	for f := range known {
		at := f * count
		strength := rowStrength(nets, int32(f), unit)
		for _, n := range nets {
			for _, v := range n.row(n.signs, int32(f)) {
				switch {
				case v > 0:
					t.Lent[at] = strength
				case v < 0:
					t.Lent[at] = -strength
				}
				at++
			}
		}
	}
	for k := range list {
		largest := 1e-9
		for _, n := range nets {
			for _, w := range n.readout[k*n.traits:][:n.traits] {
				largest = max(largest, float64(abs(w)))
			}
		}
		at := k * count
		bias := float32(0)
		for _, n := range nets {
			bias += n.bias[k]
			for _, w := range n.readout[k*n.traits:][:n.traits] {
				t.Readout[at] = int8(math.Round(float64(w) / largest * 127))
				at++
			}
		}
		list[k].Bias = float64(bias) / float64(len(nets))
		list[k].Scale = float64(unit) * largest / 127 / float64(len(nets))
	}
	return classify.New(list, lexicon, known, t)
}

// rowStrength is the mean of what a feature lends in each net, in units.
func rowStrength(nets []*net, feature int32, unit float32) int8 {
	sum, count := float32(0), float32(0)
	for _, n := range nets {
		for _, v := range n.row(n.signs, feature) {
			if v != 0 {
				sum += abs(v)
				count++
			}
		}
	}
	if count == 0 {
		return 1
	}
	return int8(min(max(math.Round(float64(sum/count/unit)), 1), 127))
}
