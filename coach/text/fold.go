package text

// The block that holds every character of simplifiedPairs but a handful.
const foldLow, foldHigh = 0x4E00, 0x9FFF

var foldTable, foldRest = buildFold()

// buildFold spreads the pairs over a table by code point: a look-up for each
// character of each keystroke should be one load.
func buildFold() (*[foldHigh - foldLow + 1]uint16, map[rune]rune) {
	table := new([foldHigh - foldLow + 1]uint16)
	rest := map[rune]rune{}
	var from rune
	for i, r := range []rune(simplifiedPairs) {
		switch {
		case i%2 == 0:
			from = r
		case from >= foldLow && from <= foldHigh:
			table[from-foldLow] = uint16(r)
		default:
			rest[from] = r
		}
	}
	return table, rest
}

// Simplify gives the simplified form of a traditional character, and any other
// character as it is. Source: OpenCC's character table, first choices only.
func Simplify(r rune) rune {
	if r < foldLow || r > foldHigh {
		if to, ok := foldRest[r]; ok {
			return to
		}
		return r
	}
	if to := foldTable[r-foldLow]; to != 0 {
		return rune(to)
	}
	return r
}
