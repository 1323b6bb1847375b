package playbook

import (
	"slices"
	"strings"
)

// ways checks that every state can be reached and has a way to an end.
func (c *checker) ways() {
	reached := c.reach([]string{c.p.Start}, nil)
	for i := range c.p.States {
		s := &c.p.States[i]
		if !reached[s.ID] {
			c.at(s.ID, "id", "no way leads here from the start: lead one here, or leave the state out")
		}
		if !c.ends(c.reach([]string{s.ID}, nil)) {
			c.at(s.ID, "to", "no way leads from here to an end: lead one on")
		}
	}
}

// reach gives the states that ways from some states lead to, they themselves
// included; no way goes on from a state for which stop is true.
func (c *checker) reach(from []string, stop func(*State) bool) map[string]bool {
	reached := map[string]bool{}
	for len(from) > 0 {
		id := from[0]
		from = from[1:]
		s, _ := c.p.state(id)
		if reached[id] {
			continue
		}
		reached[id] = true
		if stop != nil && stop(s) {
			continue
		}
		for _, way := range s.ways() {
			from = append(from, way.to)
		}
	}
	return reached
}

func (c *checker) ends(reached map[string]bool) bool {
	return slices.ContainsFunc(c.p.States, func(s State) bool { return s.End && reached[s.ID] })
}

// clocks checks that every clock can be counted where it starts, is stopped on
// every way from there, and is stopped, paused and extended only where it can run.
func (c *checker) clocks() {
	for _, clock := range c.p.Clocks {
		running := map[string]bool{}
		for i := range c.p.States {
			if s := &c.p.States[i]; slices.Contains(s.Starts, clock.ID) {
				c.recordedBefore(s, clock)
				for id := range c.reach([]string{s.ID}, nil) {
					running[id] = true
				}
				if route := c.unstopped(s, clock.ID); route != nil {
					c.at(s.ID, "starts", "the clock "+quote(clock.ID)+" is never stopped on the way "+strings.Join(route, " → ")+": name it under stops of a state on it")
				}
			}
		}
		for i := range c.p.States {
			s := &c.p.States[i]
			extended := slices.ContainsFunc(s.Extends, func(e Extension) bool { return e.Clock == clock.ID })
			if !running[s.ID] && (extended || slices.Contains(s.Stops, clock.ID) || slices.Contains(s.Pauses, clock.ID)) {
				c.at(s.ID, "stops", "the clock "+quote(clock.ID)+" cannot be running here: start it before, or leave it out")
			}
		}
	}
}

// recordedBefore checks that the day a clock needs has been recorded on every way to the
// state that starts it.
func (c *checker) recordedBefore(s *State, clock Clock) {
	id := clock.record()
	if id == "" || s.records(id) {
		return
	}
	recorder := func(s *State) bool { return s.records(id) }
	if c.reach([]string{c.p.Start}, recorder)[s.ID] {
		c.at(s.ID, "starts", "the clock "+quote(clock.ID)+" needs the record "+quote(id)+", which is not written down on every way here: record it here or before")
	}
}

// unstopped gives a way from the state that starts a clock to an end on which
// nothing stops it, or nil.
func (c *checker) unstopped(start *State, clock string) []string {
	stops := func(s *State) bool { return slices.Contains(s.Stops, clock) }
	if stops(start) {
		return nil
	}
	routes := [][]string{{start.ID}}
	seen := map[string]bool{start.ID: true}
	for len(routes) > 0 {
		route := routes[0]
		routes = routes[1:]
		s, _ := c.p.state(route[len(route)-1])
		if s.End {
			return route
		}
		for _, way := range s.ways() {
			if to, _ := c.p.state(way.to); !seen[way.to] && !stops(to) {
				seen[way.to] = true
				routes = append(routes, append(slices.Clone(route), way.to))
			}
		}
	}
	return nil
}
