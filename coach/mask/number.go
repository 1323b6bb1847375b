package mask

// number is a row of digits, in groups with one space or one dash between.
type number struct {
	digits [maxDigits]byte
	count  int
	groups [maxGroups]group
	sized  int // how many groups there are
}

// group is a run of digits of a number.
type group struct {
	size  int // digits of the group
	total int // digits up to and with it
	end   int // the cell after it
}

// Bounds of a number that is read. A longer row is none that we know.
const (
	maxDigits = 32
	maxGroups = 10
)

// numberAt reads the number that begins at i.
func (f *finder) numberAt(i int) number {
	var n number
	for n.sized < maxGroups {
		size := 0
		for ; digit(f.at(i)); i++ {
			if n.count == maxDigits {
				return n
			}
			n.digits[n.count] = byte(f.at(i))
			n.count++
			size++
		}
		n.groups[n.sized] = group{size, n.count, i}
		n.sized++
		if r := f.at(i); r != ' ' && r != '-' || !digit(f.at(i+1)) {
			break
		}
		i++
	}
	return n
}

// prefix gives how many groups hold the first count digits, and the cell after
// them, if a group ends there.
func (n *number) prefix(count int) (groups, end int, ok bool) {
	for i, g := range n.groups[:n.sized] {
		if g.total >= count {
			return i + 1, g.end, g.total == count
		}
	}
	return 0, 0, false
}

// grouped reports whether the first groups have the sizes given.
func (n *number) grouped(groups int, sizes ...int) bool {
	if groups != len(sizes) {
		return false
	}
	for i, size := range sizes {
		if n.groups[i].size != size {
			return false
		}
	}
	return true
}

// smallest gives the size of the smallest of the first groups but the last, of a
// single one the most there is.
func (n *number) smallest(groups int) int {
	least := maxDigits
	for _, g := range n.groups[:groups-1] {
		least = min(least, g.size)
	}
	return least
}

// round reports whether a number is several, each ending in zero: a row of
// amounts ("4000 5000 6000").
func (n *number) round(groups int) bool {
	if groups == 1 {
		return false
	}
	for _, g := range n.groups[:groups] {
		if n.digits[g.total-1] != '0' {
			return false
		}
	}
	return true
}

// tail gives the last digits of the first count, or none where they stood in
// smaller groups: a token shows no longer run of digits than the text did.
func (n *number) tail(count int) [tailLength]byte {
	for _, g := range n.groups[:n.sized] {
		if g.size >= tailLength && g.total <= count {
			return [tailLength]byte(n.digits[count-tailLength : count])
		}
	}
	return [tailLength]byte{}
}

// luhn reports whether digits pass the check of ISO/IEC 7812-1.
func luhn(digits []byte) bool {
	sum := 0
	for i, d := range digits {
		v := int(d - '0')
		if (len(digits)-i)%2 == 0 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// value reads digits as a number.
func value(digits []byte) int {
	v := 0
	for _, d := range digits {
		v = v*10 + int(d-'0')
	}
	return v
}

// date reports whether eight digits are a day of the years 1800 to 2099, as
// identity numbers and stamps of time write it.
func date(digits []byte) bool {
	year := value(digits[:4])
	return year >= 1800 && year < 2100 && day(year, value(digits[4:6]), value(digits[6:8]))
}

// day reports whether the calendar has a day.
func day(year, month, of int) bool {
	if month < 1 || month > 12 || of < 1 {
		return false
	}
	length := 31
	switch month {
	case 4, 6, 9, 11:
		length = 30
	case 2:
		length = 28
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			length = 29
		}
	}
	return of <= length
}

// stamped reports whether digits are a day of this century, or a stamp of time
// that begins with one, down to hours, minutes, seconds or milliseconds.
func stamped(digits []byte) bool {
	switch len(digits) {
	case 8, 10, 12, 14, 17:
		return digits[0] == '2' && date(digits[:8])
	}
	return false
}
