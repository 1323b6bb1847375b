package sheet

import (
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestRestored(t *testing.T) {
	for _, c := range []struct {
		cell, before, want string
		ok                 bool
	}{
		{"", "", "", true},
		{"您看？", "您看？", "您看？", true},
		{"您看?好", "您看?坏", "您看?好", true}, // a mark that was there
		{"?您看", "㐀您看", "㐀您看", true},
		{"您看??", "您看😀", "您看😀", true},
		{"??", "㐀㐀", "㐀㐀", true},
		{"您再看??", "您看😀", "您再看??", false},
		{"您看??吗", "您看😀", "您看??吗", false},
		{"您再看", "您看😀", "您再看", true}, // taken out by the writer
		{"真的?", "真", "真的?", true},
		{"别的", "您看", "别的", true},
	} {
		got, ok := Restored(c.cell, c.before)
		require.Equal(t, c.want, got, "%q of %q", c.cell, c.before)
		require.Equal(t, c.ok, ok, "%q of %q", c.cell, c.before)
	}
}

// FuzzUTF16 holds that UTF-16 of either order is read as it was written, and that what is
// none does no harm.
func FuzzUTF16(f *testing.F) {
	f.Add("客户😀,\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		FromUTF16([]byte("\xff\xfe" + text))
		if !utf8.ValidString(text) {
			return
		}
		little, big := []byte("\xff\xfe"), []byte("\xfe\xff")
		for _, unit := range utf16.Encode([]rune(text)) {
			little, big = append(little, byte(unit), byte(unit>>8)), append(big, byte(unit>>8), byte(unit))
		}
		require.Equal(t, text, string(FromUTF16(little)))
		require.Equal(t, text, string(FromUTF16(big)))
	})
}

func TestUTF16WithoutAMark(t *testing.T) {
	for _, file := range []string{"a\x00,\x00b\x00", "\x00a\x00,\x00b"} {
		require.True(t, UTF16([]byte(file)))
		require.Equal(t, "a,b", string(FromUTF16([]byte(file))))
	}
	require.False(t, UTF16([]byte("a,b")))
}
