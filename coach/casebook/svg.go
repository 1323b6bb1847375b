package casebook

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Measures of the drawings, in pixels of their own coordinates. They fit a panel of 360.
const (
	chartWidth  = 328
	textSize    = 13
	rowHeight   = 24
	barHeight   = 12
	gap         = 8
	panelWidth  = (chartWidth - 2*gap) / 2
	panelHeight = 40 // of the bars of a panel
	widestBar   = 24 // of a panel
)

// Drawing is a picture as its parts, for a page that makes elements of them. Lengths
// are in pixels of its own coordinates; it has no parts where there is nothing to draw.
type Drawing struct {
	Width, Height float64
	Shapes        []Shape
}

// Shape is a part of a drawing: a bar, a text, or the line on which bars stand.
type Shape struct {
	// Class is what it is: bar, axis, name, number or period, the last three texts. A
	// style sheet knows it as oc-chart- and the class.
	Class               string
	X, Y, Width, Height float64 // of a text its start, middle or end at the foot of it
	Anchor, Text        string  // of a text; Anchor is start, middle or end
}

// drawing is a picture that is being drawn.
type drawing struct{ Drawing }

func (d *drawing) open(width, height float64) { d.Width, d.Height = width, height }

func (d *drawing) text(class, anchor string, x, y float64, s string) {
	d.Shapes = append(d.Shapes, Shape{Class: class, X: x, Y: y, Anchor: anchor, Text: s})
}

// bar draws a bar, and nothing where there is none.
func (d *drawing) bar(x, y, width, height float64) {
	if width > 0 && height > 0 {
		d.Shapes = append(d.Shapes, Shape{Class: "bar", X: x, Y: y, Width: width, Height: height})
	}
}

func (d *drawing) axis(x, y, width float64) {
	d.Shapes = append(d.Shapes, Shape{Class: "axis", X: x, Y: y, Width: width})
}

// svg writes the drawing of a chart, with its title and its whole content in words.
func (d *Drawing) svg(c *Chart) string {
	if len(d.Shapes) == 0 {
		return ""
	}
	var b strings.Builder
	id := "oc-chart-" + c.ID
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" class="oc-chart" role="img" aria-labelledby="` + id + `-title ` + id + `-desc" viewBox="` + d.ViewBox() +
		`" width="` + coordinate(d.Width) + `" height="` + coordinate(d.Height) + "\">\n")
	b.WriteString(`<title id="` + id + `-title">` + xmlText.Replace(c.Title) + "</title>\n")
	b.WriteString(`<desc id="` + id + `-desc">` + xmlText.Replace(c.Table.words()) + "</desc>\n")
	for i := range d.Shapes {
		name, text := d.Shapes[i].Element(), xmlText.Replace(d.Shapes[i].Text)
		b.WriteString("<" + name)
		d.Shapes[i].Attributes(func(attribute, value string) { b.WriteString(" " + attribute + `="` + value + `"`) })
		if text == "" {
			b.WriteString("/>\n")
		} else {
			b.WriteString(">" + text + "</" + name + ">\n")
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// ViewBox is the drawing's extent as SVG writes it.
func (d *Drawing) ViewBox() string { return "0 0 " + coordinate(d.Width) + " " + coordinate(d.Height) }

// Element is the name of the SVG element that a shape is.
func (s *Shape) Element() string {
	switch s.Class {
	case "bar":
		return "rect"
	case "axis":
		return "path"
	}
	return "text"
}

// Attributes calls set with each attribute of the SVG element that a shape is.
func (s *Shape) Attributes(set func(name, value string)) {
	set("class", "oc-chart-"+s.Class)
	switch s.Class {
	case "bar":
		set("fill", "currentColor")
		set("x", coordinate(s.X))
		set("y", coordinate(s.Y))
		set("width", coordinate(s.Width))
		set("height", coordinate(s.Height))
	case "axis":
		set("fill", "none")
		set("stroke", "currentColor")
		set("d", "M"+coordinate(s.X)+" "+coordinate(s.Y)+"h"+coordinate(s.Width))
	default:
		set("fill", "currentColor")
		set("text-anchor", s.Anchor)
		set("font-size", strconv.Itoa(textSize))
		set("x", coordinate(s.X))
		set("y", coordinate(s.Y))
	}
}

// words tells a table line by line.
func (t Table) words() string {
	var b strings.Builder
	for n, row := range t.Rows {
		if n > 0 {
			b.WriteString("\n")
		}
		b.WriteString(row[0])
		for i, cell := range row[1:] {
			b.WriteString(", " + t.Head[i+1] + " " + cell)
		}
	}
	return b.String()
}

// drawBars draws a bar for each row: its name before it, its number behind.
func drawBars(c Chart, rows []row) Drawing {
	var d drawing
	names := nameWidth(rows)
	number := widthOf(strconv.Itoa(highest(rows)))
	room := max(chartWidth-names-number-2*gap, 2*gap)
	d.open(names+room+number+2*gap, float64(len(rows)*rowHeight))
	for n, r := range rows {
		top := float64(n * rowHeight)
		length := room * share(r.numbers[0], highest(rows))
		d.text("name", "start", 0, top+baseline, r.name)
		d.bar(names+gap, top+(rowHeight-barHeight)/2, length, barHeight)
		d.text("number", "start", names+gap+length+gap/2, top+baseline, strconv.Itoa(r.numbers[0]))
	}
	return d.Drawing
}

// baseline is where a line of text stands in its row.
const baseline = (rowHeight + textSize*0.7) / 2

// drawGrid draws a row for each, and in it under each head a number with its bar below,
// all bars to one scale: the longest is as long as the narrowest column is wide.
func drawGrid(c Chart, rows []row) Drawing {
	const height = rowHeight + gap
	var d drawing
	names := nameWidth(rows)
	widths, width := []float64{}, names
	for _, head := range c.Table.Head[1:] {
		w := max(widthOf(head), widthOf(strconv.Itoa(highest(rows)))) + gap
		widths = append(widths, w)
		width += w + gap
	}
	longest := slices.Min(widths)
	d.open(width, float64(rowHeight+len(rows)*height))
	x := names + gap
	for i, head := range c.Table.Head[1:] {
		d.text("name", "start", x, baseline, head)
		x += widths[i] + gap
	}
	for n, r := range rows {
		top := float64(rowHeight + n*height)
		d.text("name", "start", 0, top+baseline, r.name)
		x := names + gap
		for i, number := range r.numbers {
			d.text("number", "start", x, top+baseline, strconv.Itoa(number))
			d.bar(x, top+rowHeight, longest*share(number, highest(rows)), gap/2)
			x += widths[i] + gap
		}
	}
	return d.Drawing
}

// panels draws a small chart for each topic, all to one scale, two side by side: the
// name with its total above, a bar for each period, and where the highest one stands
// its number. The first and the last period are named below the last charts.
func panels(c Chart, i Insight, rows []row) Drawing {
	const height = rowHeight + textSize + panelHeight + gap
	var d drawing
	lines := (len(rows) + 1) / 2
	d.open(chartWidth, float64(lines*height+rowHeight))
	most := highest(rows)
	step := float64(panelWidth) / float64(len(i.Periods))
	for n, r := range rows {
		left, top := float64(n%2*(panelWidth+2*gap)), float64(n/2*height)
		floor := top + height - gap
		d.text("name", "start", left, top+baseline, r.name)
		d.text("number", "end", left+panelWidth, top+baseline, strconv.Itoa(i.Topics[n].Total))
		peak := 0
		for p, number := range r.numbers {
			tall := panelHeight * share(number, most)
			d.bar(left+float64(p)*step, floor-tall, min(max(step-1, step/2), widestBar), tall)
			if number > r.numbers[peak] {
				peak = p
			}
		}
		middle := left + float64(peak)*step + min(step, widestBar)/2
		half := widthOf(strconv.Itoa(r.numbers[peak])) / 2
		d.text("number", "middle", min(max(middle, left+half), left+panelWidth-half), floor-panelHeight*share(r.numbers[peak], most)-3, strconv.Itoa(r.numbers[peak]))
		d.axis(left, floor, panelWidth)
	}
	foot := float64(lines*height) + baseline
	for column := range min(len(rows), 2) {
		left := float64(column * (panelWidth + 2*gap))
		d.text("period", "start", left, foot, periodName(i.Periods[0], i.Step))
		if last := len(i.Periods) - 1; last > 0 {
			d.text("period", "end", left+panelWidth, foot, periodName(i.Periods[last], i.Step))
		}
	}
	return d.Drawing
}

func share(n, of int) float64 { return float64(n) / float64(of) }

// nameWidth is the room that the names of rows need.
func nameWidth(rows []row) float64 {
	width := 0.0
	for _, r := range rows {
		width = max(width, widthOf(r.name))
	}
	return width
}

// widthOf estimates how wide a text is set: a Chinese character fills its square, a
// Latin letter a little more than half of it.
func widthOf(s string) float64 {
	width := 0.0
	for _, r := range s {
		if r >= 0x2E80 {
			width++
		} else {
			width += 0.56
		}
	}
	return width * textSize
}

// coordinate writes a length, to a tenth of a pixel.
func coordinate(x float64) string { return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) }

var xmlText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")
