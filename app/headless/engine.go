//go:build js

// Command headless is the wasm program of the engine without screens, for pages
// with an interface of their own. It runs in a worker, where web/engine/worker.js
// calls it: texts and files in, JSON text out.
package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"objectioncoach/coach"
	"objectioncoach/coach/pack"
)

// engine is a coach in one language, once it was opened.
type engine struct {
	coach  *coach.Coach
	locale string
}

// answer is what a call comes to: Detail, or else a Code to decide by, with a Message
// for people.
type answer struct {
	Detail  any    `json:"detail,omitempty"`
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
}

// Why a call failed.
const (
	badPack  = "pack"     // the pack or its language cannot be used
	badRules = "rules"    // the rulebook cannot be used
	badInput = "input"    // the conversation or draft cannot be read
	internal = "internal" // a fault of the engine, which goes on all the same
)

func failed(code string, err error) answer { return answer{Code: code, Message: err.Error()} }

// open makes the coach of a compiled pack, with its further language where there is
// one. A conversation that names no locale is answered in this one.
func (e *engine) open(locale string, files ...[]byte) answer {
	p, err := pack.Open(files[0], files[1:]...)
	if err != nil {
		return failed(badPack, err)
	}
	if e.coach, err = coach.New(p); err != nil {
		return failed(badPack, err)
	}
	e.locale = locale
	return answer{Detail: coach.PackRef{ID: p.ID, Hash: p.Hash}}
}

// addRules gives the coach the rulebook, which review needs.
func (e *engine) addRules(file []byte) answer {
	book, err := pack.OpenRules(file)
	if err != nil {
		return failed(badRules, err)
	}
	if e.coach, err = coach.New(e.coach.Pack().With(book)); err != nil {
		return failed(badRules, err)
	}
	return answer{}
}

// request is what a page asks.
type request struct {
	Conversation conversation `json:"conversation"`
	Draft        string       `json:"draft"` // of a review
}

// analyze reads the conversation of a request.
func (e *engine) analyze(text string) answer {
	r, err := e.read(text)
	if err != nil {
		return failed(badInput, err)
	}
	analysis, err := e.coach.Analyze(r.Conversation.Conversation)
	if err != nil {
		return failed(badInput, err)
	}
	return answer{Detail: analysis}
}

// review reads the draft of a request, as an answer to its conversation where it has
// one.
func (e *engine) review(text string) answer {
	r, err := e.read(text)
	if err != nil {
		return failed(badInput, err)
	}
	conv := r.Conversation.Conversation
	var analysis coach.Analysis
	customer := ""
	if len(conv.Turns) > 0 {
		if analysis, err = e.coach.Analyze(conv); err != nil {
			return failed(badInput, err)
		}
		customer = conv.Turns[analysis.Turn].Text
	}
	review, err := e.coach.Review(r.Draft, customer, analysis, conv.Context)
	if err != nil {
		return failed(badInput, err)
	}
	return answer{Detail: review}
}

// read takes a request apart.
func (e *engine) read(text string) (request, error) {
	var r request
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		if fault, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && fault.Field == "draft" {
			return r, errors.New("the draft must be a text")
		}
		return r, err
	}
	if r.Conversation.Context.Locale == "" {
		r.Conversation.Context.Locale = e.locale
	}
	return r, nil
}

// conversation is one with turns, or a text as one thing a customer said; null is none.
type conversation struct{ coach.Conversation }

// UnmarshalJSON reads either form.
func (c *conversation) UnmarshalJSON(raw []byte) error {
	var text *string
	if json.Unmarshal(raw, &text) == nil {
		if text != nil {
			c.Conversation = coach.Say(*text)
		}
		return nil
	}
	if err := json.Unmarshal(raw, &c.Conversation); err != nil {
		return fmt.Errorf("neither a text nor a conversation with turns: %w", err)
	}
	return nil
}

// safely writes the answer of f as JSON. A panic is an answer too: only f is lost.
func safely(f func() answer) (text string) {
	defer func() {
		if fault := recover(); fault != nil {
			text = write(failed(internal, fmt.Errorf("the engine failed on this call: %v", fault)))
		}
	}()
	return write(f())
}

func write(a answer) string {
	text, err := json.Marshal(a)
	if err != nil {
		panic(err) // only types of this program are written, which can all be
	}
	return string(text)
}
