package text

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestPrepareNormalises(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"plain", "太贵了", "太贵了"},
		{"traditional", "這個太貴，沒錢買", "这个太贵,没钱买"},
		{"full width", "ＡＰＰ打不开，１２３７８", "app打不开,12378"},
		{"marks", "不买！！！！！", "不买!!"},
		{"laughter", "哈哈哈哈哈哈", "哈哈哈"},
		{"figures stay", "1000000元", "1000000元"},
		{"zero width inside a word", "保\u200b本\ufeff吗", "保本吗"},
		{"direction marks", "\u202e不要\u202c", "不要"},
		{"strike-through", "保\u0336本", "保本"},
		{"white space", "不要 \t\n 谢谢", "不要 谢谢"},
		{"ligature of four", "㍿好", "株式会社好"},
		{"emoji with selector", "好的👌🏻❤️", "好的👌🏻❤"},
		{"control", "a\x00b\x07c", "abc"},
		{"invalid byte", "贵\xff了", "贵\ufffd了"},
		{"empty", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, string(Prepare(c.in).Runes))
		})
	}
}

func TestOriginCountsUTF16(t *testing.T) {
	cases := []struct{ name, in, find, want string }{
		{"after an emoji", "😀😀太贵了", "太贵", "太贵"},
		{"traditional", "我說太貴了", "太贵", "太貴"},
		{"zero width inside", "不保\u200b本的", "保本", "保\u200b本"},
		{"cut repetition", "贵贵贵贵贵贵啊", "贵贵贵", "贵贵贵贵贵贵"},
		{"full width", "下载ＡＰＰ麻烦", "app", "ＡＰＰ"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			prepared := Prepare(c.in)
			at := strings.Index(string(prepared.Runes), c.find)
			require.GreaterOrEqual(t, at, 0)
			start := utf8.RuneCountInString(string(prepared.Runes)[:at])
			span := prepared.Origin(start, start+utf8.RuneCountInString(c.find))
			require.Equal(t, c.want, string(utf16.Decode(utf16.Encode([]rune(c.in))[span.Start:span.End])))
		})
	}
}

func TestClauses(t *testing.T) {
	cases := []struct{ in, want string }{
		{"钱不是问题，就是没空", "[钱不是问题] 就是没空"},
		{"钱不是问题就是没空", "[钱不是问题] 就是没空"},
		{"倒不是嫌贵，我是觉得娃用不着", "[倒不是嫌贵] 我是觉得娃用不着"},
		{"倒不是嫌贵是我怕娃用不着", "[倒不是嫌贵] 是我怕娃用不着"},
		{"东西确实不错，可是太贵", "{东西确实不错} 可是太贵"},
		{"那个 我想想 再说", "那个 我想想 再说"},
		{"send me the app link", "send me the app link"},
		{"年化3.5%？不信", "年化3.5%? 不信"},
		{"你们是不是骗子…？", "你们是不是骗子?"},
		{"，。！", ""},
	}
	for _, c := range cases {
		t.Run(c.in, func(t *testing.T) {
			require.Equal(t, c.want, drawClauses(Prepare(c.in)))
		})
	}
}

// drawClauses writes dismissed clauses in brackets, conceded ones in braces.
func drawClauses(t Text) string {
	var parts []string
	for _, c := range t.Clauses {
		part := string(t.Runes[c.Start:c.End])
		if c.Mark == '?' {
			part += "?"
		}
		switch c.Scope {
		case Dismissed:
			part = "[" + part + "]"
		case Conceded:
			part = "{" + part + "}"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

func FuzzPrepare(f *testing.F) {
	for _, seed := range []string{"", "太贵了", "這個\u200b太貴😀", "a\xff\xfeb", "\U0001F468\u200d\U0001F469", "e\u0301e\u0301", strings.Repeat("\u0301", 40) + "x", "㍿ﷺ", "钱不是问题就是没空"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := Prepare(s)
		original := utf16.Encode([]rune(s))
		require.Equal(t, len(original), p.Units)
		require.Equal(t, len(p.Runes), len(p.origin))
		last := Span{}
		for _, span := range p.origin {
			require.LessOrEqual(t, last.Start, span.Start)
			require.Less(t, span.Start, span.End)
			require.LessOrEqual(t, span.End, p.Units)
			require.True(t, onBoundary(original, span.Start) && onBoundary(original, span.End))
			last = span
		}
		end := 0
		for _, c := range p.Clauses {
			require.LessOrEqual(t, end, c.Start)
			require.Less(t, c.Start, c.End)
			end = c.End
		}
		require.LessOrEqual(t, end, len(p.Runes))
		require.Equal(t, p, Prepare(s), "the same input gives the same text")
	})
}

// onBoundary reports whether offset i does not cut a surrogate pair in two.
func onBoundary(units []uint16, i int) bool {
	return i <= 0 || i >= len(units) || !(units[i-1]>>10 == 0xD800>>10 && units[i]>>10 == 0xDC00>>10)
}
