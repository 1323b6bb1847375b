package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"objectioncoach/coach/casebook"
)

// These tests use the casebook as a person would, in a real browser: the desk with the
// window to itself, and in the frame of the coach's page.

// casesOf opens the casebook of a site in Chinese, with the window to itself.
func casesOf(t *testing.T, ctx context.Context, site builtSite) app {
	t.Helper()
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+"desk.html#locale=zh-CN&theme=light&place=cases"))
	a := app{t, ctx, inPage}
	a.has(".oc-cases")
	await(t, ctx, `!document.querySelector("#oc-list")?.textContent.includes("正在读取")`)
	return a
}

// openCases opens the casebook of the built site in a new browser.
func openCases(t *testing.T) (builtSite, app) {
	t.Helper()
	site := serveBuiltSite(t)
	return site, casesOf(t, openBrowser(t), site)
}

// set types a value into a box of a form, or chooses one.
func (a app) set(selector, value string) {
	a.t.Helper()
	a.has(selector)
	ask[bool](a.t, a.ctx, fmt.Sprintf(`((e) => {
		e.value = %q;
		for (const type of ["input", "change"]) e.dispatchEvent(new Event(type, {bubbles: true}));
		return true;
	})(%s.querySelector(%q))`, value, a.document, selector))
}

// gone waits until a selector finds nothing.
func (a app) gone(selector string) {
	a.t.Helper()
	await(a.t, a.ctx, fmt.Sprintf(`!%s.querySelector(%q)`, a.document, selector))
}

// stored counts the records on the device.
func (a app) stored() int64 {
	a.t.Helper()
	return ask[int64](a.t, a.ctx, inStore("readonly", `cases.count()`))
}

// inStore is JavaScript that gives the result of a request of the store.
func inStore(mode, request string) string {
	return fmt.Sprintf(`new Promise((done, failed) => {
		const opening = indexedDB.open("objection-coach");
		opening.onerror = () => failed(opening.error);
		opening.onsuccess = () => {
			const tx = opening.result.transaction(["cases", "settings"], %q);
			const cases = tx.objectStore("cases"), settings = tx.objectStore("settings");
			const request = %s;
			tx.oncomplete = () => (opening.result.close(), done(request.result));
			tx.onabort = () => (opening.result.close(), failed(tx.error));
		};
	})`, mode, request)
}

// awaitStored waits until so many records are on the device.
func (a app) awaitStored(n int) {
	a.t.Helper()
	await(a.t, a.ctx, fmt.Sprintf(`%s.then((n) => n === %d)`, inStore("readonly", `cases.count()`), n))
}

// caseOf files a case through the form.
func (a app) caseOf(talk, note string) {
	a.t.Helper()
	a.click("#oc-case-new")
	a.has("#oc-case-talk")
	await(a.t, a.ctx, `document.activeElement?.id === "oc-case-outcome"`)
	a.set("#oc-case-talk", talk)
	a.set("#oc-case-note", note)
	a.click(".oc-tag[data-tag=price]")
	a.has(".oc-tag[data-tag=price][aria-pressed=true]")
	a.click("#oc-case-save")
	a.has("#oc-search")
}

// downloads lets the browser save files, and gives their folder.
func downloads(t *testing.T, ctx context.Context) string {
	t.Helper()
	folder := t.TempDir()
	_, err := chromedp.Call(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder})
	require.NoError(t, err)
	return folder
}

// saved waits for a file with an ending, takes it away, and gives its content.
func saved(t *testing.T, folder, ending string) []byte {
	t.Helper()
	var content []byte
	require.Eventually(t, func() bool {
		names, err := filepath.Glob(filepath.Join(folder, "*"+ending))
		if err != nil || len(names) != 1 {
			return false
		}
		content, err = os.ReadFile(names[0])
		return err == nil && len(content) > 0 && os.Remove(names[0]) == nil
	}, 15*time.Second, 20*time.Millisecond)
	return content
}

// choose gives a file to the import.
func (a app) choose(name string, content []byte) {
	a.t.Helper()
	ask[bool](a.t, a.ctx, fmt.Sprintf(`((input) => {
		const files = new DataTransfer();
		files.items.add(new File([new Uint8Array(%s)], %q));
		input.files = files.files;
		input.dispatchEvent(new Event("change", {bubbles: true}));
		return true;
	})(document.querySelector("#oc-import"))`, strings.ReplaceAll(fmt.Sprint(content), " ", ","), name))
}

// read reads cases of a file as an import would.
func read(t *testing.T, file []byte) []casebook.Case {
	t.Helper()
	in := casebook.Import(bytes.NewReader(file), casebook.Importing{Locale: "en"})
	require.Empty(t, in.Problems)
	return in.Cases
}

func TestCasesFromFormToFileAndBack(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	loud := quiet(t, ctx, site.URL)
	folder := downloads(t, ctx)
	a := casesOf(t, ctx, site)

	a.click("#oc-case-new")
	await(t, ctx, `document.activeElement?.id === "oc-case-outcome"`)
	a.set("#oc-case-talk", "客户：这个理财收益太低了，我手机13800138000\n员工：您说的是哪一款？")
	a.click(".oc-tag[data-tag=yield]")
	a.click(".oc-tag[data-tag=hearsay]")
	a.set("#oc-case-nature", "genuine")
	a.set("#oc-case-technique", "compensate")
	a.set("#oc-case-outcome", "lost")
	a.set("#oc-case-product", "理财")
	a.set("#oc-case-followUp", "2020-01-02")
	a.set("#oc-case-note", "=下周回电")
	a.text("#oc-case-preview", "[手机尾8000]")
	a.text("#oc-case-preview", "听来的消息")
	require.NotContains(t, a.read("#oc-case-preview"), "13800138000")
	a.click("#oc-case-save")
	a.text(".oc-status", "已存在这台设备上")
	a.caseOf("客户：手续费贵", "第二个")
	a.awaitStored(2)

	a = casesOf(t, ctx, site) // the page is loaded anew
	a.text("#oc-list", "收益太低")
	a.text("#oc-dues", "2020年1月2日（周四）")
	require.True(t, ask[bool](t, ctx, `document.querySelector(".oc-due-day").checkVisibility({visibilityProperty: true, opacityProperty: true})`))
	for query, found := range map[string]string{"sytd": "收益太低", "太低": "收益太低", "第二": "手续费贵"} {
		a.set("#oc-search", query)
		a.text(".oc-pages", "共 1 个")
		a.text("#oc-list", found)
	}
	a.set("#oc-search", "并无此话")
	a.text("#oc-list", "没有找到")
	a.set("#oc-search", "")
	a.set("select[name=outcome]", "lost")
	a.text(".oc-pages", "共 1 个")
	a.set("select[name=outcome]", "")

	a.click("#oc-out-jsonl")
	lines := saved(t, folder, ".jsonl")
	a.click("#oc-out-csv")
	table := saved(t, folder, ".csv")
	a.click("#oc-out-ics")
	require.Contains(t, string(saved(t, folder, ".ics")), "20200102")
	require.Equal(t, read(t, lines), read(t, table))
	require.Contains(t, string(table), "'=下周回电", "no formula reaches a spreadsheet")

	a.click("#oc-wipe")
	a.click("#oc-wipe-export")
	require.Equal(t, lines, saved(t, folder, ".jsonl"))
	a.click("#oc-wipe-now")
	require.EqualValues(t, 2, a.stored(), "not without the word")
	a.set("#oc-wipe-word", "清空")
	a.click("#oc-wipe-now")
	a.awaitStored(0)
	a.text("#oc-list", "还没有案例")

	a.choose("back.csv", table)
	a.text("#oc-imported", "新增 2")
	a.awaitStored(2)
	a.choose("back.jsonl", lines)
	a.text("#oc-imported", "未变 2")
	a.click("#oc-out-jsonl")
	require.Equal(t, read(t, lines), read(t, saved(t, folder, ".jsonl")))
	loud()
}

// TestBooksOfTwoTablets: of the backups of two devices one book is made, with the later
// state of what both have, each talk once, and nothing lost on the way back.
func TestBooksOfTwoTablets(t *testing.T) {
	site := serveBuiltSite(t)
	ctx, other := openBrowser(t), openBrowser(t)
	folder, folderOther := downloads(t, ctx), downloads(t, other)
	one, two := casesOf(t, ctx, site), casesOf(t, other, site)
	one.caseOf("客户：年费太贵", "两台都有")
	one.click("#oc-out-jsonl")
	shared := saved(t, folder, ".jsonl")
	two.choose("shared.jsonl", shared)
	two.text("#oc-imported", "新增 1")

	change := func(a app, from, to string) {
		t.Helper()
		a.set("#oc-search", from)
		a.text(".oc-pages", "共 1 个")
		a.click(".oc-row")
		await(t, a.ctx, fmt.Sprintf(`document.querySelector("#oc-case-note")?.value === %q`, from))
		a.set("#oc-case-note", to)
		a.click("#oc-case-save")
		a.text(".oc-status", "已存")
		a.set("#oc-search", "")
	}
	change(one, "两台都有", "第一台先改")
	change(two, "两台都有", "第二台后改")
	one.caseOf("客户：利息低", "只在第一台")
	two.caseOf("客户：再想想", "=只在第二台")
	two.click("#oc-out-csv")
	table := saved(t, folderOther, ".csv")
	one.choose("second.csv", table)
	one.text("#oc-imported", "新增 1，更新 1，未变 0，重复未收 0")
	one.click("#oc-out-jsonl")
	all := saved(t, folder, ".jsonl")
	two.choose("all.jsonl", all)
	two.text("#oc-imported", "新增 1，更新 0，未变 2，重复未收 0")
	two.click("#oc-out-jsonl")
	require.Equal(t, read(t, all), read(t, saved(t, folderOther, ".jsonl")))
	require.NotContains(t, string(all), "第一台先改")
	require.Contains(t, string(all), "第二台后改")

	// The same talk under another id is there once.
	one.choose("again.jsonl", bytes.ReplaceAll(all, []byte(`"id":"c-`), []byte(`"id":"d-`)))
	one.text("#oc-imported", "新增 0，更新 0，未变 0，重复未收 3")
	one.click("#oc-import-shut")
	one.awaitStored(3)
}

// anotherTab is another tab of the same browser.
func anotherTab(t *testing.T, ctx context.Context) context.Context {
	t.Helper()
	other, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return other
}

func TestTwoTabsLoseNothing(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	one := casesOf(t, ctx, site)
	two := casesOf(t, anotherTab(t, ctx), site)

	one.caseOf("客户：年费太贵", "先写的")
	two.text("#oc-list", "年费太贵")
	two.caseOf("客户：利息低", "另一个")
	one.text("#oc-list", "利息低")

	// Both open the same case; the second to save is told, and keeps its own.
	openCase := func(a app, note string) {
		t.Helper()
		a.set("#oc-search", "年费太贵")
		a.text(".oc-pages", "共 1 个")
		a.click(".oc-row")
		await(t, a.ctx, fmt.Sprintf(`document.querySelector("#oc-case-note")?.value === %q`, note))
	}
	openCase(one, "先写的")
	openCase(two, "先写的")
	one.set("#oc-case-note", "这里改的")
	one.click("#oc-case-save")
	one.text(".oc-status", "已存")
	two.set("#oc-case-note", "那里改的")
	two.click("#oc-case-save")
	two.text("#oc-conflict", "1 个案例在另一个页面也改过")
	two.set("#oc-search", "那里改的")
	two.text(".oc-pages", "共 1 个")
	two.click("#oc-theirs")
	two.gone("#oc-conflict")
	two.set("#oc-search", "这里改的")
	two.text(".oc-pages", "共 1 个")
	two.awaitStored(2)

	// What one tab has changed and the other has gone on from cannot be taken back there.
	openCase(one, "这里改的")
	one.set("#oc-case-note", "再改")
	one.click("#oc-case-save")
	one.has("#oc-case-undo")
	two.set("#oc-search", "再改")
	two.text(".oc-pages", "共 1 个")
	openCase(two, "再改")
	two.set("#oc-case-note", "接着改")
	two.click("#oc-case-save")
	one.set("#oc-search", "接着改")
	one.text(".oc-pages", "共 1 个")
	one.gone("#oc-case-undo")
	one.set("#oc-search", "")
	one.text("#oc-list", "利息低")

	// Deleted in one tab, it is gone in the other; taken back, it is there again.
	ask[bool](t, one.ctx, `([...document.querySelectorAll(".oc-row")].find((b) => b.textContent.includes("利息低")).click(), true)`)
	one.click("#oc-case-remove")
	two.set("#oc-search", "利息低")
	two.text("#oc-list", "没有找到")
	one.click("#oc-case-undo")
	two.text("#oc-list", "利息低")
}

// fullPut makes writes fail while window.full is set.
const fullPut = `const put = IDBObjectStore.prototype.put;
	IDBObjectStore.prototype.put = function (...args) {
		if (window.full) throw new DOMException("no room", "QuotaExceededError");
		return put.apply(this, args);
	};`

func TestFullStorageIsSaidAndLosesNothing(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	folder := downloads(t, ctx)
	beforeScripts(t, ctx, fullPut)
	a := casesOf(t, ctx, site)
	a.caseOf("客户：年费太贵", "存下了")
	a.awaitStored(1)

	ask[bool](t, ctx, `window.full = true`)
	a.caseOf("客户：利息低", "存不下")
	a.text("#oc-unsaved", "1 个案例没能写进这台设备")
	a.text(".oc-status", "存储空间满了")
	require.EqualValues(t, 1, a.stored())
	a.click("#oc-out-jsonl")
	require.Len(t, read(t, saved(t, folder, ".jsonl")), 2, "what is in memory can be exported")

	a.choose("more.csv", []byte("编号,创建时间\nx1,2026-11-01\nx2,2026-11-02\n"))
	a.text("#oc-imported", "存储空间满了")
	a.text(".oc-cases-head", "2 个")

	ask[bool](t, ctx, `!(window.full = false)`)
	a.click("#oc-unsaved .oc-quiet")
	a.gone("#oc-unsaved")
	a.awaitStored(2)
}

func TestQuotaOfTheBrowser(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	limit := func(bytes float64) {
		_, err := chromedp.Call(ctx, storage.OverrideQuotaForOrigin, storage.OverrideQuotaForOriginParams{Origin: strings.TrimSuffix(site.URL, "/"), QuotaSize: &bytes})
		require.NoError(t, err)
	}
	limit(1) // before the browser has looked how much room there is, which it remembers
	a := casesOf(t, ctx, site)
	a.caseOf("客户：利息低", strings.Repeat("存不下", 1000))
	a.text("#oc-unsaved", "1 个案例没能写进这台设备")
	a.text(".oc-status", "存储空间满了")
	limit(1 << 40)
	a.click("#oc-unsaved .oc-quiet")
	a.gone("#oc-unsaved")
	a.awaitStored(1)
}

func TestCasesWithoutStorage(t *testing.T) {
	for name, script := range map[string]string{
		"throws": `Object.defineProperty(globalThis, "indexedDB", {get() { throw new DOMException("denied", "SecurityError"); }});`,
		"absent": `Object.defineProperty(globalThis, "indexedDB", {value: undefined});`,
		"fails":  `IDBFactory.prototype.open = () => { throw new DOMException("denied", "InvalidStateError"); };`,
	} {
		t.Run(name, func(t *testing.T) {
			site := serveBuiltSite(t)
			ctx := openBrowser(t)
			folder := downloads(t, ctx)
			beforeScripts(t, ctx, script)
			a := casesOf(t, ctx, site)
			a.text("#oc-store-failed", "浏览器不让这个页面存东西")
			a.caseOf("客户：利息低", "只在内存里")
			a.text("#oc-list", "利息低")
			a.text("#oc-unsaved", "1 个案例")
			a.click("#oc-out-jsonl")
			require.Len(t, read(t, saved(t, folder, ".jsonl")), 1)
		})
	}
}

// TestDeskWithoutItsRecordsScript: where a part of the page does not come, that is said, and
// once it comes all is there.
func TestDeskWithoutItsRecordsScript(t *testing.T) {
	site, mend := breakable(t, "/assets/records.", faults["404"])
	ctx := openBrowser(t)
	a := casesOf(t, ctx, site)
	a.text("#oc-store-failed", "存储出了问题")
	a.caseOf("客户：利息低", "还没丢")
	a.text("#oc-unsaved", "1 个案例")
	mend()
	a = casesOf(t, ctx, site)
	a.gone("#oc-store-failed")
	a.caseOf("客户：利息低", "存下了")
	a.awaitStored(1)
}

// tableOf is a table of so many cases.
func tableOf(n int) []byte {
	var b strings.Builder
	b.WriteString("编号,创建时间,对话\n")
	for i := range n {
		fmt.Fprintf(&b, "k%04d,2026-11-01 10:00:00,客户：第 %d 位说太贵\n", i, i)
	}
	return []byte(b.String())
}

// TestKilledInTheMiddle stops a tab in the middle of a write, for good: none of the
// cases are there then, and what was there before still is.
func TestKilledInTheMiddle(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	first := casesOf(t, ctx, site)
	first.caseOf("客户：利息低", "早先的")
	first.awaitStored(1)

	doomed, kill := chromedp.NewContext(ctx)
	defer kill()
	beforeScripts(t, doomed, `const put = IDBObjectStore.prototype.put;
		let puts = 0;
		IDBObjectStore.prototype.put = function (...args) {
			const request = put.apply(this, args);
			if (++puts === 200) {
				new BroadcastChannel("test").postMessage("in the middle");
				for (;;);
			}
			return request;
		};`)
	ask[bool](t, ctx, `(new BroadcastChannel("test").onmessage = () => { window.middle = true; }, true)`)
	a := casesOf(t, doomed, site)
	a.choose("many.csv", tableOf(400))
	await(t, ctx, `window.middle === true`)
	kill()

	a = casesOf(t, anotherTab(t, ctx), site)
	a.text(".oc-cases-head", "1 个")
	a.text("#oc-list", "利息低")
	a.gone("#oc-spoilt")
	a.choose("many.csv", tableOf(400))
	a.text("#oc-imported", "新增 400")
	a.awaitStored(401)
}

func TestOlderDatabaseIsBroughtUpToDate(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	do(t, ctx, chromedp.Navigate(site.URL+"demo/index.html"))
	ask[bool](t, ctx, `new Promise((done, failed) => {
		const opening = indexedDB.open("objection-coach", 1);
		opening.onupgradeneeded = () => opening.result.createObjectStore("cases");
		opening.onerror = () => failed(opening.error);
		opening.onsuccess = () => {
			const tx = opening.result.transaction("cases", "readwrite"), cases = tx.objectStore("cases");
			cases.put('{"schema":1,"id":"a","at":1763000000000,"turns":[{"who":"customer","text":"利息低，电话13800138000"}],"topic":"yield","cause":"hearsay","outcome":"open"}', "a");
			cases.put('{"schema":2,"id":"b","created":1763000000000,"changed":1763000000000,"topics":["price"],"outcome":"won","note":"第二版","followUp":"2025-11-20","done":true}', "b");
			cases.put('{"schema":3,"id":"c","created":1763000000000,"changed":1763000000000,"outcome":"open","note":"第三版"}', "c");
			cases.put('{"schema":9,"id":"d","created":1,"note":"以后的版本"}', "d");
			tx.oncomplete = () => (opening.result.close(), done(true));
		};
	})`)
	a := casesOf(t, ctx, site)
	a.text(".oc-cases-head", "3 个")
	for _, text := range []string{"利息低，电话[手机尾8000]", "第二版", "第三版"} {
		a.text("#oc-list", text)
	}
	a.text("#oc-spoilt", "1 条记录")
	await(t, ctx, inStore("readonly", `cases.getAll()`)+`.then((all) => all.filter((r) => r instanceof Uint8Array).length === 3 && all.filter((r) => typeof r === "string").length === 1)`)
	require.EqualValues(t, 3, ask[int64](t, ctx, `indexedDB.databases().then((all) => all[0].version)`))
	a = casesOf(t, ctx, site)
	a.text("#oc-list", "利息低")
	a.text(".oc-cases-head", "3 个")
}

func TestSpoiltRecordStaysAndIsHandedOut(t *testing.T) {
	site, a := openCases(t)
	ctx, folder := a.ctx, downloads(t, a.ctx)
	a.caseOf("客户：年费太贵", "好的")
	a.caseOf("客户：利息低", "坏掉的")
	a.awaitStored(2)
	ask[bool](t, ctx, inStore("readwrite", `cases.openCursor(null, "prev")`)+`.then(() => true)`)
	ask[bool](t, ctx, inStore("readwrite", `(() => {
		const r = cases.openCursor(null, "prev");
		r.onsuccess = () => { const bytes = r.result.value; bytes[bytes.length >> 1] ^= 1; r.result.update(bytes); };
		return r;
	})()`)+`.then(() => true)`)
	a = casesOf(t, ctx, site)
	a.text(".oc-cases-head", "1 个")
	a.text("#oc-list", "年费太贵")
	a.text("#oc-spoilt", "1 条记录读不出来")
	a.click("#oc-spoilt-out")
	require.Contains(t, string(saved(t, folder, ".txt")), "利息低")
	require.EqualValues(t, 2, a.stored(), "it is left as it is")
}

// TestDamagedStoreIsSaidAndCanBeMended: there is a database, but not as it should be.
func TestDamagedStoreIsSaidAndCanBeMended(t *testing.T) {
	site := serveBuiltSite(t)
	t.Run("nothing in it", func(t *testing.T) {
		ctx := openBrowser(t)
		do(t, ctx, chromedp.Navigate(site.URL+"demo/index.html"))
		ask[bool](t, ctx, `new Promise((done) => { const o = indexedDB.open("objection-coach", 3); o.onsuccess = () => (o.result.close(), done(true)); })`)
		a := casesOf(t, ctx, site)
		a.text("#oc-store-failed", "坏了，打不开")
		a.caseOf("客户：利息低", "还没丢")
		a.text("#oc-unsaved", "1 个案例")
		a.text(".oc-status", "坏了，打不开")
		a.click("#oc-wipe")
		a.click("#oc-wipe-export")
		a.set("#oc-wipe-word", "清空")
		a.click("#oc-wipe-now")
		a.gone("#oc-store-failed")
		a.caseOf("客户：年费太贵", "新的")
		a.awaitStored(1)
	})
	for name, vault := range map[string]string{"no JSON": `{broken`, "no passphrase in it": `{"rounds":0,"salt":"","nonce":"","key":""}`} {
		t.Run("passphrase, "+name, func(t *testing.T) {
			ctx := openBrowser(t)
			a := casesOf(t, ctx, site)
			a.caseOf("客户：利息低", "一")
			a.awaitStored(1)
			ask[bool](t, ctx, inStore("readwrite", fmt.Sprintf(`settings.put(%q, "vault")`, vault))+`.then(() => true)`)
			a = casesOf(t, ctx, site)
			a.set("#oc-unlock", passphrase)
			a.click("#oc-unlock-go")
			a.text(".oc-unlock", "坏了，打不开")
			a.has("#oc-wipe")
		})
	}
	t.Run("by a newer version", func(t *testing.T) {
		ctx := openBrowser(t)
		do(t, ctx, chromedp.Navigate(site.URL+"demo/index.html"))
		ask[bool](t, ctx, `new Promise((done) => { const o = indexedDB.open("objection-coach", 9); o.onsuccess = () => (o.result.close(), done(true)); })`)
		a := casesOf(t, ctx, site)
		a.text("#oc-store-failed", "更新的版本")
		a.caseOf("客户：利息低", "一")
		a.text(".oc-status", "更新的版本")
		a.gone("#oc-wipe")
	})
	t.Run("records of no kind", func(t *testing.T) {
		ctx := openBrowser(t)
		a := casesOf(t, ctx, site)
		a.caseOf("客户：利息低", "一")
		a.awaitStored(1)
		ask[bool](t, ctx, inStore("readwrite", `(cases.put({a: 1}, 7), cases.put(null, new Date()), cases.put(new Uint8Array(0), "zz"), settings.put("{broken", "choices"), cases.put(undefined, ["x", 1]))`)+`.then(() => true)`)
		a = casesOf(t, ctx, site)
		a.text(".oc-cases-head", "1 个")
		a.text("#oc-spoilt", "4 条记录读不出来")
	})
}

// clockAt has the clock of the device stand at a moment, and window.setClock puts it at
// another.
func clockAt(t *testing.T, ctx context.Context, moment string) {
	t.Helper()
	beforeScripts(t, ctx, fmt.Sprintf(`{ const D = Date, now = Date.now.bind(Date); let off;
		globalThis.setClock = (at) => { off = D.parse(at) - now(); return true; };
		globalThis.Date = class extends D { constructor(...a) { a.length ? super(...a) : super(now() + off); } }; Date.now = () => now() + off; setClock(%q); }`, moment))
}

// TestWrongClockIsSaid: on a device whose battery ran out, no day can be counted; but the
// coach works, and so does what is kept.
func TestWrongClockIsSaid(t *testing.T) {
	site := serveBuiltSite(t)
	for moment, said := range map[string]string{
		"1969-12-31T16:00:00Z": "日期不对", "1970-01-02": "日期不对", "2015-01-01": "日期是 2015-01-01", "2100-01-01": "日期是 2100-01-01",
		"2300-01-01": "日期是 2300-01-01", "9999-12-31": "日期", "+020000-01-01T00:00:00Z": "日期不对", "-000044-03-15T00:00:00Z": "日期不对",
	} {
		t.Run(moment, func(t *testing.T) {
			ctx := openBrowser(t)
			clockAt(t, ctx, moment)
			openApp(t, ctx, site.URL+"#locale=zh-CN").commit("年费太贵了")
			await(t, ctx, `document.querySelector(".oc-labels")?.innerText.includes("嫌贵") === true`)
			a := casesOf(t, ctx, site)
			a.text("#oc-clock-wrong", said)
			a.choose("one.csv", tableOf(1))
			a.text("#oc-imported", "新增 1")
			a.click("#oc-case-new")
			a.has("#oc-case-talk")
		})
	}
}

// TestClockThatJumpsBack: what is changed later stays what was changed later, on this
// device and where its book is merged.
func TestClockThatJumpsBack(t *testing.T) {
	ctx := openBrowser(t)
	folder := downloads(t, ctx)
	clockAt(t, ctx, "2027-05-01T02:00:00Z")
	a := casesOf(t, ctx, serveBuiltSite(t))
	a.caseOf("客户：年费太贵", "先写的")
	a.click("#oc-out-jsonl")
	before := saved(t, folder, ".jsonl")
	ask[bool](t, ctx, `setClock("2026-11-22T02:00:00Z")`)
	a.caseOf("客户：利息低", "另一个")
	a.set("#oc-search", "先写的")
	a.text(".oc-pages", "共 1 个")
	a.click(".oc-row")
	a.set("#oc-case-note", "后来改的")
	a.click("#oc-case-save")
	a.text(".oc-status", "已存")
	a.choose("before.jsonl", before)
	a.text("#oc-imported", "新增 0，更新 0，未变 1")
	a.click("#oc-out-jsonl")
	require.Contains(t, string(saved(t, folder, ".jsonl")), "后来改的")
}

func TestBadFileImportsNothing(t *testing.T) {
	_, a := openCases(t)
	a.choose("bad.csv", []byte("编号,创建时间,结果,跟进日期\nx1,2026-11-01,办成,\nx1,2026-11-02,飞了,0000-01-01\n"))
	a.text("#oc-imported", "一行也没有导入")
	a.text("#oc-imported", "飞了")
	for _, want := range []string{"结果", "跟进日期", "0000-01-01"} {
		a.text("#oc-imported table", want)
	}
	require.EqualValues(t, 0, a.stored())
	require.Less(t, ask[float64](t, a.ctx, `document.querySelector("#oc-imported").getBoundingClientRect().top`), ask[float64](t, a.ctx, `document.querySelector("#oc-list").getBoundingClientRect().top`),
		"it is said where one looks, not below a long list")
	a.click("#oc-import-shut")
	a.gone("#oc-imported table")
	// GB18030, as spreadsheets save it in China.
	a.choose("gbk.csv", append([]byte("id,created,note\nx1,2026-11-01,"), 0xC0, 0xFB, 0xCF, 0xA2, 0xB5, 0xCD, '\n'))
	a.text("#oc-imported", "新增 1")
	a.text("#oc-list", "利息低")
	a.click("#oc-import-undo")
	a.awaitStored(0)
}

const passphrase = "correct horse"

func TestPassphraseSealsAndOpens(t *testing.T) {
	site, a := openCases(t)
	ctx := a.ctx
	a.caseOf("客户：年费太贵", "密存")
	a.caseOf("客户：利息低", "也密存")
	a.awaitStored(2)
	sealed := func(n int) {
		t.Helper()
		await(t, ctx, inStore("readonly", `cases.getAll()`)+fmt.Sprintf(`.then((all) => all.filter((r) => r[0] === 83 && !new TextDecoder().decode(r).includes("密存")).length === %d)`, n))
	}
	a.set("#oc-pass-next", "short")
	a.set("#oc-pass-again", "short")
	a.click("#oc-pass-set")
	a.text("#oc-pass-said", "至少 8 个字")
	a.set("#oc-pass-next", passphrase)
	a.set("#oc-pass-again", passphrase)
	a.click("#oc-pass-set")
	a.text(".oc-status", "全部案例已加密")
	sealed(2)
	a.caseOf("客户：再想想", "第三个密存")
	sealed(3)

	a = casesOf(t, ctx, site)
	a.text(".oc-unlock", "案例已加密")
	require.NotContains(t, a.read("body"), "年费太贵")
	a.set("#oc-unlock", "wrong horse")
	a.click("#oc-unlock-go")
	a.text(".oc-unlock", "口令不对")
	a.set("#oc-unlock", passphrase)
	a.click("#oc-unlock-go")
	a.text("#oc-list", "年费太贵")
	a.text(".oc-cases-head", "3 个")

	a.set("#oc-pass-now", passphrase)
	a.set("#oc-pass-next", "another horse")
	a.set("#oc-pass-again", "another horse")
	a.click("#oc-pass-set")
	a.text(".oc-status", "全部案例已加密")
	a = casesOf(t, ctx, site)
	a.set("#oc-unlock", passphrase)
	a.click("#oc-unlock-go")
	a.text(".oc-unlock", "口令不对")
	a.set("#oc-unlock", "another horse")
	a.click("#oc-unlock-go")
	a.text(".oc-cases-head", "3 个")

	a.set("#oc-pass-now", passphrase)
	a.click("#oc-pass-remove")
	a.text("#oc-pass-said", "口令不对")
	sealed(3)
	a.set("#oc-pass-now", "another horse")
	a.click("#oc-pass-remove")
	a.text(".oc-status", "口令已取消")
	sealed(0)
	a = casesOf(t, ctx, site)
	a.text(".oc-cases-head", "3 个")
}

// TestFailedEncryptionLosesNothing: what cannot be encrypted is not written, and what is
// there stays.
func TestFailedEncryptionLosesNothing(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	beforeScripts(t, ctx, `const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
		crypto.subtle.encrypt = (...args) => window.failing ? Promise.reject(new DOMException("no", "OperationError")) : encrypt(...args);`)
	a := casesOf(t, ctx, site)
	a.caseOf("客户：年费太贵", "先写的")
	a.set("#oc-pass-next", passphrase)
	a.set("#oc-pass-again", passphrase)
	a.click("#oc-pass-set")
	a.text(".oc-status", "全部案例已加密")
	ask[bool](t, ctx, `window.failing = true`)
	a.set("#oc-search", "年费")
	a.text(".oc-pages", "共 1 个")
	a.click(".oc-row")
	a.set("#oc-case-note", "后来改的")
	a.click("#oc-case-save")
	a.text("#oc-unsaved", "1 个案例没能写进这台设备")
	a.awaitStored(1)
	ask[bool](t, ctx, `!(window.failing = false)`)
	a.click("#oc-unsaved .oc-quiet")
	a.gone("#oc-unsaved")
	a = casesOf(t, ctx, site)
	a.set("#oc-unlock", passphrase)
	a.click("#oc-unlock-go")
	a.set("#oc-search", "后来改的")
	a.text(".oc-pages", "共 1 个")
}

// shelved makes cases as they lie on a device: lengths in 32 bits, ids and records.
func shelved(t *testing.T, n int) []byte {
	t.Helper()
	pick := func(field string, i int) string {
		choices := casebook.Choices(field, "en")
		return choices[i%len(choices)].ID
	}
	lines := []string{"这个理财会不会亏本啊，我怕得很", "手续费太高了，别家都不收", "我回去跟老伴商量商量再说", "利息太低了，还不如放着", "上个月多扣了我三百块，帮我查一下"}
	const noon = 1795320000000 // 22 November 2026 in Shanghai
	var b []byte
	put := func(part []byte) {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(part)))
		b = append(b, part...)
	}
	for i := range n {
		created := int64(noon) - int64(i)*600_000
		d := casebook.Draft{
			ID: fmt.Sprintf("c-%06d", n-i), Created: created, Topics: []string{pick("topics", i*7), pick("topics", i*7+i%4)}, Kind: "objection",
			Nature: pick("nature", i/3), Emotion: pick("emotion", i), Technique: pick("technique", i*5), Outcome: pick("outcome", i/2), Causes: []string{pick("causes", i*11)},
			Servqual: pick("servqual", i), Channel: pick("channel", i), Product: pick("product", i*3), Note: "约好回电，带上产品说明书",
		}
		for k := range 2 {
			d.Turns = append(d.Turns, casebook.Turn{Who: casebook.Customer, Text: lines[(i+k)%len(lines)]}, casebook.Turn{Who: casebook.Staff, Text: "您最看重哪一点，安全还是方便？"})
		}
		if i%2 == 0 {
			d.Script = "bank/one"
		}
		c, err := casebook.New(d)
		require.NoError(t, err)
		put([]byte(d.ID))
		put(c.Stored())
	}
	return b
}

// seeded serves the built site with so many such cases beside it, for filled to take.
func seeded(t *testing.T, n int) builtSite {
	t.Helper()
	seed := shelved(t, n)
	return serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/seed.bin" {
				w.Write(seed) //nolint:errcheck // the browser would complain
				return
			}
			h.ServeHTTP(w, r)
		})
	})
}

// filled opens the casebook of such a site and puts its cases on the device. They are
// seen when the page is opened again.
func filled(t *testing.T, ctx context.Context, site builtSite) app {
	t.Helper()
	a := casesOf(t, ctx, site)
	ask[bool](t, ctx, fillStore)
	return a
}

// fillStore puts such cases on the device.
const fillStore = `(async () => {
	const file = await (await fetch("seed.bin")).arrayBuffer();
	const view = new DataView(file), text = new TextDecoder();
	const db = await new Promise((done) => { const o = indexedDB.open("objection-coach"); o.onsuccess = () => done(o.result); });
	const tx = db.transaction("cases", "readwrite"), cases = tx.objectStore("cases");
	for (let at = 0; at < file.byteLength;) {
		const part = () => { const n = view.getUint32(at, true); const p = new Uint8Array(file.slice(at + 4, at + 4 + n)); at += 4 + n; return p; };
		const id = text.decode(part());
		cases.put(part(), id);
	}
	await new Promise((done) => { tx.oncomplete = done; });
	db.close();
	return true;
})()`

// awaitBlocks holds once the device has all the records a second time, many in one.
const awaitBlocks = `new Promise((done, failed) => {
	const opening = indexedDB.open("objection-coach");
	opening.onerror = () => failed(opening.error);
	opening.onsuccess = () => {
		const tx = opening.result.transaction(["blocks", "fresh"]), blocks = tx.objectStore("blocks").count(), fresh = tx.objectStore("fresh").getAllKeys();
		tx.oncomplete = () => (opening.result.close(), done(blocks.result > 0 && !fresh.result.some((id) => id.startsWith(" "))));
	};
})`

// busy tells for how many milliseconds the page has had a processor so far, which does
// not count what others on the machine took.
func busy(t *testing.T, ctx context.Context) float64 {
	t.Helper()
	answer, err := chromedp.Call(ctx, performance.GetMetrics, cdp.Empty{})
	require.NoError(t, err)
	for _, metric := range answer.Metrics {
		if metric.Name == "TaskDuration" {
			return metric.Value * 1000
		}
	}
	t.Fatal("the browser does not tell")
	return 0
}

// TestManyCasesInChromium opens, searches and draws 10,000 and 50,000 cases and reports
// how long it took. How long that may be is a matter of the machine and is no test.
func TestManyCasesInChromium(t *testing.T) {
	for _, n := range []int{10_000, 50_000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			site := seeded(t, n)
			ctx := openBrowser(t)
			_, err := chromedp.Call(ctx, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
			require.NoError(t, err)
			casesOf(t, ctx, site)
			empty := busy(t, ctx)
			do(t, ctx, chromedp.Navigate("about:blank"))
			before := busy(t, ctx)
			casesOf(t, ctx, site)
			empty = min(empty, busy(t, ctx)-before)
			ask[bool](t, ctx, fillStore)
			casesOf(t, ctx, site)
			await(t, ctx, awaitBlocks)
			beforeScripts(t, ctx, `
				const open = IDBFactory.prototype.open;
				IDBFactory.prototype.open = function (...args) { window.times ??= {open: performance.now(), longest: 0}; return open.apply(this, args); };
				new PerformanceObserver((list) => { for (const e of list.getEntries()) if (window.times) times.longest = Math.max(times.longest, e.duration); }).observe({entryTypes: ["longtask"]});
				new MutationObserver(() => {
					if (!window.times) return;
					if (!times.first && document.querySelector("#oc-list tbody tr")) times.first = performance.now() - times.open;
					if (!times.all && document.querySelector(".oc-cases-head .oc-muted, .oc-insight .oc-muted")?.textContent.includes("`+fmt.Sprint(n)+`") && !document.querySelector(".oc-notices p")) times.all = performance.now() - times.open;
				}).observe(document, {subtree: true, childList: true, characterData: true});`)
			do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+"desk.html#locale=zh-CN&place=cases"))
			await(t, ctx, `!!window.times?.all`)
			t.Logf("%d cases: the page was busy for %.0f ms until all were there, of which %.0f for an empty book", n, busy(t, ctx), empty)
			require.LessOrEqual(t, ask[int64](t, ctx, `document.querySelectorAll("#oc-list tbody tr").length`), int64(50))
			t.Logf("%d cases: the newest shown after %.0f ms, all read after %.0f ms, the screen never busy for more than %.0f ms", n,
				ask[float64](t, ctx, `times.first`), ask[float64](t, ctx, `times.all`), ask[float64](t, ctx, `times.longest`))

			watch := `(change, seen) => new Promise((done) => {
				const start = performance.now();
				new MutationObserver((_, o) => { if (seen()) { o.disconnect(); requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))); } }).observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
				change();
			})`
			for _, query := range []string{"亏本", "lxtd", "并无此话"} {
				idle := busy(t, ctx)
				took := ask[float64](t, ctx, fmt.Sprintf(`(%s)(() => {
					window.before = document.querySelector("#oc-list").innerText;
					const e = document.querySelector("#oc-search");
					e.value = %q;
					e.dispatchEvent(new Event("input", {bubbles: true}));
				}, () => document.querySelector("#oc-list").innerText !== window.before)`, watch, query))
				t.Logf("%d cases: %q found after %.0f ms, of which 120 are waited for more typing; busy for %.0f ms", n, query, took, busy(t, ctx)-idle)
			}

			do(t, ctx, chromedp.Navigate("about:blank"))
			before = busy(t, ctx)
			do(t, ctx, chromedp.Navigate(site.URL+"desk.html#locale=zh-CN&place=insight"))
			a := app{t, ctx, inPage}
			a.click(".oc-tools .oc-tag:nth-child(5)") // of all time, before they are all read
			await(t, ctx, `!!window.times?.all`)
			await(t, ctx, `document.querySelectorAll(".oc-figure svg").length === 6`)
			t.Logf("%d cases: the charts of all stand %.0f ms after the store was opened; the page was busy for %.0f ms, of which %.0f for an empty book", n,
				ask[float64](t, ctx, `times.all`), busy(t, ctx)-before, empty)
			for _, span := range []int{1, 4} {
				idle := busy(t, ctx)
				took := ask[float64](t, ctx, fmt.Sprintf(`(%s)(() => document.querySelectorAll(".oc-tools .oc-tag")[%d].click(), () => document.querySelectorAll(".oc-tools .oc-tag")[%d].ariaPressed === "true")`, watch, span, span))
				t.Logf("%d cases: charts of %s drawn in %.0f ms; busy for %.0f ms", n, ask[string](t, ctx, fmt.Sprintf(`document.querySelectorAll(".oc-tools .oc-tag")[%d].textContent`, span)), took, busy(t, ctx)-idle)
			}
		})
	}
}

// TestManyCasesUnderAPassphrase encrypts 10,000 and 50,000 cases, opens them again, and
// reports how long it took.
func TestManyCasesUnderAPassphrase(t *testing.T) {
	for _, n := range []int{10_000, 50_000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			site := seeded(t, n)
			ctx := openBrowserFor(t, 5*time.Minute)
			_, err := chromedp.Call(ctx, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
			require.NoError(t, err)
			filled(t, ctx, site)
			a := casesOf(t, ctx, site)
			await(t, ctx, awaitBlocks)
			a.set("#oc-pass-next", passphrase)
			a.set("#oc-pass-again", passphrase)
			a.calm("encrypted", func() {
				a.click("#oc-pass-set")
				require.Eventually(t, func() bool { return strings.Contains(a.read(".oc-status"), "全部案例已加密") }, 2*time.Minute, awaitPause)
			})
			unlocked := func(n int) (busyFor float64) {
				t.Helper()
				a = casesOf(t, ctx, site)
				a.has("#oc-unlock")
				a.set("#oc-unlock", passphrase)
				idle, began := busy(t, ctx), time.Now()
				a.click("#oc-unlock-go")
				a.text(".oc-cases-head", fmt.Sprint(n)+" 个")
				await(t, ctx, `!document.querySelector(".oc-notices p")`)
				t.Logf("%d cases: all there %d ms after the passphrase was given; the page was busy for %.0f ms", n, time.Since(began).Milliseconds(), busy(t, ctx)-idle)
				return busy(t, ctx) - idle
			}
			one := unlocked(n) // record by record
			a.caseOf("客户：年费太贵", "不必等")
			a.text(".oc-status", "已存")
			if n > 10_000 {
				require.False(t, ask[bool](t, ctx, awaitBlocks), "a case is written while blocks are being built")
			}
			a.calm("blocks built", func() {
				require.Eventually(t, func() bool { return ask[bool](t, ctx, awaitBlocks) }, 2*time.Minute, awaitPause)
			})
			require.Less(t, unlocked(n+1), one, "from blocks it is faster")
			a.set("#oc-search", "不必等")
			a.text(".oc-pages", "共 1 个")
			a.set("#oc-search", "c-000001")
			a.text(".oc-pages", "共 1 个")
			a.click(".oc-row")
			a.set("#oc-case-note", "改过")
			a.click("#oc-case-save")
			a.text(".oc-status", "已存")
			a.gone("#oc-conflict")
		})
	}
}

// TestBlocksSayWhatTheRecordsSay: once there are many cases, they are read as blocks. What
// was changed since is read beside them, and where they are wrong they are not believed.
func TestBlocksSayWhatTheRecordsSay(t *testing.T) {
	const n = 1500
	site := seeded(t, n)
	ctx := openBrowser(t)
	filled(t, ctx, site)
	beforeScripts(t, ctx, `window.slow = 0; const getAll = IDBObjectStore.prototype.getAll;
		IDBObjectStore.prototype.getAll = function (...args) { if (this.name === "cases" && args[1] === 2000) slow++; return getAll.apply(this, args); };`)
	open := func(slow bool, count string) app {
		t.Helper()
		a := casesOf(t, ctx, site)
		a.text(".oc-cases-head", count+" 个")
		await(t, ctx, `!document.querySelector(".oc-notices p")`)
		require.Equal(t, slow, ask[bool](t, ctx, `slow > 0`))
		return a
	}
	open(true, "1500")
	await(t, ctx, awaitBlocks)
	a := open(false, "1500")

	// The oldest case is changed, the next is deleted, a new one is written.
	find := func(id string) {
		t.Helper()
		a.set("#oc-search", "并无此话")
		a.text("#oc-list", "没有找到")
		a.set("#oc-search", id)
		a.text(".oc-pages", "共 1 个")
		a.click(".oc-row")
		a.has("#oc-case-remove")
	}
	find("c-000001")
	a.set("#oc-case-note", "后来改过")
	a.click("#oc-case-save")
	a.text(".oc-status", "已存")
	find("c-000002")
	a.click("#oc-case-remove")
	a.text(".oc-status", "已删除")
	a.set("#oc-search", "")
	a.caseOf("客户：年费太贵", "新写的")
	a.awaitStored(n)
	a = open(false, "1500")
	for query, total := range map[string]string{"后来改过": "共 1 个", "新写的": "共 1 个", "c-000002": ""} {
		a.set("#oc-search", query)
		if total == "" {
			a.text("#oc-list", "没有找到")
		} else {
			a.text(".oc-pages", total)
		}
	}
	find("c-000001") // its state is known: to write it again is no conflict
	a.set("#oc-case-note", "又改")
	a.click("#oc-case-save")
	a.text(".oc-status", "已存")
	a.gone("#oc-conflict")

	// Blocks that do not have all, or are damaged, are passed over and nothing is lost.
	inBlocks := func(do string) {
		t.Helper()
		ask[bool](t, ctx, fmt.Sprintf(`new Promise((done) => { const o = indexedDB.open("objection-coach"); o.onsuccess = () => {
			const tx = o.result.transaction(["cases", "blocks"], "readwrite"), cases = tx.objectStore("cases"), blocks = tx.objectStore("blocks");
			%s; tx.oncomplete = () => (o.result.close(), done(true)); }; })`, do))
	}
	inBlocks(`cases.delete("c-000003")`)
	open(true, "1499")
	for loads := 1; ; loads++ { // those that were there are built anew behind the screen
		casesOf(t, ctx, site).text(".oc-cases-head", "1499 个")
		await(t, ctx, `!document.querySelector(".oc-notices p")`)
		if !ask[bool](t, ctx, `slow > 0`) {
			break
		}
		require.Less(t, loads, 20, "the blocks are never built anew")
	}
	inBlocks(`blocks.get(0).onsuccess = (e) => { const b = e.target.result; b[0] = 200; b[1] = 255; b[2] = 255; blocks.put(b, 0); }`)
	a = open(true, "1499")
	await(t, ctx, awaitBlocks)
	inBlocks(`blocks.delete(0)`) // as when the tab was closed while they were built
	a = open(true, "1499")
	await(t, ctx, awaitBlocks)
	a.set("#oc-search", "又改")
	a.text(".oc-pages", "共 1 个")

	// Under a passphrase no block in the clear is left.
	a.set("#oc-search", "")
	a.set("#oc-pass-next", passphrase)
	a.set("#oc-pass-again", passphrase)
	a.click("#oc-pass-set")
	a.text(".oc-status", "全部案例已加密")
	await(t, ctx, `new Promise((done) => { const o = indexedDB.open("objection-coach"); o.onsuccess = () => {
		const tx = o.result.transaction(["blocks", "fresh"]), b = tx.objectStore("blocks").getAll(), f = tx.objectStore("fresh").getAll();
		tx.oncomplete = () => { o.result.close(); done([...b.result, ...f.result].every((r) => !new TextDecoder().decode(r).includes("手续费"))); }; }; })`)
	unlock := func(slow bool, count string) {
		t.Helper()
		a = casesOf(t, ctx, site)
		a.set("#oc-unlock", passphrase)
		a.click("#oc-unlock-go")
		a.text(".oc-cases-head", count+" 个")
		await(t, ctx, `![...document.querySelectorAll(".oc-notices p")].some((p) => p.textContent.includes("正在读取"))`)
		require.Equal(t, slow, ask[bool](t, ctx, `slow > 0`))
	}
	unlock(true, "1499")
	await(t, ctx, awaitBlocks)
	await(t, ctx, `new Promise((done) => { const o = indexedDB.open("objection-coach"); o.onsuccess = () => {
		const b = o.result.transaction("blocks").objectStore("blocks").getAll();
		b.onsuccess = () => { o.result.close(); done(b.result.every((r) => r[0] === 83 && !new TextDecoder().decode(r).includes("手续费"))); }; }; })`)
	unlock(false, "1499")
	a.caseOf("客户：年费太贵", "密存")
	find("c-000001")
	a.set("#oc-case-note", "密改")
	a.click("#oc-case-save")
	a.text(".oc-status", "已存")
	a.gone("#oc-conflict")
	find("c-000004")
	a.click("#oc-case-remove")
	a.awaitStored(1499)
	unlock(false, "1499")
	find("密改")
	a.click("#oc-case-back")
	a.set("#oc-search", "c-000004")
	a.text("#oc-list", "没有找到")
	inBlocks(`blocks.get(0).onsuccess = (e) => { const b = e.target.result; b[100] ^= 1; blocks.put(b, 0); }`)
	unlock(true, "1499")
	find("密改")

	// A record that cannot be decrypted does not keep the others from blocks.
	inBlocks(`cases.get("c-000005").onsuccess = (e) => { const r = e.target.result; r[40] ^= 1; cases.put(r, "c-000005"); blocks.delete(0); }`)
	unlock(true, "1498")
	a.text("#oc-spoilt", "1 条记录读不出来")
	await(t, ctx, awaitBlocks)
	unlock(false, "1498")
	a.text("#oc-spoilt", "1 条记录读不出来")
}

// largeTable is a table of so many cases of four turns, and of some rows that are wrong.
func largeTable(n int, wrong ...int) []byte {
	var b strings.Builder
	b.WriteString("编号,创建时间,对话,话题,结果,备注,跟进日期\n")
	for i := range n {
		outcome := "办成"
		if slices.Contains(wrong, i+2) {
			outcome = "飞了"
		}
		fmt.Fprintf(&b, "k%06d,2026-11-01 10:%02d:%02d,\"客户：第 %d 位说太贵\n员工：您看重哪一点？\n客户：安全\n员工：那看这一款\",price,%s,约好回电,2199-01-05\n", i, i/60%60, i%60, i, outcome)
	}
	return []byte(b.String())
}

// longestStretch is for how many milliseconds of a processor the screen may stand still
// at most. The aim is 100; the rest is for slower machines. Where long work does not let go
// of the page while garbage is collected, it was 650.
const longestStretch = 250

// calm does some work, of which the screen must not stand still for long.
func (a app) calm(what string, work func()) {
	a.t.Helper()
	began := time.Now()
	list := stretches(a.t, a.ctx, work)
	a.t.Logf("%s: %d ms; the screen stood still for %.0f, %.0f, %.0f … ms of a processor at most", what, time.Since(began).Milliseconds(), list[0], list[1], list[2])
	require.Less(a.t, list[0], float64(longestStretch), what)
}

// TestLargeImportLetsTheScreenLive imports as many rows as can be: the screen tells how
// far it is, never stands still for long, and the import can be stopped or refused, and
// then nothing of it is there. The same holds for the exports of all these cases.
func TestLargeImportLetsTheScreenLive(t *testing.T) {
	good, bad := largeTable(casebook.MaxRows), largeTable(casebook.MaxRows, 7, 50_000, 99_999)
	site := serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/good.csv":
				w.Write(good) //nolint:errcheck // the browser would complain
			case "/bad.csv":
				w.Write(bad) //nolint:errcheck // the browser would complain
			default:
				h.ServeHTTP(w, r)
			}
		})
	})
	ctx := openBrowserFor(t, 5*time.Minute)
	folder := downloads(t, ctx)
	a := casesOf(t, ctx, site)
	choose := func(name string) {
		t.Helper()
		ask[bool](t, ctx, fmt.Sprintf(`fetch(%[1]q).then((r) => r.blob()).then((b) => {
			const input = document.querySelector("#oc-import"), files = new DataTransfer();
			files.items.add(new File([b], %[1]q));
			input.files = files.files;
			input.dispatchEvent(new Event("change", {bubbles: true}));
			return true;
		})`, name))
	}
	seen := func(text string) {
		t.Helper()
		require.Eventually(t, func() bool {
			return strings.Contains(ask[string](t, ctx, `document.querySelector("#oc-imported").innerText`), text)
		}, 3*time.Minute, 100*time.Millisecond, text)
	}

	a.calm("refused for three bad rows", func() {
		choose("bad.csv")
		seen("已读")
		seen("100000 行里有 3 行有问题")
	})
	for _, row := range []string{"7", "50000", "99999"} {
		require.True(t, ask[bool](t, ctx, fmt.Sprintf(`[...document.querySelectorAll("#oc-imported tbody tr")].some((r) => r.cells[0].textContent === %q && r.cells[1].textContent === "结果" && r.cells[2].textContent.includes("飞了"))`, row)), row)
	}
	require.EqualValues(t, 0, a.stored())

	for _, at := range []string{"已读", "已写入 "} {
		choose("good.csv")
		seen(at)
		a.click("#oc-import-stop")
		seen("已停止")
		require.EqualValues(t, 0, a.stored())
		a.text(".oc-cases-head", "0 个")
	}

	a.calm("imported", func() {
		choose("good.csv")
		seen("新增 100000")
	})
	a.awaitStored(casebook.MaxRows)

	a.click("#oc-out-csv")
	a.text("#oc-exported", "/ 100000")
	a.click("#oc-export-stop")
	a.gone("#oc-exported")
	for _, form := range []string{"csv", "jsonl", "ics"} {
		a.calm("exported as "+form, func() {
			a.click("#oc-out-" + form)
			a.has("#oc-exported")
			require.Eventually(t, func() bool { return ask[bool](t, ctx, `!document.querySelector("#oc-exported")`) }, time.Minute, awaitPause)
		})
		file := saved(t, folder, "."+form) // the one that was stopped gave none: this is the only one
		if form == "ics" {
			require.Equal(t, casebook.MaxRows, bytes.Count(file, []byte("BEGIN:VEVENT")))
		} else {
			require.Len(t, read(t, file), casebook.MaxRows)
		}
	}

	a.calm("taken back", func() {
		a.click("#oc-import-undo")
		require.Eventually(t, func() bool { return a.stored() == 0 }, time.Minute, 100*time.Millisecond)
	})
	a.text(".oc-cases-head", "0 个")
	choose("good.csv")
	seen("新增 100000")
	a = casesOf(t, ctx, site)
	a.text(".oc-cases-head", "100000 个")
}

// hurried makes a minute without a touch pass in a fifth of a second, while window.hurry is set.
const hurried = `const later = window.setTimeout;
	window.setTimeout = (f, ms, ...rest) => later(f, window.hurry && ms >= 60000 ? ms / 300 : ms, ...rest);`

// shows waits until a text is seen somewhere in the coach's page or the desk in it, or
// nowhere: neither as text nor in a box.
func (a app) shows(text string, wanted bool) {
	a.t.Helper()
	await(a.t, a.ctx, fmt.Sprintf(`[document, document.querySelector("#oc-desk")].filter((e) => e === document || e?.checkVisibility()).map((e) => e.contentDocument ?? e).some((d) =>
		d.body.innerText.includes(%[1]q) || [...d.querySelectorAll("input, textarea")].some((e) => e.checkVisibility() && e.value.includes(%[1]q))) === %[2]t`, text, wanted))
}

func TestLockHidesEverything(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	beforeScripts(t, ctx, hurried)
	do(t, ctx, chromedp.Navigate(site.URL+"#locale=zh-CN"))
	a := app{t, ctx, inPage}
	a.ready()
	a.commit("年费太贵我不要了")
	a.enter()
	a.text(".oc-turns", "年费太贵")
	a.commit("还没打完的话")
	a.text(".oc-turns", "还没打完的话")

	touch := `(dispatchEvent(new Event("pointerdown")), true)`
	ask[bool](t, ctx, `window.hurry = true`)
	ask[bool](t, ctx, touch)
	a.has("#oc-lock:not([hidden]) #oc-lock-on")
	a.shows("年费太贵", false)
	a.shows("还没打完的话", false)
	require.Equal(t, "oc-lock-on", ask[string](t, ctx, `document.activeElement.id`))
	ask[bool](t, ctx, `!(window.hurry = false)`)
	a.click("#oc-lock-on")
	a.shows("年费太贵", true)
	a.shows("还没打完的话", true)

	// With a case of the customer open in the desk, the next customer sees none of it.
	ask[bool](t, ctx, `([...document.querySelectorAll("button")].find((b) => b.textContent === "存案例").click(), true)`)
	await(t, ctx, `document.querySelector("#oc-desk")?.contentDocument.querySelector("#oc-case-talk")?.value.includes("年费太贵") === true`)
	a.shows("年费太贵", true)
	ask[bool](t, ctx, `window.hurry = true`)
	ask[bool](t, ctx, touch)
	a.has("#oc-lock:not([hidden])")
	a.shows("年费太贵", false)
	ask[bool](t, ctx, `!(window.hurry = false)`)
	a.click("#oc-lock-next")
	a.gone("#oc-lock-on")
	a.shows("年费太贵", false)
	a.shows("还没打完的话", false)
	await(t, ctx, `!document.querySelector("#oc-desk").contentDocument.querySelector("#oc-case-talk")`)
	require.Empty(t, a.read("#oc-undo"), "nor can it be brought back")
	ask[bool](t, ctx, `([...document.querySelectorAll(".oc-place")].find((b) => b.textContent === "案例").click(), true)`)
	await(t, ctx, `!!document.querySelector("#oc-desk").contentDocument.querySelector("#oc-case-new")`)
	a.shows("年费太贵", false)
}

func TestLockWantsThePassphrase(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	beforeScripts(t, ctx, hurried)
	a := casesOf(t, ctx, site)
	a.caseOf("客户：利息低", "密存")
	a.set("#oc-pass-next", passphrase)
	a.set("#oc-pass-again", passphrase)
	a.set("#oc-idle", "1")
	a.click("#oc-pass-set")
	a.text(".oc-status", "全部案例已加密")

	do(t, ctx, chromedp.Navigate(site.URL+"#locale=zh-CN"))
	a.ready()
	a.commit("年费太贵我不要了")
	a.enter()
	a.text(".oc-turns", "年费太贵")
	ask[bool](t, ctx, `window.hurry = true`)
	ask[bool](t, ctx, `(dispatchEvent(new Event("pointerdown")), true)`)
	a.has("#oc-lock-passphrase")
	a.set("#oc-lock-passphrase", "wrong horse")
	a.click("#oc-lock-on")
	a.text("#oc-lock", "口令不对")
	a.shows("年费太贵", false)
	ask[bool](t, ctx, `!(window.hurry = false)`)
	a.set("#oc-lock-passphrase", passphrase)
	a.click("#oc-lock-on")
	a.shows("年费太贵", true)
	ask[bool](t, ctx, `([...document.querySelectorAll(".oc-place")].find((b) => b.textContent === "案例").click(), true)`)
	a.shows("利息低", true)

	// Locked again, the desk has forgotten what it had read.
	ask[bool](t, ctx, `window.hurry = true`)
	ask[bool](t, ctx, `(dispatchEvent(new Event("pointerdown")), true)`)
	a.has("#oc-lock-passphrase")
	await(t, ctx, `!document.querySelector("#oc-desk").contentDocument.querySelector("#oc-list")`)
	a.shows("利息低", false)
	ask[bool](t, ctx, `!(window.hurry = false)`)
	a.set("#oc-lock-passphrase", passphrase)
	a.click("#oc-lock-on")
	a.shows("利息低", true)
}

// TestCasesAccessibility runs axe over the states of the casebook and the insight, in
// both languages and themes, narrow and wide.
func TestCasesAccessibility(t *testing.T) {
	axe := axeScript(t)
	site := seeded(t, 60)
	for _, look := range []struct {
		fragment string
		width    int64
	}{
		{"locale=zh-CN&theme=light", 360},
		{"locale=zh-CN&theme=dark", 1280},
		{"locale=en&theme=light", 820},
		{"locale=en&theme=dark", 360},
	} {
		t.Run(look.fragment, func(t *testing.T) {
			ctx := openBrowser(t)
			a := filled(t, ctx, site)
			open := func(place, ready string) {
				t.Helper()
				do(t, ctx, chromedp.EmulateViewport(look.width, 800), chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+"desk.html#"+look.fragment+"&place="+place))
				a.has(ready)
				_, err := chromedp.Run(ctx, chromedp.Evaluate[any](axe))
				require.NoError(t, err)
			}
			check := func(state string) {
				t.Helper()
				violations := ask[[]string](t, ctx, `axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join("; ")))`)
				require.Empty(t, violations, state)
				if look.width == 820 {
					checkThemes(t, ctx, inPage, state)
				}
				require.Empty(t, ask[[]string](t, ctx, `[...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility() && !e.closest(".oc-scroll")).map((e) => e.outerHTML.slice(0, 200))`), "%s: nothing lies beyond the edge", state)
			}
			open("cases", "#oc-list tbody tr")
			ask[bool](t, ctx, `(document.querySelectorAll("details").forEach((d) => d.open = true), true)`)
			check("list")
			a.choose("bad.csv", []byte("id,created,outcome\nx1,2026-11-01,flown\n"))
			a.has("#oc-imported table")
			a.click("#oc-wipe")
			a.click("#oc-wipe-have")
			a.has("#oc-wipe-word")
			check("import and clearing")
			a.click(".oc-row")
			a.has("#oc-case-preview")
			check("case")
			a.set("#oc-case-note", strings.Repeat("长", 4001))
			a.has(".oc-preview-case .oc-error li")
			check("fault")
			open("insight", ".oc-charts, .oc-insight > p")
			ask[bool](t, ctx, `(document.querySelectorAll(".oc-tools .oc-tag")[4].click(), true)`)
			a.has(".oc-figure")
			ask[bool](t, ctx, `(document.querySelectorAll("details").forEach((d) => d.open = true), true)`)
			check("insight")
			a.click("[data-drill]")
			a.write("#oc-drill-reply", "您放心，保本的")
			a.click("#oc-drill-check")
			a.click(".oc-drill-said [data-step=accept]") // nobody reads it in a window of its own
			a.has(".oc-drill-said [data-step=accept][aria-pressed=true]")
			check("drill")
			open("cases", "#oc-list tbody tr")
			a.set("#oc-pass-next", passphrase)
			a.set("#oc-pass-again", passphrase)
			a.click("#oc-pass-set")
			a.has("#oc-pass-remove")
			ask[bool](t, ctx, `(document.querySelectorAll("details").forEach((d) => d.open = true), true)`)
			check("with a passphrase")
			open("cases", "#oc-unlock")
			check("locked")
		})
	}
}

// TestCaseFromTheTalkToTheRecord keeps a talk as a case, on the page of a bank, and puts
// its text into the bank's own record.
func TestCaseFromTheTalkToTheRecord(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	loud := quiet(t, ctx, site.URL)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site.URL+"demo/bank.html"))
	a := app{t, ctx, inFrame}
	a.ready()
	a.commit("年费太贵了，便宜了再打13800138000给我")
	a.text(".oc-labels", "嫌贵")
	ask[bool](t, ctx, fmt.Sprintf(`([...%s.querySelectorAll("button")].find((b) => b.textContent === "存案例").click(), true)`, inFrame))
	desk := app{t, ctx, inFrame + `.querySelector("#oc-desk")?.contentDocument`}
	await(t, ctx, desk.document+`?.querySelector("#oc-case-talk")?.value.includes("年费太贵") === true`)
	desk.has(".oc-tag[data-tag=price][aria-pressed=true]")
	desk.text("#oc-case-preview", "[手机尾8000]")
	require.Equal(t, "objection", ask[string](t, ctx, desk.document+`.querySelector("#oc-case-kind").value`))
	desk.set("#oc-case-outcome", "won")
	desk.click("#oc-case-say")
	await(t, ctx, `document.querySelector("#crm-note").value.includes("[手机尾8000]")`)
	require.NotContains(t, ask[string](t, ctx, `document.querySelector("#crm-note").value`), "13800138000")
	a.text(".oc-turns", "年费太贵")
	require.NotContains(t, a.read(".oc-turns"), "结果：", "a note is nothing that was said")

	ask[bool](t, ctx, fmt.Sprintf(`(document.querySelector("objection-coach").addEventListener("oc-case", (e) => { window.kept = e.detail; }), %s.querySelector(".oc-away") === null)`, inFrame))
	ask[bool](t, ctx, fmt.Sprintf(`([...%s.querySelectorAll("button")].find((b) => b.textContent === "存案例").click(), true)`, inFrame))
	desk.has("#oc-case-save")
	desk.click("#oc-case-save")
	await(t, ctx, `window.kept?.topics?.includes("price") === true`)
	desk.text("#oc-list", "年费太贵")
	loud()
}

// TestCasesByKeyboard goes through the casebook without a mouse: every control has the
// focus in turn, and the focus is never lost.
func TestCasesByKeyboard(t *testing.T) {
	_, a := openCases(t)
	press := func(key, code string, number int64) {
		t.Helper()
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			_, err := chromedp.Call(a.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: key, Code: code, WindowsVirtualKeyCode: number})
			require.NoError(t, err)
		}
	}
	focus := func() string {
		t.Helper()
		return ask[string](t, a.ctx, `document.activeElement.id || document.activeElement.tagName`)
	}
	ask[bool](t, a.ctx, `(document.querySelector("#oc-case-new").focus(), true)`)
	a.enter()
	await(t, a.ctx, `document.activeElement?.id === "oc-case-outcome"`)
	var order []string
	for range 60 {
		press("Tab", "Tab", 9)
		if f := focus(); f != "BUTTON" {
			order = append(order, f)
		}
	}
	for _, want := range []string{"oc-case-followUp", "oc-case-talk", "oc-case-kind", "oc-case-note", "oc-case-preview", "oc-case-save"} {
		require.Contains(t, order, want)
	}
	ask[bool](t, a.ctx, `(document.querySelector("#oc-case-talk").focus(), true)`)
	a.commit("客户：太贵了")
	ask[bool](t, a.ctx, `(document.querySelector("#oc-case-save").focus(), true)`)
	a.enter()
	await(t, a.ctx, `document.activeElement?.id === "oc-search"`)
	a.text("#oc-list", "太贵了")
	a.commit("tgl")
	a.text(".oc-pages", "共 1 个")
}
