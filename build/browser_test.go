package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// These tests run the real page, boot.js and sw.js in a real browser, around a
// Go program that is only pretended: what counts is the page's own work.

// emptyWasm is the smallest valid module.
var emptyWasm = []byte("\x00asm\x01\x00\x00\x00")

// pretend is a wasm_exec.js whose program does what body says and runs on.
func pretend(body string) []byte {
	return fmt.Appendf(nil, `globalThis.Go = class {
		importObject = {};
		async run() {
			const show = (text) => { document.getElementById("app").textContent = text; };
			%s
			await new Promise(() => {});
		}
	};`, body)
}

func buildSmall(t *testing.T, wasm, wasmExec []byte) map[string][]byte {
	t.Helper()
	files, err := assemble(smallRepo(t), programs{app: wasm, engine: emptyWasm, wasmExec: wasmExec})
	require.NoError(t, err)
	return files
}

// testHost serves a site below /coach/, with the headers a careful host sends.
// What it serves can change, and it can lose its network.
type testHost struct {
	URL string

	mu      sync.Mutex
	files   map[string][]byte
	offline bool
}

const testCSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; " +
	"img-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; " +
	"require-trusted-types-for 'script'; trusted-types objection-coach-sw"

func serve(t *testing.T, files map[string][]byte) *testHost {
	t.Helper()
	h := &testHost{files: files}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	h.URL = server.URL + "/coach/"
	return h
}

func (h *testHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.offline {
		panic(http.ErrAbortHandler) // closes the connection without an answer
	}
	name := strings.TrimPrefix(r.URL.Path, "/coach/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	content, ok := h.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Security-Policy", testCSP)
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

func (h *testHost) change(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
}

// openBrowser starts a browser of its own for the test, for a minute at most.
func openBrowser(t *testing.T) context.Context {
	t.Helper()
	return openBrowserFor(t, time.Minute)
}

func openBrowserFor(t *testing.T, most time.Duration) context.Context {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("this test needs the program chromium: ", err)
	}
	limited, stop := context.WithTimeout(t.Context(), most)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(limited, chromedp.WithAllocatorOptions(
		chromedp.ExecPath("chromium"),
		chromedp.Flag("disable-quic", true),
		chromedp.UserDataDir(t.TempDir()),
	))
	t.Cleanup(cancel)
	return ctx
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	require.NoError(t, chromedp.Do(ctx, steps...))
}

// ask evaluates a JavaScript expression, which may be a promise.
func ask[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	answer, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	require.NoError(t, err, expression)
	return answer
}

// await waits until a JavaScript expression is true, also across reloads.
func await(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	require.Eventually(t, func() bool {
		answer, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression, chromedp.EvalAwaitPromise))
		return err == nil && answer
	}, 15*time.Second, 20*time.Millisecond, expression)
}

func awaitText(t *testing.T, ctx context.Context, text string) {
	t.Helper()
	await(t, ctx, fmt.Sprintf(`document.body.innerText.includes(%q)`, text))
}

// find returns the one file whose name has this beginning.
func find(t *testing.T, files map[string][]byte, prefix string) string {
	t.Helper()
	for name := range files {
		if strings.HasPrefix(name, prefix) {
			return name
		}
	}
	t.Fatalf("no file begins with %s", prefix)
	return ""
}

// beforeScripts runs a script in every page before the page's own.
func beforeScripts(t *testing.T, ctx context.Context, script string) {
	t.Helper()
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	require.NoError(t, err)
}

func TestPageStartsQuietlyUnderStrictRules(t *testing.T) {
	host := serve(t, buildSmall(t, emptyWasm, pretend(`show([goappGetenv("GOAPP_ROOT_PREFIX"), goappGetenv("GOAPP_INTERNAL_URLS"),
		goappGetenv("OTHER"), objectionCoach.base, objectionCoach.packs.bank].join("|"));`)))
	ctx := openBrowser(t)
	messages := chromedp.Console(ctx)

	for path, prefix := range map[string]string{"": "/coach", "?x=1": "/coach", "index.html#frame&v=1": "/coach/index.html"} {
		do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(host.URL+path))
		awaitText(t, ctx, strings.Join([]string{prefix, "[]", "", host.URL, find(t, host.files, "assets/bank.")}, "|"))
	}
	await(t, ctx, `navigator.serviceWorker.ready.then(() => true)`)

	ask[string](t, ctx, `console.log("the end"), ""`)
	for m, err := range messages {
		require.NoError(t, err)
		if m.Text == "the end" {
			break
		}
		require.Fail(t, "the console should be empty", m.String())
	}
}

func TestDeniedStorageIsReplaced(t *testing.T) {
	host := serve(t, buildSmall(t, emptyWasm, pretend(`
		localStorage.setItem("a", 1);
		localStorage.setItem("b", "two");
		localStorage.removeItem("b");
		show([localStorage.getItem("a"), localStorage.getItem("b"), localStorage.length, localStorage.key(0), localStorage.key(1)].map(String).join("|"));
		localStorage.clear();
		show(document.body.innerText + "|" + localStorage.length + "|" + sessionStorage.length);`)))
	ctx := openBrowser(t)
	beforeScripts(t, ctx, `for (const name of ["localStorage", "sessionStorage"]) {
		Object.defineProperty(globalThis, name, {get() { throw new DOMException("denied", "SecurityError"); }, configurable: true});
	}`)
	do(t, ctx, chromedp.Navigate(host.URL))
	awaitText(t, ctx, "1|null|1|a|null|0|0")
}

func TestSiteWorksOfflineAndChangesVersionsWhole(t *testing.T) {
	one := buildSmall(t, emptyWasm, pretend(`show("version one"); goappOnUpdate = () => show("version one, newer one waits");`))
	two := buildSmall(t, emptyWasm, pretend(`show("version two");`))
	host := serve(t, one)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.Navigate(host.URL))
	awaitText(t, ctx, "version one")
	await(t, ctx, `navigator.serviceWorker.ready.then((r) => r.active.state === "activated")`)

	// Offline, everything is there, with any query and fragment.
	host.change(func() { host.offline = true })
	for _, path := range []string{"", "index.html", "?a=b#frame&v=1", "index.html?a=b"} {
		do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(host.URL+path))
		awaitText(t, ctx, "version one")
	}
	do(t, ctx, chromedp.Navigate(host.URL+"demo/"))
	await(t, ctx, `document.title === "demo"`)
	do(t, ctx, chromedp.Navigate(host.URL))
	awaitText(t, ctx, "version one")
	require.False(t, ask[bool](t, ctx, `fetch("unknown.txt").then(() => true, () => false)`), "unknown paths go to the network")
	require.False(t, ask[bool](t, ctx, `fetch("index.html", {method: "POST"}).then(() => true, () => false)`), "so does everything but GET")
	require.Equal(t, int64(1), ask[int64](t, ctx, `caches.keys().then((names) => names.length)`))

	// A newer version that does not arrive whole changes nothing.
	ask[string](t, ctx, `Promise.all(["host", "objection-coach /coach/other/ 1", "objection-coach /coach/ 1"].map((name) => caches.open(name))).then(() => "")`)
	broken := maps.Clone(two)
	broken["demo/bank.html"] = []byte("cut sh")
	host.change(func() { host.offline, host.files = false, broken })
	ask[string](t, ctx, `navigator.serviceWorker.ready.then((r) => new Promise((done) => {
		r.addEventListener("updatefound", () => {
			const worker = r.installing;
			worker.addEventListener("statechange", () => { if (worker.state === "redundant") done(""); });
		});
		r.update();
	}))`)
	require.Equal(t, int64(4), ask[int64](t, ctx, `caches.keys().then((names) => names.length)`), "the broken download is gone")
	do(t, ctx, chromedp.Reload())
	awaitText(t, ctx, "version one")

	// A whole one waits until the page asks for it.
	host.change(func() { host.files = two })
	ask[string](t, ctx, `navigator.serviceWorker.ready.then((r) => r.update()).then(() => "")`)
	awaitText(t, ctx, "version one, newer one waits")
	do(t, ctx, chromedp.Reload())
	awaitText(t, ctx, "version one, newer one waits")
	ask[string](t, ctx, `objectionCoach.update(), ""`)
	awaitText(t, ctx, "version two")
	await(t, ctx, `caches.keys().then((names) => names.length === 3)`)
	require.ElementsMatch(t, []string{"host", "objection-coach /coach/other/ 1"},
		ask[[]string](t, ctx, `caches.keys().then((names) => names.filter((name) => !/^objection-coach \/coach\/ [0-9a-f]{12}$/.test(name)))`),
		"caches of others stay")
	host.change(func() { host.offline = true })
	do(t, ctx, chromedp.Reload())
	awaitText(t, ctx, "version two")
}

func TestFailureIsSaidAndCanBeRetried(t *testing.T) {
	whole := buildSmall(t, emptyWasm, pretend(`show("it runs");`))
	wasm, wasmExec := find(t, whole, "assets/"+hashedName("app.wasm", emptyWasm)), find(t, whole, "assets/wasm_exec.")
	for _, test := range []struct {
		name, language, sentence, button string
		file                             string
		content                          []byte // nil: the file is missing
	}{
		{"missing", "zh-CN", "没能打开", "重试", wasm, nil},
		{"damaged", "en-US", "could not be opened", "Try again", wasm, []byte("<html>")},
		{"ended", "zh-TW", "意外停止", "重试", wasmExec, []byte(`globalThis.Go = class { importObject = {}; async run() {} }`)},
		{"crashed", "fr", "stopped unexpectedly", "Try again", wasmExec, []byte(`globalThis.Go = class { importObject = {}; async run() { throw new Error("crash"); } }`)},
	} {
		t.Run(test.name, func(t *testing.T) {
			broken := maps.Clone(whole)
			if broken[test.file] = test.content; test.content == nil {
				delete(broken, test.file)
			}
			host := serve(t, broken)
			ctx := openBrowser(t)
			beforeScripts(t, ctx, fmt.Sprintf(`Object.defineProperty(navigator, "language", {get: () => %q})`, test.language))
			do(t, ctx, chromedp.Navigate(host.URL))
			awaitText(t, ctx, test.sentence)
			require.Equal(t, int64(1), ask[int64](t, ctx, `document.body.childElementCount`))
			require.Equal(t, test.button, ask[string](t, ctx, `document.querySelector("main button").innerText`))

			host.change(func() { host.files = whole })
			do(t, ctx, chromedp.Click("main button"))
			awaitText(t, ctx, "it runs")
		})
	}
}
