package studio

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"objectioncoach/coach/pack"
)

// keyOf gives the key under which a field is written.
func keyOf(f reflect.StructField) string {
	for _, tag := range []string{"yaml", "json"} {
		if key, _, _ := strings.Cut(f.Tag.Get(tag), ","); key != "" && key != "-" {
			return key
		}
	}
	return strings.ToLower(f.Name)
}

var textType = reflect.TypeFor[pack.Text]()

// flow writes a value on one line: {step: accept, say: "好。"}.
func flow(v reflect.Value) string {
	switch {
	case v.Kind() == reflect.Pointer:
		return flow(v.Elem())
	case v.Type() == textType:
		return flowText(v.Interface().(pack.Text))
	case v.Kind() == reflect.Struct:
		var parts []string
		for i := range v.NumField() {
			if !blank(v.Field(i)) {
				parts = append(parts, keyOf(v.Type().Field(i))+": "+flow(v.Field(i)))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case v.Kind() == reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = flow(v.Index(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case v.Kind() == reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case v.Kind() == reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	}
	return scalar(v.String())
}

func flowText(t pack.Text) string {
	if said, ok := t[pack.DefaultLocale]; ok && len(t) == 1 {
		return scalar(said)
	}
	var parts []string
	for _, locale := range locales(t) {
		parts = append(parts, locale+": "+scalar(t[locale]))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// locales lists the languages of a text, the default one first.
func locales(t pack.Text) []string {
	list := slices.Sorted(maps.Keys(t))
	slices.SortStableFunc(list, func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == pack.DefaultLocale:
			return -1
		case b == pack.DefaultLocale:
			return 1
		}
		return 0
	})
	return list
}

// block writes a struct with a key on each line, behind an indent on all lines but the
// first; lists of structs get a line for each item.
func block(v reflect.Value, indent string) string {
	var lines []string
	for i := range v.NumField() {
		if !blank(v.Field(i)) {
			lines = append(lines, keyed(keyOf(v.Type().Field(i)), v.Field(i), indent))
		}
	}
	return strings.Join(lines, "\n"+indent)
}

// keyed writes a key of a block and its value.
func keyed(key string, v reflect.Value, indent string) string {
	if v.Kind() != reflect.Slice || v.Type().Elem().Kind() != reflect.Struct {
		return key + ": " + flow(v)
	}
	text := key + ":"
	for i := range v.Len() {
		text += "\n" + indent + "- " + flow(v.Index(i))
	}
	return text
}

// blank reports whether a value need not be written.
func blank(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Struct:
		for i := range v.NumField() {
			if !blank(v.Field(i)) {
				return false
			}
		}
		return true
	}
	return v.IsZero()
}

// scalar writes a text, in quotation marks where anything in it could be read as
// something else.
func scalar(s string) string {
	if plain(s) {
		return s
	}
	return quoted(s)
}

// words that YAML takes for something other than a text, in some version of it.
var taken = []string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}

// plain reports whether a text reads the same without quotation marks, anywhere.
func plain(s string) bool {
	letter := false
	for i, r := range s {
		switch {
		case unicode.IsLetter(r):
			letter = true
		case r >= '0' && r <= '9':
			if i == 0 {
				return false
			}
		case i == 0 || !strings.ContainsRune("-_./ ", r) || strings.HasSuffix(s[:i], " "):
			return false
		}
	}
	return letter && !strings.HasSuffix(s, " ") && !slices.Contains(taken, strings.ToLower(s))
}

// quoted writes a text in double quotation marks.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x20 || r >= 0x7F && r < 0xA0 || r == '\u2028' || r == '\u2029' || r == '\ufeff':
			const digits = "0123456789abcdef"
			b.WriteString(`\u`)
			for shift := 12; shift >= 0; shift -= 4 {
				b.WriteByte(digits[r>>shift&15])
			}
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// like writes a text as another was written: in the same quotation marks, if they can
// hold it.
func like(raw, s string) string {
	switch {
	case strings.HasPrefix(raw, `"`):
		return quoted(s)
	case strings.HasPrefix(raw, "'") && !strings.ContainsFunc(s, unicode.IsControl) && s != "":
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return scalar(s)
}
