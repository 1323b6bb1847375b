package calendar

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// day reads a day of a table.
func day(t testing.TB, s string) Day {
	t.Helper()
	d, err := ParseDay(s)
	require.NoError(t, err, s)
	return d
}

// TestEveryDay goes through ten thousand years beside another calendar.
func TestEveryDay(t *testing.T) {
	at := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	for d := Day(1); d <= LastDay; d++ {
		year, month, dayOfMonth := d.Date()
		wantYear, wantMonth, wantDay := at.Date()
		back, err := NewDay(year, month, dayOfMonth)
		if year != wantYear || month != int(wantMonth) || dayOfMonth != wantDay || d.Weekday()%7 != int(at.Weekday()) || back != d || err != nil {
			t.Fatalf("day %d is %s, and comes out as %s, weekday %d, and back as %d (%v)", d, at.Format(time.DateOnly), d, d.Weekday(), back, err)
		}
		at = at.AddDate(0, 0, 1)
	}
	require.Equal(t, 10_000, at.Year())
}

func TestParseDay(t *testing.T) {
	for _, s := range []string{"0001-01-01", "2024-02-29", "2000-02-29", "2026-11-22", "9999-12-31"} {
		require.Equal(t, s, day(t, s).String())
	}
	for _, s := range []string{"", "0000-12-31", "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-01", "2026-04-31", "2026-01-00",
		"2026-1-1", "26-01-01", "2026/01/01", "+026-01-01", "2026-+1-01", "2026-01-01 ", "10000-01-01", "２026-01-01"} {
		_, err := ParseDay(s)
		require.Error(t, err, s)
	}
}

func TestNoDay(t *testing.T) {
	for _, d := range []Day{0, -1, LastDay + 1} {
		require.False(t, d.Valid())
		require.Empty(t, d.String())
		year, month, dayOfMonth := d.Date()
		require.Equal(t, [3]int{}, [3]int{year, month, dayOfMonth})
		_, err := json.Marshal(d)
		require.Error(t, err)
	}
}

func TestDayInJSON(t *testing.T) {
	var p Pause
	require.NoError(t, json.Unmarshal([]byte(`{"from":"2026-02-28","to":"2026-03-01"}`), &p))
	require.Equal(t, 1, int(p.To-p.From))
	written, err := json.Marshal(p)
	require.NoError(t, err)
	require.Equal(t, `{"from":"2026-02-28","to":"2026-03-01"}`, string(written))
	require.Error(t, json.Unmarshal([]byte(`{"from":"2026-02-29"}`), &p))
}

func TestInShanghai(t *testing.T) {
	cases := []struct{ utc, want string }{
		{"2026-11-22T15:59:59.999Z", "2026-11-22"},
		{"2026-11-22T16:00:00.000Z", "2026-11-23"},
		{"2025-12-31T16:00:00.000Z", "2026-01-01"},
		{"2028-02-28T16:00:00.000Z", "2028-02-29"},
		{"1991-12-31T16:00:00.000Z", "1992-01-01"},
		{"9999-12-31T15:59:59.999Z", "9999-12-31"},
	}
	for _, c := range cases {
		at, err := time.Parse(time.RFC3339Nano, c.utc)
		require.NoError(t, err)
		got, err := InShanghai(at.UnixMilli())
		require.NoError(t, err, c.utc)
		require.Equal(t, c.want, got.String(), c.utc)
	}
	for _, s := range []string{"1991-12-31T15:59:59.999Z", "9999-12-31T16:00:00.000Z"} {
		at, err := time.Parse(time.RFC3339Nano, s)
		require.NoError(t, err)
		_, err = InShanghai(at.UnixMilli())
		require.Error(t, err, s)
	}
}
