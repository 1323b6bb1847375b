package playbook

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of a walk. Whoever needs more closes the matter and begins a new one.
const (
	MaxSteps  = 500  // states entered
	MaxRecord = 2000 // characters of one thing recorded
)

// Walk is how far a matter has come in a procedure. It is plain data: it can be
// kept as JSON and gone on with later.
type Walk struct {
	Procedure string `json:"procedure"`
	// Steps are the states entered, oldest first; the last one is where the matter
	// stands.
	Steps []Step `json:"steps"`
}

// Step is one state that was entered, and what was answered and recorded in it.
type Step struct {
	State string `json:"state"`
	Day   string `json:"day"` // on which it was entered, such as 2026-11-22
	// Answer is the answer that led on; "" in the last step, and where nothing is
	// asked.
	Answer string `json:"answer,omitempty"`
	// Records are what was written down before leaving; none in the last step.
	Records map[string]string `json:"records,omitempty"`
}

// Start begins a walk on a day. It fails for a procedure that the book does not
// hold or a day that is not in the calendar.
func (b *Book) Start(id, day string) (Walk, error) {
	p, ok := b.Procedure(id)
	if !ok {
		return Walk{}, b.unknown(id)
	}
	w := Walk{Procedure: id, Steps: []Step{{State: p.Start, Day: day}}}
	_, _, err := b.follow(w)
	if err != nil {
		return Walk{}, err
	}
	return w, nil
}

// Next gives the walk that goes on from w with an answer ("" where nothing is
// asked), what was recorded by the ids of the state's records, and the day on
// which the state is left. It never changes w. It fails, saying what to do, where
// the answer leads nowhere, a required record is missing or one is not of its kind,
// the day lies before the last one, or the matter is at its end.
func (b *Book) Next(w Walk, answer string, records map[string]string, day string) (Walk, error) {
	p, states, err := b.follow(w)
	if err != nil {
		return Walk{}, err
	}
	now := states[len(states)-1]
	if now.End {
		return Walk{}, fault(p.ID, now.ID, "the matter is at its end: begin a new walk")
	}
	to, err := p.take(now, answer)
	if err != nil {
		return Walk{}, err
	}
	next := w.copy()
	last := &next.Steps[len(next.Steps)-1]
	last.Answer, last.Records = answer, filled(records)
	next.Steps = append(next.Steps, Step{State: to, Day: day})
	if _, _, err := b.follow(next); err != nil {
		return Walk{}, err
	}
	return next, nil
}

// filled gives the records that say something, without the spaces around it; nil
// if none does.
func filled(records map[string]string) map[string]string {
	var list map[string]string
	for id, value := range records {
		if value = strings.TrimSpace(value); value != "" {
			if list == nil {
				list = map[string]string{}
			}
			list[id] = value
		}
	}
	return list
}

// Back gives the walk as it was before its last step; a walk that has only begun,
// as it is. It never changes w.
func Back(w Walk) Walk {
	w = w.copy()
	if n := len(w.Steps); n > 1 {
		w.Steps = w.Steps[:n-1]
		w.Steps[n-2].Answer, w.Steps[n-2].Records = "", nil
	}
	return w
}

// copy gives a walk that shares nothing with w.
func (w Walk) copy() Walk {
	w.Steps = slices.Clone(w.Steps)
	for i := range w.Steps {
		w.Steps[i].Records = maps.Clone(w.Steps[i].Records)
	}
	return w
}

// follow holds a walk against its procedure and gives the states it went through.
// Walks come from storage: nothing in them is believed.
func (b *Book) follow(w Walk) (Procedure, []*State, error) {
	p, ok := b.Procedure(w.Procedure)
	if !ok {
		return Procedure{}, nil, b.unknown(w.Procedure)
	}
	if len(w.Steps) == 0 {
		return Procedure{}, nil, fault(p.ID, p.Start, "the walk has no steps: begin a new one")
	}
	if len(w.Steps) > MaxSteps {
		return Procedure{}, nil, fault(p.ID, p.Start, "the walk has more than "+strconv.Itoa(MaxSteps)+" steps: close this matter and begin a new walk")
	}
	states := make([]*State, len(w.Steps))
	expected := p.Start
	for i, step := range w.Steps {
		if step.State != expected {
			return Procedure{}, nil, fault(p.ID, expected, "the walk goes on in "+quote(step.State)+", where the procedure does not lead: the procedure was changed, or the walk was; begin a new one")
		}
		s, ok := p.state(step.State)
		if !ok {
			return Procedure{}, nil, fault(p.ID, step.State, "there is no such state")
		}
		states[i] = s
		if !validDay(step.Day) {
			return Procedure{}, nil, fault(p.ID, s.ID, quote(step.Day)+" is no day: write it as 2026-11-22")
		}
		if i > 0 && step.Day < w.Steps[i-1].Day {
			return Procedure{}, nil, fault(p.ID, s.ID, step.Day+" lies before "+w.Steps[i-1].Day+", when the step before it was taken: give that day or a later one")
		}
		if i == len(w.Steps)-1 {
			if step.Answer != "" || len(step.Records) > 0 {
				return Procedure{}, nil, fault(p.ID, s.ID, "the last step of the walk is answered and leads nowhere: begin a new walk")
			}
			break
		}
		if err := p.recorded(s, step.Records); err != nil {
			return Procedure{}, nil, err
		}
		to, err := p.take(s, step.Answer)
		if err != nil {
			return Procedure{}, nil, err
		}
		expected = to
	}
	return p, states, nil
}

// take gives the state that an answer leads to.
func (p *Procedure) take(s *State, answer string) (string, error) {
	var known []string
	for _, way := range s.ways() {
		if way.answer == answer {
			return way.to, nil
		}
		known = append(known, strconv.Quote(way.answer))
	}
	switch {
	case s.To != "":
		return "", fault(p.ID, s.ID, "nothing is asked here: leave out the answer "+quote(answer))
	case len(known) == 0:
		return "", fault(p.ID, s.ID, "no way leads on from here")
	}
	return "", fault(p.ID, s.ID, "the answer "+quote(answer)+" leads nowhere: give one of "+strings.Join(known, ", "))
}

// recorded reports what is wrong with what was written down in a state.
func (p *Procedure) recorded(s *State, records map[string]string) error {
	for _, id := range slices.Sorted(maps.Keys(records)) {
		r, ok := s.recordOf(id)
		if !ok {
			return fault(p.ID, s.ID, "nothing named "+quote(id)+" is recorded here: leave it out")
		}
		if cure := r.wrong(records[id]); cure != "" {
			return fault(p.ID, s.ID, "the record "+strconv.Quote(id)+" "+cure)
		}
	}
	for _, r := range s.Record {
		if r.Required && records[r.ID] == "" {
			return fault(p.ID, s.ID, "the record "+strconv.Quote(r.ID)+" is missing: write it down before going on")
		}
	}
	return nil
}

// wrong says what to do about a value that is not of the record's kind, "" if it
// is.
func (r Record) wrong(value string) string {
	if !utf8.ValidString(value) || utf8.RuneCountInString(value) > MaxRecord {
		return "is longer than " + strconv.Itoa(MaxRecord) + " characters, or no text: shorten it"
	}
	switch r.Kind {
	case Date:
		if !validDay(value) {
			return "is no day: write it as 2026-11-22"
		}
	case YesNo:
		if value != "yes" && value != "no" {
			return `must be "yes" or "no"`
		}
	case Choice:
		if !slices.ContainsFunc(r.Choices, func(o Option) bool { return o.ID == value }) {
			return "is none of its choices: take one of them"
		}
	}
	return ""
}

// fault names the procedure, the state and what to do.
func fault(procedure, state, cure string) error {
	return errors.New(procedure + ", state " + quote(state) + ": " + cure)
}

// unknown says which procedures there are.
func (b *Book) unknown(id string) error {
	ids := make([]string, len(b.Procedures))
	for i, p := range b.Procedures {
		ids[i] = p.ID
	}
	return errors.New("there is no procedure " + quote(id) + "; the procedures are " + strings.Join(ids, ", "))
}

// quote quotes what may have come from anywhere, cut to what fits a message.
func quote(s string) string {
	const most = 60
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return strconv.Quote(s)
}
