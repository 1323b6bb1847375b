package casebook

// Walks gives the cases in which a procedure was begun, in no order.
func (b *Book) Walks() []Case {
	var list []Case
	for _, e := range b.entries {
		if len(e.c.d.Walk) > 0 {
			list = append(list, e.c)
		}
	}
	return list
}

// Title gives what a tag of a field is called in a locale, zh-CN or en; fields are named
// as in JSON. A tag that is not known goes by its id.
func Title(field, id, locale string) string { return title(axisOf[field], id, locale) }
