package coach

import (
	"reflect"
	"slices"

	"objectioncoach/coach/pack"
)

// Pair is two coaches that are asked the same, such as one of a pack as it is written and
// one of the pack as it was published. It is safe for concurrent use.
type Pair struct {
	one, other *Coach
	alike      bool
}

// NewPair makes a pair. Packs that recognise words alike, with equal models, cues and
// rules about words, are heard once for both, which takes most of the time.
func NewPair(one, other *Coach) Pair {
	return Pair{one, other, hearsAs(one.pack, other.pack)}
}

// Analyze gives what each of the two makes of a conversation, as Coach.Analyze does.
func (p Pair) Analyze(conv Conversation) (one, other Analysis, err error) {
	mine, err := p.one.hear(conv)
	if err != nil {
		return Analysis{}, Analysis{}, err
	}
	theirs := mine
	if !p.alike || len(conv.Turns) > 1 { // what an employee's turn was, the pack's scripts tell
		if theirs, err = p.other.hear(conv); err != nil {
			return Analysis{}, Analysis{}, err
		}
	}
	return p.one.answer(mine, conv.Context), p.other.answer(theirs, conv.Context), nil
}

// hearsAs reports whether two packs recognise the words of a customer alike.
func hearsAs(a, b *pack.Pack) bool {
	return a.Model.Equal(b.Model) && a.English.Equal(b.English) &&
		reflect.DeepEqual(a.Cues, b.Cues) && reflect.DeepEqual(ofOneTurn(a.Derived), ofOneTurn(b.Derived))
}

// ofOneTurn gives the rules by which a turn is read alone.
func ofOneTurn(rules []pack.Derived) []pack.Derived {
	return slices.DeleteFunc(slices.Clone(rules), func(rule pack.Derived) bool { return rule.Axis != "kind" && rule.Axis != "nature" })
}
