package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// These tests look at the screens: contrast and names of everything in every theme and
// language, sizes, zoom, motion, and the colours a host page gives.

// axeScript reads the accessibility checker that the tests run in the page.
func axeScript(t *testing.T) string {
	t.Helper()
	p, err := openProject()
	require.NoError(t, err)
	axe, err := os.ReadFile(filepath.Join(p.work, "npm", "node_modules", "axe-core", "axe.min.js"))
	require.NoError(t, err, "`make test` installs axe-core first")
	return string(axe) + ";null"
}

// checkAccess runs the checker, which must be in the page, over its state.
func checkAccess(t *testing.T, ctx context.Context, state string) {
	t.Helper()
	violations := ask[[]string](t, ctx, `axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join("; ")))`)
	require.Empty(t, violations, state)
}

// checkThemes looks at the contrast of a screen's state in each theme, and in that of a
// brand. The checker must be in the window of the document, a JavaScript expression.
func checkThemes(t *testing.T, ctx context.Context, document, state string) {
	t.Helper()
	bad := ask[[]string](t, ctx, fmt.Sprintf(`(async (d) => {
		const { dataset } = d.documentElement, before = dataset.theme, bad = [];
		const look = async (theme) => {
			d.body.getBoundingClientRect(); // colours on their way are at their end
			d.getAnimations().forEach((a) => a.finish());
			const { violations } = await d.defaultView.axe.run({runOnly: ["color-contrast"]});
			bad.push(...violations.flatMap((v) => v.nodes.map((n) => theme + ": " + n.html + " " + n.failureSummary)));
		};
		for (dataset.theme of ["light", "dark", "high-contrast"]) await look(dataset.theme);
		dataset.theme = "auto";
		const sheet = Object.assign(d.createElement("link"), {rel: "stylesheet", href: new URL("themes/river.css", d.baseURI)});
		await new Promise((done, failed) => (sheet.onload = done, sheet.onerror = failed, d.head.append(sheet)));
		await look("river");
		sheet.remove();
		dataset.theme = before;
		return bad;
	})(%s)`, document))
	require.Empty(t, bad, state)
}

// openAll opens everything that is folded away, but for the employee's own reply, which
// takes the cursor.
const openAll = `(document.querySelectorAll("details:not(.oc-reply)").forEach((d) => d.open = true), true)`

// media emulates what the system of a person prefers, as "name: value" pairs.
func media(t *testing.T, ctx context.Context, features ...string) {
	t.Helper()
	var p emulation.SetEmulatedMediaParams
	for _, feature := range features {
		name, value, _ := strings.Cut(feature, ": ")
		p.Features = append(p.Features, &emulation.MediaFeature{Name: name, Value: value})
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, p)
	require.NoError(t, err)
}

// TestAccessibility runs axe over every state of the screen, in both languages and all
// themes, narrow and wide.
func TestAccessibility(t *testing.T) {
	axe, site := axeScript(t), serveBuiltSite(t)
	for _, look := range []struct {
		fragment string
		width    int64
		system   []string
	}{
		{"locale=zh-CN&theme=light", 360, nil},
		{"locale=en&theme=light", 1280, nil},
		{"locale=zh-CN&theme=dark", 1280, nil},
		{"locale=en&theme=dark", 360, nil},
		{"locale=zh-CN&theme=auto", 360, []string{"prefers-color-scheme: dark"}},
		{"locale=en&theme=auto", 1280, []string{"prefers-color-scheme: light", "prefers-contrast: more"}},
		{"locale=zh-CN&theme=auto", 1280, []string{"prefers-color-scheme: dark", "prefers-contrast: more"}},
		{"locale=zh-CN&theme=high-contrast", 360, nil},
		{"locale=en&theme=high-contrast", 1280, []string{"prefers-color-scheme: dark"}},
		{"locale=zh-CN&theme=themes/river.css", 1280, nil},
		{"locale=en&theme=themes/river.css", 360, []string{"prefers-color-scheme: dark"}},
		{"locale=zh-CN&theme=light", 1280, []string{"forced-colors: active"}},
	} {
		t.Run(look.fragment+" "+strings.Join(look.system, ", "), func(t *testing.T) {
			t.Parallel()
			ctx := openBrowser(t)
			media(t, ctx, look.system...)
			do(t, ctx, chromedp.EmulateViewport(look.width, 800), chromedp.Navigate(site.URL+"#"+look.fragment))
			a := app{t, ctx, inPage}
			a.ready()
			if strings.Contains(look.fragment, ".css") {
				await(t, ctx, `getComputedStyle(document.documentElement).getPropertyValue("--oc-lit") !== "#d8ebf1"`)
			}
			_, err := chromedp.Run(ctx, chromedp.Evaluate[any](axe))
			require.NoError(t, err)
			checkAccess(t, ctx, "empty")
			a.commit("上午排了两小时队，你们太欺负人了，我要打12378")
			a.has(".oc-labels")
			ask[bool](t, ctx, openAll+`, (document.querySelector(".oc-chip-tap").click(), true)`)
			a.has("mark.oc-lit")
			checkAccess(t, ctx, "result")
			a.openReply()
			a.commit("您放心买。我给您打包票，亏了我个人补给您！明天见。")
			a.has(".oc-findings .oc-must-not")
			checkAccess(t, ctx, "a draft that must not be said")
			a.ready() // the cursor went to the box that opened last
			a.enter()
			a.commit("qwx zzx kkv")
			a.has(".oc-unsure")
			checkAccess(t, ctx, "unsure")
			a.click("#oc-new")
			a.has("#oc-undo")
			checkAccess(t, ctx, "cleared")
		})
	}
}

// TestAccessibilityOfThePanel runs axe inside the frame of an open launcher and of an
// inline coach, in both languages.
func TestAccessibilityOfThePanel(t *testing.T) {
	axe, site := axeScript(t), serveBuiltSite(t)
	for _, mode := range []string{"launcher", "inline"} {
		for _, locale := range []string{"zh-CN", "en"} {
			t.Run(mode+" "+locale, func(t *testing.T) {
				ctx := openBrowser(t)
				url := serveHost(t, hostPolicy(site), map[string]string{"/": guestPage(site, fmt.Sprintf(`<main><h1>host</h1><objection-coach id=coach mode=%q locale=%q></objection-coach></main>`, mode, locale))})
				realms := watchRealms(t, ctx)
				do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(url))
				ask[bool](t, ctx, `new Promise((done) => (coach.addEventListener("oc-ready", () => done(true)), coach.open()))`)
				a := app{t, ctx, ""}
				await(t, ctx, `new Promise((done) => requestAnimationFrame(() => done(document.activeElement === coach)))`)
				heard := `new Promise((done) => coach.addEventListener("oc-analysis", () => requestAnimationFrame(() => done(true)), {once: true}))`
				ask[bool](t, ctx, `(globalThis.read = `+heard+`, true)`)
				a.commit("上午排了两小时队，你们太欺负人了，我要打12378")
				ask[bool](t, ctx, `read`)
				realms.in(t, ctx, site.URL, axe)
				require.Equal(t, "[]", realms.in(t, ctx, site.URL, `axe.run().then((r) => JSON.stringify(r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join("; "))))`+`.then(JSON.parse)`))
			})
		}
	}
}

// TestHighContrast holds the text of that theme to the higher of the two grades.
func TestHighContrast(t *testing.T) {
	axe, site := axeScript(t), serveBuiltSite(t)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(site.URL+"#locale=zh-CN&theme=high-contrast"))
	a := app{t, ctx, inPage}
	a.ready()
	_, err := chromedp.Run(ctx, chromedp.Evaluate[any](axe))
	require.NoError(t, err)
	a.commit("上午排了两小时队，你们太欺负人了，我要打12378")
	a.has(".oc-labels")
	ask[bool](t, ctx, openAll)
	require.Empty(t, ask[[]string](t, ctx, `axe.run({runOnly: ["color-contrast-enhanced"], rules: {"color-contrast-enhanced": {enabled: true}}}).then((r) => r.violations.flatMap((v) => v.nodes.map((n) => n.html + n.failureSummary)))`))
}

// TestSizes holds that from 320 to 1920 CSS pixels, and at four times the size, nothing
// is cut off sideways and the box can be reached.
func TestSizes(t *testing.T) {
	site := serveBuiltSite(t)
	for _, locale := range []string{"zh-CN", "en"} {
		t.Run(locale, func(t *testing.T) {
			ctx := openBrowser(t)
			do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"#locale="+locale))
			a := app{t, ctx, inPage}
			a.ready()
			a.commit("上午排了两小时队，你们太欺负人了，我要打12378")
			a.has(".oc-labels")
			sizes := [][2]int64{{320, 568}, {360, 560}, {480, 800}, {759, 800}, {760, 800}, {820, 1180}, {1280, 900}, {1920, 1080}, {320, 225}, {320, 256}}
			for _, size := range sizes {
				do(t, ctx, chromedp.EmulateViewport(size[0], size[1]))
				ask[bool](t, ctx, openAll)
				at := fmt.Sprint(size)
				require.Empty(t, ask[[]string](t, ctx, `[...document.querySelectorAll("main *")].filter((e) => e.checkVisibility() && !e.closest(".oc-spoken, [aria-hidden=true]")).filter((e) => {
					const r = e.getBoundingClientRect();
					return r.width && (r.left < -1 || r.right > innerWidth + 1);
				}).map((e) => e.tagName + "." + e.className)`), at)
				require.Equal(t, int64(0), ask[int64](t, ctx, `document.documentElement.scrollWidth - innerWidth`), at)
				require.True(t, ask[bool](t, ctx, `((box) => {
					document.querySelector(".oc-scene").open = false;
					box.scrollIntoView();
					const r = box.getBoundingClientRect();
					return r.height >= 28 && document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2) === box;
				})(document.querySelector("#oc-box"))`), at)
			}
			a.openReply()
			a.commit("您放心买。我给您打包票，亏了我个人补给您！")
			a.has(".oc-findings .oc-must-not, .oc-findings .oc-revise")
			for _, size := range sizes {
				do(t, ctx, chromedp.EmulateViewport(size[0], size[1]))
				at := fmt.Sprint(size, " with a draft")
				require.Empty(t, ask[[]string](t, ctx, `[...document.querySelector("main").children].filter((e) => e.checkVisibility()).flatMap((e, i, all) => all.slice(i + 1).filter((f) => {
					const a = e.getBoundingClientRect(), b = f.getBoundingClientRect();
					return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
				}).map((f) => e.className + " over " + f.className))`), at)
				require.True(t, ask[bool](t, ctx, `((box) => {
					box.scrollIntoView({block: "nearest"});
					const r = box.getBoundingClientRect();
					return [r.top + 4, r.bottom - 4].every((y) => document.elementFromPoint(r.x + r.width / 2, y) === box);
				})(document.querySelector("#oc-reply"))`), at)
			}
		})
	}
}

// TestTargetsFitFingers holds that on a touch screen everything to tap is at least 44
// pixels high.
func TestTargetsFitFingers(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	for _, width := range []int64{360, 820} {
		do(t, ctx, chromedp.EmulateViewport(width, 900, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+"#locale=zh-CN"))
		a := app{t, ctx, inPage}
		a.ready()
		require.True(t, ask[bool](t, ctx, `matchMedia("(pointer: coarse)").matches`))
		small := func(state string) {
			t.Helper()
			require.Empty(t, ask[[]string](t, ctx, `[...document.querySelectorAll("button, summary, select, textarea, a")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 120) + " " + e.getBoundingClientRect().height)`), state)
		}
		small("empty")
		a.commit("上午排了两小时队，你们太欺负人了，我要打12378")
		a.has(".oc-labels")
		ask[bool](t, ctx, openAll)
		a.openReply()
		a.commit("您放心买。我给您打包票，亏了我个人补给您！明天见。")
		a.has(".oc-findings .oc-must-not")
		small("a result and a draft")
	}
}

// TestMotionAndForcedColours holds that nothing moves for those who asked for it, and
// that what colours tell is still told where the system takes the colours away.
func TestMotionAndForcedColours(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	media(t, ctx, "prefers-reduced-motion: reduce", "forced-colors: active")
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"#locale=zh-CN"))
	a := app{t, ctx, inPage}
	a.ready()
	a.commit("上午排了两小时队，你们太欺负人了，我要打12378")
	a.has(".oc-chip-tap")
	a.click(".oc-chip-tap")
	a.has("mark.oc-lit")
	require.Empty(t, ask[[]string](t, ctx, `[...document.querySelectorAll("*")].filter((e) => getComputedStyle(e).transitionDuration !== "0s" || getComputedStyle(e).animationName !== "none").map((e) => e.className)`))
	require.NotEqual(t, "none", ask[string](t, ctx, `getComputedStyle(document.querySelector("mark.oc-lit")).outlineStyle`))
	require.NotEqual(t, ask[string](t, ctx, `getComputedStyle(document.body).backgroundColor`), ask[string](t, ctx, `getComputedStyle(document.querySelector("mark.oc-evidence")).borderBottomColor`))
}

// TestHostGivesTheColours holds that a page's custom properties reach the screens, that
// nothing but colours does, and that a style sheet comes from the coach's origin alone.
func TestHostGivesTheColours(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"demo/bank.html"))
	a := app{t, ctx, inFrame}
	a.ready()
	colour := func(name string) string {
		return ask[string](t, ctx, fmt.Sprintf(`getComputedStyle(%s.documentElement).getPropertyValue("--oc-%s")`, inFrame, name))
	}
	before := colour("warn")
	ask[bool](t, ctx, `(globalThis.errors = [], coach.addEventListener("oc-error", ({detail}) => errors.push(detail.code)),
		Object.entries({"--oc-accent": "#7a1f2b", "--oc-paper": " rgb(250 248 240 / 100%) ", "--oc-warn": "url(https://evil.example/x)", "--oc-good": "red; --oc-ink: red", "--oc-ink": "nocolour", "--oc-font": "serif"})
			.forEach(([name, value]) => coach.style.setProperty(name, value)), true)`)
	await(t, ctx, fmt.Sprintf(`getComputedStyle(%s.documentElement).getPropertyValue("--oc-accent") === "#7a1f2b"`, inFrame))
	require.Equal(t, "rgb(250 248 240 / 100%)", colour("paper"))
	require.Equal(t, before, colour("warn"))
	require.Equal(t, "#1d2126", colour("ink"))
	require.Contains(t, colour("font"), "system-ui")
	require.Equal(t, "rgb(122, 31, 43)", ask[string](t, ctx, fmt.Sprintf(`getComputedStyle(%s.querySelector(".oc-send")).backgroundColor`, inFrame)))

	ask[bool](t, ctx, `(coach.theme = "high-contrast", true)`)
	await(t, ctx, fmt.Sprintf(`getComputedStyle(%s.documentElement).getPropertyValue("--oc-accent") === "#00375a"`, inFrame))

	ask[bool](t, ctx, `(coach.removeAttribute("style"), coach.theme = "themes/river.css", true)`)
	await(t, ctx, fmt.Sprintf(`getComputedStyle(%s.documentElement).getPropertyValue("--oc-accent") === "#123a5e"`, inFrame))
	require.Empty(t, ask[[]string](t, ctx, `errors`))
	expectsRefusals.Store(t.Name(), true)
	ask[bool](t, ctx, `(errors.length = 0, coach.theme = "themes/none.css", true)`)
	await(t, ctx, `errors.join() === "theme"`)
	for _, bad := range []string{"https://evil.example/theme.css", "//evil.example/x.css", "javascript:alert(1)//.css", "data:text/css,x.css", "pink"} {
		ask[bool](t, ctx, fmt.Sprintf(`(errors.length = 0, coach.theme = %q, true)`, bad))
		await(t, ctx, `errors.join() === "theme"`)
		require.Equal(t, "auto", ask[string](t, ctx, inFrame+`.documentElement.dataset.theme`), bad)
		require.False(t, ask[bool](t, ctx, fmt.Sprintf(`!!%s.querySelector("#oc-brand")`, inFrame)), bad)
	}
}

// onPaper makes the page what a printer gets.
func onPaper(t *testing.T, ctx context.Context) {
	t.Helper()
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	require.NoError(t, err)
}

// TestReplyLeavesTheAnswerInSight writes and notes replies in a narrow panel: with its box
// empty, what it is, when and what to say are wholly in sight, and while it is written
// neither the answer nor the box moves.
func TestReplyLeavesTheAnswerInSight(t *testing.T) {
	site := serveBuiltSite(t)
	for _, locale := range []string{"zh-CN", "en"} {
		t.Run(locale, func(t *testing.T) {
			ctx := openBrowser(t)
			do(t, ctx, chromedp.EmulateViewport(360, 640), chromedp.Navigate(site.URL+"#mode=panel&locale="+locale))
			a := app{t, ctx, inPage}
			a.ready()
			line, reply, bad := "你们手续费太贵了", "我理解您的心情。您是拿哪家比的？", "您放心买。我给您打包票，亏了我个人补给您！"
			if locale == "en" {
				line, reply, bad = "your fees are too high", "I understand. Who are you comparing us with?", "Don't worry, 保本，亏了我个人补给您！"
			}
			inSight := func(state string) {
				t.Helper()
				require.Empty(t, ask[[]string](t, ctx, `(document.getAnimations().forEach((a) => a.finish()), [".oc-timing", ".oc-say-now blockquote", ".oc-say-now .oc-actions button:last-child", ".oc-labels"].filter((selector) => {
					const e = document.querySelector(selector), r = e.getBoundingClientRect();
					return [[r.left + 2, r.top + 2], [r.right - 2, r.bottom - 2]].some(([x, y]) => !e.contains(document.elementFromPoint(x, y)));
				}))`), state)
			}
			places := func(selectors ...string) string {
				t.Helper()
				return ask[string](t, ctx, fmt.Sprintf(`%q.split("|").map((s) => s + " " + Math.round(document.querySelector(s).getBoundingClientRect().bottom)).join()`, strings.Join(selectors, "|")))
			}
			a.commit(line)
			a.enter()
			a.has(".oc-labels")
			a.openReply()
			a.has(".oc-replying")
			inSight("opened")
			before := places(".oc-timing", ".oc-say-now", "#oc-reply")
			a.commit(reply)
			a.has("#oc-said")
			require.Equal(t, before, places(".oc-timing", ".oc-say-now", "#oc-reply"))
			a.click("#oc-said")
			a.has(".oc-turn-staff")
			inSight("said")
			before = places(".oc-timing", ".oc-say-now", "#oc-reply")
			ask[bool](t, ctx, `(document.querySelector("#oc-reply").focus(), true)`)
			a.commit(bad)
			a.has(".oc-findings li")
			require.Equal(t, before, places(".oc-timing", ".oc-say-now", "#oc-reply"), "a draft with findings")
			require.True(t, ask[bool](t, ctx, `((e) => {
				const r = e.getBoundingClientRect();
				return e.contains(document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2)) && e.closest("li").matches(":last-child");
			})(document.querySelector(".oc-findings .oc-must-not .oc-better"))`), "the gravest finding is in sight")
			require.LessOrEqual(t, ask[int64](t, ctx, `Math.round(document.querySelector(".oc-reply").getBoundingClientRect().height)`), int64(640/2+8))
			a.click("#oc-new")
			a.has("#oc-undo")
			require.LessOrEqual(t, ask[int64](t, ctx, `Math.round(document.querySelector(".oc-reply").getBoundingClientRect().height)`), int64(640/3))
		})
	}
}
