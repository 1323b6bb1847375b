// Package labelled reads utterances that people have labelled: what a model is
// trained on and measured with.
package labelled

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// Line is one labelled utterance, one JSON object a line in a file.
type Line struct {
	ID       string   `json:"id,omitempty"`
	Text     string   `json:"text"`
	Kind     string   `json:"kind"`
	Topics   []string `json:"topics"`           // for objection and complaint: 1 to 3; else none
	Nature   string   `json:"nature,omitempty"` // objection only
	Emotion  string   `json:"emotion"`
	Escalate bool     `json:"escalate"`
	Domain   string   `json:"domain,omitempty"`
	Channel  string   `json:"channel,omitempty"`
}

// The closed lists of labels, in the order every table shows them.
var (
	Kinds    = []string{"objection", "complaint", "dispute", "buying-signal", "question", "other"}
	Topics   = []string{"need", "price", "yield", "risk", "product", "timing", "staff", "service", "affordability", "trust", "competitor", "authority", "information", "terms", "privacy"}
	Natures  = []string{"genuine", "excuse", "hidden", "unclear"}
	Emotions = []string{"calm", "worried", "annoyed", "angry"}
)

// maxLine bounds one line of a file, in bytes.
const maxLine = 1 << 20

// Read reads a file of lines; name stands in error messages. Empty lines are
// passed over. The error, if any, names every faulty line, and the good lines
// are returned all the same.
func Read(r io.Reader, name string) ([]Line, error) {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 64<<10), maxLine)
	var lines []Line
	var faults Faults
	for n := 1; scanner.Scan(); n++ {
		raw := bytes.TrimSpace(scanner.Bytes())
		if len(raw) == 0 {
			continue
		}
		var line Line
		if err := json.Unmarshal(raw, &line); err != nil {
			faults = append(faults, fmt.Sprintf("%s:%d: not a JSON object of a labelled line: %v", name, n, err))
			continue
		}
		if fault := line.fault(); fault != "" {
			faults = append(faults, fmt.Sprintf("%s:%d: %s", name, n, fault))
			continue
		}
		lines = append(lines, line)
	}
	if err := scanner.Err(); err != nil {
		faults = append(faults, fmt.Sprintf("%s: %v", name, err))
	}
	if len(faults) > 0 {
		return lines, faults
	}
	return lines, nil
}

// Faults is an error that lists every fault of a file, each with its place.
type Faults []string

// Error gives the first fault and how many there are.
func (f Faults) Error() string {
	if len(f) == 1 {
		return f[0]
	}
	return fmt.Sprintf("%s (and %d more)", f[0], len(f)-1)
}

// fault tells what is wrong with the labels of l, or nothing.
func (l Line) fault() string {
	resists := l.Kind == "objection" || l.Kind == "complaint"
	switch {
	case !slices.Contains(Kinds, l.Kind):
		return fmt.Sprintf("kind %q is none of %q", l.Kind, Kinds)
	case !slices.Contains(Emotions, l.Emotion):
		return fmt.Sprintf("emotion %q is none of %q", l.Emotion, Emotions)
	case resists && (len(l.Topics) < 1 || len(l.Topics) > 3):
		return fmt.Sprintf("an objection or complaint has 1 to 3 topics and this has %d", len(l.Topics))
	case !resists && len(l.Topics) > 0:
		return fmt.Sprintf("only an objection or complaint has topics, and this is a %s", l.Kind)
	case l.Kind == "objection" && !slices.Contains(Natures, l.Nature):
		return fmt.Sprintf("nature %q of an objection is none of %q", l.Nature, Natures)
	case l.Kind != "objection" && l.Nature != "":
		return fmt.Sprintf("only an objection has a nature, and this is a %s", l.Kind)
	}
	for _, topic := range l.Topics {
		if !slices.Contains(Topics, topic) {
			return fmt.Sprintf("topic %q is none of %q", topic, Topics)
		}
	}
	return ""
}
