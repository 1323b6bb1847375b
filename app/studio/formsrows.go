package main

import (
	"reflect"
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/coach/pack"
)

// onRow gives a handler that adds, takes out or moves a row of a list.
func (s *studio) onRow(field, what string, i int) app.EventHandler {
	return func(app.Context, app.Event) {
		s.changeRow(s.form.valueAt(field), what, i)
		if field == "steps" && s.form.english != nil {
			if _, ok := s.form.item.(*pack.Script); ok {
				s.changeRow(reflect.ValueOf(&s.form.english.Steps).Elem(), what, i)
			}
		}
		s.sendForm()
		s.fill(false)
	}
}

func (s *studio) changeRow(list reflect.Value, what string, i int) {
	if !list.IsValid() || list.Kind() != reflect.Slice || i > list.Len() || what != "add" && i == list.Len() {
		return
	}
	items := reflect.MakeSlice(list.Type(), 0, list.Len()+1)
	items = reflect.AppendSlice(items, list)
	switch what {
	case "add":
		items = reflect.Append(items, fresh(list.Type().Elem()))
	case "remove":
		items = reflect.AppendSlice(items.Slice(0, i), list.Slice(i+1, list.Len()))
	case "up", "down":
		j := i - 1
		if what == "down" {
			j = i + 1
		}
		if j < 0 || j >= list.Len() {
			return
		}
		items.Index(i).Set(list.Index(j))
		items.Index(j).Set(list.Index(i))
	}
	list.Set(items)
}

// fresh gives an item to begin a row with, which says something, so that it can be
// written.
func fresh(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	switch item := v.Addr().Interface().(type) {
	case *pack.Step:
		item.ID, item.Say = "next", pack.Text{pack.DefaultLocale: "…"}
	case *pack.ChosenTechnique:
		item.ID, item.Reason = "inquire", pack.Text{pack.DefaultLocale: "…"}
	}
	return v
}

// onTempting gives or takes away a part that may be missing.
func (s *studio) onPart(field string, give bool) app.EventHandler {
	return func(app.Context, app.Event) {
		v := s.form.valueAt(field)
		if !v.IsValid() || v.Kind() != reflect.Pointer {
			return
		}
		if v.SetZero(); give {
			v.Set(fresh(v.Type().Elem()).Addr())
		}
		s.sendForm()
		s.fill(false)
	}
}

// onAxis draws an axis of conditions that has no value yet.
func (s *studio) onAxis(field string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		axis := ctx.JSSrc().Get("value").String()
		ctx.JSSrc().Set("value", "")
		if axis == "" {
			return
		}
		if v := s.form.valueAt(field + "." + axis); v.IsValid() && v.Kind() == reflect.Bool {
			v.SetBool(true)
			s.sendForm()
			s.fill(false)
			return
		}
		if !slices.Contains(s.form.opened, field+"."+axis) {
			s.form.opened = append(s.form.opened, field+"."+axis)
		}
	}
}

// onValue puts a value to those of an axis.
func (s *studio) onValue(field string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		value := ctx.JSSrc().Get("value").String()
		ctx.JSSrc().Set("value", "")
		v := s.form.valueAt(field)
		if value == "" || !v.IsValid() {
			return
		}
		v.Set(reflect.ValueOf(append(slices.Clone(v.Interface().([]string)), value)))
		s.sendForm()
	}
}

// onNoValue takes a value out of those of an axis.
func (s *studio) onNoValue(field, value string) app.EventHandler {
	return func(app.Context, app.Event) {
		v := s.form.valueAt(field)
		if !v.IsValid() {
			return
		}
		if v.Kind() == reflect.Bool {
			v.SetBool(false)
		} else {
			list := slices.DeleteFunc(slices.Clone(v.Interface().([]string)), func(other string) bool { return other == value })
			if len(list) == 0 {
				list = nil
				s.form.opened = slices.DeleteFunc(s.form.opened, func(axis string) bool { return axis == field })
			}
			v.Set(reflect.ValueOf(list))
		}
		s.sendForm()
	}
}
