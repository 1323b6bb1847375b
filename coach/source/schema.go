package source

import (
	"encoding/json"
	"reflect"

	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
)

// Schema gives a JSON Schema (draft 2020-12) of the YAML files of a pack, with
// which editors complete keys and mark mistakes. It knows keys and closed lists of
// values; what leads where only Read can tell.
func Schema() ([]byte, error) {
	properties := map[string]any{}
	t := reflect.TypeFor[pack.Pack]()
	for i := range t.NumField() {
		if f := t.Field(i); f.Type.Kind() == reflect.Slice {
			properties[keyOf(f)] = map[string]any{"type": "array", "items": schemaOf(f.Type.Elem(), keyOf(f))}
		}
	}
	return json.MarshalIndent(map[string]any{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"title":                "Objection Coach pack",
		"type":                 "object",
		"properties":           properties,
		"additionalProperties": false,
	}, "", "  ")
}

// closed lists the values of keys that have a closed list of them.
var closed = map[string][]string{
	"kind": labelled.Kinds, "topic": labelled.Topics, "nature": labelled.Natures, "emotion": labelled.Emotions,
	"manner": manners, "merit": merits, "channel": channels, "decision": timings, "step": pack.Steps,
	"pattern": pack.Patterns, "side": pack.Sides, "class": {pack.Fine, pack.OnlyIfTrue, pack.Never},
}

// schemaOf gives the schema of a type; key is the key it stands under.
func schemaOf(t reflect.Type, key string) map[string]any {
	switch {
	case t == reflect.TypeFor[pack.Text]():
		return map[string]any{"oneOf": []any{
			map[string]any{"type": "string"},
			map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string"}},
		}}
	case t.Kind() == reflect.Pointer:
		return schemaOf(t.Elem(), key)
	case t.Kind() == reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem(), key)}
	case t.Kind() == reflect.Bool:
		return map[string]any{"type": "boolean"}
	case t.Kind() == reflect.Struct:
		return schemaOfStruct(t)
	}
	if values := closed[key]; values != nil {
		return map[string]any{"enum": values}
	}
	return map[string]any{"type": "string"}
}

func schemaOfStruct(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for i := range t.NumField() {
		key := keyOf(t.Field(i))
		properties[key] = schemaOf(t.Field(i).Type, key)
		if key == "id" {
			required = append(required, key)
		}
	}
	schema := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		schema["required"] = required
	}
	return schema
}

// Closed gives the values of a key that has a closed list of them, else none.
func Closed(key string) []string { return closed[key] }
