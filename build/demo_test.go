package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"objectioncoach/web/host"
)

// frameOf is the document in the frame of an element with an id, as JavaScript.
func frameOf(id string) string {
	return fmt.Sprintf(`document.querySelector("#%s").shadowRoot.querySelector("iframe").contentDocument`, id)
}

// TestDemoPages opens every demo page, narrow and wide: nothing is refused by its strict
// policy, nothing is said on the console, and nothing about it keeps anybody out.
func TestDemoPages(t *testing.T) {
	axe, site := axeScript(t), serveBuiltSite(t)
	index, err := os.ReadFile(filepath.Join("..", "web", "demo", "index.html"))
	require.NoError(t, err)
	pages, err := filepath.Glob(filepath.Join("..", "web", "demo", "*.html"))
	require.NoError(t, err)
	for _, path := range pages {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			if name != "index.html" {
				require.Contains(t, string(index), fmt.Sprintf("href=%q", name))
			}
			ctx := openBrowser(t)
			loud := quiet(t, ctx, site.URL)
			for _, width := range []int64{360, 1280} {
				do(t, ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+"demo/"+name))
				await(t, ctx, `document.readyState === "complete"`)
				await(t, ctx, `[...document.querySelectorAll("objection-coach, objection-coach-next")].every((e) => e.shadowRoot)`)
				require.Equal(t, int64(0), ask[int64](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`), width)
				if name == "hostile.html" {
					continue // its own colours are rude on purpose
				}
				_, err := chromedp.Run(ctx, chromedp.Evaluate[any](axe))
				require.NoError(t, err)
				require.Empty(t, ask[[]string](t, ctx, `axe.run({iframes: false}).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html).join("; ")))`), width)
			}
			loud()
		})
	}
}

// TestBankPagePassesContextAndTakesCases changes the product by the page's own button,
// and hands the page a case as a later screen does.
func TestBankPagePassesContextAndTakesCases(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"demo/bank.html"))
	a := app{t, ctx, inFrame}
	a.ready()
	ask[bool](t, ctx, `(document.querySelector(".talk[data-product=deposit]").click(), true)`)
	a.text(".oc-scene > summary", "存款")
	require.Equal(t, "一年期整存整取", ask[string](t, ctx, `coach.slots["product.name"]`))
	a.commit("利息太低了")
	a.text(".oc-labels", "收益低")

	ask[bool](t, ctx, `(() => {
		const frame = coach.shadowRoot.querySelector("iframe");
		const {nonce, oc} = JSON.parse(frame.name);
		dispatchEvent(new MessageEvent("message", {source: frame.contentWindow, origin: location.origin,
			data: {oc, nonce, type: "event", id: "case", detail: {id: "c1", kind: "objection", topics: ["yield"], note: "说好周五回电"}}}));
		return true;
	})()`)
	require.Equal(t, "异议 · 收益 · 说好周五回电", ask[string](t, ctx, `document.querySelector("#crm-cases").textContent`))

	do(t, ctx, chromedp.Click("#crm-next"))
	await(t, ctx, inFrame+`.querySelector("#oc-box").value === ""`)
	await(t, ctx, `document.querySelector("#crm-note").value === ""`)
}

func TestHostilePage(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"demo/hostile.html"))
	await(t, ctx, `!!coach.shadowRoot`)
	ask[bool](t, ctx, `coach.open().then(() => true)`)
	a := app{t, ctx, frameOf("coach")}
	a.ready()
	a.commit("太贵了/n")
	_, err := chromedp.Call(ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "/", Text: "/"})
	require.NoError(t, err)
	await(t, ctx, a.document+`.querySelector("#oc-box").value === "太贵了/n/"`)
	require.Equal(t, "还没有", ask[string](t, ctx, `keys.textContent`))
	require.Equal(t, "360 visible", ask[string](t, ctx, `((e) => Math.floor(e.contentWindow.innerWidth) + " " + getComputedStyle(e).visibility)(coach.shadowRoot.querySelector("iframe"))`))
}

func TestMountsPage(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"demo/mounts.html"))
	do(t, ctx, chromedp.Click("#run"))
	await(t, ctx, `state.textContent === "做完了"`)
	for _, what := range []string{"nodes", "frames", "globals"} {
		require.Equal(t, ask[string](t, ctx, fmt.Sprintf(`document.getElementById("%s-before").textContent`, what)), ask[string](t, ctx, fmt.Sprintf(`document.getElementById("%s-after").textContent`, what)), what)
	}
}

func TestThreeCoachesOnOnePage(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.EmulateViewport(1280, 1600), chromedp.Navigate(site.URL+"demo/three.html"))
	await(t, ctx, `[panel, inline, launcher].every((e) => e.shadowRoot)`)
	ask[bool](t, ctx, `launcher.open().then(() => true)`)
	for id, said := range map[string]string{"panel": "手续费太贵了", "inline": "我怕亏本", "launcher": "It is too expensive for me"} {
		a := app{t, ctx, frameOf(id)}
		a.ready()
		a.commit(said)
		a.has(".oc-labels")
	}
	require.Contains(t, ask[string](t, ctx, `document.querySelector("#read-panel").textContent`), "price")
	require.Contains(t, ask[string](t, ctx, `document.querySelector("#read-inline").textContent`), "risk")
	require.Contains(t, ask[string](t, ctx, `document.querySelector("#read-launcher").textContent`), "price")
	require.Equal(t, "#123a5e", ask[string](t, ctx, fmt.Sprintf(`getComputedStyle(%s.documentElement).getPropertyValue("--oc-accent")`, frameOf("launcher"))))
	require.Equal(t, "0 0 0", ask[string](t, ctx, `[panel, inline, launcher].map((e) => e.refused).join(" ")`))
}

func TestTwoVersionsPage(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	loud := quiet(t, ctx, site.URL)
	do(t, ctx, chromedp.EmulateViewport(1280, 1800), chromedp.Navigate(site.URL+"demo/versions.html"))
	app{t, ctx, frameOf("now")}.ready()
	app{t, ctx, frameOf("next")}.ready()
	require.Equal(t, "objection objection", ask[string](t, ctx, `Promise.all([now, next].map((e) => e.analyze("太贵了"))).then((all) => all.map((a) => a.kind).join(" "))`))
	loud()
}

// TestFrameworkPages bundles the pages in Vue and React and uses them as the bank's.
func TestFrameworkPages(t *testing.T) {
	p, err := openProject()
	require.NoError(t, err)
	files, err := frameworkPages(p.root, filepath.Join(p.work, "npm", "node_modules"))
	require.NoError(t, err)
	site := serveBuiltSiteThrough(t, func(site http.Handler) http.Handler {
		own := map[string]string{}
		for name, content := range files {
			own["/"+name] = string(content)
		}
		// Vue makes a policy of its own, which it does not need here.
		return withPages(strings.Replace(host.DemoCSP(), "trusted-types 'none'", "trusted-types vue", 1), own)(site)
	})
	for _, name := range []string{"vue", "react"} {
		t.Run(name, func(t *testing.T) {
			ctx := openBrowser(t)
			loud := quiet(t, ctx, site.URL)
			do(t, ctx, chromedp.EmulateViewport(1280, 1200), chromedp.Navigate(site.URL+"demo/"+name+".html"))
			a := app{t, ctx, inFrame}
			a.ready()
			a.text(".oc-scene > summary", "稳健理财A款")
			a.commit("这个手续费太高了")
			a.text(".oc-labels", "嫌贵")
			await(t, ctx, `document.querySelector("#reading").textContent === "objection"`)
			a.click(".oc-say-now .oc-insert")
			await(t, ctx, `document.querySelector("#note").value.length > 5`)
			ask[bool](t, ctx, `((s) => (s.value = "信用卡", s.dispatchEvent(new Event("change", {bubbles: true})), true))(document.querySelector("#product"))`)
			a.text(".oc-scene > summary", "信用卡")
			require.Equal(t, "信用卡", ask[string](t, ctx, `document.querySelector("objection-coach").slots["product.name"]`))
			loud()
		})
	}
}

// TestStrictPage holds the header that the page shows against the one it has.
func TestStrictPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "web", "demo", "strict.html"))
	require.NoError(t, err)
	_, shown, _ := strings.Cut(string(page), "Content-Security-Policy: ")
	shown, _, _ = strings.Cut(shown, "</pre>")
	shown = regexp.MustCompile(`\s+`).ReplaceAllString(shown, " ")
	require.Equal(t, strings.ReplaceAll(host.DemoCSP(), "frame-ancestors 'self'; ", ""), shown)
}
