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
	merged := Merged{Doubles: []Double{}}
	added := map[string]bool{}
	for _, c := range cases {
		if c.d.ID == "" {
			return Merged{}, errNoCase
		}
		if _, ok := b.at[c.d.ID]; !ok {
			added[c.d.ID] = true
		}
	}
	if len(b.entries)+len(added) > MaxCases {
		return Merged{}, errFull
	}
	seen := newContents(b, cases)
	var done step
	for _, c := range cases {
		i, there := b.at[c.d.ID]
		switch {
		case there && c.d.Changed <= b.entries[i].c.d.Changed:
			merged.Kept++
			continue
		case there:
			merged.Changed++
		default:
			if same, ok := seen.of(c); ok {
				merged.Doubles = append(merged.Doubles, Double{c.d.ID, same})
				continue
			}
			merged.Added++
		}
		done = append(done, b.set(c))
		seen.add(c)
	}
	b.remember(done)
	return merged, nil
}

// contents finds cases by what they say. To write out every case of a large book would
// take long: it is only done where more than one was created at a moment.
type contents struct {
	at map[int64]int     // how many cases were created at a moment
	id map[string]string // by content
}

func newContents(b *Book, cases []Case) *contents {
	s := &contents{map[int64]int{}, map[string]string{}}
	for _, e := range b.entries {
		s.at[e.c.d.Created]++
	}
	for _, c := range cases {
		s.at[c.d.Created]++
	}
	for _, e := range b.entries {
		s.add(e.c)
	}
	return s
}

func (s *contents) add(c Case) {
	if s.at[c.d.Created] < 2 {
		return
	}
	if content := c.content(); s.id[content] == "" {
		s.id[content] = c.d.ID
	}
}

// of gives the id under which the same was said before.
func (s *contents) of(c Case) (id string, ok bool) {
	if s.at[c.d.Created] < 2 {
		return "", false
	}
	id, ok = s.id[c.content()]
	return id, ok
}
