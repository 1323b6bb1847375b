package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/source"
	work "objectioncoach/coach/studio"
)

// form is the entry at hand. What stands in its boxes is set by hand, never by rendering:
// that would break an input method in the middle of a word.
type form struct {
	entry   entry
	item    any               // as in the boxes: a *pack.Script and so on; nil without an entry
	english *pack.Translation // of a script whose English stands apart
	lists   map[string][]work.Word
	listsOf string // the hash of the pack that lists were made of

	boxes     []string // the fields that are drawn
	opened    []string // axes of conditions that are drawn without a value
	stroke    int
	asking    bool // a change is with the worker
	again     bool // and another one waits
	composing bool
}

// follow shows the entry of a place in the form.
func (s *studio) follow(a asking) {
	s.helper.ask("entry", a, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var e entry
		if err == nil {
			err = json.Unmarshal(output, &e)
		}
		if err != nil {
			s.status = err.Error()
			return
		}
		if s.form.asking || s.form.again {
			return // the form is ahead
		}
		s.take(e)
		s.fill(false)
	}, nil)
}

// take takes an entry into the form.
func (s *studio) take(e entry) {
	f := &s.form
	if e.Item == nil && e.Broken != "" && f.item != nil && e.Path == f.entry.Path {
		f.entry.Broken = e.Broken // the last good state stays
		return
	}
	if e.Ref != f.entry.Ref {
		f.opened = nil
	}
	f.entry, f.item, f.english = e, nil, nil
	if e.Item == nil {
		return
	}
	item, err := itemOf(e.Section, e.Item)
	if err != nil {
		s.status = err.Error()
		return
	}
	f.item = item
	s.drawn(showInTree)
	if script, ok := item.(*pack.Script); ok && (e.English != nil || e.Apart) {
		f.english = &pack.Translation{ID: script.ID, Locale: pack.English}
		if e.English != nil {
			json.Unmarshal(e.English, f.english) //nolint:errcheck // written by the worker
		}
		matchSteps(script, f.english)
	}
}

// showInTree scrolls the tree to the entry at hand.
func showInTree() {
	if at := app.Window().Get("document").Call("querySelector", ".st-script [aria-current]"); at.Truthy() {
		at.Call("scrollIntoView", map[string]any{"block": "nearest"})
	}
}

// matchSteps gives a translation the steps of its script.
func matchSteps(s *pack.Script, t *pack.Translation) {
	t.ID = s.ID
	for len(t.Steps) < len(s.Steps) {
		t.Steps = append(t.Steps, pack.TranslatedStep{})
	}
	t.Steps = t.Steps[:len(s.Steps)]
	for i := range s.Steps {
		t.Steps[i].ID = s.Steps[i].ID
	}
}

// empty reports whether a translation says nothing.
func empty(t *pack.Translation) bool {
	for _, step := range t.Steps {
		if step.Say != "" {
			return false
		}
	}
	return t.Open+t.Closed+t.Show+t.Avoid+t.After == ""
}

// keyOf gives the key under which a field stands in YAML.
func keyOf(f reflect.StructField) string {
	for _, tag := range []string{"yaml", "json"} {
		if key, _, _ := strings.Cut(f.Tag.Get(tag), ","); key != "" && key != "-" {
			return key
		}
	}
	return strings.ToLower(f.Name)
}

// valueAt gives the value of a field such as "steps.0.say" of an item; the zero Value
// where there is none.
func (f *form) valueAt(field string) reflect.Value {
	v := reflect.ValueOf(f.item)
	if rest, ok := strings.CutPrefix(field, "en:"); ok {
		field, v = rest, reflect.ValueOf(f.english)
	}
	for part := range strings.SplitSeq(field, ".") {
		for v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		switch v.Kind() {
		case reflect.Struct:
			v = fieldOf(v, part)
		case reflect.Slice:
			i := 0
			if _, err := fmt.Sscan(part, &i); err != nil || i >= v.Len() {
				return reflect.Value{}
			}
			v = v.Index(i)
		case reflect.Map:
			return v // a text: the part is its language
		default:
			return reflect.Value{}
		}
	}
	return v
}

func fieldOf(v reflect.Value, key string) reflect.Value {
	for i := range v.NumField() {
		if keyOf(v.Type().Field(i)) == key {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}

// get gives what stands in the box of a field.
func (f *form) get(field string) string {
	v := f.valueAt(field)
	switch {
	case !v.IsValid():
		return ""
	case v.Kind() == reflect.Map:
		return v.Interface().(pack.Text)[field[strings.LastIndexByte(field, '.')+1:]]
	case v.Kind() == reflect.Bool:
		return fmt.Sprint(v.Bool())
	case v.Type() == reflect.TypeFor[[]string]():
		return strings.Join(v.Interface().([]string), "\n")
	case v.Kind() == reflect.String:
		return v.String()
	}
	return ""
}

// set puts what was typed into a box into the item.
func (f *form) set(field, value string) {
	v := f.valueAt(field)
	switch {
	case !v.IsValid() || !v.CanSet():
	case v.Kind() == reflect.Map:
		locale := field[strings.LastIndexByte(field, '.')+1:]
		t := pack.Text{}
		for l, said := range v.Interface().(pack.Text) {
			t[l] = said
		}
		if t[locale] = value; value == "" {
			delete(t, locale)
		}
		if len(t) == 0 {
			t = nil
		}
		v.Set(reflect.ValueOf(t))
	case v.Kind() == reflect.Bool:
		v.SetBool(value == "true")
	case v.Type() == reflect.TypeFor[[]string]():
		var list []string
		for line := range strings.Lines(value) {
			if line = strings.TrimSpace(line); line != "" {
				list = append(list, line)
			}
		}
		v.Set(reflect.ValueOf(list))
	case v.Kind() == reflect.String:
		v.SetString(value)
	}
}

// fill sets the boxes of the form to what the item says. While the writer is at a box,
// spared leaves that one alone.
func (s *studio) fill(spared bool) {
	s.ctx.Defer(func(app.Context) {
		document := app.Window().Get("document")
		active := document.Get("activeElement")
		for _, field := range s.form.boxes {
			box := app.Window().GetElementByID("f-" + field)
			if !box.Truthy() || spared && active.Truthy() && active.Equal(box) || s.form.composing && active.Equal(box) {
				continue
			}
			value := s.form.get(field)
			if box.Get("type").String() == "checkbox" {
				box.Set("checked", value == "true")
			} else if box.Get("value").String() != value {
				box.Set("value", value)
			}
		}
		s.placeMarks()
	})
}

// formPause is how long typing in the form rests before the YAML follows.
const formPause = 300 * time.Millisecond

// onBox gives a handler that takes in what is typed into the box of a field.
func (s *studio) onBox(field string) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		if s.form.composing || e.Get("isComposing").Truthy() {
			return
		}
		s.typedBox(field, ctx.JSSrc())
	}
}

func (s *studio) onBoxComposing(app.Context, app.Event) { s.form.composing = true }

func (s *studio) onBoxComposed(field string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		s.form.composing = false
		s.typedBox(field, ctx.JSSrc())
	}
}

func (s *studio) typedBox(field string, box app.Value) {
	if s.form.item == nil {
		return
	}
	s.form.set(field, box.Get("value").String())
	s.form.stroke++
	now := s.form.stroke
	s.ctx.After(formPause, func(app.Context) {
		if now == s.form.stroke {
			s.sendForm()
		}
	})
}

// onChoice gives a handler that takes in a choice or a mark at once.
func (s *studio) onChoice(field string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		box := ctx.JSSrc()
		value := box.Get("value").String()
		if box.Get("type").String() == "checkbox" {
			value = fmt.Sprint(box.Get("checked").Bool())
		}
		s.form.set(field, value)
		s.sendForm()
	}
}

// flushForm sends what was typed and waits for a pause.
func (s *studio) flushForm() {
	if s.form.item != nil && s.formDiffers() {
		s.sendForm()
	}
}

func (s *studio) formDiffers() bool {
	was, err := itemOf(s.form.entry.Section, s.form.entry.Item)
	if err != nil {
		return false
	}
	return text(was) != text(s.form.item) || s.form.english != nil && s.form.entry.English != nil && text(s.form.english) != text(json.RawMessage(s.form.entry.English)) ||
		s.form.english != nil && s.form.entry.English == nil && !empty(s.form.english)
}

// sendForm has the worker write the form into the YAML. One change is under way at a
// time; what is typed meanwhile follows it.
func (s *studio) sendForm() {
	f := &s.form
	f.stroke++
	if f.item == nil || f.entry.Broken != "" {
		return
	}
	if f.asking {
		f.again = true
		return
	}
	if script, ok := f.item.(*pack.Script); ok && f.english != nil {
		matchSteps(script, f.english)
	}
	if !s.formDiffers() {
		return
	}
	id := f.get("id")
	if id == "" {
		id = f.entry.Section
	}
	change := setting{Ref: f.entry.Ref, Item: json.RawMessage(text(f.item)), Label: s.formWords().edited + id, At: time.Now().UnixMilli(), Today: s.today()}
	if f.english != nil && (f.entry.English != nil || !empty(f.english)) {
		change.English = json.RawMessage(text(f.english))
	}
	f.asking, s.status = true, ""
	s.helper.ask("set", change, nil, func(output json.RawMessage, _ [][]byte, err error) {
		again := f.again
		f.asking, f.again = false, false
		ref := change.Ref
		if f.entry.Ref != ref { // another entry was opened meanwhile
			if err != nil {
				s.status = err.Error()
			}
			return
		}
		if err != nil {
			s.status = err.Error()
			return
		}
		sent, english := f.item, f.english
		s.formed(output, again || text(sent) != string(change.Item))
		if again || text(sent) != string(change.Item) {
			f.item, f.english = sent, english
			s.sendForm()
		}
	}, nil)
}

// formed takes in the pack after a change by the form; spared leaves the box alone that
// the writer is at.
func (s *studio) formed(output json.RawMessage, _ bool) {
	var done formed
	if err := json.Unmarshal(output, &done); err != nil {
		s.status = err.Error()
		return
	}
	s.took(json.RawMessage(text(done.State)), nil, nil)
	s.take(done.Entry)
	s.showText(done.Entry.Path, done.Text)
	s.fill(true)
}

// showText puts the text of a file into the box of the YAML, which stays where it was
// scrolled to.
func (s *studio) showText(path, text string) {
	s.editor.hold(path, text)
	text = s.editor.text
	s.ctx.Defer(func(app.Context) {
		box := app.Window().GetElementByID(editorID)
		if !box.Truthy() || box.Get("value").String() == text {
			return
		}
		top := box.Get("scrollTop").Float()
		box.Set("value", text)
		box.Set("scrollTop", top)
	})
}

// onRow gives a handler that adds, takes out or moves a row of a list.
func (s *studio) onRow(field, what string, i int) app.EventHandler {
	return func(app.Context, app.Event) {
		s.changeRow(s.form.valueAt(field), what, i)
		if field == "steps" && s.form.english != nil {
			if _, ok := s.form.item.(*pack.Script); ok {
				s.changeRow(reflect.ValueOf(&s.form.english.Steps).Elem(), what, i)
			}
		}
		s.sendForm()
		s.fill(false)
	}
}

func (s *studio) changeRow(list reflect.Value, what string, i int) {
	if !list.IsValid() || list.Kind() != reflect.Slice || i > list.Len() || what != "add" && i == list.Len() {
		return
	}
	items := reflect.MakeSlice(list.Type(), 0, list.Len()+1)
	items = reflect.AppendSlice(items, list)
	switch what {
	case "add":
		items = reflect.Append(items, fresh(list.Type().Elem()))
	case "remove":
		items = reflect.AppendSlice(items.Slice(0, i), list.Slice(i+1, list.Len()))
	case "up", "down":
		j := i - 1
		if what == "down" {
			j = i + 1
		}
		if j < 0 || j >= list.Len() {
			return
		}
		items.Index(i).Set(list.Index(j))
		items.Index(j).Set(list.Index(i))
	}
	list.Set(items)
}

// fresh gives an item to begin a row with, which says something, so that it can be
// written.
func fresh(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	switch item := v.Addr().Interface().(type) {
	case *pack.Step:
		item.ID, item.Say = "next", pack.Text{pack.DefaultLocale: "…"}
	case *pack.ChosenTechnique:
		item.ID, item.Reason = "inquire", pack.Text{pack.DefaultLocale: "…"}
	}
	return v
}

// onTempting gives or takes away a part that may be missing.
func (s *studio) onPart(field string, give bool) app.EventHandler {
	return func(app.Context, app.Event) {
		v := s.form.valueAt(field)
		if !v.IsValid() || v.Kind() != reflect.Pointer {
			return
		}
		if v.SetZero(); give {
			v.Set(fresh(v.Type().Elem()).Addr())
		}
		s.sendForm()
		s.fill(false)
	}
}

// onAxis draws an axis of conditions that has no value yet.
func (s *studio) onAxis(field string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		axis := ctx.JSSrc().Get("value").String()
		ctx.JSSrc().Set("value", "")
		if axis == "" {
			return
		}
		if v := s.form.valueAt(field + "." + axis); v.IsValid() && v.Kind() == reflect.Bool {
			v.SetBool(true)
			s.sendForm()
			s.fill(false)
			return
		}
		if !slices.Contains(s.form.opened, field+"."+axis) {
			s.form.opened = append(s.form.opened, field+"."+axis)
		}
	}
}

// onValue puts a value to those of an axis.
func (s *studio) onValue(field string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		value := ctx.JSSrc().Get("value").String()
		ctx.JSSrc().Set("value", "")
		v := s.form.valueAt(field)
		if value == "" || !v.IsValid() {
			return
		}
		v.Set(reflect.ValueOf(append(slices.Clone(v.Interface().([]string)), value)))
		s.sendForm()
	}
}

// onNoValue takes a value out of those of an axis.
func (s *studio) onNoValue(field, value string) app.EventHandler {
	return func(app.Context, app.Event) {
		v := s.form.valueAt(field)
		if !v.IsValid() {
			return
		}
		if v.Kind() == reflect.Bool {
			v.SetBool(false)
		} else {
			list := slices.DeleteFunc(slices.Clone(v.Interface().([]string)), func(other string) bool { return other == value })
			if len(list) == 0 {
				list = nil
				s.form.opened = slices.DeleteFunc(s.form.opened, func(axis string) bool { return axis == field })
			}
			v.Set(reflect.ValueOf(list))
		}
		s.sendForm()
	}
}

// change has the worker add, copy, move or delete an entry.
func (s *studio) change(task string, c changing, label string) {
	s.flush()
	c.Label, c.At, c.Today = label, time.Now().UnixMilli(), s.today()
	s.status = ""
	s.helper.ask(task, c, nil, func(output json.RawMessage, _ [][]byte, err error) {
		if err != nil {
			s.status = err.Error()
			return
		}
		s.form.entry = entry{}
		s.form.item = nil
		var done formed
		if err := json.Unmarshal(output, &done); err != nil {
			s.status = err.Error()
			return
		}
		s.view = ""
		closeMenus(nil)
		s.formed(output, false)
		s.fill(false)
		s.status = label
		if done.Entry.Line > 0 {
			s.ctx.Defer(func(app.Context) { showLine(done.Entry.Line) })
		} else if task == "delete" {
			s.follow(asking{Ref: work.Ref{Path: done.Entry.Path}, Line: 0})
		}
	}, nil)
}

// onAdd adds an entry of the section, file and id that were given.
func (s *studio) onAdd(app.Context, app.Event) {
	c := changing{Ref: work.Ref{Path: strings.TrimSpace(valueOf("st-add-file")), Section: valueOf("st-add-section")}, ID: strings.TrimSpace(valueOf("st-add-id"))}
	s.change("add", c, s.formWords().added+c.ID)
}

// onCopyEntry copies the entry under the next free id.
func (s *studio) onCopyEntry(app.Context, app.Event) {
	c := changing{Ref: s.form.entry.Ref, ID: s.freeID(s.form.entry.Section, s.form.entry.ID)}
	s.change("copy", c, s.formWords().copied+c.ID)
}

// freeID gives an id that no entry of a section has: another one with a number behind.
func (s *studio) freeID(section, id string) string {
	taken := map[string]bool{}
	for _, e := range s.pack.Entries {
		if e.Section == section {
			taken[e.ID] = true
		}
	}
	if cut := strings.LastIndexByte(id, '-'); cut > 0 && len(id) > cut+1 && strings.Trim(id[cut+1:], "0123456789") == "" {
		id = id[:cut]
	}
	for n := 2; ; n++ {
		if next := fmt.Sprint(id, "-", n); !taken[next] {
			return next
		}
	}
}

func (s *studio) onMove(app.Context, app.Event) {
	c := changing{Ref: s.form.entry.Ref, To: strings.TrimSpace(valueOf("st-move-file"))}
	s.change("move", c, s.formWords().moved+s.form.entry.ID)
}

func (s *studio) onDelete(app.Context, app.Event) {
	s.change("delete", changing{Ref: s.form.entry.Ref}, s.formWords().deleted+s.form.entry.ID)
}

// closeMenus closes the menus that are open, but the one around an element, if any.
func closeMenus(around app.Value) {
	menus := app.Window().Get("document").Call("querySelectorAll", ".st-menu[open]")
	for i := range menus.Length() {
		if menu := menus.Index(i); around == nil || !menu.Call("contains", around).Bool() {
			menu.Call("removeAttribute", "open")
		}
	}
}

// valueOf reads the box of an id, "" where there is none.
func valueOf(id string) string {
	if box := app.Window().GetElementByID(id); box.Truthy() {
		return box.Get("value").String()
	}
	return ""
}

// askLists gets the values that fields may take, when the pack has changed.
func (s *studio) askLists() {
	if s.form.listsOf == s.pack.Hash {
		return
	}
	hash := s.pack.Hash
	s.form.listsOf = hash
	s.helper.ask("lists", s.words().lang, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var lists map[string][]work.Word
		if err == nil && json.Unmarshal(output, &lists) == nil {
			s.form.lists = lists
			s.fill(true)
		}
	}, nil)
}

// sections are those that can be added to, the usual ones first.
func (s *studio) sections() []string {
	list := []string{"scripts", "cues", "timing", "choices", "closings", "translations"}
	for _, section := range source.Sections() {
		if !slices.Contains(list, section) {
			list = append(list, section)
		}
	}
	return list
}
