package store

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"syscall/js"

	"github.com/hack-pad/go-indexeddb/idb"

	"objectioncoach/app/page"
	"objectioncoach/coach/casebook"
)

// The browser takes some five times as long to hand out 50,000 records as to hand out
// the same bytes in forty pieces. So the records lie on the device once more, many in
// one: the blocks, which under a passphrase are encrypted as wholes. They are built one
// after the other, and whatever is written after that was begun is noted as fresh in the
// transaction that writes it. Where the two together are not as many as the records, as
// while blocks are being built, they are not believed.

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
	// building begins the key of the note that blocks are being built. As the note of a
	// case that is not there, it changes nothing of what is read.
	building = " building "
	// blockName is the additional data of blocks that are encrypted.
	blockName = "block"
)

// packed are blocks on their way, with what lies beside them.
type packed struct {
	count, blocks *request
	beside        asked
	err           error
}

// askBlocks begins to read the blocks: all of it is of one moment.
func (s *shelf) askBlocks() (p packed) {
	p.err = caught(func() error {
		tx := s.raw.Call("transaction", []any{cases, blocks, fresh}, "readonly")
		later := tx.Call("objectStore", fresh)
		p.beside = asked{keys: newRequest(later.Call("getAllKeys", js.Null(), mostFresh+1)), values: newRequest(later.Call("getAll", js.Null(), mostFresh+1))}
		p.count = newRequest(tx.Call("objectStore", cases).Call("count"))
		p.blocks = newRequest(tx.Call("objectStore", blocks).Call("getAll"))
		return nil
	})
	return p
}

// laid is what is on the device, as the blocks tell it.
type laid struct {
	blocks []casebook.Block
	tokens [][]uint64        // of the records of each block, as they lie there by themselves; nil where those are the same
	fresh  map[string][]byte // instead of what the blocks say of an id; empty for none
	count  int               // of all
}

// wait waits for the blocks, and reports whether they have all there is.
func (s *shelf) wait(p packed) (l laid, all bool, err error) {
	if p.err != nil {
		return l, false, p.err
	}
	beside, err := p.beside.wait()
	count, errCount := p.count.wait()
	values, errBlocks := p.blocks.wait()
	if err = errors.Join(err, errCount, errBlocks); err != nil || len(beside.IDs) > mostFresh || values.Length() == 0 {
		return l, false, err
	}
	l.fresh, l.count = make(map[string][]byte, len(beside.IDs)), count.Int()
	total := 0
	for i, id := range beside.IDs {
		if l.fresh[id] = beside.Raws[i]; len(beside.Raws[i]) > 0 {
			total++
		}
	}
	for i := range values.Length() {
		block, tokens, err := s.openBlock(bytes(values.Index(i)))
		if err != nil {
			return l, false, nil
		}
		l.blocks, l.tokens = append(l.blocks, block), append(l.tokens, tokens)
		if i%(4*blocksAtOnce) == 0 {
			page.Turn()
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

// sealBlock encrypts a block of records in the clear where there is a passphrase, with
// what tells the states of the records before it, as they lie there by themselves.
func sealBlock(key js.Value, block []byte, tokens []uint64) ([]byte, error) {
	if !key.Truthy() {
		return block, nil
	}
	whole := binary.LittleEndian.AppendUint32(nil, uint32(len(tokens)))
	for _, token := range tokens {
		whole = binary.LittleEndian.AppendUint64(whole, token)
	}
	nonce := random(nonceLength)
	sealed, err := encrypt(key, nonce, append(whole, block...), blockName)
	return slices.Concat([]byte{sealMark}, nonce, sealed), err
}

// openBlock reads what sealBlock made.
func (s *shelf) openBlock(raw []byte) (b casebook.Block, tokens []uint64, err error) {
	if s.key.Truthy() {
		if len(raw) < 1+nonceLength {
			return b, nil, casebook.ErrBlock
		}
		if raw, err = decrypt(s.key, raw[1:1+nonceLength], raw[1+nonceLength:], blockName); err != nil {
			return b, nil, err
		}
		if len(raw) < 4 || (len(raw)-4)/8 < int(binary.LittleEndian.Uint32(raw)) {
			return b, nil, casebook.ErrBlock
		}
		tokens = make([]uint64, binary.LittleEndian.Uint32(raw))
		for i := range tokens {
			tokens[i] = binary.LittleEndian.Uint64(raw[4+8*i:])
		}
		raw = raw[4+8*len(tokens):]
	}
	b, err = casebook.OpenBlock(raw)
	if err == nil && tokens != nil && len(tokens) != len(b.IDs) {
		err = casebook.ErrBlock
	}
	return b, tokens, err
}

// fromBlocks hands over what lies before an id, of which already so many of all were
// handed over, as long as the blocks have it all. It reports whether they had.
func (s *shelf) fromBlocks(p packed, before string, already int, take func(Slice) bool) (done bool, err error) {
	l, all, err := s.wait(p)
	if s.mistrusted = !all; err != nil || !all {
		return false, err
	}
	s.expect(l.count)
	read := Slice{Total: l.count - already}
	var rest []record  // not as this version writes records
	var again []string // the same, of blocks that were encrypted: the records are wanted by themselves
	for n, block := range l.blocks {
		cases := block.Cases()
		kept := cases[:0]
		for i, id := range block.IDs {
			_, is := l.fresh[id]
			switch raw := block.Raws[i]; {
			case is || id >= before:
			case cases[i].ID() == "" || outdated(raw):
				if l.tokens[n] == nil {
					rest = append(rest, record{id, raw})
				} else {
					again = append(again, id)
				}
			case len(kept) == i: // so far they are all taken, and need not be moved
				s.tokens[id] = l.token(n, i)
				kept = cases[:i+1]
			default:
				s.tokens[id] = l.token(n, i)
				kept = append(kept, cases[i])
			}
		}
		l.blocks[n] = casebook.Block{}
		if !take(Slice{Total: read.Total, Cases: kept}) {
			return true, nil
		}
		if n%blocksAtOnce == blocksAtOnce-1 {
			page.Turn()
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
	for part := range slices.Chunk(again, sliceSize) {
		if read, err = s.Read(part); err != nil {
			return true, err
		}
		if read.Total = l.count - already; !take(read) {
			return true, nil
		}
		read = Slice{Total: l.count - already}
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

// token gives what tells the state of a record of a block.
func (l *laid) token(block, i int) uint64 {
	if tokens := l.tokens[block]; tokens != nil {
		return tokens[i]
	}
	return tokenOf(l.blocks[block].Raws[i])
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

func (s *shelf) Tidy() error {
	key, vault := s.key, s.vault // as they are now: they may change meanwhile
	if wanted, err := s.untidy(); err != nil || !wanted && !s.mistrusted {
		return wrap(err)
	}
	note := building + string(base(random(nonceLength)))
	err := s.atOnce("readwrite", func(in atOnce) error {
		in.blocks.Call("clear")
		in.fresh.Call("clear") // with the notes of others who are building
		in.fresh.Call("put", array(nil), note)
		return nil
	})
	if err != nil {
		return err
	}
	s.mistrusted = false
	var block []byte
	var tokens []uint64
	number := 0
	for span := js.Null(); ; {
		some, err := s.ask(span, partSize).wait()
		if err != nil {
			return failure(err)
		}
		for i, raw := range openedWith(key, some.Block) {
			if raw == nil { // as it is, it is told to be unreadable each time
				raw = some.Raws[i]
			}
			block, tokens = casebook.AppendBlock(block, some.IDs[i], raw), append(tokens, tokenOf(some.Raws[i]))
		}
		last := len(some.IDs) < partSize
		if len(block) >= blockSize || last {
			sealed, err := sealBlock(key, block, tokens)
			if err != nil {
				return failure(err)
			}
			if err := s.keepBlock(number, sealed, vault, note, last); err != nil {
				return err
			}
			block, tokens, number = block[:0], tokens[:0], number+1
		}
		if last {
			return nil
		}
		span = js.Global().Get("IDBKeyRange").Call("lowerBound", some.last, true)
		page.Turn()
	}
}

// keepBlock writes a block, the last of which ends the building. It fails where the
// blocks or the passphrase were given up meanwhile.
func (s *shelf) keepBlock(number int, sealed []byte, vault, note string, last bool) error {
	return s.atOnce("readwrite", func(in atOnce) error {
		if err := in.under(vault); err != nil {
			return err
		}
		switch n, err := newRequest(in.fresh.Call("count", note)).wait(); {
		case err != nil:
			return err
		case n.Int() == 0:
			return &Failure{Why: Changed}
		}
		if in.blocks.Call("put", array(sealed), number); last {
			in.fresh.Call("delete", note)
		}
		return nil
	})
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
