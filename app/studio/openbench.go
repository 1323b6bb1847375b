package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/sheet"
	"objectioncoach/coach/source"
	work "objectioncoach/coach/studio"
)

// begin works on another pack from now on. Beside are the packs that came with it, by
// path.
func (b *bench) begin(w *work.Workspace, beside map[string]string) {
	b.workspace = w
	b.draft = draft{beside: beside, untouched: b.signature()}
}

// loading names the files to open, from the folder that was chosen on; the files of the
// request are their contents.
type loading struct {
	Names []string `json:"names"`
	At    int64    `json:"at"`
	Today string   `json:"today"`
}

// tongue says what is wrong in the language of the screen.
type tongue bool // English

// locale gives the language by its name.
func (t tongue) locale() string {
	if t {
		return pack.English
	}
	return pack.DefaultLocale
}

func (t tongue) errorf(chinese, english string, args ...any) error {
	if t {
		return fmt.Errorf(english, args...)
	}
	return fmt.Errorf(chinese, args...)
}

// loaded is what opening files came to.
type loaded struct {
	State state    `json:"state"`
	Notes []string `json:"notes"` // on files that are not as they were
	Put   []string `json:"put"`   // files that were put into the pack at hand, where they are no pack
}

// load opens a pack from files: an archive, a folder, or YAML files that join the pack at
// hand. Where anything is wrong, the pack at hand stays.
func (b *bench) load(r request) (any, [][]byte, error) {
	var l loading
	if err := json.Unmarshal(r.Input, &l); err != nil {
		return nil, nil, err
	}
	u := unpacking{say: b.say, files: map[string]string{}}
	for i, name := range l.Names {
		if err := u.take(name, r.Files[i]); err != nil {
			return nil, nil, err
		}
	}
	if len(u.roots()) == 0 {
		put, err := b.join(&u, l.At)
		if err != nil {
			return nil, nil, err
		}
		return loaded{b.state(l.Today), u.notes, put}, nil, nil
	}
	id, files, beside, err := u.pack()
	if err != nil {
		return nil, nil, err
	}
	w, err := work.Open(id, files, b.over(beside), b.models)
	if err != nil {
		return nil, nil, err
	}
	b.begin(w, beside)
	b.draft.untouched = "" // it is kept from the beginning
	return loaded{b.state(l.Today), u.notes, nil}, nil, nil
}

// over gives the packs below one that came with others.
func (b *bench) over(beside map[string]string) fs.FS {
	if len(beside) == 0 {
		return b.below
	}
	raw, _ := json.Marshal(beside) // texts can always be written
	others, err := work.ReadArchive(raw)
	if err != nil {
		return b.below
	}
	return source.Layers(others, b.below)
}

// join puts YAML files that are no pack by themselves into the pack at hand.
func (b *bench) join(u *unpacking, at int64) ([]string, error) {
	var edits []work.Edit
	var put []string
	for name, text := range u.files {
		if strings.Contains(name, "/") {
			return nil, u.say.errorf("这里没有 pack.yaml。话术包是一个文件夹，里面要有 pack.yaml，写明 pack（编号）和 extends（在哪个包上面写）", "there is no pack.yaml here. A pack is a folder with a file pack.yaml in it, such as: pack: ours, extends: bank")
		}
		edits, put = append(edits, work.Edit{Path: name, Text: text}), append(put, name)
	}
	if len(edits) == 0 {
		return nil, u.say.errorf("这里没有话术包的文件：文件名要以 .yaml 或 .jsonl 结尾", "there is no file of a pack here: those end in .yaml or .jsonl")
	}
	slices.Sort(put)
	return put, b.workspace.Apply("put "+strings.Join(put, ", "), at, edits...)
}

// unpacking collects the texts of files that were given to open, by path.
type unpacking struct {
	say   tongue
	files map[string]string
	bytes int
	notes []string
}

// maxEntries bounds the files of an archive, of which those of a pack are a part.
const maxEntries = 10 * work.MaxFiles

// take takes in one file, or the files of an archive.
func (u *unpacking) take(name string, content []byte) error {
	switch ending := strings.ToLower(path.Ext(name)); {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return u.unzip(name, content)
	case slices.Contains([]string{".pack", ".lang", ".rules"}, ending) || compiled(content):
		return u.say.errorf("%s 是编译好的话术包，给员工用的，读不回原稿。请打开做它的那个文件夹或压缩包", "%s is a compiled pack: it is for staff, and what was written cannot be read out of it. Open the folder or the archive that it was made from", name)
	case ending == ".json":
		return u.unfold(name, content)
	case ending == ".yaml" || ending == ".jsonl":
		return u.text(name, content)
	case ending == ".yml":
		return u.text(name[:len(name)-len(ending)]+".yaml", content)
	}
	if strings.Contains(name, "/") {
		return nil // a folder may hold what does not concern us
	}
	return u.say.errorf("%s 不是话术包的文件：请打开 .yaml 文件、文件夹，或者压缩包（.zip、.json）", "%s is no file of a pack: open .yaml files, a folder, or an archive (.zip, .json)", name)
}

// compiled reports whether a file begins as those do that staff use.
func compiled(content []byte) bool {
	return slices.ContainsFunc([]string{"OCPACK", "OCLANG", "OCRULE", "OCSIGN"}, func(magic string) bool {
		return bytes.HasPrefix(content, []byte(magic))
	})
}

func (u *unpacking) unzip(name string, content []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return u.say.errorf("%s 解不开：%w", "%s cannot be unpacked: %w", name, err)
	}
	if len(archive.File) > maxEntries {
		return u.say.errorf("%s 里有 %d 个文件，最多 %d 个", "%s holds %d files, and may hold %d", name, len(archive.File), maxEntries)
	}
	for _, f := range archive.File {
		if f.FileInfo().IsDir() || !ofPack(f.Name) {
			continue
		}
		if !fs.ValidPath(f.Name) {
			return u.say.errorf("%s 里有 %q，不是文件夹里的路径", "%s holds %q, which is no path within a folder", name, f.Name)
		}
		text, err := inflated(f)
		if err != nil {
			return u.say.errorf("%s：%s 解不开：%w", "%s: %s cannot be unpacked: %w", name, f.Name, err)
		}
		if err := u.text(f.Name, text); err != nil {
			return err
		}
	}
	return nil
}

// inflated unpacks a file, of which no more is read than a pack may have.
func inflated(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, work.MaxBytes+1))
}

func ofPack(name string) bool {
	return (strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".jsonl")) && !strings.HasPrefix(name, "__MACOSX/") && !strings.HasPrefix(path.Base(name), ".")
}

// unfold takes an archive as the studio writes it: a JSON object from path to text.
func (u *unpacking) unfold(name string, content []byte) error {
	files := map[string]string{}
	if err := json.Unmarshal(sheet.Unmarked(content), &files); err != nil {
		var where *json.SyntaxError
		if errors.As(err, &where) {
			before := content[:min(int(where.Offset), len(content))]
			line := bytes.Count(before, []byte("\n")) + 1
			return u.say.errorf("%s:%d:%d: 不是话术包的压缩包：%w", "%s:%d:%d: this is no archive of a pack: %w", name, line, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]), err)
		}
		return u.say.errorf("%s 不是话术包的压缩包（应该是从路径到文字的对象）：%w", "%s is no archive of a pack, which is an object from path to text: %w", name, err)
	}
	for file, text := range files {
		if ofPack(file) {
			if err := u.text(file, []byte(text)); err != nil {
				return err
			}
		}
	}
	return nil
}

// text takes the content of a file of a pack, which may be in GB 18030.
func (u *unpacking) text(name string, content []byte) error {
	if u.bytes += len(content); u.bytes > work.MaxBytes {
		return u.say.errorf("这些文件超过 %d MB，话术包放不下", "the files have more than %d MB, which is more than a pack may have", work.MaxBytes>>20)
	}
	if sheet.UTF16(content) {
		return u.say.errorf("%s:1:1: 文件是 UTF-16，请另存为 UTF-8", "%s:1:1: the file is UTF-16: save it as UTF-8", name)
	}
	if !utf8.Valid(content) {
		text, ok := sheet.NewDecoder(content).Text(content)
		if !ok {
			line, column := firstBad(content)
			return u.say.errorf("%s:%d:%d: 文件既不是 UTF-8 也不是 GB 18030，请另存为 UTF-8", "%s:%d:%d: the file is neither UTF-8 nor GB 18030: save it as UTF-8", name, line, column)
		}
		u.notes = append(u.notes, name+": GB 18030 → UTF-8")
		content = text
	}
	u.files[name] = string(content)
	return nil
}

// firstBad tells where the first character stands that is not UTF-8.
func firstBad(content []byte) (line, column int) {
	at := 0
	for at < len(content) {
		r, size := utf8.DecodeRune(content[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	before := content[:at]
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
}

// roots lists the folders that are packs.
func (u *unpacking) roots() []string {
	var roots []string
	for name := range u.files {
		if path.Base(name) == "pack.yaml" {
			roots = append(roots, path.Dir(name))
		}
	}
	slices.Sort(roots)
	return roots
}

// pack picks the one pack that no other of them extends: its files by path within its
// folder, and those of the others from their folder on.
func (u *unpacking) pack() (id string, files, beside map[string]string, err error) {
	roots := u.roots()
	ids, extended := map[string]string{}, map[string]bool{}
	for _, root := range roots {
		head := u.files[path.Join(root, "pack.yaml")]
		if ids[root] = path.Base(root); root == "." || !work.ValidID(ids[root]) {
			ids[root] = headValue(head, "pack")
		}
		if over := headValue(head, "extends"); over != ids[root] {
			extended[over] = true
		}
	}
	var tops []string
	for _, root := range roots {
		if len(roots) == 1 || !extended[ids[root]] {
			tops = append(tops, root)
		}
	}
	if len(tops) != 1 {
		var names []string
		for _, root := range roots {
			names = append(names, ids[root])
		}
		if len(tops) == 0 { // they extend each other in a circle: the first shows that
			tops = roots[:1]
		} else {
			return "", nil, nil, u.say.errorf("这里有几个话术包：%s。请打开其中一个的文件夹", "there are several packs here: %s. Open the folder of one of them", strings.Join(names, ", "))
		}
	}
	files, beside = map[string]string{}, map[string]string{}
	for name, text := range u.files {
		root, within := rootOf(roots, name)
		switch {
		case within == "":
		case root == tops[0]:
			files[within] = text
		case strings.HasSuffix(within, ".yaml"):
			beside[ids[root]+"/"+within] = text
		}
	}
	return ids[tops[0]], files, beside, nil
}

// rootOf gives the innermost pack that a file lies in, and its path there; "" for none.
func rootOf(roots []string, name string) (root, within string) {
	for _, r := range roots {
		if r == "." && within == "" {
			root, within = r, name
		} else if rest, ok := strings.CutPrefix(name, r+"/"); ok && (within == "" || len(rest) < len(within)) {
			root, within = r, rest
		}
	}
	return root, within
}

// headValue reads one plain value of the head of a pack, "" where it is not there.
func headValue(head, key string) string {
	for line := range strings.Lines(strings.TrimPrefix(head, "\ufeff")) {
		if value, ok := strings.CutPrefix(line, key+":"); ok {
			value, _, _ = strings.Cut(value, " #")
			return strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	return ""
}

// builtIns lists the packs that can be opened or extended.
func (b *bench) builtIns(request) (any, [][]byte, error) {
	list, err := work.BuiltIns(b.below, b.say.locale())
	return list, nil, err
}

// founding is a pack to begin.
type founding struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Extends string `json:"extends"`
	Today   string `json:"today"`
}

// fresh begins a pack over another one.
func (b *bench) fresh(r request) (any, [][]byte, error) {
	var f founding
	if err := json.Unmarshal(r.Input, &f); err != nil {
		return nil, nil, err
	}
	if !work.ValidID(f.ID) {
		return nil, nil, message.New("pack-name", f.ID)
	}
	if _, err := fs.Stat(b.below, f.ID); err == nil {
		return nil, nil, message.New("built-in-name", f.ID)
	}
	title, err := json.Marshal(f.Title) // JSON strings are YAML
	if err != nil {
		return nil, nil, err
	}
	head := "pack: " + f.ID + "\n"
	if f.Title != "" {
		head += "title: {zh-CN: " + string(title) + "}\n"
	}
	if f.Extends != "" {
		head += "extends: " + f.Extends + "\n"
	}
	w, err := work.Open(f.ID, map[string]string{"pack.yaml": head}, b.below, b.models)
	if err != nil {
		return nil, nil, err
	}
	b.begin(w, nil)
	b.draft.untouched = ""
	return b.state(f.Today), nil, nil
}

// archive gives the pack's folder as one .zip.
func (b *bench) archive(request) (any, [][]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range b.workspace.Paths() {
		text, _ := b.workspace.Text(name)
		f, err := z.Create(b.workspace.ID() + "/" + name)
		if err == nil {
			_, err = io.WriteString(f, text)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, nil, err
	}
	return nil, [][]byte{out.Bytes()}, nil
}
