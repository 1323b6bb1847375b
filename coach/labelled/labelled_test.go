package labelled

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

// Lines without a fault, and what they read as.
const (
	expensive = `{"id":"1","text":"太贵了","kind":"objection","topics":["price","terms"],"nature":"genuine","emotion":"annoyed","escalate":false,"domain":"bank-retail","channel":"phone"}`
	greeting  = `{"text":"你好","kind":"other","topics":[],"nature":null,"emotion":"calm","escalate":false,"note":"other keys are passed over"}`
	threat    = `{"text":"打12378","kind":"complaint","topics":["service"],"emotion":"angry","escalate":true}`
)

var (
	expensiveLine = Line{ID: "1", Text: "太贵了", Kind: "objection", Topics: []string{"price", "terms"}, Nature: "genuine", Emotion: "annoyed", Domain: "bank-retail", Channel: "phone"}
	greetingLine  = Line{Text: "你好", Kind: "other", Topics: []string{}, Emotion: "calm"}
	threatLine    = Line{Text: "打12378", Kind: "complaint", Topics: []string{"service"}, Emotion: "angry", Escalate: true}
)

func TestRead(t *testing.T) {
	all := []Line{expensiveLine, greetingLine, threatLine}
	cases := []struct {
		name, file string
		want       []Line
	}{
		{"lines", expensive + "\n" + greeting + "\n" + threat + "\n", all},
		{"no final line end", expensive + "\n" + greeting + "\n" + threat, all},
		{"carriage returns", expensive + "\r\n" + greeting + "\r\n" + threat + "\r\n", all},
		{"empty lines", "\n\n" + expensive + "\n \t\n" + greeting + "\n\r\n" + threat + "\n\n", all},
		{"a byte order mark", "\ufeff" + expensive + "\n" + greeting + "\n" + threat, all},
		{"nothing", "", nil},
		{"only a byte order mark", "\ufeff", nil},
		{"only line ends", "\r\n\n", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			lines, err := Read(strings.NewReader(c.file), "lines.jsonl")
			require.NoError(t, err)
			require.Equal(t, c.want, lines)
		})
	}
}

// TestFaults puts one faulty line between good ones: it is named with its number,
// and the good ones are kept.
func TestFaults(t *testing.T) {
	cases := []struct{ name, line, want string }{
		{"no JSON", `{`, `not a JSON object of a labelled text: unexpected end of JSON input`},
		{"no object", `["太贵了"]`, `not a JSON object of a labelled text: json: cannot unmarshal array into Go value of type labelled.Line`},
		{"two objects", greeting + greeting, `not a JSON object of a labelled text: invalid character '{' after top-level value`},
		{"topics as a string", `{"text":"a","kind":"complaint","topics":"price","emotion":"calm"}`, `not a JSON object of a labelled text: json: cannot unmarshal string into Go struct field Line.topics of type []string`},
		{"a byte order mark in the middle", "\ufeff" + greeting, `not a JSON object of a labelled text: invalid character 'ï' looking for beginning of value`},
		{"no kind", `{"text":"a","emotion":"calm"}`, `kind "" is none of ["objection" "complaint" "dispute" "buying-signal" "question" "other"]`},
		{"an unknown kind", `{"text":"a","kind":"Other","emotion":"calm"}`, `kind "Other" is none of ["objection" "complaint" "dispute" "buying-signal" "question" "other"]`},
		{"no emotion", `{"text":"a","kind":"other"}`, `emotion "" is none of ["calm" "worried" "annoyed" "angry"]`},
		{"an objection to nothing", `{"text":"a","kind":"objection","nature":"genuine","emotion":"calm"}`, `an objection or complaint has 1 to 3 topics and this has 0`},
		{"a complaint of everything", `{"text":"a","kind":"complaint","topics":["price","risk","terms","staff"],"emotion":"calm"}`, `an objection or complaint has 1 to 3 topics and this has 4`},
		{"an unknown topic", `{"text":"a","kind":"complaint","topics":["price","weather"],"emotion":"calm"}`, `topic "weather" is none of ["need" "price" "yield" "risk" "product" "timing" "staff" "service" "affordability" "trust" "competitor" "authority" "information" "terms" "privacy"]`},
		{"a question with a topic", `{"text":"a","kind":"question","topics":["price"],"emotion":"calm"}`, `only an objection or complaint has topics, and this is a question`},
		{"an objection without a nature", `{"text":"a","kind":"objection","topics":["price"],"emotion":"calm"}`, `nature "" of an objection is none of ["genuine" "excuse" "hidden" "unclear"]`},
		{"an unknown manner", `{"text":"a","kind":"other","emotion":"calm","manner":"shy"}`, `manner "shy" is none of ["silent" "excuse-making" "critical" "questioning" "showing-off" "angry" "demanding" "rude" "none"]`},
		{"an unknown merit", `{"text":"a","kind":"dispute","emotion":"calm","merit":"fair"}`, `merit "fair" is none of ["reasonable" "venting" "opportunistic" "unclear"]`},
		{"a question with a merit", `{"text":"a","kind":"question","emotion":"calm","merit":"unclear"}`, `only a complaint or dispute has a merit, and this is a question`},
		{"an unknown severity", `{"text":"a","kind":"other","emotion":"calm","severity":"none"}`, `severity "none" is none of ["low" "normal" "high" "escalate"]`},
		{"a severity that does not fit", `{"text":"a","kind":"other","emotion":"calm","escalate":true,"severity":"high"}`, `escalate is true and severity "high": one follows from the other`},
		{"a complaint with a nature", `{"text":"a","kind":"complaint","topics":["price"],"nature":"genuine","emotion":"calm"}`, `only an objection has a nature, and this is a complaint`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			lines, err := Read(strings.NewReader(expensive+"\n\n"+c.line+"\n"+threat+"\n"), "corpus/lines.jsonl")
			require.EqualError(t, err, "corpus/lines.jsonl:3: "+c.want)
			require.Equal(t, []Line{expensiveLine, threatLine}, lines)
		})
	}
}

func TestFaultsInOrder(t *testing.T) {
	lines, err := Read(strings.NewReader("{\n"+greeting+"\n"+`{"kind":"other","emotion":"sad"}`+"\r\n[]\n"), "f")
	require.Equal(t, []Line{greetingLine}, lines)
	var faults Faults
	require.True(t, errors.As(err, &faults))
	require.Len(t, faults, 3)
	require.Equal(t, []int{1, 3, 4}, []int{faults[0].Line, faults[1].Line, faults[2].Line})
	require.Equal(t, `f:3: emotion "sad" is none of ["calm" "worried" "annoyed" "angry"]`, faults[1].String())
	require.EqualError(t, err, "f:1: not a JSON object of a labelled text: unexpected end of JSON input (and 2 more)")
}

func TestLongLines(t *testing.T) {
	long := func(n int) string {
		return `{"kind":"other","emotion":"calm","text":"` + strings.Repeat("a", n) + `"}`
	}
	lines, err := Read(strings.NewReader(long(maxLine/2)+"\n"+greeting), "f")
	require.NoError(t, err, "half a megabyte is no fault")
	require.Len(t, lines, 2)
	require.Len(t, lines[0].Text, maxLine/2)

	lines, err = Read(strings.NewReader(greeting+"\n"+long(maxLine)+"\n"+threat), "f")
	require.EqualError(t, err, "f:2: longer than 1048576 bytes, and nothing after it was read: write one text a line")
	require.Equal(t, []Line{greetingLine}, lines)
}

func TestReadFails(t *testing.T) {
	broken := iotest.ErrReader(errors.New("the disk is gone"))
	lines, err := Read(io.MultiReader(strings.NewReader(greeting+"\n"), broken), "f")
	require.EqualError(t, err, "f:2: the disk is gone")
	require.Equal(t, []Line{greetingLine}, lines)
}

func FuzzRead(f *testing.F) {
	f.Add(expensive + "\n" + greeting)
	f.Add("\ufeff\r\n{}\n[")
	f.Fuzz(func(t *testing.T, file string) {
		lines, err := Read(strings.NewReader(file), "f")
		for _, line := range lines {
			require.Empty(t, line.fault(), "only good lines are given")
		}
		if err == nil {
			return
		}
		var faults Faults
		require.True(t, errors.As(err, &faults))
		last := 0
		for _, fault := range faults {
			require.Greater(t, fault.Line, last)
			require.LessOrEqual(t, fault.Line, strings.Count(file, "\n")+1)
			require.NotEmpty(t, fault.Message)
			last = fault.Line
		}
	})
}
