package calendar

import (
	_ "embed" // for the holidays
	"encoding/json"
	"errors"
	"sync"
)

// holidaysFile holds what the General Office of the State Council orders year by
// year. The order for a year comes out in the November before, so another year is a
// change of this file alone. For a last year whose order is not out yet it may hold the
// days of the Measures on Holidays (article 2), which no order takes away; which days are
// put together with them, and which weekends are worked for it, is then still open.
//
//go:embed holidays.json
var holidaysFile []byte

// Notice is the official document that sets the holidays of a year.
type Notice struct {
	Year int `json:"year"`
	// Standing is the Measures, in force for every year, where the order for this one is
	// not out: the days of the year are provisional.
	Standing  bool   `json:"standing,omitempty"`
	Title     string `json:"title"`
	Number    string `json:"number"`
	Published Day    `json:"published"`
	Address   string `json:"address"`
}

// Coverage is how far the holidays are known.
type Coverage struct {
	First   Day `json:"first"`   // the first day of the first year with a notice
	Ordered Day `json:"ordered"` // the last day of the last year whose order is out
	Last    Day `json:"last"`    // the last day of the last year with a notice
	Checked Day `json:"checked"` // when it was last looked whether there are other notices
}

// Holiday is a public holiday: its days off in a row, both ends in it.
type Holiday struct {
	Name map[string]string `json:"name"` // by locale: zh-CN and en
	From Day               `json:"from"`
	To   Day               `json:"to"`
}

// BeyondError says that a count met a day of a year whose holidays are not known.
// Nothing is guessed: its working days are open until its notice is in the data.
type BeyondError struct {
	Day      Day // the first such day that the count met
	Coverage Coverage
}

func (e *BeyondError) Error() string {
	return "whether " + e.Day.String() + " is a working day is not known: the holidays are known from " +
		e.Coverage.First.String() + " to " + e.Coverage.Last.String()
}

// unsettled is how many days at the end of the last year with an order that of the next
// may still change: those for 2008 and 2019 reached back to 29 December.
const unsettled = 7

// table is the holidays as they are looked up.
type table struct {
	coverage Coverage
	notices  []Notice
	holidays map[Day]*Holiday // the holiday that a day off belongs to
	workdays map[Day]bool     // days of weekends that are worked
}

// official is the table of holidaysFile. A test reads the file, so that it cannot
// fail here.
var official = sync.OnceValue(func() *table {
	t, err := readTable(holidaysFile)
	if err != nil {
		panic("calendar: holidays.json: " + err.Error())
	}
	return t
})

// readTable reads years, the earliest first and none left out.
func readTable(file []byte) (*table, error) {
	var content struct {
		Checked Day `json:"checked"`
		Years   []struct {
			Notice   Notice `json:"notice"`
			Holidays []struct {
				Holiday
				Workdays []Day `json:"workdays"`
			} `json:"holidays"`
		} `json:"years"`
	}
	if err := json.Unmarshal(file, &content); err != nil {
		return nil, err
	}
	if len(content.Years) == 0 {
		return nil, errors.New("no years")
	}
	t := &table{holidays: map[Day]*Holiday{}, workdays: map[Day]bool{}}
	for _, year := range content.Years {
		t.notices = append(t.notices, year.Notice)
		for _, holiday := range year.Holidays {
			for day := holiday.From; day <= holiday.To; day++ {
				t.holidays[day] = &holiday.Holiday
			}
			for _, day := range holiday.Workdays {
				t.workdays[day] = true
			}
		}
	}
	first, err := NewDay(t.notices[0].Year, 1, 1)
	if err != nil {
		return nil, err
	}
	t.coverage = Coverage{First: first, Checked: content.Checked}
	for _, notice := range t.notices {
		last, err := NewDay(notice.Year, 12, 31)
		if err != nil {
			return nil, err
		}
		if !notice.Standing {
			t.coverage.Ordered = last
		}
		t.coverage.Last = last
	}
	return t, nil
}

// Known tells how far the holidays are known.
func Known() Coverage { return official().coverage }

// Notices lists the official documents behind the holidays, the earliest year first.
func Notices() []Notice { return append([]Notice(nil), official().notices...) }

// Workday reports whether a day is a working day in mainland China: a weekday that is
// no holiday, or a day of a weekend that is worked to make up for one. A day whose
// holidays are not known gives a *BeyondError.
func Workday(day Day) (bool, error) {
	status, err := official().status(day)
	return status.working, err
}

// status is what a day is to business.
type status struct {
	working     bool
	madeUp      bool     // a day of a weekend that is worked
	holiday     *Holiday // nil on any other day
	provisional bool     // the next order may change it
}

func (t *table) status(day Day) (status, error) {
	if day < t.coverage.First || day > t.coverage.Last {
		return status{}, &BeyondError{Day: day, Coverage: t.coverage}
	}
	s := status{holiday: t.holidays[day], madeUp: t.workdays[day], provisional: day > t.coverage.Ordered-unsettled}
	s.working = s.madeUp || s.holiday == nil && day.Weekday() <= 5
	return s, nil
}
