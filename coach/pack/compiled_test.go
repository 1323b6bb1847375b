package pack

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/blake2s"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/text"
)

// sample is a small pack with something in every list.
func sample(t testing.TB) *Pack {
	t.Helper()
	return &Pack{
		ID:         "corner-shop",
		Title:      Text{"zh-CN": "小店", "en": "Corner shop <&>"},
		Labels:     []Label{{Axis: "topic", ID: "price", Title: Text{"zh-CN": "嫌贵"}, Plain: Text{"zh-CN": "费用"}, Words: []string{"价"}}},
		Cues:       []Cue{{ID: "refusal", Phrases: []string{"别来了"}}},
		Derived:    []Derived{{Axis: "manner", Label: "rude", When: When{Cue: []string{"refusal"}}}, {Axis: "manner", Label: "none"}},
		Timing:     []Timing{{ID: "always", Decision: Now, Reason: Text{"zh-CN": "先答"}}},
		Choices:    []Choice{{When: When{Escalate: true}, Techniques: []ChosenTechnique{{ID: "inquire", Reason: Text{"zh-CN": "先问"}}}, Tempting: &ChosenTechnique{ID: "ignore", Reason: Text{"zh-CN": "不理", "en": "Cold"}}}},
		Techniques: []Technique{{ID: "inquire", Title: Text{"en": "Ask"}, Shape: []Text{{"zh-CN": "问"}, {"zh-CN": "听"}}}},
		Asks:       []Ask{{Kind: []string{"other"}, Say: Text{"zh-CN": "您是说{a}？"}}},
		Moves:      []Move{{Step: "confirm", Phrases: []string{"您的意思是"}, Question: new(bool)}},
		Loops:      []Loop{{When: When{Pattern: []string{Repeated}}, Steps: []string{"accept"}}},
		Patterns:   []Pattern{{ID: Jumped, Title: Text{"zh-CN": "换了话", "en": "Jumped"}}},
		Bearing:    []Bearing{{Axis: "emotion", Do: Text{"zh-CN": "坐下", "en": "Sit down"}, Avoid: Text{"zh-CN": "别急"}}},
		Closings:   []Closing{{ID: "gift", Class: Never, Reason: Text{"zh-CN": "不许"}}},
		Causes:     []Cause{{ID: "haste", Side: "seller", Title: Text{"en": "Haste"}}},
		Slots:      []Slot{{ID: "fee", Title: Text{"zh-CN": "费用"}}},
		Scripts:    []Script{{ID: "s", For: When{Topic: []string{"price"}, Refusal: true}, Technique: "inquire", Steps: []Step{{ID: "accept", Say: Text{"zh-CN": "是不便宜。"}}}}},
		Model:      model(t),
		English:    model(t),
	}
}

// model makes a model of one weight.
func model(t testing.TB) *classify.Model {
	t.Helper()
	var heads []classify.Head
	for _, axis := range classify.Axes {
		heads = append(heads, classify.Head{Axis: axis, Label: string(axis) + "-label", Scale: 0.5, Slope: 1})
	}
	lexicon, err := classify.NewLexicon(nil)
	require.NoError(t, err)
	m, err := classify.New(heads, lexicon, []classify.Feature{classify.FeatureOf("贵")}, classify.Traits{Count: 1, Lent: []int8{1}, Readout: []int8{1, 2, 3, 4, 5, 6, 7, 8}})
	require.NoError(t, err)
	return m
}

func compiled(t testing.TB) []byte {
	t.Helper()
	file, err := sample(t).Compile()
	require.NoError(t, err)
	return file
}

func english(t testing.TB) []byte {
	t.Helper()
	file, err := sample(t).CompileLanguage(English)
	require.NoError(t, err)
	return file
}

func TestCompileRoundTrip(t *testing.T) {
	want := sample(t)
	file, language := compiled(t), english(t)
	require.Equal(t, file, compiled(t), "the same pack gives the same bytes")
	require.Equal(t, language, english(t))

	got, err := Open(file, language)
	require.NoError(t, err)
	require.Len(t, got.Hash, hex.EncodedLen(blake2s.Size))
	require.Equal(t, want.Model.Encode(), got.Model.Encode())
	require.Equal(t, want.English.Encode(), got.English.Encode())
	said := text.Prepare("太贵了")
	require.Equal(t, want.Model.Recognise(said).RawScores(), got.Model.Recognise(said).RawScores())

	again, err := got.Compile()
	require.NoError(t, err)
	require.Equal(t, file, again)
	want.Model, got.Model, want.English, got.English, got.Hash = nil, nil, nil, nil, ""
	require.Equal(t, want, got)
}

func TestAPackAloneSpeaksOneLanguage(t *testing.T) {
	p, err := Open(compiled(t))
	require.NoError(t, err)
	require.Nil(t, p.English)
	require.Equal(t, Text{"zh-CN": "小店"}, p.Title)
	require.Equal(t, "小店", p.Title.In("en"), "what is not there in a locale is there in the default one")
}

func TestOpenRefusesLanguages(t *testing.T) {
	other := sample(t)
	other.Scripts[0].Steps[0].Say = Text{"zh-CN": "是贵。"}
	foreign, err := other.CompileLanguage(English)
	require.NoError(t, err)
	cases := []struct {
		name     string
		language []byte
		want     string
	}{
		{"the pack itself", compiled(t), "this is not a compiled language of Objection Coach"},
		{"of another pack", foreign, `the language "en" belongs to another pack "corner-shop" than this: compile both together`},
		{"cut off", english(t)[:len(english(t))-1], "the language is damaged or cut off: its content does not match its hash"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Open(compiled(t), c.language)
			require.EqualError(t, err, c.want)
		})
	}
}

func TestRecogniserByLetters(t *testing.T) {
	p := sample(t)
	cases := []struct {
		said string
		want *classify.Model
	}{
		{"太贵了", p.Model},
		{"too expensive", p.English},
		{"这个 app 太难用", p.Model},
		{"!!! 100", p.Model},
		{"", p.Model},
	}
	for _, c := range cases {
		require.Same(t, c.want, p.Recogniser(text.Prepare(c.said)), c.said)
	}
	p.English = nil
	require.Same(t, p.Model, p.Recogniser(text.Prepare("too expensive")))
}

func TestHashTellsPacksApart(t *testing.T) {
	other := sample(t)
	other.Scripts[0].Steps[0].Say = Text{"zh-CN": "是贵。"}
	file, err := other.Compile()
	require.NoError(t, err)
	a, err := Open(compiled(t))
	require.NoError(t, err)
	b, err := Open(file)
	require.NoError(t, err)
	require.NotEqual(t, a.Hash, b.Hash)
}

func TestCompileNeedsModel(t *testing.T) {
	p := sample(t)
	p.Model = nil
	_, err := p.Compile()
	require.EqualError(t, err, `the pack "corner-shop" has no model yet: train it first`)
}

const (
	noPack  = "this is not a compiled pack of Objection Coach"
	damaged = "the pack is damaged or cut off: its content does not match its hash"
)

func TestOpenRefuses(t *testing.T) {
	cases := []struct {
		name   string
		change func(file []byte) []byte
		want   string
	}{
		{"nothing", func([]byte) []byte { return nil }, noPack},
		{"another kind of file", func([]byte) []byte { return make([]byte, 4096) }, noPack},
		{"only the head's beginning", func(file []byte) []byte { return file[:headLength-1] }, noPack},
		{"a newer format", func(file []byte) []byte { file[len(packMagic)+1]++; return file }, fmt.Sprintf("the pack has format %d and this engine reads format %d: compile the pack again with the matching version", Format+1, Format)},
		{"a newer engine", func(file []byte) []byte { file[len(packMagic)+3]++; return file }, fmt.Sprintf("the pack needs version %d of the engine and this is version %d: update the coach", Engine+1, Engine)},
		{"something after the end", func(file []byte) []byte { return append(file, 0) }, damaged},
		{"a length that does not end", func([]byte) []byte { return sealed([]byte{200}) }, "the pack is damaged: the length of its knowledge is wrong"},
		{"an empty body", func([]byte) []byte { return sealed(nil) }, "the pack is damaged: the length of its knowledge is wrong"},
		{"knowledge longer than the file", func([]byte) []byte { return sealed([]byte{100}) }, "the pack is damaged: the length of its knowledge is wrong"},
		{"knowledge that is no JSON", func([]byte) []byte { return sealed([]byte("\x03\x00{]")) }, "the pack's knowledge cannot be read: invalid character ']' looking for beginning of object key string"},
		{"no model", func([]byte) []byte { return sealed([]byte("\x03\x00{}")) }, "the pack's model cannot be read: the model ends too early: it is cut off or damaged"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Open(c.change(compiled(t)))
			require.EqualError(t, err, c.want)
		})
	}
}

func TestOpenCutOff(t *testing.T) {
	file := compiled(t)
	for n := range file {
		_, err := Open(file[:n])
		if n < headLength {
			require.EqualError(t, err, noPack, "%d bytes", n)
		} else {
			require.EqualError(t, err, damaged, "%d bytes", n)
		}
	}
}

func TestOpenFlipped(t *testing.T) {
	file := compiled(t)
	for i := range file {
		file[i] ^= 0x20
		_, err := Open(file)
		switch {
		case i < len(packMagic):
			require.EqualError(t, err, noPack, "byte %d", i)
		case i < len(packMagic)+2:
			require.ErrorContains(t, err, "compile the pack again with the matching version", "byte %d", i)
		case i < len(packMagic)+4:
			require.ErrorContains(t, err, "update the coach", "byte %d", i)
		default:
			require.EqualError(t, err, damaged, "byte %d", i)
		}
		file[i] ^= 0x20
	}
}

// sealed gives a file whose hash is right, whatever is in it.
func sealed(body []byte) []byte {
	sum := blake2s.Sum256(body)
	file := binary.BigEndian.AppendUint16([]byte(packMagic), Format)
	file = binary.BigEndian.AppendUint16(file, Engine)
	return append(append(file, sum[:]...), body...)
}

// FuzzOpen opens files as they are, and with a hash made right: a hash keeps out
// accidents, not intent.
func FuzzOpen(f *testing.F) {
	file := compiled(f)
	f.Add(file)
	f.Add(file[headLength:])
	f.Add([]byte("\x04null"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, file := range [][]byte{file, sealed(file)} {
			p, err := Open(file)
			if err != nil {
				require.NotEmpty(t, err.Error())
				continue
			}
			p.Model.Recognise(text.Prepare("太贵了")).Decide()
			again, err := p.Compile()
			require.NoError(t, err)
			_, err = Open(again)
			require.NoError(t, err, "what was opened can be compiled and opened again")
		}
	})
}
