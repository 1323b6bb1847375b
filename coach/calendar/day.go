// Package calendar counts time limits in calendar days and in working days of
// mainland China, and writes them out for other calendars. It knows no clock: today
// comes in as a value.
package calendar

import (
	"errors"
	"strconv"
)

// Day is a civil date without time or zone: 1 is 1 January of the year 1 in the
// Gregorian calendar, LastDay 31 December 9999. The zero Day is no day. Days are
// compared with < and ==, and their difference is a number of days.
type Day int32

// LastDay is 31 December 9999, the last that can be written with four figures.
const LastDay Day = 3_652_059

var errNoDay = errors.New("there is no such day: a day is written 2026-11-22, from 0001-01-01 to 9999-12-31")

// daysBefore holds how many days of a common year lie before each month.
var daysBefore = [...]int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365}

// NewDay gives the day of a year from 1 to 9999, a month from 1 and a day of the
// month from 1, or an error where the calendar has no such day.
func NewDay(year, month, day int) (Day, error) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > monthLength(year, month) {
		return 0, errNoDay
	}
	return Day(beforeYear(year) + beforeMonth(year, month) + day), nil
}

// ParseDay reads a day as String writes it.
func ParseDay(s string) (Day, error) {
	if len(s) != len("2026-11-22") || s[4] != '-' || s[7] != '-' {
		return 0, errNoDay
	}
	year, month, day := number(s[:4]), number(s[5:7]), number(s[8:])
	return NewDay(year, month, day)
}

// number reads figures, and gives -1 for anything else: strconv would take a sign.
func number(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			return -1
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// Valid reports whether d is a day at all.
func (d Day) Valid() bool { return d >= 1 && d <= LastDay }

// Date gives year, month and day of the month, each from 1; of no day, three zeros.
func (d Day) Date() (year, month, day int) {
	if !d.Valid() {
		return 0, 0, 0
	}
	passed := int(d) - 1
	year = passed*400/146_097 + 1 // 400 years have 146,097 days: the year, or the one before
	if beforeYear(year+1) <= passed {
		year++
	}
	passed -= beforeYear(year)
	month = passed/31 + 1 // the month, or the one before
	if beforeMonth(year, month+1) <= passed {
		month++
	}
	return year, month, passed - beforeMonth(year, month) + 1
}

// Weekday gives 1 for Monday to 7 for Sunday, as ISO 8601 counts.
func (d Day) Weekday() int { return (int(d)-1)%7 + 1 }

// String writes the day as 2026-11-22, and no day as nothing.
func (d Day) String() string { return d.write("-") }

// write puts a sign between year, month and day.
func (d Day) write(between string) string {
	if !d.Valid() {
		return ""
	}
	year, month, day := d.Date()
	return figures(year, 4) + between + figures(month, 2) + between + figures(day, 2)
}

// figures writes n with zeros in front.
func figures(n, width int) string {
	s := strconv.Itoa(n)
	for len(s) < width {
		s = "0" + s
	}
	return s
}

// MarshalText writes the day as String does; no day is an error.
func (d Day) MarshalText() ([]byte, error) {
	if !d.Valid() {
		return nil, errNoDay
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads a day as ParseDay does.
func (d *Day) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDay(string(text))
	return err
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func beforeYear(year int) int {
	years := year - 1
	return years*365 + years/4 - years/100 + years/400
}

func beforeMonth(year, month int) int {
	if month > 2 && leap(year) {
		return daysBefore[month-1] + 1
	}
	return daysBefore[month-1]
}

func monthLength(year, month int) int { return beforeMonth(year, month+1) - beforeMonth(year, month) }
