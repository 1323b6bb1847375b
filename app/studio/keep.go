package main

import (
	"encoding/json"
	"path"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
)

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

// unkept reports whether a change is not on the device yet.
func (s *studio) unkept() bool {
	box := app.Window().GetElementByID(editorID)
	return s.opened && (s.pack.Hash != s.tabs.kept || s.form.asking || box.Truthy() && box.Get("value").String() != s.editor.text)
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

// saveAs saves a file. The browser asks whether to leave the page then: it begins a
// download as it does leaving.
func saveAs(name, kind string, content []byte) {
	saving = time.Now()
	page.SaveBytes(name, kind, content)
}
