package source

import (
	"encoding/json"
	"reflect"

	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
)

// Schema gives a JSON Schema (draft 2020-12) of the YAML files of a pack, pack.yaml
// and those with sections, with which editors complete keys and mark mistakes. It
// knows keys and closed lists of values; what leads where only Read can tell.
func Schema() ([]byte, error) {
	properties := map[string]any{}
	head := reflect.TypeFor[header]()
	for i := range head.NumField() {
		f := head.Field(i)
		properties[keyOf(f)] = schemaOf(f.Type, head.Name(), keyOf(f))
	}
	for _, t := range []reflect.Type{reflect.TypeFor[pack.Pack](), reflect.TypeFor[pack.Rulebook]()} {
		for i := range t.NumField() {
			if f := t.Field(i); f.Type.Kind() == reflect.Slice {
				properties[keyOf(f)] = map[string]any{"type": "array", "items": schemaOf(f.Type.Elem(), t.Name(), keyOf(f))}
			}
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

// closed lists the values of keys that have a closed list of them; a key of one type
// only stands with that type.
var closed = map[string][]string{
	"kind": labelled.Kinds, "topic": labelled.Topics, "nature": labelled.Natures, "emotion": labelled.Emotions,
	"manner": manners, "merit": merits, "decision": timings, "step": pack.Steps,
	"pattern": pack.Patterns, "side": pack.Sides, "class": {pack.Fine, pack.OnlyIfTrue, pack.Never},
	"Loop.steps": pack.Steps, "ViewStep.covers": pack.Steps, "Pattern.id": pack.Patterns, "Derived.axis": derivable,
	"When.channel": outlets, "Rule.severity": gravities, "Rule.channels": outlets,
	"Origin.confidence": confidences, "Origin.channels": outlets, "Habit.id": labelled.Habits,
	"Verdict.id": pack.VerdictIDs, "Guard.kind": pack.GuardKinds, "Find.kind": pack.FindKinds,
}

// locale is the shape of the name of a language: a comma in a text without quotes does
// not make one.
const locale = "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"

// ruleIDs is the shape of the ids of rules: of those that models were taught, and of those
// that packs add.
const ruleIDs = "^(P0[1-9]|P1[0-9]|P20|[A-OQ-Za-oq-z][A-Za-z0-9-]*|[Pp][A-Za-z-][A-Za-z0-9-]*)$"

// schemaOf gives the schema of a type, which stands under a key of the type named in.
func schemaOf(t reflect.Type, in, key string) map[string]any {
	switch {
	case t == reflect.TypeFor[pack.Text]():
		return map[string]any{"oneOf": []any{
			map[string]any{"type": "string"},
			map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string"}, "propertyNames": map[string]any{"pattern": locale}},
		}}
	case t.Kind() == reflect.Pointer:
		return schemaOf(t.Elem(), in, key)
	case t.Kind() == reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem(), in, key)}
	case t.Kind() == reflect.Bool:
		return map[string]any{"type": "boolean"}
	case t.Kind() == reflect.Int:
		return map[string]any{"type": "integer", "minimum": 0}
	case t.Kind() == reflect.Struct:
		return schemaOfStruct(t)
	}
	if in+"."+key == "Rule.id" {
		return map[string]any{"type": "string", "pattern": ruleIDs}
	}
	for _, name := range []string{in + "." + key, key} {
		if values := closed[name]; values != nil {
			return map[string]any{"enum": values}
		}
	}
	return map[string]any{"type": "string"}
}

func schemaOfStruct(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for i := range t.NumField() {
		key := keyOf(t.Field(i))
		properties[key] = schemaOf(t.Field(i).Type, t.Name(), key)
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

// Closed gives the values of a key that has a closed list of them, of a condition where
// it has one only there, else none.
func Closed(key string) []string {
	if list, ok := closed[key]; ok {
		return list
	}
	return closed["When."+key]
}
