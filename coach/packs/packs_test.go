//go:build !js

package packs_test

import (
	"os"
	"path/filepath"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/labelled"
	"objectioncoach/coach/packs"
	"objectioncoach/coach/source"
	"objectioncoach/coach/text"
)

func TestEveryBuiltInPackOpens(t *testing.T) {
	require.NotEmpty(t, packs.Names())
	for _, name := range packs.Names() {
		p, err := packs.Open(name)
		require.NoError(t, err)
		require.Equal(t, name, p.ID)
		require.NotEmpty(t, p.Scripts)
		require.Len(t, p.Hash, 64)
	}
	_, err := packs.Open("bnak")
	require.EqualError(t, err, `there is no built-in pack "bnak"; the built-in packs are bank, insurance, sales, securities, service`)
}

// The files that only measure, where they are at hand, and how alike a line of
// the corpus may be to one of theirs: the shared part of their runs of three
// letters, for lines of some length.
const (
	measures  = "../../../shared/data"
	tooAlike  = 0.75
	longLine  = 6
	runLength = 3
)

// TestCorpusIsNotTheMeasure keeps what is learned from apart from what is
// measured with.
func TestCorpusIsNotTheMeasure(t *testing.T) {
	var measured []map[string]bool
	holders := map[string][]int{}
	for _, name := range []string{"written.jsonl", "real.jsonl"} {
		file, err := os.Open(filepath.Join(measures, name))
		if err != nil {
			t.Skip("the measuring files are not here: ", err)
		}
		defer file.Close()
		lines, err := labelled.Read(file, name)
		require.NoError(t, err)
		for _, line := range lines {
			runs := runsOf(line.Text)
			for run := range runs {
				holders[run] = append(holders[run], len(measured))
			}
			measured = append(measured, runs)
		}
	}
	src, err := source.Read(os.DirFS("."), "bank")
	require.NoError(t, err)
	for _, line := range src.Lines {
		runs := runsOf(line.Text)
		if len(runs) <= longLine-runLength {
			continue // "太贵了" is everybody's
		}
		shared := map[int]int{}
		for run := range runs {
			for _, at := range holders[run] {
				shared[at]++
			}
		}
		for at, n := range shared {
			alike := float64(n) / float64(len(runs)+len(measured[at])-n)
			require.Less(t, alike, tooAlike, "line %s is too close to a measuring line: replace it by another thought", line.ID)
		}
	}
}

// runsOf gives the runs of three letters of a text.
func runsOf(s string) map[string]bool {
	var letters []rune
	for _, r := range text.Prepare(s).Runes {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			letters = append(letters, r)
		}
	}
	runs := map[string]bool{}
	for i := 0; i+runLength <= len(letters); i++ {
		runs[string(letters[i:i+runLength])] = true
	}
	return runs
}
