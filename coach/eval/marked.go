package eval

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"

	"objectioncoach/coach"
	"objectioncoach/coach/labelled"
)

// Marked is a line in which a person underlined the words that show its labels.
type Marked struct {
	Text  string
	Spans []coach.Evidence
}

// markLabels are the labels that words can be underlined for.
var markLabels = slices.Concat(labelled.Topics, labelled.Kinds, labelled.Emotions)

// ReadMarked reads marked lines, one a line: "太[price:贵]了". Empty lines and
// those that begin with # are passed over. The error names the line of a file.
func ReadMarked(r io.Reader, name string) ([]Marked, error) {
	var list []Marked
	scanner := bufio.NewScanner(r)
	for n := 1; scanner.Scan(); n++ {
		if raw := scanner.Text(); raw != "" && !strings.HasPrefix(raw, "#") {
			m, err := parseMarked(raw)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, n, err)
			}
			list = append(list, m)
		}
	}
	return list, scanner.Err()
}

func parseMarked(raw string) (Marked, error) {
	var m Marked
	var text strings.Builder
	units := 0
	add := func(s string) {
		text.WriteString(s)
		units += len(utf16.Encode([]rune(s)))
	}
	for raw != "" {
		before, rest, open := strings.Cut(raw, "[")
		add(before)
		if !open {
			break
		}
		marked, after, closed := strings.Cut(rest, "]")
		label, words, named := strings.Cut(marked, ":")
		if !closed || !named || words == "" {
			return m, errors.New("a mark is written [label:words]")
		}
		if !slices.Contains(markLabels, label) {
			return m, fmt.Errorf("there is no label %q: write one of %q", label, markLabels)
		}
		start := units
		add(words)
		m.Spans = append(m.Spans, coach.Evidence{Start: start, End: units, Label: label})
		raw = after
	}
	if len(m.Spans) == 0 {
		return m, errors.New("nothing is marked")
	}
	m.Text = text.String()
	return m, nil
}

// Overlap compares the evidence of a coach with what people marked, character by
// character, in UTF-16 code units.
type Overlap struct {
	Lines int
	Words Count // marked for any label
	Label Count // marked for the same label
	Found Count // spans that meet one of the other side by half of the shorter
}

// MeasureEvidence runs c over marked lines.
func MeasureEvidence(c *coach.Coach, lines []Marked) (Overlap, error) {
	o := Overlap{Lines: len(lines)}
	for _, line := range lines {
		a, err := c.Analyze(coach.Say(line.Text))
		if err != nil {
			return o, fmt.Errorf("%s: %w", line.Text, err)
		}
		o.add(line.Spans, a.Evidence)
	}
	return o, nil
}

func (o *Overlap) add(marked, shown []coach.Evidence) {
	is, said := cells(marked), cells(shown)
	compare(&o.Label, said, is)
	compare(&o.Words, places(said), places(is))
	o.Found.Real += len(marked)
	o.Found.Said += len(shown)
	for _, m := range marked {
		if slices.ContainsFunc(shown, func(s coach.Evidence) bool { return meet(m, s) }) {
			o.Found.Hit++
		}
	}
}

// compare counts what stands in one set or the other.
func compare[K comparable](c *Count, said, is map[K]bool) {
	for k := range is {
		c.add(said[k], true)
	}
	for k := range said {
		if !is[k] {
			c.add(true, false)
		}
	}
}

// cell is one code unit under one label.
type cell struct {
	at    int
	label string
}

func cells(spans []coach.Evidence) map[cell]bool {
	all := map[cell]bool{}
	for _, s := range spans {
		for at := s.Start; at < s.End; at++ {
			all[cell{at, s.Label}] = true
		}
	}
	return all
}

func places(cells map[cell]bool) map[int]bool {
	all := map[int]bool{}
	for c := range cells {
		all[c.at] = true
	}
	return all
}

// meet reports whether two spans share half of the shorter one.
func meet(a, b coach.Evidence) bool {
	shared := min(a.End, b.End) - max(a.Start, b.Start)
	return 2*shared >= min(a.End-a.Start, b.End-b.Start)
}

// Write prints the comparison.
func (o Overlap) Write(w io.Writer) error {
	_, err := fmt.Fprintf(w, "marked lines %d\nwords shown, whatever the label: F1 %.3f (precision %.3f, recall %.3f)\nwords shown for the right label: F1 %.3f\nspans that meet by half: F1 %.3f\n",
		o.Lines, o.Words.F1(), o.Words.Precision(), o.Words.Recall(), o.Label.F1(), o.Found.F1())
	return err
}
