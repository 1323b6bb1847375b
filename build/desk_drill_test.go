package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// TestDrillIsReadByTheCoach answers a line out of the casebook: the coach's page reads the
// answer, and the talk on that page stays as it was.
func TestDrillIsReadByTheCoach(t *testing.T) {
	site := seeded(t, 60)
	ctx := openBrowser(t)
	filled(t, ctx, site)
	loud := quiet(t, ctx, site.URL)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+"#locale=zh-CN"))
	a := app{t, ctx, inPage}
	a.ready()
	a.commit("年费太贵了")
	a.enter()
	a.text(".oc-turns", "年费太贵了")
	ask[bool](t, ctx, `([...document.querySelectorAll(".oc-place")].find((b) => b.textContent === "洞察").click(), true)`)
	d := a.desk()
	ask[bool](t, ctx, `new Promise((done) => { const look = () => document.querySelector("#oc-desk")?.contentDocument?.querySelectorAll(".oc-tools .oc-tag")[4] ? done(true) : setTimeout(look, 20); look(); })`)
	ask[bool](t, ctx, d.document+`.querySelectorAll(".oc-tools .oc-tag")[4].click(), true`)
	d.click("[data-drill=price]")
	d.has("#oc-drill-line")
	line := d.read("#oc-drill-line")
	require.NotEmpty(t, line)
	require.Empty(t, d.read("#oc-drill-said"), "the script comes after one's own answer")
	d.write("#oc-drill-reply", "您放心，这个保本，肯定不会亏")
	d.click("#oc-drill-check")
	d.has(".oc-drill-mine mark.oc-must-not")
	d.text(".oc-drill-said", "可以这样说")
	d.has(".oc-drill-said .oc-findings .oc-must-not")

	d.click("#oc-drill-next")
	await(t, ctx, fmt.Sprintf(`%s.querySelector("#oc-drill-line").textContent !== %q`, d.document, line))
	require.Empty(t, ask[string](t, ctx, d.document+`.querySelector("#oc-drill-reply").value`))

	// Half an answer is there again after a look elsewhere.
	d.write("#oc-drill-reply", "我明白您的意思")
	a.click(".oc-place:nth-child(1)")
	a.text(".oc-turns", "年费太贵了")
	require.NotContains(t, a.read(".oc-turns"), "保本")
	a.click(".oc-place:nth-child(4)")
	d.has("#oc-drill-reply")
	await(t, ctx, d.document+`.querySelector("#oc-drill-reply").value === "我明白您的意思"`)
	a.click("#oc-new")
	await(t, ctx, fmt.Sprintf(`!%s.querySelector("#oc-drill-reply")`, d.document))
	loud()
}

// TestDeskWithTheKeyboardOpen shrinks the window as an on-screen keyboard does, upright
// and lying: the box with the focus stays in sight with nothing over it, and what ends
// the work can be reached.
func TestDeskWithTheKeyboardOpen(t *testing.T) {
	site := seeded(t, 60)
	for _, look := range []struct {
		name                 string
		width, height, above int64 // above the keyboard
	}{
		{"phone, upright", 360, 740, 400},
		{"phone, lying", 740, 360, 190},
		{"tablet, upright", 800, 1280, 760},
		{"tablet, lying", 1280, 800, 360},
	} {
		t.Run(look.name, func(t *testing.T) {
			ctx := openBrowser(t)
			filled(t, ctx, site)
			do(t, ctx, chromedp.Navigate("about:blank"), chromedp.EmulateViewport(look.width, look.height, chromedp.EmulateTouch), chromedp.Navigate(site.URL+"#locale=zh-CN"))
			a := app{t, ctx, inPage}
			a.ready()
			d := a.desk()
			typing := func(box, button string) {
				t.Helper()
				d.has(box)
				ask[bool](t, ctx, fmt.Sprintf(`((e) => (e.scrollIntoView({block: "end"}), e.focus(), true))(%s.querySelector(%q))`, d.document, box))
				do(t, ctx, chromedp.EmulateViewport(look.width, look.above, chromedp.EmulateTouch))
				// Seen is what lies at its own place, and no other element.
				seen := func(selector string) string {
					return fmt.Sprintf(`((e) => { const r = e.getBoundingClientRect(), f = document.querySelector("#oc-desk").getBoundingClientRect();
						return r.top >= -1 && r.top + Math.min(r.height, 40) + f.top <= innerHeight + 1 && [4, Math.min(r.height, 40) - 4].every((y) => e.contains(e.ownerDocument.elementFromPoint(r.left + 8, r.top + y))); })(%s.querySelector(%q))`, d.document, selector)
				}
				await(t, ctx, seen(box))
				require.Equal(t, box, "#"+ask[string](t, ctx, d.document+`.activeElement.id`))
				await(t, ctx, fmt.Sprintf(`(%s.querySelector(%q).scrollIntoView({block: "nearest"}), %s)`, d.document, button, seen(button)))
				require.LessOrEqual(t, ask[float64](t, ctx, `document.documentElement.scrollHeight - innerHeight`), 1.0, "the page itself does not scroll")
				do(t, ctx, chromedp.EmulateViewport(look.width, look.height, chromedp.EmulateTouch))
			}
			place := func(title string) {
				ask[bool](t, ctx, fmt.Sprintf(`([...document.querySelectorAll(".oc-place")].find((b) => b.textContent === %q).click(), true)`, title))
			}
			place("案例")
			d.click("#oc-case-new")
			typing("#oc-case-note", "#oc-case-save")
			typing("#oc-case-promise", "#oc-case-save")
			d.click("#oc-case-back")
			typing("#oc-search", ".oc-row")
			place("流程")
			d.click(".oc-start[data-procedure=bank-complaint]")
			typing("#oc-record-wanted", ".oc-answer")
			typing("#oc-record-contact", "#oc-leave")
			place("洞察")
			d.has(".oc-tools .oc-tag:nth-child(5)")
			ask[bool](t, ctx, d.document+`.querySelectorAll(".oc-tools .oc-tag")[4].click(), true`)
			d.click("[data-drill]")
			typing("#oc-drill-reply", "#oc-drill-check")
		})
	}
}
