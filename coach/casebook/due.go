package casebook

import (
	"cmp"
	"slices"
	"strings"

	"objectioncoach/coach/calendar"
)

// DueWhen is when something is due, seen from a day.
type DueWhen string

// When something is due.
const (
	Overdue  DueWhen = "overdue"
	DueToday DueWhen = "today"
	DueSoon  DueWhen = "soon" // in the next seven days, today not counted
)

// soon is how many days lie ahead in DueSoon.
const soon = 7

// DueItem is one thing that is still to be done about a case.
type DueItem struct {
	ID    string       `json:"id"`              // of the case
	Day   calendar.Day `json:"day"`             // the last day to do it
	Clock string       `json:"clock,omitempty"` // id of the clock; "" for coming back to the customer
	Title string       `json:"title,omitempty"` // of the clock
}

// DueList is what is still to be done, the soonest first.
type DueList struct {
	Overdue []DueItem `json:"overdue"`
	Today   []DueItem `json:"today"`
	Soon    []DueItem `json:"soon"` // in the next seven days, today not counted
}

// Due lists what is overdue, due today and due in the next seven days.
func (b *Book) Due(today calendar.Day) DueList {
	list := DueList{Overdue: []DueItem{}, Today: []DueItem{}, Soon: []DueItem{}}
	for _, e := range b.entries {
		e.c.d.pending(func(item DueItem) {
			switch when(item.Day, today) {
			case Overdue:
				list.Overdue = append(list.Overdue, item)
			case DueToday:
				list.Today = append(list.Today, item)
			case DueSoon:
				list.Soon = append(list.Soon, item)
			}
		})
	}
	for _, items := range [][]DueItem{list.Overdue, list.Today, list.Soon} {
		slices.SortFunc(items, func(x, y DueItem) int {
			return cmp.Or(cmp.Compare(x.Day, y.Day), strings.Compare(x.ID, y.ID), strings.Compare(x.Clock, y.Clock))
		})
	}
	return list
}

// when tells how a last day lies to today; "" where it is further off.
func when(day, today calendar.Day) DueWhen {
	switch {
	case day < today:
		return Overdue
	case day == today:
		return DueToday
	case day <= today+soon:
		return DueSoon
	}
	return ""
}

// holds reports whether something of a case is due then.
func (w DueWhen) holds(d *Draft, today calendar.Day) bool {
	found := false
	d.pending(func(item DueItem) { found = found || when(item.Day, today) == w })
	return found
}

// pending calls f with what is still to be done about a case.
func (d *Draft) pending(f func(DueItem)) {
	if d.FollowUp != 0 && d.FollowedUp == 0 {
		f(DueItem{ID: d.ID, Day: d.FollowUp})
	}
	for i := range d.Clocks {
		if clock := &d.Clocks[i]; clock.Stopped == 0 {
			f(DueItem{d.ID, clock.Due, clock.ID, clock.Title})
		}
	}
}

// soonest is the first day on which something is due, or a day after all others.
func (d *Draft) soonest() calendar.Day {
	first := calendar.LastDay
	d.pending(func(item DueItem) { first = min(first, item.Day) })
	return first
}

// Pending reports whether something is still to be done about a case.
func (d *Draft) Pending() bool { return d.soonest() < calendar.LastDay }
