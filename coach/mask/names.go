package mask

import "strings"

// names finds names beside a title ("王姐", "李建国先生") and after words that
// announce one ("我叫", "姓名："). A name that nothing announces is left: too many
// are also words.
func (f *finder) names() {
	for _, w := range f.words {
		switch {
		case w.class&(personTitle|roleTitle|shortTitle) != 0:
			f.titled(w)
		case w.class&nameCue != 0:
			i, _ := f.separator(w.end)
			f.addName(i, f.nameEnd(i, true))
		case w.class&nameField != 0:
			f.fieldName(w)
		case w.class&(partyField|nameMaybe) != 0:
			f.partyName(w)
		case w.class&surnameCue != 0:
			size, _ := f.surname(w.end)
			f.addName(w.end, w.end+size)
		case w.class&latinTitle != 0 && f.capital(w.start) && !f.capital(w.start+1):
			f.addName(w.start, f.latinEnd(f.space(w.end), 2))
		}
	}
}

// addName notes a name, if there is anything between start and end.
func (f *finder) addName(start, end int) {
	if start < end {
		f.add(find{start: start, end: end, kind: Name, rank: rankName})
	}
}

// longestChinese is how many characters the longest usual Chinese name has.
const longestChinese = 4

// titled finds the name before a title and takes the title with it.
func (f *finder) titled(w word) {
	if w.class&personTitle != 0 {
		for start := w.start - longestChinese; start < w.start-1; start++ {
			if f.fullName(start, w.start) {
				f.addName(start, w.end)
				return
			}
		}
	}
	for size := 2; size > 0; size-- {
		start := w.start - size
		if known, clear := f.surname(start); known == size && !f.endsWord(start) && (clear || f.fits(start, w)) {
			f.addName(start, w.end)
			return
		}
	}
}

// fullName reports whether the cells are a surname and a given name.
func (f *finder) fullName(start, end int) bool {
	size, clear := f.surname(start)
	given := end - start - size
	if size == 0 || given < 1 || given > 2 || f.endsWord(start) || !clear && !f.freeBefore(start) {
		return false
	}
	for i := start + size; i < end; i++ {
		if !f.givenName(i) {
			return false
		}
	}
	return true
}

// fits reports whether a surname at i that is loose is one before the title w.
func (f *finder) fits(i int, w word) bool {
	switch {
	case w.class&personTitle != 0:
		return true
	case w.class&shortTitle != 0 && han(f.at(w.end)) && !strings.ContainsRune(afterTitle, f.at(w.end)):
		return false
	}
	return f.freeBefore(i)
}

// Characters that stand before a name, after a title, and in no given name.
const (
	beforeName = "的是给跟和与找问叫约让请对把被向由帮替陪见户到说了过着系访电天午绍荐复诉知位姓谢告待接及"
	afterTitle = "说来问打这那您你好也今昨明电手家和跟与已又还回约嫌担对把没他她我请到去走发都就刚下上微联同表认听看怕推拒愿准先再带办买"
	afterParty = "说问来打要想嫌称电到表反咨投办买"
	notInNames = "何的了是在给对与跟请让找不也都就这那您你我他她没说问去来到要想会已将把被从很太今昨年电手身男女性号地打住但因所个位或还又再上下述办末谢总姐哥"
)

// freeBefore reports whether a name may begin at i: nothing Chinese stands before,
// or a character that goes before names.
func (f *finder) freeBefore(i int) bool {
	r := f.at(i - 1)
	return !han(r) || strings.ContainsRune(beforeName, r)
}

// givenName reports whether the character at i may be part of a given name.
func (f *finder) givenName(i int) bool {
	return han(f.at(i)) && !strings.ContainsRune(notInNames, f.at(i))
}

// nameEnd gives the cell after the name at i, or i if there is none: a surname and
// one or two characters more, up to one that is in no name. Where nothing says
// where a name with a loose surname ends, sure says that it is one.
func (f *finder) nameEnd(i int, sure bool) int {
	size, clear := f.surname(i)
	if n := f.wordsBefore(i); size == 0 || n < len(f.words) && f.words[n].start == i && f.words[n].class&child != 0 {
		return i // "孙子" is no name
	}
	end := i + size
	for end < i+size+2 && f.givenName(end) {
		end++
	}
	switch {
	case end == i+size:
		return i
	case !clear && !sure && f.givenName(end):
		return i
	case end == i+longestChinese-1 && han(f.at(end)) && !han(f.at(end+1)) && f.givenName(end):
		return end + 1 // two surnames and a given name of two
	}
	return end
}

// separator skips what stands between a word that announces a name and the name,
// and gives the sign among it, or 0.
func (f *finder) separator(i int) (int, rune) {
	i = f.space(i)
	r := f.at(i)
	if begins(f.cells[min(i, len(f.cells)):], "is ") > 0 {
		return i + len("is "), 'i'
	}
	if strings.ContainsRune(":=是为叫", r) {
		return f.space(i + 1), r
	}
	return i, 0
}

// space gives the first cell from i on that is no space.
func (f *finder) space(i int) int {
	for f.at(i) == ' ' {
		i++
	}
	return i
}

// fieldName finds the name in a field for one.
func (f *finder) fieldName(w word) {
	i, sign := f.separator(w.end)
	end := f.nameEnd(i, false)
	if _, clear := f.surname(i); sign == 0 && !clear && !f.formal(i, end) {
		return
	}
	if sign == ':' && end == i {
		end = f.spaced(i)
	}
	if sign == ':' || sign == '=' {
		end = max(end, f.whole(i))
	}
	if sign == ':' || sign == 'i' {
		end = max(end, f.latinEnd(i, 3))
	}
	f.addName(i, end)
}

// formal reports whether the cells are all there is in a field without a sign: three
// characters, or two before a number or a space.
func (f *finder) formal(start, end int) bool {
	next := f.at(end)
	switch end - start {
	case 2:
		return digit(next) || next == ' ' || next == '('
	case 3:
		return !han(next)
	}
	return false
}

// spaced gives the cell after a name of two characters set apart ("赵 丽"), or i.
func (f *finder) spaced(i int) int {
	if size, _ := f.surname(i); size > 0 && f.at(i+size) == ' ' && f.givenName(i+size+1) && !han(f.at(i+size+2)) {
		return i + size + 2
	}
	return i
}

// partyName finds the name after the word for somebody, alone or before what they
// did, or after a colon. In the record of a talk what they said stands there, so only
// a clear surname counts.
func (f *finder) partyName(w word) {
	i, sign := f.separator(w.end)
	end := f.nameEnd(i, false)
	_, clear := f.surname(i)
	may := sign == ':' || sign == 0 && w.class&nameMaybe != 0
	if may && clear && (!han(f.at(end)) || sign == 0 && strings.ContainsRune(afterParty, f.at(end))) {
		f.addName(i, end)
	}
	if sign == ':' && letter(f.at(i)) {
		if end := f.latinEnd(i, 3); end > f.run(i) {
			f.addName(i, end)
		}
	}
}

// whole gives the cell after a field that is all name, of a people with other
// surnames too, or i.
func (f *finder) whole(i int) int {
	end, points := i, 0
	for f.givenName(end) || end > i && f.at(end) == '·' {
		if f.at(end) == '·' {
			points++
		}
		end++
	}
	size := end - i
	if han(f.at(end)) || size < 2 || size > longestChinese && points == 0 || strings.ContainsRune("未无待保匿同暂见略空如法父母配子女儿孩自已本其全家公", f.at(i)) {
		return i
	}
	return end
}

// capital reports whether the character at i is a capital letter.
func (f *finder) capital(i int) bool { return f.at(i) >= 'A' && f.at(i) <= 'Z' }

// latinEnd gives the cell after a name in Latin letters at i, of at most so many
// words that begin with a capital, or i.
func (f *finder) latinEnd(i, words int) int {
	end := i
	for next := i; words > 0; words-- {
		if !f.capital(next) {
			break
		}
		for letter(f.at(next)) || f.at(next) == '\'' || f.at(next) == '-' {
			next++
		}
		end = next
		if f.at(next) != ' ' {
			break
		}
		next++
	}
	return end
}
