package main

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

func (s *studio) renderOpen(w *formWords) []app.UI {
	var builtIn, drafts, extends []app.UI
	for _, b := range s.opener.builtIns {
		builtIn = append(builtIn, app.Li().Class("st-pack").Body(
			app.Button().Type("button").Class("oc-quiet").Text(b.Title).Aria("label", w.open+" "+b.Title).OnClick(s.onBuiltIn(b.ID), b.ID),
			app.Span().Class("oc-muted").Text(w.aboutPack(b))))
		extends = append(extends, app.Option().Value(b.ID).Text(b.Title+" · "+b.ID))
	}
	for _, d := range s.opener.drafts {
		drafts = append(drafts, app.Li().Class("st-draft").Body(
			app.Button().Type("button").Class("oc-quiet").Text(d.ID).Aria("label", w.open+" "+d.ID+" "+moment(d.At)).OnClick(s.onResume(d.Key), d.Key),
			app.Span().Class("oc-muted").Text(moment(d.At)+" · "+w.steps(d.Files, d.Steps)),
			app.Button().Type("button").Class("oc-quiet").Text(w.forget).Aria("label", w.forget+" "+d.ID+" "+moment(d.At)).Disabled(d.Key == s.tabs.key).OnClick(s.onForget(d.Key), d.Key),
		))
	}
	if len(drafts) == 0 {
		drafts = append(drafts, app.Li().Class("oc-muted").Text(w.noDrafts))
	}
	list := []app.UI{}
	if s.opener.busy {
		list = append(list, app.P().Role("status").Text(w.opening))
	}
	if s.opener.message != "" {
		list = append(list, app.P().Class("oc-error").Role("alert").ID("st-refused").Text(s.opener.message))
	}
	return []app.UI{
		app.Div().Class("st-said").Body(list...),
		app.H3().Text(w.open),
		app.Div().Class("st-line").Body(
			app.Label().Class("st-file-button").Body(app.Span().Text(w.chooseFiles), app.Input().ID("st-files").Type("file").Multiple(true).OnChange(s.onFiles)),
			app.Label().Class("st-file-button").Body(app.Span().Text(w.chooseFolder), app.Input().ID("st-folder").Type("file").Attr("webkitdirectory", "").OnChange(s.onFiles)),
		),
		app.P().Class("oc-muted").Text(w.drop),
		app.Div().Class("st-line").Body(
			app.Label().Body(app.Span().Text(w.address), app.Input().ID("st-address").Type("text").Spellcheck(false).AutoComplete(false)),
			app.Button().Type("button").Class("oc-quiet").ID("st-fetch").Text(w.fetch).OnClick(s.onAddress),
		),
		app.H3().Text(w.drafts),
		app.Ul().Class("st-drafts").Body(drafts...),
		app.H3().Text(w.builtIn),
		app.Ul().Class("st-packs").Body(builtIn...),
		app.H3().Text(w.newPack),
		app.Div().Class("st-line").Body(
			app.Label().Body(app.Span().Text(w.packID), app.Input().ID("st-new-id").Type("text").Spellcheck(false).AutoComplete(false)),
			app.Label().Body(app.Span().Text(w.packTitle), app.Input().ID("st-new-title").Type("text").AutoComplete(false)),
			app.Label().Body(app.Span().Text(w.extends), app.Select().ID("st-new-extends").Body(extends...)),
			app.Button().Type("button").Class("oc-primary").ID("st-new").Text(w.begin).OnClick(s.onNew),
		),
		app.H3().Text(w.saveWhere),
		app.Div().Class("st-line").Body(
			app.Button().Type("button").Class("oc-quiet").ID("st-save").Text(w.saveAll).OnClick(s.onSave),
			app.Button().Type("button").Class("oc-quiet").ID("st-save-file").Text(w.saveFile+" "+s.editor.path).OnClick(s.onSaveFile),
		),
	}
}
