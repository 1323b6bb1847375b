package eval

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"objectioncoach/coach/labelled"
)

// Agreement is how far two passes of labelling over the same lines agree, the
// second made without sight of the first.
type Agreement struct {
	Lines   int
	Kind    Count
	Topic   Count // micro-averaged; the first pass counts as so
	TopicOf map[string]*Count
	Nature  Count // of what both call an objection
	Emotion Count
	// Escalate counts what both escalate as a hit.
	Escalate Count
	// Parted counts pairs of kinds (first, second) that differ.
	Parted map[[2]string]int
}

// Agree compares two passes over the same lines by their ids; lines of which
// there is but one are passed over.
func Agree(first, second []labelled.Line) Agreement {
	a := Agreement{TopicOf: counts(labelled.Topics), Parted: map[[2]string]int{}}
	other := map[string]labelled.Line{}
	for _, line := range second {
		other[line.ID] = line
	}
	for _, line := range first {
		if again, ok := other[line.ID]; ok {
			a.add(line, again)
		}
	}
	return a
}

func (a *Agreement) add(first, second labelled.Line) {
	a.Lines++
	same := func(c *Count, so bool) {
		c.Said, c.Real = c.Said+1, c.Real+1
		if so {
			c.Hit++
		}
	}
	same(&a.Kind, first.Kind == second.Kind)
	same(&a.Emotion, first.Emotion == second.Emotion)
	if first.Kind != second.Kind {
		a.Parted[[2]string{first.Kind, second.Kind}]++
	} else if first.Kind == "objection" {
		same(&a.Nature, first.Nature == second.Nature)
	}
	for topic, c := range a.TopicOf {
		said, real := slices.Contains(second.Topics, topic), slices.Contains(first.Topics, topic)
		c.add(said, real)
		a.Topic.add(said, real)
	}
	a.Escalate.add(second.Escalate, first.Escalate)
}

// Write prints the agreement.
func (a Agreement) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "lines labelled twice\t%d\n", a.Lines)
	fmt.Fprintf(t, "kind\t%.3f\tagree\n", a.Kind.Precision())
	fmt.Fprintf(t, "topics\t%.3f\tmicro-F1\n", a.Topic.F1())
	fmt.Fprintf(t, "nature\t%.3f\tagree\n", a.Nature.Precision())
	fmt.Fprintf(t, "emotion\t%.3f\tagree\n", a.Emotion.Precision())
	fmt.Fprintf(t, "escalate\t%.3f\tF1 (%d and %d lines)\n", a.Escalate.F1(), a.Escalate.Real, a.Escalate.Said)
	for _, topic := range labelled.Topics {
		fmt.Fprintf(t, "%s\t%.3f\tF1\n", topic, a.TopicOf[topic].F1())
	}
	for _, pair := range mostFrequent(a.Parted, 10) {
		fmt.Fprintf(t, "%s or %s\t%d\tlines\n", pair[0], pair[1], a.Parted[pair])
	}
	return t.Flush()
}
