package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach/message"
)

// onTakeSigned takes in a signed file that was published elsewhere.
func (s *studio) onTakeSigned(ctx app.Context, _ app.Event) {
	input := ctx.JSSrc()
	if file := input.Get("files").Index(0); file.Truthy() {
		s.takeSigned(file)
	}
	input.Set("value", "") // the same may be chosen again
}

// takeSigned takes a signed file into the versions of its pack: a version that another
// device published counts here too, so that no number is given twice.
func (s *studio) takeSigned(blob app.Value) {
	p := &s.trial.publish
	p.failure, p.done = "", ""
	failed := func(why string) { p.failure = why }
	page.Settle(blob.Call("arrayBuffer"), func(buffer app.Value) {
		file := app.Window().Get("Uint8Array").New(buffer)
		s.ctx.Dispatch(func(app.Context) {
			s.helper.ask("signed", nil, []app.Value{file}, func(output json.RawMessage, files [][]byte, err error) {
				var told signedFile
				if err == nil {
					err = json.Unmarshal(output, &told)
				}
				if err != nil {
					failed(message.Of(err, s.words().lang))
					return
				}
				verify(files[0], files[1], files[2], func(right bool, err error) {
					s.ctx.Dispatch(func(app.Context) {
						switch w := s.tryWords(); {
						case err != nil:
							failed(w.noKey + message.Of(err, s.words().lang))
						case !right:
							failed(message.New("pack-signature").In(s.words().lang))
						case told.Statement.Pack != s.pack.ID:
							failed(w.signedOfOther(told.Statement.Pack, s.pack.ID))
						default:
							s.takeVersion(told, file, files[0])
						}
					})
				})
			}, nil)
		})
	}, func(reason string) { s.ctx.Dispatch(func(app.Context) { failed(reason) }) })
}

// takeVersion keeps a version that came from elsewhere, and tells what follows from it.
func (s *studio) takeVersion(told signedFile, file app.Value, key []byte) {
	p, w, st := &s.trial.publish, s.tryWords(), told.Statement
	notes := s.signedNotes(told, key)
	if at := slices.IndexFunc(p.versions, func(v issued) bool { return v.version == st.Version }); at >= 0 {
		if bytes.Equal(page.Bytes(p.versions[at].file), page.Bytes(file)) {
			p.done = strings.Join(append([]string{w.signedSame(st.Version)}, notes...), " ")
		} else {
			p.failure = w.signedTwice(st.Version)
		}
		return
	}
	v := issued{version: st.Version, at: time.Now().UnixMilli(), from: st.From, until: st.Until, back: st.Back, changes: st.Changes, file: file}
	keepVersion(st.Pack, v, func(err error) {
		s.ctx.Dispatch(func(app.Context) {
			if err != nil {
				p.failure = message.Of(err, s.words().lang)
				return
			}
			said := w.signedNewer(st.Version)
			if last := p.last(); last != nil && last.version > st.Version {
				said = w.signedOlder(st.Version, last.version)
			}
			p.versions = append(p.versions, v)
			slices.SortFunc(p.versions, func(a, b issued) int { return a.version - b.version })
			p.done = strings.Join(append([]string{said}, notes...), " ")
			s.trial.against = "" // staff may have another version now
			s.holdAgainst()
			s.refreshPublish()
		})
	})
}

// signedNotes tells what of a signed file keeps staff from having it.
func (s *studio) signedNotes(told signedFile, key []byte) []string {
	w, today := s.tryWords(), s.today()
	var notes []string
	if until := told.Statement.Until; until != "" && today > until {
		notes = append(notes, w.signedOver(until))
	}
	if from := told.Statement.From; from != "" && today < from {
		notes = append(notes, w.signedNotYet(from))
	}
	if own := s.trial.publish.key; own == nil || !bytes.Equal(own.public, key) {
		notes = append(notes, w.signedOtherKey(hex.EncodeToString(key)))
	}
	return notes
}
