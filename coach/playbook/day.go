package playbook

import "strconv"

// validDay reports whether s is a day of the calendar written as 2026-11-22. Days
// so written compare as strings.
func validDay(s string) bool {
	if len(s) != len("2026-11-22") || s[4] != '-' || s[7] != '-' {
		return false
	}
	year, okYear := digits(s[:4])
	month, okMonth := digits(s[5:7])
	day, okDay := digits(s[8:])
	return okYear && okMonth && okDay && year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

// digits reads a number of digits alone: no sign, no space.
func digits(s string) (int, bool) {
	n, err := strconv.ParseUint(s, 10, 16)
	return int(n), err == nil
}

// daysIn gives the length of a month of the Gregorian calendar.
func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
