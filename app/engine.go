package main

import (
	"errors"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach"
	"objectioncoach/coach/pack"
)

// startEngine fetches the pack, with the language of the screen where it is not
// the pack's own, and makes the coach of it.
func (s *screen) startEngine() {
	s.engine, s.failure = engineStarting, ""
	if s.unsigned() {
		s.wanted = "" // what is still being fetched is not taken either
		s.engineStarted(nil, errors.New(s.words().onlySigned))
		return
	}
	names := []string{s.config.Pack}
	if language := s.config.Pack + "." + s.words().lang; page.Address(language).Truthy() {
		names = append(names, language)
	}
	wanted := strings.Join(names, " ")
	s.wanted = wanted
	get := page.Fetch
	if s.anew {
		get = page.FetchAnew
	}
	fetchPacks(get, names, nil, func(files [][]byte, err error) {
		s.ctx.Dispatch(func(app.Context) {
			if s.wanted == wanted {
				s.received(files, err)
			}
		})
	})
}

// received takes in what was fetched: of a signed pack, what belongs to it, where that
// may be used.
func (s *screen) received(files [][]byte, err error) {
	if err != nil || !strings.HasSuffix(s.config.Pack, page.SignedEnding) {
		s.engineStarted(files, err)
		return
	}
	wanted := s.wanted
	s.admit(files[0], func(files [][]byte, err error) {
		s.ctx.Dispatch(func(app.Context) {
			if s.wanted == wanted {
				s.engineStarted(files, err)
			}
		})
	})
}

// fetchPacks gets the files of some packs, one after the other.
func fetchPacks(get func(string, func([]byte, error)), names []string, files [][]byte, done func([][]byte, error)) {
	if len(files) == len(names) {
		done(files, nil)
		return
	}
	get(names[len(files)], func(file []byte, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		fetchPacks(get, names, append(files, file), done)
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
	s.anew = err != nil
	s.host.greet()
	if err != nil {
		s.failure = s.told(err)
		s.engine = engineFailed
		s.host.fails(fault{"pack", s.failure})
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
	if s.reply.open {
		s.learnRules() // opened before the engine ran, or with the pack before
	}
}
