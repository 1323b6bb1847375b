package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// small are programs as small as can be.
var small = programs{app: []byte("wasm"), engine: []byte("engine"), wasmExec: []byte("exec")}

// smallRepo is a repository with the real page and everything else as small as
// can be.
func smallRepo(t *testing.T) fstest.MapFS {
	t.Helper()
	repo := fstest.MapFS{
		"web/page/app.css":              {Data: []byte("body{}")},
		"web/page/icon.svg":             {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" fill="#0f5e7a"/></svg>`)},
		"web/objection-coach.js":        {Data: []byte("loader()")},
		"web/objection-coach.d.ts":      {Data: []byte("export {}")},
		"web/protocol.json":             {Data: []byte("{}")},
		"web/custom-elements.json":      {Data: []byte("{}")},
		"web/themes/river.css":          {Data: []byte(":root{}")},
		"web/demo/index.html":           {Data: []byte("<title>demo</title>")},
		"web/demo/bank.html":            {Data: []byte("<title>bank</title>")},
		"web/demo/headless.html":        {Data: []byte("<title>headless</title>")},
		"coach/packs/bank.pack":         {Data: []byte("bank pack")},
		"coach/packs/base.rules":        {Data: []byte("rules")},
		"web/page/screenshots/wide.png": {Data: []byte("picture")},
	}
	page := os.DirFS(filepath.Join("..", "web", "page"))
	for _, name := range []string{"again.js", "boot.js", "desk.css", "desk.html", "index.html", "manifest.webmanifest", "records.js", "studio-worker.js", "studio.css", "studio.html", "sw.js", "sw-off.js"} {
		content, err := fs.ReadFile(page, name)
		require.NoError(t, err)
		repo["web/page/"+name] = &fstest.MapFile{Data: content}
	}
	require.NoError(t, copyInto(repo, "web/engine"))
	require.NoError(t, copyInto(repo, "web/npm"))
	require.NoError(t, copyInto(repo, "coach/packs/procedures"))
	return repo
}

// copyInto puts a folder of the real repository into a small one.
func copyInto(repo fstest.MapFS, folder string) error {
	real := os.DirFS("..")
	return fs.WalkDir(real, folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(real, name)
		repo[name] = &fstest.MapFile{Data: content}
		return err
	})
}

func TestAssembleIsDeterministic(t *testing.T) {
	first, err := assemble(smallRepo(t), small)
	require.NoError(t, err)
	second, err := assemble(smallRepo(t), small)
	require.NoError(t, err)
	require.Equal(t, first, second)
	hash := regexp.MustCompile(`[.][0-9a-f]{12}[.]`)
	var names []string
	for name := range first {
		names = append(names, hash.ReplaceAllString(name, ".<hash>."))
	}
	slices.Sort(names)
	require.Equal(t, []string{
		"assets/again.<hash>.js", "assets/app.<hash>.css", "assets/app.<hash>.wasm", "assets/bank.<hash>.pack", "assets/base.<hash>.rules", "assets/booklet.<hash>.css", "assets/boot.<hash>.js", "assets/desk.<hash>.css", "assets/desk.<hash>.wasm", "assets/engine.<hash>.wasm", "assets/kept.<hash>.jsonl", "assets/procedures.<hash>.json", "assets/records.<hash>.js", "assets/sample.<hash>.jsonl", "assets/sources.<hash>.json", "assets/studio-worker.<hash>.js", "assets/studio.<hash>.css", "assets/studio.<hash>.wasm", "assets/wasm_exec.<hash>.js",
		"custom-elements.json", "demo/bank.html", "demo/headless.html", "demo/index.html", "desk.html", "engine-worker.js", "engine.d.ts", "engine.js",
		"icons/apple-touch-180.png", "icons/icon-192.png", "icons/icon-512.png", "icons/icon.svg", "icons/maskable-512.png",
		"index.html", "manifest.webmanifest",
		"npm/README.md", "npm/custom-elements.json", "npm/element.js", "npm/engine.d.ts", "npm/engine.js", "npm/index.d.ts", "npm/index.js", "npm/objection-coach.d.ts", "npm/objection-coach.js", "npm/package.json", "npm/protocol.json",
		"objection-coach.d.ts", "objection-coach.js", "protocol.json", "release.json", "screenshots/wide.png", "studio.html", "sw-off.js", "sw.js", "themes/river.css",
	}, names)
}

func TestPageNamesItsAssets(t *testing.T) {
	files, err := assemble(smallRepo(t), small)
	require.NoError(t, err)
	page := string(files["index.html"])
	named := regexp.MustCompile(`(?:href|src|data-wasm)="([^"]+)"`).FindAllStringSubmatch(page, -1)
	require.Len(t, named, 9)
	for _, n := range named {
		require.Contains(t, files, n[1])
	}
	require.Regexp(t, `data-packs="bank=assets/bank\.[0-9a-f]{12}\.pack rules=assets/base\.[0-9a-f]{12}\.rules procedures=assets/procedures\.[0-9a-f]{12}\.json sources=assets/sources\.[0-9a-f]{12}\.json "`, page)
	require.NotContains(t, page, "user-scalable")
	require.NotContains(t, page, "maximum-scale")
}

func TestManifestNamesItsIcons(t *testing.T) {
	files, err := assemble(smallRepo(t), small)
	require.NoError(t, err)
	var manifest struct{ Icons []struct{ Src string } }
	require.NoError(t, json.Unmarshal(files["manifest.webmanifest"], &manifest))
	require.Len(t, manifest.Icons, 4)
	for _, icon := range manifest.Icons {
		require.Contains(t, files, icon.Src)
	}
}

func TestAnyNumberOfPacks(t *testing.T) {
	repo := smallRepo(t)
	delete(repo, "coach/packs/bank.pack")
	files, err := assemble(repo, small)
	require.NoError(t, err)
	require.Regexp(t, `data-packs="rules=assets/base\.[0-9a-f]{12}\.rules procedures=assets/procedures\.[0-9a-f]{12}\.json sources=assets/sources\.[0-9a-f]{12}\.json "`, string(files["index.html"]))

	repo["coach/packs/bank.pack"] = &fstest.MapFile{Data: []byte("b")}
	repo["coach/packs/sales.pack"] = &fstest.MapFile{Data: []byte("s")}
	files, err = assemble(repo, small)
	require.NoError(t, err)
	require.Regexp(t, `data-packs="bank=assets/bank\.[0-9a-f]{12}\.pack sales=assets/sales\.[0-9a-f]{12}\.pack rules=assets/base\.[0-9a-f]{12}\.rules procedures=assets/procedures\.[0-9a-f]{12}\.json sources=assets/sources\.[0-9a-f]{12}\.json "`, string(files["index.html"]))
}

func TestOnlyTheWantedPacks(t *testing.T) {
	repo := smallRepo(t)
	repo["coach/packs/sales.pack"] = &fstest.MapFile{Data: []byte("s")}
	files, err := assemble(repo, small, "sales")
	require.NoError(t, err)
	require.Regexp(t, `data-packs="sales=assets/sales\.[0-9a-f]{12}\.pack rules=assets/base\.[0-9a-f]{12}\.rules procedures=assets/procedures\.[0-9a-f]{12}\.json sources=assets/sources\.[0-9a-f]{12}\.json "`, string(files["index.html"]))
	require.NotContains(t, string(files["sw.js"]), "assets/bank.", "a device keeps only what it needs")

	_, err = assemble(repo, small, "sells")
	require.ErrorContains(t, err, "coach/packs/sells.pack")
}

func TestEngineNamesItsFiles(t *testing.T) {
	repo := smallRepo(t)
	repo["coach/packs/bank.en.lang"] = &fstest.MapFile{Data: []byte("English")}
	files, err := assemble(repo, small)
	require.NoError(t, err)
	worker := string(files["engine-worker.js"])
	require.True(t, strings.HasPrefix(worker, "exec"), "Go's script comes first")
	named := regexp.MustCompile(`"(assets/[^"]+)"`).FindAllStringSubmatch(worker, -1)
	require.Len(t, named, 4)
	for _, n := range named {
		require.Contains(t, files, n[1])
	}
	require.Regexp(t, `\["bank","assets/bank\.[0-9a-f]{12}\.pack"\],\["bank\.en","assets/bank\.en\.[0-9a-f]{12}\.lang"\],\["rules",`, worker)
	require.NotContains(t, string(files["index.html"]), "assets/engine.")
}

func TestServiceWorkerListsWhatThePageNeeds(t *testing.T) {
	files, err := assemble(smallRepo(t), small)
	require.NoError(t, err)
	worker := string(files["sw.js"])
	for name, content := range files {
		line := `"` + name + `": "` + integrity(content) + `",`
		left := []string{"screenshots/wide.png", "sw.js", "sw-off.js", "release.json", "objection-coach.d.ts", "engine.js", "engine.d.ts", "engine-worker.js", "demo/headless.html", "protocol.json", "custom-elements.json", "assets/" + hashedName("engine.wasm", small.engine)}
		studio := regexp.MustCompile(`^(studio\.html|assets/(studio|studio-worker|sources|sample|kept|booklet)\..*)$`)
		if slices.Contains(left, name) || strings.HasPrefix(name, "npm/") || studio.MatchString(name) {
			require.NotContains(t, worker, `"`+name+`":`)
		} else {
			require.Contains(t, worker, line)
		}
	}
}

func TestServiceWorkerVersionFollowsContent(t *testing.T) {
	version := func(change func(fstest.MapFS)) string {
		repo := smallRepo(t)
		change(repo)
		files, err := assemble(repo, small)
		require.NoError(t, err)
		found := regexp.MustCompile(`const version = "([0-9a-f]{12})"`).FindSubmatch(files["sw.js"])
		require.NotNil(t, found)
		return string(found[1])
	}
	write := func(name, content string) func(fstest.MapFS) {
		return func(repo fstest.MapFS) { repo[name] = &fstest.MapFile{Data: []byte(content)} }
	}
	same := version(func(fstest.MapFS) {})
	require.Equal(t, same, version(write("web/objection-coach.d.ts", "export type X = 1")), "types are not cached")
	require.NotEqual(t, same, version(write("web/objection-coach.js", "another()")))
	require.NotEqual(t, same, version(write("web/demo/more.html", "<p>")))
	require.NotEqual(t, same, version(func(repo fstest.MapFS) {
		repo["web/page/sw.js"].Data = append(repo["web/page/sw.js"].Data, "// another worker\n"...)
	}))
}

func TestAssembleReportsEveryProblem(t *testing.T) {
	repo := smallRepo(t)
	delete(repo, "web/objection-coach.js")
	repo["coach/packs/My Bank.pack"] = &fstest.MapFile{}
	repo["web/page/index.html"].Data = []byte(`{{asset "app.wams"}}`)
	_, err := assemble(repo, small)
	require.ErrorContains(t, err, "web/objection-coach.js")
	require.ErrorContains(t, err, "My Bank.pack")
	require.ErrorContains(t, err, `no asset "app.wams"`)
	require.ErrorContains(t, err, `"app.wasm"`)
}

func TestHashedName(t *testing.T) {
	require.Equal(t, "app.ba7816bf8f01.wasm", hashedName("app.wasm", []byte("abc")))
	require.Equal(t, "wasm_exec.e3b0c44298fc.js", hashedName("wasm_exec.js", nil))
}

func TestIntegrity(t *testing.T) {
	require.Equal(t, "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", integrity([]byte("abc")))
}

func TestReplaceFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dist")
	require.NoError(t, replaceFolder(dir, map[string][]byte{"a.txt": []byte("1"), "gone/b.txt": []byte("2")}))
	require.NoError(t, replaceFolder(dir, map[string][]byte{"a.txt": []byte("3"), "c/d.txt": []byte("4")}))
	require.Equal(t, map[string]string{"a.txt": "3", "c/d.txt": "4"}, readTree(t, dir))
	require.Equal(t, []string{"dist"}, readNames(t, filepath.Dir(dir)), "nothing is left beside it")
}

func TestReplaceFolderKeepsTheOldOneOnFailure(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dist")
	require.NoError(t, replaceFolder(dir, map[string][]byte{"a.txt": []byte("1")}))
	// A file cannot also be a folder, in whichever order they are written.
	require.Error(t, replaceFolder(dir, map[string][]byte{"a.txt": []byte("2"), "a.txt/b.txt": []byte("2")}))
	require.Equal(t, map[string]string{"a.txt": "1"}, readTree(t, dir))
}

func readTree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(content)
		return err
	}))
	return files
}

func readNames(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
