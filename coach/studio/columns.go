package studio

import (
	"reflect"
	"slices"
	"strings"

	"objectioncoach/coach/labelled"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/source"
)

// column is a column of the table of scripts, with its headings.
type column struct {
	field, zh, en string
	write         func(*pack.Script, titles) string
	read          func(*pack.Script, string, titles) error
}

func (c column) heading(locale string) string {
	if locale == pack.English {
		return c.en
	}
	return c.zh
}

// titles names labels as staff know them.
type titles struct {
	pack   *pack.Pack
	locale string
}

// of gives the title of a value, or the value where another of the axis has the same.
func (t titles) of(axis, id string) string {
	title := t.pack.LabelTitle(axis, id, t.locale)
	for _, other := range t.pack.Labels {
		if other.Axis == axis && other.ID != id && (other.Title.In(t.locale) == title || other.ID == title) {
			return id
		}
	}
	if strings.ContainsAny(title, separators) {
		return id
	}
	return title
}

// id gives the value that was named by its id or by its title in any language.
func (t titles) id(axis, named string) string {
	for _, label := range t.pack.Labels {
		if label.Axis == axis && label.ID == named {
			return named
		}
	}
	for _, label := range t.pack.Labels {
		if label.Axis != axis {
			continue
		}
		for _, title := range label.Title {
			if strings.EqualFold(title, named) {
				return label.ID
			}
		}
	}
	return named
}

// columns are those of the table, in their order.
var columns = slices.Concat([]column{
	{"id", "编号", "Id", func(s *pack.Script, _ titles) string { return s.ID }, func(s *pack.Script, cell string, _ titles) error { s.ID = cell; return nil }},
	conditions("kind", "类型", "Kind", labelled.Kinds, func(w *pack.When) *[]string { return &w.Kind }),
	conditions("topic", "话题", "Topic", labelled.Topics, func(w *pack.When) *[]string { return &w.Topic }),
	conditions("nature", "真假", "Nature", labelled.Natures, func(w *pack.When) *[]string { return &w.Nature }),
	conditions("emotion", "情绪", "Emotion", labelled.Emotions, func(w *pack.When) *[]string { return &w.Emotion }),
	conditions("manner", "态度", "Manner", source.Closed("manner"), func(w *pack.When) *[]string { return &w.Manner }),
	conditions("merit", "是非", "Merit", source.Closed("merit"), func(w *pack.When) *[]string { return &w.Merit }),
	conditions("channel", "渠道", "Channel", source.Closed("channel"), func(w *pack.When) *[]string { return &w.Channel }),
	conditions("product", "产品", "Product", nil, func(w *pack.When) *[]string { return &w.Product }),
	conditions("segment", "客群", "Segment", nil, func(w *pack.When) *[]string { return &w.Segment }),
	conditions("cue", "提示词", "Cue", nil, func(w *pack.When) *[]string { return &w.Cue }),
	conditions("pattern", "走势", "Pattern", pack.Patterns, func(w *pack.When) *[]string { return &w.Pattern }),
	yesNo("escalate", "须上报", "Escalate", func(s *pack.Script) *bool { return &s.For.Escalate }),
	yesNo("refusal", "已拒绝", "Refusal", func(s *pack.Script) *bool { return &s.For.Refusal }),
	{"technique", "方法", "Technique", func(s *pack.Script, t titles) string { return techniqueTitle(t, s.Technique) }, readTechnique},
	yesNo("variant", "换句说法", "Variant", func(s *pack.Script) *bool { return &s.Variant }),
}, texts(pack.DefaultLocale, "", ""), texts(pack.English, "（英）", " (English)"))

// texts are the columns of what a script says in a language.
func texts(locale, zh, en string) []column {
	suffix := ""
	if locale != pack.DefaultLocale {
		suffix = ":" + locale
	}
	said := func(field, titleZh, titleEn string, at func(*pack.Script) *pack.Text) column {
		return column{field + suffix, titleZh + zh, titleEn + en,
			func(s *pack.Script, _ titles) string { return (*at(s))[locale] },
			func(s *pack.Script, cell string, _ titles) error { setText(at(s), locale, cell); return nil }}
	}
	return []column{
		{"steps" + suffix, "步骤" + zh, "Steps" + en,
			func(s *pack.Script, _ titles) string { return writeSteps(s, locale) },
			func(s *pack.Script, cell string, _ titles) error { return readSteps(s, locale, cell) }},
		said("open", "开放问", "Open question", func(s *pack.Script) *pack.Text { return &s.Open }),
		said("closed", "封闭问", "Closed question", func(s *pack.Script) *pack.Text { return &s.Closed }),
		said("show", "出示", "Show", func(s *pack.Script) *pack.Text { return &s.Show }),
		said("avoid", "别说", "Avoid", func(s *pack.Script) *pack.Text { return &s.Avoid }),
		said("after", "之后", "After", func(s *pack.Script) *pack.Text { return &s.After }),
	}
}

// setText changes one language of a text, and takes it away for "".
func setText(t *pack.Text, locale, said string) {
	more := pack.Text{}
	for l, s := range *t {
		if l != locale {
			more[l] = s
		}
	}
	if said != "" {
		more[locale] = said
	}
	if *t = more; len(more) == 0 {
		*t = nil
	}
}

// separators may stand between the values of a cell.
const separators = ";；,，、\n"

// conditions is a column of a list of labels; known lists the values there are, nil for
// those that hang on the pack.
func conditions(axis, zh, en string, known []string, at func(*pack.When) *[]string) column {
	return column{axis, zh, en,
		func(s *pack.Script, t titles) string {
			var list []string
			for _, id := range *at(&s.For) {
				list = append(list, t.of(axis, id))
			}
			if t.locale == pack.English {
				return strings.Join(list, "; ")
			}
			return strings.Join(list, "；")
		},
		func(s *pack.Script, cell string, t titles) error {
			var list []string
			for _, named := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
				id := t.id(axis, strings.TrimSpace(named))
				if known != nil && !slices.Contains(known, id) {
					return message.New("no-value", axis, id, strings.Join(known, ", "))
				}
				if id != "" && !slices.Contains(list, id) {
					list = append(list, id)
				}
			}
			*at(&s.For) = list
			return nil
		}}
}

// yesNo is a column of a mark.
func yesNo(field, zh, en string, at func(*pack.Script) *bool) column {
	return column{field, zh, en,
		func(s *pack.Script, t titles) string {
			switch {
			case !*at(s):
				return ""
			case t.locale == pack.English:
				return "yes"
			}
			return "是"
		},
		func(s *pack.Script, cell string, _ titles) error {
			switch strings.ToLower(cell) {
			case "", "no", "否", "false", "0", "n":
				*at(s) = false
			case "yes", "是", "true", "1", "y":
				*at(s) = true
			default:
				return message.New("yes-or-no", cell)
			}
			return nil
		}}
}

func techniqueTitle(t titles, id string) string {
	for _, technique := range t.pack.Techniques {
		if technique.ID == id {
			return technique.Title.In(t.locale)
		}
	}
	return id
}

func readTechnique(s *pack.Script, cell string, t titles) error {
	for _, technique := range t.pack.Techniques {
		if technique.ID == cell {
			s.Technique = cell
			return nil
		}
	}
	for _, technique := range t.pack.Techniques {
		for _, title := range technique.Title {
			if strings.EqualFold(title, cell) {
				s.Technique = technique.ID
				return nil
			}
		}
	}
	return message.New("technique-unknown", cell)
}

// writeSteps gives a line for each step: accept: what is said.
func writeSteps(s *pack.Script, locale string) string {
	var lines []string
	said := false
	for _, step := range s.Steps {
		said = said || step.Say[locale] != ""
		lines = append(lines, step.ID+": "+step.Say[locale])
	}
	if !said {
		return ""
	}
	return strings.Join(lines, "\n")
}

// readSteps reads what writeSteps wrote; a line without the name of a step goes on with
// the one before. In a further language the steps must be those of the script.
func readSteps(s *pack.Script, locale, cell string) error {
	var steps []pack.Step
	for _, line := range strings.Split(strings.ReplaceAll(cell, "\r\n", "\n"), "\n") {
		id, said, ok := strings.Cut(strings.Replace(line, "：", ":", 1), ":")
		id = strings.TrimSpace(id)
		switch {
		case ok && slices.Contains(pack.Steps, id):
			_, said, _ = cutColon(line)
			steps = append(steps, pack.Step{ID: id, Say: pack.Text{locale: strings.TrimSpace(said)}})
		case strings.TrimSpace(line) == "":
		case len(steps) == 0:
			return message.New("no-step", line, strings.Join(pack.Steps, ", "))
		default:
			last := steps[len(steps)-1].Say
			last[locale] += "\n" + strings.TrimSpace(line)
		}
	}
	sameIDs := slices.EqualFunc(steps, s.Steps, func(a, b pack.Step) bool { return a.ID == b.ID })
	if locale != pack.DefaultLocale && len(steps) > 0 && !sameIDs {
		return message.New("steps-differ", locale)
	}
	if locale == pack.DefaultLocale && !sameIDs {
		for i := range steps { // what is said in other languages belongs to the old steps
			if at := slices.IndexFunc(s.Steps, func(old pack.Step) bool { return old.ID == steps[i].ID }); at >= 0 {
				said := steps[i].Say[locale]
				steps[i].Say = s.Steps[at].Say.With(locale, said)
			}
		}
		s.Steps = steps
		return nil
	}
	for i := range s.Steps {
		if len(steps) == 0 {
			setText(&s.Steps[i].Say, locale, "")
		} else {
			setText(&s.Steps[i].Say, locale, steps[i].Say[locale])
		}
	}
	return nil
}

// cutColon parts a line at its first colon, wide or narrow.
func cutColon(line string) (before, after string, ok bool) {
	at := strings.IndexAny(line, ":：")
	if at < 0 {
		return line, "", false
	}
	if line[at] == ':' {
		return line[:at], line[at+1:], true
	}
	return line[:at], line[at+len("："):], true
}

// columnOf finds a column by its heading in either language, or by its field.
func columnOf(heading string) (column, bool) {
	heading = strings.TrimSpace(heading)
	i := slices.IndexFunc(columns, func(c column) bool {
		return c.zh == heading || strings.EqualFold(c.en, heading) || strings.EqualFold(c.field, heading)
	})
	if i < 0 {
		return column{}, false
	}
	return columns[i], true
}

// differs reports whether two scripts would be written differently.
func differs(a, b pack.Script) bool { return !equal(reflect.ValueOf(a), reflect.ValueOf(b)) }
