package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// These tests take a talk into a procedure, and walk it to its end on the screen.

// desk gives the frame with what is done after the words.
func (a app) desk() app {
	return app{a.t, a.ctx, fmt.Sprintf(`(%s).querySelector("#oc-desk")?.contentDocument`, a.document)}
}

// write sets a field as typing does, in one piece.
func (a app) write(selector, text string) {
	a.t.Helper()
	a.has(selector)
	ask[bool](a.t, a.ctx, fmt.Sprintf(`((field) => (field.value = %q, field.dispatchEvent(new Event("input", {bubbles: true})), true))(%s.querySelector(%q))`, text, a.document, selector))
}

// answer presses an answer and waits for the step it leads to.
func (a app) answer(answer, step string) {
	a.t.Helper()
	selector := "#oc-next"
	if answer != "" {
		selector = fmt.Sprintf("[data-answer=%s]", answer)
	}
	a.click(selector)
	a.text("#oc-step", step)
}

// inDays gives a day so many days from today in Shanghai, as fields hold it.
func inDays(n int) string {
	return time.Now().In(time.FixedZone("Shanghai", 8*60*60)).AddDate(0, 0, n).Format(time.DateOnly)
}

// toAComplaint says what only the complaint of a bank fits, and opens it.
func (a app) toAComplaint() app {
	a.t.Helper()
	a.commit("上个月多扣了我三百块年费，我要投诉")
	a.has("#oc-walk")
	a.click("#oc-walk")
	d := a.desk()
	d.text("#oc-step", "接下投诉")
	return d
}

func TestComplaintFromTalkToArchive(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	loud := quiet(t, ctx, site.URL)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"#locale=zh-CN"))
	folder := downloads(t, ctx)
	a := app{t, ctx, inPage}
	a.ready()
	d := a.toAComplaint()
	await(t, ctx, d.document+`.querySelector("#oc-record-matter").value.includes("多扣了我三百块")`)
	await(t, ctx, d.document+`.activeElement.id === "oc-step"`)

	// What is missing is said at its field, and nothing moves for it.
	tops := fmt.Sprintf(`[...%s.querySelectorAll(".oc-field, .oc-ask")].map((e) => e.offsetTop).join()`, d.document)
	before := ask[string](t, ctx, tops)
	d.click("[data-answer=ordinary]")
	d.text(".oc-wrong", "选一个日子")
	await(t, ctx, d.document+`.activeElement.id === "oc-record-received"`)
	require.Equal(t, before, ask[string](t, ctx, tops))

	d.write("#oc-record-received", inDays(-2))
	d.click("#oc-record-via-phone")
	d.write("#oc-record-wanted", "退三百")
	d.write("#oc-record-contact", "手机13812345678")
	d.answer("ordinary", "分清责任")
	d.text(".oc-clock-first", "还剩 13 天")
	d.text(".oc-clock-first .oc-rule", "银保监会令2020年第3号")
	require.NotContains(t, ask[string](t, ctx, d.document+`.body.innerHTML`), "13812345678", "what was kept is masked")
	d.answer("unclear", "约定答复日")
	require.Empty(t, ask[string](t, ctx, d.document+`.querySelector("#oc-record-promised").value`))
	d.text(".oc-say:nth-of-type(3)", "＿＿")
	ask[bool](t, ctx, d.document+`.querySelectorAll(".oc-day")[1].click(), true`)
	require.Equal(t, inDays(3), ask[string](t, ctx, d.document+`.querySelector("#oc-record-promised").value`))
	d.click("#oc-record-agreed-yes")
	d.write("#oc-record-handed-to", "卡中心")
	d.answer("", "核实")
	d.text(".oc-clock-first", "答应的回话")
	d.text(".oc-lane:first-child", "还剩 3 天")
	d.text(".oc-lane:last-child", "还剩 13 天")

	// A step back brings back what was written; the same fields of another step do not.
	require.Empty(t, ask[string](t, ctx, d.document+`.querySelector("#oc-record-findings").value`))
	d.click("#oc-back")
	d.text("#oc-step", "约定答复日")
	require.Equal(t, "卡中心", ask[string](t, ctx, d.document+`.querySelector("#oc-record-handed-to").value`))
	require.True(t, ask[bool](t, ctx, d.document+`.querySelector("#oc-record-agreed-yes").checked`))
	d.answer("", "核实")

	// The days go to other calendars.
	d.click("#oc-ics")
	file := string(saved(t, folder, ".ics"))
	require.True(t, strings.HasSuffix(file, "END:VCALENDAR\r\n"))
	for _, want := range []string{inDays(3), inDays(13)} {
		require.Contains(t, file, "DTSTART;VALUE=DATE:"+strings.ReplaceAll(want, "-", ""))
	}

	// Another place begins at its top, wherever this one was scrolled to.
	do(t, ctx, chromedp.EmulateViewport(360, 480))
	a.click(".oc-place:nth-child(3)")
	a.click(".oc-place:nth-child(2)")
	d.has("#oc-step")
	await(t, ctx, d.document+`.querySelector(".oc-procedures").scrollTop === 0`)
	do(t, ctx, chromedp.EmulateViewport(1280, 900))

	// The drawing marks where the matter stands.
	d.click("#oc-draw")
	d.has(`svg [data-part~=oc-flow-here]`)
	await(t, ctx, fmt.Sprintf(`((here, frame) => here.top >= frame.top && here.bottom <= frame.bottom)(
		%[1]s.querySelector("[data-part~=oc-flow-here]").getBoundingClientRect(), %[1]s.querySelector("#oc-flow").getBoundingClientRect())`, d.document))
	require.Equal(t, "http://www.w3.org/2000/svg", ask[string](t, ctx, d.document+`.querySelector("#oc-flow path").namespaceURI`))
	d.click("#oc-draw")

	// It is left and gone on with, from the list.
	d.write("#oc-record-findings", "重复入账")
	d.click("#oc-leave")
	d.text(".oc-open", "核实")
	d.text(".oc-open", "还剩 3 天")
	d.click(".oc-open")
	d.text("#oc-step", "核实")
	await(t, ctx, d.document+`.querySelector("#oc-record-findings").value === "重复入账"`)

	d.answer("ready", "下处理决定")
	d.write("#oc-record-decision", "退还三百")
	d.answer("", "告知结果")
	d.text(".oc-hotline", "12378")
	d.write("#oc-record-informed", inDays(0))
	d.click("#oc-record-told-how-phone")
	d.answer("accepts", "回访")
	d.answer("", "找根子")
	d.write("#oc-record-cause", "系统重复入账")
	d.answer("", "归档")
	d.text(".oc-summary", "退还三百")
	d.click("[data-outcome=settled]")
	d.has(`[data-outcome=settled][aria-pressed=true]`)
	d.click("#oc-done")
	d.has(".oc-all")
	await(t, ctx, fmt.Sprintf(`!%s.querySelector(".oc-open")`, d.document))
	loud()
}

// TestHalfAStepSurvivesThePage: a tablet that shows something else may throw the page away.
// What was written so far is there when the matter is gone on with.
func TestHalfAStepSurvivesThePage(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	open := func() app {
		do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+"desk.html#locale=zh-CN&place=procedures"))
		a := app{t, ctx, inPage}
		a.has(".oc-all")
		return a
	}
	a := open()
	a.click(".oc-start[data-procedure=bank-complaint]")
	a.has("#oc-step")
	a.write("#oc-record-received", inDays(-2))
	a.click("#oc-record-via-phone")
	a.write("#oc-record-matter", "多扣三百")
	a.write("#oc-record-wanted", "退三百")
	a.write("#oc-record-contact", "已留")
	a.answer("ordinary", "分清责任")
	a.answer("unclear", "约定答复日")
	a.write("#oc-record-handed-to", "卡中心王工")
	ask[bool](t, ctx, `(Object.defineProperty(document, "visibilityState", {get: () => "hidden", configurable: true}), document.dispatchEvent(new Event("visibilitychange")))`)
	a.text(".oc-status", "已存")
	await(t, ctx, inStore("readonly", `cases.getAll()`)+`.then((all) => new TextDecoder().decode(all[0]).includes("卡中心"))`)
	require.Equal(t, "卡中心王工", ask[string](t, ctx, `document.querySelector("#oc-record-handed-to").value`), "nothing changes on the screen")

	a = open()
	a.text(".oc-open", "约定答复日")
	a.click(".oc-open")
	a.text("#oc-step", "约定答复日")
	await(t, ctx, `document.querySelector("#oc-record-handed-to").value.startsWith("卡中心")`)
	a.text(".oc-clock-first", "还剩 13 天")
	a.click("#oc-back")
	a.text("#oc-step", "分清责任")
}

func TestPromiseOfADayFromTheTalk(t *testing.T) {
	a := openFullPage(t)
	ctx := a.ctx
	a.commit("这个利率能不能再低一点")
	a.has("#oc-defer")
	a.click("#oc-defer")
	d := a.desk()
	d.text("#oc-step", "直说定不了")
	await(t, ctx, d.document+`.querySelector("#oc-record-what").value.includes("利率能不能再低")`)
	d.answer("matter", "找能定的人")
	d.answer("later", "谁、什么、哪天")
	d.write("#oc-record-promised", inDays(2))
	d.click("#oc-record-agreed-yes")
	d.write("#oc-record-handed-to", "支行")
	d.write("#oc-record-contact", "已留")
	d.answer("", "盯着")
	d.text(".oc-clock-first", "还剩 2 天")

	// Another customer comes: nothing of this one is on the screen, nor what was begun.
	a.click("#oc-new")
	await(t, ctx, `document.activeElement.id === "oc-box" && !document.querySelector(".oc-away")`)
	await(t, ctx, d.document+`.querySelector(".oc-open") && !`+d.document+`.querySelector("#oc-step")`)

	// A complaint is not put off.
	a.commit("你们多扣我钱，我要投诉")
	a.has("#oc-walk")
	require.Empty(t, a.read("#oc-defer"))
}

func TestSentenceOfAProcedureGoesToTheHostPage(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"demo/bank.html"))
	a := app{t, ctx, inFrame}
	a.ready()
	d := a.toAComplaint()
	sentence := d.read(".oc-say blockquote")
	d.click(".oc-say .oc-insert")
	await(t, ctx, fmt.Sprintf(`document.querySelector("#crm-note").value.includes(%q)`, sentence))
	d.text(".oc-status", "已插入")
	d.text("#oc-step", "接下投诉")
}

// press presses a key as a keyboard does.
func (a app) press(key, code string, virtual int64, text string) {
	a.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		event := input.DispatchKeyEventParams{Type: kind, Key: key, Code: code, WindowsVirtualKeyCode: virtual}
		if kind == input.DispatchKeyEventTypeKeyDown {
			event.Text = text
		}
		_, err := chromedp.Call(a.ctx, input.DispatchKeyEvent, event)
		require.NoError(a.t, err)
	}
}

// tabTo goes on with Tab until a selector holds for what has the focus.
func (a app) tabTo(selector string) {
	a.t.Helper()
	for range 80 {
		if ask[bool](a.t, a.ctx, fmt.Sprintf(`!!%s?.activeElement?.matches(%q)`, a.document, selector)) {
			return
		}
		a.press("Tab", "Tab", 9, "")
	}
	require.Fail(a.t, "the keyboard does not come to "+selector)
}

func TestProcedureByKeyboardAlone(t *testing.T) {
	a := openFullPage(t)
	a.commit("上个月多扣了我三百块年费，我要投诉")
	a.has("#oc-walk")
	a.tabTo("#oc-walk")
	a.press(" ", "Space", 32, " ")
	d := a.desk()
	d.text("#oc-step", "接下投诉")
	await(t, a.ctx, d.document+`.activeElement.id === "oc-step"`)
	d.tabTo(".oc-day")
	a.enter()
	d.tabTo("#oc-record-via-counter")
	a.press(" ", "Space", 32, " ")
	d.tabTo("#oc-record-wanted")
	a.commit("退三百")
	d.tabTo("#oc-record-contact")
	a.commit("已留")
	d.tabTo("[data-answer=ordinary]")
	a.enter()
	d.text("#oc-step", "分清责任")
	await(t, a.ctx, d.document+`.activeElement.id === "oc-step"`)
	d.text(".oc-clock-first", "还剩 15 天")
}

// TestProceduresAreForEverybody runs axe over the states of the screen, in both languages
// and themes, at three widths, and measures what is to be touched.
func TestProceduresAreForEverybody(t *testing.T) {
	axe, site := axeScript(t), serveBuiltSite(t)
	for _, look := range []struct {
		fragment string
		width    int64
	}{
		{"locale=zh-CN&theme=light", 360},
		{"locale=zh-CN&theme=dark", 820},
		{"locale=en&theme=light", 1280},
		{"locale=en&theme=dark", 360},
	} {
		t.Run(look.fragment, func(t *testing.T) {
			ctx := openBrowser(t)
			// The frame's window is older than its page: the script waits until it is there.
			beforeScripts(t, ctx, "globalThis.loadAxe = function () {"+axe+"}")
			do(t, ctx, chromedp.EmulateViewport(look.width, 800, chromedp.EmulateTouch), chromedp.Navigate(site.URL+"#"+look.fragment))
			a := app{t, ctx, inPage}
			a.ready()
			a.commit("你们多扣我三百块，气死我了，我要投诉")
			a.click("#oc-walk")
			d := a.desk()
			d.has("#oc-step, .oc-offers") // whichever the model makes of it
			ask[bool](t, ctx, d.document+`.defaultView.loadAxe(), true`)
			ask[bool](t, ctx, d.document+`.querySelector("#oc-leave")?.click(), true`)
			d.has(".oc-offers")
			check := func(state string) {
				t.Helper()
				require.Empty(t, ask[[]string](t, ctx, fmt.Sprintf(`%s.defaultView.axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join("; ")))`, d.document)), state)
				require.Empty(t, ask[[]string](t, ctx, fmt.Sprintf(`[...%s.querySelectorAll("button, summary, textarea, input[type=date], label:has(input)")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.9)
					.map((e) => e.outerHTML.slice(0, 120) + " " + e.getBoundingClientRect().height)`, d.document)), state)
				if look.width == 1280 {
					checkThemes(t, ctx, d.document, state)
				}
				require.True(t, ask[bool](t, ctx, fmt.Sprintf(`((e) => e.scrollWidth <= e.clientWidth)(%s.querySelector(".oc-procedures"))`, d.document)), "%s: nothing stands out at the side", state)
			}
			check("list")
			d.click(".oc-peek")
			d.has("svg")
			check("drawing in the list")
			d.click(".oc-start[data-procedure=bank-complaint]")
			d.has("#oc-step")
			d.click(".oc-answer")
			d.has(".oc-wrong")
			check("missing")
			d.write("#oc-record-received", inDays(-20))
			d.click("#oc-record-via-phone")
			d.write("#oc-record-wanted", "300")
			d.write("#oc-record-contact", "-")
			d.click("[data-answer=ordinary]")
			d.has(".oc-clock.oc-overdue")
			d.click("#oc-draw")
			d.has("svg")
			ask[bool](t, ctx, fmt.Sprintf(`(%s.querySelectorAll("details").forEach((e) => e.open = true), true)`, d.document))
			check("overdue, all open")
		})
	}
}
