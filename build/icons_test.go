package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	teal  = color.NRGBA{0x0f, 0x5e, 0x7a, 0xff}
	paper = color.NRGBA{0xfb, 0xfa, 0xf7, 0xff}
	clear = color.NRGBA{}
)

func TestDrawIcons(t *testing.T) {
	svg, err := os.ReadFile("../web/page/icon.svg")
	require.NoError(t, err)
	first, err := drawIcons(svg)
	require.NoError(t, err)
	second, err := drawIcons(svg)
	require.NoError(t, err)
	require.Equal(t, first, second)

	for _, test := range []struct {
		name   string
		size   int
		corner color.NRGBA
	}{
		{"icons/icon-192.png", 192, clear},
		{"icons/icon-512.png", 512, clear},
		{"icons/maskable-512.png", 512, paper},
		{"icons/apple-touch-180.png", 180, paper},
	} {
		t.Run(test.name, func(t *testing.T) {
			img, err := png.Decode(bytes.NewReader(first[test.name]))
			require.NoError(t, err)
			require.Equal(t, image.Rect(0, 0, test.size, test.size), img.Bounds())
			at := func(x, y int) color.NRGBA {
				return color.NRGBAModel.Convert(img.At(x*test.size/512, y*test.size/512)).(color.NRGBA)
			}
			require.Equal(t, test.corner, at(0, 0))
			require.Equal(t, paper, at(256, 20), "above the bubble")
			require.Equal(t, teal, at(256, 180), "in the bubble, above the tick")
			require.Equal(t, paper, at(237, 276), "on the tick")
		})
	}
}

func TestMaskableIconKeepsItsMarkInTheSafeCircle(t *testing.T) {
	svg, err := os.ReadFile("../web/page/icon.svg")
	require.NoError(t, err)
	files, err := drawIcons(svg)
	require.NoError(t, err)
	img, err := png.Decode(bytes.NewReader(files["icons/maskable-512.png"]))
	require.NoError(t, err)
	for y := range 512 {
		for x := range 512 {
			dx, dy := x-256, y-256
			if dx*dx+dy*dy > 205*205 {
				require.Equal(t, paper, color.NRGBAModel.Convert(img.At(x, y)), "at %d,%d", x, y)
			}
		}
	}
}

func TestShapeContains(t *testing.T) {
	rect := shape{kind: "rect", points: []point{{0, 0}, {100, 60}}, radius: 20}
	square := shape{kind: "rect", points: []point{{0, 0}, {10, 10}}}
	triangle := shape{kind: "polygon", points: []point{{0, 0}, {100, 0}, {0, 100}}}
	line := shape{kind: "polyline", points: []point{{0, 0}, {30, 40}}, radius: 5}
	for _, test := range []struct {
		name   string
		shape  shape
		point  point
		inside bool
	}{
		{"middle of a rect", rect, point{50, 30}, true},
		{"edge of a rect", rect, point{50, 0}, true},
		{"cut corner of a rect", rect, point{3, 3}, false},
		{"round corner of a rect", rect, point{7, 7}, true},
		{"beyond a rect", rect, point{101, 30}, false},
		{"corner of a square", square, point{10, 10}, true},
		{"beyond a square", square, point{11, 10}, false},
		{"in a triangle", triangle, point{40, 40}, true},
		{"beyond the slope of a triangle", triangle, point{60, 60}, false},
		{"left of a triangle", triangle, point{-1, 50}, false},
		{"on a line", line, point{15, 20}, true},
		{"on the side of a line", line, point{11, 23}, true},
		{"beside a line", line, point{9, 26}, false},
		{"round end of a line", line, point{-3, -4}, true},
		{"beyond the end of a line", line, point{-4, -4}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.inside, test.shape.contains(test.point))
		})
	}
}

func TestParseSVGRefuses(t *testing.T) {
	const open = `<svg viewBox="0 0 512 512">`
	for _, test := range []struct{ name, svg, problem string }{
		{"nothing", ``, "no shape"},
		{"broken", open + `<rect`, "unexpected EOF"},
		{"other view", `<svg viewBox="0 0 24 24"/>`, "view box"},
		{"other shape", open + `<circle/></svg>`, "<circle>"},
		{"other number", open + `<rect x="1.5" fill="#000000"/></svg>`, `"1.5" is not a whole number`},
		{"other colour", open + `<rect fill="teal"/></svg>`, `"teal" is not a colour`},
		{"one point", open + `<polygon points="1,2" fill="#000000"/></svg>`, "at least two"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := parseSVG([]byte(test.svg))
			require.ErrorContains(t, err, test.problem)
		})
	}
}
