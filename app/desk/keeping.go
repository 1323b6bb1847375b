package main

import (
	"errors"
	"math/rand/v2"
	"runtime/debug"
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/app/store"
	"objectioncoach/coach/casebook"
)

// firstPage is how many of the newest cases are read before all others: what a screen
// shows of them.
const firstPage = 50

// queued is how much may wait for the store without the screen waiting too.
const queued = 1024

// keeping is how the cases are kept on this device.
type keeping struct {
	shelf   store.Shelf
	work    chan func()          // what the shelf has to do, in order; nil where it is done at once
	failure *store.Failure       // why nothing can be kept, or nothing read
	unsaved map[string]store.Why // cases that could not be written, and why
	spoilt  []store.Spoilt       // records that cannot be read
	read    int                  // cases read so far
	total   int                  // of so many; 0 before that is known
	reading bool
	pending int // changes that are on their way to the store
}

// openStore opens the store of the device and reads what is there.
func (d *desk) openStore() {
	d.keeping = keeping{unsaved: map[string]store.Why{}, work: make(chan func(), queued), reading: true}
	work := d.keeping.work
	go func() {
		for job := range work {
			job()
		}
	}()
	d.behind(func() {
		shelf, err := store.Open()
		d.onScreen(func() {
			if err != nil {
				d.keeping.failure, d.keeping.reading = failureOf(err), false
				return
			}
			d.keeping.shelf = shelf
			d.tellLock()
			shelf.Watch(func(news store.News) { d.onScreen(func() { d.hearNews(news) }) })
			d.readAll()
		})
	})
}

// behind does what the browser must be waited for, behind the screen and in order.
func (d *desk) behind(job func()) {
	if d.keeping.work == nil {
		job()
		return
	}
	d.keeping.work <- job
}

// onScreen goes back to the screen with what was done behind it.
func (d *desk) onScreen(f func()) {
	if d.ctx == nil {
		f()
		return
	}
	d.ctx.Dispatch(func(app.Context) { f() })
}

func failureOf(err error) *store.Failure {
	var f *store.Failure
	if errors.As(err, &f) {
		return f
	}
	if errors.Is(err, casebook.ErrFull) {
		return &store.Failure{Why: store.TooMany}
	}
	return &store.Failure{Why: store.Broken, Detail: err.Error()}
}

// locked reports whether the passphrase is wanted before anything is shown.
func (d *desk) locked() bool { return d.keeping.shelf != nil && d.keeping.shelf.Locked() }

// readAll reads every case, the newest first, while the screen lives on.
func (d *desk) readAll() {
	shelf := d.keeping.shelf
	d.keeping.read, d.keeping.total, d.keeping.spoilt = 0, 0, nil
	if d.keeping.reading = !shelf.Locked(); !d.keeping.reading {
		return
	}
	d.behind(func() {
		// All that is read stays: to look for garbage in it would take most of the time.
		defer debug.SetGCPercent(debug.SetGCPercent(1000))
		err := shelf.Load(firstPage, func(slice store.Slice) bool {
			shown := make(chan bool, 1)
			d.onScreen(func() {
				still := d.keeping.shelf == shelf // the device may have been locked meanwhile
				if still {
					d.takeSlice(slice)
				}
				shown <- still
			})
			return <-shown
		})
		d.onScreen(func() {
			if d.keeping.shelf != shelf {
				return
			}
			d.keeping.reading = false
			if err != nil {
				d.keeping.failure = failureOf(err)
			}
			d.bookChanged()
			d.indexBehind()
		})
		if err == nil {
			go shelf.Tidy() //nolint:errcheck // where it fails, the next opening takes longer
		}
	})
}

// takeSlice takes a part of the store into the book. Only after the first one is the
// list drawn anew: the newest are there then.
func (d *desk) takeSlice(slice store.Slice) {
	first := d.keeping.read == 0
	d.keeping.read += len(slice.Cases) + len(slice.Spoilt)
	d.keeping.total = slice.Total
	d.keeping.spoilt = append(d.keeping.spoilt, slice.Spoilt...)
	if err := d.book.Take(slice.Cases); err != nil {
		d.keeping.failure = failureOf(err)
	}
	if first {
		d.bookChanged()
	}
}

// indexBehind makes the book ready for search bit by bit, between other work. In a
// browser nothing else runs until it sleeps.
func (d *desk) indexBehind() {
	if d.ctx == nil {
		return
	}
	go func() {
		for next, ready := 0, false; !ready; {
			next, ready = d.book.Index(next, 500)
			page.Turn()
		}
	}()
}

// hearNews takes in what another tab changed.
func (d *desk) hearNews(news store.News) {
	if news.All {
		d.reopen()
		return
	}
	ids := slices.DeleteFunc(news.IDs, func(id string) bool {
		// What is being written here stays as it was read: so the writing of it is
		// found to be late.
		held := d.filing.draft != nil && d.filing.draft.ID == id
		d.filing.behind = d.filing.behind || held
		return held || d.keeping.unsaved[id] != ""
	})
	if len(ids) == 0 {
		return
	}
	shelf := d.keeping.shelf
	d.behind(func() {
		slice, err := shelf.Read(ids)
		d.onScreen(func() {
			switch {
			case d.keeping.shelf != shelf:
			case err != nil:
				d.keeping.failure = failureOf(err)
			default:
				_ = d.book.Take(slice.Cases) // as many as there were, or the next reading tells
				d.book.Drop(slice.Gone)
				d.filing.undoable = d.filing.undoable && d.book.Undoable()
				d.bookChanged()
			}
		})
	})
}

// reopen reads everything anew. Cases that could not be written stay, as they are
// nowhere else.
func (d *desk) reopen() {
	d.leave()
	var cases []casebook.Case
	unsaved := d.keeping.unsaved
	for id := range unsaved {
		if c, there := d.book.Get(id); there {
			cases = append(cases, c)
		}
	}
	draft := d.filing.draft
	d.forget()
	d.openStore()
	d.filing.draft, d.keeping.unsaved = draft, unsaved
	_ = d.book.Take(cases) // as many as were there before
}

// forget leaves nothing of the cases in memory.
func (d *desk) forget() {
	if shelf := d.keeping.shelf; shelf != nil {
		d.behind(shelf.Close) // once all is written
	}
	if d.keeping.work != nil {
		close(d.keeping.work)
	}
	d.book, d.keeping, d.filing, d.looking = casebook.Book{}, keeping{}, filing{}, looking{}
	d.status = ""
}

// newID makes an id that no other case has, which sorts by the time it was made and
// looks like nobody's number: it has letters alone.
func newID(now int64) string {
	id := []byte("c-0123456789012345")
	for i := 11; i >= 2; i-- {
		id[i] = byte('a' + now%26)
		now /= 26
	}
	for i := 12; i < len(id); i++ {
		id[i] = byte('a' + rand.IntN(26))
	}
	return string(id)
}

// keep takes a case into the book, new or changed, writes it to the device, and tells
// the page around. The error says what is wrong with the draft, field by field.
func (d *desk) keep(draft casebook.Draft) (casebook.Case, error) {
	c, err := casebook.New(draft)
	if err != nil {
		return casebook.Case{}, err
	}
	if _, there := d.book.Get(c.ID()); there {
		err = d.book.Put(c)
	} else {
		err = d.book.Add(c)
	}
	if err == nil {
		d.write(false, c.ID())
		d.coach.tell("case", map[string]any{"detail": c})
	}
	return c, err
}

// write brings the device in line with the book for some cases, all or none; over
// whatever another tab made of them, if that is wanted. What cannot be written stays in
// the book, marked.
func (d *desk) write(over bool, ids ...string) {
	d.writeThen(over, ids, func(f *store.Failure) { d.written(ids, f) })
}

// writeThen is write with what follows.
func (d *desk) writeThen(over bool, ids []string, then func(*store.Failure)) {
	d.bookChanged()
	changes := make([]store.Change, len(ids))
	for i, id := range ids {
		changes[i] = store.Change{ID: id, Over: over}
		if c, there := d.book.Get(id); there {
			changes[i].Case = &c
		}
	}
	shelf := d.keeping.shelf
	if shelf == nil {
		then(d.unopened())
		return
	}
	d.keeping.pending++
	d.behind(func() {
		err := shelf.Write(changes)
		d.onScreen(func() {
			if d.keeping.shelf == shelf {
				d.keeping.pending--
			}
			if err == nil {
				then(nil)
				return
			}
			if d.keeping.shelf != shelf { // the book was read anew meanwhile, without these
				for _, change := range changes {
					if change.Case != nil {
						_ = d.book.Take([]casebook.Case{*change.Case}) // as many as were there before
					}
				}
			}
			then(failureOf(err))
		})
	})
}

// unopened tells why there is no store to write to.
func (d *desk) unopened() *store.Failure {
	if d.keeping.failure != nil {
		return d.keeping.failure
	}
	return &store.Failure{Why: store.Denied}
}

// written marks cases by how writing them went.
func (d *desk) written(ids []string, f *store.Failure) {
	if d.keeping.unsaved == nil {
		d.keeping.unsaved = map[string]store.Why{}
	}
	if f == nil {
		for _, id := range ids {
			delete(d.keeping.unsaved, id)
		}
		if d.filing.done != "" {
			d.status, d.filing.done, d.filing.undoable = d.filing.done, "", true
		}
		d.askToPersist()
		return
	}
	d.filing.done = ""
	for _, id := range ids {
		d.keeping.unsaved[id] = f.Why
	}
	d.status = d.words().cases.why(f.Why)
	if f.Why == store.Broken {
		d.status += " " + f.Detail
	}
}

// askToPersist asks the browser once, after the first case was kept, not to throw the
// cases away.
func (d *desk) askToPersist() {
	if d.filing.persisting || d.keeping.shelf == nil {
		return
	}
	d.filing.persisting = true
	shelf := d.keeping.shelf
	go shelf.Persist()
}

// writeAgain tries to write what could not be written.
func (d *desk) writeAgain(over bool) {
	var ids []string
	for id, why := range d.keeping.unsaved {
		if over || why != store.Changed {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	d.write(over, ids...)
}

// takeTheirs gives up one's own state of the cases that another tab changed too.
func (d *desk) takeTheirs() {
	var ids []string
	for id, why := range d.keeping.unsaved {
		if why == store.Changed {
			ids = append(ids, id)
			delete(d.keeping.unsaved, id)
		}
	}
	d.hearNews(store.News{IDs: ids})
}
