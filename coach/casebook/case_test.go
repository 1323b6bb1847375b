package casebook

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/calendar"
	"objectioncoach/coach/mask"
)

// noon is 22 November 2026, 12:00 in Shanghai.
const noon int64 = 1795320000000

// full is a draft with every field.
func full() Draft {
	return Draft{
		ID: "c-1", Created: noon, Changed: noon + 5,
		Turns:  []Turn{{Customer, "手续费太贵了，\n别家：不收"}, {Staff, "您说的是哪一项？"}},
		Topics: []string{"price", "competitor"}, Kind: "objection", Nature: "genuine", Emotion: "annoyed", Technique: "compensate", Script: "bank/price-fee",
		Causes: []string{"hearsay", "our-own-tag"}, Outcome: "settled", Servqual: "assurance", Channel: "branch", Product: "稳健理财A款", Segment: "senior",
		Note: "下月到期，\"要书面的\"", FollowUp: day(2026, 11, 27), FollowedUp: day(2026, 11, 28), Promise: "周五前回电",
		Clocks: []Clock{{"answer", "书面答复", day(2026, 12, 1), day(2026, 11, 30)}, {ID: "report", Due: day(2026, 12, 9)}},
		Walk:   json.RawMessage(`{"procedure":"bank-complaint","steps":[{"day":"2026-11-22","state":"thank"}]}`),
	}
}

func made(t testing.TB, d Draft) Case {
	t.Helper()
	c, err := New(d)
	require.NoError(t, err)
	return c
}

func TestNew(t *testing.T) {
	c := made(t, full())
	require.Equal(t, full(), c.Draft(), "what is right and tells of nobody is kept as it is")
	require.Equal(t, c, made(t, c.Draft()), "and made again, is the same")

	bare := made(t, Draft{ID: "x", Created: noon, Turns: []Turn{}, Topics: []string{}, Causes: []string{""}, Clocks: []Clock{}, Walk: json.RawMessage("null")})
	require.Equal(t, Draft{ID: "x", Created: noon, Changed: noon, Outcome: "open"}, bare.Draft())
	require.Equal(t, "x", bare.ID())
	require.Equal(t, noon, bare.Changed())
}

func TestCleaned(t *testing.T) {
	c := made(t, Draft{ID: "x", Created: noon, Kind: "异议", Topics: []string{"嫌贵", "price", "Elsewhere"}, Channel: "Branch", Product: " 理财 ", Segment: "a\nb",
		Turns: []Turn{{"客户", " a\r\nb\x00\u202e\xff\u200b "}}, Note: "\ufeff=1"}).Draft()
	require.Equal(t, "objection", c.Kind)
	require.Equal(t, []string{"price", "competitor"}, c.Topics)
	require.Equal(t, "branch", c.Channel)
	require.Equal(t, "wealth", c.Product)
	require.Equal(t, "a b", c.Segment)
	require.Equal(t, []Turn{{Customer, "a\nb\uFFFD"}}, c.Turns)
	require.Equal(t, "=1", c.Note)
}

// personal is in no case, whatever field it is put into.
const personal = "13800138000"

func TestMasked(t *testing.T) {
	d := full()
	said := "叫我王姐，手机" + personal
	d.Turns[0].Text, d.Note, d.Promise, d.Product, d.Segment, d.Channel, d.Clocks[0].Title = said, said, said, said, said, said, said
	d.Walk = json.RawMessage(`{"phone":"` + personal + `","` + personal + `":[` + personal + `,1,null,true,{"a":"` + said + `"}]}`)
	c := made(t, d)
	written, err := json.Marshal(c)
	require.NoError(t, err)
	require.NotContains(t, string(written), personal)
	require.NotContains(t, string(written), "王姐")
	require.Contains(t, string(written), "[手机尾8000]")
	requireMasked(t, c)

	for field, spoil := range map[string]func(d *Draft){
		"id":     func(d *Draft) { d.ID = personal },
		"script": func(d *Draft) { d.Script = personal },
		"topics": func(d *Draft) { d.Topics = []string{personal} },
		"clocks": func(d *Draft) { d.Clocks[0].ID = personal },
	} {
		d := full()
		spoil(&d)
		_, err := New(d)
		require.EqualError(t, err, field+": the id looks like personal data: give another")
	}
}

// requireMasked holds every text of a case against the masking of it.
func requireMasked(t testing.TB, c Case) {
	t.Helper()
	d := c.Draft()
	texts := []string{d.ID, d.Technique, d.Script, d.Channel, d.Product, d.Segment, d.Note, d.Promise}
	texts = append(append(texts, d.Topics...), d.Causes...)
	for _, turn := range d.Turns {
		texts = append(texts, turn.Text)
	}
	for _, clock := range d.Clocks {
		texts = append(texts, clock.ID, clock.Title)
	}
	var walk any
	if len(d.Walk) > 0 {
		require.NoError(t, json.Unmarshal(d.Walk, &walk))
	}
	texts = append(texts, textsOf(walk)...)
	for _, s := range texts {
		require.Equal(t, mask.Apply(s), s)
	}
}

// textsOf lists the texts of a JSON value.
func textsOf(v any) (list []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, item := range v {
			list = append(list, textsOf(item)...)
		}
	case map[string]any:
		for name, item := range v {
			list = append(append(list, name), textsOf(item)...)
		}
	}
	return list
}

func TestFaults(t *testing.T) {
	for _, test := range []struct {
		spoil func(d *Draft)
		want  string
	}{
		{func(d *Draft) { d.ID = "" }, "id: this must not be empty"},
		{func(d *Draft) { d.ID = "-1" }, `id: the id "-1" must begin with a letter or a figure, go on with those and . _ : -, and have at most 64 of them`},
		{func(d *Draft) { d.Created = -1 }, "created: the time must lie in the years from 1992 to 2199"},
		{func(d *Draft) { d.Created, d.Changed = 1<<62, 0 }, "created: the time must lie in the years from 1992 to 2199"},
		{func(d *Draft) { d.Changed = 1 }, "changed: the time must lie in the years from 1992 to 2199"},
		{func(d *Draft) { d.Changed = noon - 1 }, "changed: it was changed before it was created"},
		{func(d *Draft) { d.Turns = make([]Turn, 201) }, "turns: it has 201 items, and at most 200 are kept"},
		{func(d *Draft) { d.Turns[1].Who = "bot" }, "turns: turn 2 does not say who speaks"},
		{func(d *Draft) { d.Turns[1].Text = " \u200b" }, "turns: turn 2 has no text"},
		{func(d *Draft) { d.Turns[0].Text = strings.Repeat("好", 4001) }, "turns: it has 4001 characters, and at most 4000 are kept"},
		{func(d *Draft) { d.Turns = slicesOf(6, Turn{Staff, strings.Repeat("好", 4000)}) }, "turns: it has 24000 characters, and at most 20000 are kept"},
		{func(d *Draft) { d.Note = strings.Repeat("王总", 1500) }, "note: it has 6000 characters, and at most 4000 are kept"},
		{func(d *Draft) { d.Product = strings.Repeat("好", 101) }, "product: it has 101 characters, and at most 100 are kept"},
		{func(d *Draft) { d.Topics = slicesOf(16, "price") }, "topics: it has 16 items, and at most 15 are kept"},
		{func(d *Draft) { d.Kind = "疑问" }, `kind: there is no "疑问" here, only: Objection; Complaint; Dispute; Buying signal; Question; Small talk`},
		{func(d *Draft) { d.Outcome, d.Nature = "x", "y" }, `nature: there is no "y" here, only: Genuine; Brush-off; Hidden reason; Not yet clear; outcome: there is no "x" here, only: Open; Won; Lost; Settled; Escalated; Withdrawn`},
		{func(d *Draft) { d.Script = "a b" }, `script: the id "a b" must begin with a letter or a figure, go on with those and . _ : -, and have at most 64 of them`},
		{func(d *Draft) { d.FollowUp = calendar.LastDay }, "followUp: the day must lie between 1992-01-01 and 2199-12-31"},
		{func(d *Draft) { d.FollowedUp = -1 }, "followedUp: the day must lie between 1992-01-01 and 2199-12-31"},
		{func(d *Draft) { d.Clocks[1].ID = "answer" }, `clocks: two time limits have the id "answer"`},
		{func(d *Draft) { d.Clocks[1].Due = 0 }, "clocks: the day must lie between 1992-01-01 and 2199-12-31"},
		{func(d *Draft) { d.Clocks = make([]Clock, 21) }, "clocks: it has 21 items, and at most 20 are kept"},
		{func(d *Draft) { d.Walk = json.RawMessage("{") }, "walk: the walk is not valid JSON"},
		{func(d *Draft) { d.Walk = json.RawMessage("1 2") }, "walk: the walk is not valid JSON"},
		{func(d *Draft) { d.Walk = json.RawMessage(`"` + strings.Repeat("a", 65536) + `"`) }, "walk: it has 65538 characters, and at most 65536 are kept"},
	} {
		d := full()
		test.spoil(&d)
		_, err := New(d)
		require.EqualError(t, err, test.want)
	}
	require.Equal(t, "没有“疑问”这个值，可用：异议；投诉；争议；有意办理；询问；闲谈", Fault{"kind", "unknown", []string{"疑问", axisMark + "kind"}}.Message("zh-CN"))
	require.Equal(t, "“"+strings.Repeat("x", 80)+"…”不是日期：写成 2026-11-22", Fault{"", "dayform", []string{strings.Repeat("x", 81)}}.Message(""))
}

// TestFaultWords: every sentence is there in both languages, with the same arguments.
func TestFaultWords(t *testing.T) {
	for code, words := range faultWords {
		for n := range 4 {
			arg := fmt.Sprintf("{%d}", n+1)
			require.Equal(t, strings.Contains(words[0], arg), strings.Contains(words[1], arg), code)
		}
		require.NotEmpty(t, words[0])
	}
}

func slicesOf[T any](n int, item T) []T {
	list := make([]T, n)
	for i := range list {
		list[i] = item
	}
	return list
}

// TestShared: a case shares nothing with the draft it was made of, nor with the one it
// gives.
func TestShared(t *testing.T) {
	d := full()
	c := made(t, d)
	for _, d := range []Draft{d, c.Draft()} {
		d.Turns[0].Text, d.Topics[0], d.Causes[0], d.Clocks[0].Title, d.Walk[2] = personal, personal, personal, personal, 'x'
	}
	require.Equal(t, full(), c.Draft())
}

func TestCaseJSON(t *testing.T) {
	c := made(t, full())
	written, err := json.Marshal(c)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(written), `{"schema":3,"id":"c-1",`), string(written))
	var read Case
	require.NoError(t, json.Unmarshal(written, &read))
	require.Equal(t, c, read)
	require.Error(t, json.Unmarshal([]byte(`{}`), &read))
	require.Equal(t, c, read, "what fails changes nothing")
}

// FuzzClean: the short way to a clean text gives what the long one does.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "好的，“可以”—…", "a\tb\nc", "a\rb", "\u00ad", "\u200d", "\xff", "\ufeff", "　全角　", "\u0600", "\U000e0001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		thorough := strings.TrimSpace(strings.Map(readable, lineEnds.Replace(strings.ToValidUTF8(s, "\uFFFD"))))
		require.Equal(t, thorough, clean(s))
		require.Equal(t, thorough, clean(thorough))
	})
}

// Talk for many cases, without names or numbers.
var lines = []string{"收益太低了，还不如放在别家", "我再考虑考虑，回去跟家里商量", "手续费怎么又涨了，上个月才五块", "你们这个理财会不会亏本", "排了一上午的队，没人管",
	"不用寄资料了，我不感兴趣", "贷款批得太慢，生意等着用钱", "能不能写下来给我", "手机银行转账老是提示失败", "邻居说你们的基金亏了三成"}

// many gives n cases of some two hundred characters each, always the same ones, created
// over three years.
func many(t testing.TB, n int) []Case {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(axis []label) string { return axis[random.IntN(len(axis))].id }
	list := make([]Case, n)
	for i := range list {
		created := noon - random.Int64N(3*365*dayLength)
		d := Draft{
			ID: fmt.Sprintf("c-%06d", i), Created: created, Changed: created + random.Int64N(dayLength),
			Topics: []string{pick(topics), pick(topics)}, Kind: pick(kinds), Nature: pick(natures), Emotion: pick(emotions), Technique: pick(techniques),
			Causes: []string{pick(causes)}, Outcome: pick(outcomes), Servqual: pick(dimensions), Channel: pick(channels), Product: pick(products), Segment: pick(segments),
			Note: lines[random.IntN(len(lines))], FollowUp: dayOf(created) + 7, Promise: "下周答复",
		}
		if random.IntN(2) == 0 {
			d.FollowedUp, d.Script = d.FollowUp+calendar.Day(random.IntN(4)-2), "bank/one"
		}
		for range 10 {
			d.Turns = append(d.Turns, Turn{Customer, lines[random.IntN(len(lines))]}, Turn{Staff, "您最看重哪一点？"})
		}
		list[i] = made(t, d)
	}
	return list
}
