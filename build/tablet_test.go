package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// These tests hold the app to what a tablet is: installed, touched, turned, and half
// covered by its keyboard.

func TestManifestKeepsItsPromises(t *testing.T) {
	var manifest struct {
		Icons     []struct{ Src, Sizes, Purpose string }
		Shortcuts []struct {
			URL   string
			Icons []struct{ Src string }
		}
		Screenshots []struct {
			Src, Sizes string
			FormFactor string `json:"form_factor"`
		}
	}
	require.NoError(t, json.Unmarshal(readDist(t, "manifest.webmanifest"), &manifest))
	pictures := map[string]string{}
	masked := false
	for _, icon := range manifest.Icons {
		pictures[icon.Src] = icon.Sizes
		masked = masked || icon.Purpose == "maskable"
	}
	require.True(t, masked)
	forms := map[string]bool{}
	for _, shot := range manifest.Screenshots {
		pictures[shot.Src] = shot.Sizes
		forms[shot.FormFactor] = true
	}
	require.Equal(t, map[string]bool{"wide": true, "narrow": true}, forms)
	for name, sizes := range pictures {
		content := readDist(t, name)
		if strings.HasSuffix(name, ".svg") {
			continue
		}
		picture, err := png.DecodeConfig(bytes.NewReader(content))
		require.NoError(t, err, name)
		require.Equal(t, sizes, fmt.Sprintf("%dx%d", picture.Width, picture.Height), name)
	}
	require.NotEmpty(t, manifest.Shortcuts)
	for _, shortcut := range manifest.Shortcuts {
		file, _, _ := strings.Cut(strings.TrimPrefix(shortcut.URL, "./"), "#")
		if file == "" {
			file = "index.html"
		}
		readDist(t, file)
		readDist(t, shortcut.Icons[0].Src)
	}
}

// TestBrowserWouldInstall asks Chromium itself what it misses.
func TestBrowserWouldInstall(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	openApp(t, ctx, site.URL)
	manifest, err := chromedp.Call(ctx, page.GetAppManifest, page.GetAppManifestParams{})
	require.NoError(t, err)
	require.Empty(t, manifest.Errors)
	missing, err := chromedp.Call(ctx, page.GetInstallabilityErrors, cdp.Empty{})
	require.NoError(t, err)
	require.Empty(t, missing.InstallabilityErrors)
}

// screens are what a device leaves to a page, upright and lying, with its keyboard open.
var screens = []struct {
	name          string
	width, height int64
}{
	{"phone, keyboard open", 360, 350},
	{"tablet upright, keyboard open", 800, 780},
	{"tablet lying, keyboard open", 1280, 380},
	{"small tablet lying, keyboard open", 960, 250},
}

// TestKeyboardCoversNothingThatIsNeeded looks at both boxes while they are typed into.
func TestKeyboardCoversNothingThatIsNeeded(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	for _, screen := range screens {
		t.Run(screen.name, func(t *testing.T) {
			do(t, ctx, chromedp.EmulateViewport(screen.width, screen.height, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Navigate("about:blank"))
			a := openApp(t, ctx, site.URL+"#locale=zh-CN")
			seen := func(selector string) {
				t.Helper()
				await(t, ctx, fmt.Sprintf(`((e, v) => {
					const r = e?.getBoundingClientRect();
					return !!r && r.width > 40 && r.top >= 0 && r.left >= 0 && Math.floor(r.bottom) <= v.height && Math.floor(r.right) <= v.width && e.contains(document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2));
				})(document.querySelector(%q), visualViewport)`, selector))
			}
			a.commit("这个手续费太高了，我回去跟老伴商量商量")
			a.has(".oc-labels")
			seen("#oc-box")
			seen(".oc-send")
			seen(".oc-timing")
			require.True(t, ask[bool](t, ctx, `document.documentElement.scrollWidth <= innerWidth`), "nothing is wider than the screen")
			a.enter()
			a.openReply()
			a.commit("我理解您")
			seen("#oc-reply")
			a.has("#oc-said")
			ask[bool](t, ctx, `(document.querySelector("#oc-said").scrollIntoView({block: "nearest"}), true)`)
			seen("#oc-said")
			require.True(t, ask[bool](t, ctx, `document.documentElement.scrollWidth <= innerWidth`))
		})
	}
}

// TestKeyboardThatCoversThePage is one that leaves the page as high as it was, as that of
// an iPad: the screen takes the half above it, and all of it when it has gone.
func TestKeyboardThatCoversThePage(t *testing.T) {
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	for _, screen := range []struct{ width, height int64 }{{360, 740}, {820, 1180}, {1180, 820}} {
		t.Run(fmt.Sprint(screen), func(t *testing.T) {
			do(t, ctx, chromedp.EmulateViewport(screen.width, screen.height, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Navigate("about:blank"))
			a := openApp(t, ctx, site.URL+"#locale=zh-CN")
			sees := func(height int64) {
				t.Helper()
				ask[bool](t, ctx, fmt.Sprintf(`(Object.defineProperty(visualViewport, "height", {value: %d, configurable: true}), visualViewport.dispatchEvent(new Event("resize")), true)`, height))
			}
			seen := func(height int64, selectors ...string) {
				t.Helper()
				for _, selector := range selectors {
					await(t, ctx, fmt.Sprintf(`((e) => { const r = e?.getBoundingClientRect(); return !!r && r.width > 40 && r.top >= 0 && Math.floor(r.bottom) <= %d && e.contains(document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2)); })(document.querySelector(%q))`, height, selector))
				}
			}
			sees(screen.height / 2)
			a.commit("这个手续费太高了，我回去跟老伴商量商量")
			a.has(".oc-labels")
			seen(screen.height/2, "#oc-box", ".oc-send", ".oc-timing", ".oc-turns")
			a.openReply()
			a.commit("我理解您")
			a.has("#oc-said")
			seen(screen.height/2, "#oc-reply")
			sees(screen.height)
			await(t, ctx, fmt.Sprintf(`Math.round(document.querySelector("main").getBoundingClientRect().height) === %d`, screen.height))
			sees(screen.height - 60) // a bar of the browser
			require.Equal(t, screen.height, ask[int64](t, ctx, `Math.round(document.querySelector("main").getBoundingClientRect().height)`))
		})
	}
}

// TestShortcutsWork opens each shortcut of the manifest as a page of its own, and then
// in the page that is open.
func TestShortcutsWork(t *testing.T) {
	var manifest struct {
		ID        string
		Shortcuts []struct{ Name, URL string }
	}
	require.NoError(t, json.Unmarshal(readDist(t, "manifest.webmanifest"), &manifest))
	require.Empty(t, manifest.ID, "an id is read from the root of the origin: two coaches in two folders would be one app")
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	beforeScripts(t, ctx, `Object.defineProperty(navigator, "language", {get: () => "zh-CN"})`)
	a := app{t, ctx, inPage}
	here := func(name string) {
		t.Helper()
		if name == "新对话" {
			a.text(".oc-place[aria-current=page]", "教练")
			await(t, ctx, `document.querySelector("#oc-box").checkVisibility()`)
			return
		}
		a.text(".oc-place[aria-current=page]", name)
		await(t, ctx, `document.querySelector("#oc-desk").checkVisibility() && document.querySelector("#oc-desk").contentDocument.querySelector("main")?.innerText.length > 20`)
	}
	for _, shortcut := range manifest.Shortcuts {
		do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+strings.TrimPrefix(shortcut.URL, "./")))
		here(shortcut.Name)
	}
	for _, shortcut := range manifest.Shortcuts[1:] {
		ask[bool](t, ctx, fmt.Sprintf(`(location.hash = %q, true)`, strings.TrimPrefix(shortcut.URL, "./")))
		here(shortcut.Name)
	}
}

// TestEverythingIsReachedByKeyboard goes through the screen with Tab alone.
func TestEverythingIsReachedByKeyboard(t *testing.T) {
	a := openFullPage(t)
	a.commit("这个手续费太高了，我回去跟老伴商量商量")
	a.has(".oc-labels")
	a.openReply()
	a.commit("我理解您")
	a.has("#oc-said")
	left := ask[[]string](t, a.ctx, `(() => {
		const all = [...document.querySelectorAll("main button, main select, main textarea, main summary, main [tabindex]")].filter((e) => e.checkVisibility() && !e.disabled);
		return all.filter((e) => { e.focus(); return document.activeElement !== e || e.tabIndex < 0; }).map((e) => e.outerHTML.slice(0, 80));
	})()`)
	require.Empty(t, left)
}

// TestScreenshots takes the pictures of the manifest anew: UPDATE_SCREENSHOTS=1.
func TestScreenshots(t *testing.T) {
	if os.Getenv("UPDATE_SCREENSHOTS") == "" {
		t.Skip("writes pictures and tests nothing")
	}
	site := serveBuiltSite(t)
	ctx := openBrowser(t)
	for name, size := range map[string][2]int64{"wide": {1280, 800}, "narrow": {540, 960}} {
		do(t, ctx, chromedp.EmulateViewport(size[0], size[1]), chromedp.Navigate("about:blank"))
		a := openApp(t, ctx, site.URL+"#locale=zh-CN&theme=light&channel=branch")
		a.commit("这个手续费太高了，我回去跟老伴商量商量")
		a.has(".oc-labels")
		await(t, ctx, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
		shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: "png"})
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join("..", "web", "page", "screenshots", name+".png"), []byte(shot.Data), 0o644))
	}
}
