package studio_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/studio"
)

func TestCoverage(t *testing.T) {
	w := open(t, "ours", ours())
	cells, err := w.Coverage()
	require.NoError(t, err)
	require.Len(t, cells, 15*(4*4+4)*5*6)
	for _, cell := range cells {
		require.Positive(t, cell.Scripts, "the bank pack has no holes: %+v", cell)
		require.NotEmpty(t, cell.Best)
	}
	bare := open(t, "bare", map[string]string{"pack.yaml": "pack: bare\nextends: base\n", "a.yaml": strings.Replace(ours()["scripts/price.yaml"], "[price]", "[need, price, yield, risk, product, timing, staff, service, affordability, trust, competitor, authority, information, terms, privacy]", 1)})
	require.Empty(t, bare.Check("").Problems)
	cells, err = bare.Coverage()
	require.NoError(t, err)
	holes := 0
	for _, cell := range cells {
		if cell.Scripts == 0 {
			holes++
		} else {
			require.Equal(t, []string{"ours-price"}, cell.Best)
		}
	}
	require.Equal(t, 15*((16-1)+4)*30, holes, "one script for genuine, calm objections")
}

// TestQuality holds that each kind of note is given, where it belongs, and not elsewhere.
func TestQuality(t *testing.T) {
	w := open(t, "ours", map[string]string{"pack.yaml": "pack: ours\nextends: bank\n", "a.yaml": `scripts:
- id: loses # only objections have a nature
  for: {kind: [question], topic: [price], nature: [genuine]}
  technique: evidence
  steps:
  - {step: accept, say: "这话您说得在理。"}
  - {step: answer, say: "今天这张单子上写着的每一笔收费和它对应的服务，我从头到尾给您念一遍听听看。"}
- id: wins
  for: {kind: [objection], topic: [price], nature: [genuine], emotion: [calm], channel: [phone], product: [fund], segment: [senior], manner: [critical]}
  technique: compensate
  steps:
  - {step: accept, say: "这张单子上写着的每一笔收费，我念给您听。", }
  - {step: answer, say: "甭觊觎高息。"}
  open: "这张单子上写着的每一笔收费，我念给您听？"
- id: echoes
  for: {kind: [objection], topic: [price], nature: [excuse], emotion: [calm], channel: [phone], product: [fund], segment: [senior], manner: [critical]}
  technique: inquire
  steps:
  - step: accept
    say:
      zh-CN: 这张单子上写着的每一笔收费，我念给您听吧。
      en: "Notwithstanding institutional considerations, comprehensive documentation necessitates additional verification."
`})
	require.Empty(t, w.Check("").Problems)
	notes, err := w.Quality("2020-01-01")
	require.NoError(t, err)
	var got []string
	for _, n := range notes {
		require.Equal(t, "ours/a.yaml", n.File)
		got = append(got, n.About+" "+n.ID+" "+strings.Join([]string{string(rune('0' + n.Line/10)), string(rune('0' + n.Line%10))}, ""))
	}
	require.Equal(t, []string{"never-wins loses 02", "long loses 07", "hard loses 07", "hard wins 13", "long echoes 19", "hard echoes 19", "duplicate echoes 19"}, got)
	require.Equal(t, 12, notes[6].Other.Line)
	require.Contains(t, notes[3].Message, "觊觎")

	notes, err = w.Quality("2099-01-01")
	require.NoError(t, err)
	overdue := 0
	for _, n := range notes {
		if n.About == studio.Overdue {
			require.Equal(t, "base/rules.yaml", n.File)
			overdue++
		}
	}
	require.GreaterOrEqual(t, overdue, 20)
}

func TestReading(t *testing.T) {
	require.False(t, studio.ReadingOf("您慢慢看。不急。", pack.DefaultLocale).Hard())
	require.Equal(t, 3.0, studio.ReadingOf("您慢慢看。不急。", pack.DefaultLocale).Sentence)
	require.Equal(t, "觊觎", studio.ReadingOf("觊觎，觊觎。", pack.DefaultLocale).Rare)
	require.True(t, studio.ReadingOf(strings.Repeat("长", 29)+"。", pack.DefaultLocale).Hard())
	require.False(t, studio.ReadingOf("Let me lay out every fee: what it's for, how much, and when it's charged.", "en").Hard())
	require.InDelta(t, 206.835-1.015*8-84.6*9/8, studio.ReadingOf("The cat sat on the mat very still.", "en").Ease, 0.001)
	require.False(t, studio.ReadingOf("", "en").Hard())
	require.False(t, studio.ReadingOf("", pack.DefaultLocale).Hard())
}
