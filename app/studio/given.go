package main

import (
	"encoding/json"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach/source"
	work "objectioncoach/coach/studio"
)

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
	if len(files) == 1 {
		switch strings.ToLower(path.Ext(files[0].name)) {
		case signedEnding:
			s.showTab("publish")
			s.takeSigned(files[0].blob)
			return
		case ".csv", ".xlsx", ".xls":
			if s.trial.wide && s.trial.current() == "tests" {
				s.takeLines(files[0].blob)
				return
			}
			s.onView("table")(s.ctx, app.Event{})
			s.takeTable(files[0].blob)
			return
		}
	}
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
			s.opener.busy = false
			if !slices.Contains(done.Put, s.editor.path) {
				s.flush()
			}
			s.took(state, nil, nil)
			s.show(done.Put[0], 0)
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
