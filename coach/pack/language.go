package pack

import (
	"unicode"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/text"
)

// Recogniser gives the model for the language of a text: the one for English where
// the text has Latin letters, no Chinese character, and the pack has such a model.
func (p *Pack) Recogniser(t text.Text) *classify.Model {
	if p.English == nil {
		return p.Model
	}
	latin := false
	for _, r := range t.Runes {
		if unicode.Is(unicode.Han, r) {
			return p.Model
		}
		latin = latin || unicode.Is(unicode.Latin, r)
	}
	if latin {
		return p.English
	}
	return p.Model
}
