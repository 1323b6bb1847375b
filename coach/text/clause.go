package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clause is a stretch of runes between marks of punctuation.
type Clause struct {
	Start, End int   // half-open, in runes of Text.Runes
	Scope      Scope // how the speaker stands to what the clause names
	Mark       rune  // the punctuation that closes it: one of , . ? ! … or 0 at the end of the text
}

// Scope is how the speaker stands to what a clause names.
type Scope uint8

const (
	// Plain: the clause is meant as it stands.
	Plain Scope = iota
	// Dismissed: the thing named is said not to be the point ("钱不是问题").
	Dismissed
	// Conceded: granted before a turn ("东西是不错，可是…").
	Conceded
)

// Marks that end a clause, each with the mark it counts as. They are looked up
// after NFKC, which has already made the full-width forms narrow.
var clauseMarks = map[rune]rune{
	',': ',', '、': ',', ';': ',', ':': ',',
	'。': '.', '.': '.',
	'?': '?', '!': '!', '…': '…', '~': '…', '—': '…',
	'"': ',', '“': ',', '”': ',', '「': ',', '」': ',', '(': ',', ')': ',', '《': ',', '》': ',', '【': ',', '】': ',', '[': ',', ']': ',',
}

// clauses divides runes at punctuation, and at a space beside a Chinese
// character, which is how speech recognition and hurried typing punctuate.
func clauses(runes []rune) []Clause {
	var list []Clause
	start := 0
	for i := 0; i <= len(runes); i++ {
		mark := rune(0)
		if i < len(runes) {
			mark = breakAt(runes, i)
			if mark == 0 {
				continue
			}
		}
		if i > start {
			list = appendClause(list, runes, Clause{Start: start, End: i, Mark: mark})
		} else if len(list) > 0 && strongMark(mark) {
			list[len(list)-1].Mark = mark
		}
		start = i + 1
	}
	setScopes(runes, list)
	return list
}

// appendClause appends c, in two where it dismisses one thing and goes on to
// another without a pause ("钱不是问题就是没空").
func appendClause(list []Clause, runes []rune, c Clause) []Clause {
	if at := turnInside(string(runes[c.Start:c.End])); at > 0 {
		list = append(list, Clause{Start: c.Start, End: c.Start + at, Mark: ','})
		c.Start += at
	}
	return append(list, c)
}

// turnInside gives the rune index at which words turn from what is dismissed
// to what is meant, or 0 if they do not.
func turnInside(words string) int {
	for _, cue := range dismissAfter {
		if at := strings.Index(words, cue); at >= 0 && at+len(cue) < len(words) {
			return utf8.RuneCountInString(words[:at+len(cue)])
		}
	}
	for _, cue := range dismissBefore {
		at := strings.Index(words, cue)
		if at < 0 {
			continue
		}
		after := at + len(cue)
		for _, turn := range turnCues {
			if to := strings.Index(words[after:], turn); to > 0 {
				return utf8.RuneCountInString(words[:after+to])
			}
		}
	}
	return 0
}

// breakAt gives the mark that runes[i] ends a clause with, or 0.
func breakAt(runes []rune, i int) rune {
	r := runes[i]
	if r == ' ' {
		if i > 0 && unicode.Is(unicode.Han, runes[i-1]) || i+1 < len(runes) && unicode.Is(unicode.Han, runes[i+1]) {
			return ','
		}
		return 0
	}
	if r == '.' && i > 0 && i+1 < len(runes) && unicode.IsDigit(runes[i-1]) && unicode.IsDigit(runes[i+1]) {
		return 0
	}
	return clauseMarks[r]
}

// strongMark tells marks that change the tone of the clause before them when
// they follow a weaker one, as the question mark in "吧…？".
func strongMark(mark rune) bool { return mark == '?' || mark == '!' }

// Cues of the speaker's stance. They are the grammar of the language, not
// knowledge of a trade, and so stand in code rather than in a pack.
var (
	dismissBefore = []string{"不是嫌", "倒不是", "并不是因为", "不是因为", "又不是", "并非", "不是说", "没嫌", "不嫌", "我不是不", "也不是不", "不是怕", "不怕", "别跟我提", "先不说", "不说"}
	dismissAfter  = []string{"不是问题", "没问题", "没有问题", "不是事", "不叫事", "无所谓", "不在乎", "好说", "不差", "没的说", "没得说", "没话说", "没意见", "没毛病", "不打紧"}
	turnCues      = []string{"但", "可是", "可", "不过", "就是", "只是", "主要是", "主要", "关键", "问题是", "是我", "是怕", "而是", "偏偏", "然而", "唯独", "无奈", "but "}
	grantCues     = []string{"知道", "明白", "理解", "承认", "我认", "不错", "挺好", "是好", "确实", "虽然", "虽说", "固然", "道理", "信得过", "相信", "感谢", "谢谢"}
)

// setScopes marks dismissed clauses anywhere, and granting ones before a turn.
func setScopes(runes []rune, list []Clause) {
	for i := range list {
		words := string(runes[list[i].Start:list[i].End])
		switch {
		case containsAny(words, dismissBefore) || containsAny(words, dismissAfter):
			list[i].Scope = Dismissed
		case i+1 < len(list) && containsAny(words, grantCues) && startsWithAny(string(runes[list[i+1].Start:list[i+1].End]), turnCues):
			list[i].Scope = Conceded
		}
	}
}

func containsAny(s string, cues []string) bool {
	for _, cue := range cues {
		if strings.Contains(s, cue) {
			return true
		}
	}
	return false
}

func startsWithAny(s string, cues []string) bool {
	for _, cue := range cues {
		if strings.HasPrefix(s, cue) {
			return true
		}
	}
	return false
}
