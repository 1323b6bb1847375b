package train

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/blake2s"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/text"
)

// taughtHash is the model that TestRetraining teaches: the test runs natively and as
// WebAssembly, and both must give the same bytes. It changes with the way of learning.
const taughtHash = "d0ca58ebb7b1ca4aa09ecd013ee0b468300f19913abebd8f35d31137bcc59359"

// TestRetraining teaches a small model words it does not know, and holds that it
// recognises them, forgets nothing, and does so step by step alike everywhere.
func TestRetraining(t *testing.T) {
	m, err := Model(small(), nil, forSmall(), nil)
	require.NoError(t, err)
	corrections := []labelled.Line{
		{Text: "小绿卡闹脾气", Kind: "complaint", Topics: []string{"product"}, Emotion: "annoyed"},
		{Text: "小绿卡又闹脾气了", Kind: "complaint", Topics: []string{"product"}, Emotion: "annoyed"},
	}
	teach := func(o Teaching) *classify.Model {
		r, err := NewRetraining(m, corrections, small(), o)
		require.NoError(t, err)
		_, all := r.Progress()
		require.Equal(t, o.Passes*(len(small())+o.Often*len(corrections)), all)
		for last := -1; ; {
			more := r.Step()
			done, _ := r.Progress()
			require.Greater(t, done, last)
			if last = done; !more {
				break
			}
		}
		taught, err := r.Model()
		require.NoError(t, err)
		return taught
	}
	// So small a model has little to hold on to, and wants greater steps than a large one.
	o := Corrections()
	o.Rate, o.Passes = 0.01, 20
	taught := teach(o)
	require.Equal(t, "complaint", taught.Recognise(text.Prepare("小绿卡闹脾气了")).Decide().Kind)
	for _, line := range small() {
		require.Equal(t, line.Kind, taught.Recognise(text.Prepare(line.Text)).Decide().Kind, line.Text)
	}
	require.Equal(t, taught.Encode(), teach(o).Encode())
	sum := blake2s.Sum256(taught.Encode())
	require.Equal(t, taughtHash, hex.EncodeToString(sum[:]))

	_, known, _ := m.Parts()
	_, more, _ := taught.Parts()
	require.Greater(t, len(more), len(known), "new words were taken in")
	o.New = 0
	_, more, _ = teach(o).Parts()
	require.Equal(t, known, more)
}

// TestRetrainingBegins holds that a model is what it was before anything was learned.
func TestRetrainingBegins(t *testing.T) {
	m, err := Model(small(), nil, forSmall(), nil)
	require.NoError(t, err)
	r, err := NewRetraining(m, small()[:1], small(), Teaching{Passes: 1, Often: 1})
	require.NoError(t, err)
	same, err := r.Model()
	require.NoError(t, err)
	for _, line := range small() {
		before, after := m.Recognise(text.Prepare(line.Text)).RawScores(), same.Recognise(text.Prepare(line.Text)).RawScores()
		for i := range before {
			require.InDelta(t, before[i], after[i], 0.02*max(1, before[i], -before[i]), line.Text)
		}
	}
	_, err = NewRetraining(m, nil, small(), Corrections())
	require.EqualError(t, err, "there is nothing to teach: give at least one line with its right labels")
}
