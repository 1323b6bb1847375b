package playbook_test

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/playbook"
)

func TestMermaid(t *testing.T) {
	p, _ := book(t).Procedure("refund")
	require.Equal(t, `flowchart TD
  s1{"Ask<br/>Can it be refunded now?"}
  s2["Promise"]
  s3{"Wait<br/>Is it here?"}
  s4["Pay"]
  s5(["Done"])
  s1 -->|"Yes"| s4
  s1 -->|"No"| s2
  s2 --> s3
  s3 -->|"Here"| s4
  s3 -->|"Not here"| s2
  s4 --> s5
`, playbook.Mermaid(p, "en"))
	require.Contains(t, playbook.Mermaid(p, "zh-CN"), `s1{"问清<br/>现在能退吗？"}`)
}

// odd is a title with the signs that drawings give a meaning.
var odd = pack.Text{"zh-CN": `<b>"&#39;]}` + "\n"}

func TestMermaidOfOddTitles(t *testing.T) {
	p := playbook.Procedure{ID: "odd", Start: "a", States: []playbook.State{{ID: "a", Title: odd, To: "nowhere"}}}
	require.Equal(t, "flowchart TD\n  s1([\"#lt;b#gt;#quot;#amp;#35;39;]}<br/>\"])\n", playbook.Mermaid(p, "zh-CN"))
}

func TestSVG(t *testing.T) {
	p, _ := book(t).Procedure("refund")
	for _, locale := range []string{"zh-CN", "en"} {
		elements := read(t, playbook.SVG(p, locale))
		count := map[string]int{}
		for _, e := range elements {
			count[e.class]++
			require.NotContains(t, []string{"script", "style", "foreignObject"}, e.name)
			require.NotContains(t, e.attributes, "style")
		}
		require.Equal(t, "svg", elements[0].name)
		require.Equal(t, "img", elements[0].attributes["role"])
		for _, id := range strings.Fields(elements[0].attributes["aria-labelledby"]) {
			require.True(t, slices.ContainsFunc(elements, func(e element) bool { return e.attributes["id"] == id && e.text != "" }), id)
		}
		require.Equal(t, 2, count["oc-flow-state"])
		require.Equal(t, 2, count["oc-flow-state oc-flow-ask"])
		require.Equal(t, 1, count["oc-flow-state oc-flow-end"])
		require.Equal(t, 6, count["oc-flow-way"], "one line for each way")
		require.Equal(t, 5, count["oc-flow-title"])
		require.Equal(t, 6, count["oc-flow-text"], "two questions and four answers")
	}
	require.Contains(t, playbook.SVG(p, "en"), "1. Ask – Can it be refunded now?; Yes → 4; No → 2\n2. Promise; → 3\n")
}

func TestSVGOfOddTitles(t *testing.T) {
	p := playbook.Procedure{ID: `"odd"`, Title: odd, Start: "a", States: []playbook.State{{ID: "a", Title: odd, To: "nowhere"}, {ID: "b", Title: pack.Text{"zh-CN": strings.Repeat("Long", 40)}, End: true}}}
	elements := read(t, playbook.SVG(p, "zh-CN"))
	require.Equal(t, odd.In("zh-CN"), elements[1].text)
	read(t, playbook.SVG(playbook.Procedure{}, "en"))
}

// element is one element of a drawing.
type element struct {
	name, class, text string
	attributes        map[string]string
}

// read reads a drawing, which must be well-formed.
func read(t *testing.T, svg string) []element {
	t.Helper()
	var elements []element
	decoder := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return elements
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			e := element{name: token.Name.Local, attributes: map[string]string{}}
			for _, a := range token.Attr {
				e.attributes[a.Name.Local] = a.Value
			}
			e.class = e.attributes["class"]
			elements = append(elements, e)
		case xml.CharData:
			elements[max(len(elements)-1, 0)].text += strings.TrimLeft(string(token), "\n")
		}
	}
}
