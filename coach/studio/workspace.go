// Package studio is what a writer of packs works with: the pack's folder in memory with
// its history, the problems in it as it is typed, forms that change nothing of the YAML
// but what was changed, tables, previews, test sets, coverage, booklets and teaching. It
// has no screen, file or clock: texts, models and the time come in as values.
package studio

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/blake2s"

	"objectioncoach/coach"
	"objectioncoach/coach/classify"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/source"
)

// Bounds of a workspace.
const (
	MaxFiles = 1000     // of the pack's own
	MaxBytes = 48 << 20 // of all of them together
)

// Models are what a pack recognises with until it is taught otherwise: those of the
// compiled pack that was opened.
type Models struct {
	Chinese *classify.Model // what customers say
	English *classify.Model // nil for a pack without English
	Replies *classify.Model // what employees answer; nil leaves scripts unreviewed
}

// Workspace is a pack while it is written: its folder, laid over the packs it may extend.
// It may not be used by several goroutines at once.
type Workspace struct {
	id     string
	files  map[string]string // by path within the pack's folder
	below  fs.FS
	models Models

	history history
	memory  *source.Memory
	checked *checked // of the files as they are; nil after an edit
	good    *source.Source
	coach   *coach.Coach // of good, with the models; nil until it is asked for
	coachOf *source.Source
	book    *pack.Rulebook // of bookOf, with the model of replies; nil until it is asked for
	bookOf  *source.Source
}

// Open begins the work on the pack id, with its files by path within its folder; nil
// takes those that below has of it, so that a built-in pack can be looked at and changed.
// What the pack extends is looked for in below.
func Open(id string, files map[string]string, below fs.FS, models Models) (*Workspace, error) {
	if !ValidID(id) {
		return nil, message.New("pack-name", id)
	}
	if files == nil {
		var err error
		if files, err = filesOf(below, id); err != nil {
			return nil, err
		}
	}
	w := &Workspace{id: id, files: map[string]string{}, below: below, models: models, memory: new(source.Memory)}
	var edits []Edit
	for _, name := range slices.Sorted(maps.Keys(files)) {
		edits = append(edits, Edit{Path: name, Text: files[name]})
	}
	if err := w.refuse(edits); err != nil {
		return nil, err
	}
	maps.Copy(w.files, files)
	return w, nil
}

// ValidID reports whether a pack may be called so: its name stands in addresses and
// files.
func ValidID(id string) bool {
	for i, r := range id {
		if letter := r >= 'a' && r <= 'z'; !letter && (i == 0 || r != '-' && (r < '0' || r > '9')) {
			return false
		}
	}
	return id != ""
}

// filesOf gives the files of a pack's folder in a file system.
func filesOf(fsys fs.FS, id string) (map[string]string, error) {
	files := map[string]string{}
	err := fs.WalkDir(fsys, id, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".yaml") && !strings.HasSuffix(name, ".jsonl") {
			return err
		}
		raw, err := fs.ReadFile(fsys, name)
		files[strings.TrimPrefix(name, id+"/")] = string(raw)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, message.New("no-pack", id)
	}
	return files, err
}

// ID gives the name of the pack, which is that of its folder.
func (w *Workspace) ID() string { return w.id }

// Paths lists the files of the pack's own folder, in order.
func (w *Workspace) Paths() []string { return slices.Sorted(maps.Keys(w.files)) }

// Text gives the text of a file of the pack's own folder.
func (w *Workspace) Text(path string) (string, bool) {
	text, ok := w.files[path]
	return text, ok
}

// Hash is the BLAKE2s-256 of the pack's own files in hexadecimal: equal folders have
// equal hashes.
func (w *Workspace) Hash() string {
	hash, _ := blake2s.New256(nil) // without a key it never fails
	for _, name := range w.Paths() {
		fmt.Fprintf(hash, "%d %s\n%d ", len(name), name, len(w.files[name]))
		hash.Write([]byte(w.files[name]))
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// Edit is what a file becomes: another text, or gone.
type Edit struct {
	Path string `json:"path"` // within the pack's folder
	Text string `json:"text,omitempty"`
	Gone bool   `json:"gone,omitempty"`
}

// Apply makes edits together, as one step that can be undone; at is the moment in
// milliseconds since 1970, and label names the step for the writer. Where one of the
// edits is refused, none is made.
func (w *Workspace) Apply(label string, at int64, edits ...Edit) error {
	if err := w.refuse(edits); err != nil {
		return err
	}
	var made []splice
	for _, edit := range edits {
		before, was := w.files[edit.Path]
		if edit.Gone && !was || !edit.Gone && was && before == edit.Text {
			continue
		}
		made = append(made, spliceOf(edit, before, was))
	}
	if len(made) == 0 {
		return nil
	}
	w.history.add(step{Label: label, At: at, Splices: made})
	for _, s := range made {
		s.do(w.files)
	}
	w.checked = nil
	return nil
}

// refuse tells what keeps edits from being made.
func (w *Workspace) refuse(edits []Edit) error {
	total, count := 0, len(w.files)
	for _, text := range w.files {
		total += len(text)
	}
	seen := map[string]bool{}
	for _, edit := range edits {
		if err := refusePath(edit.Path); err != nil {
			return err
		}
		if seen[edit.Path] {
			return message.New("edited-twice", edit.Path)
		}
		seen[edit.Path] = true
		before, was := w.files[edit.Path]
		if edit.Gone {
			edit.Text = ""
		} else if err := refuseText(edit); err != nil {
			return err
		} else if !was {
			count++
		}
		total += len(edit.Text) - len(before)
	}
	if count > MaxFiles {
		return message.New("many-files", count, MaxFiles)
	}
	if total > MaxBytes {
		return message.New("pack-large", total>>20, MaxBytes>>20)
	}
	return nil
}

func refusePath(path string) error {
	switch {
	case !fs.ValidPath(path) || strings.ContainsAny(path, "\\:\x00"):
		return message.New("no-path", path)
	case !strings.HasSuffix(path, ".yaml") && !strings.HasSuffix(path, ".jsonl"):
		return message.New("no-pack-file", path)
	}
	return nil
}

func refuseText(edit Edit) error {
	limit := source.MaxFile
	if strings.HasSuffix(edit.Path, ".jsonl") {
		limit = source.MaxLines
	}
	switch {
	case len(edit.Text) > limit:
		return message.New("file-large", edit.Path, len(edit.Text), limit)
	case !utf8.ValidString(edit.Text):
		return message.New("text-encoding", edit.Path)
	}
	return nil
}

// whole gives the file system in which the pack is read: its own folder before those
// below.
func (w *Workspace) whole() fs.FS {
	own := folder{}
	for name, text := range w.files {
		own[w.id+"/"+name] = text
	}
	return source.Layers(own, w.below)
}
