package coach

// Analysis is what the coach makes of the customer's latest turn. Its JSON form
// is the contract of the command line, the Go interface and the widget's events.
// Scores are probabilities from 0 to 1 in steps of a thousandth.
type Analysis struct {
	Turn int `json:"turn"` // index of the turn that was read

	// Kind is objection, complaint, dispute, buying-signal, question or other: the best
	// guess even when unclear. What answers the employee's question about an objection has
	// the kind and the topics of that objection.
	Kind      string  `json:"kind"`
	KindScore float64 `json:"kindScore"`
	Unclear   bool    `json:"unclear"`       // too unsure to say anything but Ask
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

	// Talk is how the conversation came here, and where in the handling loop it is.
	Talk Talk `json:"talk"`

	// Timing and Technique are those of Ask when Unclear: to ask is what fits then. They are
	// null where nothing seems to be meant: Unclear, and of kind other.
	Timing    *Timing    `json:"timing"`
	Technique *Technique `json:"technique"`
	// RunnerUp is the technique that fits next best, and Tempting one that comes to
	// mind and would do harm; null where there is none.
	RunnerUp *Technique `json:"runnerUp"`
	Tempting *Technique `json:"tempting"`
	Script   *Script    `json:"script"`  // null when Unclear, or when the pack has none that fits
	Closing  *Closing   `json:"closing"` // the honest next step on a buying signal, else null
	Bearing  []Bearing  `json:"bearing"` // how to bear oneself before this mood and manner

	// Evidence lists the parts of the turn's text that carried the labels.
	Evidence []Evidence `json:"evidence"`
	// Pack tells which knowledge answered.
	Pack PackRef `json:"pack"`
	// Trace tells how the script was chosen, where Context.Trace asked for it.
	Trace []Considered `json:"trace,omitempty"`
}

// Talk is what the earlier turns tell.
type Talk struct {
	Patterns []Pattern `json:"patterns"` // how the talk moved to this turn, the weightiest first
	Loop     Loop      `json:"loop"`
	// Probe is the question that would settle whether the reason is the real one;
	// "" where it is, or none is given.
	Probe string `json:"probe,omitempty"`
}

// Pattern is a way in which the talk moved, and what to do about it.
type Pattern struct {
	ID     string `json:"id"` // one of pack.Patterns
	Title  string `json:"title"`
	Advice string `json:"advice"`
}

// Loop is the place of the talk in the handling loop, told from the employee's
// own turns since the customer came to this matter.
type Loop struct {
	Steps   []string `json:"steps"`   // what this situation goes through
	Done    []string `json:"done"`    // of these, what the employee did
	Skipped []string `json:"skipped"` // what was passed over on the way to the furthest one done
	Step    string   `json:"step"`    // what comes now; "review" when all is done
	Title   string   `json:"title"`   // of Step, as Context.View counts
}

// Closing is an honest way to bring the talk to its end.
type Closing struct {
	ID        string `json:"id"`
	Class     string `json:"class"` // fine or only-if-true
	Say       string `json:"say"`
	Reason    string `json:"reason"`
	Condition string `json:"condition,omitempty"` // of only-if-true: what must be true, and shown
}

// Bearing is advice for the employee on voice, place and attitude.
type Bearing struct {
	Axis  string `json:"axis"`  // emotion or manner
	Label string `json:"label"` // which one
	Do    string `json:"do"`
	Avoid string `json:"avoid"`
}

// Considered is a script that fits a situation, in the order of closeness.
type Considered struct {
	Script    string   `json:"script"`
	Technique string   `json:"technique"`
	Weight    int      `json:"weight"` // closeness: of each condition that holds, a power of two
	Why       []string `json:"why"`    // the conditions that hold
	Won       bool     `json:"won"`
	// Lost says what another script has before it, where it did not win: "closer",
	// "technique" (equally close, with a better technique), "turn" (equally good, and
	// another's turn).
	Lost string `json:"lost,omitempty"`
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
	ID        string   `json:"id"`
	Technique string   `json:"technique"`
	Steps     []Step   `json:"steps"`
	Now       int      `json:"now"`              // index of the step to say now, by where the talk is in the loop
	Open      string   `json:"open,omitempty"`   // an open question to go on with
	Closed    string   `json:"closed,omitempty"` // a closed one
	Show      string   `json:"show,omitempty"`   // what to put in front of the customer
	Avoid     string   `json:"avoid,omitempty"`  // what not to say
	After     string   `json:"after,omitempty"`  // what to do next
	Others    int      `json:"others"`           // how many more scripts fit as well; Context.Variant steps through them
	Why       []string `json:"why"`              // the conditions that made this script win, such as "topic=price"
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

// PackRef names a pack and the hash of its content.
type PackRef struct {
	ID   string `json:"id"`
	Hash string `json:"hash"`
}
