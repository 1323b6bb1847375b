package main

import (
	"encoding/json"
	"fmt"
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
	filter   work.Filter
	since    int // of the choices of formWords.sinces
	from     int
	asked    int
	part     tablePart
	problems []rowProblem // of the table that was taken in last
}

// sinceTimes are the choices of how long ago a script was changed, in milliseconds.
var sinceTimes = [4]int64{0, 3600_000, 24 * 3600_000, 7 * 24 * 3600_000}

// tabling is what the table shows, from a row on.
func (s *studio) tabling(from int) tabling {
	f := s.table.filter
	if since := sinceTimes[s.table.since]; since > 0 {
		f.Since = time.Now().UnixMilli() - since
	}
	return tabling{f, s.words().lang, from, pageRows}
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
			app.Button().Type("button").Class("oc-quiet").ID("st-to-csv").Text(w.toCSV).OnClick(s.onCSV),
			app.Label().Class("st-file-button").Body(app.Span().Text(w.fromCSV), app.Input().ID("st-from-csv").Type("file").Accept(".csv,text/csv").OnChange(s.onTakeCSV)),
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
	cells := []app.UI{app.Th().Scope("row").Body(name...), app.Td().Text(row.Say)}
	for _, axis := range []struct {
		name   string
		values []string
	}{{"topic", row.For.Topic}, {"nature", row.For.Nature}, {"channel", row.For.Channel}, {"segment", row.For.Segment}, {"technique", []string{row.Technique}}} {
		cells = append(cells, app.Td().Text(s.titles(axis.name, axis.values)))
	}
	return app.Tr().Body(append(cells, app.Td().Class("st-number").Text(w.length(row.Longest)))...)
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
	var sinces []app.UI
	for i, title := range w.sinces {
		sinces = append(sinces, app.Option().Value(fmt.Sprint(i)).Text(title))
	}
	return append(list,
		app.Label().Body(app.Span().Text(w.since), app.Select().ID("st-by-since").OnChange(s.onFilter).Body(sinces...)),
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
	f := work.Filter{
		Topic: valueOf("st-by-topic"), Nature: valueOf("st-by-nature"), Emotion: valueOf("st-by-emotion"), Channel: valueOf("st-by-channel"),
		Product: valueOf("st-by-product"), Segment: valueOf("st-by-segment"), Technique: valueOf("st-by-technique"), Text: strings.TrimSpace(valueOf("st-by-text")),
	}
	fmt.Sscan(valueOf("st-by-longer"), &f.Longer)     //nolint:errcheck // what is no number filters nothing
	fmt.Sscan(valueOf("st-by-since"), &s.table.since) //nolint:errcheck // one of the options
	if f.Longer > 0 {
		f.Longer++ // longer than
	}
	if own := app.Window().GetElementByID("st-by-own"); own.Truthy() {
		f.Own = own.Get("checked").Bool()
	}
	s.table.filter = f
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

func (s *studio) onCSV(app.Context, app.Event) {
	s.helper.ask("csv", s.tabling(0), nil, func(_ json.RawMessage, files [][]byte, err error) {
		if err != nil {
			s.status = err.Error()
			return
		}
		saveAs(s.pack.ID+".csv", "text/csv", files[0])
	}, nil)
}

// onTakeCSV takes in a table, as a whole or not at all.
func (s *studio) onTakeCSV(ctx app.Context, _ app.Event) {
	input := ctx.JSSrc()
	file := input.Get("files").Index(0)
	if !file.Truthy() {
		return
	}
	if file.Get("size").Int() > work.MaxBytes {
		s.table.problems = []rowProblem{{Message: s.formWords().tooLarge(file.Get("name").String(), file.Get("size").Int(), 8<<20)}}
		input.Set("value", "")
		return
	}
	s.readCSV(file)
	input.Set("value", "")
}

func (s *studio) tookTable(output json.RawMessage, err error) {
	var done tookCSV
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
func (s *studio) readCSV(file app.Value) {
	page.Settle(file.Call("arrayBuffer"), func(buffer app.Value) {
		array := app.Window().Get("Uint8Array").New(buffer)
		s.ctx.Dispatch(func(app.Context) {
			s.helper.ask("take-csv", takingCSV{s.formWords().imported, time.Now().UnixMilli(), s.today()}, []app.Value{array},
				func(output json.RawMessage, _ [][]byte, err error) { s.tookTable(output, err) }, nil)
		})
	}, func(reason string) { s.ctx.Dispatch(func(app.Context) { s.status = reason }) })
}
