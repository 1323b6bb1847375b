package casebook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

var sizes = []int{10_000, 50_000}

// filled makes a book of n cases.
func filled(b *testing.B, n int) (*Book, []Case) {
	cases := many(b, n)
	var book Book
	_, err := Merge(&book, cases)
	require.NoError(b, err)
	return &book, cases
}

// sized runs f with a book of each size.
func sized(b *testing.B, f func(b *testing.B, book *Book, cases []Case)) {
	for _, n := range sizes {
		book, cases := filled(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) { f(b, book, cases) })
	}
}

func BenchmarkQuery(b *testing.B) {
	for name, q := range map[string]Query{
		"all":      {Count: 50},
		"text":     {Text: "亏了三成", Count: 50},
		"none":     {Text: "并无此话", Count: 50},
		"initials": {Text: "zwmsqz", Count: 50},
		"letters":  {Text: "lcsy", Count: 50},
		"filters":  {Topics: []string{"price"}, Outcomes: []string{"lost"}, Due: Overdue, Today: day(2026, 11, 22), Sort: ByDue, Count: 50},
	} {
		b.Run(name, func(b *testing.B) {
			sized(b, func(b *testing.B, book *Book, _ []Case) {
				for b.Loop() {
					book.Query(q)
				}
			})
		})
	}
}

// BenchmarkInsight counts and draws.
func BenchmarkInsight(b *testing.B) {
	sized(b, func(b *testing.B, book *Book, _ []Case) {
		for b.Loop() {
			Charts(book.Insight(0, 0, day(2026, 11, 22)), "zh-CN")
		}
	})
}

func BenchmarkDue(b *testing.B) {
	sized(b, func(b *testing.B, book *Book, _ []Case) {
		for b.Loop() {
			book.Due(day(2026, 11, 22))
		}
	})
}

// BenchmarkOpen reads a book as it is stored, masks and indexes it.
func BenchmarkOpen(b *testing.B) {
	sized(b, func(b *testing.B, _ *Book, cases []Case) {
		stored := make([][]byte, len(cases))
		for i, c := range cases {
			stored[i], _ = json.Marshal(c)
		}
		b.ReportAllocs()
		for b.Loop() {
			var book Book
			list := make([]Case, len(stored))
			for i, raw := range stored {
				list[i], _ = Upgrade(raw)
			}
			Merge(&book, list)
		}
	})
}

// BenchmarkIndex makes a book of cases that are read already.
func BenchmarkIndex(b *testing.B) {
	sized(b, func(b *testing.B, _ *Book, cases []Case) {
		b.ReportAllocs()
		for b.Loop() {
			var book Book
			Merge(&book, cases)
			book.Index(0, len(cases))
		}
	})
}

func BenchmarkExport(b *testing.B) {
	sized(b, func(b *testing.B, _ *Book, cases []Case) {
		for b.Loop() {
			CSV(io.Discard, slices.Values(cases), "zh-CN")
		}
	})
}

func BenchmarkImport(b *testing.B) {
	sized(b, func(b *testing.B, _ *Book, cases []Case) {
		var file bytes.Buffer
		CSV(&file, slices.Values(cases), "zh-CN")
		b.SetBytes(int64(file.Len()))
		for b.Loop() {
			require.Len(b, Import(bytes.NewReader(file.Bytes()), Importing{}).Cases, len(cases))
		}
	})
}

// BenchmarkRestore reads a book as it lies on a device, in blocks.
func BenchmarkRestore(b *testing.B) {
	sized(b, func(b *testing.B, _ *Book, cases []Case) {
		var blocks [][]byte
		for part := range slices.Chunk(cases, 1000) {
			var block []byte
			for _, c := range part {
				block = AppendBlock(block, c.ID(), c.Stored())
			}
			blocks = append(blocks, block)
		}
		b.ReportAllocs()
		for b.Loop() {
			var book Book
			for _, raw := range blocks {
				block, err := OpenBlock(raw)
				require.NoError(b, err)
				require.NoError(b, book.Take(block.Cases()))
			}
		}
	})
}
