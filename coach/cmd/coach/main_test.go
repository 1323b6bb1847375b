package main

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/packs"
)

// runs runs the program on stdin and gives what it wrote.
func runs(stdin string, args ...string) (out, errs string, err error) {
	var o, e strings.Builder
	err = run(args, strings.NewReader(stdin), &o, &e)
	return o.String(), e.String(), err
}

// bank gives the coach that the program uses when it is not told of another.
func bank(t *testing.T) *coach.Coach {
	t.Helper()
	p, err := packs.Open("bank")
	require.NoError(t, err)
	c, err := coach.New(p)
	require.NoError(t, err)
	return c
}

func analyzed(t *testing.T, c coach.Conversation) coach.Analysis {
	t.Helper()
	a, err := bank(t).Analyze(c)
	require.NoError(t, err)
	return a
}

func TestAnalyzeReadable(t *testing.T) {
	loan := coach.Say("太贵了，别家才一半")
	loan.Context = coach.Context{Channel: "phone", Product: "loan", Segment: "senior", Locale: "en"}
	cases := []struct {
		name string
		args []string
		conv coach.Conversation
	}{
		{"a text", []string{"太贵了，别家才一半"}, coach.Say("太贵了，别家才一半")},
		{"several words", []string{"太贵了", "别家才一半"}, coach.Say("太贵了 别家才一半")},
		{"emoji before", []string{"😀😀太贵了，别家才一半"}, coach.Say("😀😀太贵了，别家才一半")},
		{"with a context", []string{"--channel", "phone", "--product", "loan", "-segment=senior", "--locale", "en", "太贵了，别家才一半"}, loan},
		{"behind two dashes", []string{"--", "-太贵了，别家才一半"}, coach.Say("-太贵了，别家才一半")},
	}
	p := bank(t).Pack()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, errs, err := runs("", append([]string{"analyze"}, c.args...)...)
			require.NoError(t, err)
			require.Empty(t, errs)
			a, locale := analyzed(t, c.conv), c.conv.Context.Locale
			require.True(t, strings.HasPrefix(out, c.conv.Turns[0].Text+"\n"), out)
			require.NotEmpty(t, a.Script.Steps)
			for _, step := range a.Script.Steps {
				require.Contains(t, out, p.LabelTitle("step", step.ID, locale)+"  "+step.Say+"\n")
			}
			require.Contains(t, out, p.LabelTitle("timing", a.Timing.Decision, locale)+" · "+a.Timing.Reason)
			require.Contains(t, out, p.TechniqueTitle(a.Technique.ID, locale)+"  "+a.Technique.Reason)
			require.Contains(t, out, p.LabelTitle("kind", "objection", locale))
			require.NotEmpty(t, a.Evidence)
			require.Contains(t, out, "“太贵", "the words that carried it")
			require.Less(t, strings.Index(out, a.Script.Steps[0].Say), strings.Index(out, a.Technique.Reason), "the sentence to say comes first")
		})
	}
}

func TestAnalyzeReadableUnclear(t *testing.T) {
	for _, text := range []string{"asdf qwer zxcv", ""} {
		out, _, err := runs("", "analyze", text)
		require.NoError(t, err)
		a := analyzed(t, coach.Say(text))
		require.True(t, a.Unclear)
		require.Contains(t, out, "还不确定，先问一句 (not sure yet)\n  "+a.Ask)
	}
}

func TestAnalyzeOtherPack(t *testing.T) {
	const file = "../../packs/bank.pack"
	builtIn, _, err := runs("", "analyze", "太贵了")
	require.NoError(t, err)
	fromFile, _, err := runs("", "analyze", "--pack", file, "太贵了")
	require.NoError(t, err)
	require.Equal(t, builtIn, fromFile)
}

func TestUsage(t *testing.T) {
	out, errs, err := runs("")
	require.ErrorIs(t, err, flag.ErrHelp)
	require.Equal(t, []string{"", usage}, []string{out, errs})
	for _, help := range []string{"help", "-h", "--help"} {
		out, errs, err = runs("", help)
		require.NoError(t, err)
		require.Equal(t, []string{usage, ""}, []string{out, errs})
	}
	_, errs, err = runs("", "analyze", "-h")
	require.ErrorIs(t, err, flag.ErrHelp)
	require.True(t, strings.HasPrefix(errs, "flags of coach analyze:\n"), errs)
	require.Contains(t, errs, "-pack")
}

func TestRefuses(t *testing.T) {
	notPack := filepath.Join(t.TempDir(), "my.pack")
	require.NoError(t, os.WriteFile(notPack, []byte("hello"), 0o644))
	noBuiltIn := `there is no built-in pack "shop"; the built-in packs are ` + strings.Join(packs.Names(), ", ")
	cases := []struct {
		name string
		args []string
		want string
		says string // how what is written to the standard error begins
	}{
		{"unknown command", []string{"frobnicate"}, `there is no command "frobnicate"`, usage},
		{"a flag for a command", []string{"--jsonl"}, `there is no command "--jsonl"`, usage},
		{"unknown flag of analyze", []string{"analyze", "--chanel", "phone", "a"}, "flag provided but not defined: -chanel", "flags of coach analyze:\n"},
		{"unknown flag of eval", []string{"eval", "--verbose", "f"}, "flag provided but not defined: -verbose", "flags of coach eval:\n"},
		{"flag without a value", []string{"analyze", "--pack"}, "flag needs an argument: -pack", "flags of coach analyze:\n"},
		{"flag with a bad value", []string{"analyze", "--jsonl=perhaps", "a"}, `invalid boolean value "perhaps" for -jsonl: parse error`, "flags of coach analyze:\n"},
		{"nothing to analyse", []string{"analyze"}, `nothing to analyse: give what the customer said, as in coach analyze "太贵了"`, ""},
		{"too much to analyse", []string{"analyze", strings.Repeat("贵", coach.MaxText+1)}, "turn 1 has 4001 characters and at most 4000 can be read: divide it", ""},
		{"no file to measure", []string{"eval"}, "give one file of labelled lines, as in coach eval lines.jsonl", ""},
		{"two files to measure", []string{"eval", "a", "b"}, "give one file of labelled lines, as in coach eval lines.jsonl", ""},
		{"no such pack", []string{"analyze", "--pack", "shop", "a"}, noBuiltIn, ""},
		{"no such pack for lines", []string{"analyze", "--jsonl", "--pack", "shop"}, noBuiltIn, ""},
		{"no such pack to measure", []string{"eval", "--pack", "shop", "a"}, noBuiltIn, ""},
		{"no pack", []string{"analyze", "--pack", notPack, "a"}, notPack + ": this is not a compiled pack of Objection Coach", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, errs, err := runs("", c.args...)
			require.EqualError(t, err, c.want)
			require.Empty(t, out)
			require.True(t, strings.HasPrefix(errs, c.says), errs)
			require.NotContains(t, errs, c.want, "the error is told once, by main")
			if c.says == "" {
				require.Empty(t, errs)
			}
		})
	}
}

func TestMissingFiles(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing.file")
	for _, args := range [][]string{{"analyze", "--pack", missing, "a"}, {"eval", missing}, {"eval", "--pack", missing, "a"}} {
		_, _, err := runs("", args...)
		require.ErrorIs(t, err, fs.ErrNotExist)
		require.ErrorContains(t, err, missing)
	}
}

func TestEval(t *testing.T) {
	const (
		price = `{"text":"太贵了，别家才一半","kind":"objection","topics":["price"],"nature":"genuine","emotion":"calm","channel":"phone"}`
		hello = `{"text":"请问转账限额是多少","kind":"question","emotion":"calm"}`
		bad   = `{"text":"好","kind":"weather","emotion":"calm"}`
	)
	write := func(content string) string {
		file := filepath.Join(t.TempDir(), "lines.jsonl")
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
		return file
	}

	out, errs, err := runs("", "eval", write("\ufeff"+price+"\r\n"+hello+"\r\n"))
	require.NoError(t, err)
	require.Empty(t, errs)
	require.Regexp(t, `(?m)^lines +2$`, out)
	require.Regexp(t, `(?m)^kind accuracy +1\.000$`, out)
	require.Regexp(t, `(?m)^price +1\.000 +1\.000 +1\.000 +1$`, out)

	file := write(price + "\n" + bad + "\n" + hello + "\n{\n")
	out, errs, err = runs("", "eval", file)
	require.ErrorIs(t, err, errReported)
	require.Regexp(t, `(?m)^lines +2$`, out, "the good lines are measured")
	require.Equal(t, file+`:2: kind "weather" is none of ["objection" "complaint" "dispute" "buying-signal" "question" "other"]`+"\n"+
		file+":4: not a JSON object of a labelled text: unexpected end of JSON input\n", errs)

	file = write(bad)
	out, errs, err = runs("", "eval", file)
	require.EqualError(t, err, file+" holds no labelled line")
	require.Empty(t, out)
	require.Contains(t, errs, file+":1: ")
}
