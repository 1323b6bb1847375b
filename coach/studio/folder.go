package studio

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// folder is a file system of texts in memory, by path. The path tells the folders.
type folder map[string]string

// Open opens a file or a folder.
func (f folder) Open(name string) (fs.File, error) {
	if text, ok := f[name]; ok {
		return &openFile{entry{path: name, size: int64(len(text))}, strings.NewReader(text)}, nil
	}
	list := f.children(name)
	if len(list) == 0 && name != "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &openFolder{entry{path: name, folder: true}, list}, nil
}

// ReadFile gives the content of a file.
func (f folder) ReadFile(name string) ([]byte, error) {
	if text, ok := f[name]; ok {
		return []byte(text), nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// children lists what lies directly in a folder, in the order of names.
func (f folder) children(name string) []fs.DirEntry {
	prefix := name + "/"
	if name == "." {
		prefix = ""
	}
	seen := map[string]fs.DirEntry{}
	for name, text := range f {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok {
			continue
		}
		child, _, deeper := strings.Cut(rest, "/")
		seen[child] = fs.FileInfoToDirEntry(entry{path: child, size: int64(len(text)), folder: deeper})
	}
	var list []fs.DirEntry
	for _, child := range seen {
		list = append(list, child)
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list
}

// openFile is a file being read, openFolder a folder being listed.
type (
	openFile struct {
		entry
		*strings.Reader
	}
	openFolder struct {
		entry
		left []fs.DirEntry
	}
)

func (f *openFile) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *openFile) Close() error               { return nil }

// Size gives the length of the file: both parts of it know.
func (f *openFile) Size() int64 { return f.entry.size }

func (f *openFolder) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *openFolder) Close() error               { return nil }
func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.path, Err: fs.ErrInvalid}
}

// ReadDir gives the next n entries, or all that are left for n < 1.
func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n < 1 {
		n = len(f.left)
	} else if len(f.left) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(f.left))
	list := f.left[:n]
	f.left = f.left[n:]
	return list, nil
}

// sameFile reports whether a file of a file system has just this text.
func sameFile(fsys fs.FS, name, text string) bool {
	there, err := fs.ReadFile(fsys, name)
	return err == nil && bytes.Equal(there, []byte(text))
}

// entry describes a file or folder in memory. What it does not tell, its time, nobody
// asks for: the engine knows no clock.
type entry struct {
	fs.FileInfo
	path   string
	size   int64
	folder bool
}

func (e entry) Name() string { return path.Base(e.path) }
func (e entry) Size() int64  { return e.size }
func (e entry) IsDir() bool  { return e.folder }
func (e entry) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir | 0o555
	}
	return 0o444
}
