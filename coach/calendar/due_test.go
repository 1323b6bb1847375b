package calendar

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func natural(days int) Deadline { return Deadline{ID: "natural", Days: days, Counting: Natural} }
func working(days int) Deadline { return Deadline{ID: "working", Days: days, Counting: Working} }

func rolling(days int) Deadline {
	d := natural(days)
	d.Rolls = true
	return d
}

func sameDay(d Deadline) Deadline {
	d.From = SameDay
	return d
}

// pauses reads stretches such as "2026-03-05..2026-03-14".
func pauses(t testing.TB, list ...string) []Pause {
	var read []Pause
	for _, s := range list {
		from, to, _ := strings.Cut(s, "..")
		read = append(read, Pause{day(t, from), day(t, to)})
	}
	return read
}

// told writes down how a term was counted, short enough for a table.
func told(d Due) string {
	var parts []string
	for _, h := range d.Holidays {
		parts = append(parts, h.Name["zh-CN"]+" "+h.From.String()[5:]+".."+h.To.String()[5:])
	}
	for _, m := range d.MadeUp {
		parts = append(parts, "班 "+m.String()[5:])
	}
	for _, n := range []struct {
		what string
		n    int
	}{{"周末", d.Weekends}, {"停", d.Paused}, {"顺延", d.Rolled}} {
		if n.n != 0 {
			parts = append(parts, n.what+" "+figures(n.n, 1))
		}
	}
	return strings.Join(parts, ", ")
}

func TestWorkingDays(t *testing.T) {
	cases := []struct {
		days             int
		event, due, told string
	}{
		{1, "2025-03-07", "2025-03-10", "周末 2"},
		{3, "2025-09-26", "2025-09-30", "班 09-28, 周末 1"},
		{5, "2025-09-29", "2025-10-13", "国庆节、中秋节 10-01..10-08, 班 10-11, 周末 1"},
		{5, "2025-01-24", "2025-02-07", "春节 01-28..02-04, 班 01-26, 周末 1"},
		{10, "2025-01-27", "2025-02-17", "春节 01-28..02-04, 班 02-08, 周末 3"},
		{1, "2025-04-26", "2025-04-27", "班 04-27"},
		{3, "2025-12-31", "2026-01-06", "元旦 01-01..01-03, 班 01-04"},
		{5, "2026-02-12", "2026-02-26", "春节 02-15..02-23, 班 02-14"},
		{10, "2026-02-13", "2026-03-05", "春节 02-15..02-23, 班 02-14, 班 02-28, 周末 1"},
		{1, "2026-02-18", "2026-02-24", "春节 02-19..02-23"},
		{1, "2026-04-03", "2026-04-07", "清明节 04-04..04-06"},
		{4, "2026-04-30", "2026-05-09", "劳动节 05-01..05-05, 班 05-09"},
		{1, "2026-09-19", "2026-09-20", "班 09-20"},
		{3, "2026-09-24", "2026-09-30", "中秋节 09-25..09-27"},
		{5, "2026-09-24", "2026-10-09", "中秋节 09-25..09-27, 国庆节 10-01..10-07"},
		{7, "2026-09-29", "2026-10-14", "国庆节 10-01..10-07, 班 10-10, 周末 1"},
		{-1, "2026-10-08", "2026-09-30", "国庆节 10-01..10-07"},
		{-2, "2026-02-24", "2026-02-13", "春节 02-15..02-23, 班 02-14"},
	}
	for _, c := range cases {
		t.Run(c.event, func(t *testing.T) {
			due, err := working(c.days).Due(day(t, c.event), nil)
			require.NoError(t, err)
			require.Equal(t, c.due, due.Day.String())
			require.Equal(t, c.told, told(due))
			require.Equal(t, []Term{{c.days, Working}}, due.Terms)
			require.False(t, due.Provisional)
		})
	}
}

func TestWhereATermEnds(t *testing.T) {
	rollingWorking := working(1)
	rollingWorking.Rolls = true
	cases := []struct {
		name             string
		deadline         Deadline
		event, due, told string
	}{
		{"over the end of a month", natural(30), "2025-01-31", "2025-03-02", ""},
		{"over the end of a leap February", natural(15), "2028-02-20", "2028-03-06", ""},
		{"over the end of a common February", natural(15), "2027-02-20", "2027-03-07", ""},
		{"over the end of a year, past the holidays known", natural(20), "2088-12-31", "2089-01-20", ""},
		{"ends on a holiday and stays", natural(15), "2026-09-20", "2026-10-05", ""},
		{"ends on a holiday and rolls", rolling(15), "2026-09-20", "2026-10-08", "国庆节 10-05..10-07, 顺延 3"},
		{"rolls over nine days of Spring Festival", rolling(10), "2026-02-05", "2026-02-24", "春节 02-15..02-23, 顺延 9"},
		{"rolls over a weekend", rolling(5), "2026-03-02", "2026-03-09", "周末 2, 顺延 2"},
		{"rolls over a holiday to a worked Sunday", rolling(1), "2026-01-02", "2026-01-04", "元旦 01-03..01-03, 班 01-04, 顺延 1"},
		{"ends on a worked Saturday", rolling(15), "2026-02-13", "2026-02-28", "班 02-28"},
		{"working days end on a worked Sunday, and do not roll", rollingWorking, "2026-09-19", "2026-09-20", "班 09-20"},
		{"ends on a weekday", rolling(15), "2026-03-02", "2026-03-17", ""},
		{"the day of the event counts", sameDay(natural(20)), "2026-11-22", "2026-12-11", ""},
		{"the day of the event does not count", natural(20), "2026-11-22", "2026-12-12", ""},
		{"the day of the event would count, and is off", sameDay(working(1)), "2026-10-03", "2026-10-08", "国庆节 10-03..10-07"},
		{"the day of the event counts, and is worked", sameDay(working(1)), "2026-10-10", "2026-10-10", "班 10-10"},
		{"on the spot", natural(0), "2026-10-03", "2026-10-03", ""},
		{"on the spot, rolling", rolling(0), "2026-10-03", "2026-10-03", ""},
		{"on the spot, the day counting", sameDay(working(0)), "2026-10-03", "2026-10-03", ""},
		{"counted back", natural(-15), "2026-03-10", "2026-02-23", ""},
		{"counted back, the day counting", sameDay(natural(-3)), "2026-03-20", "2026-03-18", ""},
		{"from the first day there is", sameDay(natural(1)), "0001-01-01", "0001-01-01", ""},
		{"to the last day there is", natural(1), "9999-12-30", "9999-12-31", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			due, err := c.deadline.Due(day(t, c.event), nil)
			require.NoError(t, err)
			require.Equal(t, c.due, due.Day.String())
			require.Equal(t, c.told, told(due))
			require.Equal(t, c.deadline.ID, due.ID)
		})
	}
}

func TestPauses(t *testing.T) {
	cases := []struct {
		name             string
		deadline         Deadline
		pauses           []Pause
		event, due, told string
	}{
		{"in the middle", natural(15), pauses(t, "2026-03-05..2026-03-14"), "2026-03-02", "2026-03-27", "停 10"},
		{"two that overlap", natural(15), pauses(t, "2026-03-10..2026-03-20", "2026-03-05..2026-03-14"), "2026-03-02", "2026-04-02", "停 16"},
		{"two that touch", natural(15), pauses(t, "2026-03-05..2026-03-06", "2026-03-07..2026-03-08"), "2026-03-02", "2026-03-21", "停 4"},
		{"over before the event", natural(15), pauses(t, "2026-02-01..2026-03-02"), "2026-03-02", "2026-03-17", ""},
		{"running at the event", natural(15), pauses(t, "2026-02-01..2026-03-04"), "2026-03-02", "2026-03-19", "停 2"},
		{"on the last day", natural(15), pauses(t, "2026-03-17..2026-03-17"), "2026-03-02", "2026-03-18", "停 1"},
		{"after the last day", natural(15), pauses(t, "2026-03-18..2026-12-31"), "2026-03-02", "2026-03-17", ""},
		{"working days", working(10), pauses(t, "2026-03-05..2026-03-14"), "2026-03-02", "2026-03-25", "周末 3, 停 10"},
		{"working days, over a holiday", working(2), pauses(t, "2026-09-30..2026-10-08"), "2026-09-29", "2026-10-10", "班 10-10, 停 9"},
		{"inside a holiday", working(1), pauses(t, "2026-10-03..2026-10-04"), "2026-09-30", "2026-10-08", "国庆节 10-01..10-02, 国庆节 10-05..10-07, 停 2"},
		{"on the day rolled to", rolling(15), pauses(t, "2026-10-08..2026-10-08"), "2026-09-20", "2026-10-09", "国庆节 10-05..10-07, 停 1, 顺延 4"},
		{"the day of the event counts, and is paused", sameDay(natural(1)), pauses(t, "2026-03-02..2026-03-03"), "2026-03-02", "2026-03-04", "停 2"},
		{"on the spot", natural(0), pauses(t, "2026-03-01..2026-03-03"), "2026-03-02", "2026-03-02", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			due, err := c.deadline.Due(day(t, c.event), c.pauses)
			require.NoError(t, err)
			require.Equal(t, c.due, due.Day.String())
			require.Equal(t, c.told, told(due))
		})
	}
}

func TestExtensions(t *testing.T) {
	complaint := natural(15)
	complaint.Extensions = []Extension{{Days: 30, Counting: Natural, Whole: true}, {Days: 30, Counting: Natural}}
	claim := working(5)
	claim.Extensions = []Extension{{Days: 30, Counting: Natural, Whole: true}}
	mixed := working(5)
	mixed.Rolls = true
	mixed.Extensions = []Extension{{Days: 10, Counting: Natural}, {Days: 1, Counting: Working}}
	onTheSpot := natural(0)
	onTheSpot.Extensions = []Extension{{Days: 2, Counting: Natural}}
	cases := []struct {
		name       string
		deadline   Deadline
		granted    int
		event, due string
		terms      []Term
	}{
		{"complaint", complaint, 0, "2026-03-02", "2026-03-17", []Term{{15, Natural}}},
		{"complaint, complex", complaint, 1, "2026-03-02", "2026-04-01", []Term{{30, Natural}}},
		{"complaint, very complex", complaint, 2, "2026-03-02", "2026-05-01", []Term{{30, Natural}, {30, Natural}}},
		{"claim", claim, 0, "2026-02-12", "2026-02-26", []Term{{5, Working}}},
		{"claim, complex", claim, 1, "2026-02-12", "2026-03-14", []Term{{30, Natural}}},
		{"claim, complex, past the holidays known", claim, 1, "2080-02-12", "2080-03-13", []Term{{30, Natural}}},
		{"natural after working days, rolled", mixed, 1, "2026-02-12", "2026-03-09", []Term{{5, Working}, {10, Natural}}},
		{"working after natural days", mixed, 2, "2026-02-12", "2026-03-09", []Term{{5, Working}, {10, Natural}, {1, Working}}},
		{"on the spot, extended", onTheSpot, 1, "2026-03-02", "2026-03-04", []Term{{2, Natural}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			due, err := c.deadline.Extended(c.granted).Due(day(t, c.event), nil)
			require.NoError(t, err)
			require.Equal(t, c.due, due.Day.String())
			require.Equal(t, c.terms, due.Terms)
		})
	}
	require.Zero(t, complaint.granted, "granting changes a copy")
}

// TestBeyond leaves the holidays known, wherever they end.
func TestBeyond(t *testing.T) {
	known := Known()
	cases := []struct {
		name     string
		deadline Deadline
		event    Day
		at       Day // the day that is not known, or none
	}{
		{"working days past the end", working(10), known.Last - 2, known.Last + 1},
		{"working days from the end", working(1), known.Last, known.Last + 1},
		{"rolling past the end", rolling(10), known.Last, known.Last + 10},
		{"working days back past the beginning", working(-1), known.First, known.First - 1},
		{"working days before the beginning", working(1), known.First - 9, known.First - 8},
		{"natural days past the end", natural(10), known.Last, 0},
		{"natural days back past the beginning", natural(-10), known.First, 0},
		{"working days from before the beginning", working(5), known.First - 1, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.deadline.Due(c.event, nil)
			var beyond *BeyondError
			require.Equal(t, c.at.Valid(), errors.As(err, &beyond))
			if c.at.Valid() {
				require.Equal(t, BeyondError{c.at, known}, *beyond)
			} else {
				require.NoError(t, err)
			}
		})
	}
}

// TestProvisional marks what the next order may still change.
func TestProvisional(t *testing.T) {
	last := Known().Ordered
	cases := []struct {
		name     string
		deadline Deadline
		event    Day
		want     bool
	}{
		{"ends in the last week", sameDay(working(1)), last - 6, true},
		{"ends before the last week", sameDay(working(1)), last - 14, false},
		{"last week of an earlier year", sameDay(working(1)), day(t, "2025-12-30"), false},
		{"natural days", natural(1), last - 6, false},
		{"rolls in the last week", rolling(1), last - 7, true},
		{"back from the last week", working(-8), last, true},
	}
	for _, c := range cases {
		due, err := c.deadline.Due(c.event, nil)
		require.NoError(t, err, c.name)
		require.Equal(t, c.want, due.Provisional, c.name)
	}
	for d, want := range map[Day]bool{last - 7: false, last - 6: true, last: true} {
		s, err := official().status(d)
		require.NoError(t, err)
		require.Equal(t, want, s.provisional, d)
	}
}

// TestYearOfTheMeasuresAlone counts through a year of which only the days of the Measures
// are known.
func TestYearOfTheMeasuresAlone(t *testing.T) {
	year, err := readTable([]byte(`{"checked": "2030-11-30", "years": [
		{"notice": {"year": 2030, "published": "2029-11-10"}, "holidays": []},
		{"notice": {"year": 2031, "published": "2024-11-10", "standing": true}, "holidays": [{"name": {"zh-CN": "元旦"}, "from": "2031-01-01", "to": "2031-01-01"}]}
	]}`))
	require.NoError(t, err)
	require.Equal(t, Coverage{First: day(t, "2030-01-01"), Ordered: day(t, "2030-12-31"), Last: day(t, "2031-12-31"), Checked: day(t, "2030-11-30")}, year.coverage)
	for _, c := range []struct {
		day                  string
		working, provisional bool
	}{{"2030-12-24", true, false}, {"2030-12-25", true, true}, {"2031-01-01", false, true}, {"2031-01-02", true, true}, {"2031-01-04", false, true}, {"2031-12-31", true, true}} {
		s, err := year.status(day(t, c.day))
		require.NoError(t, err)
		require.Equal(t, []bool{c.working, c.provisional}, []bool{s.working, s.provisional}, c.day)
	}
	_, err = year.status(day(t, "2032-01-01"))
	require.Error(t, err)
}

// TestHolidaysSideBySide keeps two apart where one begins when the other ends, as the
// moon has it in some years.
func TestHolidaysSideBySide(t *testing.T) {
	midAutumn, nationalDay := map[string]string{"zh-CN": "中秋节"}, map[string]string{"zh-CN": "国庆节"}
	first := day(t, "2020-09-29")
	w := walk{day: first}
	for i, name := range []map[string]string{midAutumn, midAutumn, nationalDay, nationalDay} {
		w.day = first + Day(i)
		w.passHoliday(name)
	}
	require.Equal(t, "中秋节 09-29..09-30, 国庆节 10-01..10-02", told(w.due))
}

func TestDueRefuses(t *testing.T) {
	event := day(t, "2026-03-02")
	extended := natural(15)
	extended.Extensions = []Extension{{Days: 30, Counting: Natural}}
	backRolling := rolling(-3)
	backExtended := extended
	backExtended.Days = -3
	cases := []struct {
		name     string
		deadline Deadline
		event    Day
		pauses   []Pause
		want     string
	}{
		{"counting unknown", Deadline{ID: "a", Days: 1, Counting: "bank"}, event, nil, `the deadline "a": its counting is "bank", and must be "natural" or "working"`},
		{"start unknown", Deadline{ID: "a", Days: 1, Counting: Natural, From: "noon"}, event, nil, `the deadline "a": it counts from "noon", and must count from "next-day" or "same-day"`},
		{"too long", natural(MaxDays + 1), event, nil, `the deadline "natural": its days must lie between -10000 and 10000`},
		{"too long, back", natural(-MaxDays - 1), event, nil, `the deadline "natural": its days must lie between -10000 and 10000`},
		{"back and rolling", backRolling, event, nil, `the deadline "natural": it counts back from an event, and such a term neither rolls nor is extended`},
		{"back and extended", backExtended, event, nil, `the deadline "natural": it counts back from an event, and such a term neither rolls nor is extended`},
		{"back and paused", natural(-3), event, []Pause{{event, event}}, "a term that is counted back from an event cannot pause"},
		{"more extensions than there are", extended.Extended(2), event, nil, `the deadline "natural": 2 extensions were granted, and it has 1`},
		{"fewer than none", extended.Extended(-1), event, nil, `the deadline "natural": -1 extensions were granted, and it has 1`},
		{"an extension of nothing", Deadline{ID: "a", Days: 1, Counting: Natural, Extensions: []Extension{{Counting: Natural}}}, event, nil, `the deadline "a": an extension must have from 1 to 10000 days, "natural" or "working"`},
		{"an extension uncounted", Deadline{ID: "a", Days: 1, Counting: Natural, Extensions: []Extension{{Days: 1}}}, event, nil, `the deadline "a": an extension must have from 1 to 10000 days, "natural" or "working"`},
		{"no event", natural(1), 0, nil, errNoDay.Error()},
		{"a pause without an end", natural(1), event, []Pause{{From: event}}, errPause.Error()},
		{"a pause without a beginning", natural(1), event, []Pause{{To: event}}, errPause.Error()},
		{"a pause the wrong way round", natural(1), event, []Pause{{event, event - 1}}, errPause.Error()},
		{"past the last day", natural(1), LastDay, nil, errRange.Error()},
		{"before the first day", natural(-1), 1, nil, errRange.Error()},
		{"paused past the last day", natural(1), event, []Pause{{event, LastDay}}, errRange.Error()},
		{"rolled past the last day", rolling(5), event, []Pause{{event + 6, LastDay}}, errRange.Error()},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.deadline.Due(c.event, c.pauses)
			require.EqualError(t, err, c.want)
		})
	}
}

func TestEarliest(t *testing.T) {
	law := Due{ID: "law", Day: day(t, "2026-03-22")}
	house := Due{ID: "house", Day: day(t, "2026-03-16")}
	tied := Due{ID: "tied", Day: house.Day}
	coolingOff := Due{ID: "cooling-off", Day: day(t, "2026-03-01"), Minimum: true}
	cases := []struct {
		dues []Due
		want Due
		ok   bool
	}{
		{[]Due{law, house, tied}, house, true},
		{[]Due{tied, law, house}, tied, true},
		{[]Due{coolingOff, law}, law, true},
		{[]Due{coolingOff}, Due{}, false},
		{nil, Due{}, false},
	}
	for _, c := range cases {
		got, ok := Earliest(c.dues)
		require.Equal(t, c.ok, ok)
		require.Equal(t, c.want, got)
	}
}

func TestLeft(t *testing.T) {
	cases := []struct {
		today, due    string
		left, working int
	}{
		{"2026-03-02", "2026-03-02", 0, 0},
		{"2026-03-06", "2026-03-09", 3, 1},
		{"2026-09-30", "2026-10-12", 12, 4},
		{"2026-10-01", "2026-10-07", 6, 0},
		{"2026-02-13", "2026-02-24", 11, 2},
		{"2026-03-09", "2026-03-06", -3, -1},
		{"2026-10-12", "2026-09-30", -12, -4},
	}
	for _, c := range cases {
		require.Equal(t, c.left, Left(day(t, c.today), day(t, c.due)), c)
		working, err := WorkingLeft(day(t, c.today), day(t, c.due))
		require.NoError(t, err)
		require.Equal(t, c.working, working, c)
	}
	for _, c := range [][2]Day{{Known().Last, Known().Last + 1}, {Known().Last + 1, Known().Last}} {
		_, err := WorkingLeft(c[0], c[1])
		var beyond *BeyondError
		require.ErrorAs(t, err, &beyond)
	}
	for _, c := range [][2]Day{{0, 1}, {1, 0}} {
		_, err := WorkingLeft(c[0], c[1])
		require.ErrorIs(t, err, errNoDay)
	}
}

func TestDueInJSON(t *testing.T) {
	var d Deadline
	require.NoError(t, json.Unmarshal([]byte(`{"id":"cooling-off","days":3,"counting":"working","from":"same-day","minimum":true}`), &d))
	due, err := d.Due(day(t, "2026-10-07"), nil)
	require.NoError(t, err)
	written, err := json.Marshal(due)
	require.NoError(t, err)
	require.Equal(t, `{"id":"cooling-off","day":"2026-10-10","terms":[{"days":3,"counting":"working"}],`+
		`"holidays":[{"name":{"en":"National Day","zh-CN":"国庆节"},"from":"2026-10-07","to":"2026-10-07"}],"madeUp":["2026-10-10"],"minimum":true}`, string(written))
}

// known gives a day whose holidays are known, and a number of days to count.
func known(at, days uint16) (Day, int) {
	span := uint16(Known().Last - Known().First + 1)
	return Known().First + Day(at%span), int(days % 200)
}

// due counts, or tells that the holidays do not reach. Nothing else may go wrong.
func due(t *testing.T, d Deadline, event Day, pauses []Pause) (Due, bool) {
	got, err := d.Due(event, pauses)
	var beyond *BeyondError
	if errors.As(err, &beyond) {
		return Due{}, false
	}
	require.NoError(t, err)
	return got, true
}

func FuzzDue(f *testing.F) {
	f.Add(uint16(20), uint16(10), uint16(5), uint16(3), uint16(9))
	f.Add(uint16(400), uint16(7), uint16(0), uint16(30), uint16(0))
	f.Add(uint16(635), uint16(15), uint16(1), uint16(5), uint16(12))
	f.Add(uint16(720), uint16(1), uint16(1), uint16(0), uint16(0))
	f.Fuzz(func(t *testing.T, at, days, more, pauseAfter, pauseLength uint16) {
		event, n := known(at, days)
		m := int(more % 200)
		counted, ok := due(t, working(n), event, nil)
		if ok {
			plain, _ := due(t, natural(n), event, nil)
			require.GreaterOrEqual(t, counted.Day, plain.Day, "working days are no fewer days")
			left, err := WorkingLeft(event, counted.Day)
			require.NoError(t, err)
			require.Equal(t, n, left, "as many are left as were given")
			off := counted.Weekends
			for _, h := range counted.Holidays {
				off += int(h.To-h.From) + 1
			}
			require.Equal(t, Left(event, counted.Day), n+off, "what was passed adds up")

			parts, partsOK := due(t, working(m), counted.Day, nil)
			whole, wholeOK := due(t, working(n+m), event, nil)
			require.Equal(t, wholeOK, partsOK)
			require.Equal(t, whole.Day, parts.Day, "n and then m days are n+m days")
			if n > 0 {
				back, backOK := due(t, working(-n), counted.Day+1, nil)
				require.True(t, backOK)
				forth, _ := due(t, working(1), event, nil)
				require.Equal(t, forth.Day, back.Day, "back from the end is the first that counted")
			}
		}

		from := event + Day(pauseAfter%100)
		first := []Pause{{from, from + Day(pauseLength%50)}}
		both := append(first, Pause{from + 10, from + 10 + Day(more%20)})
		for _, d := range []Deadline{natural(n), rolling(n), working(n), sameDay(rolling(n)), sameDay(working(n))} {
			before, ok := due(t, d, event, nil)
			if !ok {
				continue
			}
			for _, pauses := range [][]Pause{first, both} {
				after, ok := due(t, d, event, pauses)
				if !ok {
					break
				}
				require.GreaterOrEqual(t, after.Day, before.Day, "a pause gives no less time")
				if n > 0 {
					for _, p := range pauses {
						require.False(t, p.From <= after.Day && after.Day <= p.To, "the last day is in no pause")
					}
				}
				before = after
			}
			if d.Rolls && n > 0 {
				works, err := Workday(before.Day)
				require.NoError(t, err)
				require.True(t, works, "what rolls ends on a working day")
			}
		}
	})
}
