package pack

import (
	"encoding/json"
	"fmt"
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
