package main

import (
	"fmt"
	"strings"
)

// words are the texts of the interface in one language.
type words struct {
	lang                                        string
	title, talk, advice, context                string
	customer, staff                             string
	box, boxLabel, send                         string
	reply, replyHint, said, saidTitle, noted    string
	insertStill, take, toVerify                 string
	personal, personalWhy                       string
	newCustomer, close, undo, cleared           string
	copy, insert, another                       string
	copied, inserted, copyFailed                string
	then, why, labels, show, avoid, after, asks string
	runnerUp, tempting, closing, onlyIf         string
	loop, done, skipped                         string
	unsure, noScript, nothingYet                string
	tooLong, fillBlanks                         string
	earlier                                     func(n int) string
	starting, failed, retry                     string
	newVersion, change                          string
	onlySigned, refused, cannotVerify           string
	empty, private                              string
	examples                                    [3]string
	channel, product, segment, any              string
	summary                                     func(timing, sentence string) string
	places                                      placeWords
	lock                                        lockWords
}

// lockWords are the texts of the locked screen.
type lockWords struct{ title, goOn, passphrase, wrong string }

// placeWords are the texts of the ways to the places.
type placeWords struct {
	title, coach, procedures, cases, insight, studio string
	walk, keep, later                                string
}

// of gives the title of a place.
func (w placeWords) of(place string) string {
	switch place {
	case placeProcedures:
		return w.procedures
	case placeCases:
		return w.cases
	case placeInsight:
		return w.insight
	}
	return w.coach
}

var chinese = words{
	lang: "zh-CN", title: "异议教练", talk: "对话", advice: "建议", context: "场景",
	customer: "客户", staff: "我",
	box: "客户说了什么？", boxLabel: "客户说了什么", send: "记下这句",
	reply: "我的回答（可选）", replyHint: "打算怎么说？开口前看一遍", said: "已说", saidTitle: "记进对话", noted: "已记进对话",
	insertStill: "仍要插入", take: "换成这句", toVerify: "（出处待核）",
	personal: "个人信息", personalWhy: "能不写就不写，要写就遮住",
	newCustomer: "换客户", close: "关上", undo: "撤销", cleared: "已清空",
	copy: "复制", insert: "插入", another: "换一句",
	copied: "已复制", inserted: "已插入", copyFailed: "没能复制，请手动选中",
	then: "接着", why: "为什么这样说", labels: "判断", show: "给客户看", avoid: "留意", after: "之后", asks: "还可以问",
	runnerUp: "也可以", tempting: "别用", closing: "往下走", onlyIf: "前提",
	loop: "走到哪一步", done: "已做", skipped: "跳过了",
	unsure: "还不确定，先问一句", noScript: "还没有合适的话术，先认同感受，再问一句具体的。",
	nothingYet: "说哪一句、何时说、为什么，会出现在这里。",
	tooLong:    "一次最多读 4000 个字，请分开。", fillBlanks: "已插入，空白处记得填上",
	earlier:  func(n int) string { return fmt.Sprintf("更早还有 %d 句", n) },
	starting: "正在准备…", failed: "没能准备好：", retry: "重试",
	newVersion: "新版本已就绪", change: "换上",
	onlySigned: "这里只接受用指定钥匙签名的话术包。", refused: "这个话术包不能用：", cannotVerify: "这个浏览器验不了签名，请更新浏览器。",
	empty: "把客户的原话打进来，或点一句试试：", private: "这里的每个字都只留在这台设备上。",
	examples: [3]string{"我回去跟老伴商量商量", "这个会不会亏本啊", "利息太低了，还不如放着"},
	channel:  "渠道", product: "产品", segment: "客群", any: "不限",
	summary: func(timing, sentence string) string { return timing + "。" + sentence },
	places:  placeWords{title: "页面", coach: "教练", procedures: "流程", cases: "案例", insight: "洞察", studio: "脚本", walk: "按流程办", keep: "存案例", later: "定不了，先答应回复日"},
	lock:    lockWords{title: "屏幕已锁", goOn: "继续", passphrase: "设备口令", wrong: "口令不对"},
}

var english = words{
	lang: "en", title: "Objection Coach", talk: "Conversation", advice: "Advice", context: "Context",
	customer: "Customer", staff: "Me",
	box: "The customer said…", boxLabel: "What did the customer say", send: "Note this line",
	reply: "My reply (optional)", replyHint: "What will you say? Look at it first", said: "Said", saidTitle: "Note it in the talk", noted: "Noted in the talk",
	insertStill: "Insert anyway", take: "Use this", toVerify: " (source to be verified)",
	personal: "Personal data", personalWhy: "Leave it out, or mask it",
	newCustomer: "New talk", close: "Close", undo: "Undo", cleared: "Cleared",
	copy: "Copy", insert: "Insert", another: "Another",
	copied: "Copied", inserted: "Inserted", copyFailed: "Could not copy: select it by hand",
	then: "Then", why: "Why this", labels: "Reading", show: "Show", avoid: "Careful", after: "Afterwards", asks: "You could also ask",
	runnerUp: "Or", tempting: "Not", closing: "Next step", onlyIf: "Only if",
	loop: "Where the talk is", done: "Done", skipped: "Passed over",
	unsure: "Not sure yet. Ask first", noScript: "No script fits yet. Accept the feeling, then ask one concrete question.",
	nothingYet: "What to say, when and why will appear here.",
	tooLong:    "At most 4,000 characters can be read at once: divide it.", fillBlanks: "Inserted: fill in the blanks",
	earlier:  func(n int) string { return fmt.Sprintf("%d earlier lines", n) },
	starting: "Getting ready…", failed: "It could not get ready: ", retry: "Try again",
	newVersion: "A new version is ready", change: "Change to it",
	onlySigned: "Only packs signed with given keys are accepted here.", refused: "This pack may not be used: ", cannotVerify: "This browser cannot check signatures: update it.",
	empty: "Type the customer's own words, or tap a line to try:", private: "Every word stays on this device.",
	examples: [3]string{"I need to talk it over with my wife", "Could I lose money on this?", "The interest is too low for me"},
	channel:  "Channel", product: "Product", segment: "Customer", any: "Any",
	summary: func(timing, sentence string) string { return timing + ". " + sentence },
	places:  placeWords{title: "Places", coach: "Coach", procedures: "Procedures", cases: "Cases", insight: "Insight", studio: "Studio", walk: "Follow the procedure", keep: "Keep as a case", later: "Not mine to decide: promise a day"},
	lock:    lockWords{title: "The screen is locked", goOn: "Go on", passphrase: "Device passphrase", wrong: "That is not the passphrase"},
}

// words gives the texts in the language of the configuration.
func (s *screen) words() *words {
	if strings.HasPrefix(strings.ToLower(s.config.Locale), "en") {
		return &english
	}
	return &chinese
}

// label gives the title of a label in the language of the screen.
func (s *screen) label(axis, id string) string {
	return s.coach.Pack().LabelTitle(axis, id, s.words().lang)
}
