package main

import (
	"encoding/json"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	work "objectioncoach/coach/studio"
)

// opener is what the page of opening and saving shows.
type opener struct {
	drafts   []aboutDraft
	builtIns []work.BuiltIn
	message  string // what kept the last one from being opened
	busy     bool
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
	s.recallFilters()
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

func (s *studio) askDrafts() {
	if len(s.opener.builtIns) == 0 {
		s.helper.ask("built-ins", nil, nil, func(output json.RawMessage, _ [][]byte, err error) {
			if err == nil {
				json.Unmarshal(output, &s.opener.builtIns) //nolint:errcheck // written by the worker
			}
		}, nil)
	}
	s.helper.ask("drafts", nil, nil, func(output json.RawMessage, _ [][]byte, err error) {
		if err == nil {
			json.Unmarshal(output, &s.opener.drafts) //nolint:errcheck // written by the worker
		}
	}, nil)
}
