package studio

import (
	"errors"
	"slices"
	"strings"

	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/source"
)

// Report is what is wrong with a pack, each with its place. Paths begin with the pack's
// folder.
type Report struct {
	Problems source.Problems // what keeps it from being used
	Warnings source.Problems // what should be looked at
}

// checked is what a check came to, apart from what hangs on the day.
type checked struct {
	source   *source.Source // nil where it cannot be read
	problems source.Problems
	warnings source.Problems
}

// Check tells what coach pack check tells of the pack. Today, such as 2026-11-22, is for
// rules whose day of review has passed; "" leaves them out. The built-in scripts that
// were not touched are not reviewed again, unless the pack changes the rules.
func (w *Workspace) Check(today string) Report {
	c := w.check()
	report := Report{Problems: c.problems, Warnings: slices.Clone(c.warnings)}
	if c.source != nil && today != "" {
		report.Warnings = append(report.Warnings, c.source.Overdue(today)...)
	}
	return report
}

func (w *Workspace) check() *checked {
	if w.checked != nil {
		return w.checked
	}
	c := &checked{}
	w.checked = c
	src, err := w.memory.Read(w.whole(), w.id)
	if err != nil {
		if !errors.As(err, &c.problems) {
			c.problems = source.Problems{{File: w.id, Message: message.Plain(err.Error())}}
		}
		return c
	}
	c.source, c.warnings = src, src.Warnings()
	book, err := w.rulebook(src)
	switch {
	case err != nil:
		c.problems = source.Problems{{File: w.id, Message: message.Plain(err.Error())}}
	case book.Model != nil:
		var below source.Problems
		c.problems, below = src.UnlawfulIn(book, w.unreviewed(src))
		c.warnings = append(c.warnings, below...)
	}
	if len(c.problems) == 0 {
		w.good = src
	}
	return c
}

// rulebook gives the rules of the pack with the model that reads replies. It is the same
// for the same rules.
func (w *Workspace) rulebook(src *source.Source) (*pack.Rulebook, error) {
	if w.bookOf == src && w.book != nil {
		return w.book, nil
	}
	book, err := src.RulebookWith(w.models.Replies)
	if err == nil {
		w.book, w.bookOf = book, src
	}
	return book, err
}

// ruling are the sections by which scripts are reviewed.
var ruling = []string{"rules", "habits", "practices", "verdicts", "guards", "moves"}

// unreviewed reports which files may hold scripts that nobody has reviewed: all of them
// where the pack changes what they are reviewed by, else those that differ from the
// files below.
func (w *Workspace) unreviewed(src *source.Source) func(file string) bool {
	touched := map[string]bool{}
	for name, text := range w.files {
		if file := w.id + "/" + name; strings.HasSuffix(name, ".yaml") && !sameFile(w.below, file, text) {
			touched[file] = true
		}
	}
	for _, entry := range src.Entries() {
		if touched[entry.File] && slices.Contains(ruling, entry.Section) {
			return nil
		}
	}
	return func(file string) bool { return touched[file] }
}

// Good gives the pack as it was when it last had no problem, with its models, and
// whether that is how it is now. It is nil before the first check without a problem.
func (w *Workspace) Good() (p *pack.Pack, current bool) {
	c := w.check()
	if w.good == nil {
		return nil, false
	}
	return w.withModels(w.good), c.source == w.good
}

// withModels gives the pack of a source with the workspace's models.
func (w *Workspace) withModels(src *source.Source) *pack.Pack {
	p := *src.Pack
	p.Model, p.English, p.Rulebook = w.models.Chinese, w.models.English, nil
	if book, err := w.rulebook(src); err == nil && w.models.Replies != nil { // check told of the error
		p.Rulebook = book
	}
	return &p
}

// Use makes other models those of the pack.
func (w *Workspace) Use(models Models) {
	w.models, w.checked, w.coach, w.book = models, nil, nil, nil
}

// Compiled is a pack ready to be served: three files.
type Compiled struct {
	Pack    []byte // NAME.pack
	English []byte // NAME.en.lang
	Rules   []byte // NAME.rules; nil without a model that reads replies
	// Unlearned is how many labelled lines and words of a lexicon the pack has of its
	// own, which its models do not know yet.
	Unlearned int
}

// Compile gives the compiled pack. It fails with the problems, of type source.Problems,
// where there are any.
func (w *Workspace) Compile() (Compiled, error) {
	c := w.check()
	if len(c.problems) > 0 {
		return Compiled{}, c.problems
	}
	p := w.withModels(c.source)
	out := Compiled{Unlearned: w.unlearned(c.source)}
	var err error
	if out.Pack, err = p.Compile(); err != nil {
		return Compiled{}, err
	}
	if out.English, err = p.CompileLanguage(pack.English); err != nil {
		return Compiled{}, err
	}
	if p.Rulebook != nil {
		if out.Rules, err = p.CompileRules(); err != nil {
			return Compiled{}, err
		}
	}
	return out, nil
}

// unlearned counts what the pack's own folder has to learn from.
func (w *Workspace) unlearned(src *source.Source) int {
	n := 0
	for name, text := range w.files {
		if strings.HasSuffix(name, ".jsonl") && !strings.HasSuffix(name, source.TestsEnding) && !sameFile(w.below, w.id+"/"+name, text) {
			n += strings.Count(strings.TrimSpace(text), "\n") + 1
		}
	}
	for _, entry := range src.Entries() {
		class, ok := entry.Item.(*pack.Class)
		if name, own := strings.CutPrefix(entry.File, w.id+"/"); ok && own && !sameFile(w.below, entry.File, w.files[name]) {
			n += len(class.Words)
		}
	}
	return n
}
