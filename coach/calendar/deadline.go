package calendar

import (
	"errors"
	"strconv"
)

// Counting says which days of a term count.
type Counting string

const (
	// Natural counts every day ("日").
	Natural Counting = "natural"
	// Working counts working days only ("工作日").
	Working Counting = "working"
)

// From says where a term begins.
type From string

const (
	// NextDay leaves the day of the event out: the day after is the first, as in
	// article 201 of the Civil Code. An empty From means the same.
	NextDay From = "next-day"
	// SameDay counts the day of the event as the first.
	SameDay From = "same-day"
)

// MaxDays bounds a term, either way: more is a slip of the pen.
const MaxDays = 10_000

// Deadline is a time limit as a rule lays it down. A rule that names no number of days
// has none.
type Deadline struct {
	ID string `json:"id"`
	// Days is the length of the term; 0 is on the spot. Below zero so many days
	// before the event, the last day on which to act.
	Days     int      `json:"days"`
	Counting Counting `json:"counting"`
	From     From     `json:"from,omitempty"`
	// Rolls moves a last day that is no working day to the next one, as in article
	// 203 of the Civil Code, whose "statutory days off" are taken to be weekends too.
	// A regulator's "within so many days" may not be moved, so a rule must say so.
	Rolls bool `json:"rolls,omitempty"`
	// Minimum says that the term may not be shorter, but may be longer: its day is
	// the soonest end, not a day to act by.
	Minimum    bool        `json:"minimum,omitempty"`
	Extensions []Extension `json:"extensions,omitempty"` // in the order in which they are granted

	granted int // how many of Extensions
}

// Extension is more time that may be granted.
type Extension struct {
	Days     int      `json:"days"`
	Counting Counting `json:"counting"`
	// Whole says that Days counts from the event, in place of the term before ("thirty
	// days where the matter is complex"); else it is added to that term.
	Whole bool `json:"whole,omitempty"`
	// Approval says, by locale, who grants it and who must be told.
	Approval map[string]string `json:"approval,omitempty"`
}

// Pause is a stretch of days, both ends in it, that do not count. Of one that still
// runs, To is today: the last day then moves on day by day.
type Pause struct {
	From Day `json:"from"`
	To   Day `json:"to"`
}

// Extended gives the deadline with the first n of its extensions granted.
func (d Deadline) Extended(n int) Deadline {
	d.granted = n
	return d
}

// Check says what is wrong with a deadline as it is written down.
func (d Deadline) Check() error {
	switch {
	case d.Days < -MaxDays || d.Days > MaxDays:
		return d.wrong("its days must lie between -" + strconv.Itoa(MaxDays) + " and " + strconv.Itoa(MaxDays))
	case !d.Counting.valid():
		return d.wrong(`its counting is "` + string(d.Counting) + `", and must be "natural" or "working"`)
	case d.From != "" && d.From != NextDay && d.From != SameDay:
		return d.wrong(`it counts from "` + string(d.From) + `", and must count from "next-day" or "same-day"`)
	case d.Days < 0 && (d.Rolls || len(d.Extensions) > 0):
		return d.wrong("it counts back from an event, and such a term neither rolls nor is extended")
	case d.granted < 0 || d.granted > len(d.Extensions):
		return d.wrong(strconv.Itoa(d.granted) + " extensions were granted, and it has " + strconv.Itoa(len(d.Extensions)))
	}
	for _, e := range d.Extensions {
		if e.Days < 1 || e.Days > MaxDays || !e.Counting.valid() {
			return d.wrong(`an extension must have from 1 to ` + strconv.Itoa(MaxDays) + ` days, "natural" or "working"`)
		}
	}
	return nil
}

func (d Deadline) wrong(what string) error {
	return errors.New(`the deadline "` + d.ID + `": ` + what)
}

func (c Counting) valid() bool { return c == Natural || c == Working }

// terms lists what is counted one after another with the extensions granted.
func (d Deadline) terms() []Term {
	terms := []Term{{d.Days, d.Counting}}
	for _, e := range d.Extensions[:d.granted] {
		if e.Whole {
			terms = terms[:0]
		}
		terms = append(terms, Term{e.Days, e.Counting})
	}
	return terms
}
