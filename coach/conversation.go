package coach

import (
	"fmt"
	"unicode/utf8"
)

// Who speaks in a turn.
const (
	Customer = "customer"
	Staff    = "staff"
)

// MaxText is the longest text of one turn, in characters (Unicode code points).
const MaxText = 4000

// MaxTurns is the greatest number of turns of one conversation.
const MaxTurns = 10000

// Turn is one thing said.
type Turn struct {
	Who  string `json:"who"` // Customer or Staff
	Text string `json:"text"`
}

// Context is what the host page knows about the talk. Every field may be empty.
type Context struct {
	Channel string            `json:"channel,omitempty"` // branch, phone, chat or visit
	Product string            `json:"product,omitempty"` // wealth, deposit, fund, insurance, card, loan, ebank, or a product's name that tells
	Segment string            `json:"segment,omitempty"` // senior, payroll, business, young-family or private
	Locale  string            `json:"locale,omitempty"`  // zh-CN (the default) or en
	Slots   map[string]string `json:"slots,omitempty"`   // values for {…} in scripts, such as "product.name"
	// Variant picks among scripts that fit equally well: the same number gives
	// the same script, the next number the next one.
	Variant int `json:"variant,omitempty"`
	// Key decides with which of equally good scripts the numbers begin: two
	// colleagues with different keys do not say the same words side by side.
	Key string `json:"key,omitempty"`
	// View names the way of counting the steps of the loop, such as "bank-five"; ""
	// for the loop's own.
	View string `json:"view,omitempty"`
	// Trace asks for Analysis.Trace.
	Trace bool `json:"trace,omitempty"`
}

// Conversation is a talk so far, oldest turn first.
type Conversation struct {
	Turns   []Turn  `json:"turns"`
	Context Context `json:"context,omitzero"`
}

// Say makes a conversation of one thing a customer said.
func Say(text string) Conversation {
	return Conversation{Turns: []Turn{{Customer, text}}}
}

// check reports what keeps c from being analysed.
func (c Conversation) check() error {
	if len(c.Turns) > MaxTurns {
		return fmt.Errorf("the conversation has %d turns and at most %d can be read: begin a new one", len(c.Turns), MaxTurns)
	}
	heard := false
	for i, t := range c.Turns {
		if t.Who != Customer && t.Who != Staff {
			return fmt.Errorf("turn %d: who is %q, and must be %q or %q", i+1, t.Who, Customer, Staff)
		}
		if n := utf8.RuneCountInString(t.Text); n > MaxText {
			return fmt.Errorf("turn %d has %d characters and at most %d can be read: divide it", i+1, n, MaxText)
		}
		heard = heard || t.Who == Customer
	}
	if !heard {
		return fmt.Errorf("no turn of the customer to read: give at least one with who %q", Customer)
	}
	return nil
}

// lastCustomer gives the index of the customer's latest turn.
func (c Conversation) lastCustomer() int {
	for i := len(c.Turns) - 1; i >= 0; i-- {
		if c.Turns[i].Who == Customer {
			return i
		}
	}
	return -1
}
