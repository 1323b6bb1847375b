package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"objectioncoach/coach/labelled"
	"objectioncoach/coach/message"
	work "objectioncoach/coach/studio"
)

// taughtLines is where corrections are kept in the pack's folder.
const taughtLines = "corpus/taught.jsonl"

// teaching is what was taught and not yet taken.
type teaching struct {
	lines  []labelled.Line
	models work.Models
	taught bool
}

// lesson is what teaching came to.
type lesson struct {
	Done    int          `json:"done"`
	All     int          `json:"all"`
	Stage   string       `json:"stage"` // "learning" or "measuring"
	Took    int64        `json:"took"`  // milliseconds of learning
	Stopped bool         `json:"stopped"`
	Lesson  *work.Lesson `json:"lesson"`
}

// teach teaches lines with their right labels, which are the input; the files are the
// sample of what was learned before and the lines to measure with. The pack stays as it
// is until the lesson is taken.
func (b *bench) teach(r request) (any, [][]byte, error) {
	t := &b.trying.teaching
	t.taught = false
	if err := json.Unmarshal(r.Input, &t.lines); err != nil {
		return nil, nil, err
	}
	var files [2][]labelled.Line
	for i := range files {
		var err error
		if files[i], err = labelled.Read(bytes.NewReader(r.Files[i]), "sample"); err != nil {
			return nil, nil, err
		}
	}
	course, err := b.workspace.Teach(t.lines, files[0])
	if err != nil {
		return nil, nil, err
	}
	began := time.Now()
	l := lesson{Stage: "learning"}
	for told := began; course.Step(); {
		if time.Since(told) < slice {
			continue
		}
		told = time.Now()
		l.Done, l.All = course.Progress()
		b.progress(l)
		if b.rest() {
			return lesson{Stopped: true}, nil, nil
		}
	}
	l.Took = time.Since(began).Milliseconds()
	l.Done, l.All, l.Stage = 0, 0, "measuring"
	b.progress(l)
	if b.rest() {
		return lesson{Stopped: true}, nil, nil
	}
	compared, err := course.Compare(files[1])
	if err != nil {
		return nil, nil, err
	}
	if t.models, err = course.Models(); err != nil {
		return nil, nil, err
	}
	t.taught, l.Lesson = true, &compared
	return l, nil, nil
}

// takingLesson is when a lesson is taken.
type takingLesson struct {
	When  int64  `json:"when"`
	Today string `json:"today"`
}

// takeLesson makes the models that were taught those of the pack, and keeps the lines in
// its folder.
func (b *bench) takeLesson(r request) (any, [][]byte, error) {
	var l takingLesson
	if err := json.Unmarshal(r.Input, &l); err != nil {
		return nil, nil, err
	}
	t := &b.trying.teaching
	if !t.taught {
		return nil, nil, message.New("not-taught")
	}
	if more := b.untaught(t.lines); len(more) > 0 {
		if err := b.workspace.KeepCorrections(taughtLines, more, l.When); err != nil {
			return nil, nil, err
		}
	}
	b.workspace.Use(t.models)
	t.taught = false
	return b.state(l.Today), nil, nil
}

// untaught picks the lines that are not in the pack's folder from earlier lessons.
func (b *bench) untaught(lines []labelled.Line) []labelled.Line {
	file, _ := b.workspace.Text(taughtLines)
	kept, _ := labelled.Read(strings.NewReader(file), taughtLines)
	var more []labelled.Line
	for _, line := range lines {
		if !slices.ContainsFunc(kept, func(k labelled.Line) bool { return k.Text == line.Text }) {
			more = append(more, line)
		}
	}
	return more
}

// guess gives how a line is recognised now, as the labels with which to begin.
func (b *bench) guess(r request) (any, [][]byte, error) {
	var line labelled.Line
	if err := json.Unmarshal(r.Input, &line); err != nil {
		return nil, nil, err
	}
	c, _, err := b.workspace.Coach()
	if err != nil {
		return nil, nil, err
	}
	a, err := c.Analyze(conversationOf(line))
	if err != nil {
		return nil, nil, err
	}
	line.Kind, line.Topics, line.Nature, line.Emotion, line.Escalate = a.Kind, nil, a.Nature, a.Emotion, a.Escalate
	for _, topic := range a.Topics {
		if topic.Asserted && len(line.Topics) < 3 {
			line.Topics = append(line.Topics, topic.ID)
		}
	}
	return fitted(line), nil, nil
}

// fitted takes away what lines of a kind do not have, and gives what they must.
func fitted(line labelled.Line) labelled.Line {
	if line.Kind != "objection" && line.Kind != "complaint" {
		line.Topics = nil
	}
	if line.Kind != "objection" {
		line.Nature = ""
	} else if !slices.Contains(labelled.Natures, line.Nature) {
		line.Nature = "unclear"
	}
	if line.Topics == nil {
		line.Topics = []string{}
	}
	return line
}
