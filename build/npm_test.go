package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"objectioncoach/app/page"
)

// These tests use what the site has for those who build host pages: types, the manifest
// of the element, and the folder that npm packs.

// built gives a path in build/dist.
func built(t *testing.T, name string) string {
	t.Helper()
	p, err := openProject()
	require.NoError(t, err)
	path := filepath.Join(p.root, "build", "dist", filepath.FromSlash(name))
	_, err = os.Stat(path)
	require.NoError(t, err, "run `go run ./build site` first")
	return path
}

// typed checks a script of a page against the types in the packed folder, and gives what
// the TypeScript compiler says.
func typed(t *testing.T, script string) string {
	t.Helper()
	p, err := openProject()
	require.NoError(t, err)
	compiler := filepath.Join(p.work, "npm", "node_modules", "typescript", "bin", "tsc")
	_, err = os.Stat(compiler)
	require.NoError(t, err, "`make test` installs TypeScript first")
	folder := t.TempDir()
	modules := filepath.Join(folder, "node_modules", "objection-coach")
	require.NoError(t, os.CopyFS(modules, os.DirFS(built(t, "npm"))))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "page.ts"), []byte(script), 0o600))
	out, err := exec.Command("node", compiler, "--strict", "--noEmit", "--target", "es2022", "--lib", "es2022,dom,dom.iterable",
		"--module", "esnext", "--moduleResolution", "bundler", filepath.Join(folder, "page.ts")).CombinedOutput()
	if err == nil {
		require.Empty(t, string(out))
	}
	return string(out)
}

const typedPage = `
import { loadCoach } from "objection-coach";
import { createCoach } from "objection-coach/engine";
import "objection-coach/element";

const { mount } = await loadCoach("https://coach.example/", { integrity: "" });
const coach = mount("#aside", { mode: "panel", pack: "bank", position: "top-left", slots: { "product.name": "A" }, open: true, context: { key: "02817" } });
const same: ObjectionCoachElement = document.querySelector("objection-coach")!;
coach.theme = "themes/river.css";
coach.context = { channel: "branch", key: "02817", view: "bank-five", trace: "true" };
coach.open = true;
await coach.open();
const analysis = await coach.analyze({ turns: [{ who: "customer", text: "太贵了" }], context: { product: "wealth" } });
const first: string = analysis.topics[0].id;
const decision: "now" | "later" | "before" | "skip" | undefined = analysis.timing?.decision;
const worst: string | undefined = (await coach.review("好", "太贵了")).violations[0]?.rewrite;
coach.addEventListener("oc-insert", ({ detail }) => detail.text.trim());
coach.addEventListener("oc-case", ({ detail }) => detail.id.trim());
coach.addEventListener("oc-error", ({ detail }) => detail.code === "timeout");
coach.addEventListener("oc-analysis", function ({ detail }) { this.customer = detail.kind; });
const refused: number = same.refused;
const engine = await createCoach({ pack: "bank", base: "/coach/" });
const again: string = (await engine.analyze("太贵了")).kind;
const fallen = (error: ObjectionCoach.Failure) => error.code === "removed" && error.message;
`

// wrongPages are lines that the types must refuse.
var wrongPages = []string{
	`coach.mode = "corner";`,
	`coach.refused = 1;`,
	`coach.slots = { a: 1 };`,
	`coach.context = { customer: 7 };`,
	`coach.analyze(7);`,
	`coach.analyze({ turns: [{ who: "agent", text: "" }] });`,
	`coach.review();`,
	`coach.addEventListener("oc-insert", ({ detail }) => detail.words);`,
	`coach.addEventListener("oc-error", ({ detail }) => detail.code === "late");`,
	`mount(7);`,
	`mount("#a", { colour: "red" });`,
	`mount("#a", { context: { colour: "red" } });`,
	`loadCoach();`,
	`createCoach({ packs: "bank" });`,
	`const open: boolean = coach.open;`,
}

func TestTypes(t *testing.T) {
	require.Empty(t, typed(t, typedPage))
	lines := ""
	for _, wrong := range wrongPages {
		lines += "// @ts-expect-error\n" + wrong + "\n"
	}
	require.Empty(t, typed(t, typedPage+lines), "every line that is wrong is refused")
}

func TestPackageIsPacked(t *testing.T) {
	npm, err := exec.LookPath("npm")
	require.NoError(t, err, "`make test` installs npm first")
	folder := t.TempDir()
	cmd := exec.Command(npm, "pack", "--json", "--pack-destination", folder, "--offline")
	cmd.Dir = built(t, "npm")
	out, err := cmd.Output()
	require.NoError(t, err, string(out))
	var packed []struct {
		Name, Version string
		Files         []struct{ Path string }
	}
	require.NoError(t, json.Unmarshal(out, &packed))
	require.Len(t, packed, 1)
	var names []string
	for _, f := range packed[0].Files {
		names = append(names, f.Path)
	}
	require.ElementsMatch(t, []string{"README.md", "custom-elements.json", "element.js", "engine.d.ts", "engine.js", "index.d.ts", "index.js",
		"objection-coach.d.ts", "objection-coach.js", "package.json", "protocol.json"}, names)

	raw, err := os.ReadFile(built(t, "npm/package.json"))
	require.NoError(t, err)
	require.NotContains(t, strings.ToLower(string(raw)), "dependencies")
	var manifest struct{ Exports map[string]any }
	require.NoError(t, json.Unmarshal(raw, &manifest))
	for _, file := range regexp.MustCompile(`"\./([\w.-]+\.\w+)"`).FindAllStringSubmatch(string(raw), -1) {
		require.Contains(t, names, file[1])
	}
}

// TestPackageIsImportedInNode imports every script of the package as a server does that
// draws pages: also that of the types alone, which stays in what TypeScript writes.
func TestPackageIsImportedInNode(t *testing.T) {
	node, err := exec.LookPath("node")
	require.NoError(t, err, "`make test` installs Node first")
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(folder, "node_modules", "objection-coach"), os.DirFS(built(t, "npm"))))
	script := filepath.Join(folder, "page.mjs")
	require.NoError(t, os.WriteFile(script, []byte(`
		const before = Object.getOwnPropertyNames(globalThis).join();
		import "objection-coach/element";
		import { loadCoach } from "objection-coach";
		import { createCoach } from "objection-coach/engine";
		await import("objection-coach/objection-coach.js");
		console.log(typeof loadCoach, typeof createCoach, Object.getOwnPropertyNames(globalThis).join() === before);`), 0o600))
	out, err := exec.Command(node, script).CombinedOutput()
	require.NoError(t, err, string(out))
	require.Equal(t, "function function true\n", string(out))
}

// TestPackageLoadsTheLoader uses the packed entry as a page does, under a policy that
// allows it: the version it was made with, and no other.
func TestPackageLoadsTheLoader(t *testing.T) {
	site := serveBuiltSite(t)
	origin := strings.TrimSuffix(site.URL, "/")
	policy := fmt.Sprintf("default-src 'none'; script-src 'self' %[1]s; frame-src %[1]s; require-trusted-types-for 'script'; trusted-types objection-coach", origin)
	entry, err := os.ReadFile(built(t, "npm/index.js"))
	require.NoError(t, err)
	url := serveHost(t, policy, map[string]string{"/": emptyPage + "<main id=place></main>", "/index.js": string(entry)})
	ctx := openBrowser(t)
	do(t, ctx, chromedp.Navigate(url))
	load := func(site, options string) string {
		return ask[string](t, ctx, fmt.Sprintf(`import("/index.js").then(({loadCoach}) => loadCoach(%q, %s)).then(({mount}) => mount(place, {mode: "panel"}).analyze("太贵了")).then((a) => a.kind, (e) => e.code)`, site, options))
	}
	require.Equal(t, "network", load(site.URL, `{integrity: "sha384-"+"A".repeat(64)}`), "another version is refused")
	require.Equal(t, "input", load("nowhere", `{}`))
	require.Equal(t, "network", load(site.URL+"missing", `{}`))
	require.Equal(t, "objection", load(origin, `{}`), "with or without a slash at the end")

	node, err := exec.LookPath("node")
	require.NoError(t, err)
	out, err := exec.Command(node, "--input-type=module", "-e", fmt.Sprintf(`import(%q).then(({loadCoach}) => loadCoach("https://coach.example/")).catch((e) => console.log(e.code))`, "file://"+filepath.ToSlash(built(t, "npm/index.js")))).CombinedOutput()
	require.NoError(t, err, string(out))
	require.Equal(t, "unsupported\n", string(out))
}

// TestManifestNamesWhatThereIs holds custom-elements.json, the types, the loader and the
// reference against each other.
func TestManifestNamesWhatThereIs(t *testing.T) {
	read := func(name string) string {
		content, err := os.ReadFile(filepath.Join("..", "web", name))
		require.NoError(t, err)
		return string(content)
	}
	loader, types, reference := read("objection-coach.js"), read("objection-coach.d.ts"), read("REFERENCE.md")
	type named struct{ Name, Kind string }
	var manifest struct {
		Modules []struct {
			Declarations []struct {
				Attributes, Members, Events, CSSProperties []named
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(read("custom-elements.json")), &manifest))
	element := manifest.Modules[0].Declarations[0]
	names := func(list []named) (all []string) {
		for _, n := range list {
			all = append(all, n.Name)
		}
		return all
	}

	listed := regexp.MustCompile(`const names = "([^"]+)"`).FindStringSubmatch(loader)
	require.NotNil(t, listed)
	mirrored := strings.Fields(listed[1])
	require.ElementsMatch(t, append(strings.Fields(strings.ReplaceAll(listed[1], "insertPolicy", "insert-policy")), "open"), names(element.Attributes))

	var fields, methods []string
	for _, m := range element.Members {
		if m.Kind == "method" {
			methods = append(methods, m.Name)
		} else {
			fields = append(fields, m.Name)
		}
	}
	require.ElementsMatch(t, append(slices.Clone(mirrored), "slots", "context", "refused"), fields)
	own := regexp.MustCompile(`(?m)^      (\w+): (?:async )?\(`).FindAllStringSubmatch(loader[strings.Index(loader, "Object.assign(host, {\n      refused"):], -1)
	defined := []string{"open"}
	for _, m := range own {
		defined = append(defined, m[1])
	}
	require.ElementsMatch(t, defined, methods)

	colours := []string{"--oc-z"}
	for _, name := range page.Colours {
		colours = append(colours, "--oc-"+name)
	}
	require.ElementsMatch(t, colours, names(element.CSSProperties))

	var table struct {
		Events, Codes map[string]string
		Messages      []struct{ Type, To, Means string }
	}
	require.NoError(t, json.Unmarshal([]byte(read("protocol.json")), &table))
	events := []string{"oc-open", "oc-close"}
	for name := range table.Events {
		events = append(events, "oc-"+name)
	}
	require.ElementsMatch(t, events, names(element.Events))

	for _, name := range slices.Concat(fields, methods) {
		require.Regexp(t, `(?m)^    (?:readonly |get |set )?`+name+`[:(]`, types, name)
		require.Contains(t, reference, "`"+name, name)
	}
	for _, name := range slices.Concat(names(element.Attributes), events, colours) {
		require.Contains(t, reference, "`"+name+"`", name)
	}
	for _, name := range events {
		require.Contains(t, types, `"`+name+`": CustomEvent`)
	}
	for code := range table.Codes {
		require.Contains(t, types, `"`+code+`"`)
		require.Contains(t, reference, "| `"+code+"` |", code)
	}
	for _, m := range table.Messages {
		require.Contains(t, reference, fmt.Sprintf("| %s | `%s` |", m.To, m.Type))
	}
}
