package main

import "strings"

// words are the texts of the desk in one language, those of each screen beside it.
type words struct {
	lang, title string
	failed      string
	retry       string

	procedures procedureWords
	cases      caseWords
	insight    insightWords
}

var chinese = words{
	lang: "zh-CN", title: "异议教练", failed: "没能准备好：", retry: "重试",
	procedures: chineseProcedures, cases: chineseCases, insight: chineseInsight,
}

var english = words{
	lang: "en", title: "Objection Coach", failed: "It could not get ready: ", retry: "Try again",
	procedures: englishProcedures, cases: englishCases, insight: englishInsight,
}

// words gives the texts in the language of the desk.
func (d *desk) words() *words {
	if strings.HasPrefix(strings.ToLower(d.locale), "en") {
		return &english
	}
	return &chinese
}
