package mask

import "strings"

// Lengths of telephone numbers.
const (
	mobileLength  = 11
	shortestLocal = 7 // of a fixed line, without its area code
	longestLocal  = 8
)

// mobile finds mobile numbers: 1, a digit from 3 on, and nine more (numbering plan
// of the mainland), after a country code or the 0 of call centres, or neither.
func (f *finder) mobile(i int, n *number, label class) {
	for _, code := range [...]string{"", "86", "0086", "0"} {
		if end, ok := f.mobileAfter(n, code, label); ok {
			f.add(find{start: i, end: end, kind: Mobile, rank: rankMobile, tail: n.tail(len(code) + mobileLength)})
			return
		}
	}
}

// mobileAfter gives the cell after a mobile number that follows a country code.
func (f *finder) mobileAfter(n *number, code string, label class) (int, bool) {
	count := len(code) + mobileLength
	groups, end, ok := n.prefix(count)
	if !ok || string(n.digits[:len(code)]) != code || n.digits[len(code)] != '1' || n.digits[len(code)+1] < '3' {
		return 0, false
	}
	if !f.ends(end) || label&phoneLabel == 0 && n.round(groups) {
		return 0, false
	}
	c := len(code)
	if code == "0" && groups > 1 {
		return 0, false
	}
	usual := groups == 1 || n.grouped(groups, 3+c, 8) || n.grouped(groups, 7+c, 4) || n.grouped(groups, 3+c, 4, 4) || n.grouped(groups, c, mobileLength) || n.grouped(groups, c, 3, 4, 4)
	return end, usual || label&phoneLabel != 0 && n.smallest(groups) >= 3
}

// spoken finds mobile numbers written as they are said, as speech recognition does:
// "一三八零零…". The token shows no digit that the text did not.
func (f *finder) spoken(i int) {
	end := i
	for strings.ContainsRune("零〇一二三四五六七八九幺两", f.at(end)) {
		end++
	}
	if end-i == mobileLength && strings.ContainsRune("三四五六七八九", f.at(i+1)) && !strings.ContainsRune("零〇一二三四五六七八九幺两十", f.at(i-1)) {
		f.add(find{start: i, end: end, kind: Mobile, rank: rankMobile})
	}
}

// neighbours are country codes that are often met, with the length of the numbers
// after them: Hong Kong, Macau, Taiwan.
var neighbours = []struct {
	code   string
	length int
}{{"852", 8}, {"853", 8}, {"886", 9}}

// abroad finds numbers written with a plus sign and a country code; the plus sign
// is at i.
func (f *finder) abroad(i int, n *number) {
	if end, ok := f.mobileAfter(n, "86", phoneLabel); ok {
		f.add(find{start: i, end: end, kind: Mobile, rank: rankMobile, tail: n.tail(len("86") + mobileLength)})
		return
	}
	for _, c := range neighbours {
		count := len(c.code) + c.length
		if _, end, ok := n.prefix(count); ok && string(n.digits[:len(c.code)]) == c.code && f.ends(end) {
			f.add(find{start: i, end: end, kind: Mobile, rank: rankMobile, tail: n.tail(count)})
			return
		}
	}
	f.fixedAbroad(i, n)
}

// fixedAbroad finds fixed lines with the country code, which is behind the plus sign
// at i, in place of the first 0 of the area code.
func (f *finder) fixedAbroad(i int, n *number) {
	from := i + len("+86")
	if f.at(from) == ' ' || f.at(from) == '-' {
		from++
	}
	if string(n.digits[:2]) != "86" || !digit(f.at(from)) {
		return
	}
	local := f.numberAt(from)
	copy(local.digits[1:], local.digits[:])
	local.digits[0] = '0'
	local.groups[0].size++
	for k := range local.groups[:local.sized] {
		local.groups[k].total++
	}
	if end, ok := f.fixedLine(&local); ok {
		f.add(find{start: i, end: end, kind: Landline, rank: rankLandline})
	}
}

// landline finds fixed lines with their area code, and without one after a word
// for a telephone. Those of institutions are nobody's.
func (f *finder) landline(i int, n *number, label class) {
	if label&publicLabel != 0 {
		return
	}
	if end, ok := f.fixedLine(n); ok {
		f.add(find{start: i, end: end, kind: Landline, rank: rankLandline})
		return
	}
	if label&fixedLabel == 0 {
		return
	}
	for count := longestLocal; count >= shortestLocal; count-- {
		digits := n.digits[:count]
		if groups, end, ok := n.prefix(count); ok && n.smallest(groups) >= 3 && digits[0] > '1' && !stamped(digits) && !public(digits) && f.ends(end) {
			f.add(find{start: i, end: end, kind: Landline, rank: rankLandline})
			return
		}
	}
}

// fixedLine gives the cell after a number of a fixed line with its area code.
func (f *finder) fixedLine(n *number) (int, bool) {
	area := areaLength(n.digits[:])
	if area == 0 || n.digits[area] < '2' && n.groups[0].size != area {
		return 0, false
	}
	shortest := shortestLocal
	if area == len("010") {
		shortest = longestLocal // the great cities have no shorter ones
	}
	for count := area + longestLocal; count >= area+shortest; count-- {
		groups, end, ok := n.prefix(count)
		if !ok || !f.ends(end) {
			continue
		}
		if groups == 1 || n.smallest(groups) >= 3 {
			return end, true
		}
	}
	return 0, false
}

// areaLength gives how many digits of a number are its area code, or 0.
func areaLength(digits []byte) int {
	switch {
	case digits[0] != '0':
		return 0
	case digits[1] == '1' && digits[2] == '0', digits[1] == '2' && digits[2] != '6':
		return len("010")
	case digits[1] >= '3':
		return len("0755")
	}
	return 0
}

// bracketed finds fixed lines whose area code is in brackets, the first of which
// is at i.
func (f *finder) bracketed(i int) {
	area := f.numberAt(i + 1)
	end := area.groups[0].end
	if area.sized != 1 || area.count != areaLength(area.digits[:]) || f.at(end) != ')' {
		return
	}
	end++
	if f.at(end) == ' ' || f.at(end) == '-' {
		end++
	}
	if !digit(f.at(end)) {
		return
	}
	local := f.numberAt(end)
	for count := longestLocal; count >= shortestLocal; count-- {
		if _, end, ok := local.prefix(count); ok && local.digits[0] > '1' && f.ends(end) {
			f.add(find{start: i, end: end, kind: Landline, rank: rankLandline})
			return
		}
	}
}

// public reports whether digits are a number that anyone may call: the short
// numbers of services (12378, 955xx, 10086) and the 400 and 800 lines.
func public(digits []byte) bool {
	s := string(digits)
	switch len(s) {
	case 5:
		return strings.HasPrefix(s, "1") || strings.HasPrefix(s, "95") || strings.HasPrefix(s, "96")
	case 10:
		return strings.HasPrefix(s, "400") || strings.HasPrefix(s, "800")
	}
	return false
}
