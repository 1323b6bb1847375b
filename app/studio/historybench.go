package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach/message"
	work "objectioncoach/coach/studio"
)

// draft is how the pack at hand is kept on this device: with its history, in IndexedDB.
type draft struct {
	key       string // "" before it was ever kept
	revision  int    // of what was last kept
	kept      string // the signature then
	untouched string // the signature of a built-in pack as it is, which need not be kept
	beside    map[string]string
}

// signature tells states of the pack apart, also those of equal texts.
func (b *bench) signature() string {
	past := b.workspace.History()
	done := 0
	for _, p := range past {
		if !p.Undone {
			done++
		}
	}
	return fmt.Sprint(b.workspace.Hash(), " ", len(past), " ", done)
}

// aboutDraft describes a draft in the list of them.
type aboutDraft struct {
	Key      string `json:"key"`
	ID       string `json:"id"`
	At       int64  `json:"at"` // milliseconds since 1970
	Files    int    `json:"files"`
	Steps    int    `json:"steps"`
	Revision int    `json:"revision"`
}

// keptDraft is a draft as it is stored.
type keptDraft struct {
	State  json.RawMessage   `json:"state"`
	Beside map[string]string `json:"beside,omitempty"`
}

// keeping is what came of keeping the pack.
type keeping struct {
	Key string `json:"key"`
	// Parted is set where another tab had written the same draft: this one is kept beside
	// it from now on.
	Parted bool `json:"parted"`
}

// keep stores the pack, if it changed since it was last stored. The input is the moment.
func (b *bench) keep(r request) (any, [][]byte, error) {
	var at int64
	if err := json.Unmarshal(r.Input, &at); err != nil {
		return nil, nil, err
	}
	if b.workspace == nil {
		return keeping{}, nil, nil
	}
	d, now := &b.draft, b.signature()
	if now == d.kept || now == d.untouched {
		return keeping{Key: d.key}, nil, nil
	}
	state, err := b.workspace.State()
	if err != nil {
		return nil, nil, err
	}
	raw, err := json.Marshal(keptDraft{state, d.beside})
	if err != nil {
		return nil, nil, err
	}
	about := aboutDraft{d.key, b.workspace.ID(), at, len(b.workspace.Paths()), len(b.workspace.History()), d.revision + 1}
	if about.Key == "" {
		about.Key = fmt.Sprint(about.ID, " ", at)
	}
	store, err := openStore()
	if err != nil {
		return nil, nil, err
	}
	defer store.close()
	parted, err := store.put(about, string(raw), d.revision)
	if err == nil && parted {
		about.Key, about.Revision = fmt.Sprint(about.ID, " ", at, " ", app.Window().Get("crypto").Call("randomUUID").String()), 1
		_, err = store.put(about, string(raw), 0)
	}
	if err != nil {
		return nil, nil, err
	}
	d.key, d.revision, d.kept = about.Key, about.Revision, now
	return keeping{d.key, parted}, nil, nil
}

// drafts lists what is kept, the last one first.
func (b *bench) drafts(request) (any, [][]byte, error) {
	store, err := openStore()
	if err != nil {
		return nil, nil, err
	}
	defer store.close()
	list, err := store.list()
	if err != nil {
		return nil, nil, err
	}
	slices.SortFunc(list, func(a, b aboutDraft) int { return int(b.At - a.At) })
	return list, nil, nil
}

// resuming names a draft to go on with.
type resuming struct {
	Key   string `json:"key"`
	Today string `json:"today"`
}

// resume goes on with a draft, its history included.
func (b *bench) resume(r request) (any, [][]byte, error) {
	var wanted resuming
	if err := json.Unmarshal(r.Input, &wanted); err != nil {
		return nil, nil, err
	}
	store, err := openStore()
	if err != nil {
		return nil, nil, err
	}
	defer store.close()
	about, raw, err := store.get(wanted.Key)
	if err != nil {
		return nil, nil, err
	}
	var kept keptDraft
	if err := json.Unmarshal([]byte(raw), &kept); err != nil {
		return nil, nil, err
	}
	w, err := work.Restore(kept.State, b.over(kept.Beside), b.models)
	if w == nil {
		return nil, nil, err
	}
	b.begin(w, kept.Beside)
	b.draft.key, b.draft.revision, b.draft.untouched = about.Key, about.Revision, ""
	if err == nil {
		b.draft.kept = b.signature()
	}
	return b.state(wanted.Today), nil, nil
}

// forget takes a draft away. The input is its key.
func (b *bench) forget(r request) (any, [][]byte, error) {
	var key string
	if err := json.Unmarshal(r.Input, &key); err != nil {
		return nil, nil, err
	}
	store, err := openStore()
	if err != nil {
		return nil, nil, err
	}
	defer store.close()
	return nil, nil, store.delete(key)
}

// past lists the steps that were made.
func (b *bench) past(request) (any, [][]byte, error) { return b.workspace.History(), nil, nil }

// travelling says how many steps shall be done from now on.
type travelling struct {
	Done  int    `json:"done"`
	Today string `json:"today"`
}

// travel undoes steps, or makes them again, until so many are done.
func (b *bench) travel(r request) (any, [][]byte, error) {
	var t travelling
	if err := json.Unmarshal(r.Input, &t); err != nil {
		return nil, nil, err
	}
	done := 0
	for _, p := range b.workspace.History() {
		if !p.Undone {
			done++
		}
	}
	for ok := true; ok && done > t.Done; done-- {
		_, ok = b.workspace.Undo()
	}
	for ok := true; ok && done < t.Done; done++ {
		_, ok = b.workspace.Redo()
	}
	return b.state(t.Today), nil, nil
}

// store is the place in IndexedDB where drafts are kept: what is told of them in one
// store, their content in another.
type store struct{ db app.Value }

const (
	storeName    = "objection-coach-studio"
	storeAbout   = "about"
	storeContent = "content"
)

var errNoStore = message.New("keeps-nothing")

func openStore() (s store, err error) {
	defer func() {
		if recover() != nil { // denied: asking is what throws
			err = errNoStore
		}
	}()
	indexed := app.Window().Get("indexedDB")
	if !indexed.Truthy() {
		return store{}, errNoStore
	}
	request := indexed.Call("open", storeName, 1)
	grow := app.FuncOf(func(app.Value, []app.Value) any {
		request.Get("result").Call("createObjectStore", storeAbout)
		request.Get("result").Call("createObjectStore", storeContent)
		return nil
	})
	defer grow.Release()
	request.Set("onupgradeneeded", grow)
	db, err := answered(request)
	return store{db}, err
}

func (s store) close() { s.db.Call("close") }

// answered waits for a request of IndexedDB.
func answered(request app.Value) (app.Value, error) {
	done := make(chan error, 1)
	yes := app.FuncOf(func(app.Value, []app.Value) any {
		done <- nil
		return nil
	})
	no := app.FuncOf(func(app.Value, []app.Value) any {
		done <- failureOf(request)
		return nil
	})
	defer yes.Release()
	defer no.Release()
	request.Set("onsuccess", yes)
	request.Set("onerror", no)
	if err := <-done; err != nil {
		return nil, err
	}
	return request.Get("result"), nil
}

func failureOf(of app.Value) error {
	if reason := of.Get("error"); reason.Truthy() {
		return errors.New(reason.Get("message").String())
	}
	return errNoStore
}

// begin begins a transaction over both stores.
func (s store) begin(mode string) (t, about, content app.Value) {
	t = s.db.Call("transaction", []any{storeAbout, storeContent}, mode)
	return t, t.Call("objectStore", storeAbout), t.Call("objectStore", storeContent)
}

// finished waits for the end of a transaction.
func finished(t app.Value) error {
	done := make(chan error, 1)
	yes := app.FuncOf(func(app.Value, []app.Value) any {
		done <- nil
		return nil
	})
	no := app.FuncOf(func(app.Value, []app.Value) any {
		done <- failureOf(t)
		return nil
	})
	defer yes.Release()
	defer no.Release()
	t.Set("oncomplete", yes)
	t.Set("onabort", no)
	return <-done
}

// put stores a draft if the one that is there has the revision that was last seen; else
// it stores nothing and reports that they have parted. Both happen in one transaction,
// so that no tab can write over what another one wrote.
func (s store) put(about aboutDraft, content string, seen int) (parted bool, err error) {
	t, abouts, contents := s.begin("readwrite")
	there := abouts.Call("get", about.Key)
	compare := app.FuncOf(func(app.Value, []app.Value) any {
		var was aboutDraft
		if value := there.Get("result"); value.Truthy() {
			json.Unmarshal([]byte(value.String()), &was) //nolint:errcheck // what cannot be read is of another revision
		}
		if parted = was.Revision != seen; !parted {
			abouts.Call("put", text(about), about.Key)
			contents.Call("put", content, about.Key)
		}
		return nil
	})
	defer compare.Release()
	there.Set("onsuccess", compare)
	err = finished(t)
	return parted, err
}

func (s store) list() ([]aboutDraft, error) {
	_, abouts, _ := s.begin("readonly")
	all, err := answered(abouts.Call("getAll"))
	if err != nil {
		return nil, err
	}
	list := []aboutDraft{}
	for i := range all.Length() {
		var about aboutDraft
		if json.Unmarshal([]byte(all.Index(i).String()), &about) == nil {
			list = append(list, about)
		}
	}
	return list, nil
}

func (s store) get(key string) (about aboutDraft, content string, err error) {
	_, abouts, contents := s.begin("readonly")
	first, second := abouts.Call("get", key), contents.Call("get", key)
	raw, err := answered(second)
	if err == nil && !raw.Truthy() {
		err = message.New("not-kept")
	}
	if err != nil {
		return about, "", err
	}
	return about, raw.String(), json.Unmarshal([]byte(first.Get("result").String()), &about)
}

func (s store) delete(key string) error {
	t, abouts, contents := s.begin("readwrite")
	abouts.Call("delete", key)
	contents.Call("delete", key)
	return finished(t)
}
