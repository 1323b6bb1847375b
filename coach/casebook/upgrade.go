package casebook

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"objectioncoach/coach/calendar"
)

// NewerError says that a case was written in a schema which this program does not know
// yet. It must be left as it is: reading it would lose what it does not know.
type NewerError struct{ Schema int }

func (e *NewerError) Error() string {
	return "the case has schema " + strconv.Itoa(e.Schema) + " and this program knows up to " + strconv.Itoa(Version) + ": update the program"
}

var errSchema = errors.New("the case has no schema number: an object with schema, id and created is needed")

// Upgrade reads a case in JSON as this or any older version wrote it, and checks and
// masks it as New does. A field that its schema does not have is an error, so that
// nothing is lost unseen. A newer schema gives a *NewerError, a case that New would
// refuse its Faults.
func Upgrade(raw []byte) (Case, error) {
	if bytes.HasPrefix(raw, []byte(asWritten)) { // by far the most are, and need not be read twice
		if d, err := readThird(raw); err == nil {
			return New(d)
		}
	}
	var head struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return Case{}, inWords(err)
	}
	switch {
	case head.Schema > Version:
		return Case{}, &NewerError{head.Schema}
	case head.Schema < 1:
		return Case{}, errSchema
	}
	d, err := readers[head.Schema-1](raw)
	if err != nil {
		return Case{}, err
	}
	return New(d)
}

// asWritten is how MarshalJSON begins a case.
const asWritten = `{"schema":3,`

// readers read the draft of a case in each schema, the first at 0.
var readers = [Version]func([]byte) (Draft, error){readFirst, readSecond, readThird}

// first is a case in schema 1: one topic and one cause, no emotion, no side of service,
// and the moment of saving alone.
type first struct {
	Schema    int          `json:"schema"`
	ID        string       `json:"id"`
	At        int64        `json:"at"`
	Turns     []Turn       `json:"turns"`
	Topic     string       `json:"topic"`
	Kind      string       `json:"kind"`
	Nature    string       `json:"nature"`
	Technique string       `json:"technique"`
	Cause     string       `json:"cause"`
	Outcome   string       `json:"outcome"`
	Note      string       `json:"note"`
	FollowUp  calendar.Day `json:"followUp"`
}

func readFirst(raw []byte) (Draft, error) {
	var f first
	if err := strict(raw, &f); err != nil {
		return Draft{}, err
	}
	return second{ID: f.ID, Created: f.At, Changed: f.At, Turns: f.Turns, Topics: single(f.Topic), Kind: f.Kind, Nature: f.Nature,
		Technique: f.Technique, Causes: single(f.Cause), Outcome: f.Outcome, Note: f.Note, FollowUp: f.FollowUp}.draft(), nil
}

// single makes a list of one item, or of none.
func single(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// second is a case in schema 2: what is to be followed up is done or not, without its
// day, and there are neither promise, clocks nor walk.
type second struct {
	Schema    int          `json:"schema"`
	ID        string       `json:"id"`
	Created   int64        `json:"created"`
	Changed   int64        `json:"changed"`
	Turns     []Turn       `json:"turns"`
	Topics    []string     `json:"topics"`
	Kind      string       `json:"kind"`
	Nature    string       `json:"nature"`
	Emotion   string       `json:"emotion"`
	Technique string       `json:"technique"`
	Script    string       `json:"script"`
	Causes    []string     `json:"causes"`
	Outcome   string       `json:"outcome"`
	Servqual  string       `json:"servqual"`
	Channel   string       `json:"channel"`
	Product   string       `json:"product"`
	Segment   string       `json:"segment"`
	Note      string       `json:"note"`
	FollowUp  calendar.Day `json:"followUp"`
	Done      bool         `json:"done"`
}

func readSecond(raw []byte) (Draft, error) {
	var s second
	if err := strict(raw, &s); err != nil {
		return Draft{}, err
	}
	return s.draft(), nil
}

// draft takes the day of the last change for that on which a follow-up was done: it was
// done then at the latest.
func (s second) draft() Draft {
	d := Draft{ID: s.ID, Created: s.Created, Changed: s.Changed, Turns: s.Turns, Topics: s.Topics, Kind: s.Kind, Nature: s.Nature, Emotion: s.Emotion,
		Technique: s.Technique, Script: s.Script, Causes: s.Causes, Outcome: s.Outcome, Servqual: s.Servqual,
		Channel: s.Channel, Product: s.Product, Segment: s.Segment, Note: s.Note, FollowUp: s.FollowUp}
	if s.Done && s.FollowUp.Valid() {
		d.FollowedUp, _ = calendar.InShanghai(max(s.Changed, s.Created)) // a moment out of bounds is told by New
	}
	return d
}

func readThird(raw []byte) (Draft, error) {
	var third struct {
		Schema int `json:"schema"`
		Draft
	}
	err := strict(raw, &third)
	if err == nil && third.Schema != Version { // named twice
		err = errSchema
	}
	return third.Draft, err
}

var errRest = errors.New("something follows the case")

// strict reads one JSON value into v, and takes no field that v does not have.
func strict(raw []byte, v any) error {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		return inWords(err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errRest
	}
	return nil
}

// inWords says without the types of this program what is wrong with JSON.
func inWords(err error) error {
	var wrong *json.UnmarshalTypeError
	switch {
	case !errors.As(err, &wrong):
		return err
	case wrong.Field == "":
		return errors.New("a case cannot be of the JSON type " + wrong.Value)
	}
	return errors.New(strconv.Quote(strings.TrimPrefix(wrong.Field, "Draft.")) + " cannot be of the JSON type " + wrong.Value)
}
