package train

import (
	"slices"

	"objectioncoach/coach/classify"
)

// joinEvery is how many lines with topics there are for each joined pair.
const joinEvery = 8

// joined adds pairs of lines as if one person had said both. Customers seldom put
// two reasons side by side in the corpus; pairs teach that the one does not drown
// the other. They teach topics alone: what two lines together are, nobody said.
func joined(rows [][]int32, so []truth, all []group) ([][]int32, []truth) {
	topics := slices.IndexFunc(all, func(g group) bool { return g.axis == classify.Topic })
	if topics < 0 {
		return rows, so
	}
	var with []int
	for i := range rows {
		if so[i].teaches[topics] {
			with = append(with, i)
		}
	}
	random := random(5)
	for n := 0; n+joinEvery <= len(with); n += joinEvery {
		a, b := with[random.below(len(with))], with[random.below(len(with))]
		t := truth{holds: make([]bool, len(so[a].holds)), teaches: make([]bool, len(all))}
		t.teaches[topics] = true
		for k := all[topics].first; k < all[topics].end; k++ {
			t.holds[k] = so[a].holds[k] || so[b].holds[k]
		}
		rows, so = append(rows, slices.Concat(rows[a], rows[b])), append(so, t)
	}
	return rows, so
}
