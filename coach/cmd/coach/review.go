package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"objectioncoach/coach"
)

// draftLine is one line of input for a review.
type draftLine struct {
	ID       json.RawMessage `json:"id"`
	Customer string          `json:"customer"`
	Reply    *string         `json:"reply"`
	Product  string          `json:"product"`
	Channel  string          `json:"channel"`
	Locale   string          `json:"locale"`
}

// reviewed is one line of output: the reply's id beside the review.
type reviewed struct {
	ID json.RawMessage `json:"id"`
	coach.Review
}

// reviewCommand reviews one draft, or one on each line.
func reviewCommand(args []string, in io.Reader, out, errs io.Writer) error {
	var o options
	rest, err := o.parse("review", args, errs)
	if err != nil {
		return err
	}
	c, err := o.coach()
	if err != nil {
		return err
	}
	if o.jsonl {
		return answerLines(in, out, errs, func(line []byte, readErr error) (any, error) { return reviewLine(c, o.Context, line, readErr) })
	}
	if len(rest) == 0 {
		return errors.New(`nothing to review: give the draft, as in coach review "这款保本"`)
	}
	draft := strings.Join(rest, " ")
	r, err := reviewDraft(c, draft, o.customer, o.Context)
	if err != nil {
		return err
	}
	return showReview(out, draft, r)
}

// reviewLine reviews one reply, or gives the line that says why not.
func reviewLine(c *coach.Coach, ctx coach.Context, line []byte, readErr error) (any, error) {
	var req draftLine
	err := readRequest(line, readErr, &req)
	if err == nil && req.Reply == nil {
		err = errors.New(`nothing to review: give "reply"`)
	}
	if err == nil {
		for _, field := range []struct{ own, other *string }{{&ctx.Channel, &req.Channel}, {&ctx.Product, &req.Product}, {&ctx.Locale, &req.Locale}} {
			if *field.other != "" {
				*field.own = *field.other
			}
		}
		var r coach.Review
		if r, err = reviewDraft(c, *req.Reply, req.Customer, ctx); err == nil {
			return reviewed{idOf(req.ID), r}, nil
		}
	}
	return failure{idOf(req.ID), err.Error()}, err
}

// reviewDraft reviews a draft in the light of what the customer said, if anything.
func reviewDraft(c *coach.Coach, draft, customer string, ctx coach.Context) (coach.Review, error) {
	var a coach.Analysis
	if customer != "" {
		conversation := coach.Say(customer)
		conversation.Context = ctx
		var err error
		if a, err = c.Analyze(conversation); err != nil {
			return coach.Review{}, err
		}
	}
	return c.Review(draft, customer, a, ctx)
}

// showReview prints a review for people.
func showReview(w io.Writer, draft string, r coach.Review) error {
	var b strings.Builder
	units := utf16.Encode([]rune(draft))
	words := func(start, end int) string { return string(utf16.Decode(units[start:end])) }
	fmt.Fprintf(&b, "%s\n\n", draft)
	for _, v := range r.Violations {
		fmt.Fprintf(&b, "✗ %s %s  “%s”\n  %s\n  %s (%s)\n  → %s\n", v.ID, v.Rule, words(v.Start, v.End), v.Why, v.Source, v.Confidence, v.Rewrite)
	}
	for _, h := range r.Habits {
		fmt.Fprintf(&b, "~ %s  “%s”\n  %s\n  → %s\n", h.Title, words(h.Start, h.End), h.Why, h.Better)
	}
	for _, p := range r.Practices {
		fmt.Fprintf(&b, "✓ %s\n", p.Title)
	}
	for _, m := range r.Missing {
		fmt.Fprintf(&b, "+ %s  %s\n", m.Advice, m.Say)
	}
	fmt.Fprintf(&b, "%d  %s\n", r.Score, r.Next)
	_, err := io.WriteString(w, b.String())
	return err
}
