package coach_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/packs"
)

// grown gives the bank pack with its scripts again and again, each further one a
// variant for a channel, until there are n.
func grown(t testing.TB, n int) *pack.Pack {
	t.Helper()
	p, err := packs.Open("bank")
	require.NoError(t, err)
	own := p.Scripts
	for i := 0; len(p.Scripts) < n; i++ {
		more := own[i%len(own)]
		more.ID = fmt.Sprintf("%s-%d", more.ID, i)
		more.Variant = true
		p.Scripts = append(p.Scripts, more)
	}
	return p
}

// TestTenThousandScripts holds that a great pack is compiled, opened and answers as
// the small one does, with hostile text in it as mere text.
func TestTenThousandScripts(t *testing.T) {
	p := grown(t, 10_000)
	hostile := "<img src=x onerror=alert(1)>\u202e</script>"
	for i := range p.Scripts {
		p.Scripts[i].Avoid = pack.Text{pack.DefaultLocale: hostile}
	}
	file, err := p.Compile()
	require.NoError(t, err)
	english, err := p.CompileLanguage(pack.English)
	require.NoError(t, err)
	opened, err := pack.Open(file, english)
	require.NoError(t, err)
	require.Len(t, opened.Scripts, 10_000)
	great, err := coach.New(opened)
	require.NoError(t, err)
	for _, req := range requests(t) {
		req.Context.Variant = 0 // further ones are other scripts where there are more of them
		conv := coach.Conversation{Turns: req.Turns, Context: req.Context}
		want, err := bank(t).Analyze(conv)
		require.NoError(t, err)
		got, err := great.Analyze(conv)
		require.NoError(t, err)
		require.Equal(t, want.Technique, got.Technique, req.ID)
		if want.Script != nil {
			require.Equal(t, want.Script.Why, got.Script.Why, req.ID)
			require.Equal(t, hostile, got.Script.Avoid)
		}
	}
}
