package main

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/calendar"
	"objectioncoach/coach/casebook"
	"objectioncoach/coach/pack"
	builtin "objectioncoach/coach/packs/procedures"
	"objectioncoach/coach/playbook"
)

func builtIn(t testing.TB) *playbook.Book {
	t.Helper()
	book, err := builtin.Read()
	require.NoError(t, err)
	return book
}

func dayOf(t testing.TB, s string) calendar.Day {
	t.Helper()
	day, err := calendar.ParseDay(s)
	require.NoError(t, err)
	return day
}

// timed gives a book with one time limit, in law and in house.
func timed(days int, counting string, inHouse *playbook.Term) *playbook.Book {
	return &playbook.Book{Deadlines: []playbook.Deadline{{ID: "limit", Days: &days, Counting: counting, InHouse: inHouse, Confidence: playbook.ToVerify}}}
}

func TestClocksAreCountedByTheirRule(t *testing.T) {
	for _, test := range []struct {
		name     string
		days     int
		counting string
		timer    playbook.Timer
		today    string
		due      string // "" where it cannot be counted
		left     string
		english  string
	}{
		{"natural days", 15, playbook.Natural, playbook.Timer{From: "2026-11-20"}, "2026-11-22", "2026-12-05", "还剩 13 天", "13 days left"},
		{"working days pass over National Day", 5, playbook.Working, playbook.Timer{From: "2026-09-29"}, "2026-09-30", "2026-10-12", "还剩 4 个工作日", "4 working days left"},
		{"on the spot", 0, playbook.Natural, playbook.Timer{From: "2026-11-22"}, "2026-11-22", "2026-11-22", "今天到期", "Due today"},
		{"one day left", 1, playbook.Natural, playbook.Timer{From: "2026-11-22"}, "2026-11-22", "2026-11-23", "还剩 1 天", "1 day left"},
		{"over", 3, playbook.Working, playbook.Timer{From: "2026-11-16"}, "2026-11-22", "2026-11-19", "超了 3 天", "3 days over"},
		{"over by a weekend alone", 3, playbook.Working, playbook.Timer{From: "2026-11-17"}, "2026-11-21", "2026-11-20", "超了 1 天", "1 day over"},
		{"counted back", -10, playbook.Natural, playbook.Timer{From: "2026-12-20"}, "2026-11-22", "2026-12-10", "还剩 18 天", "18 days left"},
		{"a pause that is over", 15, playbook.Natural, playbook.Timer{From: "2026-11-02", Pauses: []playbook.Pause{{From: "2026-11-10", To: "2026-11-14"}}}, "2026-11-14", "2026-11-21", "还剩 7 天", "7 days left"},
		{"a pause of no night gains nothing", 15, playbook.Natural, playbook.Timer{From: "2026-11-02", Pauses: []playbook.Pause{{From: "2026-11-10", To: "2026-11-10"}}}, "2026-11-14", "2026-11-17", "还剩 3 天", "3 days left"},
		{"a pause that lasts", 15, playbook.Natural, playbook.Timer{From: "2026-11-02", State: playbook.Paused, Pauses: []playbook.Pause{{From: "2026-11-10"}}}, "2026-11-14", "2026-11-21", "还剩 7 天", "7 days left"},
		{"beyond the known holidays", 20, playbook.Working, playbook.Timer{From: calendar.Known().Last.String()}, "2026-11-22", "", "", ""},
		{"natural days need no holidays", 20, playbook.Natural, playbook.Timer{From: "2026-12-31"}, "2026-12-31", "2027-01-20", "还剩 20 天", "20 days left"},
		{"no day", 20, playbook.Natural, playbook.Timer{From: "soon"}, "2026-12-31", "", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.timer.Clock, test.timer.Deadline = "law", "limit"
			today := dayOf(t, test.today)
			clocks := countClocks(timed(test.days, test.counting, nil), []playbook.Timer{test.timer}, today)
			require.Len(t, clocks, 1)
			require.Equal(t, test.due, clocks[0].due.Day.String())
			d := &desk{}
			if test.due == "" {
				require.True(t, clocks[0].beyond != nil || clocks[0].wrong != nil, "it says why")
				require.False(t, clocks[0].ends())
				return
			}
			require.Equal(t, test.left, d.left(&chinese, clocks[0], today))
			require.Equal(t, test.english, d.left(&english, clocks[0], today))
		})
	}
}

func TestClocksOfHouseAndLawStandSideBySide(t *testing.T) {
	book := timed(15, playbook.Natural, &playbook.Term{Days: 1, Counting: playbook.Natural})
	today := dayOf(t, "2026-11-22")
	clocks := countClocks(book, []playbook.Timer{
		{Clock: "old", Deadline: "limit", State: playbook.Replaced, Stopped: "2026-11-22", From: "2026-11-01"},
		{Clock: "done", Deadline: "limit", State: playbook.Stopped, Stopped: "2026-11-20", From: "2026-11-01"},
		{Clock: "law", Deadline: "limit", From: "2026-11-22"},
		{Clock: "gone", Deadline: "no-such-limit", From: "2026-11-22"},
		{Clock: "house", Deadline: "limit", InHouse: true, From: "2026-11-22"},
		{Clock: "promise", Due: "2026-11-25"},
	}, today)
	var order []string
	for _, c := range clocks {
		order = append(order, c.Clock)
	}
	require.Equal(t, []string{"house", "promise", "law", "gone", "done"}, order)
	first, ok := nearest(clocks)
	require.True(t, ok)
	require.Equal(t, "2026-11-23", first.due.Day.String())
	require.Equal(t, []bool{false, false, true}, []bool{clocks[0].inLaw(), clocks[1].inLaw(), clocks[2].inLaw()})

	_, ok = nearest(countClocks(book, nil, today))
	require.False(t, ok)
}

func TestACaseKeepsTheLatestRunOfEachClock(t *testing.T) {
	book := timed(15, playbook.Natural, nil)
	title := func(c clock) string { return c.Title.In("zh-CN") }
	clocks := countClocks(book, []playbook.Timer{
		{Clock: "law", Title: pack.Text{"zh-CN": "处理决定"}, Deadline: "limit", From: "2026-11-01", State: playbook.Stopped, Stopped: "2026-11-05"},
		{Clock: "law", Title: pack.Text{"zh-CN": "处理决定"}, Deadline: "limit", From: "2026-11-06"},
		{Clock: "review", Deadline: "limit", From: "2026-10-01", State: playbook.Stopped, Stopped: "2026-10-20"},
		{Clock: "review", Deadline: "limit", From: "2026-10-05", State: playbook.Stopped, Stopped: "2026-10-10"},
		{Clock: "promise", Due: "2026-11-10", State: playbook.Stopped, Stopped: "2026-11-10"},
		{Clock: "promise", Due: "2026-11-30"},
		{Clock: "letter", Due: "2026-12-30"},
	}, dayOf(t, "2026-11-22"))
	require.Equal(t, []casebook.Clock{
		{ID: "law", Title: "处理决定", Due: dayOf(t, "2026-11-21")},
		{ID: "letter", Due: dayOf(t, "2026-12-30")},
		{ID: "review", Due: dayOf(t, "2026-10-16"), Stopped: dayOf(t, "2026-10-20")},
	}, caseClocks(clocks, title))
	promise, ok := followUp(clocks)
	require.True(t, ok)
	require.Equal(t, "2026-11-30", promise.due.Day.String())

	kept := countClocks(book, []playbook.Timer{
		{Clock: "promise", Due: "2026-11-10", State: playbook.Stopped, Stopped: "2026-11-09"},
		{Clock: "promise", Due: "2026-11-20", State: playbook.Stopped, Stopped: "2026-11-20"},
	}, dayOf(t, "2026-11-22"))
	promise, ok = followUp(kept)
	require.True(t, ok)
	require.Equal(t, "2026-11-20", promise.due.Day.String(), "the one that was kept last")
	_, ok = followUp(nil)
	require.False(t, ok)
}

func TestAClockThatCannotBeCountedMayEndBefore(t *testing.T) {
	days := 20
	book := timed(days, playbook.Working, nil)
	m := &matter{}
	d := &desk{playbook: book}
	last := calendar.Known().Last
	for from, want := range map[calendar.Day]string{last - 60: chinese.procedures.first, last - 2: chinese.procedures.firstKnown} {
		clocks := countClocks(book, []playbook.Timer{{Clock: "law", Deadline: "limit", From: from.String()}, {Clock: "promise", Due: (last + 40).String()}}, last-60)
		html := htmlOf(d.renderClocks(&chinese, m, clocks))
		require.Contains(t, html, ">"+want+"<")
		if want == chinese.procedures.firstKnown {
			require.Contains(t, html, "公布以前，算不出哪天到期")
		}
	}
}

func TestDaysAreReadAsPeopleWriteThem(t *testing.T) {
	today := dayOf(t, "2026-11-22")
	for _, test := range []struct{ day, zh, en string }{
		{"2026-11-21", "11月21日（周六）", "Sat 21 Nov"},
		{"2027-01-04", "2027年1月4日（周一）", "Mon 4 Jan 2027"},
		{"one day", "one day", "one day"},
	} {
		require.Equal(t, test.zh, readDay(&chinese, test.day, today))
		require.Equal(t, test.en, readDay(&english, test.day, today))
	}
}

// TestEveryRuleIsNamedAndDoubtIsMarked draws a clock of every time limit there is.
func TestEveryRuleIsNamedAndDoubtIsMarked(t *testing.T) {
	book := builtIn(t)
	today := dayOf(t, "2026-11-22")
	for _, deadline := range book.Deadlines {
		if deadline.Days == nil {
			continue
		}
		c := countClocks(book, []playbook.Timer{{Clock: "law", Deadline: deadline.ID, From: "2026-11-20"}}, today)[0]
		for _, w := range []*words{&chinese, &english} {
			html := htmlOf((&desk{}).renderClock(w, c, "", today))
			for _, source := range deadline.Sources {
				require.Contains(t, html, source.Document.In(w.lang), deadline.ID)
				require.Contains(t, html, source.Number)
			}
			if deadline.Confidence == playbook.Confirmed {
				require.NotContains(t, html, "oc-verify", deadline.ID)
			} else {
				require.Contains(t, html, w.procedures.toVerify, deadline.ID)
			}
		}
	}
}

// TestNoDayIsGuessedBeyondTheKnownHolidays counts every time limit of every procedure
// over the end of the last year whose holidays are known: in working days no day is told,
// but why not, in both languages; in natural days the day is the one of the calendar.
func TestNoDayIsGuessedBeyondTheKnownHolidays(t *testing.T) {
	book := builtIn(t)
	last := calendar.Known().Last
	year, _, _ := (last + 1).Date()
	working := 0
	for _, deadline := range book.Deadlines {
		for _, inHouse := range []bool{false, true} {
			timer := playbook.Timer{Clock: "c", Deadline: deadline.ID, InHouse: inHouse, From: last.String()}
			c := countOne(book, timer, last)
			if inHouse && deadline.InHouse == nil || !inHouse && deadline.Days == nil || c.term.Days <= 0 {
				continue
			}
			for _, w := range []*words{&chinese, &english} {
				page := htmlOf((&desk{locale: w.lang}).renderClock(w, c, "", last))
				short := uncountedYear(w, []clock{c})
				if c.term.Counting == playbook.Working {
					working++
					require.NotNil(t, c.beyond, deadline.ID)
					require.False(t, c.ends(), deadline.ID)
					require.NotContains(t, page, "<time", deadline.ID)
					require.Contains(t, page, w.procedures.beyond(dayIn(w, last, 0), last+1), deadline.ID)
					require.Contains(t, short, strconv.Itoa(year))
				} else {
					require.Equal(t, last+calendar.Day(c.term.Days), c.due.Day, deadline.ID)
					require.Contains(t, page, "<time", deadline.ID)
					require.Empty(t, short)
				}
			}
		}
	}
	require.Greater(t, working, 8, "there are such limits")

	// A day to promise is of that year too: nobody says whether it is a working day.
	for locale, said := range map[string]string{"zh-CN": "2027年放假安排没公布", "en": "the holidays of 2027 are not announced yet"} {
		d := &desk{playbook: book, locale: locale}
		d.start("defer", casebook.Draft{})
		m := d.walking.at
		move{"matter", map[string]string{}}.jump(t, d)
		promised := slices.IndexFunc(m.view.State.Record, func(r playbook.Record) bool { return d.dueRecord(m, r.ID) })
		require.GreaterOrEqual(t, promised, 0)
		record := m.view.State.Record[promised]
		d.record(m, record.ID, (last + 4).String())
		require.Contains(t, d.fieldNote(d.words(), m, record), strings.ReplaceAll(said, "2027", strconv.Itoa(year)))
	}
}

// jump takes the ways to the first step that asks for a promise, writing what it must.
func (m move) jump(t *testing.T, d *desk) {
	t.Helper()
	at := d.walking.at
	for range 10 {
		if d.asksPromise(at) {
			return
		}
		for _, r := range at.view.State.Record {
			if options := optionsOf(r); len(options) > 0 {
				d.record(at, r.ID, options[0].ID)
			} else if r.Kind == playbook.Date {
				d.record(at, r.ID, d.today().String())
			} else {
				d.record(at, r.ID, "x")
			}
		}
		answer := m.answer
		if !slices.ContainsFunc(at.view.State.Answers, func(a playbook.Answer) bool { return a.ID == answer }) {
			answer = ""
			if len(at.view.State.Answers) > 0 {
				answer = at.view.State.Answers[len(at.view.State.Answers)-1].ID
			}
		}
		d.next(at, answer)
		require.Empty(t, at.wrong)
	}
	t.Fatal("no step asks for a promise")
}
