package studio

import (
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
)

// Publishing says how a version of a pack is published.
type Publishing struct {
	// From and Until are the first and the last day on which it may be used, such as
	// 2026-12-01; "" sets no bound.
	From, Until string
	// Before is the version published last; nil where this is the first.
	Before *pack.Signed
	Locale string // of the words that tell what changed
}

// Publish compiles the pack and makes it ready for signing as the version after the last.
func (w *Workspace) Publish(how Publishing) (*pack.Unsigned, pack.Statement, error) {
	c, err := w.Compile()
	if err != nil {
		return nil, pack.Statement{}, err
	}
	files := map[string][]byte{w.id + ".pack": c.Pack, w.id + ".en.lang": c.English}
	if c.Rules != nil {
		files[w.id+".rules"] = c.Rules
	}
	s := how.statement(w.id)
	now, _ := w.Good()
	if s.Changes, err = how.changes(now); err != nil {
		return nil, pack.Statement{}, err
	}
	u, err := pack.Prepare(s, files)
	return u, s, err
}

// Rollback makes the content of an older version ready for signing as the version after
// the last: staff get it back, and no version is ever less than the one in use.
func Rollback(to *pack.Signed, how Publishing) (*pack.Unsigned, pack.Statement, error) {
	s := how.statement(to.Statement.Pack)
	s.Back = to.Statement.Version
	content, err := contentOf(to)
	if err != nil {
		return nil, s, err
	}
	if s.Changes, err = how.changes(content); err != nil {
		return nil, s, err
	}
	u, err := pack.Prepare(s, to.Files)
	return u, s, err
}

func (how Publishing) statement(id string) pack.Statement {
	s := pack.Statement{Pack: id, Version: 1, From: how.From, Until: how.Until}
	if how.Before != nil {
		s.Version = how.Before.Statement.Version + 1
	}
	return s
}

// changes tells what is new since the version published last.
func (how Publishing) changes(now *pack.Pack) ([]string, error) {
	if how.Before == nil {
		return nil, nil
	}
	if how.Before.Statement.Pack != now.ID {
		return nil, message.New("other-pack", how.Before.Statement.Pack, now.ID)
	}
	before, err := contentOf(how.Before)
	if err != nil {
		return nil, message.New("before-unread", err)
	}
	return Changelog(before, now, how.Locale), nil
}

// contentOf opens what a signed pack holds, whoever signed it.
func contentOf(s *pack.Signed) (*pack.Pack, error) {
	main := s.Statement.Files[0].Name
	var more [][]byte
	for _, f := range s.Statement.Files[1:] {
		more = append(more, s.Files[f.Name])
	}
	return pack.Open(s.Files[main], more...)
}
