package mask

import (
	"slices"
	"strings"
)

// Lengths of card numbers (ISO/IEC 7812), and of account numbers.
const (
	shortestCard    = 13
	longestCard     = 19
	shortestAccount = 8
	shortestChat    = 5 // of QQ
	longestAccount  = 30
	// looseAccount is how long a number must be to be an account when the word for
	// it stands near, but not right before it.
	looseAccount = 12
)

// issuers are beginnings of card numbers and the lengths they have: those of the
// schemes, and of older cards of Chinese banks.
var issuers = []struct {
	from, to          string // the lowest and the highest beginning, equally long
	shortest, longest int    // in digits
}{
	{"62", "62", 16, 19},         // UnionPay
	{"4", "4", 16, 16},           // Visa
	{"4", "4", 19, 19},           // Visa
	{"51", "55", 16, 16},         // Mastercard
	{"2221", "2720", 16, 16},     // Mastercard
	{"3528", "3589", 16, 16},     // JCB
	{"34", "34", 15, 15},         // American Express
	{"37", "37", 15, 15},         // American Express
	{"9558", "9558", 16, 19},     // ICBC
	{"6013", "6014", 16, 19},     // Bank of China, Bank of Communications
	{"690755", "690755", 15, 18}, // China Merchants Bank
}

// issued reports whether a card number of these digits may have been issued.
func issued(digits []byte) bool {
	for _, issuer := range issuers {
		first := string(digits[:len(issuer.from)])
		if first >= issuer.from && first <= issuer.to && len(digits) >= issuer.shortest && len(digits) <= issuer.longest {
			return true
		}
	}
	return false
}

// card finds card numbers by their beginning and the checksum, the longest first,
// and others that pass or fail it by the word for a card.
func (f *finder) card(i int, n *number, label class) {
	for count := longestCard; count >= shortestCard; count-- {
		groups, end, ok := n.prefix(count)
		if !ok || !f.ends(end) || !asCard(n, groups, count) {
			continue
		}
		p := find{start: i, end: end, kind: BankCard, rank: rankCard, tail: n.tail(count)}
		passes := luhn(n.digits[:count])
		switch {
		case passes && label&(cardLabel|accountLabel) != 0:
		case passes && issued(n.digits[:count]) && !n.round(groups):
		case label&cardLabel != 0:
			p.rank, p.doubtful = rankAccount, true
		default:
			continue
		}
		f.add(p)
		return
	}
}

// asCard reports whether the first groups of a number are such as card numbers
// are written in.
func asCard(n *number, groups, count int) bool {
	switch {
	case groups == 1:
		return true
	case n.grouped(groups, 6, count-6) || n.grouped(groups, 4, 6, 5):
		return true
	}
	for _, g := range n.groups[:groups-1] {
		if g.size != 4 {
			return false
		}
	}
	return n.groups[groups-1].size <= 4
}

// account finds account numbers, which have no checksum of their own, by the word
// for an account.
func (f *finder) account(i int, n *number, label class) {
	least := shortestAccount
	switch {
	case label&chatLabel != 0:
		least = shortestChat
	case label&(accountLabel|cardLabel) == 0:
		w, ok := f.labelBefore(i)
		if !ok || w.class&(accountLabel|cardLabel) == 0 || w.end-w.start == 1 {
			return
		}
		least = looseAccount
	}
	for groups := n.sized; groups > 0; groups-- {
		g := n.groups[groups-1]
		digits := n.digits[:g.total]
		if g.total < least || g.total > longestAccount || !asAccount(n, groups) || n.round(groups) || !f.ends(g.end) || f.dated(g.end) || stamped(digits) || public(digits) {
			continue
		}
		p := find{start: i, end: g.end, kind: Account, rank: rankAccount}
		if g.total > 2*tailLength+1 {
			p.tail = n.tail(g.total)
		}
		if label&accountLabel != 0 && g.total > mobileLength {
			p.rank = rankCard // too long for a telephone, and a part of it is none either
		}
		f.add(p)
		return
	}
}

// asAccount reports whether the first groups of a number are such as account
// numbers are written in: one, or several of four to six digits.
func asAccount(n *number, groups int) bool {
	return groups == 1 || n.smallest(groups) >= 4 && slices.IndexFunc(n.groups[:groups], func(g group) bool { return g.size > 6 }) < 0
}

// dated reports whether the cell at end makes the number before it a date.
func (f *finder) dated(end int) bool { return strings.ContainsRune("年月日", f.at(end)) }
