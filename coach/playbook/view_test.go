package playbook_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/playbook"
)

func TestViewAtTheBeginning(t *testing.T) {
	v, err := book(t).View(walk(t, book(t)))
	require.NoError(t, err)
	require.Equal(t, "ask", v.State.ID)
	require.Equal(t, "柜台", v.Role.Title.In("zh-CN"))
	require.Equal(t, []string{"asked"}, v.Missing)
	require.Equal(t, "Can it be refunded now?", v.State.Ask.In("en"))
	require.Empty(t, v.Path)
	require.False(t, v.Ended)
	shown, err := json.Marshal(v)
	require.NoError(t, err)
	require.Contains(t, string(shown), `"path":[]`)
}

func TestViewOfThePath(t *testing.T) {
	b := book(t)
	v, err := b.View(walk(t, b, append(waiting, move{"here", nil, "2026-11-06"}, move{"", nil, "2026-11-07"})...))
	require.NoError(t, err)
	require.True(t, v.Ended)
	require.Empty(t, v.Missing)
	var course []string
	for _, p := range v.Path {
		course = append(course, p.Entered+" "+p.Title.In("en")+" "+p.Reply.In("en")+" "+p.Left)
	}
	require.Equal(t, []string{
		"2026-11-01 Ask No 2026-11-02",
		"2026-11-02 Promise  2026-11-03",
		"2026-11-03 Wait Here 2026-11-06",
		"2026-11-06 Pay  2026-11-07",
	}, course)
	require.Equal(t, promised, v.Path[1].Records)
}

func TestTimers(t *testing.T) {
	house := playbook.Timer{Clock: "house", Deadline: "refund", InHouse: true, State: playbook.Running, From: "2026-11-01"}
	law := playbook.Timer{Clock: "law", Deadline: "refund", State: playbook.Running, From: "2026-10-30"}
	promise := playbook.Timer{Clock: "promise", State: playbook.Running, From: "2026-11-03", Due: "2026-11-08"}
	extended := law
	extended.Deadline = "refund-long"
	paused := extended
	paused.State, paused.Pauses = playbook.Paused, []playbook.Pause{{From: "2026-11-03"}}
	resumed := extended
	resumed.Pauses = []playbook.Pause{{From: "2026-11-03", To: "2026-11-06"}}

	for _, test := range []struct {
		name  string
		moves []move
		want  []playbook.Timer
	}{
		{"on entering, the house's; the law's waits for its day", nil, []playbook.Timer{house}},
		{"the law's from the day recorded", waiting[:1], []playbook.Timer{house, law}},
		{"extended and paused, the promise beside them", waiting, []playbook.Timer{house, paused, promise}},
		{"going on after the pause", append(waiting, move{"here", nil, "2026-11-06"}), []playbook.Timer{house, resumed, promise}},
		{"promised again: the first promise is replaced", append(waiting, move{"not-here", nil, "2026-11-06"}, move{"", map[string]string{"promised": "2026-11-20"}, "2026-11-07"}),
			[]playbook.Timer{
				house,
				with(paused, func(p *playbook.Timer) {
					p.Pauses = []playbook.Pause{{From: "2026-11-03", To: "2026-11-06"}, {From: "2026-11-07"}}
				}),
				with(promise, func(p *playbook.Timer) { p.State, p.Stopped = playbook.Replaced, "2026-11-07" }),
				with(promise, func(p *playbook.Timer) { p.From, p.Due = "2026-11-07", "2026-11-20" }),
			}},
		{"all met", append(waiting, move{"here", nil, "2026-11-06"}, move{"", nil, "2026-11-09"}), []playbook.Timer{stopped(house), stopped(resumed), stopped(promise)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := book(t)
			v, err := b.View(walk(t, b, test.moves...))
			require.NoError(t, err)
			for i := range v.Timers {
				require.NotEmpty(t, v.Timers[i].Title.In("zh-CN"))
				v.Timers[i].Title = nil
			}
			require.Equal(t, test.want, v.Timers)
		})
	}
}

func with(t playbook.Timer, change func(*playbook.Timer)) playbook.Timer {
	change(&t)
	return t
}

func stopped(t playbook.Timer) playbook.Timer {
	return with(t, func(t *playbook.Timer) { t.State, t.Stopped = playbook.Stopped, "2026-11-09" })
}
