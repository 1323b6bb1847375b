package studio

import (
	"slices"

	"objectioncoach/coach"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/source"
)

// Cell is one kind of situation, and what the pack has for it.
type Cell struct {
	Kind    string `json:"kind"`
	Topic   string `json:"topic"`
	Nature  string `json:"nature"` // "" for a complaint
	Emotion string `json:"emotion"`
	Channel string `json:"channel"` // "" where it is not known
	Segment string `json:"segment"` // likewise
	// Scripts is how many scripts that name the topic fit; none is a hole.
	Scripts int `json:"scripts"`
	// Best are the ids of the scripts of which staff would see one first.
	Best []string `json:"best"`
}

// talks lists the channels in which a customer speaks: nobody answers a broadcast.
func talks() []string {
	return slices.DeleteFunc(slices.Clone(source.Closed("channel")), func(id string) bool { return id == "broadcast" })
}

// Coverage goes through every objection, by topic, nature, emotion, channel and segment,
// and through every complaint, by all of these but nature. It fails before the pack was
// ever without a problem.
func (w *Workspace) Coverage() ([]Cell, error) {
	c, _, err := w.Coach()
	if err != nil {
		return nil, err
	}
	var cells []Cell
	for _, topic := range labelled.Topics {
		scripts := slices.DeleteFunc(slices.Clone(c.Pack().Scripts), func(s pack.Script) bool { return !slices.Contains(s.For.Topic, topic) })
		for _, kind := range []string{"objection", "complaint"} {
			for _, nature := range naturesOf(kind) {
				for _, emotion := range labelled.Emotions {
					for _, channel := range append([]string{""}, talks()...) {
						for _, segment := range append([]string{""}, labelsOf(c.Pack(), "segment")...) {
							cell := Cell{Kind: kind, Topic: topic, Nature: nature, Emotion: emotion, Channel: channel, Segment: segment}
							cells = append(cells, cell.filled(c, scripts))
						}
					}
				}
			}
		}
	}
	return cells, nil
}

// naturesOf lists the natures that utterances of a kind have.
func naturesOf(kind string) []string {
	if kind == "objection" {
		return labelled.Natures
	}
	return []string{""}
}

func labelsOf(p *pack.Pack, axis string) []string {
	var ids []string
	for _, label := range p.Labels {
		if label.Axis == axis {
			ids = append(ids, label.ID)
		}
	}
	return ids
}

// filled counts the scripts that fit, of those that name the topic.
func (cell Cell) filled(c *coach.Coach, scripts []pack.Script) Cell {
	s := pack.Situation{Kind: cell.Kind, Topics: []string{cell.Topic}, Nature: cell.Nature, Emotion: cell.Emotion, Channel: cell.Channel, Segment: cell.Segment, Manner: "none"}
	for _, script := range scripts {
		if script.For.Matches(s) {
			cell.Scripts++
		}
	}
	cell.Best = c.Best(s)
	return cell
}

// winsSomewhere reports whether there is a situation in which staff see a script first.
// It tries all those that its own conditions name, in every kind, topic, nature and
// emotion that they leave open, and each with every value of one further axis. A script
// that would win only where two more things come together is not found to.
func winsSomewhere(c *coach.Coach, s pack.Script) bool {
	wins := func(situation pack.Situation) bool {
		situation.Escalate = s.For.Escalate || situation.Alarms()
		return s.For.Matches(situation) && slices.Contains(c.Best(situation), s.ID)
	}
	p := c.Pack()
	return combine(pack.Situation{}, axesOf(s.For), func(situation pack.Situation) bool {
		if wins(situation) {
			return true
		}
		for _, open := range openAxes(p, s.For) {
			if combine(situation, []axis{open}, wins) {
				return true
			}
		}
		return false
	})
}

// axis is a side of situations, with values to give it.
type axis struct {
	values []string
	set    func(*pack.Situation, string)
}

// combine calls f with a situation in every combination of the values of axes, until it
// returns true, and reports whether it did.
func combine(s pack.Situation, axes []axis, f func(pack.Situation) bool) bool {
	if len(axes) == 0 {
		return f(s)
	}
	for _, value := range axes[0].values {
		next := s
		axes[0].set(&next, value)
		if combine(next, axes[1:], f) {
			return true
		}
	}
	return false
}

// How each axis is set; a value "" leaves it open.
var (
	setCue = func(s *pack.Situation, v string) {
		s.Cues = slices.Clip(s.Cues)
		if v != "" {
			s.Cues = append(s.Cues, v)
		}
	}
	setPattern = func(s *pack.Situation, v string) {
		if s.Patterns = nil; v != "" {
			s.Patterns = []string{v}
		}
	}
	setTopic = func(s *pack.Situation, v string) {
		if s.Topics = nil; v != "" {
			s.Topics = []string{v}
		}
	}
	setNature = func(s *pack.Situation, v string) {
		if s.Nature = ""; s.Kind == "objection" {
			s.Nature = v
		}
	}
	setKind    = func(s *pack.Situation, v string) { s.Kind = v }
	setEmotion = func(s *pack.Situation, v string) { s.Emotion = v }
	setMerit   = func(s *pack.Situation, v string) { s.Merit = v }
	setManner  = func(s *pack.Situation, v string) { s.Manner = v }
	setChannel = func(s *pack.Situation, v string) { s.Channel = v }
	setProduct = func(s *pack.Situation, v string) { s.Product = v }
	setSegment = func(s *pack.Situation, v string) { s.Segment = v }
)

// axesOf gives the axes of the situations that a condition describes.
func axesOf(w pack.When) []axis {
	refusal := []string{""}
	if w.Refusal {
		refusal = []string{pack.RefusalCue}
	}
	return []axis{
		{orElse(w.Kind, labelled.Kinds...), setKind},
		{orElse(w.Topic, append([]string{""}, labelled.Topics...)...), setTopic},
		{orElse(w.Nature, labelled.Natures...), setNature},
		{orElse(w.Emotion, labelled.Emotions...), setEmotion},
		{refusal, setCue},
		{orElse(w.Cue, ""), setCue},
		{orElse(w.Pattern, ""), setPattern},
		{orElse(w.Merit, "unclear"), setMerit},
		{orElse(w.Manner, "none"), setManner},
		{orElse(w.Channel, ""), setChannel},
		{orElse(w.Product, ""), setProduct},
		{orElse(w.Segment, ""), setSegment},
	}
}

// openAxes gives the axes that a condition leaves open, beside those that axesOf goes
// through anyway.
func openAxes(p *pack.Pack, w pack.When) []axis {
	var cues []string
	for _, cue := range p.Cues {
		cues = append(cues, cue.ID)
	}
	var list []axis
	for _, a := range []struct {
		taken []string
		axis
	}{
		{w.Cue, axis{cues, setCue}},
		{w.Pattern, axis{pack.Patterns, setPattern}},
		{w.Merit, axis{labelled.Merits, setMerit}},
		{w.Manner, axis{labelled.Manners, setManner}},
		{w.Channel, axis{talks(), setChannel}},
		{w.Product, axis{labelsOf(p, "product"), setProduct}},
		{w.Segment, axis{labelsOf(p, "segment"), setSegment}},
	} {
		if len(a.taken) == 0 {
			list = append(list, a.axis)
		}
	}
	return list
}

func orElse(list []string, otherwise ...string) []string {
	if len(list) > 0 {
		return list
	}
	return otherwise
}
