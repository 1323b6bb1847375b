package pack

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// alphabet gives n different characters, some of four bytes.
func alphabet(n int) string {
	var b strings.Builder
	for r := rune(0x3400); n > 0; r++ {
		if utf8.ValidRune(r) {
			b.WriteRune(r)
			n--
		}
	}
	return b.String()
}

func TestSqueezedTextsComeBack(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":         "",
		"ASCII":           `{"id":"price","n":[1,2]}`,
		"few characters":  "保本保息保本",
		"both lengths":    alphabet(mostSingles+3*seconds) + "的的的",
		"fewer singles":   alphabet(5000),
		"as many as can":  alphabet(leads * seconds),
		"four bytes each": "😀👍😀",
	} {
		short, err := squeeze([]byte(text))
		require.NoError(t, err, name)
		back, err := unsqueeze(short)
		require.NoError(t, err, name)
		require.True(t, text == string(back), name)
	}
	_, err := squeeze([]byte(alphabet(leads*seconds + 1)))
	require.ErrorContains(t, err, "25601 different characters")

	common := strings.Repeat("客户说利率太低", 100)
	short, err := squeeze([]byte(common))
	require.NoError(t, err)
	require.Less(t, len(short), len(common)/2)
}

// FuzzUnsqueeze holds that whatever is read back can be written again to the same text,
// and that nothing panics.
func FuzzUnsqueeze(f *testing.F) {
	for _, text := range []string{"", "abc", "保本保息", alphabet(400)} {
		short, err := squeeze([]byte(text))
		require.NoError(f, err)
		f.Add(short)
	}
	f.Add([]byte{200, 1})
	f.Add([]byte{3, 0xE4, 0xBF, 0x9D, 0xFF})
	f.Fuzz(func(t *testing.T, short []byte) {
		text, err := unsqueeze(short)
		if err != nil || !utf8.Valid(text) {
			return
		}
		again, err := squeeze(text)
		require.NoError(t, err)
		back, err := unsqueeze(again)
		require.NoError(t, err)
		require.Equal(t, text, back)
	})
}
