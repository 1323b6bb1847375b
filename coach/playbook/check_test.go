package playbook_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheckFindsNothing(t *testing.T) { require.Empty(t, book(t).Check()) }

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		name, old, new string
		want           string
	}{
		{"unknown state", "to: done", "to: don", `refund, state "pay", to: leads to "don", which is no state: name one of the states`},
		{"unknown start", "start: ask", "start: aks", `refund, start: there is no state "aks": name one of the states`},
		{"unreachable", "to: promise}", "to: pay}", `refund, state "promise", id: no way leads here from the start: lead one here, or leave the state out`},
		{"no way to an end", "    to: done", "    to: pay", `refund, state "ask", to: no way leads from here to an end: lead one on`},
		{"not one way out", "end: true", "end: true\n    to: ask", `refund, state "done", to: needs exactly one of: a state to go to, answers, or end`},
		{"one answer", "    - {id: now, title: {zh-CN: 能, en: \"Yes\"}, to: pay}\n", "", `refund, state "ask", ask: a question needs two or more answers, and answers need a question`},
		{"answers twice", "id: later, title", "id: now, title", `refund, state "ask", answers: a second "now": give it another id`},
		{"never stopped", "stops: [law, house, promise]", "stops: [law, promise]", `refund, state "ask", starts: the clock "house" is never stopped on the way ask → pay → done: name it under stops of a state on it`},
		{"never started", "starts: [law, house]", "starts: [law]", `refund, clocks: the clock "house" is never started: name it under starts of a state, or leave it out`},
		{"unknown clock", "pauses: [law]", "pauses: [lwa]", `refund, state "wait", pauses: there is no clock "lwa": name one of the clocks`},
		{"unknown time limit", "deadline: refund, day", "deadline: refnd, day", `refund, clocks: there is no time limit "refnd": use the id of one, or add it`},
		{"unknown longer limit", "deadline: refund-long", "deadline: refund-log", `refund, state "promise", extends: there is no time limit "refund-log": use the id of one, or add it`},
		{"no days", "  days: 7\n", "", `refund, clocks: the time limit "refund" has no days yet: look them up, or leave the clock out`},
		{"no term in house", "  in-house: {days: 1, counting: working}\n", "", `refund, clocks: the time limit "refund" has no in-house term: add one, or leave out in-house`},
		{"neither limit nor promise", ", due: promised}", "}", `refund, clocks: the clock "promise" needs either a deadline or a due day that is recorded, and counts from a day only with a deadline`},
		{"a day that need not be there", "kind: date, required: true}\n    - {id: note", "kind: date}\n    - {id: note", `refund, state "ask", record: the record "asked" drives the clock "law": make it a required date`},
		{"a day nobody records", "day: asked", "day: axed", `refund, state "ask", starts: the clock "law" needs the record "axed", which is not written down on every way here: record it here or before`},
		{"unknown role", "role: desk", "role: dsek", `refund, state "ask", role: there is no role "dsek": name one of the roles`},
		{"unknown hotline", `hotlines: ["12315"]`, `hotlines: ["12351"]`, `refund, state "pay", hotlines: there is no hotline "12351": use one that is listed`},
		{"nothing to do", "    do: [{zh-CN: 等, en: Wait}]\n", "", `refund, state "wait", do: has 0 lines: write 1 to 4`},
		{"too long to say", "您哪天买的？", strings.Repeat("您", 46), `refund, state "ask", say: 46 characters of Chinese where 45 can be taken in ("` + strings.Repeat("您", 20) + `…"): shorten or divide it`},
		{"title too long", "zh-CN: 问清,", "zh-CN: 一二三四五六七八九十一,", `refund, state "ask", title: 11 characters of Chinese where 10 can be taken in ("一二三四五六七八九十一"): shorten or divide it`},
		{"English missing", `{zh-CN: 您哪天买的？, en: "When did you buy it?"}`, "您哪天买的？", `refund, state "ask", say: lacks its English text ("您哪天买的？"): write it`},
		{"Chinese missing", "{zh-CN: 出来了, en: Here}", "{en: Here}", `refund, state "wait", answers: lacks its Chinese text (""): write it`},
		{"a blank nobody fills", "By {date}", "By {day}", `refund, state "promise", say: has a blank other than {date}: write it out`},
		{"unknown kind", "kind: yes-no", "kind: bool", `refund, state "ask", record: the record "receipt" is of no known kind: make it text, date, choice or yes-no`},
		{"a choice of nothing", "kind: choice", "kind: text", `refund, state "ask", record: the record "how" needs two or more choices if it is a choice, and none otherwise`},
		{"the same id, another kind", "record: [{id: promised,", "record: [{id: note, title: {zh-CN: 注, en: Note}, kind: date}, {id: promised,", `refund, state "ask", record: the record "note" is of another kind in state "promise": give it another id, or the same kind`},
		{"strange id", "- id: wait", "- id: Wait", `refund, state "Wait", id: the id "Wait" must be of 1 to 40 small letters, digits and hyphens`},
		{"two states of one name", "- id: pay", "- id: wait", `refund, state "wait", id: a second "wait": give it another id`},
		{"offered for anything", "{words: [退钱]}", "{}", `refund, for: describes any situation: name at least a kind, a pack or words`},
		{"confirmed by nothing", "confidence: to-verify", "confidence: confirmed", `refund, confidence: is confirmed by no source: name it, or mark it to-verify`},
		{"confirmed by what is not", "since: 2020-01-01, confidence: confirmed", "since: 2020-01-01, confidence: to-verify", `refund-long, confidence: rests on a source that is not confirmed: mark it to-verify`},
		{"a source since no day", "since: 2020-01-01", "since: 2020-13-01", `refund-long, sources: "2020-13-01" is no day: write it as 2026-11-22`},
		{"counted somehow", "counting: natural", "counting: moons", `refund, counting: "moons" is none of natural, working`},
		{"a limit twice", "- id: refund-long", "- id: refund", `refund, id: a second time limit with this id: give it another one`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var lines []string
			for _, problem := range book(t, test.old, test.new).Check() {
				lines = append(lines, problem.String())
			}
			require.Contains(t, lines, test.want)
		})
	}
}

func TestCheckFindsClocksWhereTheyCannotRun(t *testing.T) {
	b := book(t, "    starts: [law, house]\n", "    starts: [house]\n", "stops: [law, house, promise]\n    to: done", "stops: [house, promise, law]\n    starts: [law]\n    to: done")
	var lines []string
	for _, problem := range b.Check() {
		lines = append(lines, problem.String())
	}
	require.Equal(t, []string{`refund, state "wait", stops: the clock "law" cannot be running here: start it before, or leave it out`}, lines[1:])
	require.Contains(t, lines[0], `state "promise"`)
}
