package classify

import (
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/text"
)

func TestEvidence(t *testing.T) {
	fee := []weight{{"手续费", "price", 90}} // 30 for each of its characters
	cases := []struct {
		name, said string
		weights    []weight
		want       []string
	}{
		{"the words that spoke", "你们手续费怎么收", fee, []string{"手续费"}},
		{"at the very start and end", "手续费", fee, []string{"手续费"}},
		{"no known word", "天气不错", fee, nil},
		{"nothing said", "", fee, nil},
		{"only words that speak against it", "手续费", []weight{{"手续费", "price", -90}}, nil},
		{"another label's words", "手续费", []weight{{"手续费", "risk", 90}}, nil},
		{"the form of the text is no place", "太贵", []weight{{"*l2", "price", 90}}, nil},

		{"after emoji", "😀😀手续费", fee, []string{"手续费"}},
		{"emoji inside", "手续😀费", []weight{{"手续", "price", 60}, {"费", "price", 30}}, []string{"手续😀费"}},
		{"zero width before", "\u200b\u200d手续费", fee, []string{"手续费"}},
		{"zero width inside", "这手\u200b续\ufeff费高不高", fee, []string{"手\u200b续\ufeff费"}},
		{"traditional", "這手續費", fee, []string{"手續費"}},
		{"decomposed", "cafe\u0301贵不贵", []weight{{word("café"), "price", 80}}, []string{"cafe\u0301"}},
		{"whole words", "it costs", []weight{{word("costs"), "price", 80}, {"*$s", "price", -80}}, []string{"costs"}},
		{"cut repetition", "好贵贵贵贵贵贵啊", []weight{{"贵贵贵", "price", 90}}, []string{"贵贵贵贵贵贵"}},

		{"a gap of one is joined", "手续费太高", append(fee, weight{"高", "price", 30}), []string{"手续费太高"}},
		{"and of eight", "手续费在我们这几家里太高", append(fee, weight{"太高", "price", 60}), []string{"手续费在我们这几家里太高"}},
		{"a gap of nine is not", "手续费在我们这几家银行里头太高", append(fee, weight{"太高", "price", 45}), []string{"手续费", "太高"}},
		{"the clause is said to its end", "手续费太高", fee, []string{"手续费太高"}},
		{"but for its particle", "手续费了", fee, []string{"手续费"}},
		{"never across clauses", "手续费，太高", append(fee, weight{"太高", "price", 45}), []string{"手续费", "太高"}},
		{"nor across a space", "手续费 太高", append(fee, weight{"太高", "price", 45}), []string{"手续费", "太高"}},
		{"a mark at the end is cut off", "手续费%", []weight{{"手续费%", "price", 90}}, []string{"手续费"}},
		{"a question mark counts for the word before it", "贵？", []weight{{"*?", "price", 90}}, []string{"贵"}},
		{"a particle is no reason", "贵吗？", []weight{{"*?", "price", 90}}, nil},

		{"half a pointing word is cut off", "这个手续费", []weight{{"个手续费", "price", 90}}, []string{"手续费"}},

		{"what is said again counts once", "太贵，太贵", []weight{{"太贵", "price", 50}}, []string{"太贵"}},
		{"strongest first", "费用也很高，手续费", []weight{{"费用", "price", 75}, {"手续费", "price", 60}}, []string{"手续费", "费用"}},
		{"weak ones are left out", "手续费，好高", append(fee, weight{"好高", "price", 39}), []string{"手续费"}},
		{"what is said last weighs more", "手续费，好高", append(fee, weight{"好高", "price", 40}), []string{"手续费", "好高"}},
		{"two at most", "太贵，又太贵，还太贵，好的", []weight{{"太贵", "price", 50}}, []string{"太贵", "太贵"}},
		{"a syllable is a reason when it is alone", "好贵啊", []weight{{"贵", "price", 50}}, []string{"贵"}},
		{"and none beside a word", "手续费啊，好贵啊", append(fee, weight{"贵", "price", 80}), []string{"手续费"}},
		{"but all there is", "好贵啊，是贵啊，好的", []weight{{"贵", "price", 50}}, []string{"贵", "贵"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			spans := handmade(t, c.weights...).Recognise(text.Prepare(c.said)).Evidence(Topic, "price")
			require.Equal(t, c.want, parts(c.said, spans))
		})
	}
}

func TestEvidenceCountsUTF16(t *testing.T) {
	r := handmade(t, weight{"手续费", "price", 90}).Recognise(text.Prepare("a😀\u200b，手\u200b續費"))
	require.Equal(t, []text.Span{{Start: 5, End: 9}}, r.Evidence(Topic, "price"))
}

func TestEvidenceOfUnknownLabel(t *testing.T) {
	r := handmade(t, weight{"手续费", "price", 90}).Recognise(text.Prepare("手续费"))
	require.Empty(t, r.Evidence(Topic, "weather"))
	require.Empty(t, r.Evidence(Kind, "price"), "a label of another axis")
}

// parts cuts the spans out of s, as a browser would.
func parts(s string, spans []text.Span) []string {
	var list []string
	units := utf16.Encode([]rune(s))
	for _, span := range spans {
		list = append(list, string(utf16.Decode(units[span.Start:span.End])))
	}
	return list
}
