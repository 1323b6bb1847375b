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

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
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
// What it serves can change, it can lose its network, and it notes what was asked of it.
type testHost struct {
	URL string

	mu      sync.Mutex
	files   map[string][]byte
	offline bool
	fault   http.HandlerFunc // answers instead of the host, if it is set
	asked   []string         // the files asked for, in order
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
	name := strings.TrimPrefix(r.URL.Path, "/coach/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	h.mu.Lock()
	h.asked = append(h.asked, name)
	content, ok := h.files[name]
	offline, fault := h.offline, h.fault
	h.mu.Unlock()
	switch {
	case offline:
		panic(http.ErrAbortHandler) // closes the connection without an answer
	case fault != nil:
		fault(w, r)
		return
	case !ok:
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Security-Policy", testCSP)
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	w.Header().Set("Cache-Control", "no-cache")
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

func openBrowserFor(t *testing.T, limit time.Duration) context.Context {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("this test needs the program chromium: ", err)
	}
	limited, stop := context.WithTimeout(t.Context(), limit)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(limited, chromedp.WithAllocatorOptions(
		chromedp.ExecPath("chromium"),
		chromedp.Flag("disable-quic", true),
		chromedp.UserDataDir(t.TempDir()),
	))
	t.Cleanup(cancel)
	holdPolicy(t, ctx)
	return ctx
}

// expectsRefusals holds the names of tests in which a policy is meant to refuse something.
var expectsRefusals sync.Map

// holdPolicy fails the test at its end for anything a page did that its policy, or that
// of Trusted Types, refused: so every screen that any test opens is held to it. The empty
// icon is of the tests' own pages.
func holdPolicy(t *testing.T, ctx context.Context) {
	t.Helper()
	var mu sync.Mutex
	var refused []string
	require.NoError(t, chromedp.Listen(ctx, func(event any) {
		var said, where string
		switch e := event.(type) {
		case *log.EventEntryAdded:
			said, where = e.Entry.Text, e.Entry.URL
		case *runtime.EventExceptionThrown:
			said, where = e.ExceptionDetails.Text, e.ExceptionDetails.URL
			if thrown := e.ExceptionDetails.Exception; thrown != nil {
				said += " " + thrown.Description
			}
		}
		if (strings.Contains(said, "Content Security Policy") || strings.Contains(said, "Trusted")) && !strings.Contains(said, "image 'data:,'") {
			mu.Lock()
			defer mu.Unlock()
			refused = append(refused, said+" "+where)
		}
	}))
	t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		if _, expected := expectsRefusals.Load(t.Name()); !expected {
			assert.Empty(t, refused)
		}
	})
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

// How long a test waits for a condition at most, and how often it looks.
const awaitTime, awaitPause = 15 * time.Second, 20 * time.Millisecond

// await waits until a JavaScript expression is true, also across reloads.
func await(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	require.Eventually(t, func() bool {
		answer, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression, chromedp.EvalAwaitPromise))
		return err == nil && answer
	}, awaitTime, awaitPause, expression)
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
