// Package page is what every program of the site asks of its browser: promises, the
// clipboard, the focus, the files the site serves and what its address says.
package page

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Settle waits for a promise: then gets its value, or failed the reason as text. Both
// are called outside of rendering: dispatch what changes a screen.
func Settle(promise app.Value, then func(app.Value), failed func(reason string)) {
	var ok, no app.Func
	release := func() {
		ok.Release()
		no.Release()
	}
	ok = app.FuncOf(func(_ app.Value, args []app.Value) any {
		release()
		then(args[0])
		return nil
	})
	no = app.FuncOf(func(_ app.Value, args []app.Value) any {
		release()
		failed(args[0].Call("toString").String())
		return nil
	})
	promise.Call("then", ok, no)
}

// Address gives the address of a file by the name the page's own script knows it by,
// such as a compiled pack; nothing where the site does not have it.
func Address(name string) app.Value {
	return app.Window().Get("objectionCoach").Get("packs").Get(name)
}

// SignedEnding ends the addresses of signed packs, relative to the page, which the site
// was not built with.
const SignedEnding = ".signed"

// Fetch gets a file of the site by the name that Address knows, or a signed pack by its
// address, or tells why not.
func Fetch(name string, done func([]byte, error)) { fetch(name, "default", done) }

// FetchAnew is Fetch past the browser's own copy. Names of files never change their
// content, so a copy that came broken would otherwise be given again and again.
func FetchAnew(name string, done func([]byte, error)) { fetch(name, "reload", done) }

func fetch(name, cache string, done func([]byte, error)) {
	address := Address(name)
	if strings.HasSuffix(name, SignedEnding) {
		address = app.ValueOf(name)
	}
	if !address.Truthy() {
		done(nil, fmt.Errorf("this site has no pack %q", name))
		return
	}
	failed := func(reason string) { done(nil, fmt.Errorf("the pack %q could not be fetched: %s", name, reason)) }
	url := app.Window().Get("URL").New(address, app.Window().Get("objectionCoach").Get("base")).Get("href")
	early := app.Window().Get("objectionCoach").Get("early")
	answer := early.Get(name)
	if early.Set(name, nil); !answer.Truthy() || cache != "default" {
		answer = app.Window().Call("fetch", url, map[string]any{"cache": cache})
	}
	Settle(answer, func(response app.Value) {
		if !response.Get("ok").Bool() {
			failed(fmt.Sprintf("status %d", response.Get("status").Int()))
			return
		}
		Settle(response.Call("arrayBuffer"), func(buffer app.Value) {
			file := Bytes(app.Window().Get("Uint8Array").New(buffer))
			done(file, nil)
		}, failed)
	}, failed)
}

// Bytes copies a Uint8Array.
func Bytes(array app.Value) []byte {
	content := make([]byte, array.Length())
	app.CopyBytesToGo(content, array)
	return content
}

// Fragment reads what follows # in the address, as names and values. What cannot be
// read is as if not said.
func Fragment() url.Values {
	hash := strings.TrimPrefix(app.Window().Get("location").Get("hash").String(), "#")
	values, _ := url.ParseQuery(hash)
	return values
}

// Language gives the locale that the address names, or else the browser's.
func Language() string {
	if locale := Fragment().Get("locale"); locale != "" {
		return locale
	}
	return app.Window().Get("navigator").Get("language").String()
}

// CopyText puts text on the clipboard and tells whether it worked.
func CopyText(text string, done func(ok bool)) {
	clipboard := app.Window().Get("navigator").Get("clipboard")
	if !clipboard.Truthy() { // an insecure page has none
		done(false)
		return
	}
	Settle(clipboard.Call("writeText", text), func(app.Value) { done(true) }, func(string) { done(false) })
}

// Focus gives the focus to the element of an id, if there is one.
func Focus(id string) {
	if e := app.Window().GetElementByID(id); e.Truthy() {
		e.Call("focus")
	}
}

// Save offers a text as a file to keep: the browser's own download, of which nothing
// leaves the device.
func Save(name, kind, text string) { SaveBytes(name, kind+";charset=utf-8", []byte(text)) }

// SaveBytes is Save for any content.
func SaveBytes(name, kind string, content []byte) {
	var file File
	file.add(content)
	file.Save(name, kind)
}

// File is a file in the making, written part by part and then offered as a whole. The
// zero File is empty and ready to use.
type File struct {
	parts app.Value
	next  []byte
}

// filePart is how many bytes of a file are handed to the browser at once.
const filePart = 256 << 10

// Write adds to the file, and never fails.
func (f *File) Write(p []byte) (int, error) {
	if f.next = append(f.next, p...); len(f.next) >= filePart {
		f.add(f.next)
		f.next = f.next[:0]
	}
	return len(p), nil
}

func (f *File) add(content []byte) {
	if f.parts == nil {
		f.parts = app.Window().Get("Array").New()
	}
	array := app.Window().Get("Uint8Array").New(len(content))
	app.CopyBytesToJS(array, content)
	f.parts.Call("push", array)
}

// Save offers the file to keep, under a name and as a kind of MIME.
func (f *File) Save(name, kind string) {
	f.add(f.next)
	window := app.Window()
	blob := window.Get("Blob").New(f.parts, map[string]any{"type": kind})
	address := window.Get("URL").Call("createObjectURL", blob)
	link := window.Get("document").Call("createElement", "a")
	link.Set("href", address)
	link.Set("download", name)
	link.Call("click")
	const fetched = 60_000 // milliseconds, by when the browser has taken the file
	window.Call("setTimeout", window.Get("URL").Get("revokeObjectURL"), fetched, address)
}
