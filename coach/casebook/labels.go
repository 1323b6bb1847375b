package casebook

import (
	"slices"
	"strings"
)

// Outcomes are the ways in which a talk can stand or end.
var Outcomes = []string{"open", "won", "lost", "settled", "escalated", "withdrawn"}

// Dimensions are the five dimensions of service quality by which customers judge it
// (SERVQUAL; Parasuraman, Zeithaml and Berry, 1988).
var Dimensions = []string{"reliability", "responsiveness", "assurance", "empathy", "tangibles"}

// label is a tag with its titles.
type label struct{ id, zh, en string }

func (l label) in(locale string) string {
	if english(locale) {
		return l.en
	}
	return l.zh
}

// english reports whether a locale asks for English; any other gets Chinese.
func english(locale string) bool { return locale == "en" || strings.HasPrefix(locale, "en-") }

// The axes of tags. Those of the recognition are titled as in the base pack; a test
// holds them to it.
var (
	kinds = []label{{"objection", "异议", "Objection"}, {"complaint", "投诉", "Complaint"}, {"dispute", "争议", "Dispute"},
		{"buying-signal", "有意办理", "Buying signal"}, {"question", "询问", "Question"}, {"other", "闲谈", "Small talk"}}
	topics = []label{{"need", "觉得用不上", "No need"}, {"price", "嫌贵", "Price"}, {"yield", "收益低", "Yield"}, {"risk", "怕亏", "Risk"},
		{"product", "产品不合适", "Product"}, {"timing", "时机", "Timing"}, {"staff", "人员", "Staff"}, {"service", "服务", "Service"},
		{"affordability", "钱紧", "Money is tight"}, {"trust", "信不过", "Trust"}, {"competitor", "已有别家", "Elsewhere"},
		{"authority", "做不了主", "Who decides"}, {"information", "要资料", "Information"}, {"terms", "条件手续", "Terms"}, {"privacy", "隐私打扰", "Privacy"}}
	natures    = []label{{"genuine", "真实", "Genuine"}, {"excuse", "借口", "Brush-off"}, {"hidden", "另有原因", "Hidden reason"}, {"unclear", "真假未明", "Not yet clear"}}
	emotions   = []label{{"calm", "平静", "Calm"}, {"worried", "担心", "Worried"}, {"annoyed", "不耐烦", "Annoyed"}, {"angry", "生气", "Angry"}}
	techniques = []label{{"inquire", "先问清楚", "Ask first"}, {"ignore", "笑笑带过", "Let it pass"}, {"compensate", "认短补长", "Admit and balance"},
		{"boomerang", "顺话转弯", "Turn it round"}, {"yes-if", "是的如果", "Yes, and if"}, {"direct", "直说事实", "State the fact"},
		{"restate", "说缓一层", "Say it back"}, {"evidence", "摆出凭据", "Show the proof"}, {"big-picture", "先揭短再看全", "Flaw, then whole"},
		{"own-up", "认错改正", "Own and mend"}, {"service-no", "好好说不", "A kind no"}, {"defer-with-promise", "约期答复", "Promise a date"}}
	causes = []label{{"poor-manners", "举止失当", "Poor manners"}, {"overstatement", "话说过头", "Overstatement"}, {"jargon", "行话太多", "Too much jargon"},
		{"wrong-facts", "情况没摸准", "Wrong facts"}, {"poor-communication", "没说到一块", "Talking past each other"},
		{"poor-showing", "没演示明白", "A failed showing"}, {"high-horse", "架子太高", "Talking down"},
		{"resists-change", "不想改变", "Resists change"}, {"low-mood", "心情不好", "A bad day"}, {"no-interest", "没这个意愿", "No wish for it"},
		{"unmet-need", "满足不了", "It does not meet the need"}, {"short-budget", "钱不够", "Short of money"}, {"pretext", "借口推托", "A pretext"},
		{"hidden-reason", "另有心事", "A reason unsaid"},
		{"hearsay", "听来的消息", "Hearsay"}, {"distrusts-seller", "信不过我们", "Distrusts the seller"}, {"distrusts-self", "信不过自己", "Distrusts own judgement"},
		{"unmet-expectation", "跟想的不一样", "Expectation not met"}, {"not-satisfied", "还不够满意", "Not quite satisfied"},
		{"too-little-information", "知道得太少", "Too little information"}, {"sincere-interest", "真想买才问", "Sincere interest"}}
	outcomes = []label{{"open", "未了", "Open"}, {"won", "办成", "Won"}, {"lost", "没成", "Lost"}, {"settled", "已解决", "Settled"},
		{"escalated", "已上报", "Escalated"}, {"withdrawn", "客户撤回", "Withdrawn"}}
	dimensions = []label{{"reliability", "可靠", "Reliability"}, {"responsiveness", "响应", "Responsiveness"}, {"assurance", "保证", "Assurance"},
		{"empathy", "移情", "Empathy"}, {"tangibles", "有形", "Tangibles"}}
	channels = []label{{"branch", "柜面", "Branch"}, {"phone", "电话", "Phone"}, {"chat", "线上", "Chat"}, {"visit", "上门", "Visit"}}
	products = []label{{"wealth", "理财", "Wealth"}, {"deposit", "存款", "Deposit"}, {"fund", "基金", "Fund"}, {"insurance", "保险", "Insurance"},
		{"card", "信用卡", "Card"}, {"loan", "贷款", "Loan"}, {"ebank", "电子银行", "E-banking"}}
	segments = []label{{"senior", "年长客户", "Older customer"}, {"payroll", "代发客户", "Payroll customer"}, {"business", "小微企业主", "Business owner"},
		{"young-family", "年轻家庭", "Young family"}, {"private", "私行客户", "Private client"}}
	speakers = []label{{Customer, "客户", "Customer"}, {Staff, "员工", "Staff"}}
)

// title gives what a tag is called in a locale; one that is not known goes by its id.
func title(axis []label, id, locale string) string {
	for i := range axis {
		if axis[i].id == id {
			return axis[i].in(locale)
		}
	}
	return id
}

// tag gives the id of a tag that is named by its id or a title, and anything else as
// it is.
func tag(axis []label, name string) string {
	for i := range axis {
		if axis[i].id == name || axis[i].zh == name || strings.EqualFold(axis[i].en, name) {
			return axis[i].id
		}
	}
	return name
}

// known reports whether an axis has a tag of this id.
func known(axis []label, id string) bool {
	return slices.ContainsFunc(axis, func(l label) bool { return l.id == id })
}

// titles lists the titles of an axis.
func titles(axis []label, locale string) string {
	list := make([]string, len(axis))
	for i, l := range axis {
		list[i] = l.in(locale)
	}
	return strings.Join(list, separator(locale))
}

// separator stands between the items of a list, in a sentence and in a cell.
func separator(locale string) string {
	if english(locale) {
		return "; "
	}
	return "；"
}

// Choice is a tag that a field can have, with its title.
type Choice struct{ ID, Title string }

// Choices lists the tags that a field of a case can have, in the order of its axis and
// titled in a locale; none for a field of free text. Field is a JSON name of Draft.
func Choices(field, locale string) []Choice {
	list := make([]Choice, len(axisOf[field]))
	for i, l := range axisOf[field] {
		list[i] = Choice{l.id, l.in(locale)}
	}
	return list
}

// Title gives what a tag of a field is called in a locale; one that is not known, and
// free text, goes as it is.
func Title(field, id, locale string) string { return title(axisOf[field], id, locale) }

// Heading gives what a field of a case is called in a locale, as over its column of the
// table; "" for what is no column.
func Heading(field, locale string) string {
	for _, c := range columns {
		if c.field == field {
			return c.heading(locale)
		}
	}
	return ""
}
