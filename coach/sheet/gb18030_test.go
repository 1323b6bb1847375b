package sheet

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// TestGB18030 holds every code of two and four bytes against the tables of
// golang.org/x/text. Only characters of the private area are not read here.
func TestGB18030(t *testing.T) {
	decoder := simplifiedchinese.GB18030.NewDecoder()
	checked := 0
	check := func(code ...byte) {
		decoded, err := decoder.Bytes(code)
		want, size := utf8.DecodeRune(decoded)
		has := err == nil && size == len(decoded) && want != utf8.RuneError && (want < 0xE000 || want >= privateEnd)
		got, n := chinese().next(code)
		switch {
		case !has:
			require.True(t, n == 0 || got == utf8.RuneError || n < len(code), "% X is no code, and gave %U", code, got)
		default:
			require.Equal(t, len(code), n, "% X", code)
			require.Equal(t, want, got, "% X", code)
			checked++
		}
	}
	for lead := 0x81; lead <= 0xFE; lead++ {
		for trail := 0x40; trail <= 0xFE; trail++ {
			check(byte(lead), byte(trail))
		}
	}
	require.Equal(t, 21873, checked, "of two bytes")
	for lead := 0x81; lead <= 0x84; lead++ {
		for n := range 12600 {
			check(byte(lead), byte('0'+n/1260), byte(0x81+n/10%126), byte('0'+n%10))
		}
	}
	for _, r := range "😀𠮷𪚥" {
		code, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(string(r)))
		require.NoError(t, err)
		check(code...)
	}
	require.Greater(t, checked, 21873+30000)
}

func TestDecode(t *testing.T) {
	for _, want := range []string{"", "abc", "客户嫌收益低，說再考慮", "€ £ é 😀 镕 㐀 ﹏"} {
		code, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(want))
		require.NoError(t, err)
		got, ok := chinese().decode(nil, code)
		require.True(t, ok)
		require.Equal(t, want, string(got))
	}
	for _, broken := range []string{"\xff", "\xb0", "\xb0\x20", "\x81\x30", "\x81\x30\x81", "\x81\x30\x20\x30", "\xd7\xfa", "\x84\x31\xa5\x30", "\xfe\x39\xfe\x39"} {
		_, ok := chinese().decode(nil, []byte(broken))
		require.False(t, ok, "%x", broken)
	}
}
