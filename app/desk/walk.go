package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/app/store"
	"objectioncoach/coach/calendar"
	"objectioncoach/coach/casebook"
	"objectioncoach/coach/playbook"
)

// matter is a procedure under way, or at its end.
type matter struct {
	draft   casebook.Draft // the case that keeps it, or is to keep it
	walk    playbook.Walk
	view    playbook.View // of walk; the zero one where the walk is broken
	broken  error         // why the walk kept in the case cannot be gone on with
	kept    bool          // the case is in the book
	visit   int           // counts the steps shown, so that each gets fields of its own
	drawing bool          // the drawing of the procedure is shown
	outcome string        // how it ended, as just chosen

	begun map[string]string // what the fields of this step held when it was come to, by record
	shown map[string]string // what they were last drawn with
	form  map[string]string // what they hold now
	wrong map[string]string // what is wrong with them, by record; "" for the step as a whole
	fault string            // why the case could not be kept
}

// keptWalk is a walk as a case keeps it.
type keptWalk struct {
	playbook.Walk
	Form map[string]string `json:"form,omitempty"` // what was written in the last step so far
}

// start begins a procedure, with what is known of the talk it came from.
func (d *desk) start(id string, talk casebook.Draft) {
	if d.today() == 0 {
		d.status = d.words().cases.clockWrong("")
		return
	}
	walk, err := d.playbook.Start(id, d.today().String())
	if err != nil {
		d.status = d.words().procedures.refused + err.Error()
		return
	}
	talk.ID, talk.Created = newMatterID(), time.Now().UnixMilli()
	m := &matter{draft: talk, walk: walk}
	d.walking.at = m
	d.status = ""
	d.enterStep(m, nil)
}

// newMatterID gives an identity that no other case has: the moment, and some luck for two
// windows at once.
func newMatterID() string {
	return "m" + strconv.FormatInt(time.Now().UnixMilli(), 36) + "-" + strconv.FormatInt(rand.Int64N(36*36*36*36), 36)
}

// resume goes on with a procedure that a case keeps. One that no longer fits is shown
// with the reason, and stays as it was kept.
func (d *desk) resume(id string) {
	c, ok := d.book.Get(id)
	if !ok {
		return
	}
	m := &matter{draft: c.Draft(), kept: true}
	d.walking.at = m
	d.status = ""
	var kept keptWalk
	if m.broken = json.Unmarshal(m.draft.Walk, &kept); m.broken != nil {
		return
	}
	m.walk = kept.Walk
	if _, m.broken = d.playbook.View(m.walk); m.broken == nil {
		d.enterStep(m, kept.Form)
	}
}

// enterStep shows the step a matter has come to, its fields filled with what is given, or
// else with what is known.
func (d *desk) enterStep(m *matter, records map[string]string) {
	view, err := d.playbook.View(m.walk)
	if err != nil { // start, resume and next have seen to it
		m.broken = err
		return
	}
	m.view = view
	m.visit++
	m.wrong, m.fault = nil, ""
	m.begun, m.shown, m.form = map[string]string{}, map[string]string{}, map[string]string{}
	for _, r := range view.State.Record {
		value := records[r.ID]
		if value == "" {
			value = d.known(m, r)
		}
		m.begun[r.ID], m.shown[r.ID], m.form[r.ID] = value, value, value
	}
	d.focusStep()
}

// redraw has the fields drawn anew with what they hold: they were not on the screen.
func (m *matter) redraw() {
	if m != nil && m.form != nil {
		m.visit++
		m.shown = maps.Clone(m.form)
	}
}

// toCase opens the case that keeps a matter. What was written in the step so far goes
// with it.
func (d *desk) toCase(id string) {
	if !d.close() {
		return
	}
	if c, ok := d.book.Get(id); ok {
		d.show(cases)
		d.edit(c.Draft())
	}
}

// toWalk goes on with the procedure of the case that is open. What was changed in the
// case is kept first, as far as it can be.
func (d *desk) toWalk() {
	draft := *d.filing.draft
	if c, ok := d.book.Get(draft.ID); !ok || !reflect.DeepEqual(c.Draft(), draft) {
		d.saveCase()
		if d.filing.draft != nil {
			return // something is wrong with it, which stands beside it
		}
	} else {
		d.closeForm()
	}
	d.show(procedures)
	if d.close() {
		d.resume(draft.ID)
	}
}

// focusStep gives the focus to the step that is open and brings it to the top, below the
// head. The first step stays below the clocks.
func (d *desk) focusStep() {
	if d.ctx == nil {
		return
	}
	d.toTop()
	first := len(d.walking.at.walk.Steps) == 1
	d.ctx.Defer(func(app.Context) {
		heading := app.Window().GetElementByID(stepID)
		if !heading.Truthy() {
			return // another place is shown
		}
		heading.Call("focus", map[string]any{"preventScroll": true})
		if !first {
			heading.Call("scrollIntoView", map[string]any{"block": "start"})
		}
	})
}

// stepID is the id of the heading of the step that is open.
const stepID = "oc-step"

// focus gives the focus to an element once the screen has been drawn.
func (d *desk) focus(id string) {
	if d.ctx != nil {
		d.ctx.Defer(func(app.Context) { page.Focus(id) })
	}
}

// known gives what is known of a record before anybody writes it: the customer's words
// and where they came from; who and how, as written in an earlier step. Days and
// consent are asked anew each time.
func (d *desk) known(m *matter, r playbook.Record) string {
	switch {
	case r.Kind == playbook.Choice:
		for _, option := range r.Choices {
			if option.ID == choiceOfChannel[m.draft.Channel] {
				return option.ID
			}
		}
		return ""
	case r.Kind != playbook.Words:
		return ""
	}
	switch r.ID {
	case "contact", "handed-to", "matter", "wanted", "entry":
		for _, passed := range slices.Backward(m.view.Path) {
			if value := passed.Records[r.ID]; value != "" {
				return value
			}
		}
	}
	switch r.ID {
	case "matter", "what", "entry":
		return d.saidInTalk(m)
	}
	return ""
}

// choiceOfChannel gives the choice that says how a complaint came.
var choiceOfChannel = map[string]string{"branch": "counter", "visit": "counter", "phone": "phone", "chat": "online"}

// maxSaid is how many characters of the talk are taken over: a record is a note.
const maxSaid = 300

// saidInTalk gives the customer's own words, after the product they are about.
func (d *desk) saidInTalk(m *matter) string {
	var said []string
	for _, turn := range m.draft.Turns {
		if turn.Who == casebook.Customer {
			said = append(said, turn.Text)
		}
	}
	text := strings.Join(said, d.words().procedures.pause)
	if product := casebook.Title("product", m.draft.Product, d.words().lang); text != "" && product != "" {
		text = product + d.words().procedures.colon + text
	}
	if utf8.RuneCountInString(text) > maxSaid {
		text = string([]rune(text)[:maxSaid]) + "…"
	}
	return text
}

// next takes the step with an answer, or says at each field what is missing.
func (d *desk) next(m *matter, answer string) {
	m.wrong = d.check(m)
	for _, r := range m.view.State.Record {
		if m.wrong[r.ID] != "" {
			d.focus(fieldID(r))
			return
		}
	}
	walk, err := d.playbook.Next(m.walk, answer, m.form, d.today().String())
	if err != nil {
		m.wrong = map[string]string{"": d.words().procedures.refused + err.Error()}
		return
	}
	m.walk = walk
	d.keepMatter(m, nil)
	fault := m.fault
	d.enterStep(m, nil)
	m.fault = fault
}

// check tells what is wrong with the fields of a step, in words for who fills them.
func (d *desk) check(m *matter) map[string]string {
	p := &d.words().procedures
	wrong := map[string]string{}
	for _, r := range m.view.State.Record {
		value := strings.TrimSpace(m.form[r.ID])
		switch {
		case value == "" && r.Required:
			wrong[r.ID] = p.missing[r.Kind]
		case utf8.RuneCountInString(value) > maxWritten:
			wrong[r.ID] = p.tooLong(maxWritten)
		case r.Kind == playbook.Date && value != "":
			day, err := calendar.ParseDay(value)
			if year, _, _ := day.Date(); err != nil || year < 1992 || year > 2199 {
				wrong[r.ID] = p.noDay
			} else if d.dueRecord(m, r.ID) && day < d.today() {
				wrong[r.ID] = p.past
			}
		}
	}
	return wrong
}

// maxWritten is how many characters a field takes: masking may lengthen what is kept,
// which may have twice as many.
const maxWritten = playbook.MaxRecord / 2

// dueRecord reports whether a record holds a day that is promised.
func (d *desk) dueRecord(m *matter, id string) bool {
	p, _ := d.playbook.Procedure(m.walk.Procedure)
	return slices.ContainsFunc(p.Clocks, func(c playbook.Clock) bool { return c.Due == id })
}

// back takes the last step back, with what was written in it; the first step back is
// the list.
func (d *desk) back(m *matter) {
	n := len(m.walk.Steps)
	if n < 2 {
		d.leave()
		return
	}
	before := m.walk.Steps[n-2].Records
	m.walk = playbook.Back(m.walk)
	d.keepMatter(m, before)
	fault := m.fault
	d.enterStep(m, before)
	m.fault = fault
}

// leave goes back to the list, or on to what was asked for meanwhile.
func (d *desk) leave() {
	if d.close() {
		d.focus(listID)
		d.beginWanted()
	}
}

// close closes what is open. What was written in the step so far is kept; where that
// fails, it stays open until one closes it again.
func (d *desk) close() bool {
	m := d.walking.at
	if m == nil {
		return true
	}
	if m.half() {
		told := m.fault != ""
		d.keepMatter(m, m.form)
		if m.fault != "" && !told {
			m.fault += d.words().procedures.leaveAnyway
			return false
		}
	}
	d.walking.at = nil
	return true
}

// half reports whether something was written in the step that is open since it was kept.
func (m *matter) half() bool { return m.broken == nil && !maps.Equal(m.form, m.begun) }

// keepHalf keeps what was written in the step that is open so far: a page that is out of
// sight may be thrown away.
func (d *desk) keepHalf() {
	if m := d.walking.at; m != nil && m.half() {
		if d.keepMatter(m, m.form); m.fault == "" {
			m.begun = maps.Clone(m.form)
		}
	}
}

// keepMatter keeps a matter in the casebook. What is kept is masked, and so the matter
// goes on with what was kept of it.
func (d *desk) keepMatter(m *matter, form map[string]string) {
	draft, err := d.draftOf(m, form)
	var c casebook.Case
	if err == nil {
		c, err = d.keep(draft)
	}
	if err != nil {
		m.fault = d.words().procedures.notKept + d.reason(err)
		return
	}
	m.draft, m.kept, m.fault = c.Draft(), true, ""
	d.status = d.words().procedures.kept
	var kept keptWalk
	if json.Unmarshal(m.draft.Walk, &kept) != nil {
		return
	}
	if _, err := d.playbook.View(kept.Walk); err == nil {
		m.walk = kept.Walk
	}
}

// draftOf gives the case of a matter as it is to be kept: what the casebook holds of it
// by now, with the walk, its clocks and the day that was promised.
func (d *desk) draftOf(m *matter, form map[string]string) (casebook.Draft, error) {
	draft := m.draft
	if c, ok := d.book.Get(draft.ID); ok {
		draft = c.Draft()
		if !bytes.Equal(draft.Walk, m.draft.Walk) {
			return draft, errors.New(d.words().procedures.elsewhere)
		}
	}
	if m.outcome != "" {
		draft.Outcome = m.outcome
	}
	view, err := d.playbook.View(m.walk)
	if err != nil {
		return draft, err
	}
	if draft.Walk, err = json.Marshal(keptWalk{m.walk, form}); err != nil {
		return draft, err
	}
	draft.Changed = max(changedNow(draft), draft.Created)
	w := d.words()
	clocks := countClocks(d.playbook, view.Timers, d.today())
	procedure, _ := d.playbook.Procedure(m.walk.Procedure)
	draft.Clocks = slices.DeleteFunc(draft.Clocks, func(c casebook.Clock) bool {
		return slices.ContainsFunc(procedure.Clocks, func(o playbook.Clock) bool { return o.ID == c.ID })
	})
	draft.Clocks = append(draft.Clocks, caseClocks(clocks, func(c clock) string {
		return view.Title.In(w.lang) + " · " + c.Title.In(w.lang)
	})...)
	if promise, ok := followUp(clocks); ok {
		draft.FollowUp = promise.due.Day
		draft.FollowedUp, _ = calendar.ParseDay(promise.Stopped) // no day while it runs
		draft.Promise = promise.Title.In(w.lang)
		if about := aboutOf(m.walk); about != "" {
			draft.Promise += w.procedures.colon + about
		}
	}
	return draft, nil
}

// aboutOf gives what a matter is about, as it was recorded.
func aboutOf(w playbook.Walk) string {
	for _, step := range w.Steps {
		for _, id := range []string{"matter", "what", "entry"} {
			if step.Records[id] != "" {
				return step.Records[id]
			}
		}
	}
	return ""
}

// walkGist tells of the procedure of a case which it is, and what it is about.
func (d *desk) walkGist(w *words, c *casebook.Draft) string {
	var kept keptWalk
	if d.playbook == nil || json.Unmarshal(c.Walk, &kept) != nil {
		return ""
	}
	said := kept.Procedure
	if procedure, ok := d.playbook.Procedure(kept.Procedure); ok {
		said = procedure.Title.In(w.lang)
	}
	if about := aboutOf(kept.Walk); about != "" {
		said += w.procedures.colon + about
	}
	return said
}

// reason gives an error in the language of the screen, as far as it has one.
func (d *desk) reason(err error) string {
	var faults casebook.Faults
	switch {
	case errors.Is(err, casebook.ErrFull):
		return d.words().cases.why(store.TooMany)
	case !errors.As(err, &faults):
		return err.Error()
	}
	list := make([]string, len(faults))
	for i, fault := range faults {
		list[i] = fault.Message(d.words().lang)
	}
	return strings.Join(list, d.words().procedures.pause)
}

// settle notes how a matter ended.
func (d *desk) settle(m *matter, outcome string) {
	m.outcome = outcome
	d.keepMatter(m, nil)
	m.outcome = ""
}

// spoken gives a sentence with its day filled in: the one just being promised, the one
// that was promised, or the first on which a clock ends.
func (d *desk) spoken(w *words, m *matter, clocks []clock, sentence string) string {
	if !strings.Contains(sentence, "{date}") {
		return sentence
	}
	said := blank
	today := d.today()
	follow, ok := followUp(clocks)
	first, running := nearest(clocks)
	switch {
	case d.writtenPromise(m) != "":
		said = readDay(w, d.writtenPromise(m), today)
	case ok && follow.Stopped == "":
		said = dayIn(w, follow.due.Day, today)
	case running && !d.asksPromise(m):
		said = dayIn(w, first.due.Day, today)
	}
	return strings.ReplaceAll(sentence, "{date}", said)
}

// blank stands in a sentence for what the speaker has yet to put in.
const blank = "＿＿"

// writtenPromise gives the day that stands in the step's field for a promise.
func (d *desk) writtenPromise(m *matter) string {
	for _, r := range m.view.State.Record {
		if d.dueRecord(m, r.ID) && m.form[r.ID] != "" {
			return m.form[r.ID]
		}
	}
	return ""
}

// asksPromise reports whether the step asks for a day to promise: then no other day is
// put into anybody's mouth.
func (d *desk) asksPromise(m *matter) bool {
	return slices.ContainsFunc(m.view.State.Record, func(r playbook.Record) bool { return d.dueRecord(m, r.ID) })
}
