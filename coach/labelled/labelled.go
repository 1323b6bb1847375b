// Package labelled reads utterances that people have labelled: what a model is
// trained on and measured with.
package labelled

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
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
	// What only some lines tell, else "": how the person behaves; of a complaint
	// or dispute, how much there is to it; and how much is at stake.
	Manner   string `json:"manner,omitempty"`
	Merit    string `json:"merit,omitempty"`
	Severity string `json:"severity,omitempty"`
	// Locale is the language of the text, "" for Chinese and else "en".
	Locale  string `json:"locale,omitempty"`
	Domain  string `json:"domain,omitempty"`
	Channel string `json:"channel,omitempty"`
}

// The closed lists of labels, in the order every table shows them.
var (
	Kinds    = []string{"objection", "complaint", "dispute", "buying-signal", "question", "other"}
	Topics   = []string{"need", "price", "yield", "risk", "product", "timing", "staff", "service", "affordability", "trust", "competitor", "authority", "information", "terms", "privacy"}
	Natures  = []string{"genuine", "excuse", "hidden", "unclear"}
	Emotions = []string{"calm", "worried", "annoyed", "angry"}

	Manners    = []string{"silent", "excuse-making", "critical", "questioning", "showing-off", "angry", "demanding", "rude", "none"}
	Merits     = []string{"reasonable", "venting", "opportunistic", "unclear"}
	Severities = []string{"low", "normal", "high", "escalate"}
)

// maxLine bounds one line of a file, in bytes.
const maxLine = 1 << 20

// byteOrderMark opens the files of some editors and spreadsheets.
const byteOrderMark = "\ufeff"

// Read reads a file of lines; name stands in error messages. Empty lines and a
// byte order mark are passed over. The error, if any, is of type Faults and names
// every faulty line, and the good lines are returned all the same. Nothing is
// read after a line of more than a megabyte.
func Read(r io.Reader, name string) ([]Line, error) { return read(r, name, Line.fault) }

// read reads a file of one JSON object a line, of which fault tells what is wrong,
// or nothing.
func read[T any](r io.Reader, name string, fault func(T) string) ([]T, error) {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 64<<10), maxLine)
	var texts []T
	var faults Faults
	n := 1
	for ; scanner.Scan(); n++ {
		raw := bytes.TrimSpace(scanner.Bytes())
		if n == 1 {
			raw = bytes.TrimPrefix(raw, []byte(byteOrderMark))
		}
		if len(raw) == 0 {
			continue
		}
		var text T
		if err := json.Unmarshal(raw, &text); err != nil {
			faults = append(faults, Fault{name, n, fmt.Sprintf("not a JSON object of a labelled text: %v", err)})
			continue
		}
		if wrong := fault(text); wrong != "" {
			faults = append(faults, Fault{name, n, wrong})
			continue
		}
		texts = append(texts, text)
	}
	switch err := scanner.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		faults = append(faults, Fault{name, n, fmt.Sprintf("longer than %d bytes, and nothing after it was read: write one text a line", maxLine)})
	case err != nil:
		faults = append(faults, Fault{name, n, err.Error()})
	}
	if len(faults) > 0 {
		return texts, faults
	}
	return texts, nil
}

// Fault is one thing wrong with a file of lines.
type Fault struct {
	File    string // as it was named to Read
	Line    int    // 1-based
	Message string
}

// String gives the fault as file:line: message.
func (f Fault) String() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Message) }

// Faults is an error that lists every fault of a file, in the order of lines.
type Faults []Fault

// Error gives the first fault and how many there are.
func (f Faults) Error() string {
	if len(f) == 1 {
		return f[0].String()
	}
	return fmt.Sprintf("%s (and %d more)", f[0], len(f)-1)
}

// fault tells what is wrong with the labels of l, or nothing.
func (l Line) fault() string {
	resists := l.Kind == "objection" || l.Kind == "complaint"
	switch {
	case !slices.Contains(Kinds, l.Kind):
		return fmt.Sprintf("kind %q is none of %q", l.Kind, Kinds)
	case l.Locale != "" && l.Locale != "en":
		return fmt.Sprintf("locale %q is neither \"en\" nor left out, for Chinese", l.Locale)
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
	case l.Manner != "" && !slices.Contains(Manners, l.Manner):
		return fmt.Sprintf("manner %q is none of %q", l.Manner, Manners)
	case l.Merit != "" && !slices.Contains(Merits, l.Merit):
		return fmt.Sprintf("merit %q is none of %q", l.Merit, Merits)
	case l.Merit != "" && l.Kind != "complaint" && l.Kind != "dispute":
		return fmt.Sprintf("only a complaint or dispute has a merit, and this is a %s", l.Kind)
	case l.Severity != "" && !slices.Contains(Severities, l.Severity):
		return fmt.Sprintf("severity %q is none of %q", l.Severity, Severities)
	case l.Severity != "" && l.Escalate != (l.Severity == "escalate"):
		return fmt.Sprintf("escalate is %t and severity %q: one follows from the other", l.Escalate, l.Severity)
	}
	for _, topic := range l.Topics {
		if !slices.Contains(Topics, topic) {
			return fmt.Sprintf("topic %q is none of %q", topic, Topics)
		}
	}
	return ""
}
