package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// These tests look at what is being typed while the page starts, changes versions or
// fails: it must not be lost, and nothing must jump.

// newerSite serves the built site, and, once told, a newer version of it: the same files
// under another worker.
func newerSite(t *testing.T) (site builtSite, newer func()) {
	t.Helper()
	var on atomic.Bool
	version := regexp.MustCompile(`const version = "[0-9a-f]{12}"`)
	site = serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !on.Load() || r.URL.Path != "/sw.js" {
				h.ServeHTTP(w, r)
				return
			}
			worker := readDist(t, "sw.js")
			w.Header().Set("Content-Type", "text/javascript")
			w.Write(version.ReplaceAll(worker, []byte(`const version = "bbbbbbbbbbbb"`))) //nolint:errcheck // the browser may go
		})
	})
	return site, func() { on.Store(true) }
}

// slowSite serves the built site, but holds back the files whose path contains a text
// until it is let go.
func slowSite(t *testing.T, part string) (site builtSite, letGo func()) {
	t.Helper()
	gate := make(chan struct{})
	site = serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, part) {
				select {
				case <-gate:
				case <-r.Context().Done():
				}
			}
			h.ServeHTTP(w, r)
		})
	})
	return site, func() { close(gate) }
}

// openApp opens the full page of a site and waits until it runs.
func openApp(t *testing.T, ctx context.Context, url string) app {
	t.Helper()
	do(t, ctx, chromedp.Navigate(url))
	a := app{t, ctx, inPage}
	a.ready()
	return a
}

// TestNewVersionIsOfferedBetweenSentences and not in the middle of one. Pressing the
// button brings the whole conversation over.
func TestNewVersionIsOfferedBetweenSentences(t *testing.T) {
	site, newer := newerSite(t)
	ctx := openBrowser(t)
	a := openApp(t, ctx, site.URL+"#locale=zh-CN")
	await(t, ctx, `!!navigator.serviceWorker.controller`)
	a.commit("我再考虑考虑")
	a.enter()
	a.text(".oc-turns", "我再考虑考虑")
	ask[bool](t, ctx, `((s) => (s.value = "phone", s.dispatchEvent(new Event("change")), true))(document.querySelector("select[name=channel]"))`)
	a.text(".oc-scene > summary", "电话")
	a.commit("主要是怕亏")
	a.text(".oc-turns", "主要是怕亏")

	newer()
	ask[bool](t, ctx, `navigator.serviceWorker.ready.then((r) => r.update()).then(() => true)`)
	await(t, ctx, `objectionCoach.otherVersion`)
	a.text(".oc-turns", "主要是怕亏")
	require.Zero(t, ask[int64](t, ctx, `document.querySelectorAll("#oc-change").length`), "not while a sentence is being typed")
	a.enter()
	a.has("#oc-change")
	a.text(".oc-shown", "新版本已就绪")

	ask[bool](t, ctx, `(globalThis.before = true)`)
	a.click("#oc-change")
	await(t, ctx, `!globalThis.before`)
	a.ready()
	a.text(".oc-turns", "我再考虑考虑")
	a.text(".oc-turns", "主要是怕亏")
	a.text(".oc-scene > summary", "电话")
	a.has(".oc-labels")
	require.Zero(t, ask[int64](t, ctx, `sessionStorage.length + document.querySelectorAll("#oc-change").length`), "nothing stays behind")
}

// TestHalfASentenceSurvivesAReload of the kind that changes versions: both boxes with the
// cursor, and the talk.
func TestHalfASentenceSurvivesAReload(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	a := openApp(t, ctx, site.URL+"#locale=zh-CN&channel=branch")
	a.commit("利息太低了")
	a.enter()
	a.text(".oc-turns", "利息太低了")
	a.commit("而且我")
	a.openReply()
	a.commit("我给您打包票，亏了我补")
	a.has(".oc-mirror mark.oc-must-not")
	ask[bool](t, ctx, `(document.querySelector("#oc-reply").setSelectionRange(2, 4), globalThis.before = true, objectionCoach.update(), true)`)
	require.False(t, ask[bool](t, ctx, `!globalThis.before`), "there is nothing to change to")
	await(t, ctx, `navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)`)
	ask[bool](t, ctx, `(navigator.serviceWorker.dispatchEvent(Object.assign(new Event("message"), {data: {type: "other-version"}})), true)`)
	ask[bool](t, ctx, `(objectionCoach.update(), true)`)
	await(t, ctx, `!globalThis.before`)
	a.has(".oc-mirror mark.oc-must-not")
	a.text(".oc-turns", "利息太低了")
	require.Equal(t, "而且我", a.value())
	require.Equal(t, "oc-reply 我给您打包票，亏了我补 2 4", ask[string](t, ctx, `((b) => [b.id, b.value, b.selectionStart, b.selectionEnd].join(" "))(document.activeElement)`))
	require.Zero(t, ask[int64](t, ctx, `sessionStorage.length`))
}

// TestWordsTypedBeforeTheProgramAreKept types into the shell while the program is on its
// way, plainly and through an input method that is in the middle of a word when it comes.
func TestWordsTypedBeforeTheProgramAreKept(t *testing.T) {
	ctx := openBrowser(t)
	for _, test := range []struct {
		name          string
		before, after func(a app) // the program is there
	}{
		{"in one piece", func(a app) { a.commit("太贵了，别家便宜") }, func(app) {}},
		{"Enter breaks no line", func(a app) { a.commit("太贵了，"); a.enter(); a.commit("别家便宜") }, func(app) {}},
		{"in the middle of a word", func(a app) { a.commit("太贵了，"); a.compose("bie'jia") }, func(a app) {
			await(t, ctx, `navigator.serviceWorker.ready.then(() => true)`) // which comes after the program
			require.True(t, ask[bool](t, ctx, `!!document.querySelector("#app")`), "the program waits")
			a.commit("别家便宜")
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			site, letGo := slowSite(t, ".wasm")
			do(t, ctx, chromedp.Navigate(site.URL+"#locale=zh-CN"))
			a := app{t, ctx, inPage}
			a.has("#app #oc-box")
			ask[bool](t, ctx, `(document.querySelector("#oc-box").focus(), true)`)
			test.before(a)
			letGo()
			test.after(a)
			a.has(".oc-scene > summary")
			a.text(".oc-labels", "嫌贵")
			require.Equal(t, "太贵了，别家便宜", a.value())
			require.Equal(t, "oc-box 8", ask[string](t, ctx, `((b) => b.id + " " + b.selectionStart)(document.activeElement)`), "the cursor stays where it was")
			a.commit("一半")
			require.Equal(t, "太贵了，别家便宜一半", a.value())
		})
	}
}

func TestExamplesWorkBeforeTheProgram(t *testing.T) {
	site, letGo := slowSite(t, ".wasm")
	ctx := openBrowser(t)
	do(t, ctx, chromedp.Navigate(site.URL+"#locale=zh-CN"))
	a := app{t, ctx, inPage}
	a.click("#app .oc-example")
	line := a.value()
	require.NotEmpty(t, line)
	letGo()
	a.text(".oc-turns", line)
	a.has(".oc-labels")
}

// TestNothingJumpsWhenTheProgramTakesOver measures layout shifts from the first paint to
// the running engine, and compares every part of the shell with the app's.
func TestNothingJumpsWhenTheProgramTakesOver(t *testing.T) {
	ctx := openBrowser(t)
	beforeScripts(t, ctx, `globalThis.shifts = []; new PerformanceObserver((list) => { for (const e of list.getEntries()) shifts.push(e.value + " " + e.sources.map((s) => s.node?.className ?? s.node?.nodeName).join()); }).observe({type: "layout-shift", buffered: true});`)
	for _, look := range []struct {
		name, fragment string
		width, height  int64
		touch          bool
	}{
		{"desktop", "locale=zh-CN", 1280, 800, false},
		{"desktop, English", "locale=en", 1280, 800, false},
		{"tablet, upright", "locale=zh-CN&theme=dark", 800, 1280, true},
		{"tablet, lying", "locale=en", 1280, 800, true},
		{"phone", "locale=zh-CN", 360, 740, true},
		{"panel", "mode=panel&locale=en", 360, 560, false},
		{"launcher", "mode=launcher&locale=zh-CN", 360, 560, false},
	} {
		t.Run(look.name, func(t *testing.T) {
			site, letGo := slowSite(t, ".wasm")
			size := []chromedp.EmulateViewportOption{}
			if look.touch {
				size = append(size, chromedp.EmulateTouch, chromedp.EmulateMobile)
			}
			do(t, ctx, chromedp.EmulateViewport(look.width, look.height, size...), chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+"#"+look.fragment))
			a := app{t, ctx, inPage}
			a.has("#app #oc-box")
			await(t, ctx, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
			shell := ask[[]string](t, ctx, shellPlaces)
			letGo()
			a.has(".oc-scene > summary")
			await(t, ctx, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
			require.Equal(t, shell, ask[[]string](t, ctx, shellPlaces))
			require.Empty(t, ask[[]string](t, ctx, `shifts`))
		})
	}
}

// TestProgramIsCompiledWhileItArrives sees the response, not its bytes, given to the
// compiler, and before anything of it was read.
func TestProgramIsCompiledWhileItArrives(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	beforeScripts(t, ctx, `globalThis.ways = []; for (const way of ["compile", "compileStreaming", "instantiateStreaming"]) {
		const real = WebAssembly[way];
		WebAssembly[way] = (...args) => { ways.push(way + " " + (args[0].bodyUsed ?? "bytes")); return real.apply(WebAssembly, args); };
	}`)
	openApp(t, ctx, site.URL)
	require.Equal(t, []string{"compileStreaming false"}, ask[[]string](t, ctx, `ways`))
}

// TestCompilingBeginsBeforeTheLastByte keeps back the last byte of the program, and sees
// in the browser's own trace that functions were checked by then, and that the rest came
// after it.
func TestCompilingBeginsBeforeTheLastByte(t *testing.T) {
	last := make(chan struct{})
	site := serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasSuffix(r.URL.Path, ".wasm") {
				h.ServeHTTP(w, r)
				return
			}
			program := readDist(t, r.URL.Path[1:])
			w.Header().Set("Content-Type", "application/wasm")
			w.Header().Set("Content-Length", fmt.Sprint(len(program)))
			w.Write(program[:len(program)-1]) //nolint:errcheck // the browser may go
			w.(http.Flusher).Flush()
			select {
			case <-last:
			case <-r.Context().Done():
			}
			w.Write(program[len(program)-1:]) //nolint:errcheck // the browser may go
		})
	})
	var came atomic.Int64 // bytes of the program, at the browser
	ctx := openBrowser(t)
	programs := sync.Map{}
	require.NoError(t, chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if strings.HasSuffix(e.Request.URL, ".wasm") {
				programs.Store(e.RequestID, true)
			}
		case *network.EventDataReceived:
			if _, ok := programs.Load(e.RequestID); ok {
				came.Add(e.DataLength)
			}
		}
	}))
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	require.NoError(t, err)
	a := app{t, ctx, inPage}
	program := regexp.MustCompile(`data-wasm="([^"]*)"`).FindSubmatch(readDist(t, "index.html"))[1]
	all := int64(len(readDist(t, string(program))))
	before := traced(t, ctx, "v8.wasm", func() {
		do(t, ctx, chromedp.Navigate(site.URL+"#locale=zh-CN"))
		require.Eventually(t, func() bool { return came.Load() >= all-1 }, awaitTime, awaitPause)
		a.has("#app #oc-box")
	})
	require.Contains(t, before, "wasm.ValidateFunctionsStreaming")
	require.NotContains(t, before, "wasm.FinishStreaming")
	after := traced(t, ctx, "v8.wasm", func() {
		close(last)
		a.ready()
	})
	require.Contains(t, after, "wasm.FinishStreaming")
}

// traced gives the names of what the browser notes in a category while work is done.
func traced(t *testing.T, ctx context.Context, category string, work func()) map[string]int {
	t.Helper()
	names := map[string]int{}
	for _, e := range notes(t, ctx, category, work) {
		names[e.Name]++
	}
	return names
}

// TestFrameLooksAsItWillAtOnce holds that the shell in a widget's frame has the mode, the
// language and the theme of its element before any program runs, asks for the element's
// pack and no other, and that nothing moves when the program takes over.
func TestFrameLooksAsItWillAtOnce(t *testing.T) {
	ctx := openBrowser(t)
	for _, look := range []struct{ attributes, want, pack string }{
		{`mode=panel locale=en theme=dark`, "oc oc-panel oc-fresh|en|dark|true|The customer said…", "bank"},
		{`mode=inline locale=zh-CN`, "oc oc-inline oc-fresh|zh-CN||true|客户说了什么？", "bank"},
		{`mode=panel locale=zh-CN pack=elsewhere`, "oc oc-panel oc-fresh|zh-CN||true|客户说了什么？", ""},
		{`open locale=zh-CN theme=high-contrast`, "oc oc-panel oc-fresh|zh-CN|high-contrast|true|客户说了什么？", "bank"},
	} {
		t.Run(look.attributes, func(t *testing.T) {
			gate := make(chan struct{})
			var packs sync.Map
			site := serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if strings.HasSuffix(r.URL.Path, ".pack") {
						name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/assets/"), ".")
						packs.Store(name, true)
					}
					if strings.HasSuffix(r.URL.Path, ".wasm") {
						select {
						case <-gate:
						case <-r.Context().Done():
						}
					}
					h.ServeHTTP(w, r)
				})
			})
			frames := watchRealms(t, ctx)
			url := serveHost(t, hostPolicy(site), map[string]string{"/": guestPage(site, `<main><objection-coach id=coach `+look.attributes+`></objection-coach></main>`)})
			do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(url))
			in := func(expression string) string { return frames.in(t, ctx, site.URL, expression) }
			words := func(expression string) (said string) {
				require.NoError(t, json.Unmarshal([]byte(in(expression)), &said))
				return said
			}
			await(t, ctx, `!!coach.shadowRoot?.querySelector("iframe")`)
			require.Eventually(t, func() bool {
				frames.mu.Lock()
				_, there := frames.ids[site.URL]
				frames.mu.Unlock()
				return there && in(`!!globalThis.objectionCoach && document.readyState !== "loading" && !!document.querySelector("#app #oc-box")`) == "true"
			}, awaitTime, awaitPause)
			require.Equal(t, look.want, words(`((s) => [s.className, s.lang, document.documentElement.dataset.theme, s.querySelector(".oc-places").hidden, s.querySelector("#oc-box").placeholder].join("|"))(document.querySelector("#app"))`))
			places := func() string {
				in(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
				return in(shellPlaces)
			}
			shell := places()
			asked := ""
			packs.Range(func(name, _ any) bool { asked += name.(string); return true })
			require.Equal(t, look.pack, asked)
			close(gate)
			if look.pack == "" {
				require.Eventually(t, func() bool { return in(`!!document.querySelector(".oc-advice [role=alert]")`) == "true" }, awaitTime, awaitPause)
				return // this site does not have it
			}
			require.Eventually(t, func() bool { return in(`!!document.querySelector(".oc-scene > summary")`) == "true" }, awaitTime, awaitPause)
			require.Equal(t, shell, places())
		})
	}
}

// shellPlaces is, as JavaScript, where each part of the shell is, and of the app's screen
// in its place.
const shellPlaces = `["h1", ".oc-place", ".oc-talk", ".oc-empty > p", ".oc-example:last-child", ".oc-advice", ".oc-advice > p", ".oc-reply", "#oc-box", ".oc-send", ".oc-shown"].map((q) => {
	const e = document.querySelector("main").querySelector(q), r = e?.getClientRects()[0];
	return r ? [q, e.placeholder || (e.children.length ? "" : e.textContent), ...[r.x, r.y, r.width, r.height].map(Math.round)].join(" ") : q;
})`

// readDist reads a file of the built site.
func readDist(t *testing.T, name string) []byte {
	t.Helper()
	p, err := openProject()
	require.NoError(t, err)
	content, err := os.ReadFile(filepath.Join(p.root, "build", "dist", name))
	require.NoError(t, err)
	return content
}
