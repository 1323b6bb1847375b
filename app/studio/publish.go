package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach/calendar"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
)

// publisher is the state of publishing.
type publisher struct {
	pack     string // whose versions these are
	versions []issued
	key      *key
	looked   bool // for the key
	failure  string
	done     string

	from, until string // days, "" for no bound
	next        *pack.Statement
	busy        bool

	both  bool   // languages in print
	topic string // of the poster
	page  string // address of what was printed last, where no window opened
}

func issuedOf(record app.Value) issued {
	v := issued{
		version: record.Get("version").Int(), at: int64(record.Get("at").Float()), from: record.Get("from").String(),
		until: record.Get("until").String(), back: record.Get("back").Int(), file: record.Get("file"),
	}
	json.Unmarshal([]byte(record.Get("changes").String()), &v.changes) //nolint:errcheck // written by this program
	return v
}

// last gives the version published last; nil where there is none.
func (p *publisher) last() *issued {
	if len(p.versions) == 0 {
		return nil
	}
	return &p.versions[len(p.versions)-1]
}

// before gives the version published last as the files of a request.
func (p *publisher) before() []app.Value {
	if last := p.last(); last != nil {
		return []app.Value{last.file}
	}
	return nil
}

// holdAgainst gives the worker what staff have now: the version published last on this
// device, or else the built-in pack as it came.
func (s *studio) holdAgainst() {
	t := &s.trial
	if t.against == s.pack.ID {
		s.askPreview()
		return
	}
	id := s.pack.ID
	t.against = id
	hold := func(files []app.Value, version int) {
		s.helper.ask("against", nil, files, func(_ json.RawMessage, _ [][]byte, err error) {
			if err != nil {
				s.status = err.Error()
			}
			t.version = version
			s.askPreview()
		}, nil)
	}
	loadVersions(id, func(versions []issued, err error) {
		s.ctx.Dispatch(func(app.Context) {
			p := &t.publish
			p.pack, p.versions = id, versions
			if err != nil {
				p.failure = message.Of(err, s.words().lang)
			}
			if last := p.last(); last != nil {
				hold([]app.Value{last.file}, last.version)
				return
			}
			if !page.Address(id).Truthy() {
				hold(nil, 0)
				return
			}
			fetchAll([]string{id, id + ".en"}, nil, func(files []app.Value, err error) {
				s.ctx.Dispatch(func(app.Context) {
					if err != nil {
						files = nil
					}
					hold(files, 0)
				})
			})
		})
	})
}

// refreshPublish tells what the next version would say.
func (s *studio) refreshPublish() {
	p := &s.trial.publish
	if !p.looked {
		p.looked = true
		loadKey(func(k *key, err error) { s.ctx.Dispatch(func(app.Context) { s.tookKey(k, err) }) })
	}
	if len(s.pack.Problems) > 0 || p.pack != s.pack.ID {
		p.next = nil
		return
	}
	s.helper.ask("issue", issuing{From: p.from, Until: p.until, Locale: s.words().lang}, p.before(), func(output json.RawMessage, _ [][]byte, err error) {
		p.next = nil
		var next pack.Statement
		if err == nil {
			err = json.Unmarshal(output, &next)
		}
		if p.failure = ""; err != nil {
			p.failure = message.Of(err, s.words().lang)
			return
		}
		p.next = &next
	}, nil)
}

func (s *studio) tookKey(k *key, err error) {
	if p := &s.trial.publish; err != nil {
		p.failure = s.tryWords().noKey + message.Of(err, s.words().lang)
	} else {
		p.key = k
	}
}

func (s *studio) onMakeKey(app.Context, app.Event) {
	makeKey(func(k *key, err error) { s.ctx.Dispatch(func(app.Context) { s.tookKey(k, err) }) })
}

func (s *studio) renderPublish(w *tryWords) []app.UI {
	p := &s.trial.publish
	body := s.renderKey(w, p)
	body = append(body, app.H2().Text(w.nextVersion))
	switch {
	case len(s.pack.Problems) > 0:
		body = append(body, app.P().Class("st-note").Text(w.mendFirst))
	case p.next != nil:
		body = append(body, s.renderNext(w, p))
	}
	if p.failure != "" {
		body = append(body, app.P().Class("oc-error").Role("alert").Text(p.failure))
	}
	body = append(body, app.P().Role("status").ID("st-published").Text(p.done))
	body = append(body, app.Label().Class("st-file-button").Title(w.takeSignedWhy).Body(app.Span().Text(w.takeSigned),
		app.Input().ID("st-take-signed").Type("file").Accept(signedEnding).OnChange(s.onTakeSigned)))
	body = append(body, s.renderVersions(w, p)...)
	return append(body, s.renderPrint(w, p)...)
}

func (s *studio) renderKey(w *tryWords, p *publisher) []app.UI {
	if p.key == nil {
		return []app.UI{app.H2().Text(w.key), app.P().Class("oc-muted").Text(w.keyNone),
			app.Button().Type("button").ID("st-make-key").Class("oc-primary").Text(w.makeKey).OnClick(s.onMakeKey)}
	}
	name := p.key.String()
	accept := fmt.Sprintf(`<objection-coach pack="%s" keys="%s"></objection-coach>`, s.pack.ID+signedEnding, name)
	return []app.UI{
		app.H2().Text(w.key),
		app.P().Class("oc-muted").Text(w.keyHere),
		app.P().Body(app.Code().ID("st-key").Text(name)),
		app.Details().Class("st-accept").Body(
			app.Summary().Text(w.accept),
			app.P().Body(app.Code().Text(accept)),
			app.Button().Type("button").Class("oc-quiet").Text(w.copy).OnClick(s.onCopy(accept), accept),
		),
	}
}

// signedEnding ends the names of signed packs.
const signedEnding = ".signed"

func (s *studio) onCopy(text string) app.EventHandler {
	return func(app.Context, app.Event) {
		page.CopyText(text, func(ok bool) {
			s.ctx.Dispatch(func(app.Context) {
				if s.status = s.tryWords().copied; !ok {
					s.status = s.tryWords().notCopied
				}
			})
		})
	}
}

func (s *studio) renderNext(w *tryWords, p *publisher) app.UI {
	var changes []app.UI
	for _, change := range p.next.Changes {
		changes = append(changes, app.Li().Text(change))
	}
	news := app.UI(app.P().Class("oc-muted").Text(w.firstVersion))
	switch {
	case len(changes) > 0:
		news = app.Ul().Class("st-changes").ID("st-changes").TabIndex(0).Body(changes...)
	case p.next.Version > 1:
		news = app.P().Class("oc-muted").Text(w.noChanges)
	}
	return app.Div().Class("st-next").Body(
		app.P().ID("st-version").Text(w.version(p.next.Version)),
		news,
		app.Div().Class("st-scene").Body(
			app.Label().Body(app.Span().Text(w.validFrom), app.Input().Type("date").Name("from").OnChange(s.onValid)),
			app.Label().Body(app.Span().Text(w.validUntil), app.Input().Type("date").Name("until").OnChange(s.onValid)),
		),
		app.Button().Type("button").ID("st-sign").Class("oc-primary").Text(w.sign).Disabled(p.key == nil || p.busy).OnClick(s.onSign),
	)
}

func (s *studio) onValid(ctx app.Context, _ app.Event) {
	p := &s.trial.publish
	if ctx.JSSrc().Get("name").String() == "from" {
		p.from = ctx.JSSrc().Get("value").String()
	} else {
		p.until = ctx.JSSrc().Get("value").String()
	}
	s.refreshPublish()
}

func (s *studio) onSign(app.Context, app.Event) {
	p := &s.trial.publish
	s.issue(issuing{From: p.from, Until: p.until, Locale: s.words().lang}, p.before())
}

// onBack gives a handler that publishes the content of an older version again.
func (s *studio) onBack(at int) app.EventHandler {
	return func(app.Context, app.Event) {
		p := &s.trial.publish
		s.issue(issuing{From: p.from, Until: p.until, Locale: s.words().lang, Back: true}, append(p.before(), p.versions[at].file))
	}
}

// issue publishes: the worker makes the version ready, the key here signs it, the worker
// seals it, and it is kept and downloaded.
func (s *studio) issue(i issuing, files []app.Value) {
	p := &s.trial.publish
	p.busy, p.failure, p.done = true, "", ""
	failed := func(err error) { p.busy, p.failure = false, message.Of(err, s.words().lang) }
	s.helper.ask("issue", i, files, func(_ json.RawMessage, files [][]byte, err error) {
		if err != nil {
			failed(err)
			return
		}
		p.key.sign(files[0], func(signature app.Value, err error) {
			s.ctx.Dispatch(func(app.Context) {
				if err != nil {
					failed(err)
					return
				}
				s.helper.ask("seal", nil, []app.Value{arrayOf(p.key.public), signature}, s.sealed, nil)
			})
		})
	}, nil)
}

// sealed keeps the signed file and hands it out.
func (s *studio) sealed(output json.RawMessage, files [][]byte, err error) {
	p := &s.trial.publish
	var told pack.Statement
	if err == nil {
		err = json.Unmarshal(output, &told)
	}
	if err != nil {
		p.busy, p.failure = false, message.Of(err, s.words().lang)
		return
	}
	v := issued{version: told.Version, at: time.Now().UnixMilli(), from: told.From, until: told.Until, back: told.Back, changes: told.Changes, file: arrayOf(files[0])}
	keepVersion(told.Pack, v, func(err error) {
		s.ctx.Dispatch(func(app.Context) {
			p.busy = false
			if err != nil {
				p.failure = message.Of(err, s.words().lang)
				return
			}
			p.versions = append(p.versions, v)
			p.done = s.tryWords().publishedNow(v.version)
			download(told.Pack+signedEnding, "application/octet-stream", v.file)
			s.trial.against = "" // this is what staff have now
			s.holdAgainst()
			s.refreshPublish()
		})
	})
}

// addressOf gives an address of content, which holds until it is revoked.
func addressOf(kind string, content app.Value) app.Value {
	options, parts := app.Window().Get("Object").New(), app.Window().Get("Array").New()
	options.Set("type", kind)
	parts.Call("push", content)
	return app.Window().Get("URL").Call("createObjectURL", app.Window().Get("Blob").New(parts, options))
}

// download hands a file to the browser.
func download(name, kind string, content app.Value) {
	address := addressOf(kind, content)
	link := app.Window().Get("document").Call("createElement", "a")
	link.Set("href", address)
	link.Set("download", name)
	link.Call("click")
	app.Window().Call("setTimeout", app.FuncOf(func(app.Value, []app.Value) any {
		app.Window().Get("URL").Call("revokeObjectURL", address)
		return nil
	}), 60_000)
}

// renderVersions lists what was published here, the newest first.
func (s *studio) renderVersions(w *tryWords, p *publisher) []app.UI {
	if len(p.versions) == 0 {
		return nil
	}
	var rows []app.UI
	for at := len(p.versions) - 1; at >= 0; at-- {
		v := p.versions[at]
		told := w.changesOf(len(v.changes))
		if v.version == 1 {
			told = w.first
		}
		if v.back > 0 {
			told = w.contentOf(v.back)
		}
		does := []app.UI{app.Button().Type("button").Class("oc-quiet").Text(w.download).OnClick(s.onDownload(at), at)}
		if at < len(p.versions)-1 {
			does = append(does, app.Button().Type("button").Class("oc-quiet", "st-back").Text(w.goBack).Disabled(p.key == nil || p.busy).OnClick(s.onBack(at), at))
		}
		rows = append(rows, app.Tr().Body(
			app.Th().Scope("row").Text(w.version(v.version)), app.Td().Text(dayOfMoment(v.at)), app.Td().Text(w.valid(v.from, v.until)), app.Td().Text(told), app.Td().Body(does...),
		))
	}
	return []app.UI{
		app.H2().Text(w.versions),
		app.Table().Class("st-versions").Body(
			app.THead().Body(app.Tr().Body(app.Th().Scope("col").Text(w.versionHead), app.Th().Scope("col").Text(w.day), app.Th().Scope("col").Text(w.validHead), app.Th().Scope("col").Text(w.changesHead), app.Th().Scope("col").Text(w.doHead))),
			app.TBody().Body(rows...),
		),
	}
}

func dayOfMoment(milliseconds int64) string {
	day, err := calendar.InShanghai(milliseconds)
	if err != nil {
		return ""
	}
	return day.String()
}

func (s *studio) onDownload(at int) app.EventHandler {
	return func(app.Context, app.Event) {
		download(s.pack.ID+signedEnding, "application/octet-stream", s.trial.publish.versions[at].file)
	}
}
