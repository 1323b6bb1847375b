package mask

import "strings"

// numbers finds identity numbers, cards, telephones and accounts.
func (f *finder) numbers() {
	for i := range f.cells {
		switch r := f.cells[i].r; {
		case r == '+' && digit(f.at(i+1)) && !f.joined(i-1):
			n := f.numberAt(i + 1)
			f.abroad(i, &n)
		case r == '一' || r == '幺':
			f.spoken(i)
		case r == '(' && f.at(i+1) == '0':
			f.bracketed(i)
		case digit(r) && !f.joined(i-1) && !f.fraction(i):
			f.numberFrom(i)
		}
	}
}

// fraction reports whether the digits at i are behind a decimal point.
func (f *finder) fraction(i int) bool { return f.at(i-1) == '.' && digit(f.at(i-2)) }

// numberFrom tries all that a number at i may be.
func (f *finder) numberFrom(i int) {
	n := f.numberAt(i)
	if n.count < shortestChat {
		return
	}
	label := f.labelOf(i)
	f.idCard(i, &n, label)
	if label&plainLabel != 0 || f.priced(i) {
		return
	}
	f.card(i, &n, label)
	f.mobile(i, &n, label)
	f.landline(i, &n, label)
	f.account(i, &n, label)
}

// add notes a find.
func (f *finder) add(p find) { f.found = append(f.found, p) }

// priced reports whether a sign of money stands before i.
func (f *finder) priced(i int) bool {
	if f.at(i-1) == ' ' {
		i--
	}
	return strings.ContainsRune("¥$€£", f.at(i-1))
}

// ends reports whether a number may end before the cell at end: not within a
// longer one, nor before a decimal or a unit of money.
func (f *finder) ends(end int) bool {
	if f.joined(end) || f.at(end) == '.' && digit(f.at(end+1)) {
		return false
	}
	if f.at(end) == ' ' {
		end++
	}
	return !strings.ContainsRune("元块亿份股%", f.at(end))
}
