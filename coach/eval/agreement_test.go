package eval

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/labelled"
)

func TestAgree(t *testing.T) {
	first := []labelled.Line{
		{ID: "1", Kind: "objection", Topics: []string{"price"}, Nature: "genuine", Emotion: "calm"},
		{ID: "2", Kind: "objection", Topics: []string{"price", "risk"}, Nature: "excuse", Emotion: "calm", Escalate: true},
		{ID: "3", Kind: "complaint", Topics: []string{"service"}, Emotion: "angry", Escalate: true},
		{ID: "4", Kind: "other", Emotion: "calm"},
	}
	second := []labelled.Line{
		{ID: "1", Kind: "objection", Topics: []string{"price"}, Nature: "genuine", Emotion: "calm"},
		{ID: "2", Kind: "objection", Topics: []string{"risk"}, Nature: "genuine", Emotion: "worried", Escalate: true},
		{ID: "3", Kind: "dispute", Emotion: "angry"},
		{ID: "9", Kind: "other", Emotion: "calm"},
	}
	a := Agree(first, second)
	require.Equal(t, 3, a.Lines, "what stands in one pass alone does not count")
	require.Equal(t, Count{Hit: 2, Said: 3, Real: 3}, a.Kind)
	require.Equal(t, Count{Hit: 2, Said: 2, Real: 4}, a.Topic)
	require.Equal(t, Count{Hit: 1, Said: 2, Real: 2}, a.Nature)
	require.Equal(t, Count{Hit: 2, Said: 3, Real: 3}, a.Emotion)
	require.Equal(t, Count{Hit: 1, Said: 1, Real: 2}, a.Escalate)
	require.Equal(t, map[[2]string]int{{"complaint", "dispute"}: 1}, a.Parted)

	var out strings.Builder
	require.NoError(t, a.Write(&out))
	require.Contains(t, out.String(), "lines labelled twice  3\n")
	require.Contains(t, out.String(), "complaint or dispute  1      lines\n")
}
