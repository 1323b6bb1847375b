package casebook

import (
	"unicode/utf8"

	"objectioncoach/coach/text"
)

// fold gives a text as it is searched: what text.Prepare makes of it. Most of what is
// written needs none of its care, and is folded a character at a time, in a
// thirtieth of the time.
func fold(s string) string {
	folded := make([]byte, 0, len(s))
	var last, before rune
	for _, r := range s {
		switch {
		case r >= lowHan && r <= highHan:
			r = text.Simplify(r)
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r == '\n' || r == '\t':
			r = ' '
		case r > 0xFF00 && r < 0xFF5F: // the wide forms of ASCII
			if r -= 0xFF00 - ' '; r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
		case r >= ' ' && r < 0x7F, r == '。', r == '、', r == '“', r == '”', r == '《', r == '》':
		default:
			return prepare(s)
		}
		if r == last && (r == before || r < '0' || r > '9' && (r < 'a' || r > 'z') && r < lowHan) {
			return prepare(s) // repeated, and perhaps cut
		}
		before, last = last, r
		folded = utf8.AppendRune(folded, r)
	}
	return string(folded)
}

func prepare(s string) string {
	t := text.Prepare(s)
	return string(t.Runes)
}
