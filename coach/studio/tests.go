package studio

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"objectioncoach/coach"
	"objectioncoach/coach/message"
	"objectioncoach/coach/source"
)

// Test is something a customer says, with what is expected of the coach: one JSON object
// a line in a file whose name ends in source.TestsEnding.
type Test struct {
	ID      string        `json:"id,omitempty"`
	Text    string        `json:"text,omitempty"`  // one turn of the customer, in short
	Turns   []coach.Turn  `json:"turns,omitempty"` // or a talk
	Context coach.Context `json:"context,omitzero"`
	Expect  Expected      `json:"expect,omitzero"`

	File string `json:"-"` // where it stands; "" for one that is nowhere written
	Line int    `json:"-"`
}

// Expected is what an analysis must come to; what is empty may be anything.
type Expected struct {
	Kind      string   `json:"kind,omitempty"`
	Topics    []string `json:"topics,omitempty"` // each must be asserted
	Nature    string   `json:"nature,omitempty"`
	Emotion   string   `json:"emotion,omitempty"`
	Escalate  *bool    `json:"escalate,omitempty"`
	Unclear   *bool    `json:"unclear,omitempty"`
	Timing    string   `json:"timing,omitempty"` // the decision
	Technique string   `json:"technique,omitempty"`
	Script    string   `json:"script,omitempty"`
}

// MaxTests bounds a set of tests.
const MaxTests = 100_000

// ReadTests reads a file of tests: a JSON object a line. Lines that are wrong are told in
// the problems, and the others read all the same.
func ReadTests(file, text string) ([]Test, source.Problems) {
	var tests []Test
	var problems source.Problems
	text, _ = mannerOf(text)
	n := 0
	for line := range strings.Lines(text) {
		n++
		if strings.TrimSpace(line) == "" {
			continue
		}
		test := Test{File: file, Line: n}
		if err := readTest(line, &test); err != nil {
			problems = append(problems, source.Problem{File: file, Line: n, Column: 1, Message: wordsOf(err)})
			continue
		}
		if len(tests) == MaxTests {
			problems = append(problems, source.Problem{File: file, Line: n, Column: 1, Message: message.New("tests-many", MaxTests)})
			break
		}
		tests = append(tests, test)
	}
	return tests, problems
}

func readTest(line string, test *Test) error {
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(test); err != nil {
		return message.New("no-test", err)
	}
	if rest, _ := io.ReadAll(decoder.Buffered()); len(bytes.TrimSpace(rest)) > 0 {
		return message.New("after-test")
	}
	if (test.Text == "") == (len(test.Turns) == 0) {
		return message.New("text-or-turns")
	}
	return nil
}

// PasteTests makes tests of pasted text: a customer's line each, without expectations,
// or JSON objects as ReadTests reads them.
func PasteTests(text string) ([]Test, source.Problems) {
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		return ReadTests("", text)
	}
	var tests []Test
	n := 0
	for line := range strings.Lines(text) {
		n++
		said := strings.TrimSpace(line)
		if said == "" {
			continue
		}
		if len(tests) == MaxTests {
			return tests, source.Problems{{Line: n, Column: 1, Message: message.New("tests-many", MaxTests)}}
		}
		tests = append(tests, Test{Text: said})
	}
	return tests, nil
}

// Tests gives the tests that are kept in the pack's folder.
func (w *Workspace) Tests() ([]Test, source.Problems) {
	var tests []Test
	var problems source.Problems
	for _, name := range w.Paths() {
		if strings.HasSuffix(name, source.TestsEnding) {
			of, wrong := ReadTests(w.id+"/"+name, w.files[name])
			tests, problems = append(tests, of...), append(problems, wrong...)
		}
	}
	return tests, problems
}

// KeepTests puts tests behind those of a file of the pack's folder.
func (w *Workspace) KeepTests(path string, tests []Test, at int64) error {
	if !strings.HasSuffix(path, source.TestsEnding) {
		return message.New("no-tests-file", path, source.TestsEnding)
	}
	text := w.files[path]
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	for _, test := range tests {
		if err := encoder.Encode(test); err != nil {
			return err
		}
	}
	return w.Apply("tests", at, Edit{Path: path, Text: text + b.String()})
}

// Outcome is what a test came to.
type Outcome struct {
	Test     Test           `json:"test"`
	Analysis coach.Analysis `json:"analysis"`
	// Failed says for each expectation that was not met what was expected and what came,
	// and Missed says the same in parts.
	Failed []string `json:"failed,omitempty"`
	Missed []Miss   `json:"missed,omitempty"`
	// Changed is set where staff see something else than with the published pack.
	Changed bool `json:"changed,omitempty"`
	// Findings are the rules that the script, as it would be said here, breaks.
	Findings []Finding `json:"findings,omitempty"`
	// Error says why the test could not be run at all, "" where it was.
	Error string `json:"error,omitempty"`
}

// Miss is an expectation that was not met.
type Miss struct {
	What string `json:"what"` // such as "topic"
	Want string `json:"want"`
	Got  string `json:"got"` // "" for nothing; topics are parted by ", "
}

// String tells the miss in English.
func (m Miss) String() string { return m.told().String() }

func (m Miss) told() message.Message {
	if m.Got == "" {
		return message.New("missed", m.What, m.Want, message.New("nothing"))
	}
	return message.New("missed", m.What, m.Want, m.Got)
}

// wordsOf gives the message of an error, or its words as they are.
func wordsOf(err error) message.Message {
	var told message.Message
	if errors.As(err, &told) {
		return told
	}
	return message.Plain(err.Error())
}

// Finding is a rule that a text breaks.
type Finding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Words    string `json:"words"`
}

// Run runs tests a few at a time, so that it can be watched and stopped.
type Run struct {
	Outcomes []Outcome // of the tests that were run, in their order
	tests    []Test
	now      *coach.Coach
	then     *Published // nil where nothing is held against it
	both     coach.Pair // of now and then, where there is a then
	findings map[[3]string][]Finding
}

// NewRun begins to run tests with a coach, beside the published one, which may be nil.
func NewRun(tests []Test, now *coach.Coach, published *Published) *Run {
	r := &Run{tests: tests, now: now, then: published, findings: map[[3]string][]Finding{}}
	if published != nil {
		r.both = coach.NewPair(now, published.coach)
	}
	return r
}

// Published is a published coach with what it was heard to answer: tests are run again and
// again while a pack is written, and the published one answers as it did.
type Published struct {
	coach *coach.Coach
	said  map[string]digest
}

// maxSaid bounds the answers that are kept.
const maxSaid = 2 * MaxTests

// NewPublished gives a coach that tests can be held against; nil for nil.
func NewPublished(c *coach.Coach) *Published {
	if c == nil {
		return nil
	}
	return &Published{c, map[string]digest{}}
}

// askedBy gives all that an answer to a test hangs on.
func askedBy(test Test) string {
	if c := test.Context; len(test.Turns) == 0 && len(c.Slots) == 0 && c.Variant == 0 && c.Key == "" && c.View == "" {
		return strings.Join([]string{test.Text, c.Channel, c.Product, c.Segment, c.Locale}, "\x00")
	}
	raw, _ := json.Marshal([]any{test.Text, test.Turns, test.Context}) // plain values can always be written
	return string(raw)
}

// Step runs the next n tests, and reports whether any are left.
func (r *Run) Step(n int) (more bool) {
	for range n {
		if len(r.Outcomes) == len(r.tests) {
			return false
		}
		r.Outcomes = append(r.Outcomes, r.run(r.tests[len(r.Outcomes)]))
	}
	return len(r.Outcomes) < len(r.tests)
}

// Progress gives how many tests were run, of how many.
func (r *Run) Progress() (done, all int) { return len(r.Outcomes), len(r.tests) }

func (r *Run) run(test Test) Outcome {
	conv := coach.Conversation{Turns: test.Turns, Context: test.Context}
	if test.Text != "" {
		conv.Turns = []coach.Turn{{Who: coach.Customer, Text: test.Text}}
	}
	o := Outcome{Test: test}
	err := r.ask(&o, conv)
	if err != nil {
		o.Error = err.Error()
		o.Failed = []string{o.Error}
		return o
	}
	o.Missed = test.Expect.unmet(o.Analysis)
	for _, miss := range o.Missed {
		o.Failed = append(o.Failed, miss.String())
	}
	if o.Analysis.Script != nil {
		o.Findings = r.review(o.Analysis.Script, test.Context)
	}
	return o
}

// ask has the coach answer, and the published one where it has not answered the same before.
func (r *Run) ask(o *Outcome, conv coach.Conversation) (err error) {
	if r.then == nil {
		o.Analysis, err = r.now.Analyze(conv)
		return err
	}
	asked := askedBy(o.Test)
	said, known := r.then.said[asked]
	if known {
		o.Analysis, err = r.now.Analyze(conv)
	} else {
		var before coach.Analysis
		o.Analysis, before, err = r.both.Analyze(conv)
		if said = digestOf(before); err == nil && len(r.then.said) < maxSaid {
			r.then.said[asked] = said
		}
	}
	o.Changed = err == nil && digestOf(o.Analysis) != said
	return err
}

// unmet tells which expectations an analysis does not meet.
func (e Expected) unmet(a coach.Analysis) []Miss {
	var missed []Miss
	miss := func(what, want, got string) {
		if want != "" && want != got {
			missed = append(missed, Miss{what, want, got})
		}
	}
	miss("kind", e.Kind, a.Kind)
	var asserted []string
	for _, topic := range a.Topics {
		if topic.Asserted {
			asserted = append(asserted, topic.ID)
		}
	}
	for _, topic := range e.Topics {
		if !slices.Contains(asserted, topic) {
			miss("topic", topic, strings.Join(asserted, ", "))
		}
	}
	miss("nature", e.Nature, a.Nature)
	miss("emotion", e.Emotion, a.Emotion)
	for _, b := range []struct {
		what string
		want *bool
		got  bool
	}{{"escalate", e.Escalate, a.Escalate}, {"unclear", e.Unclear, a.Unclear}} {
		if b.want != nil {
			miss(b.what, strconv.FormatBool(*b.want), strconv.FormatBool(b.got))
		}
	}
	timing, technique, script := "", "", ""
	if a.Timing != nil {
		timing = a.Timing.Decision
	}
	if a.Technique != nil {
		technique = a.Technique.ID
	}
	if a.Script != nil {
		script = a.Script.ID
	}
	miss("timing", e.Timing, timing)
	miss("technique", e.Technique, technique)
	miss("script", e.Script, script)
	return missed
}

// review gives what a script breaks when it is said for a product in a channel. Each is
// reviewed once.
func (r *Run) review(s *coach.Script, ctx coach.Context) []Finding {
	key := [3]string{s.ID, ctx.Product, ctx.Channel}
	if found, ok := r.findings[key]; ok {
		return found
	}
	whole := ""
	for _, step := range s.Steps {
		whole += step.Say
	}
	var found []Finding
	for _, said := range []string{whole, s.Open, s.Closed} {
		if said == "" {
			continue
		}
		review, err := r.now.Review(said, "", coach.Analysis{}, coach.Context{Product: ctx.Product, Channel: ctx.Channel})
		if err != nil {
			break // a pack without a rulebook finds nothing
		}
		for _, v := range review.Violations {
			found = append(found, Finding{v.ID, v.Severity, slice(said, v.Start, v.End)})
		}
	}
	r.findings[key] = found
	return found
}

// Pick chooses among outcomes; each field that is set must hold.
type Pick struct{ Failed, Changed, Unsure, NoScript, Findings bool }

// Only gives the outcomes that a choice holds of.
func (p Pick) Only(all []Outcome) []Outcome {
	list := []Outcome{}
	for i := range all {
		if p.Holds(&all[i]) {
			list = append(list, all[i])
		}
	}
	return list
}

// Holds reports whether a choice holds of an outcome.
func (p Pick) Holds(o *Outcome) bool {
	silent := o.Error == "" && !o.Analysis.Unclear && o.Analysis.Script == nil
	return (!p.Failed || len(o.Failed) > 0) && (!p.Changed || o.Changed) && (!p.Unsure || o.Analysis.Unclear) &&
		(!p.NoScript || silent) && (!p.Findings || len(o.Findings) > 0)
}

// Problems gives the failures of tests with their places.
func (r *Run) Problems() source.Problems {
	var problems source.Problems
	for _, o := range r.Outcomes {
		var failed []message.Message
		if o.Error != "" {
			failed = append(failed, message.Plain(o.Error))
		}
		for _, miss := range o.Missed {
			failed = append(failed, miss.told())
		}
		for _, why := range failed {
			problems = append(problems, source.Problem{File: o.Test.File, Line: o.Test.Line, Column: 1, Message: message.New("test-failed", brief(o.Test), why)})
		}
	}
	return problems
}

// brief names a test by its last words.
func brief(t Test) string {
	said := t.Text
	for _, turn := range t.Turns {
		if turn.Who == coach.Customer {
			said = turn.Text
		}
	}
	const most = 30
	if runes := []rune(said); len(runes) > most {
		said = string(runes[:most]) + "…"
	}
	return fmt.Sprintf("%q", said)
}
