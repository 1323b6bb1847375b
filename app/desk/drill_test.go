package main

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/require"

	"objectioncoach/coach/casebook"
)

// drilling gives a desk on the insight with cases of which some want a script.
func drilling(t *testing.T) *desk {
	t.Helper()
	d, _ := filled(t)
	d.place = insight
	said := func(i int, text, script, outcome string) {
		t.Helper()
		_, err := d.keep(casebook.Draft{ID: newID(int64(i)), Created: time.Now().UnixMilli() + int64(i), Kind: "objection", Topics: []string{"price"}, Script: script, Outcome: outcome,
			Product: "card", Turns: []casebook.Turn{{Who: casebook.Staff, Text: "您好"}, {Who: casebook.Customer, Text: text}}})
		require.NoError(t, err)
	}
	said(1, "年费太贵，我手机13800138000", "", "lost")
	said(2, "别家不收", "bank/one", "lost")
	said(3, "贵是贵，算了", "bank/one", "won")
	said(4, "别家不收", "", "open")
	shown(t, d) // counts
	return d
}

func TestDrillTakesWhatWasNotAnswered(t *testing.T) {
	d := drilling(t)
	require.Contains(t, shown(t, d), `data-drill="price"`)
	d.startDrill("price")
	x := d.looking.drill
	require.Equal(t, []drillLine{{"别家不收", "", "card", ""}, {"年费太贵，我手机[手机尾8000]", "", "card", ""}}, x.lines, "each once, the latest first, and none that was won with a script")
	page := shown(t, d)
	require.Contains(t, page, "别家不收")
	require.NotContains(t, page, "可以这样说", "the script comes after one's own answer")

	// With nobody to read it, one checks oneself.
	x.reply = "我们有减免"
	d.checkDrill()
	page = shown(t, d)
	for _, want := range chinese.insight.checks {
		require.Contains(t, page, want)
	}
	d.onTick("accept")(nil, app.Event{})
	require.Contains(t, shown(t, d), chinese.insight.drillThen+chinese.insight.checks[1])
	for _, step := range drillSteps[1:] {
		d.onTick(step)(nil, app.Event{})
	}
	require.Contains(t, shown(t, d), chinese.insight.drillWhole)

	d.startDrill("risk")
	require.Equal(t, chinese.insight.drillNone, d.status)
	d.clearCustomer()
	require.Nil(t, d.looking.drill, "nothing of it is there for the next customer")
	require.NotContains(t, shown(t, d), "别家不收")
}

func TestDrillShowsWhatTheCoachMakesOfIt(t *testing.T) {
	d := drilling(t)
	d.startDrill("price")
	d.looking.drill.reply = "😀肯定赚，但是您看"
	d.checkDrill()
	d.looking.drill.alone = false
	require.Contains(t, shown(t, d), chinese.insight.drillReading)
	answer := func(number int) request {
		var r request
		require.NoError(t, json.Unmarshal([]byte(`{"desk":1,"drill":{"number":`+string(rune('0'+number))+`,
			"script":{"steps":[{"step":"accept","say":"您算得真细"},{"step":"check","say":"这样您看行吗"}],"avoid":"别比价"},
			"review":{"violations":[{"severity":"must-not","start":2,"end":5,"rule":"承诺收益","why":"不能保证","rewrite":"以合同为准"}],
				"habits":[{"title":"但是","start":6,"end":8,"why":"听着像反驳","better":"同时"}],"practices":[{"title":"先接住"}],
				"missing":[{"advice":"问具体","say":"贵在哪一项"}],"next":"先删掉保证"}}}`), &r))
		return r
	}
	d.hosted = true
	d.obey(answer(7))
	require.Nil(t, d.looking.drill.answer, "an answer to something else")
	d.obey(answer(1))
	require.True(t, d.hosted, "it says nothing else")
	page := shown(t, d)
	for _, want := range []string{"先删掉保证", "承诺收益", "以合同为准", "听着像反驳", "贵在哪一项", "✓ 先接住", `<mark class="oc-must-not">肯定赚</mark>`, `<mark class="oc-habit">但是</mark>`, `<span>😀</span>`, "可以这样说", "您算得真细", "这样您看行吗", "别比价"} {
		require.Contains(t, page, want)
	}

	var silent request
	require.NoError(t, json.Unmarshal([]byte(`{"desk":1,"drill":{"number":1}}`), &silent))
	d.obey(silent)
	page = shown(t, d)
	require.Contains(t, page, chinese.insight.drillSelf, "the coach could not read: one checks oneself")
	require.Contains(t, page, chinese.insight.drillNoScript)
}
