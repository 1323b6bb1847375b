package main

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	work "objectioncoach/coach/studio"
)

// tryWords are the texts of trying, teaching and publishing in one language.
type tryWords struct {
	column, wide                       string
	tabs                               map[string]string
	colon, comma                       string
	axes                               map[string]string // what is recognised or expected
	any, channel, product, segment     string
	language                           string
	trace, sayFirst, lastGood          string
	heard, from                        string
	matched                            func(n int) string
	otherwise, nothing                 string
	unsure, unsureShort                string
	unsuited                           string
	won                                string
	lost                               map[string]string
	more                               func(n int) string
	changed, changedShort, same        string
	unpublished                        string
	now, sentence, script, technique   string
	timing                             string
	published                          func(version int) string
	quoted                             func(words string) string
	share, shareLink, shareFile        string
	linkTooLong, linkCopied, fileSaved string
	badLink, staff, customer, talk     string
	readOnly                           func(day string) string
	openQuestion, avoid                string
	lines, linesHow, run, runOwn, load string
	toXLSX                             string
	unused                             func(list string) string
	tally                              func(t *tally, running bool) string
	stop, stopped, show                string
	badLines                           func(n int, first string) string
	tooLong                            func(size, most int) string
	picks                              map[string]string
	outcomes, line, recognised, doHead string
	miss                               func(what, want, got string) string
	finding                            func(rule, words string) string
	keep, wrong, earlier, later        string
	window                             func(from, to, all int) string
	keepAll                            func(n int) string
	kept                               func(n int) string
	teachHow, wrongLine, label         string
	rightOf                            func(said string) string
	keptLessons                        func(n int) string
	again                              string
	addLine, remove, teach             string
	toTeach                            func(n int) string
	stage                              map[string]string
	lesson                             func(seconds float64) string
	notLearned, noWorse, gotWorse      string
	moved                              func(mended, broken int) string
	take, leave, taken, left           string
	scoresCaption, what, lineCount     string
	before, after                      string
	scores                             map[string]string
	heatCaption, chooseSquare          string
	square                             func(least, holes, all int) string
	holeExample                        string
	writeHere                          func(file string) string
	notes, notesHow, inspect           string
	abouts                             map[string]string
	note                               func(n work.Note) string
	rules                              func(n int) string
	rule, about, review                string
	key, keyNone, makeKey, keyHere     string
	noKey, accept, copy                string
	copied, notCopied                  string
	nextVersion, mendFirst             string
	version                            func(n int) string
	first, firstVersion, noChanges     string
	validFrom, validUntil, sign        string
	publishedNow                       func(n int) string
	versions, versionHead, day         string
	takeSigned, takeSignedWhy          string
	signedNewer                        func(n int) string
	signedOlder                        func(n, last int) string
	signedSame, signedTwice            func(n int) string
	signedOfOther                      func(of, open string) string
	signedOver, signedNotYet           func(day string) string
	signedOtherKey                     func(key string) string
	validHead, changesHead             string
	valid                              func(from, until string) string
	changesOf, contentOf               func(n int) string
	download, goBack                   string
	print, printHow, both, booklet     string
	objection, poster, openPage        string
}

// tryWords gives the texts in the language of the screen.
func (s *studio) tryWords() *tryWords {
	if s.words() == &english {
		return &englishTry
	}
	return &chineseTry
}

// percent writes a part as a whole number of hundredths.
func percent(part float64) string { return strconv.Itoa(int(part*100+0.5)) + "%" }

// sure writes how sure a recognition is, which is never wholly.
func sure(score float64) string { return percent(min(score, 0.99)) }

// capital begins a label with a capital, in languages that have them.
func capital(label string) string {
	if label == "" || label[0] >= utf8.RuneSelf {
		return label
	}
	return strings.ToUpper(label[:1]) + label[1:]
}

// length counts characters.
func length(text string) int { return utf8.RuneCountInString(text) }

var chineseTry = tryWords{
	column: "试用、检验与发布", wide: "放宽",
	tabs:  map[string]string{"preview": "预览", "tests": "测试集", "teach": "教一教", "cover": "覆盖", "publish": "发布"},
	colon: "：", comma: "、",
	axes: map[string]string{"kind": "类别", "topic": "主题", "nature": "真假", "emotion": "情绪", "timing": "时机", "technique": "方法", "script": "话术", "escalate": "升级处理", "unclear": "拿不准"},
	any:  "不限", channel: "渠道", product: "产品", segment: "客群", language: "语言",
	trace: "为什么这样显示", sayFirst: "在上面替客户说一句，这里就说明为什么员工会看到这条话术。", lastGood: "话术包眼下有错误：这里显示的是上一次没有错误时的样子。",
	heard: "听出了什么", from: " 出自", quoted: func(words string) string { return "“" + words + "”" },
	matched:   func(n int) string { return fmt.Sprintf("符合的话术（%d 条）", n) },
	otherwise: "没有这一条时会用", nothing: "没有合适的话术",
	unsure: "还不确定，先问一句：", unsureShort: "还不确定", won: "用这条", unsuited: "它的方法不适合这里",
	lost:    map[string]string{"closer": "另一条更贴合", "technique": "另一条的方法更合适", "turn": "同样合适，轮到另一条"},
	more:    func(n int) string { return fmt.Sprintf("还有 %d 条", n) },
	changed: "和已发布的相比，员工看到的有变化。", changedShort: "有变化", same: "和已发布的一样。",
	unpublished: "这个包还没有发布过，没有可比的版本。",
	now:         "现在", sentence: "先说这句", script: "话术", technique: "方法", timing: "时机",
	published: func(version int) string {
		if version == 0 {
			return "内置的版本"
		}
		return fmt.Sprintf("已发布的第 %d 版", version)
	},
	share: "分享这次预览", shareLink: "复制只读链接", shareFile: "存成一个文件",
	linkTooLong: "这段对话太长，放不进链接：请存成文件。", linkCopied: "链接已复制，打开后只能看。", fileSaved: "文件已存下，双击就能看。",
	badLink: "这个链接不完整或已损坏。", staff: "我", customer: "客户", talk: "对话",
	readOnly: func(day string) string { return strings.TrimSpace("只供查看的预览 " + day) }, openQuestion: "可以问", avoid: "别说",
	lines: "客户的话，每行一句", linesHow: "太贵了，别家便宜一半\n{\"text\":\"我回去商量商量\",\"expect\":{\"topics\":[\"authority\"]}}",
	run: "试一遍", runOwn: "试包里留存的", load: "从文件读入（Excel、CSV、文本）", toXLSX: "存成 Excel", unused: func(list string) string { return "没有用到的列：" + list },
	tally: func(t *tally, running bool) string {
		switch {
		case running:
			return fmt.Sprintf("%d / %d", t.Done, t.All)
		case t.Stopped:
			return fmt.Sprintf("停在第 %d 句，共 %d 句", t.Done, t.All)
		}
		return fmt.Sprintf("%d 句，用了 %.1f 秒", t.Done, float64(t.Took)/1000)
	},
	stop: "停下", stopped: "已停下，什么也没有变。", show: "只看",
	badLines: func(n int, first string) string {
		return fmt.Sprintf("%d 行读不懂，先看这一行：%s", n, first)
	},
	tooLong: func(size, most int) string {
		return fmt.Sprintf("文件有 %d MB，最多 %d MB：请分开。", size, most)
	},
	picks:    map[string]string{"all": "全部", "failed": "不符合期望", "changed": "有变化", "unsure": "拿不准", "noScript": "没有话术", "findings": "合规提示"},
	outcomes: "结果", line: "客户的话", recognised: "听成", doHead: "操作",
	miss:    func(what, want, got string) string { return fmt.Sprintf("期望%s是%s，得到%s", what, want, got) },
	finding: func(rule, words string) string { return fmt.Sprintf("规则 %s：“%s”", rule, words) },
	keep:    "留作期望", wrong: "听错了", earlier: "上一页", later: "下一页",
	window:   func(from, to, all int) string { return fmt.Sprintf("%d–%d，共 %d", from, to, all) },
	keepAll:  func(n int) string { return fmt.Sprintf("这 %d 句都留作期望", n) },
	kept:     func(n int) string { return fmt.Sprintf("留存了 %d 句，随包一起检验", n) },
	teachHow: "听错的话，给出对的，教一遍再决定要不要。", wrongLine: "听错的那句话", label: "标对",
	rightOf: func(said string) string { return "“" + said + "”应当听成" },
	keptLessons: func(n int) string {
		return fmt.Sprintf("包里存着 %d 句教过的话，这次打开后还没有学。", n)
	}, again: "放进这次要教的",
	addLine: "加入要教的", remove: "拿掉", teach: "教一遍",
	toTeach: func(n int) string { return fmt.Sprintf("要教的（%d 句）", n) },
	stage:   map[string]string{"learning": "正在学…", "measuring": "正在比较学前学后…"},
	lesson:  func(seconds float64) string { return fmt.Sprintf("学完了，用了 %.1f 秒", seconds) },
	noWorse: "没有发现变差的地方。", gotWorse: "有地方变差了：", notLearned: "教的还没有全学会：再给几句说法相近的，更容易学会。",
	moved: func(mended, broken int) string {
		return fmt.Sprintf("包里的测试：%d 句由错变对，%d 句由对变错", mended, broken)
	},
	take: "采用", leave: "不采用", taken: "已采用，教过的话存进了包里。", left: "没有采用，一切照旧。",
	scoresCaption: "学前学后，在没有教过的内置例句上", what: "听什么", lineCount: "句数", before: "学前", after: "学后",
	scores:      map[string]string{"corrections": "教的这些", "kind": "类别（总）", "topics": "主题（总）", "escalation": "升级处理"},
	heatCaption: "每格是最缺的情形里有几条话术；○ 后面是一条也没有的情形数", chooseSquare: "点一格，看用到的话术和空缺。",
	square: func(least, holes, all int) string {
		if holes > 0 {
			return fmt.Sprintf("%d 种情形里有 %d 种没有话术", all, holes)
		}
		return fmt.Sprintf("%d 种情形，至少各有 %d 条", all, least)
	},
	holeExample: "例如没有：", writeHere: func(file string) string { return "到 " + file + " 里补一条" },
	notes: "值得看一眼的", notesHow: "逐条检查：轮不到的、重复的、太长的、难读的、违规的、规则过期的。", inspect: "检查一遍",
	abouts: map[string]string{"": "全部", work.NeverWins: "轮不到", work.Duplicate: "重复", work.Long: "太长", work.Hard: "难读", work.Forbidden: "违规", work.Overdue: "规则过期"},
	note: func(n work.Note) string {
		switch n.About {
		case work.NeverWins:
			return "在任何情形下都轮不到它"
		case work.Duplicate:
			return fmt.Sprintf("和 %s 几乎一样：%s", n.By, n.Words)
		case work.Long:
			return fmt.Sprintf("一句有 %d 字：%s", length(n.Words), n.Words)
		case work.Hard:
			if n.By != "" {
				return fmt.Sprintf("有少见的字（%s）：%s", n.By, n.Words)
			}
			return "句子偏长，难读：" + n.Words
		case work.Forbidden:
			return fmt.Sprintf("规则 %s：“%s”", n.By, n.Words)
		}
		return fmt.Sprintf("“%s”应在 %s 前复核", n.Words, n.By)
	},
	rules: func(n int) string { return fmt.Sprintf("所依据的规则（%d 条）与复核日期", n) }, rule: "规则", about: "内容", review: "复核日期",
	key: "签名的钥匙", keyNone: "还没有钥匙。钥匙只在这台设备的这个浏览器里，拿不出来。", makeKey: "造一把钥匙", keyHere: "公钥（可以告诉别人）：",
	noKey: "这个浏览器不能造或保存钥匙：", accept: "让员工的插件只接受这把钥匙", copy: "复制", copied: "已复制", notCopied: "没能复制，请手动选取",
	nextVersion: "发布新版本", mendFirst: "话术包还有错误，改好才能发布。", version: func(n int) string { return fmt.Sprintf("第 %d 版", n) },
	first: "首次发布", firstVersion: "这是第一次发布。", noChanges: "和上一版没有差别。", validFrom: "从这天起有效", validUntil: "到这天为止", sign: "签名并下载",
	publishedNow: func(n int) string { return fmt.Sprintf("第 %d 版已签名，文件已下载。", n) },
	takeSigned:   "读入别处发布的版本（.signed）", takeSignedWhy: "换了设备，或者同事也发布过：读入最新的文件，版本号才接得上",
	signedNewer: func(n int) string {
		return fmt.Sprintf("已读入第 %d 版，下一次发布是第 %d 版。", n, n+1)
	},
	signedOlder: func(n, last int) string {
		return fmt.Sprintf("这是第 %d 版，比这里的第 %d 版旧：已列在下面，员工用的仍是第 %d 版。要用回它的内容，请按“退回到这版”，会发布成第 %d 版。", n, last, last, last+1)
	},
	signedSame: func(n int) string { return fmt.Sprintf("第 %d 版这里已经有了。", n) },
	signedTwice: func(n int) string {
		return fmt.Sprintf("这里已有另一个第 %d 版，内容不同：两台设备发布了同一个版本号。没有读入。请先读入另一台设备上最新的文件，再发布新的一版。", n)
	},
	signedOfOther: func(of, open string) string {
		return fmt.Sprintf("这是话术包 %s 的文件，现在打开的是 %s。", of, open)
	},
	signedOver: func(day string) string {
		return fmt.Sprintf("它的有效期到 %s，已经过了，员工的插件不会用它。", day)
	},
	signedNotYet: func(day string) string {
		return fmt.Sprintf("它从 %s 起有效，在那之前员工的插件不会用它。", day)
	},
	signedOtherKey: func(key string) string {
		return fmt.Sprintf("它是用另一把钥匙签的（%s…）。在这里发布的会用这台设备的钥匙：员工的插件若只接受指定的钥匙，要把这把也加上。", key[:8])
	},
	versions: "发布过的版本", versionHead: "版本", day: "日期", validHead: "有效期", changesHead: "变化",
	valid: func(from, until string) string {
		if from == "" && until == "" {
			return "不限"
		}
		return from + " – " + until
	},
	changesOf: func(n int) string { return fmt.Sprintf("%d 处变化", n) }, contentOf: func(n int) string { return fmt.Sprintf("退回第 %d 版的内容", n) },
	download: "下载", goBack: "退回到这版",
	print: "印出来", printHow: "在新窗口里打开，用浏览器的“打印”印出或存成 PDF。", both: "中英对照", booklet: "话术手册",
	objection: "一个异议", poster: "海报", openPage: "没有弹出窗口？点这里打开",
}

var englishTry = tryWords{
	column: "Try, check and publish", wide: "Wide",
	tabs:  map[string]string{"preview": "Preview", "tests": "Test sets", "teach": "Teach", "cover": "Coverage", "publish": "Publish"},
	colon: ": ", comma: ", ",
	axes: map[string]string{"kind": "kind", "topic": "topic", "nature": "nature", "emotion": "emotion", "timing": "timing", "technique": "technique", "script": "script", "escalate": "escalation", "unclear": "unsure"},
	any:  "Any", channel: "Channel", product: "Product", segment: "Segment", language: "Language",
	trace: "Why this is shown", sayFirst: "Say a line for the customer above; here you will see why staff get the script they get.", lastGood: "The pack has problems now: this is how it was when it last had none.",
	heard: "What was recognised", from: " from ", quoted: func(words string) string { return "“" + words + "”" },
	matched:   func(n int) string { return fmt.Sprintf("Scripts that fit (%d)", n) },
	otherwise: "Without this one it would be", nothing: "No script fits",
	unsure: "Not sure yet, ask first: ", unsureShort: "Not sure yet", won: "this one", unsuited: "its technique does not suit here",
	lost:    map[string]string{"closer": "another is closer", "technique": "another has the better technique", "turn": "as good, another's turn"},
	more:    func(n int) string { return fmt.Sprintf("%d more", n) },
	changed: "Staff see something else than with the published version.", changedShort: "changed", same: "The same as with the published version.",
	unpublished: "This pack was not published yet: there is nothing to compare with.",
	now:         "Now", sentence: "Say first", script: "Script", technique: "Technique", timing: "Timing",
	published: func(version int) string {
		if version == 0 {
			return "Built in"
		}
		return fmt.Sprintf("Published version %d", version)
	},
	share: "Share this preview", shareLink: "Copy a read-only link", shareFile: "Save as one file",
	linkTooLong: "The talk is too long for a link: save it as a file.", linkCopied: "Link copied. It opens for reading only.", fileSaved: "File saved. It opens with a double click.",
	badLink: "This link is damaged or cut off.", staff: "Staff", customer: "Customer", talk: "Talk",
	readOnly: func(day string) string { return strings.TrimSpace("A preview, for reading only. " + day) }, openQuestion: "Ask", avoid: "Avoid",
	lines: "What customers say, a line each", linesHow: "too expensive, others charge half\n{\"text\":\"I'll ask at home\",\"expect\":{\"topics\":[\"authority\"]}}",
	run: "Run", runOwn: "Run the pack's own", load: "Load a file (Excel, CSV, text)", toXLSX: "Save as Excel", unused: func(list string) string { return "Columns not used: " + list },
	tally: func(t *tally, running bool) string {
		switch {
		case running:
			return fmt.Sprintf("%d / %d", t.Done, t.All)
		case t.Stopped:
			return fmt.Sprintf("Stopped at line %d of %d", t.Done, t.All)
		}
		return fmt.Sprintf("%d lines in %.1f s", t.Done, float64(t.Took)/1000)
	},
	stop: "Stop", stopped: "Stopped; nothing has changed.", show: "Show",
	badLines: func(n int, first string) string {
		return fmt.Sprintf("%d lines cannot be read; the first: %s", n, first)
	},
	tooLong: func(size, most int) string {
		return fmt.Sprintf("The file has %d MB, and may have %d: divide it.", size, most)
	},
	picks:    map[string]string{"all": "All", "failed": "Not as expected", "changed": "Changed", "unsure": "Unsure", "noScript": "No script", "findings": "Compliance"},
	outcomes: "Results", line: "Customer says", recognised: "Recognised as", doHead: "Actions",
	miss:    func(what, want, got string) string { return fmt.Sprintf("expected %s %s, got %s", what, want, got) },
	finding: func(rule, words string) string { return fmt.Sprintf("rule %s: “%s”", rule, words) },
	keep:    "Keep as expected", wrong: "Wrong", earlier: "Back", later: "Next",
	window:   func(from, to, all int) string { return fmt.Sprintf("%d–%d of %d", from, to, all) },
	keepAll:  func(n int) string { return fmt.Sprintf("Keep all %d as expected", n) },
	kept:     func(n int) string { return fmt.Sprintf("%d lines kept, checked with the pack from now on", n) },
	teachHow: "Give the right labels of what was recognised wrongly, teach it, then decide.", wrongLine: "The line that was recognised wrongly", label: "Label it",
	rightOf: func(said string) string { return "“" + said + "” should be" },
	keptLessons: func(n int) string {
		return fmt.Sprintf("The pack keeps %d lines that were taught; since it was opened they were not learned.", n)
	}, again: "Put them into this lesson",
	addLine: "Add to the lesson", remove: "Remove", teach: "Teach",
	toTeach: func(n int) string { return fmt.Sprintf("To be taught (%d)", n) },
	stage:   map[string]string{"learning": "Learning…", "measuring": "Comparing before and after…"},
	lesson:  func(seconds float64) string { return fmt.Sprintf("Learned in %.1f s", seconds) },
	noWorse: "Nothing was found to be worse.", gotWorse: "Something got worse:", notLearned: "Not all of it was learned: a few more lines that say alike help.",
	moved: func(mended, broken int) string {
		return fmt.Sprintf("Tests of the pack: %d mended, %d broken", mended, broken)
	},
	take: "Take it", leave: "Leave it", taken: "Taken; what was taught is kept in the pack.", left: "Left; all is as before.",
	scoresCaption: "Before and after, on built-in lines that were not taught", what: "What", lineCount: "Lines", before: "Before", after: "After",
	scores:      map[string]string{"corrections": "what was taught", "kind": "kind (all)", "topics": "topics (all)", "escalation": "escalation"},
	heatCaption: "In each square, how many scripts there are where there are fewest; after ○, how many situations have none", chooseSquare: "Choose a square to see its scripts and holes.",
	square: func(least, holes, all int) string {
		if holes > 0 {
			return fmt.Sprintf("%d of %d situations have no script", holes, all)
		}
		return fmt.Sprintf("%d situations with at least %d scripts each", all, least)
	},
	holeExample: "None, for example, for: ", writeHere: func(file string) string { return "Write one in " + file },
	notes: "Worth a look", notesHow: "Looks for scripts that never win, that repeat others, that are long, hard to read or against a rule, and for rules to be looked at again.", inspect: "Look through",
	abouts: map[string]string{"": "All", work.NeverWins: "Never wins", work.Duplicate: "Repeats", work.Long: "Too long", work.Hard: "Hard to read", work.Forbidden: "Against a rule", work.Overdue: "Rule overdue"},
	note:   func(n work.Note) string { return n.Message },
	rules:  func(n int) string { return fmt.Sprintf("The %d rules, with the days of their reviews", n) }, rule: "Rule", about: "About", review: "Review",
	key: "Key to sign with", keyNone: "There is no key yet. A key stays in this browser on this device and cannot be taken out.", makeKey: "Make a key", keyHere: "Public key (others may know it):",
	noKey: "This browser cannot make or keep a key: ", accept: "Let the widget accept only this key", copy: "Copy", copied: "Copied", notCopied: "Not copied: select it by hand",
	nextVersion: "Publish a version", mendFirst: "The pack has problems: mend them before publishing.", version: func(n int) string { return fmt.Sprintf("Version %d", n) },
	first: "the first", firstVersion: "This is the first version.", noChanges: "Nothing differs from the last version.", validFrom: "Valid from", validUntil: "Valid until", sign: "Sign and download",
	publishedNow: func(n int) string { return fmt.Sprintf("Version %d is signed and downloaded.", n) },
	takeSigned:   "Take in a version published elsewhere (.signed)", takeSignedWhy: "On another device, or where a colleague published too: take in the newest file, so that the numbers go on",
	signedNewer: func(n int) string {
		return fmt.Sprintf("Version %d is taken in; the next one published is version %d.", n, n+1)
	},
	signedOlder: func(n, last int) string {
		return fmt.Sprintf("This is version %d, older than version %d here: it is listed below, and staff keep version %d. To have its content again, press “Go back to this”: it is published as version %d.", n, last, last, last+1)
	},
	signedSame: func(n int) string { return fmt.Sprintf("Version %d is here already.", n) },
	signedTwice: func(n int) string {
		return fmt.Sprintf("There is another version %d here with other content: two devices gave the same number. It was not taken in. Take in the newest file of the other device first, then publish a new version.", n)
	},
	signedOfOther: func(of, open string) string {
		return fmt.Sprintf("This file is of the pack %s, and %s is open.", of, open)
	},
	signedOver: func(day string) string {
		return fmt.Sprintf("It was valid until %s: the widget no longer uses it.", day)
	},
	signedNotYet: func(day string) string {
		return fmt.Sprintf("It is valid from %s: the widget does not use it before.", day)
	},
	signedOtherKey: func(key string) string {
		return fmt.Sprintf("It was signed with another key (%s…). What is published here is signed with the key of this device: a widget that accepts given keys only must be given this one too.", key[:8])
	},
	versions: "Published versions", versionHead: "Version", day: "Day", validHead: "Valid", changesHead: "Changes",
	valid: func(from, until string) string {
		if from == "" && until == "" {
			return "always"
		}
		return from + " – " + until
	},
	changesOf: func(n int) string { return fmt.Sprintf("%d changes", n) }, contentOf: func(n int) string { return fmt.Sprintf("content of version %d again", n) },
	download: "Download", goBack: "Go back to this",
	print: "Print", printHow: "Opens in a new window: print it there, or save it as PDF.", both: "Both languages", booklet: "Booklet of scripts",
	objection: "One objection", poster: "Poster", openPage: "No window? Open it here",
}
