package coach_test

import (
	"fmt"

	"objectioncoach/coach"
	"objectioncoach/coach/packs"
)

func Example() {
	p, err := packs.Open("bank")
	if err != nil {
		panic(err)
	}
	c, err := coach.New(p)
	if err != nil {
		panic(err)
	}
	a, err := c.Analyze(coach.Say("这手续费也太贵了"))
	if err != nil {
		panic(err)
	}
	fmt.Println(a.Kind, a.Topics[0].ID, a.Timing.Decision)
	// Output: objection price later
}
