package main

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// looking is the state of the insight's screen.
type looking struct{}

// insightWords are the texts of the insight's screen.
type insightWords struct{ title string }

var (
	chineseInsight = insightWords{title: "洞察"}
	englishInsight = insightWords{title: "Insight"}
)

func (d *desk) renderInsight(w *words) app.UI {
	return app.Section().Aria("label", w.insight.title).Body(app.H1().Text(w.insight.title))
}
