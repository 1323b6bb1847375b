package main

import (
	"encoding/json"
	"fmt"
	"slices"
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
	of     work.Choice // which of what was found is to be replaced
	most   int         // hits to list
	asked  int
	done   string // what replacing came to
}

// takes reports whether a hit is to be replaced.
func (r *replace) takes(hit work.Hit) bool {
	return slices.Contains(r.of.Flipped, spotOf(hit)) == r.of.None
}

// chosen is how many hits are to be replaced.
func (r *replace) chosen() int {
	if r.of.None {
		return len(r.of.Flipped)
	}
	return r.found.All - len(r.of.Flipped)
}

func spotOf(hit work.Hit) work.Spot { return work.Spot{Path: hit.Path, At: hit.At} }

func (s *studio) renderReplace(w *formWords) []app.UI {
	r := &s.replace
	var hits []app.UI
	for i, hit := range r.found.Hits {
		hits = append(hits, s.renderHit(w, hit, i))
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
			app.Button().Type("button").Class("oc-primary").ID("st-replace").Text(w.replaceChosen(r.chosen())).Disabled(r.chosen() == 0 || r.with == r.search.Text).OnClick(s.onReplace),
		),
		app.Div().Class("st-line").Body(
			app.P().Role("status").ID("st-hits").Text(said),
			app.Button().Type("button").Class("oc-quiet").ID("st-hits-all").Text(w.takeAll).Hidden(r.found.All == 0).OnClick(s.onTakeAll(false), false),
			app.Button().Type("button").Class("oc-quiet").ID("st-hits-none").Text(w.takeNone).Hidden(r.found.All == 0).OnClick(s.onTakeAll(true), true),
		),
		app.Ul().Class("st-hits").Body(hits...),
		app.Button().Type("button").Class("oc-quiet").ID("st-hits-more").Text(w.moreHits).Hidden(len(r.found.Hits) >= r.found.All).OnClick(s.onMoreHits),
	}
}

// renderHit draws the line of a hit as it is, and as it would be.
func (s *studio) renderHit(w *formWords, hit work.Hit, nth int) app.UI {
	line := []rune(hit.Text)
	at := min(max(hit.Column-1, 0), len(line))
	end := min(at+len([]rune(s.replace.search.Text)), len(line))
	before, after := string(line[max(0, at-30):at]), string(line[end:min(len(line), end+40)])
	body := []app.UI{
		app.Button().Type("button").Class("st-go").Text(fmt.Sprint(hit.Path, ":", hit.Line, ":", hit.Column)).OnClick(s.onHit(hit), hit.Path, hit.Line),
		app.Span().Class("st-hit").Body(app.Text(before), app.Mark().Text(string(line[at:end])), app.Text(after)),
	}
	r := &s.replace
	takes := r.takes(hit)
	var becomes []app.UI
	switch {
	case !takes:
		becomes = []app.UI{app.Span().Class("oc-muted").Text(w.stays)}
	case r.with != "":
		becomes = []app.UI{app.Span().Class("oc-muted").Text("→ "), app.Text(before), app.Ins().Text(r.with), app.Text(after)}
	}
	place := fmt.Sprint(hit.Path, ":", hit.Line, ":", hit.Column)
	body = append(body, app.Span().Class("st-hit").Body(becomes...), app.Span().Class("st-does").Body(
		app.Button().Type("button").Class("st-pick").ID(fmt.Sprint("st-hit-", nth)).Aria("pressed", pressed(takes)).Aria("label", w.takeHit+" "+place).Text(w.takeHit).OnClick(s.onFlip(hit), hit.Path, hit.At),
		app.Button().Type("button").Class("oc-quiet").ID(fmt.Sprint("st-only-", nth)).Aria("label", w.onlyHit+" "+place).Text(w.onlyHit).Disabled(r.with == r.search.Text).OnClick(s.onOnly(hit), hit.Path, hit.At, r.found.Hash),
	))
	return app.Li().Body(body...)
}

// onFlip takes a hit among those to be replaced, or out of them.
func (s *studio) onFlip(hit work.Hit) app.EventHandler {
	return func(app.Context, app.Event) {
		of, spot := &s.replace.of, spotOf(hit)
		if at := slices.Index(of.Flipped, spot); at >= 0 {
			of.Flipped = slices.Delete(of.Flipped, at, at+1)
		} else {
			of.Flipped = append(of.Flipped, spot)
		}
	}
}

func (s *studio) onTakeAll(none bool) app.EventHandler {
	return func(app.Context, app.Event) { s.replace.of = work.Choice{None: none} }
}

func (s *studio) onMoreHits(app.Context, app.Event) {
	s.replace.most += shownHits
	s.ask(s.replace.of)
}

// onOnly replaces one hit; the choice among the others stays.
func (s *studio) onOnly(hit work.Hit) app.EventHandler {
	return func(app.Context, app.Event) { s.replaceIn(work.Choice{None: true, Flipped: []work.Spot{spotOf(hit)}}) }
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
	was := r.search
	r.search, r.with, r.done = work.Search{Text: valueOf("st-find")}, valueOf("st-with"), ""
	if box := app.Window().GetElementByID("st-cases"); box.Truthy() {
		r.search.Cases = box.Get("checked").Bool()
	}
	if r.search != was || r.most == 0 {
		r.most = shownHits
		r.of = work.Choice{}
	}
	s.ask(r.of)
}

// ask lists the hits again, of which a choice is to be replaced if the pack is as it was.
func (s *studio) ask(of work.Choice) {
	r := &s.replace
	r.asked++
	now, hash := r.asked, r.found.Hash
	s.helper.ask("find", finding{Search: r.search, Most: r.most}, nil, func(output json.RawMessage, _ [][]byte, err error) {
		if now != r.asked {
			return
		}
		var hits found
		if err == nil {
			err = json.Unmarshal(output, &hits)
		}
		if err != nil {
			s.status = err.Error()
			return
		}
		if r.found, r.of = hits, of; hits.Hash != hash && hash != "" {
			r.of = work.Choice{None: of.None}
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

// onReplace replaces the hits that are chosen.
func (s *studio) onReplace(app.Context, app.Event) { s.replaceIn(s.replace.of) }

// replaceIn replaces some of the hits as one step.
func (s *studio) replaceIn(of work.Choice) {
	r := &s.replace
	s.helper.ask("replace", finding{Search: r.search, With: r.with, Of: of, Hash: r.found.Hash, At: time.Now().UnixMilli(), Today: s.today()}, nil, func(output json.RawMessage, _ [][]byte, err error) {
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
		r.done = s.formWords().replaced(done.All)
		s.ask(work.Choice{})
	}, nil)
}
