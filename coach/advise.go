package coach

import (
	"cmp"
	"slices"
	"strings"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/text"
)

// situation gathers what the rules of the pack look at. Where a rule settles an
// axis, the model's guess at it does not count.
func (c *Coach) situation(t text.Text, a Analysis, ctx Context) pack.Situation {
	s := pack.Situation{
		Kind:     a.Kind,
		Nature:   a.Nature,
		Emotion:  a.Emotion,
		Channel:  ctx.Channel,
		Product:  c.product(ctx.Product),
		Segment:  ctx.Segment,
		Escalate: a.Escalate,
	}
	for _, topic := range a.Topics {
		if topic.Asserted {
			s.Topics = append(s.Topics, topic.ID)
		}
	}
	said := string(t.Runes)
	for _, cue := range c.pack.Cues {
		if containsAny(said, cue.Phrases) {
			s.Cues = append(s.Cues, cue.ID)
		}
	}
	s.Escalate = s.Escalate || s.Alarms()
	s.Manner = cmp.Or(c.derived("manner", s), a.Manner)
	s.Merit = cmp.Or(c.derived("merit", s), a.Merit)
	return s
}

// product gives the id of the product a host names: an id itself, or a name in
// which a word of the label occurs. A product the pack does not know matches no
// rule for products.
func (c *Coach) product(name string) string {
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
	if a.Unclear && !a.Refusal && !a.Escalate {
		a.Ask = c.ask(a, ctx.Locale)
		return
	}
	a.Unclear = false
	a.Timing = c.timing(s, ctx.Locale)
	choice := c.choice(s)
	script, technique := c.script(s, choice, ctx)
	a.Script = script
	a.Technique = c.technique(technique, choice, ctx.Locale)
}

func (c *Coach) timing(s pack.Situation, locale string) *Timing {
	for _, rule := range c.pack.Timing {
		if rule.When.Matches(s) {
			return &Timing{rule.Decision, rule.Reason.In(locale)}
		}
	}
	return nil
}

// choice gives the techniques that suit the situation, best first.
func (c *Coach) choice(s pack.Situation) []pack.ChosenTechnique {
	for _, rule := range c.pack.Choices {
		if rule.When.Matches(s) {
			return rule.Techniques
		}
	}
	return nil
}

// technique gives the reason for a technique in this situation, or, where the
// choice does not name it, the one it has in general.
func (c *Coach) technique(id string, choice []pack.ChosenTechnique, locale string) *Technique {
	if id == "" && len(choice) > 0 {
		id = choice[0].ID
	}
	for _, t := range choice {
		if t.ID == id {
			return &Technique{id, t.Reason.In(locale)}
		}
	}
	for _, t := range c.pack.Techniques {
		if t.ID == id {
			return &Technique{id, t.Use.In(locale)}
		}
	}
	return nil
}

// ask gives the question that would settle an unclear utterance.
func (c *Coach) ask(a *Analysis, locale string) string {
	for _, ask := range c.pack.Asks {
		if (pack.When{Kind: ask.Kind}).Matches(pack.Situation{Kind: a.Kind}) {
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
