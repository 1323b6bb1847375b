package studio

import (
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/crypto/blake2s"

	"objectioncoach/coach/source"
)

// BuiltIn is a pack that can be opened or extended, as a list shows it.
type BuiltIn struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Extends string `json:"extends,omitempty"`
	// Scripts counts what staff may see with it: its own and those of the packs it extends.
	Scripts int `json:"scripts"`
	Own     int `json:"own"` // its own of these
	// Version tells contents apart: the beginning of a hash of the files of the pack and of
	// those it extends.
	Version string `json:"version"`
}

// versionLength is how many hexadecimal figures tell versions apart.
const versionLength = 8

// BuiltIns lists the packs of a file system, with their titles in a locale.
func BuiltIns(fsys fs.FS, locale string) ([]BuiltIn, error) {
	heads, err := fs.Glob(fsys, "*/pack.yaml")
	if err != nil {
		return nil, err
	}
	var list []BuiltIn
	for _, head := range heads {
		b, err := builtIn(fsys, path.Dir(head), locale)
		if err != nil {
			return nil, err
		}
		list = append(list, b)
	}
	return list, nil
}

func builtIn(fsys fs.FS, id, locale string) (BuiltIn, error) {
	b := BuiltIn{ID: id}
	hash, _ := blake2s.New256(nil) // without a key it never fails
	seen := map[string]bool{}
	for at := id; at != "" && !seen[at]; {
		seen[at] = true
		title, extends, err := source.ReadHead(fsys, at)
		if err != nil {
			return b, err
		}
		files, err := filesOf(fsys, at)
		if err != nil {
			return b, err
		}
		scripts := 0
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if strings.HasSuffix(name, ".yaml") {
				scripts += scriptsIn(files[name])
				fmt.Fprintf(hash, "%s/%s %d\n%s", at, name, len(files[name]), files[name])
			}
		}
		if at == id {
			b.Title, b.Extends, b.Own = title.In(locale), extends, scripts
		}
		b.Scripts += scripts
		at = extends
	}
	b.Version = hex.EncodeToString(hash.Sum(nil))[:versionLength]
	return b, nil
}

// scriptsIn counts the scripts of a file that is written as built-in ones are: each begins
// with its id, at the left edge. To read a thousand of them would take seconds.
func scriptsIn(text string) int {
	n, section := 0, ""
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "- id:") && section == "scripts:":
			n++
		case line[0] >= 'a' && line[0] <= 'z':
			section = strings.TrimSpace(line)
		}
	}
	return n
}
