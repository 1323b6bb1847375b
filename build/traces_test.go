package main

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// function is one of a small table of functions.
type function struct {
	name       string
	kind       byte
	sp         int   // offset of its table of stack depths
	file, line int   // of what a trace tells
	tables     []int // further tables by program counter
	data       []uint32
}

// smallTable makes a table of functions as the linker does. The names of functions
// follow one another from offset 1 on.
func smallTable(steps string, functions ...function) []byte {
	names, files := []byte{0}, []byte("\x07\x00\x00\x00a.go\x00")
	index, records := []byte{}, []byte{}
	for _, f := range functions {
		at := len(names)
		names = append(append(names, f.name...), 0)
		index = binary.LittleEndian.AppendUint32(index, 1<<16)
		index = binary.LittleEndian.AppendUint32(index, uint32(8*len(functions)+len(records)))
		for _, v := range []int{1 << 16, at, 8, 0, f.sp, f.file, f.line, len(f.tables), 1, 42} {
			records = binary.LittleEndian.AppendUint32(records, uint32(v))
		}
		records = append(records, f.kind, 0, 0, byte(len(f.data)))
		for _, v := range f.tables {
			records = binary.LittleEndian.AppendUint32(records, uint32(v))
		}
		for _, v := range f.data {
			records = binary.LittleEndian.AppendUint32(records, v)
		}
	}
	table := []byte(tableMagic)
	at := tableHead
	head := []int{len(functions), 1, 0}
	for _, part := range []int{len(names), 4, len(files) - 4, len(steps), 0} {
		head = append(head, at)
		at += part
	}
	for _, v := range head {
		table = binary.LittleEndian.AppendUint64(table, uint64(v))
	}
	return bytes.Join([][]byte{table, names, files, []byte(steps), index, records}, nil)
}

// inModule puts a table into the memory of a module, between other things.
func inModule(table []byte) []byte {
	content := append(append([]byte("before"), table...), "after"...)
	return module([]byte{3, 1, 2}, append([]byte{dataSection}, writeSegments([]segment{{5000, content}, {90000, []byte("far")}})...))
}

func TestDropTraces(t *testing.T) {
	const nothing = ^uint32(0)
	steps := "\x00" + "\x02\x04\x00" + "\x04\x02\x06\x02\x00" + "\x00\x02\x00" + "\x08\x08\x00"
	before := []function{
		{"main.work", 0, 1, 4, 4, []int{9, 12, 1, 9}, []uint32{10, 20, 30, 40, 50, 60, 70, 80}},
		{"runtime.main", 0, 1, 4, 0, nil, nil},
		{"main.(*engine).open", kindWrapper, 12, 4, 4, []int{4}, []uint32{10}},
		{"reflect.methodValueCall", 0, 0, 0, 0, nil, nil},
		{"main.(*engine).open2", 0, 12, 4, 4, []int{0, 1}, nil},
	}
	after, err := dropTraces(inModule(smallTable(steps, before...)))
	require.NoError(t, err)
	table, err := findTable(after)
	require.NoError(t, err)
	require.Equal(t, len(before), table.count)

	names := []string{}
	for i := range before {
		record, err := table.record(i)
		require.NoError(t, err)
		name, _, _ := bytes.Cut(table.names[get(record, recordName):], []byte{0})
		names = append(names, string(name))
		require.Equal(t, before[i].sp, get(record, 16), "the depth of the stack stays")
		for _, at := range []int{recordFile, recordLine, recordUnit, recordFirstLine} {
			require.Zero(t, get(record, at))
		}
	}
	require.Equal(t, []string{"", "runtime.main", "main.(*engine).open", "reflect.methodValueCall", ""}, names)
	require.NotContains(t, string(after), "main.work")
	require.NotContains(t, string(after), "a.go")

	record, err := table.record(0)
	require.NoError(t, err)
	further := []uint32{}
	for at := recordLength; at < len(record); at += 4 {
		further = append(further, uint32(get(record, at)))
	}
	require.Equal(t, []uint32{0, 12, 1, 0, 10, 20, 30, 40, 50, nothing, nothing, 80}, further)

	// Of the tables, 1 and 12 are still in use, and 4 and 9 by traces alone.
	require.Equal(t, "\x00"+"\x02\x04\x00"+"\x00\x00\x00\x00\x00"+"\x00\x00\x00"+"\x08\x08\x00", string(table.steps))
	require.Contains(t, string(after), "after", "what surrounds the table stays")
	require.Contains(t, string(after), "far")
}

func TestDropTracesRefuses(t *testing.T) {
	one := function{"main.main", 0, 1, 0, 0, nil, nil}
	whole := smallTable("\x00\x02\x04\x00", one)
	_, err := dropTraces(inModule(whole))
	require.NoError(t, err)

	changed := func(at int, value uint64) []byte {
		table := bytes.Clone(whole)
		binary.LittleEndian.PutUint64(table[at:], value)
		return table
	}
	for name, table := range map[string][]byte{
		"none":                  []byte("no table"),
		"two":                   append(bytes.Clone(whole), whole...),
		"another version":       append([]byte{0xf0}, whole[1:]...),
		"cut off":               whole[:len(whole)-recordLength],
		"no functions":          changed(8, 0),
		"too many functions":    changed(8, 1<<62),
		"parts out of order":    changed(40, 1),
		"a part beyond the end": changed(64, 1<<40),
		"unended steps":         smallTable("\x00\x02\x04", one),
		"steps beyond the end":  smallTable("\x00\x02\x04\x00", function{"f", 0, 99, 0, 0, nil, nil}),
	} {
		_, err := dropTraces(inModule(table))
		require.ErrorIs(t, err, errTable, name)
	}
	_, err = dropTraces([]byte("no wasm"))
	require.ErrorIs(t, err, errNotWasm)
}

// TestKindsAreThoseOfThisGo holds that the number by which wrappers are told is the one
// of the toolchain that builds.
func TestKindsAreThoseOfThisGo(t *testing.T) {
	p, err := openProject()
	require.NoError(t, err)
	source, err := os.ReadFile(filepath.Join(p.goRoot, "src", "internal", "abi", "symtab.go"))
	require.NoError(t, err)
	_, list, found := strings.Cut(string(source), "FuncIDNormal FuncID = iota")
	require.True(t, found)
	list, _, found = strings.Cut(list, "FuncIDWrapper")
	require.True(t, found)
	require.Equal(t, kindWrapper, len(regexp.MustCompile(`(?m)^\tFuncID_\w+`).FindAllString(list, -1))+1)
	for _, line := range []string{"PCDATA_UnsafePoint   = 0", "PCDATA_ArgLiveIndex  = 3", "FUNCDATA_ArgInfo            = 5", "FUNCDATA_ArgLiveInfo        = 6"} {
		require.Contains(t, string(source), line)
	}
}
