package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"objectioncoach/app/store"
	"objectioncoach/coach/casebook"
	"objectioncoach/coach/playbook"
)

// move is a step taken on the screen: what is written, then which answer is pressed.
type move struct {
	answer  string
	records map[string]string
}

// take writes into the fields that are on the screen and presses a button that is there.
func (m move) take(t *testing.T, d *desk) {
	t.Helper()
	page := shown(t, d)
	at := d.walking.at
	for id, value := range m.records {
		require.Contains(t, page, `oc-record-`+id, "there is a field for it")
		d.record(at, id, value)
	}
	if m.answer == "" {
		require.Contains(t, page, `id="oc-next"`)
	} else {
		require.Contains(t, page, `data-answer="`+m.answer+`"`)
	}
	steps := len(at.walk.Steps)
	d.next(at, m.answer)
	require.Empty(t, at.wrong)
	require.Empty(t, at.fault)
	require.Len(t, at.walk.Steps, steps+1)
}

// TestABankComplaintIsWalkedToItsEnd takes a complaint from the talk to the archive, with
// an extension, a pause and a promise made anew on the way.
func TestABankComplaintIsWalkedToItsEnd(t *testing.T) {
	d := ready(t)
	o := complaint()
	d.obey(request{Place: procedures, Case: talk(), Occasion: &o})
	m := d.walking.at
	today := d.today()
	id := m.draft.ID
	keptCase := func() casebook.Draft {
		c, ok := d.book.Get(id)
		require.True(t, ok)
		return c.Draft()
	}

	move{"ordinary", map[string]string{"received": (today - 2).String(), "wanted": "退一次", "contact": "手机13812345678"}}.take(t, d)
	kept := keptCase()
	require.NotContains(t, string(kept.Walk), "13812345678", "what is kept is masked")
	require.Contains(t, string(kept.Walk), "5678")
	require.Equal(t, []casebook.Clock{{ID: "reply", Title: "银行投诉 · 处理决定", Due: today + 13}}, kept.Clocks)
	require.Zero(t, kept.FollowUp)
	require.Equal(t, "complaint", kept.Kind)
	page := shown(t, d)
	for _, want := range []string{"还剩 13 天", "《银行业保险业消费投诉处理管理办法》", "第18、23、43条", "先到", "接下投诉", "没有", "分清责任", "首问人", dayIn(&chinese, today, today)} {
		require.Contains(t, page, want)
	}

	move{"unclear", nil}.take(t, d)
	require.Contains(t, shown(t, d), blank, "no day has been named yet")
	d.record(m, "promised", (today + 3).String())
	require.Contains(t, shown(t, d), "最晚"+dayIn(&chinese, today+3, today))
	d.record(m, "promised", (today + 20).String())
	require.Contains(t, shown(t, d), "晚于法定的")
	move{"", map[string]string{"promised": (today + 3).String(), "agreed": "yes", "handed-to": "卡中心"}}.take(t, d)
	kept = keptCase()
	require.Equal(t, today+3, kept.FollowUp)
	require.Zero(t, kept.FollowedUp)
	require.Contains(t, kept.Promise, "年费扣了我两次")
	require.Len(t, kept.Clocks, 1, "the promise is the follow-up day, and no clock beside it")
	soon := d.book.Due(today).Soon
	require.Len(t, soon, 1)
	require.Equal(t, id, soon[0].ID)

	move{"not-ready", nil}.take(t, d)
	move{"complex", nil}.take(t, d)
	move{"", map[string]string{"reason": "要调当天的录音"}}.take(t, d)
	require.Equal(t, today+28, keptCase().Clocks[0].Due, "thirty days from receipt")
	require.Contains(t, shown(t, d), "还剩 28 天")
	move{"", map[string]string{"progress": "录音已调到"}}.take(t, d)
	kept = keptCase()
	require.Equal(t, today, kept.FollowedUp, "the call was made")
	require.Empty(t, m.form["promised"], "another day is to be promised")
	require.Empty(t, m.form["agreed"], "and agreed to")
	require.Equal(t, "卡中心", m.form["handed-to"])
	move{"", map[string]string{"promised": (today + 5).String(), "agreed": "yes"}}.take(t, d)
	require.Equal(t, today+5, keptCase().FollowUp)
	require.Zero(t, keptCase().FollowedUp)

	move{"not-ready", nil}.take(t, d)
	move{"mediation", nil}.take(t, d)
	require.Contains(t, shown(t, d), "暂停")
	move{"agreed", nil}.take(t, d)
	move{"", map[string]string{"decision": "退还一次年费"}}.take(t, d)
	page = shown(t, d)
	require.Contains(t, page, "12378", "the customer's right is named")
	move{"accepts", map[string]string{"informed": today.String(), "told-how": "phone"}}.take(t, d)
	move{"", nil}.take(t, d)
	move{"", map[string]string{"cause": "系统重复入账"}}.take(t, d)

	require.True(t, m.view.Ended)
	page = shown(t, d)
	for _, want := range []string{"归档", "这件事结果怎样", "退还一次年费", "系统重复入账", "电话", "再办一件", "已停的时限"} {
		require.Contains(t, page, want)
	}
	kept = keptCase()
	for _, c := range kept.Clocks {
		require.NotZero(t, c.Stopped, c.ID)
	}
	d.settle(m, "settled")
	require.Equal(t, "settled", keptCase().Outcome)
	require.True(t, said(shown(t, d), "aria-pressed"))
	require.Empty(t, d.underWay(&chinese))
	require.Equal(t, 1, d.book.Len(), "one case all along")

	d.anew(m, false)
	require.Equal(t, "bank-complaint", d.walking.at.walk.Procedure)
	require.Empty(t, d.walking.at.draft.Turns, "another matter, another customer")
}

// TestEveryStepOfEveryProcedureIsOnTheScreen goes every way of every procedure once, in
// both languages.
func TestEveryStepOfEveryProcedureIsOnTheScreen(t *testing.T) {
	d := ready(t)
	for _, p := range d.playbook.Procedures {
		walks := []playbook.Walk{}
		d.start(p.ID, *talk())
		walks = append(walks, d.walking.at.walk)
		seen := map[string]bool{p.Start: true}
		for len(walks) > 0 {
			walk := walks[0]
			walks = walks[1:]
			m := &matter{draft: casebook.Draft{ID: newMatterID(), Created: time.Now().UnixMilli()}, walk: walk}
			d.walking.at = m
			d.enterStep(m, nil)
			s := m.view.State
			for _, locale := range []string{"zh-CN", "en"} {
				d.locale = locale
				page := shown(t, d)
				require.Contains(t, page, escaped(s.Title.In(locale)), p.ID)
				for _, line := range s.Do {
					require.Contains(t, page, escaped(line.In(locale)), p.ID+" "+s.ID)
				}
				for _, line := range s.Say {
					before, _, _ := strings.Cut(line.In(locale), "{date}")
					require.Contains(t, page, escaped(before), p.ID+" "+s.ID)
				}
				for _, r := range s.Record {
					require.Contains(t, page, "oc-record-"+r.ID, p.ID+" "+s.ID)
				}
				require.NotContains(t, page, "{date}")
			}
			d.locale = ""
			answers := []string{""}
			if len(s.Answers) > 0 {
				answers = nil
				for _, a := range s.Answers {
					answers = append(answers, a.ID)
				}
			}
			for _, answer := range answers {
				if s.End {
					break
				}
				again := &matter{draft: casebook.Draft{ID: newMatterID(), Created: m.draft.Created}, walk: walk}
				d.walking.at = again
				d.enterStep(again, nil)
				move{answer, filledIn(d, again)}.take(t, d)
				next := again.view.State.ID
				if !seen[next] {
					seen[next] = true
					walks = append(walks, again.walk)
				}
				d.back(again)
				require.Equal(t, s.ID, again.view.State.ID, "a step can be taken back")
			}
		}
		require.Len(t, seen, len(p.States), p.ID)
	}
}

// escaped gives a text as it stands in HTML.
func escaped(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;").Replace(s)
}

// filledIn writes something for every record of a step.
func filledIn(d *desk, m *matter) map[string]string {
	records := map[string]string{}
	for _, r := range m.view.State.Record {
		switch r.Kind {
		case playbook.Date:
			records[r.ID] = (d.today() + 1).String()
		case playbook.YesNo:
			records[r.ID] = "yes"
		case playbook.Choice:
			records[r.ID] = r.Choices[0].ID
		default:
			records[r.ID] = "写下来了"
		}
	}
	return records
}

// said reports whether some element has an attribute that is not false: go-app writes one
// that is true without its value.
func said(page, attribute string) bool {
	return strings.Count(page, attribute) > strings.Count(page, attribute+`="false"`)
}

func TestWhatIsMissingIsSaidAtItsField(t *testing.T) {
	d := ready(t)
	d.start("defer", casebook.Draft{})
	m := d.walking.at
	d.next(m, "matter")
	require.Len(t, m.walk.Steps, 1)
	require.Equal(t, map[string]string{"what": "这里要写"}, m.wrong)
	require.True(t, said(shown(t, d), "aria-invalid"))
	d.record(m, "what", " \n")
	d.next(m, "matter")
	require.Equal(t, "这里要写", m.wrong["what"], "space is nothing")
	d.record(m, "what", strings.Repeat("长", maxWritten+1))
	d.next(m, "matter")
	require.Contains(t, m.wrong["what"], "最多")
	d.record(m, "what", "能不能提前还款")
	require.Empty(t, m.wrong, "what is written again is wrong no more")
	d.next(m, "matter")
	d.next(m, "later")

	d.next(m, "")
	require.Equal(t, map[string]string{"handed-to": "这里要写", "promised": "选一个日子", "agreed": "选“是”或“否”", "contact": "这里要写"}, m.wrong)
	for value, want := range map[string]string{
		(d.today() - 1).String(): chinese.procedures.past,
		"2026-02-30":             chinese.procedures.noDay,
		"0001-01-01":             chinese.procedures.noDay,
		"9999-12-31":             chinese.procedures.noDay,
	} {
		d.record(m, "promised", value)
		d.next(m, "")
		require.Equal(t, want, m.wrong["promised"], value)
	}
	require.Len(t, m.walk.Steps, 3)
}

func TestAPromiseIsTrackedAsTheFollowUpDay(t *testing.T) {
	d := ready(t)
	o := complaint()
	o.Kind = "question"
	d.obey(request{Place: procedures, Case: talk(), Occasion: &o, Procedure: "defer"})
	m := d.walking.at
	move{"matter", nil}.take(t, d)
	move{"later", nil}.take(t, d)
	day := d.today() + 2
	move{"", map[string]string{"handed-to": "产品部", "promised": day.String(), "agreed": "yes", "contact": "留了"}}.take(t, d)
	c, ok := d.book.Get(m.draft.ID)
	require.True(t, ok)
	require.Equal(t, day, c.Draft().FollowUp)
	require.Contains(t, c.Draft().Promise, "年费扣了我两次")
	require.Empty(t, c.Draft().Clocks)

	file, err := d.ics(m, time.Now().UnixMilli())
	require.NoError(t, err)
	require.Contains(t, file, "DTSTART;VALUE=DATE:"+strings.ReplaceAll(day.String(), "-", ""))
	require.Contains(t, file, "UID:"+m.draft.ID+"/@objection-coach", "the casebook exports the same day under the same name")
	var other strings.Builder
	require.NoError(t, casebook.ICS(&other, slices.Values([]casebook.Case{c}), time.Now().UnixMilli(), "zh-CN"))
	require.Contains(t, other.String(), "UID:"+m.draft.ID+"/@objection-coach")
}

func TestBackBringsBackWhatWasWritten(t *testing.T) {
	d := ready(t)
	d.start("defer", casebook.Draft{})
	m := d.walking.at
	move{"matter", map[string]string{"what": "能不能减免"}}.take(t, d)
	visit := m.visit
	d.back(m)
	require.Equal(t, "admit", m.view.State.ID)
	require.Equal(t, "能不能减免", m.form["what"])
	require.NotEqual(t, visit, m.visit, "the fields are other elements")
	require.Contains(t, shown(t, d), "能不能减免")
	d.back(m)
	require.Nil(t, d.walking.at, "the first step back is the list")
	require.Len(t, d.underWay(&chinese), 1)
	d.resume(m.draft.ID)
	require.Equal(t, "能不能减免", d.walking.at.form["what"], "a step taken back keeps what was written in it")
}

func TestALeftStepIsGoneOnWithLater(t *testing.T) {
	d := ready(t)
	d.start("defer", casebook.Draft{})
	d.leave()
	require.Zero(t, d.book.Len(), "nothing was written, nothing is kept")

	d.start("defer", casebook.Draft{})
	id := d.walking.at.draft.ID
	d.record(d.walking.at, "what", "问利率，手机13812345678")
	d.leave()
	require.Nil(t, d.walking.at)
	c, ok := d.book.Get(id)
	require.True(t, ok)
	require.NotContains(t, string(c.Draft().Walk), "13812345678")
	d.resume(id)
	require.Contains(t, d.walking.at.form["what"], "问利率")
	move{"matter", nil}.take(t, d)
	var kept keptWalk
	c, _ = d.book.Get(id)
	require.NoError(t, json.Unmarshal(c.Draft().Walk, &kept))
	require.Empty(t, kept.Form)
}

func TestWhatCannotBeKeptIsSaidAndStaysOnTheScreen(t *testing.T) {
	d := ready(t)
	d.start("defer", casebook.Draft{Turns: make([]casebook.Turn, casebook.MaxTurns+1)})
	m := d.walking.at
	d.record(m, "what", "能不能减免")
	d.next(m, "matter")
	require.Equal(t, "who", m.view.State.ID, "the matter goes on")
	require.Contains(t, m.fault, "201")
	require.Contains(t, shown(t, d), chinese.procedures.notKept)
	d.next(m, "later")
	d.record(m, "contact", "留了")
	m.fault = ""
	d.leave()
	require.Equal(t, m, d.walking.at, "what is not kept is not closed at once")
	require.Contains(t, m.fault, "201")
	d.leave()
	require.Nil(t, d.walking.at, "but nobody is held")
}

func TestWhatTheCasebookChangedStays(t *testing.T) {
	d := ready(t)
	d.start("defer", casebook.Draft{})
	m := d.walking.at
	move{"matter", map[string]string{"what": "能不能减免"}}.take(t, d)
	c, _ := d.book.Get(m.draft.ID)
	draft := c.Draft()
	draft.Note, draft.Topics = "老客户", []string{"price"}
	draft.Clocks = []casebook.Clock{{ID: "of-our-own", Due: d.today() + 9}}
	_, err := d.keep(draft)
	require.NoError(t, err)
	move{"later", nil}.take(t, d)
	c, _ = d.book.Get(m.draft.ID)
	require.Equal(t, "老客户", c.Draft().Note)
	require.Equal(t, []string{"price"}, c.Draft().Topics)
	require.Len(t, c.Draft().Clocks, 1)
}

func TestAStepTakenInAnotherWindowIsNotOverwritten(t *testing.T) {
	d := ready(t)
	d.start("defer", casebook.Draft{})
	m := d.walking.at
	move{"matter", map[string]string{"what": "能不能减免"}}.take(t, d)
	other := &desk{playbook: d.playbook, book: d.book}
	other.resume(m.draft.ID)
	move{"later", nil}.take(t, other)
	c, _ := other.book.Get(m.draft.ID)
	require.NoError(t, d.book.Put(c)) // as when the other window has written
	d.next(m, "now")
	require.Contains(t, m.fault, chinese.procedures.elsewhere)
	after, _ := d.book.Get(m.draft.ID)
	require.Equal(t, c.Draft().Walk, after.Draft().Walk)
}

func TestNothingOfACustomerShowsToTheNext(t *testing.T) {
	d := ready(t)
	o := complaint()
	d.obey(request{Place: procedures, Case: talk(), Occasion: &o})
	d.record(d.walking.at, "wanted", "退给我三百")
	d.obey(request{Do: "clear"})
	require.Equal(t, walking{}, d.walking)
	page := shown(t, d)
	require.NotContains(t, page, "赶紧退给我")
	require.Equal(t, 1, d.book.Len(), "what was written is kept")
	d.start("bank-complaint", d.walking.talk)
	require.NotContains(t, shown(t, d), "年费")
}

func TestALongPathIsFolded(t *testing.T) {
	d := ready(t)
	d.start("defer", casebook.Draft{})
	move{"matter", map[string]string{"what": "能不能减免"}}.take(t, d)
	move{"later", nil}.take(t, d)
	for range 4 {
		move{"", map[string]string{"handed-to": "产品部", "promised": d.today().String(), "agreed": "yes", "contact": "留了"}}.take(t, d)
		move{"none", nil}.take(t, d)
		move{"", map[string]string{"progress": "还在催"}}.take(t, d)
	}
	require.Contains(t, shown(t, d), "更早的 6 步")
}

// hidden reports whether an element of the screen is hidden.
func hidden(t *testing.T, d *desk, id string) bool {
	t.Helper()
	before, after, found := strings.Cut(shown(t, d), `id="`+id+`"`)
	require.True(t, found, id)
	tag := before[strings.LastIndexByte(before, '<'):] + after[:strings.IndexByte(after, '>')]
	return strings.Contains(tag+" ", " hidden ")
}

// TestFromAWalkToItsCaseAndBack goes from a procedure to the case that keeps it, changes
// it there, and goes on with the procedure: nothing that was written is lost on the way.
func TestFromAWalkToItsCaseAndBack(t *testing.T) {
	d := ready(t)
	o := complaint()
	d.obey(request{Place: procedures, Case: talk(), Occasion: &o})
	id := d.walking.at.draft.ID
	require.True(t, hidden(t, d, "oc-to-case"), "there is no case before the first step is taken")
	move{"ordinary", map[string]string{"received": d.today().String(), "wanted": "退一次", "contact": "已留"}}.take(t, d)
	move{"unclear", nil}.take(t, d)
	d.record(d.walking.at, "handed-to", "卡中心")
	require.False(t, hidden(t, d, "oc-to-case"))
	d.toCase(id)
	require.Equal(t, cases, d.place)
	require.Equal(t, id, d.filing.draft.ID)
	require.False(t, hidden(t, d, "oc-case-walk"))

	d.enter("note", "客户下午在")
	d.toWalk()
	require.Equal(t, procedures, d.place)
	require.Nil(t, d.filing.draft)
	require.Equal(t, "卡中心", d.walking.at.form["handed-to"], "what was written in the step is there")
	require.Contains(t, shown(t, d), "约定答复日")
	kept, ok := d.book.Get(id)
	require.True(t, ok)
	require.Equal(t, "客户下午在", kept.Draft().Note, "what was changed in the case is kept")
	move{"", map[string]string{"promised": (d.today() + 3).String(), "agreed": "yes", "handed-to": "卡中心"}}.take(t, d)
	kept, _ = d.book.Get(id)
	require.Equal(t, "客户下午在", kept.Draft().Note)

	// A case that cannot be kept as it is stays open, with what is wrong with it.
	d.toCase(id)
	d.enter("note", strings.Repeat("长", casebook.MaxText+1))
	d.toWalk()
	require.Equal(t, cases, d.place)
	require.NotNil(t, d.filing.draft)

	// A case without a procedure has no way to one.
	d.begin(casebook.Draft{Note: "没有流程"})
	require.True(t, hidden(t, d, "oc-case-walk"))
}

// TestAnotherPlaceMeanwhileLosesNoWord: the fields are drawn anew with what was written.
func TestAnotherPlaceMeanwhileLosesNoWord(t *testing.T) {
	d := ready(t)
	d.start("bank-complaint", *talk())
	d.record(d.walking.at, "wanted", "把两次都退掉")
	d.show(insight)
	d.show(procedures)
	require.Contains(t, shown(t, d), "把两次都退掉")
	d.leave()
	require.Len(t, d.book.Walks(), 1, "it is still known as written by hand")
}

func TestTroublesAreToldInProceduresToo(t *testing.T) {
	d, p := filled(t, "一", "二")
	d.playbook, d.place = builtIn(t), procedures
	p.fails = &store.Failure{Why: store.Full}
	d.start("bank-complaint", *talk())
	d.write(false, d.filing.found.IDs[0])
	require.Contains(t, shown(t, d), `id="oc-unsaved"`, "beside a step")
	d.walking.at = nil
	require.Contains(t, shown(t, d), `id="oc-unsaved"`, "above the list")
	p.fails = &store.Failure{Why: store.Changed}
	d.write(false, d.filing.found.IDs[0])
	page := shown(t, d)
	require.NotContains(t, page, `id="oc-unsaved"`)
	require.Contains(t, page, `id="oc-conflict"`)
	d.writeAgain(true)
	require.NotContains(t, shown(t, d), `id="oc-conflict"`)
	d.keeping.failure = &store.Failure{Why: store.Denied}
	require.Contains(t, shown(t, d), `id="oc-store-failed"`)
}
