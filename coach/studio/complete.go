package studio

import (
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/source"
)

// Completion is what may stand at a place of a file.
type Completion struct {
	// From and To are the word at the place, half-open, in UTF-16 code units of the
	// text: what a chosen word takes the place of.
	From  int    `json:"from"`
	To    int    `json:"to"`
	Words []Word `json:"words"` // those that begin as the word does first
}

// Word is one completion.
type Word struct {
	Value string `json:"value"`
	Title string `json:"title,omitempty"` // what staff read for it, in the default locale
}

// Complete lists what may stand at a place of a file, in UTF-16 code units of its text:
// keys of an item, ids, values of a closed list, or the names of blanks. It needs no
// sound YAML; ids are those of the pack when it was last without a problem.
func (w *Workspace) Complete(path string, place int) Completion {
	text := w.files[path]
	at := byteAt(text, place)
	from, to := at, at
	for from > 0 && !delimits(text[from-1]) {
		from--
	}
	for to < len(text) && !delimits(text[to]) {
		to++
	}
	c := Completion{From: place - units(text[from:at]), To: place + units(text[at:to]), Words: []Word{}}
	begun := text[from:at]
	words := w.wordsFor(spotOf(text[:from]))
	slices.SortStableFunc(words, func(a, b Word) int {
		return rank(a, begun) - rank(b, begun)
	})
	for _, word := range words {
		if rank(word, begun) < 3 {
			c.Words = append(c.Words, word)
		}
	}
	return c
}

// rank orders words by how well they go on from what was begun; 3 for not at all.
func rank(word Word, begun string) int {
	switch {
	case strings.HasPrefix(word.Value, begun):
		return 0
	case strings.Contains(word.Value, begun):
		return 1
	case strings.Contains(word.Title, begun):
		return 2
	}
	return 3
}

func delimits(b byte) bool { return strings.IndexByte(" \t\r\n,:[]{}\"'#", b) >= 0 }

// units counts the UTF-16 code units of a text.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// byteAt gives the byte of a place in UTF-16 code units; the end for one beyond it.
func byteAt(text string, place int) int {
	for i, r := range text {
		if place <= 0 {
			return i
		}
		place -= units(string(r))
	}
	return len(text)
}

// spot is where in a file something is typed.
type spot struct {
	path []string // section, then the keys that lead there
	key  bool     // a key is wanted, not a value
	slot bool     // the name of a blank is wanted
}

// spotOf reads the text up to a place, which may be broken.
func spotOf(before string) spot {
	r := spotReader{}
	for _, line := range strings.SplitAfter(before, "\n") {
		r.line(line)
	}
	if n := strings.LastIndexByte(before, '\n'); r.quote == 0 && len(r.flows) == 0 {
		last := strings.TrimLeft(before[n+1:], " -")
		r.wantsKey = last == ""
		if last == "" {
			r.pop(len(before) - n - 1)
		}
	}
	s := spot{key: r.wantsKey, slot: r.blank}
	for _, l := range r.levels {
		s.path = append(s.path, l.key)
	}
	return s
}

// spotReader follows keys by their indent, and within braces and brackets.
type spotReader struct {
	levels   []level
	flows    []int // how many levels there were at each open brace or bracket
	braces   []bool
	quote    byte
	blank    bool // within { of a text
	wantsKey bool
}

type level struct {
	key    string
	indent int
}

// pop takes off the keys that stand no less deep.
func (r *spotReader) pop(indent int) {
	for len(r.levels) > 0 && r.levels[len(r.levels)-1].indent >= indent {
		r.levels = r.levels[:len(r.levels)-1]
	}
}

func (r *spotReader) line(line string) {
	rest := line
	if r.quote == 0 && len(r.flows) == 0 {
		rest = strings.TrimLeft(line, " -")
		indent := len(line) - len(rest)
		if key, after, ok := strings.Cut(rest, ":"); ok && key != "" && !strings.ContainsAny(key, " {}[]\"',#") {
			r.pop(indent)
			r.levels = append(r.levels, level{key, indent})
			rest, r.wantsKey = after, false
		} else if strings.TrimSpace(rest) != "" {
			r.pop(indent)
		}
	}
	word := 0 // where the word before a colon begins
	for i := 0; i < len(rest); i++ {
		b := rest[i]
		switch {
		case r.quote != 0:
			switch {
			case b == '\\' && r.quote == '"':
				i++
			case b == r.quote:
				r.quote, r.blank = 0, false
			case b == '{':
				r.blank = true
			case b == '}':
				r.blank = false
			}
			continue
		case b == '#' && (i == 0 || rest[i-1] == ' '):
			return
		case (b == '"' || b == '\'') && (i == 0 || strings.IndexByte(" [{,", rest[i-1]) >= 0):
			r.quote = b
		case b == '{' || b == '[':
			if i > 0 && b == '{' && !delimits(rest[i-1]) {
				r.blank = true // in a text without quotation marks
				continue
			}
			r.flows, r.braces = append(r.flows, len(r.levels)), append(r.braces, b == '{')
			r.wantsKey, word = b == '{', i+1
		case r.blank && b == '}':
			r.blank = false
		case (b == '}' || b == ']') && len(r.flows) > 0:
			r.levels = r.levels[:r.flows[len(r.flows)-1]]
			r.flows, r.braces = r.flows[:len(r.flows)-1], r.braces[:len(r.braces)-1]
			r.wantsKey = false
		case b == ',' && len(r.flows) > 0:
			if r.braces[len(r.braces)-1] {
				r.levels = r.levels[:r.flows[len(r.flows)-1]]
				r.wantsKey = true
			}
			word = i + 1
		case b == ':' && len(r.flows) > 0 && r.wantsKey:
			r.levels = append(r.levels, level{strings.TrimSpace(rest[word:i]), 1 << 20})
			r.wantsKey = false
		case b == '\n':
			r.blank = false
		}
	}
}

// wordsFor lists what may stand at a spot.
func (w *Workspace) wordsFor(s spot) []Word {
	p := &pack.Pack{Rulebook: &pack.Rulebook{}}
	if w.check(); w.good != nil {
		p = w.good.Pack
	}
	switch {
	case s.slot:
		return slotWords(p)
	case len(s.path) == 0:
		return plainWords(source.Sections())
	case s.key:
		return plainWords(keysAt(s.path))
	}
	return valuesAt(p, s.path)
}

func plainWords(values []string) []Word {
	words := []Word{}
	for _, value := range values {
		words = append(words, Word{Value: value})
	}
	return words
}

func slotWords(p *pack.Pack) []Word {
	words := []Word{}
	for _, slot := range p.Slots {
		words = append(words, Word{slot.ID, slot.Title.In(pack.DefaultLocale)})
	}
	return words
}

// keysAt lists the keys an item may have where a path leads.
func keysAt(path []string) []string {
	t, ok := source.ItemType(path[0])
	if !ok {
		return nil
	}
	for _, key := range path[1:] {
		if t = fieldType(t, key); t == nil {
			return nil
		}
	}
	if t == textType {
		return []string{pack.DefaultLocale, pack.English}
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	var keys []string
	for i := range t.NumField() {
		keys = append(keys, keyOf(t.Field(i)))
	}
	return keys
}

// fieldType gives the type of what stands under a key, or of its items; nil for none.
func fieldType(t reflect.Type, key string) reflect.Type {
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		if keyOf(t.Field(i)) == key {
			t = t.Field(i).Type
			for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
				t = t.Elem()
			}
			return t
		}
	}
	return nil
}

// valuesAt lists the ids and values that may stand under the last key of a path.
func valuesAt(p *pack.Pack, path []string) []Word {
	key, section := path[len(path)-1], path[0]
	above := ""
	if len(path) > 1 {
		above = path[len(path)-2]
	}
	words := []Word{}
	switch {
	case key == "technique" || key == "id" && (above == "techniques" && section == "choices" || above == "tempting"):
		for _, t := range p.Techniques {
			words = append(words, Word{t.ID, t.Title.In(pack.DefaultLocale)})
		}
	case key == "cue":
		for _, c := range p.Cues {
			words = append(words, Word{Value: c.ID})
		}
	case key == "product" || key == "segment" || key == "products" || key == "except":
		for _, l := range p.Labels {
			if l.Axis == strings.TrimSuffix(strings.Replace(key, "except", "product", 1), "s") {
				words = append(words, Word{l.ID, l.Title.In(pack.DefaultLocale)})
			}
		}
	case key == "id" && section == "translations":
		for _, s := range p.Scripts {
			words = append(words, Word{Value: s.ID})
		}
	case key == "locale":
		words = plainWords([]string{pack.English})
	case key == "variant" || key == "escalate" || key == "refusal":
		words = plainWords([]string{"true", "false"})
	case key == "steps" || key == "covers":
		words = plainWords(pack.Steps)
	default:
		for _, value := range source.Closed(key) {
			words = append(words, Word{value, titleOf(p, key, value)})
		}
	}
	return words
}

// titleOf gives the title of a label, "" where it has none.
func titleOf(p *pack.Pack, axis, id string) string {
	if title := p.LabelTitle(axis, id, pack.DefaultLocale); title != id && utf8.ValidString(title) {
		return title
	}
	return ""
}
