package playbook

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestValidDay(t *testing.T) {
	for _, day := range []string{"2026-11-22", "0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29", "2026-04-30"} {
		require.True(t, validDay(day), day)
	}
	for _, day := range []string{"", "2026-11-2", "2026-11-221", "2026/11/22", "0000-01-01", "2026-00-10", "2026-13-10", "2026-11-00", "2026-11-31", "2026-02-29", "1900-02-29", "+026-11-22", "2026-1 -22", "２０２６-11-22", "2026-11-22\n"} {
		require.False(t, validDay(day), day)
	}
}
