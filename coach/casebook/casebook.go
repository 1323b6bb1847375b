// Package casebook keeps what was learned of each talk: masked before it is kept,
// found again, exported, taken in from elsewhere, and counted. It knows no clock and
// no storage: moments and identities come in as values, and where the cases are
// written is the caller's affair.
package casebook

import (
	"encoding/json"
	"hash/fnv"
	"slices"

	"objectioncoach/coach/calendar"
)

// Version is the schema of a case as it is written now. Upgrade reads every older one.
const Version = 3

// Bounds of a case, texts in characters. A talk as long as MaxTalk still fits one cell
// of a spreadsheet, which holds 32,767.
const (
	MaxID     = 64    // of an identity
	MaxTurns  = 200   // turns of a talk
	MaxText   = 4000  // of one turn, and of the note
	MaxTalk   = 20000 // all turns together
	MaxWord   = 100   // of a product, a segment, the title of a clock, and each tag
	MaxTags   = 15    // topics, and causes
	MaxClocks = 20
	MaxWalk   = 64 << 10 // bytes of the walk as JSON
)

// Draft is the content of a case: what a caller fills in for New, and what Case.Draft
// gives back. Tags are ids of the knowledge pack; those of a closed list, and those
// whose title is known, may also be given by their Chinese or English title.
type Draft struct {
	// ID tells the case from all others. It begins with a letter or a figure and goes
	// on with those and . _ : -
	ID string `json:"id"`
	// Created and Changed are moments in milliseconds since 1970 in UTC, from 1992 to
	// 2199. Changed is the same as Created where it is not given.
	Created int64 `json:"created"`
	Changed int64 `json:"changed"`

	Turns     []Turn   `json:"turns,omitempty"`
	Topics    []string `json:"topics,omitempty"`
	Kind      string   `json:"kind,omitempty"`      // objection, complaint, dispute, buying-signal, question or other
	Nature    string   `json:"nature,omitempty"`    // genuine, excuse, hidden or unclear
	Emotion   string   `json:"emotion,omitempty"`   // calm, worried, annoyed or angry
	Technique string   `json:"technique,omitempty"` // the one that was used
	Script    string   `json:"script,omitempty"`    // id of the script that was used; "" for none
	Causes    []string `json:"causes,omitempty"`    // what lay at the root
	Outcome   string   `json:"outcome"`             // one of Outcomes; open where it is not given
	Servqual  string   `json:"servqual,omitempty"`  // the side of service it was about, one of Dimensions

	Channel string `json:"channel,omitempty"` // branch, phone, chat or visit
	Product string `json:"product,omitempty"` // an id such as wealth, or a product's name
	Segment string `json:"segment,omitempty"` // an id such as senior, or a group's name
	Note    string `json:"note,omitempty"`

	FollowUp   calendar.Day `json:"followUp,omitzero"`   // on which to come back to the customer, from 1992 to 2199
	FollowedUp calendar.Day `json:"followedUp,omitzero"` // on which that was done
	Promise    string       `json:"promise,omitempty"`   // what the customer was promised

	Clocks []Clock         `json:"clocks,omitempty"` // time limits that run or ran
	Walk   json.RawMessage `json:"walk,omitempty"`   // how far a procedure has come: any JSON, its strings masked
}

// Turn is one thing said.
type Turn struct {
	Who  string `json:"who"` // Customer or Staff
	Text string `json:"text"`
}

// Who speaks in a turn.
const (
	Customer = "customer"
	Staff    = "staff"
)

// Clock is a time limit of a case.
type Clock struct {
	ID      string       `json:"id"`
	Title   string       `json:"title,omitempty"`
	Due     calendar.Day `json:"due"`              // the last day, from 1992 to 2199
	Stopped calendar.Day `json:"stopped,omitzero"` // on which it was met; no day while it runs
}

// Case is a talk on record. Whatever case there is has been checked and masked: New,
// Upgrade and reading JSON are the only ways to one. The zero Case is none, and no
// Book takes it.
type Case struct{ d Draft }

// New checks a draft and makes a case of it, with personal data masked in every text
// of it. Texts are cleaned first: spaces around them, control and invisible characters
// and broken UTF-8 do not stay. The error is a Faults. The draft is not changed, and
// the case shares nothing with it.
func New(d Draft) (Case, error) {
	c, faults := build(d)
	if len(faults) > 0 {
		return Case{}, faults
	}
	return c, nil
}

// ID is the identity of the case.
func (c Case) ID() string { return c.d.ID }

// Changed is when the case was last changed, in milliseconds since 1970 in UTC.
func (c Case) Changed() int64 { return c.d.Changed }

// Draft gives the content of the case, to show it or to make a changed case of it. It
// shares nothing with the case.
func (c Case) Draft() Draft { return c.d.clone() }

func (d Draft) clone() Draft {
	d.Turns = slices.Clone(d.Turns)
	d.Topics = slices.Clone(d.Topics)
	d.Causes = slices.Clone(d.Causes)
	d.Clocks = slices.Clone(d.Clocks)
	d.Walk = slices.Clone(d.Walk)
	return d
}

// MarshalJSON writes the case in the schema of Version.
func (c Case) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Schema int `json:"schema"`
		*Draft
	}{Version, &c.d})
}

// UnmarshalJSON reads a case as Upgrade does.
func (c *Case) UnmarshalJSON(raw []byte) error {
	read, err := Upgrade(raw)
	if err == nil {
		*c = read
	}
	return err
}

// content tells all a case says, but its identity and last change, from what others say.
func (c *Case) content() (told [16]byte) {
	d := c.d
	d.ID, d.Changed = "", 0
	sum := fnv.New128a()
	sum.Write(Case{d}.Stored())
	sum.Sum(told[:0])
	return told
}
