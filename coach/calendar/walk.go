package calendar

// walk goes from day to day and notes what it passes.
type walk struct {
	day    Day
	step   Day // 1, or -1 to count back
	pauses []Pause
	due    Due
}

// begin stands on the day before the first that may count.
func (d Deadline) begin(event Day, pauses []Pause) *walk {
	w := &walk{day: event, step: 1, pauses: pauses}
	if d.Days < 0 {
		w.step = -1
	}
	if d.From == SameDay {
		w.day -= w.step
	}
	return w
}

// count goes on until the days of a term have passed.
func (w *walk) count(term Term) error {
	left := max(term.Days, -term.Days)
	if left > 0 {
		w.due.Terms = append(w.due.Terms, term)
	}
	for left > 0 {
		if err := w.next(); err != nil {
			return err
		}
		counts, err := w.counts(term.Counting)
		if err != nil {
			return err
		}
		if counts {
			left--
		}
	}
	return nil
}

// counts reports whether the day counts.
func (w *walk) counts(counting Counting) (bool, error) {
	if counting == Natural {
		return true, nil
	}
	return w.works()
}

// roll goes on to a working day. A term that ends in working days stands on one.
func (w *walk) roll() error {
	if w.due.Terms[len(w.due.Terms)-1].Counting == Working {
		return nil
	}
	for end := w.day; ; {
		works, err := w.works()
		if err != nil {
			return err
		}
		if works {
			w.due.Rolled = int(w.day - end)
			return nil
		}
		if err := w.next(); err != nil {
			return err
		}
	}
}

// next goes to the next day that is in no pause.
func (w *walk) next() error {
	for {
		w.day += w.step
		if !w.day.Valid() {
			return errRange
		}
		end := w.pausedUntil()
		if !end.Valid() {
			return nil
		}
		w.due.Paused += int(end-w.day) + 1
		w.day = end
	}
}

// pausedUntil gives the last day of a pause that the walk stands in, or no day.
func (w *walk) pausedUntil() Day {
	for _, p := range w.pauses {
		if p.From <= w.day && w.day <= p.To {
			return p.To
		}
	}
	return 0
}

// works reports whether the day is a working day, and notes it where that is not what
// the weekday alone would tell.
func (w *walk) works() (bool, error) {
	s, err := official().status(w.day)
	if err != nil {
		return false, err
	}
	w.due.Provisional = w.due.Provisional || s.provisional
	switch {
	case s.madeUp:
		w.due.MadeUp = append(w.due.MadeUp, w.day)
	case s.holiday != nil:
		w.passHoliday(s.holiday.Name)
	case !s.working:
		w.due.Weekends++
	}
	return s.working, nil
}

// passHoliday notes a day off, with those beside it of the same holiday.
func (w *walk) passHoliday(name map[string]string) {
	if n := len(w.due.Holidays); n > 0 && w.due.Holidays[n-1].Name["zh-CN"] == name["zh-CN"] {
		switch last := &w.due.Holidays[n-1]; w.day {
		case last.To + 1:
			last.To = w.day
			return
		case last.From - 1:
			last.From = w.day
			return
		}
	}
	w.due.Holidays = append(w.due.Holidays, Holiday{Name: name, From: w.day, To: w.day})
}
