package coach

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/review"
)

// Review is what the coach makes of an employee's draft. It never says that a draft
// is lawful, only that no known problem was found. Offsets are half-open, in UTF-16
// code units of the draft.
type Review struct {
	Violations []Violation `json:"violations"` // in the order of the text
	Habits     []Habit     `json:"habits"`     // in the order of the text

	Acknowledges bool `json:"acknowledges"`
	Asks         bool `json:"asks"`
	CommitsDate  bool `json:"commits_date"`

	Practices []Practice `json:"practices"` // what the draft does well
	Missing   []Missing  `json:"missing"`   // what it lacks and this customer needs

	// Score is how well the draft answers, 0 to 100; at most 20 while it must not be
	// said, and 0 for an empty one.
	Score int `json:"score"`
	// Next is the one thing to do now.
	Next string `json:"next"`
}

// MustNot reports whether something stands in the draft that may not leave the house.
func (r Review) MustNot() bool {
	return slices.ContainsFunc(r.Violations, func(v Violation) bool { return v.Severity == pack.MustNot })
}

// Violation is a stretch of a draft that breaks a rule.
type Violation struct {
	ID       string  `json:"id"` // P01 to P20
	Severity string  `json:"severity"`
	Start    int     `json:"start"`
	End      int     `json:"end"`
	Score    float64 `json:"score"`
	Rule     string  `json:"rule"` // its title
	// Source names where the rule stands, for this product as far as it is known.
	Source     string `json:"source"`
	Confidence string `json:"confidence"` // of the source: confirmed or to-verify
	Why        string `json:"why"`
	Rewrite    string `json:"rewrite"` // a lawful sentence for the same purpose
	// Over is the sentence that the rewrite stands in for.
	Over Stretch `json:"over"`
}

// Habit is a stretch of a draft that breaks no rule and costs the customer.
type Habit struct {
	ID     string `json:"id"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Title  string `json:"title"`
	Why    string `json:"why"`
	Better string `json:"better"`
	// Over is the sentence that Better shows another way to say.
	Over Stretch `json:"over"`
}

// Stretch is a part of a draft: half-open, in UTF-16 code units.
type Stretch struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Practice is something a draft does well.
type Practice struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Missing is a step that a draft lacks.
type Missing struct {
	ID     string `json:"id"`
	Advice string `json:"advice"`
	Say    string `json:"say,omitempty"` // the step in the words of the script, if it has one
}

// Review reads an employee's draft, answering what the analysis was made of; the zero
// Analysis where nothing is known of it. It fails where the coach's pack has no
// rulebook, and for a draft beyond MaxText.
func (c *Coach) Review(draft, customer string, a Analysis, ctx Context) (Review, error) {
	if c.pack.Rulebook == nil || c.pack.Rulebook.Model == nil {
		return Review{}, errors.New("this coach has no rulebook to review with: open the pack together with its .rules file")
	}
	if n := utf8.RuneCountInString(draft); n > MaxText {
		return Review{}, fmt.Errorf("the draft has %d characters and at most %d can be read: divide it", n, MaxText)
	}
	reply := review.Prepare(draft, customer, c.ruledProduct(ctx.Product), ctx.Channel)
	found := c.reviewer.Read(reply)
	r := Review{Violations: []Violation{}, Habits: []Habit{}, Practices: []Practice{}, Missing: []Missing{}}
	for _, f := range found.Violations {
		r.Violations = append(r.Violations, c.violation(f, reply, a, ctx))
	}
	for _, f := range found.Habits {
		r.Habits = append(r.Habits, c.habit(f, ctx))
	}
	for _, p := range c.pack.Rulebook.Practices {
		if slices.Contains(found.Practices, p.ID) {
			r.Practices = append(r.Practices, Practice{p.ID, p.Title.In(ctx.Locale)})
		}
	}
	r.Acknowledges = slices.Contains(found.Practices, "acknowledges")
	r.Asks = slices.Contains(found.Practices, "asks")
	r.CommitsDate = slices.Contains(found.Practices, "commits-date")
	if !reply.Empty() {
		r.Missing = c.missing(r, a, ctx)
		r.Score = r.score()
	}
	r.Next = c.nextFor(r, reply.Empty(), ctx.Locale)
	return r, nil
}

// ruledProduct gives the product that a name tells, or that the rules speak of by this
// name, or "".
func (c *Coach) ruledProduct(name string) string {
	if id := c.Product(name); id != "" {
		return id
	}
	for _, rule := range c.pack.Rulebook.Rules {
		if slices.Contains(rule.Products, name) {
			return name
		}
	}
	return ""
}

func (c *Coach) violation(f review.Found, reply review.Reply, a Analysis, ctx Context) Violation {
	v := Violation{ID: f.ID, Start: f.Span.Start, End: f.Span.End, Score: thousandths(f.Score), Over: Stretch(f.Sentence)}
	for _, rule := range c.pack.Rulebook.Rules {
		if rule.ID != f.ID {
			continue
		}
		v.Severity, v.Rule, v.Why = rule.Severity, rule.Title.In(ctx.Locale), rule.Why.In(ctx.Locale)
		v.Rewrite = rewriteFor(rule.Rewrites, reply, a, ctx)
		if source, ok := sourceFor(rule.Sources, reply); ok {
			v.Source, v.Confidence = cite(source, ctx.Locale), source.Confidence
		}
	}
	return v
}

func (c *Coach) habit(f review.Found, ctx Context) Habit {
	h := Habit{ID: f.ID, Start: f.Span.Start, End: f.Span.End, Over: Stretch(f.Sentence)}
	for _, habit := range c.pack.Rulebook.Habits {
		if habit.ID == f.ID {
			h.Title, h.Why, h.Better = habit.Title.In(ctx.Locale), habit.Why.In(ctx.Locale), habit.Better.In(ctx.Locale)
		}
	}
	return h
}

// rewriteFor gives the first rewrite that fits the product, the channel and what the
// analysis says of the customer.
func rewriteFor(list []pack.Rewrite, reply review.Reply, a Analysis, ctx Context) string {
	s := pack.Situation{
		Kind: a.Kind, Nature: a.Nature, Emotion: a.Emotion, Manner: a.Manner, Merit: a.Merit, Escalate: a.Escalate,
		Channel: reply.Channel, Product: reply.Product, Segment: ctx.Segment,
	}
	for _, r := range list {
		if r.When.Matches(s) {
			return r.Say.In(ctx.Locale)
		}
	}
	return ""
}

// broadcast is the channel of what is published: feeds, mass messages, posters, live
// streams.
const broadcast = "broadcast"

// sourceFor gives the source that speaks of this product and binds this channel most
// closely, the first of equals. Where the product is not known, a source that speaks of
// some products alone is better than none.
func sourceFor(list []pack.Origin, reply review.Reply) (source pack.Origin, ok bool) {
	const perhaps = -4
	most := perhaps - 1
	for _, o := range list {
		closeness := 0
		switch {
		case len(o.Products) == 0:
		case slices.Contains(o.Products, reply.Product):
			closeness++
		case reply.Product == "":
			closeness += perhaps
		default:
			continue
		}
		if len(o.Channels) > 0 {
			if !slices.Contains(o.Channels, reply.Channel) {
				continue
			}
			closeness += 2
		}
		if closeness > most {
			source, ok, most = o, true, closeness
		}
	}
	return source, ok
}

// cite names a source as a letter would.
func cite(o pack.Origin, locale string) string {
	document, article := o.Document.In(locale), o.Article
	if locale == pack.English {
		if o.Number != "" {
			document += " (" + o.Number + ")"
		}
		if article != "" {
			document += ", art. " + article
		}
		return document
	}
	document = "《" + document + "》"
	if o.Number != "" {
		document += "（" + o.Number + "）"
	}
	if article != "" {
		document += "第" + article + "条"
	}
	return document
}

// missing lists the practices that the talk's steps still ask for and the draft has
// not. Before a feeling that runs high nothing else matters than to take it up.
func (c *Coach) missing(r Review, a Analysis, ctx Context) []Missing {
	list := []Missing{}
	for _, p := range c.pack.Rulebook.Practices {
		if p.Missing == nil || r.does(p.ID) || !asked(p, a) {
			continue
		}
		m := Missing{ID: p.ID, Advice: p.Missing.In(ctx.Locale)}
		if a.Script != nil {
			for _, step := range a.Script.Steps {
				if step.ID == p.Step {
					m.Say = step.Say
				}
			}
		}
		list = append(list, m)
	}
	return list
}

func (r Review) does(practice string) bool {
	return slices.ContainsFunc(r.Practices, func(p Practice) bool { return p.ID == practice })
}

// asked reports whether the situation calls for a practice: a step of the loop that
// the employee has not been through, and a date where the answer comes later.
func asked(p pack.Practice, a Analysis) bool {
	switch p.ID {
	case "commits-date":
		return a.Timing != nil && a.Timing.Decision == pack.Later
	case "acknowledges":
		return a.Emotion != "" && a.Emotion != "calm" && !slices.Contains(a.Talk.Loop.Done, p.Step)
	}
	return slices.Contains(a.Talk.Loop.Steps, p.Step) && !slices.Contains(a.Talk.Loop.Done, p.Step)
}

// score counts what the draft does against what it lacks. The weights order drafts as
// a trainer would: the law before manners, manners before completeness.
func (r Review) score() int {
	score := 70 + 10*min(len(r.Practices), 3) - 15*len(r.Missing) - 20*len(r.Habits) - 30*len(r.Violations)
	if r.MustNot() {
		score = min(score, 20)
	}
	return min(max(score, 1), 100)
}

// nextFor says the one thing to do now.
func (c *Coach) nextFor(r Review, empty bool, locale string) string {
	switch {
	case empty:
		return c.verdict("empty", locale)
	case r.MustNot():
		return c.verdict("must-not", locale)
	case len(r.Violations) > 0:
		return c.verdict("revise", locale)
	case len(r.Habits) > 0:
		return c.verdict("habit", locale)
	case len(r.Missing) > 0:
		return c.verdict("missing", locale) + r.Missing[0].Advice
	}
	return c.verdict("clear", locale)
}

func (c *Coach) verdict(id, locale string) string {
	for _, v := range c.pack.Rulebook.Verdicts {
		if v.ID == id {
			return v.Say.In(locale)
		}
	}
	return ""
}
