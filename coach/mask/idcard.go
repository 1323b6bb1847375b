package mask

// The first two digits of an identity number: the province, or 91 to 96 on the
// card of a foreigner with permanent residence.
const (
	provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
	foreign   = "91 92 93 94 95 96"
)

// Lengths of identity numbers, and of what is taken for a mistyped one after the
// word for it.
const (
	idLength       = 18
	oldIDLength    = 15
	shortestIDSlip = 14
	longestIDSlip  = 20
)

// idCard finds identity numbers of 18 characters by their date and checksum, and
// others by the word for them.
func (f *finder) idCard(i int, n *number, label class) {
	p := find{start: i, kind: IDCard, rank: rankIDCard}
	end, digits, ok := f.eighteen(n)
	p.end = end
	switch {
	case ok && (residence(digits, provinces) || residence(digits, foreign)) && checkID(digits):
		f.add(p)
	case f.oldIDCard(i, n, &p):
		f.add(p)
	case label&idLabel != 0 && f.slip(n, &p):
		f.add(p)
	case ok && label&plainLabel == 0 && residence(digits, provinces) && likeID(n) && f.ends(end) && !f.priced(i):
		p.rank, p.doubtful = rankDoubtfulID, true
		f.add(p)
	}
}

// eighteen gives the 18 characters that a number begins with; the last may be X.
func (f *finder) eighteen(n *number) (end int, digits []byte, ok bool) {
	if _, end, ok := n.prefix(idLength); ok && !f.joined(end) {
		return end, n.digits[:idLength], true
	}
	if _, end, ok := n.prefix(idLength - 1); ok && upper(f.at(end)) == 'X' && !f.joined(end+1) {
		n.digits[idLength-1] = 'X'
		return end + 1, n.digits[:idLength], true
	}
	return 0, nil, false
}

// residence reports whether the first digits are one of some places, and those
// from the seventh on a day of birth.
func residence(digits []byte, places string) bool {
	for i := 0; i < len(places); i += len("11 ") {
		if places[i] == digits[0] && places[i+1] == digits[1] {
			return date(digits[6:14])
		}
	}
	return false
}

// checkID reports whether the last of 18 characters is the checksum of the others
// (GB 11643-1999, ISO 7064 MOD 11-2).
func checkID(digits []byte) bool {
	weights := [idLength - 1]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += w * int(digits[i]-'0')
	}
	return digits[idLength-1] == "10X98765432"[sum%11]
}

// likeID reports whether a number is in groups as identity numbers are written.
func likeID(n *number) bool {
	last := len("0021")
	if n.digits[idLength-1] == 'X' {
		last--
	}
	return n.groups[0].total >= idLength-1 ||
		n.sized >= 3 && n.grouped(3, 6, 8, last) ||
		n.sized >= 4 && n.grouped(4, 6, 4, 4, last)
}

// oldIDCard finds identity numbers of 15 digits, which have no checksum, near the
// word for them.
func (f *finder) oldIDCard(i int, n *number, p *find) bool {
	_, end, ok := n.prefix(oldIDLength)
	if !ok || f.joined(end) {
		return false
	}
	// The year has two digits and is one of the last century.
	var full [14]byte
	copy(full[:], n.digits[:6])
	copy(full[6:], "19")
	copy(full[8:], n.digits[6:12])
	if !residence(full[:], provinces) {
		return false
	}
	if w, ok := f.labelBefore(i); ok && w.class&idLabel == 0 {
		return false
	}
	p.end = end
	return f.near(i, end, idLabel)
}

// slip finds what stands where an identity number should and is none, as after a
// slip of the finger.
func (f *finder) slip(n *number, p *find) bool {
	for _, g := range n.groups[:n.sized] {
		end := g.end
		if upper(f.at(end)) == 'X' {
			end++
		}
		if g.total >= shortestIDSlip && g.total <= longestIDSlip && !f.joined(end) {
			p.end, p.rank, p.doubtful = end, rankDoubtfulID, true
		}
	}
	return p.doubtful
}
