package studio

import (
	"slices"
	"unicode/utf16"

	"objectioncoach/coach"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
)

// Shown is what staff see of a conversation, and how it came about.
type Shown struct {
	Analysis coach.Analysis `json:"analysis"` // with its trace
	Heard    []Heard        `json:"heard"`    // in the order of the text
	// Places tell where the scripts of the trace are written, by id; only for the pack as
	// it is being written.
	Places map[string]Place `json:"places,omitempty"`
	// Otherwise is the script that would win if the one that did were not there; nil
	// where none would.
	Otherwise *coach.Script `json:"otherwise"`
}

// Heard is a label that was recognised, and the words that carried it.
type Heard struct {
	Label string `json:"label"`
	Title string `json:"title"` // in the locale of the conversation
	Words string `json:"words"`
	Start int    `json:"start"` // half-open, in UTF-16 code units of the turn that was read
	End   int    `json:"end"`
}

// Place is where something is written.
type Place struct {
	File   string `json:"file"` // from the pack's folder on
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// Preview is what staff would see with the pack as it is written, beside what they see
// with the published one.
type Preview struct {
	Now       Shown  `json:"now"`
	Published *Shown `json:"published,omitempty"` // nil where none was given
	// Current is false where the pack has problems and this is how it last was without.
	Current bool `json:"current"`
	// Same is true where nothing that staff see is different.
	Same bool `json:"same"`
}

// Preview shows a conversation with the pack as it is written; published may be nil. It
// fails before the pack was ever without a problem, and for a conversation that cannot
// be analysed.
func (w *Workspace) Preview(conv coach.Conversation, published *coach.Coach) (Preview, error) {
	c, current, err := w.Coach()
	if err != nil {
		return Preview{}, err
	}
	now, err := show(c, conv)
	if err != nil {
		return Preview{}, err
	}
	now.Places = w.placesOf(now.Analysis.Trace)
	p := Preview{Now: now, Current: current}
	if published != nil {
		then, err := show(published, conv)
		if err != nil {
			return Preview{}, err
		}
		p.Published = &then
		p.Same = digestOf(now.Analysis) == digestOf(then.Analysis)
	}
	return p, nil
}

// Coach gives a coach of the pack as it was when it last had no problem, and whether that
// is how it is now. It is the same one until the pack changes.
func (w *Workspace) Coach() (c *coach.Coach, current bool, err error) {
	p, current := w.Good()
	if p == nil {
		return nil, false, message.New("never-good")
	}
	if w.coach == nil || w.coachOf != w.good {
		if w.coach, err = coach.New(p); err != nil {
			return nil, false, err
		}
		w.coachOf = w.good
	}
	return w.coach, current, nil
}

func show(c *coach.Coach, conv coach.Conversation) (Shown, error) {
	conv.Context.Trace = true
	a, err := c.Analyze(conv)
	if err != nil {
		return Shown{}, err
	}
	s := Shown{Analysis: a, Heard: []Heard{}}
	for _, e := range a.Evidence {
		s.Heard = append(s.Heard, Heard{e.Label, c.Pack().AnyTitle(e.Label, conv.Context.Locale), slice(conv.Turns[a.Turn].Text, e.Start, e.End), e.Start, e.End})
	}
	if a.Script == nil {
		return s, nil
	}
	rest := *c.Pack()
	rest.Rulebook = nil
	rest.Scripts = slices.DeleteFunc(slices.Clone(rest.Scripts), func(script pack.Script) bool { return script.ID == a.Script.ID })
	other, err := coach.New(&rest)
	if err != nil {
		return Shown{}, err
	}
	conv.Context.Variant = 0
	without, err := other.Analyze(conv)
	s.Otherwise = without.Script
	return s, err
}

func (w *Workspace) placesOf(trace []coach.Considered) map[string]Place {
	places := map[string]Place{}
	for _, considered := range trace {
		places[considered.Script] = Place{}
	}
	for _, e := range w.good.Entries() {
		if _, ok := places[e.ID]; ok && e.Section == "scripts" {
			places[e.ID] = Place{e.File, e.Line, e.Column}
		}
	}
	return places
}

// slice gives a part of a text, half-open in UTF-16 code units.
func slice(text string, start, end int) string {
	all := utf16.Encode([]rune(text))
	return string(utf16.Decode(all[min(start, len(all)):min(end, len(all))]))
}
