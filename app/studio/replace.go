package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	work "objectioncoach/coach/studio"
)

// shownHits bounds the hits that are listed.
const shownHits = 100

// replace is what was looked for in the pack.
type replace struct {
	search work.Search
	with   string
	found  found
	asked  int
	done   string // what replacing came to
}

func (s *studio) renderReplace(w *formWords) []app.UI {
	r := &s.replace
	var hits []app.UI
	for _, hit := range r.found.Hits {
		hits = append(hits, s.renderHit(w, hit))
	}
	said := r.done
	if said == "" && r.search.Text != "" {
		if said = w.hits(r.found.All, len(r.found.Hits)); r.found.All == 0 {
			said = w.noHits
		}
	}
	return []app.UI{
		app.Div().Class("st-line").Body(
			app.Label().Body(app.Span().Text(w.findText), app.Input().ID("st-find").Type("text").Spellcheck(false).AutoComplete(false).OnInput(s.onFind).On("compositionend", s.onFindComposed)),
			app.Label().Body(app.Span().Text(w.replaceText), app.Input().ID("st-with").Type("text").Spellcheck(false).AutoComplete(false).OnInput(s.onFind).On("compositionend", s.onFindComposed)),
			app.Label().Class("st-tick").Body(app.Input().ID("st-cases").Type("checkbox").OnChange(s.onFind), app.Span().Text(w.cases)),
			app.Button().Type("button").Class("oc-primary").ID("st-replace").Text(w.replace).Disabled(r.found.All == 0 || r.with == r.search.Text).OnClick(s.onReplace),
		),
		app.P().Role("status").ID("st-hits").Text(said),
		app.Ul().Class("st-hits").Body(hits...),
	}
}

// renderHit draws the line of a hit as it is, and as it would be.
func (s *studio) renderHit(w *formWords, hit work.Hit) app.UI {
	line := []rune(hit.Text)
	at := min(max(hit.Column-1, 0), len(line))
	end := min(at+len([]rune(s.replace.search.Text)), len(line))
	before, after := string(line[max(0, at-30):at]), string(line[end:min(len(line), end+40)])
	body := []app.UI{
		app.Button().Type("button").Class("st-go").Text(fmt.Sprint(hit.Path, ":", hit.Line, ":", hit.Column)).OnClick(s.onHit(hit), hit.Path, hit.Line),
		app.Span().Class("st-hit").Body(app.Text(before), app.Mark().Text(string(line[at:end])), app.Text(after)),
	}
	if s.replace.with != "" {
		body = append(body, app.Span().Class("st-hit").Body(app.Span().Class("oc-muted").Text("→ "), app.Text(before), app.Ins().Text(s.replace.with), app.Text(after)))
	}
	return app.Li().Body(body...)
}

func (s *studio) onFind(_ app.Context, e app.Event) {
	if !e.Get("isComposing").Truthy() {
		s.find()
	}
}

func (s *studio) onFindComposed(app.Context, app.Event) { s.find() }

// find lists where the text stands.
func (s *studio) find() {
	r := &s.replace
	r.search, r.with, r.done = work.Search{Text: valueOf("st-find")}, valueOf("st-with"), ""
	if box := app.Window().GetElementByID("st-cases"); box.Truthy() {
		r.search.Cases = box.Get("checked").Bool()
	}
	r.asked++
	now := r.asked
	s.helper.ask("find", finding{Search: r.search, Most: shownHits}, nil, func(output json.RawMessage, _ [][]byte, err error) {
		if now != r.asked {
			return
		}
		if err == nil {
			err = json.Unmarshal(output, &r.found)
		}
		if err != nil {
			s.status = err.Error()
		}
	}, nil)
}

func (s *studio) onHit(hit work.Hit) app.EventHandler {
	return func(app.Context, app.Event) {
		if strings.HasSuffix(hit.Path, ".yaml") {
			s.editor.layout = "" // the place is in the text
		}
		s.openFile(hit.Path, hit.Line)
	}
}

// onReplace replaces every hit as one step.
func (s *studio) onReplace(app.Context, app.Event) {
	r := &s.replace
	s.helper.ask("replace", finding{Search: r.search, With: r.with, At: time.Now().UnixMilli(), Today: s.today()}, nil, func(output json.RawMessage, _ [][]byte, err error) {
		var done found
		if err == nil {
			err = json.Unmarshal(output, &done)
		}
		if err != nil {
			r.done = err.Error()
			return
		}
		s.took(json.RawMessage(text(done.State)), nil, nil)
		s.reread()
		r.found = found{}
		r.done = s.formWords().replaced(done.All)
	}, nil)
}
