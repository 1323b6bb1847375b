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

	"objectioncoach/coach/message"
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
	// Doubted is a line on whose kind two readers differed before it was settled: it
	// teaches, but is no measure of how sure one may be.
	Doubted bool `json:"doubted,omitempty"`
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
func read[T any](r io.Reader, name string, fault func(T) message.Message) ([]T, error) {
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
			faults = append(faults, Fault{name, n, message.New("no-labelled", err)})
			continue
		}
		if wrong := fault(text); wrong.ID != "" {
			faults = append(faults, Fault{name, n, wrong})
			continue
		}
		texts = append(texts, text)
	}
	switch err := scanner.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		faults = append(faults, Fault{name, n, message.New("line-long", maxLine)})
	case err != nil:
		faults = append(faults, Fault{name, n, message.New("unread-on", err)})
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
	Message message.Message
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
func (l Line) fault() message.Message {
	resists := l.Kind == "objection" || l.Kind == "complaint"
	switch {
	case !slices.Contains(Kinds, l.Kind):
		return message.New("label-none-of", "kind", l.Kind, Kinds)
	case l.Locale != "" && l.Locale != "en":
		return message.New("other-locale", l.Locale)
	case !slices.Contains(Emotions, l.Emotion):
		return message.New("label-none-of", "emotion", l.Emotion, Emotions)
	case resists && (len(l.Topics) < 1 || len(l.Topics) > 3):
		return message.New("topics-count", len(l.Topics))
	case !resists && len(l.Topics) > 0:
		return message.New("topics-none", l.Kind)
	case l.Kind == "objection" && !slices.Contains(Natures, l.Nature):
		return message.New("nature-none-of", l.Nature, Natures)
	case l.Kind != "objection" && l.Nature != "":
		return message.New("nature-none", l.Kind)
	case l.Manner != "" && !slices.Contains(Manners, l.Manner):
		return message.New("label-none-of", "manner", l.Manner, Manners)
	case l.Merit != "" && !slices.Contains(Merits, l.Merit):
		return message.New("label-none-of", "merit", l.Merit, Merits)
	case l.Merit != "" && l.Kind != "complaint" && l.Kind != "dispute":
		return message.New("merit-none", l.Kind)
	case l.Severity != "" && !slices.Contains(Severities, l.Severity):
		return message.New("label-none-of", "severity", l.Severity, Severities)
	case l.Severity != "" && l.Escalate != (l.Severity == "escalate"):
		return message.New("severity-escalate", l.Escalate, l.Severity)
	}
	for _, topic := range l.Topics {
		if !slices.Contains(Topics, topic) {
			return message.New("label-none-of", "topic", topic, Topics)
		}
	}
	return message.Message{}
}
