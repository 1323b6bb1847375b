package coach_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/eval"
	"objectioncoach/coach/pack"
)

// utterances gives lines as customers say them, none twice.
func utterances(b *testing.B) []string {
	b.Helper()
	file, err := os.Open("eval/testdata/marked.txt")
	require.NoError(b, err)
	defer file.Close()
	marked, err := eval.ReadMarked(file, "marked.txt")
	require.NoError(b, err)
	var lines []string
	for _, m := range marked {
		lines = append(lines, m.Text)
	}
	return lines
}

func analyze(b *testing.B, c *coach.Coach, text string) {
	if _, err := c.Analyze(coach.Say(text)); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkLength shows how the cost of an analysis grows with what was said.
func BenchmarkLength(b *testing.B) {
	c := bank(b)
	all := []rune(strings.Join(utterances(b), "，"))
	for _, n := range []int{2, 20, 200, 1000, 4000} {
		b.Run(fmt.Sprintf("%d characters", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				analyze(b, c, string(all[:n]))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/character")
		})
	}
}

// BenchmarkUtterances analyses many lines one after the other and reports the
// time within which 95 of 100 were answered.
func BenchmarkUtterances(b *testing.B) {
	c := bank(b)
	lines := utterances(b)
	for _, n := range []int{1, 100, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var times []time.Duration
			for b.Loop() {
				for i := range n {
					start := time.Now()
					analyze(b, c, lines[i%len(lines)])
					times = append(times, time.Since(start))
				}
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(times[len(times)*95/100].Microseconds()), "p95-µs")
		})
	}
}

// BenchmarkScripts shows that an analysis costs the same in a pack of many
// scripts.
func BenchmarkScripts(b *testing.B) {
	lines := utterances(b)
	for _, times := range []int{1, 10, 30} {
		p := *bank(b).Pack()
		p.Scripts = many(p.Scripts, times)
		c, err := coach.New(&p)
		require.NoError(b, err)
		b.Run(fmt.Sprintf("%d scripts", len(p.Scripts)), func(b *testing.B) {
			i := 0
			for b.Loop() {
				analyze(b, c, lines[i%len(lines)])
				i++
			}
		})
	}
}

// many repeats scripts for other segments, which are not the customer's.
func many(scripts []pack.Script, times int) []pack.Script {
	all := slices.Clone(scripts)
	for i := 1; i < times; i++ {
		for _, s := range scripts {
			s.ID = fmt.Sprintf("%s-%d", s.ID, i)
			s.For.Segment = []string{fmt.Sprintf("segment-%d", i)}
			all = append(all, s)
		}
	}
	return all
}

// BenchmarkReview reviews drafts of 200 characters and reports the time within which 95
// of 100 were read.
func BenchmarkReview(b *testing.B) {
	c := bank(b)
	all := []rune(strings.Join(utterances(b), "。"))
	var took []time.Duration
	for b.Loop() {
		from := len(took) * 37 % (len(all) - 200)
		start := time.Now()
		if _, err := c.Review(string(all[from:from+200]), "能保本吗", coach.Analysis{}, coach.Context{}); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds()), "µs/95%")
}
