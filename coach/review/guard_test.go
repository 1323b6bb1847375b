package review

import (
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
)

// guarding are a few guards of each kind, in more lists than one, as packs that build
// upon each other have them.
var guarding = []pack.Guard{
	{Kind: "before", Words: []string{"不", "不能", "没有"}},
	{Kind: "before", Words: []string{"甭"}},
	{Kind: "after", Words: []string{"我不能说", "是骗"}},
	{Kind: "quoted", Words: []string{"有人说"}},
}

func TestGuards(t *testing.T) {
	cases := []struct {
		name, draft string
		guarded     bool
	}{
		{"nothing beside it", "这款保本", false},
		{"a negation before it", "这款不保本", true},
		{"a word that is two negations at once counts once", "这款不能保本", true},
		{"two negations cancel out", "没有不保本的", false},
		{"two negations of two lists cancel out", "甭说不保本的", false},
		{"three do not", "没有不能不保本的", true},
		{"a negation in the clause before", "不用急，这款保本", false},
		{"a negation in the sentence before", "不用急。这款保本", false},
		{"a negation behind it", "保本不复杂", false},
		{"a negation at twelve characters", "不一二三四五六七八九十一保本", true},
		{"a negation farther away", "不一二三四五六七八九十一二保本", false},
		{"a refusal in the same clause", "保本我不能说", true},
		{"a refusal in the next clause", "保本的话，我不能说", true},
		{"a refusal in the clause after the next", "保本，您问的这个，我不能说", false},
		{"a refusal in the next sentence", "保本。我不能说别的", false},
		{"a refusal before it", "是骗子，这款保本", false},
		{"somebody else's words", "有人说，这款产品，保本", true},
		{"somebody else's words in the sentence before", "有人说过。这款保本", false},
		{"somebody else's words after it", "保本，有人说", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			book := oneRule(pack.Find{Kind: "phrase", Words: []string{"保本"}})
			book.Guards = guarding
			want := []string{"保本"}
			if c.guarded {
				want = []string{"not 保本"}
			}
			require.Equal(t, want, found(book, Prepare(c.draft, "", "", ""), "P01"))

			book.Rules[0].Find[0].Bare = true
			require.Equal(t, []string{"保本"}, found(book, Prepare(c.draft, "", "", ""), "P01"), "bare words are never guarded")
		})
	}
}

// TestGuardsOfTwoClauses holds that words in two clauses may be refused in the second.
func TestGuardsOfTwoClauses(t *testing.T) {
	book := oneRule(pack.Find{Kind: "near", Words: []string{"亏"}, With: []string{"补"}})
	book.Guards = []pack.Guard{{Kind: "after", Words: []string{"我不会"}}}
	require.Equal(t, []string{"not 亏了,我不会补"}, found(book, Prepare("亏了，我不会补", "", "", ""), "P01"))
	require.Equal(t, []string{"亏了,我来补"}, found(book, Prepare("亏了，我来补", "", "", ""), "P01"))
}

func TestCount(t *testing.T) {
	cases := []struct {
		said  string
		words []string
		want  int
	}{
		{"", []string{"不"}, 0},
		{"不会不", []string{"不"}, 2},
		{"不会不", []string{"不", "不会"}, 2},
		{"不不", []string{"不", "不不"}, 1},
		{"我不敢不说", []string{"不敢", "不"}, 2},
		{"好", nil, 0},
		{"好", []string{""}, 0},
	}
	for _, c := range cases {
		require.Equal(t, c.want, count(c.said, c.words), "%q in %q", c.words, c.said)
	}
}
