package main

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	work "objectioncoach/coach/studio"
)

// printing is what is to be printed.
type printing struct {
	work.Booklet
	Poster string `json:"poster"` // a topic; "" prints the booklet
}

// print gives a page to be printed.
func (b *bench) print(r request) (any, [][]byte, error) {
	var p printing
	if err := json.Unmarshal(r.Input, &p); err != nil {
		return nil, nil, err
	}
	good, _ := b.workspace.Good()
	if good == nil {
		return nil, nil, message.New("never-good")
	}
	if p.Poster != "" {
		return nil, [][]byte{[]byte(p.Booklet.Poster(good, p.Poster))}, nil
	}
	return nil, [][]byte{[]byte(p.HTML(good))}, nil
}

// renderPrint draws the choices of what to print.
func (s *studio) renderPrint(w *tryWords, p *publisher) []app.UI {
	if p.topic == "" {
		p.topic = labelled.Topics[0]
	}
	var topics []app.UI
	for _, topic := range labelled.Topics {
		topics = append(topics, choice(topic, s.title("topic", topic), p.topic))
	}
	body := []app.UI{
		app.H2().Text(w.print),
		app.P().Class("oc-muted").Text(w.printHow),
		app.Label().Class("st-check").Body(app.Input().Type("checkbox").Name("both").OnChange(s.onBoth), app.Span().Text(w.both)),
		app.P().Body(app.Button().Type("button").ID("st-booklet").Class("oc-primary").Text(w.booklet).OnClick(s.onBooklet)),
		app.Div().Class("st-scene").Body(
			app.Label().Body(app.Span().Text(w.objection), app.Select().Name("poster").OnChange(s.onPosterTopic).Body(topics...)),
			app.Button().Type("button").ID("st-poster").Class("oc-quiet").Text(w.poster).OnClick(s.onPoster),
		),
	}
	if p.page != "" {
		body = append(body, app.P().Body(app.A().Href(p.page).Target("_blank").ID("st-page").Text(w.openPage)))
	}
	return body
}

func (s *studio) onBoth(ctx app.Context, _ app.Event) {
	s.trial.publish.both = ctx.JSSrc().Get("checked").Bool()
}

func (s *studio) onPosterTopic(ctx app.Context, _ app.Event) {
	s.trial.publish.topic = ctx.JSSrc().Get("value").String()
}

func (s *studio) onBooklet(app.Context, app.Event) { s.print("") }
func (s *studio) onPoster(app.Context, app.Event)  { s.print(s.trial.publish.topic) }

// print opens a page in a window of its own, from where the browser prints it. Its style
// is a file, since the page obeys the rules of this one, which allow no other.
func (s *studio) print(poster string) {
	p := &s.trial.publish
	style := app.Window().Get("URL").New(page.Address("booklet"), app.Window().Get("objectionCoach").Get("base")).Get("href").String()
	what := printing{work.Booklet{Locale: s.words().lang, Both: p.both, Day: s.today(), Style: style}, poster}
	if s.words().lang != pack.DefaultLocale {
		what.Locale = pack.English
	}
	s.helper.ask("print", what, nil, func(_ json.RawMessage, files [][]byte, err error) {
		if err != nil {
			p.failure = err.Error()
			return
		}
		if p.page != "" {
			app.Window().Get("URL").Call("revokeObjectURL", p.page)
		}
		p.page = addressOf("text/html;charset=utf-8", arrayOf(files[0])).String()
		app.Window().Call("open", p.page, "_blank")
	}, nil)
}
