package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
	work "objectioncoach/coach/studio"
)

// teachID is the id of the box for a line to teach. The program never sets its value by
// rendering.
const teachID = "st-teach-line"

// teacher is the state of teaching.
type teacher struct {
	line    *labelled.Line // whose labels are being chosen
	lines   []labelled.Line
	running bool
	asked   bool // the worker, and is not still to get the files
	lesson  *lesson
	failure string
	said    string

	pack    string          // whose lines these are
	kept    []labelled.Line // in the pack's folder, of earlier lessons
	learned bool            // the models know them: they were taken since the pack was opened
}

// refreshTaught looks for lines of earlier lessons in the pack: what is learned is not
// kept with a pack, only from what it was learned.
func (s *studio) refreshTaught() {
	t := &s.trial.teaching
	if t.pack != s.pack.ID {
		*t = teacher{pack: s.pack.ID}
	}
	if t.learned || !slices.Contains(s.pack.Paths, taughtLines) {
		t.kept = nil
		return
	}
	s.helper.ask("text", taughtLines, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var file string
		if err == nil && json.Unmarshal(output, &file) == nil {
			t.kept, _ = labelled.Read(strings.NewReader(file), taughtLines)
		}
	}, nil)
}

// onAgain puts the lines of earlier lessons into this one.
func (s *studio) onAgain(app.Context, app.Event) {
	t := &s.trial.teaching
	for _, line := range t.kept {
		if !slices.ContainsFunc(t.lines, func(l labelled.Line) bool { return l.Text == line.Text }) {
			t.lines = append(t.lines, line)
		}
	}
	t.kept, t.lesson = nil, nil
}

func conversationOf(line labelled.Line) coach.Conversation {
	conv := coach.Say(line.Text)
	conv.Context.Locale = pack.DefaultLocale
	if line.Locale != "" {
		conv.Context.Locale = line.Locale
	}
	return conv
}

// localeOf tells the language of what a customer said: English where there is no Chinese.
func localeOf(said string) string {
	if strings.ContainsFunc(said, func(r rune) bool { return r >= 0x3400 && r < 0xA000 }) {
		return ""
	}
	return pack.English
}

// onWrong gives a handler that takes the line of an outcome to be taught.
func (s *studio) onWrong(said string) app.EventHandler {
	return func(app.Context, app.Event) {
		s.showTab("teach")
		s.askGuess(said)
	}
}

func (s *studio) onTeachLine(app.Context, app.Event) {
	if box := app.Window().GetElementByID(teachID); box.Truthy() {
		if said := strings.TrimSpace(box.Get("value").String()); said != "" {
			s.askGuess(said)
		}
	}
}

// askGuess asks how a line is recognised now, to begin with that.
func (s *studio) askGuess(said string) {
	t := &s.trial.teaching
	t.failure, t.said = "", ""
	s.helper.ask("guess", labelled.Line{Text: said, Locale: localeOf(said)}, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var line labelled.Line
		if err == nil {
			err = json.Unmarshal(output, &line)
		}
		if err != nil {
			t.failure = err.Error()
			return
		}
		t.line = &line
		s.ctx.Defer(func(app.Context) { focus("st-right-kind") })
	}, nil)
}

func (s *studio) renderTeach(w *tryWords) []app.UI {
	t := &s.trial.teaching
	body := []app.UI{
		app.P().Class("oc-muted").Text(w.teachHow),
		app.Div().Class("st-does").Body(
			app.Label().Class("st-grow").Body(app.Span().Text(w.wrongLine), app.Input().Type("text").ID(teachID).AutoComplete(false)),
			app.Button().Type("button").ID("st-label").Class("oc-quiet").Text(w.label).Disabled(!s.opened).OnClick(s.onTeachLine),
		),
	}
	if len(t.kept) > 0 {
		body = append(body, app.Div().Class("st-note").Body(app.P().Text(w.keptLessons(len(t.kept))),
			app.Button().Type("button").ID("st-again").Class("oc-quiet").Text(w.again).OnClick(s.onAgain)))
	}
	if t.line != nil {
		body = append(body, s.renderRight(w, *t.line))
	}
	body = append(body, s.renderLines(w)...)
	if t.failure != "" {
		body = append(body, app.P().Class("oc-error").Role("alert").Text(t.failure))
	}
	body = append(body, app.P().Role("status").ID("st-taught").Text(t.said))
	if t.running && t.lesson != nil {
		return append(body, app.Div().Class("st-progress").Body(
			app.P().Text(w.stage[t.lesson.Stage]),
			app.Progress().Aria("label", w.tabs["teach"]).Max(max(1, t.lesson.All)).Value(t.lesson.Done),
			app.Button().Type("button").ID("st-stop-teaching").Class("oc-quiet").Text(w.stop).OnClick(s.onStopTeaching)))
	}
	if t.lesson != nil && t.lesson.Lesson != nil {
		body = append(body, s.renderLesson(w, t.lesson)...)
	}
	return body
}

// renderRight draws the choices of the right labels of a line.
func (s *studio) renderRight(w *tryWords, line labelled.Line) app.UI {
	selecting := func(axis, value string, values []string) app.UI {
		var options []app.UI
		for _, v := range values {
			options = append(options, choice(v, s.title(axis, v), value))
		}
		return app.Label().Body(app.Span().Text(capital(w.axes[axis])), app.Select().ID("st-right-"+axis).Name(axis).OnChange(s.onRight).Body(options...))
	}
	body := []app.UI{app.Legend().Text(w.rightOf(line.Text)), selecting("kind", line.Kind, labelled.Kinds), selecting("emotion", line.Emotion, labelled.Emotions)}
	if line.Kind == "objection" {
		body = append(body, selecting("nature", line.Nature, labelled.Natures))
	}
	if line.Kind == "objection" || line.Kind == "complaint" {
		var topics []app.UI
		for _, topic := range labelled.Topics {
			chosen := slices.Contains(line.Topics, topic)
			topics = append(topics, app.Button().Type("button").Class("st-pick").ID("st-topic-"+topic).Aria("pressed", chosen).
				Disabled(!chosen && len(line.Topics) == 3).Text(s.title("topic", topic)).OnClick(s.onTopic(topic), topic))
		}
		body = append(body, app.Div().Class("st-picks").Role("group").Aria("label", w.axes["topic"]).Body(topics...))
	}
	missing := (line.Kind == "objection" || line.Kind == "complaint") && len(line.Topics) == 0
	return app.FieldSet().Class("st-right").Body(append(body,
		app.Button().Type("button").ID("st-add-line").Class("oc-primary").Text(w.addLine).Disabled(missing).OnClick(s.onAddLine))...)
}

func (s *studio) onRight(ctx app.Context, _ app.Event) {
	line := s.trial.teaching.line
	value := ctx.JSSrc().Get("value").String()
	switch ctx.JSSrc().Get("name").String() {
	case "kind":
		line.Kind = value
	case "emotion":
		line.Emotion = value
	case "nature":
		line.Nature = value
	}
	*line = fitted(*line)
}

func (s *studio) onTopic(topic string) app.EventHandler {
	return func(app.Context, app.Event) {
		line := s.trial.teaching.line
		if at := slices.Index(line.Topics, topic); at >= 0 {
			line.Topics = slices.Delete(slices.Clone(line.Topics), at, at+1)
		} else {
			line.Topics = append(slices.Clone(line.Topics), topic)
		}
	}
}

func (s *studio) onAddLine(app.Context, app.Event) {
	t := &s.trial.teaching
	added := *t.line
	t.lines = slices.DeleteFunc(t.lines, func(l labelled.Line) bool { return l.Text == added.Text })
	t.lines, t.line = append(t.lines, added), nil
	t.lesson = nil
	if box := app.Window().GetElementByID(teachID); box.Truthy() {
		box.Set("value", "")
	}
	s.ctx.Defer(func(app.Context) { focus(teachID) })
}

// renderLines lists what is to be taught.
func (s *studio) renderLines(w *tryWords) []app.UI {
	t := &s.trial.teaching
	if len(t.lines) == 0 {
		return nil
	}
	var items []app.UI
	for at, line := range t.lines {
		told := s.title("kind", line.Kind)
		for _, topic := range line.Topics {
			told += " · " + s.title("topic", topic)
		}
		items = append(items, app.Li().Body(app.Span().Text(line.Text), app.Span().Class("oc-muted").Text(told),
			app.Button().Type("button").Class("oc-quiet").Text(w.remove).Disabled(t.running).OnClick(s.onRemoveLine(at), at)))
	}
	return []app.UI{
		app.H2().Text(w.toTeach(len(t.lines))),
		app.Ul().Class("st-notes").Body(items...),
		app.P().Body(app.Button().Type("button").ID("st-teach").Class("oc-primary").Text(w.teach).Disabled(t.running || len(s.pack.Problems) > 0).OnClick(s.onTeach)),
	}
}

func (s *studio) onRemoveLine(at int) app.EventHandler {
	return func(app.Context, app.Event) {
		t := &s.trial.teaching
		t.lines, t.lesson = slices.Delete(slices.Clone(t.lines), at, at+1), nil
	}
}

func (s *studio) onTeach(app.Context, app.Event) {
	t := &s.trial.teaching
	t.running, t.asked, t.failure, t.said, t.lesson = true, false, "", "", &lesson{Stage: "learning"}
	fetchAll([]string{"sample", "kept"}, nil, func(files []app.Value, err error) {
		s.ctx.Dispatch(func(app.Context) {
			if err != nil {
				t.running, t.failure = false, err.Error()
			}
			if !t.running {
				return // stopped meanwhile
			}
			t.asked = true
			s.helper.ask("teach", t.lines, files, s.taught, func(progress json.RawMessage) {
				var l lesson
				if json.Unmarshal(progress, &l) == nil {
					t.lesson = &l
				}
			})
		})
	})
}

func (s *studio) onStopTeaching(app.Context, app.Event) {
	if t := &s.trial.teaching; !t.asked {
		t.running, t.lesson, t.said = false, nil, s.tryWords().stopped
		return
	}
	s.helper.stop()
}

func (s *studio) taught(output json.RawMessage, _ [][]byte, err error) {
	t := &s.trial.teaching
	t.running, t.lesson = false, nil
	var l lesson
	if err == nil {
		err = json.Unmarshal(output, &l)
	}
	switch {
	case err != nil:
		t.failure = err.Error()
	case l.Stopped:
		t.said = s.tryWords().stopped
	default:
		t.lesson = &l
	}
}

// renderLesson draws what teaching changed, and the choice to take it.
func (s *studio) renderLesson(w *tryWords, l *lesson) []app.UI {
	c := l.Lesson
	var rows []app.UI
	for _, score := range append([]work.Score{c.Taught}, c.Scores...) {
		tr := app.Tr()
		switch {
		case gotWorse(c, score):
			tr = tr.Class("st-worse")
		case score.After > score.Before+muchBetter:
			tr = tr.Class("st-better")
		}
		rows = append(rows, tr.Body(app.Th().Scope("row").Text(s.scored(w, score.What)), app.Td().Text(fmt.Sprint(score.Lines)), app.Td().Text(percent(score.Before)), app.Td().Text(percent(score.After))))
	}
	warning := app.UI(app.P().ID("st-worse").Class("st-told").Text(w.noWorse))
	if worse := s.worse(w, c); len(worse) > 0 {
		warning = app.Div().ID("st-worse").Class("st-warn").Role("alert").Body(app.P().Text(w.gotWorse), app.Ul().Body(worse...))
	}
	learned := app.UI(app.P().Hidden(true))
	if c.Taught.After < 1 {
		learned = app.P().ID("st-not-learned").Class("st-note").Text(w.notLearned)
	}
	return []app.UI{
		app.H2().Text(w.lesson(float64(l.Took) / 1000)),
		learned,
		warning,
		app.P().ID("st-tests-moved").Text(w.moved(len(c.Mended), len(c.Broken))),
		app.Div().Class("st-does").Body(
			app.Button().Type("button").ID("st-take").Class("oc-primary").Text(w.take).OnClick(s.onTake),
			app.Button().Type("button").ID("st-leave").Class("oc-quiet").Text(w.leave).OnClick(s.onLeave),
		),
		app.Table().Class("st-scores").Body(
			app.Caption().Text(w.scoresCaption),
			app.THead().Body(app.Tr().Body(app.Th().Scope("col").Text(w.what), app.Th().Scope("col").Text(w.lineCount), app.Th().Scope("col").Text(w.before), app.Th().Scope("col").Text(w.after))),
			app.TBody().Body(rows...),
		),
	}
}

// muchBetter is from what on a score is said to be better: smaller steps are chance.
const muchBetter = 0.02

// gotWorse reports whether a score fell by more than chance.
func gotWorse(c *work.Lesson, score work.Score) bool {
	return slices.ContainsFunc(c.Worse, func(told string) bool { return strings.HasPrefix(told, score.What+" is") })
}

// worse tells what got worse by more than chance, and which tests fail now.
func (s *studio) worse(w *tryWords, c *work.Lesson) []app.UI {
	var items []app.UI
	for _, score := range c.Scores {
		if gotWorse(c, score) {
			items = append(items, app.Li().Text(s.scored(w, score.What)+" "+percent(score.Before)+" → "+percent(score.After)))
		}
	}
	for _, o := range c.Broken {
		for _, m := range o.Missed {
			items = append(items, app.Li().Text(o.Test.Text+w.colon+w.miss(w.axes[m.What], s.titleOf(m.What, m.Want), s.titleOf(m.What, m.Got))))
		}
	}
	return items
}

// scored names what a score is of, such as "topic price".
func (s *studio) scored(w *tryWords, what string) string {
	if told, ok := w.scores[what]; ok {
		return told
	}
	axis, id, _ := strings.Cut(what, " ")
	return w.axes[axis] + w.colon + s.title(axis, id)
}

func (s *studio) onTake(app.Context, app.Event) {
	t := &s.trial.teaching
	s.helper.ask("take-lesson", takingLesson{time.Now().UnixMilli(), s.today()}, nil, func(output json.RawMessage, files [][]byte, err error) {
		if err != nil {
			t.failure = err.Error()
			return
		}
		t.lesson, t.lines, t.said, t.learned = nil, nil, s.tryWords().taken, true
		s.trial.hash = "" // the models are others, whatever the files say
		s.took(output, files, nil)
	}, nil)
}

func (s *studio) onLeave(app.Context, app.Event) {
	s.trial.teaching.lesson, s.trial.teaching.said = nil, s.tryWords().left
}
