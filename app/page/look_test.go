package page

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlyColoursAreColours(t *testing.T) {
	for _, colour := range []string{"#abc", "#ABCD", "#0f5e7a", "#0f5e7aff", "teal", "RebeccaPurple", "rgb(1, 2, 3)", "rgba(1 2 3 / 50%)", "hsl(120deg 100% 50%)", "oklch(0.6 0.1 none)"} {
		require.True(t, isColour(colour), colour)
	}
	for _, other := range []string{
		"", "#", "#12345", "#ggg", "red;", "red}", "red blue", "inherit", "currentColor", "transparent", "initial",
		"url(https://evil.example/)", "rgb(url(x))", "var(--x)", "rgb(var(--x))", "rgb(1,2,3", "rgb(1,2,3)}", "rgb(1,2,3);x",
		"expression(1)", "image-set(x)", "color-mix(in srgb, red, blue)", "calc(1)", "rgb(calc(1) 2 3)", "\\72 ed", "/**/red", "红",
		"rgb(111111111111111111111111111111111111111111111111111111111111111111)",
	} {
		require.False(t, isColour(other), other)
	}
}
