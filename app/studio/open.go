package main

import (
	"encoding/json"
	"path"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach/source"
	work "objectioncoach/coach/studio"
)

// opener is what the page of opening and saving shows.
type opener struct {
	drafts  []aboutDraft
	message string // what kept the last one from being opened
	busy    bool
}

// lastKey is where the tab remembers what it had open, over a reload.
const lastKey = "objection-coach-studio-last"

// openFirst opens what this tab had open before a reload, or else what was last changed
// on this device, or else the bank's pack.
func (s *studio) openFirst() {
	fetchAll([]string{"sources", "bank", "bank.en", "rules"}, nil, func(files []app.Value, err error) {
		s.ctx.Dispatch(func(app.Context) {
			if err != nil {
				s.failure = err.Error()
				return
			}
			// Opening the bank's pack first gives the worker the packs below and the models.
			s.helper.ask("open", opening{ID: "bank", Today: s.today()}, files, func(output json.RawMessage, _ [][]byte, err error) {
				if err != nil {
					s.failure = err.Error()
					return
				}
				s.resumeLast(output)
			}, nil)
		})
	})
}

// resumeLast goes on with what was open last; bank is the state of the bank's pack, for
// where there is nothing.
func (s *studio) resumeLast(bank json.RawMessage) {
	s.helper.ask("drafts", nil, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var drafts []aboutDraft
		if err == nil {
			json.Unmarshal(output, &drafts) //nolint:errcheck // written by the worker
		}
		last := app.Window().Get("sessionStorage").Call("getItem", lastKey)
		switch {
		case last.Truthy() && strings.HasPrefix(last.String(), "built-in "):
			s.openBuiltIn(strings.TrimPrefix(last.String(), "built-in "))
		case last.Truthy() && hasDraft(drafts, last.String()):
			s.resume(last.String())
		case len(drafts) > 0:
			s.resume(drafts[0].Key)
		default:
			s.tookPack(bank, nil, nil)
			s.remember("built-in bank")
		}
	}, nil)
}

func hasDraft(drafts []aboutDraft, key string) bool {
	for _, d := range drafts {
		if d.Key == key {
			return true
		}
	}
	return false
}

func (s *studio) remember(what string) {
	app.Window().Get("sessionStorage").Call("setItem", lastKey, what)
}

// openBuiltIn opens a built-in pack as it is.
func (s *studio) openBuiltIn(id string) {
	s.leave()
	s.helper.ask("open", opening{ID: id, Today: s.today()}, nil, func(output json.RawMessage, files [][]byte, err error) {
		if s.tookPack(output, files, err); err == nil {
			s.remember("built-in " + id)
		}
	}, nil)
}

// resume goes on with a draft.
func (s *studio) resume(key string) {
	s.leave()
	s.helper.ask("resume", resuming{key, s.today()}, nil, func(output json.RawMessage, files [][]byte, err error) {
		if s.tookPack(output, files, err); err == nil {
			s.tabs.key = key
			s.remember(key)
			s.tellTabs("hello")
		}
	}, nil)
}

// leave keeps the pack at hand before another one is opened.
func (s *studio) leave() {
	if s.opened {
		s.flush()
		s.keep()
	}
}

// tookPack takes in another pack.
func (s *studio) tookPack(output json.RawMessage, files [][]byte, err error) {
	s.opener.busy = false
	if err != nil {
		s.opener.message = err.Error()
		if !s.opened {
			s.view = "open"
		}
		return
	}
	var next state
	if err := json.Unmarshal(output, &next); err != nil {
		s.opener.message = err.Error()
		return
	}
	s.opener.message, s.status = "", ""
	s.form = form{}
	s.editor = editor{layout: s.editor.layout}
	s.table, s.replace = table{}, replace{}
	s.tabs.key = ""
	s.took(output, files, nil)
	s.tellTabs("hello")
	s.view = ""
	for _, e := range s.pack.Entries { // a script to begin with
		if e.Section == "scripts" {
			s.openFile(e.Path, e.Line)
			return
		}
	}
	if len(s.pack.Paths) > 0 {
		s.openFile(s.pack.Paths[0], 0)
	}
}

// keepPause is how long a change rests before it is kept on the device.
const keepPause = 400 * time.Millisecond

// keepSoon keeps the pack once it rests.
func (s *studio) keepSoon() {
	s.tabs.change++
	now := s.tabs.change
	s.ctx.After(keepPause, func(app.Context) {
		if now == s.tabs.change {
			s.keep()
		}
	})
}

// keep has the worker keep the pack on the device.
func (s *studio) keep() {
	hash := s.pack.Hash
	s.helper.ask("keep", time.Now().UnixMilli(), nil, func(output json.RawMessage, _ [][]byte, err error) {
		var k keeping
		if err == nil {
			err = json.Unmarshal(output, &k)
		}
		if err != nil {
			s.status = s.formWords().notKept + err.Error()
			return
		}
		s.tabs.kept = hash
		if k.Key != "" && k.Key != s.tabs.key {
			s.tabs.key = k.Key
			s.remember(k.Key)
			s.tellTabs("hello")
		}
		if k.Parted {
			s.status = s.formWords().parted
		}
	}, nil)
}

// onView gives a handler that shows something else in the middle.
func (s *studio) onView(view string) app.EventHandler {
	return func(app.Context, app.Event) {
		s.flush()
		s.view = view
		switch view {
		case "open":
			s.askDrafts()
		case "table":
			s.askTable(0)
		case "history":
			s.askHistory()
		case "replace":
			s.ctx.Defer(func(app.Context) { page.Focus("st-find") })
		default:
			s.ctx.Defer(func(app.Context) { s.placeMarks() })
		}
	}
}

func (s *studio) askDrafts() {
	s.helper.ask("drafts", nil, nil, func(output json.RawMessage, _ [][]byte, err error) {
		if err == nil {
			json.Unmarshal(output, &s.opener.drafts) //nolint:errcheck // written by the worker
		}
	}, nil)
}

// renderViews draws what the middle can show.
func (s *studio) renderViews(w *formWords) app.UI {
	var buttons []app.UI
	for _, view := range []string{"", "table", "replace", "history", "open"} {
		b := app.Button().Type("button").Class("st-view").Text(w.views[view]).OnClick(s.onView(view), view)
		if view == s.view {
			b = b.Aria("current", "page")
		}
		buttons = append(buttons, b)
	}
	return app.Nav().Class("st-views").Aria("label", w.viewsLabel).Body(buttons...)
}

// renderPane draws what the middle shows in place of the editor.
func (s *studio) renderPane(w *formWords) app.UI {
	body := []app.UI{}
	switch s.view {
	case "open":
		body = s.renderOpen(w)
	case "table":
		body = s.renderTable(w)
	case "replace":
		body = s.renderReplace(w)
	case "history":
		body = s.renderHistory(w)
	}
	if len(body) > 0 {
		body = append([]app.UI{app.H2().Class("oc-spoken").Text(w.views[s.view])}, body...)
	}
	return app.Div().Class("st-pane").ID("st-pane").DataSet("view", s.view).Hidden(len(body) == 0).TabIndex(0).Aria("label", w.views[s.view]).Role("region").Body(body...)
}

func (s *studio) renderOpen(w *formWords) []app.UI {
	var builtIn, drafts, extends []app.UI
	for _, word := range s.form.lists["pack"] {
		builtIn = append(builtIn, app.Li().Body(
			app.Button().Type("button").Class("oc-quiet").Text(word.Value).Aria("label", w.open+" "+word.Value).OnClick(s.onBuiltIn(word.Value), word.Value)))
		extends = append(extends, app.Option().Value(word.Value).Text(word.Value))
	}
	for _, d := range s.opener.drafts {
		drafts = append(drafts, app.Li().Class("st-draft").Body(
			app.Button().Type("button").Class("oc-quiet").Text(d.ID).Aria("label", w.open+" "+d.ID+" "+moment(d.At)).OnClick(s.onResume(d.Key), d.Key),
			app.Span().Class("oc-muted").Text(moment(d.At)+" · "+w.steps(d.Files, d.Steps)),
			app.Button().Type("button").Class("oc-quiet").Text(w.forget).Aria("label", w.forget+" "+d.ID+" "+moment(d.At)).Disabled(d.Key == s.tabs.key).OnClick(s.onForget(d.Key), d.Key),
		))
	}
	if len(drafts) == 0 {
		drafts = append(drafts, app.Li().Class("oc-muted").Text(w.noDrafts))
	}
	list := []app.UI{}
	if s.opener.busy {
		list = append(list, app.P().Role("status").Text(w.opening))
	}
	if s.opener.message != "" {
		list = append(list, app.P().Class("oc-error").Role("alert").ID("st-refused").Text(s.opener.message))
	}
	return []app.UI{
		app.Div().Class("st-said").Body(list...),
		app.H3().Text(w.open),
		app.Div().Class("st-line").Body(
			app.Label().Class("st-file-button").Body(app.Span().Text(w.chooseFiles), app.Input().ID("st-files").Type("file").Multiple(true).OnChange(s.onFiles)),
			app.Label().Class("st-file-button").Body(app.Span().Text(w.chooseFolder), app.Input().ID("st-folder").Type("file").Attr("webkitdirectory", "").OnChange(s.onFiles)),
		),
		app.P().Class("oc-muted").Text(w.drop),
		app.Div().Class("st-line").Body(
			app.Label().Body(app.Span().Text(w.address), app.Input().ID("st-address").Type("text").Spellcheck(false).AutoComplete(false)),
			app.Button().Type("button").Class("oc-quiet").ID("st-fetch").Text(w.fetch).OnClick(s.onAddress),
		),
		app.H3().Text(w.drafts),
		app.Ul().Class("st-drafts").Body(drafts...),
		app.H3().Text(w.builtIn),
		app.Ul().Class("st-packs").Body(builtIn...),
		app.H3().Text(w.newPack),
		app.Div().Class("st-line").Body(
			app.Label().Body(app.Span().Text(w.packID), app.Input().ID("st-new-id").Type("text").Spellcheck(false).AutoComplete(false)),
			app.Label().Body(app.Span().Text(w.packTitle), app.Input().ID("st-new-title").Type("text").AutoComplete(false)),
			app.Label().Body(app.Span().Text(w.extends), app.Select().ID("st-new-extends").Body(extends...)),
			app.Button().Type("button").Class("oc-primary").ID("st-new").Text(w.begin).OnClick(s.onNew),
		),
		app.H3().Text(w.saveWhere),
		app.Div().Class("st-line").Body(
			app.Button().Type("button").Class("oc-quiet").ID("st-save").Text(w.saveAll).OnClick(s.onSave),
			app.Button().Type("button").Class("oc-quiet").ID("st-save-file").Text(w.saveFile+" "+s.editor.path).OnClick(s.onSaveFile),
		),
	}
}

func (s *studio) onBuiltIn(id string) app.EventHandler {
	return func(app.Context, app.Event) { s.openBuiltIn(id) }
}

func (s *studio) onResume(key string) app.EventHandler {
	return func(app.Context, app.Event) { s.resume(key) }
}

func (s *studio) onForget(key string) app.EventHandler {
	return func(app.Context, app.Event) {
		s.helper.ask("forget", key, nil, func(_ json.RawMessage, _ [][]byte, err error) {
			if err != nil {
				s.opener.message = err.Error()
			}
			s.askDrafts()
		}, nil)
	}
}

func (s *studio) onNew(app.Context, app.Event) {
	s.leave()
	f := founding{ID: strings.TrimSpace(valueOf("st-new-id")), Title: strings.TrimSpace(valueOf("st-new-title")), Extends: valueOf("st-new-extends"), Today: s.today()}
	s.helper.ask("new", f, nil, s.tookPack, nil)
}

func (s *studio) onSave(app.Context, app.Event) {
	s.flush()
	s.helper.ask("archive", nil, nil, func(_ json.RawMessage, files [][]byte, err error) {
		if err != nil {
			s.opener.message = err.Error()
			return
		}
		saveAs(s.pack.ID+".zip", "application/zip", files[0])
	}, nil)
}

func (s *studio) onSaveFile(app.Context, app.Event) {
	s.flush()
	saveAs(path.Base(s.editor.path), "text/yaml", []byte(s.editor.whole(s.editor.text)))
}

// saving is when a file was last saved: for the browser that begins as leaving the page
// does.
var saving time.Time

// saveAs saves a file as a link with an address of its own would.
func saveAs(name, kind string, content []byte) {
	window := app.Window()
	parts := window.Get("Array").New()
	parts.Call("push", arrayOf(content))
	blob := window.Get("Blob").New(parts, map[string]any{"type": kind})
	url := window.Get("URL").Call("createObjectURL", blob)
	link := window.Get("document").Call("createElement", "a")
	link.Set("href", url)
	link.Set("download", name)
	saving = time.Now()
	link.Call("click")
	var release app.Func
	release = app.FuncOf(func(app.Value, []app.Value) any {
		window.Get("URL").Call("revokeObjectURL", url)
		release.Release()
		return nil
	})
	window.Call("setTimeout", release, 60_000)
}

// onFiles opens the files or the folder that were chosen.
func (s *studio) onFiles(ctx app.Context, _ app.Event) {
	input := ctx.JSSrc()
	var files []given
	list := input.Get("files")
	for i := range list.Length() {
		name := list.Index(i).Get("webkitRelativePath").String()
		if name == "" {
			name = list.Index(i).Get("name").String()
		}
		files = append(files, given{name, list.Index(i)})
	}
	input.Set("value", "") // the same may be chosen again
	s.openGiven(files)
}

// given is a file that was chosen or dropped.
type given struct {
	name string
	blob app.Value
}

// openGiven reads files and opens what they are. One that is larger than a pack may be is
// not read at all.
func (s *studio) openGiven(files []given) {
	w := s.formWords()
	wanted := files[:0]
	total := 0
	for _, f := range files {
		size, most := f.blob.Get("size").Int(), work.MaxBytes
		switch {
		case strings.Contains(f.name, "/") && !ofPack(f.name):
			continue // a folder may hold what does not concern us
		case strings.HasSuffix(f.name, ".yaml") || strings.HasSuffix(f.name, ".yml"):
			most = source.MaxFile
		case strings.HasSuffix(f.name, ".jsonl"):
			most = source.MaxLines
		}
		if total += size; size > most || total > work.MaxBytes {
			s.refuse(w.tooLarge(f.name, max(size, total), most))
			return
		}
		wanted = append(wanted, f)
	}
	if len(wanted) == 0 {
		if len(files) > 0 {
			s.refuse(w.noFile)
		}
		return
	}
	s.opener.busy, s.opener.message = true, ""
	s.readGiven(wanted, nil)
}

// refuse tells why something was not opened; the pack at hand stays.
func (s *studio) refuse(why string) {
	s.opener.busy, s.opener.message, s.view = false, why, "open"
	s.askDrafts()
}

// readGiven reads files one after the other, and has the worker open them.
func (s *studio) readGiven(files []given, read []app.Value) {
	if len(read) < len(files) {
		page.Settle(files[len(read)].blob.Call("arrayBuffer"), func(buffer app.Value) {
			array := app.Window().Get("Uint8Array").New(buffer)
			s.ctx.Dispatch(func(app.Context) { s.readGiven(files, append(read, array)) })
		}, func(reason string) {
			s.ctx.Dispatch(func(app.Context) { s.refuse(files[len(read)].name + ": " + reason) })
		})
		return
	}
	s.leave()
	l := loading{At: time.Now().UnixMilli(), Today: s.today()}
	for _, f := range files {
		l.Names = append(l.Names, f.name)
	}
	s.helper.ask("load", l, read, func(output json.RawMessage, _ [][]byte, err error) {
		var done loaded
		if err == nil {
			err = json.Unmarshal(output, &done)
		}
		if err != nil {
			s.refuse(err.Error())
			return
		}
		w := s.formWords()
		state := json.RawMessage(text(done.State))
		if len(done.Put) > 0 {
			s.opener.busy, s.view = false, ""
			s.took(state, nil, nil)
			s.editor.text = "" // it may be one of them
			s.openFile(done.Put[0], 0)
			s.status = w.put + strings.Join(append(done.Put, done.Notes...), "; ")
			return
		}
		s.tookPack(state, nil, nil)
		s.status = w.opened + strings.Join(append([]string{s.pack.ID}, done.Notes...), "; ")
	}, nil)
}

// onAddress opens what an address of this site serves.
func (s *studio) onAddress(app.Context, app.Event) {
	window, w := app.Window(), s.formWords()
	address, ok := ownAddress(valueOf("st-address"))
	if !ok {
		s.refuse(w.otherOrigin + window.Get("location").Get("origin").String())
		return
	}
	s.opener.busy, s.opener.message = true, ""
	failed := func(reason string) { s.ctx.Dispatch(func(app.Context) { s.refuse(reason) }) }
	page.Settle(window.Call("fetch", address, map[string]any{"redirect": "error"}), func(response app.Value) {
		if !response.Get("ok").Bool() {
			failed(w.notFetched(response.Get("status").Int()))
			return
		}
		page.Settle(response.Call("blob"), func(blob app.Value) {
			s.ctx.Dispatch(func(app.Context) {
				s.openGiven([]given{{path.Base(window.Get("URL").New(address).Get("pathname").String()), blob}})
			})
		}, failed)
	}, failed)
}

// ownAddress gives a whole address, and whether it is one of this site's origin.
func ownAddress(typed string) (address string, ok bool) {
	defer func() {
		if recover() != nil { // no address at all: asking is what throws
			ok = false
		}
	}()
	location := app.Window().Get("location")
	url := app.Window().Get("URL").New(strings.TrimSpace(typed), location.Get("href"))
	return url.Get("href").String(), strings.TrimSpace(typed) != "" && url.Get("origin").String() == location.Get("origin").String()
}

// listenFiles takes files and folders that are dropped anywhere.
func (s *studio) listenFiles() {
	window := app.Window()
	window.Call("addEventListener", "dragover", app.FuncOf(func(_ app.Value, args []app.Value) any {
		args[0].Call("preventDefault")
		return nil
	}))
	window.Call("addEventListener", "drop", app.FuncOf(func(_ app.Value, args []app.Value) any {
		transfer := args[0].Get("dataTransfer")
		if !transfer.Truthy() || transfer.Get("files").Length() == 0 {
			return nil
		}
		args[0].Call("preventDefault")
		w := &walk{done: func(files []given) { s.ctx.Dispatch(func(app.Context) { s.openGiven(files) }) }}
		items := transfer.Get("items")
		w.open++
		for i := range items.Length() {
			if e := items.Index(i).Call("webkitGetAsEntry"); e.Truthy() {
				w.entry(e, "")
			} else if file := items.Index(i).Call("getAsFile"); file.Truthy() {
				w.files = append(w.files, given{file.Get("name").String(), file})
			}
		}
		w.end()
		return nil
	}))
}

// walk collects the files of a dropped folder.
type walk struct {
	files []given
	open  int // what has not been read yet
	done  func([]given)
}

func (w *walk) end() {
	if w.open--; w.open == 0 {
		w.done(w.files)
	}
}

func (w *walk) entry(e app.Value, folder string) {
	w.open++
	name := path.Join(folder, e.Get("name").String())
	if e.Get("isFile").Bool() {
		w.once(e, "file", func(file app.Value) {
			w.files = append(w.files, given{name, file})
			w.end()
		})
		return
	}
	w.batch(e.Call("createReader"), name)
}

// batch reads a folder, which gives its entries a hundred at a time.
func (w *walk) batch(reader app.Value, folder string) {
	w.once(reader, "readEntries", func(entries app.Value) {
		for i := range entries.Length() {
			w.entry(entries.Index(i), folder)
		}
		if entries.Length() > 0 && len(w.files) <= maxEntries {
			w.batch(reader, folder)
			return
		}
		w.end()
	})
}

// once calls a method that answers to one of two functions.
func (w *walk) once(of app.Value, method string, then func(app.Value)) {
	var yes, no app.Func
	release := func() {
		yes.Release()
		no.Release()
	}
	yes = app.FuncOf(func(_ app.Value, args []app.Value) any {
		release()
		then(args[0])
		return nil
	})
	no = app.FuncOf(func(app.Value, []app.Value) any {
		release()
		w.end()
		return nil
	})
	of.Call(method, yes, no)
}

// otherTabs is what is known of other tabs with the studio.
type otherTabs struct {
	id      string
	channel app.Value
	key     string // of the draft here; "" before it was kept
	change  int
	kept    string            // the hash of the pack as it was last kept
	others  map[string]string // the pack that another tab has open, by tab
}

// listenTabs tells other tabs what this one has open, and hears them. That no tab writes
// over what another one wrote is held by the store itself; this is for the writer.
func (s *studio) listenTabs() {
	window := app.Window()
	s.tabs.others = map[string]string{}
	s.tabs.id = window.Get("crypto").Call("randomUUID").String()
	keepNow := app.FuncOf(func(app.Value, []app.Value) any {
		if window.Get("document").Get("visibilityState").String() == "hidden" {
			s.ctx.Dispatch(func(app.Context) { s.leave() })
		}
		return nil
	})
	window.Get("document").Call("addEventListener", "visibilitychange", keepNow)
	window.Call("addEventListener", "beforeunload", app.FuncOf(func(_ app.Value, args []app.Value) any {
		if s.unkept() && time.Since(saving) > 2*time.Second { // the browser asks whether to leave
			args[0].Call("preventDefault")
		}
		return nil
	}))
	if !window.Get("BroadcastChannel").Truthy() {
		return
	}
	s.tabs.channel = window.Get("BroadcastChannel").New("objection-coach-studio")
	s.tabs.channel.Set("onmessage", app.FuncOf(func(_ app.Value, args []app.Value) any {
		data := args[0].Get("data")
		said, tab, id := data.Get("said").String(), data.Get("tab").String(), data.Get("pack").String()
		s.ctx.Dispatch(func(app.Context) { s.hearTab(said, tab, id) })
		return nil
	}))
	window.Call("addEventListener", "pagehide", app.FuncOf(func(app.Value, []app.Value) any {
		s.tellTabs("bye")
		return nil
	}))
}

// unkept reports whether a change is not on the device yet.
func (s *studio) unkept() bool {
	box := app.Window().GetElementByID(editorID)
	return s.opened && (s.pack.Hash != s.tabs.kept || s.form.asking || box.Truthy() && box.Get("value").String() != s.editor.text)
}

func (s *studio) hearTab(said, tab, id string) {
	delete(s.tabs.others, tab)
	if said != "bye" {
		s.tabs.others[tab] = id
	}
	if said == "hello" && s.opened {
		s.tellTabs("here")
	}
}

// tellTabs tells other tabs what this one has open.
func (s *studio) tellTabs(said string) {
	if s.tabs.channel != nil && s.tabs.channel.Truthy() {
		s.tabs.channel.Call("postMessage", map[string]any{"said": said, "tab": s.tabs.id, "pack": s.pack.ID})
	}
}

// shared reports whether another tab has the same pack open.
func (s *studio) shared() bool {
	for _, id := range s.tabs.others {
		if id == s.pack.ID {
			return true
		}
	}
	return false
}

// renderElsewhere warns of another tab with the same pack.
func (s *studio) renderElsewhere(w *formWords) app.UI {
	warning := ""
	if s.shared() {
		warning = w.otherTab
	}
	return app.P().Class("st-elsewhere").ID("st-elsewhere").Role("status").Hidden(warning == "").Text(warning)
}
