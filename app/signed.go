package main

import (
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach/pack"
)

// unsigned reports whether the host accepts given keys only, and the pack at work or to be
// put to work is not one that is signed.
func (s *screen) unsigned() bool {
	return s.config.Keys != "" && !strings.HasSuffix(s.config.Pack, page.SignedEnding)
}

// admit gives the files of a signed pack, if it may be used: its signature is right, its
// key is among those the host accepts, and today is one of its days. The browser checks
// the signature.
func (s *screen) admit(file []byte, done func(files [][]byte, err error)) {
	w := s.words()
	signed, err := pack.ReadSigned(file)
	if err != nil {
		done(nil, err)
		return
	}
	keys, err := keysOf(s.config.Keys)
	if err != nil {
		done(nil, err)
		return
	}
	verified(signed, func(right, able bool) {
		if !able {
			done(nil, errors.New(w.cannotVerify))
			return
		}
		s.ctx.Dispatch(func(app.Context) {
			trust := pack.Trust{Keys: keys, Today: shanghai(time.Now()), Least: newest(signed), Verify: func(_, _, _ []byte) bool { return right }}
			if err := trust.Admit(signed); err != nil {
				done(nil, errors.New(w.refused+s.told(err)))
				return
			}
			app.Window().Get("localStorage").Call("setItem", newestNote(signed), signed.Statement.Version)
			var files [][]byte
			for _, f := range signed.Statement.Files {
				files = append(files, signed.Files[f.Name])
			}
			done(files, nil)
		})
	})
}

// newestNote names the place where this browser keeps the newest version that it has used
// of a pack, for each key it was signed with.
func newestNote(s *pack.Signed) string {
	return "objection-coach-version " + s.Statement.Pack + " " + hex.EncodeToString(s.Key)
}

// newest gives the newest version of a pack that this browser has used: an older file put
// in its place is no way back, a new version with the old content is.
func newest(s *pack.Signed) int {
	kept := app.Window().Get("localStorage").Call("getItem", newestNote(s))
	if !kept.Truthy() {
		return 0
	}
	version, err := strconv.Atoi(kept.String())
	if err != nil {
		return 0
	}
	return version
}

// keysOf reads public keys in hexadecimal, with spaces between.
func keysOf(text string) ([][]byte, error) {
	var keys [][]byte
	for _, word := range strings.Fields(text) {
		key, err := hex.DecodeString(word)
		if err != nil || len(key) != 32 {
			return nil, errors.New("no public key: " + word)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// shanghai gives the day that it is in Shanghai, which keeps eight hours ahead of UTC.
func shanghai(moment time.Time) string {
	return moment.UTC().Add(8 * time.Hour).Format(time.DateOnly)
}

// verified asks the browser whether the signature of a pack is right. A browser without
// Ed25519, or a page that is not secure, is not able to say.
func verified(s *pack.Signed, done func(right, able bool)) {
	subtle := app.Window().Get("crypto").Get("subtle")
	if !subtle.Truthy() {
		done(false, false)
		return
	}
	unable := func(string) { done(false, false) }
	page.Settle(subtle.Call("importKey", "raw", array(s.Key), "Ed25519", false, []any{"verify"}), func(key app.Value) {
		page.Settle(subtle.Call("verify", "Ed25519", key, array(s.Signature), array(s.Message)), func(right app.Value) {
			done(right.Bool(), true)
		}, unable)
	}, unable)
}

func array(content []byte) app.Value {
	a := app.Window().Get("Uint8Array").New(len(content))
	app.CopyBytesToJS(a, content)
	return a
}
