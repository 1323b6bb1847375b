package pack

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Change is one difference between two packs, told as staff would notice it.
type Change struct {
	Section string // such as "scripts"
	ID      string // of the item
	What    string // "added", "removed", or what is different
	Before  string // what it was, "" where it was not there
	After   string
}

// Diff tells what is different in b, in the order of sections and ids. Texts are
// compared in a locale.
func Diff(a, b *Pack, locale string) []Change {
	var changes []Change
	for _, section := range []struct {
		name string
		of   func(*Pack) map[string]map[string]string
	}{
		{"scripts", func(p *Pack) map[string]map[string]string { return facetsOf(p.Scripts, scriptID, scriptFacets, locale) }},
		{"timing", func(p *Pack) map[string]map[string]string { return facetsOf(p.Timing, timingID, timingFacets, locale) }},
		{"techniques", func(p *Pack) map[string]map[string]string {
			return facetsOf(p.Techniques, techniqueID, techniqueFacets, locale)
		}},
		{"closings", func(p *Pack) map[string]map[string]string {
			return facetsOf(p.Closings, closingID, closingFacets, locale)
		}},
		{"cues", func(p *Pack) map[string]map[string]string { return facetsOf(p.Cues, cueID, cueFacets, locale) }},
		{"labels", func(p *Pack) map[string]map[string]string { return facetsOf(p.Labels, labelID, labelFacets, locale) }},
	} {
		changes = append(changes, compare(section.name, section.of(a), section.of(b))...)
	}
	if a.Rulebook != nil && b.Rulebook != nil { // it is a file of its own, which need not have been opened
		changes = append(changes, compare("rules", facetsOf(a.Rulebook.Rules, ruleID, ruleFacets, locale), facetsOf(b.Rulebook.Rules, ruleID, ruleFacets, locale))...)
	}
	return changes
}

// facetsOf gives for each item what a reader would see of it, by the name of the
// part.
func facetsOf[T any](items []T, id func(T) string, facets func(T, string) map[string]string, locale string) map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, item := range items {
		all[id(item)] = facets(item, locale)
	}
	return all
}

func compare(section string, a, b map[string]map[string]string) []Change {
	var changes []Change
	ids := slices.Sorted(maps.Keys(a))
	for id := range b {
		if _, ok := a[id]; !ok {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		before, was := a[id]
		after, is := b[id]
		switch {
		case !was:
			changes = append(changes, Change{section, id, "added", "", after["words"]})
		case !is:
			changes = append(changes, Change{section, id, "removed", before["words"], ""})
		default:
			for _, part := range slices.Sorted(maps.Keys(before)) {
				if before[part] != after[part] {
					changes = append(changes, Change{section, id, part, before[part], after[part]})
				}
			}
		}
	}
	return changes
}

func scriptID(s Script) string { return s.ID }

func scriptFacets(s Script, locale string) map[string]string {
	var words []string
	for _, step := range s.Steps {
		words = append(words, step.Say.In(locale))
	}
	notes := []string{s.Open.In(locale), s.Closed.In(locale), s.Show.In(locale), s.Avoid.In(locale), s.After.In(locale)}
	return map[string]string{
		"words":      strings.Join(words, " / "),
		"notes":      strings.Join(notes, " / "),
		"technique":  s.Technique,
		"situations": s.For.String(),
	}
}

func timingID(t Timing) string { return cmp.Or(t.ID, t.When.String()) }

func timingFacets(t Timing, locale string) map[string]string {
	return map[string]string{"words": t.Decision + ": " + t.Reason.In(locale), "situations": t.When.String()}
}

func techniqueID(t Technique) string { return t.ID }

func techniqueFacets(t Technique, locale string) map[string]string {
	return map[string]string{"words": t.Title.In(locale) + ": " + t.Use.In(locale), "not when": t.Not.In(locale)}
}

func closingID(c Closing) string { return c.ID }

func closingFacets(c Closing, locale string) map[string]string {
	return map[string]string{"words": c.Say.In(locale), "class": c.Class, "condition": c.Condition.In(locale), "situations": c.When.String()}
}

func cueID(c Cue) string { return c.ID }

func cueFacets(c Cue, _ string) map[string]string {
	return map[string]string{"words": strings.Join(c.Phrases, ", ")}
}

func labelID(l Label) string { return l.Axis + " " + l.ID }

func labelFacets(l Label, locale string) map[string]string {
	return map[string]string{"words": l.Title.In(locale)}
}

func ruleID(r Rule) string { return r.ID }

func ruleFacets(r Rule, locale string) map[string]string {
	var tells, rewrites []string
	for _, find := range r.Find {
		tells = append(tells, strings.Join(append(slices.Clone(find.Words), find.With...), ", "))
	}
	for _, rewrite := range r.Rewrites {
		rewrites = append(rewrites, rewrite.Say.In(locale))
	}
	scope := []string{strings.Join(r.Products, ", "), strings.Join(r.Channels, ", "), strings.Join(r.Except, ", ")}
	return map[string]string{
		"words":    r.Title.In(locale) + ": " + r.Why.In(locale),
		"severity": r.Severity,
		"scope":    strings.Join(scope, " / "),
		"told by":  strings.Join(tells, " / "),
		"rewrites": strings.Join(rewrites, " / "),
		"review":   r.Review,
	}
}

// String gives the conditions in the order of their keys, "always" where there is
// none.
func (w When) String() string {
	raw, err := json.Marshal(w) // lists of strings can always be written
	if err != nil || string(raw) == "{}" {
		return "always"
	}
	return strings.NewReplacer(`"`, "", "{", "", "}", "", "[", " ", "]", "", ":", "").Replace(string(raw))
}

// String tells the change in one or three lines.
func (c Change) String() string {
	switch c.What {
	case "added":
		return fmt.Sprintf("%s %s: new\n  + %s", c.Section, c.ID, c.After)
	case "removed":
		return fmt.Sprintf("%s %s: gone\n  - %s", c.Section, c.ID, c.Before)
	}
	return fmt.Sprintf("%s %s: other %s\n  - %s\n  + %s", c.Section, c.ID, c.What, c.Before, c.After)
}
