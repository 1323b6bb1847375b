package labelled

// Reply is one labelled answer of an employee, one JSON object a line in a file.
type Reply struct {
	ID       string `json:"id,omitempty"`
	Customer string `json:"customer"` // what the customer said before
	Reply    string `json:"reply"`
	Product  string `json:"product,omitempty"`
	Channel  string `json:"channel,omitempty"`

	Violations   []string `json:"violations"`
	Habits       []string `json:"habits"`
	Acknowledges bool     `json:"acknowledges"`
	Asks         bool     `json:"asks"`
	CommitsDate  bool     `json:"commits_date"`
}

// The closed lists of what a reply may hold, in the order every table shows them.
var (
	// Violations are what must not be said: the patterns of the compliance sheet.
	Violations = []string{"any", "P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10",
		"P11", "P12", "P13", "P14", "P15", "P16", "P17", "P18", "P19", "P20"}
	// Habits are lawful and do harm.
	Habits = []string{"argue", "cold", "threaten", "lecture", "blame-others", "blame-customer", "panic", "bargain", "empty-promise", "jargon", "dismiss"}
	// Practices are what a good reply does.
	Practices = []string{"acknowledges", "asks", "commits-date"}
)
