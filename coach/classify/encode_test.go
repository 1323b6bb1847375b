package classify

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/text"
)

// sample is a model with everything in it that the file format holds.
func sample(t testing.TB) *Model {
	t.Helper()
	plain := handmade(t, weight{"太贵", "price", 127}, weight{"太贵", "objection", -128}, weight{"太贵了", "price", 3},
		weight{"-钱", "need", -4}, weight{"*?", "question", 90}, weight{"𠮷", "trust", 1})
	for i := range plain.Heads {
		plain.Heads[i].Bias, plain.Heads[i].Offset = float64(i)/7, -float64(i)/3
	}
	lexicon, err := NewLexicon([]Class{{ID: "family", Words: []string{"老婆", "老公", "家里"}}, {ID: "spouse", Words: []string{"老婆", "老公"}}})
	require.NoError(t, err)
	m, err := New(plain.Heads, lexicon, plain.known, Traits{plain.traits, plain.lent, plain.readout})
	require.NoError(t, err)
	return m
}

func TestEncodeRoundTrip(t *testing.T) {
	for name, m := range map[string]*Model{"sample": sample(t), "no feature": handmade(t)} {
		t.Run(name, func(t *testing.T) {
			file := m.Encode()
			require.Equal(t, file, m.Encode(), "the same model gives the same bytes")
			again, err := Decode(file)
			require.NoError(t, err)
			require.Equal(t, file, again.Encode())
			require.Equal(t, m.Heads, again.Heads)
			for _, said := range []string{"太贵了", "钱不是问题，就是𠮷？", "问老婆"} {
				prepared := text.Prepare(said)
				require.Equal(t, m.Recognise(prepared).RawScores(), again.Recognise(prepared).RawScores(), said)
				require.Equal(t, m.lexicon.Features(prepared, Setting{}), again.lexicon.Features(prepared, Setting{}), said)
			}
		})
	}
}

func TestDecodeCutOff(t *testing.T) {
	file := sample(t).Encode()
	for n := range file {
		_, err := Decode(file[:n])
		require.Error(t, err, "the first %d of %d bytes", n, len(file))
	}
	_, err := Decode(append(file, 0))
	require.EqualError(t, err, "1 bytes follow the end of the model")
	_, err = Decode(nil)
	require.EqualError(t, err, "the model ends too early: it is cut off or damaged")
}

// TestDecodeFlipped turns every bit of a model file: what can still be read can
// be used.
func TestDecodeFlipped(t *testing.T) {
	file := sample(t).Encode()
	refused := 0
	for i := range file {
		for bit := range 8 {
			file[i] ^= 1 << bit
			if m, err := Decode(file); err != nil {
				refused++
			} else {
				requireUsable(t, m)
			}
			file[i] ^= 1 << bit
		}
	}
	require.Greater(t, refused, 0)
}

func TestDecodeRefusesGreatCounts(t *testing.T) {
	_, err := Decode(binary.AppendUvarint(nil, maxHeads+1))
	require.EqualError(t, err, "the model names a count of 65 where at most 64 can be")
	_, err = Decode(binary.AppendUvarint(nil, 1<<63))
	require.EqualError(t, err, "the model names a count of 9223372036854775808 where at most 64 can be")
}

func FuzzDecode(f *testing.F) {
	file := sample(f).Encode()
	f.Add(file)
	f.Add(handmade(f).Encode())
	f.Add(file[:len(file)/2])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, file []byte) {
		m, err := Decode(file)
		if err != nil {
			return
		}
		requireUsable(t, m)
		again, err := Decode(m.Encode())
		require.NoError(t, err, "what was read can be written and read again")
		require.Equal(t, m.Encode(), again.Encode())
	})
}
