package main

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// renderContext draws the scene of the talk as one line that opens to three
// choices.
func (s *screen) renderContext(w *words) app.UI {
	if s.coach == nil {
		return app.Div().Class("oc-scene")
	}
	var chosen []string
	for _, axis := range []struct{ name, value string }{
		{"channel", s.config.Channel}, {"product", s.config.Product}, {"segment", s.config.Segment},
	} {
		if axis.value != "" {
			chosen = append(chosen, s.label(axis.name, axis.value))
		}
	}
	summary := strings.Join(chosen, " · ")
	if summary == "" {
		summary = w.context
	}
	return app.Details().Class("oc-scene").Body(
		app.Summary().Body(app.Span().Text(summary)),
		app.Div().Class("oc-scene-form").Body(
			s.renderChoice("channel", w.channel, s.config.Channel, s.onChannel),
			s.renderChoice("product", w.product, s.config.Product, s.onProduct),
			s.renderChoice("segment", w.segment, s.config.Segment, s.onSegment),
		),
	)
}

// renderChoice draws one axis of the scene. A name given by the host that is not
// in the pack's list stays choosable.
func (s *screen) renderChoice(axis, title, value string, chosen app.EventHandler) app.UI {
	options := []app.UI{option("", s.words().any, value)}
	listed := value == ""
	for _, label := range s.coach.Pack().Labels {
		if label.Axis == axis {
			listed = listed || label.ID == value
			options = append(options, option(label.ID, s.label(axis, label.ID), value))
		}
	}
	if !listed {
		options = append(options, option(value, value, value))
	}
	return app.Label().Body(app.Span().Text(title), app.Select().Name(axis).OnChange(chosen).Body(options...))
}

// option draws one choice. The attribute selected selects whatever its value, so
// it must be left away from the others.
func option(id, title, chosen string) app.UI {
	o := app.Option().Value(id).Text(title)
	if id == chosen {
		o = o.Selected(true)
	}
	return o
}

func (s *screen) onChannel(ctx app.Context, _ app.Event) {
	s.config.Channel = ctx.JSSrc().Get("value").String()
	s.readAgain()
}

func (s *screen) onProduct(ctx app.Context, _ app.Event) {
	s.config.Product = ctx.JSSrc().Get("value").String()
	s.readAgain()
}

func (s *screen) onSegment(ctx app.Context, _ app.Event) {
	s.config.Segment = ctx.JSSrc().Get("value").String()
	s.readAgain()
}
