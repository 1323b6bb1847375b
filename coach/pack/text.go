package pack

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// DefaultLocale is the language a text is in when it names none.
const DefaultLocale = "zh-CN"

// Text is a text by locale, such as "zh-CN" and "en". In YAML and JSON a plain
// string is a text in the default locale.
type Text map[string]string

// In gives the text in a locale, or in the default one if it has none there.
func (t Text) In(locale string) string {
	if s, ok := t[locale]; ok {
		return s
	}
	return t[DefaultLocale]
}

// MarshalJSON writes a text of the default locale alone as a plain string.
func (t Text) MarshalJSON() ([]byte, error) {
	if s, ok := t[DefaultLocale]; ok && len(t) == 1 {
		return json.Marshal(s)
	}
	return json.Marshal(map[string]string(t))
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Text) UnmarshalJSON(b []byte) error {
	if string(b) == "null" { // a text that was never given
		return nil
	}
	return t.unmarshal(func(v any) error { return json.Unmarshal(b, v) })
}

// UnmarshalYAML reads a plain string, or a map from locale to string.
func (t *Text) UnmarshalYAML(unmarshal func(any) error) error {
	return t.unmarshal(unmarshal)
}

func (t *Text) unmarshal(into func(any) error) error {
	var plain string
	if into(&plain) == nil {
		*t = Text{DefaultLocale: plain}
		return nil
	}
	var byLocale map[string]string
	if err := into(&byLocale); err != nil {
		return fmt.Errorf("a text is a string, or a map from locale to string: %w", err)
	}
	*t = byLocale
	return nil
}

// With gives the text with a further locale.
func (t Text) With(locale, s string) Text {
	more := Text{locale: s}
	for l, s := range t {
		if l != locale {
			more[l] = s
		}
	}
	return more
}

// eachText replaces every text of the pack by what f makes of it, always in the
// same order: that of the fields and items of the pack.
func (p *Pack) eachText(f func(Text) Text) { replaceTexts(reflect.ValueOf(p).Elem(), f) }

func replaceTexts(v reflect.Value, f func(Text) Text) {
	switch {
	case v.Type() == reflect.TypeFor[Text]():
		if t := f(v.Interface().(Text)); t != nil {
			v.Set(reflect.ValueOf(t))
		}
	case v.Type().PkgPath() == reflect.TypeFor[Pack]().PkgPath() && v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" {
				replaceTexts(v.Field(i), f)
			}
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			replaceTexts(v.Index(i), f)
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		replaceTexts(v.Elem(), f)
	}
}

// inDefaultLocale gives a copy of the pack with the texts of DefaultLocale alone.
func (p *Pack) inDefaultLocale() (*Pack, error) {
	whole, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("the pack %q cannot be written: %w", p.ID, err)
	}
	var plain Pack
	if err := json.Unmarshal(whole, &plain); err != nil {
		return nil, fmt.Errorf("the pack %q cannot be written: %w", p.ID, err)
	}
	plain.eachText(func(t Text) Text {
		if t == nil {
			return nil
		}
		if s, ok := t[DefaultLocale]; ok {
			return Text{DefaultLocale: s}
		}
		return Text{}
	})
	return &plain, nil
}
