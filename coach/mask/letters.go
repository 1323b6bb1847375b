package mask

import "strings"

// letters finds what is written in letters and digits: mail addresses, passports
// and number plates.
func (f *finder) letters() {
	for i := range f.cells {
		r := f.cells[i].r
		switch {
		case r == '@':
			f.email(i)
		case alnum(r) && !f.joined(i-1):
			f.passport(i)
		case strings.ContainsRune(plateRegions, r):
			f.plate(i)
		}
	}
}

// run gives the cell after the letters and digits from i on.
func (f *finder) run(i int) int {
	for alnum(f.at(i)) {
		i++
	}
	return i
}

// email finds a mail address by its @, which is at i.
func (f *finder) email(i int) {
	start := i
	for alnum(f.at(start-1)) || strings.ContainsRune("._%+-", f.at(start-1)) {
		start--
	}
	end := f.domain(i + 1)
	if start == i || f.at(start-1) == '*' || end == 0 {
		return
	}
	f.add(find{start: start, end: end, kind: Email, rank: rankEmail})
}

// Lengths of the last part of a domain.
const (
	shortestTop = 2
	longestTop  = 24
)

// domain gives the cell after the domain at i, or 0 if there is none: parts of
// letters, digits and dashes with points between, the last one of letters. Digits
// that follow without a space are the number written after it.
func (f *finder) domain(i int) int {
	end := 0
	for parts := 1; ; parts++ {
		start := i
		for alnum(f.at(i)) || f.at(i) == '-' {
			i++
		}
		if i == start {
			return end
		}
		top := start
		for letter(f.at(top)) {
			top++
		}
		if size := top - start; parts > 1 && size >= shortestTop && size <= longestTop && f.at(top) != '-' {
			end = top
		}
		if f.at(i) != '.' {
			return end
		}
		i++
	}
}

// Lengths of the numbers of passports and permits.
const (
	shortestPassport = 7
	longestPassport  = 11
)

// passport finds the numbers of passports and permits, by a word near them: their
// forms are those of many other numbers.
func (f *finder) passport(i int) {
	end := f.run(i)
	size := end - i
	if size < shortestPassport || size > longestPassport || f.joined(end) || !f.near(i, end, documentLabel) {
		return
	}
	label := f.labelOf(i)
	switch {
	case label&plainLabel != 0:
		return
	case passportForm(f.cells[i:end]):
	case label&passportLabel == 0 || !f.passportLike(i, end):
		return
	}
	f.add(find{start: i, end: end, kind: Passport, rank: rankPassport})
}

// passportForm reports whether cells have a form of Chinese passports (E, E and a
// letter, G; DE, SE and PE for service) or of permits (C, C and a letter for those
// to Hong Kong and Macau, H and M for those from there).
func passportForm(cells []cell) bool {
	first, second := upper(cells[0].r), upper(cells[1].r)
	digits := len(cells) - 1
	lettered := letter(second) && second != 'I' && second != 'O'
	if lettered {
		digits--
	}
	if !allDigits(cells[len(cells)-digits:]) {
		return false
	}
	switch {
	case lettered && (first == 'E' || first == 'C'), second == 'E' && strings.ContainsRune("DSP", first):
		return digits == 7
	case lettered:
		return false
	case first == 'H' || first == 'M':
		return digits == 8 || digits == 10
	}
	return digits == 8 && strings.ContainsRune("EGC", first)
}

// passportLike reports whether letters and digits right after the word for a
// passport can be the number of one, as those of other countries.
func (f *finder) passportLike(i, end int) bool {
	var digits [longestPassport]byte
	count := 0
	for _, c := range f.cells[i:end] {
		if digit(c.r) {
			digits[count] = byte(c.r)
			count++
		}
	}
	return count >= shortestPassport-1 && !stamped(digits[:count]) && f.ends(end)
}

// Number plates (GA 36): a region, a letter, and five or six characters of which I
// and O are none.
const (
	plateRegions = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
	plateEnds    = "挂学警港澳"
	plainPlate   = 5
	greenPlate   = 6 // of cars with new energy: D, F and others first or last
)

// plate finds the number plate whose region is at i.
func (f *finder) plate(i int) {
	if !plateLetter(f.at(i+1)) || f.wordEnding(i) {
		return
	}
	start := i + 2
	if r := f.at(start); r == '·' || r == '.' || r == ' ' || r == '-' {
		start++
	}
	end := start
	digits := 0
	for plateLetter(f.at(end)) || digit(f.at(end)) {
		if digit(f.at(end)) {
			digits++
		}
		end++
	}
	size := end - start
	if size == plainPlate-1 && strings.ContainsRune(plateEnds, f.at(end)) {
		end++
		size++
	}
	if digits < 2 || f.joined(end) || f.counted(end) {
		return
	}
	if size == plainPlate || size == greenPlate && f.green(start) {
		f.add(find{start: i, end: end, kind: Plate, rank: rankPlate})
	}
}

func plateLetter(r rune) bool { return letter(r) && upper(r) != 'I' && upper(r) != 'O' }

// green reports whether six characters at i are a letter up to K, one of any kind
// and four digits, or five digits and such a letter.
func (f *finder) green(i int) bool {
	first, last := upper(f.at(i)), upper(f.at(i+greenPlate-1))
	switch {
	case first >= 'A' && first <= 'K':
		return allDigits(f.cells[i+2 : i+greenPlate])
	case last >= 'A' && last <= 'K':
		return allDigits(f.cells[i : i+greenPlate-1])
	}
	return false
}

// wordEnding reports whether the region at i ends another word, as in "最新".
func (f *finder) wordEnding(i int) bool {
	before := ""
	switch f.at(i) {
	case '新':
		before = "最更全创崭翻刷重"
	case '贵':
		before = "太珍宝昂尊名最更很嫌不"
	case '云':
		before = "里讯度为翼端"
	case '宁':
		before = "安"
	}
	return strings.ContainsRune(before, f.at(i-1))
}

// counted reports whether the cell at end is a unit that makes what stands before
// it an amount: "新A00001元", "贵A20000份".
func (f *finder) counted(end int) bool {
	switch next := f.at(end + 1); {
	case strings.ContainsRune("元块万亿份股吨箱%", f.at(end)):
		return true
	case strings.ContainsRune("个张台笔手辆件套款期", f.at(end)):
		return !strings.ContainsRune("机续人先女总姐哥", next)
	}
	return false
}
