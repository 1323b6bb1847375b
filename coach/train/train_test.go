package train

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/text"
)

// small is a corpus of sixty lines: fifteen things to say, each opened in four
// ways.
func small() []labelled.Line {
	said := []labelled.Line{
		{Text: "手续费太贵了", Kind: "objection", Topics: []string{"price"}, Nature: "genuine", Emotion: "calm"},
		{Text: "这个费用太贵", Kind: "objection", Topics: []string{"price"}, Nature: "genuine", Emotion: "annoyed"},
		{Text: "会不会亏本啊", Kind: "objection", Topics: []string{"risk"}, Nature: "genuine", Emotion: "worried"},
		{Text: "亏了本金怎么办", Kind: "objection", Topics: []string{"risk"}, Nature: "genuine", Emotion: "worried"},
		{Text: "又贵又怕亏本", Kind: "objection", Topics: []string{"price", "risk"}, Nature: "hidden", Emotion: "worried"},
		{Text: "我再考虑考虑吧", Kind: "objection", Topics: []string{"timing"}, Nature: "excuse", Emotion: "calm"},
		{Text: "过几天再考虑", Kind: "objection", Topics: []string{"timing"}, Nature: "unclear", Emotion: "calm"},
		{Text: "柜员态度太差我要投诉", Kind: "complaint", Topics: []string{"staff"}, Emotion: "angry", Escalate: true},
		{Text: "排队排半天没人管", Kind: "complaint", Topics: []string{"service"}, Emotion: "annoyed"},
		{Text: "这笔钱不是我刷的", Kind: "dispute", Emotion: "worried"},
		{Text: "这笔扣款不是我的", Kind: "dispute", Emotion: "worried"},
		{Text: "好现在就办怎么签", Kind: "buying-signal", Emotion: "calm"},
		{Text: "请问限额是多少", Kind: "question", Emotion: "calm"},
		{Text: "请问几点开门", Kind: "question", Emotion: "calm"},
		{Text: "今天天气真好", Kind: "other", Emotion: "calm"},
	}
	var lines []labelled.Line
	for _, opening := range []string{"", "我说，", "那个", "你看嘛，"} {
		for _, line := range said {
			line.Text = opening + line.Text
			lines = append(lines, line)
		}
	}
	return lines
}

// forSmall are the settings for so few lines: the built-in ones ask for more
// evidence than sixty lines can give.
func forSmall() Options {
	o := Defaults()
	o.Traits, o.MinLines, o.Epochs, o.Rounded = 16, 2, 300, 50
	return o
}

func TestModelRecognisesItsLines(t *testing.T) {
	var progress []string
	m, err := Model(small(), nil, forSmall(), func(doing string) { progress = append(progress, doing) })
	require.NoError(t, err)
	require.Len(t, progress, 3)
	require.Equal(t, []string{"cross-validating on 60 lines in 5 parts", "training on all lines"}, progress[:2])
	for _, line := range small() {
		t.Run(line.Text, func(t *testing.T) {
			d := m.Recognise(text.Prepare(line.Text)).Decide()
			require.Equal(t, line.Kind, d.Kind)
			require.False(t, d.Unclear)
			var topics []string
			for _, topic := range d.Topics {
				if topic.Asserted {
					topics = append(topics, topic.ID)
				}
			}
			require.ElementsMatch(t, line.Topics, topics)
			require.Equal(t, line.Nature, d.Nature.ID)
			require.Equal(t, line.Emotion, d.Emotion.ID)
			require.Equal(t, line.Escalate, d.Escalate.Asserted)
		})
	}
	stranger := m.Recognise(text.Prepare("asdf qwer")).Decide()
	require.Equal(t, "other", stranger.Kind)
	require.True(t, stranger.Unclear)
}

func TestModelIsDeterministic(t *testing.T) {
	o := forSmall()
	o.Features = 50 // a choice among more than there are room for
	first, err := Model(small(), nil, o, nil)
	require.NoError(t, err)
	second, err := Model(small(), nil, o, nil)
	require.NoError(t, err)
	require.Equal(t, first.Encode(), second.Encode())

	other := slices.Clone(small())
	other[0].Text = "手续费太高了"
	third, err := Model(other, nil, o, nil)
	require.NoError(t, err)
	require.NotEqual(t, first.Encode(), third.Encode())
}

// TestModelSurvivesFewLines trains on hardly anything: most labels have no line.
func TestModelSurvivesFewLines(t *testing.T) {
	for _, n := range []int{5, 8, 9, 17} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			m, err := Model(small()[:n], nil, forSmall(), nil)
			require.NoError(t, err)
			again, err := classify.Decode(m.Encode())
			require.NoError(t, err)
			require.NotEmpty(t, again.Recognise(text.Prepare("手续费太贵了")).Decide().Kind)
		})
	}
}

func TestModelRefuses(t *testing.T) {
	options := func(folds int) Options {
		o := Defaults()
		o.Folds = folds
		return o
	}
	cases := []struct {
		name    string
		lines   int
		options Options
		want    string
	}{
		{"no line", 0, Defaults(), "training needs at least 2 folds and a line for each: there are 0 lines and 5 folds"},
		{"too few lines", 4, Defaults(), "training needs at least 2 folds and a line for each: there are 4 lines and 5 folds"},
		{"one fold", 60, options(1), "training needs at least 2 folds and a line for each: there are 60 lines and 1 folds"},
		{"no folds", 60, Options{}, "training needs at least 2 folds and a line for each: there are 60 lines and 0 folds"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Model(small()[:c.lines], nil, c.options, nil)
			require.EqualError(t, err, c.want)
		})
	}
}

func TestFoldOf(t *testing.T) {
	const folds = 5
	count := map[int]int{}
	for i := range 8 * folds * 10 {
		fold := foldOf(i, folds)
		require.Equal(t, foldOf(i-i%8, folds), fold, "line %d stays with its neighbours", i)
		count[fold]++
	}
	require.Equal(t, map[int]int{0: 80, 1: 80, 2: 80, 3: 80, 4: 80}, count)
	require.NotEqual(t, foldOf(7, folds), foldOf(8, folds))
}

func TestShuffle(t *testing.T) {
	order := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	r := random(1)
	r.shuffle(order)
	first := slices.Clone(order)
	require.NotEqual(t, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, order)
	r.shuffle(order)
	require.NotEqual(t, first, order)
	require.ElementsMatch(t, first, order)
	again, r := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, random(1)
	r.shuffle(again)
	require.Equal(t, first, again, "the same on every run")
}

// TestOccurring keeps the words that enough lines contain, wherever they stand.
func TestOccurring(t *testing.T) {
	classes := []classify.Class{{ID: "dear", Words: []string{"贵", "太贵", "昂贵"}}, {ID: "shop", Words: []string{"店"}}}
	lines := []labelled.Line{{Text: "太贵了，真贵"}, {Text: "好贵"}, {Text: "小店"}}
	require.Equal(t, []classify.Class{{ID: "dear", Words: []string{"贵", "太贵"}}, {ID: "shop", Words: []string{"店"}}}, occurring(classes, lines, 1))
	require.Equal(t, []classify.Class{{ID: "dear", Words: []string{"贵"}}, {ID: "shop"}}, occurring(classes, lines, 2), "once a line")
}
