package playbook_test

import (
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"objectioncoach/coach/playbook"
)

// refund is a small book with one of everything: a decision, records of each kind,
// a clock of the law and one of the house, a promise, an extension, a pause, a fresh
// start and a way back.
const refund = `
procedures:
- id: refund
  title: {zh-CN: 退款, en: Refund}
  for:
  - {packs: [shop], kind: [complaint]}
  - {kind: [complaint], emotion: [angry]}
  - {words: [退钱]}
  roles: [{id: desk, title: {zh-CN: 柜台, en: Desk}}]
  clocks:
  - {id: law, title: {zh-CN: 法定, en: Law}, deadline: refund, day: asked}
  - {id: house, title: {zh-CN: 店规, en: House}, deadline: refund, in-house: true}
  - {id: promise, title: {zh-CN: 约好, en: Promise}, due: promised}
  start: ask
  states:
  - id: ask
    title: {zh-CN: 问清, en: Ask}
    role: desk
    do: [{zh-CN: 问哪天买的, en: Ask when it was bought}]
    say: [{zh-CN: 您哪天买的？, en: "When did you buy it?"}]
    record:
    - {id: asked, title: {zh-CN: 哪天提的, en: Day it was asked}, kind: date, required: true}
    - {id: note, title: {zh-CN: 备注, en: Note}, kind: text}
    - {id: receipt, title: {zh-CN: 有小票, en: Has the receipt}, kind: yes-no}
    - id: how
      title: {zh-CN: 怎么付的, en: How it was paid}
      kind: choice
      choices:
      - {id: cash, title: {zh-CN: 现金, en: Cash}}
      - {id: card, title: {zh-CN: 刷卡, en: Card}}
    starts: [law, house]
    ask: {zh-CN: 现在能退吗？, en: "Can it be refunded now?"}
    answers:
    - {id: now, title: {zh-CN: 能, en: "Yes"}, to: pay}
    - {id: later, title: {zh-CN: 不能, en: "No"}, to: promise}
  - id: promise
    title: {zh-CN: 约日子, en: Promise}
    role: desk
    do: [{zh-CN: 约一个日子, en: Agree on a day}]
    say: [{zh-CN: "{date}给您，行吗？", en: "By {date}, is that all right?"}]
    record: [{id: promised, title: {zh-CN: 哪天, en: Which day}, kind: date, required: true}]
    starts: [promise]
    extends: [{clock: law, deadline: refund-long}]
    to: wait
  - id: wait
    title: {zh-CN: 等检测, en: Wait}
    role: desk
    do: [{zh-CN: 等, en: Wait}]
    pauses: [law]
    ask: {zh-CN: 出来了吗？, en: "Is it here?"}
    answers:
    - {id: here, title: {zh-CN: 出来了, en: Here}, to: pay}
    - {id: not-here, title: {zh-CN: 没有, en: Not here}, to: promise}
  - id: pay
    title: {zh-CN: 付款, en: Pay}
    role: desk
    do: [{zh-CN: 当面点清, en: Count it together}]
    hotlines: ["12315"]
    stops: [law, house, promise]
    to: done
  - id: done
    title: {zh-CN: 完, en: Done}
    end: true
deadlines:
- id: refund
  matter: {zh-CN: 退款, en: Refund}
  days: 7
  counting: natural
  from: {zh-CN: 提出之日, en: the day it was asked}
  sources: []
  confidence: to-verify
  in-house: {days: 1, counting: working}
- id: refund-long
  matter: {zh-CN: 退款，要检测的, en: "Refund, with a test"}
  days: 15
  counting: natural
  from: {zh-CN: 提出之日, en: the day it was asked}
  sources:
  - {document: {zh-CN: 某办法, en: Some measures}, year: 2020, article: "8", since: 2020-01-01, confidence: confirmed}
  confidence: confirmed
hotlines:
- {number: "12315", for: {zh-CN: 消费, en: Consumers}, hours: {zh-CN: 全天, en: Always}, confidence: confirmed}
`

// book reads the small book, changed by pairs of old and new text.
func book(t testing.TB, changes ...string) *playbook.Book {
	t.Helper()
	text := refund
	for i := 0; i < len(changes); i += 2 {
		require.Contains(t, text, changes[i])
		text = strings.Replace(text, changes[i], changes[i+1], 1)
	}
	var b playbook.Book
	require.NoError(t, yaml.UnmarshalWithOptions([]byte(text), &b, yaml.Strict()))
	return &b
}

// move is one call of Next.
type move struct {
	answer  string
	records map[string]string
	day     string
}

// walk starts on 2026-11-01 and takes moves.
func walk(t testing.TB, b *playbook.Book, moves ...move) playbook.Walk {
	t.Helper()
	w, err := b.Start("refund", "2026-11-01")
	require.NoError(t, err)
	for _, m := range moves {
		w, err = b.Next(w, m.answer, m.records, m.day)
		require.NoError(t, err)
	}
	return w
}

var (
	asked    = map[string]string{"asked": "2026-10-30"}
	promised = map[string]string{"promised": "2026-11-08"}
	waiting  = []move{{"later", asked, "2026-11-02"}, {"", promised, "2026-11-03"}}
)
