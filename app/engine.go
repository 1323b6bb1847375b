package main

import (
	"fmt"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach"
	"objectioncoach/coach/pack"
)

// startEngine fetches the pack, with the language of the screen where it is not
// the pack's own, and makes the coach of it.
func (s *screen) startEngine() {
	s.engine, s.failure = engineStarting, ""
	names := []string{s.config.Pack}
	if language := s.config.Pack + "." + s.words().lang; packAddress(language).Truthy() {
		names = append(names, language)
	}
	wanted := strings.Join(names, " ")
	s.wanted = wanted
	fetchPacks(names, nil, func(files [][]byte, err error) {
		s.ctx.Dispatch(func(app.Context) {
			if s.wanted == wanted {
				s.engineStarted(files, err)
			}
		})
	})
}

// fetchPacks gets the files of some packs, one after the other.
func fetchPacks(names []string, files [][]byte, done func([][]byte, error)) {
	if len(files) == len(names) {
		done(files, nil)
		return
	}
	fetchPack(names[len(files)], func(file []byte, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		fetchPacks(names, append(files, file), done)
	})
}

// engineStarted takes in the pack, or why there is none, and reads what was
// typed meanwhile. A pack that cannot be used leaves the one before it at work.
func (s *screen) engineStarted(files [][]byte, err error) {
	var p *pack.Pack
	if err == nil {
		p, err = pack.Open(files[0], files[1:]...)
	}
	var fresh *coach.Coach
	if err == nil {
		fresh, err = coach.New(p)
	}
	if err != nil {
		s.failure = err.Error()
		s.engine = engineFailed
		s.host.tell("error", map[string]any{"code": "pack", "message": s.failure})
		if s.coach != nil {
			s.engine = engineReady
			s.readAgain()
			s.status = s.words().failed + s.failure
		}
		return
	}
	s.coach = fresh
	s.engine = engineReady
	s.host.tell("ready", nil)
	s.readAgain()
}

// packAddress gives the address of a compiled pack, or of a language of one, which
// the page's own script knows; nothing where the site does not have it.
func packAddress(name string) app.Value {
	return app.Window().Get("objectionCoach").Get("packs").Get(name)
}

// fetchPack gets a compiled pack of the site by name.
func fetchPack(name string, done func([]byte, error)) {
	address := packAddress(name)
	if !address.Truthy() {
		done(nil, fmt.Errorf("this site has no pack %q", name))
		return
	}
	failed := func(reason string) { done(nil, fmt.Errorf("the pack %q could not be fetched: %s", name, reason)) }
	url := app.Window().Get("URL").New(address, app.Window().Get("objectionCoach").Get("base")).Get("href")
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
