package playbook

import "objectioncoach/coach/pack"

// View is what to show of a walk.
type View struct {
	Procedure string    `json:"procedure"`
	Title     pack.Text `json:"title"`
	// State is where the matter stands: what to do, say and record there, what is
	// asked and which answers there are.
	State   State    `json:"state"`
	Role    Role     `json:"role,omitzero"` // who acts in State
	Since   string   `json:"since"`         // the day on which State was entered
	Missing []string `json:"missing"`       // ids of the records that State cannot be left without
	Path    []Passed `json:"path"`          // the states behind, oldest first
	Timers  []Timer  `json:"timers"`        // every clock that was started, in that order
	Ended   bool     `json:"ended"`
}

// Passed is a state that the walk has left.
type Passed struct {
	State   string            `json:"state"`
	Title   pack.Text         `json:"title"`
	Answer  string            `json:"answer,omitempty"`
	Reply   pack.Text         `json:"reply,omitempty"` // the title of Answer
	Records map[string]string `json:"records,omitempty"`
	Entered string            `json:"entered"`
	Left    string            `json:"left"`
}

// What has become of a clock.
const (
	Running  = "running"
	Paused   = "paused"
	Stopped  = "stopped"
	Replaced = "replaced" // begun anew by a later timer of the same clock
)

// Timer is one run of a clock: what is needed to count its days.
type Timer struct {
	Clock    string    `json:"clock"`
	Title    pack.Text `json:"title"`
	Deadline string    `json:"deadline,omitempty"` // id of the time limit in force; "" for a promise
	InHouse  bool      `json:"in-house,omitempty"` // the limit of the house, not the law's
	State    string    `json:"state"`              // Running, Paused, Stopped or Replaced
	From     string    `json:"from"`               // the day from which, or back from which, days are counted
	Due      string    `json:"due,omitempty"`      // the day promised
	Pauses   []Pause   `json:"pauses,omitempty"`
	Stopped  string    `json:"stopped,omitempty"` // the day on which it was stopped or replaced
}

// Pause is a time in which a clock stood still: from the day a state was entered to
// the day it was left.
type Pause struct {
	From string `json:"from"`
	To   string `json:"to,omitempty"` // "" while it lasts
}

// View gives what to show of a walk. It fails for a walk that its procedure does
// not allow.
func (b *Book) View(w Walk) (View, error) {
	p, states, err := b.follow(w)
	if err != nil {
		return View{}, err
	}
	last := len(states) - 1
	v := View{
		Procedure: p.ID,
		Title:     p.Title,
		State:     *states[last],
		Role:      p.role(states[last].Role),
		Since:     w.Steps[last].Day,
		Missing:   []string{},
		Path:      make([]Passed, last),
		Timers:    p.timers(w, states),
		Ended:     states[last].End,
	}
	for _, r := range v.State.Record {
		if r.Required {
			v.Missing = append(v.Missing, r.ID)
		}
	}
	for i := range v.Path {
		step := w.Steps[i]
		v.Path[i] = Passed{
			State: step.State, Title: states[i].Title, Answer: step.Answer, Reply: states[i].reply(step.Answer),
			Records: step.Records, Entered: step.Day, Left: w.Steps[i+1].Day,
		}
	}
	return v, nil
}

// role gives a role by its id, the zero Role if there is none.
func (p *Procedure) role(id string) Role {
	for _, r := range p.Roles {
		if r.ID == id {
			return r
		}
	}
	return Role{}
}

// reply gives the title of an answer.
func (s *State) reply(answer string) pack.Text {
	for _, a := range s.Answers {
		if a.ID == answer {
			return a.Title
		}
	}
	return nil
}

// timers tells what a walk through states made of the clocks.
func (p *Procedure) timers(w Walk, states []*State) []Timer {
	t := timing{p: p, recorded: map[string]string{}, timers: []Timer{}}
	for i, s := range states {
		t.enter(s, w.Steps[i].Day)
		if i+1 < len(states) {
			for id, value := range w.Steps[i].Records {
				t.recorded[id] = value
			}
			t.leave(s, w.Steps[i+1].Day)
		}
	}
	return t.timers
}

// timing follows the clocks along a walk.
type timing struct {
	p        *Procedure
	recorded map[string]string // the latest value of each record
	timers   []Timer
}

func (t *timing) enter(s *State, day string) {
	t.start(s, day, false)
	for _, id := range s.Pauses {
		if timer := t.going(id); timer != nil {
			timer.State = Paused
			timer.Pauses = append(timer.Pauses, Pause{From: day})
		}
	}
}

func (t *timing) leave(s *State, day string) {
	t.start(s, day, true)
	for _, id := range s.Pauses {
		if timer := t.going(id); timer != nil && timer.State == Paused {
			timer.State = Running
			timer.Pauses[len(timer.Pauses)-1].To = day
		}
	}
	for _, e := range s.Extends {
		if timer := t.going(e.Clock); timer != nil {
			timer.Deadline = e.Deadline
		}
	}
	for _, id := range s.Stops {
		if timer := t.going(id); timer != nil {
			timer.State, timer.Stopped = Stopped, day
		}
	}
}

// start begins the clocks that a state starts: on leaving those that wait for a
// record of the state itself, on entering the others.
func (t *timing) start(s *State, day string, leaving bool) {
	for _, id := range s.Starts {
		c, ok := t.p.clock(id)
		if !ok || leaving != (c.record() != "" && s.records(c.record())) {
			continue
		}
		if before := t.going(id); before != nil {
			before.State, before.Stopped = Replaced, day
		}
		timer := Timer{Clock: c.ID, Title: c.Title, Deadline: c.Deadline, InHouse: c.InHouse, State: Running, From: day, Due: t.recorded[c.Due]}
		if from := t.recorded[c.Day]; from != "" {
			timer.From = from
		}
		t.timers = append(t.timers, timer)
	}
}

// going gives the timer of a clock that has not stopped, or nil.
func (t *timing) going(clock string) *Timer {
	for i := len(t.timers) - 1; i >= 0; i-- {
		if timer := &t.timers[i]; timer.Clock == clock && timer.Stopped == "" {
			return timer
		}
	}
	return nil
}
