package main

import (
	"fmt"
	"strings"

	"objectioncoach/coach/calendar"
	"objectioncoach/coach/playbook"
)

// procedureWords are the texts of the procedures' screen.
type procedureWords struct {
	title, starting, all, offered, noneFits string
	because, forTrade, escalates            string
	saidWord                                func(word string) string
	merits                                  map[string]string
	start, drawing, here                    string
	underWay                                func(n int) string
	more, earlier, stopped                  func(n int) string
	broken, brokenShort, anew, itsCase      string

	toList, path, back, next, another, outcome string
	summary                                    func(from, to string, steps int) string
	copy, insert, copied, copyFailed, inserted string
	kept, notKept, refused, saved              string
	leaveAnyway, elsewhere                     string

	yes, no, optional, brought, dayOff string
	later                              func(day string) string
	missing                            map[string]string // by the kind of the record
	tooLong                            func(most int) string
	noDay, past                        string
	today, yesterday, tomorrow         string
	inDays                             func(n int) string

	clocks, law, house, noClock, first, firstKnown, ics string
	toVerify, toVerifyTitle                             string
	beyond                                              func(last string, day calendar.Day) string
	beyondShort, dayUnknown                             func(year int) string
	uncounted, provisional                              string
	unordered                                           func(year int) string
	paused, met, counted                                func(day string) string
	over, naturalLeft, workingLeft                      func(n int) string
	dueToday, promise, howCounted, passes               string
	inHouse, term                                       func(playbook.Term) string
	source                                              func(document, number, article string) string

	day                             func(year, month, day, weekday int) string // year 0 is left out
	colon, comma, pause, open, shut string
}

var chineseProcedures = procedureWords{
	title: "流程", starting: "正在准备…", all: "全部流程", offered: "这段对话适合", noneFits: "没有特别合适的，从下面挑一个。",
	because: "因为 ", forTrade: "这一行的投诉都走它", escalates: "要上报的事",
	saidWord: func(word string) string { return "客户提到“" + word + "”" },
	merits:   map[string]string{"reasonable": "说得在理", "venting": "心里有气", "opportunistic": "想多要", "unclear": "诉求未明"},
	start:    "开始", drawing: "流程图", here: "现在在",
	underWay: func(n int) string { return fmt.Sprintf("在办 %d 件", n) },
	more:     func(n int) string { return fmt.Sprintf("还有 %d 件，在“案例”里查。", n) },
	earlier:  func(n int) string { return fmt.Sprintf("更早的 %d 步", n) },
	stopped:  func(n int) string { return fmt.Sprintf("已停的时限 %d 个", n) },
	broken:   "这件事的进度和现在的流程对不上，没法接着走。案例原样留着，记过的都在下面。", brokenShort: "进度和流程对不上",
	anew: "重新走一遍", itsCase: "看案例",

	toList: "回到列表", path: "步骤", back: "上一步", next: "下一步", another: "再办一件", outcome: "这件事结果怎样？",
	summary: func(from, to string, steps int) string {
		if from == to {
			return fmt.Sprintf("%s当天，走了 %d 步。", from, steps)
		}
		return fmt.Sprintf("从%s到%s，走了 %d 步。", from, to, steps)
	},
	copy: "复制", insert: "插入", copied: "已复制", copyFailed: "没能复制，请手动选中", inserted: "已插入",
	kept: "已存进案例", notKept: "没能存下：", refused: "这一步没走成：", saved: "已交给浏览器保存",
	leaveAnyway: "（再按一次就离开，这一步写的不留）", elsewhere: "这件事在别的窗口又走了一步。请回到列表重新打开，再接着走。",

	yes: "是", no: "否", optional: "（可不填）", brought: "从对话带来，可以改", dayOff: "，不是工作日",
	later:   func(day string) string { return "，晚于法定的" + day },
	missing: map[string]string{playbook.Words: "这里要写", playbook.Date: "选一个日子", playbook.Choice: "选一个", playbook.YesNo: "选“是”或“否”"},
	tooLong: func(most int) string { return fmt.Sprintf("最多 %d 个字", most) },
	noDay:   "这个日子不对", past: "这个日子已经过了",
	today: "今天", yesterday: "昨天", tomorrow: "明天",
	inDays: func(n int) string { return fmt.Sprintf("%d 天后", n) },

	clocks: "时限", law: "法定", house: "内部和承诺", noClock: "没有时限在走", first: "先到", firstKnown: "已知的里先到", ics: "存进日历（.ics）",
	toVerify: "待核", toVerifyTitle: "出处还没有核对过原文",
	beyond: func(last string, day calendar.Day) string {
		year, _, _ := day.Date()
		return fmt.Sprintf("放假安排只知道到%s。%d年的安排公布以前，算不出哪天到期，请按更早的一天办。", last, year)
	},
	beyondShort: func(year int) string { return fmt.Sprintf("到期日要等%d年放假安排", year) },
	dayUnknown: func(year int) string {
		return fmt.Sprintf("，%d年放假安排没公布，是不是工作日还不知道", year)
	},
	uncounted: "算不出到期日：", provisional: "临近年底，放假安排还可能再调。",
	unordered: func(year int) string {
		return fmt.Sprintf("%d年的放假调休还没公布，这一天只按法定假日数，可能提前也可能推后，请早办。", year)
	},
	paused:      func(day string) string { return "从" + day + "起暂停，到期日按今天恢复算" },
	met:         func(day string) string { return "：" + day + "办到" },
	counted:     func(day string) string { return "，从" + day + "的次日起算" },
	over:        func(n int) string { return fmt.Sprintf("超了 %d 天", n) },
	naturalLeft: func(n int) string { return fmt.Sprintf("还剩 %d 天", n) },
	workingLeft: func(n int) string { return fmt.Sprintf("还剩 %d 个工作日", n) },
	dueToday:    "今天到期", promise: "答应过的日子", howCounted: "怎么算的", passes: "跳过 ",
	inHouse: func(t playbook.Term) string { return "内部要求 " + chineseTerm(t) + "，可按本单位的改" },
	term:    chineseTerm,
	source: func(document, number, article string) string {
		s := "《" + document + "》" + number
		if article != "" {
			s += " 第" + strings.ReplaceAll(article, ", ", "、") + "条"
		}
		return s
	},

	day: func(year, month, day, weekday int) string {
		s := fmt.Sprintf("%d月%d日（%s）", month, day, []string{"周一", "周二", "周三", "周四", "周五", "周六", "周日"}[weekday-1])
		if year != 0 {
			s = fmt.Sprintf("%d年", year) + s
		}
		return s
	},
	colon: "：", comma: "，", pause: "；", open: "（", shut: "）",
}

func chineseTerm(t playbook.Term) string {
	unit := " 天（自然日）"
	if t.Counting == playbook.Working {
		unit = " 个工作日"
	}
	switch {
	case t.Days == 0:
		return "当场"
	case t.Days < 0:
		return fmt.Sprintf("往前 %d", -t.Days) + unit
	}
	return fmt.Sprint(t.Days) + unit
}

var englishProcedures = procedureWords{
	title: "Procedures", starting: "Getting ready…", all: "All procedures", offered: "For this talk", noneFits: "None fits this talk in particular: choose one below.",
	because: "Because: ", forTrade: "For complaints in this trade", escalates: "to be escalated",
	saidWord: func(word string) string { return "the customer said “" + word + "”" },
	merits:   map[string]string{"reasonable": "a fair point", "venting": "needs to vent", "opportunistic": "asks for more than is due", "unclear": "wish not yet clear"},
	start:    "Begin", drawing: "Drawing", here: "Now at",
	underWay: func(n int) string { return fmt.Sprintf("Under way: %d", n) },
	more:     func(n int) string { return fmt.Sprintf("%d more: look under Cases.", n) },
	earlier:  func(n int) string { return fmt.Sprintf("%d earlier steps", n) },
	stopped:  func(n int) string { return fmt.Sprintf("Clocks stopped: %d", n) },
	broken:   "What was kept of this matter does not fit the procedure as it is now, and cannot go on. The case stays as it is; all that was recorded is below.", brokenShort: "does not fit the procedure any more",
	anew: "Walk it anew", itsCase: "Its case",

	toList: "Back to the list", path: "Steps", back: "Step back", next: "Next", another: "Begin another", outcome: "How did it turn out?",
	summary: func(from, to string, steps int) string {
		if from == to {
			return fmt.Sprintf("On %s, in %s.", from, counted(steps, "step"))
		}
		return fmt.Sprintf("From %s to %s, in %s.", from, to, counted(steps, "step"))
	},
	copy: "Copy", insert: "Insert", copied: "Copied", copyFailed: "Could not copy: select it by hand", inserted: "Inserted",
	kept: "Kept as a case", notKept: "It could not be kept: ", refused: "This step was not taken: ", saved: "Handed to the browser to save",
	leaveAnyway: " (Press again to leave without what was written in this step.)", elsewhere: "This matter went on in another window. Go back to the list, open it again and go on from there.",

	yes: "Yes", no: "No", optional: " (optional)", brought: "Taken from the talk; change it as you like", dayOff: ", not a working day",
	later:   func(day string) string { return ", later than the law's " + day },
	missing: map[string]string{playbook.Words: "This is needed", playbook.Date: "Choose a day", playbook.Choice: "Choose one", playbook.YesNo: "Choose yes or no"},
	tooLong: func(most int) string { return fmt.Sprintf("At most %d characters", most) },
	noDay:   "This is no day that can be used", past: "This day is over already",
	today: "Today", yesterday: "Yesterday", tomorrow: "Tomorrow",
	inDays: func(n int) string { return fmt.Sprintf("In %d days", n) },

	clocks: "Time limits", law: "By law", house: "In house and promised", noClock: "Nothing runs now", first: "first", firstKnown: "first of those known", ics: "Save to calendar (.ics)",
	toVerify: "to be verified", toVerifyTitle: "Not yet held against the text of the rule",
	beyond: func(last string, day calendar.Day) string {
		year, _, _ := day.Date()
		return fmt.Sprintf("Public holidays are known up to %s. Until those of %d are announced, the last day cannot be told: keep to an earlier one.", last, year)
	},
	beyondShort: func(year int) string {
		return fmt.Sprintf("Last day open until the holidays of %d are announced", year)
	},
	dayUnknown: func(year int) string {
		return fmt.Sprintf(", a working day or not: the holidays of %d are not announced yet", year)
	},
	uncounted: "The last day cannot be counted: ", provisional: "Near the end of the year the holidays may still change.",
	unordered: func(year int) string {
		return fmt.Sprintf("The holidays of %d are not announced: counted with the statutory days alone, this day may come earlier or later. Act early.", year)
	},
	paused: func(day string) string {
		return "Stands still since " + day + "; the day is counted as if it went on today"
	},
	met:         func(day string) string { return ": met on " + day },
	counted:     func(day string) string { return ", from the day after " + day },
	over:        func(n int) string { return counted(n, "day") + " over" },
	naturalLeft: func(n int) string { return counted(n, "day") + " left" },
	workingLeft: func(n int) string { return counted(n, "working day") + " left" },
	dueToday:    "Due today", promise: "The day that was promised", howCounted: "How it is counted", passes: "Passes over ",
	inHouse: func(t playbook.Term) string { return "In-house rule: " + englishTerm(t) + "; set your own" },
	term:    englishTerm,
	source: func(document, number, article string) string {
		s := document
		if number != "" {
			s += " (" + number + ")"
		}
		if article != "" {
			s += ", art. " + article
		}
		return s
	},

	day: func(year, month, day, weekday int) string {
		s := fmt.Sprintf("%s %d %s", []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}[weekday-1], day,
			[]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}[month-1])
		if year != 0 {
			s += fmt.Sprintf(" %d", year)
		}
		return s
	},
	colon: ": ", comma: ", ", pause: "; ", open: " (", shut: ")",
}

func englishTerm(t playbook.Term) string {
	unit := "calendar day"
	if t.Counting == playbook.Working {
		unit = "working day"
	}
	switch {
	case t.Days == 0:
		return "on the spot"
	case t.Days < 0:
		return counted(-t.Days, unit) + " before"
	}
	return counted(t.Days, unit)
}

// counted gives a number with its English noun.
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
