package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/domdebugger"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// These tests look at the widget as the page around it does: a host of another origin,
// under a policy that allows the coach and nothing else.

// hostPolicy is what a host page has to allow.
func hostPolicy(site builtSite) string {
	origin := strings.TrimSuffix(site.URL, "/")
	return fmt.Sprintf("default-src 'none'; script-src %s 'self'; style-src 'self'; frame-src %s 'self'; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'", origin, origin)
}

// serveHost serves pages and scripts on an origin of their own.
func serveHost(t *testing.T, policy string, pages map[string]string) string {
	t.Helper()
	server := httptest.NewServer(withPages(policy, pages)(http.NotFoundHandler()))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// guestPage is a page with the loader, pinned by its hash, and a body.
func guestPage(site builtSite, body string) string {
	loader, err := os.ReadFile(filepath.Join("dist", "objection-coach.js"))
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf(`<!doctype html><html lang="zh-CN"><title>host</title><link rel=icon href=data:,><script src="%sobjection-coach.js" integrity=%q crossorigin></script><body>%s`, site.URL, strongIntegrity(loader), body)
}

// openGuest opens a host page with a body, on another origin than the coach's.
func openGuest(t *testing.T, body string) (context.Context, builtSite) {
	t.Helper()
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	url := serveHost(t, hostPolicy(site), map[string]string{"/": guestPage(site, body)})
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(url))
	return ctx, site
}

// realms knows the newest script context of every origin in a page.
type realms struct {
	mu  sync.Mutex
	ids map[string]runtime.ExecutionContextID
}

// watchRealms must come before the page it watches.
func watchRealms(t *testing.T, ctx context.Context) *realms {
	t.Helper()
	r := &realms{ids: map[string]runtime.ExecutionContextID{}}
	do(t, ctx, chromedp.Navigate("about:blank"))
	require.NoError(t, chromedp.Listen(ctx, func(event any) {
		if e, ok := event.(*runtime.EventExecutionContextCreated); ok {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.ids[strings.TrimSuffix(e.Context.Origin, "/")+"/"] = e.Context.ID
		}
	}))
	return r
}

// in evaluates an expression in the frame of an origin and gives what it comes to.
func (r *realms) in(t *testing.T, ctx context.Context, origin, expression string) string {
	t.Helper()
	r.mu.Lock()
	id := r.ids[origin]
	r.mu.Unlock()
	byValue := true
	answer, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: expression, ContextID: id, ReturnByValue: &byValue, AwaitPromise: &byValue})
	require.NoError(t, err, expression)
	require.Nil(t, answer.ExceptionDetails, expression)
	return string(answer.Result.Value)
}

func TestLoaderSpeaksTheTable(t *testing.T) {
	var table struct {
		Version  int
		Messages []struct{ To, Type string }
	}
	raw, err := os.ReadFile(filepath.Join("..", "web", "protocol.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &table))
	source, err := os.ReadFile(filepath.Join("..", "web", "objection-coach.js"))
	require.NoError(t, err)
	loader := string(source)

	found := map[string][]string{}
	_, heard, _ := strings.Cut(loader, "const heard = {")
	heard, _, _ = strings.Cut(heard, "\n    };")
	for _, m := range regexp.MustCompile(`(?m)^      (\w+)[(:]`).FindAllStringSubmatch(heard, -1) {
		if m[1] != "__proto__" {
			found["element"] = append(found["element"], m[1])
		}
	}
	for _, m := range regexp.MustCompile(`(?:type: |ask\()"(\w+)"`).FindAllStringSubmatch(loader, -1) {
		found["frame"] = append(found["frame"], m[1])
	}
	want := map[string][]string{}
	for _, m := range table.Messages {
		want[m.To] = append(want[m.To], m.Type)
	}
	require.ElementsMatch(t, want["element"], found["element"])
	require.ElementsMatch(t, want["frame"], found["frame"])
	require.Contains(t, loader, fmt.Sprintf("oc: %d,", table.Version))
	require.Contains(t, loader, fmt.Sprintf("data.oc === %d ", table.Version))
}

func TestLoaderDoesNothingInNode(t *testing.T) {
	p, err := openProject()
	require.NoError(t, err)
	node, err := exec.LookPath("node")
	require.NoError(t, err, "`make test` installs Node first")
	built, err := os.ReadFile(filepath.Join(p.root, "build", "dist", "objection-coach.js"))
	require.NoError(t, err)
	for _, name := range []string{"loader.mjs", "loader.cjs"} {
		folder := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), built, 0o600))
		script := filepath.Join(folder, "import.mjs")
		require.NoError(t, os.WriteFile(script, fmt.Appendf(nil, `
			const before = Object.getOwnPropertyNames(globalThis).join();
			await import("./%s");
			console.log(Object.getOwnPropertyNames(globalThis).join() === before);`, name), 0o600))
		out, err := exec.Command(node, script).CombinedOutput()
		require.NoError(t, err, string(out))
		require.Equal(t, "true\n", string(out))
	}
}

// TestNothingBeforeFirstUse holds that a launcher costs one request, moves nothing and
// hardly takes time, and that the download begins when one comes near it, unless the
// person saves data.
func TestNothingBeforeFirstUse(t *testing.T) {
	for _, saving := range []bool{false, true} {
		t.Run(fmt.Sprintf("saving data %v", saving), func(t *testing.T) {
			var requests atomic.Int64
			site := serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					requests.Add(1)
					h.ServeHTTP(w, r)
				})
			})
			ctx := openBrowser(t)
			beforeScripts(t, ctx, fmt.Sprintf(`
				Object.defineProperty(navigator, "connection", {value: {saveData: %v}});
				globalThis.shifts = [];
				new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({type: "layout-shift", buffered: true});`, saving))
			_, err := chromedp.Call(ctx, performance.Enable, performance.EnableParams{})
			require.NoError(t, err)
			url := serveHost(t, hostPolicy(site), map[string]string{"/": guestPage(site, `<p>words</p><objection-coach></objection-coach>`)})
			do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(url))
			metrics, err := chromedp.Call(ctx, performance.GetMetrics, cdp.Empty{})
			require.NoError(t, err)
			for _, m := range metrics.Metrics {
				if m.Name == "ScriptDuration" {
					t.Logf("all scripts of the page, this test's observer with them: %.2f ms", m.Value*1000)
					require.Less(t, m.Value, 0.05, "on a machine however busy")
				}
			}
			await(t, ctx, `!!document.querySelector("objection-coach").shadowRoot && document.readyState === "complete"`)
			require.Equal(t, int64(0), ask[int64](t, ctx, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(shifts.length))))`))
			require.Equal(t, int64(1), requests.Load())

			_, err = chromedp.Call(ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: 1220, Y: 860})
			require.NoError(t, err)
			const loads = `!!document.querySelector("objection-coach").shadowRoot.querySelector("iframe")`
			if saving {
				require.Equal(t, false, ask[bool](t, ctx, `new Promise((done) => setTimeout(() => done(`+loads+`)))`))
				require.Equal(t, int64(1), requests.Load())
				return
			}
			await(t, ctx, loads)
			await(t, ctx, `new Promise((done) => document.querySelector("objection-coach").addEventListener("oc-ready", () => done(true)))`)
			require.False(t, ask[bool](t, ctx, `document.querySelector("objection-coach").hasAttribute("open")`), "near is not open")
		})
	}
}

// TestStrangersAreRefused sends both sides what they must not take: every message is
// counted by the side it was meant for, and the widget works on.
func TestStrangersAreRefused(t *testing.T) {
	site := serveBuiltSite(t)
	stranger := serveHost(t, "script-src 'unsafe-inline'", map[string]string{
		"/": `<!doctype html><script>addEventListener("message", ({data}) => parent.postMessage(data, "*"))</script>`,
	})
	policy := strings.Replace(hostPolicy(site), "frame-src", "frame-src "+strings.TrimSuffix(stranger, "/"), 1)
	url := serveHost(t, policy, map[string]string{"/": guestPage(site, fmt.Sprintf(`<iframe id=stranger src=%q></iframe><objection-coach id=coach mode=panel></objection-coach>`, stranger))})
	ctx := openBrowser(t)
	realms := watchRealms(t, ctx)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(url))
	require.Equal(t, "objection", ask[string](t, ctx, `coach.analyze("太贵了").then((a) => a.kind)`))
	ask[bool](t, ctx, `(globalThis.frame = coach.shadowRoot.querySelector("iframe"), globalThis.nonce = JSON.parse(frame.name).nonce, globalThis.events = [],
		["oc-ready", "oc-case", "oc-insert", "oc-close", "oc-evil"].forEach((name) => coach.addEventListener(name, () => events.push(name))), true)`)
	nonce := ask[string](t, ctx, `nonce`)

	refused := func(where string) string {
		if where == "element" {
			return fmt.Sprint(ask[int64](t, ctx, `coach.refused`))
		}
		return realms.in(t, ctx, site.URL, `objectionCoach.refused ?? 0`)
	}
	plus := func(count string, n int) string {
		var before int
		_, err := fmt.Sscan(count, &before)
		require.NoError(t, err)
		return fmt.Sprint(before + n)
	}
	for _, c := range []struct {
		name    string
		from    string // "frame", "host" or "stranger"
		to      string // "element" or "frame"
		message string // JavaScript
		counted int
	}{
		{"another frame, all else right", "stranger", "element", `{oc: 1, nonce, type: "event", id: "evil"}`, 1},
		{"another frame's own talk", "stranger", "element", `{oc: 1, nonce: "1,2,3,4", type: "event", id: "evil"}`, 0},
		{"no envelope", "frame", "element", `{type: "event", id: "evil"}`, 1},
		{"nothing", "frame", "element", `null`, 1},
		{"a text", "frame", "element", `"event"`, 1},
		{"a stale nonce", "frame", "element", `{oc: 1, nonce: "1,2,3,4", type: "event", id: "evil"}`, 1},
		{"another version", "frame", "element", `{oc: 2, nonce, type: "event", id: "evil"}`, 1},
		{"an unknown type", "frame", "element", `{oc: 1, nonce, type: "evil"}`, 1},
		{"a type of every object", "frame", "element", `{oc: 1, nonce, type: "constructor"}`, 1},
		{"a type that pollutes", "frame", "element", `JSON.parse('{"oc":1,"nonce":"' + nonce + '","type":"__proto__","detail":{"evil":1}}')`, 1},
		{"a greeting without its list", "frame", "element", `JSON.parse('{"__proto__":{"evil":1},"oc":1,"nonce":"' + nonce + '","type":"hello","detail":null}')`, 1},
		{"a million bytes", "frame", "element", `{oc: 1, nonce: "x".repeat(1 << 20), type: "event", id: "evil"}`, 1},

		{"an object", "host", "frame", `{oc: 1, nonce, type: "new", id: 1}`, 1},
		{"a stale nonce", "host", "frame", `JSON.stringify({oc: 1, nonce: "1,2,3,4", type: "new", id: 1})`, 1},
		{"an unknown type", "host", "frame", `JSON.stringify({oc: 1, nonce, type: "constructor", id: 1})`, 1},
		{"polluting", "host", "frame", `'{"__proto__":{"evil":1},"oc":1,"nonce":"' + nonce + '","type":"new"}'`, 1},
		{"a million bytes of nothing", "host", "frame", `"[".repeat(1 << 20)`, 1},
		{"a million bytes in the envelope", "host", "frame", `JSON.stringify({oc: 1, nonce, type: "new", id: 1, draft: "x".repeat(1 << 20)})`, 1},
		{"what cannot be cloned twice", "host", "frame", `new Map([[1, 2n]])`, 1},
	} {
		t.Run(c.to+" hears from "+c.from+": "+c.name, func(t *testing.T) {
			before := refused(c.to)
			message := strings.ReplaceAll(c.message, "nonce,", fmt.Sprintf("nonce: %q,", nonce))
			message = strings.ReplaceAll(message, "+ nonce +", fmt.Sprintf("+ %q +", nonce))
			switch c.from {
			case "stranger":
				ask[bool](t, ctx, fmt.Sprintf(`(stranger.contentWindow.postMessage(%s, "*"), true)`, message))
			case "host":
				ask[bool](t, ctx, fmt.Sprintf(`(frame.contentWindow.postMessage(%s, "*"), true)`, message))
			case "frame":
				realms.in(t, ctx, site.URL, fmt.Sprintf(`(parent.postMessage(%s, "*"), true)`, message))
			}
			if c.counted == 0 {
				ask[bool](t, ctx, `new Promise((done) => { addEventListener("message", () => setTimeout(() => done(true)), {once: true}); stranger.contentWindow.postMessage("x", "*"); })`)
				require.Equal(t, before, refused(c.to))
				return
			}
			require.Eventually(t, func() bool { return refused(c.to) == plus(before, c.counted) }, awaitTime, awaitPause, "before: "+before)
		})
	}
	require.Equal(t, int64(1), ask[int64](t, ctx, `frames.length`), "a stranger finds no way to the frame, which is in no list of frames")
	require.Empty(t, ask[[]string](t, ctx, `events`))
	require.Equal(t, "undefined", ask[string](t, ctx, `typeof {}.evil`))
	require.Equal(t, `"undefined"`, realms.in(t, ctx, site.URL, `typeof {}.evil`))
	require.Equal(t, "size", ask[string](t, ctx, `coach.analyze("贵".repeat(1 << 19)).catch((e) => e.code)`))
	require.Equal(t, "objection", ask[string](t, ctx, `coach.analyze("太贵了").then((a) => a.kind)`))
}

// TestCallsThatCannotBeRead holds that every call is answered at once, whatever it is
// given, and that one that cannot be written keeps no other from its answer.
func TestCallsThatCannotBeRead(t *testing.T) {
	ctx, _ := openGuest(t, `<objection-coach id=coach></objection-coach>`)
	ask[bool](t, ctx, `(globalThis.told = (call) => Promise.resolve(call).then(() => "answered", (e) => e.code ?? e.name), globalThis.round = [], globalThis.errors = [],
		round.round = round, round.push(round), coach.addEventListener("oc-error", ({detail}) => errors.push(detail.code)), true)`)
	for _, when := range []string{"while it loads", "when it listens"} {
		require.Equal(t, "TypeError TypeError answered", ask[string](t, ctx, `Promise.all([coach.analyze({turns: round}), coach.review(5n), coach.analyze("太贵了")].map(told)).then((all) => all.join(" "))`), when)
	}
	for call, want := range map[string]string{
		`analyze()`: "input", `analyze(undefined)`: "input", `analyze(null)`: "input", `analyze(7)`: "input", `analyze([])`: "input", `analyze({})`: "input",
		`review()`: "input", `review(7)`: "input", `review(null)`: "input", `review("好", 7)`: "input",
		`review("好", null)`: "answered", `review("")`: "answered", `analyze("")`: "answered",
	} {
		require.Equal(t, want, ask[string](t, ctx, `told(coach.`+call+`)`), call)
	}
	require.Equal(t, "0 0", ask[string](t, ctx, `coach.refused + " " + errors.length`))
}

// TestModesThatAreNone holds that a mode nobody knows is a launcher, in the frame too.
func TestModesThatAreNone(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	realms := watchRealms(t, ctx)
	do(t, ctx, chromedp.Navigate(serveHost(t, hostPolicy(site), map[string]string{"/": guestPage(site, `<objection-coach id=coach mode=sidebar></objection-coach>`)})))
	ask[bool](t, ctx, `coach.analyze("太贵了").then(() => coach.open()).then(() => true)`)
	require.Equal(t, `"oc oc-panel oc-fresh true"`, realms.in(t, ctx, site.URL, `(({className}) => className + " " + !!document.querySelector(".oc-close"))(document.querySelector("main"))`))
}

// TestClearIsSaidOnce holds that a page is told once that nothing is read: not with every
// setting, and again for every next customer.
func TestClearIsSaidOnce(t *testing.T) {
	ctx, _ := openGuest(t, `<objection-coach id=coach mode=panel></objection-coach>`)
	ask[bool](t, ctx, `(globalThis.heard = [], ["analysis", "clear"].forEach((name) => coach.addEventListener("oc-" + name, () => heard.push(name))), true)`)
	const settle = `coach.analyze("太贵了").then(() => heard.splice(0).join(" "))`
	ask[string](t, ctx, settle)
	require.Empty(t, ask[string](t, ctx, `(coach.channel = "phone", coach.theme = "dark", coach.setContext({product: "wealth"}).then(() => `+settle+`))`))
	ask[bool](t, ctx, `coach.open().then(() => true)`)
	app{t, ctx, ""}.commit("太贵了")
	await(t, ctx, `heard.includes("analysis")`)
	ask[string](t, ctx, settle)
	require.Equal(t, "clear", ask[string](t, ctx, `coach.newConversation().then(() => `+settle+`)`))
	require.Equal(t, "clear", ask[string](t, ctx, `coach.newConversation().then(() => `+settle+`)`))
	require.Empty(t, ask[string](t, ctx, `coach.setContext({channel: ""}).then(() => `+settle+`)`))
}

// TestFrameOfAnotherOriginIsNotHeard puts a stranger's page into the very frame, which
// is neither heard nor told anything.
func TestFrameOfAnotherOriginIsNotHeard(t *testing.T) {
	site := serveBuiltSite(t)
	stranger := serveHost(t, "script-src 'unsafe-inline'", map[string]string{
		"/": `<!doctype html><script>
			parent.postMessage({...JSON.parse(name || "{}"), oc: 1, type: "event", id: "evil"}, "*");
			const told = [];
			addEventListener("message", ({data}) => data === "what" ? parent.postMessage({told}, "*") : told.push(data));
		</script>`,
	})
	policy := strings.Replace(hostPolicy(site), "frame-src", "frame-src "+strings.TrimSuffix(stranger, "/"), 1)
	url := serveHost(t, policy, map[string]string{"/": guestPage(site, `<objection-coach id=coach></objection-coach>`)})
	ctx := openBrowser(t)
	do(t, ctx, chromedp.Navigate(url))
	ask[bool](t, ctx, `(coach.addEventListener("oc-evil", () => globalThis.evil = true), coach.analyze("太贵了").then(() => true))`)
	ask[bool](t, ctx, fmt.Sprintf(`(coach.shadowRoot.querySelector("iframe").src = %q, true)`, stranger))
	await(t, ctx, `coach.refused === 1 && !globalThis.evil`)
	require.Empty(t, ask[[]string](t, ctx, `new Promise((done) => {
		addEventListener("message", ({data}) => data.told && done(data.told));
		coach.product = "a secret";
		coach.review("a secret").catch(() => {});
		setTimeout(() => coach.shadowRoot.querySelector("iframe").contentWindow.postMessage("what", "*"));
	})`))
}

// TestOtherVersionsAreToldSo opens the frame as an element of a later version would.
func TestOtherVersionsAreToldSo(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.Navigate(site.URL+"demo/index.html"))
	require.Equal(t, "2 n event error version", ask[string](t, ctx, `new Promise((done) => {
		addEventListener("message", ({data: {oc, nonce, type, id, detail}}) => done([oc, nonce, type, id, detail.code].join(" ")));
		const frame = document.createElement("iframe");
		frame.name = JSON.stringify({oc: 2, nonce: "n", origin, config: {}});
		frame.src = "../index.html";
		document.body.append(frame);
	})`))
}

// TestThirtyMountsLeaveNothing mounts and destroys, with and without a running coach,
// and counts what is there before and after.
func TestThirtyMountsLeaveNothing(t *testing.T) {
	ctx, _ := openGuest(t, `<main id=place></main>`)
	type count struct {
		Listeners, Nodes, Globals int
		Heap                      float64
	}
	measure := func() (c count) {
		for _, target := range []string{"window", "document", "document.body", "place"} {
			object, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: target})
			require.NoError(t, err)
			listeners, err := chromedp.Call(ctx, domdebugger.GetEventListeners, domdebugger.GetEventListenersParams{ObjectID: object.Result.ObjectID})
			require.NoError(t, err)
			c.Listeners += len(listeners.Listeners)
		}
		for range 3 {
			_, err := chromedp.Call(ctx, heapprofiler.CollectGarbage, cdp.Empty{})
			require.NoError(t, err)
		}
		c.Nodes = int(ask[int64](t, ctx, `document.querySelectorAll("*").length + frames.length`))
		c.Globals = int(ask[int64](t, ctx, `Object.getOwnPropertyNames(globalThis).length`))
		heap, err := chromedp.Call(ctx, runtime.GetHeapUsage, cdp.Empty{})
		require.NoError(t, err)
		c.Heap = heap.UsedSize
		return c
	}
	mount := func(ready bool) {
		ask[bool](t, ctx, fmt.Sprintf(`new Promise((done) => {
			const coach = ObjectionCoach.mount(place, {mode: "panel", context: {channel: "branch", key: "7"}, slots: {a: "b"}});
			const end = () => coach.destroy().then(() => done(true));
			coach.analyze("太贵了").catch(() => {});
			if (%v) coach.addEventListener("oc-ready", end); else requestAnimationFrame(end);
		})`, ready))
	}
	mount(true)
	before := measure()
	for i := range 30 {
		mount(i%10 == 9)
	}
	after := measure()
	t.Logf("heap of the page: %.0f kB more", (after.Heap-before.Heap)/1000)
	require.Less(t, after.Heap-before.Heap, 1e6)
	before.Heap, after.Heap = 0, 0
	require.Equal(t, before, after)
}

// TestRemovedElementsRejectAtOnce and leave no timer behind.
func TestRemovedElementsRejectAtOnce(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	beforeScripts(t, ctx, `{
		const set = setTimeout, clear = clearTimeout;
		globalThis.timers = new Set();
		globalThis.setTimeout = (work, time) => { const id = set(work, time); if (time === 20_000) timers.add(id); return id; };
		globalThis.clearTimeout = (id) => { timers.delete(id); clear(id); };
	}`)
	do(t, ctx, chromedp.Navigate(serveHost(t, hostPolicy(site), map[string]string{"/": guestPage(site, `<main id=place></main>`)})))
	require.Equal(t, "1 removed true", ask[string](t, ctx, `(async () => {
		const coach = ObjectionCoach.mount("#place", {});
		const early = coach.analyze("太贵了").catch((e) => e.code), waiting = timers.size;
		await coach.destroy();
		const late = await coach.analyze("太贵了").catch((e) => e);
		if (late.code !== "removed") throw late;
		return waiting + " " + await early + " " + (late instanceof Error);
	})()`))
	require.Equal(t, int64(0), ask[int64](t, ctx, `timers.size`))
}

// TestHostKeepsItsKeysItsFocusAndItsPlace types into the coach on a page that listens
// to every key, and works on the page while a coach far below it starts.
func TestHostKeepsItsKeysItsFocusAndItsPlace(t *testing.T) {
	ctx, _ := openGuest(t, `<input id=field><div id=spacer></div><objection-coach id=coach></objection-coach>`)
	ask[bool](t, ctx, `(globalThis.keys = [], ["keydown", "keypress", "keyup"].forEach((type) => addEventListener(type, (event) => keys.push(event.key), true)), spacer.animate([{height: "4000px"}], {fill: "forwards"}), field.focus(), true)`)
	ask[bool](t, ctx, `coach.analyze("太贵了").then(() => true)`)
	require.Equal(t, "field 0", ask[string](t, ctx, `document.activeElement.id + " " + scrollY`), "neither focus nor place is taken")

	ask[bool](t, ctx, `coach.open().then(() => true)`)
	await(t, ctx, `document.activeElement === coach`)
	a := app{t, ctx, ""}
	a.commit("太贵了")
	for _, key := range []string{"/", "k", "Escape"} {
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
			_, err := chromedp.Call(ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: key})
			require.NoError(t, err)
		}
	}
	await(t, ctx, `!coach.hasAttribute("open")`) // Escape closes
	require.Empty(t, ask[[]string](t, ctx, `keys`))
	require.Equal(t, "field 0", ask[string](t, ctx, `document.activeElement.id + " " + scrollY`), "the focus is back")
}

// TestDeadFrameLeavesThePageAlone takes away the coach's server, in two ways.
func TestDeadFrameLeavesThePageAlone(t *testing.T) {
	for _, way := range []string{"missing", "hanging"} {
		t.Run(way, func(t *testing.T) {
			var dead atomic.Bool
			dead.Store(true)
			over := make(chan struct{})
			site := serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if dead.Load() && r.URL.Path != "/objection-coach.js" {
						if way == "hanging" {
							<-over
						}
						http.NotFound(w, r)
						return
					}
					h.ServeHTTP(w, r)
				})
			})
			ctx := openBrowser(t)
			beforeScripts(t, ctx, `const late = setTimeout; globalThis.setTimeout = (work, time) => late(work, time === 20_000 && globalThis.quick ? 50 : time)`)
			url := serveHost(t, hostPolicy(site), map[string]string{"/": guestPage(site, `<button id=own>own</button><objection-coach id=coach></objection-coach>`)})
			do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(url))
			require.Equal(t, "timeout timeout", ask[string](t, ctx, `new Promise((done) => {
				globalThis.quick = true;
				let call;
				coach.addEventListener("oc-error", async ({detail}) => done(detail.code + " " + await call));
				call = coach.analyze("太贵了").catch((e) => e.code);
				coach.open();
			})`))
			await(t, ctx, `coach.shadowRoot.querySelector("button").textContent === "↻ 异议教练"`)
			do(t, ctx, chromedp.Click("#own"))
			require.Equal(t, "own", ask[string](t, ctx, `document.activeElement.id`), "the page can be clicked")
			dead.Store(false)
			close(over)
			ask[bool](t, ctx, `new Promise((done) => {
				globalThis.quick = false;
				coach.addEventListener("oc-ready", () => done(true));
				coach.shadowRoot.querySelector("button").click();
			})`)
			await(t, ctx, `coach.shadowRoot.querySelector("button").textContent === "异议教练"`)
		})
	}
}

// TestLoadedTwiceAndTwoVersions loads the script as classic script and as module, twice,
// and an earlier version of it under a name of its own.
func TestLoadedTwiceAndTwoVersions(t *testing.T) {
	now, before := serveBuiltSite(t), serveBuiltSite(t)
	policy := strings.ReplaceAll(hostPolicy(now), "script-src", "script-src "+before.URL)
	policy = strings.ReplaceAll(policy, "frame-src", "frame-src "+before.URL)
	url := serveHost(t, policy, map[string]string{"/": fmt.Sprintf(`<!doctype html><title>host</title><link rel=icon href=data:,>
		<script type=module src="%[1]sobjection-coach.js"></script>
		<script type=module src="%[1]sobjection-coach.js?again"></script>
		<script src="%[1]sobjection-coach.js" async></script>
		<script src="%[2]sobjection-coach.js" data-tag="objection-coach-before" async></script>
		<objection-coach id=one></objection-coach><objection-coach-before id=two></objection-coach-before>`, now.URL, before.URL)})
	ctx := openBrowser(t)
	loud := quiet(t, ctx, "http://127.0.0.1:")
	do(t, ctx, chromedp.Navigate(url))
	await(t, ctx, `!!customElements.get("objection-coach") && !!customElements.get("objection-coach-before") && document.readyState === "complete"`)
	require.Equal(t, "objection objection", ask[string](t, ctx, `Promise.all([one, two].map((e) => e.analyze("太贵了"))).then((all) => all.map((a) => a.kind).join(" "))`))
	require.Equal(t, []string{now.URL + "index.html", before.URL + "index.html"}, ask[[]string](t, ctx, `[one, two].map((e) => e.shadowRoot.querySelector("iframe").src)`))
	require.Equal(t, "0 0", ask[string](t, ctx, `one.refused + " " + two.refused`), "neither takes the other's talk for its own")
	nonces := ask[[]string](t, ctx, `((nonce) => {
		const coach = one, before = [one, two].map(nonce);
		coach.remove();
		document.body.append(coach);
		coach.open();
		return [...before, nonce(coach)];
	})((e) => JSON.parse(e.shadowRoot.querySelector("iframe").name).nonce)`)
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(nonces))), 3, "every frame has a nonce of its own")
	require.Greater(t, len(nonces[0]), 20)
	loud()
}

func TestAttributesAndPropertiesMirror(t *testing.T) {
	ctx, _ := openGuest(t, `<script src="/nothing.js"></script><main id=place></main>`)
	require.Equal(t, map[string]any{}, ask[map[string]any](t, ctx, `(() => {
		const wrong = {};
		const coach = ObjectionCoach.mount(place, {product: "A"});
		for (const name of ["pack", "mode", "locale", "theme", "channel", "product", "segment", "customer", "position", "key", "view", "trace", "insertPolicy", "keys", "lock"]) {
			const attribute = name === "insertPolicy" ? "insert-policy" : name;
			coach[name] = "x";
			if (coach.getAttribute(attribute) !== "x") wrong[name] = "not to the attribute";
			coach.setAttribute(attribute, "y");
			if (coach[name] !== "y") wrong[name] = "not from the attribute";
			coach.removeAttribute(attribute);
			if (coach[name] !== "") wrong[name] = "not empty";
		}
		coach.open = true;
		if (!coach.hasAttribute("open") || typeof coach.open !== "function") wrong.open = "set";
		coach.open = false;
		if (coach.hasAttribute("open")) wrong.open = "unset";
		coach.context = {product: "B", slots: {a: "b"}, trace: "true"};
		if (coach.getAttribute("product") !== "B" || coach.slots.a !== "b" || coach.context.trace !== "true") wrong.context = coach.context;
		return wrong;
	})()`))
}

// TestContextReachesTheEngine holds that what the page knows changes the answers.
func TestContextReachesTheEngine(t *testing.T) {
	ctx, _ := openGuest(t, `<objection-coach id=coach mode=panel></objection-coach>`)
	require.Equal(t, "B", ask[string](t, ctx, `new Promise((done) => {
		coach.context = {channel: "phone", product: "B", trace: "true", key: "02817", slots: {"product.name": "B"}};
		coach.addEventListener("oc-ready", () => coach.setContext({segment: "senior"}));
		done(coach.product);
	})`))
	await(t, ctx, `coach.analyze("太贵了").then((a) => a.kind === "objection")`)
}

// TestPositions holds where launcher and panel are.
func TestPositions(t *testing.T) {
	ctx, _ := openGuest(t, `<objection-coach id=coach open></objection-coach>`)
	for _, width := range []int64{320, 360, 480, 1280, 1920} {
		do(t, ctx, chromedp.EmulateViewport(width, 700))
		for _, position := range []string{"", "bottom-right", "bottom-left", "top-right", "top-left", "left"} {
			type box struct{ Left, Right, Top, Bottom float64 }
			boxes := ask[[]box](t, ctx, fmt.Sprintf(`(coach.position = %q, ["button", "iframe"].map((tag) => {
				const {left, right, top, bottom} = coach.shadowRoot.querySelector(tag).getBoundingClientRect();
				return {left, right, top, bottom};
			}))`, position))
			at := fmt.Sprint(width, " ", position, " ", boxes)
			button, frame := boxes[0], boxes[1]
			for _, b := range boxes {
				require.GreaterOrEqual(t, b.Left, 0.0, at)
				require.LessOrEqual(t, b.Right, float64(width), at)
				require.GreaterOrEqual(t, b.Top, 0.0, at)
				require.LessOrEqual(t, b.Bottom, 700.0, at)
			}
			require.GreaterOrEqual(t, button.Bottom-button.Top, 44.0, at)
			require.GreaterOrEqual(t, frame.Right-frame.Left, float64(min(width, 362)), at)
			require.Equal(t, strings.Contains(position, "left"), button.Left == 16, at)
			require.Equal(t, strings.Contains(position, "top"), button.Top == 16, at)
			require.True(t, frame.Bottom <= button.Top || frame.Top >= button.Bottom, at)
		}
	}
	do(t, ctx, chromedp.EmulateViewport(360, 400))
	require.GreaterOrEqual(t, ask[float64](t, ctx, `(coach.position = "", coach.shadowRoot.querySelector("iframe").getBoundingClientRect().top)`), 0.0, "a low window")
}

// TestAboveThePage holds that the coach lies over what pages lay high, or as high as the
// page says.
func TestAboveThePage(t *testing.T) {
	ctx, _ := openGuest(t, `<main id=page></main><objection-coach id=coach open></objection-coach>`)
	ask[bool](t, ctx, `!!page.animate([{position: "fixed", inset: "0", zIndex: "2147482999"}], {fill: "forwards", duration: 1})`)
	const top = `["button", "iframe"].map((tag) => ((r) => document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2)?.id)(coach.shadowRoot.querySelector(tag).getBoundingClientRect())).join(" ")`
	await(t, ctx, `getComputedStyle(page).zIndex === "2147482999" && getComputedStyle(page).position === "fixed"`)
	require.Equal(t, "coach coach", ask[string](t, ctx, top))
	ask[bool](t, ctx, `(coach.style.setProperty("--oc-z", "5"), true)`)
	require.Equal(t, "page page", ask[string](t, ctx, top))
}

// TestButtonAndPlaceAreAsThePageSays holds what the page decides of a coach that nobody has
// opened yet: the colours of the button, what it tells a screen reader, and the room it takes.
func TestButtonAndPlaceAreAsThePageSays(t *testing.T) {
	ctx, _ := openGuest(t, `<objection-coach id=coach></objection-coach>`)
	const button = `coach.shadowRoot.querySelector("button")`
	style := func(name string) string {
		return ask[string](t, ctx, fmt.Sprintf(`getComputedStyle(%s).%s`, button, name))
	}
	require.Equal(t, "rgb(15, 94, 122) rgb(255, 255, 255)", style("backgroundColor")+" "+style("color"))
	ask[bool](t, ctx, `(coach.style.setProperty("--oc-accent", "#7a1f2b"), coach.style.setProperty("--oc-on-accent", "#ffe"), true)`)
	require.Equal(t, "rgb(122, 31, 43) rgb(255, 255, 238)", style("backgroundColor")+" "+style("color"))

	require.Equal(t, "false true false", ask[string](t, ctx, `(async () => {
		const told = [`+button+`.ariaExpanded];
		await coach.open();
		told.push(`+button+`.ariaExpanded);
		await coach.close();
		return [...told, `+button+`.ariaExpanded].join(" ");
	})()`))

	const height = `coach.getBoundingClientRect().height`
	for _, mode := range []string{"panel", "inline"} {
		ask[bool](t, ctx, fmt.Sprintf(`(coach.mode = %q, true)`, mode))
		require.GreaterOrEqual(t, ask[float64](t, ctx, height), 480.0, mode)
		require.Zero(t, ask[float64](t, ctx, `(coach.hidden = true, `+height+`)`), mode)
		ask[bool](t, ctx, `(coach.hidden = false, true)`)
	}
	require.Equal(t, 700.0, ask[float64](t, ctx, `(coach.mode = "panel", coach.parentElement.style.height = "700px", `+height+`)`), "as high as what is around it")
	require.Equal(t, 480.0, ask[float64](t, ctx, `(coach.parentElement.style.height = "100px", `+height+`)`), "and high enough to be used")
}

// TestEventsReachThePage holds that every event of a coach in a shadow root comes to the
// document, from the element.
func TestEventsReachThePage(t *testing.T) {
	ctx, _ := openGuest(t, `<main id=place></main>`)
	ask[bool](t, ctx, `(globalThis.coach = document.createElement("objection-coach"), globalThis.heard = [],
		["open", "ready", "analysis", "clear", "close"].forEach((name) => document.addEventListener("oc-" + name, (event) => event.composedPath()[0] === coach && heard.push(name))),
		place.attachShadow({mode: "open"}).append(coach), coach.analyze("太贵了").then(() => coach.open()).then(() => true))`)
	app{t, ctx, ""}.commit("太贵了")
	await(t, ctx, `["ready", "open", "analysis"].every((name) => heard.includes(name))`)
	ask[bool](t, ctx, `(heard.length = 0, coach.newConversation().then(() => coach.close()).then(() => true))`)
	await(t, ctx, `["clear", "close"].every((name) => heard.includes(name))`)
}

// TestFrameIsInASandbox holds what the frame may not do to the page of another origin.
func TestFrameIsInASandbox(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	realms := watchRealms(t, ctx)
	do(t, ctx, chromedp.Navigate(serveHost(t, hostPolicy(site), map[string]string{"/": guestPage(site, `<objection-coach id=coach></objection-coach>`)})))
	ask[bool](t, ctx, `coach.analyze("太贵了").then(() => true)`)
	require.Equal(t, "allow-scripts allow-forms allow-same-origin allow-downloads", ask[string](t, ctx, `coach.shadowRoot.querySelector("iframe").sandbox.value`))
	require.Equal(t, `"SecurityError"`, realms.in(t, ctx, site.URL, `(() => { try { top.location.href = "about:blank"; return "went"; } catch (e) { return e.name; } })()`))
	require.Equal(t, `true`, realms.in(t, ctx, site.URL, `open("about:blank") === null`))
}

// TestHostileStyles holds that the rudest sheet of a page changes neither launcher nor
// panel.
func TestHostileStyles(t *testing.T) {
	site := serveBuiltSite(t)
	page := func(sheet string) string {
		return serveHost(t, hostPolicy(site), map[string]string{
			"/": guestPage(site, sheet+`<objection-coach id=coach open></objection-coach>`), "/rude.css.js": rudeSheet,
		})
	}
	boxes := func(url string) string {
		ctx := openBrowser(t)
		do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(url))
		await(t, ctx, `document.readyState === "complete"`)
		return ask[string](t, ctx, `["button", "iframe"].map((tag) => {
			const e = coach.shadowRoot.querySelector(tag), s = getComputedStyle(e), r = e.getBoundingClientRect();
			return [r.x, r.y, r.width, r.height, s.zIndex, s.visibility, ...tag === "button" ? [s.fontSize, s.fontFamily, s.color, s.backgroundColor, s.letterSpacing, s.textTransform] : []].join();
		}).join(" ")`)
	}
	require.Equal(t, boxes(page("")), boxes(page(`<script src="/rude.css.js"></script>`)))
}

// rudeSheet puts a sheet on the page that the page's policy allows to scripts.
const rudeSheet = `{
	const sheet = new CSSStyleSheet();
	sheet.replaceSync("* { font: 40px serif !important; color: red !important; letter-spacing: 9px !important; text-transform: uppercase !important; padding: 30px !important; margin: 30px !important; border: 9px solid lime !important; z-index: -1 !important; box-sizing: border-box !important } iframe, button, div { display: none !important; width: 1px !important; position: static !important }");
	document.adoptedStyleSheets = [sheet];
}`
