package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
)

// runPack runs coach pack … and gives what it wrote to its two outputs.
func runPack(t *testing.T, args ...string) (out, errs string, err error) {
	t.Helper()
	var o, e strings.Builder
	err = run(append([]string{"pack"}, args...), strings.NewReader(""), &o, &e)
	return o.String(), e.String(), err
}

func TestPackCheckBuiltIn(t *testing.T) {
	out, errs, err := runPack(t, "check", "--coverage", "bank")
	require.NoError(t, err, errs)
	require.Contains(t, out, "bank: sound.")
	require.Contains(t, out, "holes: 0 of 1500", "every kind of situation has a script in the bank pack")
	require.Contains(t, out, "scripts that win in no situation: 0 of")
	for _, row := range []string{"need          genuine", "privacy       complaint"} {
		require.Contains(t, out, row)
	}
}

// TestPackLife begins a pack, breaks it, mends it, compiles it, asks it, and
// compares it with what it extends.
func TestPackLife(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "our-bank")
	out, _, err := runPack(t, "new", "--extends", "bank", dir)
	require.NoError(t, err)
	require.Contains(t, out, "began the pack our-bank")
	out, errs, err := runPack(t, "check", dir)
	require.NoError(t, err, errs)
	require.Contains(t, out, "our-bank: sound.")

	script := filepath.Join(dir, "scripts", "price.yaml")
	sound, err := os.ReadFile(script)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(script, []byte(strings.ReplaceAll(string(sound), "{fee}", "{feee}")), 0o644))
	_, errs, err = runPack(t, "check", dir)
	require.Error(t, err)
	require.Contains(t, errs, `our-bank/scripts/price.yaml:8:20: script "our-bank-price-1" has the blank {feee}, which nothing fills. Did you mean "fee"?`)
	_, errs, err = runPack(t, "check", "--locale", "zh-CN", dir)
	require.Error(t, err)
	require.Contains(t, errs, `our-bank/scripts/price.yaml:8:20: 话术“our-bank-price-1”里的空格 {feee} 没有东西可填。是不是想写“fee”？可用的空格：`)

	require.NoError(t, os.WriteFile(script, sound, 0o644))
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "corpus"))) // nothing new to learn: the built-in model serves
	file := filepath.Join(t.TempDir(), "ours")
	out, errs, err = runPack(t, "compile", "-o", file, dir)
	require.NoError(t, err, errs)
	require.Contains(t, out, "ours.pack: ")
	p, err := openPack(file + ".pack")
	require.NoError(t, err)
	require.Equal(t, "our-bank", p.ID)
	main, err := os.ReadFile(file + ".pack")
	require.NoError(t, err)
	english, err := os.ReadFile(file + ".en.lang")
	require.NoError(t, err)
	p, err = pack.Open(main, english)
	require.NoError(t, err)
	require.NotNil(t, p.English)

	out, _, err = runPack(t, "diff", "bank", file+".pack")
	require.NoError(t, err)
	require.Equal(t, "scripts our-bank-price-1: new\n  + 这笔费用放谁身上都要算一算。 / 费用是{fee}，我把它换来的东西一项项摆给您看。 / 这几项里，您用得上哪几项？\n1 difference\n", out)
	out, _, err = runPack(t, "diff", dir, "bank")
	require.NoError(t, err)
	require.Contains(t, out, "scripts our-bank-price-1: gone\n  - 这笔费用")
}

func TestPackRefuses(t *testing.T) {
	there := t.TempDir()
	cases := []struct {
		args []string
		want string
	}{
		{[]string{"chekc"}, `there is no command "pack chekc"`},
		{[]string{"new"}, "give the one folder to begin: coach pack new DIR"},
		{[]string{"new", filepath.Join(there, "My Bank")}, `a pack cannot be called "My Bank": use a-z, 0-9 and hyphens, and begin with a letter`},
		{[]string{"new", "--extends", "bnak", filepath.Join(there, "ours")}, `there is no built-in pack "bnak" to extend: the built-in packs are [bank insurance sales securities service]`},
		{[]string{"compile"}, "give the one folder to compile: coach pack compile DIR"},
		{[]string{"diff", "bank"}, "give the two packs to compare: coach pack diff A B"},
		{[]string{"diff", "bank", "nowhere"}, "nowhere/pack.yaml: cannot be read (open nowhere/pack.yaml: file does not exist). A pack is a folder with a file pack.yaml in it."},
		{[]string{"compile", filepath.Join(there, "nowhere")}, "nowhere/pack.yaml: cannot be read (open nowhere/pack.yaml: file does not exist). A pack is a folder with a file pack.yaml in it."},
	}
	for _, c := range cases {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			_, _, err := runPack(t, c.args...)
			require.EqualError(t, err, c.want)
		})
	}
	_, _, err := runPack(t, "new", filepath.Join(there))
	require.Error(t, err, "a folder that is there is left alone")
}

// TestPackSchema holds that the schema knows the keys of a pack and closes them.
func TestPackSchema(t *testing.T) {
	out, _, err := runPack(t, "schema")
	require.NoError(t, err)
	var schema struct {
		Properties map[string]struct {
			Items struct {
				Properties           map[string]json.RawMessage
				AdditionalProperties *bool
				Required             []string
			}
		}
		AdditionalProperties *bool
	}
	require.NoError(t, json.Unmarshal([]byte(out), &schema))
	require.False(t, *schema.AdditionalProperties)
	scripts := schema.Properties["scripts"].Items
	require.False(t, *scripts.AdditionalProperties)
	require.Equal(t, []string{"id"}, scripts.Required)
	require.Contains(t, string(scripts.Properties["for"]), `affordability`)
	require.Contains(t, string(scripts.Properties["steps"]), `"follow-up"`)
}
