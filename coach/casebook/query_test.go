package casebook

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/text"
)

// shelf is a small book.
func shelf(t testing.TB) *Book {
	t.Helper()
	var b Book
	for i, d := range []Draft{
		{ID: "a", Turns: []Turn{{Customer, "理财收益太低了"}, {Staff, "您现在放在哪家银行？"}}, Topics: []string{"yield", "competitor"}, Kind: "objection", Nature: "genuine", Emotion: "calm",
			Technique: "inquire", Causes: []string{"hearsay"}, Outcome: "won", Channel: "branch", Product: "wealth", Segment: "senior", Servqual: "assurance"},
		{ID: "b", Turns: []Turn{{Customer, "存單丟了，補辦要多久"}}, Kind: "question", Outcome: "settled", Product: "deposit", FollowUp: day(2026, 11, 22)},
		{ID: "c", Note: "嫌 ETF 的管理费贵，会长大的孩子要用钱", Topics: []string{"price"}, Kind: "objection", Outcome: "lost", FollowUp: day(2026, 11, 10)},
		{ID: "d", Promise: "周五前给行长回话", Topics: []string{"service"}, Kind: "complaint", Outcome: "escalated", FollowUp: day(2026, 11, 29), Changed: noon + 100_000_000, Product: "稳健A款"},
		{ID: "e", Note: "50%的利率", FollowUp: day(2026, 11, 1), FollowedUp: day(2026, 11, 2), Clocks: []Clock{{ID: "answer", Title: "答复", Due: day(2026, 11, 21)}, {ID: "old", Due: day(2026, 11, 1), Stopped: day(2026, 11, 1)}}},
	} {
		d.Created = noon + int64(i)*12_000_000 // the last one after midnight
		require.NoError(t, b.Add(made(t, d)))
	}
	return &b
}

func TestQuery(t *testing.T) {
	today := day(2026, 11, 22)
	b := shelf(t)
	for name, test := range map[string]struct {
		q    Query
		want string
	}{
		"all, the latest first":        {Query{}, "e d c b a"},
		"a substring":                  {Query{Text: "收益"}, "a"},
		"what staff said":              {Query{Text: "哪家"}, "a"},
		"traditional for simplified":   {Query{Text: "銀行"}, "a"},
		"simplified for traditional":   {Query{Text: "存单丢了"}, "b"},
		"whatever the case":            {Query{Text: "etf"}, "c"},
		"wide letters":                 {Query{Text: "ＥＴＦ"}, "c"},
		"each of several words":        {Query{Text: "etf 孩子"}, "c"},
		"not one of them alone":        {Query{Text: "etf 收益"}, ""},
		"first letters":                {Query{Text: "lcsy"}, "a"},
		"capital letters":              {Query{Text: "LCSY"}, "a"},
		"within":                       {Query{Text: "csyt"}, "a"},
		"of traditional characters":    {Query{Text: "cddl"}, "b"},
		"a sound by its use: 银行":       {Query{Text: "yh"}, "a"},
		"and by its other one: 行长":     {Query{Text: "hzhh"}, "d"},
		"the other of 长 and 会":         {Query{Text: "hzd"}, "c"},
		"letters and characters mixed": {Query{Text: "etfdglf"}, "c"},
		"not over a mark":              {Query{Text: "lebb"}, ""},
		"figures":                      {Query{Text: "50"}, "e"},
		"an id":                        {Query{Text: "b"}, "b"},
		"the product's title":          {Query{Text: "存款"}, "b"},
		"nothing of the kind":          {Query{Text: "保险柜"}, ""},
		"spaces alone":                 {Query{Text: " \n"}, "e d c b a"},

		"a topic":              {Query{Topics: []string{"price"}}, "c"},
		"one of two":           {Query{Topics: []string{"price", "yield"}}, "c a"},
		"two conditions":       {Query{Kinds: []string{"objection"}, Outcomes: []string{"won", "open"}}, "a"},
		"nature":               {Query{Natures: []string{"genuine"}}, "a"},
		"emotion":              {Query{Emotions: []string{"calm"}}, "a"},
		"technique":            {Query{Techniques: []string{"inquire"}}, "a"},
		"cause":                {Query{Causes: []string{"hearsay"}}, "a"},
		"side of service":      {Query{Dimensions: []string{"assurance"}}, "a"},
		"channel":              {Query{Channels: []string{"branch", "phone"}}, "a"},
		"product":              {Query{Products: []string{"wealth", "deposit"}}, "b a"},
		"segment":              {Query{Segments: []string{"senior"}}, "a"},
		"from a day":           {Query{From: day(2026, 11, 23)}, "e"},
		"to a day":             {Query{To: day(2026, 11, 22)}, "d c b a"},
		"a day with none":      {Query{From: day(2026, 11, 24)}, ""},
		"overdue":              {Query{Due: Overdue, Today: today}, "e c"},
		"today":                {Query{Due: DueToday, Today: today}, "b"},
		"soon":                 {Query{Due: DueSoon, Today: today}, "d"},
		"by change":            {Query{Sort: ByChanged}, "d e c b a"},
		"by what is due":       {Query{Sort: ByDue}, "c e b d a"},
		"by outcome":           {Query{Sort: ByOutcome}, "e a c b d"},
		"by product":           {Query{Sort: ByProduct}, "e c b a d"},
		"the other way":        {Query{Reverse: true}, "a b c d e"},
		"a page":               {Query{Skip: 1, Count: 2}, "d c"},
		"beyond the end":       {Query{Skip: 9, Count: 2}, ""},
		"before the beginning": {Query{Skip: -1, Count: 1}, "e"},
	} {
		t.Run(name, func(t *testing.T) {
			found := b.Query(test.q)
			got := ""
			for i, id := range found.IDs {
				if i > 0 {
					got += " "
				}
				got += id
			}
			require.Equal(t, test.want, got)
			if test.q.Count == 0 && test.q.Skip == 0 {
				require.Equal(t, len(found.IDs), found.Total)
			}
		})
	}
	require.Equal(t, 5, b.Query(Query{Count: 1}).Total)
}

func TestDue(t *testing.T) {
	b := shelf(t)
	require.Equal(t, DueList{
		Overdue: []DueItem{{ID: "c", Day: day(2026, 11, 10)}, {"e", day(2026, 11, 21), "answer", "答复"}},
		Today:   []DueItem{{ID: "b", Day: day(2026, 11, 22)}},
		Soon:    []DueItem{{ID: "d", Day: day(2026, 11, 29)}},
	}, b.Due(day(2026, 11, 22)))
	require.Equal(t, []DueItem{{ID: "b", Day: day(2026, 11, 22)}}, b.Due(day(2026, 11, 21)).Soon, "the eighth day is not soon")
}

func TestSounds(t *testing.T) {
	for text, want := range map[string]string{
		"理财收益":  "lcsy",
		"饕餮 鳜":  "ttg",
		"a股，3个": "ag 3g",
		"，，":    "",
		"阿里":    "al",
		"招商zs":  "zszs",
		"鑫":     "x",
	} {
		got := sound().append(nil, prepare(text))
		like, ok := sound().like(want)
		require.Equal(t, len(want), len(got), text)
		if ok {
			require.True(t, like.in(got), text)
		}
	}
	for _, word := range []string{"", "理", "a b", "é", fmt.Sprintf("%065d", 0)} {
		_, ok := sound().like(word)
		require.False(t, ok, word)
	}
	require.Less(t, twoSounds+len(sound().pairs), 256, "each pair has a byte")
	for r, b := range sound().of {
		require.True(t, b == 0 || b >= 'a' && b <= 'z' || b >= twoSounds && int(b-twoSounds) < len(sound().pairs), "%c", rune(r)+lowHan)
	}
}

// FuzzFold: the fast way to fold gives what text.Prepare gives.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "理财收益", "存單", "ＡＢＣ！！！", "AAAA好好好好", "a  b\t\nc", "é́", "①", "“好”", "》》》", "10000000", "~~~", "\xff", "…", "　"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		prepared := text.Prepare(s)
		require.Equal(t, string(prepared.Runes), fold(s))
	})
}

// FuzzLike: letters are found in sounds where one letter after another is.
func FuzzLike(f *testing.F) {
	f.Add("lcsy", "理财收益低")
	f.Add("yhzz", "银行长")
	f.Add("aab", "aaab")
	f.Fuzz(func(t *testing.T, letters, said string) {
		like, ok := sound().like(letters)
		if !ok {
			return
		}
		sounds := sound().append(nil, fold(said))
		found := false
		for at := 0; at+len(letters) <= len(sounds); at++ {
			all := true
			for i := range len(letters) {
				all = all && sounding(sounds[at+i], letters[i])
			}
			found = found || all
		}
		require.Equal(t, found, like.in(sounds))
	})
}

// sounding reports whether a sound can be a letter.
func sounding(b, letter byte) bool {
	if b < twoSounds {
		return b == letter
	}
	pair := sound().pairs[b-twoSounds]
	return pair[0] == letter || pair[1] == letter
}
