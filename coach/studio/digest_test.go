package studio

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
)

// filled gives a value of a type with something in every part of it.
func filled(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			v.Field(i).Set(filled(t.Field(i).Type))
		}
	case reflect.Slice:
		v.Set(reflect.Append(v, filled(t.Elem())))
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		v.Elem().Set(filled(t.Elem()))
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Float64:
		v.SetFloat(0.5)
	default:
		panic(t.String())
	}
	return v
}

// TestDigest changes each part of an answer: the digest is another, but for what staff do
// not see.
func TestDigest(t *testing.T) {
	unseen := map[string]bool{"Pack": true, "Trace": true, "KindScore": true, "NatureScore": true, "EmotionScore": true}
	whole := filled(reflect.TypeFor[coach.Analysis]()).Interface().(coach.Analysis)
	require.Equal(t, digestOf(whole), digestOf(filled(reflect.TypeFor[coach.Analysis]()).Interface().(coach.Analysis)))
	for i := range reflect.TypeFor[coach.Analysis]().NumField() {
		name := reflect.TypeFor[coach.Analysis]().Field(i).Name
		other := whole
		reflect.ValueOf(&other).Elem().Field(i).SetZero()
		require.Equal(t, unseen[name], digestOf(whole) == digestOf(other), name)
	}
	other := whole
	other.Topics = []coach.Topic{{ID: "x", Score: 0.9, Asserted: true}, {ID: "y", Score: 0.4}}
	require.Equal(t, digestOf(whole), digestOf(other), "topics that are only near")
	other.Topics = append(other.Topics, coach.Topic{ID: "z", Asserted: true})
	require.NotEqual(t, digestOf(whole), digestOf(other))
	other = whole
	other.Script = &coach.Script{ID: "xx", Steps: whole.Script.Steps}
	require.NotEqual(t, digestOf(whole), digestOf(other))
}
