package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"strconv"
	"strings"
)

// The PNG icons are drawn from icon.svg, so there is one source of the mark.
// The drawing knows just what that file uses: a 512 × 512 view box; rect,
// polygon and polyline; whole numbers; colours as #rrggbb; round line ends.
// All of it is whole-number arithmetic, so every machine draws the same bytes.

const (
	viewBox   = 512
	samples   = 4 // a pixel's edges are smoothed by samples² points in it
	maskShare = 64
)

// icon is one PNG file. A bleeding icon has its ground to the very edges, as
// systems want that cut their own shape out of it; margin is the extra space
// around the view box, in its units.
type icon struct {
	name   string
	size   int
	bleed  bool
	margin int
}

var icons = []icon{
	{"icons/icon-192.png", 192, false, 0},
	{"icons/icon-512.png", 512, false, 0},
	// Systems may cut away all outside a circle of 80 % of the width.
	{"icons/maskable-512.png", 512, true, maskShare},
	{"icons/apple-touch-180.png", 180, true, 0},
}

// drawIcons returns the PNG files by path.
func drawIcons(svg []byte) (map[string][]byte, error) {
	shapes, err := parseSVG(svg)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, i := range icons {
		var b bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		if err := encoder.Encode(&b, i.draw(shapes)); err != nil {
			return nil, err
		}
		files[i.name] = b.Bytes()
	}
	return files, nil
}

// draw paints the shapes, the first of which is the ground.
func (i icon) draw(shapes []shape) image.Image {
	// One unit of the view box is made of f steps, so that the sample points
	// fall on whole steps.
	f := 2 * samples * i.size
	scaled := make([]shape, len(shapes))
	for n, s := range shapes {
		scaled[n] = s.times(f)
	}
	at := func(sample int) int { return -i.margin*f + (2*sample+1)*(viewBox+2*i.margin) }

	img := image.NewNRGBA(image.Rect(0, 0, i.size, i.size))
	for y := range i.size {
		for x := range i.size {
			var r, g, b, covered int
			for n := range samples * samples {
				p := point{at(x*samples + n%samples), at(y*samples + n/samples)}
				if c, ok := i.colourAt(scaled, p); ok {
					r, g, b, covered = r+int(c.R), g+int(c.G), b+int(c.B), covered+1
				}
			}
			if covered > 0 {
				img.SetNRGBA(x, y, color.NRGBA{uint8(r / covered), uint8(g / covered), uint8(b / covered),
					uint8(255 * covered / (samples * samples))})
			}
		}
	}
	return img
}

// colourAt returns the colour of the topmost shape at p.
func (i icon) colourAt(shapes []shape, p point) (color.NRGBA, bool) {
	for n := len(shapes) - 1; n >= 0; n-- {
		if shapes[n].contains(p) || n == 0 && i.bleed {
			return shapes[n].colour, true
		}
	}
	return color.NRGBA{}, false
}

type point struct{ x, y int }

// shape is an area of one colour.
type shape struct {
	kind   string  // rect, polygon or polyline
	points []point // a rect has two: its first and its last corner
	radius int     // of a rect's corners; half the width of a polyline
	colour color.NRGBA
}

func (s shape) times(f int) shape {
	scaled := make([]point, len(s.points))
	for n, p := range s.points {
		scaled[n] = point{p.x * f, p.y * f}
	}
	s.points, s.radius = scaled, s.radius*f
	return s
}

func (s *shape) contains(p point) bool {
	switch s.kind {
	case "rect":
		return s.inRect(p)
	case "polygon":
		return s.inPolygon(p)
	default:
		return s.onLine(p)
	}
}

// inRect measures from the nearest point of the rectangle without its rounded
// rim.
func (s *shape) inRect(p point) bool {
	near := point{
		min(max(p.x, s.points[0].x+s.radius), s.points[1].x-s.radius),
		min(max(p.y, s.points[0].y+s.radius), s.points[1].y-s.radius),
	}
	if s.radius == 0 {
		return p == near
	}
	return squared(p, near) <= s.radius*s.radius
}

// inPolygon counts the edges to the right of p: inside, they are odd.
func (s *shape) inPolygon(p point) bool {
	inside := false
	for n, a := range s.points {
		b := s.points[(n+1)%len(s.points)]
		if (a.y > p.y) == (b.y > p.y) {
			continue
		}
		left := (p.x-a.x)*(b.y-a.y) < (b.x-a.x)*(p.y-a.y)
		if left == (b.y > a.y) {
			inside = !inside
		}
	}
	return inside
}

func (s *shape) onLine(p point) bool {
	for n, a := range s.points[:len(s.points)-1] {
		b := s.points[n+1]
		if min(squared(p, a), squared(p, b)) <= s.radius*s.radius {
			return true
		}
		length := int(math.Sqrt(float64(squared(a, b))))
		along := (p.x-a.x)*(b.x-a.x) + (p.y-a.y)*(b.y-a.y)
		across := (p.x-a.x)*(b.y-a.y) - (p.y-a.y)*(b.x-a.x)
		if along >= 0 && along <= length*length && max(across, -across) <= s.radius*length {
			return true
		}
	}
	return false
}

func squared(a, b point) int { return (a.x-b.x)*(a.x-b.x) + (a.y-b.y)*(a.y-b.y) }

// parseSVG reads the shapes of an icon in the order they are painted.
func parseSVG(svg []byte) ([]shape, error) {
	var shapes []shape
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		a := attributes{values: map[string]string{}}
		for _, attr := range start.Attr {
			a.values[attr.Name.Local] = attr.Value
		}
		var s shape
		switch s.kind = start.Name.Local; s.kind {
		case "svg":
			if want := fmt.Sprintf("0 0 %d %[1]d", viewBox); a.values["viewBox"] != want {
				return nil, fmt.Errorf("the view box must be %q", want)
			}
			continue
		case "rect":
			corner := point{a.number("x"), a.number("y")}
			s.points = []point{corner, {corner.x + a.number("width"), corner.y + a.number("height")}}
			s.radius, s.colour = a.number("rx"), a.colour("fill")
		case "polygon":
			s.points, s.colour = a.points(), a.colour("fill")
		case "polyline":
			s.points, s.colour = a.points(), a.colour("stroke")
			s.radius = a.number("stroke-width") / 2
		default:
			return nil, fmt.Errorf("<%s> is not among the shapes that build/icons.go can draw: rect, polygon, polyline", s.kind)
		}
		if a.err != nil {
			return nil, fmt.Errorf("<%s>: %w", s.kind, a.err)
		}
		shapes = append(shapes, s)
	}
	if len(shapes) == 0 {
		return nil, fmt.Errorf("no shape to draw")
	}
	return shapes, nil
}

// attributes are those of one SVG element; err is the first that is wrong.
type attributes struct {
	values map[string]string
	err    error
}

// number returns a whole-numbered attribute; a missing one is 0, as in SVG.
func (a *attributes) number(name string) int {
	if a.values[name] == "" {
		return 0
	}
	return a.parse(name, a.values[name])
}

func (a *attributes) parse(name, text string) int {
	n, err := strconv.Atoi(text)
	if err != nil && a.err == nil {
		a.err = fmt.Errorf("%s: %q is not a whole number", name, text)
	}
	return n
}

// points reads "x,y x,y …".
func (a *attributes) points() []point {
	var list []point
	for pair := range strings.FieldsSeq(a.values["points"]) {
		x, y, _ := strings.Cut(pair, ",")
		list = append(list, point{a.parse("points", x), a.parse("points", y)})
	}
	if len(list) < 2 && a.err == nil {
		a.err = fmt.Errorf("points: at least two are needed")
	}
	return list
}

func (a *attributes) colour(name string) color.NRGBA {
	c := color.NRGBA{A: 255}
	if n, err := fmt.Sscanf(a.values[name], "#%02x%02x%02x", &c.R, &c.G, &c.B); (err != nil || n != 3) && a.err == nil {
		a.err = fmt.Errorf("%s: %q is not a colour like #0f5e7a", name, a.values[name])
	}
	return c
}
