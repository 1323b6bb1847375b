package main

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/source"
)

// TestFormsHaveWords holds that every section and every key that a form shows has a title in
// both languages.
func TestFormsHaveWords(t *testing.T) {
	for _, w := range []*formWords{&chineseForms, &englishForms} {
		for _, section := range source.Sections() {
			require.NotEmpty(t, w.sections[section], section)
			kind, ok := source.ItemType(section)
			require.True(t, ok, section)
			for _, key := range keysOf(kind) {
				require.NotEmpty(t, w.fields[key], "%s of %s", key, section)
			}
		}
	}
	for _, list := range []string{"Rule.severity", "Origin.confidence", "Find.kind"} {
		for _, value := range source.Closed(list) {
			require.True(t, value == "question" || chineseForms.values[value] != "", value)
		}
	}
}

// keysOf lists the keys of a type, with those of what stands in it.
func keysOf(kind reflect.Type) []string {
	for kind.Kind() == reflect.Slice || kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	if kind.Kind() != reflect.Struct {
		return nil
	}
	var keys []string
	for i := range kind.NumField() {
		keys = append(append(keys, keyOf(kind.Field(i))), keysOf(kind.Field(i).Type)...)
	}
	return keys
}

func TestFieldAt(t *testing.T) {
	lines := strings.Split(`scripts:
- id: a # first
  for:
    topic: [price]
  technique: inquire
  steps:
  - {step: accept, say: "一"}
  # between
  - step: answer
    say:
      en: two
  open: |
    多行
timing:
- {id: t, when: {topic: [price]}, decision: now, reason: {zh-CN: 好}}`, "\n")
	for _, c := range []struct {
		begin, line, column int
		want                string
	}{
		{2, 2, 3, "id"}, {2, 3, 3, "for"}, {2, 4, 5, "for"}, {2, 5, 3, "technique"}, {2, 6, 3, "steps"},
		{2, 7, 6, "steps.0"}, {2, 9, 5, "steps.1"}, {2, 11, 7, "steps.1"}, {2, 12, 3, "open"}, {2, 13, 5, "open"},
		{15, 15, 4, "id"}, {15, 15, 11, "when"}, {15, 15, 35, "decision"}, {15, 15, 50, "reason"},
		{2, 99, 1, ""}, {0, 1, 1, ""},
	} {
		require.Equal(t, c.want, fieldAt(lines, c.begin, c.line, c.column), "%d:%d", c.line, c.column)
	}
}

func TestBoxesSetWhatTheyGet(t *testing.T) {
	f := form{item: &pack.Script{ID: "a", Steps: []pack.Step{{ID: "accept", Say: pack.Text{"zh-CN": "一"}}}},
		english: &pack.Translation{ID: "a", Steps: []pack.TranslatedStep{{ID: "accept"}}}}
	for field, value := range map[string]string{"id": "b", "steps.0.say.zh-CN": "二", "steps.0.step": "check", "open.zh-CN": "问\n什么", "variant": "true", "for.topic": "price\nyield", "en:steps.0.say": "two", "en:open": "What?"} {
		f.set(field, value)
		require.Equal(t, value, f.get(field), field)
	}
	require.Equal(t, []string{"price", "yield"}, f.item.(*pack.Script).For.Topic)
	f.set("open.zh-CN", "")
	require.Nil(t, f.item.(*pack.Script).Open, "an empty text is none")
	for _, field := range []string{"steps.9.say.zh-CN", "nothing", "id.more", "steps.x"} {
		f.set(field, "x")
		require.Empty(t, f.get(field), field)
	}
}

func TestTranslationsKeepTheStepsOfTheirScript(t *testing.T) {
	s := &pack.Script{ID: "a", Steps: []pack.Step{{ID: "accept"}, {ID: "next"}}}
	translation := &pack.Translation{ID: "old", Steps: []pack.TranslatedStep{{ID: "check", Say: "One."}}}
	matchSteps(s, translation)
	require.Equal(t, &pack.Translation{ID: "a", Steps: []pack.TranslatedStep{{ID: "accept", Say: "One."}, {ID: "next"}}}, translation)
	require.False(t, empty(translation))
	s.Steps = s.Steps[1:]
	translation.Steps = translation.Steps[1:]
	matchSteps(s, translation)
	require.True(t, empty(translation))
}
