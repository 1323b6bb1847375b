package studio

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"objectioncoach/coach/message"
	"objectioncoach/coach/source"
)

// Hit is one place where a text was found in the pack's own files.
type Hit struct {
	Path   string `json:"path"`
	Line   int    `json:"line"`   // 1-based
	Column int    `json:"column"` // 1-based, in characters
	At     int    `json:"at"`     // in UTF-16 code units of the file
	Length int    `json:"length"` // likewise
	Text   string `json:"text"`   // the whole line
}

// Search says what to look for: the very characters, in YAML files and in labelled lines.
type Search struct {
	Text  string `json:"text"`
	Cases bool   `json:"cases"` // capitals count
}

// MaxHits bounds what Find lists.
const MaxHits = 10_000

// Find lists where a text stands in the pack's own files, at most MaxHits places.
func (w *Workspace) Find(s Search) []Hit {
	hits := []Hit{}
	for _, name := range w.Paths() {
		text := w.files[name]
		l := layoutOf(text)
		counted, at := 0, 0 // UTF-16 code units up to a byte
		for _, span := range s.spans(text) {
			if len(hits) == MaxHits {
				return hits
			}
			counted += units(text[at:span[0]])
			at = span[0]
			start, end := l.lineStart(at), l.lineEnd(at)
			hits = append(hits, Hit{name, l.lineOf(at) + 1, utf8.RuneCountInString(text[start:at]) + 1,
				counted, units(text[span[0]:span[1]]), strings.TrimRight(text[start:end], "\r\n")})
		}
	}
	return hits
}

// spans gives the half-open bytes of each place in a text.
func (s Search) spans(text string) [][2]int {
	var spans [][2]int
	if s.Text == "" {
		return nil
	}
	for at := 0; at < len(text); {
		if n := s.matches(text[at:]); n > 0 {
			spans = append(spans, [2]int{at, at + n})
			at += n
			continue
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return spans
}

// chosen gives the spans in a file that are chosen.
func (s Search) chosen(path, text string, of Choice) [][2]int {
	var spans [][2]int
	counted, at := 0, 0 // UTF-16 code units up to a byte
	for _, span := range s.spans(text) {
		counted += units(text[at:span[0]])
		at = span[0]
		if of.takes(Spot{path, counted}) {
			spans = append(spans, span)
		}
	}
	return spans
}

// matches gives the bytes at the beginning of a text that are what is looked for, or 0.
func (s Search) matches(text string) int {
	if s.Cases {
		if strings.HasPrefix(text, s.Text) {
			return len(s.Text)
		}
		return 0
	}
	n := 0
	for _, want := range s.Text {
		r, size := utf8.DecodeRuneInString(text[n:])
		if size == 0 || unicode.ToLower(r) != unicode.ToLower(want) {
			return 0
		}
		n += size
	}
	return n
}

// Spot names a place where a text was found, for as long as the pack does not change.
type Spot struct {
	Path string `json:"path"`
	At   int    `json:"at"` // as of the Hit
}

// Choice says which of the places found are meant: all of them but Flipped, or with None
// only those.
type Choice struct {
	None    bool   `json:"none"`
	Flipped []Spot `json:"flipped"`
}

// takes reports whether a place is chosen.
func (c Choice) takes(spot Spot) bool { return slices.Contains(c.Flipped, spot) == c.None }

// Replace puts another text in place of those found that are chosen, as one step, and
// gives how many they were. Where a file that was sound would no longer be read, nothing
// is replaced, and the error, of type source.Problems, tells where.
func (w *Workspace) Replace(s Search, with string, of Choice, at int64) (int, error) {
	if s.Text == "" {
		return 0, message.New("nothing-sought")
	}
	var edits []Edit
	var broken source.Problems
	n := 0
	for _, name := range w.Paths() {
		text := w.files[name]
		spans := s.chosen(name, text, of)
		if len(spans) == 0 {
			continue
		}
		n += len(spans)
		var b strings.Builder
		last := 0
		for _, span := range spans {
			b.WriteString(text[last:span[0]])
			b.WriteString(with)
			last = span[1]
		}
		b.WriteString(text[last:])
		edits = append(edits, Edit{Path: name, Text: b.String()})
		if strings.HasSuffix(name, ".yaml") && name != headFile {
			if _, before := w.fileEntries(name); len(before) == 0 {
				_, problems := new(source.Memory).FileEntries(w.id+"/"+name, []byte(b.String()))
				broken = append(broken, problems...)
			}
		}
	}
	if len(broken) > 0 {
		return 0, broken
	}
	return n, w.Apply("replace", at, edits...)
}
