package playbook

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Measures of the drawing, in pixels of its own coordinates.
const (
	boxWidth   = 240
	lineHeight = 20
	boxPadding = 10
	rowGap     = 36 // between boxes: an arrow and the answer beside it
	exitHeight = 20 // one way that leaves a box at its side
	laneWidth  = 12 // between the lines that run beside the boxes
	margin     = 12
	titleSize  = 15
	textSize   = 13
)

// SVG draws a procedure from top to bottom: a box for each state in the order of
// the data, ways to the next state straight down, all others along the right side.
// It carries a title and the whole course in words for those who do not see it, no
// script and no style attribute; colours are those of the page's text, or whatever
// a style sheet gives the classes oc-flow, oc-flow-state, oc-flow-ask, oc-flow-end,
// oc-flow-way, oc-flow-title and oc-flow-text.
func SVG(p Procedure, locale string) string {
	d := drawing{p: p, locale: locale}
	d.place()
	d.lanes()
	return d.write()
}

// drawing is a procedure laid out.
type drawing struct {
	p             Procedure
	locale        string
	boxes         []box
	sides         []side
	labels        float64 // width of the strip where the answers of side ways stand
	width, height float64
}

// box is one state: its lines of text and where it stands.
type box struct {
	title, ask []string
	top        float64
	height     float64
	exits      int // ways that leave at its side
}

func (b box) bottom() float64 { return b.top + b.height }

// side is a way that runs beside the boxes.
type side struct {
	label    string
	from, to float64 // heights at which it leaves and arrives
	lane     int
}

// place puts the boxes below each other and finds the ways at the side.
func (d *drawing) place() {
	top := float64(margin)
	for i := range d.p.States {
		s := &d.p.States[i]
		b := box{title: wrap(s.Title.In(d.locale), titleSize), ask: wrap(s.Ask.In(d.locale), textSize), top: top}
		for _, way := range s.ways() {
			if d.beside(i, way) {
				b.exits++
			}
		}
		// Arrivals come in at the height of the title; exits leave below them.
		b.height = max(float64(2*boxPadding+lineHeight*(len(b.title)+len(b.ask))), float64(boxPadding+lineHeight+exitHeight*b.exits+boxPadding))
		d.boxes = append(d.boxes, b)
		top = b.bottom() + rowGap
	}
	d.height = top - rowGap + margin
	for i := range d.p.States {
		exit := 0
		for _, way := range d.p.States[i].ways() {
			if !d.beside(i, way) {
				continue
			}
			exit++
			label := way.title.In(d.locale)
			d.labels = max(d.labels, widthOf(label, textSize)+2*boxPadding)
			d.sides = append(d.sides, side{
				label: label,
				from:  d.boxes[i].top + boxPadding + float64(lineHeight+exitHeight*exit),
				to:    d.boxes[d.p.index(way.to)].arrival(),
			})
		}
	}
	d.labels = max(d.labels, 3*boxPadding)
}

// arrival is the height at which ways from the side come in.
func (b box) arrival() float64 { return b.top + boxPadding + titleSize/2 }

// beside reports whether a way out of the state at i runs at the side, and leads
// anywhere.
func (d *drawing) beside(i int, w way) bool {
	to := d.p.index(w.to)
	return to >= 0 && to != i+1
}

// lanes gives each way at the side the innermost lane that is free along it, the
// short ways first.
func (d *drawing) lanes() {
	order := make([]int, len(d.sides))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return int(d.sides[a].length() - d.sides[b].length())
	})
	most := 0
	for n, i := range order {
		for slices.ContainsFunc(order[:n], func(j int) bool { return d.sides[j].lane == d.sides[i].lane && d.sides[j].meets(d.sides[i]) }) {
			d.sides[i].lane++
		}
		most = max(most, d.sides[i].lane+1)
	}
	d.width = margin + boxWidth + d.labels + float64(most*laneWidth) + margin
}

func (s side) length() float64 { return max(s.from, s.to) - min(s.from, s.to) }

// meets reports whether two ways pass the same height. Ways to the same state may
// share its lane: they arrive as one.
func (s side) meets(other side) bool {
	return s.to != other.to && max(min(s.from, s.to), min(other.from, other.to)) <= min(max(s.from, s.to), max(other.from, other.to))
}

// write gives the drawing as SVG.
func (d *drawing) write() string {
	var out strings.Builder
	id := "oc-flow-" + xmlText.Replace(d.p.ID)
	out.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" class="oc-flow" role="img" aria-labelledby="` + id + `-title ` + id + `-desc" viewBox="0 0 ` + number(d.width) + ` ` + number(d.height) + `" width="` + number(d.width) + `" height="` + number(d.height) + `">` + "\n")
	out.WriteString(`<title id="` + id + `-title">` + xmlText.Replace(d.p.Title.In(d.locale)) + "</title>\n")
	out.WriteString(`<desc id="` + id + `-desc">` + xmlText.Replace(d.words()) + "</desc>\n")
	out.WriteString(`<defs><marker id="` + id + `-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="oc-flow-tip" fill="currentColor" d="M0 0 8 4 0 8z"/></marker></defs>` + "\n")
	for i, b := range d.boxes {
		d.writeBox(&out, &d.p.States[i], b)
	}
	tip := ` marker-end="url(#` + id + `-tip)"/>` + "\n"
	for i := range d.p.States {
		for _, way := range d.p.States[i].ways() {
			if d.p.index(way.to) == i+1 {
				d.writeDown(&out, i, way.title.In(d.locale), tip)
			}
		}
	}
	for _, s := range d.sides {
		d.writeSide(&out, s, tip)
	}
	out.WriteString("</svg>\n")
	return out.String()
}

func (d *drawing) writeBox(out *strings.Builder, s *State, b box) {
	class, round := "oc-flow-state", 4.0
	switch {
	case s.End:
		class, round = "oc-flow-state oc-flow-end", b.height/2
	case len(s.Ask) > 0:
		class = "oc-flow-state oc-flow-ask"
	}
	out.WriteString(`<rect class="` + class + `" fill="none" stroke="currentColor" x="` + number(margin) + `" y="` + number(b.top) + `" width="` + number(boxWidth) + `" height="` + number(b.height) + `" rx="` + number(round) + `"/>` + "\n")
	y := b.top + boxPadding + titleSize
	for _, line := range b.title {
		writeText(out, "oc-flow-title", "middle", margin+boxWidth/2, y, titleSize, line)
		y += lineHeight
	}
	for _, line := range b.ask {
		writeText(out, "oc-flow-text", "middle", margin+boxWidth/2, y, textSize, line)
		y += lineHeight
	}
}

// writeDown draws the way from the state at i to the next one.
func (d *drawing) writeDown(out *strings.Builder, i int, label, tip string) {
	x, from, to := margin+boxWidth/2.0, d.boxes[i].bottom(), d.boxes[i+1].top
	writePath(out, "M"+number(x)+" "+number(from)+"V"+number(to), tip)
	if label != "" {
		writeText(out, "oc-flow-text", "start", x+8, (from+to)/2+4, textSize, label)
	}
}

// writeSide draws a way along the side, its answer where it leaves.
func (d *drawing) writeSide(out *strings.Builder, s side, tip string) {
	right := float64(margin + boxWidth)
	lane := right + d.labels + float64(s.lane*laneWidth)
	writePath(out, "M"+number(right)+" "+number(s.from)+"H"+number(lane)+"V"+number(s.to)+"H"+number(right), tip)
	if s.label != "" {
		writeText(out, "oc-flow-text", "start", right+6, s.from-4, textSize, s.label)
	}
}

func writePath(out *strings.Builder, path, tip string) {
	out.WriteString(`<path class="oc-flow-way" fill="none" stroke="currentColor" d="` + path + `"` + tip)
}

func writeText(out *strings.Builder, class, anchor string, x, y float64, size int, s string) {
	out.WriteString(`<text class="` + class + `" fill="currentColor" text-anchor="` + anchor + `" font-size="` + strconv.Itoa(size) + `" x="` + number(x) + `" y="` + number(y) + `">` + xmlText.Replace(s) + "</text>\n")
}

// words tells the course of the procedure, state by state.
func (d *drawing) words() string {
	var lines []string
	for i := range d.p.States {
		s := &d.p.States[i]
		line := strconv.Itoa(i+1) + ". " + s.Title.In(d.locale)
		if len(s.Ask) > 0 {
			line += " – " + s.Ask.In(d.locale)
		}
		for _, way := range s.ways() {
			line += "; "
			if title := way.title.In(d.locale); title != "" {
				line += title + " "
			}
			line += "→ " + strconv.Itoa(d.p.index(way.to)+1)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// wrap parts a text into lines that fit a box: at spaces, or between two Chinese
// characters, and never before a mark that closes what stands before it.
func wrap(s string, size int) []string {
	if s == "" {
		return nil
	}
	const room = boxWidth - 2*boxPadding
	var lines []string
	for widthOf(s, size) > room {
		cut := 0 // bytes of s that make the line
		for at, r := range s {
			if at > 0 && widthOf(s[:at], size) > room {
				break
			}
			if at > 0 && (r == ' ' || wide(r) && !strings.ContainsRune("，。？！；：、）", r)) {
				cut = at
			}
		}
		if cut == 0 {
			break // one word wider than the box
		}
		lines = append(lines, s[:cut])
		s = strings.TrimLeft(s[cut:], " ")
	}
	return append(lines, s)
}

// widthOf estimates how wide a text is set: a Chinese character fills its square,
// a Latin letter a little more than half of it.
func widthOf(s string, size int) float64 {
	const latin = 0.56
	width := 0.0
	for _, r := range s {
		if wide(r) {
			width++
		} else {
			width += latin
		}
	}
	return width * float64(size)
}

// wide reports whether a character is set in a square: from the CJK radicals on.
func wide(r rune) bool { return r >= 0x2E80 && r != utf8.RuneError }

// number writes a coordinate, without decimals where it has none.
func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

var xmlText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")
