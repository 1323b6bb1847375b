package casebook

// Merged tells what became of cases that were merged into a book.
type Merged struct {
	Added   int      `json:"added"`
	Changed int      `json:"changed"` // newer than the book's case of the same id, and put in its place
	Kept    int      `json:"kept"`    // no newer than the book's case of the same id, and left out
	Doubles []Double `json:"doubles"` // left out for saying what another case says
}

// Double is a case that was left out since the book, or an earlier case of those to be
// merged, says the same under another id: the same talk, saved twice.
type Double struct {
	ID   string `json:"id"`   // that was left out
	Same string `json:"same"` // that stays
}

// Merge takes cases into the book without doubles. Of two with one id the one changed
// later stays, the book's where neither is. A new case that equals another in all but
// id and last change, the moment of its creation included, is a double. It is all done
// or, where the book would be too full, nothing; Undo takes it back as one step.
func Merge(b *Book, cases []Case) (Merged, error) {
	m := NewMerging(b, cases)
	for !m.Step(1 + len(cases) + b.Len()) {
	}
	if err := m.Check(); err != nil {
		return Merged{}, err
	}
	m.Commit(len(m.take))
	return m.merged, nil
}

// Merging is a Merge in steps, for as many cases as take long: what is to be done is
// found in small parts, may be written elsewhere, and is then done.
type Merging struct {
	book  *Book
	cases []Case
	stage int // 0 to 3, and 4 when all is known
	next  int // case of the stage

	seen   contents
	merged Merged
	take   []Case
	at     map[string]int // place in take, by id
	err    error

	entries   []entry
	committed int // of take
	done      step
}

// NewMerging begins a merge. The book is not changed before Commit.
func NewMerging(b *Book, cases []Case) *Merging {
	m := &Merging{book: b, cases: cases, merged: Merged{Doubles: []Double{}}, at: map[string]int{}}
	m.seen = contents{map[int64]int{}, map[[16]byte]string{}}
	return m
}

// Step goes on for so many cases, and reports whether it is known what is to be done.
// Cases of the book count too: to write out every case of a large book would take long,
// so that is only done where more than one was created at a moment.
func (m *Merging) Step(most int) (ready bool) {
	for ; most > 0 && m.stage < 4; most-- {
		m.next++
		i := m.next - 1
		switch {
		case m.stage == 0 && i < len(m.book.entries):
			m.seen.at[m.book.entries[i].c.d.Created]++
		case m.stage == 1 && i < len(m.cases):
			m.seen.at[m.cases[i].d.Created]++
		case m.stage == 2 && i < len(m.book.entries):
			m.seen.add(m.book.entries[i].c)
		case m.stage == 3 && i < len(m.cases):
			m.decide(&m.cases[i])
		default:
			m.stage, m.next = m.stage+1, 0
		}
	}
	return m.stage == 4
}

// decide finds what becomes of a case.
func (m *Merging) decide(c *Case) {
	i, there := m.book.at[c.d.ID]
	at, planned := m.at[c.d.ID]
	switch {
	case c.d.ID == "":
		m.err = errNoCase
		return
	case planned && c.d.Changed <= m.take[at].d.Changed, !planned && there && c.d.Changed <= m.book.entries[i].c.d.Changed:
		m.merged.Kept++
		return
	case planned:
		m.merged.Changed++
		m.take[at] = *c
	case there:
		m.merged.Changed++
	default:
		if same, ok := m.seen.of(c); ok {
			m.merged.Doubles = append(m.merged.Doubles, Double{c.d.ID, same})
			return
		}
		m.merged.Added++
	}
	if !planned {
		m.at[c.d.ID] = len(m.take)
		m.take = append(m.take, *c)
	}
	m.seen.add(c)
}

// Cases gives what Commit will put into the book.
func (m *Merging) Cases() []Case { return m.take }

// Merged tells what is to be done, or was done, once Step reports that it is known.
func (m *Merging) Merged() Merged { return m.merged }

// Check tells whether Commit would fail, and why: one of the cases is none, or the book
// would be too full.
func (m *Merging) Check() error {
	switch {
	case m.err != nil:
		return m.err
	case len(m.book.entries)+m.merged.Added > MaxCases:
		return ErrFull
	}
	return nil
}

// Commit does it, in steps too: for so many cases more, and reports whether it is done.
// Where Check tells why not, it does nothing, and is done. A case that the book has got a
// later state of since stays as it is there.
func (m *Merging) Commit(most int) (done bool) {
	if m.Check() != nil || len(m.take) == 0 {
		return true
	}
	if m.book.at == nil {
		m.book.at = map[string]int{}
	}
	if m.entries == nil {
		m.entries = make([]entry, len(m.take)) // room for all at once
	}
	for ; most > 0 && m.committed < len(m.take); most-- {
		c, e := &m.take[m.committed], &m.entries[m.committed]
		m.committed++
		if at, there := m.book.at[c.d.ID]; there && m.book.entries[at].c.d.Changed > c.d.Changed {
			continue
		}
		e.c = c
		m.done = append(m.done, m.book.place(e))
	}
	if m.committed < len(m.take) {
		return false
	}
	m.book.remember(m.done)
	return true
}

// contents finds cases by what they say, told by 128 bits of it.
type contents struct {
	at map[int64]int // how many cases were created at a moment
	id map[[16]byte]string
}

func (s *contents) add(c *Case) {
	if s.at[c.d.Created] < 2 {
		return
	}
	if content := c.content(); s.id[content] == "" {
		s.id[content] = c.d.ID
	}
}

// of gives the id under which the same was said before.
func (s *contents) of(c *Case) (id string, ok bool) {
	if s.at[c.d.Created] < 2 {
		return "", false
	}
	id, ok = s.id[c.content()]
	return id, ok
}
