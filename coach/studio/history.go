package studio

import (
	"encoding/json"
	"io/fs"
	"maps"
	"strings"

	"objectioncoach/coach/message"
)

// Bounds of what can be undone: older steps are forgotten.
const (
	maxSteps   = 1000
	maxKept    = 16 << 20 // bytes of texts in all steps together
	oneTyping  = 1500     // milliseconds within which typing in one file is one step
	stateShape = 1        // of what State writes
)

// step is a change that is undone as a whole.
type step struct {
	Label   string   `json:"label"`
	At      int64    `json:"at"` // milliseconds since 1970
	Splices []splice `json:"splices"`
}

// splice is what happened to one file: at a byte, one text in place of another.
type splice struct {
	Path    string `json:"path"`
	At      int    `json:"at,omitempty"`
	Out     string `json:"out,omitempty"`
	In      string `json:"in,omitempty"`
	Created bool   `json:"created,omitempty"`
	Removed bool   `json:"removed,omitempty"`
}

// spliceOf gives the least splice that makes an edit of a file that had a text, if it
// was there.
func spliceOf(edit Edit, before string, was bool) splice {
	s := splice{Path: edit.Path, Created: !was, Removed: edit.Gone}
	for s.At < len(before) && s.At < len(edit.Text) && before[s.At] == edit.Text[s.At] {
		s.At++
	}
	same := 0
	for same < len(before)-s.At && same < len(edit.Text)-s.At && before[len(before)-1-same] == edit.Text[len(edit.Text)-1-same] {
		same++
	}
	// The texts of a splice are kept as JSON, which holds whole characters only.
	for s.At > 0 && !(starts(before, s.At) && starts(edit.Text, s.At)) {
		s.At--
	}
	for same > 0 && !(starts(before, len(before)-same) && starts(edit.Text, len(edit.Text)-same)) {
		same--
	}
	s.Out, s.In = before[s.At:len(before)-same], edit.Text[s.At:len(edit.Text)-same]
	return s
}

// starts reports whether a character begins at a byte of a text, or the text ends there.
func starts(text string, at int) bool { return at >= len(text) || text[at]&0xC0 != 0x80 }

// do makes the splice.
func (s splice) do(files map[string]string) {
	before := files[s.Path]
	if s.Removed {
		delete(files, s.Path)
		return
	}
	files[s.Path] = before[:s.At] + s.In + before[s.At+len(s.Out):]
}

// undone gives the splice that takes this one back.
func (s splice) undone() splice {
	return splice{s.Path, s.At, s.In, s.Out, s.Removed, s.Created}
}

// fits reports whether the splice can be made of what is there.
func (s splice) fits(files map[string]string) bool {
	before, there := files[s.Path]
	return there != s.Created && s.At >= 0 && s.At <= len(before) && strings.HasPrefix(before[s.At:], s.Out)
}

// history is what was done, and what of it was undone.
type history struct {
	steps []step
	done  int // of steps, that were not undone
	kept  int // bytes in the splices
}

// add puts a step after those that were done; those that were undone are gone.
func (h *history) add(s step) {
	h.steps = h.steps[:h.done]
	if last, ok := h.last(); ok && continues(*last, s) {
		last.At = s.At
		first, second := &last.Splices[0], s.Splices[0]
		first.In += second.In
		return
	}
	h.steps = append(h.steps, s)
	h.kept = 0
	for _, s := range h.steps {
		h.kept += s.weight()
	}
	for len(h.steps) > 1 && (len(h.steps) > maxSteps || h.kept > maxKept) {
		h.kept -= h.steps[0].weight()
		h.steps = h.steps[1:]
	}
	h.done = len(h.steps)
}

func (h *history) last() (*step, bool) {
	if h.done == 0 {
		return nil, false
	}
	return &h.steps[h.done-1], true
}

func (s step) weight() int {
	n := 0
	for _, sp := range s.Splices {
		n += len(sp.Out) + len(sp.In)
	}
	return n
}

// continues reports whether a step is the next letter of the typing of another: of the
// same name, soon after it, and right behind what that put in.
func continues(first, second step) bool {
	if len(first.Splices) != 1 || len(second.Splices) != 1 || first.Label != second.Label || second.At-first.At > oneTyping {
		return false
	}
	a, b := first.Splices[0], second.Splices[0]
	return a.Path == b.Path && !b.Created && !b.Removed && b.Out == "" && b.At == a.At+len(a.In) && !strings.Contains(a.In, "\n")
}

// Undo takes the last step back and gives its label; false where there is none.
func (w *Workspace) Undo() (label string, ok bool) {
	last, ok := w.history.last()
	if !ok {
		return "", false
	}
	for i := len(last.Splices) - 1; i >= 0; i-- {
		last.Splices[i].undone().do(w.files)
	}
	w.history.done--
	w.checked = nil
	return last.Label, true
}

// Redo makes the step again that was last undone; false where there is none.
func (w *Workspace) Redo() (label string, ok bool) {
	if w.history.done == len(w.history.steps) {
		return "", false
	}
	next := w.history.steps[w.history.done]
	for _, s := range next.Splices {
		s.do(w.files)
	}
	w.history.done++
	w.checked = nil
	return next.Label, true
}

// Past is a step that was made, for a list of them.
type Past struct {
	Label  string   `json:"label"`
	At     int64    `json:"at"` // milliseconds since 1970
	Paths  []string `json:"paths"`
	Undone bool     `json:"undone"`
}

// History lists the steps that can be undone or made again, the oldest first.
func (w *Workspace) History() []Past {
	list := []Past{}
	for i, s := range w.history.steps {
		past := Past{s.Label, s.At, nil, i >= w.history.done}
		for _, sp := range s.Splices {
			past.Paths = append(past.Paths, sp.Path)
		}
		list = append(list, past)
	}
	return list
}

// filesAt gives the files as they were before the first step after a moment that has
// not been undone.
func (w *Workspace) filesAt(moment int64) map[string]string {
	files := maps.Clone(w.files)
	for i := w.history.done - 1; i >= 0 && w.history.steps[i].At > moment; i-- {
		splices := w.history.steps[i].Splices
		for n := len(splices) - 1; n >= 0; n-- {
			splices[n].undone().do(files)
		}
	}
	return files
}

// state is a workspace as it is kept between two visits.
type state struct {
	Shape int               `json:"shape"`
	ID    string            `json:"id"`
	Files map[string]string `json:"files"`
	Hash  string            `json:"hash"`
	Steps []step            `json:"steps"`
	Done  int               `json:"done"`
}

// State gives the workspace with its history as JSON, to be kept and restored.
func (w *Workspace) State() ([]byte, error) {
	return json.Marshal(state{stateShape, w.id, w.files, w.Hash(), w.history.steps, w.history.done})
}

// Restore gives the workspace that State wrote. It fails for anything else, also where
// the files are whole and only the history is damaged: then it gives the workspace
// without a history beside the error.
func Restore(raw []byte, below fs.FS, models Models) (*Workspace, error) {
	var s state
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, message.New("kept-unread", err)
	}
	if s.Shape != stateShape {
		return nil, message.New("kept-shape", s.Shape, stateShape)
	}
	if s.Files == nil {
		s.Files = map[string]string{}
	}
	w, err := Open(s.ID, s.Files, below, models)
	if err != nil {
		return nil, err
	}
	if w.Hash() != s.Hash {
		return nil, message.New("kept-damaged")
	}
	if !s.replays() {
		return w, message.New("history-dropped")
	}
	w.history = history{steps: s.Steps, done: s.Done}
	return w, nil
}

// replays reports whether every step can be undone and made again.
func (s state) replays() bool {
	if s.Done < 0 || s.Done > len(s.Steps) {
		return false
	}
	files := maps.Clone(s.Files)
	for i := s.Done - 1; i >= 0; i-- {
		splices := s.Steps[i].Splices
		for n := len(splices) - 1; n >= 0; n-- {
			if back := splices[n].undone(); !back.fits(files) {
				return false
			} else {
				back.do(files)
			}
		}
	}
	files = maps.Clone(s.Files)
	for _, step := range s.Steps[s.Done:] {
		for _, sp := range step.Splices {
			if !sp.fits(files) {
				return false
			}
			sp.do(files)
		}
	}
	return true
}
