package main

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach"
	"objectioncoach/coach/pack"
)

// startEngine fetches the pack and makes the coach of it.
func (s *screen) startEngine() {
	s.engine, s.failure = engineStarting, ""
	fetchPack(s.config.Pack, func(file []byte, err error) {
		s.ctx.Dispatch(func(app.Context) { s.engineStarted(file, err) })
	})
}

// engineStarted takes in the pack, or why there is none, and reads what was
// typed meanwhile.
func (s *screen) engineStarted(file []byte, err error) {
	var p *pack.Pack
	if err == nil {
		p, err = pack.Open(file)
	}
	if err == nil {
		s.coach, err = coach.New(p)
	}
	if err != nil {
		s.engine, s.failure = engineFailed, err.Error()
		s.host.tell("error", map[string]any{"code": "pack", "message": err.Error()})
		return
	}
	s.engine = engineReady
	s.host.tell("ready", nil)
	s.readAgain()
}

// fetchPack gets a compiled pack of the site by name. The page's own script
// knows under which address each is kept.
func fetchPack(name string, done func([]byte, error)) {
	site := app.Window().Get("objectionCoach")
	address := site.Get("packs").Get(name)
	if !address.Truthy() {
		done(nil, fmt.Errorf("this site has no pack %q", name))
		return
	}
	failed := func(reason string) { done(nil, fmt.Errorf("the pack %q could not be fetched: %s", name, reason)) }
	url := app.Window().Get("URL").New(address, site.Get("base")).Get("href")
	settle(app.Window().Call("fetch", url), func(response app.Value) {
		if !response.Get("ok").Bool() {
			failed(fmt.Sprintf("status %d", response.Get("status").Int()))
			return
		}
		settle(response.Call("arrayBuffer"), func(buffer app.Value) {
			array := app.Window().Get("Uint8Array").New(buffer)
			file := make([]byte, array.Length())
			app.CopyBytesToGo(file, array)
			done(file, nil)
		}, failed)
	}, failed)
}
