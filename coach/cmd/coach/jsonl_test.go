package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
)

// reply is one line of output, whichever it is.
type reply struct {
	ID    json.RawMessage `json:"id"`
	Error string          `json:"error"`
	coach.Analysis
}

func replies(t *testing.T, out string) []reply {
	t.Helper()
	var list []reply
	for line := range strings.Lines(out) {
		require.True(t, strings.HasSuffix(line, "\n"), "every line ends")
		var r reply
		require.NoError(t, json.Unmarshal([]byte(line), &r), line)
		list = append(list, r)
	}
	return list
}

func TestLinesAnswer(t *testing.T) {
	talk := coach.Conversation{
		Turns:   []coach.Turn{{Who: "customer", Text: "太贵了"}, {Who: "staff", Text: "您和哪家比？"}, {Who: "customer", Text: "还是太贵了，别家才一半"}},
		Context: coach.Context{Channel: "phone", Product: "loan", Segment: "senior", Locale: "en", Slots: map[string]string{"fee": "10 <元>"}, Variant: 1},
	}
	turns, err := json.Marshal(talk)
	require.NoError(t, err)
	out, errs, err := runs(`{"id":1,"text":"太贵了"}`+"\n"+string(turns)+"\n"+`{"id":3,"text":""}`+"\n", "analyze", "--jsonl")
	require.NoError(t, err)
	require.Empty(t, errs)
	got := replies(t, out)
	require.Len(t, got, 3)
	for i, conv := range []coach.Conversation{coach.Say("太贵了"), talk, coach.Say("")} {
		require.Equal(t, analyzed(t, conv), got[i].Analysis, "the same answer as the Go interface")
		require.Empty(t, got[i].Error)
	}
}

// TestLinesFields holds the names and types that programs rely on.
func TestLinesFields(t *testing.T) {
	out, _, err := runs(`{"id":"a","text":"太贵了，别家才一半"}`+"\n", "analyze", "--jsonl")
	require.NoError(t, err)
	var a map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &a))
	require.Equal(t, "a", a["id"])
	require.Equal(t, "objection", a["kind"])
	require.IsType(t, "", a["nature"])
	require.IsType(t, "", a["emotion"])
	require.IsType(t, "", a["manner"])
	require.IsType(t, true, a["escalate"])
	requireObject(t, a["timing"], map[string]any{"decision": "", "reason": ""})
	requireObject(t, a["technique"], map[string]any{"id": "", "reason": ""})
	requireObject(t, first(t, a["topics"]), map[string]any{"id": "", "score": 0.5, "asserted": true})
	requireObject(t, first(t, a["evidence"]), map[string]any{"start": 1.0, "end": 1.0, "label": ""})
}

func first(t *testing.T, list any) any {
	t.Helper()
	require.IsType(t, []any{}, list)
	require.NotEmpty(t, list)
	return list.([]any)[0]
}

// requireObject holds that object has the keys of like, and no other, each with
// a value of the same type.
func requireObject(t *testing.T, object any, like map[string]any) {
	t.Helper()
	require.IsType(t, like, object)
	require.Len(t, object, len(like))
	for key, value := range like {
		require.IsType(t, value, object.(map[string]any)[key], key)
	}
}

// TestLinesFieldsAlways holds what every answer has, whatever was said.
func TestLinesFieldsAlways(t *testing.T) {
	for _, text := range []string{"", "你好呀", "请问转账限额是多少", "asdf qwer", "我要投诉你们网点，办个卡跑了三趟"} {
		t.Run(text, func(t *testing.T) {
			request, err := json.Marshal(map[string]string{"text": text})
			require.NoError(t, err)
			out, _, err := runs(string(request), "analyze", "--jsonl")
			require.NoError(t, err)
			var a map[string]any
			require.NoError(t, json.Unmarshal([]byte(out), &a))
			require.Contains(t, a, "id")
			require.Nil(t, a["id"])
			require.NotContains(t, a, "error")
			require.IsType(t, []any{}, a["topics"], "a list, never null")
			require.IsType(t, []any{}, a["evidence"], "a list, never null")
			for _, key := range []string{"kind", "emotion", "manner", "severity"} {
				require.IsType(t, "", a[key], key)
				require.NotEmpty(t, a[key], key)
			}
			for _, key := range []string{"escalate", "refusal", "unclear"} {
				require.IsType(t, true, a[key], key)
			}
			if a["unclear"] == true {
				require.NotEmpty(t, a["ask"])
				require.Contains(t, a, "timing")
				require.Nil(t, a["timing"])
				require.Nil(t, a["technique"])
			} else {
				require.NotNil(t, a["timing"])
				require.NotNil(t, a["technique"])
			}
		})
	}
}

func TestLinesKeepIDs(t *testing.T) {
	cases := []struct{ given, want string }{
		{`1`, `1`}, {`1.50`, `1.50`}, {`12345678901234567890`, `12345678901234567890`}, {`-0`, `-0`},
		{`"a"`, `"a"`}, {`""`, `""`}, {`"<&>\u0061"`, `"<&>\u0061"`},
		{`null`, `null`}, {`true`, `true`}, {`[1, "b", null]`, `[1,"b",null]`}, {`{"b": 1, "a": {}}`, `{"b":1,"a":{}}`},
	}
	for _, c := range cases {
		t.Run(c.given, func(t *testing.T) {
			out, _, err := runs(fmt.Sprintf("{\"text\":\"好\",\"id\":%s}\n{\"id\":%s}", c.given, c.given), "analyze", "--jsonl")
			require.ErrorIs(t, err, errReported, "the second request has nothing to read")
			for _, r := range replies(t, out) {
				require.Equal(t, c.want, string(r.ID))
			}
			require.Len(t, replies(t, out), 2)
		})
	}
}

func TestLinesKeepOrder(t *testing.T) {
	const n = 200
	var in strings.Builder
	for i := range n {
		if i%7 == 0 {
			fmt.Fprintf(&in, "{\"id\":%d}\n", i)
		} else {
			fmt.Fprintf(&in, "{\"id\":%d,\"text\":\"太贵了\"}\n", i)
		}
	}
	out, errs, err := runs(in.String(), "analyze", "--jsonl")
	require.ErrorIs(t, err, errReported)
	list := replies(t, out)
	require.Len(t, list, n, "one line out for each line in")
	for i, r := range list {
		require.Equal(t, fmt.Sprint(i), string(r.ID))
		require.Equal(t, i%7 == 0, r.Error != "")
	}
	require.Equal(t, (n+6)/7, strings.Count(errs, "\n"))
}

func TestLinesBad(t *testing.T) {
	cases := []struct{ name, line, id, want string }{
		{"no JSON", `{"id":7,`, `null`, `unexpected end of JSON input`},
		{"no object", `["太贵了"]`, `null`, `json: cannot unmarshal array into Go value of type main.request`},
		{"two requests", `{"id":7,"text":"a"} {"id":8,"text":"b"}`, `null`, `invalid character '{' after top-level value`},
		{"text of another type", `{"id":7,"text":5}`, `7`, `json: cannot unmarshal number into Go struct field request.text of type string`},
		{"nothing to read", `{"id":7}`, `7`, `nothing to read: give "text", or "turns" with who and text`},
		{"null to read", `{"id":7,"text":null,"turns":null}`, `7`, `nothing to read: give "text", or "turns" with who and text`},
		{"both", `{"id":7,"text":"a","turns":[{"who":"customer","text":"b"}]}`, `7`, `give either "text" or "turns", not both`},
		{"no turn", `{"id":7,"turns":[]}`, `7`, `no turn of the customer to read: give at least one with who "customer"`},
		{"unknown speaker", `{"id":7,"turns":[{"who":"robot","text":"a"}]}`, `7`, `turn 1: who is "robot", and must be "customer" or "staff"`},
		{"too long", `{"id":7,"text":"` + strings.Repeat("贵", coach.MaxText+1) + `"}`, `7`, `turn 1 has 4001 characters and at most 4000 can be read: divide it`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, errs, err := runs(`{"id":1,"text":"太贵了"}`+"\n\n"+c.line+"\n"+`{"id":2,"text":"太贵了"}`+"\n", "analyze", "--jsonl")
			require.ErrorIs(t, err, errReported)
			require.Equal(t, "line 3: "+c.want+"\n", errs)
			lines := strings.SplitAfter(out, "\n")
			require.Len(t, lines, 4, "three lines, and nothing after the last")
			want, err := json.Marshal(c.want)
			require.NoError(t, err)
			require.Equal(t, `{"id":`+c.id+`,"error":`+string(want)+"}\n", lines[1])
			list := replies(t, out)
			require.Equal(t, "1", string(list[0].ID))
			require.Equal(t, "2", string(list[2].ID), "the run goes on")
		})
	}
}

func TestLinesLikeEveryEditor(t *testing.T) {
	const a, b = `{"id":1,"text":"太贵了"}`, `{"id":2,"text":"你好"}`
	want, _, err := runs(a+"\n"+b+"\n", "analyze", "--jsonl")
	require.NoError(t, err)
	for name, in := range map[string]string{
		"carriage returns":      a + "\r\n" + b + "\r\n",
		"no final line end":     a + "\n" + b,
		"a byte order mark":     "\ufeff" + a + "\n" + b + "\n",
		"empty lines":           "\n\r\n" + a + "\n \t\n\n" + b + "\n\n\n",
		"space around requests": "  " + a + "\t\n " + b + " \n",
	} {
		t.Run(name, func(t *testing.T) {
			out, errs, err := runs(in, "analyze", "--jsonl")
			require.NoError(t, err)
			require.Empty(t, errs)
			require.Equal(t, want, out)
		})
	}
	out, errs, err := runs("", "analyze", "--jsonl")
	require.NoError(t, err)
	require.Equal(t, []string{"", ""}, []string{out, errs}, "nothing in, nothing out")
}

// TestLinesStream talks to the program as another program would: it sends the
// next request only when the last one is answered.
func TestLinesStream(t *testing.T) {
	requests, send := io.Pipe()
	receive, answers := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run([]string{"analyze", "--jsonl"}, requests, answers, io.Discard)
		answers.Close()
		requests.Close() // who still writes is not left waiting
		ended <- err
	}()
	lines := make(chan string)
	go func() {
		for scanner := bufio.NewScanner(receive); scanner.Scan(); {
			lines <- scanner.Text()
		}
		close(lines)
	}()
	for i, request := range []string{`{"id":0,"text":"太贵了"}` + "\n", `{"id":1,"text":"` + strings.Repeat("贵", 4000) + "\"}\r\n", "\n{\"id\":2}\n\n", `{"id":3,"text":""}` + "\n"} {
		_, err := io.WriteString(send, request)
		require.NoError(t, err)
		select {
		case line := <-lines:
			require.True(t, strings.HasPrefix(line, fmt.Sprintf(`{"id":%d,`, i)), line)
		case <-time.After(time.Minute):
			require.Fail(t, "no answer before the next request", "request %d", i)
		}
	}
	require.NoError(t, send.Close())
	_, more := <-lines
	require.False(t, more)
	require.ErrorIs(t, <-ended, errReported)
}

// endless gives the letter a for ever.
type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'a'
	}
	return len(b), nil
}

func TestLinesLong(t *testing.T) {
	turns := strings.Repeat(`{"who":"staff","text":"您好"},`, 9999) + `{"who":"customer","text":"太贵了"}`
	in := io.MultiReader(
		strings.NewReader(`{"id":1,"turns":[`+turns+"]}\n"),
		strings.NewReader(`{"id":2,"text":"`), io.LimitReader(endless{}, maxRequest+1<<20), strings.NewReader("\"}\n"),
		strings.NewReader(`{"id":3,"text":"太贵了"}`+"\n"),
		io.LimitReader(endless{}, maxRequest+1), // and no line end
	)
	var out, errs strings.Builder
	require.ErrorIs(t, run([]string{"analyze", "--jsonl"}, in, &out, &errs), errReported)
	list := replies(t, out.String())
	require.Len(t, list, 4)
	require.Equal(t, 9999, list[0].Turn)
	require.Equal(t, "longer than 67108864 bytes", list[1].Error)
	require.Equal(t, "3", string(list[2].ID), "the line after a too long one is read")
	require.Equal(t, "longer than 67108864 bytes", list[3].Error)
	require.Equal(t, "line 2: longer than 67108864 bytes\nline 4: longer than 67108864 bytes\n", errs.String())
}

func TestLinesBrokenPipes(t *testing.T) {
	gone := errors.New("the other end is gone")
	var out strings.Builder
	in := io.MultiReader(strings.NewReader(`{"id":1,"text":"太贵了"}`+"\n"), iotest.ErrReader(gone))
	err := run([]string{"analyze", "--jsonl"}, in, &out, io.Discard)
	require.EqualError(t, err, "line 2: the other end is gone")
	require.ErrorIs(t, err, gone)
	require.Len(t, replies(t, out.String()), 1, "what was asked before is answered")

	closed, answers := io.Pipe()
	require.NoError(t, closed.CloseWithError(gone))
	err = run([]string{"analyze", "--jsonl"}, strings.NewReader(`{"id":1,"text":"太贵了"}`), answers, io.Discard)
	require.ErrorIs(t, err, gone)
}
