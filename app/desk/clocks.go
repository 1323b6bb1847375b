package main

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach/calendar"
	"objectioncoach/coach/casebook"
	"objectioncoach/coach/playbook"
)

// clock is a timer of a walk with its days counted.
type clock struct {
	playbook.Timer
	deadline playbook.Deadline // the time limit it runs by; the zero one for a promise
	term     playbook.Term     // how long it is, and which days count
	due      calendar.Due      // with the zero Day where it cannot be counted
	beyond   *calendar.BeyondError
	wrong    error // any other reason why it cannot be counted
}

// promised reports whether the clock holds a day that somebody was promised.
func (c clock) promised() bool { return c.Deadline == "" }

// inLaw reports whether the clock is one of the law, not of the house or of one's word.
func (c clock) inLaw() bool { return !c.promised() && !c.InHouse }

// ends reports whether the clock still runs or pauses, towards a day that is known.
func (c clock) ends() bool { return c.Stopped == "" && c.due.Day.Valid() }

// countClocks counts the days of timers: those that run first, the earliest end first, those
// that cannot be counted after them, and the stopped ones last. A timer that was begun
// anew is not there.
func countClocks(book *playbook.Book, timers []playbook.Timer, today calendar.Day) []clock {
	var list []clock
	for _, timer := range timers {
		if timer.State != playbook.Replaced {
			list = append(list, countOne(book, timer, today))
		}
	}
	slices.SortStableFunc(list, func(a, b clock) int { return cmp.Or(a.rank()-b.rank(), int(a.due.Day-b.due.Day)) })
	return list
}

// rank orders clocks by what they still ask for.
func (c clock) rank() int {
	switch {
	case c.Stopped != "":
		return 2
	case !c.due.Day.Valid():
		return 1
	}
	return 0
}

func countOne(book *playbook.Book, timer playbook.Timer, today calendar.Day) clock {
	c := clock{Timer: timer, term: playbook.Term{Counting: playbook.Natural}}
	if c.promised() {
		c.due.Day, c.wrong = calendar.ParseDay(timer.Due)
		return c
	}
	c.deadline, _ = book.Deadline(timer.Deadline)
	switch {
	case timer.InHouse && c.deadline.InHouse != nil:
		c.term = *c.deadline.InHouse
	case !timer.InHouse && c.deadline.Days != nil:
		c.term = playbook.Term{Days: *c.deadline.Days, Counting: c.deadline.Counting}
	default:
		c.wrong = errors.New(timer.Deadline + " ?")
		return c
	}
	from, err := calendar.ParseDay(timer.From)
	if err != nil {
		c.wrong = err
		return c
	}
	var pauses []calendar.Pause
	if c.term.Days > 0 { // what is counted back cannot pause
		pauses = pausesOf(timer, today)
	}
	rule := calendar.Deadline{ID: timer.Deadline, Days: c.term.Days, Counting: calendar.Counting(c.term.Counting)}
	if c.due, err = rule.Due(from, pauses); err != nil && !errors.As(err, &c.beyond) {
		c.wrong = err
	}
	return c
}

// pausesOf gives the days that do not count. As with a term, the day on which a pause
// begins is left out, so that a pause of no night gains no day.
func pausesOf(timer playbook.Timer, today calendar.Day) []calendar.Pause {
	var list []calendar.Pause
	for _, p := range timer.Pauses {
		from, err := calendar.ParseDay(p.From)
		to, errTo := calendar.ParseDay(p.To)
		if p.To == "" {
			to, errTo = today, nil
		}
		if err == nil && errTo == nil && to > from {
			list = append(list, calendar.Pause{From: from + 1, To: to})
		}
	}
	return list
}

// nearest gives the clock that ends first; not ok where none runs.
func nearest(clocks []clock) (clock, bool) {
	if len(clocks) == 0 || !clocks[0].ends() {
		return clock{}, false
	}
	return clocks[0], true
}

// uncountedYear says in a line that a clock runs into a year whose holidays are not
// known; "" where none does.
func uncountedYear(w *words, clocks []clock) string {
	for _, c := range clocks {
		if c.Stopped == "" && c.beyond != nil {
			year, _, _ := c.beyond.Day.Date()
			return w.procedures.beyondShort(year)
		}
	}
	return ""
}

// caseClocks gives the clocks as a case keeps them: the latest run of each, those that
// cannot be counted left out. The promise that a customer waits for is no clock of a
// case but its follow-up day.
func caseClocks(clocks []clock, title func(clock) string) []casebook.Clock {
	var latest []clock
	follow, _ := followUp(clocks)
	for _, c := range clocks {
		at := slices.IndexFunc(latest, func(o clock) bool { return o.Clock == c.Clock })
		switch {
		case !c.due.Day.Valid() || c.Clock == follow.Clock:
		case at < 0:
			latest = append(latest, c)
		case c.Stopped == "" || latest[at].Stopped != "" && c.Stopped > latest[at].Stopped:
			latest[at] = c
		}
	}
	var list []casebook.Clock
	for _, c := range latest {
		kept := casebook.Clock{ID: c.Clock, Title: title(c), Due: c.due.Day}
		kept.Stopped, _ = calendar.ParseDay(c.Stopped) // no day while it runs
		list = append(list, kept)
	}
	return list
}

// followUp gives the promise on whose day one comes back to the customer: of those that
// run the first, else the one that was kept last. Not ok where nothing was promised.
func followUp(clocks []clock) (clock, bool) {
	var found clock
	for _, c := range clocks {
		if !c.promised() || !c.due.Day.Valid() {
			continue
		}
		if c.Stopped == "" {
			return c, true
		}
		if c.Stopped > found.Stopped || c.Stopped == found.Stopped && c.due.Day > found.due.Day {
			found = c
		}
	}
	return found, found.Clock != ""
}

// renderClocks draws the clocks of the law and those of the house side by side, the one
// that ends earlier first.
func (d *desk) renderClocks(w *words, m *matter, clocks []clock) app.UI {
	today := d.today()
	var law, house, stopped []clock
	for _, c := range clocks {
		switch {
		case c.Stopped != "":
			stopped = append(stopped, c)
		case c.inLaw():
			law = append(law, c)
		default:
			house = append(house, c)
		}
	}
	lanes := []app.UI{d.renderLane(w, w.procedures.house, house, clocks, today), d.renderLane(w, w.procedures.law, law, clocks, today)}
	if first, ok := nearest(clocks); ok && first.inLaw() {
		slices.Reverse(lanes)
	}
	body := []app.UI{app.Div().Class("oc-lanes").Body(lanes...)}
	if len(stopped) > 0 {
		var items []app.UI
		for _, c := range stopped {
			items = append(items, app.Li().Text(d.stoppedLine(w, c, today)))
		}
		body = append(body, app.Details().Class("oc-then").Body(
			app.Summary().Body(app.Span().Class("oc-muted").Text(w.procedures.stopped(len(stopped)))),
			app.Ul().Class("oc-plain", "oc-note").Body(items...),
		))
	}
	if _, ok := nearest(clocks); ok {
		body = append(body, app.Div().Class("oc-actions").Body(
			app.Button().Type("button").Class("oc-quiet").ID("oc-ics").Text(w.procedures.ics).OnClick(func(app.Context, app.Event) { d.saveICS(m) }, m.draft.ID),
		))
	}
	return app.Section().Class("oc-timers").Aria("label", w.procedures.clocks).Body(body...)
}

// renderLane draws the clocks of one side.
func (d *desk) renderLane(w *words, title string, lane, all []clock, today calendar.Day) app.UI {
	body := []app.UI{app.H2().Text(title)}
	if len(lane) == 0 {
		body = append(body, app.P().Class("oc-muted", "oc-clock").Text(w.procedures.noClock))
	}
	first, _ := nearest(all)
	mark := w.procedures.first
	if slices.ContainsFunc(all, func(c clock) bool { return c.Stopped == "" && !c.due.Day.Valid() }) {
		mark = w.procedures.firstKnown // one that cannot be counted may end before
	}
	for _, c := range lane {
		if c.ends() && c.due.Day == first.due.Day {
			body = append(body, d.renderClock(w, c, mark, today))
		} else {
			body = append(body, d.renderClock(w, c, "", today))
		}
	}
	return app.Div().Class("oc-lane").Body(body...)
}

// renderClock draws a clock, with a mark where it ends first.
func (d *desk) renderClock(w *words, c clock, first string, today calendar.Day) app.UI {
	p := &w.procedures
	title := []app.UI{app.Strong().Text(c.Title.In(w.lang))}
	class := "oc-clock"
	if first != "" {
		title = append(title, app.Span().Class("oc-chip", "oc-first").Text(first))
		class += " oc-clock-first"
	}
	body := []app.UI{app.P().Class("oc-clock-title").Body(title...)}
	switch {
	case c.beyond != nil:
		body = append(body, app.P().Class("oc-clock-open").Text(p.beyond(dayIn(w, c.beyond.Coverage.Last, 0), c.beyond.Day)))
	case c.wrong != nil:
		body = append(body, app.P().Class("oc-clock-open").Text(p.uncounted+c.wrong.Error()))
	default:
		if c.due.Day < today {
			class += " oc-overdue"
		}
		body = append(body,
			app.P().Class("oc-clock-day").Body(app.Time().DateTime(c.due.Day.String()).Text(dayIn(w, c.due.Day, today))),
			app.P().Class("oc-clock-left").Text(d.left(w, c, today)))
	}
	if c.State == playbook.Paused {
		body = append(body, app.P().Class("oc-clock-open").Text(p.paused(readDay(w, c.Pauses[len(c.Pauses)-1].From, today))))
	}
	if note := c.mayMove(w); note != "" {
		body = append(body, app.P().Class("oc-muted").Text(note))
	}
	return app.Div().Class(class).Body(append(body, d.renderRule(w, c, today)...)...)
}

// mayMove tells why the last day may still move; "" where it stands.
func (c clock) mayMove(w *words) string {
	switch {
	case !c.due.Provisional:
		return ""
	case c.due.Day > calendar.Known().Ordered:
		year, _, _ := c.due.Day.Date()
		return w.procedures.unordered(year)
	}
	return w.procedures.provisional
}

// left tells how many days are left, in the days that the rule counts. Days that are
// over are always those of the calendar.
func (d *desk) left(w *words, c clock, today calendar.Day) string {
	switch days := calendar.Left(today, c.due.Day); {
	case days < 0:
		return w.procedures.over(-days)
	case days == 0:
		return w.procedures.dueToday
	case c.term.Counting == playbook.Working:
		if working, err := calendar.WorkingLeft(today, c.due.Day); err == nil {
			return w.procedures.workingLeft(working)
		}
		return w.procedures.naturalLeft(days)
	default:
		return w.procedures.naturalLeft(days)
	}
}

// renderRule draws where a clock comes from.
func (d *desk) renderRule(w *words, c clock, today calendar.Day) []app.UI {
	p := &w.procedures
	if c.promised() {
		return []app.UI{app.P().Class("oc-rule").Text(p.promise)}
	}
	if c.InHouse {
		return []app.UI{app.P().Class("oc-rule").Text(p.inHouse(c.term) + p.counted(readDay(w, c.From, today)))}
	}
	var parts []app.UI
	for _, source := range c.deadline.Sources {
		parts = append(parts, renderSource(w, source))
	}
	if c.deadline.Confidence != playbook.Confirmed && !slices.ContainsFunc(c.deadline.Sources, func(s playbook.Source) bool { return s.Confidence != playbook.Confirmed }) {
		parts = append(parts, app.P().Class("oc-rule").Body(verifyMark(w)))
	}
	notes := []app.UI{app.P().Text(c.deadline.Matter.In(w.lang)), app.P().Text(p.term(c.term) + p.counted(readDay(w, c.From, today)))}
	if names := holidayNames(w, c.due); names != "" {
		notes = append(notes, app.P().Text(p.passes+names))
	}
	if extension := c.deadline.Extension.In(w.lang); extension != "" {
		notes = append(notes, app.P().Text(extension))
	}
	return append(parts, app.Details().Class("oc-then").Body(
		app.Summary().Body(app.Span().Class("oc-muted").Text(p.howCounted)),
		app.Div().Class("oc-note").Body(notes...),
	))
}

// renderSource names a rule: document, number and article, and whether anybody has yet
// held it against its text.
func renderSource(w *words, s playbook.Source) app.UI {
	line := []app.UI{app.Text(w.procedures.source(s.Document.In(w.lang), s.Number, s.Article))}
	if s.Confidence != playbook.Confirmed {
		line = append(line, verifyMark(w))
	}
	return app.P().Class("oc-rule").Body(line...)
}

// verifyMark marks what nobody has yet confirmed from a source.
func verifyMark(w *words) app.UI {
	return app.Span().Class("oc-chip", "oc-verify").Title(w.procedures.toVerifyTitle).Text(w.procedures.toVerify)
}

// holidayNames lists the holidays that a count passed over.
func holidayNames(w *words, due calendar.Due) string {
	names := ""
	for _, h := range due.Holidays {
		if names != "" {
			names += w.procedures.comma
		}
		names += h.Name[w.lang]
	}
	return names
}

// stoppedLine tells when a clock was met, and whether in time.
func (d *desk) stoppedLine(w *words, c clock, today calendar.Day) string {
	line := c.Title.In(w.lang) + w.procedures.met(readDay(w, c.Stopped, today))
	if stopped, err := calendar.ParseDay(c.Stopped); err == nil && c.due.Day.Valid() && stopped > c.due.Day {
		line += w.procedures.comma + w.procedures.over(calendar.Left(c.due.Day, stopped))
	}
	return line
}

// readDay gives a written day as people read it; what is no day, as it stands.
func readDay(w *words, written string, today calendar.Day) string {
	day, err := calendar.ParseDay(written)
	if err != nil {
		return written
	}
	return dayIn(w, day, today)
}

// dayIn gives a day as it is read, with its year where that is not today's.
func dayIn(w *words, day, today calendar.Day) string {
	year, month, date := day.Date()
	if this, _, _ := today.Date(); this == year {
		year = 0
	}
	return w.procedures.day(year, month, date, day.Weekday())
}

// saveICS hands out the days that are still to be kept, as a file for other calendars.
func (d *desk) saveICS(m *matter) {
	w := d.words()
	file, err := d.ics(m, time.Now().UnixMilli())
	if err != nil {
		d.status = err.Error()
		return
	}
	page.Save(m.walk.Procedure+"-"+d.today().String()+".ics", "text/calendar", file)
	d.status = w.procedures.saved
}

// ics writes an event for each clock that runs. Their names are those by which the
// casebook exports the same days, so that a calendar has each of them once.
func (d *desk) ics(m *matter, stamp int64) (string, error) {
	w := d.words()
	clocks := countClocks(d.playbook, m.view.Timers, d.today())
	follow, _ := followUp(clocks)
	var events []calendar.Event
	for _, c := range clocks {
		if !c.ends() {
			continue
		}
		name := c.Clock
		if c.Clock == follow.Clock {
			name = ""
		}
		description := w.procedures.promise
		switch {
		case c.InHouse:
			description = w.procedures.inHouse(c.term)
		case c.inLaw():
			description = c.deadline.Matter.In(w.lang)
			for _, s := range c.deadline.Sources {
				description += "\n" + w.procedures.source(s.Document.In(w.lang), s.Number, s.Article)
				if s.Confidence != playbook.Confirmed {
					description += " " + w.procedures.toVerify
				}
			}
		}
		if note := c.mayMove(w); note != "" {
			description += "\n" + note
		}
		events = append(events, calendar.Event{
			UID: m.draft.ID + "/" + name + "@objection-coach", Day: c.due.Day,
			Summary: m.view.Title.In(w.lang) + " · " + c.Title.In(w.lang), Description: description,
		})
	}
	var file strings.Builder
	err := calendar.ICS(&file, slices.Values(events), stamp)
	return file.String(), err
}
