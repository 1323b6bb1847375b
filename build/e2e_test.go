package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"objectioncoach/web/host"
)

// These tests use the built site in build/dist as a person would, in a real
// browser, on the demo page of a bank. `make test` builds the site first.

// builtSite serves build/dist on a port of its own until it is stopped.
type builtSite struct {
	URL  string
	stop func()
}

func serveBuiltSite(t *testing.T) builtSite {
	t.Helper()
	return serveBuiltSiteThrough(t, func(h http.Handler) http.Handler { return h })
}

// serveBuiltSiteThrough serves the site with something between it and the
// browser.
func serveBuiltSiteThrough(t *testing.T, between func(http.Handler) http.Handler) builtSite {
	t.Helper()
	p, err := openProject()
	require.NoError(t, err)
	dist := filepath.Join(p.root, "build", "dist")
	_, err = os.Stat(filepath.Join(dist, "index.html"))
	require.NoError(t, err, "run `go run ./build site` first")
	handler, err := host.New(host.Options{Dir: dist})
	require.NoError(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := &http.Server{Handler: between(handler)}
	go server.Serve(listener) //nolint:errcheck // ends when the server is closed
	stop := func() { server.Close() }
	t.Cleanup(stop)
	return builtSite{"http://" + listener.Addr().String() + "/", stop}
}

// Where things are, as JavaScript: in the app's own page, and in the frame of
// the widget on a host page.
const (
	inPage  = `document`
	inFrame = `document.querySelector("objection-coach").shadowRoot.querySelector("iframe").contentDocument`
)

// app drives the screens in one document.
type app struct {
	t        *testing.T
	ctx      context.Context
	document string // a JavaScript expression
}

// openFullPage opens the app with the window to itself, in Chinese, ready to type.
func openFullPage(t *testing.T) app {
	t.Helper()
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.Navigate(site.URL+"#locale=zh-CN"))
	a := app{t, ctx, inPage}
	a.ready()
	return a
}

// has waits until a selector finds something.
func (a app) has(selector string) {
	a.t.Helper()
	await(a.t, a.ctx, fmt.Sprintf(`!!%s?.querySelector(%q)`, a.document, selector))
}

// text waits until the first match of a selector contains a text.
func (a app) text(selector, want string) {
	a.t.Helper()
	await(a.t, a.ctx, fmt.Sprintf(`!!%s?.querySelector(%q)?.textContent.includes(%q)`, a.document, selector, want))
}

func (a app) read(selector string) string {
	a.t.Helper()
	return ask[string](a.t, a.ctx, fmt.Sprintf(`%s.querySelector(%q)?.textContent ?? ""`, a.document, selector))
}

func (a app) value() string {
	a.t.Helper()
	return ask[string](a.t, a.ctx, a.document+`.querySelector("#oc-box").value`)
}

func (a app) click(selector string) {
	a.t.Helper()
	a.has(selector)
	ask[bool](a.t, a.ctx, fmt.Sprintf(`(%s.querySelector(%q).click(), true)`, a.document, selector))
}

// ready waits until the engine runs, and puts the cursor into the box.
func (a app) ready() {
	a.t.Helper()
	a.has(".oc-scene > summary")
	ask[bool](a.t, a.ctx, a.document+`.querySelector("#oc-box").focus(), true`)
}

// openReply opens the box for the employee's own words, which takes the cursor.
func (a app) openReply() {
	a.t.Helper()
	a.click(".oc-reply > summary")
	await(a.t, a.ctx, fmt.Sprintf(`%s.activeElement?.id === "oc-reply"`, a.document))
}

// commit types a text as an input method does, in one piece.
func (a app) commit(text string) {
	a.t.Helper()
	_, err := chromedp.Call(a.ctx, input.InsertText, input.InsertTextParams{Text: text})
	require.NoError(a.t, err)
}

// enter presses Enter as a keyboard does, key and character in one: sent apart,
// the character comes even if the page has taken the key.
func (a app) enter() {
	a.t.Helper()
	for _, event := range []input.DispatchKeyEventParams{
		{Type: input.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, Text: "\r"},
		{Type: input.DispatchKeyEventTypeKeyUp, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13},
	} {
		_, err := chromedp.Call(a.ctx, input.DispatchKeyEvent, event)
		require.NoError(a.t, err)
	}
}

// compose shows a text that an input method has not finished.
func (a app) compose(text string) {
	a.t.Helper()
	n := int64(len([]rune(text)))
	_, err := chromedp.Call(a.ctx, input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: n, SelectionEnd: n})
	require.NoError(a.t, err)
}

// quiet starts to watch the console and the requests of a page; the result, when
// called, fails the test for any message so far, and for any request that left the
// origin.
func quiet(t *testing.T, ctx context.Context, origin string) func() {
	t.Helper()
	var mu sync.Mutex
	var noise []string
	require.NoError(t, chromedp.Listen(ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if url := e.Request.URL; !strings.HasPrefix(url, origin) && !strings.HasPrefix(url, "data:") {
				noise = append(noise, "request to "+url)
			}
		case *log.EventEntryAdded:
			noise = append(noise, e.Entry.Text+" "+e.Entry.URL)
		case *runtime.EventConsoleAPICalled:
			noise = append(noise, fmt.Sprint("console ", e.Type, " ", e.Args))
		case *runtime.EventExceptionThrown:
			noise = append(noise, e.ExceptionDetails.Text)
		}
	}))
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	require.NoError(t, err)
	return func() {
		t.Helper()
		ask[bool](t, ctx, `true`) // what came before an answer has been heard before it
		mu.Lock()
		defer mu.Unlock()
		require.Empty(t, noise)
	}
}

func TestBankPageFromWordsToNote(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	loud := quiet(t, ctx, site.URL)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"demo/bank.html"))
	a := app{t, ctx, inFrame}
	a.ready()

	a.commit("这个手续费太高了，我回去跟老伴商量商量")
	a.text(".oc-labels", "嫌贵")
	a.text(".oc-labels", "做不了主")
	a.has(".oc-timing strong")
	a.has("mark.oc-evidence")
	sentence := a.read(".oc-say-now blockquote")
	require.NotEmpty(t, sentence)

	a.click(".oc-say-now .oc-insert")
	await(t, ctx, fmt.Sprintf(`document.querySelector("#crm-note").value.includes(%q)`, sentence))

	// With the server gone the open page goes on, and the same page opens again.
	await(t, ctx, fmt.Sprintf(`(%s).defaultView.navigator.serviceWorker.ready.then(() => true)`, inFrame))
	loud()
	site.stop()
	a.ready()
	a.commit("我怕亏本，不敢买")
	a.text(".oc-labels", "怕亏")

	do(t, ctx, chromedp.Reload())
	a.ready()
	a.commit("你们是不是骗子")
	a.text(".oc-labels", "信不过")
	a.click(".oc-say-now .oc-insert")
	await(t, ctx, `document.querySelector("#crm-note").value.length > 0`)
}

func TestFullPageWorksOffline(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	loud := quiet(t, ctx, site.URL)
	do(t, ctx, chromedp.Navigate(site.URL+"#locale=zh-CN"))
	a := app{t, ctx, inPage}
	a.ready()
	await(t, ctx, `navigator.serviceWorker.ready.then(() => true)`)
	loud()
	site.stop()
	do(t, ctx, chromedp.Reload())
	a.ready()
	a.commit("收益太低了，还不如存定期")
	a.text(".oc-labels", "收益低")
}

func TestInputMethodIsNotDisturbed(t *testing.T) {
	a := openFullPage(t)
	ctx := a.ctx

	for _, part := range []string{"t", "ta", "tai", "tai g", "tai gu", "tai gui"} {
		a.compose(part)
		require.Equal(t, part, a.value())
	}
	// Enter ends the word for the input method; it must not end the line.
	ask[bool](t, ctx, `document.querySelector("#oc-box").dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", keyCode: 229, isComposing: true, bubbles: true, cancelable: true}))`)
	require.Equal(t, "tai gui", a.value())
	require.Empty(t, a.read(".oc-turns"), "nothing is read before the word is finished")
	a.commit("太贵了")
	require.Equal(t, "太贵了", a.value())
	a.text(".oc-labels", "嫌贵")

	// A real Enter makes it a turn and leaves the cursor where it was.
	a.enter()
	await(t, ctx, `document.querySelector("#oc-box").value === ""`)
	a.text(".oc-turns", "太贵了")
	require.Equal(t, "oc-box", ask[string](t, ctx, `document.activeElement.id`))

	// Fast typing loses nothing.
	long := strings.Repeat("我再想想还是算了吧", 12)
	for _, r := range long {
		a.commit(string(r))
	}
	require.Equal(t, long, a.value())
}

func TestNothingOfOneCustomerShowsToTheNext(t *testing.T) {
	a := openFullPage(t)
	ctx := a.ctx
	a.commit("我不想买了")
	a.enter()
	a.text(".oc-turns", "我不想买了")
	a.commit("还没打完")
	a.click("#oc-new")
	await(t, ctx, `!document.body.innerText.includes("我不想买了") && document.querySelector("#oc-box").value === ""`)
	a.click("#oc-undo")
	a.text(".oc-turns", "我不想买了")
}

func TestUnsureShowsNoVerdict(t *testing.T) {
	a := openFullPage(t)
	a.commit("qwzx vbnm plok")
	a.text(".oc-timing.oc-unsure", "还不确定")
	a.has(".oc-say-now blockquote")
	require.Empty(t, a.read(".oc-labels"))
}

// TestOwnWordsMoveTheTalkOn notes what the employee said, and is told the next step
// and not the same once more.
func TestOwnWordsMoveTheTalkOn(t *testing.T) {
	a := openFullPage(t)
	a.commit("你们手续费太贵了")
	a.enter()
	a.has(".oc-say-now")
	first := a.read(".oc-say-now blockquote")
	a.openReply()
	a.commit("我理解您的心情。您是拿哪家比的？")
	a.click("#oc-said")
	a.has(".oc-turn-staff")
	a.has(".oc-loop .oc-done")
	a.text(".oc-loop .oc-here", "确认")
	require.NotEqual(t, first, a.read(".oc-say-now blockquote"))
	await(t, a.ctx, `document.activeElement.id === "oc-box" && document.querySelector("#oc-reply").value === ""`)

	a.commit("我得回去跟老婆商量")
	a.has(".oc-labels")
	a.text(".oc-labels", "做不了主")
}

// TestReplyIsReviewedAsItIsTyped writes what must not be said, sees it marked with its
// reason, and takes the better sentence.
func TestReplyIsReviewedAsItIsTyped(t *testing.T) {
	a := openFullPage(t)
	a.commit("这个理财会不会亏本啊")
	a.enter()
	a.has(".oc-say-now")
	a.openReply()
	const bad = "您放心买。我给您打包票，亏了我个人补给您！明天见。"
	a.commit(bad)
	a.has(".oc-mirror mark.oc-must-not")
	a.text(".oc-verdict", "不能说出口")
	a.has(".oc-findings .oc-must-not .oc-source")
	better := a.read(".oc-findings .oc-must-not .oc-better > span")
	a.click(".oc-findings .oc-must-not .oc-better")
	await(t, a.ctx, fmt.Sprintf(`%q.includes(document.querySelector("#oc-reply").value.slice(5, 12))`, better))
	draft := ask[string](t, a.ctx, `document.querySelector("#oc-reply").value`)
	require.NotContains(t, draft, "打包票")
	require.Contains(t, draft, "明天见。", "what was well said stays")

	a.click("#oc-new")
	await(t, a.ctx, `document.querySelector("#oc-reply").value === "" && !document.querySelector(".oc-findings li")`)
}

// TestReplyKeepsWhatAnInputMethodComposes leaves the box alone in the middle of a word.
func TestReplyKeepsWhatAnInputMethodComposes(t *testing.T) {
	a := openFullPage(t)
	a.openReply()
	a.compose("ni'hao")
	a.compose("你好")
	a.commit("你好")
	await(t, a.ctx, `document.querySelector("#oc-reply").value === "你好"`)
}

func TestLabelsLightUpTheirWords(t *testing.T) {
	a := openFullPage(t)
	a.commit("😀手续费太高了")
	a.has(".oc-chip-tap")
	a.click(".oc-chip-tap")
	a.has("mark.oc-lit")
	require.Contains(t, "😀手续费太高了", a.read("mark.oc-lit"))
	require.NotContains(t, a.read("mark.oc-lit"), "😀")
}

func TestHostileTextStaysText(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	loud := quiet(t, ctx, site.URL)
	do(t, ctx, chromedp.Navigate(site.URL+"#locale=zh-CN"))
	a := app{t, ctx, inPage}
	a.ready()
	const hostile = `<img src=x onerror=alert(1)>太贵了<script>alert(2)</script>`
	a.commit(hostile)
	a.enter()
	a.text(".oc-turns", hostile)
	require.Zero(t, ask[int64](t, ctx, `document.querySelectorAll("main img, main script").length`))
	loud()
}

func TestHostPageDrivesTheCoach(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"demo/bank.html"))
	a := app{t, ctx, inFrame}
	a.ready()
	ask[bool](t, ctx, `(window.heard = [], ["oc-analysis", "oc-insert", "oc-clear"].forEach((n) => coach.addEventListener(n, (e) => heard.push([n, e.detail?.kind ?? e.detail?.text ?? ""]))), true)`)

	require.Equal(t, "objection", ask[string](t, ctx, `coach.analyze("太贵了").then((a) => a.kind)`))
	require.Equal(t, "objection", ask[string](t, ctx, `coach.analyze({turns: [{who: "customer", text: "太贵了"}]}).then((a) => a.kind)`))
	require.Equal(t, "input", ask[string](t, ctx, `coach.analyze({turns: []}).catch((e) => e.code)`))
	require.Equal(t, "P01", ask[string](t, ctx, `coach.review("我给您打包票，亏了我个人补给您", "会不会亏").then((r) => r.violations[0].id)`))
	require.Equal(t, "input", ask[string](t, ctx, `coach.review("好".repeat(4001)).catch((e) => e.code)`))
	require.Equal(t, "input", ask[string](t, ctx, `coach.analyze(7).catch((e) => e.code)`))

	a.commit("qwx zzx kkv")
	a.has(".oc-unsure")
	ask[bool](t, ctx, `coach.insert().then(() => true)`)
	await(t, ctx, fmt.Sprintf(`document.querySelector("#crm-note").value.includes(%q)`, a.read(".oc-say-now blockquote")))

	// What the employee chose holds when the host changes something else.
	ask[bool](t, ctx, fmt.Sprintf(`((s) => (s.value = "phone", s.dispatchEvent(new Event("change")), true))(%s.querySelector("select[name=channel]"))`, inFrame))
	a.text(".oc-scene > summary", "电话")
	ask[bool](t, ctx, `(coach.theme = "dark", true)`)
	await(t, ctx, inFrame+`.documentElement.dataset.theme === "dark"`)
	a.text(".oc-scene > summary", "电话")

	ask[bool](t, ctx, `coach.newConversation().then(() => true)`)
	await(t, ctx, `heard.some(([n]) => n === "oc-clear")`)
	a.text(".oc-scene > summary", "柜面")
	require.Empty(t, ask[string](t, ctx, `document.querySelector("#crm-reading").textContent`))
}

func TestInlineGrowsWithWhatItShows(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"demo/bank.html"))
	a := app{t, ctx, inFrame}
	a.ready()
	ask[bool](t, ctx, `(coach.mode = "inline", true)`)
	a.has(".oc-inline")
	a.commit("这个手续费太高了，我回去跟老伴商量商量")
	a.has(".oc-labels")
	height := func() int64 {
		return ask[int64](t, ctx, `Math.round(document.querySelector("objection-coach").shadowRoot.querySelector("iframe").getBoundingClientRect().height)`)
	}
	before := height()
	ask[bool](t, ctx, fmt.Sprintf(`(%s.querySelectorAll("details.oc-then").forEach((d) => d.open = true), true)`, inFrame))
	await(t, ctx, fmt.Sprintf(`document.querySelector("objection-coach").shadowRoot.querySelector("iframe").getBoundingClientRect().height > %d`, before+50))
	await(t, ctx, fmt.Sprintf(`((d) => d.documentElement.scrollHeight <= d.documentElement.clientHeight + 1)(%s)`, inFrame))
}

func TestNextCustomerEndsTheUndo(t *testing.T) {
	a := openFullPage(t)
	ctx := a.ctx
	a.commit("太贵了")
	a.has(".oc-labels")
	a.click("#oc-new")
	a.click("#oc-undo")
	await(t, ctx, `document.querySelector("#oc-box").value === "太贵了"`)
	a.has(".oc-labels")

	a.click("#oc-new")
	a.has("#oc-undo")
	a.commit("收益太低了")
	a.text(".oc-labels", "收益低")
	await(t, ctx, `!document.querySelector("#oc-undo")`)
}

func TestMissingPackIsSaidAndCanBeRetried(t *testing.T) {
	var missing atomic.Bool
	missing.Store(true)
	site := serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if missing.Load() && strings.HasSuffix(r.URL.Path, ".pack") {
				http.NotFound(w, r)
				return
			}
			h.ServeHTTP(w, r)
		})
	})
	ctx := openBrowser(t)
	do(t, ctx, chromedp.Navigate(site.URL+"#locale=zh-CN"))
	a := app{t, ctx, inPage}
	a.text(".oc-advice", "没能准备好")
	ask[bool](t, ctx, `document.querySelector("#oc-box").focus(), true`)
	a.commit("太贵了")
	missing.Store(false)
	a.click(".oc-advice .oc-primary")
	a.text(".oc-labels", "嫌贵")
}

func TestUndoOfAClearedTalkEndsByItself(t *testing.T) {
	a := openFullPage(t)
	ctx := a.ctx
	a.commit("太贵了")
	a.has(".oc-labels")
	a.enter()
	a.click("#oc-new")
	a.has("#oc-undo")
	await(t, ctx, `!document.querySelector("#oc-undo")`)
}

func TestALineTooLongStaysInTheBox(t *testing.T) {
	a := openFullPage(t)
	ctx := a.ctx
	long := strings.Repeat("太贵了，", 1200)
	a.commit(long)
	a.text(".oc-shown", "4000")
	a.enter()
	require.Equal(t, long, a.value())
	ask[bool](t, ctx, `(document.querySelector("#oc-box").select(), true)`)
	a.commit("收益太低了")
	a.text(".oc-labels", "收益低")
}

// TestAnalysesInChromium answers a few hundred lines through the widget and
// reports how long the slowest twentieth took, messages between the frames and
// all. How long that may be is a matter of the machine and is no test.
func TestAnalysesInChromium(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"demo/bank.html"))
	app{t, ctx, inFrame}.ready()
	lines := []string{"太贵了，别家便宜一半", "我回去跟家里商量商量再说吧", "上个月多扣了我三百块，帮我查一下", "怎么办理？要带身份证吗", "你们那个经理说话爱理不理的，我要反映"}
	list, err := json.Marshal(lines)
	require.NoError(t, err)
	times := ask[[]float64](t, ctx, fmt.Sprintf(`(async () => {
		const lines = %s, times = [];
		for (let i = 0; i < 500; i++) {
			const start = performance.now();
			const answer = await coach.analyze(lines[i %% lines.length] + i);
			times.push(performance.now() - start);
			if (!answer.kind) throw new Error("no answer");
		}
		return times.sort((a, b) => a - b);
	})()`, list))
	require.Len(t, times, 500)
	t.Logf("a line through the widget in Chromium: half within %.2f ms, 95 of 100 within %.2f ms", times[250], times[475])
}
