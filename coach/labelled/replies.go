package labelled

import (
	"fmt"
	"io"
	"slices"
	"strings"
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
func (r Reply) fault() string {
	if strings.TrimSpace(r.Reply) == "" {
		return "a reply needs its text"
	}
	if r.Near && len(r.Violations) > 0 {
		return fmt.Sprintf("a near-miss is lawful, and this has the violations %q", r.Violations)
	}
	for _, id := range r.Violations {
		if !slices.Contains(Violations, id) {
			return fmt.Sprintf("violation %q is none of %q", id, Violations)
		}
	}
	for _, id := range r.Habits {
		if !slices.Contains(Habits, id) {
			return fmt.Sprintf("habit %q is none of %q", id, Habits)
		}
	}
	return ""
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
