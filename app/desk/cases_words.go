package main

import (
	"fmt"

	"objectioncoach/app/store"
	"objectioncoach/coach/casebook"
)

// caseWords are the texts of the casebook's screen. Those of fields and tags come from
// the casebook itself.
type caseWords struct {
	title, fresh, search, searchHint, filters, any, sort, clear  string
	sorts                                                        [5]string // as caseSorts
	dueFilter                                                    [4]string // any, overdue, today, soon
	open, back, save, remove, undo, removed, saved               string
	noCases, noneFound, followUp                                 string
	overdue, dueToday, doneToday                                 string
	talk, tags, outcome, causes, after, preview, previewWhy      string
	causesOf                                                     [3]string
	copyText, copied, copyFailed, sayText, calendar, nothingDue  string
	out, csv, lines, ics, in, reading                            string
	chooseFile, importBad, importNone, importDone, importWhy     string
	row, column, problem, more                                   string
	settings, retention, idle, never, idleUsual                  string
	passphrase, passWhy, passNow, passNext, passAgain            string
	passSet, passChange, passRemove, passDone, passGone          string
	passWorking                                                  string
	passDiffers, passShort, unlock, unlockTitle                  string
	wipe, wipeWhy, wipeExported, wipeHave, wipeType, wipeWord    string
	wiped, retry, exportAll, mine, theirs, spoiltOut             string
	between, old, oldOut, goOn, untitled                         string
	unit                                                         func(n int) string // so many cases
	page                                                         func(from, to, of int) string
	previous, next                                               string
	progress                                                     func(n, of int) string
	days                                                         func(n int) string
	minutes                                                      func(n int) string
	importRows                                                   func(n int) string
	clockWrong                                                   func(day string) string
	importWritten, exportWritten                                 func(n, of int) string
	exportStop                                                   string
	importStop, importStopped, importLost, importAll, importShut string
	merged                                                       func(added, changed, kept, doubles int) string
	badRows                                                      func(bad, rows int) string
	unsaved, conflicts, spoilt, expired                          func(n int) string
	dropped                                                      func(n int) string
	whys                                                         map[store.Why]string
}

// why says what is the matter with the store.
func (w *caseWords) why(why store.Why) string {
	if s, ok := w.whys[why]; ok {
		return s
	}
	return w.whys[store.Broken]
}

var chineseCases = caseWords{
	title: "案例", fresh: "新案例", search: "查找案例", searchHint: "找一句话、产品，或拼音首字母", filters: "筛选", any: "不限", sort: "排序", clear: "清除条件",
	sorts: [5]string{"最近记下", "最近改过", "最先到期", "按结果", "按产品"}, dueFilter: [4]string{"不限", "已逾期", "今天到期", "七天内"},
	open: "打开", back: "返回", save: "保存", remove: "删除", undo: "撤销", removed: "已删除", saved: "已存在这台设备上",
	noCases: "还没有案例。说完一位客户，在教练里点“存案例”，或在这里新建。", noneFound: "没有找到，换个说法或清除条件。", followUp: "跟进",
	overdue: "已逾期", dueToday: "今天到期", doneToday: "今天已跟进",
	talk: "对话（每行一句，行首写“客户：”或“员工：”）", tags: "判断", outcome: "结果", causes: "原因", after: "之后", preview: "将写下的样子", previewWhy: "姓名、号码等已遮住，只写遮住后的。",
	causesOf: [3]string{"我们这边", "客户那边", "为什么不放心"},
	copyText: "复制文本", copied: "已复制", copyFailed: "没能复制，请手动选中", sayText: "写进客户记录", calendar: "日历文件", nothingDue: "没有要跟进的日子",
	out: "导出", csv: "表格（CSV）", lines: "备份（JSON Lines）", ics: "日历（.ics）", in: "导入", reading: "正在读取",
	chooseFile: "选择文件", importBad: "一行也没有导入。改好下面这些再来：", importNone: "文件里没有案例。", importDone: "导入完成：", importWhy: "表格或备份文件，UTF-8 与 GB18030 都能读。",
	row: "行", column: "列", problem: "问题", more: "还有更多",
	settings: "保存与安全", retention: "保存期限", idle: "多久不动就锁屏", never: "不限", idleUsual: "默认（3 分钟）",
	passphrase: "设备口令", passWhy: "设了口令，案例在这台设备上加密存放。忘了口令谁也打不开，只能清空。", passNow: "现在的口令", passNext: "新口令（至少 8 个字）", passAgain: "再写一遍",
	passSet: "设置口令", passChange: "更换口令", passRemove: "取消口令", passDone: "口令已生效，全部案例已加密", passGone: "口令已取消，案例不再加密",
	passWorking: "正在改写全部案例，请别关页面…", passDiffers: "两次写的不一样", passShort: "口令至少 8 个字", unlock: "打开", unlockTitle: "案例已加密，请输入口令",
	wipe: "清空这台设备", wipeWhy: "案例、设置和口令都会从这台设备上删掉，不能撤销。先导出一份备份。", wipeExported: "导出备份，继续", wipeHave: "已有备份，继续", wipeType: "写下“清空”两个字，再点一次", wipeWord: "清空",
	wiped: "这台设备上已没有案例", retry: "再试一次", exportAll: "导出备份", mine: "用这里的", theirs: "用那边的", spoiltOut: "导出读不出的记录",
	old: "导出备份", oldOut: "备份好了，删除", goOn: "接着走流程", untitled: "（没有写内容）", between: "、",
	unit: func(n int) string { return fmt.Sprintf("%d 个", n) },
	page: func(from, to, of int) string { return fmt.Sprintf("第 %d–%d 个，共 %d 个", from, to, of) }, previous: "上一页", next: "下一页",
	progress:      func(n, of int) string { return fmt.Sprintf("正在读取 %d / %d", n, of) },
	days:          func(n int) string { return countOf(n, "%d 天", "%d 年") },
	minutes:       func(n int) string { return fmt.Sprintf("%d 分钟", n) },
	importRows:    func(n int) string { return fmt.Sprintf("已读 %d 行", n) },
	importWritten: func(n, of int) string { return fmt.Sprintf("已写入 %d / %d", n, of) },
	exportWritten: func(n, of int) string { return fmt.Sprintf("正在导出 %d / %d", n, of) }, exportStop: "停止导出",
	clockWrong: func(day string) string {
		if day == "" {
			return "这台设备的日期不对，日子都算不了。请先校准时间。"
		}
		return "这台设备的日期是 " + day + "，看来不对，日子会算错。请先校准时间。"
	},
	importStop: "停止导入", importStopped: "已停止，一行也没有导入。", importLost: "一行也没有导入。", importAll: "导出问题清单", importShut: "收起",
	merged: func(added, changed, kept, doubles int) string {
		return fmt.Sprintf("新增 %d，更新 %d，未变 %d，重复未收 %d", added, changed, kept, doubles)
	},
	badRows: func(bad, rows int) string { return fmt.Sprintf("%d 行里有 %d 行有问题。", rows, bad) },
	unsaved: func(n int) string {
		return fmt.Sprintf("%d 个案例没能写进这台设备，关掉页面就没有了。", n)
	},
	conflicts: func(n int) string {
		return fmt.Sprintf("%d 个案例在另一个页面也改过，两边都还在。", n)
	},
	spoilt:  func(n int) string { return fmt.Sprintf("%d 条记录读不出来，原样留着。", n) },
	expired: func(n int) string { return fmt.Sprintf("%d 个了结的案例超过保存期限。", n) },
	dropped: func(n int) string { return fmt.Sprintf("已删除 %d 个", n) },
	whys: map[store.Why]string{
		store.Denied:     "浏览器不让这个页面存东西（可能是无痕窗口）。案例只在关掉页面之前有，请导出。",
		store.Full:       "存储空间满了，这次没有写进去，已存的都还在。请导出旧案例再删掉一些。",
		store.Newer:      "案例由更新的版本写成，请刷新页面更新本程序。",
		store.Outdated:   "另一个页面已更新到新版本，请刷新这个页面。",
		store.Locked:     "口令在另一个页面改过，请重新打开。",
		store.Wrong:      "口令不对。",
		store.Insecure:   "这个页面不是 HTTPS，不能加密。",
		store.Changed:    "另一个页面刚改过同一个案例，两边都还在，请选一个。",
		store.Unreadable: "有记录读不出来，口令没有动。请先导出它。",
		store.Corrupt:    "这台设备上存的东西坏了，打不开。清空以后可以重新用。",
		store.TooMany:    fmt.Sprintf("案例最多 %d 个，放不下了。请导出旧案例再删掉一些。", casebook.MaxCases),
		store.Broken:     "存储出了问题，这次没有写进去。请导出备份。",
	},
}

var englishCases = caseWords{
	title: "Cases", fresh: "New case", search: "Find cases", searchHint: "Words, a product, or pinyin initials", filters: "Filters", any: "Any", sort: "Order", clear: "Clear filters",
	sorts: [5]string{"Latest first", "Last changed", "Due first", "By outcome", "By product"}, dueFilter: [4]string{"Any", "Overdue", "Due today", "Within seven days"},
	open: "Open", back: "Back", save: "Save", remove: "Delete", undo: "Undo", removed: "Deleted", saved: "Saved on this device",
	noCases: "No cases yet. After a customer, tap “Keep as a case” in the coach, or begin one here.", noneFound: "Nothing found: try other words or clear the filters.", followUp: "Follow up",
	overdue: "Overdue", dueToday: "Due today", doneToday: "Followed up today",
	talk: "Talk (a line each, beginning with “Customer:” or “Staff:”)", tags: "Reading", outcome: "Outcome", causes: "Causes", after: "Afterwards", preview: "As it will be written", previewWhy: "Names and numbers are masked; only this is kept.",
	causesOf: [3]string{"On our side", "On the customer's side", "Why they doubt"},
	copyText: "Copy as text", copied: "Copied", copyFailed: "Could not copy: select it by hand", sayText: "Put into the record", calendar: "Calendar file", nothingDue: "Nothing is to be followed up",
	out: "Export", csv: "Table (CSV)", lines: "Backup (JSON Lines)", ics: "Calendar (.ics)", in: "Import", reading: "Reading",
	chooseFile: "Choose a file", importBad: "Nothing was imported. Mend these and try again:", importNone: "There are no cases in the file.", importDone: "Imported: ", importWhy: "A table or a backup, in UTF-8 or GB18030.",
	row: "Row", column: "Column", problem: "Problem", more: "and more",
	settings: "Keeping and safety", retention: "Keep for", idle: "Lock the screen after", never: "No limit", idleUsual: "Usual (3 min)",
	passphrase: "Device passphrase", passWhy: "With a passphrase, cases are encrypted on this device. Nobody can open them without it: all that is left then is to clear the device.", passNow: "Passphrase now", passNext: "New passphrase (8 characters or more)", passAgain: "Once more",
	passSet: "Set passphrase", passChange: "Change passphrase", passRemove: "Remove passphrase", passDone: "The passphrase holds: all cases are encrypted", passGone: "The passphrase is gone: cases are no longer encrypted",
	passWorking: "Writing all cases anew: keep this page open…", passDiffers: "The two are not the same", passShort: "Use 8 characters or more", unlock: "Open", unlockTitle: "The cases are encrypted: give the passphrase",
	wipe: "Clear this device", wipeWhy: "Cases, settings and passphrase are deleted from this device for good. Export a backup first.", wipeExported: "Export a backup, go on", wipeHave: "I have a backup, go on", wipeType: "Write the word “clear” and tap once more", wipeWord: "clear",
	wiped: "No cases are left on this device", retry: "Try again", exportAll: "Export a backup", mine: "Use these", theirs: "Use the others", spoiltOut: "Export the unreadable records",
	old: "Export a backup", oldOut: "I have it: delete them", goOn: "Go on with the procedure", untitled: "(nothing written)", between: ", ",
	unit: func(n int) string { return fmt.Sprintf("%d", n) },
	page: func(from, to, of int) string { return fmt.Sprintf("%d–%d of %d", from, to, of) }, previous: "Previous", next: "Next",
	progress:      func(n, of int) string { return fmt.Sprintf("Reading %d of %d", n, of) },
	days:          func(n int) string { return countOf(n, "%d days", "%d y") },
	minutes:       func(n int) string { return fmt.Sprintf("%d min", n) },
	importRows:    func(n int) string { return fmt.Sprintf("%d rows read", n) },
	importWritten: func(n, of int) string { return fmt.Sprintf("%d of %d written", n, of) },
	exportWritten: func(n, of int) string { return fmt.Sprintf("Exporting %d of %d", n, of) }, exportStop: "Stop",
	clockWrong: func(day string) string {
		if day == "" {
			return "The date of this device is wrong, so no day can be counted: set its clock."
		}
		return "By this device it is " + day + ", which cannot be right: days are counted wrongly until its clock is set."
	},
	importStop: "Stop", importStopped: "Stopped: nothing was imported.", importLost: "Nothing was imported. ", importAll: "Export the list of problems", importShut: "Dismiss",
	merged: func(added, changed, kept, doubles int) string {
		return fmt.Sprintf("%d added, %d updated, %d the same, %d doubles left out", added, changed, kept, doubles)
	},
	badRows: func(bad, rows int) string { return fmt.Sprintf("%d of %d rows are wrong.", bad, rows) },
	unsaved: func(n int) string {
		return fmt.Sprintf("Cases not written to this device, gone when the page closes: %d.", n)
	},
	conflicts: func(n int) string {
		return fmt.Sprintf("Cases also changed in another tab, both are still there: %d.", n)
	},
	spoilt:  func(n int) string { return fmt.Sprintf("Records that cannot be read, left as they are: %d.", n) },
	expired: func(n int) string { return fmt.Sprintf("Finished cases past their time: %d.", n) },
	dropped: func(n int) string { return fmt.Sprintf("%d deleted", n) },
	whys: map[store.Why]string{
		store.Denied:     "The browser gives this page no storage (a private window, perhaps). Cases last until the page closes: export them.",
		store.Full:       "Storage is full. This was not written; what was saved is still there. Export old cases and delete some.",
		store.Newer:      "A newer version wrote the cases: reload the page to update.",
		store.Outdated:   "Another tab has moved to a newer version: reload this page.",
		store.Locked:     "The passphrase was changed in another tab: open again.",
		store.Wrong:      "That is not the passphrase.",
		store.Insecure:   "This page is not on HTTPS, so nothing can be encrypted.",
		store.Changed:    "Another tab has just changed the same case. Both are still there: choose one.",
		store.Unreadable: "A record cannot be read, so the passphrase was left alone. Export it first.",
		store.Corrupt:    "What is stored on this device is damaged and cannot be opened. Cleared, it can be used again.",
		store.TooMany:    fmt.Sprintf("There is no room for more than %d cases: export old ones and delete them.", casebook.MaxCases),
		store.Broken:     "Storage failed, and this was not written. Export a backup.",
	},
}

// countOf writes a number of days, as years where they are whole ones.
func countOf(days int, inDays, inYears string) string {
	if days%365 == 0 {
		return fmt.Sprintf(inYears, days/365)
	}
	return fmt.Sprintf(inDays, days)
}
