package playbook

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"objectioncoach/coach/pack"
)

// Bounds on texts that are read in a glance or said in one breath, in characters:
// Chinese, and any other language.
const (
	maxTitle, maxLatinTitle       = 10, 32
	maxLine, maxLatinLine         = 30, 90
	maxSentence, maxLatinSentence = 45, 110
	maxLines                      = 4
	maxSentences                  = 3
)

// Problem is one thing wrong with a procedure: where, what, and how to cure it.
type Problem struct {
	Procedure string
	State     string // "" for a problem of the procedure as a whole
	Field     string // the key that is wrong, such as "say"
	Message   string
}

// String gives the problem as one line.
func (p Problem) String() string {
	at := p.Procedure
	if p.State != "" {
		at += ", state " + quote(p.State)
	}
	return at + ", " + p.Field + ": " + p.Message
}

// Check lists everything that keeps the book from being walked: what Check finds
// in each procedure, ids given twice, and time limits and hotlines without their
// facts.
func (b *Book) Check() []Problem {
	var list []Problem
	for i, p := range b.Procedures {
		if slices.ContainsFunc(b.Procedures[:i], func(other Procedure) bool { return other.ID == p.ID }) {
			list = append(list, Problem{p.ID, "", "id", "a second procedure with this id: give it another one"})
		}
		list = append(list, b.CheckProcedure(p)...)
	}
	for i, d := range b.Deadlines {
		c := checker{p: Procedure{ID: d.ID}}
		if slices.ContainsFunc(b.Deadlines[:i], func(other Deadline) bool { return other.ID == d.ID }) {
			c.at("", "id", "a second time limit with this id: give it another one")
		}
		c.deadline(d)
		list = append(list, c.problems...)
	}
	for i, h := range b.Hotlines {
		c := checker{p: Procedure{ID: h.Number}}
		if slices.ContainsFunc(b.Hotlines[:i], func(other Hotline) bool { return other.Number == h.Number }) {
			c.at("", "number", "a second hotline with this number: leave one out")
		}
		c.text("", "for", h.For, 0, 0)
		c.text("", "hours", h.Hours, 0, 0)
		c.oneOf("confidence", h.Confidence, Confirmed, ToVerify)
		list = append(list, c.problems...)
	}
	return list
}

// CheckProcedure lists what is wrong with a procedure: states, roles, clocks and
// time limits that do not exist, states that cannot be reached or have no way to an
// end, clocks that are started and on some way never stopped, sentences nobody can
// say in one breath, and texts that lack a language.
func (b *Book) CheckProcedure(p Procedure) []Problem {
	c := checker{book: b, p: p}
	c.whole()
	for i := range p.States {
		c.state(i)
	}
	if len(c.problems) == 0 { // ways are only followed where they lead somewhere
		c.ways()
		c.clocks()
	}
	return c.problems
}

// checker collects what is wrong with one procedure.
type checker struct {
	book     *Book
	p        Procedure
	problems []Problem
}

func (c *checker) at(state, field, message string) {
	c.problems = append(c.problems, Problem{c.p.ID, state, field, message})
}

// whole checks what stands before the states.
func (c *checker) whole() {
	c.id("", "id", c.p.ID)
	c.text("", "title", c.p.Title, maxTitle, maxLatinTitle)
	for _, offer := range c.p.For {
		if len(offer.Packs) == 0 && len(offer.Words) == 0 && offer.Empty() {
			c.at("", "for", "describes any situation: name at least a kind, a pack or words")
		}
	}
	if _, ok := c.p.state(c.p.Start); !ok {
		c.at("", "start", "there is no state "+quote(c.p.Start)+": name one of the states")
	}
	for i, role := range c.p.Roles {
		c.id("", "roles", role.ID)
		c.text("", "roles", role.Title, maxTitle, maxLatinTitle)
		c.unique("", "roles", role.ID, slices.ContainsFunc(c.p.Roles[:i], func(r Role) bool { return r.ID == role.ID }))
	}
	for i, clock := range c.p.Clocks {
		c.id("", "clocks", clock.ID)
		c.text("", "clocks", clock.Title, maxTitle, maxLatinTitle)
		c.unique("", "clocks", clock.ID, slices.ContainsFunc(c.p.Clocks[:i], func(o Clock) bool { return o.ID == clock.ID }))
		c.clock(clock)
	}
}

// clock checks what a clock counts, and from where.
func (c *checker) clock(clock Clock) {
	if (clock.Deadline == "") == (clock.Due == "") || clock.Due != "" && (clock.Day != "" || clock.InHouse) {
		c.at("", "clocks", "the clock "+quote(clock.ID)+" needs either a deadline or a due day that is recorded, and counts from a day only with a deadline")
		return
	}
	if clock.Deadline != "" {
		c.limit("", "clocks", clock.Deadline, clock.InHouse)
	}
	if id := clock.record(); id != "" {
		for i := range c.p.States {
			if r, ok := c.p.States[i].recordOf(id); ok && (r.Kind != Date || !r.Required) {
				c.at(c.p.States[i].ID, "record", "the record "+quote(id)+" drives the clock "+quote(clock.ID)+": make it a required date")
			}
		}
	}
	if !slices.ContainsFunc(c.p.States, func(s State) bool { return slices.Contains(s.Starts, clock.ID) }) {
		c.at("", "clocks", "the clock "+quote(clock.ID)+" is never started: name it under starts of a state, or leave it out")
	}
}

// limit checks that a clock can count a time limit.
func (c *checker) limit(state, field, id string, inHouse bool) {
	d, ok := c.book.Deadline(id)
	switch {
	case !ok:
		c.at(state, field, "there is no time limit "+quote(id)+": use the id of one, or add it")
	case inHouse && d.InHouse == nil:
		c.at(state, field, "the time limit "+quote(id)+" has no in-house term: add one, or leave out in-house")
	case !inHouse && d.Days == nil:
		c.at(state, field, "the time limit "+quote(id)+" has no days yet: look them up, or leave the clock out")
	}
}

// state checks one state by itself.
func (c *checker) state(i int) {
	s := &c.p.States[i]
	c.id(s.ID, "id", s.ID)
	c.unique(s.ID, "id", s.ID, slices.ContainsFunc(c.p.States[:i], func(o State) bool { return o.ID == s.ID }))
	c.text(s.ID, "title", s.Title, maxTitle, maxLatinTitle)
	if !slices.ContainsFunc(c.p.Roles, func(r Role) bool { return r.ID == s.Role }) && (s.Role != "" || !s.End) {
		c.at(s.ID, "role", "there is no role "+quote(s.Role)+": name one of the roles")
	}
	if n := len(s.Do); n > maxLines || n == 0 && !s.End {
		c.at(s.ID, "do", "has "+strconv.Itoa(n)+" lines: write 1 to "+strconv.Itoa(maxLines))
	}
	for _, line := range s.Do {
		c.text(s.ID, "do", line, maxLine, maxLatinLine)
	}
	if n := len(s.Say); n > maxSentences {
		c.at(s.ID, "say", "has "+strconv.Itoa(n)+" sentences: nobody listens to more than "+strconv.Itoa(maxSentences))
	}
	for _, sentence := range s.Say {
		c.text(s.ID, "say", sentence, maxSentence, maxLatinSentence)
		c.blanks(s.ID, sentence)
	}
	for _, line := range s.Verify {
		c.text(s.ID, "verify", line, 0, 0)
	}
	for _, number := range s.Hotlines {
		if _, ok := c.book.Hotline(number); !ok {
			c.at(s.ID, "hotlines", "there is no hotline "+quote(number)+": use one that is listed")
		}
	}
	c.records(s)
	c.wayOut(s)
	for _, list := range []struct {
		field string
		ids   []string
	}{{"starts", s.Starts}, {"stops", s.Stops}, {"pauses", s.Pauses}} {
		for _, id := range list.ids {
			c.known(s.ID, list.field, id)
		}
	}
	for _, e := range s.Extends {
		c.known(s.ID, "extends", e.Clock)
		c.limit(s.ID, "extends", e.Deadline, false)
	}
}

// known checks that there is a clock.
func (c *checker) known(state, field, clock string) {
	if _, ok := c.p.clock(clock); !ok {
		c.at(state, field, "there is no clock "+quote(clock)+": name one of the clocks")
	}
}

// blanks checks that what is said has no blank that nobody fills.
func (c *checker) blanks(state string, sentence pack.Text) {
	for _, said := range sentence {
		if strings.ContainsAny(strings.ReplaceAll(said, "{date}", ""), "{}") {
			c.at(state, "say", "has a blank other than {date}: write it out")
		}
	}
}

// records checks what a state writes down. The same id in another state is the same
// thing written down again, and so of the same kind.
func (c *checker) records(s *State) {
	for i, r := range s.Record {
		c.id(s.ID, "record", r.ID)
		c.unique(s.ID, "record", r.ID, slices.ContainsFunc(s.Record[:i], func(o Record) bool { return o.ID == r.ID }))
		c.text(s.ID, "record", r.Title, maxLine, maxLatinLine)
		if !slices.Contains([]string{Words, Date, Choice, YesNo}, r.Kind) {
			c.at(s.ID, "record", "the record "+quote(r.ID)+" is of no known kind: make it text, date, choice or yes-no")
		}
		if (r.Kind == Choice) != (len(r.Choices) > 1) {
			c.at(s.ID, "record", "the record "+quote(r.ID)+" needs two or more choices if it is a choice, and none otherwise")
		}
		for j, option := range r.Choices {
			c.id(s.ID, "choices", option.ID)
			c.unique(s.ID, "choices", option.ID, slices.ContainsFunc(r.Choices[:j], func(o Option) bool { return o.ID == option.ID }))
			c.text(s.ID, "choices", option.Title, maxLine, maxLatinLine)
		}
		for j := range c.p.States {
			if other, ok := c.p.States[j].recordOf(r.ID); ok && other.Kind != r.Kind {
				c.at(s.ID, "record", "the record "+quote(r.ID)+" is of another kind in state "+quote(c.p.States[j].ID)+": give it another id, or the same kind")
			}
		}
	}
}

// wayOut checks that a state leads on in exactly one manner.
func (c *checker) wayOut(s *State) {
	manners := 0
	for _, yes := range []bool{s.End, s.To != "", len(s.Answers) > 0} {
		if yes {
			manners++
		}
	}
	if manners != 1 {
		c.at(s.ID, "to", "needs exactly one of: a state to go to, answers, or end")
	}
	if (len(s.Ask) > 0) != (len(s.Answers) > 0) || len(s.Answers) == 1 {
		c.at(s.ID, "ask", "a question needs two or more answers, and answers need a question")
	}
	if len(s.Ask) > 0 {
		c.text(s.ID, "ask", s.Ask, maxLine, maxLatinLine)
	}
	for i, a := range s.Answers {
		c.id(s.ID, "answers", a.ID)
		c.unique(s.ID, "answers", a.ID, slices.ContainsFunc(s.Answers[:i], func(o Answer) bool { return o.ID == a.ID }))
		c.text(s.ID, "answers", a.Title, maxTitle, maxLatinTitle)
	}
	for _, way := range s.ways() {
		if _, ok := c.p.state(way.to); !ok {
			c.at(s.ID, "to", "leads to "+quote(way.to)+", which is no state: name one of the states")
		}
	}
}

// deadline checks that a time limit has its facts.
func (c *checker) deadline(d Deadline) {
	c.id("", "id", d.ID)
	c.text("", "matter", d.Matter, 0, 0)
	c.text("", "from", d.From, 0, 0)
	if len(d.Extension) > 0 {
		c.text("", "extension", d.Extension, 0, 0)
	}
	if d.Days == nil && d.InHouse == nil && d.Counting == "" {
		c.at("", "days", "neither the law nor the house sets days: give them, or at least how they are counted")
	}
	if d.Counting != "" || d.Days != nil {
		c.oneOf("counting", d.Counting, Natural, Working)
	}
	if d.InHouse != nil {
		c.oneOf("in-house", d.InHouse.Counting, Natural, Working)
	}
	c.oneOf("confidence", d.Confidence, Confirmed, ToVerify)
	for _, source := range d.Sources {
		c.text("", "sources", source.Document, 0, 0)
		c.oneOf("sources", source.Confidence, Confirmed, ToVerify)
		if d.Confidence == Confirmed && source.Confidence != Confirmed {
			c.at("", "confidence", "rests on a source that is not confirmed: mark it "+ToVerify)
		}
		if source.Since != "" && !validDay(source.Since) {
			c.at("", "sources", quote(source.Since)+" is no day: write it as 2026-11-22")
		}
	}
	if d.Confidence == Confirmed && len(d.Sources) == 0 {
		c.at("", "confidence", "is confirmed by no source: name it, or mark it "+ToVerify)
	}
}

// id checks that an id is short and of small letters, digits and hyphens.
func (c *checker) id(state, field, id string) {
	strange := strings.ContainsFunc(id, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-') })
	if id == "" || len(id) > 40 || strange {
		c.at(state, field, "the id "+quote(id)+" must be of 1 to 40 small letters, digits and hyphens")
	}
}

func (c *checker) unique(state, field, id string, again bool) {
	if again {
		c.at(state, field, "a second "+quote(id)+": give it another id")
	}
}

func (c *checker) oneOf(field, value string, list ...string) {
	if !slices.Contains(list, value) {
		c.at("", field, quote(value)+" is none of "+strings.Join(list, ", "))
	}
}

// text checks that a text is there in both languages and, where most is not 0, no
// longer than that.
func (c *checker) text(state, field string, t pack.Text, most, mostLatin int) {
	for _, language := range []struct {
		locale, name string
		most         int
	}{{pack.DefaultLocale, "Chinese", most}, {"en", "English", mostLatin}} {
		said := t[language.locale]
		n := utf8.RuneCountInString(said)
		switch {
		case strings.TrimSpace(said) == "":
			c.at(state, field, "lacks its "+language.name+" text ("+quote(t.In(pack.DefaultLocale))+"): write it")
		case language.most > 0 && n > language.most:
			c.at(state, field, strconv.Itoa(n)+" characters of "+language.name+" where "+strconv.Itoa(language.most)+" can be taken in ("+quote(said)+"): shorten or divide it")
		}
	}
}
