package procedures_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/packs"
	"objectioncoach/coach/packs/procedures"
	"objectioncoach/coach/playbook"
	"objectioncoach/coach/text"
)

func book(t testing.TB) *playbook.Book {
	t.Helper()
	b, err := procedures.Read()
	require.NoError(t, err)
	return b
}

func TestProceduresThereAre(t *testing.T) {
	var ids []string
	for _, p := range book(t).Procedures {
		ids = append(ids, p.ID)
	}
	require.Equal(t, []string{
		"bank-complaint", "credit-report", "defer", "emotional-complaint", "insurance-complaint", "prospect-call",
		"restaurant", "securities-complaint", "store-authority", "store-phone", "store-visit", "tender",
	}, ids)
}

// TestEveryPathEnds walks every path of every procedure that takes no way more than
// twice. At each step it saves and resumes the walk and takes the step back.
func TestEveryPathEnds(t *testing.T) {
	b := book(t)
	for _, p := range b.Procedures {
		t.Run(p.ID, func(t *testing.T) {
			e := explorer{t: t, book: b, taken: map[string]int{}, states: map[string]bool{}}
			w, err := b.Start(p.ID, "2026-11-22")
			require.NoError(t, err)
			e.explore(w)
			require.Greater(t, e.ends, 1)
			require.Len(t, e.states, len(p.States), "every state is come to")
		})
	}
}

// explorer walks all paths of a procedure.
type explorer struct {
	t      *testing.T
	book   *playbook.Book
	taken  map[string]int // how often the path at hand took a way
	states map[string]bool
	ends   int
}

// explore goes on from a walk in every way that was not taken twice, and gives
// whether any was left.
func (e *explorer) explore(w playbook.Walk) {
	view, err := e.book.View(w)
	require.NoError(e.t, err)
	e.states[view.State.ID] = true
	if view.Ended {
		e.ends++
		for _, timer := range view.Timers {
			require.NotEmpty(e.t, timer.Stopped, "%s still runs at the end", timer.Clock)
		}
		return
	}
	answers := []string{""}
	if len(view.State.Answers) > 0 {
		answers = nil
		for _, a := range view.State.Answers {
			answers = append(answers, a.ID)
		}
	}
	for _, answer := range answers {
		way := view.State.ID + " " + answer
		if e.taken[way] == 2 {
			continue
		}
		next, err := e.book.Next(w, answer, filled(view.State), "2026-11-23")
		require.NoError(e.t, err)
		require.Equal(e.t, w, playbook.Back(next))
		require.Equal(e.t, next, resumed(e.t, next))
		e.taken[way]++
		e.explore(next)
		e.taken[way]--
	}
}

// filled writes something down for every record of a state.
func filled(s playbook.State) map[string]string {
	if len(s.Record) == 0 {
		return nil
	}
	records := map[string]string{}
	for _, r := range s.Record {
		switch r.Kind {
		case playbook.Date:
			records[r.ID] = "2026-11-20"
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

// resumed gives a walk after it was kept as JSON.
func resumed(t *testing.T, w playbook.Walk) playbook.Walk {
	t.Helper()
	saved, err := json.Marshal(w)
	require.NoError(t, err)
	var again playbook.Walk
	require.NoError(t, json.Unmarshal(saved, &again))
	return again
}

// TestClocksOfABankComplaint goes one way with all that can happen to a clock.
func TestClocksOfABankComplaint(t *testing.T) {
	b := book(t)
	w, err := b.Start("bank-complaint", "2026-11-03")
	require.NoError(t, err)
	for _, move := range []struct {
		answer, day string
		records     map[string]string
	}{
		{"ordinary", "2026-11-03", map[string]string{"received": "2026-11-02", "via": "counter", "matter": "扣了两次年费", "wanted": "退一次", "contact": "已记在系统"}},
		{"unclear", "2026-11-03", nil},
		{"", "2026-11-03", map[string]string{"promised": "2026-11-10", "agreed": "yes", "handed-to": "卡中心"}},
		{"not-ready", "2026-11-09", nil},
		{"complex", "2026-11-09", nil},
		{"", "2026-11-10", map[string]string{"reason": "要向清算机构调单"}},
		{"", "2026-11-10", map[string]string{"progress": "单子已发出"}},
		{"", "2026-11-10", map[string]string{"promised": "2026-11-20", "agreed": "yes", "handed-to": "卡中心"}},
		{"not-ready", "2026-11-16", nil},
		{"expert", "2026-11-16", nil},
		{"", "2026-11-17", map[string]string{"told-on": "2026-11-17"}},
	} {
		w, err = b.Next(w, move.answer, move.records, move.day)
		require.NoError(t, err)
	}
	view, err := b.View(w)
	require.NoError(t, err)
	require.Equal(t, "expert-wait", view.State.ID)
	var timers []string
	for _, timer := range view.Timers {
		line := timer.Clock + " " + timer.State + " from " + timer.From
		for _, part := range []struct{ name, value string }{{"limit", timer.Deadline}, {"due", timer.Due}, {"stopped", timer.Stopped}} {
			if part.value != "" {
				line += " " + part.name + " " + part.value
			}
		}
		for _, pause := range timer.Pauses {
			line += " paused " + pause.From
		}
		timers = append(timers, line)
	}
	require.Equal(t, []string{
		"reply paused from 2026-11-02 limit complaint-complex paused 2026-11-17",
		"promise stopped from 2026-11-03 due 2026-11-10 stopped 2026-11-10",
		"promise running from 2026-11-10 due 2026-11-20",
	}, timers)
}

// TestLawAndHouseSideBySide: a limit of the house never stands without the law's.
func TestLawAndHouseSideBySide(t *testing.T) {
	both := 0
	for _, p := range book(t).Procedures {
		for _, s := range p.States {
			for _, id := range s.Starts {
				house := p.Clocks[slices.IndexFunc(p.Clocks, func(c playbook.Clock) bool { return c.ID == id })]
				if !house.InHouse {
					continue
				}
				require.True(t, slices.ContainsFunc(p.Clocks, func(law playbook.Clock) bool {
					return law.Deadline == house.Deadline && !law.InHouse && slices.Contains(s.Starts, law.ID)
				}), "%s, %s", p.ID, s.ID)
				both++
			}
		}
	}
	require.GreaterOrEqual(t, both, 4)
}

// TestTenderHasNoDaysOfTheHouse: the in-house text has blanks where days should be.
func TestTenderHasNoDaysOfTheHouse(t *testing.T) {
	b := book(t)
	tender, _ := b.Procedure("tender")
	for _, clock := range tender.Clocks {
		require.False(t, clock.InHouse, clock.ID)
		limit, _ := b.Deadline(clock.Deadline)
		require.NotEmpty(t, limit.Sources, clock.ID)
	}
}

// TestHotlinesAreNamed: a number that is said or written is listed where it is, and
// whoever has a regulator is told of it.
func TestHotlinesAreNamed(t *testing.T) {
	b := book(t)
	regulators := map[string]string{
		"bank-complaint": "12378", "insurance-complaint": "12378", "securities-complaint": "12386", "credit-report": "12363",
		"store-phone": "12315", "store-visit": "12315", "store-authority": "12315", "restaurant": "12315", "emotional-complaint": "12378",
	}
	for _, p := range b.Procedures {
		named := map[string]bool{}
		for _, s := range p.States {
			for _, number := range s.Hotlines {
				named[number] = true
			}
			for _, sentence := range s.Say {
				for _, hotline := range b.Hotlines {
					if strings.Contains(sentence.In("zh-CN"), hotline.Number) {
						require.Contains(t, s.Hotlines, hotline.Number, "%s, %s", p.ID, s.ID)
						require.Contains(t, sentence.In("en"), hotline.Number, "%s, %s", p.ID, s.ID)
					}
				}
			}
		}
		if number := regulators[p.ID]; number != "" {
			require.True(t, named[number], "%s never names %s", p.ID, number)
		}
	}
}

func TestOffersCanBeMade(t *testing.T) {
	for _, p := range book(t).Procedures {
		for _, offer := range p.For {
			for _, name := range offer.Packs {
				require.Contains(t, packs.Names(), name, p.ID)
			}
			for _, word := range offer.Words {
				require.Equal(t, word, string(text.Prepare(word).Runes), "%s: texts are normalised before words are looked for", p.ID)
			}
		}
	}
}

func TestOffers(t *testing.T) {
	b := book(t)
	for _, test := range []struct {
		name, pack, said string
		situation        pack.Situation
		want             []string
	}{
		{"a complaint in a bank", "bank", "排了两个小时没人理", pack.Situation{Kind: "complaint"}, []string{"bank-complaint"}},
		{"an angry one: the emotion first", "bank", "你们经理呢！", pack.Situation{Kind: "complaint", Emotion: "angry"}, []string{"emotional-complaint", "bank-complaint"}},
		{"a credit record", "bank", "我征信上怎么多了一笔", pack.Situation{Kind: "dispute"}, []string{"credit-report", "bank-complaint"}},
		{"overdue on a loan", "bank", "那个逾期不是我的", pack.Situation{Kind: "dispute", Product: "loan"}, []string{"credit-report", "bank-complaint"}},
		{"insurance over the bank's counter", "bank", "退保怎么少这么多", pack.Situation{Kind: "complaint"}, []string{"insurance-complaint", "bank-complaint"}},
		{"insurance", "insurance", "你们拖着不赔", pack.Situation{Kind: "complaint"}, []string{"insurance-complaint"}},
		{"a broker", "securities", "系统卡了我没卖出去", pack.Situation{Kind: "complaint"}, []string{"securities-complaint"}},
		{"a shop's telephone", "service", "昨天买的电饭锅不热", pack.Situation{Kind: "complaint", Channel: "phone"}, []string{"store-phone", "store-visit"}},
		{"a shop", "service", "这鞋开胶了", pack.Situation{Kind: "complaint", Channel: "branch"}, []string{"store-visit"}},
		{"12315", "service", "我已经打12315了", pack.Situation{Kind: "complaint", Channel: "phone"}, []string{"store-authority", "store-phone", "store-visit"}},
		{"a restaurant", "service", "上菜等了一个钟头", pack.Situation{Kind: "complaint", Channel: "branch"}, []string{"restaurant", "store-visit"}},
		{"a tender", "sales", "中标公示有问题", pack.Situation{Kind: "dispute"}, []string{"tender"}},
		{"a brush-off", "sales", "你先把资料发来", pack.Situation{Kind: "objection", Topics: []string{"information"}, Channel: "phone"}, []string{"prospect-call", "defer"}},
		{"beyond my authority", "bank", "能不能给我特批", pack.Situation{Kind: "question"}, []string{"defer"}},
		{"small talk", "bank", "今天真热", pack.Situation{Kind: "other"}, []string{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, b.Offers(playbook.Occasion{Pack: test.pack, Said: test.said, Situation: test.situation}))
		})
	}
}

// TestBookAsJSON: a book can be shipped as JSON, with nothing lost.
func TestBookAsJSON(t *testing.T) {
	b := book(t)
	written, err := json.Marshal(b)
	require.NoError(t, err)
	var again playbook.Book
	require.NoError(t, json.Unmarshal(written, &again))
	require.Equal(t, b, &again)
}

func TestDrawingsOfAll(t *testing.T) {
	for _, p := range book(t).Procedures {
		for _, locale := range []string{"zh-CN", "en"} {
			ways := 0
			for _, s := range p.States {
				ways += len(s.Answers)
				if s.To != "" {
					ways++
				}
			}
			require.Equal(t, ways, strings.Count(playbook.Mermaid(p, locale), " -->"), p.ID)
			require.Equal(t, ways, strings.Count(playbook.SVG(p, locale), `class="oc-flow-way"`), p.ID)
		}
	}
}

const small = `procedures:
- id: small
  title: {zh-CN: 小, en: Small}
  roles: [{id: desk, title: {zh-CN: 柜台, en: Desk}}]
  start: begin
  states:
  - id: begin
    title: {zh-CN: 起, en: Begin}
    role: desk
    do: [{zh-CN: 做, en: Do}]
    to: done
  - id: done
    title: {zh-CN: 完, en: Done}
    end: true
`

func TestReadFromSaysWhere(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"nothing wrong", "", "", ""},
		{"no YAML", "states:", "states: [", "small.yaml:6:11: sequence end token ']' not found"},
		{"unknown key", "end: true", "ende: true", `small.yaml:14:5: unknown field "ende"`},
		{"of another type", "end: true", "end: [1]", "small.yaml:14:10: cannot unmarshal []interface {} into Go struct field Book.Procedures of type bool"},
		{"unknown state", "to: done", "to: don", "small.yaml:11:5: small, state \"begin\", to: leads to \"don\", which is no state: name one of the states"},
		{"unknown start", "start: begin", "start: began", `small.yaml:5:3: small, start: there is no state "began": name one of the states`},
		{"English missing", "{zh-CN: 做, en: Do}", "做", `small.yaml:10:5: small, state "begin", do: lacks its English text ("做"): write it`},
		{"a key that is not there", "    role: desk\n", "", `small.yaml:7:5: small, state "begin", role: there is no role "": name one of the roles`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := procedures.ReadFrom(fstest.MapFS{"small.yaml": {Data: []byte(strings.Replace(small, test.old, test.new, 1))}})
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, test.want)
		})
	}
}

func TestReadFromSeveralFiles(t *testing.T) {
	_, err := procedures.ReadFrom(fstest.MapFS{"a.yaml": {Data: []byte(small)}, "b.yaml": {Data: []byte(small)}, "notes.txt": {Data: []byte(":")}})
	require.EqualError(t, err, "b.yaml:2:3: small, id: a second procedure with this id: give it another one")
	_, err = procedures.ReadFrom(fstest.MapFS{
		"a.yaml": {Data: []byte(strings.Replace(small, "to: done", "to: don", 1))},
		"b.yaml": {Data: []byte("hotlines:\n- {number: \"1\", for: {zh-CN: 问, en: Ask}, hours: 全天, confidence: perhaps}\n")},
	})
	require.EqualError(t, err, `a.yaml:11:5: small, state "begin", to: leads to "don", which is no state: name one of the states
b.yaml:2:43: 1, hours: lacks its English text ("全天"): write it
b.yaml:2:54: 1, confidence: "perhaps" is none of confirmed, to-verify`)
}
