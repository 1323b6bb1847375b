package main

import (
	"bytes"
	"encoding/json"
	"path"
	"reflect"
	"slices"
	"strings"
	"time"

	"objectioncoach/coach"
	"objectioncoach/coach/message"
	"objectioncoach/coach/sheet"
	"objectioncoach/coach/source"
	work "objectioncoach/coach/studio"
	"objectioncoach/coach/workbook"
)

// keptTests is where expected results are kept in the pack's folder.
const keptTests = "tests/kept" + source.TestsEnding

// testSet is what is to be run: pasted lines, in a scene for those that name none, or
// the pack's own regression tests.
type testSet struct {
	Text  string        `json:"text"`
	Own   bool          `json:"own"`
	Scene coach.Context `json:"scene"`
}

// tally is how a run goes: how many tests were run and how many of those each choice
// holds of.
type tally struct {
	Done     int       `json:"done"`
	All      int       `json:"all"`
	Failed   int       `json:"failed"`
	Changed  int       `json:"changed"`
	Unsure   int       `json:"unsure"`
	NoScript int       `json:"noScript"`
	Findings int       `json:"findings"`
	Took     int64     `json:"took"` // milliseconds
	Stopped  bool      `json:"stopped"`
	Bad      int       `json:"bad"`                // lines that are no tests
	Problems []problem `json:"problems,omitempty"` // the first of them
}

// count takes further outcomes into the tally.
func (t *tally) count(outcomes []work.Outcome) {
	for i := range outcomes {
		for _, c := range []struct {
			of   *int
			pick work.Pick
		}{
			{&t.Failed, work.Pick{Failed: true}}, {&t.Changed, work.Pick{Changed: true}}, {&t.Unsure, work.Pick{Unsure: true}},
			{&t.NoScript, work.Pick{NoScript: true}}, {&t.Findings, work.Pick{Findings: true}},
		} {
			if c.pick.Holds(&outcomes[i]) {
				*c.of++
			}
		}
	}
	t.Done += len(outcomes)
}

// test runs a set, telling how it goes, until it is done or stopped.
func (b *bench) test(r request) (any, [][]byte, error) {
	var set testSet
	if err := json.Unmarshal(r.Input, &set); err != nil {
		return nil, nil, err
	}
	tests, problems := work.PasteTests(set.Text)
	if set.Own {
		tests, problems = b.workspace.Tests()
	}
	for i := range tests {
		if c := tests[i].Context; c.Channel == "" && c.Product == "" && c.Segment == "" && c.Locale == "" {
			tests[i].Context = set.Scene
		}
	}
	now, _, err := b.workspace.Coach()
	if err != nil {
		return nil, nil, err
	}
	b.trying.run = work.NewRun(tests, now, b.trying.against)
	return b.finish(b.trying.run, tally{All: len(tests), Bad: len(problems), Problems: b.told(problems)}), nil, nil
}

// finish runs what is left of a run.
func (b *bench) finish(run *work.Run, t tally) tally {
	began := time.Now()
	told := began
	for more := t.All > 0; more; {
		before := len(run.Outcomes)
		more = run.Step(16)
		t.count(run.Outcomes[before:])
		if time.Since(told) > slice {
			if told = time.Now(); b.rest() {
				t.Stopped = more
				break
			}
			b.progress(t)
		}
	}
	t.Took = time.Since(began).Milliseconds()
	return t
}

// linesOf are the tests of a file, as the box for lines holds them.
type linesOf struct {
	Text     string       `json:"text"`
	Problems []rowProblem `json:"problems,omitempty"` // rows of a table that are no tests
	Unused   []string     `json:"unused,omitempty"`   // headings of a table that say nothing of tests
}

// lines reads a file of tests: a table, or lines in UTF-8, UTF-16 or GB 18030. The input is
// its name.
func (b *bench) lines(r request) (any, [][]byte, error) {
	var name string
	if err := json.Unmarshal(r.Input, &name); err != nil {
		return nil, nil, err
	}
	content := r.Files[0]
	if ending := strings.ToLower(path.Ext(name)); ending == ".csv" || ending == ".tsv" || workbook.Is(content) {
		table, err := b.workspace.ReadTestTable(content)
		if err != nil {
			return nil, nil, err
		}
		return linesOf{work.Lines(table.Tests), b.rowProblems(table.Problems), table.Unused}, nil, nil
	}
	if sheet.UTF16(content) {
		content = sheet.FromUTF16(content)
	}
	content = sheet.Unmarked(content)
	text, ok := sheet.NewDecoder(content).Text(content)
	if !ok {
		return nil, nil, message.New("no-text-file")
	}
	return linesOf{Text: string(text)}, nil, nil
}

// results gives the outcomes that a choice holds of as a workbook.
func (b *bench) results(r request) (any, [][]byte, error) {
	var pick work.Pick
	if err := json.Unmarshal(r.Input, &pick); err != nil {
		return nil, nil, err
	}
	if b.trying.run == nil {
		return nil, nil, message.New("not-run")
	}
	var out bytes.Buffer
	if err := b.workspace.WriteOutcomes(&out, pick.Only(b.trying.run.Outcomes), b.say.locale()); err != nil {
		return nil, nil, err
	}
	return nil, [][]byte{out.Bytes()}, nil
}

// looking is which outcomes to show: a window of those that a choice holds of.
type looking struct {
	Pick work.Pick `json:"pick"`
	From int       `json:"from"`
	Most int       `json:"most"`
}

// looked is a window of outcomes.
type looked struct {
	Total    int            `json:"total"`
	Outcomes []work.Outcome `json:"outcomes"`
}

// outcomes shows a window of the outcomes of the last run.
func (b *bench) outcomes(r request) (any, [][]byte, error) {
	var l looking
	if err := json.Unmarshal(r.Input, &l); err != nil {
		return nil, nil, err
	}
	if b.trying.run == nil {
		return looked{}, nil, nil
	}
	all := l.Pick.Only(b.trying.run.Outcomes)
	from := max(0, min(l.From, len(all)))
	return looked{len(all), all[from:min(from+l.Most, len(all))]}, nil, nil
}

// retaining is which outcomes become regression tests: those that a choice holds of, or
// of these the one at a place.
type retaining struct {
	Pick  work.Pick `json:"pick"`
	At    int       `json:"at"` // -1 for all
	When  int64     `json:"when"`
	Today string    `json:"today"`
}

// retained is the pack with further tests.
type retained struct {
	State state `json:"state"`
	Kept  int   `json:"kept"`
}

// retain keeps what came as what is expected from now on. Expectations that a test had
// stay as they were; a test that is there already is not kept again.
func (b *bench) retain(r request) (any, [][]byte, error) {
	var k retaining
	if err := json.Unmarshal(r.Input, &k); err != nil {
		return nil, nil, err
	}
	if b.trying.run == nil {
		return nil, nil, message.New("not-run")
	}
	outcomes := k.Pick.Only(b.trying.run.Outcomes)
	if k.At >= 0 && k.At < len(outcomes) {
		outcomes = outcomes[k.At : k.At+1]
	}
	own, _ := b.workspace.Tests()
	var more []work.Test
	for _, o := range outcomes {
		test := o.Test
		if o.Error != "" || slices.ContainsFunc(own, func(t work.Test) bool { return sameSaid(t, test) }) {
			continue
		}
		if reflect.ValueOf(test.Expect).IsZero() {
			test.Expect = expectedOf(o.Analysis)
		}
		more = append(more, test)
	}
	if len(more) > 0 {
		if err := b.workspace.KeepTests(keptTests, more, k.When); err != nil {
			return nil, nil, err
		}
	}
	return retained{b.state(k.Today), len(more)}, nil, nil
}

// sameSaid reports whether two tests say the same in the same scene.
func sameSaid(a, b work.Test) bool {
	return a.Text == b.Text && slices.Equal(a.Turns, b.Turns) && reflect.DeepEqual(a.Context, b.Context)
}

// expectedOf makes what came what is expected.
func expectedOf(a coach.Analysis) work.Expected {
	if a.Unclear {
		return work.Expected{Unclear: &a.Unclear}
	}
	e := work.Expected{Kind: a.Kind, Nature: a.Nature, Timing: a.Timing.Decision}
	for _, topic := range a.Topics {
		if topic.Asserted {
			e.Topics = append(e.Topics, topic.ID)
		}
	}
	if a.Technique != nil {
		e.Technique = a.Technique.ID
	}
	if a.Script != nil {
		e.Script = a.Script.ID
	}
	return e
}
