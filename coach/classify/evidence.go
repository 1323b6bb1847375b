package classify

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"objectioncoach/coach/text"
)

// Bounds of what is shown as evidence, chosen on one half of the hand-marked lines, and good on the other
// (eval/testdata/marked.txt).
const (
	maxSpans   = 2    // of one label
	strongRune = 0.05 // a character counts from this part of the strongest one's share on
	strongSpan = 0.7  // a span counts from this part of the strongest one's on
	weakInside = 8    // so many weak characters between two strong ones do not part them
	weakTail   = 2    // so many weak characters do not part a strong one from the end of its clause
	lastClause = 1.6  // what is said last weighs so much more: the reason follows what it is about
)

// Evidence gives the parts of the original text that carried a label: the
// stretches whose characters received the most weight, strongest first. It is
// computed from the same sums as the score. A label that no known feature
// speaks for has none.
func (r Result) Evidence(axis Axis, label string) []text.Span {
	head := r.head(axis, label)
	if head < 0 {
		return nil
	}
	shares := r.shares(head)
	highest := 0.0
	for _, s := range shares {
		highest = max(highest, s)
	}
	if highest <= 0 {
		return nil
	}
	stretches := r.stretches(shares, strongRune*highest)
	sort.SliceStable(stretches, func(i, j int) bool { return stretches[i].weight > stretches[j].weight })
	var spans []text.Span
	for _, s := range stretches {
		if len(spans) == maxSpans || s.weight < strongSpan*stretches[0].weight {
			break
		}
		spans = append(spans, r.text.Origin(s.start, s.end))
	}
	return spans
}

func (r Result) head(axis Axis, label string) int {
	for i, h := range r.model.Heads {
		if h.Axis == axis && h.Label == label {
			return i
		}
	}
	return -1
}

// shares deals the weight of each feature out evenly to the characters it
// covers. What a feature lent to the traits that came out positive, counted as
// they count for the label, is exactly its part of the score.
func (r Result) shares(head int) []float64 {
	counts := slices.Clone(r.model.readout[head*r.model.traits:][:r.model.traits])
	for i, v := range r.traits {
		if v == 0 {
			counts[i] = 0
		}
	}
	shares := make([]float64, len(r.text.Runes))
	for _, h := range r.hits {
		if h.end <= h.start {
			continue
		}
		sum := int32(0)
		for i, v := range r.model.row(h.row) {
			sum += int32(v) * int32(counts[i])
		}
		share := float64(sum) / float64(h.end-h.start)
		for i := h.start; i < h.end; i++ {
			shares[i] += share
		}
	}
	return shares
}

// stretch is a run of runes [start, end) that carried weight.
type stretch struct {
	start, end int
	weight     float64
}

// stretches finds the runs of strong characters within clauses. A few weak
// characters between two strong ones, or before the clause ends, do not part them, as a
// person underlines a phrase and not its syllables.
func (r Result) stretches(shares []float64, enough float64) []stretch {
	var found []stretch
	for _, c := range r.text.Clauses {
		for i := c.Start; i < c.End; i++ {
			if shares[i] < enough {
				continue
			}
			last := len(found) - 1
			if last >= 0 && found[last].start >= c.Start && i-found[last].end <= weakInside {
				for ; found[last].end <= i; found[last].end++ {
					found[last].weight += shares[found[last].end]
				}
				continue
			}
			found = append(found, stretch{i, i + 1, shares[i]})
		}
		last := len(found) - 1
		if last < 0 || found[last].start < c.Start {
			continue
		}
		if end := r.saidUntil(c); end-found[last].end <= weakTail {
			found[last].end = max(found[last].end, end)
		}
		if c.End == r.text.Clauses[len(r.text.Clauses)-1].End {
			found[last].weight *= lastClause
		}
	}
	return r.trimmed(r.widened(found))
}

// saidUntil gives the end of a clause without the particles that carry its tone.
func (r Result) saidUntil(c text.Clause) int {
	for c.End > c.Start && strings.ContainsRune(particles, r.text.Runes[c.End-1]) {
		c.End--
	}
	return c.End
}

// widened moves the ends of stretches out to the ends of the words they stand in,
// and joins those that meet there: nobody underlines half a word.
func (r Result) widened(found []stretch) []stretch {
	var wide []stretch
	for _, s := range found {
		c := r.clauseAt(s.start)
		for i := c.Start; i < s.end; i++ {
			n, _ := r.model.lexicon.at(r.text.Runes[i:c.End])
			if n > longest {
				continue // a phrase, not a word
			}
			if i < s.start && i+n > s.start {
				s.start = i
			}
			s.end = max(s.end, i+n)
		}
		for within(r.text.Runes[:c.End], s.end) {
			s.end++
		}
		for within(r.text.Runes, s.start) {
			s.start--
		}
		if s.start > c.Start && strings.ContainsRune(leads, r.text.Runes[s.start-1]) {
			s.start--
		}
		if last := len(wide) - 1; last >= 0 && s.start < wide[last].end {
			wide[last].end = max(wide[last].end, s.end)
			wide[last].weight += s.weight
			continue
		}
		wide = append(wide, s)
	}
	return wide
}

// clauseAt gives the clause that rune i stands in.
func (r Result) clauseAt(i int) text.Clause {
	for _, c := range r.text.Clauses {
		if c.Start <= i && i < c.End {
			return c
		}
	}
	return text.Clause{Start: i, End: i + 1}
}

// leads belong to the word they stand before: "太贵", "不信", "没钱".
const leads = "太很真挺最更不没别"

// particles carry tone, and no reason when they stand alone.
const particles = "了吗吧呢啊呀嘛的得地们哦噢着过"

// pointers are words that point at a thing and give no reason, such as "这款" and "你们";
// a stretch that begins in the middle of one begins after it.
const (
	pointerHeads = "这那哪你我他她它咱"
	pointerTails = "个款们只种家张笔"
)

// trimmed cuts marks off the ends of stretches, and lets go of those that hold
// no letter or figure, or only particles, and of a single one where there is a
// longer: beside a word a syllable is no reason.
func (r Result) trimmed(found []stretch) []stretch {
	kept, widest := found[:0], 0
	for _, s := range found {
		for s.start < s.end && !unicode.In(r.text.Runes[s.start], unicode.L, unicode.N) {
			s.start++
		}
		for s.end > s.start && !unicode.In(r.text.Runes[s.end-1], unicode.L, unicode.N) {
			s.end--
		}
		if s.start > 0 && s.end-s.start > 1 && strings.ContainsRune(pointerTails, r.text.Runes[s.start]) && strings.ContainsRune(pointerHeads, r.text.Runes[s.start-1]) {
			s.start++
		}
		only := strings.Trim(string(r.text.Runes[s.start:s.end]), particles)
		if only != "" {
			kept = append(kept, s)
			widest = max(widest, s.end-s.start)
		}
	}
	words := kept[:0]
	for _, s := range kept {
		if widest == 1 || s.end-s.start > 1 {
			words = append(words, s)
		}
	}
	return words
}
