package eval

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"objectioncoach/coach"
	"objectioncoach/coach/labelled"
)

// Error is a line that was not recognised for what it is.
type Error struct {
	Line labelled.Line
	Said coach.Analysis
	// Badness is how sure the coach was of what is not so, added up over the kind
	// and the topics; above 0.
	Badness float64
}

// shownErrors is how many of the worst errors a report prints.
const shownErrors = 30

// errorOf compares a line with what was said of it. A wrong kind weighs its
// score, a wrong topic its own, and a missing topic what was left of it to one.
func errorOf(line labelled.Line, a coach.Analysis) Error {
	e := Error{Line: line, Said: a}
	if a.Kind != line.Kind {
		e.Badness += a.KindScore
	}
	score := map[string]float64{}
	for _, topic := range a.Topics {
		if topic.Asserted {
			score[topic.ID] = topic.Score
			if !slices.Contains(line.Topics, topic.ID) {
				e.Badness += topic.Score
			}
		}
	}
	for _, topic := range line.Topics {
		if _, said := score[topic]; !said {
			e.Badness += 1 - scoreOf(a.Topics, topic)
		}
	}
	return e
}

func scoreOf(topics []coach.Topic, id string) float64 {
	for _, topic := range topics {
		if topic.ID == id {
			return topic.Score
		}
	}
	return 0
}

// writeErrors prints the worst errors: what is so, what was said, and the text.
func (r *Report) writeErrors(w io.Writer) error {
	for i, e := range r.Errors[:min(shownErrors, len(r.Errors))] {
		if i == 0 {
			if _, err := fmt.Fprintf(w, "\nthe worst of %d lines with an error\n", len(r.Errors)); err != nil {
				return err
			}
		}
		var said []string
		for _, topic := range e.Said.Topics {
			if topic.Asserted {
				said = append(said, topic.ID)
			}
		}
		unclear := ""
		if e.Said.Unclear {
			unclear = " (unclear)"
		}
		if _, err := fmt.Fprintf(w, "%.2f  is %s  said %s%s  %s\n", e.Badness, verdict(e.Line.Kind, e.Line.Topics), verdict(e.Said.Kind, said), unclear, e.Line.Text); err != nil {
			return err
		}
	}
	return nil
}

func verdict(kind string, topics []string) string {
	if len(topics) == 0 {
		return kind
	}
	return kind + ":" + strings.Join(topics, ",")
}
