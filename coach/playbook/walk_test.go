package playbook_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/playbook"
)

func TestWalkIsPlainData(t *testing.T) {
	b := book(t)
	w := walk(t, b, move{"now", map[string]string{"asked": " 2026-10-30 ", "note": "  ", "how": "cash"}, "2026-11-02"})
	saved, err := json.Marshal(w)
	require.NoError(t, err)
	require.JSONEq(t, `{"procedure": "refund", "steps": [
		{"state": "ask", "day": "2026-11-01", "answer": "now", "records": {"asked": "2026-10-30", "how": "cash"}},
		{"state": "pay", "day": "2026-11-02"}]}`, string(saved))

	var resumed playbook.Walk
	require.NoError(t, json.Unmarshal(saved, &resumed))
	require.Equal(t, w, resumed)
	_, err = b.Next(resumed, "", nil, "2026-11-02")
	require.NoError(t, err)
}

func TestStartFails(t *testing.T) {
	b := book(t)
	_, err := b.Start("refnd", "2026-11-01")
	require.EqualError(t, err, `there is no procedure "refnd"; the procedures are refund`)
	_, err = b.Start("refund", "2026-02-29")
	require.EqualError(t, err, `refund, state "ask": "2026-02-29" is no day: write it as 2026-11-22`)
}

func TestNextSaysWhatToDo(t *testing.T) {
	with := func(id, value string) map[string]string { return map[string]string{"asked": "2026-10-30", id: value} }
	long := strings.Repeat("长", playbook.MaxRecord)
	for _, test := range []struct {
		name string
		move
		fault string // "" where it goes on
	}{
		{"goes on", move{"now", asked, "2026-11-01"}, ""},
		{"longest record", move{"now", with("note", long), "2026-11-01"}, ""},
		{"no answer", move{"", asked, "2026-11-01"}, `refund, state "ask": the answer "" leads nowhere: give one of "now", "later"`},
		{"another answer", move{"maybe", asked, "2026-11-01"}, `refund, state "ask": the answer "maybe" leads nowhere: give one of "now", "later"`},
		{"nothing recorded", move{"now", nil, "2026-11-01"}, `refund, state "ask": the record "asked" is missing: write it down before going on`},
		{"a space recorded", move{"now", map[string]string{"asked": " "}, "2026-11-01"}, `refund, state "ask": the record "asked" is missing: write it down before going on`},
		{"no day", move{"now", map[string]string{"asked": "30.10."}, "2026-11-01"}, `refund, state "ask": the record "asked" is no day: write it as 2026-11-22`},
		{"neither yes nor no", move{"now", with("receipt", "true"), "2026-11-01"}, `refund, state "ask": the record "receipt" must be "yes" or "no"`},
		{"no such choice", move{"now", with("how", "shells"), "2026-11-01"}, `refund, state "ask": the record "how" is none of its choices: take one of them`},
		{"too long", move{"now", with("note", long+"了"), "2026-11-01"}, `refund, state "ask": the record "note" is longer than 2000 characters, or no text: shorten it`},
		{"no text", move{"now", with("note", "\xff"), "2026-11-01"}, `refund, state "ask": the record "note" is longer than 2000 characters, or no text: shorten it`},
		{"unknown record", move{"now", with("colour", "red"), "2026-11-01"}, `refund, state "ask": nothing named "colour" is recorded here: leave it out`},
		{"the day before", move{"now", asked, "2026-10-31"}, `refund, state "pay": 2026-10-31 lies before 2026-11-01, when the step before it was taken: give that day or a later one`},
		{"a day that is none", move{"now", asked, "today"}, `refund, state "pay": "today" is no day: write it as 2026-11-22`},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := book(t)
			w := walk(t, b)
			before, records := walk(t, b), maps.Clone(test.records)
			next, err := b.Next(w, test.answer, test.records, test.day)
			if test.fault == "" {
				require.NoError(t, err)
				require.Len(t, next.Steps, 2)
			} else {
				require.EqualError(t, err, test.fault)
			}
			require.Equal(t, before, w, "Next must not change the walk it is given")
			require.Equal(t, records, test.records, "nor the records")
		})
	}
}

func TestNextWhereNothingIsAsked(t *testing.T) {
	b := book(t)
	w := walk(t, b, move{"now", asked, "2026-11-02"})
	_, err := b.Next(w, "yes", nil, "2026-11-02")
	require.EqualError(t, err, `refund, state "pay": nothing is asked here: leave out the answer "yes"`)
	end, err := b.Next(w, "", nil, "2026-11-02")
	require.NoError(t, err)
	_, err = b.Next(end, "", nil, "2026-11-02")
	require.EqualError(t, err, `refund, state "done": the matter is at its end: begin a new walk`)
}

func TestBack(t *testing.T) {
	b := book(t)
	begun := walk(t, b)
	require.Equal(t, begun, playbook.Back(begun), "a walk that has only begun stays")
	require.Equal(t, playbook.Walk{}, playbook.Back(playbook.Walk{}))

	w := walk(t, b, waiting...)
	require.Equal(t, walk(t, b, waiting[:1]...), playbook.Back(w))
	require.Equal(t, begun, playbook.Back(playbook.Back(w)))
	require.Equal(t, walk(t, b, waiting...), w, "Back must not change the walk it is given")

	changed := playbook.Back(w)
	changed.Steps[0].Records["asked"] = "2020-01-01"
	require.Equal(t, "2026-10-30", w.Steps[0].Records["asked"], "nor share anything with it")
}

func TestSavedWalksAreNotBelieved(t *testing.T) {
	endless := `{"procedure": "refund", "steps": [{"state": "ask", "day": "2026-11-01", "answer": "later", "records": {"asked": "2026-11-01"}}` +
		strings.Repeat(`, {"state": "promise", "day": "2026-11-01", "records": {"promised": "2026-11-01"}}, {"state": "wait", "day": "2026-11-01", "answer": "not-here"}`, playbook.MaxSteps) + `]}`
	for _, test := range []struct{ name, saved, fault string }{
		{"nothing", `{}`, `there is no procedure ""; the procedures are refund`},
		{"no steps", `{"procedure": "refund"}`, `refund, state "ask": the walk has no steps: begin a new one`},
		{"another beginning", `{"procedure": "refund", "steps": [{"state": "pay", "day": "2026-11-01"}]}`,
			`refund, state "ask": the walk goes on in "pay", where the procedure does not lead: the procedure was changed, or the walk was; begin a new one`},
		{"a leap", `{"procedure": "refund", "steps": [{"state": "ask", "day": "2026-11-01", "answer": "now", "records": {"asked": "2026-11-01"}}, {"state": "done", "day": "2026-11-01"}]}`,
			`refund, state "pay": the walk goes on in "done", where the procedure does not lead: the procedure was changed, or the walk was; begin a new one`},
		{"beyond the end", `{"procedure": "refund", "steps": [{"state": "ask", "day": "2026-11-01", "answer": "now", "records": {"asked": "2026-11-01"}}, {"state": "pay", "day": "2026-11-01"}, {"state": "done", "day": "2026-11-01"}, {"state": "done", "day": "2026-11-01"}]}`,
			`refund, state "done": no way leads on from here`},
		{"an answer that leads nowhere yet", `{"procedure": "refund", "steps": [{"state": "ask", "day": "2026-11-01", "answer": "now"}]}`,
			`refund, state "ask": the last step of the walk is answered and leads nowhere: begin a new walk`},
		{"back in time", `{"procedure": "refund", "steps": [{"state": "ask", "day": "2026-11-01", "answer": "now", "records": {"asked": "2026-11-01"}}, {"state": "pay", "day": "2025-11-01"}]}`,
			`refund, state "pay": 2025-11-01 lies before 2026-11-01, when the step before it was taken: give that day or a later one`},
		{"a record left out", `{"procedure": "refund", "steps": [{"state": "ask", "day": "2026-11-01", "answer": "now"}, {"state": "pay", "day": "2026-11-01"}]}`,
			`refund, state "ask": the record "asked" is missing: write it down before going on`},
		{"endless", endless, `refund, state "ask": the walk has more than 500 steps: close this matter and begin a new walk`},
		{"a long name", `{"procedure": "` + strings.Repeat("长", 1000) + `"}`, `there is no procedure "` + strings.Repeat("长", 20) + `…"; the procedures are refund`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var w playbook.Walk
			require.NoError(t, json.Unmarshal([]byte(test.saved), &w))
			_, err := book(t).View(w)
			require.EqualError(t, err, test.fault)
			_, err = book(t).Next(w, "now", asked, "2026-11-01")
			require.EqualError(t, err, test.fault)
		})
	}
}

// TestBrokenBooksAreNotBelieved walks a book that Check would refuse.
func TestBrokenBooksAreNotBelieved(t *testing.T) {
	b := book(t, "to: pay}", "to: nowhere}")
	_, err := b.Next(walk(t, b), "now", asked, "2026-11-01")
	require.EqualError(t, err, `refund, state "nowhere": there is no such state`)
}

func FuzzWalk(f *testing.F) {
	b := book(f)
	f.Add([]byte(`{"procedure": "refund", "steps": [{"state": "ask", "day": "2026-11-01"}]}`), "now", "asked", "2026-10-30", "2026-11-02")
	f.Add([]byte(`{"procedure": "refund", "steps": [{"state": "ask", "day": "2026-11-01", "answer": "later", "records": {"asked": "2026-11-01"}}, {"state": "promise", "day": "2026-11-01"}]}`), "", "promised", "2026-12-01", "2026-11-02")
	f.Add([]byte(`{"procedure": "refund", "steps": [{"state": "done", "day": "0000-00-00", "records": null}]}`), "\xff", "", "", "9999-12-31")
	f.Fuzz(func(t *testing.T, saved []byte, answer, record, value, day string) {
		var w playbook.Walk
		if json.Unmarshal(saved, &w) != nil {
			return
		}
		back := playbook.Back(w)
		require.LessOrEqual(t, len(back.Steps), len(w.Steps))
		view, seen := b.View(w)
		next, err := b.Next(w, answer, map[string]string{record: value}, day)
		if seen != nil {
			require.Error(t, err, "what cannot be seen cannot be gone on with")
			return
		}
		require.Equal(t, len(w.Steps)-1, len(view.Path))
		if err != nil {
			return
		}
		_, err = b.View(next)
		require.NoError(t, err)
		saved, err = json.Marshal(next)
		require.NoError(t, err)
		var resumed playbook.Walk
		require.NoError(t, json.Unmarshal(saved, &resumed))
		require.Equal(t, next, resumed)
		again, err := b.View(playbook.Back(next))
		require.NoError(t, err)
		require.Equal(t, view, again)
	})
}
