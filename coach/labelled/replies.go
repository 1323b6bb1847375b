package labelled

import (
	"io"
	"slices"
	"strings"

	"objectioncoach/coach/message"
)

// Reply is one labelled answer of an employee, one JSON object a line in a file.
type Reply struct {
	ID       string `json:"id,omitempty"`
	Customer string `json:"customer"` // what the customer said before
	Reply    string `json:"reply"`
	Product  string `json:"product,omitempty"`
	Channel  string `json:"channel,omitempty"` // branch, phone, chat, visit or broadcast

	Violations   []string `json:"violations"`
	Habits       []string `json:"habits"`
	Acknowledges bool     `json:"acknowledges"`
	Asks         bool     `json:"asks"`
	CommitsDate  bool     `json:"commits_date"`
	// Near marks a lawful reply that uses the words of a violation: refused, negated,
	// quoted, asked, true and documented, or lawful for this product.
	Near bool `json:"near,omitempty"`
}

// The closed lists of what a reply may hold, in the order every table shows them.
var (
	// Violations are what must not be said.
	Violations = []string{"P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10",
		"P11", "P12", "P13", "P14", "P15", "P16", "P17", "P18", "P19", "P20"}
	// Habits are lawful and cost the customer.
	Habits = []string{"argue", "cold", "threaten", "lecture", "blame-others", "blame-customer", "panic", "bargain",
		"empty-promise", "jargon", "dismiss"}
	// Practices are what a good reply does, as far as replies are labelled with it.
	Practices = []string{"acknowledges", "asks", "commits-date"}
)

// ReadReplies reads a file of replies as Read reads one of lines.
func ReadReplies(r io.Reader, name string) ([]Reply, error) { return read(r, name, Reply.fault) }

// fault tells what is wrong with the labels of r, or nothing.
func (r Reply) fault() message.Message {
	if strings.TrimSpace(r.Reply) == "" {
		return message.New("reply-empty")
	}
	if r.Near && len(r.Violations) > 0 {
		return message.New("near-unlawful", r.Violations)
	}
	for _, id := range r.Violations {
		if !slices.Contains(Violations, id) {
			return message.New("label-none-of", "violation", id, Violations)
		}
	}
	for _, id := range r.Habits {
		if !slices.Contains(Habits, id) {
			return message.New("label-none-of", "habit", id, Habits)
		}
	}
	return message.Message{}
}

// Does reports whether a practice holds of the reply.
func (r Reply) Does(practice string) bool {
	switch practice {
	case "acknowledges":
		return r.Acknowledges
	case "asks":
		return r.Asks
	case "commits-date":
		return r.CommitsDate
	}
	return false
}
