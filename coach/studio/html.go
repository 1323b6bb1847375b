package studio

import "strings"

// page writes HTML. Every text that goes into it is escaped.
type page struct{ strings.Builder }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "\x00", "\ufffd")

// text writes a text.
func (p *page) text(s string) { escaper.WriteString(p, s) }

// open begins an element; attributes come as name and value, and those without a value
// are left out.
func (p *page) open(tag string, attributes ...string) {
	p.WriteString("<" + tag)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			p.WriteString(" " + attributes[i] + `="`)
			p.text(attributes[i+1])
			p.WriteString(`"`)
		}
	}
	p.WriteString(">")
}

// close ends an element, and the line behind one that is not part of a text.
func (p *page) close(tag string) {
	p.WriteString("</" + tag + ">")
	if tag != "span" && tag != "b" && tag != "a" {
		p.WriteString("\n")
	}
}

// el writes an element with a text in it; nothing for an empty text.
func (p *page) el(tag, text string, attributes ...string) {
	if text == "" {
		return
	}
	p.open(tag, attributes...)
	p.text(text)
	p.close(tag)
}

// begin writes the head of a page. style is the address of its style sheet; for "" css
// is written into the page.
func (p *page) begin(locale, title, style, css string) {
	p.WriteString("<!doctype html>\n")
	p.open("html", "lang", locale)
	p.WriteString("\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n")
	p.el("title", title)
	if style != "" {
		p.open("link", "rel", "stylesheet", "href", style)
		p.WriteString("\n")
	} else {
		p.WriteString("<style>\n" + css + "</style>\n")
	}
	p.WriteString("<body>\n")
}

// end gives the whole page.
func (p *page) end() string { return p.String() + "</body>\n</html>\n" }
