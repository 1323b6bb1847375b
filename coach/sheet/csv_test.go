package sheet

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFormulas(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "1": "1", "a=1": "a=1", "'a": "'a", "'": "'",
		"=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\tx": "'\tx", "\rx": "'\rx", "\nx": "'\nx", "＝1": "'＝1", "'=1": "''=1", "''＋": "'''＋",
	} {
		require.Equal(t, want, disarmed(text))
		require.Equal(t, text, Armed(want))
	}
}

// FuzzRoundTrip: what is written comes back, and no cell begins as a formula does.
func FuzzRoundTrip(f *testing.F) {
	f.Add("=1", "a,b\r\n\"c\"", "\tx")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		cells := []string{strings.ToValidUTF8(a, ""), strings.ToValidUTF8(b, ""), strings.ToValidUTF8(c, "")}
		if strings.Join(cells, "") == "" {
			return
		}
		var out strings.Builder
		w := NewWriter(&out)
		w.Row([]string{"a", "b", "c"})
		w.Row(cells)
		require.NoError(t, w.Flush())
		rows := NewRows(Unmarked([]byte(out.String())))
		require.True(t, rows.Next())
		require.True(t, rows.Next())
		require.False(t, rows.Broken)
		texts, ok := NewDecoder([]byte(out.String())).Cells(rows.Cells)
		require.True(t, ok)
		for i := range texts {
			require.False(t, !strings.HasPrefix(texts[i], "'") && formula(texts[i]))
			require.Equal(t, cells[i], Armed(texts[i]))
		}
		require.False(t, rows.Next())
	})
}
