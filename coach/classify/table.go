package classify

// table is a hash table from keys to rows, with open addressing: one look-up for
// each run of each text must not allocate or chase pointers.
type table struct {
	keys []uint64 // each a key plus one; 0 marks a free place
	rows []int32
	mask uint64
}

func newTable(n int) table {
	size := 16
	for size < n*2 {
		size *= 2
	}
	return table{keys: make([]uint64, size), rows: make([]int32, size), mask: uint64(size - 1)}
}

func (t *table) put(key uint64, row int32) {
	at := key & t.mask
	key++
	for t.keys[at] != 0 && t.keys[at] != key {
		at = (at + 1) & t.mask
	}
	t.keys[at], t.rows[at] = key, row
}

func (t *table) get(key uint64) (int32, bool) {
	for at := key & t.mask; t.keys[at] != 0; at = (at + 1) & t.mask {
		if t.keys[at] == key+1 {
			return t.rows[at], true
		}
	}
	return 0, false
}
