package main

import (
	"encoding/json"
	"fmt"
	"io/fs"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/source"
	work "objectioncoach/coach/studio"
)

// bench is what the worker works at: one pack.
type bench struct {
	below  fs.FS       // the built-in packs
	models work.Models // of the compiled pack that came with them
	draft  draft
	today  string // as the screens last said
	say    tongue // likewise: the language of what is wrong

	workspace *work.Workspace
	trying    trying

	at       int // the request at work
	stopped  bool
	progress func(any)
}

// do answers a request. A fault of a task is an answer too: the pack must outlive it.
func (b *bench) do(r request) (a answer) {
	defer func() {
		if fault := recover(); fault != nil {
			a = answer{ID: r.ID, Error: fmt.Sprint("fault in ", r.Task, ": ", fault)}
		}
	}()
	task, ok := tasks[r.Task]
	if !ok {
		return answer{ID: r.ID, Error: "there is no task " + r.Task}
	}
	b.say = r.Locale == pack.English
	output, files, err := task(b, r)
	if err != nil {
		return answer{ID: r.ID, Error: message.Of(err, r.Locale)}
	}
	return answer{ID: r.ID, Output: output, Files: files}
}

// tasks are what can be asked of the worker. One that changes the pack answers with its
// state.
var tasks = map[string]func(*bench, request) (output any, files [][]byte, err error){
	"load": (*bench).load, "new": (*bench).fresh, "archive": (*bench).archive, "built-ins": (*bench).builtIns,
	"drafts": (*bench).drafts, "keep": (*bench).keep, "resume": (*bench).resume, "forget": (*bench).forget,
	"history": (*bench).past, "travel": (*bench).travel,
	"entry": (*bench).entry, "set": (*bench).set, "add": (*bench).add, "copy": (*bench).copy, "move": (*bench).move, "delete": (*bench).delete,
	"lists": (*bench).lists, "complete": (*bench).complete,
	"find": (*bench).find, "replace": (*bench).replace,
	"table": (*bench).table, "csv": (*bench).csv, "xlsx": (*bench).xlsx, "take-table": (*bench).takeTable, "own": (*bench).own,

	"open":    (*bench).open,
	"edit":    (*bench).edit,
	"undo":    (*bench).undo,
	"redo":    (*bench).redo,
	"text":    (*bench).text,
	"compile": (*bench).compile,

	"against": (*bench).against, "preview": (*bench).preview, "titles": (*bench).titles, "share": (*bench).share,
	"test": (*bench).test, "outcomes": (*bench).outcomes, "retain": (*bench).retain, "lines": (*bench).lines, "results": (*bench).results,
	"guess": (*bench).guess, "teach": (*bench).teach, "take-lesson": (*bench).takeLesson,
	"heat": (*bench).heat, "inspect": (*bench).inspect,
	"signed": (*bench).signed, "issue": (*bench).issue, "seal": (*bench).seal, "print": (*bench).print,
}

// opening is which pack to open; the files of the request are the archive of the
// built-in packs' sources, a compiled pack for its models, its English and the rulebook.
// Without files those of the last opening are taken.
type opening struct {
	ID    string            `json:"id"`
	Files map[string]string `json:"files,omitempty"` // the pack's own files; none for a built-in pack as it is
	Today string            `json:"today"`
}

// state is what the screens show of the pack.
type state struct {
	ID       string       `json:"id"`
	Hash     string       `json:"hash"`
	Paths    []string     `json:"paths"`
	Scripts  []place      `json:"scripts"`
	Entries  []entryPlace `json:"entries"`
	Problems []problem    `json:"problems"`       // the first of them
	Warnings []problem    `json:"warnings"`       // likewise
	Wrong    int          `json:"wrong"`          // problems in all
	Mild     int          `json:"mild"`           // warnings in all
	Undo     string       `json:"undo,omitempty"` // what would be undone
	Redo     string       `json:"redo,omitempty"`
}

// problem is what is wrong, in the words of the screens' language.
type problem struct {
	File    string
	Line    int
	Column  int
	Message string
}

// maxTold bounds the problems that the screens get: nobody reads more, and a file that is
// wrong throughout has tens of thousands.
const maxTold = 200

// told puts the first problems into the words of the screens' language.
func (b *bench) told(problems source.Problems) []problem {
	list := make([]problem, min(len(problems), maxTold))
	for i, p := range problems[:len(list)] {
		list[i] = problem{p.File, p.Line, p.Column, p.Message.In(b.say.locale())}
	}
	return list
}

// String gives the problem with its place, as coach pack check does.
func (p problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// place is where a script stands, for the tree.
type place struct {
	ID   string `json:"id"`
	Path string `json:"path"`
	Line int    `json:"line"`
}

func (b *bench) open(r request) (any, [][]byte, error) {
	var o opening
	if err := json.Unmarshal(r.Input, &o); err != nil {
		return nil, nil, err
	}
	below, models := b.below, b.models
	if len(r.Files) > 0 {
		var err error
		if below, err = work.ReadArchive(r.Files[0]); err != nil {
			return nil, nil, err
		}
		if models, err = modelsOf(r.Files[1:]); err != nil {
			return nil, nil, err
		}
	}
	w, err := work.Open(o.ID, o.Files, below, models)
	if err != nil {
		return nil, nil, err
	}
	b.below, b.models = below, models
	b.begin(w, nil)
	return b.state(o.Today), nil, nil
}

// modelsOf takes the models out of a compiled pack, its English and the rulebook.
func modelsOf(files [][]byte) (work.Models, error) {
	p, err := pack.Open(files[0], files[1])
	if err != nil {
		return work.Models{}, err
	}
	book, err := pack.OpenRules(files[2])
	if err != nil {
		return work.Models{}, err
	}
	var replies *classify.Model = book.Model
	return work.Models{Chinese: p.Model, English: p.English, Replies: replies}, nil
}

func (b *bench) state(today string) state {
	b.today = today
	report := b.workspace.Check(today)
	s := state{ID: b.workspace.ID(), Hash: b.workspace.Hash(), Paths: b.workspace.Paths(), Problems: b.told(report.Problems), Warnings: b.told(report.Warnings), Wrong: len(report.Problems), Mild: len(report.Warnings)}
	for _, e := range b.workspace.Entries() {
		if e.Section == "scripts" {
			s.Scripts = append(s.Scripts, place{e.ID, e.Path, e.Line})
		}
		s.Entries = append(s.Entries, entryPlace{e.Ref, e.ID, e.Line})
	}
	for _, past := range b.workspace.History() {
		if past.Undone && s.Redo == "" {
			s.Redo = past.Label
		}
		if !past.Undone {
			s.Undo = past.Label
		}
	}
	return s
}

// editing is what the writer changed, and when.
type editing struct {
	Label string      `json:"label"`
	At    int64       `json:"at"` // milliseconds since 1970
	Today string      `json:"today"`
	Edits []work.Edit `json:"edits"`
}

func (b *bench) edit(r request) (any, [][]byte, error) {
	var e editing
	if err := json.Unmarshal(r.Input, &e); err != nil {
		return nil, nil, err
	}
	if err := b.workspace.Apply(e.Label, e.At, e.Edits...); err != nil {
		return nil, nil, err
	}
	return b.state(e.Today), nil, nil
}

// undo and redo take the day as their input.
func (b *bench) undo(r request) (any, [][]byte, error) {
	b.workspace.Undo()
	return b.state(dayOf(r)), nil, nil
}

func (b *bench) redo(r request) (any, [][]byte, error) {
	b.workspace.Redo()
	return b.state(dayOf(r)), nil, nil
}

// dayOf reads the input of a task that wants nothing but the day.
func dayOf(r request) string {
	var day string
	json.Unmarshal(r.Input, &day) //nolint:errcheck // without a day, what hangs on it is left out
	return day
}

func (b *bench) text(r request) (any, [][]byte, error) {
	var path string
	if err := json.Unmarshal(r.Input, &path); err != nil {
		return nil, nil, err
	}
	content, ok := b.workspace.Text(path)
	if !ok {
		return nil, nil, message.New("no-file", path)
	}
	return content, nil, nil
}

// compile gives the pack as the widget loads it: the pack, its English, its rulebook.
func (b *bench) compile(request) (any, [][]byte, error) {
	c, err := b.workspace.Compile()
	if err != nil {
		return nil, nil, err
	}
	return nil, [][]byte{c.Pack, c.English, c.Rules}, nil
}
