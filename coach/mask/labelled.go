package mask

import "strings"

// labelled finds what only the word beside it tells: codes, passwords, accounts of
// messengers.
func (f *finder) labelled() {
	for _, w := range f.words {
		switch {
		case w.class&passwordLabel != 0:
			f.password(w)
		case w.class&codeLabel != 0:
			f.code(f.skip(w.end), shortestCode, longestCode)
			f.codeBefore(w.start)
		case w.class&cvvLabel != 0:
			f.code(f.skip(w.end), len("123"), len("1234"))
		case w.class&chatLabel != 0:
			f.chat(f.skip(w.end))
		}
	}
}

// Lengths of one-time codes, passwords and names of chat accounts.
const (
	shortestCode     = 4
	longestCode      = 8
	shortestPassword = 4
	shortestWord     = 6 // of a password without a digit
	shortestName     = 6
	longestName      = 20
)

// code finds the code at i, after its label.
func (f *finder) code(i, shortest, longest int) {
	end := f.run(i)
	digits := count(f.cells[i:end], digit)
	if split := f.splitCode(i); split > 0 {
		end, digits = split, split-i-1
	}
	size := end - i
	if size < shortest || size > longest || digits < 2 || f.joined(end) || f.measured(end) || f.publicAt(i, end) {
		return
	}
	f.add(find{start: i, end: end, kind: Code, rank: rankSecret})
}

// splitCode gives the end of a code of six digits in two groups at i, or 0.
func (f *finder) splitCode(i int) int {
	n := f.numberAt(i)
	if n.sized == 2 && n.grouped(2, 3, 3) {
		return n.groups[1].end
	}
	return 0
}

// codeBefore finds the code that ends before its label, which is at i: four or six
// digits, "482913是验证码".
func (f *finder) codeBefore(i int) {
	for end := i - 3; i > end && strings.ContainsRune("是为的( ", f.at(i-1)); {
		i--
	}
	start := i
	for digit(f.at(start - 1)) {
		start--
	}
	size := i - start
	if size != 4 && size != 6 || f.joined(start-1) || f.priced(start) || f.fraction(start) || size == 4 && f.century(start) {
		return
	}
	f.add(find{start: start, end: i, kind: Code, rank: rankSecret})
}

// century reports whether the four digits at i are a year of our time.
func (f *finder) century(i int) bool {
	return f.at(i) == '1' && f.at(i+1) == '9' || f.at(i) == '2' && f.at(i+1) == '0'
}

// publicAt reports whether the cells are a number that anyone may call.
func (f *finder) publicAt(i, end int) bool {
	return allDigits(f.cells[i:end]) && public(f.digits(i, end))
}

// digits gives the cells as digits.
func (f *finder) digits(i, end int) []byte {
	list := make([]byte, 0, maxDigits)
	for _, c := range f.cells[i:end] {
		list = append(list, byte(c.r))
	}
	return list
}

// measured reports whether the cell at end makes the number before it an amount, a
// date or a count.
func (f *finder) measured(end int) bool {
	return !f.ends(end) || strings.ContainsRune("年月日天位次分秒个条万千百-~至到", f.at(end))
}

// password finds the password after its label: a row of visible ASCII with a digit
// in it, or, after a colon or "是", any longer word that does not read on.
func (f *finder) password(w word) {
	i := f.skip(w.end)
	end := f.visible(i)
	p := f.cells[i:end]
	announced := f.announced(w.end, i)
	switch {
	case len(p) < shortestPassword, f.measured(end), f.publicAt(i, end), count(p, masked) > 1:
		return
	case count(p, digit) == 0:
		if reads := f.at(end) == ' ' && letter(f.at(end+1)); len(p) < shortestWord || !announced || reads {
			return
		}
	case f.dateAt(i, end), !announced && count(p, figure) > 0:
		return
	}
	f.add(find{start: i, end: end, kind: Password, rank: rankSecret})
}

// figure tells the marks within amounts, times and ranges.
func figure(r rune) bool { return strings.ContainsRune("-/.:~%", r) }

// visible gives the cell after the visible ASCII from i on, without the marks that
// end a sentence.
func (f *finder) visible(i int) int {
	end := i
	for r := f.at(end); r > ' ' && r < 0x7F && !strings.ContainsRune("\"'()[]<>{},;", r); r = f.at(end) {
		end++
	}
	for end > i && strings.ContainsRune(".!?:/~-", f.at(end-1)) {
		end--
	}
	return end
}

// dateAt reports whether the cells are a date, with marks between or without.
func (f *finder) dateAt(i, end int) bool {
	parts := 1
	for _, c := range f.cells[i:end] {
		switch {
		case strings.ContainsRune("-/.", c.r):
			parts++
		case !digit(c.r):
			return false
		}
	}
	return parts == 3 || parts == 1 && stamped(f.digits(i, end))
}

// announced reports whether there is a colon or a "是" between a label and its
// value.
func (f *finder) announced(from, to int) bool {
	for _, c := range f.cells[from:to] {
		if strings.ContainsRune(":=是为", c.r) {
			return true
		}
	}
	return false
}

// chat finds the name of an account at i: a letter, then letters, digits, dashes.
func (f *finder) chat(i int) {
	end := i
	for alnum(f.at(end)) || f.at(end) == '_' || f.at(end) == '-' {
		end++
	}
	if size := end - i; letter(f.at(i)) && size >= shortestName && size <= longestName {
		f.add(find{start: i, end: end, kind: Account, rank: rankAccount})
	}
}
