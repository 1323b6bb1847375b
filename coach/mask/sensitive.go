package mask

import "strings"

// sensitive finds clauses that tell of somebody's health, biometrics, religion, or
// of a child under 14: what article 28 of the Personal Information Protection Law
// protects above the rest, and notes should not hold.
func (f *finder) sensitive() {
	for n, w := range f.words {
		switch {
		case w.class&faith != 0:
			f.addClause(w.start, w.end)
		case w.class&illness != 0:
			f.ill(n)
		case w.class&treatment != 0:
			f.treated(n)
		case w.class&exam != 0:
			f.examined(n)
		case w.class&body != 0:
			f.captures(n)
		case w.class&child != 0:
			f.young(w)
		}
	}
}

// addClause notes the clause, or clauses, from start to end, unless it did already.
func (f *finder) addClause(start, end int) {
	if last := len(f.found) - 1; last >= 0 && f.found[last].kind == Sensitive && f.found[last].start <= start && f.found[last].end >= end {
		return
	}
	for start > 0 && !f.parts(start-1) {
		start--
	}
	for end < len(f.cells) && !f.parts(end) {
		end++
	}
	f.add(find{start: start, end: end, kind: Sensitive, rank: rankClause})
}

// ends a clause for what is masked, and for what is understood together.
const (
	maskedMarks = ",。;!?…\n:()【】"
	spokenMarks = ",。;!?…\n"
)

// parts reports whether the character at i parts what is masked from what stays: a
// mark, or a space beside a Chinese character, as in hurried typing.
func (f *finder) parts(i int) bool {
	if f.at(i) == ' ' {
		return han(f.at(i-1)) || han(f.at(i+1))
	}
	return f.mark(i, maskedMarks)
}

// mark reports whether the character at i is one of some marks, or a full stop,
// and does not stand within a number or an address.
func (f *finder) mark(i int, marks string) bool {
	r := f.at(i)
	return (r == '.' || strings.ContainsRune(marks, r)) && !(alnum(f.at(i-1)) && alnum(f.at(i+1)))
}

// between reports whether a mark or one of some characters stands in the cells.
func (f *finder) between(from, to int, others string) bool {
	for i := from; i < to; i++ {
		if f.mark(i, spokenMarks) || strings.ContainsRune(others, f.at(i)) {
			return true
		}
	}
	return false
}

// How far apart words may stand that together tell of a person, in characters.
const (
	closeBy  = 4
	farther  = 8
	childish = 12
)

// before gives the word of a class that ends at most so many characters before word
// n, without a mark between.
func (f *finder) before(n int, of class, within int) (word, bool) {
	w := f.words[n]
	for k := n - 1; k >= 0 && f.words[k].end >= w.start-within; k-- {
		if other := f.words[k]; other.class&of != 0 && !f.between(other.end, w.start, "") {
			return other, true
		}
	}
	return word{}, false
}

// after gives the word of a class that begins at most so many characters after word
// n, without a mark between.
func (f *finder) after(n int, of class, within int) (word, bool) {
	w := f.words[n]
	for k := n + 1; k < len(f.words) && f.words[k].start <= w.end+within; k++ {
		if other := f.words[k]; other.class&of != 0 && !f.between(w.end, other.start, "") {
			return other, true
		}
	}
	return word{}, false
}

// supposed reports whether what word n names is only feared or imagined.
func (f *finder) supposed(n int) bool {
	_, yes := f.before(n, supposing, farther)
	return yes
}

// ill finds a condition that somebody has: "查出结节", "妈妈糖尿病", "乙肝携带者". What a
// product covers is no such thing.
func (f *finder) ill(n int) {
	w := f.words[n]
	if f.supposed(n) {
		return
	}
	if had, ok := f.before(n, carrying, closeBy); ok && f.tied(had, w) {
		f.addClause(had.start, w.end)
		return
	}
	if who, ok := f.before(n, person, 1); ok && (who.end == w.start || strings.ContainsRune("的是", f.at(who.end))) {
		f.addClause(who.start, w.end)
		return
	}
	if sign, ok := f.after(n, lasting, closeBy); ok {
		f.addClause(w.start, sign.end)
	}
}

// tied reports whether a word before a condition says that somebody has it. "是"
// does so only right before it, or before its degree.
func (f *finder) tied(had, w word) bool {
	if f.between(had.end, w.start, "保赔险含治") {
		return false
	}
	return f.at(had.start) != '是' || w.start-had.end < 2 || f.between(had.end, w.start, "级期度型")
}

// treated finds a treatment that somebody has had or is having.
func (f *finder) treated(n int) {
	w := f.words[n]
	who, ok := f.before(n, person, farther)
	if !ok || f.supposed(n) {
		return
	}
	had, ok := f.before(n, carrying, closeBy)
	past := ok && had.start >= who.end && f.at(had.start) != '是'
	if past || strings.ContainsRune("了过完中", f.at(w.end)) || strings.ContainsRune("刚在", f.at(w.start-1)) {
		f.addClause(who.start, w.end)
	}
}

// examined finds the result of an examination: "体检异常", "血压160/100".
func (f *finder) examined(n int) {
	w := f.words[n]
	if result, ok := f.after(n, lasting, farther); ok {
		f.addClause(w.start, result.end)
		return
	}
	next := f.skip(w.end)
	if w.class&vital != 0 && (digit(f.at(next)) || strings.ContainsRune("高低", f.at(next))) {
		f.addClause(w.start, next+1)
	}
}

// captures finds biometrics that were taken, not those that are asked for or
// refused.
func (f *finder) captures(n int) {
	w := f.words[n]
	taken, ok := f.after(n, captured, farther)
	if !ok {
		taken, ok = f.before(n, captured, closeBy)
	}
	from, to := min(w.start, taken.start), max(w.end, taken.end)
	if ok && !f.between(max(0, from-closeBy), to, "不别没拒未勿 ") {
		f.addClause(from, to)
	}
}

// adult is the age from which a person's data are as everybody's (PIPL, article 28).
const adult = 14

// young finds a child's age or class, near the word for a child.
func (f *finder) young(w word) {
	for i := max(0, w.start-childish); i < min(len(f.cells), w.end+childish); i++ {
		if i >= w.start && i < w.end || f.between(min(i, w.end), max(i, w.start), "") {
			continue
		}
		if f.ageAt(i) || f.gradeAt(i) {
			f.addClause(min(i, w.start), max(i+1, w.end))
			return
		}
	}
}

// ageAt reports whether an age under 14 ends at i, that is no bound of a range.
func (f *finder) ageAt(i int) bool {
	age, start := 0, i
	switch {
	case f.at(i) == '岁':
		if f.at(i-1) == '周' {
			start--
		}
	case begins(f.cells[i:], "year") > 0 && (f.at(i-1) == ' ' || f.at(i-1) == '-'):
		start--
	case begins(f.cells[i:], "个月大") > 0:
	default:
		return false
	}
	age, start = f.countBefore(start)
	if age < 0 || f.rangeBefore(start) || strings.ContainsRune("起以前之到至-~或", f.at(i+1)) {
		return false
	}
	return age < adult || age == adult && strings.ContainsRune("满到", f.at(start-1)) && strings.ContainsRune("未不", f.at(start-2))
}

// rangeBefore reports whether the number at i is the end of a range: "0-5", "3到6".
func (f *finder) rangeBefore(i int) bool {
	r := f.at(i - 1)
	return strings.ContainsRune("-~至.", r) || r == '到' && (digit(f.at(i-2)) || f.at(i-2) == '岁')
}

// gradeAt reports whether a nursery school or a class of a primary school is at i:
// "三年级".
func (f *finder) gradeAt(i int) bool {
	if begins(f.cells[i:], "幼儿园") > 0 {
		return strings.ContainsRune("上读在", f.at(i-1))
	}
	if begins(f.cells[i:], "年级") == 0 {
		return false
	}
	grade, _ := f.countBefore(i)
	return grade >= 1 && grade <= 6
}

// Digits as they are written out; the place of each is its value.
const chineseDigits = "零一二三四五六七八九十"

// countBefore gives the number below twenty that ends before i, and where it
// begins; or -1.
func (f *finder) countBefore(i int) (count, start int) {
	start = i
	for digit(f.at(start - 1)) {
		start--
	}
	switch i - start {
	case 0:
		return f.writtenBefore(i)
	case 1, 2:
		return value(f.digits(start, i)), start
	}
	return -1, i
}

// writtenBefore is countBefore for a number that is written out.
func (f *finder) writtenBefore(i int) (count, start int) {
	ones := chineseDigit(f.at(i - 1))
	tens := chineseDigit(f.at(i - 2))
	switch {
	case ones < 0, tens >= 0 && tens < 10, tens == 10 && chineseDigit(f.at(i-3)) >= 0, ones == 10 && tens >= 0:
		return -1, i
	case tens == 10:
		return 10 + ones, i - 2
	}
	return ones, i - 1
}

// chineseDigit gives the value of a digit or ten that is written out, or -1.
func chineseDigit(r rune) int {
	if r == '两' {
		return 2
	}
	n := 0
	for _, d := range chineseDigits {
		if d == r {
			return n
		}
		n++
	}
	return -1
}
