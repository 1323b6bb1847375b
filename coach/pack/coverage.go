package pack

// Cell is one kind of situation and how many scripts are written for it.
type Cell struct {
	Kind, Topic, Nature, Emotion, Channel string // Nature is "" for a complaint, Channel for any
	Scripts                               int    // that name the topic and fit
}

// Coverage counts, for each topic, nature, emotion and channel of an objection, and
// for each topic, emotion and channel of a complaint, the scripts that would fit. The
// lists give the values of each axis; a channel "" stands for one that is not known.
func (p *Pack) Coverage(topics, natures, emotions, channels []string) []Cell {
	var cells []Cell
	count := func(kind, topic, nature, emotion, channel string) {
		cell := Cell{kind, topic, nature, emotion, channel, 0}
		s := Situation{Kind: kind, Topics: []string{topic}, Nature: nature, Emotion: emotion, Channel: channel}
		for _, script := range p.Scripts {
			if len(script.For.Topic) > 0 && script.For.Matches(s) {
				cell.Scripts++
			}
		}
		cells = append(cells, cell)
	}
	for _, topic := range topics {
		for _, nature := range natures {
			for _, emotion := range emotions {
				for _, channel := range channels {
					count("objection", topic, nature, emotion, channel)
				}
			}
		}
		for _, emotion := range emotions {
			for _, channel := range channels {
				count("complaint", topic, "", emotion, channel)
			}
		}
	}
	return cells
}
