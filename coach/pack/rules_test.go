package pack

import (
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/blake2s"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/text"
)

// rulebook is a small rulebook with something in every list.
func rulebook(t testing.TB) *Rulebook {
	t.Helper()
	return &Rulebook{
		Rules: []Rule{{
			ID: "P01", Title: Text{"zh-CN": "承诺保本", "en": "Promising principal <&>"}, Severity: MustNot, Why: Text{"zh-CN": "没人保得了"},
			Find:     []Find{{Kind: "near", Words: []string{"亏"}, With: []string{"我补"}, Within: 8, Unless: []string{"不"}}, {Kind: "phrase", Words: []string{"保本"}, Sure: true}, {Kind: "question", Bare: true}},
			Rewrites: []Rewrite{{When: When{Product: []string{"wealth"}}, Say: Text{"zh-CN": "这款可能亏。"}}, {Say: Text{"zh-CN": "有涨有跌。", "en": "It moves."}}},
			Sources:  []Origin{{Document: Text{"zh-CN": "某办法"}, Number: "2025年第7号", Year: 2025, Article: "13(二)", Since: "2026-02-01", Products: []string{"wealth"}, Channels: []string{"broadcast"}, Confidence: Confirmed}},
			Products: []string{"wealth"}, Except: []string{"deposit"}, Channels: []string{"phone"}, Review: "2027-06-30",
		}},
		Habits:    []Habit{{ID: "cold", Title: Text{"zh-CN": "冷淡"}, Why: Text{"zh-CN": "伤人"}, Better: Text{"zh-CN": "您坐。"}, Find: []Find{{Kind: "echo", Words: []string{"规定"}, With: []string{"吗"}}}}},
		Practices: []Practice{{ID: "asks", Title: Text{"zh-CN": "问了"}, Missing: Text{"zh-CN": "问一句", "en": "Ask"}, Step: "concrete", Find: []Find{{Kind: "disguised", Words: []string{"吗"}}}}},
		Verdicts:  []Verdict{{ID: "clear", Say: Text{"zh-CN": "没检出", "en": "None found"}}},
		Guards:    []Guard{{Kind: "before", Words: []string{"不"}}},
		Model:     replyModel(t),
	}
}

// replyModel makes a model of one weight that reads replies.
func replyModel(t testing.TB) *classify.Model {
	t.Helper()
	var heads []classify.Head
	for _, axis := range classify.ReplyAxes {
		heads = append(heads, classify.Head{Axis: axis, Label: string(axis) + "-label", Scale: 0.5, Slope: 1, Threshold: 0.5})
	}
	m, err := classify.New(heads, &classify.Lexicon{}, []classify.Feature{classify.FeatureOf("保")}, classify.Traits{Count: 1, Lent: []int8{1}, Readout: []int8{1, 2, 3, 4}})
	require.NoError(t, err)
	return m
}

func compiledRules(t testing.TB, book *Rulebook) []byte {
	t.Helper()
	file, err := sample(t).With(book).CompileRules()
	require.NoError(t, err)
	return file
}

func TestRulesRoundTrip(t *testing.T) {
	want := rulebook(t)
	file := compiledRules(t, want)
	got, err := OpenRules(file)
	require.NoError(t, err)
	require.Len(t, got.Hash, hex.EncodedLen(blake2s.Size))
	require.Equal(t, file, compiledRules(t, got), "what was opened compiles to the same bytes")
	require.Equal(t, want.Model.Encode(), got.Model.Encode())
	said := text.Prepare("这款保本")
	require.Equal(t, want.Model.Recognise(said).RawScores(), got.Model.Recognise(said).RawScores())
	require.Equal(t, want.Rules, got.Rules)
	require.Equal(t, want.Habits, got.Habits)
	require.Equal(t, want.Practices, got.Practices)
	require.Equal(t, want.Verdicts, got.Verdicts)
	require.Equal(t, want.Guards, got.Guards)
}

func TestSameRulesSameBytes(t *testing.T) {
	file := compiledRules(t, rulebook(t))
	require.Equal(t, file, compiledRules(t, rulebook(t)))

	other := sample(t)
	other.ID, other.Scripts = "another-pack", nil
	again, err := other.With(rulebook(t)).CompileRules()
	require.NoError(t, err)
	require.Equal(t, file, again, "the file knows nothing of the pack around it")

	changed := rulebook(t)
	changed.Rules[0].Severity = Revise
	require.NotEqual(t, file, compiledRules(t, changed))
}

func TestOpenWithRules(t *testing.T) {
	file := compiledRules(t, rulebook(t))
	alone, err := Open(compiled(t))
	require.NoError(t, err)
	require.Nil(t, alone.Rulebook)

	for name, more := range map[string][][]byte{"alone": {file}, "before a language": {file, english(t)}, "after a language": {english(t), file}} {
		p, err := Open(compiled(t), more...)
		require.NoError(t, err, name)
		require.NotNil(t, p.Rulebook, name)
		require.Equal(t, "Promising principal <&>", p.Rulebook.Rules[0].Title.In(English), "a rulebook speaks every language")
		require.Equal(t, len(more) == 2, p.English != nil, name)
		require.Equal(t, alone.Hash, p.Hash, "the pack is the same with it")
	}

	again, err := alone.With(rulebook(t)).Compile()
	require.NoError(t, err)
	require.Equal(t, compiled(t), again, "a rulebook is no part of the pack's own file")

	_, err = Open(compiled(t), file[:len(file)-1])
	require.EqualError(t, err, "the rulebook is damaged or cut off: its content does not match its hash")
	_, err = Open(file)
	require.EqualError(t, err, noPack, "a rulebook is no pack")
}

func TestWithLeavesThePackAlone(t *testing.T) {
	p := sample(t)
	more := p.With(rulebook(t))
	require.Nil(t, p.Rulebook)
	require.NotNil(t, more.Rulebook)
	require.Same(t, p.Model, more.Model)
}

func TestCompileRulesNeedsModel(t *testing.T) {
	book := rulebook(t)
	book.Model = nil
	_, err := sample(t).With(book).CompileRules()
	require.EqualError(t, err, `the rulebook of "corner-shop" has no model yet: train it first`)
	_, err = sample(t).CompileRules()
	require.EqualError(t, err, `the pack "corner-shop" has no rulebook to compile`)
}

const (
	noRules      = "this is not a compiled rulebook of Objection Coach"
	damagedRules = "the rulebook is damaged or cut off: its content does not match its hash"
)

// sealedRules gives a file whose hash is right, whatever is in it.
func sealedRules(body []byte) []byte {
	return append([]byte(rulesMagic), sealed(body)[len(packMagic):]...)
}

func TestOpenRulesRefuses(t *testing.T) {
	ofCustomers := rulebook(t)
	ofCustomers.Model = model(t)
	const version = len(rulesMagic)
	cases := []struct {
		name   string
		change func(file []byte) []byte
		want   string
	}{
		{"nothing", func([]byte) []byte { return nil }, noRules},
		{"a pack", func([]byte) []byte { return compiled(t) }, noRules},
		{"a language", func([]byte) []byte { return english(t) }, noRules},
		{"another magic", func(file []byte) []byte { file[0] = 'X'; return file }, noRules},
		{"only the head's beginning", func(file []byte) []byte { return file[:headLength-1] }, noRules},
		{"a newer format", func(file []byte) []byte { file[version+1]++; return file }, fmt.Sprintf("the rulebook has format %d and this engine reads format %d: compile the pack again with the matching version", Format+1, Format)},
		{"a newer engine", func(file []byte) []byte { file[version+3]++; return file }, fmt.Sprintf("the rulebook needs version %d of the engine and this is version %d: update the coach", Engine+1, Engine)},
		{"an older engine", func(file []byte) []byte { file[version+3]--; return file }, ""},
		{"something after the end", func(file []byte) []byte { return append(file, 0) }, damagedRules},
		{"a pack under its magic", func([]byte) []byte { return append([]byte(rulesMagic), compiled(t)[len(packMagic):]...) }, "the rulebook's model reads customers and not replies: compile it again"},
		{"a model of customers", func([]byte) []byte { return compiledRules(t, ofCustomers) }, "the rulebook's model reads customers and not replies: compile it again"},
		{"no model", func([]byte) []byte { return sealedRules([]byte("\x03\x00{}")) }, "the rulebook's model cannot be read: the model ends too early: it is cut off or damaged"},
		{"knowledge that is no JSON", func([]byte) []byte { return sealedRules([]byte("\x03\x00{]")) }, "the rulebook cannot be read: invalid character ']' looking for beginning of object key string"},
		{"knowledge longer than the file", func([]byte) []byte { return sealedRules([]byte{100}) }, "the rulebook is damaged: the length of its knowledge is wrong"},
		{"knowledge with characters that are not in its table", func([]byte) []byte { return sealedRules([]byte{2, 0, 0x80}) }, "the rulebook is damaged: its texts cannot be read"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			book, err := OpenRules(c.change(compiledRules(t, rulebook(t))))
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, c.want)
			require.Nil(t, book)
		})
	}
}

// TestOpenRefusesAModelOfReplies holds the other way round: a pack whose model reads
// replies cannot read customers.
func TestOpenRefusesAModelOfReplies(t *testing.T) {
	p := sample(t)
	p.Model = replyModel(t)
	file, err := p.Compile()
	require.NoError(t, err)
	_, err = Open(file)
	require.EqualError(t, err, "the pack's model reads replies and not customers: compile it again")

	p = sample(t)
	p.English = replyModel(t)
	file, err = p.Compile()
	require.NoError(t, err)
	language, err := p.CompileLanguage(English)
	require.NoError(t, err)
	_, err = Open(file, language)
	require.EqualError(t, err, "the model for English reads replies and not customers: compile it again")
}

func TestOpenRulesCutOffOrAltered(t *testing.T) {
	file := compiledRules(t, rulebook(t))
	for n := range file {
		_, err := OpenRules(file[:n])
		want := damagedRules
		if n < headLength {
			want = noRules
		}
		require.EqualError(t, err, want, "%d bytes", n)
	}
	for i := len(rulesMagic) + 4; i < len(file); i++ {
		file[i] ^= 0x20
		_, err := OpenRules(file)
		require.EqualError(t, err, damagedRules, "byte %d", i)
		file[i] ^= 0x20
	}
}

// FuzzOpenRules opens files as they are, and with a hash made right.
func FuzzOpenRules(f *testing.F) {
	file := compiledRules(f, rulebook(f))
	f.Add(file)
	f.Add(file[headLength:])
	f.Add([]byte("\x04null"))
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, file := range [][]byte{file, sealedRules(file)} {
			book, err := OpenRules(file)
			if err != nil {
				require.NotEmpty(t, err.Error())
				continue
			}
			book.Model.Recognise(text.Prepare("这款保本"))
			_, err = OpenRules(compiledRules(t, book))
			require.NoError(t, err, "what was opened can be compiled and opened again")
		}
	})
}
