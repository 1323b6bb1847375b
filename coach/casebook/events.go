package casebook

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strconv"
	"strings"

	"objectioncoach/coach/sheet"
)

// EventType is the type of the event that a case was saved.
const EventType = "objectioncoach.case.saved"

// event is an event of CloudEvents 1.0 in its JSON form; extension attributes of others
// are passed over.
type event struct {
	SpecVersion string          `json:"specversion"`
	Type        string          `json:"type"`
	Source      string          `json:"source"`
	ID          string          `json:"id"`
	Time        string          `json:"time"`
	Subject     string          `json:"subject"`
	ContentType string          `json:"datacontenttype"`
	Data        json.RawMessage `json:"data"`
}

var errSource = errors.New("the source of the events must be given, as a URI without spaces")

// CloudEvents writes cases as JSON Lines, an event of CloudEvents 1.0 on each. Source is
// a URI that names where they come from. The id of an event is that of its case with the
// moment of the last change, so that each state of a case is an event of its own; its
// subject is the case. Import reads it back as it was.
func CloudEvents(w io.Writer, cases iter.Seq[Case], source string) error {
	if source == "" || strings.ContainsFunc(source, func(r rune) bool { return r <= ' ' || r >= 0x7F || strings.ContainsRune("\"<>\\^`{|}", r) }) {
		return errSource
	}
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	for c := range cases {
		data, err := json.Marshal(c)
		if err != nil {
			return err
		}
		err = lines.Encode(event{"1.0", EventType, source, c.d.ID + "@" + strconv.FormatInt(c.d.Changed, 10), eventTime(c.d.Changed), c.d.ID, "application/json", data})
		if err != nil {
			return err
		}
	}
	return out.Flush()
}

// eventTime writes a moment as RFC 3339 does, in the time of Shanghai.
func eventTime(moment int64) string {
	return dayOf(moment).String() + "T" + clockTime(moment) + "+08:00"
}

// events imports JSON Lines.
func (i *importer) events(data []byte) {
	decoder := sheet.NewDecoder(data)
	row := 0
	for part := range bytes.Lines(data) {
		row++
		if len(bytes.TrimSpace(part)) == 0 {
			continue
		}
		if !i.more(row) {
			return
		}
		text, ok := decoder.Text(part)
		if !ok {
			i.problem(row, "", Fault{code: "encoding"})
			continue
		}
		i.event(row, text)
	}
}

func (i *importer) event(row int, text []byte) {
	var e event
	wrong := ""
	switch err := json.Unmarshal(text, &e); {
	case err != nil:
		wrong = err.Error()
	case e.SpecVersion != "1.0":
		wrong = "specversion " + e.SpecVersion
	case e.Type != EventType:
		wrong = "type " + e.Type
	case e.ContentType != "" && !strings.HasPrefix(e.ContentType, "application/json"):
		wrong = "datacontenttype " + e.ContentType
	case len(e.Data) == 0:
		wrong = "data"
	}
	if wrong != "" {
		i.problem(row, "", Fault{code: "event", args: []string{wrong}})
		return
	}
	c, err := Upgrade(e.Data)
	if err != nil {
		i.error(row, err)
		return
	}
	i.take(c, row, "id")
}
