package casebook

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"objectioncoach/coach/calendar"
)

// Insight is what many cases tell together.
type Insight struct {
	From  calendar.Day `json:"from,omitzero"` // the days between which its cases were created, both in it;
	To    calendar.Day `json:"to,omitzero"`   // no days where there are no cases and none were asked for
	Cases int          `json:"cases"`

	// Periods are the first days of the weeks, months or years counted, as Step says:
	// weeks up to half a year, months up to three years, then years. The first and the
	// last one may not lie wholly between From and To.
	Step    Step           `json:"step"`
	Periods []calendar.Day `json:"periods"`
	Topics  []Series       `json:"topics"` // over the periods, the most frequent first

	Natures    []Count   `json:"natures"`    // of objections, in the order of the axis; "" is not told
	Techniques []Results `json:"techniques"` // how the talks in which each was used came out, the most frequent first
	Causes     []Count   `json:"causes"`     // the most frequent first
	Servqual   []Count   `json:"servqual"`   // all of Dimensions, in that order

	// Due is how many follow-ups and time limits of the cases were done or had their
	// last day before today; Late how many of those were done after it or not at all.
	Due  int `json:"due"`
	Late int `json:"late"`

	// Unanswered are topics of objections for which a good script is wanting, most of
	// them first.
	Unanswered []Unanswered `json:"unanswered"`
}

// Step is the length of a period.
type Step string

// The lengths of periods.
const (
	Weekly  Step = "week" // from Monday
	Monthly Step = "month"
	Yearly  Step = "year"
)

// Series is how often something was there in each period.
type Series struct {
	ID     string `json:"id"`
	Total  int    `json:"total"`
	Counts []int  `json:"counts"` // by Insight.Periods
}

// Count is how often something was there.
type Count struct {
	ID    string `json:"id"`
	Count int    `json:"count"`
}

// Results is how the talks came out in which a technique was used.
type Results struct {
	ID     string `json:"id"`
	Total  int    `json:"total"`
	Counts []int  `json:"counts"` // by Outcomes
}

// Unanswered is how the objections of a topic fared with scripts.
type Unanswered struct {
	ID         string `json:"id"`
	Objections int    `json:"objections"`
	Unscripted int    `json:"unscripted"` // with no script at all
	Lost       int    `json:"lost"`       // with a script, and lost
}

// LateRate is the share of what was due that is or was late, from 0 to 1; 0 where
// nothing was due.
func (i *Insight) LateRate() float64 {
	if i.Due == 0 {
		return 0
	}
	return float64(i.Late) / float64(i.Due)
}

// NewInsight counts the cases that were created from a day to another, both in it; no
// day is no bound. It takes the time of one pass over them.
func NewInsight(cases []Case, from, to, today calendar.Day) Insight {
	return count(func(yield func(*Draft) bool) {
		for i := range cases {
			if !yield(&cases[i].d) {
				return
			}
		}
	}, from, to, today)
}

// Insight counts the cases of the book as NewInsight does.
func (b *Book) Insight(from, to, today calendar.Day) Insight {
	return count(func(yield func(*Draft) bool) {
		for _, e := range b.entries {
			if !yield(&e.c.d) {
				return
			}
		}
	}, from, to, today)
}

func count(cases iter.Seq[*Draft], from, to, today calendar.Day) Insight {
	n := counter{from: from, to: to, today: today}
	n.span(cases)
	for d := range cases {
		if n.within(d) {
			n.count(d)
		}
	}
	return n.insight()
}

// counter counts cases.
type counter struct {
	from, to, today calendar.Day
	step            Step
	periods         []calendar.Day
	period          []int // number of the period of each day, from the first on

	cases, due, late int
	topics           table
	natures          table
	techniques       table
	causes           table
	servqual         table
	unanswered       table
}

// table holds a row of counts for each id.
type table map[string][]int

// add counts one in a column, of so many, of the row of an id.
func (t *table) add(id string, column, columns int) {
	if *t == nil {
		*t = table{}
	}
	row := (*t)[id]
	if row == nil {
		row = make([]int, columns)
		(*t)[id] = row
	}
	row[column]++
}

// ids lists the ids of a table, those with most in a column first.
func (t table) ids(most func(row []int) int) []string {
	list := make([]string, 0, len(t))
	for id := range t {
		list = append(list, id)
	}
	slices.SortFunc(list, func(x, y string) int { return cmp.Or(cmp.Compare(most(t[y]), most(t[x])), strings.Compare(x, y)) })
	return list
}

func sum(row []int) int {
	n := 0
	for _, count := range row {
		n += count
	}
	return n
}

func (n *counter) within(d *Draft) bool {
	day := dayOf(d.Created)
	return day >= n.from && (n.to == 0 || day <= n.to)
}

// span narrows the days asked for to those that a case can have, finds those of the
// cases where none are asked for, and divides them.
func (n *counter) span(cases iter.Seq[*Draft]) {
	first, last := calendar.LastDay, calendar.Day(0)
	for d := range cases {
		if n.within(d) {
			day := dayOf(d.Created)
			first, last = min(first, day), max(last, day)
		}
	}
	if n.from == 0 {
		n.from = first
	}
	if n.to == 0 {
		n.to = last
	}
	n.from, n.to = max(n.from, firstDay), min(n.to, lastDay)
	switch length := n.to - n.from; {
	case length < 26*7:
		n.step = Weekly
	case length < 3*366:
		n.step = Monthly
	default:
		n.step = Yearly
	}
	for day := n.from; day <= n.to; day = n.after(day) {
		n.periods = append(n.periods, n.begin(day))
		for range min(n.after(day), n.to+1) - day {
			n.period = append(n.period, len(n.periods)-1)
		}
	}
}

// begin gives the first day of the period of a day, and after that of the next one.
func (n *counter) begin(d calendar.Day) calendar.Day {
	year, _, of := d.Date()
	switch n.step {
	case Weekly:
		return d - calendar.Day(d.Weekday()-1)
	case Monthly:
		return d - calendar.Day(of-1)
	}
	return day(year, 1, 1)
}

func (n *counter) after(d calendar.Day) calendar.Day {
	year, month, _ := d.Date()
	switch n.step {
	case Weekly:
		return n.begin(d) + 7
	case Monthly:
		return day(year+month/12, month%12+1, 1)
	}
	return day(year+1, 1, 1)
}

// Columns of the table of objections and scripts.
const (
	objections = iota
	unscripted
	lostWithScript
	scriptColumns
)

func (n *counter) count(d *Draft) {
	n.cases++
	period := n.period[dayOf(d.Created)-n.from]
	for _, topic := range d.Topics {
		n.topics.add(topic, period, len(n.periods))
	}
	if d.Kind == "objection" {
		n.natures.add(d.Nature, 0, 1)
		n.scripts(d)
	}
	if d.Technique != "" {
		n.techniques.add(d.Technique, slices.Index(Outcomes, d.Outcome), len(Outcomes))
	}
	for _, cause := range d.Causes {
		n.causes.add(cause, 0, 1)
	}
	if d.Servqual != "" {
		n.servqual.add(d.Servqual, 0, 1)
	}
	n.term(d.FollowUp, d.FollowedUp)
	for i := range d.Clocks {
		n.term(d.Clocks[i].Due, d.Clocks[i].Stopped)
	}
}

func (n *counter) scripts(d *Draft) {
	for _, topic := range d.Topics {
		n.unanswered.add(topic, objections, scriptColumns)
		switch {
		case d.Script == "":
			n.unanswered.add(topic, unscripted, scriptColumns)
		case d.Outcome == "lost":
			n.unanswered.add(topic, lostWithScript, scriptColumns)
		}
	}
}

// term counts something to be done by a day, and done on another or not yet.
func (n *counter) term(due, done calendar.Day) {
	if due == 0 || done == 0 && due >= n.today {
		return
	}
	n.due++
	if done == 0 || done > due {
		n.late++
	}
}

func (n *counter) insight() Insight {
	i := Insight{From: n.from, To: n.to, Cases: n.cases, Step: n.step, Periods: n.periods, Due: n.due, Late: n.late,
		Topics: []Series{}, Natures: []Count{}, Techniques: []Results{}, Causes: []Count{}, Servqual: []Count{}, Unanswered: []Unanswered{}}
	if n.from > n.to {
		i.From, i.To, i.Periods = 0, 0, []calendar.Day{}
	}
	for _, id := range n.topics.ids(sum) {
		i.Topics = append(i.Topics, Series{id, sum(n.topics[id]), n.topics[id]})
	}
	for _, nature := range append(slices.Clone(natures), label{}) {
		if count := sum(n.natures[nature.id]); count > 0 {
			i.Natures = append(i.Natures, Count{nature.id, count})
		}
	}
	for _, id := range n.techniques.ids(sum) {
		i.Techniques = append(i.Techniques, Results{id, sum(n.techniques[id]), n.techniques[id]})
	}
	for _, id := range n.causes.ids(sum) {
		i.Causes = append(i.Causes, Count{id, sum(n.causes[id])})
	}
	for _, id := range Dimensions {
		i.Servqual = append(i.Servqual, Count{id, sum(n.servqual[id])})
	}
	for _, id := range n.unanswered.ids(func(row []int) int { return row[unscripted] + row[lostWithScript] }) {
		row := n.unanswered[id]
		if row[unscripted]+row[lostWithScript] > 0 {
			i.Unanswered = append(i.Unanswered, Unanswered{id, row[objections], row[unscripted], row[lostWithScript]})
		}
	}
	return i
}
