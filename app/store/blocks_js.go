package store

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"syscall/js"
	"time"

	"github.com/hack-pad/go-indexeddb/idb"

	"objectioncoach/coach/casebook"
)

// The browser takes some five times as long to hand out 50,000 records as to hand out
// the same bytes in forty pieces. So the records lie on the device once more, many in
// one: the blocks. They are always rebuilt as a whole, in one transaction, and whatever
// is written after that is noted as fresh in the transaction that writes it. Where the
// two together are not as many as the records, as before there were blocks, they are
// not believed.

const (
	// blockSize is how many bytes of records make a block.
	blockSize = 512 << 10
	// fewest is how many records there must be for blocks to pay.
	fewest = 1000
	// mostFresh is how many records are read beside the blocks: more are read as if there
	// were no blocks. Half of it is when Tidy thinks it is time.
	mostFresh = 1000
	// blocksAtOnce is how many blocks are taken in before the screen has its turn: some
	// tens of milliseconds of work.
	blocksAtOnce = 4
)

// packed are blocks on their way, with what lies beside them.
type packed struct {
	count, blocks *request
	beside        asked
	err           error
}

// askBlocks begins to read the blocks: all of it is of one moment.
func (s *shelf) askBlocks() (p packed) {
	defer func() {
		if r := recover(); r != nil { // the database was closed meanwhile
			p.err = errors.New(detail(r))
		}
	}()
	tx := s.raw.Call("transaction", []any{cases, blocks, fresh}, "readonly")
	later := tx.Call("objectStore", fresh)
	p.beside = asked{keys: newRequest(later.Call("getAllKeys", js.Null(), mostFresh+1)), values: newRequest(later.Call("getAll", js.Null(), mostFresh+1))}
	p.count = newRequest(tx.Call("objectStore", cases).Call("count"))
	p.blocks = newRequest(tx.Call("objectStore", blocks).Call("getAll"))
	return p
}

// laid is what is on the device, as the blocks tell it.
type laid struct {
	blocks []casebook.Block
	fresh  map[string][]byte // instead of what the blocks say of an id; nil for none
	count  int               // of all
}

// wait waits for the blocks, and reports whether they have all there is.
func (p packed) wait() (l laid, all bool, err error) {
	if p.err != nil {
		return l, false, p.err
	}
	beside, err := p.beside.wait()
	count, errCount := p.count.wait()
	values, errBlocks := p.blocks.wait()
	if err = errors.Join(err, errCount, errBlocks); err != nil || len(beside.values) > mostFresh || values.Length() == 0 {
		return l, false, err
	}
	l.fresh, l.count = make(map[string][]byte, len(beside.values)), count.Int()
	total := 0
	for _, r := range beside.records() {
		if l.fresh[r.id] = r.raw; len(r.raw) > 0 {
			total++
		}
	}
	for i := range values.Length() {
		block, err := casebook.OpenBlock(bytes(values.Index(i)))
		if err != nil {
			return l, false, nil
		}
		if l.blocks = append(l.blocks, block); i%(4*blocksAtOnce) == 0 {
			time.Sleep(time.Millisecond) // the screen has its turn
		}
		total += len(block.IDs)
		for n := 0; len(l.fresh) > 0 && n < len(block.IDs); n++ {
			if _, is := l.fresh[block.IDs[n]]; is {
				total--
			}
		}
	}
	return l, total == l.count, nil
}

// fromBlocks hands over what lies before an id, of which already so many of all were
// handed over, as long as the blocks have it all. It reports whether they had.
func (s *shelf) fromBlocks(p packed, before string, already int, take func(Slice) bool) (done bool, err error) {
	l, all, err := p.wait()
	if err != nil || !all {
		return false, err
	}
	s.expect(l.count)
	read := Slice{Total: l.count - already}
	var rest []record // not as this version writes records
	for n, block := range l.blocks {
		cases := block.Cases()
		kept := cases[:0]
		for i, id := range block.IDs {
			_, is := l.fresh[id]
			switch raw := block.Raws[i]; {
			case is || id >= before:
			case cases[i].ID() == "" || outdated(raw):
				rest = append(rest, record{id, raw})
			case len(kept) == i: // so far they are all taken, and need not be moved
				s.tokens[id] = tokenOf(raw)
				kept = cases[:i+1]
			default:
				s.tokens[id] = tokenOf(raw)
				kept = append(kept, cases[i])
			}
		}
		l.blocks[n] = casebook.Block{}
		if !take(Slice{Total: read.Total, Cases: kept}) {
			return true, nil
		}
		if n%blocksAtOnce == blocksAtOnce-1 {
			time.Sleep(time.Millisecond) // the screen has its turn
		}
	}
	for id, raw := range l.fresh {
		if len(raw) > 0 && id < before {
			rest = append(rest, record{id, raw})
		}
	}
	if !s.key.Truthy() && slices.ContainsFunc(rest, func(r record) bool { return isSealed(r.raw) }) { // by another tab
		return true, cmp.Or[error](s.readSettings(), &Failure{Why: Locked})
	}
	for part := range slices.Chunk(rest, sliceSize) {
		s.slowly(part, &read)
		if !take(read) {
			return true, nil
		}
		read = Slice{Total: read.Total}
	}
	take(read)
	return true, nil
}

// expect makes room for the tokens of so many records.
func (s *shelf) expect(count int) {
	tokens := make(map[string]uint64, count)
	maps.Copy(tokens, s.tokens)
	s.tokens = tokens
}

// freshen notes records that are about to be written. Where they are very many, the
// blocks are given up.
func freshen(in stores, records []record) error {
	if len(records) > mostFresh/2 {
		return clearAll(in.blocks, in.fresh)
	}
	for _, r := range records {
		if _, err := in.fresh.PutKey(js.ValueOf(r.id), array(r.raw)); err != nil {
			return err
		}
	}
	return nil
}

// dropBlocks takes the blocks off the device, and reports whether that made room.
func (s *shelf) dropBlocks() bool {
	there := 0
	err := s.transaction(idb.TransactionReadWrite, func(in stores) error {
		counting, err := in.blocks.Count()
		if err != nil {
			return err
		}
		n, err := counting.Await(context.Background())
		if there = int(n); err != nil || n == 0 {
			return err
		}
		return clearAll(in.blocks, in.fresh)
	})
	return err == nil && there > 0
}

func (s *shelf) Tidy() (err error) {
	defer func() {
		if r := recover(); r != nil { // the database was closed meanwhile
			err = failure(errors.New(detail(r)))
		}
	}()
	if wanted, err := s.untidy(); err != nil || !wanted {
		return wrap(err)
	}
	tx := s.raw.Call("transaction", []any{cases, blocks, fresh}, "readwrite")
	from, to := tx.Call("objectStore", cases), tx.Call("objectStore", blocks)
	over := newTransaction(tx)
	to.Call("clear")
	tx.Call("objectStore", fresh).Call("clear")
	var block []byte
	number := 0
	for span := js.Null(); ; {
		part, err := asked{keys: newRequest(from.Call("getAllKeys", span, atOnce)), values: newRequest(from.Call("getAll", span, atOnce))}.wait()
		if err != nil {
			return failure(err)
		}
		for i, raw := range part.values {
			block = casebook.AppendBlock(block, part.key(i), raw)
		}
		last := len(part.values) < atOnce
		if len(block) >= blockSize || last && len(block) > 0 {
			to.Call("put", array(block), number)
			block, number = block[:0], number+1
		}
		if last {
			break
		}
		span = js.Global().Get("IDBKeyRange").Call("lowerBound", part.key(len(part.values)-1), true)
	}
	return wrap(over.wait())
}

// untidy reports whether it pays to build the blocks anew.
func (s *shelf) untidy() (wanted bool, err error) {
	err = s.transaction(idb.TransactionReadOnly, func(in stores) error {
		var counts [3]uint
		for i, store := range []*idb.ObjectStore{in.cases, in.blocks, in.fresh} {
			counting, err := store.Count()
			if err != nil {
				return err
			}
			if counts[i], err = counting.Await(context.Background()); err != nil {
				return err
			}
		}
		wanted = counts[0] >= fewest && (counts[1] == 0 || counts[2] > mostFresh/2)
		return nil
	})
	return wanted, err
}
