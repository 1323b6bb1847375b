package main

import (
	"encoding/json"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	work "objectioncoach/coach/studio"
)

// studio is the one component: the pack's tree, what is edited, and what it looks like to
// staff. Its fields are the whole state of the screens; the pack itself is in the worker.
type studio struct {
	app.Compo

	ctx    app.Context // outlives every element of the screen
	locale string
	helper *helper

	failure string // why no pack is open
	status  string // what was just done
	pack    state  // as the worker last told
	opened  bool

	view    string // what the middle shows; "" is the editor
	editor  editor
	form    form
	table   table
	replace replace
	history []work.Past
	opener  opener
	tabs    otherTabs

	trial trial
}

// OnMount starts the worker and opens the first built-in pack. Outside a browser, in
// tests, there is neither.
func (s *studio) OnMount(ctx app.Context) {
	if app.IsServer {
		return
	}
	s.ctx = ctx
	s.locale = page.Language()
	page.Look(s.words().lang, "", s.words().title)
	if s.takeShared() {
		return
	}
	s.listenKeys()
	s.listenFiles()
	s.listenTabs()
	s.hearTrial()
	s.start()
}

// start starts the worker, and opens a pack as soon as it listens.
func (s *studio) start() {
	s.failure = ""
	dispatch := func(f func()) { s.ctx.Dispatch(func(app.Context) { f() }) }
	s.helper = startHelper(s.words().lang, dispatch, s.openFirst, func(err error) { s.failure = err.Error() })
}

// fetchAll gets files of the site, one after the other, as Uint8Arrays.
func fetchAll(names []string, files []app.Value, done func([]app.Value, error)) {
	if len(files) == len(names) {
		done(files, nil)
		return
	}
	page.Fetch(names[len(files)], func(file []byte, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		fetchAll(names, append(files, arrayOf(file)), done)
	})
}

// took takes in the state that a task of the worker answered with.
func (s *studio) took(output json.RawMessage, _ [][]byte, err error) {
	if err == nil {
		err = json.Unmarshal(output, &s.pack)
	}
	if err != nil {
		s.status = err.Error()
		return
	}
	s.opened = true
	s.askLists()
	s.keepSoon()
	if hash := s.pack.Hash; len(s.pack.Problems) == 0 {
		s.ctx.After(trialPause, func(app.Context) {
			if hash == s.pack.Hash {
				s.showTrial()
			}
		})
	}
}

// trialPause is how long the pack rests before the widget gets it: to compile it keeps
// the worker busy for a while, in which nothing else is answered.
const trialPause = 1200 * time.Millisecond

// today is the day in Shanghai, by the clock of the device; "" where that is off.
func (s *studio) today() string {
	if day := page.Today(); day.Valid() {
		return day.String()
	}
	return ""
}

// Render draws the three columns and the problems below them.
func (s *studio) Render() app.UI {
	w := s.words()
	if shared := s.renderShared(); shared != nil {
		return shared
	}
	if s.failure != "" {
		return app.Main().Class("st", "st-failed").Lang(w.lang).Body(
			app.P().Class("oc-error").Role("alert").Text(w.failed+s.failure),
			app.Button().Type("button").Class("oc-primary").Text(w.retry).OnClick(s.onRetry),
		)
	}
	return app.Main().Class("st", s.trial.room()).Lang(w.lang).Body(
		s.renderHead(w),
		app.Nav().Class("st-tree").Aria("label", w.tree).Body(s.renderTree(w)...),
		app.Section().Class("st-editor").Aria("label", w.editor).Body(s.renderEditor(w)...),
		app.Section().Class("st-trial").Aria("label", w.trial).Body(s.renderTrial(w)...),
		s.renderProblems(w),
	)
}

func (s *studio) onRetry(app.Context, app.Event) { s.start() }

func (s *studio) renderHead(w *words) app.UI {
	return app.Header().Class("st-head").Body(
		app.H1().Text(w.title),
		app.Span().Class("oc-muted").Text(s.pack.ID),
		s.renderViews(s.formWords()),
		app.Div().Class("oc-head-ends").Body(
			app.Button().Type("button").Class("oc-quiet").ID("st-undo").Text(w.undo).Title(s.pack.Undo).Disabled(s.pack.Undo == "").OnClick(s.onUndo),
			app.Button().Type("button").Class("oc-quiet").ID("st-redo").Text(w.redo).Title(s.pack.Redo).Disabled(s.pack.Redo == "").OnClick(s.onRedo),
		),
		s.renderElsewhere(s.formWords()),
	)
}

func (s *studio) onUndo(app.Context, app.Event) { s.back("undo") }
func (s *studio) onRedo(app.Context, app.Event) { s.back("redo") }

// back undoes a step, or makes it again.
func (s *studio) back(task string) {
	s.flush()
	s.helper.ask(task, s.today(), nil, s.tookBack, nil)
}

// tookBack takes in a state in which the file at hand may have another text.
func (s *studio) tookBack(output json.RawMessage, files [][]byte, err error) {
	s.took(output, files, err)
	if err == nil {
		s.reread()
	}
}

// renderProblems draws what is wrong, as an editor does: each goes to its place.
func (s *studio) renderProblems(w *words) app.UI {
	var items []app.UI
	for _, p := range s.pack.Problems {
		items = append(items, s.renderProblem("st-problem", p.File, p.Line, p.Column, p.String()))
	}
	for _, p := range s.pack.Warnings {
		items = append(items, s.renderProblem("st-warning", p.File, p.Line, p.Column, p.String()))
	}
	if more := s.pack.Wrong + s.pack.Mild - len(items); more > 0 {
		items = append(items, app.Li().Class("oc-muted").Text(w.moreProblems(more)))
	}
	head := w.fine
	if len(items) > 0 {
		head = w.problems(s.pack.Wrong, s.pack.Mild)
	}
	if s.status != "" {
		head = s.status
	}
	return app.Footer().Class("st-problems").Body(
		app.P().Role("status").Text(head),
		app.Ul().Body(items...),
	)
}

func (s *studio) renderProblem(class, file string, line, column int, text string) app.UI {
	return app.Li().Class(class).Body(
		app.Button().Type("button").Text(text).OnClick(s.onPlace(file, line), file, line),
	)
}

// onPlace gives a handler that opens a file at a line.
func (s *studio) onPlace(file string, line int) app.EventHandler {
	return func(app.Context, app.Event) { s.openFile(s.ownPath(file), line) }
}
