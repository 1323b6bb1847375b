// Package playbook walks a matter, such as a complaint, from the first word to
// the archive. A procedure is data: states, the ways between them, what is done,
// said and recorded in each, and which clocks run. A walk is data too: a list of
// what was answered and recorded, and when. Nothing here knows the day, counts
// days or keeps anything.
package playbook

import "objectioncoach/coach/pack"

// Book is a set of procedures with the time limits and hotlines they name.
// Check tells whether it holds together; a book that does not gives errors when
// it is walked, and never panics.
type Book struct {
	Procedures []Procedure `json:"procedures"`
	Deadlines  []Deadline  `json:"deadlines"`
	Hotlines   []Hotline   `json:"hotlines"`
}

// Procedure is one matter from its beginning to its end.
type Procedure struct {
	ID    string    `json:"id"`
	Title pack.Text `json:"title"`
	// For says when the procedure is offered; any one of them is enough. Empty: it
	// is only ever chosen by hand.
	For    []Offer `json:"for,omitempty"`
	Roles  []Role  `json:"roles"`
	Clocks []Clock `json:"clocks,omitempty"`
	Start  string  `json:"start"` // id of the state that a walk begins in
	States []State `json:"states"`
}

// Role is somebody who acts in a procedure.
type Role struct {
	ID    string    `json:"id"`
	Title pack.Text `json:"title"`
}

// Clock is a time limit that runs during a part of a procedure: one of the law or
// of the house (Deadline), or a day that was promised (Due). Clocks of the law and
// of the house run side by side, and the earlier one is kept to.
type Clock struct {
	ID    string    `json:"id"`
	Title pack.Text `json:"title"`
	// Deadline is the id of the time limit; "" where Due is given.
	Deadline string `json:"deadline,omitempty"`
	// InHouse: the limit that the house sets itself for that deadline, not the law's.
	InHouse bool `json:"in-house,omitempty"`
	// Day names the record with the day to count from, or to count back from. ""
	// counts from the day on which the state that starts the clock was entered.
	Day string `json:"day,omitempty"`
	// Due names the record with the day that was promised.
	Due string `json:"due,omitempty"`
}

// record gives the record that the clock cannot run without, or "".
func (c Clock) record() string {
	if c.Due != "" {
		return c.Due
	}
	return c.Day
}

// State is one step of a procedure. It has either one way on (To), or a question
// with a way for each answer, or is an end.
type State struct {
	ID    string    `json:"id"`
	Title pack.Text `json:"title"` // at most 10 Chinese characters
	Role  string    `json:"role,omitempty"`
	// Do is what staff do: one to four lines of at most 30 Chinese characters; none
	// are needed at an end.
	Do []pack.Text `json:"do,omitempty"`
	// Say is what may be said to the customer: at most three sentences of at most 45
	// Chinese characters. What they tell of the case is an example, to be put as it
	// is. {date} stands for the day promised, or else for the earliest day on which a
	// running clock ends.
	Say []pack.Text `json:"say,omitempty"`
	// Hotlines are the numbers that the customer has a right to hear of here.
	Hotlines []string `json:"hotlines,omitempty"`
	// Verify lists what this state says that nobody has yet confirmed from a source.
	Verify []pack.Text `json:"verify,omitempty"`
	Record []Record    `json:"record,omitempty"`

	// Starts lists clocks that begin on entering; those that count from a record of
	// this very state begin on leaving it. Starting a clock that runs begins it anew.
	Starts []string `json:"starts,omitempty"`
	// Extends gives running clocks another, longer deadline, on leaving.
	Extends []Extension `json:"extends,omitempty"`
	// Pauses lists clocks that stand still from entering to leaving.
	Pauses []string `json:"pauses,omitempty"`
	// Stops lists clocks that are met, or pass into other hands, on leaving.
	Stops []string `json:"stops,omitempty"`

	Ask     pack.Text `json:"ask,omitempty"`
	Answers []Answer  `json:"answers,omitempty"`
	To      string    `json:"to,omitempty"`
	End     bool      `json:"end,omitempty"`
}

// Extension gives a clock another deadline, counted from the same day.
type Extension struct {
	Clock    string `json:"clock"`
	Deadline string `json:"deadline"`
}

// Answer is one answer to the question of a state, and where it leads.
type Answer struct {
	ID    string    `json:"id"`
	Title pack.Text `json:"title"`
	To    string    `json:"to"`
}

// Kinds of what is recorded.
const (
	Words  = "text"   // anything, at most MaxRecord characters
	Date   = "date"   // a day, such as 2026-11-22
	Choice = "choice" // the id of one of Choices
	YesNo  = "yes-no" // "yes" or "no"
)

// Record is something to be written down in a state. What is written may be
// personal: it must be masked before it is kept. An id that occurs in several
// states is the same thing written down again; the latest counts.
type Record struct {
	ID       string    `json:"id"`
	Title    pack.Text `json:"title"`
	Kind     string    `json:"kind"`
	Required bool      `json:"required,omitempty"` // the state cannot be left without it
	Choices  []Option  `json:"choices,omitempty"`
}

// Option is one value of a record of the kind Choice.
type Option struct {
	ID    string    `json:"id"`
	Title pack.Text `json:"title"`
}

// How days are counted, and how sure a fact is.
const (
	Natural   = "natural"   // calendar days
	Working   = "working"   // business days
	Confirmed = "confirmed" // the wording was read in a stored text
	ToVerify  = "to-verify" // from memory, or the text may have been revised
)

// Deadline is a time limit, with the rule it comes from.
type Deadline struct {
	ID     string    `json:"id"`
	Matter pack.Text `json:"matter"`
	// Days from the day named in From; 0 on the spot, below zero so many days before
	// it, nil where no rule sets a limit or it is still to be looked up.
	Days       *int      `json:"days,omitempty"`
	Counting   string    `json:"counting,omitempty"`
	From       pack.Text `json:"from"`
	Extension  pack.Text `json:"extension,omitempty"`
	Sources    []Source  `json:"sources"`
	Confidence string    `json:"confidence"`
	InHouse    *Term     `json:"in-house,omitempty"` // an example, not law
}

// Term is a number of days and how they are counted.
type Term struct {
	Days     int    `json:"days"`
	Counting string `json:"counting"`
}

// Source is the rule that a deadline comes from.
type Source struct {
	Document   pack.Text `json:"document"`
	Number     string    `json:"number,omitempty"`
	Year       int       `json:"year,omitempty"`
	Article    string    `json:"article,omitempty"`
	Since      string    `json:"since,omitempty"` // the day from which the version cited is in force
	Confidence string    `json:"confidence"`
}

// Hotline is a number that a customer may call, and what it is for.
type Hotline struct {
	Number     string    `json:"number"`
	For        pack.Text `json:"for"`
	Hours      pack.Text `json:"hours"`
	Confidence string    `json:"confidence"`
}

// Procedure gives a procedure by its id.
func (b *Book) Procedure(id string) (Procedure, bool) {
	for _, p := range b.Procedures {
		if p.ID == id {
			return p, true
		}
	}
	return Procedure{}, false
}

// Deadline gives a time limit by its id.
func (b *Book) Deadline(id string) (Deadline, bool) {
	for _, d := range b.Deadlines {
		if d.ID == id {
			return d, true
		}
	}
	return Deadline{}, false
}

// Hotline gives a hotline by its number.
func (b *Book) Hotline(number string) (Hotline, bool) {
	for _, h := range b.Hotlines {
		if h.Number == number {
			return h, true
		}
	}
	return Hotline{}, false
}

// state gives a state by its id.
func (p *Procedure) state(id string) (*State, bool) {
	for i := range p.States {
		if p.States[i].ID == id {
			return &p.States[i], true
		}
	}
	return nil, false
}

// clock gives a clock by its id.
func (p *Procedure) clock(id string) (Clock, bool) {
	for _, c := range p.Clocks {
		if c.ID == id {
			return c, true
		}
	}
	return Clock{}, false
}

// way is one way out of a state.
type way struct {
	answer string
	title  pack.Text // nil where nothing is asked
	to     string
}

// ways lists the ways out of a state, in the order of its answers.
func (s *State) ways() []way {
	if s.To != "" {
		return []way{{to: s.To}}
	}
	list := make([]way, len(s.Answers))
	for i, a := range s.Answers {
		list[i] = way{a.ID, a.Title, a.To}
	}
	return list
}

// records reports whether a state writes a record down.
func (s *State) records(id string) bool {
	_, ok := s.recordOf(id)
	return ok
}

// recordOf gives the record of a state by its id.
func (s *State) recordOf(id string) (Record, bool) {
	for _, r := range s.Record {
		if r.ID == id {
			return r, true
		}
	}
	return Record{}, false
}
