package main

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/packs/procedures"
	"objectioncoach/coach/playbook"
	"objectioncoach/coach/source"
	"objectioncoach/coach/studio"
)

// site builds the app and writes the website.
func site(args []string) error {
	flags := flag.NewFlagSet("site", flag.ContinueOnError)
	out := flags.String("out", "build/dist", "folder to write, relative to the repository; its old content is replaced")
	packs := flags.String("packs", "bank", "built-in packs to serve, with commas between; a device keeps all of them")
	frameworks := flags.Bool("frameworks", false, "add the demo pages with Vue and React; `make frameworks` fetches the libraries")
	if err := flags.Parse(args); err != nil {
		return err
	}
	p, err := openProject()
	if err != nil {
		return err
	}
	if !filepath.IsAbs(*out) {
		*out = filepath.Join(p.root, filepath.FromSlash(*out))
	}
	if err := os.MkdirAll(p.work, 0o755); err != nil {
		return err
	}

	var built programs
	if err := step("building the app", func() (err error) {
		built.app, err = buildApp(p)
		return err
	}); err != nil {
		return err
	}
	if err := step("building the desk", func() (err error) {
		built.desk, err = buildDesk(p)
		return err
	}); err != nil {
		return err
	}
	if err := step("building the studio", func() (err error) {
		built.studio, err = buildStudio(p)
		return err
	}); err != nil {
		return err
	}
	if err := step("building the engine alone", func() (err error) {
		built.engine, err = buildEngine(p)
		return err
	}); err != nil {
		return err
	}
	if built.wasmExec, err = os.ReadFile(filepath.Join(p.goRoot, "lib", "wasm", "wasm_exec.js")); err != nil {
		return fmt.Errorf("this Go toolchain lacks its browser support file: %w", err)
	}
	if built.wasmExec, err = steadyClock(built.wasmExec); err != nil {
		return err
	}
	var files map[string][]byte
	if err := step("assembling the site", func() (err error) {
		files, err = assemble(os.DirFS(p.root), built, strings.Split(*packs, ",")...)
		return err
	}); err != nil {
		return err
	}
	if *frameworks {
		pages, err := frameworkPages(p.root, filepath.Join(p.work, "npm", "node_modules"))
		if err != nil {
			return err
		}
		maps.Copy(files, pages)
	}
	if err := step("compressing", func() error {
		return compressAll(files, filepath.Join(p.work, "compressed"))
	}); err != nil {
		return err
	}
	if err := replaceFolder(*out, files); err != nil {
		return err
	}
	fmt.Printf("wrote %d files to %s\n", len(files), *out)
	for _, name := range []string{"objection-coach.js", "engine.js", "engine-worker.js"} {
		fmt.Printf("integrity of %-19s %s\n", name, strongIntegrity(files[name]))
	}
	return nil
}

// programs are what was compiled for the browser.
type programs struct {
	app, desk, studio, engine []byte // wasm
	wasmExec                  []byte // the toolchain's script that runs them
}

// assemble returns the files of the website by path, uncompressed. It depends
// on nothing but its arguments: repo is the root of the repository, and packs
// names those of its built-in packs to serve, where none is named all.
func assemble(repo fs.FS, built programs, packs ...string) (map[string][]byte, error) {
	s := siteFiles{repo: repo, files: map[string][]byte{}, assets: map[string]string{}}
	s.addAsset("app.wasm", built.app)
	s.addAsset("desk.wasm", built.desk)
	s.addAsset("wasm_exec.js", built.wasmExec)
	s.addAsset("boot.js", s.minified("web/page/boot.js"))
	s.addAsset("again.js", s.minified("web/page/again.js"))
	s.addAsset("records.js", s.minified("web/page/records.js"))
	s.addAsset("app.css", s.minified("web/page/app.css"))
	s.addAsset("desk.css", s.minified("web/page/desk.css"))
	s.copyPacks("coach/packs", packs)
	s.packs = append(s.packs, served{"rules", s.addAsset("base.rules", s.read("coach/packs/base.rules"))})
	s.copyFile("web/page/manifest.webmanifest", "manifest.webmanifest")
	s.files["objection-coach.js"] = s.minified("web/objection-coach.js")
	s.copyFile("web/objection-coach.d.ts", "objection-coach.d.ts")
	s.copyFile("web/protocol.json", "protocol.json")
	s.copyFile("web/custom-elements.json", "custom-elements.json")
	s.addEngine(built)
	s.addPackage("web/npm")
	s.addProcedures("coach/packs/procedures")
	s.addStudio(built)
	s.copyTree("web/demo", "demo")
	s.copyTree("web/themes", "themes")
	s.addIcons("web/page/icon.svg")
	s.copyTree("web/page/screenshots", "screenshots")
	s.addTemplate("web/page/index.html", "index.html", nil)
	s.addTemplate("web/page/desk.html", "desk.html", nil)
	s.addTemplate("web/page/studio.html", "studio.html", nil)
	s.files["sw-off.js"] = s.read("web/page/sw-off.js")
	s.addServiceWorker("web/page/sw.js")
	return s.files, errors.Join(s.problems...)
}

// siteFiles is a website in the making. Problems are collected, so that one
// run reports all of them.
type siteFiles struct {
	repo     fs.FS
	files    map[string][]byte
	assets   map[string]string // "app.wasm" → "assets/app.0123456789ab.wasm"
	packs    []served
	problems []error
}

// served is a compiled pack, or a language of one, as the page's template sees it.
type served struct{ Name, Path string }

func (s *siteFiles) read(name string) []byte {
	content, err := fs.ReadFile(s.repo, name)
	if err != nil {
		s.problems = append(s.problems, fmt.Errorf("the site needs this file: %w", err))
	}
	return content
}

func (s *siteFiles) copyFile(from, to string) { s.files[to] = s.read(from) }

// minified reads a script or a style sheet and makes it short.
func (s *siteFiles) minified(from string) []byte {
	short, err := minify(from, s.read(from))
	if err != nil {
		s.problems = append(s.problems, err)
	}
	return short
}

// addAsset files content under a name that holds its hash, so that browsers
// may keep it for ever.
func (s *siteFiles) addAsset(name string, content []byte) string {
	to := "assets/" + hashedName(name, content)
	s.assets[name] = to
	s.files[to] = content
	return to
}

// addEngine files the engine without screens. Its worker and Go's script are one file,
// because a worker that loads another is one more thing for a page to allow.
func (s *siteFiles) addEngine(built programs) {
	s.addAsset("engine.wasm", built.engine)
	s.files["engine.js"] = s.minified("web/engine/engine.js")
	s.copyFile("web/engine/engine.d.ts", "engine.d.ts")
	s.addTemplate("web/engine/worker.js", "engine-worker.js", nil)
	whole := slices.Concat(built.wasmExec, []byte("\n"), s.files["engine-worker.js"])
	short, err := minify("engine-worker.js", whole)
	if err != nil {
		s.problems = append(s.problems, err)
	}
	s.files["engine-worker.js"] = short
}

// addPackage files what npm packs: its own files, and those of the site that a page
// built with npm uses.
func (s *siteFiles) addPackage(from string) {
	for _, name := range []string{"README.md", "element.js", "index.d.ts", "package.json"} {
		s.copyFile(from+"/"+name, "npm/"+name)
	}
	s.addTemplate(from+"/index.js", "npm/index.js", template.FuncMap{
		"integrity": func(name string) string { return strongIntegrity(s.files[name]) },
	})
	for _, name := range []string{"custom-elements.json", "engine.d.ts", "engine.js", "objection-coach.d.ts", "objection-coach.js", "protocol.json"} {
		s.files["npm/"+name] = s.files[name]
	}
}

// onlyForHosts reports files that no device keeps, because the coach's own page never
// needs them: they are for pages with an interface of their own, for compilers, and for
// the studio, which is opened where there is a network.
func onlyForHosts(name string) bool {
	return strings.HasSuffix(name, ".d.ts") || forHosts.MatchString(name)
}

// forHosts are the other such files, and the demo pages that prove a point to those
// who build host pages.
var forHosts = regexp.MustCompile(`^(npm/|screenshots/|sw-off\.js$|protocol\.json$|custom-elements\.json$|engine|assets/engine\.|studio\.html$|assets/(studio|studio-worker|sources|sample|kept|booklet)\.|demo/(headless|hostile|mounts|react|strict|three|versions|vue)\.)`)

func (s *siteFiles) copyTree(from, to string) {
	err := fs.WalkDir(s.repo, from, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Name() == "frameworks" {
			return fs.SkipDir // what is in it is built, not copied
		}
		if err != nil || entry.IsDir() {
			return err
		}
		s.copyFile(name, to+strings.TrimPrefix(name, from))
		return nil
	})
	if err != nil {
		s.problems = append(s.problems, fmt.Errorf("the site needs this folder: %w", err))
	}
}

var packName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

func (s *siteFiles) copyPacks(folder string, wanted []string) {
	found, err := fs.Glob(s.repo, folder+"/*.pack")
	if err != nil {
		s.problems = append(s.problems, err)
	}
	if len(wanted) > 0 {
		found = nil
	}
	for _, name := range wanted {
		found = append(found, path.Join(folder, name+".pack"))
	}
	for _, from := range found {
		name := strings.TrimSuffix(path.Base(from), ".pack")
		if !packName.MatchString(name) {
			s.problems = append(s.problems, fmt.Errorf("%s: a pack's name may hold only a-z, 0-9 and hyphens", from))
			continue
		}
		s.packs = append(s.packs, served{name, s.addAsset(path.Base(from), s.read(from))})
		languages, err := fs.Glob(s.repo, folder+"/"+name+".*.lang")
		if err != nil {
			s.problems = append(s.problems, err)
		}
		for _, language := range languages {
			name := strings.TrimSuffix(path.Base(language), ".lang")
			s.packs = append(s.packs, served{name, s.addAsset(path.Base(language), s.read(language))})
		}
	}
}

// addStudio files the studio's program, its worker, which is Go's script and a few lines
// in one file, and the sources of the packs that it begins with.
func (s *siteFiles) addStudio(built programs) {
	s.addAsset("studio.wasm", built.studio)
	s.addAsset("studio.css", s.minified("web/page/studio.css"))
	s.addTemplate("web/page/studio-worker.js", "studio-worker.js", nil)
	whole := slices.Concat(built.wasmExec, []byte("\n"), s.files["studio-worker.js"])
	delete(s.files, "studio-worker.js")
	short, err := minify("studio-worker.js", whole)
	if err != nil {
		s.problems = append(s.problems, err)
	}
	s.addAsset("studio-worker.js", short)
	archive, err := s.sources("coach/packs")
	if err != nil {
		s.problems = append(s.problems, err)
	}
	s.packs = append(s.packs, served{"sources", s.addAsset("sources.json", archive)})
	css, err := minify("booklet.css", []byte(studio.BookletCSS))
	if err != nil {
		s.problems = append(s.problems, err)
	}
	s.addAsset("booklet.css", css)
	s.addLessons("coach/packs")
}

// What the studio teaches with and measures with, in lines of each language.
const (
	lessonsToTeach   = 8000
	lessonsToMeasure = 2000
)

// addLessons files a sample of the lines that the built-in models were trained with, and
// others to measure with.
func (s *siteFiles) addLessons(folder string) {
	var sample, kept []byte
	if _, err := fs.Stat(s.repo, folder+"/base/pack.yaml"); err == nil {
		packs, err := fs.Sub(s.repo, folder)
		var base *source.Source
		if err == nil {
			base, err = source.Read(packs, "base")
		}
		if err != nil {
			s.problems = append(s.problems, err)
			return
		}
		for _, locale := range []string{"", pack.English} {
			more, measured := studio.WriteSample(base.LinesIn(locale), lessonsToTeach, lessonsToMeasure)
			sample, kept = append(sample, more...), append(kept, measured...)
		}
	}
	s.addAsset("sample.jsonl", sample)
	s.addAsset("kept.jsonl", kept)
}

// sources gives the YAML of the built-in packs as one file.
func (s *siteFiles) sources(folder string) ([]byte, error) {
	found, err := fs.Glob(s.repo, folder+"/*/pack.yaml")
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, name := range found {
		ids = append(ids, path.Base(path.Dir(name)))
	}
	packs, err := fs.Sub(s.repo, folder)
	if err != nil {
		return nil, err
	}
	return studio.WriteArchive(packs, ids...)
}

// addProcedures files the procedures as one file of JSON: YAML does not go to browsers.
func (s *siteFiles) addProcedures(folder string) {
	var content []byte
	fsys, err := fs.Sub(s.repo, folder)
	if err == nil {
		var book *playbook.Book
		if book, err = procedures.ReadFrom(fsys); err == nil {
			content, err = json.Marshal(book)
		}
	}
	if err != nil {
		s.problems = append(s.problems, fmt.Errorf("%s: %w", folder, err))
	}
	s.packs = append(s.packs, served{"procedures", s.addAsset("procedures.json", content)})
}

func (s *siteFiles) addIcons(from string) {
	svg := s.read(from)
	s.files["icons/icon.svg"] = svg
	icons, err := drawIcons(svg)
	if err != nil {
		s.problems = append(s.problems, fmt.Errorf("%s: %w", from, err))
	}
	maps.Copy(s.files, icons)
}

// addTemplate files a text/template, which may use {{asset "app.wasm"}} for
// the path of a hashed file, {{packs}} for the list of packs, and more.
func (s *siteFiles) addTemplate(from, to string, more template.FuncMap) {
	t := template.New(from).Funcs(template.FuncMap{
		"asset": func(name string) (string, error) {
			if p, ok := s.assets[name]; ok {
				return p, nil
			}
			return "", fmt.Errorf("there is no asset %q; there are %q", name, slices.Sorted(maps.Keys(s.assets)))
		},
		"packs": func() []served { return s.packs },
	}).Funcs(more)
	t, err := t.Parse(string(s.read(from)))
	if err != nil {
		s.problems = append(s.problems, err)
		return
	}
	var b bytes.Buffer
	if err := t.Execute(&b, nil); err != nil {
		s.problems = append(s.problems, err)
	}
	s.files[to] = b.Bytes()
}

// addServiceWorker must come last: the worker lists everything the page needs, and its
// version is a hash over that list and over the worker itself. The version is told in
// release.json, where a host chooses the one that devices run.
func (s *siteFiles) addServiceWorker(from string) {
	type entry struct{ Path, Integrity string }
	var list []entry
	version := sha256.New()
	version.Write(s.read(from))
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		if onlyForHosts(name) {
			continue // a device keeps what the coach's own page needs
		}
		e := entry{name, integrity(s.files[name])}
		list = append(list, e)
		fmt.Fprintf(version, "%s %s\n", e.Path, e.Integrity)
	}
	name := hex.EncodeToString(version.Sum(nil))[:12]
	s.addTemplate(from, "sw.js", template.FuncMap{
		"precache": func() []entry { return list },
		"version":  func() string { return name },
	})
	s.files["release.json"] = fmt.Appendf(nil, "{\n  \"version\": %q,\n  \"run\": \"newest\"\n}\n", name)
}

// hashedName puts the first 12 hex digits of the content's SHA-256 before the
// extension.
func hashedName(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:])[:12] + ext
}

// integrity is the content's SHA-256 as the integrity option of fetch wants it.
func integrity(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// strongIntegrity is the content's SHA-384, as the attribute integrity of a script wants
// it.
func strongIntegrity(content []byte) string {
	sum := sha512.Sum384(content)
	return "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
}

// replaceFolder makes dir hold exactly files. They are written beside it
// first, so an interrupted build leaves the old folder or the new one, never a
// part of either.
func replaceFolder(dir string, files map[string][]byte) error {
	fresh, old := dir+".new", dir+".old"
	for _, leftover := range []string{fresh, old} {
		if err := os.RemoveAll(leftover); err != nil {
			return err
		}
	}
	if err := writeFiles(fresh, files); err != nil {
		return err
	}
	if err := os.Rename(dir, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return err
	}
	return os.RemoveAll(old)
}
