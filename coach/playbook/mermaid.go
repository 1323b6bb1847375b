package playbook

import (
	"strconv"
	"strings"
)

// Mermaid draws a procedure as a Mermaid flowchart, for documentation: a lozenge
// asks, a rounded box begins or ends.
func Mermaid(p Procedure, locale string) string {
	var out strings.Builder
	out.WriteString("flowchart TD\n")
	for i := range p.States {
		s := &p.States[i]
		text := s.Title.In(locale)
		if len(s.Ask) > 0 {
			text += "\n" + s.Ask.In(locale)
		}
		open, shut := "[", "]"
		switch {
		case s.End || s.ID == p.Start && len(s.Ask) == 0:
			open, shut = "([", "])"
		case len(s.Ask) > 0:
			open, shut = "{", "}"
		}
		out.WriteString("  " + node(i) + open + `"` + mermaidText.Replace(text) + `"` + shut + "\n")
	}
	for i := range p.States {
		for _, way := range p.States[i].ways() {
			arrow := " --> "
			if title := way.title.In(locale); title != "" {
				arrow = ` -->|"` + mermaidText.Replace(title) + `"| `
			}
			if to := p.index(way.to); to >= 0 {
				out.WriteString("  " + node(i) + arrow + node(to) + "\n")
			}
		}
	}
	return out.String()
}

// node names a state in a drawing. Numbers are safe where ids such as "end" are
// not.
func node(i int) string { return "s" + strconv.Itoa(i+1) }

// index gives the place of a state in the procedure, or -1.
func (p *Procedure) index(id string) int {
	for i := range p.States {
		if p.States[i].ID == id {
			return i
		}
	}
	return -1
}

// mermaidText writes what Mermaid would take for its own signs as its entity codes.
var mermaidText = strings.NewReplacer(`"`, "#quot;", "#", "#35;", "&", "#amp;", "<", "#lt;", ">", "#gt;", "\n", "<br/>")
