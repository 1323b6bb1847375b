package train

import (
	"math"

	"objectioncoach/coach/classify"
)

// evening says how much the kind of a line counts while learning. Of the lines about one
// topic some resist and some complain, and how many do which hangs on the places they
// were written for: a corpus with many complaint desks has ten complaints about service
// for every objection on that ground, and a net would learn that such words complain. So
// the rarer of the two counts more, by the root of how much rarer it is.
type evening struct {
	topics []string
	counts map[string]*[2]float64 // lines about a topic, by rivals
}

// rivals are the kinds that have topics.
var rivals = [2]string{"objection", "complaint"}

// mostEven bounds how often a line of the rarer kind counts.
const mostEven = 6

func newEvening(docs []doc, all []group) evening {
	e := evening{counts: map[string]*[2]float64{}}
	for _, g := range all {
		if g.axis == classify.Topic {
			e.topics = g.labels
		}
	}
	for _, d := range docs {
		if topic, rival := e.place(d); topic != "" {
			if e.counts[topic] == nil {
				e.counts[topic] = new([2]float64)
			}
			e.counts[topic][rival]++
		}
	}
	return e
}

// place gives the first topic of a line and which of the rivals it is; "" for none.
func (e evening) place(d doc) (topic string, rival int) {
	for rival, kind := range rivals {
		if !d.holds(classify.Kind, kind) {
			continue
		}
		for _, topic := range e.topics {
			if d.holds(classify.Topic, topic) {
				return topic, rival
			}
		}
	}
	return "", 0
}

// of gives how often a line counts, from 1 to mostEven.
func (e evening) of(d doc) float32 {
	topic, rival := e.place(d)
	if topic == "" {
		return 1
	}
	both := e.counts[topic]
	return float32(min(mostEven, max(1, math.Sqrt(both[1-rival]/both[rival]))))
}
