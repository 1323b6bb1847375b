package studio

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/source"
)

// Row is a script as the table of scripts shows it.
type Row struct {
	// Ref names the script in the pack's own files; Own is false for a script of a pack
	// below, which can be read and copied only.
	Ref
	Own  bool
	File string // from the pack's folder on
	Line int
	// Script holds the texts of every language, wherever they are written.
	Script pack.Script
	// Longest is the length of its longest sentence to say, in characters, in the default
	// locale.
	Longest int
	// Changed is when it came to say what it says, in milliseconds since 1970; 0 for before
	// the history begins.
	Changed int64
}

// Orders of rows; "" is that of files and lines.
const (
	ByChange = "changed" // the one changed last comes first
	ByLength = "longest" // the one with the longest sentence comes first
)

// Filter picks rows; a field that is empty picks all. A script for no topic in
// particular is not one for a topic.
type Filter struct {
	Topic, Nature, Emotion, Channel, Product, Segment, Technique string

	Longer int    // the longest sentence has at least so many characters
	Since  int64  // the script was changed after this moment, in milliseconds since 1970
	Text   string // occurs in the id or in a text
	Own    bool   // leaves out the scripts of packs below
	Order  string // ByChange, ByLength or ""
}

// Scripts lists the scripts that a filter picks: the pack's own in the order of files and
// lines, then those below it as they were when the pack was last without a problem; or in the
// filter's own order.
func (w *Workspace) Scripts(f Filter) []Row {
	changed := w.changes()
	rows := w.rows()
	for i := range rows {
		if rows[i].Own {
			rows[i].Changed = changed[rows[i].Script.ID]
		}
	}
	rows = slices.DeleteFunc(rows, func(r Row) bool {
		return f.Own && !r.Own || f.Since != 0 && r.Changed <= f.Since || !f.picks(r)
	})
	switch f.Order {
	case ByChange:
		slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(b.Changed, a.Changed) })
	case ByLength:
		slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(b.Longest, a.Longest) })
	}
	return rows
}

func (f Filter) picks(r Row) bool {
	for _, axis := range []struct {
		wanted string
		values []string
	}{
		{f.Topic, r.Script.For.Topic}, {f.Nature, r.Script.For.Nature}, {f.Emotion, r.Script.For.Emotion}, {f.Channel, r.Script.For.Channel},
		{f.Product, r.Script.For.Product}, {f.Segment, r.Script.For.Segment}, {f.Technique, []string{r.Script.Technique}},
	} {
		if axis.wanted != "" && !slices.Contains(axis.values, axis.wanted) {
			return false
		}
	}
	return r.Longest >= f.Longer && (f.Text == "" || strings.Contains(r.Script.ID, f.Text) || says(r.Script, f.Text))
}

// says reports whether a text occurs in any text of a script.
func says(s pack.Script, text string) bool {
	for _, t := range textsOf(&s) {
		for _, said := range *t {
			if strings.Contains(said, text) {
				return true
			}
		}
	}
	return false
}

// textsOf lists the texts of a script, its steps first.
func textsOf(s *pack.Script) []*pack.Text {
	var list []*pack.Text
	for i := range s.Steps {
		list = append(list, &s.Steps[i].Say)
	}
	return append(list, &s.Open, &s.Closed, &s.Show, &s.Avoid, &s.After)
}

// rows lists all scripts, each with its translations.
func (w *Workspace) rows() []Row {
	own := w.Entries()
	var rows []Row
	translations := map[string][]*pack.Translation{}
	for _, e := range own {
		switch item := e.Item.(type) {
		case *pack.Script:
			rows = append(rows, Row{Ref: e.Ref, Own: true, File: w.id + "/" + e.Path, Line: e.Line, Script: *item})
		case *pack.Translation:
			translations[item.ID] = append(translations[item.ID], item)
		}
	}
	for _, e := range w.entriesBelow() {
		switch item := e.Item.(type) {
		case *pack.Script:
			rows = append(rows, Row{File: e.File, Line: e.Line, Script: *copied(item).(*pack.Script)})
		case *pack.Translation:
			translations[item.ID] = append(translations[item.ID], item)
		}
	}
	for i := range rows {
		for _, t := range translations[rows[i].Script.ID] {
			translate(&rows[i].Script, t)
		}
		rows[i].Longest = longest(rows[i].Script)
	}
	return rows
}

// entriesBelow lists the entries of the packs below, as last read.
func (w *Workspace) entriesBelow() []source.Entry {
	if w.check(); w.good == nil {
		return nil
	}
	return slices.DeleteFunc(w.good.Entries(), func(e source.Entry) bool { return strings.HasPrefix(e.File, w.id+"/") })
}

// translate lays a translation over a script where it has the same steps.
func translate(s *pack.Script, t *pack.Translation) {
	for i := range min(len(s.Steps), len(t.Steps)) {
		if s.Steps[i].ID == t.Steps[i].ID {
			s.Steps[i].Say = s.Steps[i].Say.With(t.Locale, t.Steps[i].Say)
		}
	}
	for _, part := range []struct {
		of   *pack.Text
		said string
	}{{&s.Open, t.Open}, {&s.Closed, t.Closed}, {&s.Show, t.Show}, {&s.Avoid, t.Avoid}, {&s.After, t.After}} {
		if part.said != "" {
			*part.of = part.of.With(t.Locale, part.said)
		}
	}
}

// longest gives the length of the longest sentence of a script's steps and questions.
func longest(s pack.Script) int {
	most := 0
	for _, said := range s.Says() {
		for _, sentence := range sentences(said) {
			most = max(most, utf8.RuneCountInString(sentence))
		}
	}
	return most
}

// sentences parts a text at the marks that end sentences.
func sentences(text string) []string {
	var list []string
	for _, sentence := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("。？！；?!;\n", r) }) {
		if sentence = strings.TrimSpace(sentence); sentence != "" {
			list = append(list, sentence)
		}
	}
	return list
}
