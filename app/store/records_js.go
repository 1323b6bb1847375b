package store

import (
	"context"
	"errors"
	"slices"
	"syscall/js"

	"github.com/hack-pad/go-indexeddb/idb"

	"objectioncoach/app/page"
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
		go s.wait(packed) //nolint:errcheck // nobody wants it now
		return failure(err)
	}
	ranges := js.Global().Get("IDBKeyRange")
	span := js.Null()
	if from.Truthy() {
		span = ranges.Call("lowerBound", from)
	}
	part, err := s.readable(s.ask(span, newest))
	if err != nil || !s.slice(part, len(part.IDs), take) || !from.Truthy() {
		go s.wait(packed) //nolint:errcheck // nobody wants it now
		return wrap(err)
	}
	if done, err := s.fromBlocks(packed, from.String(), len(part.IDs), take); done || err != nil {
		return wrap(err)
	}
	next := s.ask(ranges.Call("upperBound", from, true), sliceSize)
	total, err := s.count()
	if err != nil {
		return failure(err)
	}
	for {
		part, err := s.readable(next)
		if err != nil || len(part.IDs) == 0 {
			return wrap(err)
		}
		whole := len(part.IDs) == sliceSize
		if whole { // the browser reads on while this part is taken in
			next = s.ask(ranges.Call("bound", part.last, from, true, true), sliceSize)
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
	a.err = caught(func() error {
		from := s.raw.Call("transaction", cases, "readonly").Call("objectStore", cases)
		a.keys, a.values = newRequest(from.Call("getAllKeys", span, most)), newRequest(from.Call("getAll", span, most))
		return nil
	})
	return a
}

// stack is some records as they came, and the key of the last as the browser has it.
type stack struct {
	casebook.Block
	last js.Value
}

// wait waits for the records that were asked for.
func (a asked) wait() (s stack, err error) {
	if a.err != nil {
		return s, a.err
	}
	keys, err := a.keys.wait()
	values, errValues := a.values.wait()
	if err = errors.Join(err, errValues); err != nil {
		return s, err
	}
	if n := keys.Length(); n > 0 {
		s.last = keys.Index(n - 1)
	}
	s.Block, err = casebook.OpenBlock(bytes(together.Call("pack", keys, values)))
	return s, err
}

// readable waits for records, and fails where they have been sealed by another tab
// meanwhile.
func (s *shelf) readable(a asked) (stack, error) {
	part, err := a.wait()
	if err == nil && !s.key.Truthy() && slices.ContainsFunc(part.Raws, isSealed) {
		err = s.readSettings()
		if err == nil && s.Locked() {
			err = &Failure{Why: Locked}
		}
	}
	return part, err
}

// slice reads records, hands them over, and writes anew those of an older form.
func (s *shelf) slice(part stack, total int, take func(Slice) bool) bool {
	read := Slice{Total: total, Cases: make([]casebook.Case, 0, len(part.IDs))}
	var rest []record // those that are not in the clear, or in an older form, or damaged
	for i, c := range part.Cases() {
		raw := part.Raws[i]
		if c.ID() == "" || outdated(raw) {
			rest = append(rest, record{part.IDs[i], raw})
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
	plain := s.opened(list)
	for i, r := range list {
		s.tokens[r.id] = tokenOf(r.raw)
		raw, err := plain[i], error(nil)
		var c casebook.Case
		if raw == nil {
			raw, err = r.raw, casebook.ErrSpoilt
		} else {
			c, err = decode(raw)
		}
		if err == nil && c.ID() != r.id {
			err = casebook.ErrSpoilt
		}
		if err != nil {
			read.Spoilt = append(read.Spoilt, Spoilt{r.id, raw, err})
			continue
		}
		read.Cases = append(read.Cases, c)
		if outdated(raw) {
			old = append(old, Change{ID: r.id, Case: &c})
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
	found := make(map[string]bool, len(ids))
	err := s.atOnce("readonly", func(in atOnce) error {
		if err := in.under(s.vault); err != nil {
			return err
		}
		return there(in.cases, ids, func(r record) { part, found[r.id] = append(part, r), true })
	})
	if err != nil {
		return Slice{}, err
	}
	read := Slice{Total: len(part)}
	s.slowly(part, &read)
	for _, id := range ids {
		if !found[id] {
			read.Gone = append(read.Gone, id)
			delete(s.tokens, id)
		}
	}
	return read, nil
}

func (s *shelf) Write(changes []Change) error {
	return s.WriteMany(changes, func(int) bool { return true })
}

// partSize is how many records are prepared, or asked to be written, before the screen has
// its turn.
const partSize = 250

func (s *shelf) WriteMany(changes []Change, on func(done int) bool) error {
	if s.Locked() {
		return &Failure{Why: Locked}
	}
	parts, err := s.prepared(changes, on)
	if err != nil {
		return err
	}
	write := func() error {
		return s.atOnce("readwrite", func(in atOnce) error {
			if err := in.under(s.vault); err != nil {
				return err
			}
			if err := s.unchanged(in.cases, changes); err != nil {
				return err
			}
			if err := in.freshen(parts, len(changes)); err != nil {
				return err
			}
			return in.putMany(parts, on)
		})
	}
	if err = write(); err != nil && failure(err).Why == Full && s.dropBlocks() {
		err = write() // what lies there twice gives way to what would lie nowhere
	}
	if err != nil {
		return err
	}
	ids := make([]string, len(changes))
	s.expect(len(s.tokens) + len(changes))
	for i, change := range changes {
		if i%sliceSize == sliceSize-1 {
			page.Turn()
		}
		ids[i] = change.ID
		if token := parts[i/partSize].tokens[i%partSize]; token != 0 {
			s.tokens[change.ID] = token
		} else {
			delete(s.tokens, change.ID)
		}
	}
	s.announce(News{IDs: ids})
	return nil
}

// part is some records ready to be written, as a block, and what tells the state of each;
// 0 for one that is to be deleted.
type part struct {
	block  []byte
	tokens []uint64
}

// prepared makes the records of changes, sealed where there is a passphrase, partSize to
// a part.
func (s *shelf) prepared(changes []Change, on func(int) bool) (parts []part, err error) {
	for some := range slices.Chunk(changes, partSize) {
		var block []byte
		for _, change := range some {
			var raw []byte
			if change.Case != nil {
				raw = change.Case.Stored()
			}
			block = casebook.AppendBlock(block, change.ID, raw)
		}
		next, err := partOf(s.key, block)
		if err != nil {
			return nil, err
		}
		parts = append(parts, next)
		if len(changes) > partSize {
			if !on(0) {
				return nil, &Failure{Why: Stopped}
			}
			page.Turn()
		}
	}
	return parts, nil
}

// partOf makes a part of a block of records in the clear.
func partOf(key js.Value, block []byte) (part, error) {
	if key.Truthy() {
		var err error
		if block, err = wholly("seal", key, block); err != nil {
			return part{}, err
		}
	}
	list, err := casebook.OpenBlock(block)
	if err != nil {
		return part{}, err
	}
	p := part{block, make([]uint64, len(list.IDs))}
	for i, raw := range list.Raws {
		if len(raw) > 0 {
			p.tokens[i] = tokenOf(raw)
		}
	}
	return p, nil
}

// unchanged fails where a record is not as it was last read or written here, unless it
// is to be written over.
func (s *shelf) unchanged(from js.Value, changes []Change) error {
	var changed []string
	for some := range slices.Chunk(changes, partSize) {
		ids := make([]string, len(some))
		for i, change := range some {
			ids[i] = change.ID
		}
		tokens := make(map[string]uint64, len(some))
		if err := there(from, ids, func(r record) { tokens[r.id] = tokenOf(r.raw) }); err != nil {
			return err
		}
		for _, change := range some {
			if tokens[change.ID] != s.tokens[change.ID] && !change.Over {
				changed = append(changed, change.ID)
			}
		}
	}
	if len(changed) > 0 {
		return &Failure{Why: Changed, IDs: changed}
	}
	return nil
}
