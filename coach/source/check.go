package source

import (
	"slices"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"objectioncoach/coach/labelled"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
)

// Bounds on texts that must be taken in at one glance or said in one breath, in
// characters.
const (
	maxReason        = 15
	maxSentence      = 45  // Chinese, said aloud
	maxLatinSentence = 110 // any other language
	maxSentences     = 3   // of one step
)

// The closed lists of values for axes that no labelled line has.
var (
	manners  = []string{"none", "silent", "excuse-making", "critical", "questioning", "showing-off", "angry", "demanding", "rude"}
	merits   = []string{"reasonable", "venting", "opportunistic", "unclear"}
	channels = []string{"branch", "phone", "chat", "visit"}
	timings  = []string{pack.Now, pack.Later, pack.Before, pack.Skip}

	derivable = []string{"kind", "nature", "manner", "merit", "severity"} // axes that words can settle
)

// check holds the items of a pack against each other: ids that lead nowhere,
// doubles, values outside their list, gaps.
func (r *reader) check() {
	seen := map[string]string{}
	for _, p := range r.places {
		switch item := p.item.(type) {
		case *pack.Script:
			r.unique(p, seen, message.New("word-script"), item.ID)
			r.when(p, item.For)
			r.technique(p, "technique", item.Technique)
			r.script(p, item)
		case *pack.Translation:
			r.unique(p, seen, message.New("thing-of", message.New("word-translation"), item.Locale), item.ID)
		case *pack.Move:
			r.oneOf(p, "step", item.Step, pack.Steps)
			r.normalised(p, "phrases", item.Phrases)
		case *pack.Loop:
			r.when(p, item.When)
			r.loopSteps(p, item.Steps)
		case *pack.View:
			r.unique(p, seen, message.New("word-view"), item.ID)
			for _, step := range item.Steps {
				for _, covered := range step.Covers {
					r.oneOf(p, "steps", covered, pack.Steps)
				}
			}
		case *pack.Pattern:
			r.unique(p, seen, message.New("word-pattern"), item.ID)
			r.oneOf(p, "id", item.ID, pack.Patterns)
		case *pack.Bearing:
			r.when(p, item.When)
			r.oneOf(p, "axis", item.Axis, []string{"emotion", "manner"})
		case *pack.Closing:
			r.unique(p, seen, message.New("word-closing"), item.ID)
			r.when(p, item.When)
			r.closing(p, item)
		case *pack.Cause:
			r.unique(p, seen, message.New("word-cause"), item.ID)
			r.oneOf(p, "side", item.Side, pack.Sides)
		case *pack.Slot:
			r.unique(p, seen, message.New("word-slot"), item.ID)
		case *pack.Timing:
			r.when(p, item.When)
			r.oneOf(p, "decision", item.Decision, timings)
			r.short(p, "reason", item.Reason)
		case *pack.Choice:
			r.when(p, item.When)
			for _, t := range item.Techniques {
				r.technique(p, "techniques", t.ID)
			}
			if item.Tempting != nil {
				r.technique(p, "tempting", item.Tempting.ID)
			}
			if len(item.Techniques) == 0 {
				r.at(p.file, tokenOf(p.node, "techniques"), "no-technique")
			}
		case *pack.Derived:
			r.when(p, item.When)
			r.oneOf(p, "axis", item.Axis, derivable)
		case *pack.Ask:
			r.when(p, pack.When{Kind: item.Kind})
		case *pack.Technique:
			r.unique(p, seen, message.New("word-technique"), item.ID)
		case *pack.Label:
			r.unique(p, seen, message.New("thing-of", message.New("word-label"), item.Axis), item.ID)
		case *pack.Cue:
			r.unique(p, seen, message.New("word-cue"), item.ID)
			r.normalised(p, "phrases", item.Phrases)
		case *pack.Class:
			r.unique(p, seen, message.New("word-class"), item.ID)
			r.normalised(p, "words", item.Words)
		case *pack.Rule:
			r.unique(p, r.rulesOf(p), message.New("word-rule"), item.ID)
			r.rule(p, item)
		case *pack.Habit:
			r.unique(p, seen, message.New("word-habit"), item.ID)
			r.habit(p, item)
		case *pack.Practice:
			r.unique(p, seen, message.New("word-practice"), item.ID)
			r.practice(p, item)
		case *pack.Verdict:
			r.unique(p, seen, message.New("word-verdict"), item.ID)
			r.verdict(p, item)
		case *pack.Guard:
			r.guard(p, item)
		}
	}
	r.ownRules()
	r.guarded()
	r.doubles()
	r.untranslated()
	r.verdicts()
	r.gaps()
}

// normalised notes phrases that can never be found, because the text they are
// looked for in has been normalised.
func (r *reader) normalised(p place, key string, phrases []string) {
	for _, phrase := range phrases {
		if plain, ok := r.memory.normal(phrase); !ok {
			r.at(p.file, tokenOf(p.node, key), "not-normal", phrase, plain)
		}
	}
}

// unique notes a second item with the same id.
func (r *reader) unique(p place, seen map[string]string, what message.Message, id string) {
	if id == "" {
		r.at(p.file, tokenOf(p.node, "id"), "needs-id", what)
		return
	}
	name := what.String() + " " + id
	if first, ok := seen[name]; ok {
		r.at(p.file, tokenOf(p.node, "id"), "second", what, id, first)
		return
	}
	seen[name] = p.file
}

func (r *reader) oneOf(p place, key, value string, list []string) {
	if !slices.Contains(list, value) {
		r.at(p.file, tokenOf(p.node, key), "none-of", key, value, list, nearest(value, list))
	}
}

func (r *reader) technique(p place, key, id string) {
	var ids []string
	for _, t := range r.source.Pack.Techniques {
		ids = append(ids, t.ID)
	}
	r.oneOf(p, key, id, ids)
}

// when checks the values of a condition.
func (r *reader) when(p place, w pack.When) {
	node := conditionNode(p.node)
	var cues []string
	for _, c := range r.source.Pack.Cues {
		cues = append(cues, c.ID)
	}
	for _, axis := range []struct {
		key    string
		values []string
		legal  []string
	}{
		{"kind", w.Kind, labelled.Kinds},
		{"topic", w.Topic, labelled.Topics},
		{"nature", w.Nature, labelled.Natures},
		{"emotion", w.Emotion, labelled.Emotions},
		{"manner", w.Manner, manners},
		{"merit", w.Merit, merits},
		{"channel", w.Channel, channels},
		{"product", w.Product, r.labels("product")},
		{"segment", w.Segment, r.labels("segment")},
		{"cue", w.Cue, cues},
		{"pattern", w.Pattern, pack.Patterns},
	} {
		for _, value := range axis.values {
			r.oneOf(place{file: p.file, node: node}, axis.key, value, axis.legal)
		}
	}
}

// labels lists the ids of the pack's labels of one axis.
func (r *reader) labels(axis string) []string {
	var ids []string
	for _, label := range r.source.Pack.Labels {
		if label.Axis == axis {
			ids = append(ids, label.ID)
		}
	}
	return ids
}

// conditionNode gives the node of an item's condition, for its position.
func conditionNode(node ast.Node) ast.Node {
	if mapping, ok := node.(*ast.MappingNode); ok {
		for _, value := range mapping.Values {
			if key := value.Key.String(); key == "for" || key == "when" {
				return value.Value
			}
		}
	}
	return node
}

func (r *reader) short(p place, key string, t pack.Text) {
	if n := utf8.RuneCountInString(t[pack.DefaultLocale]); n == 0 || n > maxReason {
		r.at(p.file, tokenOf(p.node, key), "too-long-glance", key, n, maxReason)
	}
}

// gaps notes what every pack needs and this one lacks.
func (r *reader) gaps() {
	p := r.source.Pack
	header := p.ID + "/pack.yaml"
	// What is only for certain words answers no topic.
	if !slices.ContainsFunc(p.Scripts, func(s pack.Script) bool { return len(s.For.Topic) > 0 && len(s.For.Cue) == 0 }) {
		return // a pack to build on, not one to use
	}
	for _, topic := range labelled.Topics {
		has := slices.ContainsFunc(p.Scripts, func(s pack.Script) bool {
			return slices.Contains(s.For.Topic, topic) && len(s.For.Cue) == 0
		})
		if !has {
			r.at(header, nil, "no-script-for", topic)
		}
	}
	if len(p.Timing) == 0 || !p.Timing[len(p.Timing)-1].When.Empty() {
		r.at(header, nil, "last-timing")
	}
	if len(p.Loops) == 0 || !p.Loops[len(p.Loops)-1].When.Empty() {
		r.at(header, nil, "last-loop")
	}
	if len(p.Choices) == 0 || !p.Choices[len(p.Choices)-1].When.Empty() {
		r.at(header, nil, "last-choice")
	}
}
