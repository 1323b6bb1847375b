package pack

import "objectioncoach/coach/classify"

// LabelTitle gives what staff read for a label, or its id where the pack has no
// title for it.
func (p *Pack) LabelTitle(axis, id, locale string) string {
	for _, l := range p.Labels {
		if l.Axis == axis && l.ID == id {
			return l.Title.In(locale)
		}
	}
	return id
}

// AnyTitle gives the title of a label of any axis of recognition: evidence names
// labels without their axis, since no two of those axes share an id.
func (p *Pack) AnyTitle(id, locale string) string {
	for _, axis := range []string{"topic", "kind", "emotion", "severity"} {
		if title := p.LabelTitle(axis, id, locale); title != id {
			return title
		}
	}
	return id
}

// TechniqueTitle gives the plain name of a technique, or its id.
func (p *Pack) TechniqueTitle(id, locale string) string {
	for _, t := range p.Techniques {
		if t.ID == id {
			return t.Title.In(locale)
		}
	}
	return id
}

// Lexicon gives the classes of words of a language, "" for Chinese, as a trainer
// takes them.
func (p *Pack) Lexicon(locale string) []classify.Class {
	var classes []classify.Class
	for _, class := range p.Classes {
		if class.Locale == locale {
			classes = append(classes, classify.Class{ID: class.ID, Words: class.Words})
		}
	}
	return classes
}
