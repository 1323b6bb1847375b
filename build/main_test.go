package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDispatch(t *testing.T) {
	require.ErrorContains(t, dispatch(nil), "usage: go run ./build COMMAND")
	err := dispatch([]string{"sight"})
	require.ErrorContains(t, err, `no command "sight"`)
	for _, c := range commands {
		require.ErrorContains(t, err, c.name)
	}
}
