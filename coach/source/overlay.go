package source

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
)

// A pack has its own word in the rules of the packs below it. It may add rules, which words
// tell; and it may name a rule from below again and give what it has to say otherwise: a
// graver severity, more words, a wider scope, sentences and sources that come before those
// from below, a day of review. It may not take back a must-not, and where it takes back
// anything else, that is told.

// ownRule is the shape of the id of a rule that a pack adds, and taughtRule that of those
// which the model of replies was taught, such as P01.
var (
	ownRule    = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$`)
	taughtRule = regexp.MustCompile(`^[Pp][0-9]`)
)

// maxOwnRules bounds the rules that packs add: each is a label more for the model.
const maxOwnRules = 20

// layRules lays the rules of each pack over those of the packs below it.
func (r *reader) layRules() {
	book := r.source.Pack.Rulebook
	book.Rules = nil
	r.beneath = map[*pack.Rule]ruleBelow{}
	last := map[string]ruleBelow{}
	at := map[string]int{}
	for _, p := range r.places {
		rule, ok := p.item.(*pack.Rule)
		if !ok {
			continue
		}
		below, again := last[rule.ID]
		if !again || topOf(below.file) == topOf(p.file) { // the second of two in one pack is told of by check
			if !again {
				at[rule.ID] = len(book.Rules)
				last[rule.ID] = ruleBelow{*rule, p.file}
			}
			book.Rules = append(book.Rules, told(*rule))
			continue
		}
		r.beneath[rule] = below
		laid := over(below.rule, *rule)
		last[rule.ID] = ruleBelow{laid, p.file}
		book.Rules[at[rule.ID]] = told(laid)
	}
}

// ruleBelow is a rule as the packs below leave it, and where it was written last.
type ruleBelow struct {
	rule pack.Rule
	file string
}

// over lays a rule over the one of the same id below.
func over(below, above pack.Rule) pack.Rule {
	laid := below
	laid.Title, laid.Why = textOver(below.Title, above.Title), textOver(below.Why, above.Why)
	if above.Severity != "" {
		laid.Severity = above.Severity
	}
	if above.Review != "" {
		laid.Review = above.Review
	}
	laid.Find = slices.Concat(below.Find, above.Find)
	laid.Rewrites = slices.Concat(above.Rewrites, below.Rewrites)
	laid.Sources = slices.Concat(above.Sources, below.Sources)
	for _, scope := range []struct {
		of   *[]string
		said []string
	}{{&laid.Products, above.Products}, {&laid.Except, above.Except}, {&laid.Channels, above.Channels}} {
		if scope.said != nil { // an empty list takes the limit away
			*scope.of = scope.said
		}
	}
	return laid
}

func textOver(below, above pack.Text) pack.Text {
	if len(above) == 0 {
		return below
	}
	text := maps.Clone(below)
	if text == nil {
		text = pack.Text{}
	}
	maps.Copy(text, above)
	return text
}

// told gives a rule as a reviewer needs it: one that no model was taught is told by its
// words alone, which are sure then.
func told(rule pack.Rule) pack.Rule {
	if slices.Contains(labelled.Violations, rule.ID) {
		return rule
	}
	rule.Find = slices.Clone(rule.Find)
	for i := range rule.Find {
		rule.Find[i].Sure = true
	}
	return rule
}

// overlaid checks what a rule makes of the one below: that no must-not is taken back, and
// notes what else is.
func (r *reader) overlaid(p place, rule *pack.Rule, below ruleBelow) {
	rank := func(severity string) int { return slices.Index(gravities, severity) }
	strict := below.rule.Severity == pack.MustNot
	note := func(key string, told message.Message) {
		problem := placeOf(p, key)
		problem.Message = told
		if strict {
			r.problems = append(r.problems, problem)
			return
		}
		problem.Message = message.New("rule-eased", told)
		r.source.warnings = append(r.source.warnings, problem)
	}
	if rule.Severity != "" && rank(rule.Severity) > rank(below.rule.Severity) {
		note("severity", message.New("rule-milder", rule.ID, below.rule.Severity, below.file, rule.Severity))
	}
	for _, scope := range []struct {
		key         string
		said, below []string
	}{{"products", rule.Products, below.rule.Products}, {"channels", rule.Channels, below.rule.Channels}} {
		if len(scope.said) == 0 {
			continue // all
		}
		if len(scope.below) == 0 {
			note(scope.key, message.New("rule-limited", rule.ID, below.file, scope.key, scope.said))
		} else if lost := without(scope.below, scope.said); len(lost) > 0 {
			note(scope.key, message.New("rule-narrower", rule.ID, below.file, scope.key, lost))
		}
	}
	if more := without(rule.Except, below.rule.Except); len(more) > 0 {
		note("except", message.New("rule-narrower", rule.ID, below.file, "except", more))
	}
}

// without gives what of a list another lacks.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(v string) bool { return slices.Contains(other, v) })
}

// guarded notes words of a pack above the rules that turn what rules forbid into its
// opposite: they may silence any of them.
func (r *reader) guarded() {
	folder := "" // that of the first rule
	for _, p := range r.places {
		if _, ok := p.item.(*pack.Rule); ok && folder == "" {
			folder = topOf(p.file)
		}
	}
	for _, p := range r.places {
		if guard, ok := p.item.(*pack.Guard); ok && folder != "" && topOf(p.file) != folder {
			r.source.warnings = append(r.source.warnings, problemAt(p.file, tokenOf(p.node, "words"), "guards-added", guard.Words))
		}
	}
}

// ruleID checks the id of a rule that no pack below has.
func (r *reader) ruleID(p place, rule *pack.Rule) {
	switch {
	case rule.ID == "" || slices.Contains(labelled.Violations, rule.ID): // the first is told already
	case taughtRule.MatchString(rule.ID) || !ownRule.MatchString(rule.ID):
		r.at(p.file, tokenOf(p.node, "id"), "rule-id", rule.ID, nearest(rule.ID, labelled.Violations))
	case len(rule.Find) == 0:
		r.at(p.file, tokenOf(p.node, "id"), "rule-untold", rule.ID)
	}
}

// ownRules notes when packs add more rules than a model may have labels for.
func (r *reader) ownRules() {
	n := 0
	for _, p := range r.places {
		if rule, ok := p.item.(*pack.Rule); ok && !slices.Contains(labelled.Violations, rule.ID) {
			if n++; n == maxOwnRules+1 {
				r.at(p.file, tokenOf(p.node, "id"), "rules-many", maxOwnRules)
			}
		}
	}
}

// Warnings lists what the pack takes back of the rules of packs below.
func (s *Source) Warnings() Problems { return slices.Clone(s.warnings).sorted() }

// RulebookWith gives the pack's rulebook with a model that reads replies: one that has a
// label for each rule that packs add, which by itself never finds it.
func (s *Source) RulebookWith(model *classify.Model) (*pack.Rulebook, error) {
	book := *s.Pack.Rulebook
	book.Model = model
	if model == nil {
		return &book, nil
	}
	var more []string
	for _, rule := range book.Rules {
		if !slices.ContainsFunc(model.Heads, func(h classify.Head) bool { return h.Axis == classify.Violation && h.Label == rule.ID }) {
			more = append(more, rule.ID)
		}
	}
	if len(more) == 0 {
		return &book, nil
	}
	var err error
	book.Model, err = s.memory.widened.by(model, more)
	return &book, err
}

// widened keeps a model with labels for rules that it was not taught: making it takes
// longer than a check.
type widened struct {
	of, is *classify.Model
	labels []string
}

// by gives a model with more labels, of none of which it ever finds any.
func (w *widened) by(model *classify.Model, more []string) (*classify.Model, error) {
	if w.of == model && slices.Equal(w.labels, more) {
		return w.is, nil
	}
	heads := slices.Clone(model.Heads)
	for _, label := range more {
		heads = append(heads, classify.Head{Axis: classify.Violation, Label: label, Offset: -never, Threshold: 1})
	}
	lexicon, known, traits := model.Parts()
	traits.Readout = append(slices.Clone(traits.Readout), make([]int8, len(more)*traits.Count)...)
	is, err := classify.New(heads, lexicon, known, traits)
	if err == nil {
		*w = widened{model, is, more}
	}
	return is, err
}

// never is a score so low that its probability is none to speak of.
const never = 30

// isOwn reports whether a file is of the pack itself and not of one below.
func (s *Source) isOwn(file string) bool { return strings.HasPrefix(file, s.folder+"/") }
