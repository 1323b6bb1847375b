package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach/pack"
	work "objectioncoach/coach/studio"
)

// renderForm draws the entry at hand as fields.
func (s *studio) renderForm(w *formWords) app.UI {
	f := &s.form
	f.boxes = nil
	body := []app.UI{}
	switch {
	case f.item == nil && f.entry.Broken != "":
		body = append(body, app.P().Class("st-mark").Role("alert").Text(w.broken+f.entry.Broken))
	case f.item == nil:
		body = append(body, app.P().Class("oc-muted").Text(w.noEntry))
	default:
		if f.entry.Broken != "" {
			body = append(body, app.P().Class("st-mark").Role("alert").Text(w.broken+f.entry.Broken))
		}
		body = append(body, app.H3().Text(w.sectionTitle(f.entry.Section)+" · "+f.title()))
		body = append(body, s.renderMarks(s.loose()))
		body = append(body, s.renderStruct(w, reflect.ValueOf(f.item).Elem(), "")...)
	}
	form := app.Div().Class("st-form").ID("st-form").Body(body...)
	if f.entry.Broken != "" {
		form = form.Class("st-waits")
	}
	return form
}

// title names the entry at hand.
func (f *form) title() string {
	if id := f.get("id"); id != "" {
		return id
	}
	return fmt.Sprint(f.entry.Nth + 1)
}

// renderMarks draws problems and warnings.
func (s *studio) renderMarks(marks []mark) app.UI {
	var items []app.UI
	for _, m := range marks {
		p := app.P().Class("st-mark").Text(m.Message)
		if m.Warning {
			p = p.Class("st-mild")
		}
		items = append(items, p)
	}
	return app.Div().Class("st-marked").Body(items...)
}

// loose gives the marks that no field takes.
func (s *studio) loose() []mark {
	v := reflect.ValueOf(s.form.item).Elem()
	return slices.DeleteFunc(slices.Clone(s.form.entry.Marks), func(m mark) bool {
		key, _, _ := strings.Cut(strings.TrimPrefix(m.Field, "en:"), ".")
		return fieldOf(v, key).IsValid()
	})
}

// marksOf gives the marks of a field, in both languages: exactly those of it, or, where
// deep is set, those within it that no row takes.
func (s *studio) marksOf(field string, rows int) []mark {
	var list []mark
	for _, m := range s.form.entry.Marks {
		at := strings.TrimPrefix(m.Field, "en:")
		if at == field {
			list = append(list, m)
		}
		if rest, ok := strings.CutPrefix(at, field+"."); ok && rows >= 0 {
			n := 0
			if _, err := fmt.Sscan(rest, &n); err != nil || n >= rows {
				list = append(list, m)
			}
		}
	}
	return list
}

// renderStruct draws the fields of a struct; prefix leads there and ends with a dot.
func (s *studio) renderStruct(w *formWords, v reflect.Value, prefix string) []app.UI {
	var list []app.UI
	for i := range v.NumField() {
		key := keyOf(v.Type().Field(i))
		list = append(list, s.renderField(w, v.Field(i), key, prefix+key))
	}
	return list
}

func (s *studio) renderField(w *formWords, v reflect.Value, key, field string) app.UI {
	title := w.field(key)
	switch {
	case v.Type() == reflect.TypeFor[pack.When]():
		return s.renderGroup(title, field, 0, s.renderWhen(w, v.Interface().(pack.When), field)...)
	case v.Type() == reflect.TypeFor[pack.Text]():
		return s.renderGroup(title, field, -1, s.renderText(w, title, field)...)
	case v.Kind() == reflect.Bool:
		return app.Label().Class("st-tick").Body(s.tick(field), app.Span().Text(title))
	case v.Kind() == reflect.String:
		return s.renderGroup(title, field, -1, s.renderString(w, title, key, field))
	case v.Type() == reflect.TypeFor[[]string]():
		return s.renderGroup(w.noted(title, w.perLine), field, -1, s.box(field, title, "", min(12, max(2, v.Len()))))
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		return s.renderGroup(title, field, v.Len(), s.renderRows(w, v, field)...)
	case v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.Struct:
		return s.renderGroup(title, field, 0, s.renderPart(w, v, title, field)...)
	case v.Kind() == reflect.Struct:
		return s.renderGroup(title, field, 0, s.renderStruct(w, v, field+".")...)
	}
	return app.Div().Hidden(true)
}

// renderGroup draws a field with its title and what is wrong in it.
func (s *studio) renderGroup(title, field string, rows int, body ...app.UI) app.UI {
	marks := s.marksOf(field, rows)
	group := app.Div().Class("st-field").Aria("label", title).Role("group")
	if len(marks) > 0 {
		group = group.Class("st-wrong")
	}
	return group.Body(
		app.Span().Class("st-title").Text(title),
		app.Div().Class("st-boxes").Body(body...),
		s.renderMarks(marks),
	)
}

// box draws a text box of several lines.
func (s *studio) box(field, label, hint string, rows int) app.UI {
	s.form.boxes = append(s.form.boxes, field)
	return app.Textarea().ID("f-"+field).Aria("label", label).Placeholder(hint).Rows(rows).Spellcheck(false).Attr("autocomplete", "off").
		OnInput(s.onBox(field), field).
		On("compositionstart", s.onBoxComposing).
		On("compositionend", s.onBoxComposed(field), field)
}

func (s *studio) tick(field string) app.UI {
	s.form.boxes = append(s.form.boxes, field)
	return app.Input().ID("f-"+field).Type("checkbox").OnChange(s.onChoice(field), field)
}

// renderText draws a text in both languages, beside each other.
func (s *studio) renderText(w *formWords, title, field string) []app.UI {
	further := field + "." + pack.English
	if s.form.english != nil {
		further = "en:" + field
	}
	rows := 1
	if strings.HasSuffix(field, "say") {
		rows = 2
	}
	return []app.UI{
		s.box(field+"."+pack.DefaultLocale, title+" · "+w.language[pack.DefaultLocale], w.language[pack.DefaultLocale], rows),
		s.box(further, title+" · "+w.language[pack.English], w.language[pack.English], rows),
	}
}

// renderString draws a choice where the values are known, else a line to type.
func (s *studio) renderString(w *formWords, title, key, field string) app.UI {
	list := key
	if strings.HasPrefix(field, "techniques.") || strings.HasPrefix(field, "tempting.") {
		list = "technique"
	}
	switch {
	case key == "kind" && strings.HasPrefix(field, "find."): // how a rule is told, and no kind of talk
		list = "find"
	case key == "kind" && s.form.entry.Section == "guards":
		list = "guard"
	}
	if values, ok := s.form.lists[list]; ok && (key != "id" || list == "technique") && list != "pack" && list != "section" && list != "slot" {
		return s.choice(w, field, title, values)
	}
	s.form.boxes = append(s.form.boxes, field)
	return app.Input().ID("f-"+field).Type("text").Aria("label", title).Spellcheck(false).AutoComplete(false).
		OnInput(s.onBox(field), field).
		On("compositionstart", s.onBoxComposing).
		On("compositionend", s.onBoxComposed(field), field)
}

// choice draws a choice of values; the one that is set is among them even if unknown.
func (s *studio) choice(w *formWords, field, label string, values []work.Word) app.UI {
	s.form.boxes = append(s.form.boxes, field)
	options := []app.UI{}
	now := s.form.get(field)
	if !slices.ContainsFunc(values, func(word work.Word) bool { return word.Value == now }) {
		options = append(options, app.Option().Value(now).Text(now))
	}
	for _, word := range values {
		if title := w.values[word.Value]; title != "" {
			word.Title = title
		}
		options = append(options, app.Option().Value(word.Value).Text(w.wordTitle(word)))
	}
	return app.Select().ID("f-"+field).Aria("label", label).OnChange(s.onChoice(field), field).Body(options...)
}

// wordTitle names a value by its title, and by itself.
func (w *formWords) wordTitle(word work.Word) string {
	if word.Title == "" || word.Title == word.Value {
		return word.Value
	}
	return w.noted(word.Title, word.Value)
}

// noted puts a note in brackets behind a text.
func (w *formWords) noted(text, note string) string {
	if w == &englishForms {
		return text + " (" + note + ")"
	}
	return text + "（" + note + "）"
}

// renderRows draws the items of a list, each with what moves it.
func (s *studio) renderRows(w *formWords, v reflect.Value, field string) []app.UI {
	var rows []app.UI
	for i := range v.Len() {
		name := fmt.Sprint(w.field(field), " ", i+1)
		at := fmt.Sprint(field, ".", i)
		marks := s.marksOf(at, -1)
		row := app.Div().Class("st-row").Role("group").Aria("label", name)
		if len(marks) > 0 {
			row = row.Class("st-wrong")
		}
		rows = append(rows, row.Body(
			app.Div().Class("st-row-body").Body(s.renderRow(w, v.Index(i), at+".")...),
			app.Div().Class("st-row-ends").Body(
				s.small("↑", w.up+" "+name, i == 0).OnClick(s.onRow(field, "up", i), field, "up", i),
				s.small("↓", w.down+" "+name, i == v.Len()-1).OnClick(s.onRow(field, "down", i), field, "down", i),
				s.small("×", w.remove+" "+name, false).OnClick(s.onRow(field, "remove", i), field, "remove", i),
			),
			s.renderMarks(marks),
		))
	}
	return append(rows, app.Button().Type("button").Class("oc-quiet").Text("+ "+w.addRow).OnClick(s.onRow(field, "add", v.Len()), field, "add", v.Len()))
}

// renderRow draws the fields of one row without their titles, which the boxes have.
func (s *studio) renderRow(w *formWords, v reflect.Value, prefix string) []app.UI {
	var list []app.UI
	for i := range v.NumField() {
		key := keyOf(v.Type().Field(i))
		title := w.field(key)
		switch of := v.Field(i); {
		case of.Type() == reflect.TypeFor[pack.Text]():
			list = append(list, s.renderText(w, title, prefix+key)...)
		case of.Kind() == reflect.String && key == "say":
			list = append(list, s.box(prefix+key, title, "", 2))
		case of.Kind() == reflect.String:
			list = append(list, s.renderString(w, title, key, prefix+key))
		default:
			list = append(list, s.renderField(w, of, key, prefix+key))
		}
	}
	return list
}

// renderPart draws a part that may be missing.
func (s *studio) renderPart(w *formWords, v reflect.Value, title, field string) []app.UI {
	if v.IsNil() {
		return []app.UI{app.Button().Type("button").Class("oc-quiet").Text("+ "+w.add).Aria("label", w.add+" "+title).OnClick(s.onPart(field, true), field, true)}
	}
	return []app.UI{app.Div().Class("st-row").Body(
		app.Div().Class("st-row-body").Body(s.renderRow(w, v.Elem(), field+".")...),
		app.Div().Class("st-row-ends").Body(s.small("×", w.remove+" "+title, false).OnClick(s.onPart(field, false), field, false)),
	)}
}

func (s *studio) small(sign, label string, off bool) app.HTMLButton {
	return app.Button().Type("button").Class("st-small").Text(sign).Aria("label", label).Title(label).Disabled(off)
}

// renderWhen draws conditions: an axis a line, with its values to take out, and choices to
// add a value or an axis.
func (s *studio) renderWhen(w *formWords, when pack.When, field string) []app.UI {
	v := reflect.ValueOf(when)
	var lines, more []app.UI
	more = append(more, app.Option().Value("").Text("+ "+w.addCondition))
	for i := range v.NumField() {
		axis := keyOf(v.Type().Field(i))
		at := field + "." + axis
		if v.Field(i).IsZero() && !slices.Contains(s.form.opened, at) {
			more = append(more, app.Option().Value(axis).Text(w.field(axis)))
			continue
		}
		lines = append(lines, s.renderAxis(w, v.Field(i), axis, at))
	}
	if len(lines) == 0 {
		lines = append(lines, app.Span().Class("oc-muted").Text(w.anyCase))
	}
	return append(lines, app.Select().ID("f-more-"+field).Aria("label", w.addCondition).OnChange(s.onAxis(field), field).Body(more...))
}

func (s *studio) renderAxis(w *formWords, v reflect.Value, axis, field string) app.UI {
	title := w.field(axis)
	body := []app.UI{app.Span().Class("st-axis").Text(title)}
	if v.Kind() == reflect.Bool {
		return app.Div().Class("st-axis-line").Body(append(body, s.chip(w, "✓", title, field, ""))...)
	}
	values := v.Interface().([]string)
	options := []app.UI{app.Option().Value("").Text("+")}
	titles := map[string]string{}
	for _, word := range s.form.lists[axis] {
		if titles[word.Value] = word.Title; word.Title == "" {
			titles[word.Value] = word.Value
		}
		if !slices.Contains(values, word.Value) {
			options = append(options, app.Option().Value(word.Value).Text(w.wordTitle(word)))
		}
	}
	for _, value := range values {
		shown := titles[value]
		if shown == "" {
			shown = value
		}
		body = append(body, s.chip(w, shown, title+" "+shown, field, value))
	}
	return app.Div().Class("st-axis-line").Body(append(body, app.Select().ID("f-add-"+field).Class("st-plus").Aria("label", w.addValue+" "+title).OnChange(s.onValue(field), field).Body(options...))...)
}

// chip draws a value that a tap takes out.
func (s *studio) chip(w *formWords, shown, name, field, value string) app.UI {
	return app.Button().Type("button").Class("st-chip").Aria("label", w.takeOut+" "+name).Title(value).
		OnClick(s.onNoValue(field, value), field, value).Body(app.Text(shown), app.Span().Aria("hidden", "true").Text(" ×"))
}
