// Package eval measures how well a coach recognises labelled lines.
package eval

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"text/tabwriter"

	"objectioncoach/coach"
	"objectioncoach/coach/labelled"
)

// Count compares what was said of a label with what is so.
type Count struct {
	Hit  int // said, and so
	Said int
	Real int // so
}

func (c *Count) add(said, real bool) {
	if said {
		c.Said++
	}
	if real {
		c.Real++
	}
	if said && real {
		c.Hit++
	}
}

// Precision is the part of what was said that is so, 0 when nothing was said.
func (c Count) Precision() float64 { return ratio(c.Hit, c.Said) }

// Recall is the part of what is so that was said, 0 when nothing is.
func (c Count) Recall() float64 { return ratio(c.Hit, c.Real) }

// F1 is the harmonic mean of precision and recall.
func (c Count) F1() float64 { return ratio(2*c.Hit, c.Said+c.Real) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Report is the result of measuring. Fractions are from 0 to 1.
type Report struct {
	Lines        int
	Kind         Count // every line counts once as said and once as so
	KindOf       map[string]*Count
	Topic        Count // over all lines and topics (micro average)
	TopicOf      map[string]*Count
	NatureOf     map[string]*Count // over objections recognised as such
	EmotionOf    map[string]*Count
	MannerOf     map[string]*Count // over lines that tell it, and so the next two
	MeritOf      map[string]*Count
	SeverityOf   map[string]*Count
	Escalate     Count
	Unclear      int     // lines on which the coach abstained
	KindClear    Count   // as Kind, over the lines on which it did not abstain
	Calibration  float64 // expected calibration error of the kind's score, ten bins
	Coverage     []Risk
	Confusions   map[[2]string]int // (so, said) of kinds that differ, and of topics missed for another
	Errors       []Error           // lines with a wrong kind or topic, worst first
	wrong, right [10]int
	confidence   [10]float64
	scored       []scored
}

// Risk is a point of the risk-coverage curve: when only the Coverage surest part
// of the lines is answered, this part of the answers has the wrong kind.
type Risk struct{ Coverage, Risk float64 }

type scored struct {
	score float64
	right bool
}

// Measure runs c over lines.
func Measure(c *coach.Coach, lines []labelled.Line) (*Report, error) {
	r := newReport()
	for _, line := range lines {
		conversation := coach.Say(line.Text)
		conversation.Context.Channel = line.Channel
		a, err := c.Analyze(conversation)
		if err != nil {
			return nil, fmt.Errorf("line %s: %w", line.ID, err)
		}
		r.add(line, a)
	}
	r.finish()
	return r, nil
}

func newReport() *Report {
	return &Report{KindOf: counts(labelled.Kinds), TopicOf: counts(labelled.Topics), NatureOf: counts(labelled.Natures), EmotionOf: counts(labelled.Emotions),
		MannerOf: counts(labelled.Manners), MeritOf: counts(labelled.Merits), SeverityOf: counts(labelled.Severities), Confusions: map[[2]string]int{}}
}

func counts(labels []string) map[string]*Count {
	m := map[string]*Count{}
	for _, label := range labels {
		m[label] = &Count{}
	}
	return m
}

func (r *Report) add(line labelled.Line, a coach.Analysis) {
	r.Lines++
	right := a.Kind == line.Kind
	count := Count{Said: 1, Real: 1}
	if right {
		count.Hit = 1
	} else {
		r.Confusions[[2]string{line.Kind, a.Kind}]++
	}
	r.Kind = sum(r.Kind, count)
	if a.Unclear {
		r.Unclear++
	} else {
		r.KindClear = sum(r.KindClear, count)
	}
	for kind, c := range r.KindOf {
		c.add(a.Kind == kind, line.Kind == kind)
	}
	r.addTopics(line, a)
	if line.Kind == "objection" && right {
		for nature, c := range r.NatureOf {
			c.add(a.Nature == nature, line.Nature == nature)
		}
	}
	for emotion, c := range r.EmotionOf {
		c.add(a.Emotion == emotion, line.Emotion == emotion)
	}
	r.Escalate.add(a.Escalate, line.Escalate)
	addTold(r.MannerOf, a.Manner, line.Manner)
	addTold(r.MeritOf, a.Merit, line.Merit)
	addTold(r.SeverityOf, a.Severity, line.Severity)
	if e := errorOf(line, a); e.Badness > 0 {
		r.Errors = append(r.Errors, e)
	}

	bin := min(int(a.KindScore*10), 9)
	r.confidence[bin] += a.KindScore
	if right {
		r.right[bin]++
	} else {
		r.wrong[bin]++
	}
	r.scored = append(r.scored, scored{a.KindScore, right})
}

// addTold counts an axis that only some lines tell.
func addTold(of map[string]*Count, said, real string) {
	if real == "" || said == "" {
		return
	}
	for label, c := range of {
		c.add(said == label, real == label)
	}
}

func (r *Report) addTopics(line labelled.Line, a coach.Analysis) {
	said := map[string]bool{}
	for _, topic := range a.Topics {
		said[topic.ID] = topic.Asserted
	}
	for topic, c := range r.TopicOf {
		is := slices.Contains(line.Topics, topic)
		c.add(said[topic], is)
		r.Topic.add(said[topic], is)
		if is && !said[topic] && len(line.Topics) == 1 {
			for other, asserted := range said {
				if asserted {
					r.Confusions[[2]string{topic, other}]++
				}
			}
		}
	}
}

func sum(a, b Count) Count { return Count{a.Hit + b.Hit, a.Said + b.Said, a.Real + b.Real} }

func (r *Report) finish() {
	for bin := range r.confidence {
		n := r.right[bin] + r.wrong[bin]
		if n > 0 {
			r.Calibration += math.Abs(r.confidence[bin]-float64(r.right[bin])) / float64(r.Lines)
		}
	}
	slices.SortStableFunc(r.scored, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	slices.SortStableFunc(r.Errors, func(a, b Error) int { return cmp.Compare(b.Badness, a.Badness) })
	wrong, next := 0, 1
	for i, s := range r.scored {
		if !s.right {
			wrong++
		}
		if (i+1)*10 >= next*r.Lines {
			r.Coverage = append(r.Coverage, Risk{float64(i+1) / float64(r.Lines), ratio(wrong, i+1)})
			next++
		}
	}
}

// macro is the mean F1 over the labels that occur.
func macro(of map[string]*Count) float64 {
	total, n := 0.0, 0
	for _, label := range slices.Sorted(maps.Keys(of)) {
		if of[label].Real > 0 {
			total += of[label].F1()
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return total / float64(n)
}

// Write prints the report as a table.
func (r *Report) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "lines\t%d\n", r.Lines)
	fmt.Fprintf(t, "kind accuracy\t%.3f\n", r.Kind.Precision())
	fmt.Fprintf(t, "kind accuracy where not unclear\t%.3f\n", r.KindClear.Precision())
	fmt.Fprintf(t, "kind calibration error\t%.3f\n", r.Calibration)
	fmt.Fprintf(t, "topics micro-F1\t%.3f\t(precision %.3f, recall %.3f)\n", r.Topic.F1(), r.Topic.Precision(), r.Topic.Recall())
	fmt.Fprintf(t, "topics macro-F1\t%.3f\n", macro(r.TopicOf))
	fmt.Fprintf(t, "nature macro-F1\t%.3f\n", macro(r.NatureOf))
	fmt.Fprintf(t, "emotion macro-F1\t%.3f\n", macro(r.EmotionOf))
	for _, told := range r.told() {
		fmt.Fprintf(t, "%s macro-F1\t%.3f\t(accuracy %.3f)\n", told.axis, macro(told.of), accuracy(told.of))
	}
	fmt.Fprintf(t, "escalate precision\t%s\n", figure(r.Escalate.Precision(), r.Escalate.Said))
	fmt.Fprintf(t, "escalate recall\t%s\t(%d lines)\n", figure(r.Escalate.Recall(), r.Escalate.Real), r.Escalate.Real)
	fmt.Fprintf(t, "abstained (unclear)\t%.3f\t(%d lines)\n", ratio(r.Unclear, r.Lines), r.Unclear)
	fmt.Fprintln(t)
	writeCounts(t, "kind", labelled.Kinds, r.KindOf)
	writeCounts(t, "topic", labelled.Topics, r.TopicOf)
	writeCounts(t, "nature", labelled.Natures, r.NatureOf)
	writeCounts(t, "emotion", labelled.Emotions, r.EmotionOf)
	for _, told := range r.told() {
		writeCounts(t, told.axis, told.labels, told.of)
	}
	fmt.Fprintln(t, "surest part answered\twrong kind")
	for _, point := range r.Coverage {
		fmt.Fprintf(t, "%.0f %%\t%.3f\n", point.Coverage*100, point.Risk)
	}
	fmt.Fprintln(t)
	fmt.Fprintln(t, "is\ttaken for\ttimes")
	for _, c := range mostFrequent(r.Confusions, 10) {
		fmt.Fprintf(t, "%s\t%s\t%d\n", c[0], c[1], r.Confusions[c])
	}
	if err := t.Flush(); err != nil {
		return err
	}
	return r.writeErrors(w)
}

// told gives the axes that only some lines tell, as far as any does.
func (r *Report) told() []toldAxis {
	all := []toldAxis{
		{"manner", labelled.Manners, r.MannerOf}, {"merit", labelled.Merits, r.MeritOf}, {"severity", labelled.Severities, r.SeverityOf},
	}
	return slices.DeleteFunc(all, func(a toldAxis) bool {
		return !slices.ContainsFunc(a.labels, func(label string) bool { return a.of[label].Real > 0 })
	})
}

type toldAxis struct {
	axis   string
	labels []string
	of     map[string]*Count
}

// accuracy is how often the label of an exclusive axis is right.
func accuracy(of map[string]*Count) float64 {
	hit, real := 0, 0
	for _, c := range of {
		hit, real = hit+c.Hit, real+c.Real
	}
	return ratio(hit, real)
}

// figure writes a fraction of n things, or a dash where there is none.
func figure(x float64, n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%.3f", x)
}

func writeCounts(w io.Writer, title string, labels []string, of map[string]*Count) {
	fmt.Fprintf(w, "%s\tprecision\trecall\tF1\tlines\n", title)
	for _, label := range labels {
		c := of[label]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\n", label, figure(c.Precision(), c.Said), figure(c.Recall(), c.Real), figure(c.F1(), c.Said+c.Real), c.Real)
	}
	fmt.Fprintln(w)
}

// mostFrequent lists the n pairs that were counted most often.
func mostFrequent(times map[[2]string]int, n int) [][2]string {
	pairs := slices.Collect(maps.Keys(times))
	slices.SortFunc(pairs, func(a, b [2]string) int {
		return cmp.Or(times[b]-times[a], slices.Compare(a[:], b[:]))
	})
	return pairs[:min(n, len(pairs))]
}
