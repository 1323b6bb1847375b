package main

import (
	"cmp"
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach/calendar"
	"objectioncoach/coach/casebook"
)

// shownRows is how many rows of the list are in the document at once.
const shownRows = 50

// shownDue is how many of what is due are listed above the cases.
const shownDue = 5

// caseSorts are the orders of the list.
var caseSorts = [5]casebook.Sort{casebook.ByCreated, casebook.ByChanged, casebook.ByDue, casebook.ByOutcome, casebook.ByProduct}

// dueFilters are the choices of what is due.
var dueFilters = [4]casebook.DueWhen{"", casebook.Overdue, casebook.DueToday, casebook.DueSoon}

// filing is the state of the casebook's screen.
type filing struct {
	draft   *casebook.Draft // the case being written; nil shows the list
	behind  bool            // another tab has changed it meanwhile
	written *casebook.Case  // as it would be kept; nil where something is wrong
	faults  casebook.Faults // what is wrong with it

	query casebook.Query // Skip is the page
	found casebook.Found
	due   casebook.DueList
	typed int // counts what is typed, to tell whether it has paused

	imported   *importing
	exported   *exporting
	wiping     int      // how far clearing the device has come: 0, 1 asked, 2 exported
	guard      string   // what is wrong with the passphrase that was typed
	done       string   // what to say once it is on the device
	undoable   bool     // the status can be taken back
	persisting bool     // the browser has been asked to keep the cases
	expired    []string // cases past their time; nil before they are looked for
	expiring   bool     // they have been exported, and can be deleted
}

// bookChanged counts and finds anew.
func (d *desk) bookChanged() {
	today := d.today()
	d.filing.query.Today = today
	d.filing.due = d.book.Due(today)
	d.find()
	d.looking.stale, d.filing.expired = true, nil
}

// find looks the cases up again, from the page that is shown.
func (d *desk) find() {
	q := &d.filing.query
	q.Count = shownRows
	if d.filing.found = d.book.Query(*q); len(d.filing.found.IDs) == 0 && q.Skip > 0 {
		q.Skip = 0
		d.filing.found = d.book.Query(*q)
	}
}

// renderCases draws the casebook: what is wrong with the store, then the case that is
// open or the list.
func (d *desk) renderCases(w *words) app.UI {
	if d.filing.query.Today != d.today() { // the page stayed open over night
		d.bookChanged()
	}
	section := app.Section().Class("oc-cases").Aria("label", w.cases.title)
	if d.filing.draft != nil {
		return section.Body(d.renderNotices(&w.cases), d.renderForm(w))
	}
	return section.Body(
		d.renderCasesHead(&w.cases),
		d.renderImported(&w.cases),
		d.renderNotices(&w.cases),
		d.renderDue(w),
		d.renderFinder(w),
		d.renderList(w),
		d.renderSettings(&w.cases),
	)
}

// button is a plain button.
func button(class, title string, on app.EventHandler, scope ...any) app.HTMLButton {
	return app.Button().Type("button").Class(class).Text(title).OnClick(on, scope...)
}

func (d *desk) renderCasesHead(w *caseWords) app.UI {
	file := app.Input().ID("oc-import").Type("file").Class("oc-spoken").TabIndex(-1).Aria("hidden", "true").Aria("label", w.chooseFile).
		Accept(".csv,.txt,.jsonl,.json,.ndjson").OnChange(d.onFile)
	return app.Div().Class("oc-cases-head").Body(
		app.H1().Text(w.title),
		app.Span().Class("oc-muted").Text(w.unit(d.book.Len())),
		app.Div().Class("oc-tools").Body(
			button("oc-primary", w.fresh, d.onFresh).ID("oc-case-new"),
			button("oc-quiet", w.in, d.onImport).ID("oc-case-import").Title(w.importWhy),
			app.Details().Class("oc-menu").Body(
				app.Summary().Class("oc-quiet").Text(w.out),
				app.Div().Class("oc-menu-list").Body(
					button("oc-quiet", w.csv, d.onExport("csv"), "csv").ID("oc-out-csv"),
					button("oc-quiet", w.lines, d.onExport("jsonl"), "jsonl").ID("oc-out-jsonl"),
					button("oc-quiet", w.ics, d.onExport("ics"), "ics").ID("oc-out-ics"),
				),
			),
			file,
		),
	)
}

// renderDue lists what is overdue and due today, the longest overdue first.
func (d *desk) renderDue(w *words) app.UI {
	late, today := d.filing.due.Overdue, d.filing.due.Today
	if len(late)+len(today) == 0 {
		return app.Div()
	}
	part := func(title, class string, when casebook.DueWhen, items []casebook.DueItem) app.UI {
		if len(items) == 0 {
			return app.Div()
		}
		var rows []app.UI
		for _, item := range items[:min(len(items), shownDue)] {
			rows = append(rows, app.Li().Body(
				app.Button().Type("button").Class("oc-due-item").OnClick(d.onOpen(item.ID), item.ID).Body(
					app.Span().Class("oc-due-day", class).Text(dayText(item.Day, d.today(), w.lang)),
					app.Span().Text(d.dueTitle(w, item)),
				),
			))
		}
		return app.Div().Body(
			app.H2().Body(app.Span().Text(title+" "), button("oc-quiet", w.cases.unit(len(items)), d.onDue(when), string(when)).Aria("label", title+" "+w.cases.unit(len(items)))),
			app.Ul().Class("oc-due").Body(rows...),
		)
	}
	return app.Div().Class("oc-dues").ID("oc-dues").Body(
		part(w.cases.overdue, "oc-overdue-day", casebook.Overdue, late),
		part(w.cases.dueToday, "oc-today", casebook.DueToday, today),
	)
}

// dueTitle says what is due, and about what.
func (d *desk) dueTitle(w *words, item casebook.DueItem) string {
	what := w.cases.followUp
	if item.Clock != "" {
		if what = item.Title; what == "" {
			what = item.Clock
		}
	}
	if c, ok := d.book.Get(item.ID); ok {
		if about := summaryOf(c.Draft(), w.lang); about != "" {
			what += " · " + about
		}
	}
	return what
}

// summaryOf tells a case in a line: its topics and product, else what was first said.
func summaryOf(draft casebook.Draft, lang string) string {
	s := ""
	for _, id := range draft.Topics {
		s += casebook.Title("topics", id, lang) + " "
	}
	if draft.Product != "" {
		s += "· " + casebook.Title("product", draft.Product, lang)
	}
	if s == "" && len(draft.Turns) > 0 {
		s = short(draft.Turns[0].Text, 24)
	}
	return s
}

// short cuts a text to so many characters.
func short(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}

// dayText writes a day as people do: 11月21日（周六）, with the year where it is another.
func dayText(day, today calendar.Day, lang string) string {
	if !day.Valid() {
		return ""
	}
	year, month, of := day.Date()
	this, _, _ := today.Date()
	if lang == "en" {
		s := [...]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}[day.Weekday()-1] + " " + strconv.Itoa(of) + " " + time.Month(month).String()[:3]
		if year != this {
			s += " " + strconv.Itoa(year)
		}
		return s
	}
	s := strconv.Itoa(month) + "月" + strconv.Itoa(of) + "日（周" + [...]string{"一", "二", "三", "四", "五", "六", "日"}[day.Weekday()-1] + "）"
	if year != this {
		s = strconv.Itoa(year) + "年" + s
	}
	return s
}

// renderFinder draws the one search box, the filters and the order.
func (d *desk) renderFinder(w *words) app.UI {
	q := &d.filing.query
	var sorts, dues []app.UI
	for i, sort := range caseSorts {
		sorts = append(sorts, option(string(sort), w.cases.sorts[i], string(q.Sort)))
	}
	for i, due := range dueFilters {
		dues = append(dues, option(string(due), w.cases.dueFilter[i], string(q.Due)))
	}
	return app.Form().Class("oc-finder").Role("search").OnSubmit(func(_ app.Context, e app.Event) { e.PreventDefault() }).Body(
		app.Input().ID("oc-search").Type("search").Placeholder(w.cases.searchHint).Aria("label", w.cases.search).AutoComplete(false).OnInput(d.onSearch),
		app.Details().Class("oc-filters").Open(d.filtered()).Body(
			app.Summary().Text(w.cases.filters),
			app.Div().Class("oc-filter-form").Body(
				d.renderFilter(w, "topics", q.Topics),
				d.renderFilter(w, "nature", q.Natures),
				d.renderFilter(w, "outcome", q.Outcomes),
				d.renderFilter(w, "technique", q.Techniques),
				d.renderFilter(w, "product", q.Products),
				d.renderFilter(w, "channel", q.Channels),
				app.Label().Body(app.Span().Text(w.cases.followUp), app.Select().Name("due").OnChange(d.onFilter("due"), "due").Body(dues...)),
				app.Label().Body(app.Span().Text(w.cases.sort), app.Select().Name("sort").OnChange(d.onFilter("sort"), "sort").Body(sorts...)),
				button("oc-quiet", w.cases.clear, d.onClearFilters),
			),
		),
	)
}

// filtered reports whether the list is filtered or ordered by hand.
func (d *desk) filtered() bool {
	q := &d.filing.query
	return len(q.Topics)+len(q.Natures)+len(q.Outcomes)+len(q.Techniques)+len(q.Products)+len(q.Channels) > 0 || q.Due != "" || q.Sort != ""
}

func (d *desk) renderFilter(w *words, field string, chosen []string) app.UI {
	one := ""
	if len(chosen) > 0 {
		one = chosen[0]
	}
	options := []app.UI{option("", w.cases.any, one)}
	for _, c := range casebook.Choices(field, w.lang) {
		options = append(options, option(c.ID, c.Title, one))
	}
	return app.Label().Body(app.Span().Text(casebook.Heading(field, w.lang)), app.Select().Name(field).OnChange(d.onFilter(field), field).Body(options...))
}

// option draws one choice. The attribute selected selects whatever its value, so it
// must be left away from the others.
func option(id, title, chosen string) app.UI {
	o := app.Option().Value(id).Text(title)
	if id == chosen {
		o = o.Selected(true)
	}
	return o
}

// onFilter gives a handler that sets one condition of the list.
func (d *desk) onFilter(field string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) { d.filter(field, ctx.JSSrc().Get("value").String()) }
}

func (d *desk) filter(field, value string) {
	q := &d.filing.query
	var list []string
	if value != "" {
		list = []string{value}
	}
	switch field {
	case "topics":
		q.Topics = list
	case "nature":
		q.Natures = list
	case "outcome":
		q.Outcomes = list
	case "technique":
		q.Techniques = list
	case "product":
		q.Products = list
	case "channel":
		q.Channels = list
	case "due":
		q.Due = casebook.DueWhen(value)
	case "sort":
		q.Sort = casebook.Sort(value)
	}
	q.Skip = 0
	d.find()
}

func (d *desk) onDue(when casebook.DueWhen) app.EventHandler {
	return func(app.Context, app.Event) {
		d.filing.query = casebook.Query{Due: when, Today: d.today(), Sort: casebook.ByDue}
		setValue("oc-search", "")
		d.find()
	}
}

func (d *desk) onClearFilters(app.Context, app.Event) {
	d.filing.query = casebook.Query{Today: d.today()}
	setValue("oc-search", "")
	d.find()
}

// searchPause is how long typing rests before the cases are looked up.
const searchPause = 120 * time.Millisecond

func (d *desk) onSearch(ctx app.Context, _ app.Event) {
	text := ctx.JSSrc().Get("value").String()
	d.filing.typed++
	now := d.filing.typed
	ctx.After(searchPause, func(app.Context) {
		if now == d.filing.typed {
			d.filing.query.Text, d.filing.query.Skip = text, 0
			d.find()
		}
	})
}

// setValue changes a box by hand: it is never done by rendering.
func setValue(id, text string) {
	if box := app.Window().GetElementByID(id); box.Truthy() {
		box.Set("value", text)
	}
}

// renderList draws a page of what was found, and the ways to the next ones.
func (d *desk) renderList(w *words) app.UI {
	found, skip := d.filing.found, d.filing.query.Skip
	if len(found.IDs) == 0 {
		empty := w.cases.noneFound
		switch {
		case d.keeping.reading:
			empty = w.cases.reading
		case d.book.Len() == 0:
			empty = w.cases.noCases
		}
		return app.Div().Class("oc-list").ID("oc-list").Body(app.P().Class("oc-muted").Text(empty))
	}
	head := []app.UI{}
	for _, field := range []string{"created", "turns", "topics", "outcome", "technique", "product", "followUp"} {
		head = append(head, app.Th().Scope("col").Text(casebook.Heading(field, w.lang)))
	}
	var rows []app.UI
	for _, id := range found.IDs {
		if c, ok := d.book.Get(id); ok {
			rows = append(rows, d.renderRow(w, c.Draft()))
		}
	}
	return app.Div().Class("oc-list").ID("oc-list").Body(
		app.Table().Body(app.THead().Body(app.Tr().Body(head...)), app.TBody().Body(rows...)),
		app.Div().Class("oc-pages").Body(
			button("oc-quiet", w.cases.previous, d.onPage(-shownRows), "previous").Disabled(skip == 0),
			app.Span().Class("oc-muted").Text(w.cases.page(skip+1, skip+len(found.IDs), found.Total)),
			button("oc-quiet", w.cases.next, d.onPage(shownRows), "next").Disabled(skip+shownRows >= found.Total),
		),
	)
}

func (d *desk) onPage(by int) app.EventHandler {
	return func(app.Context, app.Event) {
		d.filing.query.Skip = max(0, d.filing.query.Skip+by)
		d.find()
	}
}

// renderRow draws a case as a row; narrow screens make a card of it.
func (d *desk) renderRow(w *words, c casebook.Draft) app.UI {
	day, _ := calendar.InShanghai(c.Created)
	said := d.gist(w, &c)
	topics := ""
	for i, id := range c.Topics {
		if i > 0 {
			topics += w.cases.between
		}
		topics += casebook.Title("topics", id, w.lang)
	}
	follow, class := dayText(c.FollowUp, d.today(), w.lang), "oc-muted"
	switch {
	case c.FollowUp == 0:
	case c.FollowedUp != 0:
		follow += " ✓"
	case c.FollowUp < d.today():
		class = "oc-overdue-day"
	case c.FollowUp == d.today():
		class = "oc-today"
	}
	cell := func(field, text string) app.HTMLTd {
		return app.Td().DataSet("field", field).DataSet("head", casebook.Heading(field, w.lang)).Text(text)
	}
	return app.Tr().Body(
		cell("created", dayText(day, d.today(), w.lang)).Class("oc-muted"),
		app.Td().DataSet("field", "turns").Body(
			button("oc-row", short(said, 40), d.onOpen(c.ID), c.ID).Aria("label", w.cases.open+" "+dayText(day, d.today(), w.lang)+" "+short(said, 40)),
		),
		cell("topics", topics),
		cell("outcome", casebook.Title("outcome", c.Outcome, w.lang)),
		cell("technique", casebook.Title("technique", c.Technique, w.lang)),
		cell("product", casebook.Title("product", c.Product, w.lang)),
		cell("followUp", follow).Class(class),
	)
}

// gist gives what a case is known by in a list: what was first said, or else what is
// written of it, also by a procedure.
func (d *desk) gist(w *words, c *casebook.Draft) string {
	if len(c.Turns) > 0 {
		return c.Turns[0].Text
	}
	said := cmp.Or(c.Note, c.Promise)
	if said == "" && len(c.Walk) > 0 {
		said = d.walkGist(w, c)
	}
	return cmp.Or(said, summaryOf(*c, w.lang), w.cases.untitled)
}

// onOpen gives a handler that opens a case.
func (d *desk) onOpen(id string) app.EventHandler {
	return func(app.Context, app.Event) {
		if c, ok := d.book.Get(id); ok {
			d.edit(c.Draft())
		}
	}
}

func (d *desk) onFresh(app.Context, app.Event) { d.begin(casebook.Draft{}) }

// begin opens a new case with what is known of it.
func (d *desk) begin(draft casebook.Draft) {
	now := time.Now().UnixMilli()
	draft.ID, draft.Created, draft.Changed, draft.Outcome = newID(now), now, now, casebook.Outcomes[0]
	d.edit(draft)
}

// edit opens a case to be written.
func (d *desk) edit(draft casebook.Draft) {
	d.filing.draft, d.filing.behind = &draft, false
	d.status, d.filing.undoable = "", false
	d.look()
	if d.ctx != nil {
		d.ctx.Defer(func(app.Context) { d.fillForm() })
	}
}

// closeForm goes back to the list.
func (d *desk) closeForm() {
	d.filing.draft, d.filing.written, d.filing.faults = nil, nil, nil
	if d.ctx != nil {
		text := d.filing.query.Text
		d.ctx.Defer(func(app.Context) {
			setValue("oc-search", text)
			page.Focus("oc-search")
		})
	}
}
