package page

import (
	"time"

	"objectioncoach/coach/calendar"
)

// Today gives the day in Shanghai by the clock of the device; the zero Day where that
// clock stands outside of what can be counted.
func Today() calendar.Day {
	day, err := calendar.InShanghai(time.Now().UnixMilli())
	if err != nil {
		return 0
	}
	return day
}
