package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// These tests break the built site in every way that was thought of, one named row each:
// what is on the screen must say what to do, and what was typed must come back.

// fault answers a request wrongly. good answers it as the site would.
type fault func(w http.ResponseWriter, r *http.Request, good http.Handler)

// answered lets the site answer into memory.
func answered(r *http.Request, good http.Handler) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	good.ServeHTTP(answer, r)
	return answer
}

// reply sends an answer with another body or type.
func reply(w http.ResponseWriter, answer *httptest.ResponseRecorder, body []byte) {
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.Header().Del("Content-Length")
	w.WriteHeader(answer.Code)
	w.Write(body) //nolint:errcheck // the browser may go
}

var faults = map[string]fault{
	"404": func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(http.StatusNotFound) },
	"500": func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.WriteHeader(http.StatusInternalServerError)
	},
	"no answer": func(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) },
	"cut off": func(w http.ResponseWriter, r *http.Request, good http.Handler) {
		answer := answered(r, good)
		w.Header().Set("Content-Length", fmt.Sprint(answer.Body.Len()))
		reply(w, answer, answer.Body.Bytes()[:answer.Body.Len()/2])
		panic(http.ErrAbortHandler)
	},
	"truncated": func(w http.ResponseWriter, r *http.Request, good http.Handler) {
		r.Header.Del("Accept-Encoding")
		answer := answered(r, good)
		reply(w, answer, answer.Body.Bytes()[:answer.Body.Len()/2])
	},
	"slow": func(w http.ResponseWriter, r *http.Request, good http.Handler) {
		answer := answered(r, good)
		whole := answer.Body.Bytes()
		reply(w, answer, nil)
		for piece := range slices.Chunk(whole, len(whole)/16+1) {
			<-time.After(20 * time.Millisecond) // as a slow network does
			w.Write(piece)                      //nolint:errcheck // the browser may go
			w.(http.Flusher).Flush()
		}
	},
	"sign-in page": func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!doctype html><title>Wi-Fi</title>")
	},
	"wrong type": func(w http.ResponseWriter, r *http.Request, good http.Handler) {
		answer := answered(r, good)
		answer.Header().Set("Content-Type", "text/plain")
		reply(w, answer, answer.Body.Bytes())
	},
}

// breakable serves the built site with one fault at the files whose path contains one of
// some texts, until it is mended.
func breakable(t *testing.T, parts string, wrong fault) (site builtSite, mend func()) {
	t.Helper()
	return breakableWhere(t, wrong, func(path string) bool {
		return slices.ContainsFunc(strings.Fields(parts), func(part string) bool { return strings.Contains(path, part) })
	})
}

// breakableWhere serves the built site with one fault at some files until it is mended.
func breakableWhere(t *testing.T, wrong fault, at func(path string) bool) (site builtSite, mend func()) {
	t.Helper()
	var mended atomic.Bool
	site = serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !mended.Load() && at(r.URL.Path) {
				wrong(w, r, h)
				return
			}
			h.ServeHTTP(w, r)
		})
	})
	return site, func() { mended.Store(true) }
}

// What becomes of a page with a fault.
const (
	works       = "works"                         // and nothing is said
	opensAgain  = "opens again by itself"         // once what came broken comes whole
	saysLate    = "says to reload, after a while" // only the page itself came
	saysAtOnce  = "says it could not be opened"   // with a button; what was typed is kept
	saysInPlace = "says it could not get ready"   // in the app, with a button
)

func TestFaultsOfEachFile(t *testing.T) {
	for _, file := range []struct {
		part string
		once bool              // the fault is there for one answer only
		most string            // what becomes of the page
		but  map[string]string // with some faults
	}{
		{part: "/assets/boot.", most: saysLate},
		{part: "/assets/boot.", once: true, most: opensAgain},
		{part: "/assets/wasm_exec.", most: saysAtOnce},
		{part: ".wasm", most: saysAtOnce, but: map[string]string{"wrong type": works}},
		{part: ".pack", most: saysInPlace, but: map[string]string{"wrong type": works}},
		{part: ".css", most: works},
		{part: "/manifest.webmanifest /icons/ /sw.js /release.json", most: works},
	} {
		t.Run(strings.Trim(file.part, "/."), func(t *testing.T) {
			t.Parallel()
			ctx := openBrowserFor(t, 3*time.Minute)
			for name, wrong := range faults {
				want := file.most
				if but, ok := file.but[name]; ok {
					want = but
				}
				if name == "slow" {
					want = works
				}
				t.Run(name+": "+want, func(t *testing.T) {
					typed := make(chan struct{}) // the program comes, or fails, after the words
					late := func(w http.ResponseWriter, r *http.Request, good http.Handler) {
						if file.part == ".wasm" {
							<-typed
						}
						wrong(w, r, good)
					}
					var answers atomic.Int64
					site, mend := breakable(t, file.part, func(w http.ResponseWriter, r *http.Request, good http.Handler) {
						if file.once && answers.Add(1) > 1 {
							good.ServeHTTP(w, r)
							return
						}
						late(w, r, good)
					})
					do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+"#locale=zh-CN"))
					a := app{t, ctx, inPage}
					if file.part == ".wasm" {
						a.has("#app #oc-box")
						ask[bool](t, ctx, `document.querySelector("#oc-box").focus(), true`)
						a.commit("太贵了")
					}
					close(typed)
					switch want {
					case works:
						a.ready()
						if file.part != ".wasm" {
							a.commit("太贵了")
						}
					case saysLate:
						await(t, ctx, `(document.getAnimations().forEach((a) => a.finish()), getComputedStyle(document.querySelector(".oc-late")).visibility === "visible")`)
						await(t, ctx, `document.readyState === "complete" && sessionStorage.length === 0`) // it has tried once more itself
						mend()
						do(t, ctx, chromedp.Reload())
						a.ready()
						a.commit("太贵了")
					case opensAgain:
						a.ready()
						a.commit("太贵了")
					case saysAtOnce:
						a.text("[role=alert]", "没能打开")
						mend()
						a.click("main button")
						a.ready()
						if file.part != ".wasm" {
							a.commit("太贵了")
						}
					case saysInPlace:
						a.text(".oc-advice [role=alert]", "没能准备好")
						ask[bool](t, ctx, `document.querySelector("#oc-box").focus(), true`)
						a.commit("太贵了")
						mend()
						a.click(".oc-advice .oc-primary")
					}
					a.text(".oc-labels", "嫌贵")
				})
			}
		})
	}
}

// TestFaultsOfTheDesk breaks what the desk is made of. The coach works on, and what is
// said in the place of the desk can be pressed to try again.
func TestFaultsOfTheDesk(t *testing.T) {
	for _, file := range []struct {
		begins, ends string   // of the path of what is broken
		again        string   // the button that is there then
		works        []string // faults that are of no matter
	}{
		{"/desk", ".html", "#oc-desk-again", []string{"slow"}},
		{"/assets/desk.", ".wasm", "main button", []string{"slow", "wrong type"}},
		{"/assets/procedures.", ".json", ".oc-primary", []string{"slow", "wrong type"}},
	} {
		t.Run(strings.Trim(file.begins, "/")+file.ends, func(t *testing.T) {
			t.Parallel()
			ctx := openBrowserFor(t, 3*time.Minute)
			beforeScripts(t, ctx, `Object.defineProperty(navigator, "serviceWorker", {value: undefined})`) // which would bring the desk by itself
			for name, wrong := range faults {
				t.Run(name, func(t *testing.T) {
					site, mend := breakableWhere(t, wrong, func(path string) bool {
						return strings.HasPrefix(path, file.begins) && strings.HasSuffix(path, file.ends)
					})
					do(t, ctx, chromedp.Navigate("about:blank"))
					a := openApp(t, ctx, site.URL+"#locale=zh-CN")
					a.commit("太贵了")
					a.text(".oc-labels", "嫌贵")
					ask[bool](t, ctx, `([...document.querySelectorAll(".oc-place")].find((b) => b.textContent === "流程").click(), true)`)
					const desk = `document.querySelector("#oc-desk")?.contentDocument`
					d := app{t, ctx, desk}
					if !slices.Contains(file.works, name) {
						said := d
						if file.again == "#oc-desk-again" {
							said = a
						}
						said.has("[role=alert]")
						ask[bool](t, ctx, `([...document.querySelectorAll(".oc-place")].find((b) => b.textContent === "教练").click(), true)`)
						await(t, ctx, `document.querySelector("#oc-box").checkVisibility() && document.querySelector("#oc-box").value === "太贵了"`)
						ask[bool](t, ctx, `([...document.querySelectorAll(".oc-place")].find((b) => b.textContent === "流程").click(), true)`)
						mend()
						said.click(file.again)
					}
					d.has(".oc-offers .oc-start, .oc-procedures .oc-start")
					require.False(t, ask[bool](t, ctx, `!!document.querySelector("#oc-desk-again")`))
				})
			}
		})
	}
}

func TestRulebookThatDoesNotComeCanBeAskedForAgain(t *testing.T) {
	ctx := openBrowser(t)
	for name, wrong := range faults {
		if name == "wrong type" || name == "slow" {
			continue // which are of no matter to it
		}
		t.Run(name, func(t *testing.T) {
			site, mend := breakable(t, ".rules", wrong)
			a := openApp(t, ctx, site.URL+"#locale=zh-CN")
			a.openReply()
			a.commit("我给您打包票，亏了我补")
			a.text(".oc-verdict", "没能准备好")
			mend()
			a.click(".oc-reply > summary")
			a.openReply()
			a.has(".oc-mirror mark.oc-must-not")
		})
	}
}

// TestServerKilledAtEveryStage ends the host after one more answer each time, from the
// first to where the app no longer needs it, and then lets it come back.
func TestServerKilledAtEveryStage(t *testing.T) {
	ctx := openBrowser(t)
	for stage := int64(0); ; stage++ {
		var left atomic.Int64
		left.Store(stage)
		site := serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if left.Add(-1) < 0 {
					panic(http.ErrAbortHandler)
				}
				h.ServeHTTP(w, r)
			})
		})
		do(t, ctx, chromedp.Navigate("about:blank"))
		chromedp.Run(ctx, chromedp.Navigate(site.URL+"#locale=zh-CN")) //nolint:errcheck // the first stages show the browser's own page
		a := app{t, ctx, inPage}
		const end = `(document.getAnimations().forEach((a) => a.finish()),
			!document.querySelector("#oc-box") && !document.querySelector("[role=alert]") ? "the browser's own page"
			: document.querySelector("[role=alert]") ? "says so, with a button"
			: document.querySelector(".oc-scene > summary") ? "works"
			: document.querySelector(".oc-late") && getComputedStyle(document.querySelector(".oc-late")).visibility === "visible" ? "says so, after a while" : "")`
		await(t, ctx, end+` !== ""`)
		outcome := ask[string](t, ctx, end)
		t.Logf("killed after %d answers: %s", stage, outcome)
		left.Store(1 << 40)
		switch outcome {
		case "says so, with a button":
			a.click("main button.oc-primary, .oc-shell button")
		case "works":
			a.ready()
			a.commit("太贵了")
			a.text(".oc-labels", "嫌贵")
			require.Greater(t, stage, int64(5), "the page, its script and styles, Go's script, the program and the pack are needed")
			return
		default:
			do(t, ctx, chromedp.Navigate(site.URL+"#locale=zh-CN"), chromedp.Reload())
		}
		a.ready()
	}
}

// TestPanicKeepsTheTalk breaks the running program. What can be pressed brings it back,
// with the talk, both drafts and the scene.
func TestPanicKeepsTheTalk(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	for name, blow := range map[string]string{
		"panic of the program": `document.getElementById = () => { delete document.getElementById; throw new Error("broken"); }; box.dispatchEvent(new Event("input", {bubbles: true}))`,
		"trap of the machine":  `setTimeout(() => { throw new WebAssembly.RuntimeError("unreachable"); })`,
		"trap in a promise":    `Promise.reject(new WebAssembly.RuntimeError("unreachable"))`,
	} {
		t.Run(name, func(t *testing.T) {
			do(t, ctx, chromedp.Navigate("about:blank"))
			a := openApp(t, ctx, site.URL+"#locale=zh-CN&channel=phone")
			a.commit("我再考虑考虑")
			a.enter()
			a.text(".oc-turns", "我再考虑考虑")
			a.openReply()
			a.commit("那您看，")
			ask[bool](t, ctx, `document.querySelector("#oc-box").focus(), true`)
			a.commit("我怕亏")
			a.text(".oc-turns", "我怕亏")
			ask[bool](t, ctx, `(((box) => { box.value += "本"; `+blow+` })(document.querySelector("#oc-box")), true)`)
			a.text("[role=alert]", "意外停止")
			require.Zero(t, ask[int64](t, ctx, `sessionStorage.length`), "nothing is stored until the person goes on")
			a.click("main button")
			a.ready()
			a.text(".oc-turns", "我再考虑考虑")
			require.Equal(t, "我怕亏本", a.value())
			require.Equal(t, "那您看，", ask[string](t, ctx, `document.querySelector("#oc-reply").value`))
			a.text(".oc-scene > summary", "电话")
			require.Zero(t, ask[int64](t, ctx, `sessionStorage.length`))
		})
	}
}

// TestClockJumps sets the clock of the device to other days under the running app.
func TestClockJumps(t *testing.T) {
	ctx := openBrowser(t)
	beforeScripts(t, ctx, `{ let jump = 0; const Real = Date; globalThis.Date = class extends Real { constructor(...args) { if (args.length) super(...args); else super(Real.now() + jump); } static now() { return Real.now() + jump; } }; globalThis.jumpClock = (ms) => { jump += ms; }; }`)
	site := serveBuiltSite(t)
	a := openApp(t, ctx, site.URL+"#locale=zh-CN")
	const day = 86_400_000
	for _, jump := range []int64{day, -30 * day, 20 * 365 * day, -60 * 365 * day} {
		ask[bool](t, ctx, fmt.Sprintf(`(jumpClock(%d), true)`, jump))
		a.commit("太贵了")
		a.text(".oc-labels", "嫌贵")
		a.enter()
		a.text(".oc-turns", "太贵了")
		a.click("#oc-new")
		a.has("#oc-undo")
		a.commit("收益太低了")
		a.text(".oc-labels", "收益低")
		a.click("#oc-new")
	}
	await(t, ctx, `!document.querySelector("#oc-undo")`) // which ends by itself after ten seconds
}

// TestFullStorageLosesOnlyTheReload has no room to bring the talk over a reload: the page
// opens empty, and works.
func TestFullStorageLosesOnlyTheReload(t *testing.T) {
	ctx := openBrowser(t)
	beforeScripts(t, ctx, `Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }`)
	site := serveBuiltSite(t)
	a := openApp(t, ctx, site.URL+"#locale=zh-CN")
	a.commit("太贵了")
	a.text(".oc-labels", "嫌贵")
	ask[bool](t, ctx, `(setTimeout(() => { throw new WebAssembly.RuntimeError("unreachable"); }), true)`)
	a.text("[role=alert]", "意外停止")
	a.click("main button")
	a.ready()
	a.commit("收益太低了")
	a.text(".oc-labels", "收益低")
}

// TestFrameRemovedDuringStart takes the widget from its host page at every moment of the
// start, and puts one there again.
func TestFrameRemovedDuringStart(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	loud := quiet(t, ctx, site.URL)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"demo/bank.html"))
	a := app{t, ctx, inFrame}
	a.ready()
	for name, moment := range map[string]string{
		"at once":                    `true`,
		"when the frame is there":    `!!fresh.shadowRoot.querySelector("iframe")`,
		"when its page is there":     `!!fresh.shadowRoot.querySelector("iframe")?.contentDocument?.querySelector("#oc-box")`,
		"when the program has begun": `!!fresh.shadowRoot.querySelector("iframe")?.contentWindow?.objectionCoach`,
		"when its screen is there":   `!!fresh.shadowRoot.querySelector("iframe")?.contentDocument?.querySelector("main:not(#app)")`,
	} {
		t.Run(name, func(t *testing.T) {
			ask[bool](t, ctx, `(globalThis.place ??= coach.parentNode, globalThis.usual ??= coach, globalThis.fresh = document.createElement("objection-coach"), fresh.mode = "panel", usual.remove(), place.append(fresh), globalThis.gone = false, (function look() {
				if (`+moment+`) { fresh.remove(); globalThis.gone = true; } else setTimeout(look);
			})(), true)`)
			await(t, ctx, `gone`)
			ask[bool](t, ctx, `(place.append(usual), true)`)
			app{t, ctx, inFrame}.ready()
		})
	}
	loud()
}
