package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach"
	"objectioncoach/coach/mask"
	"objectioncoach/coach/pack"
)

// replyID is the id of the box for the employee's own words. Like the other box it is
// never set by rendering.
const replyID = "oc-reply"

// rulesName is the name under which the page knows the rulebook.
const rulesName = "rules"

// replying is the state of the employee's own draft.
type replying struct {
	open      bool
	draft     string
	keystroke int
	review    *coach.Review
	failure   string // why drafts cannot be reviewed
	anew      bool   // the browser's copy of the rulebook is not to be trusted
}

// renderReply draws the box for the employee's own words, with what is to be said of
// them. It is a section of its own with a steady place: an element that moves among
// its siblings would lose what was typed.
func (s *screen) renderReply(w *words) app.UI {
	return app.Details().Class("oc-reply").Aria("label", w.reply).On("toggle", s.onReplyToggle).Body(
		app.Summary().Text(w.reply),
		// What is said of the draft stands above the box and grows upwards: the box stays
		// where it is while the employee writes.
		app.Div().Class("oc-reply-body").Body(app.Div().Body(
			app.Ul().Class("oc-findings").Body(s.renderFindings(w)...),
			app.P().Class("oc-verdict").Role("status").Text(s.verdict()),
			app.Div().Class("oc-draft").Body(
				app.Div().Class("oc-mirror").Aria("hidden", "true").Body(s.renderMirror()...),
				app.Textarea().ID(replyID).Rows(1).Placeholder(w.replyHint).Aria("label", w.reply).
					Spellcheck(false).Attr("autocomplete", "off").
					OnInput(s.onReplyInput).
					On("compositionstart", s.onCompositionStart).
					On("compositionend", s.onReplyComposed),
			),
			app.Div().Class("oc-reply-ends").Body(s.renderReplyEnds(w)...),
		)),
	)
}

// renderMirror draws the draft once more, unseen but for its underlines, exactly
// behind the box.
func (s *screen) renderMirror() []app.UI {
	if s.reply.review == nil {
		return []app.UI{app.Text("")}
	}
	marks := marksOf(*s.reply.review)
	var edges []int
	for _, m := range marks {
		edges = append(edges, m.start, m.end)
	}
	return pieces(s.reply.draft, edges, func(part string, start, end int) app.UI {
		for _, m := range marks {
			if m.start <= start && end <= m.end {
				return app.Mark().Class("oc-" + m.class).Text(part)
			}
		}
		return app.Text(part)
	})
}

// mark is a part of the draft to underline, in UTF-16 code units.
type mark struct {
	start, end int
	class      string // a severity, or "habit"
}

// marksOf lists what to underline, the gravest first.
func marksOf(r coach.Review) []mark {
	var marks []mark
	for _, severity := range []string{pack.MustNot, pack.Revise, pack.Advise} {
		for _, v := range r.Violations {
			if v.Severity == severity {
				marks = append(marks, mark{v.Start, v.End, severity})
			}
		}
	}
	for _, h := range r.Habits {
		marks = append(marks, mark{h.Start, h.End, "habit"})
	}
	return marks
}

// verdict is what the review comes to.
func (s *screen) verdict() string {
	if r := s.reply.review; r != nil {
		return r.Next
	}
	return s.reply.failure
}

// renderReplyEnds draws what can be done with the draft.
func (s *screen) renderReplyEnds(w *words) []app.UI {
	if s.reply.draft == "" {
		return nil
	}
	ends := []app.UI{app.Button().Type("button").ID("oc-said").Class("oc-quiet").Title(w.saidTitle).Text(w.said).OnClick(s.onSaid)}
	if s.host != nil {
		insert, class := w.insert, "oc-primary"
		if r := s.reply.review; r != nil && r.MustNot() {
			insert, class = w.insertStill, "oc-danger"
		}
		ends = append(ends, app.Button().Type("button").ID("oc-insert-reply").Class(class).Disabled(s.refuses()).Text(insert).OnClick(s.onInsertReply))
	}
	return ends
}

// refuses reports whether the host has forbidden to insert a draft such as this.
func (s *screen) refuses() bool {
	return s.config.InsertPolicy == "block" && s.reply.review != nil && s.reply.review.MustNot()
}

// renderFindings draws each finding with its reason and one tap to the better
// sentence, what is missing and what is good: the graver, the nearer to the box below
// them, where the room ends last.
func (s *screen) renderFindings(w *words) []app.UI {
	r := s.reply.review
	if r == nil {
		return nil
	}
	var items []app.UI
	for _, v := range r.Violations {
		source := v.Source
		if v.Confidence == pack.ToVerify {
			source += w.toVerify
		}
		items = append(items, s.renderFinding(w, "oc-"+v.Severity, v.Rule, v.Why, source, v.Rewrite, v.Over))
	}
	for _, h := range r.Habits {
		items = append(items, s.renderFinding(w, "oc-habit", h.Title, h.Why, "", h.Better, h.Over))
	}
	for _, p := range mask.Find(s.reply.draft) {
		items = append(items, s.renderFinding(w, "oc-revise", w.personal, w.personalWhy, "", p.Token, coach.Stretch(p.Span)))
	}
	for _, m := range r.Missing {
		items = append(items, s.renderFinding(w, "oc-missing", m.Advice, "", "", m.Say, placeOf(m, s.reply.draft)))
	}
	if len(r.Practices) > 0 {
		var titles []string
		for _, p := range r.Practices {
			titles = append(titles, p.Title)
		}
		items = append(items, app.Li().Class("oc-good").Text("✓ "+strings.Join(titles, " · ")))
	}
	slices.Reverse(items)
	return items
}

func (s *screen) renderFinding(w *words, class, title, why, source, better string, over coach.Stretch) app.UI {
	body := []app.UI{app.P().Body(app.Strong().Text(title), app.Text(why))}
	if source != "" {
		body = append(body, app.P().Class("oc-source").Text(source))
	}
	if better != "" {
		body = append(body, app.Button().Type("button").Class("oc-better").
			Aria("label", w.take+better).Body(app.Span().Text("“"+better+"”"), app.Span().Class("oc-take").Text(w.take)).
			OnClick(s.onTake(better, over), fmt.Sprint(better, over)))
	}
	return app.Li().Class(class).Body(body...)
}

// onReplyToggle opens or closes the box. The rulebook is fetched when it is first
// opened: who never writes a reply never pays for it.
func (s *screen) onReplyToggle(ctx app.Context, _ app.Event) {
	before := s.reply.open
	s.reply.open = ctx.JSSrc().Get("open").Bool()
	if s.reply.open && !before {
		page.Focus(replyID)
		s.learnRules()
	}
}

// learnRules makes ready to review the draft.
func (s *screen) learnRules() {
	if s.coach == nil {
		return
	}
	s.reply.failure = s.words().starting
	s.withRules(func(err error) {
		if err != nil {
			s.reply.failure = s.words().failed + s.told(err)
			return
		}
		s.reply.failure = ""
		s.reviewReply()
	})
}

// withRules goes on once the coach has its rulebook, or says why it has none.
func (s *screen) withRules(then func(error)) {
	if s.coach.Pack().Rulebook != nil {
		then(nil)
		return
	}
	get := page.Fetch
	if s.reply.anew {
		get = page.FetchAnew
	}
	get(rulesName, func(file []byte, err error) {
		s.ctx.Dispatch(func(app.Context) {
			if err == nil {
				err = s.addRules(file)
			}
			s.reply.anew = err != nil
			then(err)
		})
	})
}

// addRules gives the coach a rulebook.
func (s *screen) addRules(file []byte) error {
	book, err := pack.OpenRules(file)
	if err != nil {
		return err
	}
	s.coach, err = coach.New(s.coach.Pack().With(book))
	return err
}

func (s *screen) onReplyInput(ctx app.Context, e app.Event) {
	if s.composing || e.Get("isComposing").Truthy() {
		return
	}
	s.replyTyped(ctx.JSSrc().Get("value").String())
}

func (s *screen) onReplyComposed(ctx app.Context, _ app.Event) {
	s.composing = false
	s.replyTyped(ctx.JSSrc().Get("value").String())
}

// replyTyped takes in the draft and reviews it once typing pauses. The underlines of
// words that no longer stand there go at once.
func (s *screen) replyTyped(text string) {
	s.reply.keystroke++
	now := s.reply.keystroke
	s.reply.draft, s.reply.review = text, nil
	s.ctx.After(pause, func(app.Context) {
		if now == s.reply.keystroke && !s.composing {
			s.reviewReply()
		}
	})
}

// reviewReply reviews the draft in the light of the talk and tells the host.
func (s *screen) reviewReply() {
	s.reply.review = nil
	if s.coach == nil || s.coach.Pack().Rulebook == nil {
		return
	}
	if strings.TrimSpace(s.reply.draft) == "" {
		s.reply.failure = ""
		return
	}
	review, err := s.reviewOf(s.reply.draft)
	if err != nil {
		s.reply.failure = err.Error()
		if utf8.RuneCountInString(s.reply.draft) > coach.MaxText {
			s.reply.failure = s.words().tooLong
		}
		return
	}
	s.reply.failure, s.reply.review = "", &review
	s.host.tell("review", map[string]any{"detail": review})
}

// reviewOf reviews words as an answer to what is on screen.
func (s *screen) reviewOf(draft string) (coach.Review, error) {
	var analysis coach.Analysis
	if s.analysis != nil {
		analysis = *s.analysis
	}
	return s.coach.Review(draft, s.read, analysis, s.conversation().Context)
}

// placeOf gives where in a draft a missing step belongs: to take up a feeling comes
// before all, the other steps after it.
func placeOf(m coach.Missing, draft string) coach.Stretch {
	if m.ID == "acknowledges" {
		return coach.Stretch{}
	}
	end := len(utf16.Encode([]rune(draft)))
	return coach.Stretch{Start: end, End: end}
}

// onTake gives a handler that puts a better sentence in the place of a stretch of the
// draft.
func (s *screen) onTake(better string, over coach.Stretch) app.EventHandler {
	return func(app.Context, app.Event) {
		s.setReply(replaced(s.reply.draft, better, over))
		page.Focus(replyID)
	}
}

// replaced gives a draft with a sentence in the place of a stretch, or unchanged where the
// stretch is gone: a tap may come just after a key.
func replaced(draft, better string, over coach.Stretch) string {
	units := utf16.Encode([]rune(draft))
	if over.End > len(units) {
		return draft
	}
	return string(utf16.Decode(units[:over.Start])) + better + string(utf16.Decode(units[over.End:]))
}

// setReply changes the draft by hand and reviews it.
func (s *screen) setReply(text string) {
	s.reply.keystroke++
	s.reply.draft = text
	if box := app.Window().GetElementByID(replyID); box.Truthy() {
		box.Set("value", text)
	}
	s.reviewReply()
}

// onSaid notes the draft as said: it joins the talk.
func (s *screen) onSaid(app.Context, app.Event) { s.noteReply(s.words().noted) }

// onInsertReply gives the draft to the host. One that was typed faster than it could be
// reviewed is reviewed first.
func (s *screen) onInsertReply(app.Context, app.Event) {
	if s.reply.review == nil {
		s.reviewReply()
	}
	if s.refuses() {
		return
	}
	s.host.tell("insert", map[string]any{"detail": map[string]string{
		"text": strings.TrimSpace(s.reply.draft), "script": "", "step": "", "locale": s.words().lang,
	}})
	s.noteReply(s.words().inserted)
}

func (s *screen) noteReply(status string) {
	text := strings.TrimSpace(s.reply.draft)
	if text == "" {
		return
	}
	if utf8.RuneCountInString(text) > coach.MaxText {
		s.reply.failure = s.words().tooLong
		return
	}
	s.noteSaid(text)
	s.setReply("")
	s.undone = nil
	s.readAgain()
	s.status = status
	s.ctx.Defer(func(app.Context) { scrollToEnd("oc-turns") })
	page.Focus(boxID)
}
