package main

import (
	"encoding/json"
	"slices"
	"unicode/utf16"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach"
	"objectioncoach/coach/message"
	work "objectioncoach/coach/studio"
)

// sharing is the state of what is shared, and of what others share.
type sharing struct {
	said  string
	given *work.Share // what the address holds: then the studio shows nothing else
	wrong string      // why the address cannot be read
}

// sharingOf is what is to be shared.
type sharingOf struct {
	Conversation coach.Conversation `json:"conversation"`
	Day          string             `json:"day"`
}

// sharedAs is a preview for others: a fragment for a link, "" where it would be too long.
// The file of the answer is the preview as a page.
type sharedAs struct {
	Fragment string `json:"fragment"`
	TooLong  string `json:"tooLong"` // why there is no fragment
}

// share makes a preview that others can look at.
func (b *bench) share(r request) (any, [][]byte, error) {
	var of sharingOf
	if err := json.Unmarshal(r.Input, &of); err != nil {
		return nil, nil, err
	}
	p, err := b.workspace.Preview(of.Conversation, nil)
	if err != nil {
		return nil, nil, err
	}
	good, _ := b.workspace.Good()
	if good == nil {
		return nil, nil, message.New("never-good")
	}
	share := work.ShareOf(good, of.Conversation, p.Now)
	share.Day = of.Day
	as := sharedAs{}
	if as.Fragment, err = share.Fragment(); err != nil {
		as.TooLong = err.Error()
	}
	return as, [][]byte{[]byte(share.HTML())}, nil
}

// renderShare draws the ways to share what is shown.
func (s *studio) renderShare(w *tryWords) []app.UI {
	return []app.UI{
		app.H2().Text(w.share),
		app.Div().Class("st-does").Body(
			app.Button().Type("button").ID("st-share-link").Class("oc-quiet").Text(w.shareLink).OnClick(s.onShareLink),
			app.Button().Type("button").ID("st-share-file").Class("oc-quiet").Text(w.shareFile).OnClick(s.onShareFile),
		),
		app.P().Role("status").ID("st-shared").Text(s.trial.share.said),
	}
}

func (s *studio) askShare(then func(as sharedAs, file []byte)) {
	t := &s.trial
	if t.talk == nil {
		return
	}
	s.helper.ask("share", sharingOf{*t.talk, s.today()}, nil, func(output json.RawMessage, files [][]byte, err error) {
		var as sharedAs
		if err == nil {
			err = json.Unmarshal(output, &as)
		}
		if err != nil {
			t.share.said = err.Error()
			return
		}
		then(as, files[0])
	}, nil)
}

func (s *studio) onShareLink(app.Context, app.Event) {
	s.askShare(func(as sharedAs, _ []byte) {
		w := s.tryWords()
		if as.Fragment == "" {
			s.trial.share.said = w.linkTooLong
			return
		}
		location := app.Window().Get("location")
		link := location.Get("origin").String() + location.Get("pathname").String() + "#locale=" + s.words().lang + "&preview=" + as.Fragment
		page.CopyText(link, func(ok bool) {
			s.ctx.Dispatch(func(app.Context) {
				if s.trial.share.said = w.linkCopied; !ok {
					s.trial.share.said = link
				}
			})
		})
	})
}

func (s *studio) onShareFile(app.Context, app.Event) {
	s.askShare(func(_ sharedAs, file []byte) {
		download(s.pack.ID+"-preview.html", "text/html", arrayOf(file))
		s.trial.share.said = s.tryWords().fileSaved
	})
}

// takeShared reads a preview from the address, and reports whether there is one.
func (s *studio) takeShared() bool {
	fragment := page.Fragment().Get("preview")
	if fragment == "" {
		return false
	}
	share, err := work.ReadFragment(fragment)
	if err != nil {
		s.trial.share.wrong = s.tryWords().badLink
		return true
	}
	s.trial.share.given = &share
	return true
}

// renderShared draws a preview that somebody shared, for reading only; nil where there
// is none.
func (s *studio) renderShared() app.UI {
	w := s.tryWords()
	if s.trial.share.wrong != "" {
		return app.Main().Class("st-shared").Lang(s.words().lang).Body(app.P().Class("oc-error").Role("alert").Text(s.trial.share.wrong))
	}
	share := s.trial.share.given
	if share == nil {
		return nil
	}
	var turns []app.UI
	for i, turn := range share.Turns {
		who, class := w.staff, "st-turn"
		if turn.Who == coach.Customer {
			who, class = w.customer, "st-turn st-turn-customer"
		}
		words := []app.UI{app.Text(turn.Text)}
		if i == share.Read {
			words = underlined(turn.Text, share.Heard)
		}
		turns = append(turns, app.P().Class(class).Body(append([]app.UI{app.B().Text(who + w.colon)}, words...)...))
	}
	var steps []app.UI
	for _, step := range share.Steps {
		steps = append(steps, app.Li().Body(app.B().Text(step.Step), app.P().Text(step.Say)))
	}
	var why []app.UI
	for _, condition := range share.Why {
		why = append(why, app.Li().Text(condition))
	}
	return app.Main().Class("st-shared").Lang(s.words().lang).Body(
		app.H1().Text(share.Title),
		app.P().Class("oc-muted").Text(w.readOnly(share.Day)),
		app.Section().Aria("label", w.talk).Body(turns...),
		app.P().Class("st-told").Text(share.Timing),
		app.P().Class("st-say").Text(share.Ask),
		app.Ol().Class("st-steps").Body(steps...),
		titled(w.openQuestion, share.Open),
		titled(w.avoid, share.Avoid),
		app.P().Class("oc-muted").Text(share.Technique),
		app.Ul().Class("st-why").Body(why...),
	)
}

// titled draws a title and its text, or nothing.
func titled(title, text string) app.UI {
	if text == "" {
		return app.P().Hidden(true)
	}
	return app.P().Body(app.B().Text(title), app.Text(" "+text))
}

// underlined draws a text with the words marked that were heard.
func underlined(text string, heard []work.Heard) []app.UI {
	all := utf16.Encode([]rune(text))
	heard = slices.Clone(heard)
	slices.SortStableFunc(heard, func(a, b work.Heard) int { return a.Start - b.Start })
	part := func(from, to int) string { return string(utf16.Decode(all[from:to])) }
	var parts []app.UI
	at := 0
	for _, h := range heard {
		if h.Start < at {
			continue // marked already
		}
		parts = append(parts, app.Text(part(at, h.Start)), app.Mark().Title(h.Title).Text(part(h.Start, h.End)))
		at = h.End
	}
	return append(parts, app.Text(part(at, len(all))))
}
