package casebook

import (
	"sync"
	"unicode/utf8"

	"objectioncoach/coach/sheet"
)

// levelOne holds the first character of each letter among the 3,755 that GB 2312
// orders by pinyin.
const levelOne = "a啊b芭c擦d搭e蛾f发g噶h哈j击k喀l垃m妈n拿o哦p啪q期r然s撒t塌w挖x昔y压z匝"

// manySounds holds characters that words of daily use and of banking read in two ways,
// each with the letters of both.
const manySounds = "行xh长zc重zc单ds乐ly调td率ls还hx会hk藏cz弹dt降jx校xj卡kq便bp区qo什sj石sd识sz厦sx提td系xj吓xh省sx折zs种zc奇qj强qj纤xq查cz称cz畜cx伺cs匙cs" +
	"曾cz辟bp泊bp脯fp蛤gh槛kj茄qj沈sc咳kh恶ew给gj贾jg解jx壳kq朴pb番fp否fp巷xh阿ae扒bp秘mb埔pb圈qj仇cq召zs盛sc属sz宿sx尾wy吁xy轧zy粘zn颤cz幢zc喔ow呒mf隗wk"

// A letter in the sound of a text is that letter; a character of two sounds is a byte
// from twoSounds on, which stands for the pair of letters.
const twoSounds = 0x80

// sounds holds for the characters from lowHan on the byte of their sound, 0 for those
// that are not known, and the pairs of letters.
type sounds struct {
	of    [highHan - lowHan + 1]byte
	pairs []string
}

const lowHan, highHan = 0x4E00, 0x9FFF

var sound = sync.OnceValue(func() *sounds {
	s := &sounds{}
	s.levels()
	s.pairsOf(manySounds)
	return s
})

// levels takes the letters of the characters of GB 2312.
func (s *sounds) levels() {
	n := 0
	letter := byte(0)
	starts := map[rune]byte{}
	each(levelOne, func(r rune, b byte) { starts[r] = b })
	for _, r := range sheet.Hanzi {
		if start, ok := starts[r]; ok && n < byRadical {
			letter = start
		}
		switch {
		case r == utf8.RuneError:
		case n < byRadical:
			s.of[r-lowHan] = letter
		default:
			s.of[r-lowHan] = initials[n-byRadical]
		}
		n++
	}
}

// byRadical is where the characters that are ordered by radical begin in sheet.Hanzi.
const byRadical = (0xD8 - 0xB0) * 94

// each calls f with each character of a list and the letter before it.
func each(list string, f func(r rune, letter byte)) {
	letter := byte(0)
	for _, r := range list {
		if r < utf8.RuneSelf {
			letter = byte(r)
			continue
		}
		f(r, letter)
	}
}

// pairsOf takes a list of characters, each with its letters behind it.
func (s *sounds) pairsOf(list string) {
	number := map[string]byte{}
	for len(list) > 0 {
		r, size := utf8.DecodeRuneInString(list)
		end := size
		for end < len(list) && list[end] < utf8.RuneSelf {
			end++
		}
		letters := list[size:end]
		list = list[end:]
		if number[letters] == 0 {
			number[letters] = byte(twoSounds + len(s.pairs))
			s.pairs = append(s.pairs, letters)
		}
		s.of[r-lowHan] = number[letters]
	}
}

// append appends the sounds of a prepared text: a byte for each letter, figure or
// character, nothing for a space, and one space for any other sign.
func (s *sounds) append(to []byte, text string) []byte {
	for _, r := range text {
		b := byte(' ')
		switch {
		case r >= lowHan && r <= highHan && s.of[r-lowHan] != 0:
			b = s.of[r-lowHan]
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b = byte(r)
		case r == ' ':
			continue
		}
		if b != ' ' || len(to) > 0 && to[len(to)-1] != ' ' {
			to = append(to, b)
		}
	}
	return to
}

// soundsLike is a search for letters in sounds: for each byte the places of the letters
// sought where it may stand, a bit each (Baeza-Yates and Gonnet, 1992).
type soundsLike struct {
	places [256]uint64
	last   uint64
}

// maxLetters is how many letters can be sought: a bit each.
const maxLetters = 64

// like prepares the search for a word of letters and figures; ok is false where it is
// none, or too long.
func (s *sounds) like(word string) (search *soundsLike, ok bool) {
	if word == "" || len(word) > maxLetters {
		return nil, false
	}
	search = &soundsLike{last: 1 << (len(word) - 1)}
	for i := range len(word) {
		b := word[i]
		if (b < 'a' || b > 'z') && (b < '0' || b > '9') {
			return nil, false
		}
		search.places[b] |= 1 << i
		for n, pair := range s.pairs {
			if pair[0] == b || pair[1] == b {
				search.places[twoSounds+n] |= 1 << i
			}
		}
	}
	return search, true
}

// in reports whether the letters sought stand somewhere in sounds.
func (s *soundsLike) in(sounds []byte) bool {
	reached := uint64(0)
	for _, b := range sounds {
		if reached = (reached<<1 | 1) & s.places[b]; reached&s.last != 0 {
			return true
		}
	}
	return false
}
