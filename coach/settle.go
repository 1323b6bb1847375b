package coach

import (
	"slices"
	"strings"
	"unicode"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/text"
)

// settle reads each turn in the light of the one before it. After a complaint, what
// sounds like a wish to buy, what asks how it stands and what cannot be told belong to
// the complaint, and a yes is a yes to what is done about it. What answers the
// employee's question about an objection, or agrees to the day on which it will be
// answered, belongs to that objection; and so does what holds on to it. What is said
// again in the same words is what it was.
func (t talk) settle() {
	for n := range t.readings {
		now := &t.readings[n]
		now.about = n
		if n == 0 || now.noise() { // what nobody understands belongs to nothing
			continue
		}
		before := t.readings[n-1]
		now.staysInDanger(before)
		switch complained := t.complained(n); {
		case now.decision.Kind == "other" && (complained || !before.objects() && (t.assents(n) || t.asked(n))):
			now.decision.Unclear = false
		case complained && before.matter() == "complaint" && t.returns(n):
			now.yields = now.decision.Kind == "buying-signal" && now.bare()
			now.take(before.decision.Kind)
		case !complained && before.objects() && (t.tells(n) || t.agrees(n)):
			now.about = before.about
			now.resume(before)
		case now.decision.Unclear && !before.decision.Unclear && now.echoes(before):
			now.resume(before)
		case !complained && before.objects() && t.holdsOn(n):
			now.resume(before)
		case now.decision.Kind == "other" && t.assents(n):
			now.decision.Unclear = false
		}
	}
}

// noise reports whether the turn is in no language the coach knows. Chinese of which it
// knows no word is still said about something.
func (r reading) noise() bool {
	han, letters := 0, 0
	for _, c := range r.result.Text().Runes {
		if unicode.IsLetter(c) {
			letters++
		}
		if unicode.Is(unicode.Han, c) {
			han++
		}
	}
	return r.result.Strange() && 2*han <= letters
}

// staysInDanger carries what threatens somebody over to a turn that brings nothing of its
// own: "five minutes ago" is said about it.
func (r *reading) staysInDanger(before reading) {
	if r.decision.Kind != "other" && !r.decision.Unclear {
		return
	}
	for _, cue := range []string{pack.DangerCue, pack.ViolenceCue, pack.ScamCue} {
		if slices.Contains(before.cues, cue) && !slices.Contains(r.cues, cue) {
			r.cues = append(r.cues, cue)
		}
	}
}

// take gives a turn the kind of the matter it belongs to.
func (r *reading) take(kind string) {
	r.decision.Kind = kind
	r.decision.Unclear = false
	for _, l := range r.result.Labels(classify.Kind) {
		if l.ID == kind {
			r.decision.KindScore = l.Score
		}
	}
}

// resume gives a turn the matter of the one before it.
func (r *reading) resume(before reading) {
	r.take(before.decision.Kind)
	r.decision.Topics = before.decision.Topics
}

// complained reports whether a clear complaint is at hand before reading n.
func (t talk) complained(n int) bool {
	for n--; n >= 0; n-- {
		if d := t.readings[n].decision; d.Kind != "other" {
			return t.readings[n].matter() == "complaint" && !d.Unclear
		}
	}
	return false
}

// returns reports whether reading n, after a complaint, comes back to it.
func (t talk) returns(n int) bool {
	d := t.readings[n].decision
	_, steps := t.between(t.readings[n-1].turn, t.readings[n].turn)
	switch d.Kind {
	case "buying-signal":
		return true
	case "question":
		return d.Unclear && t.readings[n].leansToResist() || !slices.Contains(steps, "answer") && slices.Contains(t.readings[n].cues, pack.StandsCue)
	}
	return d.Unclear
}

// tells reports whether reading n gives what the employee just asked for, without a
// word of resistance.
func (t talk) tells(n int) bool {
	now := t.readings[n]
	_, steps := t.between(t.readings[n-1].turn, now.turn)
	asked := slices.Contains(steps, "concrete") || slices.Contains(steps, "confirm") || len(steps) == 0 && t.asked(n) && !t.assents(n)
	kind := now.decision.Kind
	plain := kind == "other" || (kind == "objection" || kind == "buying-signal" && now.decision.Unclear) && !slices.Contains(now.cues, pack.ResistsCue)
	return asked && plain
}

// asked reports whether reading n comes right after a question of the employee.
func (t talk) asked(n int) bool {
	last := t.readings[n].turn - 1
	if last < 0 || t.turns[last].Who != Staff {
		return false
	}
	list := sentences(text.Prepare(t.turns[last].Text))
	return len(list) > 0 && list[len(list)-1].question
}

// agrees reports whether reading n is a bare yes to being called or written to on some day.
func (t talk) agrees(n int) bool {
	now := t.readings[n]
	_, steps := t.between(t.readings[n-1].turn, now.turn)
	yes := now.decision.Kind == "other" || now.decision.Kind == "buying-signal"
	return yes && len(now.result.Text().Runes) <= curtLine && slices.Contains(steps, "follow-up") && !slices.Contains(now.cues, pack.ResistsCue)
}

// ownMatter is the probability from which a short line that holds on to something
// ("that is still …") is about what its own words say, and not about what was said
// before.
const ownMatter = 0.8

// holdsOn reports whether reading n, after words of the employee, holds on to the
// objection before it without naming it again: it resists and cannot be told to resist
// something else, or it is short and says "still".
func (t talk) holdsOn(n int) bool {
	now := t.readings[n]
	if spoke, _ := t.between(t.readings[n-1].turn, now.turn); !spoke || now.refuses() {
		return false
	}
	if now.decision.Unclear {
		return now.leansToResist()
	}
	other := slices.ContainsFunc(now.decision.Topics, func(l classify.Label) bool { return l.Asserted && l.Score >= ownMatter })
	return now.bare() && !other && slices.Contains(now.cues, pack.StillCue)
}

// leanTo is the probability of any resistance from which a line that cannot be told is
// taken to go on resisting.
const leanTo = 0.35

// leansToResist reports whether the turn, though it cannot be told, rather resists.
func (r reading) leansToResist() bool {
	sum := 0.0
	for _, l := range r.result.Labels(classify.Kind) {
		if l.ID == "objection" || l.ID == "complaint" || l.ID == "dispute" {
			sum += l.Score
		}
	}
	return sum >= leanTo
}

// assents reports whether reading n is a short yes to the employee.
func (t talk) assents(n int) bool {
	now := t.readings[n]
	spoke, _ := t.between(t.readings[n-1].turn, now.turn)
	return spoke && now.nods() && now.bare() && !slices.Contains(now.cues, pack.ResistsCue)
}

// nods reports whether the turn begins with a yes.
func (r reading) nods() bool {
	said := strings.TrimLeft(string(r.result.Text().Runes), "嗯哦噢啊, ")
	return slices.ContainsFunc([]string{"行", "好", "可以", "成", "对", "是的", "ok", "yes", "fine", "sure"}, func(word string) bool {
		return strings.HasPrefix(said, word)
	})
}

// takesUp reports whether the employee, between two turns of the customer, used words
// of the first: a pair of characters is enough, and what stands in every talk is none.
func (t talk) takesUp(from, to int) bool {
	said := text.Prepare(t.turns[from].Text).Runes
	for i := from + 1; i < to; i++ {
		words := string(text.Prepare(t.turns[i].Text).Runes)
		for j := range len(said) - 1 {
			pair := string(said[j : j+2])
			if unicode.Is(unicode.Han, said[j]) && unicode.Is(unicode.Han, said[j+1]) && !slices.Contains(everyTalk, pair) && strings.Contains(words, pair) {
				return true
			}
		}
	}
	return false
}

// everyTalk are the pairs of characters that tell nothing of what a talk is about.
var everyTalk = []string{"你们", "我们", "咱们", "他们", "什么", "怎么", "这个", "那个", "一个", "现在", "今天", "可以", "没有", "就是", "还是", "不是", "知道", "一下", "多少", "时候", "觉得"}
