package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// The table of functions, as runtime/symtab.go and internal/abi/symtab.go of Go 1.20
// to 1.26 describe it. Offsets in a function's record are in bytes.
const (
	tableMagic = "\xf1\xff\xff\xff\x00\x00\x01\x08" // the last two: smallest step and size of a pointer
	tableHead  = 72

	recordName       = 4
	recordFile       = 20 // this and the next: offsets of tables by program counter
	recordLine       = 24
	recordTables     = 28 // how many further tables of this kind follow
	recordUnit       = 32
	recordFirstLine  = 36
	recordKind       = 40
	recordData       = 43 // how many offsets of other data follow the tables
	recordLength     = 44
	kindWrapper      = 23 // a function the compiler wrote
	unsafePointTable = 0  // for stopping a goroutine anywhere, which wasm cannot
	argsLiveTable    = 3
	argsData         = 5 // this and the next: how to print arguments
	argsLiveData     = 6
)

var errTable = errors.New("this wasm has no table of functions as build/traces.go knows it: adapt it to this version of Go")

// namesKnown are functions the runtime knows by name, beside its own.
var namesKnown = []string{"reflect.makeFuncStub", "reflect.methodValueCall"}

// dropTraces gives a module, its segments joined, without what only the trace of a
// crash needs: most names of functions, and their files and lines. What the runtime
// itself reads stays: where stacks hold pointers, how deep they are, and the names of
// its own functions and of those the compiler wrote.
//
// Of the engine alone, brotli 11: 719,457 → 649,072 B (-10 %).
func dropTraces(module []byte) ([]byte, error) {
	joined, err := joinSegments(module)
	if err != nil {
		return nil, err
	}
	table, err := findTable(joined)
	if err != nil {
		return nil, err
	}
	return joined, table.dropTraces()
}

// functionTable is the runtime's table of functions: its parts, one after another.
type functionTable struct {
	count int
	names []byte // each ends in a zero
	files []byte // by unit of compilation, then their names
	steps []byte // tables by program counter
	funcs []byte // an index, then a record of each function
}

// findTable finds the one table of functions in the memory a Go program starts from.
// The parts of the table are parts of the module.
func findTable(module []byte) (t functionTable, err error) {
	var table []byte
	for r := (wasmReader{rest: module[wasmHeader:]}); len(r.rest) > 0; {
		id := r.byte()
		body := r.take(int(r.unsigned()))
		if id != dataSection {
			continue
		}
		segments, err := readSegments(body)
		if err != nil {
			return t, err
		}
		for _, s := range segments {
			at := bytes.Index(s.content, []byte(tableMagic))
			if at < 0 {
				continue
			}
			if table != nil || bytes.Contains(s.content[at+1:], []byte(tableMagic)) {
				return t, fmt.Errorf("two tables: %w", errTable)
			}
			table = s.content[at:]
		}
	}
	return openTable(table)
}

// openTable takes a table of functions apart.
func openTable(table []byte) (t functionTable, err error) {
	if len(table) < tableHead {
		return t, fmt.Errorf("no table: %w", errTable)
	}
	var head [8]int // functions, files, nothing, then where the parts begin
	for i := range head {
		head[i] = int(binary.LittleEndian.Uint64(table[8+8*i:]))
	}
	names, files, steps, funcs := head[3], head[4], head[6], head[7]
	if head[0] <= 0 || head[0] > len(table)/8 || names < tableHead || files < names || steps < files || funcs < steps || funcs > len(table)-8*head[0] {
		return t, fmt.Errorf("its head is %v: %w", head, errTable)
	}
	return functionTable{head[0], table[names:files], table[files:steps], table[steps:funcs], table[funcs:]}, nil
}

// dropTraces overwrites with zeros what only traces need. An offset of zero says that
// there is no name and no table.
func (t functionTable) dropTraces() error {
	names, steps := make([]byte, len(t.names)), make([]byte, len(t.steps))
	for i := range t.count {
		record, err := t.record(i)
		if err != nil {
			return err
		}
		if err := t.keepName(record, names); err != nil {
			return err
		}
		for _, at := range []int{recordFile, recordLine, recordUnit, recordFirstLine} {
			set(record, at, 0)
		}
		tables := get(record, recordTables)
		for _, n := range []int{unsafePointTable, argsLiveTable} {
			if n < tables {
				set(record, recordLength+4*n, 0)
			}
		}
		for _, n := range []int{argsData, argsLiveData} {
			if n < int(record[recordData]) {
				set(record, recordLength+4*(tables+n), ^uint32(0))
			}
		}
		offsets := []int{get(record, recordFile-4)}
		for n := range tables {
			offsets = append(offsets, get(record, recordLength+4*n))
		}
		for _, offset := range offsets {
			if err := t.keepSteps(offset, steps); err != nil {
				return err
			}
		}
	}
	copy(t.files, make([]byte, len(t.files)))
	copy(t.names, names)
	copy(t.steps, steps)
	return nil
}

// record gives the record of a function, to its end.
func (t functionTable) record(i int) ([]byte, error) {
	at := get(t.funcs, 8*i+4)
	if at+recordLength > len(t.funcs) {
		return nil, errTable
	}
	record := t.funcs[at:]
	end := recordLength + 4*(get(record, recordTables)+int(record[recordData]))
	if end > len(record) {
		return nil, errTable
	}
	return record[:end], nil
}

// keepName copies a function's name where the runtime reads it, and else takes it
// from the record.
func (t functionTable) keepName(record, to []byte) error {
	at := get(record, recordName)
	if at >= len(t.names) {
		return errTable
	}
	name, _, _ := bytes.Cut(t.names[at:], []byte{0})
	keep := record[recordKind] == kindWrapper || bytes.HasPrefix(name, []byte("runtime."))
	for _, known := range namesKnown {
		keep = keep || string(name) == known
	}
	if keep {
		copy(to[at:], name)
	} else {
		set(record, recordName, 0)
	}
	return nil
}

// keepSteps copies a table by program counter: pairs of numbers up to a zero that is
// not the first.
func (t functionTable) keepSteps(at int, to []byte) error {
	for i := at; at != 0; {
		if i >= len(t.steps) {
			return errTable
		}
		if t.steps[i] == 0 && i > at {
			copy(to[at:i+1], t.steps[at:])
			return nil
		}
		for range 2 {
			_, n := binary.Uvarint(t.steps[i:])
			if n <= 0 {
				return errTable
			}
			i += n
		}
	}
	return nil
}

func get(b []byte, at int) int           { return int(binary.LittleEndian.Uint32(b[at:])) }
func set(b []byte, at int, value uint32) { binary.LittleEndian.PutUint32(b[at:], value) }
