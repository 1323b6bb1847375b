package review

import (
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
)

// found lists the stretches of a draft that a book's words tell for an id, each with
// "not " before it where it is guarded.
func found(book *pack.Rulebook, r Reply, id string) []string {
	list := []string{}
	for _, m := range New(book).words(r) {
		if m.id != id {
			continue
		}
		said := string(r.Text.Runes[m.start:m.end])
		if m.guarded {
			said = "not " + said
		}
		list = append(list, said)
	}
	return list
}

// oneRule is a book with one rule that is told in some ways.
func oneRule(find ...pack.Find) *pack.Rulebook {
	return &pack.Rulebook{Rules: []pack.Rule{{ID: "P01", Find: find}}}
}

func TestPhrase(t *testing.T) {
	find := pack.Find{Kind: "phrase", Words: []string{"保本", "稳赚", "bao本"}, Unless: []string{"存款保险"}}
	cases := []struct {
		name, draft string
		want        []string
	}{
		{"as it stands", "这款保本。", []string{"保本"}},
		{"twice", "保本，真的保本", []string{"保本", "保本"}},
		{"in two sentences", "保本。稳赚！", []string{"保本", "稳赚"}},
		{"traditional characters", "這款保本穩賺", []string{"保本", "稳赚"}},
		{"wide and great letters", "ＢＡＯ本", []string{"bao本"}},
		{"with something unseen between", "保\u200b本", []string{"保本"}},
		{"behind a picture", "😀保本", []string{"保本"}},
		{"another word", "这款浮动", []string{}},
		{"half a word", "这款保", []string{}},
		{"two halves in two sentences", "这款保。本来就有", []string{}},
		{"made lawful in the same sentence", "存款保本，有存款保险", []string{}},
		{"made lawful in another sentence only", "有存款保险。这款保本", []string{"保本"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, found(oneRule(find), Prepare(c.draft, "", "", ""), "P01"))
		})
	}
}

func TestNear(t *testing.T) {
	find := pack.Find{Kind: "near", Words: []string{"亏"}, With: []string{"我补"}, Within: 4}
	cases := []struct {
		name, draft string
		want        []string
	}{
		{"side by side", "亏我补", []string{"亏我补"}},
		{"in the other order", "我补您亏的", []string{"我补您亏"}},
		{"as far apart as may be", "亏一二三四我补", []string{"亏一二三四我补"}},
		{"too far apart", "亏一二三四五我补", []string{}},
		{"a comma between counts", "亏了，都我补", []string{"亏了,都我补"}},
		{"a full stop between", "亏了。我补", []string{}},
		{"one of them alone", "亏了我不管", []string{}},
		{"two of one", "亏，亏，我补", []string{"亏,亏,我补", "亏,我补"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, found(oneRule(find), Prepare(c.draft, "", "", ""), "P01"))
		})
	}
	find.Within = 0
	require.Equal(t, []string{"亏一二三四五六七八九十一二我补"}, found(oneRule(find), Prepare("亏一二三四五六七八九十一二我补", "", "", ""), "P01"), "twelve where it is not said")
	require.Empty(t, found(oneRule(find), Prepare("亏一二三四五六七八九十一二三我补", "", "", ""), "P01"))

	overlapping := pack.Find{Kind: "near", Words: []string{"保本"}, With: []string{"本金"}}
	require.Empty(t, found(oneRule(overlapping), Prepare("保本金", "", "", ""), "P01"), "one character is not in two words")
}

func TestDisguised(t *testing.T) {
	find := pack.Find{Kind: "disguised", Words: []string{"保本"}}
	cases := []struct {
		name, draft string
		want        []string
	}{
		{"a space", "这款保 本", []string{"保 本"}},
		{"a star between spaces", "这款保 * 本", []string{"保 * 本"}},
		{"a slash", "保/本", []string{"保/本"}},
		{"a picture", "保💰本", []string{"保💰本"}},
		{"a comma", "保，本", []string{"保,本"}},
		{"a dot", "这款保.本的", []string{"保.本"}},
		{"dots", "保…本", []string{"保..本"}},
		{"a wave", "保~本", []string{"保~本"}},
		{"undisguised", "这款保本", []string{}},
		{"a full stop", "这款保。本来就有", []string{}},
		{"a question mark", "有医保？本行也收", []string{}},
		{"other letters between", "保a本", []string{}},
		{"a figure between", "保1本", []string{}},
		{"undisguised once, disguised once", "保本，保-本", []string{"保-本"}},
		{"in the second sentence", "您好。保*本", []string{"保*本"}},
		{"behind a dot", "您好.保*本", []string{"保*本"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, found(oneRule(find), Prepare(c.draft, "", "", ""), "P01"))
		})
	}
	find.With = []string{"理财"}
	require.Equal(t, []string{"保 本"}, found(oneRule(find), Prepare("这款理财保 本", "", "", ""), "P01"))
	require.Empty(t, found(oneRule(find), Prepare("保 本", "", "", ""), "P01"), "a word it stands with is missing")
}

func TestEcho(t *testing.T) {
	find := pack.Find{Kind: "echo", Words: []string{"当然", "是"}, With: []string{"保本"}}
	cases := []struct {
		name, customer, draft string
		want                  []string
	}{
		{"a yes to the question", "这个保本吗", "当然，您放心", []string{"当然"}},
		{"the customer wrote it otherwise", "這個保 本嗎？保本？", "当然", []string{"当然"}},
		{"a yes to something else", "今天开门吗", "当然", []string{}},
		{"nothing was asked", "", "当然", []string{}},
		{"not at the head", "保本吗", "您问得对，当然", []string{}},
		{"at the head of the second sentence", "保本吗", "您好。当然", []string{}},
		{"the same word again", "保本吗", "是，就是这样", []string{"是"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, found(oneRule(find), Prepare(c.draft, c.customer, "", ""), "P01"))
		})
	}
}

func TestQuestion(t *testing.T) {
	any := pack.Find{Kind: "question", Unless: []string{"难道"}}
	cases := []struct {
		name, draft string
		want        []string
	}{
		{"an open question", "您最担心哪一点？", []string{"您最担心哪一点"}},
		{"after a statement", "我明白。您最担心哪一点？", []string{"您最担心哪一点"}},
		{"two of them", "您打算放多久呢？中途会不会要用？", []string{"您打算放多久呢", "中途会不会要用"}},
		{"a statement", "我明白您的担心。", []string{}},
		{"a scolding", "难道我会骗您？", []string{}},
		{"the customer's word taken up", "没钱？那先不办。", []string{}},
		{"six characters of the customer's", "钱不够用了吗？那先不办。", []string{}},
		{"seven are a question", "您钱不够用了吗？那先不办。", []string{"您钱不够用了吗"}},
		{"a short question and no more", "为什么？", []string{"为什么"}},
		{"a short question with two marks", "为什么？？", []string{"为什么"}},
		{"a short question and a space", "为什么？ ", []string{"为什么"}},
		{"a short question at the end", "我记下了。为什么？", []string{"为什么"}},
		{"a long one at the head", "您最担心哪一点？我记下来。", []string{"您最担心哪一点"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, found(oneRule(any), Prepare(c.draft, "", "", ""), "P01"))
		})
	}
	some := pack.Find{Kind: "question", Words: []string{"哪"}}
	require.Equal(t, []string{"您担心哪一点"}, found(oneRule(some), Prepare("您担心哪一点？", "", "", ""), "P01"))
	require.Empty(t, found(oneRule(some), Prepare("您现在方便吗？", "", "", ""), "P01"))
}

// TestEveryKindIsLookedFor holds that no kind a pack may name is unknown here.
func TestEveryKindIsLookedFor(t *testing.T) {
	require.Len(t, finders, len(pack.FindKinds))
	for _, kind := range pack.FindKinds {
		require.Contains(t, finders, kind)
	}
}

// TestWordsFor holds for what a rule's words are looked for.
func TestWordsFor(t *testing.T) {
	book := &pack.Rulebook{
		Rules: []pack.Rule{
			{ID: "P01", Except: []string{"deposit"}, Find: []pack.Find{{Kind: "phrase", Words: []string{"保本"}}, {Kind: "phrase", Words: []string{"稳"}}}},
			{ID: "P02", Find: []pack.Find{{Kind: "phrase", Words: []string{"保本"}}}},
		},
		Habits:    []pack.Habit{{ID: "cold", Find: []pack.Find{{Kind: "phrase", Words: []string{"规定"}}}}},
		Practices: []pack.Practice{{ID: "asks", Find: []pack.Find{{Kind: "question"}}}},
	}
	draft := "规定这样，保本很稳，您看行吗？"
	for product, want := range map[string][]string{"": {"保本", "稳"}, "wealth": {"保本", "稳"}, "deposit": {}} {
		r := Prepare(draft, "", product, "")
		require.Equal(t, want, found(book, r, "P01"), "the product is %q", product)
		require.Equal(t, []string{"保本"}, found(book, r, "P02"))
		require.Equal(t, []string{"规定"}, found(book, r, "cold"))
		require.Equal(t, []string{"规定这样,保本很稳,您看行吗"}, found(book, r, "asks"))
	}
}
