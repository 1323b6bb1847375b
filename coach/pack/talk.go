package pack

import "slices"

// Steps lists the steps of the handling loop in their order.
var Steps = []string{"listen", "accept", "concrete", "confirm", "answer", "check", "next", "follow-up", "review"}

// Loop names the steps that a situation goes through, in their order; the first
// rule that matches wins.
type Loop struct {
	When  When     `json:"when,omitzero"`
	Steps []string `json:"steps"`
}

// Move tells one step of the loop from an employee's words.
type Move struct {
	Step    string   `json:"step"`
	Phrases []string `json:"phrases"` // in normalised form; any one of them in a sentence
	// Question, where given, asks for a sentence that is a question, or is none.
	Question *bool `json:"question,omitempty"`
}

// Ways in which a talk moves from one turn of the customer to the next. Which one
// holds is for the engine to say, what to make of it for the pack.
const (
	Repeated     = "repeated"      // the same objection after an answer
	Unanswered   = "unanswered"    // the same again, because nothing was said to it
	Jumped       = "jumped"        // another objection after an answer
	EarlyPrice   = "early-price"   // the price, before the offer was explained
	Dissolved    = "dissolved"     // a brush-off gave way to something real
	RefusedAgain = "refused-again" // a clear no, for the second time
	Heated       = "heated"        // in a worse mood after the employee's words
	Cooled       = "cooled"        // in a better one
	Turned       = "turned"        // from resisting to leaning to buy
	Curt         = "curt"          // a word and no more, for the second time
)

// Patterns lists the ways in which a talk moves, the weightiest first.
var Patterns = []string{RefusedAgain, Heated, Unanswered, Repeated, Jumped, EarlyPrice, Turned, Dissolved, Cooled, Curt}

// Pattern comments on one way in which a talk moves.
type Pattern struct {
	ID     string `json:"id"` // one of Patterns
	Title  Text   `json:"title"`
	Advice Text   `json:"advice"` // what the employee does now
}

// View is another way to count the steps of the loop, as some trainings teach it.
type View struct {
	ID    string     `json:"id"`
	Title Text       `json:"title"`
	Steps []ViewStep `json:"steps"`
}

// ViewStep is one step of a view.
type ViewStep struct {
	Title  Text     `json:"title"`
	Covers []string `json:"covers"` // steps of the loop
}

// Bearing advises the employee on voice, place and attitude; the first rule of
// an axis that matches wins.
type Bearing struct {
	Axis  string `json:"axis"` // emotion or manner
	When  When   `json:"when,omitzero"`
	Do    Text   `json:"do"`
	Avoid Text   `json:"avoid"`
}

// Classes of closing tactics: whether an honest seller uses one.
const (
	Fine       = "fine"
	OnlyIfTrue = "only-if-true"
	Never      = "never"
)

// Closing is one tactic to bring a talk to its end. Only fine ones and those
// whose condition is spelled out are ever advised.
type Closing struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
	Class string `json:"class"` // Fine, OnlyIfTrue or Never
	// Reason says why it is of that class, and Rule which rule that rests on.
	Reason    Text `json:"reason"`
	Rule      Text `json:"rule,omitempty"`
	Condition Text `json:"condition,omitempty"` // of OnlyIfTrue: what must be true, and shown
	Instead   Text `json:"instead,omitempty"`   // of Never: what to do honestly
	Say       Text `json:"say,omitempty"`       // of the others: a sentence
	When      When `json:"when,omitzero"`       // of the others: where it may be advised
}

// Sides that a cause of objections lies on.
var Sides = []string{"seller", "customer", "doubt"}

// Cause is a root of objections, with which cases are tagged.
type Cause struct {
	ID    string `json:"id"`
	Side  string `json:"side"` // one of Sides
	Title Text   `json:"title"`
	Sign  Text   `json:"sign"` // how it is noticed
	Cure  Text   `json:"cure"`
}

// LoopOf gives the steps that a situation goes through.
func (p *Pack) LoopOf(s Situation) []string {
	for _, loop := range p.Loops {
		if loop.When.Matches(s) {
			return loop.Steps
		}
	}
	return nil
}

// Place gives the place of a step in the loop, or -1.
func Place(step string) int { return slices.Index(Steps, step) }
