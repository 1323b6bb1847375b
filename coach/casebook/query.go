package casebook

import (
	"cmp"
	"slices"
	"strings"

	"objectioncoach/coach/calendar"
)

// Query asks for some of the cases of a book. Every condition that is given must hold;
// of several values of one condition, one. The zero Query finds all.
type Query struct {
	// Text is what the talk, the note, the promise, the product, the segment or the id
	// must hold, whatever the case and whether in simplified or traditional characters;
	// of several words, each. A word of letters also finds characters by the first
	// letters of their pinyin: "lcsy" finds 理财收益.
	Text string

	Topics, Kinds, Natures, Emotions, Techniques, Causes []string
	Outcomes, Dimensions, Channels, Products, Segments   []string

	// From and To bound the day in Shanghai on which the case was created, both in it;
	// no day is no bound.
	From, To calendar.Day

	// Due asks for cases with something due, counted from Today.
	Due   DueWhen
	Today calendar.Day

	Sort Sort
	// Reverse turns the order round.
	Reverse bool
	// Skip and Count choose a page of what was found; Count 0 is all of it.
	Skip, Count int
}

// Sort is an order of cases. Those equal in it go by their creation, the latest first,
// then by id.
type Sort string

// The orders of cases.
const (
	ByCreated Sort = ""        // the latest created first
	ByChanged Sort = "changed" // the latest changed first
	ByDue     Sort = "due"     // what is due soonest first, what never is last
	ByOutcome Sort = "outcome" // as in Outcomes
	ByProduct Sort = "product" // by its id or name
)

// Found is what a query found.
type Found struct {
	IDs   []string `json:"ids"`   // of the page asked for
	Total int      `json:"total"` // of all pages
}

// Query finds cases.
func (b *Book) Query(q Query) Found {
	words := wordsOf(q.Text)
	var hits []*entry
	for _, e := range b.entries {
		if q.holds(&e.c.d) && words.in(e) {
			hits = append(hits, e)
		}
	}
	order := q.order()
	compare := func(x, y *entry) int {
		if q.Reverse {
			x, y = y, x
		}
		return order(&x.c.d, &y.c.d)
	}
	found := Found{IDs: []string{}, Total: len(hits)}
	skip := min(max(q.Skip, 0), len(hits))
	end := len(hits)
	if q.Count > 0 {
		end = min(skip+q.Count, len(hits))
	}
	if end <= mostFirst {
		hits = leading(hits, end, compare)
	} else {
		slices.SortFunc(hits, compare)
	}
	hits = hits[skip:end]
	for _, e := range hits {
		found.IDs = append(found.IDs, e.c.d.ID)
	}
	return found
}

// mostFirst is how many of what was found are at most picked out rather than all sorted.
const mostFirst = 500

// leading gives the so many that come first, in order, of a list that it changes.
func leading(list []*entry, count int, compare func(x, y *entry) int) []*entry {
	if count == 0 {
		return nil
	}
	best := list[:count:count]
	slices.SortFunc(best, compare)
	for _, e := range list[count:] {
		if compare(e, best[count-1]) < 0 {
			at, _ := slices.BinarySearchFunc(best, e, compare)
			copy(best[at+1:], best[at:])
			best[at] = e
		}
	}
	return best
}

func (q *Query) holds(d *Draft) bool {
	if q.From != 0 || q.To != 0 {
		if day := dayOf(d.Created); day < q.From || q.To != 0 && day > q.To {
			return false
		}
	}
	return one(q.Topics, d.Topics...) && one(q.Kinds, d.Kind) && one(q.Natures, d.Nature) && one(q.Emotions, d.Emotion) &&
		one(q.Techniques, d.Technique) && one(q.Causes, d.Causes...) && one(q.Outcomes, d.Outcome) && one(q.Dimensions, d.Servqual) &&
		one(q.Channels, d.Channel) && one(q.Products, d.Product) && one(q.Segments, d.Segment) &&
		(q.Due == "" || q.Due.holds(d, q.Today))
}

// one reports whether a condition is not given, or one of its values is there.
func one(wanted []string, there ...string) bool {
	return len(wanted) == 0 || slices.ContainsFunc(there, func(s string) bool { return slices.Contains(wanted, s) })
}

// word is one word of a search.
type word struct {
	text string
	like *soundsLike // nil where it can only be meant as it stands
}

type words []word

func wordsOf(s string) words {
	var list words
	for _, s := range strings.Fields(prepare(s)) {
		like, _ := sound().like(s)
		list = append(list, word{s, like})
	}
	return list
}

// in reports whether each word is somewhere in a case.
func (list words) in(e *entry) bool {
	if len(list) > 0 {
		e.index()
	}
	for _, w := range list {
		if !strings.Contains(e.folded, w.text) && (w.like == nil || !w.like.in(e.sounds)) {
			return false
		}
	}
	return true
}

func (q *Query) order() func(x, y *Draft) int {
	switch q.Sort {
	case ByChanged:
		return func(x, y *Draft) int { return cmp.Or(cmp.Compare(y.Changed, x.Changed), newest(x, y)) }
	case ByDue:
		return func(x, y *Draft) int { return cmp.Or(cmp.Compare(x.soonest(), y.soonest()), newest(x, y)) }
	case ByOutcome:
		return func(x, y *Draft) int {
			return cmp.Or(cmp.Compare(slices.Index(Outcomes, x.Outcome), slices.Index(Outcomes, y.Outcome)), newest(x, y))
		}
	case ByProduct:
		return func(x, y *Draft) int { return cmp.Or(strings.Compare(x.Product, y.Product), newest(x, y)) }
	}
	return newest
}

func newest(x, y *Draft) int {
	return cmp.Or(cmp.Compare(y.Created, x.Created), strings.Compare(x.ID, y.ID))
}

func byCreation(x, y *Draft) int {
	return cmp.Or(cmp.Compare(x.Created, y.Created), strings.Compare(x.ID, y.ID))
}
