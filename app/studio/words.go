package main

import (
	"fmt"
	"strings"
)

// words are the texts of the studio in one language.
type words struct {
	lang, title         string
	failed, retry       string
	starting            string
	tree, editor, trial string
	yaml                string
	undo, redo          string
	typedIn             string // before the name of a file that was typed in
	fine                string
	problems            func(problems, warnings int) string
	moreProblems        func(n int) string
	moreEntries         func(n int) string
}

var chinese = words{
	lang: "zh-CN", title: "话术工作室", failed: "没能准备好：", retry: "重试", starting: "正在准备…",
	tree: "话术包", editor: "编辑", trial: "员工看到的样子", yaml: "文件内容（YAML）",
	undo: "撤销", redo: "重做", typedIn: "修改 ", fine: "没有发现问题",
	problems:     func(p, w int) string { return fmt.Sprintf("%d 处错误，%d 处提醒", p, w) },
	moreProblems: func(n int) string { return fmt.Sprintf("还有 %d 处没有列出", n) },
	moreEntries:  func(n int) string { return fmt.Sprintf("还有 %d 条，请用查找或表格", n) },
}

var english = words{
	lang: "en", title: "Script Studio", failed: "It could not get ready: ", retry: "Try again", starting: "Getting ready…",
	tree: "Pack", editor: "Edit", trial: "What staff see", yaml: "Content of the file (YAML)",
	undo: "Undo", redo: "Redo", typedIn: "Edited ", fine: "No problem found",
	problems:     func(p, w int) string { return fmt.Sprintf("%d problems, %d warnings", p, w) },
	moreProblems: func(n int) string { return fmt.Sprintf("%d more are not listed", n) },
	moreEntries:  func(n int) string { return fmt.Sprintf("%d more: use Find or the table", n) },
}

// words gives the texts in the language of the screen.
func (s *studio) words() *words {
	if strings.HasPrefix(strings.ToLower(s.locale), "en") {
		return &english
	}
	return &chinese
}
