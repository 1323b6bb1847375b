package main

import (
	"encoding/json"
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"

	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/source"
	work "objectioncoach/coach/studio"
)

// entryPlace is where an entry of the pack stands, for the tree and the form.
type entryPlace struct {
	work.Ref
	ID   string `json:"id"`
	Line int    `json:"line"`
}

// asking names an entry: by its ref, or by a line of a file where the section is "".
type asking struct {
	work.Ref
	Line int `json:"line"`
}

// entry is an entry as the form shows it.
type entry struct {
	work.Ref
	ID        string          `json:"id"`
	Line, End int             // the lines it stands on, from 1, half-open
	Item      json.RawMessage `json:"item,omitempty"` // nil where there is no entry
	// English is the translation that stands elsewhere in the pack, of a script.
	English    json.RawMessage `json:"english,omitempty"`
	EnglishRef work.Ref        `json:"englishRef"`
	// Apart is set where further translations belong into a file of their own.
	Apart bool   `json:"apart"`
	Marks []mark `json:"marks"`
	// Broken says why the file cannot be read.
	Broken string `json:"broken,omitempty"`
}

// mark is a problem or a warning at a field of the form, "" for the entry as a whole. The
// fields of a translation begin with "en:".
type mark struct {
	Field   string `json:"field"`
	Message string `json:"message"`
	Warning bool   `json:"warning"`
}

func (b *bench) entry(r request) (any, [][]byte, error) {
	var a asking
	if err := json.Unmarshal(r.Input, &a); err != nil {
		return nil, nil, err
	}
	return b.entryAt(a), nil, nil
}

// entryAt gives an entry with what is wrong in it.
func (b *bench) entryAt(a asking) entry {
	out := entry{Ref: a.Ref, Marks: []mark{}}
	text, _ := b.workspace.Text(a.Path)
	all := b.workspace.Entries()
	var here []work.Entry
	for _, e := range all {
		if e.Path == a.Path {
			here = append(here, e)
		}
	}
	slices.SortFunc(here, func(a, b work.Entry) int { return a.Line - b.Line })
	at := -1
	for i, e := range here {
		if a.Section != "" && e.Ref == a.Ref || a.Section == "" && e.Line <= max(a.Line, here[0].Line) {
			at = i
		}
	}
	if len(here) == 0 || at < 0 {
		out.Section = ""
		out.Broken = b.brokenAt(a.Path)
		return out
	}
	e := here[at]
	out.Ref, out.ID, out.Line = e.Ref, e.ID, e.Line
	out.End = strings.Count(text, "\n") + 2
	if at+1 < len(here) {
		out.End = here[at+1].Line
	}
	out.Item, _ = json.Marshal(e.Item) // items can always be written
	report := b.workspace.Check(b.today)
	out.Marks = append(out.Marks, b.marks(report.Problems, e, out.End, "", false)...)
	out.Marks = append(out.Marks, b.marks(report.Warnings, e, out.End, "", true)...)
	if e.Section == "scripts" {
		b.besideScript(&out, all, report.Problems)
	}
	return out
}

// besideScript adds the translation of a script.
func (b *bench) besideScript(out *entry, all []work.Entry, problems source.Problems) {
	for i, e := range all {
		t, ok := e.Item.(*pack.Translation)
		if !ok || t.Locale != pack.English {
			continue
		}
		out.Apart = true
		if t.ID != out.ID {
			continue
		}
		out.English, _ = json.Marshal(t)
		out.EnglishRef = e.Ref
		text, _ := b.workspace.Text(e.Path)
		end := strings.Count(text, "\n") + 2
		if i+1 < len(all) && all[i+1].Path == e.Path {
			end = all[i+1].Line
		}
		out.Marks = append(out.Marks, b.marks(problems, e, end, "en:", false)...)
	}
}

// brokenAt tells the first problem of a file that has no entries.
func (b *bench) brokenAt(path string) string {
	for _, p := range b.workspace.Check("").Problems {
		if p.File == b.workspace.ID()+"/"+path {
			return p.In(b.say.locale())
		}
	}
	return ""
}

// marks lists the problems on the lines of an entry, each at its field.
func (b *bench) marks(problems source.Problems, e work.Entry, end int, prefix string, warning bool) []mark {
	var list []mark
	text, _ := b.workspace.Text(e.Path)
	lines := strings.Split(text, "\n")
	for _, p := range problems {
		if p.File == b.workspace.ID()+"/"+e.Path && p.Line >= e.Line && p.Line < end {
			list = append(list, mark{prefix + fieldAt(lines, e.Line, p.Line, p.Column), p.Message.In(b.say.locale()), warning})
		}
	}
	return list
}

// fieldAt tells which field of an item stands at a line and column, all counted from 1,
// when the item begins at a line: its key, and in a list the place there.
func fieldAt(lines []string, begin, line, column int) string {
	if line < 1 || line > len(lines) || begin < 1 {
		return ""
	}
	item := lines[begin-1]
	dash := len(item) - len(strings.TrimLeft(item, " "))
	indent := len(item) - len(strings.TrimLeft(item, " -"))
	if line == begin && strings.HasPrefix(strings.TrimLeft(item, " -"), "{") {
		return keyBefore(item, column)
	}
	nth := -1
	for at := line - 1; at >= begin-1; at-- {
		l := lines[at]
		here := len(l) - len(strings.TrimLeft(l, " -"))
		key, _, ok := strings.Cut(l[min(here, len(l)):], ":")
		listed := strings.HasPrefix(strings.TrimLeft(l, " "), "-") && at != begin-1
		switch {
		case listed && len(l)-len(strings.TrimLeft(l, " ")) >= dash:
			nth++
		case ok && (here == indent) && !strings.ContainsAny(key, " {\"'#"):
			if nth >= 0 {
				return fmt.Sprint(key, ".", nth)
			}
			return key
		}
	}
	return ""
}

// keyBefore gives the key of the outermost braces whose entry stands at a column, from 1.
func keyBefore(line string, column int) string {
	depth, key, begin := 0, "", 0
	quoted := rune(0)
	for i, r := range []rune(line) {
		switch {
		case quoted != 0:
			if r == quoted {
				quoted = 0
			}
		case r == '"' || r == '\'':
			quoted = r
		case r == '{' || r == '[':
			if depth++; depth == 1 {
				begin = i + 1
			}
		case r == '}' || r == ']':
			depth--
		case r == ',' && depth == 1:
			if i+1 >= column {
				return key
			}
			begin, key = i+1, ""
		case r == ':' && depth == 1 && key == "":
			key = strings.TrimSpace(string([]rune(line)[begin:i]))
		}
	}
	return key
}

// setting is what the form holds now.
type setting struct {
	work.Ref
	Item    json.RawMessage `json:"item"`
	English json.RawMessage `json:"english,omitempty"` // the translation of a script; nil for none
	Label   string          `json:"label"`
	At      int64           `json:"at"`
	Today   string          `json:"today"`
}

// formed is the pack after a change by the form: the entry, and the text of its file.
type formed struct {
	State state  `json:"state"`
	Entry entry  `json:"entry"`
	Text  string `json:"text"`
}

func (b *bench) formed(ref work.Ref, today string) formed {
	text, _ := b.workspace.Text(ref.Path)
	return formed{b.state(today), b.entryAt(asking{Ref: ref}), text}
}

// itemOf reads an item of a section.
func itemOf(section string, raw json.RawMessage) (any, error) {
	kind, ok := source.ItemType(section)
	if !ok {
		return nil, message.New("no-section", section)
	}
	item := reflect.New(kind).Interface()
	return item, json.Unmarshal(raw, item)
}

func (b *bench) set(r request) (any, [][]byte, error) {
	var s setting
	if err := json.Unmarshal(r.Input, &s); err != nil {
		return nil, nil, err
	}
	item, err := itemOf(s.Section, s.Item)
	if err != nil {
		return nil, nil, err
	}
	was, err := b.workspace.Entry(s.Ref)
	if err != nil {
		return nil, nil, err
	}
	keepUnwritten(was.Item, item)
	err = b.together(s.Label, s.At, func() error {
		english := b.entryAt(asking{Ref: s.Ref})
		if err := b.workspace.Set(s.Ref, item, s.At); err != nil || s.English == nil {
			return err
		}
		t, err := itemOf("translations", s.English)
		if err != nil {
			return err
		}
		if english.English == nil {
			_, err = b.workspace.Add(b.englishFile(s.Path), "translations", t, s.At)
			return err
		}
		return b.workspace.Set(english.EnglishRef, t, s.At)
	})
	if err != nil {
		return nil, nil, err
	}
	return b.formed(s.Ref, s.Today), nil, nil
}

// englishFile gives the file where the translations of a file of scripts stand.
func (b *bench) englishFile(file string) string { return "en/" + path.Base(file) }

// keepUnwritten puts the fields of an item that JSON leaves out into another.
func keepUnwritten(from, to any) {
	a, b := reflect.ValueOf(from).Elem(), reflect.ValueOf(to).Elem()
	for i := range a.NumField() {
		if a.Type().Field(i).Tag.Get("json") == "-" {
			b.Field(i).Set(a.Field(i))
		}
	}
}

// together makes one step of whatever changes the pack, under a label.
func (b *bench) together(label string, at int64, change func() error) error {
	done := func() int {
		n := 0
		for _, p := range b.workspace.History() {
			if !p.Undone {
				n++
			}
		}
		return n
	}
	n := done()
	err := change()
	after := b.texts()
	for done() > n {
		b.workspace.Undo()
	}
	if err != nil {
		return err
	}
	var edits []work.Edit
	before := b.texts()
	for name, text := range after {
		if was, there := before[name]; !there || was != text {
			edits = append(edits, work.Edit{Path: name, Text: text})
		}
	}
	for name := range before {
		if _, there := after[name]; !there {
			edits = append(edits, work.Edit{Path: name, Gone: true})
		}
	}
	slices.SortFunc(edits, func(a, b work.Edit) int { return strings.Compare(a.Path, b.Path) })
	return b.workspace.Apply(label, at, edits...)
}

func (b *bench) texts() map[string]string {
	texts := map[string]string{}
	for _, name := range b.workspace.Paths() {
		texts[name], _ = b.workspace.Text(name)
	}
	return texts
}

// changing is an entry to add, copy, move or delete.
type changing struct {
	work.Ref
	ID    string `json:"id,omitempty"` // of the new one
	To    string `json:"to,omitempty"` // the file to move to
	Label string `json:"label"`
	At    int64  `json:"at"`
	Today string `json:"today"`
}

// change makes one step of a change of entries and answers with the entry it leads to.
func (b *bench) change(r request, do func(changing) (work.Ref, error)) (any, [][]byte, error) {
	var c changing
	if err := json.Unmarshal(r.Input, &c); err != nil {
		return nil, nil, err
	}
	to := c.Ref
	err := b.together(c.Label, c.At, func() (err error) {
		to, err = do(c)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return b.formed(to, c.Today), nil, nil
}

// add puts an empty entry with an id behind the others of its section.
func (b *bench) add(r request) (any, [][]byte, error) {
	return b.change(r, func(c changing) (work.Ref, error) {
		kind, ok := source.ItemType(c.Section)
		if !ok {
			return work.Ref{}, message.New("no-section", c.Section)
		}
		item := reflect.New(kind).Interface()
		if id := reflect.ValueOf(item).Elem().FieldByName("ID"); id.IsValid() {
			if err := b.freeID(c.Section, c.ID); err != nil {
				return work.Ref{}, err
			}
			id.SetString(c.ID)
		}
		switch item := item.(type) {
		case *pack.Script:
			item.Technique = "inquire"
			item.Steps = []pack.Step{{ID: "accept", Say: pack.Text{pack.DefaultLocale: "…"}}}
		case *pack.Cue:
			item.Phrases = []string{"…"}
		case *pack.Timing:
			item.Decision, item.Reason = pack.Now, pack.Text{pack.DefaultLocale: "…"}
		case *pack.Choice:
			item.Techniques = []pack.ChosenTechnique{{ID: "inquire", Reason: pack.Text{pack.DefaultLocale: "…"}}}
		case *pack.Closing:
			item.Class, item.Title, item.Reason = pack.Fine, pack.Text{pack.DefaultLocale: "…"}, pack.Text{pack.DefaultLocale: "…"}
			item.Say = pack.Text{pack.DefaultLocale: "…"}
		}
		return b.workspace.Add(c.Path, c.Section, item, c.At)
	})
}

// freeID refuses an id that an entry has already, or that is none.
func (b *bench) freeID(section, id string) error {
	if id == "" || strings.ContainsAny(id, " \t\n:{}[],#\"'") {
		return b.say.errorf("%q 不能当编号：用小写字母、数字和短横", "%q is no id: use a-z, 0-9 and hyphens", id)
	}
	for _, e := range b.workspace.Entries() {
		if e.Section == section && e.ID == id {
			return b.say.errorf("%[2]q 已经有了，在 %[3]s（%[1]s）", "%s has %q already, in %s", section, id, e.Path)
		}
	}
	if section == "scripts" {
		for _, row := range b.workspace.Scripts(work.Filter{}) {
			if row.Script.ID == id {
				return b.say.errorf("话术 %q 已经有了，在 %s", "there is a script %q already, in %s", id, row.File)
			}
		}
	}
	return nil
}

// copy puts a copy under another id behind the others; a script's translation with it.
func (b *bench) copy(r request) (any, [][]byte, error) {
	return b.change(r, func(c changing) (work.Ref, error) {
		if err := b.freeID(c.Section, c.ID); err != nil {
			return work.Ref{}, err
		}
		english := b.entryAt(asking{Ref: c.Ref})
		to, err := b.workspace.Copy(c.Ref, c.ID, c.At)
		if err == nil && english.English != nil {
			_, err = b.workspace.Copy(english.EnglishRef, c.ID, c.At)
		}
		return to, err
	})
}

func (b *bench) move(r request) (any, [][]byte, error) {
	return b.change(r, func(c changing) (work.Ref, error) { return b.workspace.Move(c.Ref, c.To, c.At) })
}

// delete takes an entry out; a script's translation with it.
func (b *bench) delete(r request) (any, [][]byte, error) {
	return b.change(r, func(c changing) (work.Ref, error) {
		english := b.entryAt(asking{Ref: c.Ref})
		if err := b.workspace.Delete(c.Ref, c.At); err != nil {
			return c.Ref, err
		}
		if english.English == nil {
			return c.Ref, nil
		}
		for _, e := range b.workspace.Entries() { // it may have stood behind in the same file
			if t, ok := e.Item.(*pack.Translation); ok && t.ID == english.ID && t.Locale == pack.English {
				return c.Ref, b.workspace.Delete(e.Ref, c.At)
			}
		}
		return c.Ref, nil
	})
}

// lists gives the values that fields of forms may take, by key, with their titles in a
// locale, which is the input.
func (b *bench) lists(r request) (any, [][]byte, error) {
	var locale string
	if err := json.Unmarshal(r.Input, &locale); err != nil {
		return nil, nil, err
	}
	out := map[string][]work.Word{}
	p, _ := b.workspace.Good()
	if p == nil {
		p = &pack.Pack{}
	}
	for _, axis := range []string{"kind", "topic", "nature", "emotion", "manner", "merit", "channel", "pattern", "decision", "step", "class", "side"} {
		for _, value := range source.Closed(axis) {
			out[axis] = append(out[axis], work.Word{Value: value, Title: p.LabelTitle(axis, value, locale)})
		}
	}
	for list, of := range map[string]string{"severity": "Rule.severity", "confidence": "Origin.confidence", "find": "Find.kind", "guard": "Guard.kind"} {
		for _, value := range source.Closed(of) {
			out[list] = append(out[list], work.Word{Value: value})
		}
	}
	for _, l := range p.Labels {
		if l.Axis == "product" || l.Axis == "segment" {
			out[l.Axis] = append(out[l.Axis], work.Word{Value: l.ID, Title: l.Title.In(locale)})
		}
	}
	for _, c := range p.Cues {
		out["cue"] = append(out["cue"], work.Word{Value: c.ID})
	}
	for _, t := range p.Techniques {
		out["technique"] = append(out["technique"], work.Word{Value: t.ID, Title: t.Title.In(locale)})
	}
	for _, s := range p.Slots {
		out["slot"] = append(out["slot"], work.Word{Value: s.ID, Title: s.Title.In(locale)})
	}
	for _, section := range source.Sections() {
		out["section"] = append(out["section"], work.Word{Value: section})
	}
	return out, nil, nil
}

// placing is a place in a file, in UTF-16 code units of its text.
type placing struct {
	Path string `json:"path"`
	Text string `json:"text"` // as it stands in the box, which may be ahead of the pack
	At   int    `json:"at"`
}

func (b *bench) complete(r request) (any, [][]byte, error) {
	var p placing
	if err := json.Unmarshal(r.Input, &p); err != nil {
		return nil, nil, err
	}
	if now, ok := b.workspace.Text(p.Path); !ok || now != p.Text {
		return nil, nil, message.New("text-changed")
	}
	return b.workspace.Complete(p.Path, p.At), nil, nil
}
