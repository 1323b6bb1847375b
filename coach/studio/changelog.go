package studio

import (
	"strconv"
	"strings"

	"objectioncoach/coach/pack"
)

// maxChanges bounds the lines of a changelog, and maxQuoted what of a text stands in one,
// in characters.
const (
	maxChanges = 200
	maxQuoted  = 60
)

// Changelog tells in the words of a locale what staff would notice of the differences of
// two packs, a line each, as coach pack diff finds them.
func Changelog(before, after *pack.Pack, locale string) []string {
	words := changeWords(locale)
	var lines []string
	changes := pack.Diff(before, after, locale)
	for i, c := range changes {
		if i == maxChanges {
			lines = append(lines, words.more(len(changes)-i))
			break
		}
		lines = append(lines, words.line(c))
	}
	return lines
}

// changeWords tells changes in a language: "en", else Chinese.
type changeWords string

var sectionWords = map[string][2]string{
	"scripts": {"话术", "script"}, "timing": {"接话时机", "timing rule"}, "techniques": {"方法", "technique"},
	"closings": {"促成办法", "closing"}, "cues": {"提示词", "cue"}, "labels": {"名称", "name"}, "rules": {"合规规则", "rule"},
}

var partWords = map[string][2]string{
	"words": {"说法", "words"}, "notes": {"提示", "notes"}, "technique": {"方法", "technique"}, "situations": {"适用场合", "situations"},
	"not when": {"不宜场合", "cases it does harm in"}, "class": {"类别", "class"}, "condition": {"条件", "condition"},
	"severity": {"轻重", "severity"}, "scope": {"适用范围", "scope"}, "told by": {"认词", "telling words"}, "rewrites": {"改法", "rewrites"}, "review": {"复核日期", "day of review"},
}

// one gives a word of a table in the language.
func (w changeWords) one(table map[string][2]string, key string) string {
	word, ok := table[key]
	switch {
	case !ok:
		return key
	case w == pack.English:
		return word[1]
	}
	return word[0]
}

func (w changeWords) line(c pack.Change) string {
	section := w.one(sectionWords, c.Section)
	before, after := contrasted(c.Before, c.After)
	if w == pack.English {
		switch c.What {
		case "added":
			return "New " + section + " " + c.ID + ": “" + after + "”"
		case "removed":
			return "Gone: " + section + " " + c.ID + " (“" + before + "”)"
		}
		return "Other " + w.one(partWords, c.What) + " of the " + section + " " + c.ID + ": “" + before + "” became “" + after + "”"
	}
	switch c.What {
	case "added":
		return "新增" + section + " " + c.ID + "：“" + after + "”"
	case "removed":
		return "删去" + section + " " + c.ID + "（原为“" + before + "”）"
	}
	return "改了" + section + " " + c.ID + " 的" + w.one(partWords, c.What) + "：“" + before + "”改为“" + after + "”"
}

func (w changeWords) more(n int) string {
	if w == pack.English {
		return "and " + strconv.Itoa(n) + " more"
	}
	return "另有 " + strconv.Itoa(n) + " 处"
}

// contrasted gives of two texts the part in which they differ, with some of what stands
// around it.
func contrasted(before, after string) (string, string) {
	const around = 12
	a, b := []rune(strings.Join(strings.Fields(before), " ")), []rune(strings.Join(strings.Fields(after), " "))
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	from := max(same-around, 0)
	if len(a) <= maxQuoted && len(b) <= maxQuoted {
		from = 0
	}
	return brieved(a, from), brieved(b, from)
}

// brieved gives of a text, from a character on, what stands in one line.
func brieved(text []rune, from int) string {
	before, after := "", ""
	if from > 0 {
		before = "…"
	}
	if text = text[from:]; len(text) > maxQuoted {
		text, after = text[:maxQuoted], "…"
	}
	return before + string(text) + after
}
