package studio_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/studio"
)

func published(t *testing.T) *coach.Coach {
	t.Helper()
	c, err := coach.New(builtIn())
	require.NoError(t, err)
	return c
}

// TestPreview asks what staff would see of a price objection with a script of our own.
func TestPreview(t *testing.T) {
	w := open(t, "ours", ours())
	conv := coach.Say("你们这个手续费也太贵了吧")
	p, err := w.Preview(conv, published(t))
	require.NoError(t, err)
	require.True(t, p.Current)
	require.NotNil(t, p.Now.Analysis.Script)
	require.NotEmpty(t, p.Now.Heard)
	require.Contains(t, conv.Turns[0].Text, p.Now.Heard[0].Words)
	require.NotNil(t, p.Now.Otherwise)
	require.NotEqual(t, p.Now.Analysis.Script.ID, p.Now.Otherwise.ID)
	won := 0
	for _, considered := range p.Now.Analysis.Trace {
		require.NotZero(t, p.Now.Places[considered.Script].Line)
		if considered.Won {
			won++
			require.Equal(t, p.Now.Analysis.Script.ID, considered.Script)
		}
	}
	require.Equal(t, 1, won)

	// With the winner moved to conditions that cannot be met, the other one wins.
	wins := p.Now.Analysis.Script.ID
	bank := open(t, "bank", nil)
	before, err := bank.Preview(conv, published(t))
	require.NoError(t, err)
	require.True(t, before.Same, "nothing was changed yet")
	for _, row := range bank.Scripts(studio.Filter{Own: true}) {
		if row.Script.ID == before.Now.Analysis.Script.ID {
			require.NoError(t, bank.Delete(row.Ref, 0))
		}
	}
	after, err := bank.Preview(conv, published(t))
	require.NoError(t, err)
	if after.Current {
		require.Equal(t, before.Now.Otherwise.ID, after.Now.Analysis.Script.ID)
		require.False(t, after.Same)
	} else {
		require.NotEmpty(t, bank.Check("").Problems, "its translation is left over: "+wins)
		require.True(t, after.Same, "the last good state answers")
	}

	_, err = w.Preview(coach.Conversation{}, nil)
	require.Error(t, err)
	broken := open(t, "ours", map[string]string{"pack.yaml": "pack: ours\n", "a.yaml": "x"})
	_, err = broken.Preview(conv, nil)
	require.EqualError(t, err, "the pack has had problems since it was opened: mend them first")
}
