package casebook

import (
	"errors"
	"iter"
	"slices"
	"strings"
)

// Bounds of a book.
const (
	MaxCases = 200_000
	MaxUndo  = 50 // steps that Undo can take back
)

// Book is a collection of cases. The zero Book is empty and ready to use. It is not
// safe for use by several goroutines at once.
type Book struct {
	entries []*entry
	at      map[string]int // where in entries a case stands, by id
	steps   []step         // what Undo takes back, the latest last
}

// entry is a case with what is searched of it, which is made when it is first needed.
type entry struct {
	c      *Case
	folded string // its texts, folded, a line each; never empty once it is made
	sounds []byte // of folded
}

// step is what one change did: for each case touched, what was there before.
type step []before

type before struct {
	id string
	c  *Case // nil where there was none
}

var (
	errNoCase = errors.New("this is no case: make one with New")
	errThere  = errors.New("there is a case of this id already: change it with Put")
	errGone   = errors.New("there is no case of this id")
)

// ErrFull says that a book has MaxCases cases.
var ErrFull = errors.New("the book is full: export old cases and delete them")

// Add takes a new case into the book. It fails where there is one of its id already,
// and where the book is full.
func (b *Book) Add(c Case) error {
	if _, ok := b.at[c.d.ID]; ok {
		return errThere
	}
	return b.keep(c)
}

// Put takes a changed case into the book, in place of the one of its id.
func (b *Book) Put(c Case) error {
	if _, ok := b.at[c.d.ID]; !ok && c.d.ID != "" {
		return errGone
	}
	return b.keep(c)
}

func (b *Book) keep(c Case) error {
	_, there := b.at[c.d.ID]
	switch {
	case c.d.ID == "":
		return errNoCase
	case !there && len(b.entries) >= MaxCases:
		return ErrFull
	}
	b.remember(step{b.set(c)})
	return nil
}

// Delete takes a case out of the book.
func (b *Book) Delete(id string) error {
	if _, ok := b.at[id]; !ok {
		return errGone
	}
	b.remember(step{b.remove(id)})
	return nil
}

// Undo takes back the latest change: an Add, a Put, a Delete or a whole Merge. It
// gives the ids of the cases that it touched, and none where nothing is left to take
// back.
func (b *Book) Undo() []string {
	if len(b.steps) == 0 {
		return nil
	}
	last := b.steps[len(b.steps)-1]
	b.steps = b.steps[:len(b.steps)-1]
	ids := make([]string, len(last))
	for i, was := range slices.Backward(last) {
		ids[i] = was.id
		if was.c == nil {
			b.remove(was.id)
		} else {
			b.set(*was.c)
		}
	}
	return ids
}

// remember keeps a step for Undo, and forgets the oldest beyond MaxUndo.
func (b *Book) remember(s step) {
	if len(s) == 0 {
		return
	}
	if len(b.steps) == MaxUndo {
		b.steps = slices.Delete(b.steps, 0, 1)
	}
	b.steps = append(b.steps, s)
}

// set puts a case in its place and tells what was there.
func (b *Book) set(c Case) before {
	if b.at == nil {
		b.at = map[string]int{}
	}
	return b.place(&entry{c: &c})
}

// place is set of an entry.
func (b *Book) place(e *entry) before {
	id := e.c.d.ID
	i, ok := b.at[id]
	if !ok {
		b.at[id] = len(b.entries)
		b.entries = append(b.entries, e)
		return before{id, nil}
	}
	was := b.entries[i].c
	b.entries[i] = e
	return before{id, was}
}

// remove takes a case out; the last one takes its place, since a query sorts anyway.
func (b *Book) remove(id string) before {
	i, last := b.at[id], len(b.entries)-1
	was := b.entries[i].c
	b.entries[i] = b.entries[last]
	b.at[b.entries[i].c.d.ID] = i
	b.entries[last] = nil
	b.entries = b.entries[:last]
	delete(b.at, id)
	return before{id, was}
}

// index makes what is searched of a case: every text of it, and its id.
func (e *entry) index() {
	if e.folded != "" {
		return
	}
	var all strings.Builder
	d := &e.c.d
	for _, s := range [...]string{d.ID, d.Note, d.Promise, d.Product, title(products, d.Product, ""), d.Segment, title(segments, d.Segment, "")} {
		all.WriteString(fold(s))
		all.WriteByte('\n')
	}
	for _, turn := range d.Turns {
		all.WriteString(fold(turn.Text))
		all.WriteByte('\n')
	}
	e.folded = all.String()
	e.sounds = sound().append(make([]byte, 0, len(e.folded)/2), e.folded)
}

// overtaken forgets the steps that touched one of some cases, and those before: to take
// them back would undo what was done elsewhere since.
func (b *Book) overtaken(is func(id string) bool) {
	for i, s := range slices.Backward(b.steps) {
		if slices.ContainsFunc(s, func(was before) bool { return is(was.id) }) {
			b.steps = slices.Delete(b.steps, 0, i+1)
			return
		}
	}
}

// Undoable reports whether there is a change that Undo can take back.
func (b *Book) Undoable() bool { return len(b.steps) > 0 }

// Take takes cases into the book as they are stored elsewhere, in place of those of
// their ids. The list is the book's then. Undo does not take it back, nor any change of
// these cases before it. It fails, and takes none, where the book would be too full.
func (b *Book) Take(cases []Case) error {
	fresh := 0
	for i := range cases {
		if cases[i].d.ID == "" {
			return errNoCase
		}
		if _, ok := b.at[cases[i].d.ID]; !ok {
			fresh++
		}
	}
	if len(b.entries)+fresh > MaxCases {
		return ErrFull
	}
	if len(b.steps) > 0 {
		ids := make(map[string]bool, len(cases))
		for i := range cases {
			ids[cases[i].d.ID] = true
		}
		b.overtaken(func(id string) bool { return ids[id] })
	}
	b.entries = slices.Grow(b.entries, fresh)
	if b.at == nil {
		b.at = map[string]int{}
	}
	entries := make([]entry, len(cases)) // room for all at once
	for i := range cases {
		entries[i].c = &cases[i]
		b.place(&entries[i])
	}
	return nil
}

// Drop takes out of the book what is no longer stored elsewhere, as Take does.
func (b *Book) Drop(ids []string) {
	b.overtaken(func(id string) bool { return slices.Contains(ids, id) })
	for _, id := range ids {
		if _, ok := b.at[id]; ok {
			b.remove(id)
		}
	}
}

// Index makes ready for search the next cases that are not yet, as many as most, lest
// the first search do it for all. It reports whether all are ready. Begin with from 0
// and go on with next.
func (b *Book) Index(from, most int) (next int, ready bool) {
	end := min(from+most, len(b.entries))
	for _, e := range b.entries[min(from, end):end] {
		e.index()
	}
	return end, end == len(b.entries)
}

// Get gives the case of an id.
func (b *Book) Get(id string) (Case, bool) {
	i, ok := b.at[id]
	if !ok {
		return Case{}, false
	}
	return *b.entries[i].c, true
}

// Len tells how many cases there are.
func (b *Book) Len() int { return len(b.entries) }

// All gives all cases, as they are at the time of the call, in the order of their
// creation. To change the book meanwhile changes none of them.
func (b *Book) All() iter.Seq[Case] {
	list := make([]*Case, len(b.entries))
	for i, e := range b.entries {
		list[i] = e.c
	}
	slices.SortFunc(list, func(x, y *Case) int { return byCreation(&x.d, &y.d) })
	return func(yield func(Case) bool) {
		for _, c := range list {
			if !yield(*c) {
				return
			}
		}
	}
}
