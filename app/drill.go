package main

import (
	"encoding/json"

	"objectioncoach/coach"
)

// drill is what the desk asks: a customer's line out of the casebook, and what somebody
// would answer to it.
type drill struct {
	Number  int    `json:"number"` // comes back with the answer
	Said    string `json:"said"`
	Reply   string `json:"reply"`
	Channel string `json:"channel"`
	Product string `json:"product"`
	Segment string `json:"segment"`
}

// drilled is what the coach makes of it: nothing but the number where it cannot read.
type drilled struct {
	Number int           `json:"number"`
	Ask    string        `json:"ask,omitempty"`    // what to ask first, where the line is unclear
	Script *coach.Script `json:"script,omitempty"` // what the pack would say
	Review *coach.Review `json:"review,omitempty"` // nothing without a rulebook
}

// onDrill answers the desk. The talk of this page has no part in it.
func (s *screen) onDrill(raw json.RawMessage) {
	var asked drill
	if json.Unmarshal(raw, &asked) != nil {
		return
	}
	if s.coach == nil {
		s.tellDrilled(drilled{Number: asked.Number})
		return
	}
	s.withRules(func(err error) { s.tellDrilled(s.drilled(asked, err == nil)) })
}

func (s *screen) drilled(asked drill, ruled bool) drilled {
	d := drilled{Number: asked.Number}
	ctx := s.conversation().Context
	ctx.Channel, ctx.Product, ctx.Segment, ctx.Variant = asked.Channel, asked.Product, asked.Segment, 0
	a, err := s.coach.Analyze(coach.Conversation{Turns: []coach.Turn{{Who: coach.Customer, Text: asked.Said}}, Context: ctx})
	if err != nil {
		return d
	}
	d.Ask, d.Script = a.Ask, a.Script
	if ruled {
		if review, err := s.coach.Review(asked.Reply, asked.Said, a, ctx); err == nil {
			d.Review = &review
		}
	}
	return d
}

// tellDrilled sends the answer, unless the desk has gone.
func (s *screen) tellDrilled(d drilled) {
	if s.desk.wanted == nil {
		s.desk.wanted = map[string]any{"desk": deskVersion, "drill": d}
		s.askDesk()
	}
}
