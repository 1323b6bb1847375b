package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"syscall/js"
	"time"

	"github.com/hack-pad/go-indexeddb/idb"
)

const (
	database = "objection-coach"
	// version of the database. In 1 there were cases alone, as JSON; since 2 there are
	// settings, and cases as casebook.Stored writes them, or sealed; since 3 blocks.
	version = 3

	cases    = "cases"    // id → record
	settings = "settings" // name → JSON
	blocks   = "blocks"   // number → records once more, many in one; see blocks_js.go
	fresh    = "fresh"    // id → record, as written since the blocks; empty where it was deleted
	vaultKey = "vault"
	choices  = "choices"
)

// patience is how long the browser may take to open the database: some never answer
// where storage is denied.
const patience = 20 * time.Second

// shelf is the store of a browser.
type shelf struct {
	db     *idb.Database
	raw    js.Value // the same, for what the library does not have
	tokens map[string]uint64
	// mistrusted tells that there are blocks which do not have all.
	mistrusted bool

	vault    string   // what is stored of the passphrase; "" for none
	key      js.Value // that opens the records; undefined while locked
	settings Settings
	channel  js.Value
}

// Open opens the store of this device, makes it where there is none, and brings an
// older one up to date.
func Open() (s Shelf, err error) {
	defer func() {
		if r := recover(); r != nil { // where storage is denied
			err = &Failure{Why: Denied, Detail: detail(r)}
		}
	}()
	if !together.Truthy() {
		return nil, &Failure{Why: Broken, Detail: "a part of this page did not come: reload it"}
	}
	// Asked for like this, it can be caught that it throws.
	global := js.Global().Get("Reflect").Call("get", js.Global(), "indexedDB")
	if !global.Truthy() {
		return nil, &Failure{Why: Denied}
	}
	factory, err := idb.WrapFactory(global)
	if err != nil {
		return nil, failure(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	request, err := factory.Open(context.Background(), database, version, upgrade)
	if err != nil {
		return nil, opening(err)
	}
	raw, err := request.Request.Await(ctx)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, opening(err)
	}
	db, err := request.Result()
	if err != nil {
		return nil, opening(err)
	}
	opened := &shelf{db: db, raw: raw, tokens: map[string]uint64{}}
	if err := opened.readSettings(); err != nil {
		return nil, opening(err)
	}
	if channel := js.Global().Get("BroadcastChannel"); channel.Truthy() {
		opened.channel = channel.New(database)
	}
	return opened, nil
}

// upgrade brings the database from an older version to this one. Records stay as they
// are: Load writes them anew.
func upgrade(db *idb.Database, before, _ uint) error {
	for i, store := range []string{cases, settings, blocks, fresh} {
		if since := [...]uint{1, 2, 3, 3}[i]; before < since {
			if _, err := db.CreateObjectStore(store, idb.ObjectStoreOptions{}); err != nil {
				return err
			}
		}
	}
	return nil
}

// opening tells why the database cannot be opened: whatever is not plain is a denial.
func opening(err error) error {
	f := failure(err)
	name, _, _ := strings.Cut(f.Detail, ":")
	switch {
	case f.Why == Broken && slices.Contains(damages, name):
		f.Why = Corrupt
	case f.Why == Broken || f.Why == Outdated:
		f.Why = Denied
	}
	return f
}

// damages are what browsers name where there is a database, but not ours as it should be.
var damages = []string{"NotFoundError", "UnknownError", "DataError"}

// Erase takes the store off the device without opening it: for one that is Corrupt.
func Erase() error {
	_, err := newRequest(js.Global().Get("indexedDB").Call("deleteDatabase", database)).wait()
	return wrap(err)
}

// kinds are the failures that browsers name.
var kinds = map[string]Why{"QuotaExceededError": Full, "VersionError": Newer, "InvalidStateError": Outdated, "SecurityError": Denied}

// failure tells the kind of an error of the browser.
func failure(err error) *Failure {
	var f *Failure
	if errors.As(err, &f) {
		return f
	}
	said := err.Error() // of a DOMException, its name and a colon first
	if thrown := (js.Error{}); errors.As(err, &thrown) {
		said = thrown.Get("name").String() + ": " + thrown.Get("message").String()
	}
	name, _, _ := strings.Cut(said, ":")
	if why, known := kinds[name]; known {
		return &Failure{Why: why, Detail: said}
	}
	return &Failure{Why: Broken, Detail: said}
}

func detail(thrown any) string {
	if err, ok := thrown.(error); ok {
		return err.Error()
	}
	return ""
}

// stores are those of a transaction.
type stores struct{ cases, settings, blocks, fresh *idb.ObjectStore }

// transaction runs f in one transaction over all stores, and waits until it is over.
// Where f fails, nothing of it is done.
func (s *shelf) transaction(mode idb.TransactionMode, f func(stores) error) error {
	tx, err := s.db.Transaction(mode, cases, settings, blocks, fresh)
	if err != nil {
		return failure(err)
	}
	var in stores
	for name, store := range map[string]**idb.ObjectStore{cases: &in.cases, settings: &in.settings, blocks: &in.blocks, fresh: &in.fresh} {
		if *store, err = tx.ObjectStore(name); err != nil {
			return failure(err)
		}
	}
	if err := f(in); err != nil {
		tx.Abort() //nolint:errcheck // it may be over already
		return failure(err)
	}
	if err := tx.Await(context.Background()); err != nil {
		return failure(err)
	}
	if err := tx.Err(); err != nil {
		return failure(err)
	}
	return nil
}

// get waits for a value of a store.
func get(from *idb.ObjectStore, key string) (js.Value, error) {
	request, err := from.Get(js.ValueOf(key))
	if err != nil {
		return js.Undefined(), err
	}
	return request.Await(context.Background())
}

// text gives a stored string, or "".
func text(v js.Value) string {
	if v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

func (s *shelf) readSettings() error {
	return s.transaction(idb.TransactionReadOnly, func(in stores) error {
		vault, err := get(in.settings, vaultKey)
		if err != nil {
			return err
		}
		chosen, err := get(in.settings, choices)
		if err != nil {
			return err
		}
		if text(vault) != s.vault {
			s.vault, s.key = text(vault), js.Undefined()
		}
		s.settings = Settings{}
		_ = json.Unmarshal([]byte(text(chosen)), &s.settings) // what cannot be read is as if it was not chosen
		return nil
	})
}

func (s *shelf) Settings() Settings { return s.settings }

func (s *shelf) SetSettings(chosen Settings) error {
	written, err := json.Marshal(chosen)
	if err != nil {
		return failure(err)
	}
	err = s.transaction(idb.TransactionReadWrite, func(in stores) error {
		_, err := in.settings.PutKey(js.ValueOf(choices), js.ValueOf(string(written)))
		return err
	})
	if err == nil {
		s.settings = chosen
	}
	return err
}

func (s *shelf) Clear() error {
	err := s.transaction(idb.TransactionReadWrite, func(in stores) error {
		return clearAll(in.cases, in.settings, in.blocks, in.fresh)
	})
	if err == nil {
		s.tokens, s.vault, s.key, s.settings = map[string]uint64{}, "", js.Undefined(), Settings{}
		s.announce(News{All: true})
	}
	return err
}

func clearAll(list ...*idb.ObjectStore) error {
	for _, store := range list {
		if _, err := store.Clear(); err != nil {
			return err
		}
	}
	return nil
}

// announce tells other tabs what was changed.
func (s *shelf) announce(news News) {
	if !s.channel.Truthy() {
		return
	}
	if len(news.IDs) > 1000 {
		news = News{All: true}
	}
	if raw, err := json.Marshal(news); err == nil {
		s.channel.Call("postMessage", string(raw))
	}
}

func (s *shelf) Watch(f func(News)) {
	if !s.channel.Truthy() {
		return
	}
	s.channel.Call("addEventListener", "message", js.FuncOf(func(_ js.Value, args []js.Value) any {
		var news News
		if json.Unmarshal([]byte(text(args[0].Get("data"))), &news) == nil {
			go f(news)
		}
		return nil
	}))
}

func (s *shelf) Persist() bool {
	storage := js.Global().Get("navigator").Get("storage")
	if !storage.Truthy() || !storage.Get("persist").Truthy() {
		return false
	}
	agreed, err := settle(storage.Call("persist"))
	return err == nil && agreed.Truthy()
}

func (s *shelf) Close() {
	s.key, s.tokens = js.Undefined(), nil
	if s.channel.Truthy() {
		s.channel.Call("close")
	}
	s.raw.Call("close")
}

// settle waits for a promise.
func settle(promise js.Value) (js.Value, error) {
	type end struct {
		value js.Value
		err   error
	}
	done := make(chan end, 1)
	ok := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- end{args[0], nil}
		return nil
	})
	no := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- end{js.Undefined(), errors.New(args[0].Call("toString").String())}
		return nil
	})
	defer ok.Release()
	defer no.Release()
	promise.Call("then", ok, no)
	e := <-done
	return e.value, e.err
}

// request is a request of IndexedDB that the library does not know.
type request struct {
	js     js.Value
	done   chan error
	ok, no js.Func
}

// newRequest listens to a request at once: it may be over before anybody waits for it.
func newRequest(v js.Value) *request {
	r := &request{js: v, done: make(chan error, 1)}
	r.ok = js.FuncOf(func(js.Value, []js.Value) any {
		r.done <- nil
		return nil
	})
	r.no = js.FuncOf(func(js.Value, []js.Value) any {
		e := r.js.Get("error")
		r.done <- errors.New(e.Get("name").String() + ": " + e.Get("message").String())
		return nil
	})
	v.Set("onsuccess", r.ok)
	v.Set("onerror", r.no)
	return r
}

// newTransaction listens to a transaction as newRequest does to a request.
func newTransaction(v js.Value) *ending {
	e := &ending{make(chan error, 1), js.Func{}, js.Func{}}
	e.ok = js.FuncOf(func(js.Value, []js.Value) any {
		e.done <- nil
		return nil
	})
	e.no = js.FuncOf(func(js.Value, []js.Value) any {
		said := "AbortError: "
		if thrown := v.Get("error"); thrown.Truthy() {
			said = thrown.Get("name").String() + ": " + thrown.Get("message").String()
		}
		e.done <- errors.New(said)
		return nil
	})
	v.Set("oncomplete", e.ok)
	v.Set("onabort", e.no)
	return e
}

// ending is that of a transaction.
type ending struct {
	done   chan error
	ok, no js.Func
}

func (e *ending) wait() error {
	err := <-e.done
	e.ok.Release()
	e.no.Release()
	return err
}

// wait waits for what the request gives.
func (r *request) wait() (js.Value, error) {
	err := <-r.done
	r.ok.Release()
	r.no.Release()
	if err != nil {
		return js.Undefined(), err
	}
	return r.js.Get("result"), nil
}

var byteArray = js.Global().Get("Uint8Array")

// bytes copies a record out of the browser; one of the first version is text.
func bytes(v js.Value) []byte {
	switch {
	case v.Type() == js.TypeString:
		return []byte(v.String())
	case v.Type() != js.TypeObject || !v.InstanceOf(byteArray):
		return []byte("a record of the type " + v.Type().String() + strconv.Quote(js.Global().Get("String").Invoke(v).String()))
	}
	raw := make([]byte, v.Length())
	js.CopyBytesToGo(raw, v)
	return raw
}

// array copies bytes into the browser.
func array(raw []byte) js.Value {
	v := js.Global().Get("Uint8Array").New(len(raw))
	js.CopyBytesToJS(v, raw)
	return v
}
