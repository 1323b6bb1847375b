package main

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach/playbook"
)

// drawingID is the id of the frame around a drawing, which can be scrolled.
const drawingID = "oc-flow"

// renderDrawing draws a procedure, with the state where a matter stands marked; "" marks
// none.
func renderDrawing(w *words, p playbook.Procedure, state string) app.UI {
	here := -1
	caption := p.Title.In(w.lang)
	for i := range p.States {
		if p.States[i].ID == state {
			here = i
			caption += " · " + w.procedures.here + " " + p.States[i].Title.In(w.lang)
		}
	}
	return app.Figure().Class("oc-drawing").Body(
		app.FigCaption().Class("oc-muted").Text(caption),
		app.Div().ID(drawingID).Class("oc-flow-frame").TabIndex(0).Role("group").Aria("label", w.procedures.drawing).Body(
			elementOf(playbook.SVG(p, w.lang), func(tag string, parts []string, nth int) string {
				if tag == "rect" && nth == here {
					parts = append(parts, "oc-flow-here")
				}
				return strings.Join(parts, " ")
			})),
	)
}

// showHere scrolls a drawing to the state that is marked in it.
func showHere() {
	frame := app.Window().GetElementByID(drawingID)
	frame.Call("focus")
	if here := frame.Call("querySelector", "[data-part~=oc-flow-here]"); here.Truthy() {
		top := here.Call("getBoundingClientRect").Get("top").Float() - frame.Call("getBoundingClientRect").Get("top").Float()
		frame.Call("scrollTo", 0, top-frame.Get("clientHeight").Float()/2)
	}
}

const flowSpace = "http://www.w3.org/2000/svg"

// elementOf makes elements of a drawing that this program wrote itself: the strict rules
// of the page let no text become elements. What the drawing calls class is the attribute
// data-part, because classes of drawings cannot be set as those of other elements are;
// part may change it, told the tag and how many of that tag came before.
func elementOf(svg string, part func(tag string, parts []string, nth int) string) app.UI {
	r := svgReader{rest: svg, part: part, seen: map[string]int{}}
	for {
		if e := r.next(); e != nil || r.rest == "" {
			return e
		}
	}
}

// svgReader reads a drawing: elements with quoted attributes, and text; neither comments
// nor anything else that playbook.SVG does not write.
type svgReader struct {
	rest string
	part func(tag string, parts []string, nth int) string
	seen map[string]int
}

var svgText = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'", "&amp;", "&")

// next reads an element or a text; nil for space between elements, and at the end of the
// element around.
func (r *svgReader) next() app.UI {
	before, rest, found := strings.Cut(r.rest, "<")
	if strings.TrimSpace(before) != "" || !found {
		r.rest = r.rest[len(before):]
		if strings.TrimSpace(before) == "" {
			return nil
		}
		return app.Text(svgText.Replace(before))
	}
	head, rest, _ := strings.Cut(rest, ">")
	r.rest = rest
	if strings.HasPrefix(head, "/") {
		return nil
	}
	head, alone := strings.CutSuffix(head, "/")
	tag, attributes, _ := strings.Cut(head, " ")
	e := app.Elem(tag).XMLNS(flowSpace)
	nth := r.seen[tag]
	r.seen[tag]++
	for attributes != "" {
		name, quoted, ok := strings.Cut(attributes, `="`)
		value, more, closed := strings.Cut(quoted, `"`)
		if !ok || !closed {
			break
		}
		attributes = strings.TrimSpace(more)
		switch name {
		case "xmlns": // said by XMLNS
		case "class":
			e = e.Attr("data-part", r.part(tag, strings.Fields(value), nth))
		default:
			e = e.Attr(name, svgText.Replace(value))
		}
	}
	if alone {
		return e
	}
	var body []app.UI
	for !r.atEnd() {
		if child := r.next(); child != nil {
			body = append(body, child)
		}
	}
	r.next() // what ends the element
	return e.Body(body...)
}

// atEnd reports whether nothing but space lies before the end of the element around.
func (r *svgReader) atEnd() bool {
	rest := strings.TrimSpace(r.rest)
	return rest == "" || strings.HasPrefix(rest, "</")
}
