package calendar

import "errors"

// Due is the last day of a term, and how it was counted.
type Due struct {
	ID       string    `json:"id"`
	Day      Day       `json:"day"`                // the last day, up to its end
	Terms    []Term    `json:"terms,omitempty"`    // what was counted one after another; nothing on the spot
	Holidays []Holiday `json:"holidays,omitempty"` // passed over, as far as they were, in the order met
	Weekends int       `json:"weekends,omitempty"` // days of ordinary weekends passed over
	MadeUp   []Day     `json:"madeUp,omitempty"`   // days of weekends that count as working days here
	Paused   int       `json:"paused,omitempty"`   // days passed over in pauses, whatever days they are
	Rolled   int       `json:"rolled,omitempty"`   // days by which the last day moved for being no working day
	// Provisional says that the count met days that the next order may still change: those
	// after Coverage.Ordered, and the week before.
	Provisional bool `json:"provisional,omitempty"`
	Minimum     bool `json:"minimum,omitempty"` // as Deadline.Minimum
}

// Term is a number of days that was counted; below zero, back.
type Term struct {
	Days     int      `json:"days"`
	Counting Counting `json:"counting"`
}

var (
	errPause = errors.New("a pause needs a first and a last day, the first not after the last")
	errBack  = errors.New("a term that is counted back from an event cannot pause")
	errRange = errors.New("the term leaves the years 1 to 9999")
)

// Due counts the term from the day of the event, leaving out the days of pauses; they
// may overlap and come in any order. Where it must know whether a day is a working
// day, and does not, the error is a *BeyondError. Natural days need no holidays
// unless the last day rolls.
func (d Deadline) Due(event Day, pauses []Pause) (Due, error) {
	if err := d.Check(); err != nil {
		return Due{}, err
	}
	if !event.Valid() {
		return Due{}, errNoDay
	}
	if d.Days < 0 && len(pauses) > 0 {
		return Due{}, errBack
	}
	for _, p := range pauses {
		if !p.From.Valid() || !p.To.Valid() || p.To < p.From {
			return Due{}, errPause
		}
	}
	w := d.begin(event, pauses)
	for _, term := range d.terms() {
		if err := w.count(term); err != nil {
			return Due{}, err
		}
	}
	if len(w.due.Terms) == 0 { // on the spot: nothing to count, nothing to roll
		w.day = event
	} else if d.Rolls {
		if err := w.roll(); err != nil {
			return Due{}, err
		}
	}
	w.due.ID, w.due.Day, w.due.Minimum = d.ID, w.day, d.Minimum
	return w.due, nil
}

// Earliest gives the due that comes first, the first in the list among those on one
// day: of several clocks, the one to keep to. Minimum terms are passed over, since
// they ask for nothing by their day. It is false where no other is left.
func Earliest(dues []Due) (Due, bool) {
	var earliest Due
	for _, due := range dues {
		if !due.Minimum && (!earliest.Day.Valid() || due.Day < earliest.Day) {
			earliest = due
		}
	}
	return earliest, earliest.Day.Valid()
}

// Left gives how many natural days are left from today to the last day of a term: 0
// on the last day itself, below zero when it is over.
func Left(today, due Day) int { return int(due - today) }

// WorkingLeft gives how many working days lie after today up to the last day of a
// term, that day included; when it is over, how many passed since, below zero. A day
// whose holidays are not known gives a *BeyondError.
func WorkingLeft(today, due Day) (int, error) {
	if !today.Valid() || !due.Valid() {
		return 0, errNoDay
	}
	if today > due {
		passed, err := WorkingLeft(due, today)
		return -passed, err
	}
	left := 0
	for day := today + 1; day <= due; day++ {
		works, err := Workday(day)
		if err != nil {
			return 0, err
		}
		if works {
			left++
		}
	}
	return left, nil
}
