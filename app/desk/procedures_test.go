package main

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/require"

	"objectioncoach/coach/casebook"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/playbook"
)

// htmlOf renders a part of the screen as text.
func htmlOf(ui app.UI) string {
	var b strings.Builder
	app.PrintHTML(&b, ui)
	return b.String()
}

// shown renders the desk as text.
func shown(t *testing.T, d *desk) string {
	t.Helper()
	tester := app.NewClientTester(d)
	defer tester.Close()
	tester.Consume()
	return htmlOf(d)
}

func ready(t *testing.T) *desk {
	t.Helper()
	return &desk{playbook: builtIn(t), place: procedures}
}

// talk is what the coach's page sends of a customer who was charged twice.
func talk() *casebook.Draft {
	return &casebook.Draft{
		Turns: []casebook.Turn{{Who: casebook.Customer, Text: "年费扣了我两次"}, {Who: casebook.Staff, Text: "我看一下"}, {Who: casebook.Customer, Text: "赶紧退给我"}},
		Kind:  "complaint", Emotion: "annoyed", Channel: "phone", Product: "card",
	}
}

func complaint(more ...string) playbook.Occasion {
	o := playbook.Occasion{Pack: "bank", Said: "年费扣了我两次，赶紧退给我", Situation: pack.Situation{Kind: "complaint", Emotion: "annoyed", Channel: "phone", Product: "card"}}
	for _, word := range more {
		o.Said += word
	}
	return o
}

func TestTheListHasEveryProcedure(t *testing.T) {
	d := ready(t)
	page := shown(t, d)
	for _, p := range d.playbook.Procedures {
		require.Contains(t, page, p.Title.In("zh-CN"))
	}
	require.NotContains(t, page, chinese.procedures.offered, "there is no talk")
	d.locale = "en"
	require.Contains(t, shown(t, d), "All procedures")
}

func TestProceduresThatDoNotComeAreSaid(t *testing.T) {
	d := &desk{place: procedures}
	require.Contains(t, shown(t, d), chinese.procedures.starting)
	d.failure = "status 500"
	page := shown(t, d)
	require.Contains(t, page, "status 500")
	require.Contains(t, page, chinese.retry)
}

func TestATalkOpensWhatClearlyFits(t *testing.T) {
	angry := complaint()
	angry.Emotion = "angry"
	grave := angry
	grave.Escalate = true
	greeting := playbook.Occasion{Pack: "bank", Situation: pack.Situation{Kind: "other"}}
	for _, test := range []struct {
		name      string
		occasion  playbook.Occasion
		procedure string
		opens     string   // "" shows the list
		says      []string // in the list
	}{
		{"only one fits", complaint(), "", "bank-complaint", nil},
		{"the customer's words tell, in whatever form", complaint("，還影響我的徵信"), "", "credit-report", nil},
		{"an angry one is for the employee to choose", angry, "", "", []string{"情绪化投诉", "投诉", "生气"}},
		{"escalation is not", grave, "", "bank-complaint", nil},
		{"nothing fits", greeting, "", "", []string{chinese.procedures.noneFits}},
		{"the promise of a day is asked for", complaint(), "defer", "defer", nil},
		{"an unknown procedure", complaint(), "no-such", "", []string{"no-such"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := ready(t)
			d.obey(request{Place: procedures, Case: talk(), Occasion: &test.occasion, Procedure: test.procedure})
			require.Nil(t, d.filing.draft, "the talk is no case yet")
			page := shown(t, d)
			if test.opens == "" {
				require.Nil(t, d.walking.at)
				for _, s := range test.says {
					require.Contains(t, page, s)
				}
				return
			}
			require.Equal(t, test.opens, d.walking.at.walk.Procedure)
			require.Zero(t, d.book.Len(), "nothing is kept before the first step")
		})
	}
}

func TestATalkWaitsForTheProcedures(t *testing.T) {
	d := ready(t)
	book := d.playbook
	d.playbook = nil
	o := complaint()
	d.obey(request{Place: procedures, Case: talk(), Occasion: &o})
	require.Nil(t, d.walking.at)
	d.playbook = book
	d.beginWanted()
	require.Equal(t, "bank-complaint", d.walking.at.walk.Procedure)
	d.beginWanted()
	require.Len(t, d.walking.at.walk.Steps, 1)
}

func TestWhatIsKnownOfTheTalkIsFilledIn(t *testing.T) {
	d := ready(t)
	o := complaint()
	d.obey(request{Case: talk(), Occasion: &o})
	page := shown(t, d)
	require.Contains(t, page, "信用卡：年费扣了我两次；赶紧退给我")
	require.Contains(t, page, chinese.procedures.brought)
	require.Equal(t, "phone", d.walking.at.form["via"])
	require.Empty(t, d.walking.at.form["received"], "days are for the employee to say")

	long := talk()
	long.Turns[0].Text = strings.Repeat("扣", 2000)
	d.obey(request{Case: long, Occasion: &o, Procedure: "defer"})
	require.Len(t, []rune(d.walking.at.form["what"]), maxSaid+1)
}

func TestSentencesGoToAHostOnlyWhereThereIsOne(t *testing.T) {
	d := ready(t)
	o := complaint()
	d.obey(request{Case: talk(), Occasion: &o})
	require.NotContains(t, shown(t, d), "oc-insert")
	d.obey(request{Place: procedures, Case: talk(), Occasion: &o, Host: true})
	require.Contains(t, shown(t, d), "oc-insert")
}

func TestMattersUnderWayAreListedByTheirNearestDay(t *testing.T) {
	d := ready(t)
	keep := func(procedure string, moves ...move) string {
		d.start(procedure, casebook.Draft{})
		for _, m := range moves {
			m.take(t, d)
		}
		id := d.walking.at.draft.ID
		d.leave()
		return id
	}
	today := d.today()
	far := keep("bank-complaint", move{"ordinary", map[string]string{"received": today.String(), "via": "counter", "matter": "扣错款", "wanted": "退", "contact": "无"}})
	near := keep("defer", move{"matter", map[string]string{"what": "能不能减免"}}, move{"later", nil},
		move{"", map[string]string{"handed-to": "产品部", "promised": (today + 1).String(), "agreed": "yes", "contact": "无"}})
	none := keep("emotional-complaint", move{"none", nil})
	ended := keep("defer", move{"complaint", map[string]string{"what": "投诉"}})
	settled := keep("emotional-complaint", move{"none", nil})
	c, _ := d.book.Get(settled)
	draft := c.Draft()
	draft.Outcome = "settled"
	_, err := d.keep(draft)
	require.NoError(t, err)
	_, err = d.keep(casebook.Draft{ID: "old", Created: draft.Created, Walk: json.RawMessage(`{"procedure":"defer","steps":[{"state":"gone","day":"2026-01-05","records":{"what":"利率"}}]}`)})
	require.NoError(t, err)

	list := d.underWay(&chinese)
	var ids []string
	for _, o := range list {
		ids = append(ids, o.id)
	}
	require.Equal(t, []string{near, far}, ids[:2])
	require.ElementsMatch(t, []string{none, "old"}, ids[2:])
	require.NotContains(t, ids, ended)
	page := shown(t, d)
	for _, want := range []string{"在办 4 件", "还剩 1 天", "能不能减免", "盯着", chinese.procedures.brokenShort} {
		require.Contains(t, page, want)
	}
}

func TestAKeptWalkThatDoesNotFitIsSaidAndStays(t *testing.T) {
	for name, walk := range map[string]string{
		"a state that is gone":     `{"procedure":"defer","steps":[{"state":"gone","day":"2026-01-05","records":{"what":"利率能不能谈"},"answer":"x"},{"state":"who","day":"2026-01-06"}]}`,
		"a procedure that is gone": `{"procedure":"no-such","steps":[{"state":"a","day":"2026-01-05"}]}`,
		"no walk at all":           `{"steps":"none"}`,
		"a list":                   `[1,2]`,
		"no steps":                 `{"procedure":"defer"}`,
		"a day that is none":       `{"procedure":"defer","steps":[{"state":"admit","day":"2026-02-30"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			d := ready(t)
			before, err := d.keep(casebook.Draft{ID: "old", Created: 1_767_600_000_000, Walk: json.RawMessage(walk)})
			require.NoError(t, err)
			d.resume("old")
			page := shown(t, d)
			require.Contains(t, page, chinese.procedures.broken)
			require.Contains(t, page, `id="oc-to-case"`)
			if strings.Contains(walk, "利率能不能谈") {
				require.Contains(t, page, "利率能不能谈", "what was recorded can be read")
			}
			d.leave()
			after, ok := d.book.Get("old")
			require.True(t, ok)
			require.Equal(t, before.Draft(), after.Draft())

			if strings.Contains(walk, `"defer"`) {
				d.resume("old")
				d.anew(d.walking.at, true)
				require.NoError(t, d.walking.at.broken)
				require.NotEqual(t, "old", d.walking.at.draft.ID)
			}
		})
	}
	d := ready(t)
	d.resume("never-kept")
	require.Nil(t, d.walking.at)
}

func TestDrawingShowsWhereTheMatterStands(t *testing.T) {
	for _, p := range builtIn(t).Procedures {
		for _, w := range []*words{&chinese, &english} {
			html := htmlOf(renderDrawing(w, p, p.States[1].ID))
			require.Equal(t, len(p.States), strings.Count(html, "<rect"), p.ID)
			require.Equal(t, 1, strings.Count(html, "oc-flow-here"))
			require.Contains(t, html, w.procedures.here+" "+p.States[1].Title.In(w.lang))
			require.Contains(t, html, "</svg>")
			require.NotContains(t, htmlOf(renderDrawing(w, p, "")), "oc-flow-here")
		}
	}
	text := pack.Text{"zh-CN": `"<b>&'`}
	html := htmlOf(elementOf(playbook.SVG(playbook.Procedure{ID: "x", States: []playbook.State{{ID: "a", Title: text, End: true}}}, "zh-CN"), func(string, []string, int) string { return "" }))
	require.NotContains(t, html, "<b>")
}

func TestEveryTextOfProceduresIsInBothLanguages(t *testing.T) {
	for _, w := range []procedureWords{chineseProcedures, englishProcedures} {
		v := reflect.ValueOf(w)
		for i := range v.NumField() {
			require.False(t, v.Field(i).IsZero(), "%s: %s", w.title, v.Type().Field(i).Name)
		}
	}
}
