package playbook

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"是我们的责任吗？", []string{"是我们的责任吗？"}},
		{"有人身危险，或者二十人以上一起来到店里？", []string{"有人身危险，或者二十人以上一起来", "到店里？"}},
		{"有人身危险，或者二十人以上一起来了？", []string{"有人身危险，或者二十人以上一起来", "了？"}},
		{"有人身危险，或者二十人以上一起来？", []string{"有人身危险，或者二十人以上一起", "来？"}},
		{"Danger to a person, or twenty or more together?", []string{"Danger to a person, or twenty", "or more together?"}},
		{strings.Repeat("x", 60), []string{strings.Repeat("x", 60)}},
	} {
		lines := wrap(test.text, textSize)
		require.Equal(t, test.want, lines)
		require.Equal(t, strings.ReplaceAll(test.text, " ", ""), strings.ReplaceAll(strings.Join(lines, ""), " ", ""), "nothing is lost")
	}
}

// TestLanes: lines beside the boxes never run over each other, unless they arrive at
// the same place.
func TestLanes(t *testing.T) {
	d := drawing{sides: []side{{from: 0, to: 100}, {from: 50, to: 150}, {from: 160, to: 200}, {from: 10, to: 100}, {from: 300, to: 20}}}
	d.lanes()
	for i, a := range d.sides {
		for _, b := range d.sides[:i] {
			require.False(t, a.lane == b.lane && a.meets(b), "%v %v", a, b)
		}
	}
	require.Equal(t, d.sides[0].lane, d.sides[3].lane, "ways to one place share a lane")
	require.Zero(t, d.sides[2].lane, "what is short and free runs inside")
}
