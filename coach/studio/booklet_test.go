//go:build !js

package studio_test

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/studio"
)

// tagsOf reads a page and gives its elements: it fails where one is not closed, or
// where a text became markup.
func tagsOf(t *testing.T, html string) []string {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(html))
	decoder.Strict = false
	decoder.AutoClose = xml.HTMLAutoClose
	var tags []string
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return tags
		}
		require.NoError(t, err)
		if start, ok := token.(xml.StartElement); ok {
			tags = append(tags, start.Name.Local)
			for _, a := range start.Attr {
				require.False(t, strings.HasPrefix(strings.ToLower(a.Name.Local), "on"))
			}
		}
	}
}

func TestBooklet(t *testing.T) {
	p := builtIn()
	page := studio.Booklet{Both: true, Day: "2026-11-22", Style: "booklet.css"}.HTML(p)
	require.NotEmpty(t, tagsOf(t, page))
	require.Contains(t, page, `<link rel="stylesheet" href="booklet.css">`)
	require.NotContains(t, page, "<style>")
	require.Contains(t, page, "仅供内部使用")
	untitled := *p
	untitled.Title = nil
	require.Contains(t, studio.Booklet{}.HTML(&untitled), "<h1>bank</h1>", "a pack without a title is called by its id")
	for _, s := range p.Scripts {
		require.Equal(t, 1, strings.Count(page, " · "+s.ID+"<"), "%s stands in it once", s.ID)
	}
	for _, rule := range p.Rulebook.Rules {
		require.Contains(t, page, "<h3", rule.ID+" ")
		require.Contains(t, page, rule.Review)
	}
	for _, id := range strings.Split(page, `href="#`)[1:] {
		id, _, _ = strings.Cut(id, `"`)
		require.Equal(t, 1, strings.Count(page, `id="`+id+`"`), "what the contents name is there")
	}
	english := studio.Booklet{Locale: "en"}.HTML(p)
	require.Contains(t, english, "Reviewed by")
	require.Contains(t, english, "@page")
	require.NotContains(t, english, "目录")
	require.Less(t, len(studio.Booklet{Topics: []string{"price"}}.HTML(p)), len(page)/4)

	poster := studio.Booklet{}.Poster(p, "price")
	require.Equal(t, 3, strings.Count(poster, `class="say"`))
	tagsOf(t, poster)
}

// TestMarkupStaysText holds that nothing in a pack becomes markup.
func TestMarkupStaysText(t *testing.T) {
	evil := `</style></title><script>alert("1")</script><img src=x onerror='a'>&lt;`
	w := open(t, "ours", map[string]string{"pack.yaml": "pack: ours\ntitle: '" + strings.ReplaceAll(evil, "'", "''") + "'\nextends: bank\n",
		"a.yaml": "scripts:\n- id: 'x<b>'\n  for: {topic: [price], channel: [chat]}\n  technique: inquire\n  steps: [{step: accept, say: '<b>好</b>'}]\n  avoid: '" + strings.ReplaceAll(evil, "'", "''") + "'\n"})
	require.Empty(t, w.Check("").Problems, "markup is only text")
	p, _ := w.Good()
	require.Equal(t, evil, p.Title.In(""))
	conv := coach.Say(evil)
	preview, err := w.Preview(conv, nil)
	require.NoError(t, err)
	share := studio.ShareOf(p, conv, preview.Now)
	for _, page := range []string{studio.Booklet{}.HTML(p), studio.Booklet{}.Poster(p, "price"), share.HTML()} {
		tags := tagsOf(t, page)
		require.False(t, slices.Contains(tags, "script") || slices.Contains(tags, "img"))
		require.Equal(t, 1, strings.Count(page, "</style>"))
		require.Contains(t, page, "&lt;script&gt;")
	}
}

func TestShare(t *testing.T) {
	w := open(t, "ours", ours())
	conv := coach.Conversation{Turns: []coach.Turn{{Who: coach.Staff, Text: "您看这款怎么样？"}, {Who: coach.Customer, Text: "你们这个手续费也太贵了吧😀"}}}
	preview, err := w.Preview(conv, nil)
	require.NoError(t, err)
	p, _ := w.Good()
	share := studio.ShareOf(p, conv, preview.Now)
	fragment, err := share.Fragment()
	require.NoError(t, err)
	require.Less(t, len(fragment), 2500)
	again, err := studio.ReadFragment("#" + fragment)
	require.NoError(t, err)
	require.Equal(t, share, again)
	require.Contains(t, share.HTML(), `<span class="heard" title="`)

	for i := 0; i < len(fragment); i++ {
		other := []byte(fragment)
		other[i] ^= 1
		got, err := studio.ReadFragment(string(other))
		require.True(t, err != nil || asJSON(t, got) == asJSON(t, share), "character %d", i)
		_, err = studio.ReadFragment(fragment[:i])
		require.Error(t, err)
	}
	long := share
	long.Read = 0
	long.Turns = []coach.Turn{{Who: coach.Customer, Text: strings.Repeat("x", 70<<10)}}
	_, err = long.Fragment()
	require.EqualError(t, err, "the preview is too long to be shared")
	bomb := share
	bomb.Note = strings.Repeat("x", 60<<10)
	fragment, err = bomb.Fragment()
	require.NoError(t, err)
	_, err = studio.ReadFragment(fragment)
	require.NoError(t, err)
	wrong := share
	wrong.Heard = []studio.Heard{{Start: 0, End: 99}}
	_, err = wrong.Fragment()
	require.EqualError(t, err, "the preview underlines words that are not there")
}

// FuzzReadFragment holds that no link is taken that no studio made.
func FuzzReadFragment(f *testing.F) {
	f.Add("1AAAA")
	f.Fuzz(func(t *testing.T, fragment string) {
		if s, err := studio.ReadFragment(fragment); err == nil {
			require.NotEmpty(t, s.HTML())
		}
	})
}
