package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"objectioncoach/coach"
	"objectioncoach/coach/pack"
)

// show prints an analysis for people, the sentence to say first.
func show(w io.Writer, p *pack.Pack, conv coach.Conversation, a coach.Analysis) error {
	locale := conv.Context.Locale
	title := func(axis, id string) string { return p.LabelTitle(axis, id, locale) }
	var b strings.Builder
	said := conv.Turns[a.Turn].Text
	fmt.Fprintf(&b, "%s\n", said)
	if a.Unclear {
		fmt.Fprintf(&b, "\n还不确定，先问一句 (not sure yet)\n  %s\n\n", a.Ask)
	}
	if a.Timing != nil {
		fmt.Fprintf(&b, "\n%s · %s\n", title("timing", a.Timing.Decision), a.Timing.Reason)
	}
	for _, pattern := range a.Talk.Patterns {
		fmt.Fprintf(&b, "%s  %s\n", pattern.Title, pattern.Advice)
	}
	if a.Script != nil {
		for i, step := range a.Script.Steps {
			mark := " "
			if i == a.Script.Now {
				mark = "→"
			}
			fmt.Fprintf(&b, "%s %s  %s\n", mark, title("step", step.ID), step.Say)
		}
		b.WriteString("\n")
	}
	for _, t := range []struct {
		mark string
		is   *coach.Technique
	}{{"✓", a.Technique}, {"~", a.RunnerUp}, {"✗", a.Tempting}} {
		if t.is != nil {
			fmt.Fprintf(&b, "%s %s  %s\n", t.mark, p.TechniqueTitle(t.is.ID, locale), t.is.Reason)
		}
	}
	for _, bearing := range a.Bearing {
		fmt.Fprintf(&b, "%s  %s / %s\n", title(bearing.Axis, bearing.Label), bearing.Do, bearing.Avoid)
	}
	if a.Closing != nil {
		fmt.Fprintf(&b, "→ %s  %s\n", a.Closing.Say, a.Closing.Condition)
	}
	fmt.Fprintf(&b, "%s %.0f%%", title("kind", a.Kind), a.KindScore*100)
	for _, topic := range a.Topics {
		if topic.Asserted {
			fmt.Fprintf(&b, " · %s %.0f%%", title("topic", topic.ID), topic.Score*100)
		}
	}
	if a.Nature != "" {
		fmt.Fprintf(&b, " · %s %.0f%%", title("nature", a.Nature), a.NatureScore*100)
	}
	fmt.Fprintf(&b, " · %s\n", title("emotion", a.Emotion))
	for _, e := range a.Evidence {
		units := utf16.Encode([]rune(said))
		fmt.Fprintf(&b, "  “%s” → %s\n", string(utf16.Decode(units[e.Start:e.End])), p.AnyTitle(e.Label, locale))
	}
	for _, script := range a.Trace {
		place := "won"
		if !script.Won {
			place = "lost: " + script.Lost
		}
		fmt.Fprintf(&b, "  %-24s %-18s %6d  %s  %s\n", script.Script, script.Technique, script.Weight, place, strings.Join(script.Why, " "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
