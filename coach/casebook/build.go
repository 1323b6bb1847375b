package casebook

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"objectioncoach/coach/calendar"
	"objectioncoach/coach/mask"
)

// The days and moments that a case can have: what lies outside is a slip of the pen or
// of a program.
var (
	firstDay, lastDay = day(1992, 1, 1), day(2199, 12, 31)
	firstMoment       = momentOf(firstDay)
	lastMoment        = momentOf(lastDay+1) - 1
)

func day(y, m, d int) calendar.Day {
	day, err := calendar.NewDay(y, m, d)
	if err != nil {
		panic(err) // the days of this package are in the calendar
	}
	return day
}

// build makes a case of a draft, or tells all that is wrong with it.
func build(d Draft) (Case, Faults) {
	d = d.clone()
	var i inspector
	i.identity(&d)
	i.talk(&d)
	d.Topics = i.tags("topics", d.Topics)
	d.Causes = i.tags("causes", d.Causes)
	if d.Outcome == "" {
		d.Outcome = Outcomes[0]
	}
	i.closed("kind", &d.Kind)
	i.closed("nature", &d.Nature)
	i.closed("emotion", &d.Emotion)
	i.closed("outcome", &d.Outcome)
	i.closed("servqual", &d.Servqual)
	d.Technique = i.tag("technique", d.Technique)
	i.script(&d.Script)
	i.word("channel", &d.Channel)
	i.word("product", &d.Product)
	i.word("segment", &d.Segment)
	i.text("note", &d.Note)
	i.text("promise", &d.Promise)
	i.day("followUp", d.FollowUp, true)
	i.day("followedUp", d.FollowedUp, true)
	i.clocks(d.Clocks)
	i.walk(&d)
	d.empty()
	if len(i.faults) > 0 {
		return Case{}, i.faults
	}
	return Case{d}, nil
}

// empty makes lists without items nil, so that equal cases are equal.
func (d *Draft) empty() {
	if len(d.Turns) == 0 {
		d.Turns = nil
	}
	if len(d.Topics) == 0 {
		d.Topics = nil
	}
	if len(d.Causes) == 0 {
		d.Causes = nil
	}
	if len(d.Clocks) == 0 {
		d.Clocks = nil
	}
}

func (i *inspector) identity(d *Draft) {
	switch {
	case d.ID == "":
		i.fault("id", "none")
	case !identity(d.ID):
		i.fault("id", "id", d.ID)
	case mask.Apply(d.ID) != d.ID:
		i.fault("id", "personal")
	}
	if d.Changed == 0 {
		d.Changed = d.Created
	}
	switch {
	case d.Created == 0:
		i.fault("created", "none")
	case d.Created < firstMoment || d.Created > lastMoment:
		i.fault("created", "moment")
	case d.Changed < firstMoment || d.Changed > lastMoment:
		i.fault("changed", "moment")
	case d.Changed < d.Created:
		i.fault("changed", "backwards")
	}
}

// identity reports whether s can be an id.
func identity(s string) bool {
	for i, r := range s {
		plain := r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !plain && (i == 0 || !strings.ContainsRune("._:-", r)) {
			return false
		}
	}
	return s != "" && len(s) <= MaxID
}

func (i *inspector) talk(d *Draft) {
	if len(d.Turns) > MaxTurns {
		i.fault("turns", "many", strconv.Itoa(len(d.Turns)), strconv.Itoa(MaxTurns))
		return
	}
	all := 0
	for n := range d.Turns {
		turn := &d.Turns[n]
		if turn.Who = tag(speakers, turn.Who); !known(speakers, turn.Who) {
			i.fault("turns", "who", strconv.Itoa(n+1))
		}
		i.text("turns", &turn.Text)
		if turn.Text == "" {
			i.fault("turns", "silent", strconv.Itoa(n+1))
		}
		all += utf8.RuneCountInString(turn.Text)
	}
	if all > MaxTalk {
		i.fault("turns", "long", strconv.Itoa(all), strconv.Itoa(MaxTalk))
	}
}

// text cleans and masks a text of up to MaxText characters.
func (i *inspector) text(field string, s *string) { *s = i.masked(field, clean(*s), MaxText) }

// masked masks a clean text. Both it and what becomes of it must keep the bound: a text
// that was masked before is then never refused.
func (i *inspector) masked(field, s string, most int) string {
	if i.fits(field, s, most) {
		s = mask.Apply(s)
		i.fits(field, s, most)
	}
	return s
}

// fits checks that a text has no more than so many characters.
func (i *inspector) fits(field, s string, most int) bool {
	if len(s) <= most { // in bytes, of which a character has one at least
		return true
	}
	n := utf8.RuneCountInString(s)
	if n > most {
		i.fault(field, "long", strconv.Itoa(n), strconv.Itoa(most))
	}
	return n <= most
}

// clean leaves of a text what can be read: line ends become \n, other controls, signs
// without a shape and space around are left out.
func clean(s string) string {
	if !plain(s) {
		s = strings.Map(readable, lineEnds.Replace(strings.ToValidUTF8(s, "\uFFFD")))
	}
	return strings.TrimSpace(s)
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// plain reports whether s has only characters that clean leaves alone, as common as
// they are: ASCII, Chinese, and the punctuation of Chinese.
func plain(s string) bool {
	for _, r := range s {
		switch {
		case r >= 0x4E00 && r <= 0x9FFF, r >= ' ' && r < 0x7F, r == '\n', r == '\t', r >= 0x3000 && r < 0x3040, r > 0xFF00 && r < 0xFF60:
		case r == '—', r == '…', r >= '‘' && r <= '”', r == '·':
		default:
			return false
		}
	}
	return true
}

// readable gives a character as it is kept, or -1.
func readable(r rune) rune {
	switch {
	case r == '\n' || r == '\t' || r == '\u200C' || r == '\u200D': // joiners are part of emoji and some scripts
		return r
	case unicode.In(r, unicode.Cc, unicode.Cf):
		return -1
	}
	return r
}

// line makes one line of a text.
func line(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// word cleans and masks a text of one line that may be a tag.
func (i *inspector) word(field string, s *string) {
	axis := axisOf[field]
	if *s = tag(axis, line(*s)); !known(axis, *s) {
		*s = tag(axis, i.masked(field, *s, MaxWord))
	}
}

// closed checks a tag of a closed list.
func (i *inspector) closed(field string, s *string) {
	axis := axisOf[field]
	if *s = tag(axis, line(*s)); *s != "" && !known(axis, *s) {
		i.fault(field, "unknown", *s, axisMark+field)
	}
}

// tag checks a tag of a list that a pack may lengthen.
func (i *inspector) tag(field, s string) string {
	axis := axisOf[field]
	s = tag(axis, line(s))
	switch {
	case s == "" || known(axis, s):
	case !tagged(s):
		i.fault(field, "tag", s, axisMark+field)
	case mask.Apply(s) != s:
		i.fault(field, "personal")
	}
	return s
}

// tagged reports whether s has the form of a tag.
func tagged(s string) bool {
	for _, r := range s {
		if r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return s != "" && s[0] != '-' && len(s) <= MaxWord
}

// tags checks a list of tags, and leaves out what is there twice.
func (i *inspector) tags(field string, list []string) []string {
	var kept []string
	if len(list) > MaxTags {
		i.fault(field, "many", strconv.Itoa(len(list)), strconv.Itoa(MaxTags))
		return nil
	}
	for _, s := range list {
		if s = i.tag(field, s); s != "" && !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// script checks the id of a script, which may carry that of its pack before it.
func (i *inspector) script(s *string) {
	*s = line(*s)
	switch {
	case *s == "":
	case !identity(strings.ReplaceAll(*s, "/", "-")):
		i.fault("script", "id", *s)
	case mask.Apply(*s) != *s:
		i.fault("script", "personal")
	}
}

func (i *inspector) day(field string, d calendar.Day, optional bool) {
	if d == 0 && optional {
		return
	}
	if d < firstDay || d > lastDay {
		i.fault(field, "day")
	}
}

func (i *inspector) clocks(list []Clock) {
	if len(list) > MaxClocks {
		i.fault("clocks", "many", strconv.Itoa(len(list)), strconv.Itoa(MaxClocks))
		return
	}
	for n := range list {
		clock := &list[n]
		switch {
		case !identity(clock.ID):
			i.fault("clocks", "id", clock.ID)
		case mask.Apply(clock.ID) != clock.ID:
			i.fault("clocks", "personal")
		}
		if slices.ContainsFunc(list[:n], func(other Clock) bool { return other.ID == clock.ID }) {
			i.fault("clocks", "same", clock.ID)
		}
		clock.Title = i.masked("clocks", line(clock.Title), MaxWord)
		i.day("clocks", clock.Due, false)
		i.day("clocks", clock.Stopped, true)
	}
}

// walk checks the walk and masks the strings of it, and the numbers that have the form
// of personal data.
func (i *inspector) walk(d *Draft) {
	raw := d.Walk
	d.Walk = nil
	if len(raw) == 0 || string(raw) == "null" {
		return
	}
	var v any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	switch {
	case len(raw) > MaxWalk:
		i.fault("walk", "long", strconv.Itoa(len(raw)), strconv.Itoa(MaxWalk))
		return
	case !json.Valid(raw) || decoder.Decode(&v) != nil:
		i.fault("walk", "json")
		return
	}
	v = maskedValue(v)
	written, err := json.Marshal(v)
	switch {
	case err != nil:
		i.fault("walk", "json")
	case len(written) > MaxWalk:
		i.fault("walk", "long", strconv.Itoa(len(written)), strconv.Itoa(MaxWalk))
	case v != nil:
		d.Walk = written
	}
}

// maskedValue masks a value of JSON: names of fields too, since whoever writes them
// decides what they say.
func maskedValue(v any) any {
	switch v := v.(type) {
	case string:
		return mask.Apply(clean(v))
	case json.Number:
		if s := v.String(); mask.Apply(s) != s {
			return mask.Apply(s)
		}
	case []any:
		for i := range v {
			v[i] = maskedValue(v[i])
		}
	case map[string]any:
		fields := make(map[string]any, len(v))
		for _, name := range slices.Sorted(maps.Keys(v)) { // of two names that are masked alike, always the same one stays
			fields[mask.Apply(clean(name))] = maskedValue(v[name])
		}
		return fields
	}
	return v
}
