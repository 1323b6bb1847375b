package coach

import (
	"slices"
	"strings"

	"objectioncoach/coach/pack"
)

// Unheard lists the scripts of a pack that win in no situation: others are closer, or
// suit better, wherever they fit. It tries every combination of labels that can bring
// a script forward, with at most one topic, one cue and one pattern at a time; a
// variant wins with the script whose words it varies.
func Unheard(p *pack.Pack) []string {
	c := &Coach{pack: p, shelf: shelve(p.Scripts)}
	domain := domainOf(p)
	var ids []string
	for i := range p.Scripts {
		if !c.heardSomewhere(&p.Scripts[i], domain) {
			ids = append(ids, p.Scripts[i].ID)
		}
	}
	return ids
}

// axes are what situations differ in, in the order in which they are tried.
var axes = []string{"kind", "topic", "nature", "emotion", "merit", "manner", "product", "channel", "segment", "pattern", "cue"}

// listed gives the values that a condition names on an axis.
func listed(w pack.When, axis string) []string {
	return map[string][]string{
		"kind": w.Kind, "topic": w.Topic, "nature": w.Nature, "emotion": w.Emotion, "merit": w.Merit, "manner": w.Manner,
		"product": w.Product, "channel": w.Channel, "segment": w.Segment, "pattern": w.Pattern, "cue": w.Cue,
	}[axis]
}

// domainOf gives the values of each axis that a situation can have; "" stands for one
// that is not known, or does not apply.
func domainOf(p *pack.Pack) map[string][]string {
	domain := map[string][]string{
		"topic": {""}, "nature": {""}, "merit": {"", "reasonable", "venting", "opportunistic", "unclear"}, "manner": {"none"},
		"product": {""}, "channel": {""}, "segment": {""}, "pattern": append([]string{""}, pack.Patterns...), "cue": {""},
	}
	for _, label := range p.Labels {
		if slices.Contains(axes, label.Axis) {
			domain[label.Axis] = append(domain[label.Axis], label.ID)
		}
	}
	for _, cue := range p.Cues {
		domain["cue"] = append(domain["cue"], cue.ID)
	}
	return domain
}

// heardSomewhere reports whether a script wins in some situation.
func (c *Coach) heardSomewhere(script *pack.Script, domain map[string][]string) bool {
	var rules []pack.When // whatever may decide beside the script
	for _, other := range c.pack.Scripts {
		if other.For.Escalate == script.For.Escalate && other.For.Refusal == script.For.Refusal && meet(other.For, script.For) {
			rules = append(rules, other.For)
		}
	}
	for _, choice := range c.pack.Choices {
		if (script.For.Escalate || !choice.When.Escalate) && (script.For.Refusal || !choice.When.Refusal) && meet(choice.When, script.For) {
			rules = append(rules, choice.When)
		}
	}
	values := map[string][]string{}
	for _, axis := range axes {
		values[axis] = alike(axis, domain[axis], script.For, rules)
	}
	return c.wins(script, pack.Situation{Escalate: script.For.Escalate}, values, 0)
}

// meet reports whether two conditions can hold together.
func meet(a, b pack.When) bool {
	for _, axis := range axes {
		one, other := listed(a, axis), listed(b, axis)
		if len(one) > 0 && len(other) > 0 && !slices.ContainsFunc(one, func(v string) bool { return slices.Contains(other, v) }) {
			return false
		}
	}
	return true
}

// alike gives of the values on an axis at which a condition holds one of each sort that
// the rules tell apart.
func alike(axis string, domain []string, w pack.When, rules []pack.When) []string {
	var values []string
	seen := map[string]bool{}
	for _, value := range domain {
		if own := listed(w, axis); len(own) > 0 && !slices.Contains(own, value) {
			continue
		}
		if axis == "cue" && !w.Escalate && pack.Escalates(value) || axis == "cue" && !w.Refusal && value == pack.RefusalCue {
			continue
		}
		var sort strings.Builder
		for _, rule := range rules {
			named := listed(rule, axis)
			if len(named) > 0 && slices.Contains(named, value) {
				sort.WriteByte('1')
			} else {
				sort.WriteByte('0')
			}
		}
		switch { // on these depends what else there can be
		case axis == "kind":
			sort.WriteString(value)
		case value == "":
			sort.WriteString("none")
		}
		if !seen[sort.String()] {
			seen[sort.String()] = true
			values = append(values, value)
		}
	}
	return values
}

// wins tries the values of the axes from number n on, and reports whether the script
// wins with some of them.
func (c *Coach) wins(script *pack.Script, s pack.Situation, values map[string][]string, n int) bool {
	if n == len(axes) {
		return possible(s) && c.first(script, s)
	}
	for _, value := range values[axes[n]] {
		next := s
		switch axes[n] {
		case "kind":
			next.Kind = value
		case "topic":
			next.Topics = orNone(value)
		case "nature":
			next.Nature = value
		case "emotion":
			next.Emotion = value
		case "merit":
			next.Merit = value
		case "manner":
			next.Manner = value
		case "product":
			next.Product = value
		case "channel":
			next.Channel = value
		case "segment":
			next.Segment = value
		case "pattern":
			next.Patterns = orNone(value)
		case "cue":
			next.Cues = orNone(value)
			if script.For.Refusal && value != pack.RefusalCue && !slices.Contains(next.Patterns, pack.RefusedAgain) {
				next.Cues = append(next.Cues, pack.RefusalCue)
			}
		}
		if c.wins(script, next, values, n+1) {
			return true
		}
	}
	return false
}

func orNone(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// possible reports whether the engine can come to a situation: only an objection has a
// nature, only a complaint has a merit, only these two have topics; and an objection
// without a topic is asked about, unless words or the talk settle it.
func possible(s pack.Situation) bool {
	objection, complaint := s.Kind == "objection", s.Kind == "complaint"
	settled := len(s.Cues) > 0 || len(s.Patterns) > 0 || s.Escalate
	return (s.Nature != "") == objection && (s.Merit != "") == complaint &&
		(len(s.Topics) == 0 || objection || complaint) && (len(s.Topics) > 0 || !objection || settled)
}

// first reports whether a script is the first that fits, or as good as the first.
func (c *Coach) first(script *pack.Script, s pack.Situation) bool {
	fits := c.candidates(s, c.choice(s), "")
	return slices.ContainsFunc(fits, func(fit candidate) bool {
		return fit.script == script && fit.weight == fits[0].weight && fit.rank == fits[0].rank
	})
}
