package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// These tests put the widget into pages that nobody would make for it: of other times,
// other directions, other scopes, with rude styles, in frames, and beside earlier
// releases of itself.

// openHosts serves host pages on one origin and the coach on another, and opens a browser.
func openHosts(t *testing.T, pages func(script string) map[string]string) (ctx context.Context, url string) {
	t.Helper()
	site := serveBuiltSite(t)
	url = serveHost(t, "default-src 'self' 'unsafe-inline'; script-src 'unsafe-inline' "+site.URL+"; frame-src http:", pages(fmt.Sprintf(`<script src="%sobjection-coach.js" async></script>`, site.URL)))
	ctx = openBrowser(t)
	do(t, ctx, chromedp.EmulateViewport(1280, 900))
	return ctx, url
}

// visit opens a host page and waits until its coach is what it will be.
func visit(t *testing.T, ctx context.Context, url string) {
	t.Helper()
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(url))
	await(t, ctx, `document.readyState === "complete" && !!globalThis.coach?.shadowRoot`)
}

// TestHostsOfEveryMake opens the coach in each page, where it must be seen, be the
// topmost thing where it is, and answer.
func TestHostsOfEveryMake(t *testing.T) {
	const head, launcher, panel = `<!doctype html><html lang=zh-CN><title>host</title>`, `<objection-coach id=coach></objection-coach>`, `<objection-coach id=coach mode=panel></objection-coach>`
	rows := []struct {
		name string
		page func(script string) string
	}{
		{"everything unset, launcher", func(s string) string { return head + `<style>*{all:unset}</style>` + s + `<body>` + launcher }},
		{"everything unset, panel", func(s string) string { return head + `<style>*{all:unset}</style>` + s + `<body>` + panel }},
		{"no frame shall be seen", func(s string) string {
			return head + `<style>iframe,button{display:none!important;opacity:0!important}</style>` + s + `<body>` + launcher
		}},
		{"from right to left", func(s string) string {
			return `<!doctype html><html lang=ar dir=rtl><title>host</title>` + s + `<body>` + launcher
		}},
		{"quirks mode", func(s string) string { return `<html lang=zh-CN><title>host</title>` + s + `<body>` + panel }},
		{"addresses are of elsewhere", func(s string) string {
			return head + `<base href="https://elsewhere.example/x/" target=_blank>` + s + `<body>` + launcher
		}},
		{"in a shadow root", func(s string) string {
			return head + s + `<body><div id=outer></div><script>outer.attachShadow({mode: "open"}).innerHTML = '` + panel + `'; globalThis.coach = outer.shadowRoot.querySelector("#coach")</script>`
		}},
		{"in a closed shadow root", func(s string) string {
			return head + s + `<body><div id=outer></div><script>{ const inside = outer.attachShadow({mode: "closed"}); inside.innerHTML = '` + launcher + `'; globalThis.coach = inside.querySelector("#coach") }</script>`
		}},
		{"in a transformed and clipped box", func(s string) string {
			return head + s + `<body><div style="transform:rotate(0.001deg);overflow:hidden;height:700px;width:500px">` + launcher + `</div>`
		}},
		{"in a dialog", func(s string) string {
			return head + s + `<body><dialog id=d style="width:600px;height:700px">` + panel + `</dialog><script>d.showModal()</script>`
		}},
		{"in a grid", func(s string) string {
			return head + s + `<body style="display:grid;grid-template-columns:1fr 360px;height:800px"><p>left</p>` + panel
		}},
		{"made by innerHTML", func(s string) string {
			return head + s + `<body><script>document.body.insertAdjacentHTML("beforeend", '` + launcher + `')</script>`
		}},
		{"cloned from a template", func(s string) string {
			return head + s + `<body><template id=t>` + panel + `</template><script>document.body.append(t.content.cloneNode(true))</script>`
		}},
		{"made before the script, with settings", func(s string) string {
			return head + `<body><script>globalThis.coach = document.createElement("objection-coach"); coach.mode = "panel"; coach.slots = {a: "b"}; coach.setAttribute("channel", "phone"); document.body.append(coach)</script>` + s
		}},
		{"the script twice, from two addresses", func(s string) string {
			return head + s + strings.Replace(s, ".js", ".js?again", 1) + `<body>` + launcher
		}},
		{"a page whose variables have the names of the browser's", func(s string) string {
			return head + `<script>var origin = "上海", parent = 1, name = "x", status = 2, event = 3, frames = 4, top2 = 5</script>` + s + `<body>` + launcher
		}},
		{"prototypes that an old library has added to", func(s string) string {
			return head + `<script>Array.prototype.toJSON = function () { return "[" + this.map((e) => JSON.stringify(e)) + "]"; }; String.prototype.toJSON = function () { return JSON.stringify("" + this); }; Array.prototype.last = Object.prototype.extend = function () {}</script>` + s + `<body>` + launcher
		}},
		{"an element with the name of the entry", func(s string) string {
			return head + s + `<body><div id=ObjectionCoach></div><script>addEventListener("load", () => globalThis.coach = ObjectionCoach.mount("#ObjectionCoach", {mode: "panel"}))</script>`
		}},
	}
	ctx, url := openHosts(t, func(script string) map[string]string {
		pages := map[string]string{}
		for i, row := range rows {
			pages[fmt.Sprint("/", i)] = row.page(script)
		}
		return pages
	})
	for i, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			visit(t, ctx, fmt.Sprint(url, i))
			require.Equal(t, "objection 0", ask[string](t, ctx, `coach.open().then(() => coach.analyze({turns: [{who: "customer", text: "太贵了"}]})).then((a) => a.kind + " " + coach.refused)`))
			require.Equal(t, "", ask[string](t, ctx, `(() => {
				const frame = coach.shadowRoot.querySelector("iframe"), r = frame.getBoundingClientRect();
				const at = coach.getRootNode().elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
				if (r.width < 320 || r.height < 400) return "too small: " + JSON.stringify(r);
				if (r.left < 0 || r.top < 0 || r.right > innerWidth) return "outside: " + JSON.stringify(r);
				if (getComputedStyle(frame).visibility !== "visible" || !frame.checkVisibility({opacityProperty: true})) return "not seen";
				return at === coach ? "" : "covered by " + at?.outerHTML;
			})()`))
			if strings.Contains(row.name, "settings") {
				require.Equal(t, "b phone panel", ask[string](t, ctx, `[coach.slots.a, coach.channel, coach.mode].join(" ")`))
			}
		})
	}
}

// TestFocusComesBackInAShadowRoot and after the page has called open twice.
func TestFocusComesBackInAShadowRoot(t *testing.T) {
	ctx, url := openHosts(t, func(script string) map[string]string {
		return map[string]string{"/": `<!doctype html><html lang=zh-CN><title>host</title>` + script + `<body><div id=outer></div>
			<script>outer.attachShadow({mode: "open"}).innerHTML = '<input id=field><objection-coach id=coach></objection-coach>'; globalThis.coach = outer.shadowRoot.querySelector("#coach")</script>`}
	})
	visit(t, ctx, url)
	ask[bool](t, ctx, `(outer.shadowRoot.querySelector("#field").focus(), coach.open().then(() => coach.analyze("太贵了")).then(() => true))`)
	await(t, ctx, `outer.shadowRoot.activeElement === coach`)
	ask[bool](t, ctx, `coach.open().then(() => coach.close()).then(() => true)`)
	require.Equal(t, "field", ask[string](t, ctx, `outer.shadowRoot.activeElement?.id ?? "nothing"`))

	require.Equal(t, "open close", ask[string](t, ctx, `(async () => {
		const loose = document.createElement("objection-coach"), heard = [];
		for (const name of ["open", "close", "error"]) loose.addEventListener("oc-" + name, () => heard.push(name));
		await loose.open(); // is nowhere yet
		loose.removeAttribute("open");
		document.body.append(loose);
		const opening = loose.open();
		loose.remove();
		await opening;
		document.body.append(loose);
		await loose.close();
		await loose.destroy();
		return heard.join(" ");
	})()`))
}

// TestMovedAndComeBackTo moves the element about, and leaves the page and returns to it.
func TestMovedAndComeBackTo(t *testing.T) {
	ctx, url := openHosts(t, func(script string) map[string]string {
		return map[string]string{
			"/":     `<!doctype html><html lang=zh-CN><title>host</title>` + script + `<body><main id=one></main><main id=two></main><objection-coach id=coach mode=panel></objection-coach>`,
			"/away": `<!doctype html><title>away</title>`,
		}
	})
	visit(t, ctx, url)
	const works = `coach.analyze("太贵了").then((a) => a.kind === "objection")`
	require.True(t, ask[bool](t, ctx, works))
	ask[bool](t, ctx, `(globalThis.ready = 0, coach.addEventListener("oc-ready", () => ready++), one.append(coach), true)`)
	await(t, ctx, `ready === 1`) // a browser loads a frame anew that is taken out and put in
	require.True(t, ask[bool](t, ctx, works))
	ask[bool](t, ctx, `(two.moveBefore(coach, null), true)`)
	require.True(t, ask[bool](t, ctx, works))
	require.Equal(t, int64(1), ask[int64](t, ctx, `ready`), "moveBefore keeps the frame, and the talk")

	ask[bool](t, ctx, `(addEventListener("pageshow", (event) => globalThis.kept = event.persisted), true)`)
	do(t, ctx, chromedp.Navigate(url+"away"))
	ask[bool](t, ctx, `(history.back(), true)`)
	await(t, ctx, `!!globalThis.coach?.shadowRoot`)
	require.True(t, ask[bool](t, ctx, works))
	require.True(t, ask[bool](t, ctx, `!!globalThis.kept`), "the coach does not keep the page from being kept")
}

// TestPaperHasNoCoach prints a page with the coach open.
func TestPaperHasNoCoach(t *testing.T) {
	ctx, url := openHosts(t, func(script string) map[string]string {
		return map[string]string{"/": `<!doctype html><html lang=zh-CN><title>host</title>` + script + `<body><p>a contract</p><objection-coach id=coach open></objection-coach><objection-coach mode=panel></objection-coach>`}
	})
	visit(t, ctx, url)
	seen := `[...document.querySelectorAll("objection-coach")].flatMap((e) => [...e.shadowRoot.children]).filter((e) => e.checkVisibility({visibilityProperty: true})).length`
	await(t, ctx, seen+` === 3`)
	onPaper(t, ctx)
	require.Equal(t, int64(0), ask[int64](t, ctx, seen))
}

// TestInsideOtherFrames opens a host page in a portal of another origin, where the coach
// works, and in one that gives its frames no origin, where it says that it does not.
func TestInsideOtherFrames(t *testing.T) {
	site := serveBuiltSiteThrough(t, toEverybody)
	ctx := openBrowser(t)
	for sandbox, want := range map[string]string{"": "objection", "sandbox='allow-scripts allow-same-origin'": "objection", "sandbox=allow-scripts": "timeout"} {
		t.Run(want+" "+sandbox, func(t *testing.T) {
			host := serveHost(t, "default-src 'self' 'unsafe-inline'; script-src 'unsafe-inline' "+site.URL+"; frame-src http:", map[string]string{"/": soonGivesUp(site)})
			portal := serveHost(t, "default-src 'unsafe-inline'; frame-src http:", map[string]string{"/": fmt.Sprintf(`<!doctype html><title>portal</title><script>addEventListener("message", ({data}) => globalThis.said = data)</script><iframe width=600 height=700 %s src=%q></iframe>`, sandbox, host)})
			do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(portal))
			await(t, ctx, `globalThis.said === "`+want+`"`)
		})
	}
}

// TestPageWithoutAnOrigin opens a file, which cannot be spoken to without speaking to
// everybody, and hears so.
func TestPageWithoutAnOrigin(t *testing.T) {
	site := serveBuiltSiteThrough(t, toEverybody)
	ctx := openBrowser(t)
	file := filepath.Join(t.TempDir(), "host.html")
	require.NoError(t, os.WriteFile(file, []byte(soonGivesUp(site)), 0o600))
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate("file://"+file))
	await(t, ctx, `globalThis.said === "timeout"`)
}

// soonGivesUp is a host page that asks something, waits for 3 seconds instead of 20,
// and tells its parent what became of it.
func soonGivesUp(site builtSite) string {
	return fmt.Sprintf(`<!doctype html><html lang=zh-CN><title>host</title>
		<script>{ const late = setTimeout; globalThis.setTimeout = (work, time) => late(work, time === 20_000 ? 3000 : time) }</script>
		<script src="%sobjection-coach.js"></script><body><objection-coach id=coach mode=panel></objection-coach>
		<script>coach.analyze("太贵了").then((a) => a.kind, (e) => e.code).then((answer) => { globalThis.said = answer; parent.postMessage(answer, "*"); })</script>`, site.URL)
}

// toEverybody lets every page show what is answered.
func toEverybody(site http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { site.ServeHTTP(anyAncestors{w}, r) })
}

// anyAncestors takes frame-ancestors out of what is answered.
type anyAncestors struct{ http.ResponseWriter }

func (w anyAncestors) WriteHeader(code int) {
	policy := w.Header().Get("Content-Security-Policy")
	before, after, found := strings.Cut(policy, "frame-ancestors ")
	if found {
		_, after, _ = strings.Cut(after, ";")
		w.Header().Set("Content-Security-Policy", before+after)
	}
	w.Header().Del("X-Frame-Options")
	w.ResponseWriter.WriteHeader(code)
}

// earlier serves the site with the loader of an earlier release in the place of its own.
func earlier(t *testing.T, name string) builtSite {
	t.Helper()
	loader, err := os.ReadFile(filepath.Join("testdata", "earlier", name))
	require.NoError(t, err)
	return serveBuiltSiteThrough(t, withPages("", map[string]string{"/objection-coach.js": string(loader)}))
}

// TestEarlierReleases loads the loader as it was published before, beside the one of
// now, in both orders. The one that speaks the table of messages works with the site as
// it is now; the one from before the table is told so at once.
func TestEarlierReleases(t *testing.T) {
	for _, row := range []struct {
		loader, tag string // of the earlier release; what it defines
		want        string
	}{
		{"first-table.js", "objection-coach-before", "objection"},
		{"before-table.js", "objection-coach", "version"},
	} {
		before, now := earlier(t, row.loader), serveBuiltSite(t)
		old := fmt.Sprintf(`<script src="%sobjection-coach.js" data-tag=%q></script>`, before.URL, row.tag)
		current := fmt.Sprintf(`<script src="%sobjection-coach.js" data-tag="objection-coach-now"></script>`, now.URL)
		for order, scripts := range map[string]string{"the earlier first": old + current, "the newer first": current + old, "both of one name": old + strings.ReplaceAll(current, "objection-coach-now", row.tag) + current} {
			t.Run(row.loader+", "+order, func(t *testing.T) {
				url := serveHost(t, "default-src 'unsafe-inline'; script-src 'unsafe-inline' http:; frame-src http:", map[string]string{"/": fmt.Sprintf(`<!doctype html><html lang=zh-CN><title>host</title>%s<body><%[2]s id=old></%[2]s><objection-coach-now id=coach></objection-coach-now>`, scripts, row.tag)})
				ctx := openBrowser(t)
				visit(t, ctx, url)
				require.Equal(t, row.want+" objection", ask[string](t, ctx, `Promise.all([
					new Promise((done) => (old.addEventListener("oc-error", ({detail}) => done(detail.code)), old.analyze("太贵了").then((a) => done(a.kind)))),
					coach.analyze("太贵了").then((a) => a.kind)]).then((all) => all.join(" "))`))
				require.Equal(t, []string{before.URL, now.URL}, ask[[]string](t, ctx, `[old, coach].map((e) => e.shadowRoot.querySelector("iframe").src.replace(/index.html.*/, ""))`))
				require.Equal(t, int64(0), ask[int64](t, ctx, `coach.refused`))
			})
		}
	}
}

// TestEveryAttributeChangesLive sets each attribute of a running coach, in the middle of a
// talk, with the desk open behind it.
func TestEveryAttributeChangesLive(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	beforeScripts(t, ctx, hurried)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"demo/bank.html"))
	a := app{t, ctx, inFrame}
	a.ready()
	a.commit("你们手续费太贵了")
	a.enter()
	a.text(".oc-turns", "太贵")
	a.has(".oc-say-now")
	a.click("#oc-keep")
	const desk = inFrame + `.querySelector("#oc-desk")?.contentDocument`
	await(t, ctx, desk+`?.querySelector("#oc-case-talk")?.value.includes("太贵") === true`)

	ask[bool](t, ctx, `(coach.hosted = () => coach.shadowRoot.querySelector("iframe").contentWindow.objectionCoach.kept.hosted, true)`)
	set := func(name, value string) {
		t.Helper()
		ask[bool](t, ctx, fmt.Sprintf(`(globalThis.said = [], ["oc-error", "oc-analysis"].forEach((n) => coach.addEventListener(n, ({detail}) => said.push(detail.code ?? detail))), (%q === "style" ? coach.style.cssText = %[2]q : coach.setAttribute(%[1]q, %[2]q)), true)`, name, value))
	}
	for _, row := range []struct{ name, value, want string }{
		{"theme", "dark", inFrame + `.documentElement.dataset.theme === "dark" && ` + desk + `.documentElement.dataset.theme === "dark"`},
		{"style", "--oc-accent:#7a1f2b", `[` + inFrame + `, ` + desk + `].every((d) => getComputedStyle(d.documentElement).getPropertyValue("--oc-accent") === "#7a1f2b")`},
		{"locale", "en", inFrame + `.querySelector("h1").textContent === "Objection Coach" && ` + desk + `.documentElement.lang === "en" && coach.shadowRoot.querySelector("iframe").title === "Objection Coach"`},
		{"locale", "zh-CN", inFrame + `.querySelector("h1").textContent === "异议教练" && ` + desk + `.documentElement.lang === "zh-CN"`},
		{"channel", "visit", inFrame + `.querySelector(".oc-scene > summary").textContent.includes("上门")`},
		{"product", "card", inFrame + `.querySelector(".oc-scene > summary").textContent.includes("信用卡")`},
		{"segment", "senior", inFrame + `.querySelector(".oc-scene > summary").textContent.includes("年长")`},
		{"mode", "inline", `!!` + inFrame + `.querySelector(".oc-inline")`},
		{"mode", "panel", `!!` + inFrame + `.querySelector(".oc-panel")`},
		{"trace", "true", `said.some((a) => a.trace?.length > 0)`},
		{"trace", "false", `said.some((a) => a.kind && !a.trace)`},
		{"view", "bank-five", `said.some((a) => a.kind) && coach.hosted().view === "bank-five"`},
		{"key", "3", `said.some((a) => a.kind)`},
		{"customer", "陈女士", `coach.hosted().customer === "陈女士"`},
		{"insert-policy", "block", `coach.hosted().insertPolicy === "block"`},
		{"pack", "nowhere", `said.includes("pack")`},
		{"pack", "bank", `said.some((a) => a.kind)`},
	} {
		t.Run(row.name+" "+row.value, func(t *testing.T) {
			set(row.name, row.value)
			await(t, ctx, row.want)
		})
	}
	require.Contains(t, ask[string](t, ctx, desk+`.querySelector("#oc-case-talk").value`), "太贵", "what is written in the desk stays")

	t.Run("lock", func(t *testing.T) {
		ask[bool](t, ctx, `(coach.shadowRoot.querySelector("iframe").contentWindow.hurry = true)`)
		set("lock", "5")
		a.has("#oc-lock:not([hidden]) #oc-lock-on")
		ask[bool](t, ctx, `!(coach.shadowRoot.querySelector("iframe").contentWindow.hurry = false)`)
		set("lock", "0")
		a.click("#oc-lock-on")
		await(t, ctx, `!`+inFrame+`.querySelector("#oc-lock-on")`)
	})
	t.Run("newConversation", func(t *testing.T) {
		ask[bool](t, ctx, `coach.newConversation().then(() => true)`)
		await(t, ctx, `[`+inFrame+`, `+desk+`].every((d) => !d.body.innerText.includes("太贵") && [...d.querySelectorAll("textarea, input")].every((e) => !e.value.includes("太贵")))`)
		require.True(t, ask[bool](t, ctx, `!`+inFrame+`.querySelector("#oc-undo")`), "nor can it be brought back")
	})
}
