package pack

import "slices"

// When describes situations. An empty list matches anything; of a list any one
// value must hold.
type When struct {
	Kind     []string `json:"kind,omitempty"`
	Topic    []string `json:"topic,omitempty"`
	Nature   []string `json:"nature,omitempty"`
	Emotion  []string `json:"emotion,omitempty"`
	Manner   []string `json:"manner,omitempty"`
	Merit    []string `json:"merit,omitempty"`
	Channel  []string `json:"channel,omitempty"`
	Product  []string `json:"product,omitempty"`
	Segment  []string `json:"segment,omitempty"`
	Cue      []string `json:"cue,omitempty"`
	Escalate bool     `json:"escalate,omitempty"` // true: only when escalation is called for
	Refusal  bool     `json:"refusal,omitempty"`  // true: only when the customer refuses further contact
}

// RefusalCue is the cue by which a clear refusal of further contact is known.
const RefusalCue = "refusal"

// Situation is what is known when rules and scripts are matched.
type Situation struct {
	Kind     string
	Topics   []string // asserted, most probable first
	Nature   string
	Emotion  string
	Manner   string
	Merit    string
	Channel  string
	Product  string
	Segment  string
	Cues     []string // names of the cues that occur in the utterance
	Escalate bool
}

// axis is one condition of a When beside the value a situation has for it.
type axis struct {
	name   string
	wanted []string
	value  string
	// weight orders the axes: a script for the exact topic beats one for the
	// exact channel, as a nearer selector does in CSS. Powers of two, so that no
	// sum of lesser axes outweighs a greater one.
	weight int
}

// Weights of the conditions that are not axes of single values.
const (
	weightEscalate     = 1 << 12
	weightRefusal      = 1 << 11
	weightFirstTopic   = 1 << 10
	weightFurtherTopic = 1 << 9
	weightCue          = 1 << 8
)

func (w When) axes(s Situation) []axis {
	return []axis{
		{"nature", w.Nature, s.Nature, 1 << 7},
		{"emotion", w.Emotion, s.Emotion, 1 << 6},
		{"merit", w.Merit, s.Merit, 1 << 5},
		{"manner", w.Manner, s.Manner, 1 << 4},
		{"product", w.Product, s.Product, 1 << 3},
		{"channel", w.Channel, s.Channel, 1 << 2},
		{"segment", w.Segment, s.Segment, 1 << 1},
		{"kind", w.Kind, s.Kind, 1},
	}
}

// Matches reports whether w describes s.
func (w When) Matches(s Situation) bool {
	matches, _, _ := w.Specificity(s)
	return matches
}

// Specificity reports whether w describes s, how closely, and which conditions
// made it so. A greater number is a closer description.
func (w When) Specificity(s Situation) (matches bool, weight int, because []string) {
	if w.Escalate {
		if !s.Escalate {
			return false, 0, nil
		}
		weight, because = weight+weightEscalate, append(because, "escalate")
	}
	if w.Refusal {
		if !s.Refuses() {
			return false, 0, nil
		}
		weight, because = weight+weightRefusal, append(because, "refusal")
	}
	if len(w.Topic) > 0 {
		at := slices.IndexFunc(s.Topics, func(topic string) bool { return slices.Contains(w.Topic, topic) })
		switch {
		case at < 0:
			return false, 0, nil
		case at == 0:
			weight += weightFirstTopic
		default:
			weight += weightFurtherTopic
		}
		because = append(because, "topic="+s.Topics[at])
	}
	if len(w.Cue) > 0 {
		at := slices.IndexFunc(s.Cues, func(cue string) bool { return slices.Contains(w.Cue, cue) })
		if at < 0 {
			return false, 0, nil
		}
		weight, because = weight+weightCue, append(because, "cue="+s.Cues[at])
	}
	for _, a := range w.axes(s) {
		if len(a.wanted) == 0 {
			continue
		}
		if !slices.Contains(a.wanted, a.value) {
			return false, 0, nil
		}
		weight, because = weight+a.weight, append(because, a.name+"="+a.value)
	}
	return true, weight, because
}

// Empty reports whether w matches everything.
func (w When) Empty() bool {
	matches, weight, _ := w.Specificity(Situation{})
	return matches && weight == 0
}

// Refuses reports whether the customer refuses further contact.
func (s Situation) Refuses() bool { return slices.Contains(s.Cues, RefusalCue) }
