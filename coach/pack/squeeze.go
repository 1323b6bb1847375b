package pack

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"
)

// Knowledge is mostly Chinese, of which UTF-8 spends three bytes on a character and a
// pack uses some 1,200: written with one byte for the commonest and two for the rest,
// the bank's knowledge weighs 77,630 B in place of 84,077 (brotli 11).
//
//	uvarint   length of the table, in bytes
//	the table the characters beyond ASCII, the commonest first, as UTF-8
//	the rest  ASCII as it is; from 0x80 on the first characters of the table, a byte
//	          each; from there on a byte and one of seconds different ones after it
const (
	mostSingles = 110
	seconds     = 200
	firstSecond = 55 // of the second bytes
	leads       = 128
)

// singles gives how many of so many characters have a byte of their own; negative, where
// there is no room for all.
func singles(characters int) int {
	most := mostSingles
	for most >= 0 && most+(leads-most)*seconds < characters {
		most--
	}
	return min(most, characters)
}

// squeeze writes a text of valid UTF-8 short. It fails for one of more than 25,600
// different characters beyond ASCII.
func squeeze(text []byte) ([]byte, error) {
	count := map[rune]int{}
	for _, r := range string(text) {
		if r >= utf8.RuneSelf {
			count[r]++
		}
	}
	table := slices.SortedFunc(maps.Keys(count), func(a, b rune) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	single := singles(len(table))
	if single < 0 {
		return nil, fmt.Errorf("the pack has %d different characters beyond ASCII, and may have %d", len(table), leads*seconds)
	}
	at := make(map[rune]int, len(table))
	for i, r := range table {
		at[r] = i
	}
	written := string(table)
	short := binary.AppendUvarint(nil, uint64(len(written)))
	short = append(short, written...)
	for _, r := range string(text) {
		i, listed := at[r]
		switch {
		case !listed:
			short = append(short, byte(r))
		case i < single:
			short = append(short, byte(utf8.RuneSelf+i))
		default:
			i -= single
			short = append(short, byte(utf8.RuneSelf+single+i/seconds), byte(firstSecond+i%seconds))
		}
	}
	return short, nil
}

var errSqueezed = errors.New("its texts cannot be read")

// unsqueeze gives the text that squeeze wrote.
func unsqueeze(short []byte) ([]byte, error) {
	length, n := binary.Uvarint(short)
	if n <= 0 || length > uint64(len(short)-n) || !utf8.Valid(short[n:n+int(length)]) {
		return nil, errSqueezed
	}
	table := []rune(string(short[n : n+int(length)]))
	single := singles(len(table))
	rest := short[n+int(length):]
	var text bytes.Buffer
	text.Grow(2 * len(rest))
	for i := 0; i < len(rest); i++ {
		at := int(rest[i]) - utf8.RuneSelf
		if at < 0 {
			text.WriteByte(rest[i])
			continue
		}
		if at >= single {
			if i++; i == len(rest) || rest[i] < firstSecond {
				return nil, errSqueezed
			}
			at = single + (at-single)*seconds + int(rest[i]) - firstSecond
		}
		if at >= len(table) {
			return nil, errSqueezed
		}
		text.WriteRune(table[at])
	}
	return text.Bytes(), nil
}
