package casebook

import (
	"encoding/binary"
	"errors"
)

// Block is many stored cases as one: to read them one by one from a device takes longer
// than to read what they say.
type Block struct {
	IDs  []string
	Raws [][]byte // the records as they were given to AppendBlock
	text []string // the same as texts
}

// ErrBlock says that what should be a block is none.
var ErrBlock = errors.New("this is no block of cases")

// AppendBlock adds a record, as Stored writes it or in any other form, to a block, which
// begins as nil.
func AppendBlock(block []byte, id string, record []byte) []byte {
	block = append(binary.AppendUvarint(block, uint64(len(id))), id...)
	return append(binary.AppendUvarint(block, uint64(len(record))), record...)
}

// OpenBlock finds what is in a block. The records are parts of raw, which must not
// change then. It fails with ErrBlock.
func OpenBlock(raw []byte) (b Block, err error) {
	text := string(raw)
	next := func() (from, to int) {
		n, size := binary.Uvarint(raw)
		if size <= 0 || n > uint64(len(raw)-size) {
			err, raw = ErrBlock, nil
			return 0, 0
		}
		from = len(text) - len(raw) + size
		raw = raw[size+int(n):]
		return from, from + int(n)
	}
	for whole := raw; len(raw) > 0; {
		from, to := next()
		b.IDs = append(b.IDs, text[from:to])
		from, to = next()
		b.Raws, b.text = append(b.Raws, whole[from:to:to]), append(b.text, text[from:to])
	}
	if err != nil {
		return Block{}, err
	}
	return b, nil
}

// roomAhead is for how many items of the lists of its cases a block makes room at once.
const roomAhead = 4096

// Cases gives what Restore makes of the records; no case where it fails, or where the
// case has another id.
func (b *Block) Cases() []Case {
	cases := make([]Case, len(b.IDs))
	to := restorer{ahead: roomAhead}
	for i := range cases {
		if to.restore(&cases[i], b.Raws[i], b.text[i]) == nil && cases[i].d.ID != b.IDs[i] {
			cases[i] = Case{}
		}
	}
	return cases
}
