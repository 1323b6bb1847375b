package studio

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"

	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
)

// BookletCSS is the style of booklets, posters and shared previews, for print and screen.
//
//go:embed booklet.css
var BookletCSS string

// Booklet says how a pack is printed.
type Booklet struct {
	// Locale is the language of the booklet; Both puts the other one beneath.
	Locale string
	Both   bool
	Day    string // of printing, such as 2026-11-22
	// Style is the address of a file with BookletCSS; "" writes it into the page.
	Style string
	// Topics to print; none prints all.
	Topics []string
}

// printing is a page of a pack in the making.
type printing struct {
	page
	pack *pack.Pack
	Booklet
}

// HTML gives the pack as one page: a cover with a line for the stamp, a table of
// contents, the scripts topic by topic, and what they rest on.
func (b Booklet) HTML(p *pack.Pack) string {
	w := &printing{pack: p, Booklet: b}
	w.begin(w.locale(), w.name(w.locale())+" · "+w.word("话术手册", "Booklet of scripts"), b.Style, BookletCSS)
	w.cover()
	chapters := w.chapters()
	w.contents(chapters)
	for _, c := range chapters {
		w.chapter(c)
	}
	w.techniques()
	w.rules()
	return w.end()
}

func (w *printing) locale() string {
	if w.Locale == pack.English {
		return pack.English
	}
	return pack.DefaultLocale
}

// other is the language that stands beneath, "" for none.
func (w *printing) other() string {
	switch {
	case !w.Both:
		return ""
	case w.locale() == pack.English:
		return pack.DefaultLocale
	}
	return pack.English
}

func (w *printing) word(zh, en string) string {
	if w.locale() == pack.English {
		return en
	}
	return zh
}

// name gives what the pack is called, which is its id where nobody gave it a title.
func (w *printing) name(locale string) string { return cmp.Or(w.pack.Title.In(locale), w.pack.ID) }

func (w *printing) title(axis, id string) string { return w.pack.LabelTitle(axis, id, w.locale()) }

func (w *printing) cover() {
	w.open("div", "class", "cover")
	w.el("h1", w.name(w.locale()))
	w.el("p", w.word("话术手册", "Booklet of scripts"))
	if o := w.other(); o != "" {
		w.el("p", w.pack.Title.In(o), "lang", o, "class", "en")
	}
	version := w.pack.ID
	if w.pack.Hash != "" {
		version += " " + w.pack.Hash[:12]
	}
	w.el("p", strings.TrimSpace(version+" "+w.Day), "class", "note")
	w.el("p", w.word("仅供内部使用。审核人：＿＿＿＿＿＿　日期：＿＿＿＿＿＿", "For internal use only. Reviewed by: ____________  Date: ____________"), "class", "stamp")
	w.close("div")
}

// chapter is the scripts for one topic, or those for none in particular.
type chapter struct {
	id, title string
	scripts   []pack.Script
}

func (w *printing) chapters() []chapter {
	var list []chapter
	for _, topic := range append(slices.Clone(labelled.Topics), "") {
		if len(w.Topics) > 0 && !slices.Contains(w.Topics, topic) {
			continue
		}
		c := chapter{id: "other", title: w.word("其他场合", "Other situations")}
		if topic != "" {
			c.id, c.title = topic, w.title("topic", topic)
		}
		for _, s := range w.pack.Scripts {
			if topic == "" && len(s.For.Topic) == 0 || topic != "" && len(s.For.Topic) > 0 && s.For.Topic[0] == topic {
				c.scripts = append(c.scripts, s)
			}
		}
		slices.SortStableFunc(c.scripts, func(a, b pack.Script) int { return elsewhere(a) - elsewhere(b) })
		if len(c.scripts) > 0 {
			list = append(list, c)
		}
	}
	return list
}

// elsewhere puts scripts that are for no objection behind those that are.
func elsewhere(s pack.Script) int {
	if len(s.For.Kind) == 0 || slices.Contains(s.For.Kind, "objection") {
		return 0
	}
	return 1
}

func (w *printing) contents(chapters []chapter) {
	w.open("section", "class", "toc")
	w.el("h2", w.word("目录", "Contents"))
	w.open("ol")
	link := func(id, title string) {
		w.open("li")
		w.el("a", title, "href", "#"+id)
		w.close("li")
	}
	for _, c := range chapters {
		link("topic-"+c.id, c.title)
	}
	link("techniques", w.word("方法一览", "Techniques"))
	if w.pack.Rulebook != nil {
		link("rules", w.word("不能说的话与依据", "What must not be said, and why"))
	}
	w.close("ol")
	w.close("section")
}

func (w *printing) chapter(c chapter) {
	w.open("section", "id", "topic-"+c.id)
	w.el("h2", c.title)
	for _, s := range c.scripts {
		w.script(s)
	}
	w.close("section")
}

func (w *printing) script(s pack.Script) {
	w.open("article", "class", "script")
	w.el("h3", w.pack.TechniqueTitle(s.Technique, w.locale()))
	w.el("p", w.situations(s.For)+" · "+s.ID, "class", "when")
	w.open("ol", "class", "steps")
	for _, step := range s.Steps {
		w.open("li")
		w.el("b", w.title("step", step.ID))
		w.said(step.Say)
		w.close("li")
	}
	w.close("ol")
	w.hint("", w.word("可以问", "Ask"), s.Open)
	w.hint("", w.word("收口问", "Closed question"), s.Closed)
	w.hint("note", w.word("摆出来", "Show"), s.Show)
	w.hint("avoid", w.word("别说", "Avoid"), s.Avoid)
	w.hint("note", w.word("之后", "After"), s.After)
	w.close("article")
}

// said writes a text in the language of the booklet, and beneath in the other one.
func (w *printing) said(t pack.Text) {
	w.el("span", w.filled(t.In(w.locale())))
	if o := w.other(); o != "" && t[o] != "" {
		w.el("span", w.filled(t[o]), "lang", o, "class", "en")
	}
}

func (w *printing) hint(class, name string, t pack.Text) {
	if t.In(w.locale()) == "" {
		return
	}
	w.open("p", "class", class)
	w.el("b", name+w.word("：", ": "))
	w.said(t)
	w.close("p")
}

// filled shows blanks by their titles: 〔fee〕.
func (w *printing) filled(said string) string {
	for _, slot := range w.pack.Slots {
		said = strings.ReplaceAll(said, "{"+slot.ID+"}", "〔"+slot.Title.In(w.locale())+"〕")
	}
	return said
}

// situations tells what a script is for in the titles of labels.
func (w *printing) situations(when pack.When) string {
	var parts []string
	for _, axis := range []struct {
		name   string
		values []string
	}{
		{"kind", when.Kind}, {"topic", when.Topic}, {"nature", when.Nature}, {"emotion", when.Emotion}, {"manner", when.Manner}, {"merit", when.Merit},
		{"channel", when.Channel}, {"product", when.Product}, {"segment", when.Segment},
	} {
		var titles []string
		for _, id := range axis.values {
			titles = append(titles, w.title(axis.name, id))
		}
		if len(titles) > 0 {
			parts = append(parts, strings.Join(titles, w.word("、", ", ")))
		}
	}
	if when.Escalate {
		parts = append(parts, w.word("须上报", "to be escalated"))
	}
	if when.Refusal {
		parts = append(parts, w.word("客户已拒绝", "the customer has refused"))
	}
	if len(parts) == 0 {
		return w.word("任何场合", "any situation")
	}
	return strings.Join(parts, " · ")
}

func (w *printing) techniques() {
	w.open("section", "id", "techniques")
	w.el("h2", w.word("方法一览", "Techniques"))
	for _, t := range w.pack.Techniques {
		w.open("article", "class", "script")
		w.el("h3", t.Title.In(w.locale()))
		w.el("p", t.Name.In(w.locale()), "class", "when")
		w.hint("", w.word("用在", "Use it"), t.Use)
		w.hint("avoid", w.word("别用在", "Not"), t.Not)
		w.close("article")
	}
	w.close("section")
}

// rules lists what must not be said, where that stands, and by when it is looked at
// again.
func (w *printing) rules() {
	if w.pack.Rulebook == nil {
		return
	}
	w.open("section", "id", "rules")
	w.el("h2", w.word("不能说的话与依据", "What must not be said, and why"))
	for _, rule := range w.pack.Rulebook.Rules {
		w.open("article", "class", "script")
		class := ""
		if rule.Severity == pack.MustNot {
			class = "must-not"
		}
		w.el("h3", rule.ID+" "+rule.Title.In(w.locale()), "class", class)
		w.open("p")
		w.said(rule.Why)
		w.close("p")
		if n := len(rule.Rewrites); n > 0 {
			w.hint("", w.word("可以说", "Say instead"), rule.Rewrites[n-1].Say)
		}
		for _, source := range rule.Sources {
			w.el("p", w.cited(source), "class", "source")
		}
		w.el("p", w.word("复核日期：", "To be reviewed by: ")+rule.Review, "class", "source")
		w.close("article")
	}
	w.close("section")
}

func (w *printing) cited(o pack.Origin) string {
	parts := []string{o.Document.In(w.locale()), o.Number, o.Article}
	if o.Confidence == pack.ToVerify {
		parts = append(parts, w.word("（待核）", "(to be verified)"))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// Poster gives one topic as a page for the wall: the sentences for it that fit most
// situations, and what to leave unsaid.
func (b Booklet) Poster(p *pack.Pack, topic string) string {
	const most = 3
	w := &printing{pack: p, Booklet: b}
	w.begin(w.locale(), w.title("topic", topic), b.Style, BookletCSS)
	w.open("main", "class", "poster")
	w.el("h1", w.title("topic", topic))
	scripts := slices.DeleteFunc(slices.Clone(p.Scripts), func(s pack.Script) bool {
		return !slices.Contains(s.For.Topic, topic) || s.Variant || len(s.Steps) == 0 || len(s.For.Kind) > 0 && !slices.Contains(s.For.Kind, "objection")
	})
	slices.SortStableFunc(scripts, func(a, b pack.Script) int { return len(a.For.String()) - len(b.For.String()) })
	scripts = scripts[:min(most, len(scripts))]
	w.open("div", "class", "columns")
	w.open("div")
	for _, s := range scripts {
		w.el("p", w.pack.TechniqueTitle(s.Technique, w.locale()), "class", "when")
		w.open("p", "class", "say")
		w.said(s.Steps[0].Say)
		w.close("p")
	}
	w.close("div")
	w.open("div")
	for _, s := range scripts {
		w.hint("", w.word("可以问", "Ask"), s.Open)
		w.hint("avoid", w.word("别说", "Avoid"), s.Avoid)
	}
	w.close("div")
	w.close("div")
	w.el("p", w.word("仅供内部使用。审核人：＿＿＿＿＿＿　", "For internal use only. Reviewed by: ____________  ")+w.Day, "class", "stamp")
	w.close("main")
	return w.end()
}
