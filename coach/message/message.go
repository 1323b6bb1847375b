// Package message tells people what is wrong, in their language. A message is an id and
// its values; the words of all messages stand in one table.
package message

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"objectioncoach/coach/pack"
)

// Message is something to tell. It may serve as an error, whose text is English.
type Message struct {
	ID     string // of the table; "" for words that are not of it
	Values []any  // what the words speak of: texts, numbers, lists of texts, errors, messages
}

// New gives the message of an id, which must be in the table, with its values.
func New(id string, values ...any) Message { return Message{id, values} }

// Plain gives a message that is the same in every language.
func Plain(text string) Message { return Message{Values: []any{text}} }

// Foreign gives the message for words of a reader of YAML or JSON, or of packages pack and
// coach, which speak English only: one of the table where its words are known, else these words
// as they are.
func Foreign(text string) Message { return foreign(text, "yaml-", "json-", "pack-", "talk-") }

// Reader gives the message for what a reader of YAML tells. Words that the table does not
// have stand behind Chinese ones.
func Reader(text string) Message {
	if m := Foreign(text); m.ID != "" {
		return m
	}
	return New("words-unknown", text)
}

// In gives the words in a locale: English for "en", else Chinese.
func (m Message) In(locale string) string {
	if m.ID == "" {
		return fmt.Sprint(m.Values...)
	}
	w, ok := table[m.ID]
	if !ok {
		return fmt.Sprint(m.ID, m.Values)
	}
	values := make([]any, len(m.Values))
	for i, v := range m.Values {
		values[i] = valueIn(v, locale)
	}
	if locale == pack.English {
		return fmt.Sprintf(w.english, values...)
	}
	if !strings.Contains(w.chinese, "%") { // values that Chinese has no words for
		return w.chinese
	}
	return fmt.Sprintf(w.chinese, values...)
}

// String gives the words in English.
func (m Message) String() string { return m.In(pack.English) }

// Error gives the words in English.
func (m Message) Error() string { return m.String() }

// Unwrap gives the error that the message speaks of, if any.
func (m Message) Unwrap() error {
	for _, v := range m.Values {
		if err, ok := v.(error); ok {
			return err
		}
	}
	return nil
}

// Of gives the words of an error in a locale, as far as they are known.
func Of(err error, locale string) string {
	var told interface{ In(locale string) string }
	if errors.As(err, &told) {
		return told.In(locale)
	}
	return Foreign(err.Error()).In(locale)
}

// valueIn gives a value as the words of a locale put it.
func valueIn(v any, locale string) any {
	switch v := v.(type) {
	case interface{ In(locale string) string }:
		return v.In(locale)
	case error:
		return errorIn(v, locale)
	case []string:
		if locale != pack.English {
			return strings.Join(v, "、")
		}
	}
	return v
}

func errorIn(err error, locale string) string {
	var told Message
	switch {
	case locale == pack.English:
		return err.Error()
	case errors.As(err, &told):
		return told.In(locale)
	case errors.Is(err, fs.ErrNotExist):
		return New("no-such-file").In(locale)
	}
	return Foreign(err.Error()).In(locale)
}

// foreign finds the message whose English words are a text, among those whose ids begin
// in one of some ways.
func foreign(text string, beginnings ...string) Message {
	best := Message{}
	for id, w := range table {
		for _, beginning := range beginnings {
			if !strings.HasPrefix(id, beginning) {
				continue
			}
			values, ok := valuesOf(w.english, text)
			if ok && (best.ID == "" || len(values) < len(best.Values) || len(values) == len(best.Values) && id < best.ID) {
				best = Message{id, values}
			}
		}
	}
	if best.ID == "" {
		return Plain(text)
	}
	if strings.Contains(best.ID, "-kind-") {
		for i, v := range best.Values {
			best.Values[i] = kindOf(v.(string))
		}
	}
	return best
}

// kindOf gives the message for a kind of values as a program calls it, else its name.
func kindOf(name string) any {
	kind := name
	switch {
	case strings.HasPrefix(name, "[]"):
		kind = "list"
	case strings.HasPrefix(name, "map["), strings.HasPrefix(name, "pack."), strings.HasPrefix(name, "source."):
		kind = "mapping"
	}
	if _, ok := table["kind-"+kind]; ok {
		return named{New("kind-" + kind), name}
	}
	return name
}

// named is a kind with the name that a program has for it, which is what English shows.
type named struct {
	Message
	name string
}

// In gives the kind in a locale.
func (n named) In(locale string) string {
	if locale == pack.English {
		return n.name
	}
	return n.Message.In(locale)
}

// valuesOf takes out of a text what stands in it for each %s of a format.
func valuesOf(format, text string) (values []any, ok bool) {
	parts := strings.Split(format, "%s")
	rest, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return nil, false
	}
	for i, part := range parts[1:] {
		at := strings.Index(rest, part)
		if i == len(parts)-2 {
			at = len(rest) - len(part)
		}
		if at < 0 || !strings.HasSuffix(rest, part) && i == len(parts)-2 {
			return nil, false
		}
		values = append(values, rest[:at])
		rest = rest[at+len(part):]
	}
	return values, rest == ""
}
