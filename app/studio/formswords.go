package main

import (
	"fmt"
	"strings"
	"time"

	work "objectioncoach/coach/studio"
)

// formWords are the texts of opening, forms, table, replacing and history in one language.
type formWords struct {
	views                           map[string]string // titles of what the middle can show
	viewsLabel                      string
	form, both, code, layout        string
	english                         string
	entries, newEntry, more         string
	section, file, id, add          string
	copy, move, moveTo, remove      string
	up, down, addRow, addCondition  string
	addValue, takeOut, anyCase      string
	noEntry, broken, whole          string
	perLine, choose                 string
	language                        map[string]string
	fields                          map[string]string // titles of keys
	values                          map[string]string // titles of values that no label has
	sections                        map[string]string
	edited, added, copied           string
	moved, deleted, imported        string
	removeFile                      string
	completions                     string
	builtIn, drafts, noDrafts       string
	steps                           func(files, steps int) string
	aboutPack                       func(b work.BuiltIn) string
	forget, open                    string
	chooseFiles, chooseFolder, drop string
	address, fetch, otherOrigin     string
	notFetched                      func(status int) string
	tooLarge                        func(name string, bytes, most int) string
	noFile                          string
	newPack, packID, packTitle      string
	extends, begin                  string
	saveAll, saveFile, saveWhere    string
	opening, put, opened            string
	kept, notKept, parted, otherTab string
	tabSame                         string
	findText, replaceText, cases    string
	find, with                      string
	replaceChosen                   func(n int) string
	takeAll, takeNone, moreHits     string
	takeHit, onlyHit, stays         string
	hits                            func(all, shown int) string
	replaced                        func(n int) string
	noHits                          string
	any, all, own                   string
	longer, since, search           string
	sinces                          [4]string // ever, an hour, a day, a week
	sinceDay, order                 string
	orders                          [3]string // by place, by change, by length
	unchanged                       string
	scripts                         func(all, from, to int) string
	before, next                    string
	toCSV, toXLSX, fromTable, toOwn string
	csvTaken                        func(changed, added, same int) string
	csvRefused                      func(n int) string
	row                             func(row int, column, message string) string
	columns                         [9]string // of the table of scripts
	length                          func(n int) string
	below                           string
	historyNone, here, original     string
	undoneStep                      string
}

var chineseForms = formWords{
	views:      map[string]string{"": "编辑", "table": "表格", "replace": "查找", "history": "历史", "open": "打开与保存"},
	viewsLabel: "看什么", form: "表单", both: "并排", code: "YAML", layout: "怎样编辑",
	english: "英文", entries: "条目", newEntry: "新条目", more: "这一条", section: "类别", file: "文件", id: "编号", add: "添加",
	copy: "复制一份", move: "移动", moveTo: "移到文件", remove: "删除", up: "上移", down: "下移", addRow: "加一行", addCondition: "加条件",
	addValue: "加", takeOut: "去掉", anyCase: "任何情况", noEntry: "这个文件里没有条目。", broken: "YAML 还读不通，改好后表单接着用：", whole: "整条",
	perLine: "一行一个", choose: "请选择",
	language: map[string]string{"zh-CN": "中文", "en": "英文"},
	fields: map[string]string{
		"id": "编号", "for": "用在", "when": "用在", "technique": "方法", "variant": "换句说法", "steps": "步骤", "step": "步骤", "say": "说", "open": "开放问", "closed": "封闭问",
		"show": "出示", "avoid": "别说", "after": "之后", "phrases": "词句", "decision": "时机", "reason": "理由", "techniques": "方法，好的在前", "tempting": "容易选错的",
		"title": "名称", "class": "能不能用", "rule": "依据", "condition": "前提", "instead": "改为", "locale": "语言", "axis": "哪一类", "label": "标签", "words": "词", "plain": "通俗说法",
		"kind": "类型", "topic": "话题", "nature": "真假", "emotion": "情绪", "manner": "态度", "merit": "是非", "channel": "渠道", "product": "产品", "segment": "客群", "cue": "提示词", "pattern": "走势",
		"escalate": "须上报", "refusal": "已拒绝", "name": "学名", "use": "适用", "not": "不适用", "shape": "做法", "gloss": "含义",
		"staff": "员工说的", "question": "是问句", "covers": "包含的步骤", "advice": "提示", "do": "怎么做", "side": "哪一方", "sign": "迹象", "cure": "对策", "severity": "轻重", "why": "为什么",
		"find": "怎么认出来", "with": "旁边的词", "within": "最多隔几个字", "unless": "有这些词就不算", "sure": "有这些词就算数", "bare": "不看旁边的否定", "rewrite": "改成怎样说，合用的在前", "sources": "出处", "document": "文件", "number": "文号",
		"year": "年份", "article": "第几条", "since": "从哪天起", "products": "只管这些产品", "channels": "只管这些渠道", "confidence": "核对过没有", "except": "不管这些产品", "review": "下次复核的日子", "better": "更好的说法", "missing": "缺了怎么补",
		"moves": "连同这一步的用语",
	},
	values: map[string]string{"now": "现在就答", "later": "稍后再答", "before": "先说在前", "skip": "不必接话", "fine": "可以用", "only-if-true": "属实才用", "never": "不用",
		"must-not": "绝不能说", "revise": "要改了再说", "advise": "最好别说", "confirmed": "核对过原文", "to-verify": "待核", "phrase": "词句", "near": "相近的两处词", "disguised": "变着写的词", "echo": "应客户的话"},
	sections: map[string]string{"scripts": "话术", "translations": "译文", "cues": "提示词", "timing": "时机", "choices": "方法选择", "closings": "促成", "labels": "标签", "techniques": "方法", "slots": "空格", "asks": "追问",
		"rules": "合规规则", "habits": "说话习惯", "practices": "好做法", "verdicts": "审阅结论", "guards": "反话词", "derived": "推定", "moves": "步骤用语", "loops": "流程", "views": "步骤叫法", "patterns": "谈话走势", "bearing": "应对态度", "causes": "成因", "classes": "词类"},
	edited: "修改 ", added: "添加 ", copied: "复制 ", moved: "移动 ", deleted: "删除 ", imported: "从表格导入", removeFile: "删除文件", completions: "可以填的",
	builtIn: "内置的话术包", drafts: "本机保存的", noDrafts: "还没有。改动会自动保存在这里。",
	steps: func(files, steps int) string { return fmt.Sprintf("%d 个文件，%d 步", files, steps) },
	aboutPack: func(b work.BuiltIn) string {
		return fmt.Sprintf("%s · %d 条话术 · 版本 %s", b.ID, b.Scripts, b.Version)
	},
	forget: "删除", open: "打开", chooseFiles: "选文件（.yaml、.zip、.json）", chooseFolder: "选文件夹", drop: "也可以把文件或文件夹拖进来。都只留在本机。",
	address: "本站的地址", fetch: "取来打开", otherOrigin: "只能打开本站的地址：",
	notFetched: func(status int) string { return fmt.Sprintf("没能取到（状态 %d）", status) },
	tooLarge: func(name string, bytes, most int) string {
		return fmt.Sprintf("%s 有 %.1f MB，最多 %d MB。请分成几个文件。", name, float64(bytes)/(1<<20), most>>20)
	},
	noFile:  "这里没有话术包的文件：文件名要以 .yaml 或 .jsonl 结尾",
	newPack: "新建", packID: "编号（小写字母、数字、短横）", packTitle: "名称", extends: "在它上面写", begin: "新建",
	saveAll: "下载整包（.zip）", saveFile: "下载这个文件", saveWhere: "保存成文件", opening: "正在打开…", put: "已放进这个包：", opened: "已打开 ",
	kept: "已存在本机", notKept: "没能存在本机：", parted: "另一个标签页改过同一份，这一份另存了，两份都在「打开与保存」里。",
	otherTab: "这个包在另一个标签页里也开着。两边各存各的，都不会丢。", tabSame: "另一个标签页",
	findText: "找什么", replaceText: "换成什么", cases: "区分大小写", find: "查找", with: "换成", replaceChosen: func(n int) string { return fmt.Sprintf("替换选中的 %d 处", n) },
	takeAll: "全选", takeNone: "全不选", moreHits: "再列出一些", takeHit: "选中", onlyHit: "只换这处", stays: "不换",
	hits: func(all, shown int) string {
		if shown < all {
			return fmt.Sprintf("%d 处，列出前 %d 处", all, shown)
		}
		return fmt.Sprintf("%d 处", all)
	},
	replaced: func(n int) string { return fmt.Sprintf("替换了 %d 处", n) }, noHits: "没有找到",
	any: "不限", all: "全部", own: "只看这个包的", longer: "最长一句超过（字）", since: "最近改动", search: "编号或句子里有", sinces: [4]string{"不限", "一小时内", "一天内", "一周内"},
	sinceDay: "这天起改动过", order: "排序", orders: [3]string{"按文件里的位置", "最近改动的在前", "句子最长的在前"}, unchanged: "打开后没改",
	scripts: func(all, from, to int) string { return fmt.Sprintf("%d 条话术，第 %d–%d 条", all, from, to) }, before: "上一页", next: "下一页",
	toCSV: "导出 CSV", toXLSX: "导出 Excel", fromTable: "导入表格（Excel、CSV）", toOwn: "复制到这个包",
	csvTaken: func(changed, added, same int) string {
		return fmt.Sprintf("导入完成：改 %d 条，加 %d 条，没变 %d 条", changed, added, same)
	},
	csvRefused: func(n int) string { return fmt.Sprintf("有 %d 处不对，什么都没有改：", n) },
	row: func(row int, column, message string) string {
		return rowPlace(row, "第 %d 行", column, "：") + message
	},
	columns: [9]string{"编号", "第一句", "最长句", "最后改动", "话题", "真假", "渠道", "客群", "方法"}, length: func(n int) string { return fmt.Sprintf("%d 字", n) }, below: "来自 ",
	historyNone: "还没有改动。", here: "现在", original: "打开时", undoneStep: "已撤销",
}

var englishForms = formWords{
	views:      map[string]string{"": "Edit", "table": "Table", "replace": "Find", "history": "History", "open": "Open & save"},
	viewsLabel: "What to show", form: "Form", both: "Both", code: "YAML", layout: "How to edit",
	english: "English", entries: "Entries", newEntry: "New entry", more: "This entry", section: "Section", file: "File", id: "Id", add: "Add",
	copy: "Copy", move: "Move", moveTo: "Move to file", remove: "Delete", up: "Move up", down: "Move down", addRow: "Add a row", addCondition: "Add a condition",
	addValue: "Add", takeOut: "Take out", anyCase: "Any situation", noEntry: "This file has no entries.", broken: "The YAML cannot be read yet; the form goes on once it can: ", whole: "Whole entry",
	perLine: "one a line", choose: "Choose",
	language: map[string]string{"zh-CN": "Chinese", "en": "English"},
	fields: map[string]string{
		"id": "Id", "for": "For", "when": "When", "technique": "Technique", "variant": "Other words for another", "steps": "Steps", "step": "Step", "say": "Say", "open": "Open question", "closed": "Closed question",
		"show": "Show", "avoid": "Avoid", "after": "Afterwards", "phrases": "Phrases", "decision": "Timing", "reason": "Reason", "techniques": "Techniques, best first", "tempting": "Tempting but wrong",
		"title": "Title", "class": "May it be used", "rule": "Rests on", "condition": "Only if", "instead": "Instead", "locale": "Language", "axis": "Axis", "label": "Label", "words": "Words", "plain": "In plain words",
		"kind": "Kind", "topic": "Topic", "nature": "Nature", "emotion": "Emotion", "manner": "Manner", "merit": "Merit", "channel": "Channel", "product": "Product", "segment": "Segment", "cue": "Cue", "pattern": "Pattern",
		"escalate": "Escalates", "refusal": "Refuses contact", "name": "Textbook name", "use": "Fits", "not": "Does not fit", "shape": "Shape", "gloss": "Meaning",
		"staff": "Said by staff", "question": "Is a question", "covers": "Steps it covers", "advice": "Advice", "do": "What to do", "side": "Side", "sign": "Signs", "cure": "Cure", "severity": "Severity", "why": "Why",
		"find": "How it is told", "with": "Words beside", "within": "Characters apart, at most", "unless": "Not with these words", "sure": "The words are enough", "bare": "Whatever denies them", "rewrite": "Say instead, the fitting first", "sources": "Sources", "document": "Document", "number": "Number",
		"year": "Year", "article": "Article", "since": "Since", "products": "Only these products", "channels": "Only these channels", "confidence": "Checked or not", "except": "Not these products", "review": "Next day of review", "better": "Better said", "missing": "What to add",
		"moves": "With the words of the step",
	},
	values: map[string]string{"now": "Answer now", "later": "Answer later", "before": "Raise it first", "skip": "Let it pass", "fine": "Yes", "only-if-true": "Only if true", "never": "Never",
		"must-not": "Must not be said", "revise": "Only rewritten", "advise": "Better left", "confirmed": "Read in the text", "to-verify": "Still to be verified", "phrase": "A phrase", "near": "Two near each other", "disguised": "Written in disguise", "echo": "In answer to words"},
	sections: map[string]string{"scripts": "Scripts", "translations": "Translations", "cues": "Cues", "timing": "Timing", "choices": "Choices", "closings": "Closings", "labels": "Labels", "techniques": "Techniques", "slots": "Blanks", "asks": "Questions",
		"rules": "Rules", "habits": "Habits", "practices": "Good practice", "verdicts": "Verdicts", "guards": "Words of denial", "derived": "Derived", "moves": "Words of steps", "loops": "Loops", "views": "Names of steps", "patterns": "Course of talks", "bearing": "Bearing", "causes": "Causes", "classes": "Word classes"},
	edited: "Edited ", added: "Added ", copied: "Copied ", moved: "Moved ", deleted: "Deleted ", imported: "Took in a table", removeFile: "Delete file", completions: "What may stand here",
	builtIn: "Built-in packs", drafts: "Kept on this device", noDrafts: "None yet. Changes are kept here by themselves.",
	steps: func(files, steps int) string { return fmt.Sprintf("%d files, %d steps", files, steps) },
	aboutPack: func(b work.BuiltIn) string {
		return fmt.Sprintf("%s · %d scripts · version %s", b.ID, b.Scripts, b.Version)
	},
	forget: "Delete", open: "Open", chooseFiles: "Choose files (.yaml, .zip, .json)", chooseFolder: "Choose a folder", drop: "Or drop files or a folder here. Everything stays on this device.",
	address: "Address on this site", fetch: "Fetch and open", otherOrigin: "Only addresses of this site can be opened: ",
	notFetched: func(status int) string { return fmt.Sprintf("It could not be fetched (status %d)", status) },
	tooLarge: func(name string, bytes, most int) string {
		return fmt.Sprintf("%s has %.1f MB, and may have %d MB: divide it.", name, float64(bytes)/(1<<20), most>>20)
	},
	noFile:  "There is no file of a pack here: those end in .yaml or .jsonl.",
	newPack: "New pack", packID: "Id (a-z, 0-9, hyphens)", packTitle: "Title", extends: "Extends", begin: "Begin",
	saveAll: "Download the pack (.zip)", saveFile: "Download this file", saveWhere: "Save as files", opening: "Opening…", put: "Put into this pack: ", opened: "Opened ",
	kept: "Kept on this device", notKept: "It could not be kept on this device: ", parted: "Another tab had changed the same draft: this one is now kept apart, and both are under “Open & save”.",
	otherTab: "This pack is open in another tab as well. Each keeps its own; nothing is lost.", tabSame: "Another tab",
	findText: "Find", replaceText: "Replace with", cases: "Match capitals", find: "Find", with: "becomes", replaceChosen: func(n int) string { return fmt.Sprintf("Replace the %d chosen", n) },
	takeAll: "Choose all", takeNone: "Choose none", moreHits: "List more", takeHit: "Chosen", onlyHit: "Only this", stays: "stays as it is",
	hits: func(all, shown int) string {
		if shown < all {
			return fmt.Sprintf("%d places, the first %d are listed", all, shown)
		}
		return fmt.Sprintf("%d places", all)
	},
	replaced: func(n int) string { return fmt.Sprintf("Replaced in %d places", n) }, noHits: "Not found",
	any: "Any", all: "All", own: "This pack only", longer: "Longest sentence over (characters)", since: "Changed", search: "Id or sentence has", sinces: [4]string{"ever", "within an hour", "within a day", "within a week"},
	sinceDay: "Changed since", order: "Order", orders: [3]string{"as in the files", "changed last first", "longest sentence first"}, unchanged: "as opened",
	scripts: func(all, from, to int) string { return fmt.Sprintf("%d scripts, %d–%d shown", all, from, to) }, before: "Previous", next: "Next",
	toCSV: "Export CSV", toXLSX: "Export Excel", fromTable: "Import a table (Excel, CSV)", toOwn: "Copy into this pack",
	csvTaken: func(changed, added, same int) string {
		return fmt.Sprintf("Taken in: %d changed, %d added, %d the same", changed, added, same)
	},
	csvRefused: func(n int) string { return fmt.Sprintf("%d things are wrong; nothing was changed:", n) },
	row: func(row int, column, message string) string {
		return rowPlace(row, "Row %d", column, ": ") + message
	},
	columns: [9]string{"Id", "First sentence", "Longest", "Last changed", "Topic", "Nature", "Channel", "Segment", "Technique"}, length: func(n int) string { return fmt.Sprintf("%d", n) }, below: "from ",
	historyNone: "No changes yet.", here: "Now", original: "As opened", undoneStep: "undone",
}

// rowPlace names a row of a table and its column, if there are any.
func rowPlace(row int, numbered, column, end string) string {
	place := ""
	if row > 0 {
		place = fmt.Sprintf(numbered, row)
	}
	if column != "" {
		place = strings.TrimSpace(place + " " + column)
	}
	if place != "" {
		place += end
	}
	return place
}

// formWords gives the texts in the language of the screen.
func (s *studio) formWords() *formWords {
	if s.words() == &english {
		return &englishForms
	}
	return &chineseForms
}

// field gives the title of a key, or the key where it has none.
func (f *formWords) field(key string) string {
	if title := f.fields[key]; title != "" {
		return title
	}
	return key
}

// sectionTitle gives the title of a section, or its name where it has none.
func (f *formWords) sectionTitle(section string) string {
	if title := f.sections[section]; title != "" {
		return title
	}
	return section
}

// changed tells when a script was changed last; those of packs below never are.
func (f *formWords) changed(own bool, at int64) string {
	switch {
	case !own:
		return ""
	case at == 0:
		return f.unchanged
	}
	return time.UnixMilli(at).Local().Format("2006-01-02 15:04")
}

// moment writes a time of the device's clock.
func moment(milliseconds int64) string {
	return time.UnixMilli(milliseconds).Local().Format("01-02 15:04:05")
}
