package labelled

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Replies without a fault, and what they read as.
const (
	promising = `{"id":"r1","customer":"保本吗","reply":"保本的","product":"wealth","channel":"phone","violations":["P01","P17"],"habits":["empty-promise"],"asks":true}`
	careful   = `{"customer":"","reply":"不保本，您先看说明书","violations":[],"habits":[],"acknowledges":true,"commits_date":true,"near":true,"note":"other keys are passed over"}`
	bare      = `{"reply":"好"}`
)

var (
	promisingReply = Reply{ID: "r1", Customer: "保本吗", Reply: "保本的", Product: "wealth", Channel: "phone", Violations: []string{"P01", "P17"}, Habits: []string{"empty-promise"}, Asks: true}
	carefulReply   = Reply{Reply: "不保本，您先看说明书", Violations: []string{}, Habits: []string{}, Acknowledges: true, CommitsDate: true, Near: true}
	bareReply      = Reply{Reply: "好"}
)

func TestReadReplies(t *testing.T) {
	all := []Reply{promisingReply, carefulReply, bareReply}
	for name, file := range map[string]string{
		"replies":                   promising + "\n" + careful + "\n" + bare + "\n",
		"a byte order mark":         "\ufeff" + promising + "\n" + careful + "\n" + bare,
		"carriage returns and gaps": "\r\n" + promising + "\r\n\r\n" + careful + "\r\n" + bare + "\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			replies, err := ReadReplies(strings.NewReader(file), "f.replies.jsonl")
			require.NoError(t, err)
			require.Equal(t, all, replies)
		})
	}
	replies, err := ReadReplies(strings.NewReader(""), "f")
	require.NoError(t, err)
	require.Empty(t, replies)
}

// TestReplyFaults puts one faulty reply between good ones: it is named with its line,
// and the good ones are kept.
func TestReplyFaults(t *testing.T) {
	const violations = `["P01" "P02" "P03" "P04" "P05" "P06" "P07" "P08" "P09" "P10" "P11" "P12" "P13" "P14" "P15" "P16" "P17" "P18" "P19" "P20"]`
	const habits = `["argue" "cold" "threaten" "lecture" "blame-others" "blame-customer" "panic" "bargain" "empty-promise" "jargon" "dismiss"]`
	cases := []struct{ name, line, want string }{
		{"no JSON", `{`, `not a JSON object of a labelled text: unexpected end of JSON input`},
		{"no text", `{"customer":"保本吗","violations":[]}`, `a reply needs its text`},
		{"a text of spaces", `{"reply":" \n"}`, `a reply needs its text`},
		{"an unknown violation", `{"reply":"a","violations":["P01","P21"]}`, `violation "P21" is none of ` + violations},
		{"a violation in small letters", `{"reply":"a","violations":["p01"]}`, `violation "p01" is none of ` + violations},
		{"an unknown habit", `{"reply":"a","habits":["rude"]}`, `habit "rude" is none of ` + habits},
		{"a near-miss that is a hit", `{"reply":"a","violations":["P01"],"near":true}`, `a near-miss is lawful, and this has the violations ["P01"]`},
		{"violations as a string", `{"reply":"a","violations":"P01"}`, `not a JSON object of a labelled text: json: cannot unmarshal string into Go struct field Reply.violations of type []string`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			replies, err := ReadReplies(strings.NewReader(promising+"\n\n"+c.line+"\n"+bare+"\n"), "f.jsonl")
			require.EqualError(t, err, "f.jsonl:3: "+c.want)
			require.Equal(t, []Reply{promisingReply, bareReply}, replies)
		})
	}
}

func TestDoes(t *testing.T) {
	for _, practice := range Practices {
		require.False(t, Reply{}.Does(practice), practice)
		require.True(t, Reply{Acknowledges: true, Asks: true, CommitsDate: true}.Does(practice), practice)
	}
	require.True(t, Reply{Asks: true}.Does("asks"))
	require.False(t, Reply{Asks: true}.Does("acknowledges"))
	require.False(t, Reply{Asks: true}.Does("commits-date"))
	require.False(t, Reply{Acknowledges: true, Asks: true, CommitsDate: true}.Does("sourced"), "no reply is labelled with it")
}

// TestRepliesOfThisRepository reads every file of replies.
func TestRepliesOfThisRepository(t *testing.T) {
	files, err := filepath.Glob("../packs/base/replies/*.replies.jsonl")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range append(files, "../eval/testdata/replies.jsonl") {
		file, err := os.Open(name)
		require.NoError(t, err)
		replies, err := ReadReplies(file, name)
		require.NoError(t, err)
		require.NotEmpty(t, replies)
		require.NoError(t, file.Close())
	}
}

func FuzzReadReplies(f *testing.F) {
	f.Add(promising + "\n" + careful + "\n" + bare)
	f.Add("\ufeff\r\n{}\n[")
	f.Fuzz(func(t *testing.T, file string) {
		replies, err := ReadReplies(strings.NewReader(file), "f")
		for _, reply := range replies {
			require.Empty(t, reply.fault(), "only good replies are given")
			require.NotEmpty(t, strings.TrimSpace(reply.Reply))
		}
		var faults Faults
		require.True(t, err == nil || errors.As(err, &faults))
	})
}
