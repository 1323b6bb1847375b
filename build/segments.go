package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// Go's linker leaves the zeros out of the initial memory of a wasm program, and so cuts
// it into some hundred thousand segments, each with an address of its own. The zeros
// cost nothing once compressed, and the addresses much: joined where fewer than
// joinGap zeros lie between, the app weighs 1,007,157 B in place of 1,112,434 (brotli
// 11).
const joinGap = 256

// segment is a stretch of initial memory.
type segment struct {
	at      int64
	content []byte
}

const (
	wasmHeader  = 8 // magic number and version
	dataSection = 11
	opI32Const  = 0x41
	opEnd       = 0x0b
)

var errNotWasm = errors.New("this is not a wasm module as Go's linker writes it: adapt build/segments.go to this version of Go")

// joinSegments gives a module with the same initial memory in fewer segments.
func joinSegments(module []byte) ([]byte, error) {
	if len(module) < wasmHeader || string(module[:4]) != "\x00asm" {
		return nil, errNotWasm
	}
	joined := append([]byte{}, module[:wasmHeader]...)
	for rest := module[wasmHeader:]; len(rest) > 0; {
		r := wasmReader{rest: rest}
		id := r.byte()
		body := r.take(int(r.unsigned()))
		if r.failed {
			return nil, errNotWasm
		}
		if id == dataSection {
			segments, err := readSegments(body)
			if err != nil {
				return nil, err
			}
			body = writeSegments(join(segments))
		}
		joined = append(joined, id)
		joined = binary.AppendUvarint(joined, uint64(len(body)))
		joined = append(joined, body...)
		rest = r.rest
	}
	return joined, nil
}

// readSegments reads a data section of active segments at constant addresses.
func readSegments(section []byte) ([]segment, error) {
	r := wasmReader{rest: section}
	segments := make([]segment, 0, 1<<10)
	for n := r.unsigned(); n > 0; n-- {
		if r.unsigned() != 0 || r.byte() != opI32Const {
			return nil, errNotWasm
		}
		at := r.signed()
		if r.byte() != opEnd {
			return nil, errNotWasm
		}
		segments = append(segments, segment{at, r.take(int(r.unsigned()))})
		if r.failed {
			return nil, errNotWasm
		}
	}
	if len(r.rest) > 0 {
		return nil, fmt.Errorf("%d bytes follow the data: %w", len(r.rest), errNotWasm)
	}
	return segments, nil
}

// join fills small gaps between segments with zeros, which the memory holds there
// anyway.
func join(segments []segment) []segment {
	var all []segment
	for _, s := range segments {
		if len(all) > 0 {
			last := &all[len(all)-1]
			if gap := s.at - last.at - int64(len(last.content)); gap >= 0 && gap < joinGap {
				last.content = append(append(last.content, make([]byte, gap)...), s.content...)
				continue
			}
		}
		all = append(all, segment{s.at, bytes.Clone(s.content)})
	}
	return all
}

func writeSegments(segments []segment) []byte {
	b := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, s := range segments {
		b = append(b, 0, opI32Const)
		b = appendSigned(b, s.at)
		b = append(b, opEnd)
		b = binary.AppendUvarint(b, uint64(len(s.content)))
		b = append(b, s.content...)
	}
	return b
}

// appendSigned writes a signed number as wasm does (LEB128).
func appendSigned(b []byte, v int64) []byte {
	for {
		low := byte(v & 0x7f)
		v >>= 7
		if v == 0 && low&0x40 == 0 || v == -1 && low&0x40 != 0 {
			return append(b, low)
		}
		b = append(b, low|0x80)
	}
}

// wasmReader reads the numbers of a module until the first that is cut off.
type wasmReader struct {
	rest   []byte
	failed bool
}

func (r *wasmReader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.failed, r.rest = true, nil
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *wasmReader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *wasmReader) unsigned() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.failed, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

func (r *wasmReader) signed() int64 {
	var v int64
	for shift := 0; shift < 64; shift += 7 {
		b := r.byte()
		v |= int64(b&0x7f) << shift
		if b&0x80 == 0 {
			if b&0x40 != 0 && shift+7 < 64 {
				v |= -1 << (shift + 7)
			}
			return v
		}
	}
	r.failed = true
	return 0
}
