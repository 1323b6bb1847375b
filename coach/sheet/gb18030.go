package sheet

import (
	"sync"
	"unicode/utf8"
)

// gb18030 turns GB 18030, and so GBK and GB 2312, into UTF-8. Most of its table follows
// from the characters of GB 2312: what has two bytes beyond them goes on in the order
// of Unicode, and so does, in four bytes, what has not two. The whole
// tables of golang.org/x/text weigh 69 KB in the browser, compressed.
type gb18030 struct {
	two  [126 * 190]rune // by lead byte from 81 and trail byte from 40 without 7F; 0 for holes
	four []rune          // U+0080 to U+FFFF in four bytes, up to the private area
	last []rune          // and after it, to the end
}

// Four-byte codes by their number: those of the Basic Multilingual Plane, then from
// allPlanes on the other planes.
const (
	basicEnd  = 39420
	allPlanes = 189000
)

// firstHan is where the Chinese characters of Unicode begin.
const firstHan = 0x4E00

// privateEnd is where the private area ends.
const privateEnd = 0xF900

var chinese = sync.OnceValue(func() *gb18030 {
	g := &gb18030{}
	used := map[rune]bool{}
	put := func(lead, lastLead, trail, lastTrail int, next func() rune) {
		for l := lead; l <= lastLead; l++ {
			for t := trail; t <= lastTrail; t++ {
				if t == 0x7F {
					continue
				}
				r := next()
				used[r] = true
				if r != utf8.RuneError {
					g.two[cell(l, t)] = r
				}
			}
		}
	}
	put(0xB0, 0xF7, 0xA1, 0xFE, reader(Hanzi))
	put(0xA1, 0xA9, 0xA1, 0xFE, reader(symbols))
	put(0xA8, 0xA9, 0x40, 0xA0, reader(moreSymbols))
	put(0xFD, 0xFD, 0x9C, 0xA0, reader(lastHanzi))
	put(0xFE, 0xFE, 0x40, 0xA0, reader(lastHanzi[5*3:]))
	put(0xA3, 0xA3, 0xA0, 0xA0, reader("\u3000")) // as browsers read it
	rest := rune(firstHan - 1)
	unused := func() rune {
		for rest++; used[rest]; rest++ {
		}
		return rest
	}
	put(0x81, 0xA0, 0x40, 0xFE, unused)
	put(0xAA, 0xFC, 0x40, 0xA0, unused)
	put(0xFD, 0xFD, 0x40, 0x9B, unused)
	for r := rune(0x80); r <= 0xFFFF; r++ {
		switch {
		case used[r] && r != utf8.RuneError:
		case r < 0xD800: // where the halves of other planes begin
			g.four = append(g.four, r)
		case r >= privateEnd:
			g.last = append(g.last, r)
		}
	}
	return g
})

// reader gives the characters of a list one by one.
func reader(list string) func() rune {
	return func() rune {
		r, size := utf8.DecodeRuneInString(list)
		list = list[size:]
		return r
	}
}

// cell is the place of a two-byte code in the table.
func cell(lead, trail int) int {
	if trail > 0x7F {
		trail--
	}
	return (lead-0x81)*190 + trail - 0x40
}

// decode appends the text of b; ok is false where b is not GB 18030, or has characters
// of the private area, which look different on every machine.
func (g *gb18030) decode(to, b []byte) (text []byte, ok bool) {
	for len(b) > 0 {
		r, size := g.next(b)
		if size == 0 {
			return to, false
		}
		to = utf8.AppendRune(to, r)
		b = b[size:]
	}
	return to, true
}

// next decodes one character; its size is 0 where there is none.
func (g *gb18030) next(b []byte) (r rune, size int) {
	switch {
	case b[0] < 0x80:
		return rune(b[0]), 1
	case b[0] == 0x80:
		return '€', 1 // as Windows has it in GBK
	case b[0] == 0xFF || len(b) < 2:
		return 0, 0
	case b[1] >= 0x40 && b[1] != 0x7F && b[1] != 0xFF:
		if r = g.two[cell(int(b[0]), int(b[1]))]; r == 0 {
			return 0, 0
		}
		return r, 2
	case len(b) < 4 || !figure(b[1]) || b[2] < 0x81 || b[2] == 0xFF || !figure(b[3]):
		return 0, 0
	}
	n := ((int(b[0]-0x81)*10+int(b[1]-'0'))*126+int(b[2]-0x81))*10 + int(b[3]-'0')
	switch {
	case n < len(g.four):
		return g.four[n], 4
	case n >= basicEnd-len(g.last) && n < basicEnd:
		return g.last[n-(basicEnd-len(g.last))], 4
	case n >= allPlanes && n-allPlanes <= utf8.MaxRune-0x10000:
		return rune(n - allPlanes + 0x10000), 4
	}
	return 0, 0
}

func figure(b byte) bool { return b >= '0' && b <= '9' }
