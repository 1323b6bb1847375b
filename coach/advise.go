package coach

import (
	"cmp"
	"slices"
	"strings"

	"objectioncoach/coach/pack"
)

// situation gathers what the rules of the pack look at. Where a rule settles an
// axis, the model's guess at it does not count.
func (c *Coach) situation(t talk, a Analysis, ctx Context) pack.Situation {
	s := pack.Situation{
		Topics:   t.now().topics(),
		Cues:     t.now().cues,
		Patterns: t.patterns(len(t.readings) - 1),
		Kind:     a.Kind,
		Nature:   a.Nature,
		Emotion:  a.Emotion,
		Channel:  ctx.Channel,
		Product:  c.Product(ctx.Product),
		Segment:  ctx.Segment,
		Escalate: a.Escalate,
	}
	if hand := t.atHand(); s.Kind == "other" && (hand == "complaint" || hand == "dispute") {
		s.Kind = hand // a "yes" or a "hm" does not end a complaint
	}
	s.Escalate = s.Escalate || s.Alarms()
	s.Manner = cmp.Or(c.derived("manner", s), a.Manner)
	s.Merit = cmp.Or(c.derived("merit", s), a.Merit)
	return s
}

// Product gives the id of the product a host names: an id itself, or a name in
// which a word of the label occurs. It is "" for a product the pack does not know,
// which matches no rule for products.
func (c *Coach) Product(name string) string {
	for _, label := range c.pack.Labels {
		if label.Axis == "product" && (label.ID == name || containsAny(name, label.Words)) {
			return label.ID
		}
	}
	return ""
}

func containsAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(s, word) })
}

// derived gives the label that the first matching rule of an axis gives, or "".
func (c *Coach) derived(axis string, s pack.Situation) string {
	for _, rule := range c.pack.Derived {
		if rule.Axis == axis && rule.When.Matches(s) {
			return rule.Label
		}
	}
	return ""
}

// advise adds to a what follows from the situation: when to answer, how, and
// what to say; or, if it is unclear what the customer means, what to ask.
func (c *Coach) advise(a *Analysis, s pack.Situation, ctx Context) {
	a.Manner, a.Merit = s.Manner, s.Merit
	a.Severity = cmp.Or(c.derived("severity", s), a.Severity)
	a.Bearing = c.bearing(s, ctx.Locale)
	rule := c.timing(s)
	// Words that a rule knows settle what the model leaves open, and so does the way the
	// talk moved.
	a.Unclear = a.Unclear && !a.Refusal && !a.Escalate && len(rule.When.Cue) == 0 && len(rule.When.Pattern) == 0
	if a.Unclear {
		a.Ask = c.ask(a, ctx.Locale)
		if a.Kind == "other" { // nothing seems to be meant
			return
		}
		// To ask is what fits whatever is said, in that mood.
		s = pack.Situation{Emotion: a.Emotion}
		rule = c.timing(s)
	}
	a.Timing = &Timing{rule.Decision, rule.Reason.In(ctx.Locale)}
	choice := c.choice(s)
	if !a.Unclear {
		c.script(a, s, choice, ctx)
		a.Closing = c.closing(a, s, ctx)
	}
	c.techniques(a, choice, ctx.Locale)
	if a.Script != nil && a.Nature != "" && (a.Nature != "genuine" || a.NatureScore < sureNature) {
		a.Talk.Probe = a.Script.Open
	}
}

// sureNature is the probability from which a reason is taken for the real one
// without a further question.
const sureNature = 0.7

// timing gives the first rule on when to answer that matches. The last rule of a
// pack matches everything.
func (c *Coach) timing(s pack.Situation) pack.Timing {
	for _, rule := range c.pack.Timing {
		if rule.When.Matches(s) {
			return rule
		}
	}
	return pack.Timing{Decision: pack.Now}
}

// choice gives the techniques that suit the situation, best first: of several
// topics, the most probable.
func (c *Coach) choice(s pack.Situation) pack.Choice {
	s.Topics = s.Topics[:min(len(s.Topics), 1)]
	for _, rule := range c.pack.Choices {
		if rule.When.Matches(s) {
			return rule
		}
	}
	return pack.Choice{}
}

// techniques adds to a the technique of its script, or the best of the choice, the
// one that fits next best, and the one to keep away from.
func (c *Coach) techniques(a *Analysis, choice pack.Choice, locale string) {
	used := ""
	if a.Script != nil {
		used = a.Script.Technique
	}
	for _, t := range choice.Techniques {
		switch {
		case used == "" || t.ID == used:
			used = t.ID
			a.Technique = &Technique{t.ID, t.Reason.In(locale)}
		case a.RunnerUp == nil:
			a.RunnerUp = &Technique{t.ID, t.Reason.In(locale)}
		}
	}
	if a.Technique == nil {
		a.Technique = c.inGeneral(used, locale)
	}
	if no := choice.Tempting; no != nil && no.ID != used {
		a.Tempting = &Technique{no.ID, no.Reason.In(locale)}
	}
}

// inGeneral gives a technique with the use it has in general.
func (c *Coach) inGeneral(id, locale string) *Technique {
	for _, t := range c.pack.Techniques {
		if t.ID == id {
			return &Technique{id, t.Use.In(locale)}
		}
	}
	return nil
}

// closing gives the first tactic that an honest seller may use here. It is nil
// where none fits, or the customer wants something else settled first.
func (c *Coach) closing(a *Analysis, s pack.Situation, ctx Context) *Closing {
	if a.Refusal || a.Escalate || s.Emotion == "angry" {
		return nil
	}
	for _, t := range c.pack.Closings {
		if t.Class != pack.Never && t.When.Matches(s) {
			return &Closing{t.ID, t.Class, fill(t.Say, ctx), t.Reason.In(ctx.Locale), fill(t.Condition, ctx)}
		}
	}
	return nil
}

// bearing gives the advice on the customer's mood and on the customer's manner.
func (c *Coach) bearing(s pack.Situation, locale string) []Bearing {
	list := []Bearing{}
	for _, axis := range []struct{ id, label string }{{"emotion", s.Emotion}, {"manner", s.Manner}} {
		for _, rule := range c.pack.Bearing {
			if rule.Axis == axis.id && rule.When.Matches(s) {
				list = append(list, Bearing{axis.id, axis.label, rule.Do.In(locale), rule.Avoid.In(locale)})
				break
			}
		}
	}
	return list
}

// patterns gives what the pack says about the ways in which the talk moved.
func (c *Coach) patterns(ids []string, locale string) []Pattern {
	list := []Pattern{}
	for _, id := range ids {
		for _, p := range c.pack.Patterns {
			if p.ID == id {
				list = append(list, Pattern{id, p.Title.In(locale), p.Advice.In(locale)})
			}
		}
	}
	return list
}

// ask gives the question that would settle an unclear utterance.
func (c *Coach) ask(a *Analysis, locale string) string {
	for _, ask := range c.pack.Asks {
		if len(ask.Kind) == 0 || slices.Contains(ask.Kind, a.Kind) {
			return strings.NewReplacer("{a}", c.plain(a.Topics, 0, "need", locale), "{b}", c.plain(a.Topics, 1, "risk", locale)).Replace(ask.Say.In(locale))
		}
	}
	return ""
}

// plain gives the words by which a customer can be asked about the n-th
// likeliest topic, or about another one where there are not so many.
func (c *Coach) plain(topics []Topic, n int, otherwise, locale string) string {
	id := otherwise
	if n < len(topics) {
		id = topics[n].ID
	}
	for _, label := range c.pack.Labels {
		if label.Axis == "topic" && label.ID == id {
			return label.Plain.In(locale)
		}
	}
	return id
}
