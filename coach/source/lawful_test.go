package source_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/packs"
	"objectioncoach/coach/source"
)

func TestBuiltinScriptsAreLawful(t *testing.T) {
	for _, id := range packs.Names() {
		src, err := source.Read(packs.Sources(), id)
		require.NoError(t, err)
		p, err := packs.Open(id)
		require.NoError(t, err)
		problems, warnings := src.Unlawful(p.Rulebook)
		require.Empty(t, problems)
		require.Empty(t, warnings)
	}
}

func TestUnlawfulScriptIsNamedWithItsPlace(t *testing.T) {
	p, err := packs.Open("bank")
	require.NoError(t, err)
	src, err := source.Read(fstest.MapFS{
		"shop/pack.yaml": {Data: []byte("pack: shop\n")},
		"shop/a.yaml": {Data: []byte("techniques:\n- {id: direct, title: 直说}\nscripts:\n- id: good\n  technique: direct\n  steps: [{step: accept, say: 您慢慢看。}]\n" +
			"- id: bad\n  for: {emotion: [angry]}\n  technique: direct\n  steps: [{step: answer, say: 我给您打包票，亏了我个人补给您。}]\n")},
	}, "shop")
	require.NoError(t, err)
	problems, _ := src.Unlawful(p.Rulebook)
	require.NotEmpty(t, problems)
	require.Equal(t, "shop/a.yaml", problems[0].File)
	require.Equal(t, 7, problems[0].Line, problems[0].String())
	require.Contains(t, problems[0].Message.String(), `the script "bad" says what rule P01 forbids`)
}

func TestOverdueRules(t *testing.T) {
	src, err := source.Read(fstest.MapFS{
		"shop/pack.yaml": {Data: []byte("pack: shop\n")},
		"shop/rules.yaml": {Data: []byte("rules:\n" +
			"- {id: P01, title: 一, severity: revise, why: 因为, rewrite: [{say: 好的。}], sources: [{document: 法, confidence: to-verify}], review: 2027-06-30}\n" +
			"- {id: P02, title: 二, severity: revise, why: 因为, rewrite: [{say: 好的。}], sources: [{document: 法, confidence: to-verify}], review: 2027-01-01}\n" +
			"verdicts: [{id: empty, say: 一}, {id: must-not, say: 二}, {id: revise, say: 三}, {id: habit, say: 四}, {id: missing, say: 五}, {id: clear, say: 六}]\n")},
	}, "shop")
	require.NoError(t, err)
	require.Empty(t, src.Overdue("2027-01-01"), "the day itself is in time")
	late := src.Overdue("2027-02-01")
	require.Len(t, late, 1)
	require.Equal(t, 3, late[0].Line)
	require.Contains(t, late[0].Message.String(), "P02")
}
