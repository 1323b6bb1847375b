package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
)

// These tests try, check, teach and publish a pack in the studio as its writer would.

const inTrial = `document.querySelector("#st-frame").contentDocument`

// openStudio opens the studio, and waits until a pack is open and the widget runs it.
func openStudio(t *testing.T, look string) app {
	t.Helper()
	site := serveBuiltSite(t)
	return studioAt(t, openBrowserFor(t, 4*time.Minute), site.URL, look) // what the worker does takes seconds
}

func studioAt(t *testing.T, ctx context.Context, site, look string) app {
	t.Helper()
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(site+"studio.html#"+look))
	a := app{t, ctx, inPage}
	a.has(".st-tree .st-file")
	a.has(`select[name=channel] option[value=phone]`) // the pack was compiled and its titles came
	await(t, ctx, inTrial+`.querySelector(".oc-scene > summary") !== null`)
	return a
}

// say puts a line into the widget, as if a customer had said it.
func (a app) say(line string) {
	a.t.Helper()
	ask[bool](a.t, a.ctx, inTrial+`.querySelector("#oc-box").focus(), true`)
	a.commit(line)
}

// pickOf picks a value of a choice, as a person does.
func (a app) pickOf(selector, value string) {
	a.t.Helper()
	a.has(selector)
	ask[bool](a.t, a.ctx, fmt.Sprintf(`((s) => (s.value = %q, s.dispatchEvent(new Event("change", {bubbles: true})), true))(%s.querySelector(%q))`, value, a.document, selector))
}

// tab opens a tab of the column.
func (a app) tab(name string) {
	a.t.Helper()
	a.click("#st-tab-" + name)
	await(a.t, a.ctx, fmt.Sprintf(`!document.querySelector("#st-panel-%s").hidden`, name))
}

// typeInto puts text into a box as typing does.
func (a app) typeInto(selector, text string) {
	a.t.Helper()
	a.has(selector)
	ask[bool](a.t, a.ctx, fmt.Sprintf(`((b) => (b.focus(), b.value = %s, b.dispatchEvent(new Event("input", {bubbles: true})), true))(document.querySelector(%q))`, quoted(text), selector))
}

func quoted(text string) string {
	raw, _ := json.Marshal(text) // text can always be written
	return string(raw)
}

// rewrite changes the file at hand.
func (a app) rewrite(old, new string) {
	a.t.Helper()
	await(a.t, a.ctx, fmt.Sprintf(`document.querySelector("#st-yaml").value.includes(%s)`, quoted(old)))
	ask[bool](a.t, a.ctx, fmt.Sprintf(`((b) => (b.value = b.value.replace(%s, %s), b.dispatchEvent(new Event("input", {bubbles: true})), true))(document.querySelector("#st-yaml"))`, quoted(old), quoted(new)))
}

// keepBlobs keeps what the page makes addresses of: what it downloads and prints.
func keepBlobs(a app) {
	a.t.Helper()
	ask[bool](a.t, a.ctx, `(window.saved = [], URL.createObjectURL = ((make) => (blob) => (saved.push(blob), make.call(URL, blob)))(URL.createObjectURL), true)`)
}

// openFile opens a file of the pack from the tree.
func (a app) openFile(path string) {
	a.t.Helper()
	ask[bool](a.t, a.ctx, fmt.Sprintf(`([...document.querySelectorAll(".st-tree button")].find((b) => b.textContent === %q).click(), true)`, path))
	await(a.t, a.ctx, fmt.Sprintf(`document.querySelector(".st-editor h2").textContent === %q`, path))
}

// TestPreviewSaysWhy asks what staff see of a customer's line, why, and what changes.
func TestPreviewSaysWhy(t *testing.T) {
	a := openStudio(t, "locale=zh-CN")
	a.say("这个手续费太高了，我回去跟老伴商量商量")
	a.text(".st-heard", "手续费太高了”")
	a.text("#st-same", "和已发布的一样")
	require.Contains(t, a.read(".st-beside-table thead"), "内置的版本")
	require.Contains(t, a.read(".st-considered .st-won"), "用这条")
	require.NotEmpty(t, a.read(".st-considered .st-lost"))
	won := a.read(".st-considered .st-won .st-link")
	require.NotContains(t, a.read("#st-otherwise"), won+"：", "without the winner another wins")

	// The scene is passed on to the widget, and from there into the trace.
	a.pickOf("#st-panel-preview select[name=channel]", "phone")
	await(t, a.ctx, inTrial+`.querySelector(".oc-scene > summary").textContent.includes("电话")`)

	// What is changed differs from what is published, at once.
	shown := ask[string](t, a.ctx, inTrial+`.querySelector(".oc-say-now blockquote").textContent`)
	a.click(".st-considered .st-won .st-link")
	await(t, a.ctx, `document.activeElement.id === "st-yaml"`)
	first := strings.Trim(shown, "“”\" ")
	a.rewrite(first, "这笔钱您问得仔细。")
	a.text("#st-same", "有变化")
	require.Contains(t, a.read(".st-differs"), "这笔钱您问得仔细")
	await(t, a.ctx, inTrial+`.querySelector(".oc-say-now blockquote").textContent.includes("这笔钱您问得仔细")`)

	// In the other language the widget still has this pack.
	a.pickOf("#st-panel-preview select[name=locale]", "en")
	await(t, a.ctx, inTrial+`.documentElement.lang === "en"`)
}

// lines makes so many lines, none of them twice.
func lines(n int) string {
	said := []string{"太贵了，别家便宜一半", "我回去跟家里商量商量再说吧", "上个月多扣了我三百块，帮我查一下", "怎么办理？要带身份证吗", "你们那个经理说话爱理不理的，我要反映", "qwx zzx"}
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s %d\n", said[i%len(said)], i)
	}
	return b.String()
}

// TestTestSets runs ten thousand lines, stops a run, chooses among the results and keeps
// some as the pack's own tests.
func TestTestSets(t *testing.T) {
	a := openStudio(t, "locale=zh-CN")
	a.tab("tests")
	a.typeInto("#st-lines", lines(10_000))
	a.click("#st-run")
	a.click("#st-stop")
	a.text("#st-tally", "停在第")

	a.click("#st-run")
	a.has(".st-progress progress")
	awaitLong(t, a.ctx, `document.querySelector("#st-tally")?.textContent.startsWith("10000 句")`)
	t.Log("ten thousand lines: ", a.read("#st-tally"))
	await(t, a.ctx, `document.querySelectorAll(".st-outcomes tbody tr").length === 50`) // a window of the results
	a.text("#st-window", "1–50，共 10000")
	a.click("#st-later")
	a.text("#st-window", "51–100，共 10000")

	a.click("#st-pick-unsure")
	a.text("#st-window", "1–")
	await(t, a.ctx, `[...document.querySelectorAll(".st-outcomes tbody tr td:nth-child(2)")].every((td) => td.textContent === "还不确定")`)

	// Labelled lines are held against their labels; what came is kept as expected.
	a.typeInto("#st-lines", `{"text":"太贵了，别家便宜一半","expect":{"topics":["price"]}}
{"text":"我回去跟家里商量商量再说吧","expect":{"topics":["price"]}}`)
	a.click("#st-run")
	a.text("#st-pick-failed", "不符合期望 1")
	a.click("#st-pick-failed")
	a.text(".st-outcomes tbody", "期望主题是嫌贵")
	a.click("#st-pick-all")
	a.text("#st-window", "共 2")
	a.click("#st-keep-all")
	a.text("#st-tally", "留存了 2 句")
	a.text(".st-tree", "tests/kept.tests.jsonl")
	a.click("#st-run-own")
	a.text("#st-tally", "2 句")
}

// labelJargon gives lines with the nickname of an app their right labels, to be taught.
func (a app) labelJargon() {
	a.t.Helper()
	a.tab("teach")
	for _, said := range []string{"小绿卡又闹脾气了", "小绿卡今天闹脾气，半天进不去", "你们小绿卡老闹脾气"} {
		a.typeInto("#st-teach-line", said)
		a.click("#st-label")
		a.text("legend", said)
		a.pickOf("#st-right-kind", "complaint")
		a.pickOf("#st-right-emotion", "annoyed")
		a.has("#st-topic-product")
		ask[bool](a.t, a.ctx, `(document.querySelectorAll(".st-right .st-pick[aria-pressed=true]").forEach((b) => b.click()), true)`)
		await(a.t, a.ctx, `document.querySelectorAll(".st-right .st-pick[aria-pressed=true]").length === 0`)
		a.click("#st-topic-product")
		await(a.t, a.ctx, `!document.querySelector("#st-add-line").disabled`)
		a.click("#st-add-line")
		await(a.t, a.ctx, `!document.querySelector(".st-right")`)
	}
}

// TestTeachingIsTriedAndTaken teaches the nickname of an app, sees what changes, and
// takes it.
func TestTeachingIsTriedAndTaken(t *testing.T) {
	a := openStudio(t, "locale=zh-CN")
	a.labelJargon()
	a.click("#st-teach")
	a.click("#st-stop-teaching")
	a.text("#st-taught", "已停下")

	a.click("#st-teach")
	awaitLong(t, a.ctx, `!!document.querySelector("#st-take")`)
	t.Log(ask[string](t, a.ctx, `[...document.querySelectorAll("#st-panel-teach h2")].pop().textContent`))
	a.text(".st-scores tbody tr", "100%")
	a.click("#st-take")
	a.text("#st-taught", "已采用")
	a.text(".st-tree", "corpus/taught.jsonl")
	a.tab("preview")
	a.say("小绿卡闹脾气，我都急死了")
	a.text(".st-heard", "投诉")
}

// awaitLong waits for what takes long on a busy machine.
func awaitLong(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	ask[bool](t, ctx, fmt.Sprintf(`new Promise((done) => { const look = () => (%s) ? done(true) : setTimeout(look, 100); look(); })`, expression))
}

// TestCoverageLeadsToThePlace goes from the map and from notes to where scripts stand.
func TestCoverageLeadsToThePlace(t *testing.T) {
	a := openStudio(t, "locale=zh-CN")
	a.tab("cover")
	await(t, a.ctx, `document.querySelectorAll(".st-heat tbody tr").length === 15`)
	a.has(".st-square")
	a.pickOf("#st-panel-cover select[name=emotion]", "angry")
	a.pickOf("#st-panel-cover select[name=channel]", "phone")
	a.click(".st-heat tbody tr:nth-child(2) .st-square")
	a.text(".st-square-more", "嫌贵")
	a.click(".st-square-more .st-link")
	await(t, a.ctx, `document.activeElement.id === "st-yaml"`)

	a.tab("cover")
	a.click("#st-inspect")
	a.has("#st-stop-inspecting")
	awaitLong(t, a.ctx, `!!document.querySelector("#st-notes li")`)
	a.click("#st-about-duplicate")
	a.text("#st-notes", "几乎一样")
	a.has(".st-rules table")
	a.click("#st-notes .st-link")
	await(t, a.ctx, `document.activeElement.id === "st-yaml"`)
}

// TestPublishing makes a key, publishes two versions, goes back to the first, and holds
// that the widget takes what is signed with this key only.
func TestPublishing(t *testing.T) {
	a := openStudio(t, "locale=zh-CN")
	keepBlobs(a)
	a.tab("publish")
	a.click("#st-make-key")
	a.has("#st-key")
	key := a.read("#st-key")
	require.Len(t, key, 64)
	a.text("#st-version", "第 1 版")
	a.click("#st-sign")
	a.text("#st-published", "第 1 版已签名")

	a.text("#st-version", "第 2 版")
	a.openFile("scripts/price.yaml")
	a.rewrite(`say: "`, `say: "好，`)
	a.text("#st-changes", "好，")
	a.click("#st-sign")
	a.text("#st-published", "第 2 版已签名")
	a.click(".st-back")
	a.text("#st-published", "第 3 版已签名")
	a.text(".st-versions", "退回第 1 版的内容")
	require.Equal(t, int64(3), ask[int64](t, a.ctx, `saved.length`))

	// From now on previews are held against what was published last.
	a.tab("preview")
	a.say("太贵了")
	a.text(".st-beside-table thead", "已发布的第 3 版")

	// The key and the versions are there after a reload, and the key cannot be taken out.
	do(t, a.ctx, chromedp.Reload())
	a.has(".st-tree .st-file")
	a.tab("publish")
	a.text("#st-key", key)
	a.text(".st-versions", "第 3 版")
	require.False(t, ask[bool](t, a.ctx, `new Promise((done) => {
		const open = indexedDB.open("objection-coach-publishing");
		open.onsuccess = () => { const get = open.result.transaction("keys").objectStore("keys").get("own"); get.onsuccess = () => done(get.result.private.extractable); };
	})`))
}

// TestPublishedElsewhere takes in what another device published: newer, older, the same,
// another of the same number, out of its days, changed, and of another pack.
func TestPublishedElsewhere(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	compiled, err := os.ReadFile("../coach/packs/bank.pack")
	require.NoError(t, err)
	other, err := os.ReadFile("../coach/packs/sales.pack")
	require.NoError(t, err)
	sealed := func(s pack.Statement, name string, content []byte) string {
		s.Pack = strings.TrimSuffix(name, ".pack")
		u, err := pack.Prepare(s, map[string][]byte{name: content})
		require.NoError(t, err)
		file, err := u.Sealed(public, ed25519.Sign(private, u.Message()))
		require.NoError(t, err)
		return string(file)
	}
	third := sealed(pack.Statement{Version: 3}, "bank.pack", compiled)
	folder := folderOf(t, map[string]string{
		"third.signed": third, "second.signed": sealed(pack.Statement{Version: 2}, "bank.pack", compiled),
		"twin.signed":  sealed(pack.Statement{Version: 3, Changes: []string{"其他"}}, "bank.pack", compiled),
		"over.signed":  sealed(pack.Statement{Version: 1, Until: "2020-01-01"}, "bank.pack", compiled),
		"early.signed": sealed(pack.Statement{Version: 5, From: "2099-01-01"}, "bank.pack", compiled),
		"other.signed": sealed(pack.Statement{Version: 9}, "sales.pack", other),
		"torn.signed":  third[:len(third)-9], "none.signed": "OCSIGN", "changed.signed": strings.Replace(third, `"version":3`, `"version":8`, 1),
	})
	a := openStudio(t, "locale=zh-CN")
	keepBlobs(a)
	s := studioPage{a, builtSite{}}
	a.tab("publish")
	a.click("#st-make-key")
	a.has("#st-key")
	a.text("#st-version", "第 1 版")
	take := func(file, selector, want string) {
		t.Helper()
		s.give("st-take-signed", filepath.Join(folder, file))
		a.text(selector, want)
	}
	take("third.signed", "#st-published", "已读入第 3 版，下一次发布是第 4 版")
	require.Contains(t, a.read("#st-published"), "另一把钥匙")
	a.text("#st-version", "第 4 版")
	take("second.signed", "#st-published", "比这里的第 3 版旧")
	a.text("#st-version", "第 4 版")
	take("third.signed", "#st-published", "第 3 版这里已经有了")
	for file, want := range map[string]string{"twin.signed": "另一个第 3 版", "other.signed": "sales", "torn.signed": "不完整或已损坏", "none.signed": "不是签名的话术包", "changed.signed": "签名不对"} {
		take(file, "#st-panel-publish .oc-error", want)
		require.Equal(t, int64(2), ask[int64](t, a.ctx, `document.querySelectorAll(".st-versions tbody tr").length`), file)
	}
	take("over.signed", "#st-published", "有效期到 2020-01-01，已经过了")

	// Back to the older one, as the version after the newest.
	ask[bool](t, a.ctx, `([...document.querySelectorAll(".st-versions tbody tr")].find((row) => row.textContent.startsWith("第 2 版")).querySelector(".st-back").click(), true)`)
	a.text("#st-published", "第 4 版已签名")
	file := ask[[]int](t, a.ctx, `saved.at(-1).arrayBuffer().then((b) => [...new Uint8Array(b)])`)
	raw := make([]byte, len(file))
	for i, b := range file {
		raw[i] = byte(b)
	}
	signed, err := pack.ReadSigned(raw)
	require.NoError(t, err)
	require.Equal(t, [2]int{4, 2}, [2]int{signed.Statement.Version, signed.Statement.Back})
	take("early.signed", "#st-published", "从 2099-01-01 起有效")
	a.text("#st-version", "第 6 版")
}

// TestOwnRulebookInThePreview opens a pack with a rulebook of its own, and has the widget
// of the preview review a draft by it.
func TestOwnRulebookInThePreview(t *testing.T) {
	files := map[string]string{
		"ours/pack.yaml": "pack: ours\nextends: house\n",
		"ours/a.yaml":    "scripts:\n- id: beans\n  for: {kind: [objection]}\n  technique: inquire\n  steps: [{step: accept, say: 金豆豆是得看清楚，您慢慢看。}]\n",
	}
	base := os.DirFS("../coach/packs/base")
	require.NoError(t, fs.WalkDir(base, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		raw, err := fs.ReadFile(base, name)
		files["house/"+name] = string(raw)
		return err
	}))
	files["house/pack.yaml"] = "pack: house\n"
	files["house/rules.yaml"] = "rules:\n- {id: P01, title: 自家规矩, severity: advise, why: 我行不用这个叫法, find: [{kind: phrase, words: [金豆豆], sure: true}], rewrite: [{say: 换个叫法。}], sources: [{document: 行内规定, confidence: confirmed}], review: 2027-06-30}\n"
	raw, err := json.Marshal(files)
	require.NoError(t, err)
	folder := folderOf(t, map[string]string{"ours.json": string(raw)})
	a := openStudio(t, "locale=zh-CN")
	s := studioPage{a, builtSite{}}
	s.view(viewOpen)
	s.give("st-files", filepath.Join(folder, "ours.json"))
	s.until(`document.querySelector(".st-head .oc-muted").textContent === "ours" && document.querySelectorAll(".st-problem").length === 0`)
	a.tab("tests")
	a.typeInto("#st-lines", "你们这个手续费也太贵了吧")
	a.click("#st-run")
	a.text("#st-pick-findings", "1")
	a.text(".st-outcomes tbody", "金豆豆")

	a.tab("preview")
	a.say("你们这个手续费也太贵了吧")
	a.text(".st-heard", "太贵")
	await(t, a.ctx, inTrial+`.querySelector(".oc-say-now blockquote")?.textContent.includes("金豆豆")`)
	ask[bool](t, a.ctx, inTrial+`.querySelector(".oc-reply > summary").click(), true`)
	await(t, a.ctx, inTrial+`.querySelector("#oc-reply") !== null`)
	ask[bool](t, a.ctx, `((b) => (b.focus(), b.value = "这几颗金豆豆您慢慢看", b.dispatchEvent(new Event("input", {bubbles: true})), true))(`+inTrial+`.querySelector("#oc-reply"))`)
	awaitLong(t, a.ctx, inTrial+`.querySelector(".oc-reply")?.textContent.includes("自家规矩") || `+inTrial+`.querySelector(".oc-reply")?.textContent.includes("换个叫法")`)
}

// TestRulesOverTheBank opens a pack over the bank's with rules of its own. What is forbidden
// is told where it is written; what is taken back is refused; and the widget of the preview
// reviews a draft by them.
func TestRulesOverTheBank(t *testing.T) {
	rules := `rules:
- id: P19
  severity: must-not # graver than the bank's
  find: [{kind: phrase, words: [金豆豆], sure: true}]
  rewrite: [{say: 我行的叫法是积存金。}]
- {id: our-1, title: 不叫小绿卡, severity: revise, why: 已改名, find: [{kind: phrase, words: [小绿卡]}], rewrite: [{say: 请说手机银行。}], sources: [{document: 行内规定, confidence: confirmed}], review: 2099-06-30}
`
	files := map[string]string{
		"ours/pack.yaml": "pack: ours\nextends: bank\n", "ours/rules.yaml": rules,
		"ours/scripts/a.yaml": "scripts:\n- id: beans\n  for: {topic: [price], segment: [senior]}\n  technique: inquire\n  steps: [{step: accept, say: 金豆豆是得看清楚，您慢慢看。}]\n",
	}
	raw, err := json.Marshal(files)
	require.NoError(t, err)
	a := openStudio(t, "locale=zh-CN")
	s := studioPage{a, builtSite{}}
	s.view(viewOpen)
	s.give("st-files", filepath.Join(folderOf(t, map[string]string{"ours.json": string(raw)}), "ours.json"))
	s.text(".st-problems", "话术“beans”说了规则 P19 不许说的话：“金豆豆”")
	a.openFile("scripts/a.yaml")
	a.rewrite("金豆豆是得", "这是得")
	s.until(`document.querySelectorAll(".st-problem").length === 0`)

	// The form offers what a rule may be, in words.
	a.openFile("rules.yaml")
	s.field("severity", "must-not")
	require.Equal(t, "绝不能说（must-not）", s.read2(`document.getElementById("f-severity").selectedOptions[0].textContent`))
	require.Equal(t, []string{"phrase", "near", "disguised", "echo", "question"}, ask[[]string](t, a.ctx, `[...document.getElementById("f-find.0.kind").options].map((o) => o.value)`))
	a.rewrite("- {id: our-1", "- {id: P01, severity: advise}\n- {id: our-1")
	s.text(".st-problems", "规则 P01 在 base/rules.yaml 里是 must-not，这里却降成了 advise")
	a.rewrite("- {id: P01, severity: advise}\n", "")
	s.until(`document.querySelectorAll(".st-problem").length === 0`)

	a.tab("preview")
	a.say("你们这个手续费也太贵了吧")
	a.text(".st-heard", "太贵")
	ask[bool](t, a.ctx, inTrial+`.querySelector(".oc-reply > summary").click(), true`)
	await(t, a.ctx, inTrial+`.querySelector("#oc-reply") !== null`)
	ask[bool](t, a.ctx, `((b) => (b.focus(), b.value = "小绿卡里的金豆豆您慢慢看", b.dispatchEvent(new Event("input", {bubbles: true})), true))(`+inTrial+`.querySelector("#oc-reply"))`)
	awaitLong(t, a.ctx, inTrial+`.querySelector(".oc-reply")?.textContent.includes("不叫小绿卡") && `+inTrial+`.querySelector(".oc-reply").textContent.includes("我行的叫法是积存金")`)
}

// TestSharedPreviewIsReadOnly opens what was shared, as a link and as a file.
func TestSharedPreviewIsReadOnly(t *testing.T) {
	a := openStudio(t, "locale=zh-CN")
	keepBlobs(a)
	ask[bool](t, a.ctx, `(window.copied = "", navigator.clipboard.writeText = async (text) => { copied = text; }, true)`)
	a.say("这个手续费太高了")
	a.has(".st-considered")
	a.click("#st-share-file")
	await(t, a.ctx, `saved.length === 1`)
	file := ask[string](t, a.ctx, `saved[0].text()`)
	require.Contains(t, file, "这个")
	require.NotContains(t, file, "<script")
	require.NotContains(t, file, "src=")
	a.click("#st-share-link")
	a.text("#st-shared", "链接已复制")
	link := ask[string](t, a.ctx, `copied`)

	do(t, a.ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(link))
	a.text(".st-shared", "只供查看的预览")
	a.has(".st-shared mark")
	require.Zero(t, ask[int64](t, a.ctx, `document.querySelectorAll("button, input, textarea, iframe").length`))
	do(t, a.ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(link[:len(link)-9]))
	a.text(".st-shared", "不完整或已损坏")
}

// TestTryingIsAccessible runs axe over every tab, in both languages, both themes and
// three widths, and goes through the tabs by keyboard.
func TestTryingIsAccessible(t *testing.T) {
	p, err := openProject()
	require.NoError(t, err)
	axe, err := os.ReadFile(filepath.Join(p.work, "npm", "node_modules", "axe-core", "axe.min.js"))
	require.NoError(t, err, "`make test` installs axe-core first")
	for _, look := range []struct {
		locale, theme string
		width         int64
	}{{"zh-CN", "light", 1280}, {"en", "dark", 1440}, {"zh-CN", "dark", 820}} {
		t.Run(fmt.Sprint(look), func(t *testing.T) {
			a := openStudio(t, "locale="+look.locale)
			do(t, a.ctx, chromedp.EmulateViewport(look.width, 800))
			ask[bool](t, a.ctx, fmt.Sprintf(`(document.documentElement.dataset.theme = %q, true)`, look.theme))
			_, err := chromedp.Run(a.ctx, chromedp.Evaluate[any](string(axe)+";null"))
			require.NoError(t, err)
			check := func(state string) {
				t.Helper()
				violations := ask[[]string](t, a.ctx, `axe.run({exclude: [["#st-frame"]]}).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join("; ")))`)
				require.Empty(t, violations, state)
				if look.width == 1280 {
					checkThemes(t, a.ctx, inPage, state)
				}
			}
			a.say("这个手续费太高了，我回去跟老伴商量商量")
			a.has(".st-considered")
			check("preview")
			a.tab("tests")
			a.typeInto("#st-lines", lines(60))
			a.click("#st-run")
			a.has(".st-outcomes tbody tr")
			check("tests")
			a.click(".st-wrong")
			a.has(".st-right")
			check("teach")
			a.tab("cover")
			a.has(".st-square")
			a.click(".st-square")
			check("coverage")
			a.tab("publish")
			a.has("#st-version")
			check("publish")
			for _, tab := range []string{"preview", "tests", "teach", "cover", "publish"} {
				a.tab(tab)
				require.LessOrEqual(t, ask[float64](t, a.ctx, `Math.max(...[...document.querySelectorAll(".st-trial, .st-tabs, .st-panel:not([hidden])")].map((e) => e.getBoundingClientRect().right))`), float64(look.width), tab)
			}
			ask[bool](t, a.ctx, `(document.querySelector("#st-tab-publish").focus(), true)`)
			a.press("ArrowRight", "ArrowRight", 39, "")
			await(t, a.ctx, `document.activeElement.id === "st-tab-preview" && !document.querySelector("#st-panel-preview").hidden`)
		})
	}
}

// TestWidgetTakesGivenKeysOnly publishes a pack in the studio, puts it beside the page,
// and has the widget of a host page take it, and refuse what others signed, what was
// changed and what is not signed.
func TestWidgetTakesGivenKeysOnly(t *testing.T) {
	var put atomic.Pointer[[]byte]
	site := serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if file := put.Load(); file != nil && r.URL.Path == "/ours.signed" {
				w.Write(*file) //nolint:errcheck // the browser may have gone
				return
			}
			h.ServeHTTP(w, r)
		})
	})
	public, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	compiled, err := os.ReadFile("../coach/packs/bank.pack")
	require.NoError(t, err)
	sealed := func(s pack.Statement) []byte {
		s.Pack, s.Version = "bank", max(s.Version, 1)
		u, err := pack.Prepare(s, map[string][]byte{"bank.pack": compiled})
		require.NoError(t, err)
		file, err := u.Sealed(public, ed25519.Sign(private, u.Message()))
		require.NoError(t, err)
		return file
	}
	good := sealed(pack.Statement{})
	changed := bytes.Clone(good)
	changed[bytes.Index(changed, []byte(`"version":1`))+10] = '2'
	old := sealed(pack.Statement{Until: "2020-01-01"})
	other := strings.Repeat("ab", 32)

	ctx := openBrowserFor(t, 2*time.Minute)
	for _, test := range []struct {
		name, pack, keys string
		file             []byte
		refused          string // "" where it is taken
	}{
		{"signed with a given key", "ours.signed", fmt.Sprintf("%s %x", other, public), good, ""},
		{"signed by another", "ours.signed", other, good, "这里不接受"},
		{"changed after signing", "ours.signed", fmt.Sprintf("%x", public), changed, "签名不对"},
		{"no longer valid", "ours.signed", fmt.Sprintf("%x", public), old, "有效期到 2020-01-01"},
		{"not signed", "bank", fmt.Sprintf("%x", public), good, "只接受用指定钥匙签名"},
		{"no key at all", "ours.signed", "xyz", good, "公钥不对"},
		{"a newer version", "ours.signed", fmt.Sprintf("%x", public), sealed(pack.Statement{Version: 3}), ""},
		{"an older file after it", "ours.signed", fmt.Sprintf("%x", public), good, "在用的是第 3 版"},
		{"the old content as a new version", "ours.signed", fmt.Sprintf("%x", public), sealed(pack.Statement{Version: 4, Back: 1}), ""},
	} {
		put.Store(&test.file)
		do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+"demo/bank.html"))
		a := app{t, ctx, inFrame}
		a.ready()
		ask[bool](t, ctx, fmt.Sprintf(`(coach.setAttribute("pack", %q), coach.setAttribute("keys", %q), true)`, test.pack, test.keys))
		if test.refused != "" {
			a.text(".oc-advice .oc-error", test.refused)
			continue
		}
		await(t, ctx, `coach.analyze("太贵了").then((a) => a.kind === "objection", () => false)`)
	}
}

// TestBookletIsPrinted opens the booklet and a poster, each in a window of its own, styled
// under the rules of the site, and prints what is in them.
func TestBookletIsPrinted(t *testing.T) {
	var put atomic.Pointer[string]
	site := serveBuiltSiteThrough(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if html := put.Load(); html != nil && r.URL.Path == "/printed.html" {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				w.Write([]byte(*html)) //nolint:errcheck // the browser may have gone
				return
			}
			h.ServeHTTP(w, r)
		})
	})
	ctx := openBrowserFor(t, 4*time.Minute)
	a := studioAt(t, ctx, site.URL, "locale=zh-CN")
	ask[bool](t, ctx, `(window.open = ((open) => (...all) => (window.opened = open.apply(window, all)))(window.open), true)`)
	keepBlobs(a)
	a.tab("publish")
	do(t, ctx, chromedp.Click("#st-panel-publish input[name=both]"), chromedp.Click("#st-booklet"))
	await(t, ctx, `opened?.document.querySelector(".stamp") && opened.getComputedStyle(opened.document.querySelector(".stamp")).borderTopStyle === "solid"`)
	booklet := ask[string](t, ctx, `saved[0].text()`)
	require.Contains(t, booklet, "审核人")
	require.Contains(t, booklet, `lang="en"`, "both languages")
	a.pickOf("#st-panel-publish select[name=poster]", "price")
	do(t, ctx, chromedp.Click("#st-poster"))
	await(t, ctx, `saved.length === 2`)
	poster := ask[string](t, ctx, `saved[1].text()`)

	for _, printed := range []struct {
		name, html string
		pages      int
	}{{"booklet", booklet, 20}, {"poster", poster, 1}} {
		put.Store(&printed.html)
		do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+"printed.html"))
		pdf, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true), PrintBackground: new(true)})
		require.NoError(t, err)
		pages := bytes.Count(pdf.Data, []byte("/Type /Page\n"))
		require.GreaterOrEqual(t, pages, printed.pages, printed.name)
		if printed.pages == 1 {
			require.Equal(t, 1, pages, "a poster is one page")
		}
	}
}
