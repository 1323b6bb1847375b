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
	Pattern  []string `json:"pattern,omitempty"`  // ways in which the talk moved
	Escalate bool     `json:"escalate,omitempty"` // true: only when escalation is called for
	Refusal  bool     `json:"refusal,omitempty"`  // true: only when the customer refuses further contact
}

// Cues that the engine itself asks for.
const (
	// RefusalCue tells a clear refusal of further contact.
	RefusalCue = "refusal"
	// DangerCue tells that a life may be in danger, ViolenceCue that somebody is
	// threatened, ScamCue that the customer is being robbed at this moment, AlarmCue that a regulator, court or the press is
	// named. Missing one costs more than a false alarm, so they escalate whatever
	// the model makes of the words.
	DangerCue   = "danger"
	ViolenceCue = "violence"
	ScamCue     = "scam"
	AlarmCue    = "alarm"
	// NoCue tells a clear no to the offer, PriceCue a question for the price.
	NoCue    = "no"
	PriceCue = "price-asked"
	// LossCue tells a question whether money can be lost.
	LossCue = "loss"
	// ResistsCue tells that there is resistance in a line, whatever it is about.
	ResistsCue = "resists"
	// StillCue tells that a line holds on to what was said before it.
	StillCue = "still"
	// StandsCue tells a question how a matter stands, or what becomes of it.
	StandsCue = "stands"
)

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
	Patterns []string // ways in which the talk moved, the weightiest first
	Escalate bool
}

// Weights order the conditions: a script for the exact topic beats one for the
// exact channel, as a nearer selector does in CSS. Powers of two, so that no sum
// of lesser conditions outweighs a greater one.
const (
	weightKind = 1 << iota
	weightSegment
	weightChannel
	weightProduct
	weightManner
	weightMerit
	weightEmotion
	weightNature
	weightPattern
	weightFurtherTopic
	weightFirstTopic
	weightCue
	weightRefusal
	weightEscalate
)

// Coarse gives what remains of a weight when only the topics, cues and calls for
// escalation in it count.
func Coarse(weight int) int { return weight &^ (weightFurtherTopic - 1) }

// Overriding gives what remains of a weight when only what outranks all else counts.
func Overriding(weight int) int { return weight &^ (weightRefusal - 1) }

// Overrides reports whether a weight has a condition before which all others step
// back: a call for escalation or a refusal.
func Overrides(weight int) bool { return weight >= weightRefusal }

// Matches reports whether w describes s.
func (w When) Matches(s Situation) bool {
	matches, _ := w.Specificity(s)
	return matches
}

// Specificity reports whether w describes s, and how closely: a greater number
// is a closer description, 0 one that would describe anything.
func (w When) Specificity(s Situation) (matches bool, weight int) {
	matches = w.each(s, func(_, _ string, more int) { weight += more })
	return matches, weight
}

// Because lists the conditions of w that hold in s, such as "topic=price".
func (w When) Because(s Situation) []string {
	because := []string{}
	w.each(s, func(name, value string, _ int) {
		if value != "" {
			name += "=" + value
		}
		because = append(because, name)
	})
	return because
}

// each calls yield for every condition of w that holds in s, the weightiest
// first, and reports whether all of them do.
func (w When) each(s Situation, yield func(name, value string, weight int)) bool {
	if w.Escalate {
		if !s.Escalate {
			return false
		}
		yield("escalate", "", weightEscalate)
	}
	if w.Refusal {
		if !s.Refuses() {
			return false
		}
		yield("refusal", "", weightRefusal)
	}
	if len(w.Cue) > 0 {
		at := slices.IndexFunc(s.Cues, func(cue string) bool { return slices.Contains(w.Cue, cue) })
		if at < 0 {
			return false
		}
		yield("cue", s.Cues[at], weightCue)
	}
	if len(w.Pattern) > 0 {
		at := slices.IndexFunc(s.Patterns, func(pattern string) bool { return slices.Contains(w.Pattern, pattern) })
		if at < 0 {
			return false
		}
		yield("pattern", s.Patterns[at], weightPattern)
	}
	if len(w.Topic) > 0 {
		at := slices.IndexFunc(s.Topics, func(topic string) bool { return slices.Contains(w.Topic, topic) })
		if at < 0 {
			return false
		}
		weight := weightFirstTopic
		if at > 0 {
			weight = weightFurtherTopic
		}
		yield("topic", s.Topics[at], weight)
	}
	for _, axis := range [...]struct {
		name   string
		wanted []string
		value  string
		weight int
	}{
		{"nature", w.Nature, s.Nature, weightNature},
		{"emotion", w.Emotion, s.Emotion, weightEmotion},
		{"merit", w.Merit, s.Merit, weightMerit},
		{"manner", w.Manner, s.Manner, weightManner},
		{"product", w.Product, s.Product, weightProduct},
		{"channel", w.Channel, s.Channel, weightChannel},
		{"segment", w.Segment, s.Segment, weightSegment},
		{"kind", w.Kind, s.Kind, weightKind},
	} {
		if len(axis.wanted) == 0 {
			continue
		}
		if !slices.Contains(axis.wanted, axis.value) {
			return false
		}
		yield(axis.name, axis.value, axis.weight)
	}
	return true
}

// Empty reports whether w matches everything.
func (w When) Empty() bool {
	matches, weight := w.Specificity(Situation{})
	return matches && weight == 0
}

// Alarms reports whether the words alone call for escalation.
func (s Situation) Alarms() bool {
	return slices.ContainsFunc(s.Cues, Escalates)
}

// Escalates reports whether a cue alone calls for escalation.
func Escalates(cue string) bool {
	return slices.Contains([]string{DangerCue, ViolenceCue, ScamCue, AlarmCue}, cue)
}

// Refuses reports whether the customer refuses further contact.
func (s Situation) Refuses() bool {
	return slices.Contains(s.Cues, RefusalCue) || slices.Contains(s.Patterns, RefusedAgain)
}
