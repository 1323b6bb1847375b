package casebook

import (
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/packs"
)

// TestTitles holds the titles of the tags against those of the built-in packs.
func TestTitles(t *testing.T) {
	p, err := packs.Open("bank")
	require.NoError(t, err)
	theirs := map[string][]label{}
	add := func(axis, id string, title pack.Text) {
		theirs[axis] = append(theirs[axis], label{id, title.In("zh-CN"), title.In("en")})
	}
	for _, l := range p.Labels {
		add(l.Axis, l.ID, l.Title)
	}
	for _, technique := range p.Techniques {
		add("technique", technique.ID, technique.Title)
	}
	for _, cause := range p.Causes {
		add("cause", cause.ID, cause.Title)
	}
	for axis, ours := range map[string][]label{"kind": kinds, "topic": topics, "nature": natures, "emotion": emotions, "channel": channels,
		"product": products, "segment": segments, "technique": techniques, "cause": causes} {
		require.ElementsMatch(t, theirs[axis], ours, axis)
	}
}

// TestTags: a title leads back to its id in both languages, and every list that is told
// by ids alone has its titles.
func TestTags(t *testing.T) {
	for field, axis := range axisOf {
		for _, l := range axis {
			require.Equal(t, l.id, tag(axis, l.id), field)
			require.Equal(t, l.id, tag(axis, title(axis, l.id, "zh-CN")), field)
			require.Equal(t, l.id, tag(axis, title(axis, l.id, "en")), field)
		}
	}
	require.Equal(t, "else", tag(topics, "else"))
	require.Equal(t, "else", title(topics, "else", "en"))
	for ids, axis := range map[*[]string][]label{&Outcomes: outcomes, &Dimensions: dimensions} {
		for i, l := range axis {
			require.Equal(t, (*ids)[i], l.id)
		}
		require.Len(t, *ids, len(axis))
	}
}
