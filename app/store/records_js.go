package store

import (
	"context"
	"errors"
	"slices"
	"syscall/js"
	"time"

	"github.com/hack-pad/go-indexeddb/idb"

	"objectioncoach/coach/casebook"
)

// sliceSize is how many records are read at once: some tens of milliseconds of work.
const sliceSize = 2000

// record is a case as it lies in the store.
type record struct {
	id  string
	raw []byte
}

func (s *shelf) Load(newest int, take func(Slice) bool) error {
	if s.Locked() {
		return &Failure{Why: Locked}
	}
	s.tokens = map[string]uint64{}
	packed := s.askBlocks() // the browser reads them meanwhile
	from, err := s.newest(newest)
	if err != nil {
		go packed.wait() //nolint:errcheck // nobody wants it now
		return failure(err)
	}
	ranges := js.Global().Get("IDBKeyRange")
	span := js.Null()
	if from.Truthy() {
		span = ranges.Call("lowerBound", from)
	}
	part, err := s.readable(s.ask(span, newest))
	if err != nil || !s.slice(part, len(part.values), take) || !from.Truthy() {
		go packed.wait() //nolint:errcheck // nobody wants it now
		return wrap(err)
	}
	if done, err := s.fromBlocks(packed, from.String(), len(part.values), take); done || err != nil {
		return wrap(err)
	}
	next := s.ask(ranges.Call("upperBound", from, true), sliceSize)
	total, err := s.count()
	if err != nil {
		return failure(err)
	}
	for {
		part, err := s.readable(next)
		if err != nil || len(part.values) == 0 {
			return wrap(err)
		}
		whole := len(part.values) == sliceSize
		if whole { // the browser reads on while this part is taken in
			next = s.ask(ranges.Call("bound", part.key(len(part.values)-1), from, true, true), sliceSize)
		}
		if !s.slice(part, total, take) || !whole {
			return nil
		}
	}
}

func wrap(err error) error {
	if err == nil {
		return nil
	}
	return failure(err)
}

// newest gives the key of the so manieth record from the end, or nothing where there
// are no more.
func (s *shelf) newest(count int) (from js.Value, err error) {
	from = js.Undefined()
	err = s.transaction(idb.TransactionReadOnly, func(in stores) error {
		cursor, err := in.cases.OpenKeyCursor(idb.CursorPrevious)
		if err != nil {
			return err
		}
		moved := false
		return cursor.Iter(context.Background(), func(at *idb.Cursor) error {
			if !moved && count > 1 {
				moved = true
				return at.Advance(uint(count - 1))
			}
			if from, err = at.Key(); err != nil {
				return err
			}
			return idb.ErrCursorStopIter
		})
	})
	return from, err
}

// count counts the records.
func (s *shelf) count() (total int, err error) {
	err = s.transaction(idb.TransactionReadOnly, func(in stores) error {
		counting, err := in.cases.Count()
		if err != nil {
			return err
		}
		n, err := counting.Await(context.Background())
		total = int(n)
		return err
	})
	return total, err
}

// asked are requests for the records of a range of keys, all at once, which the library
// does not have.
type asked struct {
	keys, values *request
	err          error
}

// ask asks for so many records of a range of keys.
func (s *shelf) ask(span js.Value, most int) (a asked) {
	defer func() {
		if r := recover(); r != nil { // the database was closed meanwhile
			a.err = errors.New(detail(r))
		}
	}()
	from := s.raw.Call("transaction", cases, "readonly").Call("objectStore", cases)
	return asked{keys: newRequest(from.Call("getAllKeys", span, most)), values: newRequest(from.Call("getAll", span, most))}
}

// stack is some records as they came: keys as the browser has them, since to take each
// of them over would cost as much as the record.
type stack struct {
	keys   js.Value
	values [][]byte
}

func (s *stack) key(i int) string { return s.keys.Index(i).String() }

// records takes the records over with their keys.
func (s *stack) records() []record {
	list := make([]record, len(s.values))
	for i, raw := range s.values {
		list[i] = record{s.key(i), raw}
	}
	return list
}

// wait waits for the records that were asked for.
func (a asked) wait() (stack, error) {
	if a.err != nil {
		return stack{}, a.err
	}
	keys, err := a.keys.wait()
	if err != nil {
		return stack{}, err
	}
	values, err := a.values.wait()
	if err != nil {
		return stack{}, err
	}
	s := stack{keys, make([][]byte, values.Length())}
	for i := range s.values {
		s.values[i] = bytes(values.Index(i))
	}
	return s, nil
}

// readable waits for records, and fails where they have been sealed by another tab
// meanwhile.
func (s *shelf) readable(a asked) (stack, error) {
	part, err := a.wait()
	if err == nil && !s.key.Truthy() && slices.ContainsFunc(part.values, isSealed) {
		err = s.readSettings()
		if err == nil && s.Locked() {
			err = &Failure{Why: Locked}
		}
	}
	return part, err
}

// slice reads records, hands them over, and writes anew those of an older form.
func (s *shelf) slice(part stack, total int, take func(Slice) bool) bool {
	read := Slice{Total: total, Cases: make([]casebook.Case, 0, len(part.values))}
	var rest []record // those that are not in the clear, or in an older form, or damaged
	for i, raw := range part.values {
		if isSealed(raw) || outdated(raw) {
			rest = append(rest, record{part.key(i), raw})
			continue
		}
		c, err := casebook.Restore(raw)
		if err != nil {
			rest = append(rest, record{part.key(i), raw})
			continue
		}
		s.tokens[c.ID()] = tokenOf(raw)
		read.Cases = append(read.Cases, c)
	}
	s.slowly(rest, &read)
	return take(read)
}

// slowly reads records of any form.
func (s *shelf) slowly(list []record, read *Slice) {
	var old []Change
	for i, plain := range opened(s.key, list) {
		id := list[i].id
		s.tokens[id] = tokenOf(list[i].raw)
		err := plain.err
		var c casebook.Case
		if err == nil {
			c, err = decode(plain.raw)
		}
		if err == nil && c.ID() != id {
			err = casebook.ErrSpoilt
		}
		if err != nil {
			raw := plain.raw
			if raw == nil {
				raw = list[i].raw
			}
			read.Spoilt = append(read.Spoilt, Spoilt{id, raw, err})
			continue
		}
		read.Cases = append(read.Cases, c)
		if outdated(plain.raw) {
			old = append(old, Change{ID: id, Case: &c})
		}
	}
	if len(old) > 0 {
		_ = s.Write(old) // where that fails they stay as they are, and can be read next time too
	}
}

// outdated reports whether a record in the clear is not as it would be written now.
func outdated(raw []byte) bool {
	return len(raw) > 0 && raw[0] == '{' || len(raw) > 5 && (raw[3] != casebook.Version || raw[4] != casebook.Masking)
}

func (s *shelf) Read(ids []string) (Slice, error) {
	if s.Locked() {
		return Slice{}, &Failure{Why: Locked}
	}
	var part []record
	var gone []string
	err := s.transaction(idb.TransactionReadOnly, func(in stores) error {
		if err := s.current(in.settings); err != nil {
			return err
		}
		values, err := all(in.cases, ids)
		for i, v := range values {
			if v.IsUndefined() {
				gone = append(gone, ids[i])
				continue
			}
			part = append(part, record{ids[i], bytes(v)})
		}
		return err
	})
	if err != nil {
		return Slice{}, err
	}
	read := Slice{Gone: gone, Total: len(part)}
	s.slowly(part, &read)
	for _, id := range gone {
		delete(s.tokens, id)
	}
	return read, nil
}

// all waits for the values of some keys; undefined where there is none.
func all(from *idb.ObjectStore, ids []string) ([]js.Value, error) {
	requests := make([]*idb.Request, len(ids))
	for i, id := range ids {
		var err error
		if requests[i], err = from.Get(js.ValueOf(id)); err != nil {
			return nil, err
		}
	}
	values := make([]js.Value, len(ids))
	for i := range requests {
		var err error
		if i == len(requests)-1 {
			_, err = requests[i].Await(context.Background()) // and the others before it
		}
		if err != nil {
			return nil, err
		}
	}
	for i := range requests {
		var err error
		if values[i], err = requests[i].Result(); err != nil {
			return nil, err
		}
	}
	return values, nil
}

func (s *shelf) Write(changes []Change) error {
	return s.WriteMany(changes, func(int) bool { return true })
}

// atOnce is how many records are prepared, or asked to be written, before the screen has
// its turn.
const atOnce = 250

func (s *shelf) WriteMany(changes []Change, on func(done int) bool) error {
	if s.Locked() {
		return &Failure{Why: Locked}
	}
	ids, raws, err := s.prepared(changes, on)
	if err != nil {
		return err
	}
	write := func() error {
		return s.transaction(idb.TransactionReadWrite, func(in stores) error {
			if err := s.current(in.settings); err != nil {
				return err
			}
			if err := s.unchanged(in.cases, changes, ids); err != nil {
				return err
			}
			if err := freshen(in, raws); err != nil {
				return err
			}
			return putMany(in.cases, raws, on)
		})
	}
	if err = write(); err != nil && failure(err).Why == Full && s.dropBlocks() {
		err = write() // what lies there twice gives way to what would lie nowhere
	}
	if err != nil {
		return err
	}
	for _, r := range raws {
		if s.tokens[r.id] = tokenOf(r.raw); r.raw == nil {
			delete(s.tokens, r.id)
		}
	}
	s.announce(News{IDs: ids})
	return nil
}

// prepared makes the records of changes, sealed where there is a passphrase.
func (s *shelf) prepared(changes []Change, on func(int) bool) (ids []string, raws []record, err error) {
	for part := range slices.Chunk(changes, atOnce) {
		list := make([]record, len(part))
		for i, change := range part {
			ids, list[i].id = append(ids, change.ID), change.ID
			if change.Case != nil {
				list[i].raw = change.Case.Stored()
			}
		}
		if list, err = sealed(s.key, list); err != nil {
			return nil, nil, err
		}
		raws = append(raws, list...)
		if len(changes) > atOnce {
			if !on(0) {
				return nil, nil, &Failure{Why: Stopped}
			}
			time.Sleep(time.Millisecond)
		}
	}
	return ids, raws, nil
}

// putMany is put for any number of records: the transaction lives on while the browser
// answers for each part, and the screen has its turn then.
func putMany(c *idb.ObjectStore, records []record, on func(done int) bool) error {
	done := 0
	for part := range slices.Chunk(records, atOnce) {
		if err := put(c, part); err != nil {
			return err
		}
		if done += len(part); done == len(records) {
			return nil
		}
		if !on(done) {
			return &Failure{Why: Stopped}
		}
		if _, err := get(c, part[0].id); err != nil {
			return err
		}
	}
	return nil
}

// unchanged fails where a record is not as it was last read or written here, unless it
// is to be written over.
func (s *shelf) unchanged(c *idb.ObjectStore, changes []Change, ids []string) error {
	var changed []string
	for from := 0; from < len(ids); from += atOnce {
		part := ids[from:min(from+atOnce, len(ids))]
		values, err := all(c, part)
		if err != nil {
			return err
		}
		for i, v := range values {
			there := uint64(0)
			if !v.IsUndefined() {
				there = tokenOf(bytes(v))
			}
			if there != s.tokens[part[i]] && !changes[from+i].Over {
				changed = append(changed, part[i])
			}
		}
	}
	if len(changed) > 0 {
		return &Failure{Why: Changed, IDs: changed}
	}
	return nil
}

// put asks for records to be written, or deleted where they are nil.
func put(c *idb.ObjectStore, records []record) error {
	for _, r := range records {
		var err error
		if r.raw == nil {
			_, err = c.Delete(js.ValueOf(r.id))
		} else {
			_, err = c.PutKey(js.ValueOf(r.id), array(r.raw))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
