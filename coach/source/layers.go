package source

import (
	"io/fs"
	"strings"
)

// Layers gives a file system in which a folder is looked for in each of some file
// systems, and is taken whole from the first that has it: a bank's packs before the
// built-in ones they extend.
func Layers(systems ...fs.FS) fs.FS { return layers(systems) }

type layers []fs.FS

// Open opens a file of the first system that has its topmost folder.
func (l layers) Open(name string) (fs.File, error) {
	top, _, _ := strings.Cut(name, "/")
	for _, system := range l {
		if _, err := fs.Stat(system, top); err == nil {
			return system.Open(name)
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
