package mask

import (
	"unicode"
	"unicode/utf8"

	"objectioncoach/coach/text"
)

// cell is one character that can be seen, in its plain form, and where it is.
type cell struct {
	r          rune
	start, end int // in bytes of the text, half-open
	owner      int // 1 + the index in finder.found of the find that holds the cell; 0 if none does
}

// closed is the character that stands for what was found, now or before: it is
// read as nothing, and nothing is found across it.
const closed rune = -1

// dropped marks characters that hide between others without being seen.
const dropped rune = -2

// read divides s into cells. Each token of an earlier masking is one closed cell.
func read(s string) []cell {
	cells := make([]cell, 0, len(s)/3+32) // most are Chinese, of three bytes
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		if r = plain(r); r != dropped {
			cells = append(cells, cell{r: r, start: at, end: at + size})
		}
		at += size
	}
	return closeTokens(cells)
}

// plain gives the form of a character that it is compared in: narrow, simplified,
// with one space, one dash and one line break for all. One character stays one
// character, which is why this is no NFKC.
func plain(r rune) rune {
	switch {
	case r >= ' ' && r < 0x7F:
		return r
	case r >= 0x4E00 && r <= 0x9FFF:
		return text.Simplify(r)
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
		return '\n'
	case r == '\t' || unicode.Is(unicode.Zs, r):
		return ' '
	case r >= 0x2010 && r <= 0x2015 || r == '−' || r == '﹘' || r == '﹣':
		return '-'
	case r == '•' || r == '・':
		return '·'
	case r == '￥':
		return '¥'
	case r == '﹫':
		return '@'
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Mn, unicode.Me):
		return dropped
	}
	return r
}

// closeTokens puts one closed cell in place of each token.
func closeTokens(cells []cell) []cell {
	open := cells[:0]
	for i := 0; i < len(cells); i++ {
		c := cells[i]
		if n := tokenAt(cells[i:]); n > 0 {
			c.r, c.end = closed, cells[i+n-1].end
			i += n - 1
		}
		open = append(open, c)
	}
	return open
}

// tokenAt gives the number of cells of the token that cells begin with, or 0.
func tokenAt(cells []cell) int {
	if cells[0].r != '[' {
		return 0
	}
	for _, token := range tokens {
		if n := begins(cells, token); n > 0 {
			return n
		}
	}
	for _, opening := range tailTokens {
		n := begins(cells, opening)
		if n == 0 || len(cells) <= n+tailLength || cells[n+tailLength].r != ']' {
			continue
		}
		if allDigits(cells[n : n+tailLength]) {
			return n + tailLength + 1
		}
	}
	return 0
}

// begins gives the number of characters of s if cells begin with them, else 0.
func begins(cells []cell, s string) int {
	n := 0
	for _, r := range s {
		if n == len(cells) || cells[n].r != r {
			return 0
		}
		n++
	}
	return n
}

func allDigits(cells []cell) bool { return count(cells, digit) == len(cells) }

// count gives how many of the cells are such as is says.
func count(cells []cell, is func(rune) bool) int {
	n := 0
	for _, c := range cells {
		if is(c.r) {
			n++
		}
	}
	return n
}

func masked(r rune) bool { return r == '*' }
func digit(r rune) bool  { return r >= '0' && r <= '9' }
func letter(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }
func alnum(r rune) bool  { return digit(r) || letter(r) }
func han(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x323AF
}

func upper(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r - 'a' + 'A'
	}
	return r
}

func lower(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r - 'A' + 'a'
	}
	return r
}

// at gives the character at i, or a line break outside the text.
func (f *finder) at(i int) rune {
	if i < 0 || i >= len(f.cells) {
		return '\n'
	}
	return f.cells[i].r
}

// joined reports whether the character at i would make a number or word beside it
// part of something longer, or of something masked by hand ("138****8000").
func (f *finder) joined(i int) bool {
	r := f.at(i)
	return alnum(r) || masked(r)
}
