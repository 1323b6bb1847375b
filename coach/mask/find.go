package mask

import (
	"cmp"
	"slices"
	"sort"
)

// find is a stretch that is, or may be, personal data.
type find struct {
	start, end int // half-open
	kind       Kind
	rank       rank
	doubtful   bool
	tail       [tailLength]byte // the last digits of the number, if the token shows them
}

// tailLength is how many digits of a number a token may show.
const tailLength = 4

// rank orders finds that overlap: the lower one holds. What a checksum or a fixed
// form proves comes before what only a word nearby suggests.
type rank uint8

const (
	rankEmail rank = iota
	rankIDCard
	rankCard
	rankMobile
	rankSecret
	rankDoubtfulID
	rankLandline
	rankAccount
	rankPassport
	rankPlate
	rankName
	rankClause // takes in all that it touches
)

// token gives what stands in a masked text for the find.
func (p find) token() string {
	if opening, ok := tailTokens[p.kind]; ok && p.tail[0] != 0 {
		return opening + string(p.tail[:]) + "]"
	}
	return tokens[p.kind]
}

var tokens = map[Kind]string{
	IDCard:    "[身份证]",
	BankCard:  "[银行卡]",
	Account:   "[账号]",
	Mobile:    "[手机]",
	Landline:  "[电话]",
	Passport:  "[护照]",
	Email:     "[邮箱]",
	Plate:     "[车牌]",
	Code:      "[验证码]",
	Password:  "[密码]",
	Name:      "[姓名]",
	Sensitive: "[敏感]",
}

// tailTokens open the tokens that show the last digits of a number.
var tailTokens = map[Kind]string{
	BankCard: "[卡尾",
	Account:  "[账号尾",
	Mobile:   "[手机尾",
}

// settle decides between finds that overlap and closes the cells of those that
// hold.
func (f *finder) settle() {
	// Package sort, not slices: of that the program would carry 5 KB for every type sorted.
	sort.SliceStable(f.found, func(i, j int) bool {
		a, b := f.found[i], f.found[j]
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.end-b.start, a.end-a.start), cmp.Compare(a.start, b.start)) < 0
	})
	for i, p := range f.found {
		if p.rank == rankClause {
			f.widen(&p)
		} else if f.taken(p) {
			continue
		}
		for at := p.start; at < p.end; at++ {
			f.cells[at].owner = i + 1
		}
	}
	f.close()
}

// taken reports whether another find holds a cell of p.
func (f *finder) taken(p find) bool {
	return slices.ContainsFunc(f.cells[p.start:p.end], func(c cell) bool { return c.owner != 0 })
}

// widen makes p cover whole every find that it touches.
func (f *finder) widen(p *find) {
	for p.start > 0 && f.cells[p.start].owner != 0 && f.cells[p.start-1].owner == f.cells[p.start].owner {
		p.start--
	}
	for p.end < len(f.cells) && f.cells[p.end-1].owner != 0 && f.cells[p.end].owner == f.cells[p.end-1].owner {
		p.end++
	}
}

// close puts one closed cell in place of the cells of each find that holds.
func (f *finder) close() {
	open := f.cells[:0]
	for i := 0; i < len(f.cells); {
		owner, start := f.cells[i].owner, f.cells[i].start
		if owner == 0 {
			open = append(open, f.cells[i])
			i++
			continue
		}
		end := 0
		for ; i < len(f.cells) && f.cells[i].owner == owner; i++ {
			end = f.cells[i].end
		}
		p := f.found[owner-1]
		p.start, p.end = start, end
		f.done = append(f.done, p)
		open = append(open, cell{r: closed, start: start, end: end})
	}
	f.cells = open
}

// pieces gives what all rounds found, in order; a clause stands for all in it.
func (f *finder) pieces() []find {
	sort.SliceStable(f.done, func(i, j int) bool {
		a, b := f.done[i], f.done[j]
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end)) < 0
	})
	list := f.done[:0]
	end := 0
	for _, p := range f.done {
		if p.start >= end {
			list = append(list, p)
			end = p.end
		}
	}
	return list
}
