package casebook

import (
	"io"
	"iter"
	"strings"

	"objectioncoach/coach/calendar"
)

// Text writes a case for the note of a customer record: what is known of it, a line
// each, then the talk.
func Text(c Case, locale string) string {
	var b strings.Builder
	for _, column := range columns {
		if column.field == "turns" || column.field == "walk" || column.field == "clocks" {
			continue
		}
		if s := column.write(&c.d, locale); s != "" {
			b.WriteString(column.heading(locale) + colon(locale) + s + "\n")
		}
	}
	for _, clock := range c.d.Clocks {
		b.WriteString(clockLine(clock, locale) + "\n")
	}
	if len(c.d.Turns) > 0 {
		b.WriteString("\n" + writeTalk(&c.d, locale) + "\n")
	}
	return b.String()
}

// clockLine tells of a time limit in words.
func clockLine(clock Clock, locale string) string {
	name := clock.Title
	if name == "" {
		name = clock.ID
	}
	words := [...]string{"时限：", "，最后一天 ", "，已于 ", " 停止"}
	if english(locale) {
		words = [...]string{"Time limit: ", ", last day ", ", stopped on ", ""}
	}
	s := words[0] + name + words[1] + clock.Due.String()
	if clock.Stopped != 0 {
		s += words[2] + clock.Stopped.String() + words[3]
	}
	return s
}

// ICS writes what is still to be done about cases as an iCalendar file: the days to
// come back to customers, and the last days of the clocks that run. Stamp is the moment
// of writing in milliseconds since 1970 in UTC. It fails where nothing is to be done.
func ICS(w io.Writer, cases iter.Seq[Case], stamp int64, locale string) error {
	return calendar.ICS(w, func(yield func(calendar.Event) bool) {
		for c := range cases {
			goOn := true
			c.d.pending(func(item DueItem) {
				goOn = goOn && yield(calendar.Event{
					UID:         c.d.ID + "/" + item.Clock + "@objection-coach",
					Day:         item.Day,
					Summary:     summary(&c.d, item, locale),
					Description: c.d.Promise,
				})
			})
			if !goOn {
				return
			}
		}
	}, stamp)
}

// summary says in a few words what is due: what to do, and about what.
func summary(d *Draft, item DueItem, locale string) string {
	what := "跟进"
	if english(locale) {
		what = "Follow up"
	}
	if item.Clock != "" {
		if what = item.Title; what == "" {
			what = item.Clock
		}
	}
	var about []string
	for _, id := range d.Topics {
		about = append(about, title(topics, id, locale))
	}
	if d.Product != "" {
		about = append(about, title(products, d.Product, locale))
	}
	if len(about) > 0 {
		what += colon(locale) + strings.Join(about, separator(locale))
	}
	return what
}
