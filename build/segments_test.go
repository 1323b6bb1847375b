package main

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"
)

// module makes a wasm module of some sections.
func module(sections ...[]byte) []byte {
	m := []byte("\x00asm\x01\x00\x00\x00")
	for _, s := range sections {
		m = append(m, s[0])
		m = binary.AppendUvarint(m, uint64(len(s)-1))
		m = append(m, s[1:]...)
	}
	return m
}

// memory lays segments out as a browser does.
func memory(t *testing.T, m []byte) map[int64]byte {
	t.Helper()
	r := wasmReader{rest: m[wasmHeader:]}
	bytes := map[int64]byte{}
	for len(r.rest) > 0 {
		id := r.byte()
		body := r.take(int(r.unsigned()))
		require.False(t, r.failed)
		if id != dataSection {
			continue
		}
		segments, err := readSegments(body)
		require.NoError(t, err)
		for _, s := range segments {
			for i, b := range s.content {
				if b != 0 {
					bytes[s.at+int64(i)] = b
				}
			}
		}
	}
	return bytes
}

func TestJoinSegments(t *testing.T) {
	other := []byte{7, 1, 2, 3}
	cases := []struct {
		name     string
		segments []segment
		want     []segment
	}{
		{"near ones are joined", []segment{{100, []byte{1, 2}}, {110, []byte{3}}}, []segment{{100, []byte{1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 3}}}},
		{"far ones are not", []segment{{0, []byte{1}}, {1 + joinGap, []byte{2}}}, []segment{{0, []byte{1}}, {1 + joinGap, []byte{2}}}},
		{"adjoining", []segment{{64, []byte{1}}, {65, []byte{2}}}, []segment{{64, []byte{1, 2}}}},
		{"overlapping are left as they are", []segment{{10, []byte{1, 2, 3}}, {11, []byte{9}}}, []segment{{10, []byte{1, 2, 3}}, {11, []byte{9}}}},
		{"addresses above two gigabytes", []segment{{-2147483648, []byte{1}}, {-2147483640, []byte{2}}}, []segment{{-2147483648, []byte{1, 0, 0, 0, 0, 0, 0, 0, 2}}}},
		{"none", nil, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before := module(other, append([]byte{dataSection}, writeSegments(c.segments)...), other)
			after, err := joinSegments(before)
			require.NoError(t, err)
			require.Equal(t, module(other, append([]byte{dataSection}, writeSegments(c.want)...), other), after)
			require.Equal(t, memory(t, before), memory(t, after))
		})
	}
}

func TestJoinSegmentsRefuses(t *testing.T) {
	whole := module(append([]byte{dataSection}, writeSegments([]segment{{5, []byte{1, 2, 3}}})...))
	for _, bad := range [][]byte{
		nil, []byte("\x00as"), []byte("no wasm at all"), whole[:len(whole)-1],
		module([]byte{dataSection, 1, 1, 0}),                      // a passive segment
		module([]byte{dataSection, 1, 0, 0x23, 0, opEnd, 0}),      // an address that is a global
		module([]byte{dataSection, 0, 9}),                         // bytes after the last segment
		module([]byte{dataSection, 1, 0, opI32Const, 0x80, 0x80}), // an address cut off
	} {
		_, err := joinSegments(bad)
		require.ErrorIs(t, err, errNotWasm)
	}
}

func FuzzSigned(f *testing.F) {
	for _, v := range []int64{0, 63, 64, -64, -65, 1 << 31, -1 << 31, -1 << 63, 1<<63 - 1} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v int64) {
		r := wasmReader{rest: appendSigned(nil, v)}
		require.Equal(t, v, r.signed())
		require.Empty(t, r.rest)
		require.False(t, r.failed)
	})
}
