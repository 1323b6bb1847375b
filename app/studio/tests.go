package main

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach/message"
	work "objectioncoach/coach/studio"
)

// testsID is the id of the box for lines. The program never sets its value by rendering.
const testsID = "st-lines"

// shownOutcomes is how many outcomes are on the screen at once.
const shownOutcomes = 50

// maxLines is the longest text of tests that is read, in bytes.
const maxLines = 32 << 20

// testSets is the state of the view of test sets.
type testSets struct {
	running bool
	tally   *tally
	failure string
	said    string
	loaded  []string // what of the table that was loaded was not taken

	pick   work.Pick
	from   int
	window looked
}

// picks are the choices among outcomes, by their names.
var picks = []struct {
	name string
	pick work.Pick
	of   func(*tally) int
}{
	{"all", work.Pick{}, func(t *tally) int { return t.Done }},
	{"failed", work.Pick{Failed: true}, func(t *tally) int { return t.Failed }},
	{"changed", work.Pick{Changed: true}, func(t *tally) int { return t.Changed }},
	{"unsure", work.Pick{Unsure: true}, func(t *tally) int { return t.Unsure }},
	{"noScript", work.Pick{NoScript: true}, func(t *tally) int { return t.NoScript }},
	{"findings", work.Pick{Findings: true}, func(t *tally) int { return t.Findings }},
}

func (s *studio) renderTests(w *tryWords) []app.UI {
	t := &s.trial.tests
	body := []app.UI{
		app.Label().Class("st-lines").Body(app.Span().Text(w.lines),
			app.Textarea().ID(testsID).Rows(5).Spellcheck(false).Attr("autocomplete", "off").Placeholder(w.linesHow)),
		app.Div().Class("st-does").Body(
			app.Button().Type("button").ID("st-run").Class("oc-primary").Text(w.run).Disabled(t.running || !s.opened).OnClick(s.onRun),
			app.Button().Type("button").ID("st-run-own").Class("oc-quiet").Text(w.runOwn).Disabled(t.running || !s.opened).OnClick(s.onRunOwn),
			app.Label().Class("st-load").Body(app.Span().Text(w.load), app.Input().Type("file").ID("st-load-lines").Accept(".txt,.jsonl,.xlsx,.csv,.tsv,text/plain").OnChange(s.onLoadLines)),
		),
		s.renderProgress(w),
	}
	if t.failure != "" {
		body = append(body, app.P().Class("oc-error").Role("alert").Text(t.failure))
	}
	if len(t.loaded) > 0 {
		var items []app.UI
		for _, told := range t.loaded {
			items = append(items, app.Li().Text(told))
		}
		body = append(body, app.Ul().ID("st-not-loaded").Class("st-note").Body(items...))
	}
	if t.tally == nil || t.running {
		return body
	}
	return append(body, s.renderPicks(w), s.renderOutcomes(w), s.renderWindow(w))
}

// renderProgress draws how far a run has come, or how it ended.
func (s *studio) renderProgress(w *tryWords) app.UI {
	t := &s.trial.tests
	if t.tally == nil {
		return app.Div().Class("st-progress")
	}
	told := app.P().Role("status").ID("st-tally").Text(w.tally(t.tally, t.running))
	if t.said != "" {
		told = told.Text(t.said)
	}
	if !t.running {
		return app.Div().Class("st-progress").Body(told)
	}
	return app.Div().Class("st-progress").Body(told,
		app.Progress().Aria("label", w.tabs["tests"]).Max(max(1, t.tally.All)).Value(t.tally.Done),
		app.Button().Type("button").ID("st-stop").Class("oc-quiet").Text(w.stop).OnClick(s.onStop))
}

func (s *studio) onStop(app.Context, app.Event) { s.helper.stop() }

func (s *studio) onRun(app.Context, app.Event) {
	if box := app.Window().GetElementByID(testsID); box.Truthy() {
		s.run(testSet{Text: box.Get("value").String(), Scene: s.scene()})
	}
}

func (s *studio) onRunOwn(app.Context, app.Event) { s.run(testSet{Own: true}) }

// onLoadLines reads a file into the box for lines.
func (s *studio) onLoadLines(ctx app.Context, _ app.Event) {
	input := ctx.JSSrc()
	if file := input.Get("files").Index(0); file.Truthy() {
		s.takeLines(file)
	}
	input.Set("value", "") // the same may be chosen again
}

// takeLines reads a file that was chosen or dropped.
func (s *studio) takeLines(file app.Value) {
	name := file.Get("name").String()
	t := &s.trial.tests
	if size := file.Get("size").Int(); size > maxLines {
		t.failure = s.tryWords().tooLong(size>>20, maxLines>>20)
		return
	}
	page.Settle(file.Call("arrayBuffer"), func(buffer app.Value) {
		array := app.Window().Get("Uint8Array").New(buffer)
		s.ctx.Dispatch(func(app.Context) { s.loadLines(name, array) })
	}, func(reason string) { s.ctx.Dispatch(func(app.Context) { t.failure = reason }) })
}

// loadLines puts the lines of a file of text or a table into the box, and runs them.
func (s *studio) loadLines(name string, content app.Value) {
	t := &s.trial.tests
	s.helper.ask("lines", name, []app.Value{content}, func(output json.RawMessage, _ [][]byte, err error) {
		var of linesOf
		if err == nil {
			err = json.Unmarshal(output, &of)
		}
		if err != nil {
			t.failure = err.Error()
			return
		}
		if box := app.Window().GetElementByID(testsID); box.Truthy() {
			box.Set("value", of.Text)
		}
		s.run(testSet{Text: of.Text, Scene: s.scene()})
		t.loaded = s.toldOf(of)
	}, nil)
}

// toldOf tells what of a table was not taken.
func (s *studio) toldOf(of linesOf) []string {
	w, forms := s.tryWords(), s.formWords()
	var told []string
	for _, p := range of.Problems {
		told = append(told, forms.row(p.Row, p.Column, p.Message))
	}
	if len(of.Unused) > 0 {
		told = append(told, w.unused(strings.Join(of.Unused, w.comma)))
	}
	return told
}

// onResults saves the outcomes that are chosen as a workbook.
func (s *studio) onResults(app.Context, app.Event) {
	t := &s.trial.tests
	s.helper.ask("results", t.pick, nil, func(_ json.RawMessage, files [][]byte, err error) {
		if err != nil {
			t.failure = err.Error()
			return
		}
		saveAs(s.pack.ID+"-tests.xlsx", workbookType, files[0])
	}, nil)
}

// run has the worker run a set of tests.
func (s *studio) run(set testSet) {
	t := &s.trial.tests
	t.running, t.tally, t.failure, t.said, t.loaded = true, &tally{}, "", "", nil
	t.from, t.window = 0, looked{}
	s.helper.ask("test", set, nil, func(output json.RawMessage, _ [][]byte, err error) {
		t.running = false
		var told tally
		if err == nil {
			err = json.Unmarshal(output, &told)
		}
		if err != nil {
			t.tally, t.failure = nil, err.Error()
			return
		}
		t.tally = &told
		if len(told.Problems) > 0 {
			t.failure = s.tryWords().badLines(told.Bad, told.Problems[0].String())
		}
		s.look()
	}, func(progress json.RawMessage) {
		var told tally
		if json.Unmarshal(progress, &told) == nil {
			t.tally = &told
		}
	})
}

// look asks for the outcomes to be shown.
func (s *studio) look() {
	t := &s.trial.tests
	s.helper.ask("outcomes", looking{t.pick, t.from, shownOutcomes}, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var l looked
		if err == nil && json.Unmarshal(output, &l) == nil {
			t.window = l
		}
	}, nil)
}

func (s *studio) renderPicks(w *tryWords) app.UI {
	t := &s.trial.tests
	var list []app.UI
	for i, p := range picks {
		list = append(list, app.Button().Type("button").ID("st-pick-"+p.name).Class("st-pick").Aria("pressed", t.pick == p.pick).
			Text(w.picks[p.name]+" "+strconv.Itoa(p.of(t.tally))).OnClick(s.onPick(i), i))
	}
	return app.Div().Class("st-picks").Role("group").Aria("label", w.show).Body(list...)
}

func (s *studio) onPick(i int) app.EventHandler {
	return func(app.Context, app.Event) {
		s.trial.tests.pick, s.trial.tests.from = picks[i].pick, 0
		s.look()
	}
}

func (s *studio) renderOutcomes(w *tryWords) app.UI {
	t := &s.trial.tests
	var rows []app.UI
	for i, o := range t.window.Outcomes {
		rows = append(rows, s.renderOutcome(w, o, t.from+i))
	}
	return app.Div().Class("st-outcomes").TabIndex(0).Role("region").Aria("label", w.outcomes).Body(
		app.Table().Body(
			app.THead().Body(app.Tr().Body(app.Th().Scope("col").Text(w.line), app.Th().Scope("col").Text(w.recognised), app.Th().Scope("col").Text(w.sentence), app.Th().Scope("col").Text(w.doHead))),
			app.TBody().Body(rows...),
		),
	)
}

func (s *studio) renderOutcome(w *tryWords, o work.Outcome, at int) app.UI {
	said := o.Test.Text
	if said == "" && len(o.Test.Turns) > 0 {
		said = o.Test.Turns[len(o.Test.Turns)-1].Text
	}
	answer := []app.UI{app.Span().Text(s.sentence(o.Analysis)), app.Span().Class("oc-muted").Text(scriptOf(o.Analysis))}
	if o.Error != "" {
		answer = []app.UI{app.Span().Class("st-miss").Text(message.Foreign(o.Error).In(s.words().lang))}
	}
	if o.Changed {
		answer = append(answer, app.Span().Class("st-flag").Text(w.changedShort))
	}
	for _, m := range o.Missed {
		answer = append(answer, app.Span().Class("st-miss").Text(w.miss(w.axes[m.What], s.titleOf(m.What, m.Want), s.titleOf(m.What, m.Got))))
	}
	for _, f := range o.Findings {
		answer = append(answer, app.Span().Class("st-miss").Text(w.finding(f.Rule, f.Words)))
	}
	return app.Tr().Body(
		app.Td().Text(said), app.Td().Text(s.recognised(o)), app.Td().Class("st-answer").Body(answer...),
		app.Td().Class("st-does").Body(
			app.Button().Type("button").Class("oc-quiet", "st-keep").Text(w.keep).OnClick(s.onKeep(at), at),
			app.Button().Type("button").Class("oc-quiet", "st-wrong").Text(w.wrong).OnClick(s.onWrong(said), said),
		),
	)
}

// titleOf gives the title of what is expected, "–" for nothing.
func (s *studio) titleOf(what, id string) string {
	if id == "" {
		return "–"
	}
	return s.title(what, id)
}

// recognised tells what an outcome was recognised as.
func (s *studio) recognised(o work.Outcome) string {
	if o.Analysis.Unclear {
		return s.tryWords().unsureShort
	}
	told := s.title("kind", o.Analysis.Kind)
	for _, topic := range o.Analysis.Topics {
		if topic.Asserted {
			told += " · " + s.title("topic", topic.ID)
		}
	}
	return told
}

// renderWindow draws which part of the outcomes is shown, and the way to the others.
func (s *studio) renderWindow(w *tryWords) app.UI {
	t := &s.trial.tests
	return app.Div().Class("st-window").Body(
		app.Button().Type("button").ID("st-earlier").Class("oc-quiet").Text(w.earlier).Disabled(t.from == 0).OnClick(s.onEarlier),
		app.Span().ID("st-window").Text(w.window(min(t.from+1, t.window.Total), min(t.from+shownOutcomes, t.window.Total), t.window.Total)),
		app.Button().Type("button").ID("st-later").Class("oc-quiet").Text(w.later).Disabled(t.from+shownOutcomes >= t.window.Total).OnClick(s.onLater),
		app.Button().Type("button").ID("st-keep-all").Class("oc-quiet").Text(w.keepAll(t.window.Total)).Disabled(t.window.Total == 0).OnClick(s.onKeep(-1)),
		app.Button().Type("button").ID("st-results").Class("oc-quiet").Text(w.toXLSX).Disabled(t.window.Total == 0).OnClick(s.onResults),
	)
}

func (s *studio) onEarlier(app.Context, app.Event) {
	s.trial.tests.from = max(0, s.trial.tests.from-shownOutcomes)
	s.look()
}

func (s *studio) onLater(app.Context, app.Event) {
	s.trial.tests.from += shownOutcomes
	s.look()
}

// onKeep gives a handler that keeps the outcome at a place, or all that are chosen, as
// what is expected.
func (s *studio) onKeep(at int) app.EventHandler {
	return func(app.Context, app.Event) {
		t := &s.trial.tests
		s.helper.ask("retain", retaining{t.pick, at, time.Now().UnixMilli(), s.today()}, nil, func(output json.RawMessage, _ [][]byte, err error) {
			var r struct {
				State json.RawMessage `json:"state"`
				Kept  int             `json:"kept"`
			}
			if err == nil {
				err = json.Unmarshal(output, &r)
			}
			if err != nil {
				t.failure = err.Error()
				return
			}
			t.said = s.tryWords().kept(r.Kept)
			s.took(r.State, nil, nil)
		}, nil)
	}
}
