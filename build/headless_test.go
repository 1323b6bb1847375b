package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/packs"
)

// These tests use the engine without screens as a page with an interface of its own
// does. `make test` builds the site first.

// ownPolicy is what such a page has to allow, on the origin of the coach.
const ownPolicy = "default-src 'none'; script-src 'self'; worker-src 'self'; " +
	"require-trusted-types-for 'script'; trusted-types objection-coach-engine"

// withPages serves pages and scripts of a host's own beside the site, under a policy.
func withPages(policy string, pages map[string]string) func(http.Handler) http.Handler {
	return func(site http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			page, ok := pages[r.URL.Path]
			if !ok {
				site.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if strings.HasSuffix(r.URL.Path, ".js") {
				w.Header().Set("Content-Type", "text/javascript")
			}
			w.Header().Set("Content-Security-Policy", policy)
			fmt.Fprint(w, page)
		})
	}
}

const emptyPage = "<!doctype html><title>own</title><link rel=icon href=data:,>"

// openOwnPage opens an empty page under a policy, on a built site of its own.
func openOwnPage(t *testing.T, policy string) (context.Context, builtSite) {
	t.Helper()
	site := serveBuiltSiteThrough(t, withPages(policy, map[string]string{"/own.html": emptyPage}))
	ctx := openBrowser(t)
	do(t, ctx, chromedp.Navigate(site.URL+"own.html"))
	return ctx, site
}

// codeOf is JavaScript that tells how creating a coach, and then something with it, went.
func codeOf(engine, options, then string) string {
	return fmt.Sprintf(`import(%q).then(async ({createCoach}) => {
		const coach = await createCoach(%s);
		%s;
		coach.terminate();
		return "fine";
	}).catch((error) => error instanceof Error ? error.code + ": " + error.message : "no error object")`, engine, options, then)
}

func TestHeadlessPageAnswers(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	quietly := quiet(t, ctx, site.URL)
	do(t, ctx, chromedp.Navigate(site.URL+"demo/headless.html"))
	a := app{t, ctx, inPage}
	await(t, ctx, `document.querySelector("#kind").textContent === ""`)

	ask[bool](t, ctx, `document.querySelector("#said").focus(), true`)
	a.commit("这个手续费太高了，我回去跟老伴商量商量")
	a.text("#kind", "价格")
	a.text("#kind", "决定权")
	require.NotEmpty(t, a.read("#say"))
	require.NotContains(t, a.read("#say"), "{")
	require.Regexp(t, `：\p{Han}`, a.read("#timing"))
	require.Regexp(t, `^\d+\.\d 毫秒$`, a.read("#time"))

	ask[bool](t, ctx, `document.querySelector("#draft").focus(), true`)
	a.commit("您放心，这款保本，收益稳赚")
	a.has("#findings li")
	require.Contains(t, a.read("#findings"), "可以说：")
	require.NotEmpty(t, a.read("#verdict"))

	// Empty boxes have no advice.
	ask[bool](t, ctx, `(document.querySelector("#draft").select(), document.execCommand("delete"))`)
	await(t, ctx, `document.querySelector("#findings").childElementCount === 0 && document.querySelector("#verdict").textContent === ""`)
	ask[bool](t, ctx, `(document.querySelector("#said").select(), document.execCommand("delete"))`)
	await(t, ctx, `document.querySelector("#advice").hidden && document.querySelector("#kind").textContent === ""`)
	quietly()
}

func TestHeadlessPageIsAccessible(t *testing.T) {
	p, err := openProject()
	require.NoError(t, err)
	axe, err := os.ReadFile(filepath.Join(p.work, "npm", "node_modules", "axe-core", "axe.min.js"))
	require.NoError(t, err, "`make test` installs axe-core first")
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.EmulateViewport(360, 700), chromedp.Navigate(site.URL+"demo/headless.html"))
	a := app{t, ctx, inPage}
	ask[bool](t, ctx, `document.querySelector("#said").focus(), true`)
	a.commit("太贵了")
	ask[bool](t, ctx, `document.querySelector("#draft").focus(), true`)
	a.commit("您放心，这款保本，收益稳赚")
	a.has("#findings li")
	a.has("#advice:not([hidden])")
	_, err = chromedp.Run(ctx, chromedp.Evaluate[any](string(axe)+";null"))
	require.NoError(t, err)
	require.Empty(t, ask[[]string](t, ctx, `axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join("; ")))`))
	require.True(t, ask[bool](t, ctx, `document.documentElement.scrollWidth <= innerWidth`), "nothing is wider than a phone")
}

func TestHeadlessAnswersAsTheNativeEngine(t *testing.T) {
	p, err := packs.Open("bank")
	require.NoError(t, err)
	native, err := coach.New(p)
	require.NoError(t, err)
	ctx, _ := openOwnPage(t, ownPolicy)
	for _, c := range []struct {
		name         string
		locale       string
		conversation coach.Conversation
		draft        string
	}{
		{"one line", "zh-CN", coach.Say("这个手续费太高了，我回去跟老伴商量商量😀"), "您放心，这款保本，收益稳赚"},
		{"a talk", "zh-CN", coach.Conversation{
			Turns: []coach.Turn{
				{Who: coach.Customer, Text: "你们这个理财收益也太低了吧"},
				{Who: coach.Staff, Text: "我明白您的想法，您是跟哪家比的？"},
				{Who: coach.Customer, Text: "隔壁银行同样的期限多半个点，我再考虑考虑"},
			},
			Context: coach.Context{
				Channel: "branch", Product: "wealth", Segment: "senior", Slots: map[string]string{"product.name": "稳健\"A\"</script>"},
				Variant: 1, Key: "02817", View: "bank-five", Trace: true,
			},
		}, "您先看说明书第三页，明天上午十点我给您回电话，您看行吗？"},
		{"English", "en", coach.Conversation{
			Turns:   []coach.Turn{{Who: coach.Customer, Text: "The fee is far too high, I will ask my husband first"}},
			Context: coach.Context{Locale: "en", Channel: "phone"},
		}, "Trust me, you cannot lose."},
	} {
		t.Run(c.name, func(t *testing.T) {
			analysis, err := native.Analyze(c.conversation)
			require.NoError(t, err)
			review, err := native.Review(c.draft, c.conversation.Turns[analysis.Turn].Text, analysis, c.conversation.Context)
			require.NoError(t, err)
			want, err := json.Marshal([]any{coach.PackRef{ID: p.ID, Hash: p.Hash}, analysis, review})
			require.NoError(t, err)
			conversation, err := json.Marshal(c.conversation)
			require.NoError(t, err)

			got := ask[string](t, ctx, fmt.Sprintf(`import("/engine.js").then(async ({createCoach}) => {
				const coach = await createCoach({locale: %q});
				const answers = [coach.pack, ...await Promise.all([coach.analyze(%s), coach.review(%q, %s)])];
				coach.terminate();
				return JSON.stringify(answers);
			})`, c.locale, conversation, c.draft, conversation))
			require.Equal(t, reparsed(t, want), reparsed(t, []byte(got)))
		})
	}
}

// reparsed writes JSON anew, so that equal values are equal texts.
func reparsed(t *testing.T, text []byte) string {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal(text, &v))
	again, err := json.MarshalIndent(v, "", " ")
	require.NoError(t, err)
	return string(again)
}

func TestHeadlessCallsOverlap(t *testing.T) {
	ctx, _ := openOwnPage(t, ownPolicy)
	require.Equal(t, "price risk input 40 0", ask[string](t, ctx, `import("/engine.js").then(async ({createCoach}) => {
		const coach = await createCoach();
		const answers = await Promise.all([
			coach.analyze("太贵了").then((a) => a.topics[0].id),
			coach.analyze("我怕亏本，不敢买").then((a) => a.topics[0].id),
			coach.analyze({turns: 3}).catch((error) => error.code),
			...Array.from({length: 40}, (_, i) => coach.review("好的".repeat(i + 1)).then((r) => r.score >= 0 ? 1 : 0)),
			coach.review("").then((r) => r.score),
		]);
		coach.terminate();
		const scores = answers.slice(3, 43).reduce((a, b) => a + b);
		return [...answers.slice(0, 3), scores, answers[43]].join(" ");
	})`))
}

// workers counts the workers that a page has, as the browser tells.
type workers struct {
	mu      sync.Mutex
	running map[target.SessionID]bool
	begun   int
}

func watchWorkers(t *testing.T, ctx context.Context) *workers {
	t.Helper()
	w := &workers{running: map[target.SessionID]bool{}}
	require.NoError(t, chromedp.Listen(ctx, func(event any) {
		w.mu.Lock()
		defer w.mu.Unlock()
		switch e := event.(type) {
		case *target.EventAttachedToTarget:
			if e.TargetInfo.Type == "worker" {
				w.running[e.SessionID] = true
				w.begun++
			}
		case *target.EventDetachedFromTarget:
			delete(w.running, e.SessionID)
		}
	}))
	return w
}

// await waits until so many workers have begun, and so many are running.
func (w *workers) await(t *testing.T, ctx context.Context, begun, running int) {
	t.Helper()
	require.Eventually(t, func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.begun == begun && len(w.running) == running
	}, 15*time.Second, 20*time.Millisecond, "%d workers begun and %d running", begun, running)
}

func TestTerminateLeavesNoWorker(t *testing.T) {
	ctx, _ := openOwnPage(t, ownPolicy)
	w := watchWorkers(t, ctx)
	ask[bool](t, ctx, `import("/engine.js").then(async ({createCoach}) => {
		globalThis.one = await createCoach();
		globalThis.two = await createCoach({locale: "en-GB"});
		return true;
	})`)
	w.await(t, ctx, 2, 2)
	require.Equal(t, []string{"removed", "removed", "removed"}, ask[[]string](t, ctx, `(async () => {
		const code = (promise) => promise.then(() => "answered", (error) => error.code);
		const pending = [code(one.analyze("太贵了")), code(one.review("好"))];
		one.terminate();
		one.terminate();
		return Promise.all([...pending, code(one.analyze("太贵了"))]);
	})()`))
	w.await(t, ctx, 2, 1)
	require.Equal(t, "price", ask[string](t, ctx, `two.analyze("Too expensive").then((a) => a.topics[0].id)`), "another coach goes on")
	ask[bool](t, ctx, `(two.terminate(), true)`)
	w.await(t, ctx, 2, 0)

	// One that could not start leaves none either.
	require.Contains(t, ask[string](t, ctx, codeOf("/engine.js", `{pack: "bakery"}`, "")), "pack: ")
	w.await(t, ctx, 3, 0)
}

func TestHeadlessErrorsHaveCodes(t *testing.T) {
	ctx, _ := openOwnPage(t, ownPolicy)
	for _, c := range []struct{ name, options, then, want string }{
		{"all well", `{pack: "bank", locale: "zh-Hant-TW", base: "/"}`, "", "fine"},
		{"an address as base", `{base: new URL("./", location)}`, "", "fine"},
		{"an unknown pack", `{pack: "bakery"}`, "", `pack: this site has no pack "bakery"; it has bank`},
		{"a name every object has", `{pack: "constructor"}`, "", "pack: "},
		{"a language as pack", `{pack: "bank.en"}`, "", "pack: this is not a compiled pack"},
		{"an unknown language", `{locale: "fr"}`, "", `locale: the pack "bank" does not speak "fr"; it speaks zh-CN, en`},
		{"another origin", `{base: "https://coach.example/"}`, "", `cross-origin: `},
		{"another origin, its cure", `{base: "https://coach.example/x"}`, "", `importScripts("https://coach.example/x/engine-worker.js")`},
		{"no such folder", `{base: "/nowhere"}`, "", "worker: "},
		{"a folder beside the page", `(history.replaceState(null, "", "/deep/page"), {base: "x"})`, "", "/deep/x/engine-worker.js is there"},
		{"no worker", `{worker() { throw new Error("not today"); }}`, "", "worker: the page's own worker could not be made: not today"},
		{"no address", `{base: "http://:"}`, "", "input: base is http://:"},
		{"too long", `{}`, `await coach.analyze("贵".repeat(4001))`, "input: turn 1 has 4001 characters"},
		{"not JSON", `{}`, `const c = {turns: []}; c.c = c; await coach.analyze(c)`, "input: "},
		{"nothing", `{}`, `await coach.analyze()`, "input: no turn of the customer"},
		{"no draft", `{}`, `await coach.review(7)`, "input: the draft must be a text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Contains(t, ask[string](t, ctx, codeOf("/engine.js", c.options, c.then)), c.want)
		})
	}
}

func TestHeadlessSaysWhatThePolicyForbids(t *testing.T) {
	for _, c := range []struct{ name, policy, want string }{
		{"no Trusted Types", "default-src 'none'; script-src 'self'", "fine"},
		{"no worker", "default-src 'none'; script-src 'self'; worker-src 'none'", "worker: "},
		{"another policy of Trusted Types", ownPolicy + "-not", "worker: the page's policy forbids the worker"},
	} {
		t.Run(c.name, func(t *testing.T) {
			expectsRefusals.Store(t.Name(), true)
			ctx, _ := openOwnPage(t, c.policy)
			require.Contains(t, ask[string](t, ctx, codeOf("/engine.js", `{}`, "")), c.want)
		})
	}
}

func TestHeadlessLosesTheNetwork(t *testing.T) {
	var missing atomic.Value // the ending of what cannot be fetched
	// A site of its own for each case: what was fetched once may be kept.
	open := func(suffix string) context.Context {
		missing.Store(suffix)
		site := serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
			h = withPages(ownPolicy, map[string]string{"/own.html": emptyPage})(h)
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if suffix := missing.Load().(string); suffix != "" && strings.HasSuffix(r.URL.Path, suffix) {
					http.NotFound(w, r)
					return
				}
				h.ServeHTTP(w, r)
			})
		})
		ctx := openBrowser(t)
		do(t, ctx, chromedp.Navigate(site.URL+"own.html"))
		return ctx
	}
	for _, suffix := range []string{".wasm", ".pack", ".lang"} {
		ctx := open(suffix)
		require.Regexp(t, "^network: .*assets/.*"+suffix+" could not be fetched: status 404", ask[string](t, ctx, codeOf("/engine.js", `{locale: "en"}`, "")))
	}

	// Without its rulebook a coach analyses all the same, and asks for it again.
	ctx := open(".rules")
	ask[bool](t, ctx, `import("/engine.js").then(async ({createCoach}) => { globalThis.coach = await createCoach(); return true; })`)
	const review = `coach.review("好的").then((r) => "score " + r.score, (error) => error.code)`
	require.Equal(t, "network", ask[string](t, ctx, review))
	require.Equal(t, "price", ask[string](t, ctx, `coach.analyze("太贵了").then((a) => a.topics[0].id)`))
	missing.Store("")
	require.Regexp(t, `^score \d+$`, ask[string](t, ctx, review))
}

// TestHeadlessFromAnotherOrigin holds the way that the error for another origin names.
func TestHeadlessFromAnotherOrigin(t *testing.T) {
	coachSite := serveBuiltSite(t)
	origin := strings.TrimSuffix(coachSite.URL, "/")
	policy := fmt.Sprintf("default-src 'none'; script-src 'self' %s 'wasm-unsafe-eval'; worker-src 'self'; connect-src %s", origin, origin)
	page := serveBuiltSiteThrough(t, withPages(policy, map[string]string{
		"/own.html":      emptyPage,
		"/the-worker.js": fmt.Sprintf("importScripts(%q)", coachSite.URL+"engine-worker.js"),
	}))
	ctx := openBrowser(t)
	do(t, ctx, chromedp.Navigate(page.URL+"own.html"))
	engine := coachSite.URL + "engine.js"
	require.Contains(t, ask[string](t, ctx, codeOf(engine, `{}`, "")), "cross-origin: ")
	require.Equal(t, "fine", ask[string](t, ctx, codeOf(engine, `{worker: () => new Worker("/the-worker.js")}`, `await coach.review("好", "太贵了")`)))
	require.Equal(t, "fine", ask[string](t, ctx, codeOf("/engine.js", fmt.Sprintf(`{base: %q, worker: async () => new Worker("/the-worker.js")}`, origin), "")))
	require.Contains(t, ask[string](t, ctx, codeOf(engine, `{worker: () => new Worker("/missing.js")}`, "")), "worker: ")
}

// TestHeadlessEndOfTheProgram runs the real engine.js and worker around programs that
// are only pretended, and fail in ways the real one should not.
func TestHeadlessEndOfTheProgram(t *testing.T) {
	for _, c := range []struct{ name, run, want string }{
		{"ends at once", ``, "stopped: "},
		{"traps", `globalThis.objectionCoach = {open: () => '{"detail":{}}', analyze() { throw new RangeError("stack"); }}; await new Promise(() => {});`, "stopped: the engine stopped, start another: RangeError: stack"},
		{"ends in a call", `await new Promise((end) => { globalThis.objectionCoach = {open: () => '{"detail":{}}', analyze: () => void end()}; });`, "stopped: the engine stopped, start another: its program has ended"},
		{"refuses", `globalThis.objectionCoach = {open: () => '{"detail":{}}', analyze: () => '{"code":"internal","message":"no"}'}; await new Promise(() => {});`, "internal: no"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := buildSmall(t, emptyWasm, fmt.Appendf(nil, `globalThis.Go = class { importObject = {}; async run() { %s } };`, c.run))
			host := serve(t, files)
			ctx := openBrowser(t)
			do(t, ctx, chromedp.Navigate(host.URL+"icons/icon.svg"))
			const worker = `{worker: () => new Worker(trustedTypes.createPolicy("objection-coach-sw", {createScriptURL: (url) => url}).createScriptURL("/coach/engine-worker.js"))}`
			require.Contains(t, ask[string](t, ctx, codeOf(host.URL+"engine.js", worker, `await coach.analyze("太贵了")`)), c.want)
		})
	}
}

func TestEngineDoesNothingInNode(t *testing.T) {
	p, err := openProject()
	require.NoError(t, err)
	node, err := exec.LookPath("node")
	require.NoError(t, err, "`make test` installs Node first")
	script := filepath.Join(t.TempDir(), "import.mjs")
	require.NoError(t, os.WriteFile(script, fmt.Appendf(nil, `
		const before = Object.getOwnPropertyNames(globalThis).join();
		const engine = await import(%q);
		if (Object.getOwnPropertyNames(globalThis).join() !== before) throw new Error("it left something behind");
		await engine.createCoach().catch((error) => console.log(Object.keys(engine).join(), error.code));
		await engine.createCoach({base: "/coach/"}).catch((error) => console.log(error.code));
	`, "file://"+filepath.ToSlash(filepath.Join(p.root, "build", "dist", "engine.js"))), 0o600))
	out, err := exec.Command(node, script).CombinedOutput()
	require.NoError(t, err, string(out))
	require.Equal(t, "createCoach unsupported\nunsupported\n", string(out))
}

// TestBuiltEngineUnwindsAndCollects holds that the program works on without what only
// traces need: a panic is recovered, stacks grow, and garbage is collected.
func TestBuiltEngineUnwindsAndCollects(t *testing.T) {
	p, err := openProject()
	require.NoError(t, err)
	node, err := exec.LookPath("node")
	require.NoError(t, err, "`make test` installs Node first")
	assets := filepath.Join(p.root, "build", "dist", "assets")
	wasm, err := filepath.Glob(filepath.Join(assets, "engine.*.wasm"))
	require.NoError(t, err)
	require.Len(t, wasm, 1, "run `go run ./build site` first")
	script := filepath.Join(t.TempDir(), "run.mjs")
	require.NoError(t, os.WriteFile(script, fmt.Appendf(nil, `
		import { readFileSync } from "node:fs";
		await import(%q);
		const go = new Go();
		const { instance } = await WebAssembly.instantiate(readFileSync(%q), go.importObject);
		go.run(instance).then(() => console.log("it ended"));
		const engine = globalThis.objectionCoach;
		const talk = (words) => JSON.stringify({conversation: words, draft: words});
		console.log(JSON.parse(engine.analyze(talk("太贵了"))).code);
		console.log(JSON.parse(engine.open("zh-CN", readFileSync(%q))).detail.id);
		console.log(JSON.parse(engine.addRules(readFileSync(%q))).code);
		for (let i = 0; i < 300; i++) {
			const words = "你们这个手续费太高了，我再考虑考虑".repeat(1 + i %% 40);
			if (JSON.parse(engine.analyze(talk(words))).detail.turn !== 0) throw new Error("no analysis");
			if (!JSON.parse(engine.review(talk(words))).detail.next) throw new Error("no review");
		}
		console.log("it goes on");
		process.exit();
	`, "file://"+filepath.ToSlash(filepath.Join(p.goRoot, "lib", "wasm", "wasm_exec.js")), wasm[0],
		filepath.Join(p.root, "coach", "packs", "bank.pack"), filepath.Join(p.root, "coach", "packs", "base.rules")), 0o600))
	out, err := exec.Command(node, script).CombinedOutput()
	require.NoError(t, err, string(out))
	require.Equal(t, "internal\nbank\nundefined\nit goes on\n", string(out))
}
