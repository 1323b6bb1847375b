package casebook

import (
	"strconv"
	"strings"

	"objectioncoach/coach/calendar"
)

const (
	dayLength = 24 * 60 * 60 * 1000
	ahead     = 8 * 60 * 60 * 1000 // of UTC, in Shanghai
)

// unixDay is 1 January 1970.
var unixDay = day(1970, 1, 1)

// momentOf gives the moment at which a day begins in Shanghai.
func momentOf(d calendar.Day) int64 { return int64(d-unixDay)*dayLength - ahead }

// dayOf gives the day that it is in Shanghai at a moment of a case.
func dayOf(moment int64) calendar.Day { return unixDay + calendar.Day((moment+ahead)/dayLength) }

// clockTime writes the time of a day, with thousandths of a second where there are any.
func clockTime(moment int64) string {
	ms := int((moment + ahead) % dayLength)
	s := two(ms/3_600_000) + ":" + two(ms/60_000%60) + ":" + two(ms/1000%60)
	if rest := ms % 1000; rest != 0 {
		s += "." + strconv.Itoa(1000 + rest)[1:]
	}
	return s
}

func two(n int) string { return strconv.Itoa(100 + n)[1:] }

// writeMoment writes a moment as a spreadsheet reads it, in the time of Shanghai.
func writeMoment(moment int64) string { return dayOf(moment).String() + " " + clockTime(moment) }

// parseMoment reads a moment as writeMoment or a spreadsheet writes it. A day alone is
// its beginning, and a time without its distance from UTC that of Shanghai.
func parseMoment(s string) (int64, bool) {
	date, rest, _ := strings.Cut(strings.Replace(s, "T", " ", 1), " ")
	d, ok := parseDay(date)
	if !ok {
		return 0, false
	}
	ms, offset, ok := parseClock(strings.TrimSpace(rest))
	return momentOf(d) + ahead + ms - offset, ok
}

// parseClock reads the time of a day in milliseconds, and how far it is ahead of UTC.
func parseClock(s string) (ms, offset int64, ok bool) {
	offset = ahead
	if s == "" {
		return 0, offset, true
	}
	switch at := strings.LastIndexAny(s, "Z+-"); {
	case at < 0:
	case s[at] == 'Z' && at == len(s)-1:
		s, offset = s[:at], 0
	case s[at] == 'Z':
		return 0, 0, false
	default:
		if offset, ok = parseUnits(s[at+1:], 2); !ok {
			return 0, 0, false
		}
		if s[at] == '-' {
			offset = -offset
		}
		s = s[:at]
	}
	s, fraction, _ := strings.Cut(s, ".")
	if ms, ok = parseUnits(s, 3); !ok {
		return 0, 0, false
	}
	if fraction != "" {
		if fraction = (fraction + "00")[:3]; number(fraction) < 0 {
			return 0, 0, false
		}
		ms += int64(number(fraction))
	}
	return ms, offset, true
}

// parseUnits reads hours and minutes, and seconds where there may be three units, with
// colons between them.
func parseUnits(s string, most int) (ms int64, ok bool) {
	parts := strings.Split(s, ":")
	if len(parts) < 2 || len(parts) > most {
		return 0, false
	}
	unit := int64(3_600_000)
	for i, part := range parts {
		n := number(part)
		if n < 0 || len(part) > 2 || i == 0 && n > 23 || n > 59 {
			return 0, false
		}
		ms += int64(n) * unit
		unit /= 60
	}
	return ms, true
}

// parseDay reads a day as people and spreadsheets write it: 2026-11-22, 2026/11/22,
// 2026.1.2, 20261122 and 2026年11月22日.
func parseDay(s string) (calendar.Day, bool) {
	if len(s) == 8 && number(s) >= 0 {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	parts := strings.Split(dayMarks.Replace(s), "-")
	if len(parts) != 3 || len(parts[0]) != 4 || len(parts[1]) > 2 || len(parts[2]) > 2 {
		return 0, false
	}
	d, err := calendar.NewDay(number(parts[0]), number(parts[1]), number(parts[2]))
	return d, err == nil
}

var dayMarks = strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-", "日", "")

// number reads figures, and gives -1 for anything else.
func number(s string) int {
	if s == "" || len(s) > 8 {
		return -1
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}
