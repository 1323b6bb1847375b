package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// These tests change the version of a site under a browser that has it already: from
// the network, without it, with downloads that go wrong, and back again.

// says is a site whose program shows a text, and tells when another version is there.
func says(t *testing.T, text string) map[string][]byte {
	t.Helper()
	return buildSmall(t, emptyWasm, pretend(fmt.Sprintf(`
		show(%q);
		goappOnUpdate = () => show(%[1]q + ", another is ready");
		if (objectionCoach.otherVersion) goappOnUpdate();`, text)))
}

// versionOf reads the version of a site.
func versionOf(t *testing.T, files map[string][]byte) string {
	t.Helper()
	var release struct{ Version, Run string }
	require.NoError(t, json.Unmarshal(files["release.json"], &release))
	require.Equal(t, "newest", release.Run)
	return release.Version
}

// wanting is a site whose host wants devices to run a version.
func wanting(files map[string][]byte, run string) map[string][]byte {
	files = maps.Clone(files)
	files["release.json"] = fmt.Appendf(nil, `{"run": %q}`, run)
	return files
}

// settle waits until the page is served by an active worker.
func settle(t *testing.T, ctx context.Context) {
	t.Helper()
	await(t, ctx, `navigator.serviceWorker.ready.then((r) => r.active.state === "activated" && !!navigator.serviceWorker.controller)`)
}

// installs looks for a new version and tells how that ended: "installed", "redundant",
// or "" when there is none.
func installs(t *testing.T, ctx context.Context) string {
	t.Helper()
	return ask[string](t, ctx, `navigator.serviceWorker.ready.then(async (r) => {
		await r.update();
		const worker = r.installing;
		if (!worker) return r.waiting ? "installed" : "";
		return new Promise((done) => worker.addEventListener("statechange", () => done(worker.state)));
	})`)
}

// askHost lets the worker ask what the host wants, as a page does when it is looked at
// again, and waits until the worker has noted it.
func askHost(t *testing.T, ctx context.Context, want string) {
	t.Helper()
	ask[bool](t, ctx, `(navigator.serviceWorker.controller.postMessage({type: "ask-host"}), true)`)
	await(t, ctx, fmt.Sprintf(`caches.match(new URL("sw.js?note", location.href)).then((n) => n.json()).then((n) => n.run === %q)`, want))
}

// change goes over to the other version, once the page knows of it.
func change(t *testing.T, ctx context.Context) {
	t.Helper()
	await(t, ctx, `objectionCoach.otherVersion`)
	ask[bool](t, ctx, `(objectionCoach.update(), true)`)
}

// keptVersions lists the versions on the device.
func keptVersions(t *testing.T, ctx context.Context) []string {
	t.Helper()
	return ask[[]string](t, ctx, `caches.keys().then((names) => names.map((n) => n.match(/^objection-coach \/coach\/ ([0-9a-f]{12})$/)?.[1]).filter(Boolean))`)
}

// open goes to a page of the host and waits for a text.
func open(t *testing.T, ctx context.Context, url, text string) {
	t.Helper()
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(url))
	awaitText(t, ctx, text)
}

// tab opens another tab of the same browser.
func tab(t *testing.T, ctx context.Context) context.Context {
	t.Helper()
	other, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return other
}

func TestSiteOpensWithoutANetwork(t *testing.T) {
	host := serve(t, says(t, "version one"))
	ctx := openBrowser(t)
	do(t, ctx, chromedp.Navigate(host.URL))
	awaitText(t, ctx, "version one")
	settle(t, ctx)

	host.change(func() { host.offline = true })
	for _, path := range []string{"", "index.html", "?a=b#frame&v=1", "index.html?a=b"} {
		open(t, ctx, host.URL+path, "version one")
	}
	do(t, ctx, chromedp.Navigate(host.URL+"demo/"))
	await(t, ctx, `document.title === "demo"`)
	open(t, ctx, host.URL, "version one")
	require.False(t, ask[bool](t, ctx, `fetch("unknown.txt").then(() => true, () => false)`), "unknown paths go to the network")
	require.False(t, ask[bool](t, ctx, `fetch("index.html", {method: "POST"}).then(() => true, () => false)`), "so does everything but GET")
	require.False(t, ask[bool](t, ctx, `fetch("/elsewhere/index.html").then(() => true, () => false)`), "so does what lies outside")
}

func TestNewVersionWaitsUntilItIsAskedFor(t *testing.T) {
	one, two := says(t, "version one"), says(t, "version two")
	host := serve(t, one)
	ctx := openBrowser(t)
	open(t, ctx, host.URL, "version one")
	settle(t, ctx)
	ask[string](t, ctx, `Promise.all(["host", "objection-coach /coach/other/ 1", "objection-coach /coach/ 1"].map((name) => caches.open(name))).then(() => "")`)

	host.change(func() { host.files = two })
	require.Equal(t, "installed", installs(t, ctx))
	awaitText(t, ctx, "version one, another is ready")
	do(t, ctx, chromedp.Reload())
	awaitText(t, ctx, "version one, another is ready")
	change(t, ctx)
	awaitText(t, ctx, "version two")
	require.ElementsMatch(t, []string{versionOf(t, one), versionOf(t, two)}, keptVersions(t, ctx), "the version before is kept, older ones go")
	require.True(t, ask[bool](t, ctx, `caches.keys().then((names) => ["host", "objection-coach /coach/other/ 1"].every((name) => names.includes(name)) && !names.includes("objection-coach /coach/ 1"))`),
		"caches of others stay")
	host.change(func() { host.offline = true })
	do(t, ctx, chromedp.Reload())
	awaitText(t, ctx, "version two")

	three := says(t, "version three")
	host.change(func() { host.offline, host.files = false, three })
	require.Equal(t, "installed", installs(t, ctx))
	change(t, ctx)
	awaitText(t, ctx, "version three")
	await(t, ctx, `caches.keys().then((names) => names.filter((n) => n.startsWith("objection-coach /coach/ ")).length === 2)`)
	require.ElementsMatch(t, []string{versionOf(t, two), versionOf(t, three)}, keptVersions(t, ctx))
}

// TestBadDownloadsLeaveTheVersionInUse breaks the download of a new version in every way
// a network can, then lets it through.
func TestBadDownloadsLeaveTheVersionInUse(t *testing.T) {
	one, two := says(t, "version one"), says(t, "version two")
	changed := find(t, two, "assets/wasm_exec.")
	content := two[changed]
	whole := func(w http.ResponseWriter, body []byte) { w.Write(body) } //nolint:errcheck // the browser may go
	ctx := openBrowser(t)
	for _, test := range []struct {
		name   string
		answer func(w http.ResponseWriter)
	}{
		{"interrupted", func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", fmt.Sprint(len(content)))
			whole(w, content[:len(content)/2])
			panic(http.ErrAbortHandler)
		}},
		{"truncated", func(w http.ResponseWriter) { whole(w, content[:len(content)/2]) }},
		{"tampered with", func(w http.ResponseWriter) { whole(w, bytes.Replace(content, []byte("two"), []byte("2.0"), 1)) }},
		{"sign-in page of a public network", func(w http.ResponseWriter) { whole(w, []byte("<!doctype html>sign in")) }},
		{"missing", func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) }},
		{"server fault", func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }},
		{"no connection", func(http.ResponseWriter) { panic(http.ErrAbortHandler) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			host := serve(t, one)
			open(t, ctx, host.URL, "version one")
			settle(t, ctx)
			host.change(func() {
				host.files = two
				host.fault = func(w http.ResponseWriter, r *http.Request) {
					if strings.HasSuffix(r.URL.Path, changed) {
						test.answer(w)
						return
					}
					fine := testHost{files: two}
					fine.ServeHTTP(w, r)
				}
			})
			require.Equal(t, "redundant", installs(t, ctx))
			host.change(func() { host.offline = true })
			open(t, ctx, host.URL, "version one")
			require.False(t, ask[bool](t, ctx, `objectionCoach.otherVersion`))

			// The next try fetches only what did not arrive.
			host.change(func() { host.offline, host.fault, host.asked = false, nil, nil })
			require.Equal(t, "installed", installs(t, ctx))
			host.change(func() {
				host.asked = slices.DeleteFunc(host.asked, func(name string) bool { return name == "sw.js" || name == "release.json" })
				require.Equal(t, []string{changed}, host.asked)
			})
			change(t, ctx)
			awaitText(t, ctx, "version two")
		})
	}
}

func TestFullDeviceKeepsTheVersionInUse(t *testing.T) {
	ballast := bytes.Repeat([]byte("x"), 3<<20)
	heavy := func(text string) map[string][]byte {
		repo := smallRepo(t)
		repo["coach/packs/bank.pack"].Data = append([]byte(text), ballast...)
		files, err := assemble(repo, programs{app: emptyWasm, engine: emptyWasm, wasmExec: says(t, text)[find(t, says(t, text), "assets/wasm_exec.")]})
		require.NoError(t, err)
		return files
	}
	one, two, three := heavy("version one"), heavy("version two"), heavy("version three")
	host := serve(t, one)
	ctx := openBrowser(t)
	open(t, ctx, host.URL, "version one")
	settle(t, ctx)
	room := func(size float64) {
		t.Helper()
		_, err := chromedp.Call(ctx, storage.OverrideQuotaForOrigin, storage.OverrideQuotaForOriginParams{Origin: strings.TrimSuffix(host.URL, "/coach/"), QuotaSize: &size})
		require.NoError(t, err)
	}

	room(5 << 20) // no second version fits
	host.change(func() { host.files = two })
	require.Equal(t, "redundant", installs(t, ctx))
	open(t, ctx, host.URL, "version one")
	require.Equal(t, []string{versionOf(t, one)}, keptVersions(t, ctx), "what did not fit is gone")

	room(8 << 20) // a second fits, a third does not
	require.Equal(t, "installed", installs(t, ctx))
	change(t, ctx)
	awaitText(t, ctx, "version two")
	host.change(func() { host.files = three })
	require.Equal(t, "redundant", installs(t, ctx))
	require.Equal(t, "installed", installs(t, ctx), "the version to go back to made room")
	require.ElementsMatch(t, []string{versionOf(t, two), versionOf(t, three)}, keptVersions(t, ctx))
	change(t, ctx)
	awaitText(t, ctx, "version three")
}

// TestNewPackAloneFetchesNothingElse changes one pack: the program, the styles and the
// other packs are taken from the version on the device.
func TestNewPackAloneFetchesNothingElse(t *testing.T) {
	build := func(pack string) map[string][]byte {
		repo := smallRepo(t)
		repo["coach/packs/bank.pack"].Data = []byte(pack)
		program := says(t, "it runs")
		files, err := assemble(repo, programs{app: emptyWasm, engine: emptyWasm, wasmExec: program[find(t, program, "assets/wasm_exec.")]})
		require.NoError(t, err)
		return files
	}
	one, two := build("scripts of May"), build("scripts of June")
	host := serve(t, one)
	ctx := openBrowser(t)
	open(t, ctx, host.URL, "it runs")
	settle(t, ctx)
	host.change(func() { host.files, host.asked = two, nil })
	require.Equal(t, "installed", installs(t, ctx))
	host.change(func() {
		slices.Sort(host.asked)
		require.Equal(t, []string{find(t, two, "assets/bank."), "desk.html", "index.html", "release.json", "sw.js"}, slices.Compact(host.asked), "the pack, and the pages that name it")
	})
	change(t, ctx)
	await(t, ctx, fmt.Sprintf(`objectionCoach.packs.bank === %q`, find(t, two, "assets/bank.")))
	require.Equal(t, "scripts of June", ask[string](t, ctx, `fetch(objectionCoach.packs.bank).then((r) => r.text())`))
}

// TestHostCallsAVersionBack is what an operator does when a release is bad: name the
// version before in release.json. Devices that have the bad one go back with their next
// opening, without a download; devices that do not have it never get it.
func TestHostCallsAVersionBack(t *testing.T) {
	one, two, three := says(t, "version one"), says(t, "version two"), says(t, "version three")
	host := serve(t, one)
	ctx := openBrowser(t)
	open(t, ctx, host.URL, "version one")
	settle(t, ctx)
	host.change(func() { host.files = two })
	require.Equal(t, "installed", installs(t, ctx))
	change(t, ctx)
	awaitText(t, ctx, "version two")

	host.change(func() { host.files = wanting(two, versionOf(t, one)) })
	askHost(t, ctx, versionOf(t, one))
	awaitText(t, ctx, "version two, another is ready")
	change(t, ctx)
	awaitText(t, ctx, "version one")
	host.change(func() { host.offline = true })
	open(t, ctx, host.URL, "version one")

	for name, answer := range map[string][]byte{"a sign-in page": []byte("<html>"), "nonsense": []byte(`{"run": 7}`), "nothing": nil} {
		host.change(func() {
			host.offline, host.files = false, maps.Clone(two)
			if host.files["release.json"] = answer; answer == nil {
				delete(host.files, "release.json")
			}
		})
		ask[bool](t, ctx, `(navigator.serviceWorker.controller.postMessage({type: "ask-host"}), true)`)
		open(t, ctx, host.URL, "version one")
		require.NotContains(t, ask[string](t, ctx, `document.body.innerText`), "another", name)
	}

	// The next release is meant for all, and the bad one is not what is gone back to.
	host.change(func() { host.files = three })
	require.Equal(t, "installed", installs(t, ctx))
	change(t, ctx)
	awaitText(t, ctx, "version three")
	require.ElementsMatch(t, []string{versionOf(t, one), versionOf(t, three)}, keptVersions(t, ctx))
}

func TestVersionCalledBackReachesNoOtherDevice(t *testing.T) {
	one, two := says(t, "version one"), says(t, "version two")
	host := serve(t, one)
	ctx := openBrowser(t)
	open(t, ctx, host.URL, "version one")
	settle(t, ctx)
	host.change(func() { host.files, host.asked = wanting(two, versionOf(t, one)), nil })
	require.Equal(t, "redundant", installs(t, ctx))
	host.change(func() { require.NotContains(t, host.asked, find(t, two, "assets/wasm_exec.")) })
	open(t, ctx, host.URL, "version one")
	require.Equal(t, []string{versionOf(t, one)}, keptVersions(t, ctx))
}

// TestVersionCalledBackWhileItWaits calls a version back that is on the device and has not
// run yet. The worker of it may take over, the version does not.
func TestVersionCalledBackWhileItWaits(t *testing.T) {
	one, two := says(t, "version one"), says(t, "version two")
	host := serve(t, one)
	ctx := openBrowser(t)
	open(t, ctx, host.URL, "version one")
	settle(t, ctx)
	host.change(func() { host.files = two })
	require.Equal(t, "installed", installs(t, ctx))
	host.change(func() { host.files = wanting(two, versionOf(t, one)) })
	askHost(t, ctx, versionOf(t, one))
	change(t, ctx)
	await(t, ctx, `navigator.serviceWorker.getRegistration().then((r) => !r.waiting)`)
	open(t, ctx, host.URL, "version one")
}

// TestKillSwitch puts sw-off.js in the place of sw.js.
func TestKillSwitch(t *testing.T) {
	one, two := says(t, "version one"), says(t, "version two")
	host := serve(t, one)
	ctx := openBrowser(t)
	open(t, ctx, host.URL, "version one")
	settle(t, ctx)
	ask[string](t, ctx, `Promise.all(["host", "objection-coach /coach/other/ 1"].map((name) => caches.open(name))).then(() => "")`)

	off := maps.Clone(two)
	off["sw.js"] = off["sw-off.js"]
	host.change(func() { host.files = off })
	ask[bool](t, ctx, `navigator.serviceWorker.ready.then((r) => r.update()).then(() => true)`)
	await(t, ctx, `caches.keys().then((names) => names.join() === "host,objection-coach /coach/other/ 1")`)
	await(t, ctx, `navigator.serviceWorker.getRegistration().then((r) => !r)`)
	open(t, ctx, host.URL, "version two")
	await(t, ctx, `navigator.serviceWorker.getRegistration().then((r) => !r)`)

	host.change(func() { host.files = two })
	open(t, ctx, host.URL, "version two")
	settle(t, ctx)
	host.change(func() { host.offline = true })
	open(t, ctx, host.URL, "version two")
}

// TestTabsNeverMixVersions changes versions in one tab while another, opened before, has
// yet to fetch a part of its own.
func TestTabsNeverMixVersions(t *testing.T) {
	build := func(name string) map[string][]byte {
		repo := smallRepo(t)
		repo["coach/packs/bank.pack"].Data = []byte("pack " + name)
		repo["web/page/desk.html"].Data = []byte("desk " + name)
		program := says(t, "version "+name)
		wasm := append(bytes.Clone(emptyWasm), 0, 4, 3) // a section of its own, with a name and nothing in it
		wasm = append(wasm, name...)
		files, err := assemble(repo, programs{app: wasm, engine: emptyWasm, wasmExec: program[find(t, program, "assets/wasm_exec.")]})
		require.NoError(t, err)
		return files
	}
	host := serve(t, build("one"))
	first := openBrowser(t)
	open(t, first, host.URL, "version one")
	settle(t, first)
	second := tab(t, first)
	open(t, second, host.URL, "version one")

	host.change(func() { host.files = build("two") })
	require.Equal(t, "installed", installs(t, second))
	awaitText(t, first, "another is ready")
	awaitText(t, second, "another is ready")
	change(t, second)
	awaitText(t, second, "version two")

	host.change(func() { host.offline = true })
	const pack = `fetch(new URL(objectionCoach.packs.bank, objectionCoach.base)).then((r) => r.text())`
	require.Equal(t, "pack one", ask[string](t, first, pack), "the first tab is still of one version")
	require.Equal(t, "pack two", ask[string](t, second, pack))
	const desk = `fetch("desk.html?of=" + encodeURIComponent(objectionCoach.program)).then((r) => r.text())`
	require.Equal(t, "desk one", ask[string](t, first, desk), "also in the pages it opens")
	require.Equal(t, "desk two", ask[string](t, second, desk))
	awaitText(t, first, "version one, another is ready")
	change(t, first)
	awaitText(t, first, "version two")
}

// TestLostCopyIsMended clears what is kept under a running page. The page goes on with
// the network, and the copy comes back.
func TestLostCopyIsMended(t *testing.T) {
	host := serve(t, says(t, "it runs"))
	ctx := openBrowser(t)
	open(t, ctx, host.URL, "it runs")
	settle(t, ctx)
	ask[bool](t, ctx, `caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => true)`)

	// The worker looks at most once a minute: end it, as the browser does with idle ones.
	stopWorkers(t, ctx)
	open(t, ctx, host.URL, "it runs")
	await(t, ctx, `caches.match(new URL("sw.js?whole", location.href)).then(Boolean)`)
	host.change(func() { host.offline = true })
	open(t, ctx, host.URL, "it runs")
}

// TestOpenPageLooksForNewVersions is a tablet that is never closed.
func TestOpenPageLooksForNewVersions(t *testing.T) {
	one, two := says(t, "version one"), says(t, "version two")
	host := serve(t, one)
	ctx := openBrowser(t)
	beforeScripts(t, ctx, `{ let later = 0; const now = performance.now.bind(performance); performance.now = () => now() + later; globalThis.wait = (ms) => { later += ms; }; }`)
	open(t, ctx, host.URL, "version one")
	settle(t, ctx)
	host.change(func() { host.files = two })
	ask[bool](t, ctx, `(dispatchEvent(new Event("online")), true)`)
	ask[bool](t, ctx, `(wait(61000), dispatchEvent(new Event("online")), true)`)
	awaitText(t, ctx, "version one, another is ready")
}

// TestSavingDataInstallsOnComingBack leaves a first visit with what it needs.
func TestSavingDataInstallsOnComingBack(t *testing.T) {
	host := serve(t, says(t, "it runs"))
	ctx := openBrowser(t)
	beforeScripts(t, ctx, `Object.defineProperty(navigator, "connection", {value: {saveData: true}})`)
	open(t, ctx, host.URL, "it runs")
	await(t, ctx, `localStorage.getItem("objection-coach was here") === "yes"`)
	require.False(t, ask[bool](t, ctx, `navigator.serviceWorker.getRegistration().then(Boolean)`))
	host.change(func() {
		require.NotContains(t, host.asked, find(t, host.files, "assets/base."), "nothing is fetched that is not needed")
	})
	open(t, ctx, host.URL, "it runs")
	settle(t, ctx)
}

// stopWorkers ends the service workers of a page, as browsers do with idle ones.
func stopWorkers(t *testing.T, ctx context.Context) {
	t.Helper()
	_, err := chromedp.Call(ctx, serviceworker.Enable, cdp.Empty{})
	require.NoError(t, err)
	_, err = chromedp.Call(ctx, serviceworker.StopAllWorkers, cdp.Empty{})
	require.NoError(t, err)
}
