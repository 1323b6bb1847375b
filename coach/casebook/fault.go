package casebook

import (
	"strconv"
	"strings"
)

// Fault is one thing that is wrong with a case.
type Fault struct {
	// Field is the JSON name of the field, such as "followUp", and "" where it is the
	// case as a whole.
	Field string
	code  string
	args  []string
}

// Message says in a locale, zh-CN or en, what is wrong and what is right instead.
func (f Fault) Message(locale string) string {
	words, ok := faultWords[f.code]
	s := words[0]
	switch {
	case !ok:
		s = f.code
	case english(locale):
		s = words[1]
	}
	for i, arg := range f.args {
		s = strings.ReplaceAll(s, "{"+strconv.Itoa(i+1)+"}", inSentence(arg, locale))
	}
	return s
}

// inSentence gives an argument as it is quoted: titles of an axis in the locale, and no
// more of a value than tells which one it is.
func inSentence(arg, locale string) string {
	switch field, ok := strings.CutPrefix(arg, axisMark); {
	case ok && field == "":
		return headings(locale)
	case ok:
		return titles(axisOf[field], locale)
	}
	const most = 80
	arg = strings.ReplaceAll(clean(arg), "\n", " ")
	if runes := []rune(arg); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return arg
}

// axisMark begins an argument that stands for the titles of the axis named after it, or
// for the headings of the table where none is.
const axisMark = "\x00"

// axisOf finds the axis of a field.
var axisOf = map[string][]label{
	"kind": kinds, "topics": topics, "nature": natures, "emotion": emotions, "technique": techniques, "causes": causes,
	"outcome": outcomes, "servqual": dimensions, "channel": channels, "product": products, "segment": segments, "turns": speakers,
}

// faultWords hold each sentence in Chinese and in English.
var faultWords = map[string][2]string{
	"none":      {"不能为空", "this must not be empty"},
	"id":        {"编号“{1}”不合规：以字母或数字开头，只用字母、数字和 . _ : -，最多 64 个", `the id "{1}" must begin with a letter or a figure, go on with those and . _ : -, and have at most 64 of them`},
	"personal":  {"编号里像有个人信息，换一个编号", "the id looks like personal data: give another"},
	"moment":    {"时间要在 1992 年到 2199 年之间", "the time must lie in the years from 1992 to 2199"},
	"backwards": {"修改时间早于创建时间", "it was changed before it was created"},
	"day":       {"日期要在 1992-01-01 到 2199-12-31 之间", "the day must lie between 1992-01-01 and 2199-12-31"},
	"long":      {"有 {1} 个字，最多 {2} 个", "it has {1} characters, and at most {2} are kept"},
	"many":      {"有 {1} 项，最多 {2} 项", "it has {1} items, and at most {2} are kept"},
	"unknown":   {"没有“{1}”这个值，可用：{2}", `there is no "{1}" here, only: {2}`},
	"tag":       {"“{1}”不是标签：用小写字母、数字和 -，或者写：{2}", `"{1}" is no tag: use small letters, figures and -, or one of: {2}`},
	"who":       {"第 {1} 句不知道是谁说的", "turn {1} does not say who speaks"},
	"silent":    {"第 {1} 句没有内容", "turn {1} has no text"},
	"same":      {"两个时限的编号都是“{1}”", `two time limits have the id "{1}"`},
	"json":      {"流程进度不是合法的 JSON", "the walk is not valid JSON"},
	"dayform":   {"“{1}”不是日期：写成 2026-11-22", `"{1}" is no day: write it as 2026-11-22`},
	"timeform":  {"“{1}”不是时间：写成 2026-11-22 16:06:48", `"{1}" is no time: write it as 2026-11-22 16:06:48`},
	"clockform": {"“{1}”不是时限：每行写成 日期 | 编号 | 停止日期或空 | 名称", `"{1}" is no time limit: write on each line day | id | day it stopped or nothing | title`},

	"column":    {"不认识这一列；可用的列：{1}", "this column is not known; these are: {1}"},
	"alien":     {"不认识这一列", "this column is not known"},
	"twice":     {"这一列出现了两次", "this column is there twice"},
	"missing":   {"缺少这一列", "this column is missing"},
	"cells":     {"这一行有 {1} 格，表头有 {2} 格", "the row has {1} cells and the heading {2}"},
	"quote":     {"引号没有配对", "a quotation mark has no partner"},
	"encoding":  {"既不是 UTF-8 也不是 GB18030 编码", "it is neither UTF-8 nor GB 18030"},
	"double":    {"编号与第 {1} 行重复", "row {1} has the same id"},
	"utf16":     {"文件是 UTF-16 编码：另存为“CSV UTF-8”再导入", "the file is UTF-16: save it as CSV UTF-8"},
	"workbook":  {"这是 Excel 工作簿：另存为“CSV UTF-8”再导入", "this is a workbook: save it as CSV UTF-8"},
	"array":     {"这是 JSON 数组：每行写一个案例事件，不要方括号", "this is an array of JSON: write an event of a case on each line, without brackets"},
	"empty":     {"文件里没有内容", "the file is empty"},
	"size":      {"文件超过 {1} MB，分几次导入", "the file is larger than {1} MB: divide it"},
	"rows":      {"超过 {1} 行，分几次导入", "there are more than {1} rows: divide the file"},
	"read":      {"文件读不出来：{1}", "the file cannot be read: {1}"},
	"event":     {"这一行不是 CloudEvents 1.0 的案例事件：{1}", "the line is no CloudEvents 1.0 event of a case: {1}"},
	"case":      {"读不出案例：{1}", "the case cannot be read: {1}"},
	"newer":     {"案例由更新的版本写成（{1}），先更新本程序", "the case was written by a newer program (schema {1}): update this one"},
	"untouched": {"其余问题未列出，共 {1} 处", "further problems are not listed; there are {1} in all"},
}

// Faults is all that is wrong with a case, as an error.
type Faults []Fault

// Error says in English what is wrong.
func (f Faults) Error() string {
	list := make([]string, len(f))
	for i, fault := range f {
		list[i] = fault.Message("en")
		if fault.Field != "" {
			list[i] = fault.Field + ": " + list[i]
		}
	}
	return strings.Join(list, "; ")
}

// inspector collects what is wrong while a case is built.
type inspector struct{ faults Faults }

func (i *inspector) fault(field, code string, args ...string) {
	i.faults = append(i.faults, Fault{field, code, args})
}
