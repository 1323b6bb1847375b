package main

import (
	"fmt"
	"reflect"
	"strings"

	"objectioncoach/coach/pack"
)

// valueAt gives the value of a field such as "steps.0.say" of an item; the zero Value
// where there is none.
func (f *form) valueAt(field string) reflect.Value {
	v := reflect.ValueOf(f.item)
	if rest, ok := strings.CutPrefix(field, "en:"); ok {
		field, v = rest, reflect.ValueOf(f.english)
	}
	for part := range strings.SplitSeq(field, ".") {
		for v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		switch v.Kind() {
		case reflect.Struct:
			v = fieldOf(v, part)
		case reflect.Slice:
			i := 0
			if _, err := fmt.Sscan(part, &i); err != nil || i >= v.Len() {
				return reflect.Value{}
			}
			v = v.Index(i)
		case reflect.Map:
			return v // a text: the part is its language
		default:
			return reflect.Value{}
		}
	}
	return v
}

func fieldOf(v reflect.Value, key string) reflect.Value {
	for i := range v.NumField() {
		if keyOf(v.Type().Field(i)) == key {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}

// keyOf gives the key under which a field stands in YAML.
func keyOf(f reflect.StructField) string {
	for _, tag := range []string{"yaml", "json"} {
		if key, _, _ := strings.Cut(f.Tag.Get(tag), ","); key != "" && key != "-" {
			return key
		}
	}
	return strings.ToLower(f.Name)
}

// get gives what stands in the box of a field.
func (f *form) get(field string) string {
	v := f.valueAt(field)
	switch {
	case !v.IsValid():
		return ""
	case v.Kind() == reflect.Map:
		return v.Interface().(pack.Text)[field[strings.LastIndexByte(field, '.')+1:]]
	case v.Kind() == reflect.Bool:
		return fmt.Sprint(v.Bool())
	case v.Type() == reflect.TypeFor[[]string]():
		return strings.Join(v.Interface().([]string), "\n")
	case v.Kind() == reflect.String:
		return v.String()
	}
	return ""
}

// set puts what was typed into a box into the item.
func (f *form) set(field, value string) {
	v := f.valueAt(field)
	switch {
	case !v.IsValid() || !v.CanSet():
	case v.Kind() == reflect.Map:
		locale := field[strings.LastIndexByte(field, '.')+1:]
		t := pack.Text{}
		for l, said := range v.Interface().(pack.Text) {
			t[l] = said
		}
		if t[locale] = value; value == "" {
			delete(t, locale)
		}
		if len(t) == 0 {
			t = nil
		}
		v.Set(reflect.ValueOf(t))
	case v.Kind() == reflect.Bool:
		v.SetBool(value == "true")
	case v.Type() == reflect.TypeFor[[]string]():
		var list []string
		for line := range strings.Lines(value) {
			if line = strings.TrimSpace(line); line != "" {
				list = append(list, line)
			}
		}
		v.Set(reflect.ValueOf(list))
	case v.Kind() == reflect.String:
		v.SetString(value)
	}
}

// matchSteps gives a translation the steps of its script.
func matchSteps(s *pack.Script, t *pack.Translation) {
	t.ID = s.ID
	for len(t.Steps) < len(s.Steps) {
		t.Steps = append(t.Steps, pack.TranslatedStep{})
	}
	t.Steps = t.Steps[:len(s.Steps)]
	for i := range s.Steps {
		t.Steps[i].ID = s.Steps[i].ID
	}
}

// empty reports whether a translation says nothing.
func empty(t *pack.Translation) bool {
	for _, step := range t.Steps {
		if step.Say != "" {
			return false
		}
	}
	return t.Open+t.Closed+t.Show+t.Avoid+t.After == ""
}
