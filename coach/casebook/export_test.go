package casebook

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestText(t *testing.T) {
	c := made(t, full())
	require.Equal(t, `编号：c-1
创建时间：2026-11-22 12:00:00
修改时间：2026-11-22 12:00:00.005
话题：嫌贵；已有别家
类型：异议
真假：真实
情绪：不耐烦
方法：认短补长
话术：bank/price-fee
原因：听来的消息；our-own-tag
结果：已解决
服务维度：保证
渠道：柜面
产品：稳健理财A款
客群：年长客户
备注：下月到期，"要书面的"
跟进日期：2026-11-27
已跟进日期：2026-11-28
承诺：周五前回电
时限：书面答复，最后一天 2026-12-01，已于 2026-11-30 停止
时限：report，最后一天 2026-12-09

客户：手续费太贵了，
　别家：不收
员工：您说的是哪一项？
`, Text(c, "zh-CN"))
	require.Equal(t, "Id: x\nCreated: 2026-11-22 12:00:00\nChanged: 2026-11-22 12:00:00\nOutcome: Open\nTime limit: y, last day 2026-12-01, stopped on 2026-12-01\n",
		Text(made(t, Draft{ID: "x", Created: noon, Clocks: []Clock{{ID: "y", Due: day(2026, 12, 1), Stopped: day(2026, 12, 1)}}}), "en"))
}

func TestCloudEvents(t *testing.T) {
	c := made(t, full())
	line := events(t, []Case{c, c})
	first, second, _ := strings.Cut(line, "\n")
	require.Equal(t, first+"\n", second, "a line each")
	var e map[string]any
	require.NoError(t, json.Unmarshal([]byte(first), &e))
	data, err := json.Marshal(e["data"])
	require.NoError(t, err)
	var read Case
	require.NoError(t, json.Unmarshal(data, &read))
	require.Equal(t, c, read)
	delete(e, "data")
	require.Equal(t, map[string]any{"specversion": "1.0", "type": "objectioncoach.case.saved", "source": "https://coach.example/branch/12", "id": "c-1@1795320000005",
		"time": "2026-11-22T12:00:00.005+08:00", "subject": "c-1", "datacontenttype": "application/json"}, e)
	for _, source := range []string{"", "a b", "网点", "a\n"} {
		require.ErrorIs(t, CloudEvents(broken{}, slices.Values([]Case{}), source), errSource)
	}
}

func TestICS(t *testing.T) {
	pending := full()
	pending.FollowedUp = 0
	other := made(t, Draft{ID: "c-2", Created: noon, FollowUp: day(2026, 12, 2), Clocks: []Clock{{ID: "a", Title: "答复", Due: day(2026, 12, 3)}}})
	done := made(t, Draft{ID: "c-3", Created: noon, FollowUp: day(2026, 12, 2), FollowedUp: day(2026, 12, 2)})
	file, err := calendarOf("zh-CN", made(t, pending), other, done)
	require.NoError(t, err)
	for _, want := range []string{
		"UID:c-1/@objection-coach\r\nDTSTAMP:20261122T040000Z\r\nDTSTART;VALUE=DATE:20261127\r\nDTEND;VALUE=DATE:20261128\r\nSUMMARY:跟进：嫌贵；已有别家；稳健理财A款\r\nDESCRIPTION:周五前回电\r\n",
		"UID:c-1/report@objection-coach\r\n", "SUMMARY:report：嫌贵", "UID:c-2/@objection-coach\r\n", "SUMMARY:跟进\r\n", "UID:c-2/a@objection-coach\r\n", "SUMMARY:答复\r\n",
	} {
		require.Contains(t, file, want)
	}
	require.NotContains(t, file, "c-3")
	require.NotContains(t, file, "c-1/answer", "a clock that stopped asks for nothing")
	require.Equal(t, 4, strings.Count(file, "BEGIN:VEVENT"))
	english, err := calendarOf("en", other)
	require.NoError(t, err)
	require.Contains(t, english, "SUMMARY:Follow up\r\n")
	_, err = calendarOf("en", done)
	require.Error(t, err)
}

// calendarOf gives what ICS writes of cases.
func calendarOf(locale string, cases ...Case) (string, error) {
	var file strings.Builder
	err := ICS(&file, slices.Values(cases), noon, locale)
	return file.String(), err
}
