package calendar

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestNotices holds the holidays against what the notices say, which name the weekdays
// and the number of days too: 1 is Monday.
func TestNotices(t *testing.T) {
	cases := []struct {
		name        string
		from, to    string
		first, last int // weekdays
		days        int
	}{
		{"元旦", "2025-01-01", "2025-01-01", 3, 3, 1},
		{"春节", "2025-01-28", "2025-02-04", 2, 2, 8},
		{"清明节", "2025-04-04", "2025-04-06", 5, 7, 3},
		{"劳动节", "2025-05-01", "2025-05-05", 4, 1, 5},
		{"端午节", "2025-05-31", "2025-06-02", 6, 1, 3},
		{"国庆节、中秋节", "2025-10-01", "2025-10-08", 3, 3, 8},
		{"元旦", "2026-01-01", "2026-01-03", 4, 6, 3},
		{"春节", "2026-02-15", "2026-02-23", 7, 1, 9},
		{"清明节", "2026-04-04", "2026-04-06", 6, 1, 3},
		{"劳动节", "2026-05-01", "2026-05-05", 5, 2, 5},
		{"端午节", "2026-06-19", "2026-06-21", 5, 7, 3},
		{"中秋节", "2026-09-25", "2026-09-27", 5, 7, 3},
		{"国庆节", "2026-10-01", "2026-10-07", 4, 3, 7},
		// the Measures alone, by the calendar: the year of the goat begins on 6 February
		{"元旦", "2027-01-01", "2027-01-01", 5, 5, 1},
		{"春节", "2027-02-05", "2027-02-08", 5, 1, 4},
		{"清明节", "2027-04-05", "2027-04-05", 1, 1, 1},
		{"劳动节", "2027-05-01", "2027-05-02", 6, 7, 2},
		{"端午节", "2027-06-09", "2027-06-09", 3, 3, 1},
		{"中秋节", "2027-09-15", "2027-09-15", 3, 3, 1},
		{"国庆节", "2027-10-01", "2027-10-03", 5, 7, 3},
	}
	off := map[Day]bool{}
	for _, c := range cases {
		from, to := day(t, c.from), day(t, c.to)
		require.Equal(t, c.first, from.Weekday(), c.from)
		require.Equal(t, c.last, to.Weekday(), c.to)
		require.Equal(t, c.days, int(to-from)+1, c.from)
		for d := from; d <= to; d++ {
			off[d] = true
			s, err := official().status(d)
			require.NoError(t, err)
			require.False(t, s.working, d)
			require.Equal(t, Holiday{Name: s.holiday.Name, From: from, To: to}, *s.holiday)
			require.Equal(t, c.name, s.holiday.Name["zh-CN"])
			require.NotEmpty(t, s.holiday.Name["en"])
		}
	}
	worked := map[Day]bool{}
	for _, c := range []struct {
		day     string
		weekday int
	}{
		{"2025-01-26", 7}, {"2025-02-08", 6}, {"2025-04-27", 7}, {"2025-09-28", 7}, {"2025-10-11", 6},
		{"2026-01-04", 7}, {"2026-02-14", 6}, {"2026-02-28", 6}, {"2026-05-09", 6}, {"2026-09-20", 7}, {"2026-10-10", 6},
	} {
		worked[day(t, c.day)] = true
		require.Equal(t, c.weekday, day(t, c.day).Weekday(), c.day)
	}
	for d := day(t, "2025-01-01"); d <= day(t, "2027-12-31"); d++ {
		works, err := Workday(d)
		require.NoError(t, err)
		require.Equal(t, worked[d] || !off[d] && d.Weekday() <= 5, works, d)
	}
}

// statutory is how many days off a year the Measures on Holidays of Festivals and
// Memorial Days give everybody since 2025 (article 2). One on a weekend is made up for
// (article 6), so weekdays off, less weekends worked, come to it in every year.
const statutory = 13

// TestYearsAddUp holds for every year of the data, also for one to come.
func TestYearsAddUp(t *testing.T) {
	table := official()
	for i, notice := range Notices() {
		require.Equal(t, Notices()[0].Year+i, notice.Year, "a year is left out")
		require.Equal(t, notice.Standing, notice.Title == "全国年节及纪念日放假办法", notice.Title)
		require.Equal(t, !notice.Standing, strings.HasPrefix(notice.Title, "国务院办公厅关于"), notice.Title)
		require.NotEmpty(t, notice.Number)
		require.True(t, strings.HasPrefix(notice.Address, "https://www.gov.cn/"), notice.Address)
		if published, _, _ := notice.Published.Date(); !notice.Standing {
			require.Equal(t, notice.Year-1, published)
		}
		require.LessOrEqual(t, notice.Published, Known().Checked)

		first, err := NewDay(notice.Year, 1, 1)
		require.NoError(t, err)
		last, err := NewDay(notice.Year, 12, 31)
		require.NoError(t, err)
		balance, off := 0, 0
		for d := first; d <= last; d++ {
			if table.holidays[d] != nil {
				off++
			}
			switch weekend := d.Weekday() > 5; {
			case table.workdays[d]:
				require.True(t, weekend, "%s is worked anyway", d)
				require.Nil(t, table.holidays[d], "%s is both off and worked", d)
				balance--
			case table.holidays[d] != nil && !weekend:
				balance++
			}
		}
		if notice.Standing { // what makes up for the days on weekends is not known yet
			require.Equal(t, statutory, off, notice.Year)
			require.Equal(t, len(Notices())-1, i, "only the last year may want its order")
			continue
		}
		require.Equal(t, statutory, balance, notice.Year)
	}
}

func TestKnown(t *testing.T) {
	known := Known()
	for _, c := range []struct {
		day   Day
		known bool
	}{
		{known.First - 1, false}, {known.First, true}, {known.Last, true}, {known.Last + 1, false}, {0, false},
	} {
		_, err := Workday(c.day)
		if c.known {
			require.NoError(t, err)
			continue
		}
		var beyond *BeyondError
		require.ErrorAs(t, err, &beyond)
		require.Equal(t, BeyondError{Day: c.day, Coverage: known}, *beyond)
	}
	_, err := Workday(day(t, "2024-12-31"))
	require.EqualError(t, err, "whether 2024-12-31 is a working day is not known: the holidays are known from "+
		known.First.String()+" to "+known.Last.String())
}

func TestNoticesAreACopy(t *testing.T) {
	Notices()[0].Year = 1
	require.Equal(t, 2025, Notices()[0].Year)
}

func TestReadTableRefuses(t *testing.T) {
	for _, file := range []string{``, `{}`, `{"years":[{"notice":{"year":0}}]}`, `{"years":[{"notice":{"year":2026,"published":"2025-11-04"}},{"notice":{"year":0,"published":"2025-11-04"}}]}`, `{"years":[{"notice":{"year":2027,"published":"2026-11-31"}}]}`} {
		_, err := readTable([]byte(file))
		require.Error(t, err, file)
	}
}
