package main

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	work "objectioncoach/coach/studio"
)

// pageRows is how many scripts the table shows at a time.
const pageRows = 50

// table is the table of scripts.
type table struct {
	choice   filtering
	from     int
	asked    int
	part     tablePart
	problems []rowProblem // of the table that was taken in last
}

// filtering is how the table is filtered and ordered, as it stands in the boxes.
type filtering struct {
	Pack  string            `json:"pack"`
	Boxes map[string]string `json:"boxes"` // by what they filter; none for an empty one
}

// filterBoxes are what the boxes of the table filter by.
var filterBoxes = []string{"topic", "nature", "emotion", "channel", "product", "segment", "technique", "since", "date", "longer", "text", "order", "own"}

// sinceTimes are the choices of how long ago a script was changed, in milliseconds.
var sinceTimes = map[string]int64{"1": 3600_000, "2": 24 * 3600_000, "3": 7 * 24 * 3600_000}

// filter gives what the boxes say, at a moment in milliseconds since 1970; a day begins by
// the clock of the device.
func (f filtering) filter(now int64) work.Filter {
	of := f.Boxes
	filter := work.Filter{
		Topic: of["topic"], Nature: of["nature"], Emotion: of["emotion"], Channel: of["channel"], Product: of["product"], Segment: of["segment"],
		Technique: of["technique"], Text: strings.TrimSpace(of["text"]), Own: of["own"] != "", Order: of["order"],
	}
	if longer, err := strconv.Atoi(of["longer"]); err == nil && longer > 0 {
		filter.Longer = longer + 1 // longer than
	}
	if since := sinceTimes[of["since"]]; since > 0 {
		filter.Since = now - since
	}
	if day, err := time.ParseInLocation(time.DateOnly, of["date"], time.Local); err == nil {
		filter.Since = max(filter.Since, day.UnixMilli()-1)
	}
	return filter
}

// tabling is what the table shows, from a row on.
func (s *studio) tabling(from int) tabling {
	return tabling{s.table.choice.filter(time.Now().UnixMilli()), s.words().lang, from, pageRows}
}

// filterKey is where the tab remembers how the table is filtered, over a reload.
const filterKey = "objection-coach-studio-table"

// recallFilters takes up how the table of this pack was filtered before a reload.
func (s *studio) recallFilters() {
	var kept filtering
	if raw := app.Window().Get("sessionStorage").Call("getItem", filterKey); raw.Truthy() && json.Unmarshal([]byte(raw.String()), &kept) == nil && kept.Pack == s.pack.ID {
		s.table.choice = kept
	}
}

// fillFilters puts the filters into their boxes, which come anew with the table.
func (s *studio) fillFilters() {
	for _, name := range filterBoxes {
		box := app.Window().GetElementByID("st-by-" + name)
		switch value := s.table.choice.Boxes[name]; {
		case !box.Truthy():
		case name == "own":
			box.Set("checked", value != "")
		case box.Get("value").String() != value:
			box.Set("value", value)
		}
	}
}

// askTable shows the table from a row on.
func (s *studio) askTable(from int) {
	s.table.asked++
	now := s.table.asked
	s.helper.ask("table", s.tabling(from), nil, func(output json.RawMessage, _ [][]byte, err error) {
		if now != s.table.asked {
			return // a later one is on its way
		}
		var part tablePart
		if err == nil {
			err = json.Unmarshal(output, &part)
		}
		if err != nil {
			s.status = err.Error()
			return
		}
		s.table.part, s.table.from = part, from
	}, nil)
}

func (s *studio) renderTable(w *formWords) []app.UI {
	t := &s.table
	var rows []app.UI
	for _, row := range t.part.Rows {
		rows = append(rows, s.renderTableRow(w, row))
	}
	var heads []app.UI
	for _, column := range w.columns {
		heads = append(heads, app.Th().Scope("col").Text(column))
	}
	to := t.from + len(t.part.Rows)
	return []app.UI{
		app.Div().Class("st-line", "st-filters").Body(s.renderFilters(w)...),
		app.Div().Class("st-line").Body(
			app.Span().Role("status").ID("st-count").Text(w.scripts(t.part.All, min(t.from+1, to), to)),
			app.Button().Type("button").Class("oc-quiet").Text(w.before).Disabled(t.from == 0).OnClick(s.onPage(-pageRows), -1),
			app.Button().Type("button").Class("oc-quiet").Text(w.next).Disabled(to >= t.part.All).OnClick(s.onPage(pageRows), 1),
			app.Button().Type("button").Class("oc-quiet").ID("st-to-xlsx").Text(w.toXLSX).OnClick(s.onXLSX),
			app.Button().Type("button").Class("oc-quiet").ID("st-to-csv").Text(w.toCSV).OnClick(s.onCSV),
			app.Label().Class("st-file-button").Body(app.Span().Text(w.fromTable), app.Input().ID("st-from-table").Type("file").Accept(".xlsx,.csv,.txt,.tsv,.xls,text/csv").OnChange(s.onTakeTable)),
		),
		s.renderRowProblems(w),
		app.Div().Class("st-scroll").TabIndex(0).Role("group").Aria("label", w.views["table"]).Body(
			app.Table().Class("st-scripts").Body(app.THead().Body(app.Tr().Body(heads...)), app.TBody().Body(rows...))),
	}
}

func (s *studio) renderRowProblems(w *formWords) app.UI {
	var list []app.UI
	if n := len(s.table.problems); n > 0 {
		list = append(list, app.P().Text(w.csvRefused(n)))
		var items []app.UI
		for _, p := range s.table.problems {
			items = append(items, app.Li().Text(w.row(p.Row, p.Column, p.Message)))
		}
		list = append(list, app.Ul().Body(items...))
	}
	return app.Div().Class("oc-error").Role("alert").ID("st-row-problems").Body(list...)
}

func (s *studio) renderTableRow(w *formWords, row tableRow) app.UI {
	name := []app.UI{app.Button().Type("button").Class("st-go").Text(row.ID).OnClick(s.onScript(row), row.ID, row.File, row.Line)}
	if !row.Own {
		name = []app.UI{app.Span().Text(row.ID), app.Span().Class("oc-muted").Text(w.below + row.File),
			app.Button().Type("button").Class("st-go").Text(w.toOwn).Aria("label", w.toOwn+" "+row.ID).OnClick(s.onOwn(row), row.ID, row.File)}
	}
	cells := []app.UI{app.Th().Scope("row").Body(name...), app.Td().Text(row.Say), app.Td().Class("st-number").Text(w.length(row.Longest)), app.Td().Class("st-changed").Text(w.changed(row.Own, row.Changed))}
	for _, axis := range []struct {
		name   string
		values []string
	}{{"topic", row.For.Topic}, {"nature", row.For.Nature}, {"channel", row.For.Channel}, {"segment", row.For.Segment}, {"technique", []string{row.Technique}}} {
		cells = append(cells, app.Td().Text(s.titles(axis.name, axis.values)))
	}
	return app.Tr().Body(cells...)
}

// titles gives the titles of values of an axis.
func (s *studio) titles(axis string, values []string) string {
	var shown []string
	for _, value := range values {
		title := value
		for _, word := range s.form.lists[axis] {
			if word.Value == value && word.Title != "" {
				title = word.Title
			}
		}
		shown = append(shown, title)
	}
	return strings.Join(shown, " / ")
}

func (s *studio) renderFilters(w *formWords) []app.UI {
	var list []app.UI
	for _, axis := range []string{"topic", "nature", "emotion", "channel", "product", "segment", "technique"} {
		options := []app.UI{app.Option().Value("").Text(w.any)}
		for _, word := range s.form.lists[axis] {
			title := word.Title
			if title == "" {
				title = word.Value
			}
			options = append(options, app.Option().Value(word.Value).Text(title))
		}
		list = append(list, app.Label().Body(app.Span().Text(w.field(axis)), app.Select().ID("st-by-"+axis).OnChange(s.onFilter).Body(options...)))
	}
	var sinces, orders []app.UI
	for i, title := range w.sinces {
		value := ""
		if i > 0 {
			value = strconv.Itoa(i)
		}
		sinces = append(sinces, app.Option().Value(value).Text(title))
	}
	for i, order := range []string{"", work.ByChange, work.ByLength} {
		orders = append(orders, app.Option().Value(order).Text(w.orders[i]))
	}
	return append(list,
		app.Label().Body(app.Span().Text(w.since), app.Select().ID("st-by-since").OnChange(s.onFilter).Body(sinces...)),
		app.Label().Body(app.Span().Text(w.sinceDay), app.Input().ID("st-by-date").Type("date").OnChange(s.onFilter)),
		app.Label().Body(app.Span().Text(w.order), app.Select().ID("st-by-order").OnChange(s.onFilter).Body(orders...)),
		app.Label().Body(app.Span().Text(w.longer), app.Input().ID("st-by-longer").Type("number").Min(0).Max(200).OnInput(s.onFilter)),
		app.Label().Body(app.Span().Text(w.search), app.Input().ID("st-by-text").Type("text").AutoComplete(false).OnInput(s.onFilter)),
		app.Label().Class("st-tick").Body(app.Input().ID("st-by-own").Type("checkbox").OnChange(s.onFilter), app.Span().Text(w.own)),
	)
}

// onFilter reads all filters as they stand in their boxes.
func (s *studio) onFilter(ctx app.Context, e app.Event) {
	if e.Get("isComposing").Truthy() {
		return
	}
	f := filtering{s.pack.ID, map[string]string{}}
	for _, name := range filterBoxes {
		value := valueOf("st-by-" + name)
		if box := app.Window().GetElementByID("st-by-own"); name == "own" && (!box.Truthy() || !box.Get("checked").Bool()) {
			value = ""
		}
		if value != "" {
			f.Boxes[name] = value
		}
	}
	s.table.choice = f
	app.Window().Get("sessionStorage").Call("setItem", filterKey, text(f))
	s.askTable(0)
}

func (s *studio) onPage(by int) app.EventHandler {
	return func(app.Context, app.Event) { s.askTable(max(0, s.table.from+by)) }
}

func (s *studio) onScript(row tableRow) app.EventHandler {
	return func(app.Context, app.Event) { s.openFile(row.Path, row.Line) }
}

// onOwn copies a script of a pack below into this pack.
func (s *studio) onOwn(row tableRow) app.EventHandler {
	return func(app.Context, app.Event) {
		id := s.pack.ID + "-" + row.ID
		s.change("own", changing{Ref: work.Ref{Path: row.File, Section: row.ID}, ID: id}, s.formWords().copied+id)
	}
}

func (s *studio) onCSV(app.Context, app.Event) { s.saveTable("csv", ".csv", "text/csv") }

func (s *studio) onXLSX(app.Context, app.Event) { s.saveTable("xlsx", ".xlsx", workbookType) }

// workbookType is what a workbook is called among kinds of files.
const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// saveTable saves the scripts that the filters pick.
func (s *studio) saveTable(task, ending, kind string) {
	s.helper.ask(task, s.tabling(0), nil, func(_ json.RawMessage, files [][]byte, err error) {
		if err != nil {
			s.status = err.Error()
			return
		}
		saveAs(s.pack.ID+ending, kind, files[0])
	}, nil)
}

// onTakeTable takes in a table, as a whole or not at all.
func (s *studio) onTakeTable(ctx app.Context, _ app.Event) {
	input := ctx.JSSrc()
	if file := input.Get("files").Index(0); file.Truthy() {
		s.takeTable(file)
	}
	input.Set("value", "") // the same may be chosen again
}

// takeTable takes in a table that was chosen or dropped.
func (s *studio) takeTable(file app.Value) {
	if size := file.Get("size").Int(); size > work.MaxTable {
		s.table.problems = []rowProblem{{Message: s.formWords().tooLarge(file.Get("name").String(), size, work.MaxTable)}}
		return
	}
	s.flush()
	s.readTable(file)
}

func (s *studio) tookTable(output json.RawMessage, err error) {
	var done tookTable
	if err == nil {
		err = json.Unmarshal(output, &done)
	}
	if err != nil {
		s.status = err.Error()
		return
	}
	s.table.problems = done.Problems
	if len(done.Problems) > 0 {
		return
	}
	s.took(json.RawMessage(text(done.State)), nil, nil)
	s.reread()
	s.askTable(s.table.from)
	s.status = s.formWords().csvTaken(done.Changed, done.Added, done.Same)
}

func (s *studio) readTable(file app.Value) {
	page.Settle(file.Call("arrayBuffer"), func(buffer app.Value) {
		array := app.Window().Get("Uint8Array").New(buffer)
		s.ctx.Dispatch(func(app.Context) {
			s.helper.ask("take-table", takingTable{s.formWords().imported, time.Now().UnixMilli(), s.today()}, []app.Value{array},
				func(output json.RawMessage, _ [][]byte, err error) { s.tookTable(output, err) }, nil)
		})
	}, func(reason string) { s.ctx.Dispatch(func(app.Context) { s.status = reason }) })
}
