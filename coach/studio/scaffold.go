package studio

import "strings"

// scaffold is the beginning of a pack, by file; NAME is its name, EXTENDS the pack it
// extends.
var scaffold = map[string]string{
	"pack.yaml": `# A pack lays its own scripts over the pack it extends.
pack: NAME
title: {zh-CN: 我行话术, en: Our scripts}
extends: EXTENDS
`,
	"scripts/price.yaml": `# One script. The closest one wins: each further condition under "for" makes it closer.
scripts:
- id: NAME-price-1
  for: {kind: [objection], topic: [price], nature: [genuine], emotion: [calm]}
  technique: compensate
  steps:                    # 1 to 3 sentences a step, each of at most 45 characters
  - {step: accept, say: "这笔费用放谁身上都要算一算。"}
  - {step: answer, say: "费用是{fee}，我把它换来的东西一项项摆给您看。"}
  - {step: check, say: "这几项里，您用得上哪几项？"}
  open: "您是拿它和哪一家比的？"
  closed: "要是按年算，您觉得还合适吗？"
  show: 收费公示
  avoid: 别说不贵
  after: 记下客户拿来比的那一家
`,
	"corpus/lines.jsonl": `{"id":"NAME-1","text":"你们这个管理费是不是收得有点高","kind":"objection","topics":["price"],"nature":"genuine","emotion":"calm","escalate":false,"domain":"bank-wealth","channel":"branch"}
`,
}

// Scaffold gives the files with which a pack of a valid id begins, over the pack it
// extends.
func Scaffold(id, extends string) map[string]string {
	files := map[string]string{}
	for name, text := range scaffold {
		files[name] = strings.NewReplacer("NAME", id, "EXTENDS", extends).Replace(text)
	}
	return files
}
