//go:build !js

package casebook

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestImportLarge: a hundred thousand rows are read, one more is refused, and of as many
// problems a thousand are told.
func TestImportLarge(t *testing.T) {
	var good, bad strings.Builder
	good.WriteString("编号,创建时间,备注\n")
	bad.WriteString("编号,创建时间,备注\n")
	for i := range MaxRows {
		fmt.Fprintf(&good, "%d,2026-11-22,嫌收益低\n", i)
		bad.WriteString("1,x,y\n")
	}
	got := Import(strings.NewReader(good.String()), Importing{})
	require.Empty(t, got.Problems)
	require.Len(t, got.Cases, MaxRows)
	var b Book
	merged, err := Merge(&b, got.Cases)
	require.NoError(t, err)
	require.Equal(t, MaxRows-1, len(merged.Doubles), "all say the same of one moment")

	got = Import(strings.NewReader(good.String()+"x,2026-11-22,嫌收益低\n"), Importing{})
	require.Equal(t, []Problem{{MaxRows + 2, "", "超过 100000 行，分几次导入"}}, got.Problems)
	require.Empty(t, got.Cases)

	got = Import(strings.NewReader(bad.String()), Importing{})
	require.Len(t, got.Problems, MaxProblems+1)
	require.Equal(t, Problem{Message: "其余问题未列出，共 100000 处"}, got.Problems[MaxProblems])
	require.Equal(t, MaxRows, got.Bad)

	got = Import(io.LimitReader(zeros{}, MaxImport+1), Importing{})
	require.Equal(t, []Problem{{Message: "文件超过 128 MB，分几次导入"}}, got.Problems)
}

// zeros is a file without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }
