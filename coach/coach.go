// Package coach tells what a customer's words are, whether to answer now, which
// technique fits and what to say. It is the whole engine: it reads no file, no
// clock and no network, and the same input gives the same answer everywhere.
//
//	p, err := packs.Open("bank")
//	c, err := coach.New(p)
//	analysis, err := c.Analyze(coach.Say("我再考虑考虑"))
package coach

import (
	"errors"
	"math"
	"sync"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/review"
)

// Coach answers with the knowledge of one pack. It is safe for concurrent use.
type Coach struct {
	pack  *pack.Pack
	shelf shelf
	cued  phrases
	// reviewer reads drafts; nil where the pack has no rulebook.
	reviewer *review.Reviewer

	ownOnce  sync.Once
	ownSteps map[string]string
}

// New makes a coach of a pack with a trained model.
//
// The zero locale of a context is pack.DefaultLocale; English needs a pack to which
// that language was added.
func New(p *pack.Pack) (*Coach, error) {
	if p == nil || p.Model == nil {
		return nil, errors.New("a coach needs a pack with a trained model: open a compiled one")
	}
	c := &Coach{pack: p, shelf: shelve(p.Scripts), cued: phrasesOf(p.Cues)}
	if p.Rulebook != nil {
		c.reviewer = review.New(p.Rulebook)
	}
	return c, nil
}

// Pack gives the knowledge the coach answers with.
func (c *Coach) Pack() *pack.Pack { return c.pack }

// Analyze reads the customer's latest turn in the light of the turns before it.
// It fails only for a conversation without a customer's turn, with an unknown
// speaker, or beyond MaxText or MaxTurns; any bytes are legal text.
func (c *Coach) Analyze(conv Conversation) (Analysis, error) {
	heard, err := c.hear(conv)
	if err != nil {
		return Analysis{}, err
	}
	return c.answer(heard, conv.Context), nil
}

// hearing is what was recognised of a conversation, before any advice.
type hearing struct {
	talk
	evidence []Evidence
}

// hear recognises a conversation.
func (c *Coach) hear(conv Conversation) (hearing, error) {
	if err := conv.check(); err != nil {
		return hearing{}, err
	}
	t := c.listen(conv.Turns, conv.lastCustomer())
	return hearing{t, c.evidence(t.now().result, t.ownWords())}, nil
}

// answer makes of what was heard all that staff see.
func (c *Coach) answer(heard hearing, ctx Context) Analysis {
	decision := heard.now().decision
	a := Analysis{
		Turn:         heard.now().turn,
		Kind:         decision.Kind,
		KindScore:    thousandths(decision.KindScore),
		Unclear:      decision.Unclear,
		Topics:       topics(decision.Topics),
		Emotion:      decision.Emotion.ID,
		EmotionScore: thousandths(decision.Emotion.Score),
		Manner:       decision.Manner.ID,
		Merit:        decision.Merit.ID,
		Severity:     decision.Severity.ID,
		Escalate:     calls(decision),
		Evidence:     append([]Evidence{}, heard.evidence...),
		Pack:         PackRef{c.pack.ID, c.pack.Hash},
	}
	a.Nature, a.NatureScore = heard.nature()
	situation := c.situation(heard.talk, a, ctx)
	a.Refusal, a.Escalate = situation.Refuses(), situation.Escalate
	a.Talk = Talk{Patterns: c.patterns(situation.Patterns, ctx.Locale), Loop: c.loop(heard.talk, situation, ctx)}
	c.advise(&a, situation, ctx)
	return a
}

// sureInHeat is the probability from which an angry line calls for escalation by the
// model alone. Anger is no regulator, court or danger; what names one is a cue.
const sureInHeat = 0.5

// calls reports whether the model hears a call for escalation.
func calls(d classify.Decision) bool {
	return d.Escalate.Asserted && (d.Emotion.ID != "angry" || d.Escalate.Score >= sureInHeat)
}

// shownTopics is how many topics an analysis lists, and the least probability
// of one that is listed without being asserted.
const (
	shownTopics = 5
	faintTopic  = 0.05
)

func topics(labels []classify.Label) []Topic {
	list := []Topic{}
	for _, l := range labels {
		if len(list) < shownTopics && (l.Asserted || l.Score >= faintTopic) {
			list = append(list, Topic{l.ID, thousandths(l.Score), l.Asserted})
		}
	}
	return list
}

// thousandths rounds a probability to the steps that are shown, so that equal
// answers are equal texts.
func thousandths(p float64) float64 { return math.Round(p*1000) / 1000 }
