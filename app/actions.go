package main

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach"
)

// conversation is the talk as the engine reads it, with the words in the box as
// the latest.
func (s *screen) conversation() coach.Conversation {
	turns := slices.Clone(s.turns)
	if s.draft != "" {
		turns = append(turns, coach.Turn{Who: coach.Customer, Text: s.draft})
	}
	return coach.Conversation{Turns: turns, Context: coach.Context{
		Channel: s.config.Channel,
		Product: s.config.Product,
		Segment: s.config.Segment,
		Locale:  s.words().lang,
		Slots:   s.config.Slots,
		Variant: s.variant,
		Key:     s.config.Key,
		View:    s.config.View,
		Trace:   asked(s.config.Trace),
	}}
}

// nothingRead has no analysis, for a reason to be seen where there is one.
func (s *screen) nothingRead(why string) {
	s.analysis, s.read, s.status = nil, "", why
	s.host.tellClear()
}

// readAgain analyses the talk as it stands and tells the host.
func (s *screen) readAgain() {
	s.lit, s.status, s.announced = "", "", ""
	conv := s.conversation()
	if s.coach == nil || lastCustomer(conv.Turns) < 0 {
		s.nothingRead("")
		return
	}
	if utf8.RuneCountInString(conv.Turns[lastCustomer(conv.Turns)].Text) > coach.MaxText {
		s.nothingRead(s.words().tooLong)
		return
	}
	analysis, err := s.coach.Analyze(conv)
	if err != nil {
		s.nothingRead(err.Error())
		return
	}
	s.analysis, s.read = &analysis, conv.Turns[analysis.Turn].Text
	s.announced = s.spoken()
	s.host.tellAnalysis(s.analysis)
	s.tellStudio(conv)
	s.reviewReply()
}

// spoken is the result in one line for a screen reader.
func (s *screen) spoken() string {
	w := s.words()
	switch {
	case s.analysis.Unclear:
		return w.summary(w.unsure, s.analysis.Ask)
	case s.analysis.Script != nil:
		return w.summary(s.label("timing", s.analysis.Timing.Decision), s.analysis.Script.Steps[s.analysis.Script.Now].Say)
	}
	return s.label("timing", s.analysis.Timing.Decision)
}

// onExample gives a handler that puts a line into the talk.
func (s *screen) onExample(line string) app.EventHandler {
	return func(app.Context, app.Event) {
		s.commit(line)
		page.Focus(boxID)
	}
}

func (s *screen) onAnother(app.Context, app.Event) {
	s.variant++
	s.readAgain()
}

// onLight gives a handler that lights up the words of a label, or puts them out.
func (s *screen) onLight(label string) app.EventHandler {
	return func(app.Context, app.Event) {
		if s.lit == label {
			label = ""
		}
		s.lit = label
	}
}

func (s *screen) onCopy(say string) app.EventHandler {
	return func(app.Context, app.Event) {
		page.CopyText(say, func(ok bool) {
			s.ctx.Dispatch(func(app.Context) {
				if ok {
					s.status = s.words().copied
				} else {
					s.status = s.words().copyFailed
				}
			})
		})
	}
}

// onInsert gives a handler that hands a sentence to the host page, and notes it
// as said by the employee.
func (s *screen) onInsert(step, say string) app.EventHandler {
	return func(app.Context, app.Event) {
		s.insert(step, say)
		page.Focus(boxID)
	}
}

// sentence gives what is to be said now and the step it belongs to, or "".
func (s *screen) sentence() (step, say string) {
	switch {
	case s.analysis == nil:
		return "", ""
	case s.analysis.Unclear:
		return "ask", s.analysis.Ask
	case s.analysis.Script != nil:
		now := s.analysis.Script.Steps[s.analysis.Script.Now]
		return now.ID, now.Say
	}
	return "", ""
}

func (s *screen) insert(step, say string) {
	script := ""
	if s.analysis != nil && s.analysis.Script != nil {
		script = s.analysis.Script.ID
	}
	s.host.tell("insert", map[string]any{"detail": map[string]string{
		"text": say, "script": script, "step": step, "locale": s.words().lang,
	}})
	s.noteSaid(say)
	s.status = s.words().inserted
	if strings.Contains(say, coach.Blank) {
		s.status = s.words().fillBlanks
	}
}

// noteSaid adds a sentence of the employee to the talk. The customer's words in
// the box, which it answers, become a turn before it.
func (s *screen) noteSaid(say string) {
	if s.draft != "" {
		s.keystroke++
		s.turns = append(s.turns, coach.Turn{Who: coach.Customer, Text: s.draft})
		s.draft = ""
		s.setValue("")
	}
	if n := len(s.turns); n > 0 && s.turns[n-1].Who == coach.Staff {
		if !strings.HasSuffix(s.turns[n-1].Text, say) { // pressed twice, said once
			s.turns[n-1].Text += say
		}
		return
	}
	s.turns = append(s.turns, coach.Turn{Who: coach.Staff, Text: say})
}

// undoTime is how long a cleared conversation can be brought back.
const undoTime = 10 * time.Second

// onNewCustomer puts the conversation aside: nothing of one customer may show to
// the next.
func (s *screen) onNewCustomer(app.Context, app.Event) {
	saved := &savedState{s.turns, s.draft, s.reply.draft, s.variant, s.config.Channel, s.config.Product, s.config.Segment}
	s.clear()
	s.undone = saved
	s.status = s.words().cleared
	s.goTo(placeCoach, nil)
	s.ctx.After(undoTime, func(app.Context) {
		if s.undone == saved {
			s.undone, s.status = nil, ""
		}
	})
}

func (s *screen) clear() {
	s.keystroke++
	s.setValue("")
	s.turns, s.draft, s.analysis, s.read, s.lit, s.variant = nil, "", nil, "", "", 0
	s.setReply("")
	s.status, s.announced, s.undone = "", "", nil
	s.config.Channel, s.config.Product, s.config.Segment = s.hosted.Channel, s.hosted.Product, s.hosted.Segment
	if s.desk.address != "" {
		s.summonDesk(map[string]any{"do": "clear"})
	}
	s.host.tellNew()
}

func (s *screen) onUndo(app.Context, app.Event) {
	if s.undone == nil {
		return
	}
	s.keystroke++ // what is being typed belongs to nobody yet
	s.composing = false
	s.turns, s.draft, s.variant = s.undone.turns, s.undone.draft, s.undone.variant
	reply := s.undone.reply
	s.config.Channel, s.config.Product, s.config.Segment = s.undone.channel, s.undone.product, s.undone.segment
	s.undone = nil
	s.setValue(s.draft)
	s.readAgain()
	s.setReply(reply)
	page.Focus(boxID)
}

func (s *screen) onClose(app.Context, app.Event) { s.host.tell("close", nil) }

func (s *screen) onRetry(app.Context, app.Event) { s.startEngine() }
