package studio

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"objectioncoach/coach"
	"objectioncoach/coach/classify"
	"objectioncoach/coach/eval"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/source"
	"objectioncoach/coach/train"
)

// Teaching teaches the workspace's models the lines that were recognised wrongly. It is
// no full training: the models go on learning from where they are, from the corrections
// and from a sample of what they were trained with, and keep their calibration. A full
// training, by coach pack compile, learns the same lines from the pack's folder.
type Teaching struct {
	w           *Workspace
	corrections []labelled.Line
	parts       []part
}

// part is the teaching of the model of one language.
type part struct {
	locale string
	*train.Retraining
}

// Teach begins to teach corrections: lines with their right labels, in Chinese or English.
// The sample is what WriteSample wrote of the lines that the models were trained with.
func (w *Workspace) Teach(corrections, sample []labelled.Line) (*Teaching, error) {
	if err := w.wellLabelled(corrections); err != nil {
		return nil, err
	}
	t := &Teaching{w: w, corrections: corrections}
	for _, locale := range []string{"", pack.English} {
		of := inLocale(corrections, locale)
		m := w.models.of(locale)
		if len(of) == 0 {
			continue
		}
		if m == nil {
			return nil, message.New("no-model", of[0].Text)
		}
		r, err := train.NewRetraining(m, of, inLocale(sample, locale), train.Corrections())
		if err != nil {
			return nil, err
		}
		t.parts = append(t.parts, part{locale, r})
	}
	if len(t.parts) == 0 {
		return nil, message.New("nothing-taught")
	}
	return t, nil
}

// wellLabelled reports what keeps lines from being learned.
func (w *Workspace) wellLabelled(lines []labelled.Line) error {
	_, err := labelled.Read(bytes.NewReader(linesOf(lines)), "corrections")
	return err
}

// linesOf writes labelled lines as a file of them.
func linesOf(lines []labelled.Line) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	for _, line := range lines {
		encoder.Encode(line) // plain strings can always be written
	}
	return b.Bytes()
}

func inLocale(lines []labelled.Line, locale string) []labelled.Line {
	var of []labelled.Line
	for _, line := range lines {
		if line.Locale == locale {
			of = append(of, line)
		}
	}
	return of
}

// of gives the model of a language, "" for Chinese.
func (m Models) of(locale string) *classify.Model {
	if locale == pack.English {
		return m.English
	}
	return m.Chinese
}

// Step goes on for a few hundred lines, and reports whether any are left.
func (t *Teaching) Step() (more bool) {
	for i := range t.parts {
		if done, all := t.parts[i].Progress(); done < all {
			return t.parts[i].Step() || i+1 < len(t.parts)
		}
	}
	return false
}

// Progress gives how many lines were looked at, of how many. It may end early: when the
// corrections are recognised.
func (t *Teaching) Progress() (done, all int) {
	for _, p := range t.parts {
		d, a := p.Progress()
		done, all = done+d, all+a
	}
	return done, all
}

// Models gives the models as they are by now: Workspace.Use makes them those of the pack.
func (t *Teaching) Models() (Models, error) {
	models := t.w.models
	for _, p := range t.parts {
		m, err := p.Model()
		if err != nil {
			return Models{}, err
		}
		if p.locale == pack.English {
			models.English = m
		} else {
			models.Chinese = m
		}
	}
	return models, nil
}

// Score is how well something is recognised before and after, from 0 to 1.
type Score struct {
	What   string  `json:"what"` // such as "kind" or "topic price"
	Lines  int     `json:"lines"`
	Before float64 `json:"before"`
	After  float64 `json:"after"`
}

// Lesson says what teaching changed.
type Lesson struct {
	Taught Score `json:"taught"` // corrections whose kind and topics are recognised
	// Scores compare the lines that were kept back: the accuracy of the kind, the F1 of
	// all topics together, and the F1 of each kind and topic with at least leastLines
	// lines.
	Scores []Score `json:"scores"`
	// Broken are the tests that held before and fail now, Mended those the other way
	// round.
	Broken []Outcome `json:"broken"`
	Mended []Outcome `json:"mended"`
	// Worse says in words what got worse; none where nothing did by more than chance.
	Worse []string `json:"worse"`
}

// Bounds from which something is said to have got worse: so many lines must tell of it,
// and its score must fall by so much.
const (
	leastLines = 20
	muchWorse  = 0.02 // for one label
	worse      = 0.005
)

// Compare measures what teaching changed, on the tests of the pack's folder and on lines
// that were kept back: neither corrections nor of the sample. The models were trained
// with the built-in lines, so their score before is higher than it would be on new ones;
// what counts is the difference.
func (t *Teaching) Compare(kept []labelled.Line) (Lesson, error) {
	var l Lesson
	models, err := t.Models()
	if err != nil {
		return l, err
	}
	p, _ := t.w.Good()
	if p == nil {
		return l, message.New("never-good")
	}
	taught := *p
	taught.Model, taught.English = models.Chinese, models.English
	before, err := coach.New(p)
	if err != nil {
		return l, err
	}
	after, err := coach.New(&taught)
	if err != nil {
		return l, err
	}
	l.Taught = Score{"corrections", len(t.corrections), t.right(before), t.right(after)}
	if err := l.measure(before, after, kept); err != nil {
		return l, err
	}
	tests, _ := t.w.Tests()
	l.run(before, after, tests)
	l.Worse = l.worse()
	return l, nil
}

// right gives the part of the corrections that a coach gets right.
func (t *Teaching) right(c *coach.Coach) float64 {
	n := 0
	for _, line := range t.corrections {
		a, err := c.Analyze(coach.Say(line.Text))
		if err == nil && len(Expected{Kind: line.Kind, Topics: line.Topics}.unmet(a)) == 0 {
			n++
		}
	}
	return float64(n) / float64(len(t.corrections))
}

func (l *Lesson) measure(before, after *coach.Coach, kept []labelled.Line) error {
	then, err := eval.Measure(before, kept)
	if err != nil {
		return err
	}
	now, err := eval.Measure(after, kept)
	if err != nil {
		return err
	}
	add := func(what string, a, b eval.Count) {
		if a.Real >= leastLines {
			l.Scores = append(l.Scores, Score{what, a.Real, a.F1(), b.F1()})
		}
	}
	add("kind", then.Kind, now.Kind)
	add("topics", then.Topic, now.Topic)
	for _, kind := range labelled.Kinds {
		add("kind "+kind, *then.KindOf[kind], *now.KindOf[kind])
	}
	for _, topic := range labelled.Topics {
		add("topic "+topic, *then.TopicOf[topic], *now.TopicOf[topic])
	}
	for _, emotion := range labelled.Emotions {
		add("emotion "+emotion, *then.EmotionOf[emotion], *now.EmotionOf[emotion])
	}
	add("escalation", then.Escalate, now.Escalate)
	return nil
}

func (l *Lesson) run(before, after *coach.Coach, tests []Test) {
	then, now := NewRun(tests, before, nil), NewRun(tests, after, nil)
	then.Step(len(tests))
	now.Step(len(tests))
	for i := range tests {
		held, holds := len(then.Outcomes[i].Failed) == 0, len(now.Outcomes[i].Failed) == 0
		switch {
		case held && !holds:
			l.Broken = append(l.Broken, now.Outcomes[i])
		case !held && holds:
			l.Mended = append(l.Mended, now.Outcomes[i])
		}
	}
}

// worse puts into words what got worse.
func (l *Lesson) worse() []string {
	list := []string{}
	for _, s := range l.Scores {
		least := muchWorse
		if s.What == "kind" || s.What == "topics" {
			least = worse
		}
		if s.Before-s.After > least {
			list = append(list, fmt.Sprintf("%s is recognised less well: %.3f before, %.3f now, on %d lines", s.What, s.Before, s.After, s.Lines))
		}
	}
	if n := len(l.Broken); n > 0 {
		list = append(list, fmt.Sprintf("%d tests fail that held before", n))
	}
	return list
}

// KeepCorrections puts corrections behind the labelled lines of a file of the pack's
// folder, from which a full training learns them too.
func (w *Workspace) KeepCorrections(path string, lines []labelled.Line, at int64) error {
	if err := w.wellLabelled(lines); err != nil {
		return err
	}
	if !strings.HasSuffix(path, ".jsonl") || strings.HasSuffix(path, source.TestsEnding) || strings.HasSuffix(path, ".replies.jsonl") {
		return message.New("no-lines-file", path)
	}
	text := w.files[path]
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return w.Apply("teach", at, Edit{Path: path, Text: text + string(linesOf(lines))})
}

// WriteSample picks from the lines that models are trained with a sample to teach with
// and as many lines as are to be kept back to measure with, evenly and with no line in
// both, and gives each as a file of labelled lines. Of neighbours, which may come from
// one scene, one half is for the sample and the other is kept back.
func WriteSample(lines []labelled.Line, sample, kept int) (toTeach, toMeasure []byte) {
	const scene = 8
	var halves [2][]labelled.Line
	for i, line := range lines {
		line.ID, line.Domain = "", ""
		halves[i/scene%2] = append(halves[i/scene%2], line)
	}
	return linesOf(evenly(halves[0], sample)), linesOf(evenly(halves[1], kept))
}

// evenly picks n of a list, or all if there are fewer.
func evenly(lines []labelled.Line, n int) []labelled.Line {
	if n >= len(lines) {
		return lines
	}
	picked := make([]labelled.Line, n)
	for i := range picked {
		picked[i] = lines[i*len(lines)/n]
	}
	return slices.Clip(picked)
}
