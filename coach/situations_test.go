//go:build !js

package coach_test

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/packs"
)

// situation is what a trainer expects of the coach in one talk. Lists hold every
// answer that would do; an empty one leaves the answer open.
type situation struct {
	Name      string            `yaml:"name"`
	From      string            `yaml:"from"` // what the expectation rests on
	Talk      []string          `yaml:"talk"` // lines that begin with 客： or 我：
	Context   map[string]string `yaml:"context"`
	Pack      string            `yaml:"pack"` // "" for bank
	Kind      []string          `yaml:"kind"`
	Topic     []string          `yaml:"topic"` // all of them
	Timing    []string          `yaml:"timing"`
	Technique []string          `yaml:"technique"`
	Not       []string          `yaml:"not"`  // techniques that would do harm
	Step      []string          `yaml:"step"` // where in the handling loop
	Pattern   []string          `yaml:"pattern"`
	Escalate  bool              `yaml:"escalate"`
	Refusal   bool              `yaml:"refusal"`
	// Open marks what the coach does not yet do as a trainer would. Such a situation
	// must fail: once it holds, the mark has to go.
	Open bool `yaml:"open"`
}

// TestSituations holds the coach against testdata/situations.yaml, which a trainer
// can read and extend.
func TestSituations(t *testing.T) {
	raw, err := os.ReadFile("testdata/situations.yaml")
	require.NoError(t, err)
	var list []situation
	require.NoError(t, yaml.UnmarshalWithOptions(raw, &list, yaml.Strict()))
	require.GreaterOrEqual(t, len(list), 190)
	met := 0
	coaches := map[string]*coach.Coach{}
	for _, s := range list {
		t.Run(s.Name, func(t *testing.T) {
			wrong := s.wrong(s.answer(t, coaches))
			if s.Open {
				t.Logf("still open: %v", wrong)
				require.NotEmpty(t, wrong, "this holds now: take its mark \"open\" away")
				return
			}
			met++
			require.Empty(t, wrong, "%v", s.Talk)
		})
	}
	require.GreaterOrEqual(t, met, 180)
}

// answer is what the coach of the situation's pack makes of the talk; coaches keeps
// those that were made.
func (s situation) answer(t *testing.T, coaches map[string]*coach.Coach) coach.Analysis {
	t.Helper()
	id := cmp.Or(s.Pack, "bank")
	if coaches[id] == nil {
		p, err := packs.Open(id)
		require.NoError(t, err)
		coaches[id], err = coach.New(p)
		require.NoError(t, err)
	}
	a, err := coaches[id].Analyze(s.conversation())
	require.NoError(t, err)
	return a
}

func (s situation) conversation() coach.Conversation {
	conv := talk(s.Talk...)
	conv.Context = coach.Context{
		Channel: s.Context["channel"], Product: s.Context["product"], Segment: s.Context["segment"], Locale: s.Context["locale"],
	}
	return conv
}

// wrong lists how an answer differs from what is expected.
func (s situation) wrong(a coach.Analysis) []string {
	var list []string
	report := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	within := func(what string, good []string, value string) {
		if len(good) > 0 && !slices.Contains(good, value) {
			report("%s is %q, and %v would do", what, value, good)
		}
	}
	within("kind", s.Kind, a.Kind)
	for _, topic := range s.Topic {
		if !slices.Contains(asserted(a), topic) {
			report("topic %s is not among %v", topic, asserted(a))
		}
	}
	timing, technique := "", ""
	if a.Timing != nil {
		timing, technique = a.Timing.Decision, a.Technique.ID
	}
	within("timing", s.Timing, timing)
	within("technique", s.Technique, technique)
	if slices.Contains(s.Not, technique) {
		report("technique %s would do harm", technique)
	}
	within("step", s.Step, a.Talk.Loop.Step)
	var moved []string
	for _, p := range a.Talk.Patterns {
		moved = append(moved, p.ID)
	}
	for _, pattern := range s.Pattern {
		if !slices.Contains(moved, pattern) {
			report("pattern %s is not among %v", pattern, moved)
		}
	}
	if s.Escalate != a.Escalate || s.Refusal != a.Refusal {
		report("escalate is %t and refusal %t", a.Escalate, a.Refusal)
	}
	return list
}
