package studio

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"io"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/blake2s"

	"objectioncoach/coach"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
)

// Share is a preview to be looked at by others, who have no pack: everything that is
// shown stands in it as text.
type Share struct {
	Title  string       `json:"title"` // of the pack
	Locale string       `json:"locale"`
	Day    string       `json:"day,omitempty"` // on which it was shared
	Note   string       `json:"note,omitempty"`
	Turns  []coach.Turn `json:"turns"`
	Read   int          `json:"read"`  // the turn that was read
	Heard  []Heard      `json:"heard"` // in it
	// Timing, Technique and the script's words are as staff see them.
	Timing    string      `json:"timing,omitempty"`
	Technique string      `json:"technique,omitempty"`
	Ask       string      `json:"ask,omitempty"` // where the coach is unsure
	Steps     []SharedSay `json:"steps,omitempty"`
	Open      string      `json:"open,omitempty"`
	Avoid     string      `json:"avoid,omitempty"`
	Why       []string    `json:"why,omitempty"` // the conditions by which the script won, by their titles
}

// SharedSay is a step, by its title, and what is said.
type SharedSay struct {
	Step string `json:"step"`
	Say  string `json:"say"`
}

// Bounds of what is shared.
const (
	// MaxFragment is the longest fragment of a link, in characters: some mail programs
	// cut off longer links.
	MaxFragment  = 8000
	maxShareText = 64 << 10 // bytes, before it is made small
	maxShareList = 100
	shareShape   = '1' // the first character of a fragment
	shareSum     = 8   // bytes of the hash that tells a fragment is whole
)

// ShareOf makes a share of what is shown of a conversation by a pack.
func ShareOf(p *pack.Pack, conv coach.Conversation, s Shown) Share {
	locale := conv.Context.Locale
	share := Share{Title: p.Title.In(locale), Locale: locale, Turns: conv.Turns, Read: s.Analysis.Turn, Heard: s.Heard, Ask: s.Analysis.Ask}
	if t := s.Analysis.Timing; t != nil {
		share.Timing = p.LabelTitle("timing", t.Decision, locale) + " · " + t.Reason
	}
	if t := s.Analysis.Technique; t != nil {
		share.Technique = p.TechniqueTitle(t.ID, locale) + " · " + t.Reason
	}
	if script := s.Analysis.Script; script != nil {
		for _, step := range script.Steps {
			share.Steps = append(share.Steps, SharedSay{p.LabelTitle("step", step.ID, locale), step.Say})
		}
		share.Open, share.Avoid = script.Open, script.Avoid
		for _, condition := range script.Why {
			share.Why = append(share.Why, conditionTitle(p, condition, locale))
		}
	}
	return share
}

// conditionTitle gives a condition such as topic=price as staff know it.
func conditionTitle(p *pack.Pack, condition, locale string) string {
	axis, id, _ := strings.Cut(condition, "=")
	for _, pattern := range p.Patterns {
		if axis == "pattern" && pattern.ID == id {
			return pattern.Title.In(locale)
		}
	}
	if title := p.LabelTitle(axis, id, locale); id != "" && title != id {
		return title
	}
	return condition
}

// Fragment gives the share as the fragment of a link. It fails where that would be
// longer than MaxFragment: then a file does.
func (s Share) Fragment() (string, error) {
	if err := s.check(); err != nil {
		return "", err
	}
	text, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	var small bytes.Buffer
	sum := blake2s.Sum256(text)
	small.Write(sum[:shareSum])
	w, _ := flate.NewWriter(&small, flate.BestCompression) // the level is a known one
	w.Write(text)
	w.Close()
	fragment := string(shareShape) + base64.RawURLEncoding.EncodeToString(small.Bytes())
	if len(fragment) > MaxFragment {
		return "", message.New("link-long", len(fragment), MaxFragment)
	}
	return fragment, nil
}

// ReadFragment reads what Fragment wrote, and nothing else.
func ReadFragment(fragment string) (Share, error) {
	fragment = strings.TrimPrefix(fragment, "#")
	if len(fragment) > MaxFragment || len(fragment) == 0 || fragment[0] != shareShape {
		return Share{}, message.New("no-link")
	}
	small, err := base64.RawURLEncoding.DecodeString(fragment[1:])
	if err != nil || len(small) < shareSum {
		return Share{}, errBadLink
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(small[shareSum:])), maxShareText+1))
	if err != nil || len(text) > maxShareText {
		return Share{}, errBadLink
	}
	if sum := blake2s.Sum256(text); !bytes.Equal(sum[:shareSum], small[:shareSum]) {
		return Share{}, errBadLink
	}
	var s Share
	if err := json.Unmarshal(text, &s); err != nil {
		return Share{}, errBadLink
	}
	return s, s.check()
}

var errBadLink = message.New("link-damaged")

// check reports what no preview has.
func (s Share) check() error {
	size := len(s.Title) + len(s.Note)
	for _, t := range s.Turns {
		size += len(t.Text)
		if t.Who != coach.Customer && t.Who != coach.Staff {
			return message.New("share-speaker", t.Who)
		}
	}
	switch {
	case len(s.Turns) == 0 || s.Read < 0 || s.Read >= len(s.Turns):
		return message.New("share-turn")
	case len(s.Turns) > maxShareList || len(s.Heard) > maxShareList || len(s.Steps) > maxShareList || len(s.Why) > maxShareList || size > maxShareText:
		return message.New("share-long")
	case !utf8.ValidString(s.Turns[s.Read].Text):
		return message.New("share-no-text")
	}
	most := units(s.Turns[s.Read].Text)
	for _, h := range s.Heard {
		if h.Start < 0 || h.End < h.Start || h.End > most {
			return message.New("share-marks")
		}
	}
	return nil
}

// HTML gives the share as one file that needs nothing else and runs nothing.
func (s Share) HTML() string {
	w := &printing{pack: &pack.Pack{}, Booklet: Booklet{Locale: s.Locale}}
	w.begin(w.locale(), s.Title, "", BookletCSS)
	w.el("h1", s.Title)
	w.el("p", strings.TrimSpace(s.Note+" "+s.Day), "class", "note")
	for i, turn := range s.Turns {
		class, who := "", w.word("我", "Staff")
		if turn.Who == coach.Customer {
			class, who = "customer", w.word("客户", "Customer")
		}
		w.open("p", "class", class)
		w.el("b", who+w.word("：", ": "))
		if i == s.Read {
			w.underlined(turn.Text, s.Heard)
		} else {
			w.text(turn.Text)
		}
		w.close("p")
	}
	w.el("p", s.Timing, "class", "when")
	w.el("p", s.Ask, "class", "say")
	w.open("ol", "class", "steps")
	for _, step := range s.Steps {
		w.open("li")
		w.el("b", step.Step)
		w.el("span", step.Say)
		w.close("li")
	}
	w.close("ol")
	w.hint("", w.word("可以问", "Ask"), pack.Text{pack.DefaultLocale: s.Open})
	w.hint("avoid", w.word("别说", "Avoid"), pack.Text{pack.DefaultLocale: s.Avoid})
	w.el("p", s.Technique, "class", "when")
	w.el("p", strings.Join(s.Why, " · "), "class", "note")
	w.el("p", w.word("只供查看的预览。", "A preview, for reading only."), "class", "note")
	return w.end()
}

// underlined writes a text with the words underlined that were heard.
func (w *printing) underlined(text string, heard []Heard) {
	heard = append([]Heard{}, heard...)
	sort.SliceStable(heard, func(i, j int) bool { return heard[i].Start < heard[j].Start })
	at := 0
	for _, h := range heard {
		if h.Start < at {
			continue // underlined already
		}
		w.text(slice(text, at, h.Start))
		w.el("span", slice(text, h.Start, h.End), "class", "heard", "title", h.Title)
		at = h.End
	}
	w.text(slice(text, at, units(text)))
}
