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

// Offers gives the ids of the procedures that fit an occasion, best first: the
// customer's own words tell more than any label, labels tell more than the trade,
// and of procedures that fit equally well the one that stands first in the book
// comes first.
func (b *Book) Offers(o Occasion) []string {
	type offered struct {
		id string
		fit
	}
	var list []offered
	for _, p := range b.Procedures {
		best, found := fit{}, false
		for _, offer := range p.For {
			if f, ok := offer.fits(o); ok && (!found || f.compare(best) > 0) {
				best, found = f, true
			}
		}
		if found {
			list = append(list, offered{p.ID, best})
		}
	}
	slices.SortStableFunc(list, func(a, b offered) int { return b.compare(a.fit) })
	ids := make([]string, len(list))
	for i, offered := range list {
		ids[i] = offered.id
	}
	return ids
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
