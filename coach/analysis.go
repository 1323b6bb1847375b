package coach

// Analysis is what the coach makes of the customer's latest turn. Its JSON form
// is the contract of the command line, the Go interface and the widget's events.
// Scores are probabilities from 0 to 1 in steps of a thousandth.
type Analysis struct {
	Turn int `json:"turn"` // index of the turn that was read

	Kind      string  `json:"kind"` // objection, complaint, dispute, buying-signal, question or other: the best guess even when unclear
	KindScore float64 `json:"kindScore"`
	Unclear   bool    `json:"unclear"`       // too unsure to advise anything but Ask
	Ask       string  `json:"ask,omitempty"` // the one question that would settle it, only when Unclear

	Topics       []Topic `json:"topics"` // the likelier ones, most probable first, at most five
	Nature       string  `json:"nature"` // of an objection: genuine, excuse, hidden or unclear; else ""
	NatureScore  float64 `json:"natureScore,omitempty"`
	Emotion      string  `json:"emotion"` // calm, worried, annoyed or angry
	EmotionScore float64 `json:"emotionScore"`
	Manner       string  `json:"manner"`          // silent, excuse-making, critical, questioning, showing-off, angry, demanding, rude or none
	Merit        string  `json:"merit,omitempty"` // of a complaint: reasonable, venting, opportunistic or unclear
	Severity     string  `json:"severity"`        // low, normal, high or escalate
	Escalate     bool    `json:"escalate"`
	Refusal      bool    `json:"refusal"` // the customer refuses further contact

	Timing    *Timing    `json:"timing"`    // null when Unclear
	Technique *Technique `json:"technique"` // null when Unclear
	Script    *Script    `json:"script"`    // null when Unclear, or when the pack has none that fits

	// Evidence lists the parts of the turn's text that carried the labels.
	Evidence []Evidence `json:"evidence"`
	// Pack tells which knowledge answered.
	Pack PackRef `json:"pack"`
}

// Topic is something the customer may be resisting.
type Topic struct {
	ID       string  `json:"id"`
	Score    float64 `json:"score"`
	Asserted bool    `json:"asserted"` // the coach says so; the others are only near
}

// Timing says when to answer and why.
type Timing struct {
	Decision string `json:"decision"` // now, later, before or skip
	Reason   string `json:"reason"`   // at most 15 Chinese characters
}

// Technique is the way to answer and why it fits.
type Technique struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// Script is what to say, step by step of the handling loop.
type Script struct {
	ID     string   `json:"id"`
	Steps  []Step   `json:"steps"`
	Open   string   `json:"open,omitempty"`   // an open question to go on with
	Closed string   `json:"closed,omitempty"` // a closed one
	Show   string   `json:"show,omitempty"`   // what to put in front of the customer
	Avoid  string   `json:"avoid,omitempty"`  // what not to say
	After  string   `json:"after,omitempty"`  // what to do next
	Others int      `json:"others"`           // how many more scripts fit as well; Context.Variant steps through them
	Why    []string `json:"why"`              // the conditions that made this script win, such as "topic=price"
}

// Step is one step of a script.
type Step struct {
	ID  string `json:"step"` // accept, concrete, confirm, answer, check, next or follow-up
	Say string `json:"say"`
}

// Evidence is a part of the customer's text that carried a label: half-open,
// in UTF-16 code units of the original text, the unit of JavaScript strings.
type Evidence struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Label string `json:"label"` // a topic, kind or emotion, or "escalate"
}

// PackRef names a pack and the SHA-256 of its content.
type PackRef struct {
	ID   string `json:"id"`
	Hash string `json:"hash"`
}
