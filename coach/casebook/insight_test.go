package casebook

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/calendar"
)

// counted are a few cases of three weeks, the first of 2 November 2026, a Monday.
func counted(t testing.TB) []Case {
	t.Helper()
	at := func(d int) int64 { return momentOf(day(2026, 11, d)) + 36_000_000 }
	var list []Case
	for i, d := range []Draft{
		{Created: at(2), Kind: "objection", Topics: []string{"price", "yield"}, Nature: "genuine", Technique: "evidence", Script: "a", Outcome: "won", Causes: []string{"hearsay"}, Servqual: "empathy"},
		{Created: at(8), Kind: "objection", Topics: []string{"price"}, Nature: "excuse", Technique: "inquire", Outcome: "lost", Causes: []string{"hearsay", "pretext"}, FollowUp: day(2026, 11, 10), FollowedUp: day(2026, 11, 10)},
		{Created: at(9), Kind: "objection", Topics: []string{"price"}, Technique: "evidence", Script: "a", Outcome: "lost", Servqual: "empathy", FollowUp: day(2026, 11, 10), FollowedUp: day(2026, 11, 12)},
		{Created: at(22), Kind: "complaint", Topics: []string{"service"}, Outcome: "open", Servqual: "reliability", FollowUp: day(2026, 11, 20), Clocks: []Clock{{ID: "a", Due: day(2026, 11, 22)}, {ID: "b", Due: day(2026, 11, 21), Stopped: day(2026, 11, 20)}}},
	} {
		d.ID = string(rune('a' + i))
		list = append(list, made(t, d))
	}
	return list
}

func TestInsight(t *testing.T) {
	today := day(2026, 11, 22)
	got := NewInsight(counted(t), 0, 0, today)
	require.Equal(t, Insight{
		From: day(2026, 11, 2), To: day(2026, 11, 22), Cases: 4, Step: Weekly,
		Periods:    []calendar.Day{day(2026, 11, 2), day(2026, 11, 9), day(2026, 11, 16)},
		Topics:     []Series{{"price", 3, []int{2, 1, 0}}, {"service", 1, []int{0, 0, 1}}, {"yield", 1, []int{1, 0, 0}}},
		Natures:    []Count{{"genuine", 1}, {"excuse", 1}, {"", 1}},
		Techniques: []Results{{"evidence", 2, []int{0, 1, 1, 0, 0, 0}}, {"inquire", 1, []int{0, 0, 1, 0, 0, 0}}},
		Causes:     []Count{{"hearsay", 2}, {"pretext", 1}},
		Servqual:   []Count{{"reliability", 1}, {"responsiveness", 0}, {"assurance", 0}, {"empathy", 2}, {"tangibles", 0}},
		Due:        4, Late: 2,
		Unanswered: []Unanswered{{"price", 3, 1, 1}},
	}, got)
	require.InDelta(t, 0.5, got.LateRate(), 1e-9)
	require.Equal(t, 5, NewInsight(counted(t), 0, 0, today+1).Due, "the clock that ran to the end of this day")

	none := NewInsight(nil, 0, 0, today)
	require.Equal(t, Insight{Step: Weekly, Periods: []calendar.Day{}, Topics: []Series{}, Natures: []Count{}, Techniques: []Results{}, Causes: []Count{}, Unanswered: []Unanswered{},
		Servqual: []Count{{"reliability", 0}, {"responsiveness", 0}, {"assurance", 0}, {"empathy", 0}, {"tangibles", 0}}}, none)
	require.Zero(t, none.LateRate())
}

func TestPeriods(t *testing.T) {
	for _, test := range []struct {
		from, to    calendar.Day
		step        Step
		first, last calendar.Day
		periods     int
		cases       int
	}{
		{day(2026, 11, 3), day(2026, 11, 8), Weekly, day(2026, 11, 2), day(2026, 11, 2), 1, 1},
		{day(2026, 11, 8), day(2026, 11, 9), Weekly, day(2026, 11, 2), day(2026, 11, 9), 2, 2},
		{day(2026, 10, 1), day(2026, 11, 2), Weekly, day(2026, 9, 28), day(2026, 11, 2), 6, 1},
		{day(2025, 12, 31), day(2026, 12, 1), Monthly, day(2025, 12, 1), day(2026, 12, 1), 13, 4},
		{day(2020, 5, 5), day(2026, 11, 8), Yearly, day(2020, 1, 1), day(2026, 1, 1), 7, 2},
		{1, calendar.LastDay, Yearly, day(1992, 1, 1), day(2199, 1, 1), 208, 4},
		{day(2026, 11, 9), 0, Weekly, day(2026, 11, 9), day(2026, 11, 16), 2, 2},
		{day(2026, 11, 10), day(2026, 11, 11), Weekly, day(2026, 11, 9), day(2026, 11, 9), 1, 0},
	} {
		i := NewInsight(counted(t), test.from, test.to, day(2026, 11, 22))
		require.Equal(t, test.step, i.Step)
		require.Len(t, i.Periods, test.periods)
		require.Equal(t, test.first, i.Periods[0])
		require.Equal(t, test.last, i.Periods[len(i.Periods)-1])
		require.Equal(t, test.cases, i.Cases)
		for _, s := range i.Topics {
			require.Equal(t, s.Total, sum(s.Counts))
		}
	}
	require.Empty(t, NewInsight(counted(t), 10, 9, 1).Periods, "from after to")
}

func TestCharts(t *testing.T) {
	for _, locale := range []string{"zh-CN", "en"} {
		charts := Charts(NewInsight(counted(t), 0, 0, day(2026, 11, 22)), locale)
		var ids []string
		for _, c := range charts {
			ids = append(ids, c.ID)
			requireDrawing(t, c)
			require.NotEmpty(t, c.Table.Rows)
		}
		require.Equal(t, []string{"topics", "natures", "techniques", "causes", "servqual", "due", "unanswered"}, ids)
		for _, c := range Charts(NewInsight(nil, 0, 0, 1), locale) {
			require.Empty(t, c.SVG)
			require.NotEmpty(t, c.Title)
			require.NotEmpty(t, c.Table.Head)
		}
	}
	charts := Charts(NewInsight(counted(t), 0, 0, day(2026, 11, 22)), "zh-CN")
	require.Equal(t, Table{[]string{"话题", "2026-11-02", "2026-11-09", "2026-11-16", "合计"}, [][]string{{"嫌贵", "2", "1", "0", "3"}, {"服务", "0", "0", "1", "1"}, {"收益低", "1", "0", "0", "1"}}}, charts[0].Table)
	require.Equal(t, Table{[]string{"真假", "次数"}, [][]string{{"真实", "1"}, {"借口", "1"}, {"未标明", "1"}}}, charts[1].Table)
	require.Equal(t, []string{"摆出凭据", "0", "1", "1", "0", "0", "0"}, charts[2].Table.Rows[0])
	require.Equal(t, "跟进与时限 · 逾期 50%", charts[5].Title)
	require.Equal(t, Table{[]string{"话题", "没用话术", "用了没成", "异议"}, [][]string{{"嫌贵", "1", "1", "3"}}}, charts[6].Table)
	require.Contains(t, charts[6].SVG, `<desc id="oc-chart-unanswered-desc">嫌贵, 没用话术 1, 用了没成 1, 异议 3</desc>`)

	large := Charts(NewInsight(many(t, 2000), 0, 0, day(2026, 11, 22)), "en")
	for _, c := range large {
		requireDrawing(t, c)
	}
	require.Equal(t, 15, strings.Count(large[0].SVG, "oc-chart-axis"), "a small chart for each topic")
	strange := made(t, Draft{ID: "x", Created: noon, Topics: []string{"own-tag"}})
	require.Contains(t, Charts(NewInsight([]Case{strange}, 0, 0, 1), "en")[0].SVG, "own-tag")
}

// requireDrawing: a drawing is well-formed, names and describes itself, has no style
// attribute, script or foreign address, and all in it lies within its frame.
func requireDrawing(t *testing.T, c Chart) {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(c.SVG))
	var width, height float64
	seen := map[string]int{}
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		seen[start.Name.Local]++
		attrs := map[string]string{}
		for _, a := range start.Attr {
			attrs[a.Name.Local] = a.Value
			require.NotContains(t, []string{"style", "href", "onclick", "onload"}, a.Name.Local)
		}
		number := func(name string) float64 { return length(t, attrs[name]) }
		switch start.Name.Local {
		case "svg":
			width, height = number("width"), number("height")
			require.Equal(t, "img", attrs["role"])
			require.Equal(t, "oc-chart-"+c.ID+"-title oc-chart-"+c.ID+"-desc", attrs["aria-labelledby"])
		case "rect":
			require.True(t, number("x") >= 0 && number("y") >= 0 && number("x")+number("width") <= width+0.1 && number("y")+number("height") <= height+0.1, "%v", attrs)
		case "text":
			require.True(t, number("x") >= 0 && number("x") <= width && number("y") >= textSize*0.7 && number("y") <= height, "%s %v", c.ID, attrs)
		}
	}
	require.Equal(t, 1, seen["title"])
	require.Equal(t, 1, seen["desc"])
	require.NotZero(t, seen["rect"])
	require.Zero(t, seen["script"])
}

func length(t *testing.T, s string) float64 {
	t.Helper()
	var n float64
	require.NoError(t, xml.Unmarshal([]byte("<n>"+s+"</n>"), &n))
	return n
}
