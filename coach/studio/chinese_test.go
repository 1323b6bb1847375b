//go:build !js

package studio_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/studio"
)

// TestErrorsAreToldInChinese holds that what package coach and package pack tell in
// English is known by its words, and that nothing of what is wrong is lost in Chinese.
func TestErrorsAreToldInChinese(t *testing.T) {
	c := published(t)
	analysed := func(conv coach.Conversation) error {
		_, err := c.Analyze(conv)
		return err
	}
	prepared := func(s pack.Statement) error {
		_, err := pack.Prepare(s, map[string][]byte{"ours.pack": nil})
		return err
	}
	read := func(file string) error {
		_, err := pack.ReadSigned([]byte(file))
		return err
	}
	u, err := pack.Prepare(pack.Statement{Pack: "ours", Version: 2, From: "2026-12-01", Until: "2026-12-31"}, map[string][]byte{"ours.pack": []byte("whatever")})
	require.NoError(t, err)
	good := signed(t, u, signer("ours"))
	signed, err := pack.ReadSigned(good)
	require.NoError(t, err)
	right := func(_, _, _ []byte) bool { return true }
	for name, err := range map[string]error{
		"long":      analysed(coach.Say(strings.Repeat("长", coach.MaxText+1))),
		"many":      analysed(coach.Conversation{Turns: make([]coach.Turn, coach.MaxTurns+1)}),
		"silent":    analysed(coach.Conversation{}),
		"who":       analysed(coach.Conversation{Turns: []coach.Turn{{Who: "客户", Text: "嗯"}}}),
		"days":      prepared(pack.Statement{Pack: "ours", Version: 1, From: "2026-12-01", Until: "2026-11-30"}),
		"no day":    prepared(pack.Statement{Pack: "ours", Version: 1, From: "明天"}),
		"unsigned":  read("PK"),
		"cut off":   read(string(good[:len(good)-3])),
		"key":       pack.Trust{Keys: [][]byte{make([]byte, 32)}, Verify: right}.Admit(signed),
		"signature": pack.Trust{}.Admit(signed),
		"early":     pack.Trust{Verify: right, Today: "2026-11-30"}.Admit(signed),
		"over":      pack.Trust{Verify: right, Today: "2027-01-01"}.Admit(signed),
		"older":     pack.Trust{Verify: right, Today: "2026-12-02", Least: 3}.Admit(signed),
	} {
		require.Error(t, err, name)
		chinese := message.Of(err, "zh-CN")
		require.True(t, strings.ContainsFunc(chinese, func(r rune) bool { return unicode.Is(unicode.Han, r) }), "%s: %s", name, chinese)
		require.Equal(t, err.Error(), message.Of(err, "en"), name)
		for _, figure := range strings.FieldsFunc(err.Error(), func(r rune) bool { return !unicode.IsDigit(r) }) {
			require.Contains(t, chinese, figure, name)
		}
	}
	_, err = studio.Open("Our Bank", nil, nil, models())
	require.Equal(t, "编号“Our Bank”不行：用小写字母、数字和短横，以字母开头", message.Of(errors.Join(err), "zh-CN"))
}
