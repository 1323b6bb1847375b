package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// These tests write a pack in the studio as a marketer does.

// ours is a small pack over the bank's, with comments and quotation marks to keep.
var ours = map[string]string{
	"ours/pack.yaml": "pack: ours\nextends: bank\n",
	"ours/scripts/price.yaml": `# Prices of the autumn campaign
scripts:
# agreed with the branches
- id: ours-price # kept by marketing
  for: {kind: [objection], topic: [price], segment: [senior]}
  technique: inquire
  steps:
  - {step: accept, say: "价钱要看清，您说得对。"} # warm
  - {step: concrete, say: '您是觉得哪一项不值？'}
  show: 收费公示表

- id: ours-need
  for: {kind: [objection], topic: [need], segment: [senior]}
  technique: inquire
  steps:
  - {step: accept, say: "用不上就先不办。"}
`,
}

// studioPage drives the studio in one tab.
type studioPage struct {
	app
	site builtSite
}

// openEditor opens the studio with the bank's pack.
func openEditor(t *testing.T) studioPage {
	t.Helper()
	site := serveBuiltSite(t)
	s := studioPage{app{t, openBrowserFor(t, 3*time.Minute), inPage}, site}
	do(t, s.ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(site.URL+"studio.html#locale=zh-CN"))
	s.started()
	return s
}

// started waits until the studio has a pack open. It waits within the page, longer than
// await does: the program is large, and so is what it opens.
func (s studioPage) started() {
	s.t.Helper()
	s.until(`!!document.querySelector(".st-form h3") && document.querySelector("#st-yaml").value !== ""`)
}

// until waits for a while, longer than await does.
func (s studioPage) until(expression string) {
	s.t.Helper()
	ok := ask[bool](s.t, s.ctx, fmt.Sprintf(`new Promise((done) => {
		const began = Date.now();
		const look = () => { let ok = false; try { ok = %s } catch {} if (ok || Date.now() - began > 25000) done(ok); else setTimeout(look, 20); };
		look();
	})`, expression))
	require.True(s.t, ok, "%s\n%s", expression, ask[string](s.t, s.ctx, `document.querySelector("#st-yaml")?.value.slice(0, 1500) + "\\n" + document.body.innerText.slice(0, 3000)`))
}

// yaml waits until the YAML contains a text, and gives all of it.
func (s studioPage) yaml(want string) string {
	s.t.Helper()
	s.until(fmt.Sprintf(`document.querySelector("#st-yaml").value.includes(%q)`, want))
	return s.read2(`document.querySelector("#st-yaml").value`)
}

func (s studioPage) read2(expression string) string {
	s.t.Helper()
	return ask[string](s.t, s.ctx, expression)
}

// field waits until a box of the form holds a text.
func (s studioPage) field(field, want string) {
	s.t.Helper()
	s.until(fmt.Sprintf(`document.getElementById(%q).value === %q`, "f-"+field, want))
}

// write puts a text in place of what a box holds, as typing it would.
func (s studioPage) write(id, text string) {
	s.t.Helper()
	s.until(fmt.Sprintf(`!!document.getElementById(%q)`, id))
	ask[bool](s.t, s.ctx, fmt.Sprintf(`(document.getElementById(%[1]q).focus(), document.getElementById(%[1]q).select(), true)`, id))
	if text == "" {
		ask[bool](s.t, s.ctx, `document.execCommand("delete")`)
		return
	}
	_, err := chromedp.Call(s.ctx, input.InsertText, input.InsertTextParams{Text: text})
	require.NoError(s.t, err)
}

// pick chooses an option of a select.
func (s studioPage) pick(id, value string) {
	s.t.Helper()
	s.until(fmt.Sprintf(`[...document.getElementById(%q).options].some((o) => o.value === %q)`, id, value))
	ask[bool](s.t, s.ctx, fmt.Sprintf(`((e) => { e.value = %q; e.dispatchEvent(new Event("change", {bubbles: true})); return true; })(document.getElementById(%q))`, value, id))
}

// view shows something else in the middle, by its place in the head.
func (s studioPage) view(n int) {
	s.t.Helper()
	ask[bool](s.t, s.ctx, fmt.Sprintf(`(document.querySelectorAll(".st-view")[%d].click(), true)`, n))
	s.until(fmt.Sprintf(`document.querySelectorAll(".st-view")[%d].hasAttribute("aria-current")`, n))
}

// Places in the head.
const (
	viewEdit = iota
	viewTable
	viewReplace
	viewHistory
	viewOpen
)

// give puts files into a file input as a person's choice does.
func (s studioPage) give(id string, files ...string) {
	s.t.Helper()
	s.until(fmt.Sprintf(`!!document.getElementById(%q)`, id))
	found, err := chromedp.Call(s.ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: fmt.Sprintf(`document.getElementById(%q)`, id)})
	require.NoError(s.t, err)
	_, err = chromedp.Call(s.ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, ObjectID: found.Result.ObjectID})
	require.NoError(s.t, err)
}

// folderOf writes files into a folder for the test, and gives the folder.
func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		name = filepath.Join(folder, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
	return folder
}

// openOurs opens the small pack from an archive.
func (s studioPage) openOurs() {
	s.t.Helper()
	raw, err := json.Marshal(ours)
	require.NoError(s.t, err)
	s.view(viewOpen)
	s.give("st-files", filepath.Join(folderOf(s.t, map[string]string{"ours.json": string(raw)}), "ours.json"))
	s.until(`document.querySelector(".st-head .oc-muted").textContent === "ours"`)
	s.field("id", "ours-price")
	s.yaml("ours-price")
}

// entered waits until what was written is kept on the device.
func (s studioPage) kept(steps int) {
	s.t.Helper()
	s.until(`!!sessionStorage.getItem("objection-coach-studio-last") && !sessionStorage.getItem("objection-coach-studio-last").startsWith("built-in")`)
	require.True(s.t, ask[bool](s.t, s.ctx, fmt.Sprintf(`new Promise((done) => {
		const began = Date.now();
		const look = () => { const r = indexedDB.open("objection-coach-studio"); r.onsuccess = () => {
			const g = r.result.transaction("about").objectStore("about").get(sessionStorage.getItem("objection-coach-studio-last"));
			g.onsuccess = () => { r.result.close(); const ok = !!g.result && JSON.parse(g.result).steps >= %d; if (ok || Date.now() - began > 20000) done(ok); else setTimeout(look, 50); };
		}; };
		look();
	})`, steps)), "it is kept on the device")
	s.view(viewOpen)
	s.until(`document.querySelectorAll(".st-draft button:disabled").length === 1`)
	s.view(viewEdit)
	// The form asks for the pack anew; until that is answered, leaving is asked about.
	s.until(`dispatchEvent(new Event("beforeunload", { cancelable: true }))`)
}

func TestStudioFormWritesOnlyWhatChanged(t *testing.T) {
	s := openEditor(t)
	s.openOurs()
	s.write("f-steps.0.say.zh-CN", "价钱要看清，这话在理。")
	want := strings.Replace(ours["ours/scripts/price.yaml"], "价钱要看清，您说得对。", "价钱要看清，这话在理。", 1)
	require.Equal(t, want, s.yaml("这话在理"), "comments, order and quotation marks stay")

	// Conditions by their titles, a row more, and one less.
	s.pick("f-add-for.topic", "yield")
	want = strings.Replace(want, "topic: [price], segment", "topic: [price, yield], segment", 1)
	require.Equal(t, want, s.yaml("price, yield"))
	s.click(`[aria-label="去掉 客群 老年客户"], [aria-label^="去掉 客群"]`)
	s.until(`!document.querySelector("#st-yaml").value.split("ours-need")[0].includes("segment")`)
	s.click(`[aria-label="上移 步骤 2"]`)
	text := s.yaml("哪一项不值")
	s.until(`document.querySelector("#st-yaml").value.indexOf("concrete") < document.querySelector("#st-yaml").value.indexOf("accept")`)
	text = s.yaml("# warm")
	require.Contains(t, text, "# agreed with the branches")
	require.Contains(t, text, "# kept by marketing")
	require.Contains(t, text, "'您是觉得哪一项不值？'")
	s.click(`[aria-label="删除 步骤 2"]`)
	s.until(`!document.querySelector("#st-yaml").value.includes("这话在理")`)
}

func TestStudioFormFollowsYAML(t *testing.T) {
	s := openEditor(t)
	s.openOurs()
	text := ours["ours/scripts/price.yaml"]
	s.write("st-yaml", strings.Replace(text, "收费公示表", "一页收费表", 1))
	s.field("show.zh-CN", "") // the cursor is at the end, in the other script
	s.field("id", "ours-need")
	s.click(".st-script button")
	s.field("id", "ours-price")
	s.field("show.zh-CN", "一页收费表")

	// Broken YAML keeps the last good form, and tells where it broke.
	s.write("st-yaml", strings.Replace(text, "technique: inquire", "technique: [inquire", 1))
	s.until(`document.querySelector(".st-form [role=alert]")?.textContent.includes("ours/scripts/price.yaml:")`)
	s.until(`document.querySelectorAll(".st-problem").length > 0 && !!document.querySelector(".st-at.st-bad")`)
	s.write("st-yaml", text)
	s.until(`!document.querySelector(".st-form [role=alert]")`)

	// A problem stands at its field and at its line, in the words of the check.
	s.write("st-yaml", strings.Replace(text, "technique: inquire", "technique: inquiry", 1))
	s.until(`document.querySelector(".st-at.st-bad span")?.textContent.includes("technique 不能是“inquiry”") && document.querySelector(".st-at.st-bad span").textContent.includes("是不是想写“inquire”？")`)
	problem := s.read2(`document.querySelector(".st-problem button").textContent`)
	require.True(t, strings.HasPrefix(problem, "ours/scripts/price.yaml:6:"), problem)
	s.click(".st-script button")
	s.field("id", "ours-price")
	s.until(`document.getElementById("f-technique").closest(".st-wrong")?.textContent.includes("inquiry")`)
}

func TestStudioCompletesIDs(t *testing.T) {
	s := openEditor(t)
	s.openOurs()
	text := ours["ours/scripts/price.yaml"] + "- id: ours-more\n  technique: inq"
	s.write("st-yaml", text)
	s.until(`document.querySelectorAll("#st-words [role=option]").length > 0`)
	require.Equal(t, "inquire", s.read2(`document.querySelector("#st-words [aria-selected=true] span").textContent`))
	require.Equal(t, "st-words-0", s.read2(`document.getElementById("st-yaml").getAttribute("aria-activedescendant")`))
	s.enter()
	s.yaml("technique: inquire\n- id: ours-more\n  technique: inquire"[len("technique: inquire\n"):])
	require.Equal(t, text+"uire", s.yaml("inquire"), "Enter took the word and broke no line")
}

func TestStudioUndoOutlivesReload(t *testing.T) {
	s := openEditor(t)
	s.openOurs()
	s.write("f-show.zh-CN", "两页收费表")
	s.yaml("两页收费表")
	s.kept(1)
	do(t, s.ctx, chromedp.Reload())
	s.started()
	s.yaml("两页收费表")
	require.Equal(t, "ours", s.read(".st-head .oc-muted"))
	s.until(`!document.getElementById("st-undo").disabled`)
	s.click("#st-undo")
	require.Equal(t, ours["ours/scripts/price.yaml"], s.yaml("收费公示表"))
	s.field("show.zh-CN", "收费公示表")
	s.until(`!document.getElementById("st-redo").disabled`)
	s.view(viewHistory)
	s.until(`document.querySelectorAll(".st-past li").length === 2`)
	s.click(".st-past li button")
	s.view(viewEdit)
	s.yaml("两页收费表")
}

func TestStudioTabsLoseNothing(t *testing.T) {
	one := openEditor(t)
	one.openOurs()
	one.write("f-show.zh-CN", "甲的表")
	one.yaml("甲的表")
	one.kept(1)

	ctx, cancel := chromedp.NewContext(one.ctx)
	t.Cleanup(cancel)
	two := studioPage{app{t, ctx, inPage}, one.site}
	do(t, ctx, chromedp.Navigate(one.site.URL+"studio.html#locale=zh-CN"))
	two.started()
	two.yaml("甲的表")
	for _, tab := range []studioPage{one, two} {
		tab.until(`!document.getElementById("st-elsewhere").hidden`)
	}
	two.write("f-show.zh-CN", "乙的表")
	two.yaml("乙的表")
	two.kept(2)
	one.write("f-avoid.zh-CN", "别比价")
	one.yaml("别比价")
	one.until(`document.querySelector(".st-problems p").textContent.includes("另存")`)
	one.view(viewOpen)
	one.until(`document.querySelectorAll(".st-draft").length === 2`)
	require.NotEqual(t, one.read2(`sessionStorage.getItem("objection-coach-studio-last")`), two.read2(`sessionStorage.getItem("objection-coach-studio-last")`))
	do(t, ctx, chromedp.Reload())
	two.started()
	require.NotContains(t, two.yaml("乙的表"), "别比价")
}

func TestStudioReplacesOverThePack(t *testing.T) {
	s := openEditor(t)
	s.openOurs()
	s.view(viewReplace)
	s.write("st-find", "不")
	s.until(`document.querySelectorAll(".st-hits li").length === 3`)
	s.write("st-find", "用不上")
	s.write("st-with", "用不着")
	s.until(`document.querySelectorAll(".st-hits li").length === 1 && document.querySelector(".st-hits ins").textContent === "用不着"`)
	require.Contains(t, s.read(".st-hits li"), "scripts/price.yaml:16:")
	s.click("#st-replace")
	s.text("#st-hits", "1")
	s.view(viewEdit)
	require.Equal(t, strings.Replace(ours["ours/scripts/price.yaml"], "用不上", "用不着", 1), s.yaml("用不着"))

	// One place by itself, all but one, and back by a step each.
	s.view(viewReplace)
	s.write("st-find", "不")
	s.write("st-with", "勿")
	s.until(`document.querySelectorAll(".st-hits li").length === 3 && document.querySelectorAll(".st-hits ins").length === 3`)
	before := s.yaml("用不着")
	s.click("#st-only-1")
	s.text("#st-hits", "1")
	s.until(`document.querySelectorAll(".st-hits li").length === 2`)
	s.view(viewEdit)
	one := s.yaml("勿")
	require.Equal(t, 1, strings.Count(one, "勿"))
	require.Equal(t, 2, strings.Count(one, "不"))
	s.click("#st-undo")
	s.until(fmt.Sprintf(`document.querySelector("#st-yaml").value === %s`, quoted(before)))
	s.view(viewReplace)
	s.write("st-find", "不")
	s.write("st-with", "勿")
	s.until(`document.querySelectorAll(".st-hits ins").length === 3`)
	s.click("#st-hit-0")
	s.until(`document.querySelector("#st-hit-0").getAttribute("aria-pressed") === "false" && document.querySelectorAll(".st-hits ins").length === 2 && document.querySelector("#st-replace").textContent.includes("2")`)
	s.click("#st-hits-none")
	s.until(`document.querySelector("#st-replace").disabled`)
	s.click("#st-hits-all")
	s.until(`document.querySelector("#st-hit-0").getAttribute("aria-pressed") === "true"`)
	s.click("#st-hit-0")
	s.until(`!document.querySelector("#st-replace").disabled && document.querySelector("#st-replace").textContent.includes("2")`)
	s.click("#st-replace")
	s.text("#st-hits", "替换了 2 处")
	s.view(viewEdit)
	others := s.yaml("勿")
	require.Equal(t, 2, strings.Count(others, "勿"))
	require.Less(t, strings.Index(others, "不"), strings.Index(others, "勿"), "the first stays")
	s.click("#st-undo")
	s.until(fmt.Sprintf(`document.querySelector("#st-yaml").value === %s`, quoted(before)))

	// What would break the file is refused as a whole, with its place.
	s.view(viewReplace)
	s.write("st-find", "用不着")
	s.write("st-with", `他说"不`)
	s.until(`!document.getElementById("st-replace").disabled`)
	s.click("#st-replace")
	s.text("#st-hits", "ours/scripts/price.yaml:16:")
}

func TestStudioTableGoesOutAndIn(t *testing.T) {
	s := openEditor(t)
	s.openOurs()
	ask[bool](t, s.ctx, `((make) => { URL.createObjectURL = (blob) => { globalThis.saved = blob; return make.call(URL, blob); }; return true; })(URL.createObjectURL)`)
	s.view(viewTable)
	s.until(`document.querySelectorAll(".st-scripts tbody tr").length === 50`)
	ask[bool](t, s.ctx, `(document.getElementById("st-by-own").click(), true)`)
	s.until(`document.querySelectorAll(".st-scripts tbody tr").length === 2`)
	s.pick("st-by-topic", "need")
	s.until(`document.querySelectorAll(".st-scripts tbody tr").length === 1`)
	s.pick("st-by-topic", "")
	s.until(`document.querySelectorAll(".st-scripts tbody tr").length === 2`)

	s.click("#st-to-csv")
	s.until(`!!globalThis.saved`)
	csv := ask[string](t, s.ctx, `saved.text()`)
	require.Contains(t, csv, "价钱要看清，您说得对。")
	folder := folderOf(t, map[string]string{
		"good.csv": strings.Replace(csv, "收费公示表", "=一页表", 1),
		"bad.csv":  strings.Replace(strings.Replace(csv, "收费公示表", "另一页", 1), "accept:", "accpt:", 1),
	})
	s.give("st-from-table", filepath.Join(folder, "bad.csv"))
	s.text("#st-row-problems", "第 2 行")
	s.view(viewEdit)
	require.Equal(t, ours["ours/scripts/price.yaml"], s.yaml("收费公示表"), "nothing is half imported")
	s.view(viewTable)
	s.give("st-from-table", filepath.Join(folder, "good.csv"))
	s.text(".st-problems p", "改 1 条")
	s.view(viewEdit)
	require.Contains(t, s.yaml("=一页表"), "# kept by marketing")
}

// TestStudioTellsWhatChangedLast filters and orders the table by when scripts were changed,
// before and after a reload.
func TestStudioTellsWhatChangedLast(t *testing.T) {
	s := openEditor(t)
	s.openOurs()
	s.click(".st-script:nth-of-type(2) button, .st-script + .st-script button")
	s.field("id", "ours-need")
	s.write("f-steps.0.say.zh-CN", "先不办也行。")
	s.yaml("先不办也行")
	s.kept(1)
	look := func() {
		s.view(viewTable)
		ask[bool](t, s.ctx, `((own) => (own.checked || own.click(), true))(document.getElementById("st-by-own"))`)
		s.until(`document.querySelectorAll(".st-scripts tbody tr").length === 2`)
		s.until(`document.querySelector(".st-scripts tbody tr:nth-child(1) .st-changed").textContent === "打开后没改"`)
		s.until(`/^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(document.querySelector(".st-scripts tbody tr:nth-child(2) .st-changed").textContent)`)
	}
	look()
	s.pick("st-by-order", "changed")
	s.until(`document.querySelector(".st-scripts tbody th button").textContent === "ours-need"`)
	day := func(ahead int) {
		ask[bool](t, s.ctx, fmt.Sprintf(`((box) => { const d = new Date(Date.now() + %d * 86400000); box.value = [d.getFullYear(), String(d.getMonth() + 1).padStart(2, "0"), String(d.getDate()).padStart(2, "0")].join("-"); box.dispatchEvent(new Event("change", {bubbles: true})); return true; })(document.getElementById("st-by-date"))`, ahead))
	}
	day(1)
	s.until(`document.querySelectorAll(".st-scripts tbody tr").length === 0`)
	day(0)
	s.until(`document.querySelectorAll(".st-scripts tbody tr").length === 1`)

	do(t, s.ctx, chromedp.Reload())
	s.started()
	s.view(viewTable)
	s.until(`document.querySelectorAll(".st-scripts tbody tr").length === 1 && document.querySelector(".st-scripts tbody th button").textContent === "ours-need"`)
	s.until(`document.getElementById("st-by-own").checked && document.getElementById("st-by-date").value !== "" && document.getElementById("st-by-order").value === "changed"`)
	ask[bool](t, s.ctx, `((box) => { box.value = ""; box.dispatchEvent(new Event("change", {bubbles: true})); return true; })(document.getElementById("st-by-date"))`)
	s.pick("st-by-order", "")
	look()
}

// drop drops files and folders of the machine onto the page, as a hand does.
func (s studioPage) drop(paths ...string) {
	s.t.Helper()
	data := &input.DragData{Items: []*input.DragDataItem{}, Files: paths, DragOperationsMask: 1}
	for _, kind := range []input.DispatchDragEventType{input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop} {
		_, err := chromedp.Call(s.ctx, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: 600, Y: 400, Data: data})
		require.NoError(s.t, err)
	}
}

// TestStudioTakesWhatIsDropped drops a file, several, a folder, a table and what is none of
// them onto the open page.
func TestStudioTakesWhatIsDropped(t *testing.T) {
	s := openEditor(t)
	folder := folderOf(t, map[string]string{
		"ours/pack.yaml": ours["ours/pack.yaml"], "ours/scripts/price.yaml": ours["ours/scripts/price.yaml"], "ours/scripts/notes.txt": "not ours",
		"cues.yaml": "cues:\n- id: gold\n  phrases: [积存金]\n", "slots.yaml": "slots:\n- {id: gram, title: 克数}\n", "picture.png": "PNG",
		"price.yaml": "cues:\n- id: later\n  phrases: [改天]\n", "sum.csv": "编号,出示\nours-price,两页收费表\n", "sum.xlsx": "PK\x03\x04whatever",
	})
	s.drop(filepath.Join(folder, "ours"))
	s.until(`document.querySelector(".st-head .oc-muted").textContent === "ours"`)
	s.field("id", "ours-price")
	s.drop(filepath.Join(folder, "cues.yaml"), filepath.Join(folder, "slots.yaml"))
	s.yaml("积存金")
	s.until(`["cues.yaml", "slots.yaml", "scripts/price.yaml"].every((name) => [...document.querySelectorAll(".st-file button")].some((b) => b.textContent === name))`)

	// A newer text of the file at hand takes its place, and nothing of the old one.
	require.NoError(t, os.WriteFile(filepath.Join(folder, "cues.yaml"), []byte("cues:\n- id: gold\n  phrases: [金条]\n"), 0o644))
	s.drop(filepath.Join(folder, "cues.yaml"))
	require.Equal(t, "cues:\n- id: gold\n  phrases: [金条]\n", s.yaml("金条"))
	s.click("#st-undo")
	require.Equal(t, "cues:\n- id: gold\n  phrases: [积存金]\n", s.yaml("积存金"))

	s.drop(filepath.Join(folder, "sum.csv"))
	s.text(".st-problems p", "改 1 条")
	s.drop(filepath.Join(folder, "sum.xlsx"))
	s.text("#st-row-problems", "工作簿坏了")
	s.drop(filepath.Join(folder, "picture.png"))
	s.text("#st-refused", "picture.png")
	require.Equal(t, "ours", s.read(".st-head .oc-muted"))
}

func TestStudioEntries(t *testing.T) {
	s := openEditor(t)
	s.openOurs()
	s.click("#st-copy")
	s.field("id", "ours-price-2")
	s.yaml("ours-price-2")
	s.click(".st-menu:last-child summary")
	s.write("st-move-file", "scripts/more.yaml")
	s.click("#st-move")
	s.until(`document.querySelector(".st-bar h2").textContent === "scripts/more.yaml"`)
	require.True(t, strings.HasPrefix(s.yaml("ours-price-2"), "scripts:\n- id: ours-price-2\n"))
	s.click(".st-menu summary")
	s.pick("st-add-section", "cues")
	s.write("st-add-file", "cues.yaml")
	s.write("st-add-id", "ours-cue")
	s.click("#st-add")
	s.field("id", "ours-cue")
	s.write("f-phrases", "积存金\n金条")
	require.Equal(t, "cues:\n- id: ours-cue\n  phrases: [\"积存金\", 金条]\n", s.yaml("金条"))
	s.click("#st-delete")
	s.until(`!document.querySelector("#st-yaml").value.includes("ours-cue")`)
	s.click("#st-undo")
	s.yaml("ours-cue")
}

func TestStudioOpensAndRefuses(t *testing.T) {
	s := openEditor(t)
	s.openOurs()
	bomb := "a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nscripts: [*b]\n"
	ring, err := json.Marshal(map[string]string{"east/pack.yaml": "pack: east\nextends: west\n", "west/pack.yaml": "pack: west\nextends: east\n"})
	require.NoError(t, err)
	folder := folderOf(t, map[string]string{
		"bank.pack": "OCPACK whatever", "large.yaml": strings.Repeat("# 50 MB\n", 50<<20/8), "broken.json": "{\n\"a\": }", "picture.png": "PNG",
		"tabs.yaml": "cues:\n\t- id: tabs\n", "bomb.yaml": bomb, "twice.yaml": "cues:\n- id: twice\n  id: again\n  phrases: [x]\n", "ring.json": string(ring),
		"marked.yaml": "\ufeffcues:\n- id: marked\n  phrases: [积存金]\n", "gb.yaml": "cues:\n- id: gb\n  phrases: [\xbb\xfd\xb4\xe6\xbd\xf0]\n",
		"wide.yaml":             "cues:\r\n- id: wide # ours\r\n  phrases: [积存金]\r\n",
		"evil.yaml":             "slots:\n- id: evil\n  title: '<img src=x onerror=alert(1)>'\n",
		"folder/mine/pack.yaml": "pack: mine\nextends: bank\n", "folder/mine/read.me": "not ours",
	})
	for _, c := range []struct{ file, want string }{
		{"bank.pack", "编译好的"}, {"large.yaml", "50.0 MB"}, {"broken.json", "broken.json:2:"}, {"picture.png", "picture.png"},
	} {
		s.view(viewOpen)
		s.give("st-files", filepath.Join(folder, c.file))
		s.text("#st-refused", c.want)
		require.Equal(t, "ours", s.read(".st-head .oc-muted"), "the pack at hand stays")
	}
	for _, c := range []struct{ file, want string }{
		{"tabs.yaml", "ours/tabs.yaml:2:"}, {"bomb.yaml", "ours/bomb.yaml:1:"}, {"twice.yaml", "ours/twice.yaml:3:"},
	} {
		s.view(viewOpen)
		s.give("st-files", filepath.Join(folder, c.file))
		s.until(fmt.Sprintf(`[...document.querySelectorAll(".st-problem button")].some((b) => b.textContent.startsWith(%q))`, c.want))
		s.click("#st-undo")
		s.until(`document.querySelectorAll(".st-problem").length === 0`)
	}
	for _, file := range []string{"marked.yaml", "wide.yaml", "gb.yaml"} {
		s.view(viewOpen)
		s.give("st-files", filepath.Join(folder, file))
		s.field("phrases", "积存金")
	}
	s.text(".st-problems p", "GB 18030")
	before := s.read2(`document.getElementById("st-undo").title`)
	ask[bool](t, s.ctx, `([...document.querySelectorAll(".st-file button")].find((b) => b.textContent === "wide.yaml").click(), true)`)
	s.field("id", "wide")
	s.view(viewHistory)
	require.Equal(t, before, s.read2(`document.getElementById("st-undo").title`), "lines that end as on Windows are no change")
	s.view(viewOpen)
	s.give("st-files", filepath.Join(folder, "evil.yaml"))
	s.field("id", "evil")
	require.Zero(t, ask[int64](t, s.ctx, `document.querySelectorAll("main img").length`))

	s.view(viewOpen)
	s.give("st-files", filepath.Join(folder, "ring.json"))
	s.until(`[...document.querySelectorAll(".st-problem button")].some((b) => b.textContent.includes("不能绕一圈以自己为基础"))`)
	s.view(viewOpen)
	s.give("st-folder", filepath.Join(folder, "folder", "mine"))
	s.until(`document.querySelector(".st-head .oc-muted").textContent === "mine"`)
}

func TestStudioOpensAddressesAndBeginsPacks(t *testing.T) {
	raw, err := json.Marshal(ours)
	require.NoError(t, err)
	site := serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/packs/ours.json" {
				w.Write(raw) //nolint:errcheck // the browser went away
				return
			}
			h.ServeHTTP(w, r)
		})
	})
	s := studioPage{app{t, openBrowserFor(t, 3*time.Minute), inPage}, site}
	do(t, s.ctx, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(site.URL+"studio.html#locale=en"))
	s.started()
	s.view(viewOpen)
	for address, want := range map[string]string{"https://packs.example/ours.json": "Only addresses of this site", "packs/none.json": "404", "": "Only addresses"} {
		s.write("st-address", address)
		s.click("#st-fetch")
		s.text("#st-refused", want)
	}
	s.write("st-address", "packs/ours.json")
	s.click("#st-fetch")
	s.field("id", "ours-price")

	s.view(viewOpen)
	s.text(".st-packs", "Insurance") // each with what it is called and holds
	require.Regexp(t, `bank · [0-9]{3} scripts · version [0-9a-f]{8}`, s.read(".st-packs .st-pack .oc-muted"))
	s.write("st-new-id", "bank")
	s.click("#st-new")
	s.text("#st-refused", "already")
	s.write("st-new-id", "branch-7")
	s.write("st-new-title", "七号\"支行\"")
	s.pick("st-new-extends", "bank")
	s.click("#st-new")
	require.Equal(t, "pack: branch-7\ntitle: {zh-CN: \"七号\\\"支行\\\"\"}\nextends: bank\n", s.yaml("branch-7"))
	s.until(`document.querySelectorAll(".st-problem").length === 0`)

	// A script of the packs below is copied, to be changed here.
	s.view(viewTable)
	s.write("st-by-text", "price-default")
	s.click(`[aria-label="Copy into this pack price-default"]`)
	s.field("id", "branch-7-price-default")
	ask[bool](t, s.ctx, `((make) => { URL.createObjectURL = (blob) => { globalThis.saved = blob; return make.call(URL, blob); }; return true; })(URL.createObjectURL)`)
	s.view(viewOpen)
	s.click("#st-save")
	s.until(`!!globalThis.saved`)
	require.Equal(t, "PK", ask[string](t, s.ctx, `saved.slice(0, 2).text()`))
}

func TestStudioInputMethodIsNotDisturbed(t *testing.T) {
	s := openEditor(t)
	s.openOurs()
	ask[bool](t, s.ctx, `(document.getElementById("f-show.zh-CN").focus(), document.getElementById("f-show.zh-CN").select(), true)`)
	for _, part := range []string{"b", "biao", "biao ge"} {
		s.compose(part)
		require.Equal(t, part, s.read2(`document.getElementById("f-show.zh-CN").value`))
	}
	require.Contains(t, s.read2(`document.getElementById("st-yaml").value`), "收费公示表")
	s.commit("表格")
	s.yaml("show: 表格")
	s.field("show.zh-CN", "表格")
}

func TestStudioEditingIsAccessible(t *testing.T) {
	p, err := openProject()
	require.NoError(t, err)
	axe, err := os.ReadFile(filepath.Join(p.work, "npm", "node_modules", "axe-core", "axe.min.js"))
	require.NoError(t, err, "`make test` installs axe-core first")
	site := serveBuiltSite(t)
	ctx := openBrowserFor(t, 3*time.Minute)
	for _, look := range []struct {
		fragment string
		width    int64
	}{{"locale=zh-CN&theme=light", 1440}, {"locale=en&theme=dark", 820}} {
		do(t, ctx, chromedp.EmulateViewport(look.width, 900), chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+"studio.html#"+look.fragment))
		s := studioPage{app{t, ctx, inPage}, site}
		s.started()
		_, err := chromedp.Run(ctx, chromedp.Evaluate[any](string(axe)+";null"))
		require.NoError(t, err)
		for view, ready := range map[int]string{viewEdit: ".st-form h3", viewTable: ".st-scripts tbody tr", viewReplace: "#st-find", viewHistory: ".st-pane p", viewOpen: ".st-packs button"} {
			s.view(view)
			s.until(fmt.Sprintf(`!!document.querySelector(%q)`, ready))
			ask[bool](t, ctx, `(document.querySelectorAll("main details").forEach((d) => d.open = true), true)`)
			violations := ask[[]string](t, ctx, `axe.run("main > :not(.st-trial)").then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join("; ")))`)
			require.Empty(t, violations, fmt.Sprint(look.fragment, view))
			if look.width == 1440 {
				checkThemes(t, ctx, inPage, fmt.Sprint(look.fragment, view))
			}
			require.True(t, ask[bool](t, ctx, `document.documentElement.scrollWidth <= innerWidth`), "nothing is wider than the screen")
		}
	}
}
