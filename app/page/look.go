package page

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Colours are the colours that a host page may give, by the names of web/page/app.css
// without --oc-.
var Colours = []string{
	"ink", "ink-2", "paper", "paper-2", "raised", "line", "accent", "on-accent",
	"now", "later", "before", "skip", "warn", "must-not", "good", "focus", "lit",
}

// themes are those that app.css has.
var themes = []string{"auto", "light", "dark", "high-contrast"}

// brand is the theme of a page whose colours are in a style sheet of its own.
const brand = "brand"

// Look tells the document its language, its theme and its title. A theme is one of
// those of app.css, where "" is auto, or the address of a style sheet, relative to the
// site; one of another origin is refused, and reported as false.
func Look(lang, theme, title string) bool {
	document := app.Window().Get("document")
	root := document.Get("documentElement")
	root.Call("setAttribute", "lang", lang)
	document.Set("title", title)
	address, ok := "", true
	if theme != "" && !slices.Contains(themes, theme) {
		if address = sheetAddress(theme); address != "" {
			theme = brand
		} else {
			theme, ok = "auto", false
		}
	}
	root.Get("dataset").Set("theme", theme)
	useSheet(document, address)
	return ok
}

// sheetAddress gives the whole address of a style sheet of this site's origin, or "".
func sheetAddress(theme string) string {
	if !strings.HasSuffix(theme, ".css") {
		return ""
	}
	constructor := app.Window().Get("URL")
	base := app.Window().Get("objectionCoach").Get("base")
	if !constructor.Call("canParse", theme, base).Bool() {
		return ""
	}
	url := constructor.New(theme, base)
	if url.Get("origin").String() != app.Window().Get("location").Get("origin").String() {
		return ""
	}
	return url.Get("href").String()
}

// SheetID is the id of the link to the style sheet of a brand.
const SheetID = "oc-brand"

// useSheet makes the document use one style sheet of a brand, or none.
func useSheet(document app.Value, address string) {
	link := app.Window().GetElementByID(SheetID)
	switch {
	case address == "" && link.Truthy():
		link.Call("remove")
	case address != "" && !link.Truthy():
		link = document.Call("createElement", "link")
		link.Set("id", SheetID)
		link.Set("rel", "stylesheet")
		link.Set("href", address)
		document.Get("head").Call("append", link)
	case address != "" && link.Get("href").String() != address:
		link.Set("href", address)
	}
}

// Paint gives the document the colours of a host page, by the names in Colours. What is
// missing, or is no colour, or nothing but a colour, stays as the theme has it. The
// theme of high contrast takes none: it is there for those who cannot read others.
func Paint(colours map[string]string, theme string) {
	root := app.Window().Get("document").Get("documentElement")
	for _, name := range Colours {
		colour := strings.TrimSpace(colours[name])
		if theme == "high-contrast" || !isColour(colour) || !app.Window().Get("CSS").Call("supports", "color", colour).Bool() {
			root.Get("style").Call("removeProperty", "--oc-"+name)
			continue
		}
		root.Get("style").Call("setProperty", "--oc-"+name, colour)
	}
}

// functions are those that make a colour of numbers.
var functions = []string{"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch"}

// maxColour is the longest text of a colour, in bytes.
const maxColour = 64

// isColour reports whether a text has the form of a plain colour: # and hexadecimal
// digits, a word, or a function of numbers. It need not be one; whether a word is a
// colour, the browser knows.
func isColour(text string) bool {
	if text == "" || len(text) > maxColour {
		return false
	}
	if digits, ok := strings.CutPrefix(text, "#"); ok {
		return only(digits, "0123456789abcdefABCDEF") && slices.Contains([]int{3, 4, 6, 8}, len(digits))
	}
	name, rest, ok := strings.Cut(text, "(")
	if !ok {
		return only(text, letters) && !slices.Contains([]string{"inherit", "initial", "unset", "revert", "currentcolor", "transparent"}, strings.ToLower(text))
	}
	numbers, ok := strings.CutSuffix(rest, ")")
	return ok && slices.Contains(functions, strings.ToLower(name)) && only(numbers, "0123456789.,%/+- adegnortu")
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

func only(text, set string) bool { return strings.Trim(text, set) == "" }
