package playbook

import (
	"cmp"
	"slices"
	"strings"

	"objectioncoach/coach/pack"
)

// Offer describes situations in which a procedure helps. An empty list matches
// anything; of a list any one value must hold.
type Offer struct {
	Packs []string `json:"packs,omitempty"` // the trades: ids of packs
	// Words occur in what the customer says, in the form that package text gives it.
	Words     []string `json:"words,omitempty"`
	pack.When `yaml:",inline"`
}

// Occasion is what is known when a procedure may be offered.
type Occasion struct {
	Pack           string // id of the pack in use
	Said           string // the customer's words, in the form that package text gives them
	pack.Situation        // what the coach recognised
}

// fit is how closely an offer describes an occasion.
type fit struct {
	words, weight, packs int
}

func (a fit) compare(b fit) int {
	return cmp.Or(cmp.Compare(a.words, b.words), cmp.Compare(a.weight, b.weight), cmp.Compare(a.packs, b.packs))
}

// offered is a procedure that fits an occasion, by the closest of its offers.
type offered struct {
	id    string
	offer Offer
	fit
}

// Offers gives the ids of the procedures that fit an occasion, best first: the
// customer's own words tell more than any label, labels tell more than the trade,
// and of procedures that fit equally well the one that stands first in the book
// comes first.
func (b *Book) Offers(o Occasion) []string {
	list := b.offered(o)
	ids := make([]string, len(list))
	for i, offered := range list {
		ids[i] = offered.id
	}
	return ids
}

// Clear gives the one procedure that an occasion leaves no doubt about: the only one
// that fits, or the one that fits by the customer's own words or a call for escalation
// where no other does.
func (b *Book) Clear(o Occasion) (id string, ok bool) {
	list := b.offered(o)
	switch {
	case len(list) == 0:
		return "", false
	case len(list) == 1 || list[0].words > list[1].words:
		return list[0].id, true
	}
	return list[0].id, pack.Overrides(list[0].weight) && !pack.Overrides(list[1].weight)
}

// Because lists what of an occasion a procedure is offered for, such as "words=征信" or
// "kind=complaint", the weightiest first; nothing where it is not offered, or for the
// trade alone.
func (b *Book) Because(id string, o Occasion) []string {
	because := []string{}
	for _, offered := range b.offered(o) {
		if offered.id != id {
			continue
		}
		for _, word := range offered.offer.Words {
			if strings.Contains(o.Said, word) {
				because = append(because, "words="+word)
			}
		}
		because = append(because, offered.offer.When.Because(o.Situation)...)
	}
	return because
}

// offered lists the procedures that fit an occasion, best first.
func (b *Book) offered(o Occasion) []offered {
	var list []offered
	for _, p := range b.Procedures {
		best, found := offered{id: p.ID}, false
		for _, offer := range p.For {
			if f, ok := offer.fits(o); ok && (!found || f.compare(best.fit) > 0) {
				best.offer, best.fit, found = offer, f, true
			}
		}
		if found {
			list = append(list, best)
		}
	}
	slices.SortStableFunc(list, func(a, b offered) int { return b.compare(a.fit) })
	return list
}

// fits reports whether an offer describes an occasion, and how closely.
func (f Offer) fits(o Occasion) (fit, bool) {
	matches, weight := f.Specificity(o.Situation)
	named := slices.Contains(f.Packs, o.Pack)
	said := slices.ContainsFunc(f.Words, func(word string) bool { return strings.Contains(o.Said, word) })
	if !matches || len(f.Packs) > 0 && !named || len(f.Words) > 0 && !said {
		return fit{}, false
	}
	return fit{one(said), weight, one(named)}, true
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
