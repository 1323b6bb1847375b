package calendar

import (
	"bufio"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

var stamp = time.Date(2026, 11, 22, 8, 6, 48, 999e6, time.UTC).UnixMilli()

// written gives what ICS writes.
func written(events []Event, stamp int64) (string, error) {
	var file strings.Builder
	err := ICS(&file, slices.Values(events), stamp)
	return file.String(), err
}

func TestICS(t *testing.T) {
	file, err := written([]Event{
		{UID: "case-7/complaint@coach", Day: day(t, "2026-12-31"), Summary: "投诉答复：最后一日", Description: "依据：2020年第3号, 第18条; 路径 a\\b\r\n第二行很长"},
		{UID: "case-7/claim@coach", Day: day(t, "2028-02-28"), Summary: "理赔核定"},
	}, stamp)
	require.NoError(t, err)
	require.Equal(t, strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Objection Coach//Calendar//ZH
CALSCALE:GREGORIAN
BEGIN:VEVENT
UID:case-7/complaint@coach
DTSTAMP:20261122T080648Z
DTSTART;VALUE=DATE:20261231
DTEND;VALUE=DATE:20270101
SUMMARY:投诉答复：最后一日
DESCRIPTION:依据：2020年第3号\, 第18条\; 路径 a\\b\n第二行很
 长
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-P1D
DESCRIPTION:投诉答复：最后一日
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:case-7/claim@coach
DTSTAMP:20261122T080648Z
DTSTART;VALUE=DATE:20280228
DTEND;VALUE=DATE:20280229
SUMMARY:理赔核定
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-P1D
DESCRIPTION:理赔核定
END:VALARM
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n"), file)
}

func TestFolding(t *testing.T) {
	cases := []struct {
		name, line string
		lengths    []int // of the lines it becomes, without their ends
	}{
		{"short", strings.Repeat("a", 74), []int{74}},
		{"just fits", strings.Repeat("a", 75), []int{75}},
		{"one too many", strings.Repeat("a", 76), []int{75, 2}},
		{"two full lines", strings.Repeat("a", 75+74), []int{75, 75}},
		{"three lines", strings.Repeat("a", 75+74+1), []int{75, 75, 2}},
		{"characters of three octets", strings.Repeat("诉", 50), []int{75, 73, 4}},
		{"an emoji at the edge", strings.Repeat("a", 73) + "😀b", []int{73, 6}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var file strings.Builder
			lines := icsFile{bufio.NewWriter(&file)}
			lines.add(c.line)
			require.NoError(t, lines.Flush())
			var lengths []int
			for line := range strings.SplitSeq(strings.TrimSuffix(file.String(), "\r\n"), "\r\n") {
				lengths = append(lengths, len(line))
			}
			require.Equal(t, c.lengths, lengths)
			require.Equal(t, c.line+"\r\n", strings.ReplaceAll(file.String(), "\r\n ", ""))
		})
	}
}

func TestICSRefuses(t *testing.T) {
	good := Event{UID: "a", Day: day(t, "2026-12-31"), Summary: "a"}
	cases := []struct {
		name   string
		events []Event
		stamp  int64
		want   error
	}{
		{"no events", nil, stamp, errNoEvents},
		{"no UID", []Event{{Day: good.Day}}, stamp, errUID},
		{"a UID of nothing visible", []Event{{UID: "\x00", Day: good.Day}}, stamp, errUID},
		{"a UID twice", []Event{good, good}, stamp, errUID},
		{"no day", []Event{{UID: "a"}}, stamp, errLastDay},
		{"no day after", []Event{{UID: "a", Day: LastDay}}, stamp, errLastDay},
		{"no time", []Event{good}, 0, errMoment},
		{"too late", []Event{good}, 1 << 60, errMoment},
	}
	for _, c := range cases {
		file, err := written(c.events, c.stamp)
		require.ErrorIs(t, err, c.want, c.name)
		require.Empty(t, file, c.name)
	}
}

// value finds a property of an unfolded file and reads it as RFC 5545 says, one
// character after another.
func value(t *testing.T, file, name string) string {
	for line := range strings.SplitSeq(file, "\r\n") {
		escapedValue, found := strings.CutPrefix(line, name+":")
		if !found {
			continue
		}
		var plain strings.Builder
		for i := 0; i < len(escapedValue); i++ {
			c := escapedValue[i]
			require.NotContains(t, ";,", string(c), "a mark stands bare")
			if c == '\\' {
				i++
				require.Less(t, i, len(escapedValue), "an escape of nothing")
				c = escapedValue[i]
				require.Contains(t, `\;,n`, string(c))
				if c == 'n' {
					c = '\n'
				}
			}
			plain.WriteByte(c)
		}
		return plain.String()
	}
	t.Fatalf("no %s in %q", name, file)
	return ""
}

func FuzzICS(f *testing.F) {
	f.Add("投诉答复", "依据：2020年第3号, 第18条;\r\n第二行")
	f.Add(strings.Repeat("诉", 60), "a\rb\n\nc\\n")
	f.Add("a\x00b\x7fc\xffd\te", strings.Repeat("😀", 40)+"\n END:VEVENT")
	f.Fuzz(func(t *testing.T, summary, description string) {
		file, err := written([]Event{{UID: "a", Day: day(t, "2026-12-31"), Summary: summary, Description: description}}, stamp)
		require.NoError(t, err)
		require.True(t, strings.HasSuffix(file, "\r\n"))
		for line := range strings.SplitSeq(file, "\r\n") {
			require.LessOrEqual(t, len(line), 75)
			require.True(t, utf8.ValidString(line), "a character is cut in two")
			require.NotContains(t, line, "\n")
			require.NotContains(t, line, "\r")
		}
		unfolded := strings.ReplaceAll(file, "\r\n ", "")
		require.Equal(t, 1, strings.Count(unfolded, "\r\nEND:VEVENT\r\n"))
		require.Equal(t, shown(summary), value(t, unfolded, "SUMMARY"))
		require.Equal(t, shown(summary), value(t, unfolded[strings.Index(unfolded, "BEGIN:VALARM"):], "DESCRIPTION"))
		if description != "" {
			require.Equal(t, shown(description), value(t, unfolded, "DESCRIPTION"))
		}
	})
}

// shown is what is left of a text: lines that end in \n, no other control characters.
func shown(text string) string {
	var out []rune
	runes := []rune(strings.ToValidUTF8(text, "\ufffd"))
	for i, r := range runes {
		switch {
		case r == '\r' && i+1 < len(runes) && runes[i+1] == '\n':
		case r == '\r':
			out = append(out, '\n')
		case r == '\n', r == '\t', r >= ' ' && r != 0x7f:
			out = append(out, r)
		}
	}
	return string(out)
}
