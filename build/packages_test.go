package main

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// sized writes a length before content, as wasm does.
func sized(content ...byte) []byte {
	return append(binary.AppendUvarint(nil, uint64(len(content))), content...)
}

// namedModule has one imported function and two of its own, of 3 and 200 bytes.
func namedModule() []byte {
	imports := slices.Concat([]byte{1}, sized('g', 'o'), sized('f'), []byte{functionKind, 0})
	code := slices.Concat([]byte{2}, sized(1, 2, 3), sized(make([]byte, 200)...))
	names := slices.Concat([]byte{2, 1}, sized([]byte("net_url.Parse")...), []byte{2}, sized([]byte("example.com_a_b.__T_.Do")...))
	custom := slices.Concat(sized([]byte("name")...), []byte{functionNames}, sized(names...))
	return slices.Concat([]byte("\x00asm\x01\x00\x00\x00"),
		[]byte{importSection}, sized(imports...), []byte{codeSection}, sized(code...), []byte{customSection}, sized(custom...))
}

func TestCodeIsCountedByPackage(t *testing.T) {
	sizes, err := codeSizes(namedModule())
	require.NoError(t, err)
	require.Equal(t, map[string]int{"net_url.Parse": 3, "example.com_a_b.__T_.Do": 200}, sizes)

	sums := byPackage(sizes, []string{"net/url", "example.com/a-b", "example.com/a"})
	require.Equal(t, map[string]int{"net/url": 3, "example.com/a-b": 200}, sums)
	require.Equal(t, map[string]int{"": 203}, byPackage(sizes, nil))

	var b bytes.Buffer
	require.NoError(t, printPackages(&b, sums, 100))
	require.Equal(t, "  200  98.5 %  example.com/a-b\n    3   1.5 %  the rest\n  203          code in all\n", b.String())
}

func TestCutModulesAreRefused(t *testing.T) {
	whole := namedModule()
	header := len(whole) - bytes.Index(whole, []byte{codeSection, 0xcd})
	for end := range len(whole) - header + 3 { // until the code is there whole, nothing can be counted
		_, err := codeSizes(whole[:end])
		require.ErrorIs(t, err, errNotWasm, "%d bytes", end)
	}
}
