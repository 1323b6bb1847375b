package pack

import (
	"encoding/json"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"
)

func TestTextReads(t *testing.T) {
	cases := []struct {
		name, json, yaml string
		want             Text
	}{
		{"a string", `"太贵"`, "太贵", Text{"zh-CN": "太贵"}},
		{"an empty string", `""`, `""`, Text{"zh-CN": ""}},
		{"several lines", `"一\n二"`, "|-\n  一\n  二", Text{"zh-CN": "一\n二"}},
		{"a map", `{"en":"Price","zh-CN":"太贵"}`, "{zh-CN: 太贵, en: Price}", Text{"zh-CN": "太贵", "en": "Price"}},
		{"a map without the default locale", `{"en":"Price"}`, "{en: Price}", Text{"en": "Price"}},
		{"an empty map", `{}`, "{}", Text{}},
		{"nothing", `null`, "null", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var fromJSON, fromYAML struct{ Text Text }
			require.NoError(t, json.Unmarshal([]byte(`{"text":`+c.json+`}`), &fromJSON))
			require.NoError(t, yaml.Unmarshal([]byte("text: "+c.yaml), &fromYAML))
			require.Equal(t, c.want, fromJSON.Text)
			require.Equal(t, c.want, fromYAML.Text)
			written, err := json.Marshal(fromJSON.Text)
			require.NoError(t, err)
			require.Equal(t, c.json, string(written), "what was read is written again")
		})
	}
}

func TestTextRefuses(t *testing.T) {
	const want = "a text is a string, or a map from locale to string: "
	var read Text
	require.ErrorContains(t, json.Unmarshal([]byte(`["太贵"]`), &read), want)
	require.ErrorContains(t, json.Unmarshal([]byte(`{"en":{}}`), &read), want)
	require.ErrorContains(t, yaml.Unmarshal([]byte(`[太贵]`), &read), want)
	require.ErrorContains(t, yaml.Unmarshal([]byte(`{en: {a: b}}`), &read), want)
}

func TestTextIn(t *testing.T) {
	both := Text{"zh-CN": "太贵", "en": "Price"}
	cases := []struct {
		name   string
		text   Text
		locale string
		want   string
	}{
		{"the locale", both, "en", "Price"},
		{"the default", both, "zh-CN", "太贵"},
		{"no locale", both, "", "太贵"},
		{"a locale it has not", both, "fr", "太贵"},
		{"an empty text counts as given", Text{"zh-CN": "太贵", "en": ""}, "en", ""},
		{"neither", Text{"en": "Price"}, "fr", ""},
		{"no text", nil, "en", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, c.text.In(c.locale)) })
	}
}

func TestTitles(t *testing.T) {
	p := sample(t)
	require.Equal(t, "嫌贵", p.LabelTitle("topic", "price", "en"))
	require.Equal(t, "price", p.LabelTitle("kind", "price", "zh-CN"), "another axis")
	require.Equal(t, "嫌贵", p.AnyTitle("price", "zh-CN"))
	require.Equal(t, "nowhere", p.AnyTitle("nowhere", "zh-CN"))
	require.Equal(t, "Ask", p.TechniqueTitle("inquire", "en"))
	require.Equal(t, "nowhere", p.TechniqueTitle("nowhere", "en"))
}
