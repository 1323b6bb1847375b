package calendar

import "errors"

const (
	unixDay     Day = 719_163 // 1 January 1970
	hour            = 60 * 60 * 1000
	dayLength       = 24 * hour
	aheadOfUTC      = 8 * hour
	firstMoment     = 694_195_200_000                                     // the year 1992 begins in Shanghai
	lastMoment      = int64(LastDay-unixDay+1)*dayLength - 1 - aheadOfUTC // the year 9999 ends there
)

var errMoment = errors.New("the time must be in milliseconds since 1970, from the year 1992 to 9999")

// InShanghai gives the day that it is in Asia/Shanghai at a moment, in milliseconds
// since the beginning of 1970 in UTC. China has kept eight hours ahead of UTC without
// summer time since September 1991, so moments before 1992 are an error, as are those
// after 9999.
func InShanghai(milliseconds int64) (Day, error) {
	if milliseconds < firstMoment || milliseconds > lastMoment {
		return 0, errMoment
	}
	return unixDay + Day((milliseconds+aheadOfUTC)/dayLength), nil
}

// utc writes a moment as calendars do: 20261122T080648Z.
func utc(milliseconds int64) (string, error) {
	if milliseconds < firstMoment || milliseconds > lastMoment {
		return "", errMoment
	}
	day := unixDay + Day(milliseconds/dayLength)
	seconds := int(milliseconds % dayLength / 1000)
	return day.write("") + "T" + figures(seconds/3600, 2) + figures(seconds/60%60, 2) + figures(seconds%60, 2) + "Z", nil
}
