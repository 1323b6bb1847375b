package calendar

import (
	"bufio"
	"errors"
	"io"
	"iter"
	"strings"
	"unicode/utf8"
)

// Event is a day to put into another calendar.
type Event struct {
	// UID names the event for good: an event that is exported again under the same UID
	// replaces the one before.
	UID         string
	Day         Day
	Summary     string
	Description string // may have several lines; left out where empty
}

var (
	errNoEvents = errors.New("there is nothing to export: an iCalendar file needs at least one event")
	errUID      = errors.New("every event to export needs a UID of its own")
	errLastDay  = errors.New("an event needs a day before 9999-12-31")
)

// ICS writes events, one after the other, as an iCalendar file (RFC 5545): each lasts all
// day, keeps nobody busy and reminds a day before. Stamp is the moment of writing, in
// milliseconds since 1970 in UTC. Control characters other than tabs and line ends are
// left out, and broken UTF-8 becomes U+FFFD. Where it fails, what was written is no file.
func ICS(w io.Writer, events iter.Seq[Event], stamp int64) error {
	stamped, err := utc(stamp)
	if err != nil {
		return err
	}
	file := icsFile{bufio.NewWriter(w)}
	file.add("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Objection Coach//Calendar//ZH", "CALSCALE:GREGORIAN")
	seen := map[string]bool{}
	for event := range events {
		uid := escaped(event.UID)
		if uid == "" || seen[uid] {
			return errUID
		}
		seen[uid] = true
		if !event.Day.Valid() || event.Day == LastDay {
			return errLastDay
		}
		file.event(event, uid, stamped)
	}
	if len(seen) == 0 {
		return errNoEvents
	}
	file.add("END:VCALENDAR")
	return file.Flush()
}

// icsFile is a file of content lines.
type icsFile struct{ *bufio.Writer }

// event adds one event. The end of an event that lasts all day is the day after, which
// no longer belongs to it (RFC 5545, 3.6.1).
func (f icsFile) event(event Event, uid, stamped string) {
	summary := escaped(event.Summary)
	f.add("BEGIN:VEVENT", "UID:"+uid, "DTSTAMP:"+stamped,
		"DTSTART;VALUE=DATE:"+event.Day.write(""), "DTEND;VALUE=DATE:"+(event.Day+1).write(""), "SUMMARY:"+summary)
	if event.Description != "" {
		f.add("DESCRIPTION:" + escaped(event.Description))
	}
	f.add("TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D", "DESCRIPTION:"+summary, "END:VALARM", "END:VEVENT")
}

// lineLength is how many octets a line may have without its end (RFC 5545, 3.1).
const lineLength = 75

// add writes lines, and goes on with one that is too long on the next, behind a space.
func (f icsFile) add(lines ...string) {
	for _, line := range lines {
		room := lineLength
		for len(line) > room {
			cut := room
			for !utf8.RuneStart(line[cut]) {
				cut--
			}
			f.WriteString(line[:cut] + "\r\n ")
			line = line[cut:]
			room = lineLength - 1
		}
		f.WriteString(line + "\r\n")
	}
}

var (
	lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")
	marks    = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)
)

// escaped writes a text as the value of a property (RFC 5545, 3.3.11).
func escaped(text string) string {
	text = lineEnds.Replace(strings.ToValidUTF8(text, "\ufffd"))
	return marks.Replace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0x7f {
			return -1
		}
		return r
	}, text))
}
