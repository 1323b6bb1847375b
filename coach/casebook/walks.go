package casebook

// Walks gives the cases in which a procedure was begun, in no order.
func (b *Book) Walks() []Case {
	var list []Case
	for _, e := range b.entries {
		if len(e.c.d.Walk) > 0 {
			list = append(list, *e.c)
		}
	}
	return list
}
